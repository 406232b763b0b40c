"""Faults of law rather than of machines, planted in some portals: empty sections, old names, removed questions, days
in the future. Each is a change to a finished site, so that the rest of the province stays as it is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sample.entries import LINK
from sample.misplaced import move_document, move_entry
from sample.model import SEED, VIETNAM, Channel, Post, Site
from sample.odd_days import add_burst, set_back

FROM = date(2026, 11, 17)
AHEAD = datetime(2026, 12, 24, 8, 0, tzinfo=VIETNAM)
EMPTY_TEXT = ("Nội dung đang được cập nhật.",)
OLD_TEXT = (
    "Đơn vị là cơ quan thuộc Ủy ban nhân dân huyện Văn Yên, tỉnh Yên Bái, chịu sự hướng dẫn của Sở Giao thông vận tải.",
    "Cơ cấu tổ chức gồm ban lãnh đạo, văn phòng và các bộ phận chuyên môn theo phân công của lãnh đạo đơn vị.",
    "Mỗi bộ phận có một người phụ trách và chịu trách nhiệm về phần việc được giao.",
)
OLD_LINK = Channel("", "Huyện Văn Yên", "external", LINK, url="http://vanyen.yenbai.gov.vn/")


def plant(site: Site) -> Site:
    """The site with what its number says is wrong with it."""
    plants: tuple[tuple[bool, Callable[[Site], Site]], ...] = (
        (site.number % 17 == 9, _empty_section), (site.number % 25 == 19, _old_names),
        (site.number % 25 == 16, _future_post), (site.number % 13 == 4, _removed_question),
        (site.number % 17 == 14, move_document), (site.number % 17 == 2, move_entry),
        (site.number % 25 == 22, set_back), (site.number % 25 == 4, add_burst),
    )
    for here, change in plants:
        site = change(site) if here else site
    return site


def _moment(site: Site) -> datetime:
    return datetime.combine(FROM + timedelta(days=site.number % 5), time(9, 15), VIETNAM)


def _empty_section(site: Site) -> Site:
    if not any(c.section == "hd_tiepdan" for c in site.channels):
        return site
    channels = tuple(replace(c, text=EMPTY_TEXT) if c.section == "hd_tiepdan" else c for c in site.channels)
    return replace(site, channels=channels, marks=site.marks | {"empty_section"})


def _old_names(site: Site) -> Site:
    channels = tuple(replace(c, text=OLD_TEXT) if c.section == "gt_cocau" else c for c in site.channels)
    return replace(site, channels=(*channels, OLD_LINK), marks=site.marks | {"old_names"})


def _future_post(site: Site) -> Site:
    """One new post of the news states a day five weeks ahead."""
    news = next((c.slug for c in site.channels if c.topic == "news"), None)
    mine = [n for n, p in enumerate(site.posts) if _may_change(p) and p.channels[0] == news]
    if not mine or site.silent:
        return site
    pick = random.Random(f"{SEED}-future-{site.number}").choice(mine)
    posts = list(site.posts)
    posts[pick] = replace(posts[pick], stated=AHEAD, visible_from=_moment(site))
    return replace(site, posts=tuple(posts), marks=site.marks | {"future"})


def _may_change(post: Post) -> bool:
    plain = post.kind == "post" and not (post.pinned or post.copy or post.removed_at or post.edited_at or post.redated)
    return plain and post.visible_from == post.stated and date(2026, 10, 1) <= post.stated.date() <= date(2026, 11, 8)


def _removed_question(site: Site) -> Site:
    """One answered question, neither the oldest nor the newest, is taken off the list."""
    old = [q for q in site.questions if q.asked < date(2026, 11, 10)][1:-1]
    pick = next((q.id for q in old if q.answered is not None and q.answered < date(2026, 11, 10)), None)
    if pick is None:
        return site
    questions = tuple(replace(q, removed_at=_moment(site)) if q.id == pick else q for q in site.questions)
    return replace(site, questions=questions, marks=site.marks | {"removed_question"})
