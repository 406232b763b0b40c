"""DokuWiki from Debian's package: lists written by hand, and no day but that of the last change."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.cms.two_nights import BEFORE, FIRST, VIETNAM, Published
from tests.services.needs import DOKUWIKI_SOURCE, find_program
from tests.services.process import accepts, free_port, give_away, run_once, running, server_folder
from tests.services.static_site import slug_of
from tests.services.vietnamese import Draft, draft_pages, draft_posts

OFFICE = Path(__file__).parent / "php" / "dokuwiki_office.php"
PER_PAGE = 10
DATED = "Thông báo"  # the only channel whose editors write the day into the list
PRELOAD = """<?php
define('DOKU_CONF', DOKU_INC . 'conf/');
"""
LOCAL = """<?php
$conf['savedir'] = DOKU_INC . 'data';
$conf['title'] = 'Trang thông tin xã Thử Nghiệm';
$conf['lang'] = 'vi';
$conf['useacl'] = 1;
$conf['superuser'] = 'bientap';
$conf['license'] = '';
$conf['dformat'] = '%d/%m/%Y %H:%M';
$conf['youarehere'] = 1;
$conf['useheading'] = 1;
$conf['updatecheck'] = 0;
$conf['rss_update'] = 1;
date_default_timezone_set('Asia/Ho_Chi_Minh');
"""
ACL = "* @ALL 1\n* @user 8\n"
ROBOTS = "User-agent: *\nDisallow: /doku.php?id=noi_bo\n"


@dataclass
class DokuWiki:
    """A running DokuWiki on loopback. Its channels are namespaces whose start pages list their posts."""

    folder: Path
    url: str
    drafts: dict[str, Draft] = field(default_factory=dict)  # page id -> post

    def fill(self, posts: int, now: datetime) -> list[Published]:
        for draft in draft_posts(posts, 7, now, 1):
            self.drafts[id_of(draft)] = draft
        texts = {name: self._post(draft) for name, draft in self.drafts.items()}
        files = {f"van_ban:{name}": content for draft in self.drafts.values()
                 for name, content in draft.attachments.items()}
        self._save(texts, {name: draft.published for name, draft in self.drafts.items()}, files)
        pages = {slug(title): f"====== {title} ======\n\n{wiki(body)}\n" for title, body in draft_pages()}
        pages["sidebar"] = self._sidebar([*self._channels(), *(title for title, _ in draft_pages())])
        pages["noi_bo:start"] = "====== Khu vực nội bộ ======\n\nChỉ dành cho cán bộ.\n"
        self._save({**pages, **self._lists()}, now)
        return [self._published(name) for name in self._newest()]

    def add(self, draft: Draft) -> Published:
        self.drafts[id_of(draft)] = draft
        self._save({id_of(draft): self._post(draft), **self._lists()}, draft.published)
        return self._published(id_of(draft))

    def edit(self, post: Published, body: str) -> None:
        self.drafts[post.id] = replace(self.drafts[post.id], body=body)
        self._save({post.id: self._post(self.drafts[post.id])}, datetime.fromisoformat(FIRST))

    def remove(self, post: Published) -> None:
        del self.drafts[post.id]
        self._save({post.id: "", **self._lists()}, datetime.fromisoformat(FIRST))

    def forbidden_and_asked(self) -> list[str]:
        return re.findall(r"GET (/doku\.php\?id=noi_bo\S*)", (self.folder / "php.log").read_text())

    def _newest(self) -> list[str]:
        return sorted(self.drafts, key=lambda name: (self.drafts[name].published, name), reverse=True)

    def _channels(self) -> list[str]:
        return list(dict.fromkeys(draft.categories[0] for draft in self.drafts.values()))

    def _published(self, name: str) -> Published:
        draft = self.drafts[name]
        day = draft.published.astimezone(VIETNAM).date() if DATED in draft.categories else None
        return Published(name, f"{self.url}/doku.php?id={name}", draft.title, day)

    def _post(self, draft: Draft) -> str:
        files = "".join(f"\n\nTệp đính kèm: {{{{:van_ban:{name}|{name}}}}}" for name in draft.attachments)
        return f"====== {draft.title} ======\n\n{wiki(draft.body)}{files}\n"

    def _lists(self) -> dict[str, str]:
        """The start page, and each channel's pages of ten posts with a link to the next ten."""
        newest = "".join(self._row(name, False) for name in self._newest()[:PER_PAGE])
        pages = {"start": f"====== Trang chủ ======\n\nXã có mười hai thôn, bản.\n\n===== Tin mới =====\n\n{newest}"}
        for channel in self._channels():
            names = [name for name in self._newest() if channel in self.drafts[name].categories]
            for start in range(0, len(names), PER_PAGE):
                number = start // PER_PAGE + 1
                rows = "".join(self._row(name, channel == DATED) for name in names[start:start + PER_PAGE])
                older = f"\n[[{slug(channel)}:trang_{number + 1}|Trang sau]]\n" if start + PER_PAGE < len(names) else ""
                where = f"{slug(channel)}:{'start' if number == 1 else f'trang_{number}'}"
                pages[where] = f"====== {channel} ======\n\n{rows}{older}"
        return pages

    def _row(self, name: str, dated: bool) -> str:
        draft = self.drafts[name]
        day = f" ({draft.published.astimezone(VIETNAM):%d/%m/%Y})" if dated else ""
        return f"  * [[:{name}|{draft.title}]]{day}\n"

    def _sidebar(self, titles: list[str]) -> str:
        channels = set(self._channels())
        ids = [f"{slug(t)}:start" if t in channels else slug(t) for t in titles]
        rows = [f"  * [[:{name}|{title}]]\n" for name, title in zip(ids, titles, strict=True)]
        return "".join([*rows, "  * [[:noi_bo:start|Khu vực nội bộ]]\n"])

    def _save(self, texts: dict[str, str], at: Any, files: dict[str, bytes] | None = None) -> None:
        moments = at if isinstance(at, dict) else dict.fromkeys(texts, at)
        order = {
            "pages": [{"id": name, "text": text, "at": int(moments[name].timestamp())} for name, text in texts.items()],
            "files": [{"id": name, "base64": base64.b64encode(data).decode()} for name, data in (files or {}).items()],
        }
        run_once([find_program("php") or "php", str(self.folder / "office.php"), str(self.folder)], self.folder,
                 json.dumps(order))


