"""A portal's menu: sixty links and more in two levels – lists, tables, single pages, questions, links to elsewhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from sample.entries import COMPONENTS, DROPPABLE, ENTRIES, LINK, LINKS, Entry
from sample.model import Channel
from sample.words import Setting, body, slug

LETTERS = {"province": "T", "party_block": "P", "departments": "D", "central_and_other": "D", "communes": "X"}
#: Sections whose page is short by nature but must not be empty.
SCHEDULE = (
    "Thứ Hai: họp giao ban, tiếp công dân tại trụ sở.",
    "Thứ Ba: kiểm tra cơ sở.",
    "Thứ Tư: làm việc với các thôn.",
    "Thứ Năm: họp Ủy ban.",
    "Thứ Sáu: xử lý hồ sơ tồn đọng, tổng hợp báo cáo tuần.",
)


def make_channels(
    chance: random.Random, name: str, group: str, setting: Setting, missing: tuple[str, ...], others: Sequence[str]
) -> tuple[Channel, ...]:
    """The menu of one portal, in its order; `missing` sections are left out. `others` are names of other portals, to
    whose hosts the menu leads as well."""
    letter = LETTERS[group]
    chosen = [e for e in ENTRIES if letter in e.groups and e.section not in missing and chance.random() < e.often]
    channels, slugs = list[Channel](), set[str]()
    for entry in chosen:
        channel = _channel(chance, name, setting, entry)
        if channel.slug and channel.slug in slugs:
            channel = replace(channel, slug=f"{channel.slug}-{len(slugs)}")
        slugs.add(channel.slug)
        channels.append(channel)
    for n, title in enumerate(chance.sample(LINKS, chance.randint(14, 22)), 1):
        channels.append(Channel("", title, "external", LINK, url=f"http://lienket{n:02d}.example/"))
    room = chance.randint(62, 84) - len(channels)
    for other in chance.sample(others, min(max(room, 4), len(others))):
        channels.append(Channel("", other, "external", COMPONENTS, url=f"http://{slug(other)}.lienket.example/"))
    return tuple(channels)


def _channel(chance: random.Random, name: str, setting: Setting, entry: Entry) -> Channel:
    title = chance.choice(entry.titles)
    text: tuple[str, ...] = ()
    if entry.kind == "page":
        opening = f"{title} của {name}. Nội dung này được cập nhật theo quy định về công khai thông tin."
        text = (opening, *(SCHEDULE if entry.section == "kh_lich" else body(chance, setting)))
    return Channel(slug(title), title, entry.kind, entry.parent, entry.section, entry.topic, entry.url, text)


def choose_missing(chance: random.Random, group: str) -> tuple[str, ...]:
    """Two sections that the portal ought to have and has not."""
    letter = LETTERS[group]
    owed = [s for s in DROPPABLE if any(e.section == s and letter in e.groups for e in ENTRIES)]
    return tuple(sorted(chance.sample(owed, 2)))
