"""A Wagtail blog: one front page of all posts, categories and months beside it, sidebars that repeat posts."""

import pytest

from tests.cms.two_nights import check_two_nights
from tests.services.needs import require
from tests.services.puput import puput


@pytest.mark.slow
def test_puput_on_two_nights(tmp_path):
    require("pip")
    with puput() as site:
        check_two_nights(site, tmp_path, platform="none")