def slug(title: str) -> str:
    return slug_of(Draft(title, "", (), BEFORE)).replace("-", "_")


def id_of(draft: Draft) -> str:
    return f"{slug(draft.categories[0])}:{slug(draft.title)}"


def wiki(body: str) -> str:
    return re.sub(r"</?p>", "", body.replace("</p><p>", "\n\n"))


@contextmanager
def dokuwiki() -> Iterator[DokuWiki]:
    """An empty DokuWiki, gone when the block ends."""
    with server_folder("dokuwiki") as top:
        folder = top / "wiki"
        # Debian keeps what is private to its own wiki in folders that only the web server may read.
        shutil.copytree(DOKUWIKI_SOURCE, folder, ignore=shutil.ignore_patterns("testing", ".htaccess*"))
        shutil.copytree("/etc/dokuwiki", folder / "conf", ignore=shutil.ignore_patterns("*.auth.php"))
        for name in ("attic", "cache", "index", "locks", "log", "media", "media_attic", "media_meta", "meta", "pages",
                     "tmp"):
            (folder / "data" / name).mkdir(parents=True)
        (folder / "inc" / "preload.php").write_text(PRELOAD)
        (folder / "conf" / "local.php").write_text(LOCAL)
        (folder / "conf" / "acl.auth.php").write_text(ACL)
        (folder / "conf" / "users.auth.php").write_text("")
        (folder / "robots.txt").write_text(ROBOTS)
        shutil.copy(OFFICE, folder / "office.php")
        give_away(folder)
        port = free_port()
        site = DokuWiki(folder, f"http://127.0.0.1:{port}")
        start = [find_program("php") or "php", "-d", "display_errors=0", "-S", f"127.0.0.1:{port}", "-t", str(folder)]
        with running(start, folder, lambda: accepts("127.0.0.1", port), environment={"PHP_CLI_SERVER_WORKERS": "2"}):
            yield site
