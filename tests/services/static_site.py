"""Sites that a generator writes as files: Pelican and MkDocs (pip), Hexo (npm), with the themes that they ship."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.cms.channels import Channels
from tests.cms.two_nights import VIETNAM, Published
from tests.services.vietnamese import Draft, draft_posts

CACHE = Path(__file__).resolve().parents[2] / "var" / "cms"  # installed once, beside the other data that git ignores
PIP = {"pelican": ("pelican==4.12.0", "markdown==3.11.3"), "mkdocs": ("mkdocs-material==9.8.1", "mkdocs==1.6.1")}
HEXO = ("hexo@8.1.2", "hexo-theme-landscape@1.1.0", "hexo-renderer-marked@7.0.1", "hexo-renderer-ejs@2.0.0",
        "hexo-renderer-stylus@3.0.1", "hexo-generator-index@4.0.0", "hexo-generator-category@2.0.0",
        "hexo-generator-archive@2.0.0")
#: Further themes as their authors publish them, with what they are written in; for `make themes`.
THEMES = ("apollo@1.0.6", "ayer@1.9.7-0", "butterfly@5.7.0", "diaspora@1.0.1", "fluid@1.9.9", "icarus@6.1.1",
          "keep@4.3.0", "kratos-rebirth@3.0.1", "minimalism@1.4.4", "next@8.29.0", "redefine@2.9.0", "solitude@4.0.0",
          "stellar@1.44.0")
FOR_THEMES = ("hexo-renderer-pug@3.0.0", "hexo-renderer-inferno@1.0.2", "hexo-renderer-less@4.0.0",
              "hexo-renderer-sass@0.5.0", "hexo-generator-tag@2.0.0", "hexo-pagination@4.0.0",
              "hexo-component-inferno@3.1.2", "hexo-util@4.0.0", "bulma-stylus@0.9.1", "moment@2.31.0",
              "moment-timezone@0.6.6")
ROBOTS = "User-agent: *\nDisallow: /noi-bo/\n"


@dataclass
class StaticSite:
    """Posts as files of a generator; every change is built and on the page when the call returns."""

    generator: str      # pelican, mkdocs or hexo
    theme: str
    folder: Path
    url: str
    drafts: dict[str, Draft] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fill(self, posts: int, now: datetime) -> list[Published]:
        for draft in draft_posts(posts, 7, now, 1):
            self.drafts[slug_of(draft)] = draft
        self._build()
        newest = sorted(self.drafts, key=lambda slug: self.drafts[slug].published, reverse=True)
        return [self._published(slug) for slug in newest]

    def add(self, draft: Draft) -> Published:
        self.drafts[slug_of(draft)] = draft
        self._build()
        return self._published(slug_of(draft))

    def edit(self, post: Published, body: str) -> None:
        self.drafts[post.id] = replace(self.drafts[post.id], body=body)
        self._build()

    def remove(self, post: Published) -> None:
        del self.drafts[post.id]
        self._build()

    def forbidden_and_asked(self) -> list[str]:
        return [path for path in self.asked if path.startswith("/noi-bo")]

    def _published(self, slug: str) -> Published:
        draft = self.drafts[slug]
        return Published(slug, self.url + self.path(slug, draft), draft.title, local(draft).date())

    def path(self, slug: str, draft: Draft) -> str:
        """Where the generator puts a post."""
        day = local(draft)
        return {"pelican": f"/{slug}.html", "hexo": f"/{day:%Y/%m/%d}/{slug}/"}.get(
            self.generator, f"/tin-bai/{day:%Y/%m/%d}/{slug}/")

    def channels(self) -> Channels:
        """What its menu names, and the lists that the generator adds itself."""
        office = "/noi-bo"
        if self.generator == "mkdocs":
            return Channels({"/tin-bai": "Tin bài"}, {"/gioi-thieu": "Giới thiệu"}, ("/tin-bai/category/", office))
        if self.generator == "pelican":
            return Channels({f"/category/{hexo_name(name).lower()}.html": name for name in self.names()},
                            {"/pages/gioi-thieu.html": "Giới thiệu"},
                            ("/archives", "/categories", "/tag", "/author", office))
        return Channels({f"/categories/{hexo_name(name)}": name for name in self.names()}, {},
                        ("/archives", "/categories", "/tags", office))

    def names(self) -> list[str]:
        return sorted({draft.categories[0] for draft in self.drafts.values()})

    def write(self) -> None:
        """All posts as the generator's files, and its run."""
        {"pelican": _build_pelican, "mkdocs": build_mkdocs, "hexo": _build_hexo}[self.generator](self)

    def _build(self) -> None:
        self.write()
        (self.folder / "output" / "robots.txt").write_text(ROBOTS)


