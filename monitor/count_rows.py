"""The counts of a period for the command line: by portal, list, group or former district, compared when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import asdict
from typing import Any, Literal

from rich.console import Group, RenderableType

from monitor.comparison import Sources, compare, why_not_comparable
from monitor.copies import find_copies
from monitor.counts import Count, Line, Marked, class_of, count_lines
from monitor.date_findings import future_day
from monitor.load_copies import load_relatives
from monitor.office import Office, by_portal
from monitor.periods import Period
from monitor.sections import KINDS
from monitor.show import table
from monitor.words import CLASSES, GROUPS, count_words

By = Literal["portal", "channel", "group", "district"]
Row = dict[str, Any]
SEEN_LEAST = 80  # per cent of a period's days that must have been observed before it is compared


def mark_posts(office: Office) -> list[Marked]:
    """Every post with its class and with what other rules found."""
    copies = find_copies(office.posts if office.portal is None else load_relatives(office.session, office.posts))
    lists, sets = office.post_lists, _data_set_channels(office)
    return [
        Marked(p, class_of(p, lists.get(p.id, ()), sets), p.id in copies, bool(office.backdated(p)), future_day(p))
        for p in office.posts
    ]


def _data_set_channels(office: Office) -> dict[int, str]:
    """Channels that stand for a section whose posts are counted as data sets."""
    matchers, found = office.rules.matchers, dict[int, str]()
    channels = by_portal(office.channels)
    for code, portal in office.portals.items():
        matches = matchers[KINDS[portal.group]].match(channels.get(code, []))
        for section in office.rules.data_sets.keys() & matches.keys():
            found |= {m.channel.id: section for m in matches[section] if not m.shared}
    return found


def lines_of(office: Office, by: By) -> Callable[[Marked], Iterable[Line]]:
    """In which lines a post counts: once in each portal, group and district, once in each of its lists."""
    titles = {c.id: c.title for c in office.channels}

    def of(marked: Marked) -> Iterator[Line]:
        code, kind = marked.post.portal, marked.kind
        portal = office.portals.get(code)
        if portal is None:
            return
        if by == "group":
            yield Line(portal.group, kind=kind)
        elif by == "portal":
            yield Line(portal.group, code, kind=kind)
        elif by == "district":
            unit = office.rules.former.get(code)
            yield Line(unit.name if unit else GROUPS[portal.group], kind=kind)
        else:
            for title in sorted({titles[c] for c in office.post_lists.get(marked.post.id, ()) if c in titles}):
                yield Line(portal.group, code, title, kind)

    return of


def rows(office: Office, by: By, other: Period | None) -> list[Row]:
    """One row a line; with `other`, beside the same count of that period or the reason why it may not stand there."""
    marked = mark_posts(office)
    found = count_lines(marked, office.period, lines_of(office, by))
    if other is None:
        return [_row(line, found[line]) for line in sorted(found, key=_order)]
    second = Office(office.session, office.rules, other, office.today, office.portal)
    sides = [(o, {row.portal for row in o.portal_nights}, Sources(o.period, o.first_observed, o.seen_share))
             for o in (office, second)]
    before = count_lines(marked, other, lines_of(office, by))
    return [
        {**_row(line, found.get(line, Count())),
         **asdict(compare(found.get(line, Count()).stated, before.get(line, Count()).stated,
                          _why_not(sides, line, by)))}
        for line in sorted(found.keys() | before.keys(), key=_order)
    ]


def _order(line: Line) -> tuple[str, str, str, str]:
    return line.group, line.portal or "", line.channel or "", line.kind or ""


def _row(line: Line, count: Count) -> Row:
    return {**asdict(line), **asdict(count)}


def _why_not(sides: Sequence[tuple[Office, Set[str], Sources]], line: Line, by: By) -> str | None:
    (now, _, sources), (_, _, earlier) = sides
    mine, theirs = (_members(office, known, line, by) for office, known, _ in sides)
    return why_not_comparable(sources, earlier, mine, theirs, now.today, SEEN_LEAST)


def _members(office: Office, known: Set[str], line: Line, by: By) -> frozenset[str]:
    """The portals behind a line, of those that the nights of the period knew."""
    if line.portal is not None:
        return frozenset({line.portal} & known)
    if by == "district":
        former = office.rules.former
        return frozenset(c for c in known if c in former and former[c].name == line.group)
    return frozenset(c for c in known if c in office.portals and office.portals[c].group == line.group)


def show(found: list[Row], office: Office, compared: bool) -> RenderableType:
    """The counts as a table in Vietnamese."""
    if not found:
        return "Không có tin, bài nào trong kỳ. Xem độ phủ trước khi kết luận: monitor coverage."
    head = ("Khối", "Cổng", "Chuyên mục", "Loại", "Theo ngày ghi", "Theo đêm thấy đầu", "Bài gốc", "Đăng lại",
            "Lùi ngày", "Không rõ ngày", "Ngày tương lai", "Đêm đầu (không tính là mới)")
    more = ("Kỳ so sánh", "Chênh lệch", "%", "Vì sao không so được")
    total = sum(r["stated"] for r in found)
    return Group(
        table(head + (more if compared else ()), found,
              lambda r: (*_cells(r, office), *(_compared(r) if compared else ()))),
        f"Tổng {count_words(total)} theo ngày ghi trên bài, {count_words(sum(r['first_seen'] for r in found))} theo "
        "đêm thấy lần đầu. Bài lùi ngày, không rõ ngày, ghi ngày tương lai: monitor dates.",
    )


NUMBERS = ("stated", "first_seen", "originals", "reposts", "backdated", "undated", "future", "baseline")


def _cells(r: Row, office: Office) -> tuple[str, ...]:
    group: str = r["group"]
    return (GROUPS.get(group, group), office.name(r["portal"]) if r["portal"] else "", r["channel"] or "",
            CLASSES[r["kind"]], *(count_words(r[k]) for k in NUMBERS))


def _compared(r: Row) -> tuple[str, ...]:
    if r["why_not"]:
        return "", "", "", r["why_not"]
    percent = "" if r["percent"] is None else count_words(r["percent"], 1)
    return count_words(r["before"]), count_words(r["difference"]), percent, ""
