"""Plone (Zope): folders in four views, oldest first, whose rows tell only when a post was changed; a collection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.cms.two_nights import SECOND, VIETNAM, Published
from tests.services.office import ask_office
from tests.services.process import free_port, running, server_folder
from tests.services.static_site import CACHE, environment, run
from tests.services.vietnamese import Draft, draft_pages, draft_posts

OFFICE = Path(__file__).parent / "python" / "plone_office.py"
NEEDS = ("Products.CMFPlone==6.2.2", "plone.app.layout==6.0.2")
FOLDERS = 3       # so few that their listings have two pages
EVENTS = "Lịch sự kiện"


@dataclass
class Plone:
    """A running Plone on loopback."""

    folder: Path
    url: str

    def fill(self, posts: int, now: datetime) -> list[Published]:
        drafts = draft_posts(posts, FOLDERS, now, 1)
        folders = list(dict.fromkeys(draft.categories[0] for draft in drafts))
        ask_office(self.folder, {"what": "init", "clock": "2025-01-02T08:00:00+07:00", "pages": draft_pages(),
                                 "folders": [*folders, EVENTS]})
        truth = self._save([_news(draft, now) for draft in drafts])
        truth += self._save([_event(number, now) for number in range(1, 7)])
        return sorted(truth, key=lambda post: (post.published_on, post.id), reverse=True)

    def add(self, draft: Draft) -> Published:
        return self._save([_news(draft, datetime.fromisoformat(SECOND))])[0]

    def edit(self, post: Published, body: str) -> None:
        ask_office(self.folder, {"what": "edit", "id": post.id, "body": body, "clock": "2026-11-20T16:20:00+07:00"})

    def remove(self, post: Published) -> None:
        ask_office(self.folder, {"what": "remove", "id": post.id})

    def forbidden_and_asked(self) -> list[str]:
        return re.findall(r"GET (/(?:noi-bo|search)\S*)", (self.folder / "python.log").read_text())

    def answers(self) -> bool:
        return (self.folder / "office.sock").exists()

    def _save(self, posts: list[dict[str, Any]]) -> list[Published]:
        made = ask_office(self.folder, {"what": "save", "posts": posts})
        days = [datetime.fromisoformat(post["published"]).date() for post in posts]
        return [Published(row["id"], self.url + row["url"], row["title"], day)
                for row, day in zip(made, days, strict=True)]


def _news(draft: Draft, now: datetime) -> dict[str, Any]:
    assert isinstance(draft.published, datetime)
    published = draft.published.astimezone(VIETNAM)
    changed = min(published + timedelta(days=3), now)  # somebody corrected each a few days later
    return {"type": "News Item", "folder": draft.categories[0], "title": draft.title, "body": draft.body,
            "summary": re.sub(r"<[^>]+>", "", draft.body).split(". ")[0] + ".", "published": published.isoformat(),
            "changed": changed.isoformat()}


def _event(number: int, now: datetime) -> dict[str, Any]:
    published = now - timedelta(days=20 + 7 * number)
    start = now - timedelta(days=5 * number)
    return {"type": "Event", "folder": EVENTS, "title": f"Hội nghị giao ban công tác tháng của xã, phiên thứ {number}",
            "body": "<p>Thành phần dự họp gồm lãnh đạo Ủy ban nhân dân xã, trưởng các phòng, trưởng các thôn, bản. Đề "
            "nghị các đại biểu chuẩn bị báo cáo và có mặt đúng giờ.</p>",
            "summary": "Tại hội trường Ủy ban nhân dân xã.",
            "published": published.isoformat(), "changed": published.isoformat(), "start": start.isoformat(),
            "end": (start + timedelta(hours=3)).isoformat()}


@contextmanager
def plone() -> Iterator[Plone]:
    """An empty Plone with a database of its own, gone when the block ends."""
    program = environment("plone", NEEDS, "mkwsgiinstance")
    with server_folder("plone") as folder:
        run([program, "-d", str(folder), "-u", "bientap:bientap"], folder)
        site = Plone(folder, f"http://127.0.0.1:{(port := free_port())}")
        command = [str(CACHE / "plone" / "bin" / "python"), str(OFFICE), str(folder), str(port)]
        with running(command, folder, site.answers, environment={"TZ": "Asia/Ho_Chi_Minh"}, as_us=True):
            yield site
