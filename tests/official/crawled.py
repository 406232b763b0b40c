"""`make report_crawled`: a quarter's report from nights that were crawled, not generated; text and appendices compared.

It plays its own nights, from nothing: the last three of a quarter on the first portals of the sample province (about
four minutes of processor time; ARGS="--portals 14 --nights 3 --folder DIR" keeps them and uses them again). One line of
the imported dossiers is impossible on purpose: the checks must name that body, and nothing else.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

from reports.consistency.finding import Finding
from reports.consistency.read_file import read_report
from reports.consistency.run import check_document
from tests.nights import ROOT, environment
from tests.scoring.quarter import NIGHTS, NOW, PERIOD, import_figures, play

SAID = {  # appendix -> column of its total -> words before the number in the text
    ("khoi", 5): r"các Cổng TTĐT thành phần đã cập nhật", ("pb02", 2): r"chuyên mục Hỏi - Đáp nhận được",
    ("pb03", 2): r"tổng số",
}


def build(folder: Path, out: Path) -> list[Path]:
    """The files of one build, by the command that people use."""
    subprocess.run([sys.executable, "-m", "reports", "quarter", PERIOD, "--out", str(out)], cwd=ROOT, check=True,
                   env=environment(folder, NOW))
    return [out / f"quarter-{PERIOD}.docx", out / f"quarter-{PERIOD}.xlsx"]


def unequal(document: Path, book: Path) -> list[str]:
    """Totals of the appendices that are not the sum of their rows, or not the number of the text."""
    text = " ".join(sentence.text for sentence in read_report(document).sentences)
    opened, wrong = openpyxl.load_workbook(book), []
    for (name, column), words in SAID.items():
        rows = [[cell.value for cell in row] for row in opened[name].rows][3:]
        if not rows:
            continue
        *lines, last = rows
        total = last[column]
        added = sum(row[column] or 0 for row in lines)
        if name == "pb02":
            wrong += [f"{row[1]}: {row[2]} khác {' + '.join(map(str, row[3:8]))}" for row in (*lines, last)
                      if row[2] != sum(row[3:8])]
        printed = re.search(rf"{words} ([\d.]+)", text)
        said = int(printed[1].replace(".", "")) if printed else None
        print(f"{name}: {len(lines)} dòng, cộng {added}, dòng tổng {total}, lời văn {said}")
        if not added == total == said:
            wrong.append(name)
    return wrong


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--portals", type=int, default=14)
    asked.add_argument("--nights", type=int, default=NIGHTS)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--out", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = options.folder or Path(scratch) / "store", options.out or Path(scratch) / "out"
        folder.mkdir(parents=True, exist_ok=True)
        play(folder, options.portals, options.nights)
        impossible = next(line.name for line in import_figures(folder).values() if line.impossible)
        first, second = build(folder, out), build(folder, Path(scratch) / "again")
        same = [one.read_bytes() == two.read_bytes() for one, two in zip(first, second, strict=True)]
        wrong = unequal(*first)
        faults: list[Finding] = [f for f in check_document(read_report(first[0]))
                                 if f.severity in ("error", "likely_error")]
        unexpected = [f for f in faults if not any(impossible in quote.text for quote in f.quotes)]
    print(f"hai lần dựng trùng byte: {all(same)}; phụ biểu khác lời văn: {wrong or 'không'}; mâu thuẫn: "
          f"{len(faults)}, ngoài dòng nhập sai có chủ ý của {impossible}: {len(unexpected)}")
    for fault in faults:
        print(f"  {fault.id}: {fault.arithmetic}")
    return 0 if all(same) and not wrong and faults and not unexpected else 1


if __name__ == "__main__":
    sys.exit(main())
