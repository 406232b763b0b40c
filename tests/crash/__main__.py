"""The table of both databases: `python -m tests.crash [--kills 100] [--terms 25] [--seed N] [--only sqlite]`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.crash.campaign import Tally, play
from tests.crash.place import Place, two_portals
from tests.services.postgresql import postgresql_server

HEAD = ("database", "nights", "kills", "2xTERM", "lost", "doubled", "false", "broken", "seconds")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="on each database")
    parser.add_argument("--terms", type=int, default=25, help="on each database")
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    clean = True
    print(("{:>11}" * len(HEAD)).format(*HEAD), flush=True)
    for name in [options.only] if options.only else ["sqlite", "postgresql"]:
        started = time.monotonic()
        tally = on_sqlite(options) if name == "sqlite" else on_postgresql(options)
        row = (name, tally.trials, sum(tally.kills.values()), tally.terms, tally.lost, tally.doubled, tally.false,
               len(tally.broken), f"{time.monotonic() - started:.0f}")
        print(("{:>11}" * len(HEAD)).format(*row))
        print("   kills while " + ", ".join(f"{stage} {n}" for stage, n in sorted(tally.kills.items())), flush=True)
        for law in tally.broken[:20]:
            print("   " + law[:300], flush=True)
        clean = clean and tally.clean
    return 0 if clean else 1


def on_sqlite(options: argparse.Namespace) -> Tally:
    with tempfile.TemporaryDirectory(prefix="soicong-crash-") as name, two_portals(Path(name)) as served:
        def make(trial: str, base: Place | None) -> Place:
            data = Path(name) / trial
            if base is not None:
                shutil.copytree(base.data, data)
            return Place(data, f"sqlite:///{data / 'monitor.db'}", *served)

        return play(make, options.kills, options.terms, options.seed)


def on_postgresql(options: argparse.Namespace) -> Tally:
    with (tempfile.TemporaryDirectory(prefix="soicong-crash-") as name, two_portals(Path(name)) as served,
          postgresql_server() as server):
        def make(trial: str, base: Place | None) -> Place:
            data = Path(name) / trial
            if base is None:
                return Place(data, server.url(server.create_database()), *served)
            shutil.copytree(base.data, data)
            return Place(data, server.url(server.create_database(str(make_url(base.url).database))), *served)

        return play(make, options.kills, options.terms, options.seed)


if __name__ == "__main__":
    sys.exit(main())
