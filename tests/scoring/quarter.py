"""`make quarter`: the last nights of a quarter of the sample province played and scored; every line checked.

QUARTER_ARGS=--portals 20 plays fewer portals, --folder DIR keeps the nights and uses them again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.nights import monitor, run_night
from tests.province import serve_province

LAST = date(2026, 12, 31)
PERIOD = "2026-Q4"
NIGHTS = 4


def moment(day: date) -> str:
    return f"{day.isoformat()}T01:30:00+07:00"


def play(folder: Path, portals: int | None) -> None:
    """Play the last nights of the quarter, unless the folder has them."""
    if (folder / "monitor.db").exists():
        return
    days = [LAST - timedelta(days=back) for back in reversed(range(NIGHTS))]
    with serve_province(moment(days[0]), portals=portals) as province:
        for day in days:
            province.show(moment(day))
            done = run_night(folder, province.registry, moment(day))
            print(f"night {day}: exit code {done.returncode}", file=sys.stderr, flush=True)
            if done.returncode not in (0, 3):
                raise SystemExit(done.stderr)


def wrong_with(card: dict[str, Any]) -> list[str]:
    """What does not hold on one card: a sum, a line without a source, an unknown without a name."""
    found = []
    for part in card["components"]:
        name = f"{card['portal']} {part['component']}"
        taken = sum(line["points"] for line in part["deductions"])
        if part["score"] is None and not part["open"]:
            found.append(f"{name}: không có điểm và không nói vì sao")
        if part["score"] is not None and abs(part["max"] - taken + part["bonus"] - part["score"]) > 1e-9:
            found.append(f"{name}: {part['max']} - {taken} + {part['bonus']} khác {part['score']}")
        found += [f"{name}: {line['item']} không có nguồn" for line in part["deductions"]
                  if not line["finding"] or not line["note"]]
    if card["block"] is None and not card["reason"]:
        found.append(f"{card['portal']}: không chấm mà không nói vì sao")
    return found


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--portals", type=int)
    asked.add_argument("--folder", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        play(folder, options.portals)
        cards = monitor(folder, moment(LAST + timedelta(days=1)), "score", PERIOD)
    scored = [card for card in cards if card["block"] is not None]
    lines = [line for card in scored for part in card["components"] for line in part["deductions"]]
    wrong = [text for card in cards for text in wrong_with(card)]
    states = Counter(card["state"] for card in scored)
    print(f"{len(cards)} cổng, {len(scored)} được chấm: {dict(states)}; {len(lines)} khoản trừ, "
          f"{len({line['finding'] for line in lines})} nguồn; {len(wrong)} chỗ sai.")
    for reason, number in Counter(card["reason"] for card in cards if card["block"] is None).items():
        print(f"  không chấm {number} cổng: {reason}")
    for block in sorted({card["block"] for card in scored}):
        scores = sorted(part["score"] for card in scored if card["block"] == block for part in card["components"]
                        if part["component"] == "information" and part["score"] is not None)
        opened = Counter(text.split(":")[0] for card in scored if card["block"] == block
                         for part in card["components"] for text in part["open"])
        span = f"từ {scores[0]} đến {scores[-1]}" if scores else "chưa có điểm"
        print(f"  {block}: {len(scores)} điểm thông tin, {span}; còn mở nhiều nhất: {opened.most_common(4)}")
    for text in wrong:
        print(f"  SAI: {text}")
    return 1 if wrong or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
