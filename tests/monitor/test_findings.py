"""Findings: kept once, the same whenever computed again, never without what was observed, explained to the accused."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from crawler.judged import Certificate, CertificateGround, Decision, Finding
from crawler.models import Base, ChannelNight, Night, Post, PostEvent, Visit
from crawler.registry import load_sections
from monitor.__main__ import app
from monitor.certificate import NotProven
from monitor.findings import Finding as Fact
from monitor.life import Past, live
from monitor.notes import guard_rows, note_row, notes_of
from monitor.stored import load_kept
from tests.monitor.filled import LAST, ROOT, call, fill

KEYS = ["finding", "kind", "portal", "subject", "verdict", "life", "since", "last_night", "fixed_on", "nights", "grade",
        "sentence", "page", "measured", "threshold", "basis", "certificate", "evidence"]


@pytest.fixture
def url(database_url: str) -> str:
    fill(database_url)
    return database_url


@pytest.fixture
def engine(url: str):  # type: ignore[no-untyped-def]
    engine = open_engine(url, write=True)
    yield engine
    engine.dispose()


def judge(url: str, day: date = LAST) -> str:
    done = call(app, url, "judge", day.isoformat())
    assert done.exit_code == 0, done.stderr
    return str(done.stderr)


def notes(url: str, *more: str) -> Any:
    done = call(app, url, "notes", "2026-Q4", "--json", *more)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_night_is_judged_once_and_comes_out_the_same_again(url: str) -> None:
    first = judge(url)
    assert "Kết luận đêm 20/11/2026: mới" in first and "Tính lại" not in first
    kept = notes(url)
    assert {k: len([n for n in kept if n["kind"] == k]) for k in ("inactive", "question")} == {
        "inactive": 1, "question": 1}
    assert "Tính lại giống hệt" in judge(url) and notes(url) == kept
    for note in kept:
        assert list(note) == KEYS
        assert note["certificate"]["holds"] and note["grade"] in ("B", "C") and note["threshold"]["status"]
        assert note["portal"] != "dang-d", "nothing was seen of it"
    assert not [n for n in kept if n["portal"] == "so-c"], "down on the newest night"


def test_every_negative_finding_rests_on_observed_rows(url: str, engine: Engine) -> None:
    judge(url)
    with Session(engine) as session:
        states = session.scalars(
            select(ChannelNight.state).join(CertificateGround, (CertificateGround.night_id == ChannelNight.night_id)
                                            & (CertificateGround.channel_id == ChannelNight.channel_id))).all()
        outcomes = session.scalars(
            select(Visit.outcome).join(CertificateGround, CertificateGround.visit_id == Visit.id)).all()
        without = session.scalars(select(Finding.id).where(Finding.negative, Finding.certificate.is_(None))).all()
    assert set(states) == {"observed"} and set(outcomes) == {"observed"} and without == []


def _add_night(session: Session, back: int) -> None:
    """A later night that judges nothing: only what it overwrote matters."""
    session.add(Night(id=50 - back, night=date(2026, 11, 20 - back), state="partial", started_at=datetime(
        2026, 11, 20 - back, tzinfo=UTC), registry_digest="", software=""))
    session.flush()


def test_a_past_night_is_judged_as_it_was_seen_then(url: str, engine: Engine) -> None:
    judge(url)
    with Session(engine) as session, session.begin():
        _add_night(session, -1)
        fresh = Post(id=900, portal="xa-b", key="moi", kind="post", url="https://xa-b.test/moi", title="Mới",
                     published_on=date(2026, 11, 19), date_grade="sure", first_seen=date(2026, 11, 21),
                     last_seen=date(2026, 11, 21), baseline=False)
        session.add(fresh)
        old = session.get_one(Post, 1)
        session.add(PostEvent(post_id=1, night_id=51, what="redated", before=str(old.published_on), after="2026-11-18"))
        old.published_on, old.last_seen = date(2026, 11, 18), date(2026, 11, 21)
    assert "Tính lại giống hệt" in judge(url)


def test_a_changed_rule_changes_what_it_must_and_says_so(url: str, tmp_path: Path) -> None:
    judge(url)
    folder = tmp_path / "registry"
    shutil.copytree(ROOT / "registry", folder)
    calendar = folder / "calendar.csv"
    calendar.write_text(calendar.read_text(encoding="utf-8") + "2026-11-18,off,Nghỉ bù,announced,thử\n",
                        encoding="utf-8")
    done = call(app, url, "judge", LAST.isoformat(), SOICONG_REGISTRY_DIR=str(folder))
    assert "khác 1 trong" in done.stderr and "(1 vì quy tắc đã đổi)" in done.stderr
    assert "xa-a, Câu hỏi quá hạn trả lời h1: khác ở" in done.stderr and "giữ nguyên" in done.stderr


def test_a_changed_synonym_changes_its_section_and_says_so(url: str, tmp_path: Path) -> None:
    """What is found by a name is not found without it: gone here, added there, both because of the rule."""
    folder = tmp_path / "names"
    shutil.copytree(ROOT / "registry", folder)
    sections = folder / "sections.csv"
    text = sections.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("bc_dinhky,"))
    sections.write_text(text.replace(row, row.replace("Báo cáo định kỳ", "Văn bản", 1)), encoding="utf-8")
    judge(url)
    before = call(app, url, "judge", LAST.isoformat())
    assert "giống hệt" in before.stderr
    after = call(app, url, "judge", LAST.isoformat(), SOICONG_REGISTRY_DIR=str(folder))
    lines = [line for line in after.stderr.splitlines() if line.startswith("  ")]
    assert lines and all("(quy tắc đã đổi)" in line for line in lines), after.stderr
    touched = tuple(s.title for s in load_sections(sections) if s.code == "bc_dinhky" or "bc_dinhky" in s.check)
    assert all(line.partition(": ")[0].endswith(touched) for line in lines), after.stderr


def test_explained_to_the_person_accused(url: str) -> None:
    judge(url)
    silent = next(n for n in notes(url, "--portal", "xa-b") if n["kind"] == "inactive")
    done = call(app, url, "notes", "2026-Q4", "--explain", silent["finding"])
    assert done.exit_code == 0
    for words in ("Xã Bản Hồ", "60 ngày (đề xuất của dự án, chờ duyệt)", "31/07/2026", "đến trang cuối",
                  "SHA-256", "Đêm 20/11/2026: mới", "sẽ xóa kết luận này", "https://xa-b.test/muc-2"):
        assert words in done.stdout, words
    for code in ("inactive", "not_met", "project_default", "last_page", "observed", "2026-11"):
        assert code not in done.stdout, code
    unknown = call(app, url, "notes", "2026-Q4", "--explain", "khong-co")
    assert unknown.exit_code == 2 and "khong-co" in unknown.stderr


REFUSED: dict[str, list[Base]] = {
    "a finding without a certificate": [],
    "a certificate that does not hold": [
        Certificate(digest="d", kind="lists", portal="xa-b", as_of=LAST, holds=False, needed=1, grade="C", sentence="",
                    body={}), CertificateGround(certificate="d", night_id=50, channel_id=12)],
    "a certificate of another portal": [
        Certificate(digest="d", kind="lists", portal="xa-a", as_of=LAST, holds=True, needed=1, grade="C", sentence="",
                    body={}), CertificateGround(certificate="d", night_id=50, channel_id=2)],
    "a certificate with too few nights": [
        Certificate(digest="d", kind="lists", portal="xa-b", as_of=LAST, holds=True, needed=2, grade="C", sentence="",
                    body={}), CertificateGround(certificate="d", night_id=50, channel_id=12)],
    "a certificate that rests on nothing": [
        Certificate(digest="d", kind="lists", portal="xa-b", as_of=LAST, holds=True, needed=0, grade="C", sentence="",
                    body={})],
}


def finding(certificate: str | None) -> Finding:
    return Finding(night_id=50, fingerprint="f", kind="inactive", portal="xa-b", subject="", verdict="inactive",
                   negative=True, life="new", sentence="", page={}, measured={}, basis=[], certificate=certificate,
                   evidence=[], rule="")


def _copy(row: Base) -> Base:
    values = {c.name: getattr(row, c.name) for c in row.__table__.columns}
    return type(row)(**{name: value for name, value in values.items() if value is not None})


@pytest.mark.parametrize("case", REFUSED)
def test_the_database_refuses(case: str, engine: Engine) -> None:
    rows = [_copy(row) for row in REFUSED[case]]
    with Session(engine) as session:
        for row in rows:
            session.add(row)
            session.flush()
        session.add(finding("d" if rows else None))
        with pytest.raises(IntegrityError):
            session.flush()


@pytest.mark.parametrize(("channel", "visit", "state", "outcome", "night"), [
    (12, None, "partly", None, None), (12, None, "not_observed", None, None), (12, None, "void", None, None),
    (None, 50102, None, "timeout", None), (None, 50102, None, "blocked", None), (12, None, None, None, "void"),
    (2, None, None, None, None), (99, None, None, None, None), (None, None, None, None, None),
])
def test_no_ground_that_was_not_observed(
    engine: Engine, channel: int | None, visit: int | None, state: str | None, outcome: str | None, night: str | None
) -> None:
    """The last three: another portal's channel, a channel that does not exist, nothing at all."""
    with Session(engine) as session:
        if state:
            session.execute(update(ChannelNight).where(ChannelNight.night_id == 50, ChannelNight.channel_id == channel)
                            .values(state=state))
        if outcome:
            session.execute(update(Visit).where(Visit.id == visit).values(outcome=outcome))
        if night:
            session.execute(update(Night).where(Night.id == 50).values(state=night))
        session.add(Certificate(digest="d", kind="lists", portal="xa-b", as_of=LAST, holds=True, needed=1, grade="C",
                                sentence="", body={}))
        session.flush()
        session.add(CertificateGround(certificate="d", night_id=50, channel_id=channel, visit_id=visit))
        with pytest.raises(IntegrityError):
            session.flush()


