"""`make verdicts`: 10,000 portal-nights through the store and the core, the rules switched off, a million sequences."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from sqlalchemy.exc import IntegrityError

from monitor.certificate import NotProven
from tests.verdicts.play import Score, make_world, play
from tests.verdicts.silences import count_silences, late_ones
from tests.verdicts.states import Found, run
from tests.verdicts.switched_off import no_certificate_rule, no_guard

#: New troubles of its own per portal and night; three of seven last for two to six nights, and six nights of a hundred
#: are lost to many or to all. How often real portals fail has not been measured yet: the rate is set so high that about
#: a fifth of all portal-nights are taken, and the share that was is printed.
RATE = 0.08
#: The same portals once more with a quarter of it: how late a silence is told depends on how often portals fail.
MILD = 0.02


def main() -> int:
    """Print every figure; 0 when all are as they must be."""
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--portals", type=int, default=500)
    wish.add_argument("--nights", type=int, default=20)
    wish.add_argument("--sequences", type=int, default=1_000_000)
    wish.add_argument("--seed", type=int, default=1)
    wish.add_argument("--rates", type=float, nargs="+", default=[RATE, MILD], help="new troubles a portal and night")
    wish.add_argument("--list-every", type=int, default=1, help="SOICONG_LIST_EVERY of the played nights")
    args = wish.parse_args()
    good = True
    for rate in args.rates:
        good &= _play(args.portals, args.nights, args.seed, rate, args.list_every)
    good &= mutations(min(args.portals, 40), min(args.nights, 25), args.seed, args.rates[0], print)
    return 0 if _sequences(args.sequences) and good else 1


def _say_nothing(text: str) -> None:
    """Tests need no progress."""


def in_memory(
    world_size: tuple[int, int], seed: int, rate: float, *, keep: bool = True, every: int = 1,
    tell: Callable[[str], None] = _say_nothing,
) -> Score:
    """One play in a throw-away database."""
    folder = tempfile.mkdtemp()
    try:
        world, url = make_world(*world_size, seed, rate), f"sqlite:///{folder}/monitor.db"
        world.every = every
        return play(world, world_size[1], url, keep=keep, tell=tell)
    finally:
        shutil.rmtree(folder)


def _play(portals: int, nights: int, seed: int, rate: float, list_every: int) -> bool:
    started = time.monotonic()
    score = in_memory((portals, nights), seed, rate, every=list_every,
                      tell=lambda text: print(text, file=sys.stderr, flush=True))
    (every, of_every), (told, tellable) = count_silences(score.silences.values())
    share = score.verdicts["unknown"] / score.portal_nights
    taken = score.troubled / score.portal_nights
    print(f"rate {rate}: {score.portal_nights} portal-nights in {time.monotonic() - started:.0f} s, {of_every} silences"
          f" that were confirmed or had five nights; planted troubles took {100 * taken:.1f} % of the portal-nights")
    print(f"  false inactive: {len(score.false_inactive)}  false missing: {len(score.false_missing)} "
          f"(true ones told: {score.true_missing})")
    print(f"  true silences confirmed within 5 nights: {_part(every, of_every)} of all; {_part(told, tellable)} of "
          "those whose planted troubles left 3 of 5 nights, the newest among them, as the rule demands")
    print(f"  verdicts: {dict(score.verdicts)}; left unknown: {100 * share:.1f} %")
    if list_every > 1:
        print(f"  lists asked: {score.lists['asked']}, left for another night: {score.lists['left']}")
    for wrong in (*score.false_inactive[:10], *score.false_missing[:10]):
        print("  FALSE", *wrong)
    for late in late_ones(score.silences.values()):
        print("  LATE" if late.tellable else "  late", late.told())
    return not score.false_inactive and not score.false_missing and tellable > 0 and told >= 0.99 * tellable


def _part(some: int, of: int) -> str:
    return f"{some}/{of} ({100 * some / of:.1f} %)" if of else "0/0"


def mutations(portals: int, nights: int, seed: int, rate: float, tell: object) -> bool:
    """With the certificate rule off the guard must raise; with the guard off the database; with both, falsehoods."""
    said = tell if callable(tell) else print
    with no_certificate_rule():
        guard = _raises(NotProven, portals, nights, seed, rate)
        with no_guard():
            refused = _raises(IntegrityError, portals, nights, seed, rate)
            score = in_memory((portals, nights), seed, rate, keep=False)
    said(f"certificate rule off: the guard raises: {guard}; guard off as well: the database refuses: {refused}; "
         f"nothing kept: {len(score.false_inactive)} false inactive, {len(score.false_missing)} false missing")
    return guard and refused and bool(score.false_inactive) and bool(score.false_missing)


def _raises(error: type[Exception], portals: int, nights: int, seed: int, rate: float) -> bool:
    try:
        in_memory((portals, nights), seed, rate)
    except error:
        return True
    return False


def sequences(count: int) -> Found:
    """Random sequences in two processes."""
    with ProcessPoolExecutor(2) as pool:
        a, b = pool.map(run, (count - count // 2, count // 2), (1, 2))
    return Found(a.verdicts + b.verdicts, a.wrong + b.wrong)


def _sequences(count: int) -> bool:
    started = time.monotonic()
    found = sequences(count)
    print(f"{count} sequences in {time.monotonic() - started:.0f} s: {dict(found.verdicts)}; negative verdicts resting "
          f"on what was not observed: {sum(found.wrong.values())} {dict(found.wrong) or ''}")
    return not found.wrong


if __name__ == "__main__":
    sys.exit(main())
