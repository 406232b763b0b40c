"""Everything one night observed of one portal, in a fixed order, with the answer that counts for each address."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.facts import Reading, reading_from_json
from crawler.models import Night, NightPortal, Visit
from crawler.models import Reading as StoredReading
from crawler.outcomes import STATES

SEEN = ("observed", "observed_empty", "not_modified")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered in the end: the last visit of its chain of redirects and retries, and its reading."""

    visit: Visit
    reading: Reading | None
    reader: str | None

    @property
    def seen(self) -> bool:
        return self.visit.outcome in SEEN and self.reading is not None

    @property
    def state(self) -> str:
        return STATES.get(self.visit.outcome or "", "void") or "not_observed"


@dataclass(slots=True)
class Harvest:
    night_id: int
    night: date
    portal: str
    url: str
    first_night: bool                       # nothing was observed of this portal before
    visits: list[Visit]
    home: Answer | None = None
    robots: Answer | None = None
    lists: dict[str, dict[int, Answer]] = field(default_factory=dict)  # channel key -> page number -> answer
    articles: dict[str, Answer] = field(default_factory=dict)          # item key -> answer
    questions: dict[str, Answer] = field(default_factory=dict)         # question key -> answer
    doors: dict[str, Answer] = field(default_factory=dict)             # address of a feed or sitemap -> answer
    same_as: dict[str, str] = field(default_factory=dict)              # channel key -> key it redirects to
    left: set[str] = field(default_factory=set)                        # channel keys left for another night

    def own_key(self, key: str, known: Container[str]) -> str:
        """The identity by which an entry of a feed or sitemap is known here: its own, or the same path on the home
        page's host, for systems are set up with a wrong host or port."""
        if key in known or self.home is None:
            return key
        moved = f"{self.home.visit.key.partition('/')[0]}/{key.partition('/')[2]}"
        return moved if moved in known else key


def gather(session: Session, night_id: int, portal: str) -> Harvest:
    """Load a portal's night. Requests left without an outcome are given one here: none may stay open."""
    night = session.execute(select(Night.night).where(Night.id == night_id)).scalar_one()
    url = session.execute(
        select(NightPortal.url).where(NightPortal.night_id == night_id, NightPortal.portal == portal)
    ).scalar_one()
    visits = list(session.scalars(
        select(Visit).where(Visit.night_id == night_id, Visit.portal == portal).order_by(Visit.id)
    ))
    for visit in visits:
        if visit.outcome is None:
            visit.outcome, visit.reason = "our_error", "lượt chạy kết thúc mà không có kết quả"
    harvest = Harvest(night_id, night, portal, url, not _seen_before(session, portal, night), visits)
    facts = _facts(session, visits)
    for visit in visits:
        _place(harvest, visit, facts)
    return harvest


def _facts(session: Session, visits: list[Visit]) -> dict[str, tuple[Reading, str | None]]:
    digests = sorted({v.reading for v in visits if v.reading and v.purpose != "robots"})
    found: dict[str, tuple[Reading, str | None]] = {}
    for start in range(0, len(digests), 400):  # SQLite bounds the number of values in one statement
        rows = session.execute(
            select(StoredReading.digest, StoredReading.facts)
            .where(StoredReading.digest.in_(digests[start:start + 400]))
        )
        found |= {row.digest: (reading_from_json(row.facts), row.facts.get("reader")) for row in rows}
    return found


def _place(harvest: Harvest, visit: Visit, facts: dict[str, tuple[Reading, str | None]]) -> None:
    if visit.outcome == "same_channel" and visit.channel:
        harvest.same_as[visit.channel] = visit.reason or ""
    if visit.outcome == "not_due" and visit.channel:
        harvest.left.add(visit.channel)
    if visit.outcome in ("redirected", "same_channel", "not_due"):
        return
    reading, reader = facts.get(visit.reading or "", (None, None))
    answer = Answer(visit, reading, reader)
    if visit.purpose == "home":
        harvest.home = _better(harvest.home, answer)
        if reading is not None and reading.next is not None and reading.items:  # the first page of a list of its own
            harvest.lists.setdefault(visit.key, {})[1] = harvest.home
    elif visit.purpose == "robots" and harvest.url.startswith(visit.url.removesuffix("robots.txt")):
        harvest.robots = _better(harvest.robots, answer)
    elif visit.purpose == "list" and visit.channel:
        pages = harvest.lists.setdefault(visit.channel, {})
        pages[visit.page] = _better(pages.get(visit.page), answer)
    elif visit.purpose == "article":
        harvest.articles[visit.key] = _better(harvest.articles.get(visit.key), answer)
    elif visit.purpose == "door":
        harvest.doors[visit.url] = _better(harvest.doors.get(visit.url), answer)
    elif visit.purpose == "question":
        harvest.questions[visit.key] = _better(harvest.questions.get(visit.key), answer)


def _better(old: Answer | None, new: Answer) -> Answer:
    """A page that was seen counts before one that was not; else the later attempt."""
    return old if old is not None and old.seen and not new.seen else new


def _seen_before(session: Session, portal: str, night: date) -> bool:
    return session.execute(
        select(NightPortal.portal).join(Night, Night.id == NightPortal.night_id).where(
            NightPortal.portal == portal, Night.night < night, NightPortal.state.in_(("complete", "partial"))
        ).limit(1)
    ).first() is not None
