"""What a score is computed from: faults found, figures imported, decisions of people – frozen, in any order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from monitor.scoring.rubric import ComponentName

#: A: seen in independent ways, or by a person. B: seen in one way, three nights, control passed: charged for now, final
#: when two people confirm. C: anything less, charged only when somebody confirms it.
Grade = Literal["A", "B", "C"]
Action = Literal["waive", "confirm", "aggravate", "change_points", "award"]

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong at an item of the rubric. `subject`: the part of the item that it is about; `units`: how many
    parts, where nobody named them. `measured` and `evidence` are what the line is traced to."""

    item: str
    fault: str
    subject: str = ""
    units: int = 1
    measured: str = ""
    evidence: tuple[str, ...] = ()
    grade: Grade = "A"


@dataclass(frozen=True, slots=True, order=True)
class Advice:
    """Something to mention that a person wants said without taking points."""

    item: str
    fault: str
    evidence: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Unseen:
    """An item about which nothing can be said, and why: it costs nobody a point."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Award:
    """Bonus points that a person gave for the criteria named."""

    points: Decimal
    criteria: tuple[str, ...]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """A portal's questions of the period. `late`: of the eligible ones, answered late or overdue.

    `busiest_month` is None where no month is known; `complete` is False when only the public pages were counted;
    `overdue` are the findings behind the late ones that still wait; `unknown` are those of which nothing tells the
    state: neither answered nor waiting.
    """

    received: int
    answered: int
    awaiting_answer: int
    awaiting_acceptance: int
    deleted: int
    late: int
    busiest_month: int | None
    source: str
    complete: bool = True
    overdue: tuple[str, ...] = ()
    unknown: int = 0

    @property
    def eligible(self) -> int:
        return self.received - self.deleted


@dataclass(frozen=True, slots=True)
class Dossiers:
    """A portal's dossiers of the period, as the services system counts them."""

    carried_over: int
    one_stop: int
    online: int
    early: int
    on_time: int
    late: int
    source: str

    @property
    def total(self) -> int:
        return self.carried_over + self.one_stop + self.online

    @property
    def resolved(self) -> int:
        return self.early + self.on_time + self.late


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known of one portal in one period. `uncounted`: items that were seen, but whose posts of the whole
    period could not be counted."""

    portal: str
    name: str
    group: str = ""
    scored: str = "yes"
    faults: tuple[Fault, ...] = ()
    advices: tuple[Advice, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    not_applicable: frozenset[str] = frozenset()
    award: Award | None = None
    questions: Questions | None = None
    dossiers: Dossiers | None = None
    uncounted: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one portal; the machine's own value stays beside it.

    With `item` and `fault` it is about that fault; without, about the component's score or (`award`) its bonus. With
    `finding` it is about what rests on that finding, and other findings of the same fault still stand.
    `points`: for `aggravate` what is taken in addition, for `change_points` the new value, for `award` the bonus.
    `source`: the decision's number or paper. Of several on one fault the newest that changes its points counts; `by`
    and `approved_by` tell people apart. One that is `waiting` for the second person changes nothing yet.
    """

    portal: str
    component: ComponentName
    action: Action
    reason: str
    source: str
    item: str = ""
    fault: str = ""
    points: Decimal = Decimal(0)
    by: str = ""
    approved_by: str = ""
    at: datetime = LONG_AGO
    waiting: bool = False
    finding: str = ""

    @property
    def people(self) -> frozenset[str]:
        """Who stands behind it."""
        return frozenset((self.by, self.approved_by or self.by))
