"""The whole province of one scenario and seed: 161 sites, and what is wrong with which of them on which nights."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from sample.menus import choose_missing, make_channels
from sample.model import KINDS, PORTALS, SCENARIOS, SEED, Channel, Post, Site, Trouble
from sample.plants import plant
from sample.posts import change_posts, make_posts, make_reposts
from sample.questions import make_questions
from sample.words import PLACES, Setting, name_unit

REGISTRY = Path(__file__).resolve().parent.parent / "registry/portals.csv"
GROUPS = ("province", "party_block", "departments", "central_and_other", "communes")

TROUBLES: dict[int, tuple[Trouble, ...]] = {
    20: (Trouble("down"),),
    41: (Trouble("down", date(2026, 11, 18), date(2026, 11, 20)),),
    63: (Trouble("blocked"),),
    75: (Trouble("challenge", date(2026, 11, 17)),),
    82: (Trouble("maintenance"),),
    97: (Trouble("maintenance", date(2026, 11, 19), date(2026, 11, 21)),),
    104: (Trouble("js_shell", date(2026, 11, 18)),),
    118: (Trouble("js_lists", date(2026, 11, 18)),),
    127: (Trouble("robots_500"),),
    133: (Trouble("reset"),),
}
SPECIAL = {66: "cookie_gate", 88: "flood_429", 109: "flood_200", 121: "robots_rule", 140: "soft_404"}
REDESIGNED = {112: date(2026, 11, 19), 154: date(2026, 11, 18)}
SILENT = (70, 92, 101, 115, 136, 149)
SHARED = "may-chu-chung-1"  # one backend of seven portals, away for one night
SHARING = range(142, 149)
SHARED_OUTAGE = Trouble("down", date(2026, 11, 24), date(2026, 11, 24))


def portal_rows() -> list[dict[str, str]]:
    """The 161 places of the registry: code, name and group. Places whose body is not known yet get a name of ours."""
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if not r["valid_to"]]
    rows = sorted(rows, key=lambda r: GROUPS.index(r["group"]))[:PORTALS]
    for number, row in enumerate(rows, 1):
        if row["name"].startswith("chưa xác định"):
            row["name"] = f"Cơ quan mẫu số {number}"
    return rows


@lru_cache(maxsize=4)
def province(scenario: str = "default", first: int = PORTALS, seed: int = SEED) -> tuple[Site, ...]:
    """All sites of a scenario: `default` has every trouble, `calm` none, `refused` lets nobody in, in `outage` nobody
    answers in the night of 19/11/2026."""
    if scenario not in SCENARIOS:
        raise ValueError(f"không có kịch bản {scenario!r}; có: {', '.join(SCENARIOS)}")
    sites: list[Site] = []
    rows = portal_rows()
    names = tuple(r["name"] for r in rows if r["group"] == "communes")
    for number, row in enumerate(rows[:first], 1):
        sites.append(_make_site(number, row, names, scenario, seed, sites[0] if sites else None))
    return tuple(sites)


def _make_site(
    number: int, row: dict[str, str], names: tuple[str, ...], scenario: str, seed: int, provincial: Site | None
) -> Site:
    chance = random.Random(f"{seed}-{number}")
    wild, group = scenario == "default", row["group"]
    setting = Setting(tuple(chance.sample(PLACES, 14)), name_unit(row["name"], group))
    missing = choose_missing(chance, group) if number % 17 == 5 and group != "party_block" else ()
    missing = missing if wild else ()
    silent = wild and number in SILENT
    channels = make_channels(chance, row["name"], group, setting, missing, [n for n in names if n != row["name"]])
    posts = make_posts(chance, number, group, channels, setting, silent)
    marks: set[str] = {SPECIAL[number]} if wild and number in SPECIAL else set()
    if wild and not silent:
        marks |= change_posts(chance, posts, number)
        if number > 60 and number % 17 == 0 and provincial:
            posts += make_reposts(provincial.posts, channels, posts)
            marks.add("reposts")
    if number % 3 == 0:
        _pin_oldest(posts, channels)
    site = Site(
        number,
        row["code"],
        row["name"],
        group,
        KINDS[number % len(KINDS)],
        channels,
        tuple(posts),
        make_questions(chance, wild and number % 13 == 12, setting),
        missing,
        troubles=_troubles(number, scenario),
        silent=silent,
        redesigned_from=REDESIGNED.get(number) if wild else None,
        marks=frozenset(marks),
    )
    return plant(site) if wild else site


def _pin_oldest(posts: list[Post], channels: tuple[Channel, ...]) -> None:
    """The oldest post of the news stands on top of its list for good."""
    news = next(c.slug for c in channels if c.topic == "news")
    oldest = next(i for i, p in enumerate(posts) if p.channels[0] == news)
    posts[oldest] = replace(posts[oldest], pinned=True)


def _troubles(number: int, scenario: str) -> tuple[Trouble, ...]:
    if scenario == "refused":
        return (Trouble("down" if number % 2 else "blocked"),)
    if scenario == "outage":
        return (Trouble("down", date(2026, 11, 19), date(2026, 11, 19)),)
    if scenario != "default":
        return ()
    return (*TROUBLES.get(number, ()), *((SHARED_OUTAGE,) if number in SHARING else ()))
