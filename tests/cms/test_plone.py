"""Plone: lists that state only the day of the last change, oldest first, `b_start:int` paging; events."""

import pytest

from tests.cms.two_nights import check_two_nights
from tests.services.needs import require
from tests.services.plone import plone


@pytest.mark.slow
def test_plone_on_two_nights(tmp_path):
    require("pip")
    with plone() as site:
        check_two_nights(site, tmp_path, platform="none")
