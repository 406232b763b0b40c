"""The monitor's commands: what was observed in a period, and what follows from it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from crawler import clock
from crawler.config import ConfigError, load_settings
from crawler.database import DatabaseError, open_session
from crawler.registry import RegistryError
from monitor import rows, tables
from monitor.office import Office, load_rules
from monitor.periods import EXAMPLES, PeriodError, parse_period

app = typer.Typer(
    help="Soi Cổng – những gì đã quan sát được và kết luận. Mọi kết luận có ba giá trị: có, không, không xác định; "
    "cái không quan sát được không bao giờ là cái không có. Mã kết thúc: 0 được · 1 lỗi của chương trình · 2 sai cách "
    "dùng hoặc dữ liệu vào.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)

PeriodArgument = Annotated[str, typer.Argument(metavar="KỲ", help=f"Kỳ, ví dụ {EXAMPLES}.")]
PortalOption = Annotated[str | None, typer.Option("--portal", help="Chỉ một cổng, theo mã trong sổ đăng ký.")]
JsonOption = Annotated[bool, typer.Option("--json", help="In ra JSON: đủ mọi dòng, cho máy đọc.")]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asked for."""

    period: str
    portal: str | None
    as_json: bool


@app.command()
def posts(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Tin, bài, văn bản thuộc kỳ theo ngày ghi trên bài; bài không rõ ngày hoặc bị lùi ngày tính theo đêm thấy đầu."""
    _answer("posts", rows.posts, Wish(period, portal, as_json))


@app.command()
def gaps(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Mục thông tin bắt buộc: đạt, đạt dưới tên khác, chưa đạt, không xác định, không áp dụng."""
    _answer("gaps", rows.gaps, Wish(period, portal, as_json))


@app.command()
def inactive(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Cổng hoạt động, không hoạt động hay không xác định, tính đến đêm quan sát mới nhất của kỳ."""
    _answer("inactive", rows.inactive, Wish(period, portal, as_json))


@app.command()
def questions(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Hỏi – đáp: câu hỏi của kỳ, trạng thái, hạn trả lời. Không giữ tên người hỏi."""
    _answer("questions", rows.questions, Wish(period, portal, as_json))


@app.command()
def coverage(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Độ phủ: từng chuyên mục trong từng đêm đã được xem đến đâu, vì sao dừng."""
    _answer("coverage", rows.coverage, Wish(period, portal, as_json))


@app.command()
def runs(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Sổ các đêm: trạng thái, số cổng quan sát được, số lượt truy cập."""
    _answer("runs", rows.runs, Wish(period, portal, as_json))


def _answer(command: str, rows_of: Callable[[Office], list[rows.Row]], wish: Wish) -> None:
    """Print the rows of one command as JSON or as a table; exit code 2 with plain words on bad input."""
    try:
        settings = load_settings()
        period = parse_period(wish.period)
        rules = load_rules(settings.registry_dir)
        with open_session(settings) as session:
            office = Office(session, rules, period, clock.today(settings), wish.portal)
            if wish.portal is not None and wish.portal not in office.portals:
                _fail(f"Chưa đêm nào có cổng mã {wish.portal!r}. Mã cổng nằm ở cột code của sổ đăng ký "
                      f"({settings.registry_dir / 'portals.csv'}).")
            found = rows_of(office)
            names = office.portals
    except (ConfigError, PeriodError, RegistryError, DatabaseError) as error:
        _fail(str(error))
    if wish.as_json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        tables.show(command, tables.View(found, names, wish.portal is not None), period.label, Console())


def _fail(message: str) -> NoReturn:
    Console(stderr=True).print(message, style="red", markup=False)
    raise typer.Exit(2)


if __name__ == "__main__":
    app(prog_name="python -m monitor")
