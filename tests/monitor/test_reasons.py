"""Why a night asked: each request has one reason, and looking again at known posts is counted apart."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from crawler.known import Known, Memory
from crawler.models import Base, Night, NightPortal, Visit
from monitor.reasons import load_reasons, reason_of
from spiders.tour import Tour

NIGHT = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def test_a_known_post_that_is_asked_for_once_more_is_still_looked_at_again():
    memory = Memory({"xa.vn/cu": Known("https://xa.vn/cu", date(2026, 11, 1), date(2026, 11, 2))})
    tour = Tour("xa", "https://xa.vn/", frozenset({"xa.vn"}), "", "auto", NIGHT, False, memory, {}, 5)
    [again] = tour._rechecks()
    [later] = tour.retry(again, "timeout")
    new = tour.plan("article", "https://xa.vn/moi")
    [new_later] = tour.retry(new, "timeout")
    plans = (again, later, new, new_later)
    assert [reason_of(p.purpose, p.page, p.hops, p.attempt, p.priority) for p in plans] == [
        "recheck", "recheck", "new", "again"]


def _visit(number, purpose, outcome="observed", **more):
    return Visit(night_id=1, portal="xa", fingerprint=str(number), purpose=purpose, url="https://xa.vn/",
                 key=str(number), outcome=outcome, planned_at=NOW, **{"priority": 10, **more})


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Night(id=1, night=NIGHT, state="complete", started_at=NOW, software="0", registry_digest="0"))
        session.flush()
        yield session


def test_the_ratio_leaves_out_what_has_a_budget_of_its_own(session):
    made = [("robots", {}), ("home", {}), ("door", {}), ("list", {"page": 1}), ("list", {"page": 1}),
            ("list", {"page": 2}), ("list", {"page": 1, "hops": 1}), ("article", {}), ("question", {}),
            ("article", {"priority": 20}), ("article", {"priority": 50, "attempt": 2}),
            ("article", {"outcome": "not_attempted"}), ("article", {"outcome": None})]
    session.add_all(_visit(n, purpose, **more) for n, (purpose, more) in enumerate(made))
    session.flush()
    found = load_reasons(session, 1)
    assert found.counts == {"home": 1, "list": 2, "further": 1, "new": 2, "recheck": 2, "door": 1, "robots": 1,
                            "again": 1}
    assert found.least == 5
    assert found.ratio == 7 / 5
    assert dict(found.told)["Xem lại tin, bài đã biết (để thấy sửa, gỡ)"] == 2


def test_a_night_that_asked_nothing_has_no_ratio(session):
    assert load_reasons(session, 1).ratio is None


def test_lists_left_for_another_night_count_among_the_least_and_not_among_what_was_asked(session):
    session.add_all((_visit(1, "home"), _visit(2, "list"), *(_visit(n, "list", "not_due") for n in range(3, 11))))
    session.add(NightPortal(night_id=1, portal="xa", name="Xã", group="communes", url="https://xa.vn/", hosts="xa.vn",
                            backend="", platform="auto", scored="yes", left_out=8))
    session.flush()
    found = load_reasons(session, 1)
    assert (found.counts["list"], found.left_out, found.least, found.ratio) == (1, 8, 10, 2 / 10)
