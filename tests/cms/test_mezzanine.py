"""A dynamic CMS whose pages state no day beyond "3 tuần trước": its feed does, for the newest posts; the others stay
undated rather than guessed. Its feed also names an address where nobody answers."""

import pytest

from tests.cms.two_nights import check_two_nights
from tests.services.mezzanine import mezzanine
from tests.services.needs import require


@pytest.mark.slow
def test_mezzanine_on_two_nights(tmp_path):
    require("pip")
    with mezzanine() as site:
        check_two_nights(site, tmp_path, platform="none", dated=0.3)