def slug_of(draft: Draft) -> str:
    plain = unicodedata.normalize("NFD", draft.title.replace("Đ", "D").replace("đ", "d"))
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "-".join(words.lower().split())


def hexo_name(category: str) -> str:
    plain = unicodedata.normalize("NFD", category.replace("Đ", "D").replace("đ", "d"))
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "-".join(words.split())


def local(draft: Draft) -> datetime:
    return draft.published.astimezone(VIETNAM)


def _build_pelican(site: StaticSite) -> None:
    content = site.folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    (content / "pages").mkdir(parents=True)
    for slug, draft in site.drafts.items():
        head = f"Title: {draft.title}\nDate: {local(draft):%Y-%m-%d %H:%M}\nCategory: {draft.categories[0]}\n"
        (content / f"{slug}.md").write_text(f"{head}Slug: {slug}\n\n{draft.body}\n")
    (content / "pages" / "gioi-thieu.md").write_text(
        "Title: Giới thiệu\nSlug: gioi-thieu\n\nXã có mười hai thôn, bản; trụ sở đặt tại thôn trung tâm của xã.\n")
    (site.folder / "conf.py").write_text(
        "SITENAME = 'Cổng thông tin điện tử xã Thử Nghiệm'\nSITEURL = ''\nPATH = 'content'\nDEFAULT_LANG = 'vi'\n"
        f"TIMEZONE = 'Asia/Ho_Chi_Minh'\nTHEME = {site.theme!r}\nDEFAULT_PAGINATION = 10\n"
        "DELETE_OUTPUT_DIRECTORY = True\n"
        "FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None\n"
        "LINKS = (('Khu vực nội bộ', '/noi-bo/'),)\nMENUITEMS = (('Khu vực nội bộ', '/noi-bo/'),)\n")
    run([_installed("pelican"), "content", "-s", "conf.py", "-o", "output", "-q"], site.folder)


def _installed(program: str) -> str:
    return environment(program, PIP[program], program)


def environment(name: str, needs: tuple[str, ...], program: str) -> str:
    """A program from a Python environment of its own, made on first use."""
    folder = CACHE / name
    if not (folder / "bin" / program).exists():
        run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(folder)], CACHE)
        run(["python3", "-m", "pip", "-q", "--disable-pip-version-check", "--python", str(folder / "bin" / "python"),
             "install", *needs], CACHE)
    return str(folder / "bin" / program)


def build_mkdocs(site: StaticSite, program: str | None = None) -> None:
    """MkDocs with its blog plugin, or another `program` that reads the same settings and files."""
    docs = site.folder / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    (docs / "tin-bai" / "posts").mkdir(parents=True)
    for slug, draft in site.drafts.items():
        title, category = (json.dumps(text, ensure_ascii=False) for text in (draft.title, draft.categories[0]))
        opening, _, rest = draft.body.partition("\n\n")
        (docs / "tin-bai" / "posts" / f"{slug}.md").write_text(
            f"---\ntitle: {title}\ndate: {local(draft):%Y-%m-%d}\nslug: {slug}\ncategories: [{category}]\n---\n"
            f"{opening}\n\n<!-- more -->\n\n{rest}\n")
    (docs / "tin-bai" / "index.md").write_text("# Tin bài\n")
    (docs / "index.md").write_text("# Xã Thử Nghiệm\n\nTrang thông tin điện tử của xã.\n")
    (docs / "gioi-thieu.md").write_text("# Giới thiệu\n\nXã có mười hai thôn, bản; trụ sở đặt tại thôn trung tâm.\n")
    settings = {
        "site_name": "Cổng thông tin điện tử xã Thử Nghiệm", "site_url": site.url, "docs_dir": "docs",
        "site_dir": "output", "theme": {"name": "material", "language": "vi", "features": ["navigation.expand"]},
        "plugins": [{"blog": {"blog_dir": "tin-bai", "pagination_per_page": 10, "archive": False}}],
        "nav": ["index.md", {"Giới thiệu": "gioi-thieu.md"}, {"Tin bài": ["tin-bai/index.md"]},
                {"Khu vực nội bộ": "/noi-bo/"}],
    }
    (site.folder / "mkdocs.yml").write_text(json.dumps(settings, ensure_ascii=False))
    run([program or _installed("mkdocs"), "build", "-f", "mkdocs.yml"], site.folder)


