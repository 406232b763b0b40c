"""A small database as five nights would leave it: every command of the monitor has something to say.

`xa-a` is active and holds what portals do to us (formulas, markup, script addresses), `xa-b` has been silent for
months, `so-c` was down on the newest night, `dang-d` has no confirmed address.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import update
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from crawler.counted import keep_counts
from crawler.database import migrate, open_engine
from crawler.models import (
    Base,
    Channel,
    ChannelNight,
    DoorNight,
    Night,
    NightPortal,
    Post,
    PostChannel,
    PostEvent,
    Question,
    Reading,
    Visit,
)

ROOT = Path(__file__).resolve().parent.parent.parent
LAST = date(2026, 11, 20)
PORTALS = {
    "xa-a": ("Xã A & <b>B</b>", "communes"), "xa-b": ("Xã Bản Hồ", "communes"),
    "so-c": ("Sở Công Thương", "departments"), "dang-d": ("Đảng ủy phường D", "party_block"),
}
ASKER = "Nguyễn Thị Người Hỏi"
MENU = ("Giới thiệu", "Tin tức - sự kiện", "Thông báo", "Lịch công tác", "Văn bản", "Hỏi đáp", "Liên hệ", "Bản đồ")
UNDATED = "+84 214 3 840 034"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def nights_before(back: int) -> date:
    return LAST - timedelta(days=back)


def fill(url: str, nights: int = 5) -> None:
    """Create the schema and the rows of the last `nights` nights up to the 20th of November 2026. At 0: no rows."""
    migrate(url)
    if not nights:
        return
    engine = open_engine(url, write=True)
    with Session(engine) as session:
        for back in reversed(range(nights)):
            session.add_all(_night(back, baseline=back == nights - 1))
        for number, portal in enumerate(("xa-a", "xa-b", "so-c")):
            _add(session, *_channels(portal, 10 * number))
        _add(session, *_posts(nights_before(nights - 1)))
        _add(session, *_shown())
        for portal in PORTALS:
            keep_counts(session, portal)
        for back in reversed(range(nights)):
            _add(session, *_visits(back))
            _add(session, *_channel_nights(back))
        _add(session, *(_events() if nights > 1 else ()), *_questions(), _reading())
        _add(session, *_second_readings(), _feed())
        session.commit()
    engine.dispose()


def _add(session: Session, *rows: Base) -> None:
    session.add_all(rows)
    session.flush()  # parents before what refers to them


def add_night(session: Session, back: int) -> None:
    """One more night that sees all again; -1 is the one after the newest."""
    for table in (Channel, Post, PostChannel, Question):
        session.execute(update(table).values(last_seen=nights_before(back)))
    _add(session, *_night(back, baseline=False))
    _add(session, *_visits(back))
    _add(session, *_channel_nights(back))


def _night(back: int, *, baseline: bool) -> list[Base]:
    started = datetime(2026, 11, 20, 18, 30, tzinfo=UTC) - timedelta(days=back + 1)  # 01:30 in Việt Nam
    code = 50 - back
    rows: list[Base] = [Night(
        id=code, night=nights_before(back), state="partial", full=baseline, started_at=started,
        ended_at=started + timedelta(hours=2), exit_code=3, registry_digest="0" * 64, software="0.1.0",
    )]
    for portal, (name, group) in PORTALS.items():
        state, reason = "complete", None
        if portal == "so-c" and back == 0:
            state, reason = "not_observed", "down"
        if portal == "dang-d":
            state, reason = "not_observed", "address_unconfirmed"
        rows.append(NightPortal(
            night_id=code, portal=portal, name=name, group=group, url="" if portal == "dang-d" else _url(portal, ""),
            hosts="", backend="", platform="auto", scored="yes", state=state, reason=reason,
            requests=0 if portal == "dang-d" else 1234,
        ))
    return rows


def _url(portal: str, path: str) -> str:
    return f"https://{portal}.test/{path}"


def _channels(portal: str, base: int) -> list[Base]:
    kinds = {"Tin tức - sự kiện": "list", "Thông báo": "list", "Văn bản": "documents", "Hỏi đáp": "qa"}
    return [
        Channel(id=base + n, portal=portal, key=f"{portal}.test/muc-{n}", title=title, path=[],
                url=_url(portal, f"muc-{n}"), kind=kinds.get(title, "page"), first_seen=date(2026, 11, 1),
                last_seen=LAST)
        for n, title in enumerate(MENU, 1)
    ]


def _visit_id(back: int, number: int, n: int) -> int:
    """The visit of a portal's n-th menu entry; 0 is its home page."""
    return (50 - back) * 1000 + 100 * number + n


