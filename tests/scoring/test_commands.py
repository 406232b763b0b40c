"""`monitor score` and `monitor trial` over a filled store: the contract's shape, traced lines, plain refusals."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.database import open_engine
from crawler.judged import Decision, Finding
from monitor.__main__ import app
from tests.monitor.filled import LAST, call, fill

PERIOD = "2026-Q4"
CONTRACT = {"portal", "rubric", "state", "components", "total", "coverage"}
COMPONENT = {"component", "max", "deductions", "advisories", "bonus", "score"}
LINE = {"item", "fault", "points", "note", "finding"}


@pytest.fixture
def url(database_url: str) -> str:
    fill(database_url)
    return database_url


def answer(url: str, *arguments: str):
    done = call(app, url, *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def refused(url: str, *arguments: str) -> str:
    done = call(app, url, *arguments)
    assert done.exit_code == 2, done.stdout
    return done.stderr


def test_scores_have_the_contracts_shape(url):
    cards = answer(url, "score", PERIOD)
    assert cards
    for card in cards:
        assert card.keys() >= CONTRACT and card["state"] in ("final", "provisional", "unknown")
        for part in card["components"]:
            assert part.keys() >= COMPONENT
            for line in (*part["deductions"], *part["advisories"]):
                assert line.keys() >= LINE


def test_sums_are_right_and_every_line_is_traced(url):
    lines = 0
    for card in answer(url, "score", PERIOD):
        for part in card["components"]:
            taken = sum(line["points"] for line in part["deductions"])
            if part["score"] is not None:
                assert part["score"] == pytest.approx(max(0, part["max"] - taken) + part["bonus"])
            else:
                assert part["open"], "an unknown score says why"
            for line in part["deductions"]:
                lines += 1
                assert line["finding"] and line["note"] and line["points"] > 0
    assert lines


def test_one_portal_and_another_rubric(url):
    codes = [card["portal"] for card in answer(url, "score", PERIOD)]
    one = answer(url, "score", PERIOD, "--portal", codes[0], "--rubric", "qd4526-2020")
    assert [(card["portal"], card["rubric"]) for card in one] == [(codes[0], "qd4526-2020")]


def test_tables_are_in_vietnamese(url):
    shown = call(app, url, "score", PERIOD)
    assert shown.exit_code == 0 and "Hỏi" in shown.stdout and "None" not in shown.stdout
    code = answer(url, "score", PERIOD)[0]["portal"]
    assert call(app, url, "score", PERIOD, "--portal", code).exit_code == 0


def test_a_trial_changes_scores_and_names_idle_criteria(url):
    assert answer(url, "trial", PERIOD) == {"changes": [], "idle": []}
    bold = answer(url, "trial", PERIOD, "--set", "coverage_needed.value=0")
    assert bold["changes"] and all(c["before"] is None and c["after"] is not None for c in bold["changes"])
    assert {"block", "item", "points", "portals"} <= bold["idle"][0].keys()
    assert "Tiêu chí không phân biệt" in call(app, url, "trial", PERIOD, "--set", "coverage_needed.value=0").stdout


def line_of(url: str, finding: str):
    return next((kind, line) for card in answer(url, "score", PERIOD) for part in card["components"]
                for kind in ("deductions", "advisories") for line in part[kind] if finding in line["findings"])


def test_people_confirm_and_waive_and_the_machines_value_stays(url):
    """Two people confirm: the line is sure. One waives all that it rests on: nothing is taken, the machine's points
    stay readable."""
    assert call(app, url, "judge", LAST.isoformat()).exit_code == 0
    kept = {row["finding"] for row in answer(url, "notes", PERIOD)}
    lines = [line for card in answer(url, "score", PERIOD) for part in card["components"]
             for line in part["deductions"] if line["finding"] in kept]
    finding = lines[0]["finding"]
    assert not lines[0]["confirmed"]
    decide(url, finding, "confirm", "Người thứ nhất")
    assert not line_of(url, finding)[1]["confirmed"]
    decide(url, finding, "confirm", "Người thứ hai")
    assert line_of(url, finding) == ("deductions", {**lines[0], "confirmed": True})
    for mark in lines[0]["findings"]:
        decide(url, mark, "waive", "Người thứ nhất")
    kind, waived = line_of(url, finding)
    assert (kind, waived["points"], waived["machine_points"]) == ("advisories", 0, lines[0]["points"])
    assert "lý do ghi lại" in waived["note"] and waived["decision"].startswith("quyết định số")


def decide(url: str, finding: str, what: str, person: str) -> None:
    engine = open_engine(url, write=True)
    with Session(engine) as session, session.begin():
        row = session.scalars(select(Finding).where(Finding.fingerprint == finding)).one()
        session.add(Decision(finding_id=row.id, fingerprint=finding, what=what, reason="lý do ghi lại", person=person,
                             decided_at=datetime(2026, 12, 1, tzinfo=UTC)))
    engine.dispose()


@pytest.mark.parametrize(("arguments", "words"), [
    (("score", "2026-Q5"), "Không hiểu kỳ"),
    (("score", PERIOD, "--rubric", "x"), "Không có bộ tiêu chí 'x'"),
    (("score", "2018"), "không có bộ tiêu chí nào có hiệu lực"),
    (("trial", PERIOD, "--set", "faults.few_items.points"), "viết TRƯỜNG=SỐ"),
    (("trial", PERIOD, "--set", "faults.nothing.points=1"), "faults.nothing.points"),
])
def test_what_cannot_be_asked_is_refused_in_plain_words(url, arguments, words):
    assert words in refused(url, *arguments)
