"""The order of names in Vietnamese lists: Đ behind D, Ă and Â behind A; tones only tell equal words apart."""

from __future__ import annotations

import unicodedata

LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1000)}
TONES = "\N{COMBINING GRAVE ACCENT}\N{COMBINING HOOK ABOVE}\N{COMBINING TILDE}\N{COMBINING ACUTE ACCENT}" \
        "\N{COMBINING DOT BELOW}"


def name_order(name: str) -> list[tuple[list[int], int]]:
    """The key to sort by: word for word, its letters first and then its tone."""
    return [_word_order(word) for word in name.lower().split()]


def _word_order(word: str) -> tuple[list[int], int]:
    parts = unicodedata.normalize("NFD", word)
    plain = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
    tone = next((TONES.index(part) + 1 for part in parts if part in TONES), 0)
    return [LETTERS.get(letter, min(ord(letter), 999)) for letter in plain], tone
