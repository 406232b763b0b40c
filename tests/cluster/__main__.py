"""`make dask`: python -m tests.cluster [--trials 20] [--portals 24] [--groups 8] [--delay S] [--seed N]."""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
from pathlib import Path

from tests.cluster.trials import DELAY, PARTS, Trial, embedded, lay_bed, play, undisturbed

HEAD = ("trial", "killed", "lost", "too much", "at once", "came back", "least pause", "seconds")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--portals", type=int, default=24)
    parser.add_argument("--groups", type=int, default=8)
    parser.add_argument("--threads", type=int, default=4, help="crawls at a time on each of the two workers")
    parser.add_argument("--delay", type=float, default=DELAY, help="seconds between two requests to a backend")
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--no-embedded", action="store_true", help="leave out the night on this machine's own workers")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended as well
    with (tempfile.TemporaryDirectory(prefix="soicong-cluster-") as name,
          lay_bed(Path(name), options.portals, options.groups, options.threads, options.delay) as bed):
        expected = undisturbed(bed)
        least = bed.portals.rudeness(bed.delay)[2]
        print(f"{options.portals} portals on {options.groups} backends, 2 workers, PostgreSQL; an undisturbed night of "
              f"one process: {expected.total()} rows, least pause {least:.2f} of the delay")
        print(("{:>12}" * len(HEAD)).format(*HEAD), flush=True)
        trials = [] if options.no_embedded else [told("embedded", embedded(bed, "embedded", expected))]
        trials.append(told("0", play(bed, "trial0", "", expected, chance)))
        for number in range(1, options.trials + 1):
            part = PARTS[(number - 1) % len(PARTS)]
            trials.append(told(str(number), play(bed, f"trial{number}", part, expected, chance)))
    bad = sum(not trial.clean for trial in trials)
    print(f"{len(trials)} nights, {options.trials} with a kill; {bad} not clean; requests to one backend from two "
          f"processes at once: {sum(t.at_once for t in trials)}; least pause {min(t.closest for t in trials):.2f} of "
          "the delay")
    return 1 if bad else 0


def told(name: str, trial: Trial) -> Trial:
    print(("{:>12}" * len(HEAD)).format(name, trial.killed, trial.lost, trial.more, trial.at_once, trial.came_back,
                                        f"{trial.closest:.2f}", f"{trial.seconds:.0f}"))
    for line in trial.examples:
        print("   " + line[:300])
    sys.stdout.flush()
    return trial


if __name__ == "__main__":
    sys.exit(main())
