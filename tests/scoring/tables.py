"""The published figures of nine months of 2023, as facts and decisions; the tables are the project's own copies."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from crawler.registry import load_sections
from monitor.scoring.facts import Advice, Award, Decision, Dossiers, Facts, Fault, Questions
from monitor.scoring.rubric_files import load_rubrics

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "published"
DAY = date(2023, 9, 25)
STATES = ("received", "answered", "awaiting_answer", "awaiting_acceptance", "deleted")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}_2023_9m.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def rubrics():
    return load_rubrics(ROOT / "registry/rubrics", [s.code for s in load_sections(ROOT / "registry/sections.csv")])


def rubric(name: str = "qd4526-2020"):
    return next(r for r in rubrics() if r.id == name)


def information_facts() -> list[Facts]:
    """One portal a row of the first table: its deductions as faults, its advice as advice, its bonus as an award."""
    said = rows("deductions")
    return [
        Facts(
            row["agency"], row["name"],
            faults=tuple(Fault(s["item"], s["fault"], units=int(s["units"]), evidence=(f"PB01-{s['row']}",))
                         for s in said if s["row"] == row["row"] and s["kind"] == "deduction"),
            advices=tuple(Advice(s["item"], s["fault"]) for s in said
                          if s["row"] == row["row"] and s["kind"] == "advisory"),
            award=next((Award(Decimal(s["points"]), ("đảm bảo font chữ", "có ảnh minh họa", "trình bày đẹp"))
                        for s in said if s["row"] == row["row"] and s["kind"] == "bonus"), None),
        )
        for row in rows("information")
    ]


def question_facts() -> list[Facts]:
    """One portal a row of the second table. Of a month only is known whether it had more than ten questions."""
    return [
        Facts(row["agency"], row["name"], questions=Questions(
            *(int(row[c]) for c in (*STATES, "late")),
            11 if row["month_over_10"] == "yes" else None, f"PB02-{row['row']}"))
        for row in rows("questions") if row["row"] != "total"
    ]


def dossiers(row: dict[str, str]) -> Dossiers:
    def add(kind: str) -> int:
        return sum(int(row[f"l{level}_{kind}"]) for level in (2, 3, 4))

    return Dossiers(int(row["carried_over"]), int(row["one_stop"]), int(row["online"]), add("early"), add("on_time"),
                    add("late"), f"PB03-{row['row']}")


def service_facts() -> list[Facts]:
    return [Facts(row["agency"], row["name"], dossiers=dossiers(row))
            for row in rows("services") if row["row"] != "total"]


def decisions() -> list[Decision]:
    """What no uniform rule explains, recorded as decisions of the office."""
    return [Decision(d["agency"], d["component"], d["action"], d["reason"], f"QĐ-{d['row']}", d["item"], d["fault"],
                     Decimal(d["points"])) for d in rows("decisions")]
