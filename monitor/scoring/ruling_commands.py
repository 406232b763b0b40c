"""The commands of people's decisions about points: propose one, answer one as the second person, list them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.orm import Session

from crawler import clock
from crawler.config import ConfigError, load_settings
from crawler.database import DatabaseError, open_engine
from monitor.asked import JsonOption, PeriodArgument, PortalOption, Wish, fail, open_office, print_json
from monitor.periods import Period
from monitor.scoring.cards import Scorecard
from monitor.scoring.commands import prepare
from monitor.scoring.prices import points_words
from monitor.scoring.rubric import Rubric
from monitor.scoring.ruling_checks import ACTIONS, check_draft
from monitor.scoring.ruling_rows import ruling_row, show_rulings
from monitor.scoring.rulings import CannotRule, Draft, answer, list_rulings, propose
from monitor.scoring.score_rows import NAMES
from monitor.scoring.what_if import score_all

ByOption = Annotated[str, typer.Option("--by", metavar="TÊN", help="Họ tên người quyết định.")]


def decide(
    period: PeriodArgument,
    portal: Annotated[str, typer.Argument(metavar="CỔNG", help="Mã cổng trong sổ đăng ký.")],
    action: Annotated[str, typer.Argument(metavar="QUYẾT_ĐỊNH", help="; ".join(
        f"{name}: {words}" for name, words in ACTIONS.items()) + ". Điểm khuyến khích rút bằng award --points 0.")],
    by: ByOption, reason: Annotated[str, typer.Option("--reason", metavar="LỜI", help="Lý do, in cạnh số điểm.")],
    component: Annotated[str, typer.Option(help="information, qa hoặc online_services.")] = "information",
    item: Annotated[str, typer.Option(metavar="MỤC", help="Mục của bộ tiêu chí; bỏ trống: cả thành phần.")] = "",
    fault: Annotated[str, typer.Option(metavar="LỖI", help="Lỗi ở mục ấy, như monitor score in ra.")] = "",
    points: Annotated[str | None, typer.Option(metavar="ĐIỂM", help="Số điểm, ví dụ 0,5.")] = None,
    seen: Annotated[int | None, typer.Option(metavar="SỐ", help="Số đề nghị mới nhất mà người quyết định đã xem; "
                                             "0 là chưa có. Có đề nghị mới hơn thì không ghi.")] = None,
) -> None:
    """Đề nghị một quyết định về điểm: miễn, xác nhận, trừ thêm, đổi, khuyến khích; người thứ hai duyệt mới tính."""
    rubric, card, whole = _score_one(period, portal)
    draft = Draft(portal, whole, component, item, fault, action, _read_points(points), reason.strip(), by)
    try:
        check_draft(draft, card, rubric)
        with _writing() as session:
            number = propose(session, draft, clock.now(load_settings()), seen).id
    except CannotRule as error:
        fail(str(error))
    _say(f"Đã ghi đề nghị số {number}. Có hiệu lực khi người thứ hai duyệt: python -m monitor approve {number} "
         f"--by TÊN")


def approve(
    number: Annotated[int, typer.Argument(metavar="SỐ", help="Số của đề nghị (monitor decisions).")],
    by: ByOption,
    refuse: Annotated[bool, typer.Option("--refuse", help="Không duyệt.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="LỜI", help="Lý do không duyệt, hoặc ý kiến.")] = "",
) -> None:
    """Người thứ hai duyệt hoặc không duyệt một đề nghị về điểm; không ai tự duyệt đề nghị của mình."""
    if refuse and not reason.strip():
        fail("Không duyệt thì ghi lý do: --reason.")
    try:
        with _writing() as session:
            done = answer(session, number, not refuse, reason.strip(), by, clock.now(load_settings()))
            whole = f"{done.period_start.isoformat()}..{done.period_end.isoformat()}"
            portal, component = done.portal, done.component
    except CannotRule as error:
        fail(str(error))
    _, card, _ = _score_one(whole, portal)
    part = next((p for p in card.components if p.component == component), None)
    told = "" if part is None or part.score is None else (
        f" Điểm {NAMES[part.component]}: {points_words(part.score)} (máy tính "
        f"{points_words(part.machine_score) if part.machine_score is not None else 'chưa xác định'}).")
    _say(f"{'Không duyệt' if refuse else 'Đã duyệt'} đề nghị số {number}.{told}")


def decisions(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Các quyết định về điểm của đúng kỳ này: ai đề nghị, ai duyệt, máy tính bao nhiêu, đang tính bao nhiêu."""
    with open_office(Wish(period, portal, as_json)) as office:
        scoring = prepare(office, None)
        cards = {c.portal: c for c in score_all(scoring.facts, scoring.decisions, scoring.rubric, office.period.end)}
        rows = [ruling_row(told, cards) for told in list_rulings(office.session, office.period)
                if portal is None or told.ruling.portal == portal]
        if as_json:
            print_json(rows)
        else:
            Console().print(show_rulings(rows, {code: p.name for code, p in office.portals.items()}, scoring.rubric))


def _score_one(period: str, portal: str) -> tuple[Rubric, Scorecard, Period]:
    with open_office(Wish(period, portal, False)) as office:
        scoring = prepare(office, None)
        card = next(iter(score_all(scoring.facts, scoring.decisions, scoring.rubric, office.period.end)))
        return scoring.rubric, card, office.period


@contextmanager
def _writing() -> Iterator[Session]:
    """A transaction that is kept when the block ends."""
    try:
        engine = open_engine(load_settings().database, write=True)
        with Session(engine) as session, session.begin():
            yield session
        engine.dispose()
    except (ConfigError, DatabaseError) as error:
        fail(str(error))


def _read_points(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        fail(f"--points {text!r}: viết một con số, ví dụ 0,5.")
    if not found.is_finite():
        fail(f"--points {text!r}: viết một con số, ví dụ 0,5.")
    return found


def _say(line: str) -> None:
    Console(stderr=True).print(line, soft_wrap=True, highlight=False, markup=False)


def add_commands(app: typer.Typer) -> None:
    """Add them to the monitor's commands."""
    for command in (decide, approve, decisions):
        app.command()(command)
