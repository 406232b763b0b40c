"""`make storage`: batched upserts beside the raw driver, and five years counted from the roll-up beside the posts.

All ratios are medians of interleaved runs, SQLite and PostgreSQL side by side. An upsert's ratio is the raw driver's
time as a share of ours, so 1 is as fast; a count's ratio is how many times cheaper the roll-up is.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, Integer, cast, extract, func, insert, select, text
from sqlalchemy.orm import Session

from crawler.counted import WHOLE, PostCount, count_posts, load_counts
from crawler.database import migrate, open_engine
from crawler.models import Page, Post
from crawler.upserts import upsert
from tests.services.postgresql import postgresql_server

ROWS, BATCH = 20_000, 64  # 64 results are committed together by a night
COLUMNS = ("portal", "fingerprint", "etag", "last_modified", "body_digest", "reading", "reader", "checked_on")
YEARS, PER_YEAR = 5, 250
FIRST = date(2022, 1, 1)


def pages(n: int, when: date) -> list[dict[str, Any]]:
    return [{"portal": f"X{i % 161:03}", "fingerprint": f"{i:064d}", "etag": f"e{i}", "last_modified": None,
             "body_digest": f"{i:064d}", "reading": None, "reader": "r", "checked_on": when} for i in range(n)]


def clock(engine: Engine) -> float:
    """SQLite works inside this process: its CPU time, which other work on the machine does not lengthen."""
    return time.process_time() if engine.dialect.name == "sqlite" else time.perf_counter()


def batched(engine: Engine, rows: list[dict[str, Any]], batch: int) -> float:
    """Seconds of the ledger's own upsert."""
    began = clock(engine)
    with Session(engine) as session, session.begin():
        for start in range(0, len(rows), batch):
            upsert(session, Page, ("portal", "fingerprint"), rows[start:start + batch], update_rest=True)
    return clock(engine) - began


def raw(engine: Engine, rows: list[dict[str, Any]], batch: int) -> float:
    """Seconds of the driver's executemany of the same statement."""
    sqlite = engine.dialect.name == "sqlite"
    marks = ", ".join("?" if sqlite else "%s" for _ in COLUMNS)
    rest = ", ".join(f"{c} = excluded.{c}" for c in COLUMNS[2:])
    statement = (f"INSERT INTO pages ({', '.join(COLUMNS)}) VALUES ({marks}) "
                 f"ON CONFLICT (portal, fingerprint) DO UPDATE SET {rest}")
    tuples = [tuple(str(row[c]) if c == "checked_on" and sqlite else row[c] for c in COLUMNS) for row in rows]
    link = engine.raw_connection()
    try:
        began = clock(engine)
        cursor = link.cursor()
        if sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        for start in range(0, len(tuples), batch):
            cursor.executemany(statement, tuples[start:start + batch])
        link.commit() if not sqlite else cursor.execute("COMMIT")
        return clock(engine) - began
    finally:
        link.close()


def upserts(engine: Engine, runs: int) -> dict[str, float]:
    """Raw time : our time, for new rows and for rows that are there already."""
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        for batch in (BATCH, 5000):
            times: dict[tuple[str, str], float] = {}
            for who, how in (("raw", raw), ("ours", batched)):
                with engine.begin() as link:
                    link.execute(text("DELETE FROM pages"))
                times[who, "new"] = how(engine, pages(ROWS, FIRST), batch)
                times[who, "again"] = how(engine, pages(ROWS, FIRST), batch)
            for what in ("new", "again"):
                found.setdefault(f"upsert, {what} rows, batches of {batch}", []).append(
                    times["raw", what] / times["ours", what])
    return {name: statistics.median(ratios) for name, ratios in found.items()}


