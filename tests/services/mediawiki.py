"""MediaWiki from Debian's package on SQLite: categories as channels, and no day but that of the last change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

from tests.cms.two_nights import BEFORE, FIRST, VIETNAM, Published
from tests.services.needs import MEDIAWIKI_SOURCE, find_program
from tests.services.process import accepts, free_port, give_away, run_once, running, server_folder
from tests.services.vietnamese import Draft, draft_pages, draft_posts

DATED = "Thông báo"  # the only channel whose editors write the day over the text
FRONT = "Trang nhất"  # the installer's own front page is newer than any of ours
SETTINGS = """
$wgCacheDirectory = '{cache}';
$wgSitename = "Trang thông tin xã Thử Nghiệm";
$wgLocaltimezone = "Asia/Ho_Chi_Minh";
$wgCategoryPagingLimit = 10;
$wgJobRunRate = 0;
$wgAllowExternalImages = false;
wfLoadSkin( 'Vector' ); wfLoadSkin( 'MonoBook' ); wfLoadSkin( 'Timeless' );
$wgDefaultSkin = '{skin}';
"""
ROUTER = """<?php
if ($_SERVER['REQUEST_URI'] === '/robots.txt') {
    header('Content-Type: text/plain');
    echo "User-agent: *\\nDisallow: /index.php/N%E1%BB%99i_b%E1%BB%99\\n";
    return true;
}
return false;
"""


@dataclass
class MediaWiki:
    """A running MediaWiki on loopback. Its channels are categories, ten posts a page in the order of the alphabet."""

    folder: Path
    url: str
    drafts: dict[str, Draft] = field(default_factory=dict)  # title -> post

    def fill(self, posts: int, now: datetime) -> list[Published]:
        for draft in draft_posts(posts, 7, now, 1):
            self.drafts[draft.title] = draft
        channels = list(dict.fromkeys(name for draft in self.drafts.values() for name in draft.categories))
        rows = [f"** :Thể loại:{name}|{name}" for name in channels]
        rows += [f"** {title}|{title}" for title, _ in draft_pages()]
        pages = {title: wiki(body) for title, body in draft_pages()}
        pages |= {f"Thể loại:{name}": f"Các bài của chuyên mục {name}." for name in channels}
        pages["Nội bộ"] = "Chỉ dành cho cán bộ."
        pages["MediaWiki:Mainpage"] = FRONT
        pages["MediaWiki:Sidebar"] = "\n".join(["* Chuyên mục", *rows, "** Nội bộ|Nội bộ", "* SEARCH", "* TOOLBOX"])
        posted = [(title, self._text(draft), draft.published) for title, draft in self.drafts.items()]
        self._import([*posted, *((title, text, BEFORE) for title, text in pages.items()), self._front(BEFORE)])
        self._do("rebuildrecentchanges")
        return [self._published(title) for title in self._newest()]

    def add(self, draft: Draft) -> Published:
        self.drafts[draft.title] = draft
        self._import([(draft.title, self._text(draft), draft.published), self._front(datetime.fromisoformat(FIRST))])
        return self._published(draft.title)

    def edit(self, post: Published, body: str) -> None:
        self.drafts[post.id] = replace(self.drafts[post.id], body=body)
        self._import([(post.id, self._text(self.drafts[post.id]), datetime.fromisoformat(FIRST))])

    def remove(self, post: Published) -> None:
        del self.drafts[post.id]
        self._do("deleteBatch", "-u", "BienTap", stdin=f"{post.id}\n")
        self._do("runJobs")

    def forbidden_and_asked(self) -> list[str]:
        return re.findall(r"GET (/index\.php/N%E1%BB%99i_b%E1%BB%99\S*)", (self.folder / "php.log").read_text())

    def _newest(self) -> list[str]:
        return sorted(self.drafts, key=lambda title: (self.drafts[title].published, title), reverse=True)

    def _published(self, title: str) -> Published:
        draft = self.drafts[title]
        day = draft.published.astimezone(VIETNAM).date() if DATED in draft.categories else None
        return Published(title, f"{self.url}/index.php/{quote(title.replace(' ', '_'))}", title, day)

    def _text(self, draft: Draft) -> str:
        day = f"''Ngày đăng: {draft.published.astimezone(VIETNAM):%d/%m/%Y}''\n\n" if DATED in draft.categories else ""
        return day + wiki(draft.body) + "".join(f"\n[[Thể loại:{name}]]" for name in draft.categories)

    def _front(self, at: datetime) -> tuple[str, str, datetime]:
        rows = "".join(f"* [[{title}]]\n" for title in self._newest()[:10])
        return FRONT, f"Xã có mười hai thôn, bản.\n\n== Tin mới ==\n{rows}", at

    def _import(self, pages: list[tuple[str, str, datetime]]) -> None:
        """Bring pages in as an export of another MediaWiki, which keeps their days."""
        rows = "".join(
            f"<page><title>{escape(title)}</title><revision><timestamp>{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</timestamp>"
            "<contributor><username>BienTap</username></contributor><model>wikitext</model><format>text/x-wiki</format>"
            f"<text xml:space=\"preserve\">{escape(text)}</text></revision></page>" for title, text, at in pages)
        dump = f'<mediawiki version="0.11" xml:lang="vi">{rows}</mediawiki>'
        self._do("importDump", "--username-prefix=", stdin=dump)
        # An imported page claims to be unchanged since its own day, which is before the last visit.
        self._do("purgePage", stdin="".join(f"{title}\n" for title, _, _ in pages))
        self._do("runJobs")

    def _do(self, script: str, *arguments: str, stdin: str = "") -> None:
        run_once([*_maintenance(script), *arguments], self.folder, stdin, _configured(self.folder))


def wiki(body: str) -> str:
    return re.sub(r"</?p>", "", body.replace("</p><p>", "\n\n"))


def _maintenance(script: str) -> list[str]:
    return [find_program("php") or "php", str(MEDIAWIKI_SOURCE / "maintenance" / f"{script}.php")]


def _configured(folder: Path) -> dict[str, str]:
    return {"MW_CONFIG_FILE": str(folder / "LocalSettings.php"), "PHP_CLI_SERVER_WORKERS": "2"}


@contextmanager
def mediawiki(skin: str = "vector") -> Iterator[MediaWiki]:
    """An empty MediaWiki, gone when the block ends. The program is used where Debian put it."""
    with server_folder("mediawiki") as folder:
        (folder / "db").mkdir()
        (folder / "cache").mkdir()
        (folder / "router.php").write_text(ROUTER)
        give_away(folder)
        port = free_port()
        site = MediaWiki(folder, f"http://127.0.0.1:{port}")
        run_once([*_maintenance("install"), "--dbtype", "sqlite", "--dbpath", str(folder / "db"), "--server", site.url,
                  "--scriptpath", "", "--lang", "vi", "--pass", "tests-only-2026", "--confpath", str(folder),
                  "Thử Nghiệm", "BienTap"], folder)
        settings = folder / "LocalSettings.php"
        settings.write_text(settings.read_text() + SETTINGS.replace("{skin}", skin).replace(
            "{cache}", str(folder / "cache")))
        start = [find_program("php") or "php", "-d", "display_errors=0", "-S", f"127.0.0.1:{port}", "-t",
                 str(MEDIAWIKI_SOURCE), str(folder / "router.php")]
        with running(start, folder, lambda: accepts("127.0.0.1", port), environment=_configured(folder)):
            yield site
