"""Lists in turns: which are left for another night, and what a night that left some out does not say."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import Session

from crawler.facts import Item, Question, Reading
from crawler.known import Memory
from crawler.models import Base, Channel, ChannelNight, Night, NightPortal, Post, PostChannel, Visit
from crawler.settle.gone import note_removed
from crawler.settle.harvest import Answer, Harvest
from crawler.settle.questions import _seen_to_the_end
from spiders.tour import Tour
from spiders.walk import rests_tonight
from tests.verdicts.play import checked_sections
from tests.verdicts.store import play_night
from tests.verdicts.truth import LISTS, make_portal

NIGHT = date(2026, 11, 20)
LATER = NIGHT + timedelta(days=30)


@pytest.mark.parametrize("every", [2, 3, 5, 7])
def test_a_portal_is_asked_whole_once_in_so_many_nights(every):
    nights = [NIGHT + timedelta(days=n) for n in range(4 * every)]
    asked = [n for n in nights if not rests_tonight("xa", LATER + timedelta(days=30), n, every, False)]
    assert len(asked) == 4
    assert {(b - a).days for a, b in pairwise(asked)} == {every}


@pytest.mark.parametrize(("until", "every", "full"), [
    (None, 7, False),                       # nobody said that it may rest
    (NIGHT - timedelta(days=1), 7, False),  # its time is over
    (LATER, 1, False),                      # the option is off
    (LATER, 7, True),                       # a night that asks for everything
])
def test_a_list_is_asked_unless_everything_speaks_for_leaving_it_out(until, every, full):
    assert not any(rests_tonight(f"xa-{n}", until, NIGHT, every, full) for n in range(50))


def test_only_the_first_request_for_a_list_is_left_out():
    away = next(n for n in range(99) if rests_tonight(f"xa-{n}", LATER, NIGHT, 7, False))
    memory = Memory({}, {"xa.vn/tin": "list"}, {"xa.vn/tin": LATER})
    tour = Tour(f"xa-{away}", "https://xa.vn/", frozenset({"xa.vn"}), "", "auto", NIGHT, False, memory, {}, 5, every=7)
    first = {"key": "xa.vn/tin", "channel": "xa.vn/tin"}
    assert tour.leaves_out(tour.plan("list", "https://xa.vn/tin", **first))
    for more in ({"page": 2}, {"hops": 1}, {"attempt": 2}, {"channel": "xa.vn/khac"}):
        assert not tour.leaves_out(tour.plan("list", "https://xa.vn/tin", **{**first, **more}))
    assert not tour.leaves_out(tour.plan("article", "https://xa.vn/tin", **first))
    tour.note_answer(tour.plan("list", "https://xa.vn/tin", **first), "timeout")
    tour.note_answer(tour.plan("list", "https://xa.vn/tin", **first), "not_due")
    assert tour.silent == {"xa.vn": 1}  # nothing was asked: nobody answered


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session


def test_a_night_that_left_lists_out_says_nothing_of_them(session):
    rng = random.Random(2)
    portal = make_portal(1, checked_sections(), NIGHT, 9, rng)
    visited: set[str] = set()
    play_night(session, NIGHT, [portal], {}, True, rng, visited, 7)
    lists = select(Channel).where(Channel.key.contains("/list-"))
    assert {c.rests_until for c in session.scalars(lists)} <= {NIGHT, None}  # for the night that saw it, no longer
    session.execute(update(Channel).where(Channel.kind == "list").values(rests_until=LATER))
    before = {p.key: (p.last_seen, p.removed_on, p.missed) for p in session.scalars(select(Post))}
    second = next(n for n in (NIGHT + timedelta(days=d) for d in (1, 2))
                  if rests_tonight(portal.code, LATER, n, 7, False))
    night = play_night(session, second, [portal], {}, False, rng, visited, 7)
    row = session.scalars(select(NightPortal).where(NightPortal.night_id == night.id)).one()
    assert (row.state, row.left_out) == ("complete", sum(c.kind == "list" for c in session.scalars(lists)))
    assert row.reason == f"{row.left_out} danh sách chưa đến lượt"
    assert row.left_out >= 1 and row.left_out <= len(LISTS)
    seen = session.scalars(select(ChannelNight.channel_id).where(ChannelNight.night_id == night.id)).all()
    assert not {c.id for c in session.scalars(lists) if c.kind == "list"} & set(seen)
    assert {p.key: (p.last_seen, p.removed_on, p.missed) for p in session.scalars(select(Post))} == before
    outcomes = session.scalars(select(Visit.outcome).where(Visit.night_id == night.id, Visit.purpose == "list")).all()
    assert outcomes.count("not_due") == row.left_out


def _gone(session, left):
    """A post whose own address is gone, in a night that asked for its list or left it out."""
    night = Night(night=NIGHT, state="running", started_at=datetime(2026, 11, 20, tzinfo=UTC), software="",
                  registry_digest="")
    channel = Channel(portal="xa", key="xa.vn/tin", kind="list", title="Tin", path=[], first_seen=NIGHT,
                      last_seen=NIGHT)
    post = Post(portal="xa", key="xa.vn/1", kind="post", url="https://xa.vn/1", title="Tin", first_seen=NIGHT,
                last_seen=NIGHT, baseline=True, missed=5, date_grade="unknown")
    session.add_all((night, channel, post))
    session.flush()
    session.add(PostChannel(post_id=post.id, channel_id=channel.id, first_seen=NIGHT, last_seen=NIGHT))
    answer = Answer(Visit(key="xa.vn/1", outcome="not_found"), None, None)
    harvest = Harvest(night.id, NIGHT, "xa", "https://xa.vn/", False, [], articles={"xa.vn/1": answer}, left=left)
    note_removed(session, harvest, [post], ())
    return post.removed_on, post.missed


def test_a_post_is_not_removed_while_its_list_was_not_asked(session):
    assert _gone(session, {"xa.vn/tin"}) == (None, 5)


def test_a_post_is_removed_when_other_lists_were_left_out(session):
    assert _gone(session, {"xa.vn/khac"}) == (NIGHT, 6)


def test_questions_are_not_missed_while_a_list_was_not_asked():
    page = Reading("qa", questions=(Question("xa.vn/hoi/1", None, "Bao giờ sửa đường?", None),))
    harvest = Harvest(1, NIGHT, "xa", "https://xa.vn/", False, [])
    harvest.lists["xa.vn/hoi"] = {1: Answer(Visit(outcome="observed", end_reason="single_page"), page, "")}
    assert _seen_to_the_end(harvest)
    harvest.left.add("xa.vn/khac")
    assert not _seen_to_the_end(harvest)


def test_questions_are_not_missed_when_a_page_of_their_board_was_read_as_something_else():
    board = Reading("qa", questions=(Question("xa.vn/hoi/1", None, "Bao giờ sửa đường?", None),))
    other = Reading("list", items=(Item("xa.vn/hoi/2", "https://xa.vn/hoi/2", "Bao giờ có điện?"),))
    harvest = Harvest(1, NIGHT, "xa", "https://xa.vn/", False, [])
    pages = harvest.lists["xa.vn/hoi"] = {1: Answer(Visit(outcome="observed"), board, "")}
    for last, whole in ((other, False), (replace(other, items=()), True), (board, True)):
        pages[2] = Answer(Visit(outcome="observed", end_reason="last_page"), last, "")
        assert _seen_to_the_end(harvest) is whole
