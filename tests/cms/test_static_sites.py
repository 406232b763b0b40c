"""Sites written by generators: other markup, other dates, other paging than WordPress."""

import pytest

from tests.cms.two_nights import check_two_nights
from tests.services.needs import require
from tests.services.static_site import static_site


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["notmyidea", "simple"])
def test_pelican_on_two_nights(tmp_path, theme):
    require("pip")
    with static_site("pelican", theme) as site:
        # notmyidea's newest post heads the block of the others: tests/crawler/test_channels.py
        known = theme == "notmyidea"
        check_two_nights(site, tmp_path, platform="none", channels=None if known else site.channels)


@pytest.mark.slow
def test_mkdocs_material_on_two_nights(tmp_path):
    require("pip")
    with static_site("mkdocs", "material") as site:
        check_two_nights(site, tmp_path, platform="none", channels=site.channels)


@pytest.mark.slow
def test_hexo_on_two_nights(tmp_path):
    require("npm")
    with static_site("hexo", "landscape") as site:
        check_two_nights(site, tmp_path, platform="none", channels=site.channels)
