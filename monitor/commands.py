"""The monitor's further commands beside the contract's: days, counts, silence, the merger, deadlines, rule sets."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor import count_rows
from monitor import dates as date_rows
from monitor.asked import JsonOption, PeriodArgument, PortalOption, Wish, answer, open_office, put
from monitor.comparison import same_period
from monitor.count_rows import By
from monitor.periods import parse_period


def dates(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Ngày đăng cần xem: lùi ngày, đổi ngày, ghi ngày tương lai, ngược thứ tự số bài, dồn cuối kỳ."""
    answer(Wish(period, portal, as_json), date_rows.rows, date_rows.show)


def counts(
    period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False,
    by: Annotated[By, typer.Option("--by", help="Đếm theo: portal, channel, group, district (huyện cũ).")] = "group",
    against: Annotated[str | None, typer.Option(
        "--compare", metavar="KỲ", help="So với kỳ này; ghi cung-ky để so với cùng kỳ năm trước.")] = None,
) -> None:
    """Đếm tin, bài và bộ thông tin CSDL theo hai cách: ngày ghi trên bài và đêm thấy lần đầu."""
    with open_office(Wish(period, portal, as_json)) as office:
        other = None if against is None else same_period(office.period) if against == "cung-ky" \
            else parse_period(against)
        put(office, as_json, count_rows.rows(office, by, other),
            lambda found: count_rows.show(found, office, other is not None))


def add_commands(app: typer.Typer) -> None:
    """Add them to the monitor's commands."""
    for command in (dates, counts):
        app.command()(command)
