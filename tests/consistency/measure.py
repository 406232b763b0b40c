"""How good the checker is: found, missed and false alarms on published reports, excerpts and generated reports."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

from reports.consistency.finding import Finding
from reports.consistency.read_lines import read_lines
from reports.consistency.run import check_document, check_file
from tests.consistency.generator import KINDS, render, write_report

HERE = Path(__file__).parent
TEXTS = Path(__file__).resolve().parents[3] / "shared/domain/reports"
NAMES = {
    "annual_2025": "000_682d98392c5fdb89",
    "nine_months_2023": "001_f41c376a5d23356c",
    "quarter_2022": "003_268eda1a8d48e4d6",
    "weekly_2025": "004_6bcb895aafe8a4f9",
}
SURE = ("error", "likely_error")


def load_cases() -> list[dict]:
    return tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]


def load_excerpts() -> list[dict]:
    return tomllib.loads((HERE / "excerpts.toml").read_text(encoding="utf-8"))["excerpt"]


def fits(finding: Finding, case: dict) -> int:
    """How many figures a finding shares with a case whose lines it quotes (within four); 0 when it is another thing.
    Without figures it must be of the case's type."""
    near = any(abs(quote.line - line) <= 4 for quote in finding.quotes for line in case["lines"])
    if not near:
        return 0
    told = set(re.findall(r"\d[\d.,/]*\d|\d", finding.arithmetic))
    shared = told & {*case["numbers"], *(n for quote in case["quotes"] for n in re.findall(r"\d[\d.,/]*\d|\d", quote))}
    same = finding.type == case["type"] and not (told and case["numbers"])
    return 1 + len(shared) + same if shared or same else 0


def match(findings: list[Finding], cases: list[dict]) -> tuple[dict[str, Finding], list[Finding]]:
    """Each finding proves at most one case (the best pairs first); the second value are findings that fit no case."""
    pairs = sorted(((fits(f, c), f, c) for f in findings for c in cases if fits(f, c)), key=lambda p: -p[0])
    found: dict[str, Finding] = {}
    used: set[str] = set()
    for _, finding, case in pairs:
        if finding.id not in used and case["id"] not in found:
            found[case["id"]] = finding
            used.add(finding.id)
    return found, [f for f in findings if not any(fits(f, case) for case in cases)]


def measure_published() -> tuple[int, int, dict[str, int]]:
    """Prints a line a report; returns sure cases, those found, and false alarms by report."""
    cases, total, hit, alarms = load_cases(), 0, 0, {}
    for name, file in NAMES.items():
        findings = check_file(TEXTS / f"{file}.txt")
        own = [case for case in cases if case["report"] == name]
        found, false = match(findings, own)
        sure = [case for case in own if case["severity"] in SURE]
        missed = [case["id"] for case in sure if case["id"] not in found]
        other = [case for case in own if case["severity"] not in SURE]
        total, hit, alarms[name] = total + len(sure), hit + len(sure) - len(missed), len(false)
        print(
            f"{name}: errors and likely errors {len(sure) - len(missed)}/{len(sure)} "
            f"(missed {', '.join(missed) or '-'}), "
            f"ambiguities and style {sum(c['id'] in found for c in other)}/{len(other)}, false alarms {len(false)}"
        )
        for finding in false:
            print(f"    false alarm: {finding.id} {finding.severity}: {finding.arithmetic}")
    print(f"published reports: {hit}/{total} = {100 * hit / total:.1f} % of errors and likely errors found")
    return total, hit, alarms


def measure_excerpts() -> tuple[int, int, int]:
    """Excerpts of the published cases: each must give a finding of its type, and nothing else."""
    hit, false = 0, 0
    excerpts = load_excerpts()
    for excerpt in excerpts:
        findings = check_document(read_lines(excerpt["id"], excerpt["text"].splitlines()))
        good = [f for f in findings if f.type in excerpt["types"]]
        hit += bool(good)
        false += len(findings) - len(good)
        if not good or len(findings) > len(good):
            print(f"    excerpt {excerpt['id']}: {[(f.type, f.arithmetic) for f in findings]}")
    print(f"excerpts: {hit}/{len(excerpts)} found, {false} other findings")
    return len(excerpts), hit, false


