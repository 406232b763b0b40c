"""The gap list as people open it: sheets, real dates and numbers, no formula, heads that stay in sight."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.database import open_engine
from crawler.models import Night, Post, PostEvent
from reports.__main__ import app
from reports.gaps import CHANGE_WORDS
from tests.monitor.filled import ASKER, PORTALS, SCRIPT, UNDATED, call, fill

HEADS = {
    "Thiếu mục": "Khối, Cổng, Mã mục, Mục thông tin, Kết luận, Thấy ở, Địa chỉ, Căn cứ, Độ phủ",
    "Không hoạt động": "Khối, Cổng, Kết luận, Tin mới nhất, Số ngày im, Đêm đã xem, Số đêm, Vì sao",
    "Hỏi đáp": "Khối, Cổng, Câu hỏi, Trạng thái, Hỏi ngày, Tiếp nhận, Trả lời, Người trả lời, Hạn, "
               "Trễ (ngày làm việc), Địa chỉ",
    "Tin mới": "Khối, Cổng, Tiêu đề, Ngày ghi trên bài, Thấy lần đầu, Địa chỉ",
    "Thay đổi": "Khối, Cổng, Tiêu đề, Thay đổi, Trước, Sau, Địa chỉ",
    "Độ phủ": "Khối, Mã cổng, Cổng, Trạng thái, Lý do, Ai xử lý, Chuyên mục đã xem, Trống, Một phần, "
              "Không quan sát được, Lượt truy cập",
    "Hai máy đọc": "Khối, Cổng, Trang, Khác nhau thế nào",
    "RSS, sơ đồ trang": "Khối, Cổng, Nguồn, Tiêu đề, Địa chỉ, Ngày theo nguồn, Ngày theo bài",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    folder = tmp_path_factory.mktemp("gaps")
    url = f"sqlite:///{folder / 'monitor.db'}"
    fill(url)
    done = call(app, url, "digest", "2026-11-20", "--out", str(folder))
    assert done.exit_code == 0, (done.stderr, done.exception)
    return load_workbook(folder / "gaps-2026-11-20.xlsx")


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    head, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_sheets_and_headings(book: Workbook) -> None:
    assert book.sheetnames == list(HEADS)
    for name, heads in HEADS.items():
        assert [cell.value for cell in book[name][1]] == heads.split(", "), name


def test_heads_stay_in_sight_and_can_be_filtered(book: Workbook) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "C2", sheet.title
        last = sheet.cell(max(sheet.max_row, 2), sheet.max_column).coordinate
        assert sheet.auto_filter.ref == f"A1:{last}", sheet.title
        assert sheet.print_title_rows in ("1:1", "$1:$1") and sheet.page_setup.orientation == "landscape"
        assert sheet["A1"].font.bold


def test_no_cell_is_a_formula_or_an_error(book: Workbook) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d"), (sheet.title, cell.coordinate, cell.data_type)
                assert cell.hyperlink is None


def test_texts_stay_texts(book: Workbook) -> None:
    new = {row["Tiêu đề"]: row for row in rows(book, "Tin mới")}
    assert set(new) == {"=1+1", SCRIPT, "Tin ghi lùi ngày", UNDATED}
    assert new[SCRIPT]["Địa chỉ"] == "javascript:alert(3)"
    cell = next(c for c in book["Tin mới"]["C"] if c.value == "=1+1")
    assert cell.data_type == "s"
    assert '=HYPERLINK("http://x")' in [row["Câu hỏi"] for row in rows(book, "Hỏi đáp")]


def test_days_are_days_and_numbers_are_numbers(book: Workbook) -> None:
    new = {row["Tiêu đề"]: row for row in rows(book, "Tin mới")}
    assert new["Tin ghi lùi ngày"]["Ngày ghi trên bài"] == datetime(2026, 10, 1)  # noqa: DTZ001 - cells have no zone
    assert new[UNDATED]["Ngày ghi trên bài"] is None
    cell = next(c for c in book["Tin mới"]["E"] if isinstance(c.value, datetime))
    assert cell.number_format == "dd/mm/yyyy"
    reach = {row["Mã cổng"]: row for row in rows(book, "Độ phủ")}
    assert reach["xa-a"]["Lượt truy cập"] == 1234
    late = next(row for row in rows(book, "Hỏi đáp") if row["Trạng thái"] == "chờ trả lời")
    assert (late["Trễ (ngày làm việc)"], late["Hạn"]) == (21, datetime(2026, 10, 22))  # noqa: DTZ001


def test_missing_sections_come_before_unknown_ones(book: Workbook) -> None:
    found = rows(book, "Thiếu mục")
    verdicts = [row["Kết luận"] for row in found]
    assert verdicts == sorted(verdicts, key=["chưa đạt", "không xác định"].index)
    first = next(row for row in found if row["Mã mục"] == "bc_dinhky" and row["Kết luận"] == "chưa đạt")
    assert "224/2026" in first["Căn cứ"] and "5/5 đêm" in first["Độ phủ"] and first["Khối"] == "Xã, phường"
    assert not [row for row in found if row["Cổng"] == PORTALS["so-c"][0] and row["Kết luận"] == "chưa đạt"]


def test_silent_portals(book: Workbook) -> None:
    found = rows(book, "Không hoạt động")
    assert [row["Kết luận"] for row in found] == ["không hoạt động", "không xác định", "hoạt động", "hoạt động"]
    assert (found[0]["Cổng"], found[0]["Số ngày im"], found[0]["Đêm đã xem"]) == ("Xã Bản Hồ", 112, 5)
    assert found[0]["Tin mới nhất"] == datetime(2026, 7, 31)  # noqa: DTZ001


def test_changes_in_words_and_days(book: Workbook) -> None:
    found = {row["Thay đổi"]: row for row in rows(book, "Thay đổi")}
    assert set(found) == {"sửa nội dung", "đổi ngày đăng", "đổi tiêu đề", "không còn hiển thị"}
    assert (found["sửa nội dung"]["Trước"], found["đổi tiêu đề"]["Trước"]) == (None, "Tin cũ <i>")
    assert found["đổi ngày đăng"]["Sau"] == datetime(2026, 7, 1)  # noqa: DTZ001


def test_reach_in_words(book: Workbook) -> None:
    reach = {row["Mã cổng"]: row for row in rows(book, "Độ phủ")}
    assert (reach["so-c"]["Trạng thái"], reach["so-c"]["Lý do"]) == ("không quan sát được", "cổng không trả lời")
    assert reach["dang-d"]["Lý do"] == "địa chỉ chưa được xác nhận" and reach["xa-b"]["Lý do"] is None
    assert (reach["xa-a"]["Chuyên mục đã xem"], reach["so-c"]["Chuyên mục đã xem"]) == (8, 0)


def test_where_readers_and_feeds_disagree(book: Workbook) -> None:
    assert [(row["Trang"], row["Khác nhau thế nào"]) for row in rows(book, "Hai máy đọc")] == [
        ("https://xa-a.test/muc-2", "ngày của 2 mục khác nhau")]
    more, other = rows(book, "RSS, sơ đồ trang")
    assert (more["Tiêu đề"], more["Ngày theo nguồn"], more["Ngày theo bài"]) == (
        "=2+2", datetime(2026, 7, 30), None)  # noqa: DTZ001
    assert other["Ngày theo bài"] == datetime(2026, 7, 31)  # noqa: DTZ001


def test_nobody_who_asked_is_named(book: Workbook) -> None:
    every = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [text for text in every if ASKER in text]
    assert "Trần Văn Trả Lời" in every


def test_a_night_with_nothing_to_show_makes_a_book_that_opens(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url, nights=1)
    assert call(app, url, "digest", "2026-11-20", "--out", str(tmp_path)).exit_code == 0
    empty = load_workbook(tmp_path / "gaps-2026-11-20.xlsx")["Tin mới"]
    assert (empty.max_row, empty.auto_filter.ref) == (1, "A1:F2")


@pytest.mark.parametrize("what", ["edited", "dated", "redated", "retitled", "removed", "returned", "due"])
def test_every_kind_of_change_has_its_words(tmp_path: Path, what: str) -> None:
    """A night on which a day stated beforehand had come had no digest at all (found by killed nights)."""
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url)
    engine = open_engine(url, write=True)
    with Session(engine) as session, session.begin():
        night = session.scalars(select(Night.id).order_by(Night.night.desc())).first()
        session.query(PostEvent).filter(PostEvent.night_id == night).delete()
        post = session.scalars(select(Post.id)).first()
        session.add(PostEvent(post_id=post, night_id=night, what=what))
    engine.dispose()
    done = call(app, url, "digest", "2026-11-20", "--out", str(tmp_path))
    assert done.exit_code == 0, done.stderr
    sheet = load_workbook(tmp_path / "gaps-2026-11-20.xlsx")["Thay đổi"]
    assert CHANGE_WORDS[what] in [cell.value for row in sheet for cell in row]
