"""Saved pages of many layouts: a page on disk, what it says beside it, one test for all."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from spiders.reading import read

PAGES = Path(__file__).resolve().parents[1] / "pages"
CASES = sorted(path.parent for path in PAGES.rglob("expected.json"))


def day(stated):
    return stated.on.isoformat() if stated is not None and stated.on is not None else None


def read_case(folder):
    expected = json.loads((folder / "expected.json").read_text())
    ask = expected["ask"]
    body = next(path for path in folder.iterdir() if path.stem == "page").read_bytes()
    reading = read(body, ask["url"], status=ask.get("status", 200), content_type=ask.get("content_type"),
                   now=datetime.fromisoformat(ask["now"]), hosts=frozenset(ask.get("hosts", ())),
                   platform="none", expect=ask.get("expect"))
    return reading, expected["want"]


def said(reading, name):
    """What a reading says about one expectation, in the shape of expected.json."""
    step, article = reading.next, reading.article
    return {
        "kind": lambda: reading.kind,
        "items": lambda: [[i.title, i.url, day(i.published)] for i in reading.items],
        "next": lambda: step.url if step else None,
        "unread_pager": lambda: reading.unread_pager,
        "method": lambda: step.method if step else None,
        "form": lambda: dict(step.form) if step else None,
        "platform": lambda: reading.platform,
        "menu": lambda: [e.title for e in reading.menu],
        "external": lambda: [e.title for e in reading.menu if e.external],
        "pinned": lambda: [i.title for i in reading.items if i.pinned],
        "numbers": lambda: [i.number for i in reading.items],
        "title": lambda: article.title if article else None,
        "published": lambda: day(article.published) if article else None,
        "updated": lambda: day(article.updated) if article else None,
        "closed": lambda: reading.closed,
        "placeholder": lambda: reading.placeholder,
        "wait": lambda: reading.wait_seconds,
        "sitemaps": lambda: list(reading.sitemaps),
        "questions": lambda: [[q.title, q.state, q.asked_on and q.asked_on.isoformat(),
                               q.answered_on and q.answered_on.isoformat()] for q in reading.questions],
    }[name]()


@pytest.mark.parametrize("folder", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_saved_page(folder):
    reading, want = read_case(folder)
    kinds = want.pop("kind_in", None)
    assert kinds is None or reading.kind in kinds
    blocks = want.pop("blocks", None)
    if blocks is not None:
        found = [[b.heading, b.heading_url, len(b.items)] for b in reading.blocks]
        assert [b for b in blocks if b not in found] == []
    paths = want.pop("paths", None)
    if paths is not None:
        found = {e.title: list(e.path) for e in reading.menu}
        assert {title: found.get(title) for title, _ in paths} == dict(paths)
    assert {name: said(reading, name) for name in want} == want


def test_there_are_enough_layouts():
    assert len(CASES) >= 150
