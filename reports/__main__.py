"""The report commands: the nightly digest with its gap list, the letters to the owners of portals, the official
reports, the check of a report text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from crawler import clock
from crawler.config import ConfigError, load_settings
from crawler.database import DatabaseError, open_session
from crawler.evidence.durable import write_file
from crawler.registry import RegistryError
from monitor.certificate import NotProven
from monitor.office import Office
from monitor.periods import PeriodError, parse_period
from monitor.rules import load_rules
from monitor.thresholds import load_labels
from reports.check import check
from reports.digest import render_digest, summary
from reports.gaps import write_gaps
from reports.letters import owner_letter
from reports.morning import NoSuchNight, look, period_of
from reports.official.commands import add_commands
from reports.official.compare_command import add_compare
from reports.official.freeze_commands import add_freeze

app = typer.Typer(
    help="Soi Cổng – bản tin và báo cáo. Mã kết thúc: 0 được · 1 lỗi của chương trình · 2 sai cách dùng hoặc dữ liệu "
    "vào · 3 (lệnh check) đọc xong và thấy mâu thuẫn.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)


@app.command()
def digest(
    night: Annotated[str, typer.Argument(metavar="ĐÊM", help="Ngày của đêm, ví dụ 2026-11-20.")],
    out: Annotated[Path, typer.Option(help="Thư mục để ghi.")],
) -> None:
    """Bản tin một đêm (HTML) và danh sách cần xem (XLSX)."""
    try:
        day = parse_period(f"{night}..{night}").start
    except PeriodError:
        _fail(f"Không hiểu đêm {night!r}: ghi ngày dạng năm-tháng-ngày, ví dụ 2026-11-20.")
    try:
        settings = load_settings()
        rules, labels = load_rules(settings.registry_dir), load_labels(settings.registry_dir / "thresholds.toml")
        with open_session(settings) as session:
            morning = look(Office(session, rules, period_of(day), clock.today(settings)), day, labels)
    except (ConfigError, RegistryError, DatabaseError, NoSuchNight, NotProven) as error:
        _fail(str(error))
    page, book = out / f"digest-{night}.html", out / f"gaps-{night}.xlsx"
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_gaps(morning, book)
        write_file(page, render_digest(morning, labels, book.name).encode(), 0o644)  # last: it says that all is there
    except OSError as error:
        _fail(f"Không ghi được vào {out}: {error.strerror}. Chọn thư mục khác với --out.")
    console = Console(stderr=True)
    for line in (*summary(morning), f"Bản tin: {page}", f"Danh sách cần xem: {book}"):
        console.print(line, soft_wrap=True, highlight=False, markup=False)


app.command("owner_letter")(owner_letter)
app.command("check")(check)
add_commands(app)
add_freeze(app)
add_compare(app)


def _fail(message: str) -> NoReturn:
    Console(stderr=True).print(message, style="red", markup=False)
    raise typer.Exit(2)


if __name__ == "__main__":
    app(prog_name="python -m reports")
