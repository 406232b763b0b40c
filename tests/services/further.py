"""Systems of other families than the generators met before: Jekyll with minima and ikiwiki (Debian), Nikola with
bootblog4 and ABlog (PyPI), Astro's Starlight with its blog (npm)."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path

from tests.cms.channels import Channels
from tests.services.static_site import CACHE, StaticSite, environment, hexo_name, local, run
from tests.services.vietnamese import Draft

ASTRO = ("astro@5.18.2", "@astrojs/starlight@0.36.3", "starlight-blog@0.24.3")
NIKOLA = ("nikola==8.3.3", "markdown==3.11.3")
ABLOG = ("ablog==0.11.13", "alabaster==1.0.0")
ABOUT = "Xã có mười hai thôn, bản; trụ sở đặt tại thôn trung tâm của xã."
NAME = "Cổng thông tin điện tử xã Thử Nghiệm"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def channel(name: str) -> str:
    return hexo_name(name).lower()


class JekyllSite(StaticSite):
    """minima as Debian ships it: its home page lists all posts, one page for each channel lists its own by the words
    that Jekyll's documentation gives for it."""

    def path(self, slug: str, draft: Draft) -> str:
        return f"/{channel(draft.categories[0])}/{local(draft):%Y/%m/%d}/{slug}.html"

    def channels(self) -> Channels:
        return Channels({f"/{channel(name)}": name for name in self.names()}, {"/gioi-thieu.html": "Giới thiệu"},
                        ("/noi-bo",))

    def write(self) -> None:
        for kept in ("source", "output"):
            shutil.rmtree(self.folder / kept, ignore_errors=True)
        posts = self.folder / "source" / "_posts"
        posts.mkdir(parents=True)
        source = posts.parent
        (source / "_config.yml").write_text(
            f"title: {NAME}\nlang: vi\ntheme: minima\nurl: {self.url}\ntimezone: Asia/Ho_Chi_Minh\n"
            "plugins: [jekyll-feed, jekyll-seo-tag]\nfuture: true\nminima: {date_format: '%d/%m/%Y'}\n")
        (source / "index.md").write_text("---\nlayout: home\nlist_title: Tin mới\n---\n")
        (source / "gioi-thieu.md").write_text(f"---\nlayout: page\ntitle: Giới thiệu\n---\n{ABOUT}\n")
        (source / "noi-bo.md").write_text("---\nlayout: page\ntitle: Khu vực nội bộ\npermalink: /noi-bo/\n---\n")
        for name in self.names():
            (source / f"{channel(name)}.html").write_text(
                f"---\nlayout: page\ntitle: {name}\npermalink: /{channel(name)}/\n---\n<ul>\n"
                f"{{% for post in site.categories['{channel(name)}'] %}}<li><a href=\"{{{{ post.url }}}}\">"
                "{{ post.title }}</a> ({{ post.date | date: '%d/%m/%Y' }})</li>\n{% endfor %}</ul>\n")
        for slug, draft in self.drafts.items():
            (posts / f"{local(draft):%Y-%m-%d}-{slug}.md").write_text(
                f"---\nlayout: post\ntitle: {quoted(draft.title)}\ndate: {local(draft):%Y-%m-%d %H:%M:%S} +0700\n"
                f"categories: [{channel(draft.categories[0])}]\n---\n{draft.body}\n")
        run(["jekyll", "build", "-q", "-s", str(source), "-d", str(self.folder / "output")], self.folder)


