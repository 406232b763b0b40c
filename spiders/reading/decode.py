"""Bytes to text: the charset that makes Vietnamese words, and nothing that a database or a document cannot hold."""

from __future__ import annotations

import re
import unicodedata

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w\-]+)", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w\-]+)", re.I)
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I)
#: Two marked vowels side by side ("Hôòi nghiò"): tone marks of windows-1258 that were taken for letters.
_TWO_MARKED = re.compile("[àáâãèéêìíòóôõùúýăơư][ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýÞþð]")
_MOJIBAKE = re.compile("Ã[\x80-\xbf¡-¿]|Ä[\x80-\xbf‘’]|á[º»][\x80-\xbf¡-¿]|Æ[°¡]")


def decode(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """(text, whether it is whole). Text that cannot be decoded without loss is given as far as it goes, with False."""
    if body[:3] == b"\xef\xbb\xbf":
        return clean(body[3:].decode("utf-8", "replace")), True
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return clean(body.decode("utf-16", "replace")), True
    try:
        text = body.decode("utf-8")
        return _undo_mojibake(clean(text))
    except UnicodeDecodeError as error:
        # a page cut in the middle of a letter is still UTF-8
        if error.start > len(body) - 4 and error.start > 100:
            return clean(body.decode("utf-8", "replace")), True
    return _other_charset(body, content_type)


def _other_charset(body: bytes, content_type: str | None) -> tuple[str, bool]:
    named = [m[1] for m in [_HEADER.search(content_type or "")] if m]
    named += [m[1].decode("ascii") for m in [_META.search(body[:4096])] if m]
    best, best_score = "", -1.0
    for name in (*named, "windows-1258", "windows-1252"):
        if name.lower().replace("-", "") == "utf8":
            continue
        try:
            text = unicodedata.normalize("NFC", body.decode(name))
        except (LookupError, UnicodeDecodeError):
            continue
        score = (len(_VIETNAMESE.findall(text)) - 3 * len(_TWO_MARKED.findall(text))) / (1 + len(text))
        if score > best_score:
            best, best_score = text, score
    if best_score > 0:
        return clean(best), True
    broken = body.decode("utf-8", "replace")
    return clean(broken), broken.count("\ufffd") * 200 < len(broken)


def _undo_mojibake(text: str) -> tuple[str, bool]:
    """UTF-8 that was read as Latin-1 and encoded again comes back by the same way."""
    if len(_MOJIBAKE.findall(text[:20000])) < 8:
        return text, True
    for name in ("latin-1", "windows-1252"):
        try:
            return clean(text.encode(name).decode("utf-8")), True
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text, False


def clean(text: str) -> str:
    """Without NUL, control letters and lone surrogates: PostgreSQL, XLSX and DOCX refuse the whole row for one."""
    return _BAD.sub("", text)
