"""JSON answers of "load more" addresses."""

import json
from datetime import date, datetime

import pytest

from spiders.reading import read

NOW = datetime.fromisoformat("2026-11-21T01:30:00+07:00")
URL = "https://xamau.example.vn/api/tin?page=2"


def answer(data, url=URL):
    return read(json.dumps(data).encode(), url, now=NOW, content_type="application/json",
                hosts=frozenset({"xamau.example.vn"}))


@pytest.mark.parametrize("row", [
    {"title": "Tin", "url": "/a", "published_at": "2026-11-20"},
    {"TieuDe": "Tin", "Link": "/a", "NgayDang": "20/11/2026"},
    {"title": {"rendered": "<b>Tin</b>"}, "link": "https://xamau.example.vn/a", "date": "2026-11-20T08:00:00"},
    {"name": "Tin", "href": "/a", "created_at": "2026-11-19T18:00:00Z"},
])
def test_names_of_fields(row):
    reading = answer({"data": {"items": [row]}})
    assert [(i.title, i.url, i.published.on) for i in reading.items] == [
        ("Tin", "https://xamau.example.vn/a", date(2026, 11, 20))]


@pytest.mark.parametrize(("more", "step"), [
    ({}, "/api/tin?page=3"), ({"has_more": False}, None), ({"hasNext": True}, "/api/tin?page=3"),
    ({"next": None}, None),
    ({"next": "/api/tin?page=9"}, "/api/tin?page=9"), ({"next": "https://khac.example.vn/x"}, None),
    ({"next_page": 3}, "/api/tin?page=3"),
])
def test_the_next_answer(more, step):
    reading = answer({"items": [{"title": "Tin", "url": "/a"}], **more})
    assert (reading.next and reading.next.url) == (step and "https://xamau.example.vn" + step)


@pytest.mark.parametrize("data", [[], {}, {"items": []}, [1, 2], "x", None, {"a": {"b": []}}])
def test_an_answer_without_posts_is_no_list(data):
    assert answer(data).items == ()


def test_html_inside_an_answer_is_read_as_a_list():
    row = '<div class="t"><a href="/a{0}">Hội nghị triển khai nhiệm vụ năm thứ {0}</a> <i>0{0}/11/2026</i></div>'
    rows = "".join(row.format(n) for n in range(1, 6))
    assert [i.published.on.day for i in answer({"html": rows}).items] == [1, 2, 3, 4, 5]
