"""What was planted against what was found: gaps, silence, overdue and removed questions, days, old names – and whom the
monitor accuses of what nobody planted."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sample.compare import address
from sample.plants import FROM
from sample.province import REGISTRY

Row = dict[str, Any]
SECTIONS = REGISTRY.parent / "sections.csv"
BODIES = {"province": "province", "party_block": "party_block", "departments": "department",
          "central_and_other": "department", "communes": "commune"}
DAYS = {"backdated": "bài lùi ngày", "redated": "bài đổi ngày", "future": "bài ghi ngày tương lai",
        "id_order": "ngược thứ tự số"}
ANSWERS = ("gaps", "inactive", "questions", "dates", "removals", "merger", "incidents")
RUSHED = "2026-11"  # the month with a rush before its end: told when it is over


@dataclass(slots=True)
class Tally:
    """One kind of fault. `open_`: planted, and the monitor says that it cannot tell; `accused`: found, not planted."""

    what: str
    planted: int = 0
    found: int = 0
    open_: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    accused: list[str] = field(default_factory=list)


def compare_planted(truth: Row, said: dict[str, list[Row]]) -> list[Tally]:
    """One tally a kind of fault. Portals in trouble on the truth's night are not observable and left out, except that
    nobody may accuse them."""
    everyone = {p["code"]: p for p in truth["portals"]}
    well = {code: p for code, p in everyone.items() if not p["trouble"]}
    verdicts = {(g["portal"], g["section"]): g["verdict"] for g in said["gaps"]}
    active = {a["portal"]: a["verdict"] for a in said["inactive"]}
    return [
        _tally("mục thiếu", _pairs(well, "missing_sections"),
               [(g["portal"], g["section"]) for g in said["gaps"] if g["verdict"] == "not_met" and not g["presence"]],
               {k for k, v in verdicts.items() if v == "unknown"}),
        _tally("mục rỗng", _pairs(well, "empty_sections") | _empty_lists(well, False),
               [(g["portal"], g["section"]) for g in said["gaps"] if g["verdict"] == "not_met" and g["presence"]],
               {k for k, v in verdicts.items() if v == "unknown"}, _empty_lists(well, True)),
        _tally("cổng im lặng", {(c, "") for c, p in well.items() if p["silent"]},
               [(c, "") for c, v in active.items() if v == "inactive"],
               {(c, "") for c, v in active.items() if v == "unknown"}),
        _tally("câu hỏi quá hạn", {(c, q["asked_on"]) for c, p in well.items() for q in p["questions"] if q["overdue"]},
               [(q["portal"], q["asked_on"]) for q in said["questions"]
                if q["working_days_late"] and q["state"] != "answered"]),
        _tally("câu hỏi bị xóa", {(c, "") for c, p in well.items() if p["removed_questions"]},
               [(r["portal"], "") for r in said["removals"]]),
        *(_tally(words, _posts(well, what), _dates(said, what), either=_posts(everyone, what))
          for what, words in DAYS.items()),
        _tally("dồn cuối kỳ", {(c, "") for c, p in well.items() if "burst" in p["marks"] and truth["now"][:7] > RUSHED},
               [(d["portal"], "") for d in said["rushed"] if d["what"] == "burst"]),
        _tally("mục để sai chỗ", _pairs(well, "misplaced_sections"),
               [pair for pair in _pairs(well, "misplaced_sections") if verdicts.get(pair) in ("met", "met_elsewhere")],
               {k for k, v in verdicts.items() if v == "unknown"}),
        _tally("sự cố chung", {(c, "") for i in truth["incidents"] for c in i["portals"] if c in everyone},
               [(c, "") for i in said["incidents"] for c in i["portals"]]),  # a played night has today's hours
        _tally("tên, liên kết cũ", {(c, "") for c, p in well.items() if "old_names" in p["marks"]},
               [(m["portal"], "") for m in said["merger"]]),
    ]


def _dates(said: dict[str, list[Row]], what: str) -> list[tuple[str, str]]:
    return [(d["portal"], address(d["url"])) for d in said["dates"] if d["what"] == what]


def _tally(
    what: str, planted: set[tuple[str, str]], found: Iterable[tuple[str, str]],
    unknown: AbstractSet[tuple[str, str]] = frozenset(), either: AbstractSet[tuple[str, str]] = frozenset(),
) -> Tally:
    seen = set(found)
    tally = Tally(what, len(planted), len(planted & seen))
    for one in sorted(planted - seen):
        (tally.open_ if one in unknown else tally.missed).append(" ".join(one).strip())
    tally.accused = [" ".join(one).strip() for one in sorted(seen - planted - either)]
    return tally


def _pairs(portals: dict[str, Row], name: str) -> set[tuple[str, str]]:
    return {(code, section) for code, portal in portals.items() for section in portal[name]}


def _empty_lists(portals: dict[str, Row], with_entries: bool) -> set[tuple[str, str]]:
    """Lists that no post has come into: the province has them by chance, as life does. One `with_entries` below it has
    what these have where the menu shows them below it, and is an empty list where the menu is flat."""
    above = {(code, c["parent"]) for code, p in portals.items() for c in p["channels"] if c["parent"]}
    owed = owed_sections()
    return {(code, c["section"]) for code, p in portals.items() for c in p["channels"]
            if c["empty"] and (p["group"], c["section"]) in owed and ((code, c["title"]) in above) is with_entries}


@cache
def owed_sections() -> frozenset[tuple[str, str]]:
    """(group, section) pairs that somebody must have: an empty list of what is only recommended is nobody's fault."""
    with SECTIONS.open(encoding="utf-8", newline="") as file:
        return frozenset((group, row["code"]) for row in csv.DictReader(file) for group, kind in BODIES.items()
                         if row[f"applies_{kind}"] in ("M", "L"))


def _posts(portals: dict[str, Row], what: str) -> set[tuple[str, str]]:
    return {(code, address(post["url"])) for code, p in portals.items() for post in p["posts"] if _is(post, what)}


def _is(post: Row, what: str) -> bool:
    """Told from the truth's own days: what it states, and since when it is really there."""
    stated, there = date.fromisoformat(post["published_on"]), date.fromisoformat(post["visible_from"])
    if what == "redated":
        return bool(post["redated"])
    if what == "future":
        return stated > there and not post["redated"]
    if post["kind"] != "post" or (there - stated).days <= 2 or post["redated"]:
        return False
    return (what == "id_order") is (there < FROM)  # before anybody looked: only the numbers can tell


def table(tallies: Iterable[Tally]) -> str:
    """The tallies as text, with every missed and every wrongly accused one by name."""
    lines = [f"{'planted':24}{'planted':>9}{'found':>7}{'unknown':>9}{'missed':>8}{'accused':>9}"]
    names: list[str] = []
    for t in tallies:
        lines.append(f"{t.what:24}{t.planted:>9}{t.found:>7}{len(t.open_):>9}{len(t.missed):>8}{len(t.accused):>9}")
        names += [f"{t.what}, {word}: {one}" for word, some in (
            ("unknown", t.open_), ("missed", t.missed), ("accused", t.accused)) for one in some]
    return "\n".join([*lines, *([""] if names else []), *names])


def is_right(tallies: Iterable[Tally]) -> bool:
    """Nothing missed, nobody accused of what was not planted."""
    return all(not t.missed and not t.accused for t in tallies)
