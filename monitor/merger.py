"""What still speaks of the time before the merger: names of abolished bodies, links to old hosts, pages dated before.

These are signs for a person to look at, never a verdict: a page may rightly tell of the past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from monitor.abolished import Abolished
from monitor.facts import ChannelFact, ChannelNightFact, History
from monitor.matching import normalise
from monitor.words import day_words

What = Literal["old_name", "old_link", "old_page"]
#: Words around a name that say it is spoken of as the past.
_PAST = re.compile(r"\b(cũ|trước đây|trước sáp nhập|nguyên|lịch sử|truyền thống|hình thành)\b", re.I)
ORGANISATION = "gioi_thieu"


@dataclass(frozen=True, slots=True)
class OldTrace:
    """Where it stands: a menu entry, the home page, or a single page with its address."""

    portal: str
    what: What
    name: str
    where: str
    url: str | None
    night: date
    why: str


def find_old_traces(
    history: History, abolished: Sequence[Abolished], organisation: Sequence[ChannelFact]
) -> list[OldTrace]:
    """All traces on the newest night that saw each place. `organisation` are the pages about the body itself: only
    these are asked for abolished names and for their day."""
    seen = [n.night for n in history.nights if n.usable and n.night in history.portal_nights
            and history.portal_nights[n.night].home is not None]
    found: list[OldTrace] = []
    if seen:
        found += _on_home(history, seen[-1], abolished)
        found += _in_menu(history, seen[-1], abolished)
    for channel in organisation:
        rows = [night[channel.id] for _, night in sorted(history.channel_nights.items()) if channel.id in night]
        read = [row for row in rows if row.state == "observed"]
        if read and not _PAST.search(channel.title):
            found += _on_page(channel, read[-1], abolished)
    return found


def _on_home(history: History, night: date, abolished: Sequence[Abolished]) -> Iterator[OldTrace]:
    home = history.portal_nights[night].home
    for old in abolished if home is not None and old_enough(abolished, night) else ():
        if old.kind != "host" and _names(home.title if home else "", old.name):
            yield OldTrace(history.portal.code, "old_name", old.name, "tên trang chủ", history.portal.url, night,
                           _ended(old))
        hosts = [h for h in (home.hosts if home else ()) if old.kind == "host" and _is_under(h, old.name)]
        for host in hosts:
            yield OldTrace(history.portal.code, "old_link", host, "liên kết trên trang chủ", f"http://{host}/", night,
                           _ended(old))


def _in_menu(history: History, night: date, abolished: Sequence[Abolished]) -> Iterator[OldTrace]:
    home = history.portal_nights[night].home
    known = set(home.hosts if home else ())
    for channel in history.channels:
        if not channel.first_seen <= night <= channel.last_seen:
            continue
        host = _host(channel.url)
        for old in abolished:
            if old.kind == "host" and host and host not in known and _is_under(host, old.name):
                yield OldTrace(channel.portal, "old_link", host, f"mục “{channel.title}”", channel.url, night,
                               _ended(old))
            if old.kind != "host" and not _PAST.search(channel.title) and _names(channel.title, old.name):
                yield OldTrace(channel.portal, "old_name", old.name, f"mục “{channel.title}”", channel.url, night,
                               _ended(old))


def _on_page(channel: ChannelFact, row: ChannelNightFact, abolished: Sequence[Abolished]) -> Iterator[OldTrace]:
    for old in abolished:
        if old.kind != "host" and any(_begins(named, old.name) for named in row.named):
            yield OldTrace(channel.portal, "old_name", old.name, f"trang “{channel.title}”", channel.url, row.night,
                           _ended(old))
    merged = max((old.since for old in abolished if old.kind == "place"), default=None)
    if merged is not None and row.newest_on is not None and row.newest_on < merged:
        yield OldTrace(channel.portal, "old_page", channel.title, f"trang “{channel.title}”", channel.url, row.night,
                       f"Trang ghi ngày {day_words(row.newest_on)}, trước ngày hợp nhất {day_words(merged)}.")


def old_enough(abolished: Sequence[Abolished], night: date) -> bool:
    """Whether anything of the list had ended by that night."""
    return any(old.since <= night for old in abolished)


def _ended(old: Abolished) -> str:
    instead = f", nay là {old.replaced_by}" if old.replaced_by else ""
    return f"“{old.name}” không còn từ {day_words(old.since)}{instead}."


def _names(text: str, name: str) -> bool:
    return f" {normalise(name)} " in f" {normalise(text)} "


def _begins(named: str, name: str) -> bool:
    """Department names are read with the words after them: they are told by their beginning."""
    return f"{normalise(named)} ".startswith(f"{normalise(name)} ")


def _is_under(host: str, old: str) -> bool:
    return host == old or host.endswith("." + old)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:  # menus also hold what is no address
        return ""
