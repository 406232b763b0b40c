"""Redmine (Rails, Debian): news of many projects with whole texts in their lists, documents, boards, a wiki."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.cms.two_nights import FIRST, SECOND, VIETNAM, Published
from tests.services.office import ask_office
from tests.services.process import free_port, give_away, running, server_folder
from tests.services.vietnamese import Draft, draft_pages, draft_posts

SOURCE = Path("/usr/share/redmine")
SCRIPTS = Path(__file__).parent / "ruby"
OFFICE = "Văn phòng UBND xã"
ANSWER = "UBND xã trả lời: đề nghị ông (bà) mang giấy tờ tùy thân đến bộ phận một cửa của xã để được hướng dẫn cụ thể."
QUESTIONS = (
    "Thủ tục đăng ký khai sinh cho trẻ cần những giấy tờ gì?",
    "Bao giờ xã tổ chức tiêm phòng cho đàn gia súc?",
    "Xin hỏi lịch tiếp công dân của Chủ tịch UBND xã?",
    "Hộ cận nghèo được vay vốn ở đâu, lãi suất bao nhiêu?",
    "Đường vào thôn Ngải Thầu khi nào được sửa chữa?",
    "Làm lại thẻ căn cước bị mất thì nộp hồ sơ ở đâu?",
    "Trẻ em dưới 6 tuổi được cấp thẻ bảo hiểm y tế thế nào?",
    "Muốn tách thửa đất ở nông thôn phải đáp ứng điều kiện gì?",
)
ASKED_FOR = re.compile(r'"GET (\S+) HTTP')


@dataclass
class Redmine:
    """A running Redmine on loopback; its clock is that of the night that comes next."""

    folder: Path
    url: str
    questions: list[Published] = field(default_factory=list)

    def fill(self, posts: int, now: datetime) -> list[Published]:
        ask_office(self.folder, {"what": "init"})
        news = draft_posts(posts, 7, now, 1)
        made = self._save([*map(_news, news), *_papers(now)])
        self._save(_pages())
        self.questions = self._save(_asked(now))
        return sorted(made, key=lambda post: (post.published_on, str(post.id)), reverse=True)

    def add(self, draft: Draft) -> Published:
        ask_office(self.folder, {"what": "clock", "clock": SECOND})
        return self._save([_news(draft)])[0]

    def edit(self, post: Published, body: str) -> None:
        ask_office(self.folder, {"what": "edit", "id": post.id, "body": _plain(body)})

    def remove(self, post: Published) -> None:
        ask_office(self.folder, {"what": "remove", "id": post.id})

    def forbidden_and_asked(self) -> list[str]:
        """What Redmine's own robots.txt forbids: activity, issues, search, repositories."""
        with urlopen(f"{self.url}/robots.txt", timeout=60) as answer:
            rules = re.findall(r"^Disallow: (\S+)", answer.read().decode(), re.M)
        asked = ASKED_FOR.findall((self.folder / "bundle.log").read_text())
        return [path for path in asked if any(path.startswith(rule) for rule in rules if "*" not in rule)]

    def answers(self) -> bool:
        return (self.folder / "office.sock").exists()

    def _save(self, posts: list[dict[str, Any]]) -> list[Published]:
        return [Published(row["id"], self.url + row["url"], row["title"], date.fromisoformat(row["on"]))
                for row in ask_office(self.folder, {"what": "save", "posts": posts})]


def _pages() -> list[dict[str, Any]]:
    about, contact = draft_pages()
    return [{"kind": "page", "title": title, "body": _plain(body), "category": OFFICE}
            for title, body in (("Wiki", about[1]), about, contact)]


def _papers(now: datetime) -> list[dict[str, Any]]:
    return [{"kind": "document", "title": f"Quyết định số {40 + n}/QĐ-UBND về giao dự toán đợt {n}", "category": OFFICE,
             "body": "Quyết định của Ủy ban nhân dân xã kèm theo phụ lục chi tiết.",
             "published": (now - timedelta(days=9 * n)).isoformat()} for n in range(1, 9)]


def _asked(now: datetime) -> list[dict[str, Any]]:
    """Questions of citizens as topics of a board; every third waits for its answer."""
    return [{"kind": "topic", "title": title, "category": OFFICE, "answer": None if n % 3 == 2 else ANSWER,
             "body": "Kính gửi UBND xã, gia đình tôi ở thôn Lao Chải, xin được giải đáp nội dung trên. Xin cảm ơn.",
             "published": (now - timedelta(days=6 * n)).isoformat(),
             "answered": (now - timedelta(days=6 * n - 3)).isoformat()} for n, title in enumerate(QUESTIONS, 1)]


def _news(draft: Draft) -> dict[str, Any]:
    moment = draft.published if isinstance(draft.published, datetime) else datetime.fromisoformat(str(draft.published))
    paragraphs = _plain(draft.body)
    return {"kind": "news", "title": _short(draft.title), "body": paragraphs, "category": draft.categories[0],
            "summary": paragraphs.split(". ")[0], "published": moment.astimezone(VIETNAM).isoformat()}


def _short(title: str) -> str:
    """Redmine's titles have sixty letters at most; an editor leaves words out at the end."""
    return title if len(title) <= 60 else title[:60].rsplit(" ", 1)[0]


def _plain(body: str) -> str:
    return re.sub(r"</?p>", "\n", body).strip()


@contextmanager
def redmine() -> Iterator[Redmine]:
    """An empty Redmine with a database of its own, gone when the block ends."""
    with server_folder("redmine") as folder:
        site = folder / "site"
        shutil.copytree(SOURCE, site, ignore=_leave_out, ignore_dangling_symlinks=True)
        gems = site / "Gemfile"
        gems.write_text(gems.read_text().replace(str(SOURCE), str(site)) + "\ngem 'webrick'\n")
        for name in ("config", "files", "log", "tmp", "public"):
            (site / "instances" / "default" / name).mkdir(parents=True)
        own = site / "instances" / "default" / "config"
        (own / "database.yml").write_text(f"production:\n  adapter: sqlite3\n  database: {folder}/redmine.db\n")
        (own / "secret_key.txt").write_text("0123456789" * 12)
        shutil.copy(SCRIPTS / "tests.rb", site / "config" / "initializers" / "00-tests.rb")
        shutil.copy(SCRIPTS / "redmine_office.rb", site)
        give_away(folder)
        port = free_port()
        made = Redmine(site, f"http://127.0.0.1:{port}")
        settings = {"CLOCK": FIRST, "RAILS_ENV": "production", "TZ": "Asia/Ho_Chi_Minh", "HOST": f"127.0.0.1:{port}"}
        command = ["bundle", "exec", "ruby", "redmine_office.rb", str(port)]
        with running(command, site, made.answers, environment=settings):
            yield made


def _leave_out(folder: str, names: list[str]) -> list[str]:
    """Another instance's database and the lock of its gems; help pages and pictures, which nobody asks for."""
    return [name for name in names if name in ("instances", "Gemfile.lock", "database.yml", "help", "images")]
