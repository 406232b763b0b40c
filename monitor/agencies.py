"""The bodies that figures are about, found by the many ways in which people write their names.

The registry knows the portals of today (`portals.csv`). Figures also come for bodies that have no portal and for those
that were merged away, and in 24 of 37 lines of one published report the same body is written in two ways:
`agencies.csv` adds such bodies and spellings, with the days on which they hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

from crawler.registry import load_portals
from crawler.registry_rows import read_rows, refuse
from monitor.matching import normalise
from monitor.periods import Period

COLUMNS = ("code", "name", "spellings", "valid_from", "valid_to", "note")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
UNNAMED = "chưa xác định"  # a slot of the register whose body is not known
NEAR, SHOWN = 60, 3  # how near a name must be to be offered, and how many are

#: Written out before comparing; keys as they stand after punctuation became spaces.
SHORT = {
    "bql": "ban quản lý", "kkt": "khu kinh tế", "vp": "văn phòng", "vqg": "vườn quốc gia", "tp": "thành phố",
    "tx": "thị xã", "đbqh": "đại biểu quốc hội", "ptnt": "phát triển nông thôn", "nn": "nông nghiệp",
    "xh": "xã hội", "kh đt": "kế hoạch đầu tư", "tn mt": "tài nguyên môi trường", "tt tt": "thông tin truyền thông",
    "gtvt": "giao thông vận tải", "ttđt": "thông tin điện tử", "htx": "hợp tác xã",
}
_SHORT = re.compile(r"\b(" + "|".join(sorted(SHORT, key=len, reverse=True)) + r")\b")
_OF_A_PLACE = re.compile(r"^ủy ban nhân dân (?=(huyện|thị xã|thị trấn|thành phố|xã|phường)\b)")
_PORTAL = re.compile(r"(Cổng|Trang) ")
_PORTAL_OF = re.compile(r"^(cổng thông tin điện tử|trang thông tin điện tử) (?!tỉnh)")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body under one of its names, with the days on which it is called so (None: not known)."""

    code: str
    name: str
    spellings: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    group: str = ""

    def held_in(self, period: Period) -> bool:
        """Whether the name held on some day of the period."""
        return (self.valid_from or date.min) <= period.end and period.start <= (self.valid_to or date.max)


class UnknownName(ValueError):
    """No body, or more than one, is called so; `candidates` are the names that may be meant."""

    def __init__(self, name: str, candidates: tuple[str, ...], *, several: bool = False) -> None:
        self.candidates, self.several = candidates, several
        super().__init__(name)


class Agencies:
    """The bodies of one period, by every spelling of theirs."""

    def __init__(self, known: Iterable[Agency], period: Period) -> None:
        agencies = [a for a in known if a.held_in(period)]
        places = Counter(m[1] for a in agencies if (m := re.search(r" tỉnh (?!ủy\b)(.+)$", normalise(a.name))))
        self._province = places.most_common(1)[0][0] if places else ""
        self.names: dict[str, str] = {}
        self.bodies: dict[str, str] = {}  # where a portal's name is not that of the body behind it
        self._groups = {a.code: a.group for a in agencies if a.group}
        self._codes: dict[str, set[str]] = {}
        for agency in agencies:
            self.names.setdefault(agency.code, agency.name)
            if _PORTAL.match(agency.name) and (others := [s for s in agency.spellings if not _PORTAL.match(s)]):
                self.bodies[agency.code] = others[0]
            for spelling in (agency.name, *agency.spellings):
                self._codes.setdefault(self._key(spelling), set()).add(agency.code)

    def find(self, name: str) -> str:
        """The code of the body that is called `name`; `UnknownName` when it is none or several."""
        codes = self._codes.get(self._key(name), set())
        if len(codes) == 1:
            return next(iter(codes))
        if codes:
            raise UnknownName(name, tuple(f"{self.names[c]} ({c})" for c in sorted(codes)), several=True)
        raise UnknownName(name, self._near(name))

    def of_groups(self, groups: Iterable[str]) -> list[str]:
        """The names of the bodies of these groups of portals, in the order of the register; no open slots."""
        wanted = set(groups)
        return [self.names[code] for code, group in self._groups.items()
                if group in wanted and not self.names[code].startswith(UNNAMED)]

    def _near(self, name: str) -> tuple[str, ...]:
        near = process.extract(self._key(name), list(self._codes), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR,
                               limit=SHOWN)
        codes = dict.fromkeys(code for key, _, _ in near for code in sorted(self._codes[key]))
        return tuple(f"{self.names[c]} ({c})" for c in codes)

    def _key(self, name: str) -> str:
        """What is left of a name without the ways of writing that make no difference."""
        words = _SHORT.sub(lambda m: SHORT[m[0]], normalise(name))
        words = _OF_A_PLACE.sub("", _PORTAL_OF.sub("", " ".join(w for w in words.split() if w != "và")))
        return re.sub(rf" tỉnh( {re.escape(self._province)})?$" if self._province else r" tỉnh$", "", words)


def load_agencies(folder: Path) -> tuple[Agency, ...]:
    """All bodies and spellings of the registry folder; `RegistryError` with every problem when a row is bad."""
    portals = tuple(Agency(p.code, p.name, (), p.valid_from, p.valid_to, p.group)
                    for p in load_portals(folder / "portals.csv"))
    path = folder / "agencies.csv"
    return portals + (_read(path) if path.exists() else ())


def _read(path: Path) -> tuple[Agency, ...]:
    rows, problems = read_rows(path, COLUMNS)
    agencies = []
    for row in rows:
        row.match("code", CODE, "dùng chữ không dấu, số, dấu gạch, tối đa 32 ký tự")
        row.match("name", re.compile(r".+"), "ghi tên cơ quan")
        start, end = row.date("valid_from"), row.date("valid_to")
        if start and end and end < start:
            row.wrong("valid_to", "ngày hết hiệu lực trước ngày bắt đầu", "đổi lại hai ngày")
        spellings = tuple(s.strip() for s in row["spellings"].split("|") if s.strip())
        agencies.append(Agency(row["code"], row["name"], spellings, start, end))
    refuse(problems)
    return tuple(agencies)
