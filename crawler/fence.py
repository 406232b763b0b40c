"""No host is crawled by two processes: session locks in PostgreSQL, held by the very process that asks the portals.

A cluster that loses a worker starts its group anew elsewhere, while the old crawl may still run: a lock of the worker
or the scheduler would be given back too early. These locks end with the connection of the crawl itself, and the crawl
ends when they or the night's lock are lost.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from crawler.children import die_with_parent
from crawler.config import Settings
from crawler.groups import group_portals, servers_of
from crawler.lock import NAME, LockLost
from crawler.run import NightRun, Tonight

PATIENCE = 60.0  # seconds to wait for a crawl that is ending
CHECK = 2.0      # seconds between two looks whether the locks are still ours
#: A machine that vanished is noticed by the server, a server that vanished by us, in half a minute, not in two hours.
ALIVE = ("SET tcp_keepalives_idle = 10", "SET tcp_keepalives_interval = 5", "SET tcp_keepalives_count = 3")
OURS = {"tcp_user_timeout": 15000, "keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 2,
        "connect_timeout": 15}


class GroupLocked(RuntimeError):
    """This process may not crawl the group; the text says why."""


class Fence:
    """The locks of one group's hosts and backends, held while this process lives."""

    def __init__(self, url: str, token: str, servers: Iterable[str]) -> None:
        self.token = token
        engine = create_engine(url, connect_args=OURS, isolation_level="AUTOCOMMIT")
        self._link = engine.connect()
        for statement in ALIVE:
            self._link.execute(text(statement))
        self._keys = sorted(lock_key(server) for server in servers)
        self._checked = time.monotonic()

    def take(self, patience: float = PATIENCE) -> None:
        """Take all locks; `GroupLocked` when another process keeps one of them for too long."""
        until = time.monotonic() + patience
        while not self._try():
            if time.monotonic() > until:
                raise GroupLocked("Một tiến trình khác còn đang hỏi các cổng của nhóm này; nhóm sẽ được giao lại sau.")
            time.sleep(0.5)

    def _try(self) -> bool:
        taken = self._link.scalar(text("SELECT bool_and(pg_try_advisory_lock(k)) FROM unnest(:keys) AS k"),
                                  {"keys": self._keys})
        if not taken:
            self._link.execute(text("SELECT pg_advisory_unlock_all()"))
        return bool(taken)

    def check(self) -> None:
        """Every two seconds: end with `LockLost` when the connection or the night's lock is gone."""
        if time.monotonic() - self._checked < CHECK:
            return
        try:
            holder = self._link.scalar(text("SELECT token FROM locks WHERE name = :name"), {"name": NAME})
        except DBAPIError as error:
            raise LockLost(f"Mất kết nối giữ khóa của nhóm: {error.orig}. Tiến trình này dừng.") from error
        if holder != self.token:
            raise LockLost("Khóa của đêm đã bị một lượt chạy khác lấy: tiến trình này dừng, không hỏi cổng nào thêm.")
        self._checked = time.monotonic()


def lock_key(server: str) -> int:
    """The number of a server's lock."""
    return int.from_bytes(hashlib.sha256(f"soicong {server}".encode()).digest()[:8], "big", signed=True)


def enter_group(settings: Settings, run: NightRun, rows: Tonight, group: str,
                parent: int) -> tuple[Fence | None, frozenset[str]]:
    """Bind this process to the worker that started it and take the group's locks; (fence, its portals). Without a
    group this process crawls all portals of the night and needs no fence: there is one of them."""
    if not group:
        return None, frozenset(rows.portals)
    die_with_parent()
    if os.getppid() != parent:  # the worker died while this process was starting
        raise GroupLocked("Tiến trình đã giao nhóm này không còn; nhóm sẽ được giao lại.")
    mark = settings.data_dir / "night.token"
    if not mark.exists() or mark.read_text() != run.token:  # bytes kept on another disk could never be shown
        raise GroupLocked(f"Thư mục dữ liệu {settings.data_dir.resolve()} của máy này không phải thư mục của đêm: "
                          "đặt SOICONG_DATA_DIR vào thư mục dùng chung của mọi máy.")
    groups = group_portals(rows.portals)
    if group not in groups:
        raise GroupLocked(f"Đêm này không có nhóm {group!r}: các máy dùng hai bản phần mềm khác nhau?")
    fence = Fence(settings.database, run.token, {s for code in groups[group] for s in servers_of(rows.portals[code])})
    fence.take()
    return fence, groups[group]
