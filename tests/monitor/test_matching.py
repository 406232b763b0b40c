"""Which menu entry is which mandatory section: titles, synonyms, spellings, and names that only look alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching import Matcher, normalise
from tests.monitor.build import SECTIONS, channel, section

COMMUNE = Matcher([s for s in SECTIONS if s.applies["commune"] != "N"])


def matched(*titles: str, path: tuple[str, ...] = (), matcher: Matcher = COMMUNE) -> dict[str, list[tuple[str, str]]]:
    """Section code -> (entry's title, grade) of what stands for it."""
    entries = [channel(n, "page", title=title, path=path) for n, title in enumerate(titles, 1)]
    return {code: [(m.channel.title, m.grade) for m in found] for code, found in matcher.match(entries).items()}


@pytest.mark.parametrize(("title", "code", "grade"), [
    ("Giới thiệu", "gt", "exact"),
    ("GIỚI THIỆU", "gt", "exact"),
    ("  Giới   thiệu ", "gt", "exact"),
    (unicodedata.normalize("NFD", "Giới thiệu"), "gt", "exact"),
    ("Giới thiệu chung", "gt", "synonym"),
    ("TTHC", "tthc_danhmuc", "synonym"),
    ("Lịch công tác", "kh_lich", "exact"),
    ("Chức năng, nhiệm vụ và quyền hạn", "gt_chucnang", "folded"),
    ("Hỏi đáp", "hd_hoidap", "folded"),
    ("Văn bản QPPL", "vb_qppl", "folded"),
])
def test_names_of_one_section(title: str, code: str, grade: str) -> None:
    found = matched(title).get(code, [])
    assert [g for _, g in found] == [grade] or (grade == "folded" and [g for _, g in found] == ["synonym"])


@pytest.mark.parametrize(("one", "other"), [
    ("Hoà Bình", "Hòa Bình"), ("thoả thuận", "thỏa thuận"), ("Uỷ ban", "Ủy ban"),
    ("Tin tức – Sự kiện", "tin tức sự kiện"),
    ("UBND xã", "Ủy ban nhân dân xã"), ("KT-XH", "kinh tế xã hội"), ("Thuế, phí, lệ phí", "Thuế phí và lệ phí"),
    ("khoẻ", "khỏe"), ("thuỷ lợi", "thủy lợi"),
])
def test_spellings_that_only_the_eye_tells_apart(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
    assert normalise(unicodedata.normalize("NFD", one)) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [
    ("Quỹ", "Quy"), ("Quý", "Quỹ"), ("hoàn", "hòan"), ("Đăk", "Dăk"), ("Đảng", "Dảng"), ("toán", "toản"),
    ("quà", "qùa"), ("Các quỹ", "Các quy"), ("thuế", "thuê"),
])
def test_spellings_that_mean_something_else(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_a_name_inside_a_syllable_is_not_touched() -> None:
    assert normalise("Hoàn thành kế hoạch, quyết toán") == "hoàn thành kế hoạch quyết toán"
    assert normalise("Quỹ và quý") == "quỹ quý"


def test_abbreviations_are_words_of_their_own() -> None:
    assert normalise("VBQPPL") == "văn bản quy phạm pháp luật"
    assert normalise("avb") == "avb"


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạèéẻẽẹòóỏõọùúủũụỳýỷỹỵầếốờữ"


@given(st.lists(st.text(LETTERS, min_size=1, max_size=7), min_size=1, max_size=6))
def test_case_form_and_spaces_never_matter(words: list[str]) -> None:
    plain = normalise(" ".join(words))
    assert normalise(unicodedata.normalize("NFD", " - ".join(words).upper()) + " ") == plain
    assert unicodedata.is_normalized("NFC", plain)


def test_quy_is_no_fund() -> None:
    matcher = Matcher([section("quy", "Quỹ")])
    assert matched("Quỹ", matcher=matcher)
    assert not matched("Quy", matcher=matcher) and not matched("Quý", matcher=matcher)


def test_a_longer_name_under_its_own_heading_is_near_and_a_shorter_one_is_not() -> None:
    long = "Quá trình hình thành và phát triển của xã"
    assert matched(long, path=("Giới thiệu",))["gt_lichsu"] == [(long, "fuzzy")]
    assert "gt_lichsu" not in matched(long), "no heading says what it is about"
    assert "gt_lichsu" not in matched("Quá trình phát triển", path=("Giới thiệu",)), "says less than the section"


def test_nothing_is_near_that_another_entry_is() -> None:
    found = matched("Quá trình hình thành và phát triển", "Quá trình hình thành và phát triển của xã",
                    path=("Giới thiệu",))
    assert [title for title, _ in found["gt_lichsu"]] == ["Quá trình hình thành và phát triển"]


def test_an_entry_for_two_sections_stands_first_for_the_one_of_its_heading() -> None:
    two = Matcher([section("a", "Kế hoạch", group="mot"), section("b", "Kế hoạch", group="hai"),
                   section("nhom", "Nhóm hai", group="hai")])
    entries = [channel(1, "page", title="Kế hoạch", path=("Nhóm hai",))]
    found = two.match(entries)
    assert [(m.shared, m.channel.id) for m in found["b"]] == [(False, 1)]
    assert [m.shared for m in found["a"]] == [True]


def test_the_exact_name_comes_before_the_synonym() -> None:
    found = matched("Giới thiệu chung", "Giới thiệu")["gt"]
    assert found == [("Giới thiệu", "exact"), ("Giới thiệu chung", "synonym")]


def test_each_section_of_the_registry_is_found_under_each_of_its_names() -> None:
    for s in SECTIONS:
        matcher = Matcher([s])
        for name in (s.title, *s.synonyms):
            assert s.code in matcher.match([channel(1, "page", title=name.upper())]), (s.code, name)
