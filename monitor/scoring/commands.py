"""The commands of scoring: the scores of a period under any rubric, and what other numbers would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from crawler.config import load_settings
from monitor.asked import JsonOption, PeriodArgument, PortalOption, Wish, fail, open_office, print_json
from monitor.office import Office
from monitor.scoring.decided import load_decided
from monitor.scoring.facts import Decision, Facts
from monitor.scoring.gather import gather_facts
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import RubricError, choose_rubric, load_rubrics
from monitor.scoring.score_rows import card_row, show_cards
from monitor.scoring.trial_rows import show_trial, trial_row
from monitor.scoring.what_if import change_rubric, compare_scores, find_idle, score_all
from monitor.thresholds import load_labels

RubricOption = Annotated[str | None, typer.Option(
    "--rubric", metavar="MÃ", help="Chấm theo bộ tiêu chí này thay cho bộ có hiệu lực cuối kỳ.")]


@dataclass(frozen=True, slots=True)
class Scoring:
    """A period's facts and decisions, and the rubric that they are scored under."""

    rubric: Rubric
    facts: list[Facts]
    decisions: list[Decision]


def score(
    period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False, rubric: RubricOption = None
) -> None:
    """Điểm của kỳ theo bộ tiêu chí: từng khoản trừ, căn cứ, quyết định của người, nhận xét. Chưa thấy thì không trừ."""
    with open_office(Wish(period, portal, as_json)) as office:
        scoring = prepare(office, rubric)
        cards = score_all(scoring.facts, scoring.decisions, scoring.rubric, office.period.end)
        if as_json:
            print_json([card_row(card, scoring.rubric) for card in cards])
            return
        console = Console()
        console.print(Text(office.period.label, style="bold"))
        console.print(show_cards(cards, scoring.rubric, portal is not None))


def trial(
    period: PeriodArgument,
    changes: Annotated[list[str] | None, typer.Option(
        "--set", metavar="TRƯỜNG=SỐ", help="Ví dụ faults.few_items.points=2 hoặc thresholds.few_items.value=5; "
                                           "lặp lại được.")] = None,
    against: Annotated[str | None, typer.Option("--against", metavar="MÃ", help="So với bộ tiêu chí này.")] = None,
    portal: PortalOption = None, as_json: JsonOption = False, rubric: RubricOption = None,
) -> None:
    """Thử: đổi ngưỡng, điểm hoặc bộ tiêu chí thì cổng nào đổi điểm, qua mức nào; tiêu chí nào vô tác dụng."""
    with open_office(Wish(period, portal, as_json)) as office:
        try:
            changed = change_rubric(choose(office, against or rubric), _numbers(changes or []), _sections(office))
        except RubricError as error:
            fail(f"Không thử được: {error}. Tên trường xem trong tệp của bộ tiêu chí.")
        scoring, other = prepare(office, rubric), prepare(office, against, changed)
        day = office.period.end
        before, after = (score_all(s.facts, s.decisions, s.rubric, day) for s in (scoring, other))
        crossings = compare_scores(before, after, (scoring.rubric, other.rubric))
        idle = find_idle(after, other.rubric)
        if as_json:
            print_json(trial_row(crossings, idle))
        else:
            Console().print(show_trial(crossings, idle, other.rubric))


def prepare(office: Office, name: str | None, rubric: Rubric | None = None) -> Scoring:
    """The period's facts, gathered for a rubric of the registry or a changed one."""
    settings = load_settings()
    used = rubric or choose(office, name)
    labels = load_labels(settings.registry_dir / "thresholds.toml")
    facts = gather_facts(office, labels, used, office.period.end)
    return Scoring(used, facts, load_decided(office.session, office.period, facts))


def choose(office: Office, name: str | None) -> Rubric:
    """The rubric by name, or the one in force at the end of the period."""
    rubrics = load_rubrics(load_settings().registry_dir / "rubrics", _sections(office))
    try:
        return choose_rubric(rubrics, office.period.end, name)
    except LookupError as error:
        fail(str(error.args[0]))


def _sections(office: Office) -> list[str]:
    return [section.code for section in office.rules.sections]


def _numbers(changes: Sequence[str]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for change in changes:
        path, _, value = change.partition("=")
        try:
            found[path.strip()] = Decimal(value.strip().replace(",", "."))
        except InvalidOperation:
            fail(f"--set {change!r}: viết TRƯỜNG=SỐ, ví dụ faults.few_items.points=2.")
    return found


def add_commands(app: typer.Typer) -> None:
    """Add them to the monitor's commands."""
    app.command()(score)
    app.command()(trial)
