"""One simulated night into the real store: visits and readings as the crawl leaves them, then the real settlement."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crawler.facts import Item, MenuEntry, Reading, StatedDate, clean_facts, digest_of
from crawler.models import Channel, Night, NightPortal, Visit
from crawler.models import Reading as StoredReading
from crawler.run import judge_night
from crawler.settle import settle_portal
from crawler.settle.harvest import gather
from crawler.upserts import upsert
from spiders.walk import rests_tonight
from tests.verdicts.faults import Fault
from tests.verdicts.truth import LISTS, PER_PAGE, TruePortal

FILL = tuple(f"Mục riêng thứ {n}" for n in range(6))
WINDOW = 70   # days back to which lists are walked


@dataclass(slots=True)
class Sheet:
    """The visits and readings of one portal-night."""

    night_id: int
    night: date
    portal: TruePortal
    rows: list[dict[str, Any]]
    readings: dict[str, dict[str, Any]]
    at: datetime

    def add(self, purpose: str, key: str, outcome: str, reading: Reading | None = None, **more: Any) -> None:
        facts = clean_facts(reading, "sim") if reading is not None else None
        digest = digest_of(facts) if facts is not None else None
        if facts is not None and digest is not None:
            self.readings[digest] = {"digest": digest, "kind": facts["kind"], "facts": facts}
        self.at += timedelta(seconds=2)
        self.rows.append({
            "night_id": self.night_id, "portal": self.portal.code, "fingerprint": f"{purpose} {key} {len(self.rows)}",
            "attempt": 1, "purpose": purpose, "method": "GET", "url": f"https://{key}", "form": None, "key": key,
            "channel": None, "page": 1, "hops": 0, "priority": 0, "planned_at": self.at, "finished_at": self.at,
            "outcome": outcome, "reading": digest, "end_reason": None, "status": 200, **more,
        })


def play_night(
    session: Session, night: date, portals: Sequence[TruePortal], faults: Mapping[str, Fault], full: bool,
    rng: random.Random, visited: set[str], every: int = 1,
) -> Night:
    """Store what a night saw of these portals, settle it, judge it as a whole as the crawler does. With `every`, lists
    that may rest are left for another night."""
    until = {(c.portal, c.key): c.rests_until for c in session.scalars(
        select(Channel).where(Channel.rests_until.is_not(None)))}
    started = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=5, minutes=30)
    row = Night(night=night, state="running", full=full, started_at=started, registry_digest="", software="sim")
    session.add(row)
    session.flush()
    visits: list[dict[str, Any]] = []
    readings: dict[str, dict[str, Any]] = {}
    for portal in portals:
        session.add(NightPortal(
            night_id=row.id, portal=portal.code, name=portal.code, group="communes", url=f"https://{portal.code}.test/",
            hosts=f"{portal.code}.test", backend=portal.backend, platform="auto", scored="yes"))
        sheet = Sheet(row.id, night, portal, visits, readings, started)
        rests = {key for (code, key), last in until.items()
                 if code == portal.code and rests_tonight(code, last, night, every, full)}
        write_portal(sheet, faults.get(portal.code), full, rng, visited, rests)
    upsert(session, StoredReading, ("digest",), list(readings.values()), update_rest=False)
    session.execute(insert(Visit), visits)
    for portal in portals:
        settle_portal(session, gather(session, row.id, portal.code))
    states = session.execute(
        select(NightPortal.state, NightPortal.reason).where(NightPortal.night_id == row.id)).all()
    row.exit_code, row.state, row.reason = judge_night([(state or "void", reason) for state, reason in states])
    row.ended_at = started + timedelta(hours=2)
    session.flush()
    return row


def write_portal(
    sheet: Sheet, fault: Fault | None, full: bool, rng: random.Random, visited: set[str], rests: Collection[str] = (),
) -> None:
    """All visits of one portal in one night; `visited` are the pages of earlier nights, `rests` the lists left out."""
    host = f"{sheet.portal.code}.test"
    sheet.add("robots", f"robots:{host}", "not_found", url=f"https://{host}/robots.txt")
    if fault is not None and fault.where == "home":
        reason = fault.what if fault.what == "robots_unreachable" else None
        sheet.add("home", host, "not_attempted" if reason else fault.what, reason=reason)
        return
    menu = _menu(sheet.portal, fault.what if fault is not None and fault.where == "menu" else None, rng)
    sheet.add("home", host, "observed", Reading("page", title=sheet.portal.code, key=host, menu=menu, text_words=300))
    shown = {entry.key for entry in menu}
    for number in range(len(LISTS)):
        key = f"{host}/list-{number}"
        if key in shown and key in rests:
            sheet.add("list", key, "not_due", channel=key, status=None)
        elif key in shown:
            _write_list(sheet, key, number, fault.what if fault is not None and fault.where == number else None, full)
    for n, entry in enumerate(menu):
        code = entry.key.rpartition("/muc-")[2] if "/muc-" in entry.key else ""
        due = entry.key not in visited or (sheet.night.toordinal() + n) % 7 == 0
        if due and "/list-" not in entry.key:  # a page is visited when it is first seen, then in turns
            visited.add(entry.key)
            empty = code in sheet.portal.empty
            reading = Reading("page", title=entry.title, key=entry.key, text_words=4 if empty else 300,
                              placeholder=empty)
            sheet.add("list", entry.key, "observed", reading, channel=entry.key, end_reason="single_page")


def _menu(portal: TruePortal, fault: str | None, rng: random.Random) -> tuple[MenuEntry, ...]:
    host = f"{portal.code}.test"
    names = [(f"list-{n}", title) for n, title in enumerate(LISTS)]
    names += [(f"muc-{code}", portal.sections[code]) for code in sorted(portal.sections)]
    names += [(f"rieng-{n}", title) for n, title in enumerate(FILL)]
    share = {"menu_lost": 1.0, "menu_half": 0.5, "menu_partly": 0.15, None: 0.0}[fault]
    names = [name for name in names if rng.random() >= share]
    return tuple(MenuEntry(title, f"https://{host}/{path}", key=f"{host}/{path}") for path, title in names)


def _write_list(sheet: Sheet, key: str, number: int, fault: str | None, full: bool) -> None:
    posts = [p for p in sheet.portal.visible(sheet.night) if p.where == number]
    if fault == "stale_copy":  # a cache shows the list as it was two weeks ago
        posts = [p for p in posts if p.day < sheet.night - timedelta(days=14)]
    if fault == "items_lost":
        posts = []
    if fault == "not_visited":
        return
    if fault in ("timeout", "http_error", "not_found", "offsite", "js_only", "not_understood", "truncated", "lost",
                 "blocked"):
        sheet.add("list", key, fault, channel=key)
        return
    if fault == "false_empty" or (not posts and fault != "items_lost"):
        sheet.add("list", key, "observed_empty", Reading("empty_list", key=key), channel=key, end_reason="single_page")
        return
    items = [
        Item(p.key, f"https://{p.key}", p.title, None if fault == "undated" else StatedDate(
            p.day, f"{p.day:%d/%m/%Y}", "row"))
        for p in posts
    ]
    back_to = sheet.night - timedelta(days=WINDOW)
    pages = [items[n:n + PER_PAGE] for n in range(0, max(1, len(items)), PER_PAGE)]
    end = "single_page" if len(pages) == 1 else "last_page"
    if not full:
        for n in range(len(pages) - 1):
            if all(p.day < back_to for p in posts[n * PER_PAGE:(n + 1) * PER_PAGE]):
                pages, end = pages[:n + 1], "date_window_reached"
                break
    if fault in ("page_cap", "no_new_items"):
        end = fault
    for n, page in enumerate(pages, 1):
        lost = fault == "second_page_lost" and n == len(pages)
        reading = None if lost else Reading("list", key=key, items=tuple(page), text_words=200)
        sheet.add("list", key, "timeout" if lost else "observed", reading, channel=key, page=n,
                  end_reason=end if n == len(pages) and not lost else None)