class NikolaSite(StaticSite):
    """bootblog4, with categories as channels."""

    def path(self, slug: str, draft: Draft) -> str:
        return f"/tin/{slug}/"

    def channels(self) -> Channels:
        return Channels({f"/categories/cat_{channel(name)}": name for name in self.names()},
                        {"/pages/gioi-thieu": "Giới thiệu"}, ("/archive", "/categories", "/noi-bo"))

    def write(self) -> None:
        for kept in ("posts", "pages", "output"):
            shutil.rmtree(self.folder / kept, ignore_errors=True)
            (self.folder / kept).mkdir()
        (self.folder / ".doit.db").unlink(missing_ok=True)
        links = [("/pages/gioi-thieu/", "Giới thiệu"),
                 *((f"/categories/cat_{channel(name)}/", name) for name in self.names()),
                 ("/noi-bo/", "Khu vực nội bộ")]
        (self.folder / "conf.py").write_text(
            f"BLOG_AUTHOR = 'Văn phòng'\nBLOG_TITLE = {NAME!r}\nSITE_URL = {self.url + '/'!r}\n"
            "BLOG_EMAIL = 'a@b.invalid'\n"
            "BLOG_DESCRIPTION = ''\nDEFAULT_LANG = 'vi'\nTRANSLATIONS = {'vi': ''}\nTHEME = 'bootblog4'\n"
            f"NAVIGATION_LINKS = {{'vi': {tuple(links)!r}}}\n"
            "NAVIGATION_ALT_LINKS = {'vi': ()}\nTIMEZONE = 'Asia/Ho_Chi_Minh'\nDATE_FANCINESS = 0\n"
            "POSTS = (('posts/*.html', 'tin', 'post.tmpl'),)\nPAGES = (('pages/*.html', 'pages', 'page.tmpl'),)\n"
            "COMPILERS = {'html': ('.html',)}\nINDEX_DISPLAY_POST_COUNT = 10\nCATEGORY_PAGES_ARE_INDEXES = True\n"
            "INDEX_TEASERS = True\nTHEME_CONFIG = {'vi': {'featured_large': False, 'featured_small': False,\n"
            "  'featured_on_mobile': False, 'featured_strip_html': True, 'sidebar': ''}}\n")
        (self.folder / "pages" / "gioi-thieu.html").write_text(
            f"<!--\n.. title: Giới thiệu\n.. slug: gioi-thieu\n.. date: 2025-07-01\n-->\n<p>{ABOUT}</p>\n")
        for slug, draft in self.drafts.items():
            teaser = draft.body.replace("\n\n", "\n<!-- TEASER_END -->\n", 1)  # with nothing behind, it hides all
            (self.folder / "posts" / f"{slug}.html").write_text(
                f"<!--\n.. title: {draft.title}\n.. slug: {slug}\n.. date: {local(draft):%Y-%m-%d %H:%M:%S} UTC+07:00\n"
                f".. category: {draft.categories[0]}\n-->\n{teaser}\n")
        run([environment("nikola", NIKOLA, "nikola"), "build", "-v", "0"], self.folder)


