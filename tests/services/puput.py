"""Puput on Wagtail: a blog whose front page, categories and months list the same entries, with sidebars of others."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.cms.two_nights import VIETNAM, Published
from tests.services.process import free_port, run_once, running, server_folder
from tests.services.static_site import CACHE, environment, slug_of
from tests.services.vietnamese import Draft, draft_posts

OFFICE = Path(__file__).parent / "python" / "puput_office.py"
NEEDS = ("puput==2.2.0", "wagtail==6.3.8")


@dataclass
class Puput:
    """A running Puput on loopback; its blog is the site's front page."""

    folder: Path
    url: str

    def fill(self, posts: int, now: datetime) -> list[Published]:
        made = self._save(draft_posts(posts, 7, now, 1))
        return sorted(made, key=lambda post: (post.published_on, post.id), reverse=True)

    def add(self, draft: Draft) -> Published:
        return self._save([draft])[0]

    def edit(self, post: Published, body: str) -> None:
        _office(self.folder, "change", {"what": "edit", "id": post.id, "body": body})

    def remove(self, post: Published) -> None:
        _office(self.folder, "change", {"what": "remove", "id": post.id})

    def forbidden_and_asked(self) -> list[str]:
        return re.findall(r'"GET (/blog_admin/\S*)', (self.folder / "python.log").read_text())

    def answers(self) -> bool:
        with suppress(OSError), urlopen(f"{self.url}/robots.txt", timeout=5):
            return True
        return False

    def _save(self, drafts: list[Draft]) -> list[Published]:
        posts = [{"title": d.title, "slug": slug_of(d), "body": d.body, "published": d.published.isoformat(),
                  "categories": list(d.categories)} for d in drafts]
        return [Published(row["id"], self.url + row["url"], row["title"],
                          datetime.fromisoformat(row["on"]).astimezone(VIETNAM).date())
                for row in _office(self.folder, "change", {"what": "save", "posts": posts})]


def _python() -> list[str]:
    return [str(CACHE / "puput" / "bin" / "python"), str(OFFICE)]


def _office(folder: Path, what: str, order: dict[str, Any] | None = None) -> Any:
    printed = run_once([*_python(), what], folder, json.dumps(order), as_us=True)
    return json.loads(printed.splitlines()[-1]) if order else None


def _copy_empty(database: Path) -> None:
    """Wagtail's two hundred migrations take a minute: they are run once for all tests."""
    kept = CACHE / "puput" / "empty.db"
    if not kept.exists():
        _office(database.parent, "init")
        shutil.copy(database, kept)
    else:
        shutil.copy(kept, database)


@contextmanager
def puput() -> Iterator[Puput]:
    """An empty Puput, gone when the block ends."""
    environment("puput", NEEDS, "django-admin")
    with server_folder("puput") as folder:
        _copy_empty(folder / "puput.db")
        port = free_port()
        site = Puput(folder, f"http://127.0.0.1:{port}")
        with running([*_python(), "serve", str(port)], folder, site.answers, as_us=True):
            yield site
