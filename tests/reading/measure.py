"""How right the reader is, per corpus and fact: `python -m tests.reading.measure [--no-platforms] [--wrong]`."""

import argparse
import sys
from pathlib import Path

from spiders.reading import platforms
from tests.reading.corpora import labelled_cases, saved_case, saved_folders
from tests.reading.judge import Tally, judge
from tests.reading.speed import print_speed

PLATFORMS = Path(platforms.__file__).parent
LABELLED_SETS = ("dates", "listing", "pager", "pagetype")


def cases():
    for folder in saved_folders():
        yield saved_case(folder)
    for name in LABELLED_SETS:
        yield from labelled_cases(name)


def platform_files():
    return [path.stem for path in PLATFORMS.glob("*.py") if path.stem != "__init__"]


def measure(platforms, found=None):
    """All cases read with platform files ("auto", "none"), one tally each; the same one while there are no such
    files."""
    tallies = {platform: Tally() for platform in platforms}
    if not platform_files():
        tallies = dict.fromkeys(platforms, Tally())
    for case in found if found is not None else cases():
        for platform, tally in {id(t): (p, t) for p, t in tallies.items()}.values():
            judge(tally, case, case.read(platform))
    return tallies


def row_of(tally, corpus, fact):
    counts = tally.counts[corpus, fact]
    right, unknown, wrong = counts["right"], counts["unknown"], counts["wrong"]
    line = f"{right:6}{unknown:9}{wrong:7}{right / max(1, right + unknown + wrong):8.3f}"
    if fact == "list items":
        precision, recall = right / max(1, right + wrong), right / max(1, right + unknown)
        score = 2 * precision * recall / max(1e-9, precision + recall)
        return f"{right:6}{unknown:9}{wrong:7}{score:8.3f} P {precision:.3f} R {recall:.3f}"
    return f"{line} P {tally.precision(corpus, fact):.3f}" + " " * 8


def print_table(tallies):
    names = {"auto": "platform files on", "none": "platform files off"}
    print(f"{'':46}" + "".join(f"{names[p]:48}" for p in tallies))
    head = f"{'right':>6}{'unknown':>9}{'wrong':>7}{'score':>8}" + " " * 18
    print(f"{'corpus':20}{'fact':20}{'':6}" + head * len(tallies))
    first = next(iter(tallies.values()))
    for corpus, fact in sorted(first.counts):
        print(f"{corpus:20}{fact:20}{'':6}" + "".join(f"{row_of(t, corpus, fact):48}" for t in tallies.values()))


def print_failures(tally):
    for corpus, fact, verdict, name, detail in sorted(tally.failures):
        print(f"{verdict:8}{corpus:20}{fact:20}{name:40} {detail}")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tests.reading.measure", description=__doc__)
    parser.add_argument("--no-platforms", action="store_true", help="the generic reader alone")
    parser.add_argument("--wrong", action="store_true", help="only the list of what is wrong")
    parser.add_argument("--no-speed", action="store_true", help="leave the timing out")
    chosen = parser.parse_args(arguments)
    tallies = measure(("none",) if chosen.no_platforms else ("auto", "none"))
    if not chosen.wrong:
        print(f"platform files: {', '.join(platform_files()) or 'none, so both columns are one reading'}\n")
        print_table(tallies)
        print()
    print_failures(tallies["none"])
    if not (chosen.wrong or chosen.no_speed):
        print()
        print_speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
