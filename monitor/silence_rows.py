"""Silent portals and lists of a window, and how many of each group or former district ("11/13 Cổng")."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Literal

from rich.console import Group, RenderableType

from monitor.office import Office
from monitor.periods import Period
from monitor.show import day_cell, table
from monitor.silence import Silence, judge_lists, judge_silence
from monitor.words import GROUPS, authority_words, count_words

By = Literal["portal", "group", "district", "channel"]
Row = dict[str, Any]
SILENCES = {"idle": "không có tin, bài", "unknown": "không xác định", "active": "có tin, bài"}


def window_since(day: date) -> Any:  # noqa: ANN401 - a function of a period
    """From a cut-off day, such as the merger's, to the end of the period."""
    return lambda period: Period(day, period.end, f"Từ {day:%d/%m/%Y} đến {period.end:%d/%m/%Y}")


def rows(office: Office, by: By) -> list[Row]:
    """One row a portal, a list, or a group with its counts and the names of the silent ones."""
    days = (office.as_of - office.period.start).days
    t, histories = office.rules.thresholds, office.histories(days=days)
    if by == "channel":
        return [_plain(s) for h in histories for s in judge_lists(h, office.period, t)]
    judged = [judge_silence(h, a, office.period, t) for h, a in zip(histories, office.activities(), strict=True)]
    return [_plain(s) for s in judged] if by == "portal" else _grouped(office, judged, by)


def _plain(silence: Silence) -> Row:
    return {**asdict(silence), "newest_on": silence.newest_on.isoformat() if silence.newest_on else None}


def _grouped(office: Office, judged: list[Silence], by: By) -> list[Row]:
    groups: dict[str, list[Silence]] = {}
    for one in judged:
        former = office.rules.former.get(one.portal) if by == "district" else None
        name = former.name if former else GROUPS[office.portals[one.portal].group]
        groups.setdefault(name, []).append(one)
    return [
        {
            "group": name, "portals": len(some), **{v: sum(s.verdict == v for s in some) for v in SILENCES},
            "idle_portals": [s.portal for s in some if s.verdict == "idle"],
        }
        for name, some in groups.items()
    ]


def show(found: list[Row], office: Office, by: By) -> RenderableType:
    """The rows as a table, with the thresholds they rest on and whose thresholds these are."""
    if not found:
        return "Chưa có cổng nào để xét: chưa có đêm nào trong cơ sở dữ liệu."
    if by in ("group", "district"):
        return Group(
            table(("Khối, huyện cũ", "Không có tin, bài", "Không xác định", "Có tin, bài", "Cổng không có tin, bài"),
                  found, lambda r: (
                      r["group"], f"{count_words(r['idle'])}/{count_words(r['portals'])} Cổng",
                      count_words(r["unknown"]), count_words(r["active"]),
                      "; ".join(office.name(code) for code in r["idle_portals"]))),
            _foot(office),
        )
    shown = sorted((r for r in found if r["verdict"] != "active"), key=lambda r: list(SILENCES).index(r["verdict"]))
    head = ("Cổng", "Chuyên mục", "Kết luận", "Mới nhất", "Vì sao")
    return Group(
        table(head, shown, lambda r: (office.name(r["portal"]), r["channel"] or "", SILENCES[r["verdict"]],
                                      day_cell(r["newest_on"]), r["reason"])),
        ", ".join(f"{words}: {count_words(sum(r['verdict'] == v for r in found))}" for v, words in SILENCES.items()),
        _foot(office),
    )


def _foot(office: Office) -> str:
    t = office.rules.thresholds
    return (f"Cửa sổ do người hỏi chọn. Kết luận cần {t.nights_needed} trong {t.nights_window} đêm gần nhất quan sát "
            f"trọn vẹn ({authority_words('project_default')}). Tin, bài đã gỡ trước đêm quan sát đầu tiên thì không "
            "thể biết.")
