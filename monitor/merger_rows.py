"""Traces of the time before the merger, of all portals, for the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType

from monitor.merger import ORGANISATION, OldTrace, find_old_traces
from monitor.office import Office
from monitor.sections import KINDS
from monitor.show import day_cell, table
from monitor.words import count_words

Row = dict[str, Any]
WORDS = {"old_name": "tên cũ", "old_link": "liên kết tới máy chủ cũ", "old_page": "trang ghi ngày trước hợp nhất"}


def find_all(office: Office) -> list[OldTrace]:
    """Traces portal by portal; single pages are read in turns, so their last weeks count."""
    matchers = office.rules.matchers
    about = {s.code for s in office.rules.sections if s.group in (ORGANISATION, "lien_he")}
    found: list[OldTrace] = []
    for history in office.histories(days=office.rules.thresholds.page_window):
        matches = matchers[KINDS[history.portal.group]].match(history.channels)
        pages = {m.channel.id: m.channel for code in about & matches.keys() for m in matches[code]
                 if not m.shared and m.channel.kind == "page"}
        found += find_old_traces(history, office.rules.abolished, [pages[i] for i in sorted(pages)])
    return found


def rows(office: Office) -> list[Row]:
    """One row a trace."""
    return [{**asdict(trace), "night": trace.night.isoformat()} for trace in find_all(office)]


def show(found: list[Row], office: Office) -> RenderableType:
    """The traces as a table in Vietnamese."""
    if not found:
        return "Không thấy tên cũ, liên kết cũ hay trang giới thiệu ghi ngày trước hợp nhất."
    portals = len({r["portal"] for r in found})
    return Group(
        table(("Cổng", "Loại", "Tên, máy chủ", "Ở đâu", "Đêm", "Vì sao"), found,
              lambda r: (office.name(r["portal"]), WORDS[r["what"]], r["name"], r["where"], day_cell(r["night"]),
                         r["why"])),
        f"{count_words(len(found))} dấu vết ở {count_words(portals)} cổng. Đây là chỗ cần người xem, không phải kết "
        "luận: trang kể về lịch sử được quyền nhắc tên cũ.",
    )
