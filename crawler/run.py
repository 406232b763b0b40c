"""The life of one night in the database: begun from the registry, taken up again after a crash, ended with a code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from crawler import __version__, clock, lock
from crawler.config import Settings
from crawler.database import migrate, open_engine
from crawler.ledger import Plan, plan_row
from crawler.models import Night, NightPortal, Visit
from crawler.registry import Portal, load_backends, load_portals, portals_on, registry_digest
from crawler.reruns import take_up
from crawler.settle import settle_night

MASS_SHARE = 0.5   # of the portals that were tried fail to answer: our side failed, the night is void
MASS_LEAST = 5     # portals, below which nothing can be said of a mass


class NightDone(Exception):
    """The night was run before; `exit_code` is how it ended then."""

    def __init__(self, night: date, exit_code: int) -> None:
        super().__init__(f"Đêm {night:%d/%m/%Y} đã chạy xong.")
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class NightRun:
    """A night under way: its row and the token of the lock that lets us write."""

    night_id: int
    token: str


@dataclass(frozen=True, slots=True)
class PortalTonight:
    url: str
    hosts: frozenset[str]
    backend: str
    platform: str


@dataclass(frozen=True, slots=True)
class Tonight:
    portals: dict[str, PortalTonight]
    backends: dict[str, float]
    full: bool


def begin(engine: Engine, settings: Settings, portals: Sequence[Portal], digest: str, *, full: bool, token: str) -> int:
    """Begin tonight for these portals, or take up what is left of it; `NightDone` when nothing is left to do."""
    night, now = clock.today(settings), datetime.now(UTC)
    with Session(engine) as session, session.begin():
        lock.holds(session, token)
        row = session.execute(select(Night).where(Night.night == night)).scalar_one_or_none()
        if row is None:
            row = Night(night=night, state="running", full=full, started_at=clock.now(settings),
                        registry_digest=digest, software=__version__)
            session.add(row)
        elif row.state == "skipped":
            row.state, row.full, row.started_at, row.reason = "running", full, clock.now(settings), None
        _note_skipped(session, night, clock.now(settings), digest)
        session.flush()
        there = set(session.scalars(select(NightPortal.portal).where(NightPortal.night_id == row.id)))
        added = [p for p in portals if p.code not in there]
        opened = take_up(session, row.id, {p.code for p in portals}, now)
        if row.exit_code is not None and not added and not opened and row.state not in ("running", "interrupted"):
            raise NightDone(night, row.exit_code)
        row.state, row.exit_code, row.ended_at = "running", None, None
        for portal in added:
            session.add(_night_portal(row.id, portal))
        session.flush()
        plans = [_robots_plan(p) for p in added if p.url]
        if plans:
            session.execute(insert(Visit), [plan_row(row.id, plan, now) for plan in plans])
        return row.id


def _note_skipped(session: Session, night: date, now: datetime, digest: str) -> None:
    """Nights on which nothing ran since the last one stay visible: what nobody looked at is not known."""
    last = session.execute(select(func.max(Night.night)).where(Night.night < night)).scalar_one_or_none()
    day = last + timedelta(days=1) if last is not None else night
    while day < night:
        session.add(Night(night=day, state="skipped", reason="không có lượt chạy nào", started_at=now, ended_at=now,
                          registry_digest=digest, software=__version__))
        day += timedelta(days=1)


def _night_portal(night_id: int, p: Portal) -> NightPortal:
    return NightPortal(
        night_id=night_id, portal=p.code, name=p.name, group=p.group, url=p.url, hosts=" ".join(p.hosts),
        backend=p.backend, platform=p.platform, scored=p.scored,
        state=None if p.url else "not_observed", reason=None if p.url else "address_unconfirmed",
    )


def _robots_plan(p: Portal) -> Plan:
    parts = urlsplit(p.url)
    return Plan(p.code, "robots", f"{parts.scheme}://{parts.netloc}/robots.txt", f"robots:{parts.netloc.lower()}",
                backend=p.backend, priority=-10)


def tonight(engine: Engine, night_id: int, settings: Settings) -> Tonight:
    """What a crawl process must know of its night."""
    with Session(engine) as session:
        full = session.execute(select(Night.full).where(Night.id == night_id)).scalar_one()
        rows = session.scalars(select(NightPortal).where(NightPortal.night_id == night_id)).all()
    portals = {
        r.portal: PortalTonight(r.url, frozenset(r.hosts.split()), r.backend, r.platform) for r in rows if r.url
    }
    return Tonight(portals, load_backends(settings.registry_dir / "backends.csv"), full)


def progress(engine: Engine, night_id: int, portals: Collection[str] | None = None) -> tuple[int, int]:
    """(requests done, requests planned) so far, of these portals alone if given."""
    query = select(func.count(Visit.outcome), func.count()).where(Visit.night_id == night_id)
    if portals is not None:
        query = query.where(Visit.portal.in_(portals))
    with Session(engine) as session:
        done, planned = session.execute(query).one()
    return done, planned


def interrupt(engine: Engine, run: NightRun, reason: str) -> None:
    """Leave the night as it is, to be taken up again."""
    with Session(engine) as session, session.begin():
        session.execute(update(Night).where(Night.id == run.night_id).values(state="interrupted", reason=reason))


def give_up(engine: Engine, run: NightRun, visit: int) -> None:
    """End a request on whose page our process died again and again; the fault is ours and says nothing of the portal.
    """
    with Session(engine) as session, session.begin():
        lock.holds(session, run.token)
        session.execute(update(Visit).where(Visit.id == visit, Visit.outcome.is_(None)).values(
            outcome="our_error", finished_at=datetime.now(UTC),
            reason="tiến trình thu thập bị dừng hai lần khi đọc trang này (hết bộ nhớ?)"))


def finish(engine: Engine, settings: Settings, run: NightRun, wrong: str | None = None) -> int:
    """Derive channels, posts and questions, judge the night as a whole and record its exit code (0, 3 or 4). `wrong`
    says why our own checks hold the night for worth nothing."""
    settle_night(engine, run.night_id, run.token)
    with Session(engine) as session, session.begin():
        lock.holds(session, run.token)
        states = session.execute(
            select(NightPortal.state, NightPortal.reason).where(NightPortal.night_id == run.night_id)
        ).all()
        code, state, reason = judge_night([(s or "void", r) for s, r in states])
        if wrong is not None:
            code, state, reason = 4, "void", wrong
        session.execute(update(Night).where(Night.id == run.night_id).values(
            state=state, reason=reason, exit_code=code, ended_at=clock.now(settings)
        ))
    return code


def judge_night(portals: Sequence[tuple[str, str | None]]) -> tuple[int, str, str | None]:
    """(exit code, state, reason) of a night from its portals' (state, reason).

    Void when our own code failed on a portal's every page, or when half of the portals that were tried gave no answer
    at all: that is our network before it is theirs.
    """
    tried = [(s, r) for s, r in portals if r != "address_unconfirmed"]
    if not tried:
        return 3, "partial", "chưa có cổng nào có địa chỉ được xác nhận"
    dead = [r for s, r in tried if s in ("not_observed", "void") and r in NO_ANSWER]
    if len(tried) >= MASS_LEAST and len(dead) >= MASS_SHARE * len(tried):
        return 4, "void", f"{len(dead)} trên {len(tried)} cổng cùng không trả lời: our_network"
    if all(s == "complete" for s, _ in portals):
        return 0, "complete", None
    return 3, "partial", None


NO_ANSWER = frozenset({"down", "timeout", "dns_nx", "dns_failed", "tls_failed", "blocked", "our_error"})


def begin_alone(settings: Settings, only: Sequence[str]) -> NightRun:
    """For `scrapy crawl portal`: migrate, lock and begin tonight from the settings' registry."""
    path = settings.registry_dir / "portals.csv"
    portals = choose(portals_on(load_portals(path), clock.today(settings)), only, None)
    migrate(settings.database)
    engine = open_engine(settings.database, write=True)
    token = lock.take(engine)
    return NightRun(begin(engine, settings, portals, registry_digest(path), full=False, token=token), token)


