"""`monitor diff`: the same nights under two registry folders, for the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType

from monitor.office import Office
from monitor.rule_diff import RuleChange, changed_deadlines, changed_sections, compare_rules
from monitor.rules import Rules
from monitor.show import table
from monitor.words import count_words

Row = dict[str, Any]
WHATS = {"section": "mục thông tin", "deadline": "hạn trả lời"}


def rows(office: Office, old: Rules) -> list[Row]:
    """One row a verdict that differs between `old` and the office's own rules."""
    before = Office(office.session, old, office.period, office.today, office.portal)
    changes = compare_rules(old, office.rules)
    as_of = min(office.today, office.period.end)
    found = [*changed_sections(before.sections(), office.sections(), changes),
             *changed_deadlines(before.deadlines(), office.deadlines(), changes, as_of)]
    return [{**asdict(one), "because": list(one.because)} for one in found]


def show(found: list[Row], office: Office, changes: list[RuleChange]) -> RenderableType:
    """What changed in the rules, what changed through it, and whether anything is left unexplained."""
    rules = [f"{c.file}, {c.name}: {'thêm' if not c.before else 'bỏ' if not c.after else 'sửa'}" for c in changes]
    head = f"{count_words(len(changes))} chỗ khác trong quy tắc: " + ("; ".join(rules[:20]) or "không có") + "."
    if not found:
        return Group(head, "Không kết luận nào thay đổi.")
    strange = sum(not r["because"] for r in found)
    return Group(
        head,
        table(("Loại", "Cổng", "Mục, câu hỏi", "Trước", "Sau", "Do quy tắc"), found,
              lambda r: (WHATS[r["what"]], office.name(r["portal"]), r["name"], r["before"], r["after"],
                         "; ".join(r["because"]) or "KHÔNG GIẢI THÍCH ĐƯỢC")),
        f"{count_words(len(found))} kết luận thay đổi, {count_words(strange)} không giải thích được bằng quy tắc đã đổi"
        + (" – báo bộ phận kỹ thuật." if strange else "."),
    )