def fill_posts(engine: Engine, portals: int) -> None:
    """Five years of posts and their roll-up, set-based: how the roll-up is kept is the tests' matter."""
    with engine.begin() as link:
        link.execute(insert(Post), [
            {"portal": f"P{code:05}", "key": f"/{n}", "kind": "post", "url": "u", "title": f"Tin {n}",
             "published_on": day, "date_grade": "sure", "first_seen": day, "last_seen": date(2026, 12, 31),
             "baseline": False, "missed": 0}
            for n in range(YEARS * PER_YEAR) for day in [FIRST + timedelta(days=n * 365 // PER_YEAR)]
            for code in range(portals)])
    month = "date(published_on, 'start of month')" if engine.dialect.name == "sqlite" else \
        "CAST(date_trunc('month', published_on) AS date)"
    with engine.begin() as link:
        link.execute(text(f"INSERT INTO post_counts (portal, channel_id, kind, month, posts) "
                          f"SELECT portal, 0, kind, {month}, count(*) FROM posts GROUP BY portal, kind, {month}"))
        link.execute(text("CREATE INDEX bench_posts ON posts (portal, published_on, kind, date_grade, last_seen)"))
        link.execute(text("ANALYZE"))


def add_provinces(engine: Engine, times: int) -> None:
    """The same posts for `times` provinces in all, copied inside the database, month by month as nights bring them."""
    columns = ", ".join(c.name for c in Post.__table__.columns if c.name not in ("id", "portal"))
    statement = text(
        f"WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {times - 1}) "
        f"INSERT INTO posts (portal, {columns}) SELECT portal || '.' || n, {columns} FROM posts CROSS JOIN copies "
        f"WHERE portal NOT LIKE '%.%' AND published_on >= :first AND published_on < :next ORDER BY n, portal")
    months = [date(FIRST.year + m // 12, m % 12 + 1, 1) for m in range(12 * YEARS + 1)]
    for first, following in pairwise(months):
        with engine.begin() as link:
            link.execute(statement, {"first": first, "next": following})
    with engine.begin() as link:
        link.execute(text("ANALYZE"))


def one_portal(engine: Engine) -> float:
    """Seconds of one portal's posts: median of 21."""
    question = select(Post.id, Post.title, Post.published_on).where(Post.portal == "P00007").order_by(Post.id)
    with Session(engine) as session:
        times = []
        for _ in range(21):
            began = clock(engine)
            assert len(session.execute(question).all()) == YEARS * PER_YEAR
            times.append(clock(engine) - began)
    return statistics.median(times)


def quarter_of(day: ColumnElement[date]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """(year, quarter) of a day, worked out by the database."""
    return cast(extract("year", day), Integer), (cast(extract("month", day), Integer) + 2) // 3


def from_posts(session: Session) -> dict[tuple[str, int, int], int]:
    """Posts per portal and quarter by the covering index."""
    when = quarter_of(Post.published_on)
    rows = session.execute(select(Post.portal, *when, func.count()).where(
        Post.date_grade != "unknown", Post.published_on <= Post.last_seen).group_by(Post.portal, *when))
    return {(portal, year, quarter): posts for portal, year, quarter, posts in rows}


def from_roll_up(session: Session) -> dict[tuple[str, int, int], int]:
    """The same from the months that are kept."""
    when = quarter_of(PostCount.month)
    rows = session.execute(select(PostCount.portal, *when, func.sum(PostCount.posts))
                           .where(PostCount.channel_id == WHOLE).group_by(PostCount.portal, *when))
    return {(portal, year, quarter): posts for portal, year, quarter, posts in rows}


def timed(work: Callable[[], Any]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def counts(engine: Engine, runs: int) -> float:
    """How many times cheaper the roll-up is."""
    with Session(engine) as session:
        assert from_posts(session) == from_roll_up(session)
        assert load_counts(session, "P00007") == count_posts(session, "P00007")
        slow, fast = [], []
        for _ in range(runs):
            slow.append(timed(lambda: from_posts(session)))
            fast.append(timed(lambda: from_roll_up(session)))
        return statistics.median(slow) / statistics.median(fast)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--portals", type=int, default=161)
    parser.add_argument("--times", type=int, default=100, help="how many times as many portals for one portal's query")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soicong-storage-") as name, postgresql_server() as server:
        for kind in ("sqlite", "postgresql"):
            def database(part: str, kind: str = kind) -> Engine:
                url = f"sqlite:///{Path(name) / part}.db" if kind == "sqlite" else server.url(server.create_database())
                migrate(url)
                return open_engine(url, write=True)

            print(kind, flush=True)
            for what, ratio in upserts(database("upserts"), options.runs).items():
                print(f"  {what}: {ratio:.2f} of the raw driver's speed", flush=True)
            posts = database("posts")
            fill_posts(posts, options.portals)
            print(f"  five years per portal and quarter: posts by index : roll-up = {counts(posts, options.runs):.1f}",
                  flush=True)
            if options.times > 1:
                few = one_portal(posts)
                add_provinces(posts, options.times)
                print(f"  one portal's posts at {options.portals * options.times} : {options.portals} portals = "
                      f"{one_portal(posts) / few:.2f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
