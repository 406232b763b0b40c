"""Wikis as portals: lists written by hand or made by the software, and no day but that of the last change."""

import pytest

from tests.cms.two_nights import check_two_nights
from tests.services.dokuwiki import dokuwiki
from tests.services.mediawiki import mediawiki
from tests.services.needs import require


@pytest.mark.slow
def test_dokuwiki_on_two_nights(tmp_path):
    require("dokuwiki")
    with dokuwiki() as site:
        check_two_nights(site, tmp_path, platform="none")


@pytest.mark.slow
def test_mediawiki_on_two_nights(tmp_path):
    require("mediawiki")
    with mediawiki() as site:
        check_two_nights(site, tmp_path, platform="none")
