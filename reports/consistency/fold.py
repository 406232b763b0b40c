"""Folding Vietnamese to plain letters of the same length, so that a place in the folded text is a place in the text."""

from __future__ import annotations

import re
import unicodedata

# What an English OCR makes of Vietnamese letters and short words (same length on both sides).
OCR_LETTERS = str.maketrans("€¢@£", "eeae")
OCR_WORDS = {
    "ting": "tang", "tdng": "tang", "giim": "giam", "nim": "nam", "ndm": "nam", "niam": "nam ",
    "vdi": "voi", "vei": "voi", "vgi": "voi", "vbi": "voi", "v6i": "voi", "lugt": "luot", "lwot": "luot",
    "nhit": "nhat", "nhet": "nhat", "nh4t": "nhat", "d6": "do", "c6": "co", "s6": "so", "sb": "so", "t6": "to",
    "b6": "bo", "h6": "ho", "hd": "ho", "ciu": "cau", "trin": "tren", "gdm": "gom", "g6m": "gom", "gbm": "gom",
    "ngudi": "nguoi", "ngwdi": "nguoi", "phin": "phan", "xda": "xoa", "x6a": "xoa", "hbi": "hoi", "dugc": "duoc",
    "duge": "duoc", "1e": "le", "ty1": "ty ",
}
OCR_ANSWERED = re.compile(r"(?<=\btra )1[0o61][1-9i]\b|(?<=\btra )16[1-9]\b")
VIETNAMESE_ONLY = re.compile(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def fold(text: str, ocr: bool = False) -> str:
    """Lower case without marks, one character for each character of the (NFC) text."""
    folded = "".join(_fold_letter(letter) for letter in text)
    return repair_ocr(folded) if ocr else folded


def _fold_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def repair_ocr(folded: str) -> str:
    """Put right the misreadings that hide the words the checks look for."""
    folded = folded.translate(OCR_LETTERS)
    folded = re.sub(r"[^\W_]+", _repair_word, folded)
    folded = re.sub(r"\b(t[yi]) 1[e6]\b", r"\1 le", folded)
    return OCR_ANSWERED.sub("loi", folded)


def _repair_word(match: re.Match[str]) -> str:
    word = match.group()
    better = OCR_WORDS.get(word, word)
    return better if len(better) == len(word) else word


def looks_like_ocr(text: str) -> bool:
    """Vietnamese prints a letter with two marks in every seventh letter; an OCR without Vietnamese loses them."""
    letters = sum(letter.isalpha() for letter in text)
    return letters > 200 and len(VIETNAMESE_ONLY.findall(text)) / letters < 0.04


def squeeze(text: str) -> str:
    """NFC, one space for each run of blanks, a dash for bullets of symbol fonts (private-use letters)."""
    text = re.sub(r"^\s*[\ue000-\uf8ff]", "- ", text)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
