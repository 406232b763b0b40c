"""`make published`: the three score tables of nine months 2023, rebuilt from their deductions and counts."""

from __future__ import annotations

import sys
from decimal import Decimal

from monitor.scoring.distribution import count_rules, spread_words
from monitor.scoring.prices import points_words, round_whole
from monitor.scoring.score import score_portal
from monitor.scoring.services import check_dossiers, on_time_rate, resolved_rate
from tests.scoring import tables

SHEETS = {"information": "Phụ biểu 01", "qa": "Phụ biểu 02", "online_services": "Phụ biểu 03"}
FACTS = {"information": tables.information_facts, "qa": tables.question_facts,
         "online_services": tables.service_facts}
ROWS = {"information": "information", "qa": "questions", "online_services": "services"}


def replay(component, decided):
    """(published row, our card, the component's part of it) for every portal of a table."""
    published = [r for r in tables.rows(ROWS[component]) if r["row"] != "total"]
    cards = [score_portal(f, decided, tables.rubric(), tables.DAY) for f in FACTS[component]()]
    return [(row, card, card.component(component)) for row, card in zip(published, cards, strict=True)]


def count_same(component, decided):
    return sum(part.score == Decimal(row["score"]) for row, _, part in replay(component, decided))


def unlike_lines():
    """Rows of the first table in which the default points of a fault are not the published ones: (row, published,
    default) of each such deduction."""
    said = [r for r in tables.rows("deductions") if r["kind"] == "deduction"]
    found = []
    for row, _, part in replay("information", ()):
        ours = {(line.item, line.fault): line.points for line in part.of_kind("deduction")}
        theirs = {(r["item"], r["fault"]): Decimal(r["points"]) for r in said if r["row"] == row["row"]}
        assert ours.keys() == theirs.keys(), row["row"]
        found += [(row["row"], key, theirs[key], ours[key]) for key in theirs if theirs[key] != ours[key]]
    return found


def sum_states():
    """(our sums, the printed total row) of the second table."""
    table = tables.rows("questions")
    ours = tuple(sum(int(r[c]) for r in table if r["row"] != "total") for c in tables.STATES)
    return ours, tuple(int(r[c]) for r in table if r["row"] == "total" for c in tables.STATES)


def unlike_rates():
    """Rows of the third table whose printed figures are not ours. Its resolved rates have none to two decimals, mostly
    rounded, twice cut: they agree when less than one unit of their last decimal lies between."""
    wrong = []
    for row in tables.rows("services"):
        d = tables.dossiers(row)
        printed, ours = Decimal(row["resolved_rate"]), resolved_rate(d) or Decimal(0)
        same = (round_whole(on_time_rate(d) or Decimal(0)) == int(row["on_time_rate"]),
                abs(printed - ours) < Decimal(1).scaleb(int(printed.as_tuple().exponent)),
                d.total - d.resolved == int(row["in_progress"]), d.total == int(row["total"]))
        if not all(same):
            wrong.append(row["row"])
    return wrong


def impossible():
    return [(r["row"], r["name"], flag) for r in tables.rows("services") for flag in check_dossiers(tables.dossiers(r))]


def main() -> int:
    decided = tables.decisions()
    for component, title in SHEETS.items():
        results = replay(component, decided)
        print(f"{title}: {count_same(component, decided)}/{len(results)} điểm trùng với bảng đã công bố, "
              f"không kể quyết định thì {count_same(component, ())}/{len(results)}.")
        for d in (d for d in decided if d.component == component):
            print(f"  quyết định {d.source} ({d.portal}, {d.item or 'điểm thành phần'}): {d.reason}")
        cards = [card for _, card, _ in results]
        if component == "information":
            print_first(cards)
        for score, rule, number in count_rules(cards, component) if component != "information" else ():
            print(f"  {number:02d}/{len(cards)} đạt {points_words(score)} điểm theo quy tắc {rule}")
    ours, printed = sum_states()
    print(f"Phụ biểu 02, dòng tổng: {'/'.join(map(str, ours))}, công bố {'/'.join(map(str, printed))}.")
    lines = len(tables.rows("services"))
    print(f"Phụ biểu 03: {lines - len(unlike_rates())}/{lines} dòng (kể cả dòng tổng) trùng tỷ lệ; không thể có:")
    for row, name, flag in impossible():
        print(f"  dòng {row}, {name}: {flag}")
    good = all(count_same(c, decided) == len(replay(c, decided)) for c in SHEETS)
    return 0 if good and ours == printed and not unlike_rates() else 1


def print_first(cards) -> None:
    unlike = unlike_lines()
    total = sum(r["kind"] == "deduction" for r in tables.rows("deductions"))
    rows = len({row for row, *_ in unlike})
    print(f"  điểm mặc định của mỗi lỗi: {total - len(unlike)}/{total} khoản trừ trùng, "
          f"{len(cards) - rows}/{len(cards)} cổng trùng từng khoản; không trùng:")
    for row, (item, fault), theirs, ours in unlike:
        print(f"    dòng {row}, {item}, {fault}: công bố {points_words(theirs)}, mặc định {points_words(ours)}")
    for sentence in tables.rows("sentences"):
        block = sentence["block"]
        print(f"  {block}: {spread_words(cards, tables.rubric(), block)}")
        print(f"  {block}, báo cáo: {sentence['sentence']} {sentence['note']}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
