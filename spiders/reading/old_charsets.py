"""Vietnamese before Unicode: bytes and letters of TCVN 5712 (.VnTime) and VISCII, told by whether words come out.

Neither chardet nor charset-normalizer names them. Pages say windows-1252 or UTF-8 and mean one of these, and editors
paste text in an old font into a page of today, so that a "©" stands for an "â".
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_TCVN = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    'ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ'
)
_VISCII = (
    'ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ'
    'ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ'
)
#: VISCII also took six of the control letters; TCVN's are in no font.
_VISCII_LOW = {2: "Ẳ", 5: "Ẵ", 6: "Ẫ", 20: "Ỷ", 25: "Ỹ", 30: "Ỵ"}
TABLES = {"tcvn": {0x80 + n: letter for n, letter in enumerate(_TCVN)},
          "viscii": {0x80 + n: letter for n, letter in enumerate(_VISCII)} | _VISCII_LOW}

_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>|&#?\w{1,30};", re.I | re.S)
_WORD = re.compile(r"[^\s<>&;,.:!?()\[\]\"'“”‘’/|\-–…]+")
_PIECE = re.compile(r"<[^>]*>|&#?\w{1,30};|[^\s<>&]+")
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(ch|ng|nh|[cmnpt])?")
#: Signs that no text puts inside a word, where .VnTime has its letters.
_SIGN_IN_WORD = re.compile(r"[A-Za-z][©®ª«¬\xadµ¶·¸¹º»¼½¾×÷]|[®§][A-Za-z]")
_SIGNS = "©®ª«¬\xad§µ¶·¸¹º»¼½¾×÷"
_NAMED_SIGN = re.compile(r"&(?:(?<=\w&)(?:copy|reg|ordf|laquo|not|shy|micro|para|middot|cedil|sup1|ordm|raquo|frac14|"
                         r"frac12|frac34|times|divide|AElig|Ccedil|E(?:grave|acute|circ|uml)|I(?:grave|acute|circ|uml)|ETH|Ntilde|"
                         r"[Oaeiouy](?:grave|acute|circ|tilde|uml|slash)|aring|aelig|ccedil|eth|ntilde|thorn|yuml|szlig);|"
                         r"reg;(?=[\w&\xad]))")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOWELS = frozenset("aeiouy")
_ENOUGH = 8      # words that must carry the marks of an old font before a page is taken for one
_SURE = 0.8      # share of the words with marks that must be syllables


def is_syllable(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable, with at most one tone."""
    letters, tones, base = [], 0, ""
    for c in unicodedata.normalize("NFD", word.lower()):
        if c in _TONES:
            if base not in _VOWELS:
                return False
            tones += 1
        else:
            letters.append(c)
            base = base if unicodedata.combining(c) else c
    return tones <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(letters))))


def marked_words(text: str) -> list[str]:
    """The words of a page's text that are not plain ASCII."""
    return [word for word in _WORD.findall(_TAGS.sub(" ", text[:200_000])) if not word.isascii()]


def share_of_syllables(text: str) -> float:
    """How many of a page's words with marks are Vietnamese syllables, 0 to 1; 0 where there are none."""
    words = marked_words(text)
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def decode_old(body: bytes, name: str) -> str:
    """Bytes by one of TABLES."""
    return body.decode("latin-1").translate(TABLES[name])


def undo_old_font(text: str) -> str:
    """Unicode text whose letters were typed in a .VnTime font, with its Vietnamese letters; other text as it is."""
    named = text.count("&") >= _ENOUGH and len(_NAMED_SIGN.findall(text)) >= _ENOUGH
    whole = _NAMED_SIGN.sub(lambda found: unescape(found[0]), text) if named else text
    if sum(map(whole.count, _SIGNS)) < _ENOUGH:  # nearly every page: its words need not be looked at
        return text
    signs = [word for word in marked_words(whole) if _SIGN_IN_WORD.search(word)]
    if len(signs) < _ENOUGH or sum(is_syllable(_retype(w)) for w in signs) < _SURE * len(signs):
        return text
    return _PIECE.sub(lambda found: _retype_piece(found[0]), whole)


def _retype(word: str) -> str:
    return word.translate(TABLES["tcvn"])


def _retype_piece(piece: str) -> str:
    if piece[0] in "<&" or piece.isascii() or any(c > "\xff" for c in piece):
        return piece
    return _WORD.sub(lambda found: _retype_word(found[0]), piece)


def _retype_word(word: str) -> str:
    """A sign alone is a sign: "© 2026" stays."""
    retyped = _retype(word)
    return retyped if len(word) > 1 and is_syllable(retyped) else word
