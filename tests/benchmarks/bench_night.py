"""`make bench`: the night's pages a second against a bare Scrapy fetch of the same addresses, in the same run.

Prints ratios: a machine shared with other work makes seconds worthless. Peak memory is that of the largest process.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from crawler.database import open_engine
from tests.nights import ROOT, environment, night_command
from tests.province import Province, serve_province

NOW = "2026-11-20T01:30:00+07:00"


def timed(command: list[str], env: dict[str, str]) -> tuple[float, float, float]:
    """(seconds, CPU seconds, peak MiB) of a command and all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - started
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, usage.ru_maxrss / 1024


def one_pair(province: Province, folder: Path) -> dict[str, float]:
    night = timed(night_command(province.registry), environment(folder, NOW))
    engine = open_engine(f"sqlite:///{folder / 'monitor.db'}")
    with engine.connect() as connection:
        urls = connection.execute(text(
            "select url from visits where status is not null and method = 'GET'")).scalars().all()
    engine.dispose()
    listed = folder / "urls.txt"
    listed.write_text("\n".join(urls))
    bare = timed([sys.executable, "-m", "tests.benchmarks.fetch_only", str(listed)], dict(os.environ))
    return {
        "pages": len(urls), "speed": bare[0] / night[0], "cpu": bare[1] / night[1],
        "night_mib": night[2], "bare_mib": bare[2], "night_pages_s": len(urls) / night[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    pairs = []
    with serve_province(NOW, scenario="calm", portals=options.portals) as province:
        for number in range(options.runs):
            folder = Path(tempfile.mkdtemp(prefix="soicong-bench-"))
            pairs.append(one_pair(province, folder))
            shutil.rmtree(folder)
            p = pairs[-1]
            print(f"run {number + 1}: {p['pages']} pages, night {p['night_pages_s']:.0f} pages/s, "
                  f"{p['speed']:.2f} x bare Scrapy in pages/s, {p['cpu']:.2f} x in CPU", flush=True)
    mid = {key: statistics.median(p[key] for p in pairs) for key in pairs[0]}
    print(f"\n{datetime.now(UTC):%d/%m/%Y}, {options.portals} portals, {mid['pages']:.0f} pages, "
          f"median of {options.runs} runs (start-up, settlement and digest of the night included):")
    print(f"  pages/s of the whole night : bare Scrapy fetch = {mid['speed']:.2f}")
    print(f"  pages per CPU-second       : bare Scrapy fetch = {mid['cpu']:.2f}")
    print(f"  peak memory: night {mid['night_mib']:.0f} MiB, bare fetch {mid['bare_mib']:.0f} MiB")


if __name__ == "__main__":
    main()
