"""Search as people type it: without accents, with abbreviations written out or not."""

from __future__ import annotations

import unicodedata

from monitor.matching import normalise


def bare(text: str) -> str:
    """The text without accents, in lower case: `Xã Bảo Hà` and `bao ha` meet. Only for searching, never for telling
    names apart."""
    plain = unicodedata.normalize("NFD", normalise(text).replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def matches(wanted: str, *texts: str) -> bool:
    """Whether every word of what is wanted stands somewhere in the texts."""
    inside = " ".join(bare(text) for text in texts)
    return all(word in inside for word in bare(wanted).split())


def sort_key(text: str) -> tuple[list[int], str]:
    """Vietnamese order: a ă â b c d đ e ê … with tones only as the last word."""
    letters = unicodedata.normalize("NFD", text.lower())
    return [_ORDER.get(letter, 1000 + ord(letter)) for letter in _letters(letters)], text


_ALPHABET = ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "ô", "ơ",
             "p", "q", "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z"]
_ORDER = {letter: 100 + n for n, letter in enumerate(_ALPHABET)} | {" ": 0} | {str(n): 10 + n for n in range(10)}
_SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn make letters; tones do not


def _letters(text: str) -> list[str]:
    """Letters with their shape and without their tone."""
    found: list[str] = []
    for sign in text:
        if sign in _SHAPES and found:
            found[-1] = unicodedata.normalize("NFC", found[-1] + sign)
        elif not unicodedata.combining(sign):
            found.append(sign)
    return found
