"""Redmine: lists that hold whole texts, days only in tooltips ("3 ngày"), a portal of many projects, a board."""

import json

import pytest

from tests.cms.two_nights import check_two_nights, path_of
from tests.nights import export
from tests.services.needs import require
from tests.services.redmine import redmine


@pytest.mark.slow
def test_redmine_on_two_nights(tmp_path):
    require("redmine")
    with redmine() as site:
        check_two_nights(site, tmp_path, platform="none")
        rows = [json.loads(line) for line in export(tmp_path)["questions"]]
        asked = {key.partition("/")[2]: (title, on) for _, key, title, on, *_ in rows}
        assert asked == {path_of(q.url)[1:]: (q.title, q.published_on.isoformat()) for q in site.questions}
