"""The coverage certificate: what was seen, how completely and with which control, as facts, one sentence, and JSON.

No certificate, no negative verdict: whatever says that something is missing carries one whose `holds` is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from monitor.causes import cause_words
from monitor.words import count_words, day_words

#: Observation states that a negative statement may rest on; anything else was not really seen.
OBSERVED = ("observed", "observed_empty")

Kind = Literal["lists", "menu", "page", "sighting"]
Grade = Literal["A", "B", "C"]

GRADES: dict[Grade, str] = {
    "A": "hai đường độc lập, hai nơi nhìn, từ ba đêm trọn vẹn: đủ để trừ điểm",
    "B": "một nơi nhìn, từ ba đêm trọn vẹn, có đối chứng: đủ để trừ điểm khi hai người cùng xác nhận",
    "C": "chưa đủ ba đêm hoặc chưa có đối chứng: chỉ để cán bộ theo dõi",
}
GRADE_NIGHTS = 3
GRADE_CONTROL = 3  # known older posts found again, also where fewer are known


#: What is said instead of a negative statement that no certificate carries.
WITHHELD = "Chưa có chứng nhận độ phủ nên không kết luận bất lợi."


class NotProven(ValueError):
    """A negative statement was about to be made without a certificate; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One observation that a statement rests on: a channel's night, or visits alone (the home page, for a menu)."""

    night: date
    channel: int | None
    state: str
    visits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListView:
    """One list or page in one night."""

    channel: int
    title: str
    state: str
    reason: str | None = None
    pages: int = 0
    end_reason: str | None = None
    newest_on: date | None = None
    oldest_on: date | None = None
    visits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NightView:
    """One portal in one night. `complete`: all of `lists` seen to a proven end, by a night that counts."""

    night: date
    seen: bool
    complete: bool
    lists: int = 0
    proven: int = 0
    empty: int = 0
    control: int = 0
    undated: int = 0
    newest_on: date | None = None
    oldest_on: date | None = None
    causes: tuple[str, ...] = ()
    channels: tuple[ListView, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a statement of absence rests on. Without `holds`, the verdict is unknown; `why_not` says why.

    `share`: per cent of the list-nights of the window that were seen to a proven end. `doors`: further independent
    ways to the same truth that say the same (feed, sitemap); `vantages`: places we looked from.
    """

    kind: Kind
    portal: str
    nights: tuple[NightView, ...]
    needed: int
    holds: bool
    why_not: str | None
    newest_on: date | None = None
    oldest_on: date | None = None
    control: int = 0
    control_needed: int = 0
    failures: tuple[tuple[str, int], ...] = ()
    share: int = 0
    doors: tuple[str, ...] = ()
    vantages: int = 1
    grounds: tuple[Ground, ...] = ()

    @property
    def complete(self) -> int:
        return sum(view.complete for view in self.nights)

    @property
    def grade(self) -> Grade:
        """A, B or C; see `GRADES`."""
        weak = self.kind == "lists" and self.control < GRADE_CONTROL
        if not self.holds or self.complete < GRADE_NIGHTS or weak or self.control < self.control_needed:
            return "C"
        return "A" if self.doors and self.vantages > 1 else "B"

    def sentence(self) -> str:
        """The certificate as one Vietnamese sentence."""
        text = f"Quan sát trọn vẹn {self.complete}/{len(self.nights)} đêm gần nhất (cần {self.needed})"
        if self.nights and self.nights[-1].seen:
            last = self.nights[-1]
            text += f"; đêm {last.night:%d/%m/%Y} đi hết {last.proven}/{last.lists} {NOUNS[self.kind]}"
            if self.kind in ("lists", "menu"):
                text += f", thấy lại {count_words(self.control)} {CONTROLS[self.kind]}"
        if self.newest_on is not None and self.oldest_on is not None:
            text += f"; tin thấy được từ {day_words(self.oldest_on)} đến {day_words(self.newest_on)}"
        if self.nights:
            text += f"; độ phủ {self.share}%"
        if self.failures:
            text += "; trở ngại: " + ", ".join(f"{cause_words(c)} ({n} lần)" for c, n in self.failures[:3])
        return text + "."

    def as_json(self) -> dict[str, Any]:
        """The certificate for machines; days as YYYY-MM-DD."""
        return {
            "kind": self.kind, "portal": self.portal, "holds": self.holds, "why_not": self.why_not,
            "grade": self.grade, "needed": self.needed, "complete": self.complete, "share": self.share,
            "newest_on": iso(self.newest_on), "oldest_on": iso(self.oldest_on),
            "control": {"found": self.control, "needed": self.control_needed},
            "failures": [{"cause": cause, "times": times} for cause, times in self.failures],
            "doors": list(self.doors), "vantages": self.vantages, "sentence": self.sentence(),
            "nights": [_night(view) for view in self.nights],
        }


NOUNS: dict[Kind, str] = {"lists": "danh sách", "menu": "trình đơn", "page": "trang", "sighting": "trang"}
CONTROLS: dict[Kind, str] = {"lists": "tin cũ", "menu": "mục đã biết"}


def _night(view: NightView) -> dict[str, Any]:
    return {
        "night": iso(view.night), "seen": view.seen, "complete": view.complete, "lists": view.lists,
        "proven": view.proven, "empty": view.empty, "control": view.control, "undated": view.undated,
        "newest_on": iso(view.newest_on), "oldest_on": iso(view.oldest_on), "causes": list(view.causes),
        "channels": [
            {"title": c.title, "state": c.state, "reason": c.reason, "pages": c.pages, "end_reason": c.end_reason,
             "newest_on": iso(c.newest_on), "oldest_on": iso(c.oldest_on), "visits": list(c.visits)}
            for c in view.channels
        ],
    }


def iso(day: date | None) -> str | None:
    """A day as JSON states it."""
    return day.isoformat() if day is not None else None


def require_certificate(certificate: Certificate | None, of: str) -> Certificate:
    """The certificate, when it supports a negative statement; else `NotProven` in plain words."""
    if certificate is None:
        raise NotProven(f"{of}: không có chứng nhận độ phủ nên không được kết luận bất lợi. "
                        "Xem: python -m monitor coverage")
    if not certificate.holds:
        raise NotProven(f"{of}: chưa đủ quan sát ({certificate.why_not}) nên không được kết luận bất lợi.")
    unseen = [g for g in certificate.grounds if g.state not in OBSERVED]
    if unseen:
        raise NotProven(f"{of}: dựa vào đêm {unseen[0].night:%d/%m/%Y} không quan sát được nên không được kết luận "
                        "bất lợi.")
    nights = {g.night for g in certificate.grounds if g.channel is not None or g.visits}
    if len(nights) < certificate.needed:
        raise NotProven(f"{of}: bằng chứng của {len(nights)} đêm, cần {certificate.needed}, nên không được kết luận "
                        "bất lợi.")
    return certificate


def is_proven(certificate: Certificate | None) -> bool:
    """Whether a negative statement may rest on it."""
    try:
        require_certificate(certificate, certificate.portal if certificate is not None else "")
    except NotProven:
        return False
    return True
