"""Bytes to text: the charset that makes Vietnamese words, and nothing that a database or a document cannot hold."""

from __future__ import annotations

import re
import unicodedata

from spiders.reading.old_charsets import TABLES, decode_old, marked_words, share_of_syllables, undo_old_font

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w\-]+)", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w\-]+)", re.I)
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_VIETNAMESE_SHARE = 0.7  # of the words with marks are syllables: names and foreign words are not
_MARKED_SHARE = 0.4      # of all words carry marks: French has 0.2, Vietnamese 0.7
_MOJIBAKE = re.compile("Ã[\x80-\xbf¡-¿]|Ä[\x80-\xbf‘’]|á[º»][\x80-\xbf¡-¿]|Æ[°¡]")

#: One letter of UTF-8 as Latin-1 or windows-1252 shows it.
_AFTER = "\x80-\xbf" + "".join(sorted(set(bytes(range(0x80, 0xa0)).decode("windows-1252", "ignore"))))
_WRONG_LETTER = re.compile(f"[\xc3-\xc6][{_AFTER}]|\xe1[{_AFTER}]{{2}}")
_FEW_WRONG = 8


def decode(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """(text, whether it is whole). Text that cannot be decoded without loss is given as far as it goes, with False."""
    if body[:3] == b"\xef\xbb\xbf":
        return clean(body[3:].decode("utf-8", "replace")), True
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return clean(body.decode("utf-16", "replace")), True
    try:
        text, whole = _undo_mojibake(clean(body.decode("utf-8")))
        return undo_old_font(text), whole
    except UnicodeDecodeError as error:
        # a page cut in the middle of a letter is still UTF-8
        if error.start > len(body) - 4 and error.start > 100:
            return clean(body.decode("utf-8", "replace")), True
    return _other_charset(body, content_type)


def _other_charset(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """Bytes that are no UTF-8, by the charset whose words are Vietnamese; a text in another language by the charset
    that it names."""
    named = [m[1] for m in [_HEADER.search(content_type or "")] if m]
    named += [m[1].decode("ascii") for m in [_META.search(body[:4096])] if m]
    texts = [text for name in (*named, "windows-1258", "windows-1252") if (text := _by_name(body, name)) is not None]
    best = max([*texts, *(decode_old(body, name) for name in TABLES)], key=share_of_syllables)
    if share_of_syllables(best) >= _VIETNAMESE_SHARE:
        return clean(undo_old_font(best)), True
    stated = next((text for name in (*named, "windows-1252") if (text := _by_name(body, name)) is not None), None)
    if stated is not None and not _is_garbled(stated):
        return clean(stated), True
    broken = body.decode("utf-8", "replace")
    return clean(broken), broken.count("\ufffd") * 200 < len(broken)


def _by_name(body: bytes, name: str) -> str | None:
    """The text by a named charset; None for UTF-8, which it is not, and for what is no charset of these bytes."""
    if name.lower().replace("-", "") == "utf8":
        return None
    try:
        return unicodedata.normalize("NFC", body.decode(name))
    except (LookupError, UnicodeDecodeError):
        return None


def _is_garbled(text: str) -> bool:
    """Whether Latin letters carry more marks than any language but Vietnamese has, and are no Vietnamese."""
    marked = marked_words(text)
    latin = sum(all(c < "\u0370" for c in word) for word in marked)
    return latin > 0.5 * len(marked) and latin > _MARKED_SHARE * len(text.split())


def _undo_mojibake(text: str) -> tuple[str, bool]:
    """UTF-8 that was read as Latin-1 and encoded again comes back by the same way: the whole page, else, where only a
    title or a block of the template was written so, letter by letter."""
    if len(_MOJIBAKE.findall(text[:20000])) < _FEW_WRONG:
        return text, True
    for name in ("latin-1", "windows-1252"):
        try:
            return clean(text.encode(name).decode("utf-8")), True
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    mended = clean(_WRONG_LETTER.sub(_letter_again, text))
    return mended, len(_MOJIBAKE.findall(mended[:20000])) < _FEW_WRONG


def _letter_again(wrong: re.Match[str]) -> str:
    raw = b"".join(c.encode("latin-1" if ord(c) < 0x100 else "windows-1252") for c in wrong[0])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return wrong[0]


def clean(text: str) -> str:
    """Without NUL, control letters and lone surrogates: PostgreSQL, XLSX and DOCX refuse the whole row for one."""
    return _BAD.sub("", text)
