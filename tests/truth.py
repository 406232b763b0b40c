"""`make truth`: seven nights of the sample province, one after the other, compared with what was really published."""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.database import open_engine
from crawler.models import Night
from monitor.reasons import load_reasons
from sample.every_trouble import choose_portals
from sample.planted import ANSWERS, RUSHED, compare_planted, is_right, table
from tests.nights import ROOT, monitor, run_night
from tests.province import Province, serve_province

FIRST = date(2026, 11, 16)
PERIOD = "2025-01-01..2026-12-31"
HOUR = 3600  # of a night: all 161 portals on a laden machine


def moment(day: date) -> str:
    return f"{day.isoformat()}T01:30:00+07:00"


def play(
    folder: Path, nights: int, scenario: str, portals: int | None, only: list[int], each: int = 0, every: int = 1,
) -> tuple[int, str]:
    """Play the nights and compare; returns the comparison's exit code and its table. `only` are numbers of portals;
    `each`: instead of them, every kind of trouble so often, by the truth of the last night. With `every`, lists that
    nothing hangs on are asked each so many nights, and one night more, which asks all, follows the comparison."""
    with serve_province(moment(FIRST), scenario=scenario, portals=portals) as province:
        truth = province.truth(moment(FIRST + timedelta(days=nights - 1)))
        codes = choose_portals(truth, each) if each else [
            p["code"] for n, p in enumerate(truth["portals"], 1) if n in only]
        print(f"{len(codes) or len(truth['portals'])} portals, {nights} nights", file=sys.stderr, flush=True)
        now, early = moment(FIRST), ""
        for number in range(nights + (every > 1)):
            if number == nights:
                early = f"{_compare(folder, province, codes, now)[1]}\nafter one night more that asked every list:\n"
            now = moment(FIRST + timedelta(days=number))
            province.show(now)
            chosen = [x for code in codes for x in ("--only", code)] + (["--full"] if number == nights else [])
            started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            done = run_night(folder, province.registry, now, *chosen, limit=HOUR, SOICONG_LIST_EVERY=str(every))
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"night {now[:10]}: exit code {done.returncode}, {time.monotonic() - started:.0f} s, {cpu:.0f} s CPU",
                  file=sys.stderr, flush=True)
            if done.returncode not in (0, 3):
                raise SystemExit(done.stderr)
            print(tell_reasons(folder), file=sys.stderr, flush=True)
        code, text = _compare(folder, province, codes, now)
    return code, early + text


def _compare(folder: Path, province: Province, codes: list[str], now: str) -> tuple[int, str]:
    truth = province.truth(now)
    truth["portals"] = [p for p in truth["portals"] if not codes or p["code"] in codes]
    return compare_nights(folder, truth, now)


def tell_reasons(folder: Path) -> str:
    """What the newest night asked for and why, beside the least that it could have asked."""
    engine = open_engine(f"sqlite:///{folder / 'monitor.db'}")
    with Session(engine) as session:
        found = load_reasons(session, session.scalars(select(func.max(Night.id))).one() or 0)
    engine.dispose()
    asked = ", ".join(f"{name} {number:,}" for name, number in found.counts.items() if number)
    asked += f", {found.left_out:,} lists left for another night" if found.left_out else ""
    return f"  asked: {asked}; {found.ratio or 0:.3f} of P·(1 + C + new) = {found.least:,}"


def compare_nights(folder: Path, truth: dict[str, Any], now: str) -> tuple[int, str]:
    """What the played nights in this folder say, beside the truth of the newest of them."""
    (folder / "truth.json").write_text(json.dumps(truth))
    for what in ("posts", "inactive", "questions", "coverage"):
        (folder / f"{what}.json").write_text(json.dumps(monitor(folder, now, what, PERIOD)))
    files = [x for what in ("truth", "posts", "inactive", "questions", "coverage")
             for x in (f"--{what}", str(folder / f"{what}.json"))]
    compared = subprocess.run([sys.executable, "-m", "sample", "compare", *files], cwd=ROOT, capture_output=True,
                              text=True, check=False)
    said = {what: monitor(folder, now, what, PERIOD) for what in ANSWERS}
    said["rushed"] = monitor(folder, now, "dates", RUSHED)
    (folder / "said.json").write_text(json.dumps(said))
    tallies = compare_planted(truth, said)
    text = f"{compared.stdout}{compared.stderr}\n{table(tallies)}"
    return compared.returncode or int(not is_right(tallies)), text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=7)
    parser.add_argument("--scenario", default="default")
    parser.add_argument("--portals", type=int, default=None)
    parser.add_argument("--only", type=int, nargs="*", default=[], help="numbers of portals, counted from 1")
    parser.add_argument("--every-trouble", type=int, default=0, metavar="N", help="every kind of trouble N times, and "
                        "N healthy portals of every kind of site")
    parser.add_argument("--list-every", type=int, default=1, metavar="K", help="SOICONG_LIST_EVERY of the nights")
    parser.add_argument("--keep", type=Path, default=None, help="leave the database and the exports here")
    options = parser.parse_args()
    wish = (options.nights, options.scenario, options.portals, options.only, options.every_trouble,
            options.list_every)
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        code, text = play(options.keep, *wish)
    else:
        with tempfile.TemporaryDirectory(prefix="soicong-truth-") as folder:
            code, text = play(Path(folder), *wish)
    print(text)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
