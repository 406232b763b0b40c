"""The imported figures of the sample quarter: files as other systems send them, and what must come of each line.

The figures are made here by a rule, so that the expected score of every line is known without the product's code:
shares on time of 100, 96, 90, 82 and 60 per cent in turns, an agency without dossiers, one whose figures are impossible
and some that no line names.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.nights import ROOT

SHARES = (100, 96, 90, 82, 60)
MISSING, IMPOSSIBLE, EMPTY = 17, 11, 13  # every 17th is in no file; the 11th and 13th line
COLUMNS = ("Tên cơ quan", "Tổng số hồ sơ", "Tồn", "Tiếp nhận: MCĐT", "Tiếp nhận: trực tuyến", "Toàn trình: trước hạn",
           "Toàn trình: đúng hạn", "Toàn trình: trễ hạn")
QUESTIONS = ("Tên cơ quan, đơn vị", "Tổng số câu hỏi", "Đã trả lời", "Chờ trả lời", "Chờ tiếp nhận", "Câu hỏi xóa")


@dataclass(frozen=True, slots=True)
class Sent:
    """One line that was sent: where it stands, and its share on time (None: no dossiers were resolved)."""

    line: int
    name: str
    share: int | None
    impossible: bool


def write_files(folder: Path, names: dict[str, str]) -> tuple[dict[str, Sent], dict[str, Path]]:
    """(what was sent for each portal, the files by kind) for the portals named; others get no line."""
    sent: dict[str, Sent] = {}
    dossiers, questions = [], []
    for number, (code, name) in enumerate(sorted(names.items()), 1):
        if number % MISSING == 0:
            continue
        share = SHARES[number % len(SHARES)]
        total = 0 if number == EMPTY else 200
        resolved = 0 if number == EMPTY else 250 if number == IMPOSSIBLE else 100
        good = resolved * share // 100
        dossiers.append((name, total, 0, 0, total, good, 0, resolved - good))
        sent[code] = Sent(len(dossiers) + 1, name, share if resolved else None, number == IMPOSSIBLE)
        questions.append((name, 4, 4, 0, 0, 0))
    files = {"dossiers": folder / "dossiers.csv", "questions": folder / "questions.csv"}
    for kind, head, rows in (("dossiers", COLUMNS, dossiers), ("questions", QUESTIONS, questions)):
        with files[kind].open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    return sent, files


def expected_score(sent: Sent, rubric: str) -> float | None:
    """What the rubric's file gives for a line; None below its last rule."""
    rules = tomllib.loads((ROOT / f"registry/rubrics/{rubric}.toml").read_text())["online_services"]
    if sent.share is None:
        return float(rules["none_received"])
    return next((float(r["score"]) for r in rules["rules"] if sent.share >= r["from_rate"]), None)


def wrong_with_services(card: dict[str, Any], sent: Sent | None) -> list[str]:
    """What does not hold of the imported components of one card."""
    found = []
    for part in card["components"]:
        if part["component"] == "online_services":
            expected = expected_score(sent, card["rubric"]) if sent else None
            if part["score"] != expected:
                found.append(f"{card['portal']} dịch vụ công: {part['score']} khác {expected}")
            if part["score"] is None and not part["open"]:
                found.append(f"{card['portal']} dịch vụ công: không có điểm và không nói vì sao")
            if sent is not None and bool(part["flags"]) != sent.impossible:
                found.append(f"{card['portal']} dịch vụ công: số liệu không thể đúng mà không đánh dấu, hoặc ngược lại")
            found += [f"{card['portal']} dịch vụ công: nguồn {line['finding']!r}" for line in part["deductions"]
                      if sent is None or line["finding"] != f"dossiers.csv, dòng {sent.line}"]
        if part["component"] == "qa":
            found += [f"{card['portal']} hỏi đáp: nguồn {line['findings']!r}" for line in part["deductions"]
                      if sent is not None and f"questions.csv, dòng {sent.line}" not in line["findings"]]
    return found