@pytest.mark.parametrize("statement", [
    "UPDATE findings SET sentence = 'khác'", "DELETE FROM findings", "UPDATE certificates SET holds = holds",
    "DELETE FROM certificate_grounds", "UPDATE channel_nights SET state = 'partly' WHERE portal = 'xa-b'",
    "UPDATE visits SET outcome = 'timeout' WHERE portal = 'xa-b'", "DELETE FROM visits WHERE portal = 'xa-b'",
    "DELETE FROM channel_nights WHERE portal = 'xa-b'",
])
def test_what_was_judged_stays(url: str, engine: Engine, statement: str) -> None:
    judge(url)
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text(statement))


def test_sqlite_replace_does_not_walk_past(tmp_path) -> None:  # type: ignore[no-untyped-def]
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url)
    judge(url)
    engine = open_engine(url, write=True)
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text("INSERT OR REPLACE INTO findings SELECT * FROM findings LIMIT 1"))
    engine.dispose()


def test_nothing_is_printed_without_its_certificate(url: str, engine: Engine) -> None:
    judge(url)
    from dataclasses import replace

    with Session(engine) as session:
        rows = load_kept(session, LAST, LAST)
    silent = next(row for row in rows if row.kind == "inactive")
    for proof in (None, {**(silent.proof or {}), "holds": False}, {**(silent.proof or {}), "complete": 2}):
        with pytest.raises(NotProven, match=r"xa-b.*không được in"):
            guard_rows([replace(silent, proof=proof)])
    assert [note_row(n)["portal"] for n in notes_of(rows)] == sorted(row.portal for row in rows)


