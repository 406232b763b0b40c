"""Further generators from PyPI, for `make unmet`: Lektor with the blog of its quickstart, and Zensical's blog."""

from __future__ import annotations

import shutil

from tests.cms.channels import Channels
from tests.services.static_site import StaticSite, build_mkdocs, environment, hexo_name, local, run
from tests.services.vietnamese import Draft

LEKTOR, ZENSICAL = ("lektor==3.3.14",), ("zensical==0.0.73",)
_QUICKSTART = """
from lektor.quickstart import Generator
Generator("project").run({
    "project_name": "Xã Thử Nghiệm", "project_slug": "xa", "project_path": "project", "with_blog": True,
    "this_year": 2026, "today": "2026-11-01", "author_name": "Văn phòng"}, "project")
"""


class LektorSite(StaticSite):
    """The quickstart's project with one blog for each channel instead of its only one, named in its menu."""

    def path(self, slug: str, draft: Draft) -> str:
        return f"/{_channel(draft.categories[0])}/{slug}/"

    def channels(self) -> Channels:
        return Channels({f"/{_channel(name)}": name for name in self.names()}, {"/about": "About"})

    def write(self) -> None:
        lektor = environment("lektor", LEKTOR, "lektor")
        project = self.folder / "project"
        shutil.rmtree(project, ignore_errors=True)
        run([lektor.replace("/bin/lektor", "/bin/python"), "-c", _QUICKSTART], self.folder)
        for example in ("blog", "projects"):
            shutil.rmtree(project / "content" / example)
        layout = project / "templates" / "layout.html"
        entries = ", ".join(f"['/{_channel(name)}', '{name}']" for name in self.names())
        menu = layout.read_text().replace("['/blog', 'Blog']", entries).replace("['/projects', 'Projects'],", "")
        assert entries in menu, "the quickstart's menu is written in another way"
        layout.write_text(menu)
        for name in self.names():
            folder = project / "content" / _channel(name)
            folder.mkdir()
            (folder / "contents.lr").write_text(f"_model: blog\n---\ntitle: {name}\n")
        for slug, draft in self.drafts.items():
            folder = project / "content" / _channel(draft.categories[0]) / slug
            folder.mkdir()
            (folder / "contents.lr").write_text(
                f"title: {draft.title}\n---\nauthor: Văn phòng\n---\npub_date: {local(draft):%Y-%m-%d}\n---\n"
                f"body:\n\n{draft.body}\n")
        run([lektor, "build", "-O", str(self.folder / "output")], project)


class ZensicalSite(StaticSite):
    """Reads MkDocs' settings, has templates of its own."""

    def channels(self) -> Channels:
        return Channels({"/tin-bai": "Tin bài"}, {"/gioi-thieu": "Giới thiệu"}, ("/tin-bai/category/", "/noi-bo"))

    def write(self) -> None:
        for kept in ("output", ".cache"):  # it keeps what it wrote before
            shutil.rmtree(self.folder / kept, ignore_errors=True)
        build_mkdocs(self, environment("zensical", ZENSICAL, "zensical"))


def _channel(name: str) -> str:
    return hexo_name(name).lower()
