"""Which menu entries are which mandatory sections: by title, by synonym, by folded spelling, by near spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz.fuzz import token_set_ratio

from crawler.registry import Section
from crawler.text import fold
from monitor.facts import ChannelFact

Grade = Literal["exact", "synonym", "folded", "fuzzy"]
RANK: dict[Grade, int] = {"exact": 0, "synonym": 1, "folded": 2, "fuzzy": 3}
NEAR = 92          # rapidfuzz token_set_ratio
NEAR_WORDS = 2     # words that must be common: "Văn bản" is not near to everything that begins with it

#: Written out before comparing; keys as they stand after punctuation became spaces.
SHORT = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "mttq": "mặt trận tổ quốc", "tthc": "thủ tục hành chính",
    "cchc": "cải cách hành chính", "dvc": "dịch vụ công", "dvctt": "dịch vụ công trực tuyến",
    "vbqppl": "văn bản quy phạm pháp luật", "qppl": "quy phạm pháp luật", "pakn": "phản ánh kiến nghị",
    "pbgdpl": "phổ biến giáo dục pháp luật", "kt xh": "kinh tế xã hội", "ktxh": "kinh tế xã hội",
    "gd đt": "giáo dục đào tạo", "kh cn": "khoa học công nghệ", "csdl": "cơ sở dữ liệu",
    "nsnn": "ngân sách nhà nước", "cntt": "công nghệ thông tin", "vb": "văn bản",
}
_SHORT = re.compile(r"\b(" + "|".join(sorted(SHORT, key=len, reverse=True)) + r")\b")
_OPEN = re.compile(r"\b(\w*)([oOuU])([àáảãạèéẻẽẹỳýỷỹỵ])\b")
_BASE = {c: (unicodedata.normalize("NFD", c)[0], unicodedata.normalize("NFD", c)[1]) for c in "àáảãạèéẻẽẹỳýỷỹỵ"}


@dataclass(frozen=True, slots=True)
class Match:
    """A menu entry that stands for a section. `shared`: it stands for another section before this one."""

    channel: ChannelFact
    grade: Grade
    own_title: bool
    shared: bool = False


@cache
def normalise(text: str) -> str:
    """Spelling that differs only to the eye made equal: tone placement (hoà, hòa), punctuation, abbreviations.

    Đ stays Đ, and no accent is lost: `Quỹ` is not `Quy`.
    """
    words = " ".join(re.sub(r"[^\w]+", " ", unicodedata.normalize("NFC", text).casefold()).split())
    words = _OPEN.sub(_move_tone, words)
    return " ".join(word for word in _SHORT.sub(lambda m: SHORT[m[0]], words).split() if word != "và")


def _move_tone(found: re.Match[str]) -> str:
    """`oà` at the end of a syllable becomes `òa`; inside one (hoàn) the pattern does not match."""
    head, glide, vowel = found.groups()
    letter, tone = _BASE[vowel]
    if (glide, letter) not in (("o", "a"), ("o", "e"), ("u", "y")) or (glide == "u" and head.endswith("q")):
        return found[0]
    return head + unicodedata.normalize("NFC", glide + tone) + letter


class Matcher:
    """The sections of one kind of portal, indexed by what their titles and synonyms look like."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = {s.code: s for s in sections}
        self._plain: dict[str, list[tuple[str, Grade, bool]]] = {}
        self._folded: dict[str, list[tuple[str, Grade, bool]]] = {}
        for section in sections:
            for n, name in enumerate((section.title, *section.synonyms)):
                grade: Grade = "exact" if n == 0 else "synonym"
                _append(self._plain, fold(name), (section.code, grade, n == 0))
                _append(self._folded, normalise(name), (section.code, "folded", n == 0))

    def match(self, channels: Iterable[ChannelFact]) -> dict[str, list[Match]]:
        """Section code -> the menu entries that stand for it, best first."""
        found: dict[str, list[Match]] = {}
        strange: list[ChannelFact] = []
        for channel in channels:
            named = self._named(channel.title)
            if not named:
                strange.append(channel)
            first = self._first(named, channel)
            for code, (grade, own) in named.items():
                found.setdefault(code, []).append(Match(channel, grade, own, code != first))
        for channel in strange:
            for code in self._near(channel, found):
                found.setdefault(code, []).append(Match(channel, "fuzzy", False))
        return {code: sorted(matches, key=_best_first) for code, matches in found.items()}

    def _named(self, title: str) -> dict[str, tuple[Grade, bool]]:
        named: dict[str, tuple[Grade, bool]] = {}
        for index, key in ((self._plain, fold(title)), (self._folded, normalise(title))):
            for code, grade, own in index.get(key, ()):
                named.setdefault(code, (grade, own))
        return named

    def _first(self, named: dict[str, tuple[Grade, bool]], channel: ChannelFact) -> str | None:
        """The section that an entry stands for first: by its parents in the menu, then by grade, then in the order
        of the sections."""
        around = self._groups_of(channel.path)
        order = list(self.sections)
        return min(named, key=lambda c: (self.sections[c].group not in around, RANK[named[c][0]], order.index(c)),
                   default=None)

    def _groups_of(self, path: Sequence[str]) -> set[str]:
        return {self.sections[code].group for title in path for code in self._named(title)}

    def _near(self, channel: ChannelFact, found: dict[str, list[Match]]) -> list[str]:
        """Sections of the parents' group that nothing else stands for and whose name is nearly this one."""
        around = self._groups_of(channel.path)
        title = normalise(channel.title)
        return [
            s.code for s in self.sections.values() if s.group in around and s.code not in found
            and any(_is_near(title, normalise(name)) for name in (s.title, *s.synonyms))
        ]


def _is_near(a: str, b: str) -> bool:
    """Nearly the same name, or one that says more: never one that says less."""
    common = set(a.split()) & set(b.split())
    return len(common) >= NEAR_WORDS and len(a.split()) >= len(b.split()) and token_set_ratio(a, b) >= NEAR


def _best_first(match: Match) -> tuple[bool, int, int]:
    return match.shared, RANK[match.grade], match.channel.id


def _append(index: dict[str, list[tuple[str, Grade, bool]]], key: str, entry: tuple[str, Grade, bool]) -> None:
    index.setdefault(key, []).append(entry)
