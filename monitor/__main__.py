"""The monitor's commands: what was observed in a period, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console

from monitor import rows, tables
from monitor.asked import JsonOption, PeriodArgument, PortalOption, Wish, open_office, print_json
from monitor.basis_sets import BasisSet
from monitor.case_command import case
from monitor.commands import add_commands
from monitor.finding_commands import canaries, judge, notes
from monitor.imports.command import import_file
from monitor.office import Office
from monitor.scoring.commands import add_commands as add_scoring
from monitor.scoring.ruling_commands import add_commands as add_rulings

app = typer.Typer(
    help="Soi Cổng – những gì đã quan sát được và kết luận. Mọi kết luận có ba giá trị: có, không, không xác định; "
    "cái không quan sát được không bao giờ là cái không có. Mã kết thúc: 0 được · 1 lỗi của chương trình · 2 sai cách "
    "dùng hoặc dữ liệu vào.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)


@app.command()
def posts(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Tin, bài, văn bản thuộc kỳ theo ngày ghi trên bài; bài không rõ ngày hoặc bị lùi ngày tính theo đêm thấy đầu."""
    _answer("posts", rows.posts, Wish(period, portal, as_json))


@app.command()
def gaps(
    period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False,
    basis: Annotated[BasisSet | None, typer.Option(
        "--basis", help="Căn cứ pháp lý in ra; mặc định theo ngày của kỳ: ND42 đến 30/6/2026, rồi ND224_A, ND224_B.",
    )] = None,
) -> None:
    """Mục thông tin bắt buộc: đạt, đạt dưới tên khác, chưa đạt, không xác định, không áp dụng."""
    _answer("gaps", lambda office: rows.gaps(office, basis), Wish(period, portal, as_json))


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


@app.command()
def incidents(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Sự cố chung: nhiều cổng cùng hỏng một kiểu trong cùng những phút; không cổng nào bị kết luận vì sự cố chung."""
    _answer("incidents", rows.incidents, Wish(period, portal, as_json))


app.command()(notes)
app.command()(judge)
app.command()(case)
app.command()(canaries)
app.command("import")(import_file)
add_commands(app)
add_scoring(app)
add_rulings(app)


def _answer(command: str, rows_of: Callable[[Office], list[rows.Row]], wish: Wish) -> None:
    """Print the rows of one command as JSON or as a table."""
    with open_office(wish) as office:
        found = rows_of(office)
        if wish.as_json:
            print_json(found)
        else:
            view = tables.View(found, office.portals, wish.portal is not None)
            tables.show(command, view, office.period.label, Console())


if __name__ == "__main__":
    app(prog_name="python -m monitor")
