"""Each layer refuses on its own: with the core's rule and guard switched off, the database, the printed rows, notes and
reports still tell nothing against a portal that no certificate carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler.database import open_engine
from monitor.__main__ import app
from monitor.activity import Activity
from monitor.certificate import NotProven
from monitor.find import find_all
from monitor.findings import Finding
from monitor.judge import window_of
from monitor.office import Office
from monitor.proven import load_proven
from monitor.rows import activity_row, gap_row
from monitor.rules import load_rules
from monitor.sections import SectionVerdict
from monitor.stored import keep
from monitor.thresholds import load_labels
from tests.monitor.build import Scene, T, menu
from tests.monitor.filled import LAST, ROOT, call, fill
from tests.verdicts.switched_off import no_certificate_rule, no_guard

TWO_NIGHTS = Scene(nights=2)
MENU = Scene(nights=2, channels=menu())


def unproven() -> tuple[Activity, SectionVerdict]:
    """What a core without its rules says after two nights."""
    with no_certificate_rule(), no_guard():
        return TWO_NIGHTS.activity(T), MENU.section("gt")


def test_a_core_without_rules_accuses_after_two_nights() -> None:
    silent, missing = unproven()
    assert (silent.verdict, missing.verdict) == ("inactive", "not_met")
    assert TWO_NIGHTS.activity(T).verdict == MENU.section("gt").verdict == "unknown"


def test_the_guard_alone_refuses() -> None:
    with no_certificate_rule(), pytest.raises(NotProven):
        TWO_NIGHTS.activity(T)
    with no_certificate_rule():
        assert MENU.section("gt").verdict == "unknown"


def test_printed_rows_refuse() -> None:
    silent, missing = unproven()
    with pytest.raises(NotProven):
        activity_row(silent)
    with pytest.raises(NotProven):
        gap_row(missing)
    with pytest.raises(NotProven):
        gap_row(replace(missing, certificate=None))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Two nights: too few for any verdict against anybody."""
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url, 2)
    engine = open_engine(url, write=True)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def accused(session: Session) -> tuple[Office, list[Finding]]:
    """What a core without its rules finds on the second night."""
    rules = replace(load_rules(ROOT / "registry"), outages=())
    office = Office(session, rules, window_of(LAST), LAST)
    with no_certificate_rule(), no_guard():
        found = find_all(office, load_labels(ROOT / "registry" / "thresholds.toml"))
    return office, [f for f in found if f.negative and f.kind in ("inactive", "section")]


def test_the_database_refuses_what_a_core_without_rules_finds(session: Session) -> None:
    office, found = accused(session)
    assert {f.kind for f in found} == {"inactive", "section"}
    for kind in ("inactive", "section"):
        one = next(f for f in found if f.kind == kind)
        with pytest.raises(IntegrityError):
            keep(session, office.nights[-1], [(one, "new")])
        session.rollback()


def test_reports_leave_out_what_a_core_without_rules_finds(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    office, found = accused(session)
    monkeypatch.setattr("monitor.proven.find_all", lambda *_: found)
    proven = load_proven(office, {})
    assert proven.keys == frozenset()
    silent, missing = unproven()
    assert [a.verdict for a in proven.activities([silent])] == ["unknown"]
    assert [v.verdict for v in proven.sections([missing])] == ["unknown"]


@pytest.mark.parametrize("command", ["inactive", "gaps"])
def test_commands_say_so_and_end(tmp_path: Path, command: str) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url, 2)
    assert call(app, url, command, "2026-11").exit_code == 0
    with no_certificate_rule(), no_guard():
        done = call(app, url, command, "2026-11")
    assert done.exit_code == 2 and "không được kết luận bất lợi" in " ".join(done.stderr.split())