def _visits(back: int) -> list[Base]:
    started = datetime(2026, 11, 20, 18, 31, tzinfo=UTC) - timedelta(days=back + 1)
    return [
        Visit(id=_visit_id(back, number, n), night_id=50 - back, portal=portal, fingerprint=f"{number}-{n}",
              purpose="list" if n else "home", url=_url(portal, f"muc-{n}" if n else ""), key=f"{portal}/{n}",
              planned_at=started, finished_at=started, outcome="down" if portal == "so-c" and back == 0 else "observed",
              status=200, body_digest=f"{number}{n}" * 32)
        for number, portal in enumerate(("xa-a", "xa-b", "so-c")) for n in range(len(MENU) + 1)
    ]


def _channel_nights(back: int) -> list[Base]:
    rows: list[Base] = []
    for number, portal in enumerate(("xa-a", "xa-b", "so-c")):
        if portal == "so-c" and back == 0:
            continue
        for n, title in enumerate(MENU, 1):
            is_list = title in ("Tin tức - sự kiện", "Thông báo", "Văn bản")
            rows.append(ChannelNight(
                night_id=50 - back, channel_id=10 * number + n, portal=portal, state="observed",
                end_reason="last_page" if is_list else "single_page", pages=1, items=9 if is_list else 0,
                undated=2 if portal == "xa-a" and title == "Thông báo" else 0, words=200, control=5 if is_list else 0,
                newest_on=date(2026, 8, 1) if is_list else None, oldest_on=date(2026, 1, 5) if is_list else None,
                visits=[_visit_id(back, number, n)],
            ))
    return rows


def _posts(first: date) -> list[Base]:
    old = [_post(n, "xa-b", date(2026, 8, 1) - timedelta(days=n), first, baseline=True) for n in range(1, 6)]
    old += [_post(n, "so-c", date(2026, 11, 2), first, baseline=True) for n in range(6, 8)]
    return [
        *old,
        _post(10, "xa-a", date(2026, 11, 10), first, baseline=True, title="Tin làm mốc", body_hash="h" * 64),
        _post(11, "xa-a", LAST, LAST, title="=1+1"),
        _post(12, "xa-a", LAST, LAST, title=SCRIPT, url="javascript:alert(3)"),
        _post(13, "xa-a", date(2026, 10, 1), LAST, title="Tin ghi lùi ngày", url="http://[hỏng"),
        _post(14, "xa-a", None, LAST, title=UNDATED, date_grade="unknown", published_raw="hôm kia"),
        _post(15, "xa-a", date(2026, 11, 12), first, baseline=True, title="Tin đã gỡ", removed_on=LAST),
        _post(16, "xa-a", date(2026, 7, 1), first, baseline=True, title="Tin làm lại", kind="document",
              edited_on=LAST),
        _post(20, "xa-b", date(2026, 7, 5), first, baseline=True, title="Tin làm mốc", body_hash="h" * 64),
    ]


def _post(number: int, portal: str, day: date | None, seen: date, **more: Any) -> Post:
    plain: dict[str, Any] = {
        "id": number, "portal": portal, "key": f"{portal}/{number}", "kind": "post",
        "url": _url(portal, f"tin-{number}?a=1&b=2"), "title": f"Tin số {number}", "published_on": day,
        "published_raw": f"{day:%d/%m/%Y}" if day else None, "date_source": "row" if day else None,
        "date_grade": "sure", "first_seen": seen, "last_seen": LAST, "baseline": False,
    }
    return Post(**{**plain, **more})


