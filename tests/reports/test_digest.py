"""The nightly digest: one page that acts on nothing, says what was seen in words, and tells mistakes plainly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports.__main__ import app
from tests.monitor.filled import ASKER, LAST, PORTALS, SCRIPT, UNDATED, call, fill, run

NAME = "digest-2026-11-20.html"


@dataclass(frozen=True)
class Digest:
    raw: str
    tree: LexborHTMLParser

    @property
    def text(self) -> str:
        """What a reader sees, in one line."""
        body = self.tree.body
        assert body is not None
        return " ".join(body.text(separator=" ").split())

    def links(self) -> list[str]:
        return [a.attributes.get("href") or "" for a in self.tree.css("a")]


def parse(path: Path) -> Digest:
    raw = path.read_text(encoding="utf-8")
    return Digest(raw, LexborHTMLParser(raw))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('reports') / 'monitor.db'}"
    fill(url)
    return url


@pytest.fixture(scope="module")
def page(database: str, tmp_path_factory: pytest.TempPathFactory) -> Digest:
    out = tmp_path_factory.mktemp("out") / "deep" / "down"
    done = call(app, database, "digest", "2026-11-20", "--out", str(out))
    assert done.exit_code == 0, (done.stderr, done.exception)
    return parse(out / NAME)


def test_the_command_as_a_process_on_both_engines(database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    done = run("reports", database_url, "digest", "2026-11-20", "--out", str(tmp_path / "out"))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [NAME, "gaps-2026-11-20.xlsx"]
    assert NAME in done.stderr and "gaps-2026-11-20.xlsx" in done.stderr
    assert "Bản tin đêm 20/11/2026" in parse(tmp_path / "out" / NAME).text


def test_one_file_that_needs_and_fetches_nothing(page: Digest) -> None:
    for tag in ("script", "link", "img", "iframe", "object", "embed", "form", "base", "svg"):
        assert not page.tree.css(tag), tag
    style = "".join(node.text() for node in page.tree.css("style"))
    assert not re.search(r"url\(|@import", style)
    assert page.tree.css_first("meta[charset]").attributes["charset"] == "utf-8"
    assert page.tree.css_first("html").attributes["lang"] == "vi"
    assert "viewport" in page.raw and "@media print" in style


def test_what_portals_print_cannot_act(page: Digest) -> None:
    for node in page.tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")], node.html
    assert not [link for link in page.links() if not re.match(r"https?://", link)]
    assert SCRIPT in page.text and "alert(3)" not in page.raw
    assert PORTALS["xa-a"][0] in page.text, "a portal's name is text as well"
    assert "Tin cũ <i>" in page.text and not page.tree.css("i")


def test_a_title_keeps_its_link_and_an_address_that_is_none_has_no_link(page: Digest) -> None:
    assert "https://xa-a.test/tin-11?a=1&b=2" in page.links()
    assert "Tin ghi lùi ngày" in page.text and not any("[" in link for link in page.links())


def test_the_night_in_one_sentence(page: Digest) -> None:
    headline = page.tree.css_first(".headline")
    assert headline.attributes["class"] == "headline partly"
    assert headline.text() == ("Đêm đã xong, quan sát được 2/3 cổng có địa chỉ xác nhận. "
                               "Cổng không quan sát được không bị kết luận gì.")


def test_days_times_and_numbers_as_vietnamese_papers_print_them(page: Digest) -> None:
    assert "bắt đầu 01:30 ngày 20/11/2026, kết thúc 03:30 ngày 20/11/2026" in page.text
    assert "3.702 lượt truy cập" in page.text
    assert "31/07/2026" in page.text and "22/10/2026" in page.text
    assert not re.search(r"\d{4}-\d\d-\d\d", page.text.replace("gaps-2026-11-20.xlsx", ""))


def test_a_changed_day_is_printed_as_a_day(page: Digest) -> None:
    assert "Đổi ngày đăng: 01/06/2026 → 01/07/2026" in page.text


def test_reasons_in_words_with_who_acts(page: Digest) -> None:
    row = next(row for row in page.tree.css("tr") if "cổng không trả lời" in row.text())
    assert "Sở Công Thương" in row.text() and "nhà cung cấp hạ tầng" in row.text()
    assert "địa chỉ chưa được xác nhận" in page.text
    for code in ("address_unconfirmed", "not_observed", "not_met", "awaiting", "project_default", "observed"):
        assert code not in page.text, code


def test_what_is_new_and_what_changed(page: Digest) -> None:
    assert "=1+1" in page.text and UNDATED in page.text and "không rõ ngày" in page.text
    assert "Xã, phường: 4" in page.text
    for words in ("Sửa nội dung", "Đổi tiêu đề", "Không còn hiển thị", "Đổi ngày đăng"):
        assert words in page.text, words
    assert "a" * 64 not in page.text, "fingerprints are nothing to read"


def test_what_needs_a_look(page: Digest) -> None:
    heads = [h.text() for h in page.tree.css("h3")]
    assert "Câu hỏi quá hạn trả lời (1)" in heads
    assert "Cổng không hoạt động (1)" in heads
    assert "Tin, bài ghi ngày lùi (1)" in heads
    assert "Danh sách máy đọc chưa hiểu hoặc không rõ ngày (1)" in heads
    assert "2/9 mục không rõ ngày" in page.text
    assert next(h for h in heads if h.startswith("Mục thông tin bắt buộc")).endswith(" 2 cổng)")


def test_where_readers_and_feeds_disagree(page: Digest) -> None:
    heads = [h.text() for h in page.tree.css("h3")]
    assert "Hai máy đọc không khớp nhau (1 trong 2 trang đối chiếu, 50,0 %)" in heads
    assert "ngày của 2 mục khác nhau" in page.text
    assert "RSS và sơ đồ trang nói khác danh sách (1)" in heads
    assert "https://xa-b.test/rss?a=<b>" in page.text and "1.500" in page.text


def test_the_thresholds_say_on_whose_authority_they_stand(page: Digest) -> None:
    footer = page.tree.css_first("footer").text()
    assert "3 trong 5 đêm" in footer and "quá 60 ngày" in footer and "15 ngày làm việc" in footer
    assert "đề xuất của dự án, chờ duyệt" in footer


def test_nobody_who_asked_is_named(page: Digest) -> None:
    assert ASKER not in page.raw and "Người hỏi không được lưu tên" in page.text


def test_the_first_night_calls_nothing_new(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url, nights=1)
    assert call(app, url, "digest", "2026-11-20", "--out", str(tmp_path)).exit_code == 0
    first = parse(tmp_path / NAME).text
    assert "Đây là đêm đầu tiên: mọi tin, bài đều được ghi nhận làm mốc, chưa có tin nào gọi là mới." in first
    assert "đêm đầu tiên: chưa có gì để so" in first
    assert "Cổng không hoạt động (" not in first, "one night condemns nobody"
    assert "Mục thông tin bắt buộc chưa thấy" not in first


def test_an_earlier_night_is_told_as_it_stood(database: str, tmp_path: Path) -> None:
    assert call(app, database, "digest", "2026-11-19", "--out", str(tmp_path)).exit_code == 0
    earlier = parse(tmp_path / "digest-2026-11-19.html")
    assert "Đêm trọn vẹn: quan sát được 3/3 cổng có địa chỉ xác nhận." in earlier.text
    assert "=1+1" not in earlier.text, "first seen on the night after"


@pytest.mark.parametrize(("night", "words"), [
    ("2026-11-30", "Chưa có đêm 30/11/2026"), ("2026-11-31", "Không hiểu đêm '2026-11-31'"),
    ("hôm qua", "Không hiểu đêm 'hôm qua'"), ("20/11/2026", "Không hiểu đêm"), ("0001-01-01", "Không hiểu đêm"),
    ("20261120", "Không hiểu đêm"), ("2026-W47-5", "Không hiểu đêm"),
])
def test_a_night_that_does_not_exist(database: str, tmp_path: Path, night: str, words: str) -> None:
    done = call(app, database, "digest", night, "--out", str(tmp_path / "out"))
    assert (done.exit_code, done.stdout) == (2, ""), done.exception
    assert words in " ".join(done.stderr.split())
    assert not (tmp_path / "out").exists()


def test_a_missing_database_and_a_folder_that_cannot_be_written(database: str, tmp_path: Path) -> None:
    done = call(app, f"sqlite:///{tmp_path / 'none.db'}", "digest", "2026-11-20", "--out", str(tmp_path))
    assert (done.exit_code, "Chưa có cơ sở dữ liệu" in done.stderr) == (2, True)
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = call(app, database, "digest", str(LAST), "--out", str(tmp_path / "file"))
    assert (done.exit_code, "Không ghi được vào" in done.stderr) == (2, True), done.exception
