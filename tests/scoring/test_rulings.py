"""People's decisions about points: proposed by one, in force when another approved, the machine's value beside them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from crawler.rulings import Ruling, RulingAnswer
from monitor.__main__ import app
from monitor.periods import Period
from monitor.scoring.rulings import CannotRule, Changed, Draft, answer, list_rulings, load_rulings, propose
from tests.monitor.filled import call, fill

QUARTER = "2026-Q4"
PERIOD = Period(date(2026, 10, 1), date(2026, 12, 31), "")
NOW = datetime(2026, 12, 31, 8, tzinfo=UTC)
ONE, OTHER, THIRD = "Người thứ nhất", "Người thứ hai", "Người thứ ba"


def draft(action: str = "change_points", points: str | None = "1", person: str = ONE, item: str = "a") -> Draft:
    return Draft("xa-b", PERIOD, "information", item, "missing_section" if item else "", action,
                 None if points is None else Decimal(points), "đơn vị đã giải trình", person)


@pytest.fixture
def engine(database_url):
    migrate(database_url)
    made = open_engine(database_url, write=True)
    yield made
    made.dispose()


def in_force(session):
    return [(d.action, d.points, d.by, d.approved_by) for d in load_rulings(session, PERIOD) if not d.waiting]


def test_a_proposal_counts_when_another_person_approved_it(engine):
    with Session(engine) as session, session.begin():
        made = propose(session, draft(), NOW, seen=0)
        assert in_force(session) == [] and [d.waiting for d in load_rulings(session, PERIOD)] == [True]
        for own in (ONE, f"  {ONE.upper()} "):
            with pytest.raises(CannotRule, match="phải do người khác duyệt"):
                answer(session, made.id, True, "", own, NOW)
        answer(session, made.id, True, "", OTHER, NOW)
        assert in_force(session) == [("change_points", Decimal(1), ONE, OTHER)]
        with pytest.raises(CannotRule, match="đã có người trả lời"):
            answer(session, made.id, False, "", THIRD, NOW)


def test_the_newest_approved_one_counts_and_only_the_newest_is_approved(engine):
    with Session(engine) as session, session.begin():
        first = propose(session, draft(points="1"), NOW)
        answer(session, first.id, True, "", OTHER, NOW)
        second = propose(session, draft(points="0.5", person=OTHER), NOW, seen=first.id)
        assert in_force(session)[0][1] == Decimal(1)
        third = propose(session, draft("withdraw", None, THIRD), NOW, seen=second.id)
        with pytest.raises(Changed):
            answer(session, second.id, True, "", ONE, NOW)
        answer(session, third.id, False, "giữ như cũ", ONE, NOW)
        assert [t.state for t in list_rulings(session, PERIOD)] == ["in_force", "superseded", "refused"]
        last = propose(session, draft("withdraw", None, THIRD), NOW)
        answer(session, last.id, True, "", ONE, NOW)
        assert in_force(session) == []


def test_who_did_not_see_the_newest_decision_writes_nothing(engine):
    with Session(engine) as session, session.begin():
        first = propose(session, draft(), NOW, seen=0)
        with pytest.raises(Changed) as told:
            propose(session, draft(points="2", person=OTHER), NOW, seen=0)
        assert told.value.newest is first and ONE in str(told.value)
        assert propose(session, draft(item="b"), NOW, seen=0).version == 1
        assert len(list_rulings(session, PERIOD)) == 2


def test_two_people_in_the_same_moment_do_not_both_write(engine):
    """The rows are read before either is written: the database itself lets one of them through."""
    start, ends = Barrier(2), []

    def work(person: str) -> None:
        with Session(engine) as session:
            try:
                start.wait()
                with session.begin():
                    propose(session, draft(person=person), NOW, seen=0)
                ends.append("written")
            except Changed:
                ends.append("refused")

    people = [Thread(target=work, args=(person,)) for person in (ONE, OTHER)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(ends) == ["refused", "written"]
    with Session(engine) as session:
        assert len(list_rulings(session, PERIOD)) == 1


@pytest.mark.parametrize("statement", [
    update(Ruling).values(points="9"), delete(Ruling), update(RulingAnswer).values(approved=False),
    delete(RulingAnswer), insert(RulingAnswer).values(ruling_id=2, approved=True, reason="", person=OTHER,
                                                      answered_at=NOW),
])
def test_the_database_refuses_changes_and_self_approval(engine, statement):
    with Session(engine) as session, session.begin():
        answer(session, propose(session, draft(), NOW).id, True, "", OTHER, NOW)
        propose(session, draft(person=OTHER), NOW)
    with Session(engine) as session, session.begin(), pytest.raises(DBAPIError), session.begin_nested():
        session.execute(statement)


@pytest.fixture
def url(database_url):
    fill(database_url)
    assert call(app, database_url, "judge", "2026-11-20").exit_code == 0
    return database_url


def told(url, *arguments):
    done = call(app, url, *arguments)
    assert done.exit_code == 0, done.stderr
    return done


def cards(url):
    return {c["portal"]: c for c in json.loads(told(url, "score", QUARTER, "--json").stdout)}


def part(url, code):
    return next(p for p in cards(url)[code]["components"] if p["component"] == "information")


def test_a_decision_by_two_people_changes_the_card_and_keeps_the_machines_value(url):
    code, line = next((c["portal"], line) for c in cards(url).values() for p in c["components"]
                      for line in p["deductions"])
    about = ("--item", line["item"], "--fault", line["fault"], "--reason", "đơn vị đã giải trình", "--by", ONE)
    told(url, "decide", QUARTER, code, "change_points", *about, "--points", "0,5", "--seen", "0")
    waiting = part(url, code)
    same = next(x for x in waiting["deductions"] if x["item"] == line["item"])
    assert same == line and any("chờ người thứ hai duyệt" in said for said in waiting["open"])
    assert "phải do người khác duyệt" in call(app, url, "approve", "1", "--by", ONE).stderr
    told(url, "approve", "1", "--by", OTHER)
    changed = next(x for x in part(url, code)["deductions"] if x["item"] == line["item"])
    assert (changed["points"], changed["machine_points"]) == (0.5, line["points"])
    assert (changed["decision"], changed["decided_by"], changed["approved_by"]) == ("đề nghị số 1", ONE, OTHER)
    assert changed["confirmed"] and not line["confirmed"]
    again = call(app, url, "decide", QUARTER, code, "waive", *about, "--seen", "0")
    assert again.exit_code == 2 and "đề nghị số 1" in again.stderr
    rows = json.loads(told(url, "decisions", QUARTER, "--json").stdout)
    assert [(r["state"], r["machine_points"], r["counted_points"], r["effect"]) for r in rows] == [
        ("in_force", line["points"], 0.5, True)]
    assert "có hiệu lực" in told(url, "decisions", QUARTER).stdout


def test_a_bonus_and_a_component_score_by_people(url):
    code = next(c["portal"] for c in cards(url).values() if c["block"])
    why = ("--reason", "đảm bảo font chữ, có ảnh minh họa", "--by", ONE)
    before = part(url, code)
    told(url, "decide", QUARTER, code, "award", "--points", "5", *why)
    told(url, "approve", "1", "--by", OTHER)
    given = part(url, code)
    assert (before["bonus"], given["bonus"]) == (0, 5)
    assert not any("điểm khuyến khích" in said for said in given["open"])
    told(url, "decide", QUARTER, code, "change_points", "--points", "52", *why)
    told(url, "approve", "2", "--by", OTHER)
    scored = part(url, code)
    assert (scored["score"], scored["machine_score"], scored["state"]) == (52, before["machine_score"], "final")
    assert (scored["decided_by"], scored["approved_by"]) == (ONE, OTHER)


REFUSED = [
    (("waive",), "phải nêu mục và lỗi"),
    (("waive", "--item", "vb_cddh", "--fault", "not_there"), "không có lỗi 'not_there'"),
    (("change_points",), "phải ghi số điểm"),
    (("change_points", "--points", "0,333"), "bội số của"),
    (("change_points", "--points", "900"), "không hợp lệ"),
    (("award", "--points", "6"), "không hợp lệ"),
    (("award", "--points", "-1"), "không hợp lệ"),
    (("award", "--points", "nan"), "viết một con số"),
    (("withdraw",), "Chưa có quyết định nào"),
    (("erase",), "Không có quyết định 'erase'"),
    (("award", "--points", "5", "--component", "qa"), "Điểm khuyến khích"),
    (("award", "--points", "5", "--component", "x"), "không được chấm thành phần 'x'"),
    (("award", "--points", "5", "--reason", "tốt"), "Viết rõ lý do"),
    (("award", "--points", "5", "--by", " "), "Ghi tên"),
]


def test_what_cannot_be_decided_is_refused_and_nothing_is_kept(tmp_path):
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url)
    code = next(c["portal"] for c in cards(url).values() if c["block"] == "commune")
    for arguments, words in REFUSED:
        done = call(app, url, "decide", QUARTER, code, "--reason", "lý do đủ dài", "--by", ONE, *arguments)
        assert done.exit_code == 2 and words in done.stderr, (arguments, done.stderr)
    assert json.loads(told(url, "decisions", QUARTER, "--json").stdout) == []
