"""Charsets: the text comes out right, or is called unreadable; never letters that nobody wrote."""

import pytest

from spiders.reading.decode import decode
from spiders.reading.old_charsets import TABLES, is_syllable

TEXT = ("Ngày 05/3, tổ công tác của xã kiểm tra tiến độ làm đường giao thông thôn Bản Mế; nghề dệt thổ cẩm, quỹ đất và "
        "nước sạch được bà con quan tâm. Đảng bộ xã chỉ đạo quyết liệt, người dân phấn khởi.")
FRENCH = ("Le conseil municipal s'est réuni mardi pour voter le budget de la commune. Les habitants étaient nombreux à "
          "suivre la séance, et le maire a répondu aux questions sur les travaux de l'école et du marché couvert. ")


def page(text):
    return f"<html><head><title>Tin</title></head><body><p>{text}</p></body></html>"


def encode(text, name):
    codes = {letter: code for code, letter in TABLES[name].items()}
    return bytes(codes[c] if ord(c) > 127 else ord(c) for c in text)


@pytest.mark.parametrize("label", [None, "text/html; charset=utf-8", "text/html; charset=iso-8859-1",
                                   "text/html; charset=windows-1252"])
@pytest.mark.parametrize("name", ["tcvn", "viscii"])
def test_old_charsets_are_told_by_their_words_whatever_the_label_says(name, label):
    text, whole = decode(encode(page(TEXT), name), label)
    assert (text, whole) == (page(TEXT), True)


def test_an_old_font_in_a_unicode_page_is_retyped_and_a_copyright_sign_stays():
    typed = encode(TEXT, "tcvn").decode("latin-1")
    text, whole = decode(page(f"Giới thiệu: {typed} © 2026").encode(), "text/html; charset=utf-8")
    assert (text, whole) == (page(f"Giới thiệu: {TEXT} © 2026"), True)


def test_an_old_font_written_as_entities_is_retyped():
    typed = encode(TEXT, "tcvn").decode("latin-1")
    names = {"©": "&copy;", "®": "&reg;", "µ": "&micro;", "·": "&middot;", "¸": "&cedil;"}
    text, _ = decode(page("".join(names.get(c, c) for c in typed)).encode(), None)
    assert text == page(TEXT)


@pytest.mark.parametrize("label", [None, "text/html; charset=iso-8859-1"])
def test_a_text_in_another_language_keeps_its_letters(label):
    text, whole = decode(page(FRENCH * 3).encode("latin-1"), label)
    assert (text, whole) == (page(FRENCH * 3), True)


def test_other_scripts_are_read_by_the_charset_they_name():
    text = page("裁判所の判決を公開します")
    assert decode(text.encode("shift_jis"), "text/html; charset=shift_jis") == (text, True)


def test_letters_that_make_no_words_are_not_a_whole_text():
    garbled = bytes(0xa0 + n * 7 % 0x5f for n in range(3000))
    assert decode(page("").encode() + garbled, "text/html; charset=windows-1252")[1] is False


def test_syllables_have_one_tone_and_vietnamese_parts():
    assert all(map(is_syllable, ["nghiêng", "quỹ", "Đảng", "giữa", "khuya", "yên", "ươm"]))
    assert not any(map(is_syllable, ["nh©n", "x·", "ñy", "straße", "àá", "bcd", "hộhộ"]))


@pytest.mark.parametrize("through", ["latin-1", "windows-1252"])
def test_a_heading_that_was_encoded_twice_does_not_take_the_page_with_it(through):
    heading = "Cổng thông tin điện tử xã Thử Nghiệm, tỉnh Thử Nghiệm"
    twice = heading.encode().decode(through, "ignore" if through == "windows-1252" else "strict")
    text, whole = decode(f"<h1>{twice}</h1><p>Thông báo lịch tiếp công dân tháng 11 – “mới”</p>".encode(), None)
    assert whole
    assert "Thông báo lịch tiếp công dân tháng 11 – “mới”" in text
    assert (f"<h1>{heading}</h1>" in text) is (through == "latin-1")  # windows-1252 has no letter for five of its bytes
