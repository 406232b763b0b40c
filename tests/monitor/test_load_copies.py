"""Copies of one portal's posts come out as they do among the posts of all portals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from crawler.models import Post
from crawler.sketch import sketch
from monitor.copies import find_copies
from monitor.load import load_posts
from monitor.load_copies import load_relatives

WORDS = [f"tiếng{n}" for n in range(60)]


def _texts(dice: Random) -> str:
    """One of three texts with a few words changed: near and far copies, and copies of copies."""
    base = WORDS[dice.randrange(3):]
    return " ".join(word if dice.random() > 0.02 else f"khác{dice.randrange(99)}" for word in base)


@pytest.mark.parametrize("seed", range(4))
def test_relatives_decide_as_all_posts_do(tmp_path: Path, seed: int) -> None:
    url, dice = f"sqlite:///{tmp_path / 'a.db'}", Random(seed)
    migrate(url)
    engine = open_engine(url, write=True)
    with Session(engine) as session, session.begin():
        for n in range(60):
            day, text = date(2026, 11, dice.randint(1, 20)), _texts(dice)
            session.execute(insert(Post), [{
                "portal": f"p{dice.randrange(6)}", "key": str(n), "kind": "post", "url": f"u{n}", "title": "Tin",
                "published_on": day, "date_grade": "sure", "first_seen": day, "last_seen": date(2026, 11, 20),
                "body_hash": text[:64] if dice.random() < 0.5 else f"{n}",
                "sketch": sketch(text) if dice.random() < 0.8 else None}])
        every = load_posts(session)
        copies, told = find_copies(every), 0
        for portal in sorted({p.portal for p in every}):
            mine = [p for p in every if p.portal == portal]
            among = find_copies(load_relatives(session, mine))
            told += sum(p.id in copies for p in mine)
            assert {p.id: among.get(p.id) for p in mine} == {p.id: copies.get(p.id) for p in mine}
    engine.dispose()
    assert told > 5


def test_posts_that_have_nothing_in_common_are_not_read(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    migrate(url)
    engine = open_engine(url, write=True)
    with Session(engine) as session, session.begin():
        session.execute(insert(Post), [
            {"portal": portal, "key": "1", "kind": "post", "url": "u", "title": "Tin", "first_seen": date(2026, 11, 1),
             "last_seen": date(2026, 11, 1), "body_hash": same}
            for portal, same in (("a", "x"), ("b", "x"), ("c", "y"))])
        found = load_relatives(session, load_posts(session, "a"))
    engine.dispose()
    assert [p.portal for p in found] == ["a", "b"]
