"""Play nights in tests: the real commands as processes, and an export of all that a night leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import text

from crawler.database import open_engine

ROOT = Path(__file__).resolve().parent.parent

#: What a night leaves, without row numbers and clock times: equal for equal observations.
EXPORT = {
    "nights": "select night, state, exit_code from nights",
    "portals": "select n.night, p.portal, p.state, p.reason from night_portals p join nights n on n.id = p.night_id",
    "visits": """select n.night, v.portal, v.purpose, v.method, v.url, v.page, v.attempt, v.outcome, v.end_reason
                 from visits v join nights n on n.id = v.night_id""",
    "channels": "select portal, key, title, url, kind, first_seen, last_seen from channels",
    "channel_nights": """select n.night, c.portal, c.key, x.state, x.reason, x.pages, x.end_reason, x.items, x.undated,
                         x.newest_on, x.oldest_on, x.control from channel_nights x
                         join nights n on n.id = x.night_id join channels c on c.id = x.channel_id""",
    "posts": """select portal, key, kind, url, title, published_on, published_raw, date_source, date_grade, first_seen,
                last_seen, baseline, edited_on, removed_on, body_hash, article_on, number from posts""",
    "post_channels": """select p.portal, p.key, c.key, x.first_seen, x.last_seen from post_channels x
                        join posts p on p.id = x.post_id join channels c on c.id = x.channel_id""",
    "events": """select p.portal, p.key, n.night, e.what, e.before, e.after from post_events e
                 join posts p on p.id = e.post_id join nights n on n.id = e.night_id""",
    "questions": """select portal, key, title, asked_on, accepted_on, answered_on, state, answered_by, first_seen,
                    last_seen from questions""",
}


def environment(data_dir: Path, now: str, **more: str) -> dict[str, str]:
    """Settings of a test night: loopback open, no delay, the clock pinned."""
    base = {k: v for k, v in os.environ.items() if not k.startswith("SOICONG_")}
    return {
        **base, "SOICONG_DATA_DIR": str(data_dir), "SOICONG_NOW": now, "SOICONG_ALLOW_ADDRESSES": "127.0.0.0/8",
        "SOICONG_DELAY": "0", "COLUMNS": "200", **more,
    }


def night_command(registry: Path, *extra: str) -> list[str]:
    return [sys.executable, "-m", "crawler", "nightly", "--no-canaries", "--registry", str(registry),
            *extra]


def run_night(
    data_dir: Path, registry: Path, now: str, *extra: str, limit: int = 900, **more: str,
) -> subprocess.CompletedProcess[str]:
    """One night to its end; never raises on the exit code."""
    return subprocess.run(night_command(registry, *extra), cwd=ROOT, env=environment(data_dir, now, **more),
                          capture_output=True, text=True, check=False, timeout=limit)


def monitor(data_dir: Path, now: str, *arguments: str, limit: int = 300) -> Any:
    """The JSON answer of `python -m monitor … --json`."""
    done = subprocess.run([sys.executable, "-m", "monitor", *arguments, "--json"], cwd=ROOT,
                          env=environment(data_dir, now), capture_output=True, text=True, check=False, timeout=limit)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def export(data_dir: Path, url: str | None = None) -> dict[str, list[str]]:
    """All tables of EXPORT as sorted lines."""
    engine = open_engine(url or f"sqlite:///{data_dir / 'monitor.db'}")
    with engine.connect() as connection:
        found = {
            name: sorted(
                json.dumps([str(v) for v in row], ensure_ascii=False) for row in connection.execute(text(query))
            )
            for name, query in EXPORT.items()
        }
    engine.dispose()
    return found


def registry_file(path: Path, rows: list[dict[str, str]]) -> Path:
    """A registry CSV in the contract's columns; missing fields get plain defaults."""
    columns = [
        "code", "name", "group", "url", "hosts", "backend", "platform", "scored", "valid_from", "valid_to", "note",
    ]
    blank = {"group": "communes", "platform": "auto", "scored": "yes", "valid_from": "2025-07-01"}
    lines = [",".join(columns)]
    lines += [",".join({**blank, **row}.get(c, "") for c in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
