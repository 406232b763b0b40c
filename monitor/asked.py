"""What a command of the monitor was asked for, and how its answer reaches a person or a machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console, RenderableType
from rich.text import Text

from crawler import clock
from crawler.config import ConfigError, load_settings
from crawler.database import DatabaseError, open_session
from crawler.registry import RegistryError
from monitor.certificate import NotProven
from monitor.office import Office
from monitor.periods import EXAMPLES, Period, PeriodError, parse_period
from monitor.rules import load_rules

PeriodArgument = Annotated[str, typer.Argument(metavar="KỲ", help=f"Kỳ, ví dụ {EXAMPLES}.")]
PortalOption = Annotated[str | None, typer.Option("--portal", help="Chỉ một cổng, theo mã trong sổ đăng ký.")]
JsonOption = Annotated[bool, typer.Option("--json", help="In ra JSON: đủ mọi dòng, cho máy đọc.")]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asked for."""

    period: str
    portal: str | None
    as_json: bool


@contextmanager
def open_office(wish: Wish, change: Callable[[Period], Period] | None = None) -> Iterator[Office]:
    """The office of the wished period (changed, when asked for); exit code 2 with plain words on bad input."""
    try:
        settings = load_settings()
        period = parse_period(wish.period)
        rules = load_rules(settings.registry_dir)
        with open_session(settings) as session:
            office = Office(session, rules, change(period) if change else period, clock.today(settings), wish.portal)
            if wish.portal is not None and wish.portal not in office.portals:
                fail(f"Chưa đêm nào có cổng mã {wish.portal!r}. Mã cổng nằm ở cột code của sổ đăng ký "
                     f"({settings.registry_dir / 'portals.csv'}).")
            yield office
    except (ConfigError, PeriodError, RegistryError, DatabaseError, NotProven) as error:
        fail(str(error))


def answer(
    wish: Wish, rows_of: Callable[[Office], list[Row]], show: Callable[[list[Row], Office], RenderableType],
    change: Callable[[Period], Period] | None = None,
) -> None:
    """Print the rows as JSON, or as `show` puts them to people under the period's name."""
    with open_office(wish, change) as office:
        put(office, wish.as_json, rows_of(office), lambda rows: show(rows, office))


def put(office: Office, as_json: bool, rows: list[Row], show: Callable[[list[Row]], RenderableType]) -> None:
    """Rows as JSON, or for people under the period's name."""
    if as_json:
        print_json(rows)
        return
    console = Console()
    console.print(Text(office.period.label, style="bold"))
    console.print(show(rows))


def print_json(found: object) -> None:
    """One document on stdout."""
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def fail(message: str, code: int = 2) -> NoReturn:
    """Say what is wrong and end with an exit code; 2 is wrong usage or input."""
    Console(stderr=True).print(message, style="red", markup=False)
    raise typer.Exit(code)
