"""Mezzanine (Django): a blog with categories whose pages say "3 ngày trước" instead of a day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.cms.two_nights import FIRST, SECOND, VIETNAM, Published
from tests.services.process import free_port, run_once, running, server_folder
from tests.services.static_site import CACHE, environment, run
from tests.services.vietnamese import Draft, draft_posts

OFFICE = Path(__file__).parent / "python" / "mezzanine_office.py"
NEEDS = ("mezzanine==6.1.1", "setuptools<81", "time-machine==3.2.0")


@dataclass
class Mezzanine:
    """A running Mezzanine on loopback; its clock is that of the night that comes next."""

    folder: Path
    url: str
    port: int
    clock: str = FIRST
    until: ExitStack = field(default_factory=ExitStack)  # ends the server

    def fill(self, posts: int, now: datetime) -> list[Published]:
        self._office("init")
        truth = self._save(draft_posts(posts, 7, now, 1))
        self.start()
        return sorted(truth, key=lambda post: (post.published_on, post.id), reverse=True)

    def add(self, draft: Draft) -> Published:
        self.clock = SECOND
        self.start()
        return self._save([draft])[0]

    def edit(self, post: Published, body: str) -> None:
        self._office("change", {"what": "edit", "id": post.id, "body": body})

    def remove(self, post: Published) -> None:
        self._office("change", {"what": "remove", "id": post.id})

    def forbidden_and_asked(self) -> list[str]:
        return re.findall(r'"GET (/noi-bo\S*)', (self.folder / "python.log").read_text())

    def start(self) -> None:
        """Start the server, or again at another clock."""
        self.until.close()
        self.until.enter_context(running(
            [*self._python(), "serve", str(self.port)], self.folder, self._answers, environment={"CLOCK": self.clock},
            as_us=True))

    def _answers(self) -> bool:
        with suppress(OSError), urlopen(f"{self.url}/robots.txt", timeout=5):
            return True
        return False

    def _save(self, drafts: list[Draft]) -> list[Published]:
        posts = [{"title": d.title, "body": d.body, "published": d.published.isoformat(),
                  "categories": list(d.categories)} for d in drafts]
        return [Published(row["id"], self.url + row["url"], row["title"],
                          datetime.fromisoformat(row["on"]).astimezone(VIETNAM).date())
                for row in self._office("change", {"what": "save", "posts": posts})]

    def _office(self, what: str, order: dict[str, Any] | None = None) -> Any:
        printed = run_once([*self._python(), what], self.folder, json.dumps(order), {"CLOCK": self.clock}, True)
        return json.loads(printed.splitlines()[-1]) if order else None

    def _python(self) -> list[str]:
        return [str(CACHE / "mezzanine" / "bin" / "python"), str(OFFICE)]


@contextmanager
def mezzanine() -> Iterator[Mezzanine]:
    """An empty Mezzanine, gone when the block ends."""
    program = environment("mezzanine", NEEDS, "mezzanine-project")
    with server_folder("mezzanine") as folder:
        run([program, "cong", "."], folder)
        settings = folder / "cong" / "settings.py"
        settings.write_text(settings.read_text() + SETTINGS)
        (folder / "cong" / "urls.py").write_text((folder / "cong" / "urls.py").read_text() + URLS)
        port = free_port()
        site = Mezzanine(folder, f"http://127.0.0.1:{port}", port)
        try:
            yield site
        finally:
            site.until.close()


SETTINGS = """
SECRET_KEY = NEVERCACHE_KEY = "tests"
DEBUG = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LANGUAGES = (("vi", "Tiếng Việt"),)
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(PROJECT_ROOT, "cong.db")}}
"""
URLS = """
from django.http import HttpResponse
urlpatterns.insert(0, path("robots.txt", lambda request: HttpResponse(
    "User-agent: *\\nDisallow: /noi-bo/\\n", content_type="text/plain")))
"""
