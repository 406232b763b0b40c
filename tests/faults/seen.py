"""What a night left in the ledger about one portal, as far as the cases ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, text


@dataclass(frozen=True, slots=True)
class Visit:
    purpose: str
    url: str
    outcome: str | None
    reason: str | None
    status: int | None
    attempt: int
    end_reason: str | None
    marks: str
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """How one list was seen."""

    url: str
    state: str
    reason: str | None
    pages: int
    end_reason: str | None
    newest: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One portal after a night. `asked` and `connections` are counted by the server, not by the crawler."""

    state: str | None
    reason: str | None
    visits: tuple[Visit, ...]
    lists: tuple[Listed, ...]
    posts: tuple[tuple[str, str | None], ...]
    asked: tuple[str, ...] = ()
    connections: int = 0
    notes: dict[str, str] = field(default_factory=dict)

    def outcomes(self, purpose: str) -> Counter[str | None]:
        return Counter(v.outcome for v in self.visits if v.purpose == purpose)

    def last(self, purpose: str) -> str | None:
        """The outcome of the last visit for a purpose."""
        return next((v.outcome for v in reversed(self.visits) if v.purpose == purpose), None)

    @property
    def open(self) -> int:
        return sum(v.outcome is None for v in self.visits)

    def tell(self) -> str:
        """The outcome in one line: the portal, then what its lists and further doors came to."""
        whole = f"{self.state}" + (f": {self.reason}" if self.reason else "")
        lists = Counter(f"{one.state}" + (f" ({one.reason or one.end_reason})") for one in self.lists)
        parts = [f"{n} lists {what}" for what, n in sorted(lists.items()) if "single_page" not in what]
        marks = sorted({m for v in self.visits for m in v.marks.strip("[]").replace('"', "").split(", ") if m})
        doors = [f"door {what}" for what in sorted(str(o) for o in self.outcomes("door"))]
        return "; ".join([whole, *parts, *doors, *(f"mark {m}" for m in marks)])


Holds = Callable[[Seen], bool]


def look(engine: Engine, portal: str) -> Seen:
    """Read one portal's only (or last) night."""
    with engine.connect() as connection:
        night = connection.execute(text("select max(id) from nights where state != 'skipped'")).scalar_one()
        keys = {"p": portal, "n": night}
        row = connection.execute(text(
            "select state, reason from night_portals where portal = :p and night_id = :n"), keys).one()
        visits = connection.execute(text(
            "select purpose, url, outcome, reason, status, attempt, end_reason, marks, finished_at from visits "
            "where portal = :p and night_id = :n order by id"), keys).all()
        lists = connection.execute(text(
            "select c.url, x.state, x.reason, x.pages, x.end_reason, x.newest_on from channel_nights x "
            "join channels c on c.id = x.channel_id where c.portal = :p and x.night_id = :n order by c.key"),
            keys).all()
        posts = connection.execute(text(
            "select title, published_on from posts where portal = :p order by key"), {"p": portal}).all()
    return Seen(row.state, row.reason,
                tuple(Visit(*v[:7], str(v[7] or "").replace("null", ""), _time(v[8])) for v in visits),
                tuple(Listed(*one[:5], None if one[5] is None else str(one[5])) for one in lists),
                tuple((p[0], None if p[1] is None else str(p[1])) for p in posts))


def _time(value: object) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value))
