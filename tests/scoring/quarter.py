"""`make quarter`: the last nights of a quarter of the sample province played and scored; every line checked.

QUARTER_ARGS=--portals 20 plays fewer portals, --nights 5 more nights, --folder DIR keeps them and uses them again.
A whole quarter would be 92 nights; a night of all 161 portals takes minutes, so the last three stand for it: as many as
a verdict of absence needs. What rests on nights that were not played is unknown, and is counted as that.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from crawler.registry import load_portals
from tests.nights import ROOT, environment, monitor, run_night
from tests.province import serve_province
from tests.scoring.quarter_imports import Sent, write_files, wrong_with_services

LAST = date(2026, 12, 31)
PERIOD = "2026-Q4"
NIGHTS = 3
PATIENCE = 7200  # seconds for one night
GROUPS = ("departments", "communes")  # whose questions and dossiers are scored
NOW = f"{(LAST + timedelta(days=1)).isoformat()}T08:00:00+07:00"


def moment(day: date) -> str:
    return f"{day.isoformat()}T01:30:00+07:00"


def play(folder: Path, portals: int | None, nights: int) -> None:
    """Play the last nights of the quarter, unless the folder has them."""
    if (folder / "monitor.db").exists():
        return
    days = [LAST - timedelta(days=back) for back in reversed(range(nights))]
    with serve_province(moment(days[0]), portals=portals) as province:
        for day in days:
            province.show(moment(day))
            start = time.monotonic()
            done = run_night(folder, province.registry, moment(day), limit=PATIENCE)
            print(f"night {day}: exit code {done.returncode}, {time.monotonic() - start:.0f} s", file=sys.stderr,
                  flush=True)
            if done.returncode not in (0, 3):
                raise SystemExit(done.stderr)


def import_figures(folder: Path) -> dict[str, Sent]:
    """Import questions and dossiers for the portals whose names the register knows."""
    names = {p.code: p.name for p in load_portals(ROOT / "registry/portals.csv")
             if p.group in GROUPS and not p.name.startswith("chưa xác định")}
    sent, files = write_files(folder, names)
    for kind, path in files.items():
        done = subprocess.run(
            [sys.executable, "-m", "monitor", "import", kind, str(path), "--period", PERIOD, "--yes"], cwd=ROOT,
            env=environment(folder, NOW), capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
    return sent


def wrong_with(card: dict[str, Any], kept: set[str]) -> list[str]:
    """What does not hold on one card: a sum, a line without a kept finding, an unknown without a name."""
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
        if part["component"] == "information":
            found += [f"{name}: {line['item']} {line['fault']} dựa vào {number}, không có trong sổ phát hiện"
                      for line in part["deductions"] for number in line["findings"] if number not in kept]
    if card["block"] is None and not card["reason"]:
        found.append(f"{card['portal']}: không chấm mà không nói vì sao")
    return found


def tell(cards: list[dict[str, Any]], wrong: list[str]) -> None:
    """The figures of the quarter."""
    scored = [card for card in cards if card["block"] is not None]
    lines = [line for card in scored for part in card["components"] for line in part["deductions"]]
    sources = {number for line in lines for number in line["findings"]}
    print(f"{len(cards)} cổng, {len(scored)} được chấm: {dict(Counter(card['state'] for card in scored))}; "
          f"{len(lines)} khoản trừ, {len(sources)} nguồn; {len(wrong)} chỗ sai.")
    print(f"  lỗi: {dict(Counter(line['fault'] for line in lines).most_common())}")
    for reason, number in Counter(card["reason"] for card in cards if card["block"] is None).items():
        print(f"  không chấm {number} cổng: {reason}")
    for block in sorted({card["block"] for card in scored}):
        for name in ("information", "qa", "online_services"):
            parts = [p for c in scored if c["block"] == block for p in c["components"] if p["component"] == name]
            if not parts:
                continue
            scores = sorted(p["score"] for p in parts if p["score"] is not None)
            opened = Counter(text.split(":")[0] for p in parts for text in p["open"])
            span = f"từ {scores[0]} đến {scores[-1]}" if scores else "chưa có điểm"
            print(f"  {block}, {name}: {len(scores)}/{len(parts)} điểm, {span}; {sum(bool(p['flags']) for p in parts)} "
                  f"có số liệu không thể đúng; còn mở nhiều nhất: {opened.most_common(4)}")
    for text in wrong[:40]:
        print(f"  SAI: {text}")


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--portals", type=int)
    asked.add_argument("--nights", type=int, default=NIGHTS)
    asked.add_argument("--folder", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        play(folder, options.portals, options.nights)
        sent = import_figures(folder)
        start = time.monotonic()
        cards = monitor(folder, NOW, "score", PERIOD, limit=PATIENCE)
        print(f"score: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
        kept = {row["finding"] for row in monitor(folder, NOW, "notes", PERIOD, limit=PATIENCE)}
    wrong = [text for card in cards for text in (*wrong_with(card, kept),
                                                 *wrong_with_services(card, sent.get(card["portal"])))]
    tell(cards, wrong)
    return 1 if wrong or not any(p["deductions"] for c in cards for p in c["components"]) else 0


if __name__ == "__main__":
    sys.exit(main())
