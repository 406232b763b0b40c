"""A very small province of two portals, the commands of its night, and all that a night leaves behind on a database."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from crawler.database import open_engine
from tests.imports.helpers import HEADING, ROWS, write_xlsx
from tests.nights import ROOT, environment, export, night_command, registry_file
from tests.site import Page, serve_pages

NOW = "2026-11-20T01:30:00+07:00"
BEFORE = [f"2026-11-{day}T01:30:00+07:00" for day in (17, 18, 19)]  # nights that are over: verdicts need several
#: Beside what the nights' tests compare: verdicts and imports, without row numbers.
MORE = {
    "findings": """select n.night, f.portal, f.kind, f.subject, f.verdict, f.negative, f.life, f.grade, f.sentence
                   from findings f join nights n on n.id = f.night_id""",
    "certificates": "select kind, portal, as_of, holds, needed, grade, sentence from certificates",
    "imports": "select kind, period_start, period_end, version, sha256, kept from imports",
    "import_rows": "select line, subject, part, figures from import_rows",
}


@dataclass(frozen=True)
class Place:
    """Where one trial happens: its data directory and its database."""

    data: Path
    url: str
    registry: Path
    figures: Path
    more: Mapping[str, str] = field(default_factory=dict)  # further variables of the commands' environment

    def night(self, now: str = NOW, program: str = "crawler", log: Path | None = None) -> subprocess.Popen[bytes]:
        """A night; `program` may be a module that changes something and then is `crawler`."""
        python, flag, _, *rest = night_command(self.registry, "--resume")
        return self.start([python, flag, program, *rest], now, log)

    def imports(self) -> subprocess.Popen[bytes]:
        return self.start([sys.executable, "-m", "monitor", "import", "questions", str(self.figures), "--yes"], NOW)

    def start(self, command: list[str], now: str = NOW, log: Path | None = None) -> subprocess.Popen[bytes]:
        with (log or self.data.parent / f"{self.data.name}.log").open("ab") as said:
            return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                                    env=environment(self.data, now, SOICONG_DATABASE_URL=self.url, **self.more))

    def said(self) -> str:
        """The end of what the commands said, for a failed assertion."""
        return Path(f"{self.data}.log").read_text(errors="replace")[-2000:]

    def left(self) -> Counter[tuple[str, str]]:
        """Every row that a night leaves, as (table, text)."""
        rows = Counter((table, row) for table, lines in export(self.data, self.url).items() for row in lines)
        engine = open_engine(self.url)
        with engine.connect() as link:
            for table, query in MORE.items():
                rows.update((table, str([str(value) for value in row])) for row in link.execute(text(query)))
        engine.dispose()
        return rows


@contextmanager
def two_portals(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Serve them; (registry, file of figures). One portal has posts of this week, the other nothing new for months."""
    with ExitStack() as stack:
        urls = [stack.enter_context(serve_pages(_pages(*when))).url for when in ((11, 2026), (3, 2026))]
        rows = [{"code": f"X{n}", "name": f"Xã Thử {n}", "url": f"{url}/", "hosts": "127.0.0.1"}
                for n, url in enumerate(urls)]
        yield registry_file(folder / "portals.csv", rows), write_xlsx(folder / "cau-hoi.xlsx", (HEADING, *ROWS))


def old_portal() -> dict[str, Page]:
    """A portal without a new post for months."""
    return _pages(3, 2026)


def _pages(month: int, year: int) -> dict[str, Page]:
    menu = "<nav><ul>" + "".join(f"<li><a href='/muc-{n}'>{title}</a></li>" for n, title in enumerate(
        ("Giới thiệu", "Tin tức - sự kiện", "Thông báo", "Văn bản", "Liên hệ"))) + "</ul></nav>"

    def page(title: str, body: str) -> str:
        return (f"<html><head><title>{title}</title></head><body>{menu}<main><h1>{title}</h1>{body}</main>"
                "<footer>Ủy ban nhân dân xã Thử</footer></body></html>")

    posts = {n: f"{18 - n:02d}/{month:02d}/{year}" for n in range(6)}
    rows = "".join(f"<li><a href='/tin/{n}'>Hội nghị tổng kết công tác tháng lần thứ {n + 1}</a> "
                   f"<span>{day}</span></li>" for n, day in posts.items())
    pages: dict[str, Page] = {f"/tin/{n}": page(
        f"Hội nghị tổng kết công tác tháng lần thứ {n + 1}",
        f"<p>Ngày đăng: {day}</p><p>" + "Hội nghị đã nghe báo cáo và thảo luận nhiều nội dung. " * 8 + "</p>")
        for n, day in posts.items()}
    return pages | {
        "/": page("Xã Thử", "<p>Trang thông tin điện tử của xã.</p>"),
        "/muc-0": page("Giới thiệu", "<p>" + "Xã có truyền thống lâu đời. " * 20 + "</p>"),
        "/muc-1": page("Tin tức - sự kiện", f"<ul class='list'>{rows}</ul>"),
        "/muc-2": page("Thông báo", "<p>Chưa có bài viết nào.</p>"),
        "/muc-3": page("Văn bản", "<p>Chưa có bài viết nào.</p>"),
        "/muc-4": page("Liên hệ", "<p>Điện thoại: 0214 3 840 034</p>"),
    }