def finish_alone(settings: Settings, run: NightRun, *, finished: bool) -> None:
    """The end of a night begun with `begin_alone`."""
    engine = open_engine(settings.database, write=True)
    if finished:
        finish(engine, settings, run)
    else:
        interrupt(engine, run, "dừng giữa chừng")
    lock.release(engine, run.token)


class NoSuchPortal(ValueError):
    """A code or backend that the registry does not have."""


def choose(portals: Sequence[Portal], only: Sequence[str], backend: str | None) -> list[Portal]:
    """The portals asked for with --only and --backend; `NoSuchPortal` names what the registry does not have."""
    missing = sorted(set(only) - {p.code for p in portals})
    if missing:
        raise NoSuchPortal(f"Sổ đăng ký không có mã {', '.join(missing)} (còn hiệu lực hôm nay).")
    chosen = [p for p in portals if (not only or p.code in only) and (backend is None or p.backend == backend)]
    if not chosen:
        raise NoSuchPortal(f"Sổ đăng ký không có cổng nào dùng hạ tầng {backend!r}.")
    return chosen


def open_requests(engine: Engine, night_id: int) -> int:
    """How many planned requests have no outcome yet."""
    with Session(engine) as session:
        return session.execute(
            select(func.count()).select_from(Visit).where(Visit.night_id == night_id, Visit.outcome.is_(None))
        ).scalar_one()