class StarlightSite(StaticSite):
    """Starlight's documentation with a blog beside it; the channels are the blog's tags, in the side of its pages."""

    def path(self, slug: str, draft: Draft) -> str:
        return f"/tin/{slug}/"

    def channels(self) -> Channels:
        tags = {f"/tin/tags/{name.lower().replace(' ', '-')}": name for name in self.names()}
        return Channels({"/tin": "Tin tức", **tags}, {"/gioi-thieu": "Giới thiệu"}, ("/tin/rss.xml", "/noi-bo"))

    def write(self) -> None:
        for kept in ("src", "output", ".astro"):
            shutil.rmtree(self.folder / kept, ignore_errors=True)
        docs = self.folder / "src" / "content" / "docs"
        (docs / "tin").mkdir(parents=True)
        (docs / "index.md").write_text(f"---\ntitle: {NAME}\n---\nTrang thông tin điện tử của xã.\n")
        (docs / "gioi-thieu.md").write_text(f"---\ntitle: Giới thiệu\n---\n{ABOUT}\n")
        (self.folder / "src" / "content.config.ts").write_text(
            "import { defineCollection } from 'astro:content';\n"
            "import { docsLoader } from '@astrojs/starlight/loaders';\n"
            "import { docsSchema } from '@astrojs/starlight/schema';\n"
            "import { blogSchema } from 'starlight-blog/schema';\n"
            "export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema({\n"
            "  extend: (context) => blogSchema(context) }) }) };\n")
        (self.folder / "astro.config.mjs").write_text(
            "import starlight from '@astrojs/starlight';\nimport { defineConfig } from 'astro/config';\n"
            "import starlightBlog from 'starlight-blog';\n"
            f"export default defineConfig({{ site: {self.url!r}, outDir: './output', integrations: [starlight({{\n"
            f"  title: {NAME!r}, locales: {{ root: {{ label: 'Tiếng Việt', lang: 'vi' }} }}, pagefind: false,\n"
            "  sidebar: [{ label: 'Giới thiệu', link: '/gioi-thieu/' },\n"
            "    { label: 'Khu vực nội bộ', link: '/noi-bo/' }],\n"
            "  plugins: [starlightBlog({ title: 'Tin tức', prefix: 'tin', postCount: 10, recentPostCount: 5 })]\n"
            "})] });\n")
        for slug, draft in self.drafts.items():
            (docs / "tin" / f"{slug}.md").write_text(
                f"---\ntitle: {quoted(draft.title)}\ndate: {local(draft):%Y-%m-%dT%H:%M:%S+07:00}\n"
                f"tags: [{quoted(draft.categories[0])}]\n---\n{draft.body}\n")
        modules(self.folder, "starlight", ASTRO)
        run(["node", "node_modules/astro/astro.js", "build", "--silent"], self.folder)


class AblogSite(StaticSite):
    """ABlog on Sphinx's own theme: a documentation whose pages are posts, with channels, months and authors in boxes at
    the side of every page."""

    def path(self, slug: str, draft: Draft) -> str:
        return f"/tin/{slug}.html"

    def channels(self) -> Channels:
        return Channels({f"/tin/category/{_sphinx_name(name)}.html": name for name in self.names()},
                        {"/gioi-thieu.html": "Giới thiệu"},
                        ("/tin.html", "/tin/20", "/tin/category.html", "/tin/archive.html", "/tin/drafts.html",
                         "/genindex", "/search", "/noi-bo"))

    def write(self) -> None:
        for kept in ("source", "output"):
            shutil.rmtree(self.folder / kept, ignore_errors=True)
        source = self.folder / "source"
        (source / "tin").mkdir(parents=True)
        (source / "conf.py").write_text(
            f"project = {NAME!r}\nlanguage = 'vi'\nextensions = ['ablog']\nhtml_theme = 'alabaster'\n"
            f"blog_title = {NAME!r}\nblog_path = 'tin'\nblog_baseurl = {self.url!r}\npost_date_format = '%d/%m/%Y'\n"
            "post_date_format_short = '%d/%m'\nhtml_copy_source = False\nhtml_show_sourcelink = False\n"
            "post_auto_excerpt = 1\nhtml_theme_options = {'extra_nav_links': {'Khu vực nội bộ': '/noi-bo/'}}\n"
            "html_sidebars = {'**': ['about.html', 'navigation.html', 'ablog/postcard.html',\n"
            "  'ablog/recentposts.html', 'ablog/categories.html', 'ablog/archives.html', 'searchbox.html']}\n")
        (source / "index.rst").write_text(
            f"{heading(NAME)}\nTrang thông tin điện tử của xã.\n\n.. postlist:: 10\n   :date: %d/%m/%Y\n"
            "   :format: {date} - {title}\n   :excerpts:\n\n.. toctree::\n   :hidden:\n\n   gioi-thieu\n"
)
        (source / "gioi-thieu.rst").write_text(f"{heading('Giới thiệu')}\n{ABOUT}\n")
        for slug, draft in self.drafts.items():
            text = draft.body.replace("<p>", "").replace("</p>", "")
            (source / "tin" / f"{slug}.rst").write_text(
                f":orphan:\n\n.. post:: {local(draft):%d/%m/%Y}\n   :category: {draft.categories[0]}\n\n"
                f"{heading(draft.title)}\n{text}\n")
        run([environment("ablog", ABLOG, "sphinx-build"), "-q", "-b", "html", "source", "output"], self.folder)