def test_an_old_database_is_brought_up(tmp_path) -> None:  # type: ignore[no-untyped-def]
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    assert migrate(url)
    assert call(app, url, "judge", "2026-11-20").exit_code == 2


# The life of a finding, as a pure function.

OPEN = {"newest_on": "2026-08-01"}


def fact(**more: Any) -> Fact:
    return Fact(**{"kind": "section", "portal": "xa-b", "subject": "gt", "verdict": "met", "negative": False,
                   "sentence": "", "page": OPEN, "rule": "r1", **more})


def bad(**more: Any) -> Fact:
    from monitor.coverage import certify
    from tests.monitor.build import Scene, T

    return fact(verdict="not_met", negative=True, certificate=certify(Scene().history(), T), **more)


@pytest.mark.parametrize(("tonight", "past", "life"), [
    (bad, None, "new"),
    (bad, Past("new", OPEN, "r1"), "again"),
    (bad, Past("again", {"newest_on": None}, "r1"), "again"),
    (bad, Past("again", {"newest_on": None}, "r1", decided=True), "reopened"),
    (bad, Past("again", OPEN, "r0", decided=True), "reopened"),
    (bad, Past("again", OPEN, "r1", decided=True), "again"),
    (bad, Past("fixed", OPEN, "r1"), "reopened"),
    (fact, Past("again", OPEN, "r1"), "fixed"),
    (fact, Past("fixed", OPEN, "r1"), None),
    (fact, None, None),
])
def test_lives(tonight: Any, past: Past | None, life: str | None) -> None:
    found = tonight()
    assert [row[1] for row in live([found], {found.fingerprint: past} if past else {})] == ([life] if life else [])


def test_a_negative_finding_cannot_even_be_made_without_a_certificate() -> None:
    with pytest.raises(NotProven, match="xa-b, section gt"):
        fact(negative=True)


def test_the_fingerprint_is_of_the_fault_and_not_of_the_night() -> None:
    assert fact(sentence="khác", page={}, rule="r2").fingerprint == fact().fingerprint
    assert len({fact(subject=s, kind=k, portal=p).fingerprint for s in "ab" for k in "ab" for p in "ab"}) == 8


def test_decisions_are_kept_beside_the_row_they_were_made_on(url: str, engine: Engine) -> None:
    judge(url)
    with Session(engine) as session, session.begin():
        row = session.scalars(select(Finding).where(Finding.kind == "inactive")).one()
        session.add(Decision(finding_id=row.id, fingerprint=row.fingerprint, what="xác nhận", reason="đã mở trang",
                             person="Cán bộ rà soát", decided_at=datetime(2026, 11, 20, 3, tzinfo=UTC)))
        mark = row.fingerprint
    done = call(app, url, "notes", "2026-Q4", "--explain", mark)
    assert "10:00 ngày 20/11/2026: Cán bộ rà soát quyết định “xác nhận” – đã mở trang." in done.stdout
