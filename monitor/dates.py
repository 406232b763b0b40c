"""The stated days of a period that want a look: of all portals, from what the nights left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType

from monitor import load
from monitor.date_findings import (
    DateFinding,
    backdated_finding,
    find_burst,
    future_day,
    future_finding,
    order_finding,
    redated_finding,
)
from monitor.facts import PostFact
from monitor.id_order import find_out_of_order
from monitor.office import Office
from monitor.show import day_cell, number_cell, table
from monitor.words import DATE_FINDINGS, count_words

Row = dict[str, Any]


def find_dates(office: Office) -> list[DateFinding]:
    """All findings about days in the period, by portal, kind and post."""
    posts: dict[str, list[PostFact]] = {}
    for post in office.posts:
        posts.setdefault(post.portal, []).append(post)
    found = [f for portal in sorted(posts) for f in _of_portal(office, posts[portal])]
    for night, event in load.load_redatings(office.session, office.nights, office.portal):
        redated = redated_finding(event, night)
        found += [redated] if redated is not None else []
    order = list(DATE_FINDINGS)
    return sorted(found, key=lambda f: (f.portal, order.index(f.what), f.post.id if f.post else 0, f.seen_on))


def _of_portal(office: Office, posts: list[PostFact]) -> Iterator[DateFinding]:
    period, t = office.period, office.rules.thresholds
    for post in posts:
        if not period.has(post.first_seen):
            continue
        days, future = office.backdated(post), future_day(post)
        if days:
            yield backdated_finding(post, days, office.absences.last_without(post))
        if future is not None:
            yield future_finding(post, future)
    for late in find_out_of_order(posts):
        if period.has(late.post.published_on) or period.has(late.post.first_seen):
            yield order_finding(late)
    seen = {row.night for row in office.nights_of.get(posts[0].portal, ()) if row.seen}
    nights = [n.night for n in office.nights if n.usable and n.night in seen]
    burst = find_burst(posts[0].portal, posts, period, nights, t.burst_days, t.burst_factor, t.burst_least)
    if burst is not None and office.today > period.end:
        yield burst


def rows(office: Office) -> list[Row]:
    """One row a finding, plain values."""
    return [
        {
            "portal": f.portal, "what": f.what, "sure": f.sure, "url": f.post.url if f.post else None,
            "title": f.post.title if f.post else None,
            "stated_on": f.stated_on.isoformat() if f.stated_on else None, "seen_on": f.seen_on.isoformat(),
            "days": f.days, "why": f.why,
        }
        for f in find_dates(office)
    ]


def show(found: list[Row], office: Office) -> RenderableType:
    """The findings as a table in Vietnamese."""
    if not found:
        return "Không có ngày đăng nào cần xem trong kỳ."
    count = Counter(r["what"] for r in found)
    total = ", ".join(f"{DATE_FINDINGS[w]}: {count_words(count[w])}" for w in DATE_FINDINGS if count[w])
    return Group(
        table(("Cổng", "Loại", "Chắc chắn", "Tiêu đề", "Ghi ngày", "Thấy đêm", "Số ngày", "Vì sao"), found,
              lambda r: (office.name(r["portal"]), DATE_FINDINGS[r["what"]], "có" if r["sure"] else "cần xem",
                         r["title"] or "", day_cell(r["stated_on"]), day_cell(r["seen_on"]), number_cell(r["days"]),
                         r["why"])),
        f"{total}. Các bài này vẫn nằm trong mọi phép đếm, theo cả hai cách: monitor counts.",
    )