def measure_unseen() -> tuple[int, int, int]:
    """Excerpts of our own of other kinds: planted, found, findings beside the plants or on clean ones."""
    planted, hit, false = 0, 0, 0
    for excerpt in tomllib.loads((HERE / "unseen.toml").read_text(encoding="utf-8"))["excerpt"]:
        findings = check_document(read_lines(excerpt["id"], excerpt["text"].splitlines()))
        good = [f for f in findings if f.type in excerpt["types"]]
        planted, hit, false = planted + bool(excerpt["types"]), hit + bool(good), false + len(findings) - len(good)
    print(f"other kinds: {hit}/{planted} found, {false} other findings (the rules were written for these kinds)")
    return planted, hit, false


def read_passage(text: str) -> tuple[list[str], list[set[int]], list[set[int]]]:
    """(lines as printed, lines of each planted contradiction, lines of those that are known to be missed)."""
    lines, planted, missed = [], [], []
    for number, line in enumerate(text.strip().splitlines(), 1):
        mark, _, rest = line.partition(" ") if line[:2] in ("! ", "? ", "+ ") else ("", "", line)
        lines.append(rest)
        if mark in ("!", "?"):
            last = {number}
            (planted if mark == "!" else missed).append(last)
        elif mark == "+":
            last.add(number)
    return lines, planted, missed


def judge_passage(text: str) -> tuple[list[set[int]], list[set[int]], list[Finding]]:
    """(planted contradictions that are not found, known misses that are found after all, findings beside them)."""
    lines, planted, missed = read_passage(text)
    findings = check_document(read_lines("passage", lines))
    quoted = [{quote.line for quote in finding.quotes} for finding in findings]
    marked = set().union(*planted, *missed)
    return ([place for place in planted if not any(place & lines for lines in quoted)],
            [place for place in missed if any(place & lines for lines in quoted)],
            [f for f, lines in zip(findings, quoted, strict=True) if not lines & marked])


def load_passages() -> list[dict]:
    return tomllib.loads((HERE / "passages.toml").read_text(encoding="utf-8"))["text"]


def measure_passages() -> tuple[int, int, int]:
    """Whole passages in other wordings: planted, found, findings on clean lines."""
    planted, hit, false = 0, 0, 0
    for passage in load_passages():
        _, marked, missed = read_passage(passage["text"])
        lost, found, beside = judge_passage(passage["text"])
        planted, hit, false = (planted + len(marked) + len(missed), hit + len(marked) - len(lost) + len(found),
                               false + len(beside))
    print(f"passages in other wordings: {hit}/{planted} found, {false} findings on clean lines (what was found before "
          "a rule was changed for them stands in passages.toml)")
    return planted, hit, false


def measure_generated(reports: int = 60, plants: int = 5, first: int = 0) -> tuple[Counter, Counter, int]:
    """Generated reports: plants by kind, found by kind, findings on the clean twins."""
    planted, found, alarms, extra = Counter(), Counter(), 0, 0
    for seed in range(first, first + reports):
        kinds = [KINDS[(seed * plants + number) % len(KINDS)] for number in range(plants)]
        lines, _ = render(write_report(seed))
        clean = check_document(read_lines("clean", lines))
        alarms += len(clean)
        for finding in clean:
            print(f"    clean {seed}: {finding.id}: {finding.arithmetic}")
        paper = write_report(seed, frozenset(kinds))
        lines, where = render(paper)
        findings = check_document(read_lines("planted", lines))
        quoted = {quote.line for finding in findings for quote in finding.quotes}
        hits = {
            kind: any(line in quoted for number in numbers for line in where[number])
            for kind, numbers in paper.planted.items()
        }
        planted.update(list(hits))
        found.update(kind for kind, hit in hits.items() if hit)
        for kind, hit in hits.items():
            if not hit:
                print(f"    missed {seed} {kind}: {paper.paragraphs[paper.planted[kind][0]][:300]}")
        places = {line for numbers in paper.planted.values() for number in numbers for line in where[number]}
        extra += sum(not any(quote.line in places for quote in finding.quotes) for finding in findings)
    total, hit = sum(planted.values()), sum(found.values())
    print("  ".join(f"{kind} {found[kind]}/{planted[kind]}" for kind in KINDS))
    print(
        f"generated reports: {hit}/{total} = {100 * hit / total:.1f} % of planted contradictions found; "
        f"{alarms} findings on "
        f"{reports} clean reports, {extra} beside the plants"
    )
    return planted, found, alarms


if __name__ == "__main__":
    if TEXTS.is_dir():
        measure_published()
    else:
        print("published reports: not measured, their texts are not here")
    measure_excerpts()
    measure_unseen()
    measure_passages()
    measure_generated(first=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
