"""`make national`: every command, the page's lists and a quarterly report on a hundred times as many portals.

The store is generated, not crawled: a fortnight of nights, the posts and lists of each portal. Times are ratios to 161
portals; work that grows with the portals should cost about as many times more as there are portals, and what asks for
one portal should cost the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from crawler.config import load_settings
from crawler.database import open_engine
from crawler.registry import load_portals
from tests.benchmarks.timing import timed, with_peak
from tests.nights import ROOT, environment
from tests.official.year import LAST, fill_year
from tests.web.office import PASSWORD
from web.accounts import add_person
from web.app import make_app

FIRST = date(2026, 12, 18)
NOW = "2026-12-31T06:00:00+07:00"
WINDOW = f"{FIRST}..{LAST}"
EVERYTHING = {
    "monitor judge": ("monitor", "judge", LAST.isoformat()),
    **{f"monitor {word}": ("monitor", word, WINDOW, "--json") for word in (
        "posts", "gaps", "inactive", "questions", "score", "notes", "coverage", "incidents", "runs", "counts",
        "silence", "dates", "merger", "deadlines", "removals")},
    "reports quarter": ("reports", "quarter", "2026-Q4"),
}
ONE = {f"monitor {word} --portal": ("monitor", word, WINDOW, "--json", "--portal") for word in (
    "posts", "gaps", "inactive", "score", "coverage", "counts")}
PAGES = ("/", "/findings", "/portals", "/inactive", "/runs", "/scores", "/qa")


def fill(folder: Path, times: int) -> tuple[str, str]:
    """The store of `times` provinces; the codes of two portals."""
    province = [p for p in load_portals(ROOT / "registry/portals.csv") if "chưa xác định" not in p.name]
    province = (province * 2)[:161]
    rows = [replace(p, code=f"{p.code}.{copy}.{n}") for copy in range(times) for n, p in enumerate(province)]
    fill_year(folder, first=FIRST, rows=rows)
    return rows[5].code, rows[6].code


def measure(folder: Path, portal: str) -> dict[str, tuple[float, float]]:
    """(CPU seconds, peak MiB) of each command; (seconds, nan) of each page."""
    env, found = environment(folder, NOW), {}
    for name, command in (EVERYTHING | {n: (*c, portal) for n, c in ONE.items()}).items():
        out = ("--out", str(folder / "out")) if command[0] == "reports" else ()
        cost = timed(with_peak([sys.executable, "-m", *command, *out]), env, (0, 2, 3))
        found[name] = (cost.cpu, cost.mib)
        print(f"  {name}: {cost.cpu:.1f} CPU-s, {cost.mib:.0f} MiB", file=sys.stderr, flush=True)
    return found


def measure_pages(folder: Path, portal: str, other: str) -> dict[str, tuple[float, float]]:
    """(CPU seconds, nan) of each page's first showing; the process keeps what it has worked out for the next one."""
    for name in [n for n in os.environ if n.startswith("SOICONG_")]:
        del os.environ[name]
    os.environ |= {"SOICONG_DATA_DIR": str(folder), "SOICONG_NOW": NOW}
    settings, found = load_settings(), {}
    with Session(open_engine(settings.database, write=True)) as session, session.begin():
        add_person(session, "đo", "review", "Người đo", "review", PASSWORD, datetime.fromisoformat(NOW))
    browser = TestClient(make_app(settings), follow_redirects=False)
    assert browser.post("/login", data={"name": "review", "password": PASSWORD}).status_code == 303
    for name, path in {"page of one portal": f"/portals/{portal}", "page of another": f"/portals/{other}",
                       **{f"page {p}": p for p in PAGES}}.items():
        began = time.process_time()
        answer = browser.get(path, follow_redirects=True)  # scores lead to their newest period
        assert answer.status_code == 200 and answer.url.path != "/login", f"{path}: {answer.status_code}"
        found[name] = (time.process_time() - began, float("nan"))
        print(f"  {name}: {found[name][0]:.2f} s, {len(answer.content) // 1024} KiB", file=sys.stderr, flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="provinces in the large store")
    options = parser.parse_args()
    results = []
    for times in (1, options.times):
        with tempfile.TemporaryDirectory(prefix="soicong-national-") as name:
            started = time.monotonic()
            portal, other = fill(Path(name), times)
            size = (Path(name) / "monitor.db").stat().st_size / 2**20
            print(f"{161 * times} portals: {size:.0f} MiB filled in {time.monotonic() - started:.0f} s",
                  file=sys.stderr, flush=True)
            results.append(measure(Path(name), portal) | measure_pages(Path(name), portal, other))
    small, large = results
    print(f"{datetime.now(UTC):%d/%m/%Y}, {161 * options.times} portals against 161 ({options.times} times as many); "
          f"{os.cpu_count()} processors, load {os.getloadavg()[1]:.0f}")
    print(f"{'':30}{'CPU-s':>10}{'CPU-s':>10}{'ratio':>8}{'peak MiB':>12}")
    for name in small:
        print(f"{name:30}{small[name][0]:>10.2f}{large[name][0]:>10.2f}{large[name][0] / small[name][0]:>8.1f}"
              f"{large[name][1]:>12.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
