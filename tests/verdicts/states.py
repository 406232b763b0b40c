"""Random sequences of observation states through the decision core: does any negative verdict rest on what was not
observed? The check reads the drawn states themselves, never what the core says about them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.registry import Section
from monitor.activity import judge_activity
from monitor.coverage import index_nights
from monitor.facts import ChannelFact, ChannelNightFact, History, NightFact, PortalFact, PortalNightFact, PostFact
from monitor.sections import judge_sections, matchers_for
from monitor.thresholds import Thresholds

LAST = date(2026, 11, 20)
DAYS = tuple(LAST - timedelta(days=n) for n in range(6, -1, -1))
T = Thresholds()
PORTAL = PortalFact("cong", "Cổng thử", "communes", "https://cong.test/")
NIGHT_STATES = ("complete",) * 6 + ("partial",) * 6 + ("void", "skipped", "failed", "interrupted", "running")
PORTAL_STATES = ("complete",) * 5 + ("partial",) * 5 + ("not_observed", "void", None)
ROW_STATES = ("observed",) * 14 + ("observed_empty", "partly", "not_observed", "void", None)
ENDS = ("last_page", "last_page", "single_page", "date_window_reached", "date_window_reached", "page_cap",
        "no_new_items", None)
REASONS = ("timeout", "down", "js_only", "not_found", "offsite", "template", "blocked")
PROVEN = ("last_page", "single_page", "date_window_reached")
MISSING = Section("thieu", "nhom", "Báo cáo thống kê năm", (), {"commune": "M", "department": "M", "province": "M",
                                                               "party_block": "M"}, "", "", "", "", None, "none", "",
                  "menu", 1)
PRESENT = Section("co", "nhom", "Giới thiệu chung của xã", (), MISSING.applies, "", "", "", "", None, "none", "",
                  "menu", 2)
SECTIONS = (MISSING, PRESENT)
MATCHERS = matchers_for(SECTIONS)
CHANNELS = tuple(
    ChannelFact(n, "cong", title, kind, f"https://cong.test/{n}", (), f"cong.test/{n}", None, date.min, date.max)
    for n, (title, kind) in enumerate([("Tin tức", "list"), ("Thông báo", "list"), ("Giới thiệu chung của xã", "page"),
                                       *((f"Mục riêng {n}", "page") for n in range(4))], 1)
)
POSTS = tuple(
    PostFact(n, "cong", f"https://cong.test/tin-{n}", f"Tin {n}", LAST - timedelta(days=80 + n), LAST - timedelta(
        days=30), LAST, baseline=True)
    for n in range(4)
)


@dataclass
class Found:
    """`wrong`: what a negative verdict rested on, with how often."""

    verdicts: Counter[str]
    wrong: Counter[str]


def run(count: int, seed: int = 1) -> Found:
    """Draw so many sequences and judge each."""
    rng, found = random.Random(seed), Found(Counter(), Counter())
    for _ in range(count):
        history = draw(rng)
        activity = judge_activity(history, T)
        found.verdicts[activity.verdict] += 1
        if activity.verdict == "inactive":
            found.wrong.update(_unobserved_lists(history))
        for section in judge_sections(history, SECTIONS, MATCHERS, T, LAST):
            if section.verdict == "not_met":
                found.verdicts["not_met"] += 1
                found.wrong.update(_unobserved_menu(history) if section.section is MISSING else _full_page(history))
    return found


def draw(rng: random.Random) -> History:
    """A portal of seven nights in any states; more than half are nearly healthy, so that verdicts are reached."""
    calm = rng.random() < 0.6
    nights = tuple(NightFact(n, day, "complete" if calm and rng.random() < 0.9 else rng.choice(NIGHT_STATES))
                   for n, day in enumerate(DAYS))
    rows: list[ChannelNightFact] = []
    portal_nights: dict[date, PortalNightFact] = {}
    for night in nights:
        state = "complete" if calm and rng.random() < 0.9 else rng.choice(PORTAL_STATES)
        if state is None:
            continue
        reason = rng.choice(("menu_not_found", None)) if state == "partial" else None
        portal_nights[night.night] = PortalNightFact(night.night, "cong", state, reason)
        for channel in CHANNELS[:3]:
            row = _row(rng, night.night, channel, calm)
            if row is not None:
                rows.append(row)
    homes = {day: (day.toordinal(),) for day, row in portal_nights.items() if row.seen}
    return History(PORTAL, nights, portal_nights, CHANNELS, index_nights(rows), POSTS if rng.random() < 0.9 else (),
                   home_visits=homes)


def _row(rng: random.Random, night: date, channel: ChannelFact, calm: bool) -> ChannelNightFact | None:
    good = calm and rng.random() < 0.93
    state = "observed" if good else rng.choice(ROW_STATES)
    if state is None:
        return None
    seen = state == "observed"
    if channel.kind == "page":
        return ChannelNightFact(night, channel.id, "cong", state, None if seen else rng.choice(REASONS), 1,
                                "single_page", words=rng.choice((5, 300)), placeholder=rng.random() < 0.5)
    return ChannelNightFact(
        night, channel.id, "cong", state, None if seen else rng.choice(REASONS), 1,
        "last_page" if good else rng.choice(ENDS), 4 if seen else 0, 0, LAST - timedelta(days=80) if seen else None,
        LAST - timedelta(days=83) if seen else None, control=rng.choice((4, 4, 4, 0)) if seen else 0,
    )


def _unobserved_lists(history: History) -> list[str]:
    """What was not observed although a silence was found: the newest night and two more must be whole."""
    ended = [n for n in history.nights if n.state not in ("running", "interrupted")][-T.nights_window:]
    whole = [n.night for n in ended if n.state in ("complete", "partial") and _whole(history, n.night)]
    usable = [n.night for n in ended if n.state in ("complete", "partial")]
    wrong = [] if len(whole) >= T.nights_needed else ["too few whole nights"]
    return wrong if usable and usable[-1] in whole else [*wrong, "newest night not whole"]


def _whole(history: History, night: date) -> bool:
    row = history.portal_nights.get(night)
    if row is None or row.state not in ("complete", "partial"):
        return False
    lists = [history.channel_nights.get(night, {}).get(n) for n in (1, 2)]
    seen = [r for r in lists if r is not None and (
        r.state == "observed_empty" or (r.state == "observed" and r.end_reason in PROVEN))]
    gone = [r for r in lists if r is not None and r.reason in ("not_found", "offsite")
            and r not in seen]  # a list that no night saw hides nothing
    never = [r for r in gone if not any(_shows(rows.get(r.channel)) for rows in history.channel_nights.values())]
    control = sum(r.control for r in seen)
    return len(seen) + len(never) == 2 and bool(seen) and control >= min(3, len(history.posts))


def _shows(row: ChannelNightFact | None) -> bool:
    return row is not None and row.state != "not_observed" and row.reason not in ("not_found", "offsite")


def _unobserved_menu(history: History) -> list[str]:
    ended = [n for n in history.nights if n.state not in ("running", "interrupted")][-T.nights_window:]
    usable = [n.night for n in ended if n.state in ("complete", "partial")]
    read = [d for d in usable if (row := history.portal_nights.get(d)) is not None
            and row.state in ("complete", "partial") and row.reason != "menu_not_found"]
    wrong = [] if len(read) >= T.nights_needed else ["menu read too seldom"]
    return wrong if read and read[-1] == usable[-1] else [*wrong, "menu not read on the newest night"]


def _full_page(history: History) -> list[str]:
    """A page told to be empty must have been seen empty on two usable nights, the newest sightings."""
    usable = [n.night for n in history.nights if n.state in ("complete", "partial")]
    rows = [row for d in usable if (row := history.channel_nights.get(d, {}).get(3)) is not None
            and row.state in ("observed", "observed_empty")]
    empty = [r.state == "observed_empty" or r.placeholder or r.reason == "not_found" for r in rows[-T.page_nights:]]
    return [] if len(empty) == T.page_nights and all(empty) else ["page not seen empty"]
