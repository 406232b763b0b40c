"""`make bench`: what one further page costs us, and others that fetch the same pages and keep nothing.

Two sizes of one sample province, all contestants interleaved; start-up is taken out by the slope between the sizes.
Ratios of CPU time are what counts: a machine shared with other work makes seconds worthless. Ours is a whole crawl:
politeness without delay, address guard, reading with a second reader, WARC on disk, ledger, settlement. On a laden
machine there are as many runs as the minutes allow, three at least, and the table says how many. `--memory` crawls the
whole province once instead: peak memory at 2,000 pages and at all.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from crawler.database import migrate, open_engine
from tests.benchmarks.timing import Cost, timed, with_peak
from tests.nights import ROOT, environment
from tests.province import Province, serve_province

NOW = "2026-11-20T01:30:00+07:00"
OURS, FETCH, PARSEL, CRAWLEE = "Soi Cổng", "Scrapy, fetch only", "Scrapy + parsel", "Crawlee ParselCrawler"
_FEWEST, _EARLY = 3, 2000
README = ROOT / "README.md"
MARKS = ("<!-- bench -->\n", "<!-- /bench -->\n")


@dataclass
class Series:
    """All runs of one contestant at both sizes."""

    small: list[Cost] = field(default_factory=list)
    large: list[Cost] = field(default_factory=list)

    def slope(self, what: str, pages: tuple[int, int]) -> float:
        """Cost of 1,000 further pages: median of the runs at either size."""
        few, many = (statistics.median(getattr(c, what) for c in costs) for costs in (self.small, self.large))
        return 1000 * (many - few) / (pages[1] - pages[0])

    def peak(self, size: str) -> float:
        return statistics.median(c.mib for c in getattr(self, size))


def crawl(province: Province, codes: list[str], folder: Path) -> Cost:
    """Our crawl of these portals into an empty place, whose schema a night makes before it."""
    migrate(f"sqlite:///{folder / 'monitor.db'}")
    env = environment(folder, NOW, SOICONG_REGISTRY_DIR=str(province.registry.parent))
    return timed(with_peak(crawl_command(codes)), env)


def crawl_command(codes: list[str]) -> list[str]:
    return [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"only={' '.join(codes)}"]


def fetched(folder: Path) -> list[str]:
    """The addresses that our crawl got an answer from."""
    engine = open_engine(f"sqlite:///{folder / 'monitor.db'}")
    with engine.connect() as connection:
        urls = connection.execute(text(
            "select distinct url from visits where status is not null and method = 'GET'")).scalars().all()
    engine.dispose()
    return list(urls)


def others(crawlee: str | None) -> dict[str, list[str]]:
    """The commands that take a file of addresses."""
    commands = {FETCH: [sys.executable, "-m", "tests.benchmarks.fetch_only"],
                PARSEL: [sys.executable, "-m", "tests.benchmarks.parsel_spider"]}
    return commands | ({CRAWLEE: [crawlee, "tests/benchmarks/crawlee_spider.py"]} if crawlee else {})


def measure(province: Province, small: list[str], large: list[str], options: argparse.Namespace) -> tuple[
        dict[str, Series], tuple[int, int]]:
    runs, crawlee, started = options.runs, options.crawlee, time.monotonic()
    series = {name: Series() for name in (OURS, *others(crawlee))}
    pages = {"small": 0, "large": 0}
    for number in range(runs):
        spent = time.monotonic() - started
        if number >= min(_FEWEST, runs) and spent * (number + 1) / number > 60 * options.minutes:
            break
        for size, codes in (("small", small), ("large", large)):
            folder = Path(tempfile.mkdtemp(prefix="soicong-bench-"))
            getattr(series[OURS], size).append(crawl(province, codes, folder))
            urls = fetched(folder)
            pages[size] = len(urls)
            (folder / "urls.txt").write_text("\n".join(urls))
            for name, command in others(crawlee).items():
                cost = timed(with_peak([*command, str(folder / "urls.txt")]), dict(os.environ))
                getattr(series[name], size).append(cost)
            shutil.rmtree(folder)
        print(f"run {number + 1} of {runs}: " + ", ".join(
            f"{name} {s.small[-1].cpu:.1f}/{s.large[-1].cpu:.1f} CPU-s" for name, s in series.items()), flush=True)
    return series, (pages["small"], pages["large"])


def table(series: dict[str, Series], pages: tuple[int, int]) -> str:
    """The table as README shows it: each contestant's cost as a share of ours, so more than 1 is dearer."""
    ours = series[OURS]
    runs = len(ours.large)
    lines = [
        f"`make bench`, {datetime.now(UTC):%d/%m/%Y}, {machine()}; {pages[0]:,} and {pages[1]:,} pages of the sample "
        f"province on loopback, medians of {runs} interleaved runs, start-up taken out by the slope:", "",
        "| | CPU-s per further 1,000 pages | its CPU : ours | its time : ours | peak MiB at both sizes |",
        "|---|---|---|---|---|",
    ]
    for name, one in series.items():
        cpu, wall = (one.slope(what, pages) / ours.slope(what, pages) for what in ("cpu", "wall"))
        lines.append(f"| {name} | {one.slope('cpu', pages):.2f} | {cpu:.2f} | {wall:.2f} | {one.peak('small'):.0f}, "
                     f"{one.peak('large'):.0f} |")
    return "\n".join(lines) + "\n"