class IkiwikiSite(StaticSite):
    """ikiwiki with its sidebar as menu; the home page shows the newest posts whole, a channel's page its archive."""

    def path(self, slug: str, draft: Draft) -> str:
        return f"/{channel(draft.categories[0])}/{slug}/"

    def channels(self) -> Channels:
        return Channels({f"/{channel(name)}": name for name in self.names()}, {"/gioi-thieu": "Giới thiệu"},
                        ("/noi-bo", "/sidebar"))  # the page that the menu is written in is linked from all it names

    def write(self) -> None:
        for kept in ("source", "output"):
            shutil.rmtree(self.folder / kept, ignore_errors=True)
        source = self.folder / "source"
        source.mkdir()
        (self.folder / "xa.setup").write_text(
            f"# IkiWiki::Setup::Yaml - YAML formatted setup file\nwikiname: {NAME}\n"
            f"srcdir: {source}\ndestdir: {self.folder / 'output'}\nurl: {self.url}\n"
            "rcs: ''\nusedirs: 1\nadd_plugins: [sidebar, mdwn, inline, meta, tag, html]\n"
            "global_sidebars: 1\nrss: 1\nuserdir: ''\n"
            "timeformat: '%d/%m/%Y %H:%M'\ntimezone: Asia/Ho_Chi_Minh\ntagbase: ''\nlocale: C.UTF-8\n")
        names = self.names()
        links = "".join(f"* [[{name}|/{channel(name)}]]\n" for name in names)
        (source / "sidebar.mdwn").write_text(
            f"* [[Trang chủ|/index]]\n* [[Giới thiệu|/gioi-thieu]]\n{links}* [Khu vực nội bộ](/noi-bo/)\n")
        every = " or ".join(f"{channel(name)}/*" for name in names)
        (source / "index.mdwn").write_text(
            f'[[!meta title="{NAME}"]]\n[[!inline pages="({every}) and !*/sidebar" show="10" rootpage=""]]\n')
        (source / "gioi-thieu.mdwn").write_text(f'[[!meta title="Giới thiệu"]]\n{ABOUT}\n')
        for name in names:
            (source / channel(name)).mkdir()
            (source / f"{channel(name)}.mdwn").write_text(
                f'[[!meta title="{name}"]]\n[[!inline pages="{channel(name)}/*" archive="yes" show="0"]]\n')
        for slug, draft in self.drafts.items():
            (source / channel(draft.categories[0]) / f"{slug}.mdwn").write_text(
                f'[[!meta title="{draft.title}"]]\n[[!meta date="{local(draft):%Y-%m-%d %H:%M}"]]\n{draft.body}\n')
        run(["ikiwiki", "--setup", "xa.setup"], self.folder)


def _sphinx_name(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower())
    return re.sub(r"[^\w]+", "-", "".join(c for c in plain if not unicodedata.combining(c)))


def heading(text: str) -> str:
    return f"{text}\n{'=' * (len(text) + 2)}\n"


def modules(folder: Path, name: str, needs: tuple[str, ...]) -> None:
    """Packages from npm, installed once and named in the site's folder."""
    kept = CACHE / name
    if not (kept / "node_modules" / ".done").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        (kept / "package.json").write_text('{"name": "site", "private": true}')
        run(["npm", "install", "--no-audit", "--no-fund", "--silent", "--legacy-peer-deps", "--save", *needs], kept)
        (kept / "node_modules" / ".done").touch()
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(kept / "node_modules")
        shutil.copy(kept / "package.json", folder)
