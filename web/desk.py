"""What every request shares: settings, the two engines, the rules, and answers that hold until the next night."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock, RLock
from typing import Any, TypeVar, cast

from fastapi import Request
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from crawler import clock
from crawler.config import Settings
from crawler.judged import Finding
from crawler.models import Import, Night, RemovalReason
from monitor.office import Office, Province
from monitor.periods import Period
from monitor.rules import Rules, load_rules
from monitor.thresholds import Label, load_labels
from web.throttle import Throttle

ANSWERS = 64  # kept at once; a portal's page is one of them

Answer = TypeVar("Answer")


@dataclass
class Desk:
    """`reader` never writes, `writer` takes SQLite's write lock at the start of its transactions."""

    settings: Settings
    reader: Engine
    writer: Engine
    throttle: Throttle = field(default_factory=Throttle)
    made: int = 0  # answers, since the start
    _answers: OrderedDict[tuple[Any, ...], Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _making: RLock = field(default_factory=RLock)  # one answer is made of others

    def now(self) -> datetime:
        """The monitor's clock, which a past night can pin."""
        return clock.now(self.settings)

    def today(self) -> date:
        return clock.today(self.settings)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that writes: all of it is kept, or nothing."""
        with Session(self.writer, expire_on_commit=False) as session, session.begin():
            yield session

    def office(self, session: Session, period: Period, portal: str | None = None) -> Office:
        """What the monitor says of a period; for one portal with what all of them share kept from before."""
        if portal is None:
            return Office(session, self.rules(), period, self.today())
        return Office(session, self.rules(), period, self.today(), portal, self.province(session, period))

    def province(self, session: Session, period: Period) -> Province:
        return self.answer(session, ("province", period.start, period.end),
                           lambda: self.office(session, period).province())

    def rules(self) -> Rules:
        folder = self.settings.registry_dir
        return self._remember(("rules", self._registry()), lambda: load_rules(folder))

    def registry(self, load: Callable[[Path], Answer]) -> Answer:
        """What `load` reads from the registry's folder, kept until one of its files changes."""
        return self._remember((load.__qualname__, self._registry()), lambda: load(self.settings.registry_dir))

    def labels(self) -> dict[str, Label]:
        file = self.settings.registry_dir / "thresholds.toml"
        return self._remember(("labels", self._registry()), lambda: load_labels(file))

    def answer(self, session: Session, key: tuple[Any, ...], compute: Callable[[], Answer]) -> Answer:
        """What `compute` says, kept until a night, a finding, an imported file or a rule is added, or the day ends.
        Only for what people's decisions do not change."""
        return self._remember(self._key(session, key), compute)

    def part(self, session: Session, key: tuple[Any, ...], cut: Callable[[Answer], Answer],
             compute: Callable[[], Answer]) -> Answer:
        """What concerns one portal: cut out of the answer for all of them when that is there, else worked out alone."""
        known = self._known(self._key(session, key))
        return compute() if known is None else cut(known[0])

    def _key(self, session: Session, key: tuple[Any, ...]) -> tuple[Any, ...]:
        state = session.execute(select(
            select(func.max(Night.id)).scalar_subquery(),
            select(Night.state).order_by(Night.id.desc()).limit(1).scalar_subquery(),
            select(func.max(Finding.id)).scalar_subquery(), select(func.max(Import.id)).scalar_subquery(),
            select(func.max(RemovalReason.id)).scalar_subquery(),
        )).one()
        return key, tuple(state), self.today(), self._registry()

    def forget(self) -> None:
        """As after a night: every answer is made anew."""
        with self._lock:
            self._answers.clear()

    def _remember(self, key: tuple[Any, ...], compute: Callable[[], Answer]) -> Answer:
        if (known := self._known(key)) is not None:
            return cast(Answer, known[0])
        with self._making:  # several who ask at once after a night wait for one computation
            if (known := self._known(key)) is not None:
                return cast(Answer, known[0])
            made = compute()
            with self._lock:
                self.made += 1
                self._answers[key] = made
                while len(self._answers) > ANSWERS:
                    self._answers.popitem(last=False)
            return made

    def _known(self, key: tuple[Any, ...]) -> tuple[Any] | None:
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return (self._answers[key],)

    def _registry(self) -> tuple[float, ...]:
        """When the registry's files last changed: staff edit them while the page runs."""
        folder = self.settings.registry_dir
        files = sorted(folder.glob("*.csv")) + sorted(folder.glob("*.toml")) + sorted(folder.glob("rubrics/*"))
        return tuple(path.stat().st_mtime for path in files)


def desk_of(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


def read_session(request: Request) -> Iterator[Session]:
    """A session for reading, as long as the request."""
    with Session(desk_of(request).reader, expire_on_commit=False) as session:
        yield session


def real_now() -> datetime:
    """The real time, for sessions and limits: pinning the monitor's clock must not keep anybody signed in."""
    return datetime.now(UTC)
