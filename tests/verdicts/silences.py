"""True silences: how many nights each took to be confirmed, and what stood in the way – told from the planted troubles
alone, never from what the core says of its own nights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.verdicts.truth import SILENT, TruePortal

WITHIN = 5  # nights in which a true silence must be confirmed
NEEDED = 3  # of the last five nights, by the rule


@dataclass
class Silence:
    """One silence of one portal. `taken`: for each night since it could be called one, what took that night (empty:
    nothing); `before`: the same of the four nights before, which the rule looks back on. `possible`: the first night
    (counted from 1) on which the rule could confirm it."""

    portal: str
    since: date
    before: tuple[str, ...] = ()
    taken: list[str] = field(default_factory=list)
    confirmed: bool = False
    possible: int | None = None

    @property
    def in_time(self) -> bool:
        return self.confirmed and len(self.taken) <= WITHIN

    @property
    def had_time(self) -> bool:
        """Whether it is over otherwise than by waking up, or by the end of the play, before its nights were up."""
        return self.confirmed or len(self.taken) >= WITHIN

    @property
    def tellable(self) -> bool:
        return self.possible is not None and self.possible <= WITHIN

    def told(self) -> str:
        """Why it was not confirmed in time, night by night."""
        nights = ", ".join(f"{n}: {what or 'fine'}" for n, what in enumerate(self.taken[:WITHIN], 1))
        before = ", ".join(what or "fine" for what in self.before) or "none"
        came = f"confirmed on night {len(self.taken)}" if self.confirmed else f"not confirmed in {len(self.taken)}"
        could = f"possible from night {self.possible}" if self.possible else "never possible"
        return f"{self.portal} from {self.since}: {came}, {could} by the rule; nights before: {before}; {nights}"


def follow_silence(
    silences: dict[tuple[str, date], Silence], portal: TruePortal, night: date, verdict: str, taken: Sequence[str],
) -> None:
    """Count one night of a true silence until it is confirmed. The night at the very threshold is left to the next
    one. A silence ends where a post ends it; whatever had its nights by then stays in the count."""
    days = portal.silent_for(night)
    if portal.is_active(night) or days is None or days <= SILENT + 1:
        return
    key = (portal.code, portal.visible(night)[0].day)
    silence = silences.setdefault(key, Silence(portal.code, night, tuple(taken[-WITHIN:-1])))
    if silence.confirmed:
        return
    silence.taken.append(taken[-1])
    silence.confirmed = verdict == "inactive"
    if silence.possible is None and not taken[-1] and sum(not what for what in taken[-WITHIN:]) >= NEEDED:
        silence.possible = len(silence.taken)


def count_silences(silences: Iterable[Silence]) -> tuple[tuple[int, int], tuple[int, int]]:
    """((confirmed in time, silences that had their nights), the same of those that the rule could confirm in time)."""
    had = [s for s in silences if s.had_time]
    tellable = [s for s in had if s.tellable]
    return (sum(s.in_time for s in had), len(had)), (sum(s.in_time for s in tellable), len(tellable))


def late_ones(silences: Iterable[Silence]) -> list[Silence]:
    """Those that had their nights and were not confirmed in time."""
    return [s for s in silences if s.had_time and not s.in_time]