def measure_memory(province: Province, codes: list[str]) -> str:
    """Peak memory of one crawl of these portals when it has 2,000 pages and at its end, in words."""
    folder = Path(tempfile.mkdtemp(prefix="soicong-bench-"))
    migrate(f"sqlite:///{folder / 'monitor.db'}")
    env = environment(folder, NOW, SOICONG_REGISTRY_DIR=str(province.registry.parent))
    child = subprocess.Popen(crawl_command(codes), cwd=ROOT, env=env, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    early, last = "", 0.0
    while child.poll() is None:
        last = max(last, peak_of(child.pid))
        pages = 0 if early else len(fetched(folder))
        early = early or (f"{last:.0f} MiB at {pages:,} pages" if pages >= _EARLY else "")
        time.sleep(1)
    if child.returncode:
        raise SystemExit(f"the crawl ended with {child.returncode}")
    said = f"{early + ' and ' if early else ''}{last:.0f} MiB at {len(fetched(folder)):,} pages of {len(codes)} portals"
    shutil.rmtree(folder)
    return f"`make bench BENCH_ARGS=--memory`, {datetime.now(UTC):%d/%m/%Y}: peak memory {said}."


def peak_of(process: int) -> float:
    """The most memory that a process has held until now, MiB; 0 when it is gone."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def machine() -> str:
    """Processors and load of this machine, for whoever reads the figures later."""
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} × {found[1] if found else 'unknown processor'}, load {os.getloadavg()[1]:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=3, help="portals")
    parser.add_argument("--large", type=int, default=10, help="portals")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=15, help="no run is begun that would not end within them")
    parser.add_argument("--memory", type=int, nargs="?", const=161, help="portals: peak memory only, printed")
    parser.add_argument("--crawlee", help="python of an environment with crawlee[parsel]")
    parser.add_argument("--no-readme", action="store_true", help="print only")
    options = parser.parse_args()
    with serve_province(NOW, scenario="calm", portals=options.memory or options.large) as province:
        codes = [line.partition(",")[0] for line in province.registry.read_text().splitlines()[1:]]
        if options.memory:
            print(measure_memory(province, codes))
            return
        series, pages = measure(province, codes[:options.small], codes[:options.large], options)
    told = table(series, pages)
    print(told)
    if not options.no_readme:
        before, rest = README.read_text(encoding="utf-8").split(MARKS[0])
        README.write_text(before + MARKS[0] + told + MARKS[1] + rest.split(MARKS[1])[1], encoding="utf-8")


if __name__ == "__main__":
    main()