def _shown() -> list[Base]:
    shown = [(10, 2), (11, 2), (11, 3), (12, 2), (13, 2), (16, 5), (20, 12)]
    return [PostChannel(post_id=p, channel_id=c, first_seen=LAST, last_seen=LAST) for p, c in shown]


def _events() -> list[Base]:
    rows = [(n, "new", None, None) for n in (11, 12, 13, 14, 20)] + [  # 20 is a post of the first night: no news
        (10, "retitled", "Tin cũ <i>", "Tin làm mốc"), (15, "removed", None, None), (16, "edited", "a" * 64, "b" * 64),
        (16, "redated", "2026-06-01", "2026-07-01"),
    ]
    return [PostEvent(post_id=p, night_id=50, what=what, before=a, after=b) for p, what, a, b in rows]


def _questions() -> list[Base]:
    answered = {"answered_by": "Trần Văn Trả Lời", "answered_by_title": "Chánh Văn phòng"}
    rows: list[dict[str, Any]] = [
        {"state": "awaiting_answer", "asked_on": date(2026, 10, 1), "title": '=HYPERLINK("http://x")'},
        {"state": "answered", "asked_on": date(2026, 11, 3), "answered_on": date(2026, 11, 5), **answered},
        {"state": "removed", "asked_on": date(2026, 11, 4)},
        {"state": None, "asked_on": None},
    ]
    return [
        Question(**{"portal": "xa-a", "key": f"h{n}", "url": _url("xa-a", f"hoi-{n}"), "title": f"Câu hỏi {n}",
                    "first_seen": nights_before(4), "last_seen": LAST, **row})
        for n, row in enumerate(rows, 1)
    ]


def _reading() -> Reading:
    """What the page said of who asked stays in the reading and goes no further."""
    facts = {"kind": "qa", "questions": [{"key": "h1", "title": "Câu hỏi", "asker": ASKER}]}
    return Reading(digest="d" * 64, kind="qa", facts=facts)


def _second_readings() -> list[Base]:
    """Two pages of the newest night that both readers read; they disagree on one."""
    said = {"https://so-c.test/": "agree", "https://xa-a.test/muc-2": "ngày của 2 mục khác nhau"}
    return [
        Visit(night_id=50, portal=url[8:12], fingerprint=f"{n:064}", purpose="list", url=url, key=url, second=words,
              planned_at=datetime(2026, 11, 19, 19, tzinfo=UTC), outcome="observed")
        for n, (url, words) in enumerate(said.items())
    ]


def _feed() -> DoorNight:
    """A feed of the newest night that knows a post more, and another day of one."""
    examples = [
        {"url": "https://xa-b.test/tin-99", "title": "=2+2", "door": "2026-07-30", "ours": None},
        {"url": "https://xa-b.test/tin-1", "title": "", "door": "2026-07-29", "ours": "2026-07-31"},
    ]
    return DoorNight(night_id=50, portal="xa-b", url="https://xa-b.test/rss?a=<b>", kind="feed", items=1500, unlisted=1,
                     differs=1, examples=examples)


def environment(url: str, **more: str) -> dict[str, str]:
    """The settings of a command on this database, and nothing of whoever runs the tests."""
    base = {k: v for k, v in os.environ.items() if not k.startswith("SOICONG_")}
    now = "2026-11-20T08:00:00+07:00"
    return {**base, "SOICONG_DATABASE_URL": url, "SOICONG_NOW": now, "COLUMNS": "160", **more}


def call(app: typer.Typer, url: str, *arguments: str, **more: str) -> Result:
    """The same inside this process: faster, for tests that need no process of their own."""
    blank = {k: None for k in os.environ if k.startswith("SOICONG_")}
    return CliRunner().invoke(app, arguments, env={**blank, **environment(url, **more)})


def run(module: str, url: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m module …` on this database; never raises on the exit code."""
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment(url, **more),
                          capture_output=True, text=True, check=False, timeout=120)
