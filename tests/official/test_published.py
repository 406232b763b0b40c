"""The nine-month report of 2023 from its own published figures: right arithmetic, and a note where it was wrong."""

import pytest

from reports.consistency.read_file import read_report
from tests.official.published import NOT_PRINTED, import_all, rebuild


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    import_all(folder)
    return rebuild(folder)


@pytest.fixture(scope="module")
def text(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("text") / "r.docx"
    path.write_bytes(report.document)
    return "\n".join(sentence.text for sentence in read_report(path).sentences)


SAID = [
    "3.318 tin, bài, bộ thông tin CSDL, tăng 426 tin, bài, bộ thông tin CSDL (14,7%) so với cùng kỳ năm 2022",
    "2.517 tin, bài; 801 bộ thông tin CSDL",
    "5.100.000 lượt, giảm 9.000.000 lượt (63,8%) so với cùng kỳ năm 2022, tăng 900.000 lượt (21,4%) so với cùng kỳ năm "
    "2021; lũy kế 76.109.805 lượt",
    "31.124 tin, bài, bộ thông tin CSDL, tăng 7.015 tin, bài, bộ thông tin CSDL (29,1%)",
    "4.524 tin, bài, bộ thông tin CSDL, tăng 130", "11.233 tin, bài, bộ thông tin CSDL, tăng 1.050",
    "6.783 tin, bài, bộ thông tin CSDL, giảm 165",
    "(123 Cổng) đăng tải mới 8.584 tin, bài, bộ thông tin CSDL, tăng 6.000",
    "Có 07/16 Cổng TTĐT thành phần", "07/16 Cổng TTĐT thành phần đạt từ 90 - 94 điểm",
    "02/16 Cổng TTĐT thành phần đạt 87",
    "Có 20/37 Cổng TTĐT thành phần", "17/37 Cổng TTĐT thành phần đạt từ 50 - 54,5 điểm",
    "545 tin, bài, sự kiện, tăng 45", "1.018.221 lượt", "12.997 người, tăng 1.997 người",
    "840 tin, bài, tăng 77 tin, bài", "278.220 lượt, tăng 40.528 lượt",
    "nhận được 371 câu hỏi, giảm 150 câu hỏi", "300/314 câu hỏi đủ điều kiện trả lời, đạt 95,5%", "14/314",
    "xóa 57 câu hỏi, chiếm 15,4%", "có 10 cơ quan, đơn vị không nhận được câu hỏi nào",
    "1.895 TTHC (cấp tỉnh 1.469 TTHC; cấp huyện 294 TTHC; cấp xã 132 TTHC)",
    "180.326 bộ hồ sơ, giảm 37.857 bộ hồ sơ", "41.426 bộ hồ sơ", "138.179 bộ hồ sơ", "721 bộ hồ sơ",
    "176.898/180.326 bộ hồ sơ, đạt 98,1%", "174.627/176.898 bộ hồ sơ, đạt 98,7%", "2.271/176.898 bộ hồ sơ, chiếm 1,3%",
    "3.428/180.326 bộ hồ sơ, chiếm 1,9%", "15/37 cơ quan, đơn vị đạt 15 điểm",
    "191 Cổng TTĐT thành phần, tăng 106 Cổng",
]


@pytest.mark.parametrize("said", SAID)
def test_every_figure_of_sections_one_and_two_is_said(text, said):
    assert said in text


def test_where_the_published_report_contradicts_itself_there_is_a_note(report, text):
    notes = {code: f.note.partition("tính lại từ ")[2] for code, f in report.figures.items() if f.published is not None}
    assert notes == {
        "BC-C1G": "31.124 và 24.109 được 29,1%", "BC-D4G": "37 điểm trong phụ biểu số 01 được 20",
        "BC-F5OP": "174.627/176.898 được 98,7%",
    }
    assert all(note in text for note in notes.values())


def test_only_the_impossible_lines_of_the_services_system_stand_against_it(report):
    assert report.unequal == ()
    assert [f.type for f in report.findings if f.severity in ("error", "likely_error")] == (
        ["impossible_value"] * 7)
    assert len(report.faults) == 7


def test_missing_figures_are_visible_gaps(report, text):
    gaps = {code for code, f in report.figures.items() if f.value is None}
    assert gaps == set(NOT_PRINTED)
    assert "[Chưa có số liệu: bản tin Người phát ngôn – Ban Biên tập Cổng TTĐT tỉnh cung cấp]" in text