def _build_hexo(site: StaticSite) -> None:
    posts = site.folder / "source" / "_posts"
    shutil.rmtree(site.folder / "source", ignore_errors=True)
    shutil.rmtree(site.folder / "output", ignore_errors=True)
    (site.folder / "db.json").unlink(missing_ok=True)
    posts.mkdir(parents=True)
    for slug, draft in site.drafts.items():
        title, category = (json.dumps(text, ensure_ascii=False) for text in (draft.title, draft.categories[0]))
        head = f"title: {title}\ndate: {local(draft):%Y-%m-%d %H:%M:%S}\ncategories: [{category}]\n"
        (posts / f"{slug}.md").write_text(f"---\n{head}---\n{draft.body}\n")
    menu = {"Trang chủ": "/", **{name: f"/categories/{hexo_name(name)}/" for name in site.names()},
            "Khu vực nội bộ": "/noi-bo/"}
    settings = {
        "title": "Cổng thông tin điện tử xã Thử Nghiệm", "language": "vi", "timezone": "Asia/Ho_Chi_Minh",
        "url": site.url, "permalink": ":year/:month/:day/:title/", "public_dir": "output", "theme": site.theme,
        "index_generator": {"per_page": 10}, "category_generator": {"per_page": 10},
        "archive_generator": {"per_page": 10}, "theme_config": {"menu": menu, "date_format": "DD/MM/YYYY"},
        "date_format": "DD/MM/YYYY",
    }
    (site.folder / "_config.yml").write_text(json.dumps(settings, ensure_ascii=False))
    modules = site.folder / "node_modules"
    if not modules.exists():
        installed = _hexo(site.theme)
        modules.symlink_to(installed)
        shutil.copy(installed.parent / "package.json", site.folder)
    run(["node", str(modules / "hexo" / "bin" / "hexo"), "generate", "--silent"], site.folder)


def _hexo(theme: str) -> Path:
    plain = theme == "landscape"
    more = () if plain else (*FOR_THEMES, *(f"hexo-theme-{name}" for name in THEMES))
    folder = CACHE / ("hexo" if plain else "hexo-themes")
    if not (folder / "node_modules" / ".done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"name": "site", "private": true, "hexo": {"version": ""}}')
        run(["npm", "install", "--no-audit", "--no-fund", "--silent", "--legacy-peer-deps", "--save", *HEXO, *more],
            folder)
        (folder / "node_modules" / ".done").touch()
    return folder / "node_modules"


def run(command: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "TZ": "Asia/Ho_Chi_Minh"}  # Hexo reads days in the zone of its machine
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    said = done.stdout[-2000:] + done.stderr[-2000:]
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}\n{said}"


@contextmanager
def static_site(
    generator: str, theme: str, address: str = "127.0.0.1", kind: type[StaticSite] = StaticSite
) -> Iterator[StaticSite]:
    """An empty site of a generator, served on a loopback address until the block ends."""
    with tempfile.TemporaryDirectory(prefix=f"soicong-{generator}-") as name:
        folder = Path(name)
        (folder / "output").mkdir()
        site = kind(generator, theme, folder, "")

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *arguments: object, **more: object) -> None:
                super().__init__(*arguments, directory=str(folder / "output"), **more)  # type: ignore[arg-type]

            def do_GET(self) -> None:
                site.asked.append(self.path)
                super().do_GET()

            def log_message(self, *_: object) -> None:
                return

        server = ThreadingHTTPServer((address, 0), Handler)
        site.url = f"http://{address}:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield site
        finally:
            server.shutdown()
            server.server_close()
