"""django CMS 5 with its stories: cards without a day beside a box of the newest cards; the day is told to machines."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.cms.channels import Channels
from tests.cms.two_nights import VIETNAM, Published
from tests.services.process import free_port, run_once, running, server_folder
from tests.services.static_site import CACHE, environment, local, slug_of
from tests.services.vietnamese import Draft, draft_posts

OFFICE = Path(__file__).parent / "python" / "django_cms_office.py"
NEEDS = ("django-cms==5.1.3", "djangocms-stories==0.9.3", "djangocms-text==1.0.2", "django==5.2.19")


@dataclass
class DjangoCms:
    """A running django CMS on loopback: a home page, one of text, and the stories with their categories."""

    folder: Path
    url: str
    theme: str = "django-cms"

    def fill(self, posts: int, now: datetime) -> list[Published]:
        made = self._save(draft_posts(posts, 7, now, 1))
        return sorted(made, key=lambda post: (post.published_on, post.id), reverse=True)

    def add(self, draft: Draft) -> Published:
        return self._save([draft])[0]

    def edit(self, post: Published, body: str) -> None:
        self.office("change", {"what": "edit", "id": post.id, "body": body})

    def remove(self, post: Published) -> None:
        self.office("change", {"what": "remove", "id": post.id})

    def forbidden_and_asked(self) -> list[str]:
        return [line for line in (self.folder / "python.log").read_text().splitlines() if '"GET /admin' in line]

    def channels(self) -> Channels:
        return Channels({"/tin-tuc": "Tin tức"}, {"/gioi-thieu": "Giới thiệu"},
                        ("/tin-tuc/category/", "/tin-tuc/20", "/admin"))

    def answers(self) -> bool:
        with suppress(OSError), urlopen(f"{self.url}/robots.txt", timeout=5):
            return True
        return False

    def office(self, what: str, order: dict[str, Any] | None = None) -> Any:
        """One order of the script that stands inside the CMS's environment; its answer."""
        printed = run_once([*_python(), what], self.folder, json.dumps(order), as_us=True)
        return json.loads(printed.splitlines()[-1]) if order else None

    def _save(self, drafts: list[Draft]) -> list[Published]:
        posts = [{"title": d.title, "slug": slug_of(d), "body": d.body, "published": local(d).isoformat(),
                  "categories": list(d.categories)} for d in drafts]
        return [Published(row["id"], self.url + row["url"], row["title"],
                          datetime.fromisoformat(row["on"]).astimezone(VIETNAM).date())
                for row in self.office("change", {"what": "save", "posts": posts})]


def _python() -> list[str]:
    return [str(CACHE / "django-cms" / "bin" / "python"), str(OFFICE)]


@contextmanager
def django_cms(address: str = "127.0.0.1") -> Iterator[DjangoCms]:
    """An empty django CMS, gone when the block ends."""
    environment("django-cms", NEEDS, "django-admin")
    with server_folder("django-cms") as folder:
        site = DjangoCms(folder, f"http://{address}:{free_port()}")
        kept = CACHE / "django-cms" / "empty"  # its migrations take a minute: they are run once
        if not kept.exists():
            site.office("init")
            shutil.copytree(folder, kept)
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        domain = site.url.removeprefix("http://")
        site.office("change", {"what": "domain", "domain": domain})
        with running([*_python(), "serve", domain], folder, site.answers, as_us=True):
            yield site
