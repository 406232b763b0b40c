"""One night at a time: a database row that only one scheduler can insert, and a token that fences writers."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler.models import Lock

NAME = "night"
STALE = timedelta(minutes=10)  # without a heartbeat for so long, a holder on another machine is taken for dead


class Locked(RuntimeError):
    """Another run holds the lock; the text says which."""


class LockLost(RuntimeError):
    """The lock was taken over: nothing may be written any more."""


def process_mark(pid: int) -> str | None:
    """A process by pid and start time, so that a reused pid is not mistaken for it; None when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return f"{pid}:{stat.rpartition(')')[2].split()[19]}"


def take(engine: Engine) -> str:
    """Take the lock and return its token; `Locked` when a living run holds it. A dead run's lock is taken over."""
    token, now = secrets.token_hex(16), datetime.now(UTC)
    row = {
        "name": NAME, "token": token, "host": socket.gethostname(),
        "process": process_mark(os.getpid()) or str(os.getpid()), "taken_at": now, "beat_at": now,
    }
    try:
        with Session(engine) as session, session.begin():
            held = session.execute(select(Lock).where(Lock.name == NAME).with_for_update()).scalar_one_or_none()
            if held is not None:
                if _alive(held, now):
                    raise Locked(
                        f"Một lượt chạy khác đang giữ khóa (máy {held.host}, tiến trình {held.process.split(':')[0]}, "
                        f"từ {held.taken_at:%d/%m/%Y %H:%M} UTC). Hãy đợi lượt ấy xong rồi chạy lại."
                    )
                session.execute(delete(Lock).where(Lock.name == NAME))
            session.execute(insert(Lock).values(row))
    except IntegrityError as error:
        raise Locked("Một lượt chạy khác vừa giành được khóa cùng lúc. Hãy đợi lượt ấy xong rồi chạy lại.") from error
    return token


def _alive(held: Lock, now: datetime) -> bool:
    if held.host == socket.gethostname():
        return process_mark(int(held.process.split(":")[0])) == held.process
    return now - held.beat_at < STALE


def holds(session: Session, token: str) -> None:
    """Fail with `LockLost` inside a writer's transaction when the lock is no longer ours."""
    if session.execute(select(Lock.token).where(Lock.name == NAME)).scalar_one_or_none() != token:
        raise LockLost("Khóa của đêm đã bị một lượt chạy khác lấy: lượt này dừng, không ghi gì thêm.")


def beat(engine: Engine, token: str) -> None:
    """Say that the run is alive."""
    with Session(engine) as session, session.begin():
        session.execute(update(Lock).where(Lock.token == token).values(beat_at=datetime.now(UTC)))


def release(engine: Engine, token: str) -> None:
    """Give the lock back; nothing happens when it is no longer ours."""
    with Session(engine) as session, session.begin():
        session.execute(delete(Lock).where(Lock.token == token))
