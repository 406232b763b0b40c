"""The judgement of one night: computed after the crawl, kept once, and the same whenever it is computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from monitor.facts import NightFact
from monitor.find import Labels, find_all, section_rule, stale_rule
from monitor.life import Life, live
from monitor.office import Office
from monitor.periods import Period
from monitor.rules import Rules
from monitor.scoring.few_posts import find_few_posts
from monitor.scoring.rubric import Rubric
from monitor.stored import keep, load_past, night_rows, rows_of

LOOK_BACK = 120  # days of nights that are loaded: enough for every verdict's window and for open questions


class NoSuchNight(ValueError):
    """The ledger has no finished night of that day; the text says where to look."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding that comes out otherwise than it was kept. `what`: added, gone, or the names of the fields."""

    portal: str
    kind: str
    subject: str
    what: tuple[str, ...]
    by_rule: bool   # the rules it depends on have changed since; of one that is added: those of its subject


@dataclass(frozen=True, slots=True)
class Judgement:
    """`kept` is how many rows the night has now; `differences` are empty for a night that was judged just now."""

    night: date
    lives: tuple[tuple[str, int], ...]
    kept: int
    before: bool
    differences: tuple[Difference, ...] = ()


def window_of(day: date) -> Period:
    """The days that a night's verdicts look back on."""
    return Period(day - timedelta(days=LOOK_BACK), day, f"Đêm {day:%d/%m/%Y}")


def judge_night(
    session: Session, rules: Rules, labels: Labels, day: date, rubrics: Sequence[Rubric] = (),
) -> Judgement:
    """Judge a night and keep its findings; one that was judged before is only compared, never written again."""
    office = Office(session, rules, window_of(day), day)
    night = next((n for n in office.nights if n.night == day), None)
    if night is None or night.state in ("running", "interrupted", "skipped"):
        raise NoSuchNight(f"Chưa có đêm {day:%d/%m/%Y} nào đã chạy xong. Xem: python -m monitor runs {day.year}")
    found = [*find_all(office, labels), *find_few_posts(session, rules, rubrics, day)] if night.usable else []
    lives = live(found, load_past(session, night))
    stored = night_rows(session, night)
    count: dict[Life, int] = {}
    for _, life in lives:
        count[life] = count.get(life, 0) + 1
    told = tuple(sorted(count.items()))
    if stored:
        return Judgement(day, told, len(stored), True, tuple(compare(stored, rows_of(night, lives), rules)))
    keep(session, night, lives)
    return Judgement(day, told, len(lives), False)


def compare(kept: list[dict[str, Any]], now: list[dict[str, Any]], rules: Rules) -> list[Difference]:
    """What differs between a night's kept findings and the same night judged again."""
    old, new = ({row["fingerprint"]: row for row in rows} for rows in (kept, now))
    found: list[Difference] = []
    for key in sorted(old.keys() | new.keys()):
        a, b = old.get(key), new.get(key)
        row = a or b
        if a == b or row is None:
            continue
        what = ("gone",) if b is None else ("added",) if a is None else tuple(k for k in a if a[k] != b[k])
        by_rule = a is not None and a["rule"] != (b["rule"] if b is not None else _rule_now(a, rules))
        found.append(Difference(row["portal"], row["kind"], row["subject"], what, by_rule))
    changed = {d.subject for d in found if d.by_rule and d.subject}
    return [replace(d, by_rule=True) if d.what == ("added",) and d.subject in changed else d for d in found]


def _rule_now(row: dict[str, Any], rules: Rules) -> str:
    """The mark that the rules of a kept finding have today, although it is not found any more."""
    digest_of = {"section": section_rule, "section_stale": stale_rule}.get(row["kind"])
    if digest_of is None:
        return str(row["rule"])
    section = next((s for s in rules.sections if s.code == row["subject"]), None)
    return digest_of(section, tuple(row["basis"]), rules) if section is not None else ""


__all__ = ["Difference", "Judgement", "NightFact", "NoSuchNight", "compare", "judge_night", "window_of"]
