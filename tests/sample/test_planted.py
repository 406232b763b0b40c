"""The table of planted faults can fail: what is missed, left open or wrongly accused is named."""

from __future__ import annotations

from datetime import datetime

import pytest

from sample.model import VIETNAM
from sample.planted import compare_planted, is_right, owed_sections, table
from sample.province import province
from sample.truth import tell_truth

NOW = datetime(2026, 12, 2, 1, 30, tzinfo=VIETNAM)
CHOSEN = (4, 12, 13, 14, 16, 19, 22, 26, 54, 70, 142, 143, 144)


@pytest.fixture(scope="module")
def truth():
    return tell_truth([s for s in province() if s.number in CHOSEN], NOW)


def answers(truth):
    """What a monitor says that is right in everything."""
    codes = {p["code"]: p for p in truth["portals"]}
    above = {(c, x["parent"]) for c, p in codes.items() for x in p["channels"]}
    gaps = [{"portal": c, "section": s, "verdict": "not_met", "presence": None} for c, p in codes.items()
            for s in p["missing_sections"]]
    gaps += [{"portal": c, "section": s, "verdict": "not_met", "presence": True} for c, p in codes.items()
             for s in [*p["empty_sections"], *(x["section"] for x in p["channels"]
                                               if x["empty"] and (p["group"], x["section"]) in owed_sections()
                                               and (c, x["title"]) not in above)]]
    gaps += [{"portal": c, "section": s, "verdict": "met_elsewhere", "presence": None} for c, p in codes.items()
             for s in p["misplaced_sections"]]
    posts = [(c, p) for c, portal in codes.items() for p in portal["posts"]]
    dates = [{"portal": c, "url": p["url"], "what": what} for c, p in posts for what, is_one in (
        ("redated", p["redated"]), ("future", p["published_on"] > "2026-12-02"),
        ("id_order", p["visible_from"] < "2026-11-16" and p["published_on"] < "2026-08-01" < p["visible_from"]),
        ("backdated", p["kind"] == "post" and p["visible_from"] > "2026-11-16" and p["published_on"] < "2026-11-12"),
    ) if is_one]
    return {
        "gaps": gaps, "dates": dates,
        "rushed": [{"portal": c, "what": "burst"} for c, p in codes.items() if "burst" in p["marks"]],
        "incidents": [{"from": f"{i['night']}T01:40:00+07:00", "portals": i["portals"]} for i in truth["incidents"]],
        "inactive": [{"portal": c, "verdict": "inactive" if p["silent"] else "active"} for c, p in codes.items()],
        "questions": [{"portal": c, "asked_on": q["asked_on"], "working_days_late": 9, "state": q["state"]}
                      for c, p in codes.items() for q in p["questions"] if q["overdue"]],
        "removals": [{"portal": c} for c, p in codes.items() if p["removed_questions"]],
        "merger": [{"portal": c} for c, p in codes.items() if "old_names" in p["marks"]],
    }


def test_all_found(truth):
    tallies = compare_planted(truth, answers(truth))
    assert is_right(tallies), table(tallies)
    planted = {t.what: t.planted for t in tallies}
    assert {k: v for k, v in planted.items() if not v} == {"bài đổi ngày": 0}


@pytest.mark.parametrize("what", ["gaps", "questions", "dates", "removals", "merger", "rushed", "incidents"])
def test_what_is_missed_is_named(truth, what):
    tallies = compare_planted(truth, {**answers(truth), what: []})
    assert not is_right(tallies) and "missed" in table(tallies)


def test_whoever_is_accused_without_cause_is_named(truth):
    said = answers(truth)
    said["inactive"] = [{**row, "verdict": "inactive"} for row in said["inactive"]]
    tallies = compare_planted(truth, said)
    silent = next(t for t in tallies if t.what == "cổng im lặng")
    assert len(silent.accused) == 12 and not is_right(tallies)


def test_what_cannot_be_told_is_no_fault(truth):
    said = answers(truth)
    said["gaps"] = [{**row, "verdict": "unknown"} for row in said["gaps"]]
    tallies = compare_planted(truth, said)
    assert is_right(tallies) and tallies[0].found == 0 and len(tallies[0].open_) == tallies[0].planted
