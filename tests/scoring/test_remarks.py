"""Remarks written from the published deductions read like the office's own and say each fault once, with its points."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from monitor.scoring.facts import Advice, Award, Decision, Facts, Fault, Unseen
from monitor.scoring.prices import points_words
from monitor.scoring.remarks import write_remark
from monitor.scoring.score import score_portal
from tests.scoring import compare, published, tables

BONUS = "; Cộng 5 điểm khuyến khích đảm bảo font chữ, có ảnh minh họa, trình bày đẹp."
OWN = {
    "1": "* Duy trì cập nhật đầy đủ thông tin, CSDL theo quy định (đạt 50 điểm)" + BONUS,
    "21": "* Cơ bản duy trì cập nhật thông tin, CSDL theo quy định. Tuy nhiên cập nhật văn bản chỉ đạo điều hành còn ít"
          " (trừ 0,5 điểm) [PB01-21]" + BONUS,
    "23": "* Cơ bản duy trì cập nhật thông tin, CSDL theo quy định. Tuy nhiên cập nhật văn bản chỉ đạo điều hành còn ít"
          " (trừ 1 điểm) [PB01-23]. Lưu ý bổ sung thông tin người làm đầu mối liên hệ của Cổng TTĐT và địa chỉ thư"
          " điện tử giao dịch" + BONUS,
    "33": "* Cơ bản duy trì cập nhật thông tin, CSDL theo quy định. Tuy nhiên một số mục thông tin cập nhật chưa thường"
          " xuyên, đầy đủ: Văn bản chỉ đạo điều hành (trừ 1 điểm) [PB01-33]; Báo cáo phát triển ngành (trừ 1 điểm)"
          " [PB01-33]" + BONUS,
    "51": "* Cơ bản duy trì cập nhật thông tin, CSDL theo quy định. Tuy nhiên mục Giới thiệu còn thiếu sơ đồ tổ chức,"
          " tiểu sử tóm tắt và nhiệm vụ của lãnh đạo, cơ cấu các phòng, ban, đã nhắc nhở nhiều lần tại các báo cáo quý,"
          " năm (trừ 3 điểm) [PB01-51]; chưa có mục Thông tin về công tác tuyên vận (trừ 1 điểm) [PB01-51]" + BONUS,
    "53": "* Cập nhật thông tin, CSDL trên Cổng còn chưa thường xuyên, đầy đủ theo quy định, cụ thể: chưa đăng tải"
          " thông tin, CSDL khác theo quy định - trừ 2 điểm/mục/4 mục [PB01-53]" + BONUS,
}
REMARKS = {row["row"]: (part, write_remark(card, tables.rubric()))
           for row, card, part in published.replay("information", tables.decisions())}


@pytest.mark.parametrize("row", sorted(OWN, key=int))
def test_remarks_read_like_the_offices_own(row):
    assert REMARKS[row][1] == OWN[row]


@pytest.mark.parametrize("row", sorted(REMARKS, key=int))
def test_every_remark_is_whole(row):
    """The points said are the points taken, each fault has its evidence, no sentence comes twice, and it is NFC."""
    part, text = REMARKS[row]
    said = [Decimal(p.replace(",", ".")) for p in re.findall(r"\(trừ ([\d,]+) điểm\)", text)]
    said += [Decimal(p) * int(n) for p, n in re.findall(r"trừ (\d+) điểm/mục/(\d+) mục", text)]
    assert sum(said) == part.deducted and len(said) == len(part.of_kind("deduction")) == text.count("[PB01-")
    sentences = re.split(r"[.;] ", text)
    assert len(sentences) == len(set(sentences))
    assert text == unicodedata.normalize("NFC", text) and "  " not in text and text.endswith(".") and "None" not in text
    assert not re.search(r"\d\.\d", text), "numbers are printed with a comma"


def test_the_published_points_are_all_in_our_remarks():
    """The figures in brackets of each published remark are the figures in ours."""
    for row in tables.rows("information"):
        theirs = sorted(re.findall(r"\(trừ ([\d,]+) điểm\)", row["remark"]))
        assert sorted(re.findall(r"\(trừ ([\d,]+) điểm\)", REMARKS[row["row"]][1])) == theirs, row["row"]


def portal(**facts):
    return Facts("P", "Cổng P", "departments", **facts)


def remark(facts, decisions=()):
    return write_remark(score_portal(facts, decisions, tables.rubric(), tables.DAY), tables.rubric())


def test_advice_is_said_once_and_without_points():
    twice = (Advice("vb_cddh", "duplicate_section", ("BC-1",)), Advice("vb_cddh", "duplicate_section", ("BC-2",)))
    text = remark(portal(advices=twice))
    assert text == ("* Cơ bản duy trì cập nhật thông tin, CSDL theo quy định (đạt 50 điểm). Đề nghị rà soát, gộp các"
                    " mục trùng nhau về văn bản chỉ đạo điều hành.")


def test_a_waived_fault_becomes_advice():
    fault = Fault("vb_cddh", "missing_section", evidence=("BC-7",))
    waived = Decision("P", "information", "waive", "mới lập Cổng", "QĐ-1", "vb_cddh", "missing_section")
    assert "(trừ 1 điểm) [BC-7]" in remark(portal(faults=(fault,)))
    text = remark(portal(faults=(fault,)), [waived])
    assert "trừ" not in text and "Đề nghị xây dựng mục Văn bản chỉ đạo điều hành" in text


def test_no_bonus_is_promised_that_nobody_gave():
    assert "khuyến khích" not in remark(portal())
    assert "Cộng 2,5 điểm khuyến khích" in remark(portal(award=Award(Decimal("2.5"), ("đẹp",))))


def test_a_portal_that_is_not_scored_or_not_seen_gets_no_remark_on_its_faults():
    assert remark(replace(portal(), scored="mới xây dựng")) == "Không chấm điểm: mới xây dựng."
    items = [i.code for i in tables.rubric().blocks["gov"].items]
    blind = portal(unseen=tuple(Unseen(code, "không quan sát được") for code in items))
    assert remark(blind) == "Chưa đủ căn cứ để chấm điểm: quan sát được 0% số tiêu chí."


def test_the_document_has_twenty_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "OUT", tmp_path / "out/remarks.html")
    assert compare.main() == 0
    page = compare.OUT.read_text()
    assert page.count("<tr>") == 21 and points_words(Decimal("54.5")) in page
