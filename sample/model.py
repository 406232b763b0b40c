"""The simulated province: what each of the 161 portals holds at any moment, and what is wrong with it.

Everything follows from a seed. A post has the day it states and the day from which it is really there; they differ for
back-dated posts, as they do in life.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sample.words import (
    DOCUMENTS,
    FINANCE,
    NAMES,
    NEWS,
    NOTICES,
    POSTS,
    QUESTIONS,
    body,
    fill,
    slug,
)

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SEED = 2026
PORT = 8161
FIRST, LAST = date(2025, 10, 1), date(2027, 1, 15)
KINDS = ("vnpt", "nukeviet", "sharepoint", "wordpress", "handmade", "modern")
REGISTRY = Path(__file__).resolve().parent.parent / "registry/portals.csv"


@dataclass(frozen=True, slots=True)
class Channel:
    slug: str
    title: str
    kind: str                  # list, documents, qa, page, external, heading
    parent: str | None = None
    section: str | None = None  # code in registry/sections.csv that it fulfils
    url: str | None = None     # of an external link
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    title: str
    channels: tuple[str, ...]
    stated: datetime
    visible_from: datetime
    body: tuple[str, ...]
    kind: str = "post"
    number: str | None = None
    pinned: bool = False
    attachment: bool = False
    removed_at: datetime | None = None
    edited_at: datetime | None = None
    redated: tuple[datetime, datetime] | None = None  # (from when, new date)
    copy: bool = False

    @property
    def slug(self) -> str:
        return slug(self.title)

    def stated_at(self, now: datetime) -> datetime:
        """The date it states at a moment."""
        return self.redated[1] if self.redated and now >= self.redated[0] else self.stated


@dataclass(frozen=True, slots=True)
class Asked:
    id: int
    title: str
    asked: date
    accepted: date | None
    answered: date | None
    answerer: str
    position: str

    def state(self, now: datetime) -> str:
        if self.answered is not None and self.answered <= now.date():
            return "answered"
        return "awaiting_answer" if self.accepted and self.accepted <= now.date() else "awaiting_acceptance"


@dataclass(frozen=True, slots=True)
class Site:
    number: int
    code: str
    name: str
    group: str
    kind: str
    channels: tuple[Channel, ...]
    posts: tuple[Post, ...]
    questions: tuple[Asked, ...]
    missing: tuple[str, ...] = ()
    trouble: str | None = None
    trouble_from: date = FIRST
    silent: bool = False
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def host(self) -> str:
        return f"127.1.0.{self.number}"

    def trouble_on(self, now: datetime) -> str | None:
        return self.trouble if self.trouble and now.date() >= self.trouble_from else None

    def visible(self, now: datetime) -> list[Post]:
        """Posts on the site at a moment, newest stated day first."""
        there = [p for p in self.posts if p.visible_from <= now and (p.removed_at is None or now < p.removed_at)]
        return sorted(there, key=lambda p: (p.stated_at(now), p.id), reverse=True)


# -- menus ---------------------------------------------------------------------------------------------------------

LISTS = (
    (("Tin tức - Sự kiện", "Tin tức", "Tin hoạt động"), NEWS, "tt_tintuc", None),
    (("Kinh tế", "Kinh tế - Nông nghiệp"), NEWS, None, "Tin tức"),
    (("Văn hóa - Xã hội",), NEWS, None, "Tin tức"),
    (("Quốc phòng - An ninh",), NEWS, None, "Tin tức"),
    (("Thông báo", "Thông báo mới"), NOTICES, "tt_thongbao", None),
    (("Công khai ngân sách", "Ngân sách nhà nước"), FINANCE, "ns_dutoan_qd", "Thông tin công khai"),
    (("Đấu thầu - Mua sắm công", "Đầu tư công"), FINANCE, "da_dautucong", "Thông tin công khai"),
    (("Quy hoạch - Kế hoạch", "Chiến lược, quy hoạch, kế hoạch"), FINANCE, "kh_chienluoc", "Thông tin công khai"),
    (("Phổ biến giáo dục pháp luật", "Tuyên truyền pháp luật"), NOTICES, "pl_tuyentruyen", None),
)
TABLES = (
    (("Văn bản chỉ đạo điều hành", "Thông tin chỉ đạo điều hành"), "vb_chidao"),
    (("Văn bản quy phạm pháp luật", "Hệ thống văn bản quy phạm pháp luật"), "vb_qppl"),
)
PAGES = (
    ("Chức năng, nhiệm vụ", "gt_chucnang"), ("Cơ cấu tổ chức", "gt_cocau"), ("Lãnh đạo đương nhiệm", "gt_lanhdao"),
    ("Lịch sử hình thành", "gt_lichsu"), ("Bản đồ hành chính", "gt_bando"), ("Điều kiện tự nhiên", "gt_dieukien"),
    ("Di tích - Danh thắng", "gt_vanhoa"), ("Danh bạ điện thoại", "lh_canbo"),
)
SINGLE = (("Liên hệ", "lh_coquan"), ("Thủ tục hành chính", "tthc_danhmuc"), ("Tiếp cận thông tin", "tiep_can"))
UNITS = ("Đảng ủy", "Hội đồng nhân dân", "Ủy ban nhân dân", "Ủy ban MTTQ", "Văn phòng", "Phòng Kinh tế", "Phòng Văn hóa")
DROPPABLE = ("ns_dutoan_qd", "da_dautucong", "kh_chienluoc", "vb_chidao", "gt_cocau", "pl_tuyentruyen")


def make_channels(chance: random.Random, name: str, missing: tuple[str, ...]) -> tuple[Channel, ...]:
    """A menu of sixty links and more: two levels, lists, tables, single pages, questions, links to elsewhere."""
    text = tuple(fill("Trang giới thiệu của " + name + ". " + " ".join(body(chance)), chance) for _ in range(2))
    found = [Channel("", "Giới thiệu", "heading")]
    found += [Channel(slug(t), t, "page", "Giới thiệu", s, text=text) for t, s in PAGES]
    found += [Channel(slug("don vi " + u), u, "page", "Tổ chức bộ máy", text=text) for u in UNITS]
    for titles, _, section, parent in LISTS:
        title = chance.choice(titles)
        found.append(Channel(slug(title), title, "list", parent, section))
    for titles, section in TABLES:
        title = chance.choice(titles)
        found.append(Channel(slug(title), title, "documents", "Văn bản", section))
    found.append(Channel("hoi-dap", chance.choice(("Hỏi - Đáp", "Hỏi đáp", "Hỏi đáp trực tuyến")), "qa", None, "tuong_tac"))
    found += [Channel(slug(t), t, "page", None, s, text=text) for t, s in SINGLE]
    found += [Channel("", f"Cổng thành phần {n:02d}", "external", "Liên kết", url=f"http://lienket{n}.example.vn/")
              for n in range(1, 31)]
    return tuple(c for c in found if c.section not in missing or c.section is None)


# -- posts ---------------------------------------------------------------------------------------------------------


def make_posts(chance: random.Random, number: int, group: str, channels: tuple[Channel, ...], silent: bool) -> list[Post]:
    """Posts of fifteen months, more on the provincial portal, spread over the channels that exist."""
    rate = {"province": 0.34, "departments": 0.14, "party_block": 0.08, "central_and_other": 0.08}.get(group, 0.09)
    pools = {t: pool for titles, pool, _, _ in LISTS for t in titles}
    lists = [c for c in channels if c.kind == "list"]
    tables = [c for c in channels if c.kind == "documents"]
    posts: list[Post] = []
    day, ident, seen = FIRST, 1_100_000 + number * 1000, set()
    while day <= LAST:
        if chance.random() < rate and not (silent and day > date(2026, 8, 15)):
            moment = datetime.combine(day, time(chance.randint(7, 22), chance.randint(0, 59)), VIETNAM)
            ident += chance.randint(1, 9)
            if tables and chance.random() < 0.2:
                channel = chance.choice(tables)
                title, kind = fill(chance.choice(DOCUMENTS), chance), "document"
                sign = chance.choice(("QĐ", "KH", "CV", "BC", "TB")) + "-UBND"
                mark: str | None = f"{chance.randint(1, 900)}/{sign}"
                where: tuple[str, ...] = (channel.slug,)
            else:
                channel = chance.choice(lists)
                title, kind, mark = fill(chance.choice(pools[channel.title]), chance), "post", None
                second = chance.choice(lists) if chance.random() < 0.1 else channel
                where = tuple(dict.fromkeys((channel.slug, second.slug)))
            if title not in seen:
                seen.add(title)
                posts.append(Post(ident, title, where, moment, moment, body(chance), kind, mark,
                                  attachment=kind == "document" or chance.random() < 0.15))
        day += timedelta(days=1)
    return posts


def make_questions(chance: random.Random, overdue: bool) -> tuple[Asked, ...]:
    found, titles = [], set()
    for number in range(chance.randint(4, 16)):
        title = fill(chance.choice(QUESTIONS), chance)
        if title in titles:
            continue
        titles.add(title)
        asked = date(2026, 1, 5) + timedelta(days=chance.randint(0, 310))
        accepted = asked + timedelta(days=chance.randint(0, 3))
        answered: date | None = accepted + timedelta(days=chance.randint(1, 16))
        if overdue and number < 2:
            asked, accepted, answered = date(2026, 9, 14), date(2026, 9, 15), None
        found.append(Asked(5000 + number, title, asked, accepted, answered, chance.choice(NAMES), chance.choice(POSTS)))
    return tuple(sorted(found, key=lambda q: q.asked, reverse=True))


def _moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour, 15), VIETNAM)


def change_posts(chance: random.Random, posts: list[Post], number: int) -> tuple[list[Post], set[str]]:
    """What editors do in the week of 17 to 22 November: edit, remove, re-date, add with an older date."""
    marks: set[str] = set()
    recent = [i for i, p in enumerate(posts) if date(2026, 6, 1) <= p.stated.date() <= date(2026, 11, 10)]
    if not recent:
        return posts, marks
    pick = recent[chance.randrange(len(recent))]
    what = {3: "edited", 7: "removed", 11: "redated", 13: "backdated"}.get(number % 20)
    at = _moment(date(2026, 11, 17) + timedelta(days=number % 4))
    if what == "edited":
        posts[pick] = replace(posts[pick], edited_at=at)
    elif what == "removed":
        posts[pick] = replace(posts[pick], removed_at=at)
    elif what == "redated":
        posts[pick] = replace(posts[pick], redated=(at, at - timedelta(days=1)))
    elif what == "backdated":
        posts[pick] = replace(posts[pick], visible_from=at)
    if what:
        marks.add(what)
    return posts, marks


TROUBLES: dict[int, tuple[str, date]] = {
    20: ("down", FIRST), 41: ("down", date(2026, 11, 18)), 63: ("blocked", FIRST), 75: ("challenge", date(2026, 11, 17)),
    82: ("maintenance", FIRST), 97: ("maintenance", date(2026, 11, 19)), 104: ("js_shell", date(2026, 11, 18)),
    118: ("js_lists", date(2026, 11, 18)), 127: ("robots_500", FIRST), 133: ("reset", FIRST),
}
SPECIAL = {66: "cookie_gate", 88: "flood_429", 109: "flood_200", 121: "robots_rule", 140: "soft_404"}
SILENT = (70, 92, 101, 115, 136, 149)
OVERDUE = tuple(range(12, 161, 13))


def portal_rows() -> list[dict[str, str]]:
    """The 161 places of the real registry: their codes, names and groups."""
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if not r["valid_to"]]
    order = ("province", "party_block", "departments", "central_and_other", "communes")
    return sorted(rows, key=lambda r: order.index(r["group"]))[:161]


@lru_cache(maxsize=4)
def province(scenario: str = "default", first: int = 161, seed: int = SEED) -> tuple[Site, ...]:
    """All sites of a scenario: `default` has every trouble, `calm` has none, `refused` lets nobody in."""
    if scenario not in ("default", "calm", "refused"):
        raise ValueError(f"không có kịch bản {scenario!r}; có: default, calm, refused")
    sites: list[Site] = []
    for number, row in enumerate(portal_rows()[:first], 1):
        chance = random.Random(f"{seed}-{number}")
        wild = scenario == "default"
        missing = tuple(chance.sample(DROPPABLE, 2)) if wild and number % 16 == 5 else ()
        silent = wild and number in SILENT
        channels = make_channels(chance, row["name"], missing)
        posts = make_posts(chance, number, row["group"], channels, silent)
        marks: set[str] = set()
        if wild and not silent:
            posts, marks = change_posts(chance, posts, number)
            if number > 60 and number % 17 == 0 and sites:
                posts += _reposts(sites[0], channels, number)
        if posts and number % 3 == 0:
            posts[0] = replace(posts[0], pinned=True)
        if wild and number in SPECIAL:
            marks.add(SPECIAL[number])
        trouble, since = TROUBLES.get(number, (None, FIRST)) if wild else (None, FIRST)
        if scenario == "refused":
            trouble, since = ("down" if number % 2 else "blocked"), FIRST
        sites.append(Site(
            number, row["code"], row["name"], row["group"], KINDS[number % len(KINDS)], channels, tuple(posts),
            make_questions(chance, wild and number in OVERDUE), missing, trouble, since, silent, frozenset(marks),
        ))
    return tuple(sites)


def _reposts(source: Site, channels: tuple[Channel, ...], number: int) -> list[Post]:
    """Posts of the provincial portal, taken over word for word a day later."""
    news = next(c for c in channels if c.kind == "list")
    own = [p for p in source.posts if p.kind == "post" and p.stated.date() >= date(2026, 9, 1)][:2]
    return [replace(p, id=1_900_000 + number * 10 + i, channels=(news.slug,), copy=True, attachment=False, pinned=False,
                    stated=p.stated + timedelta(days=1), visible_from=p.visible_from + timedelta(days=1),
                    removed_at=None, edited_at=None, redated=None) for i, p in enumerate(own)]
