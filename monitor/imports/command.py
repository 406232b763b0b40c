"""`monitor import`: show what a file would store, ask on a terminal, store it; and write templates."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler import clock
from crawler.config import ConfigError, Settings, load_settings
from crawler.database import DatabaseError, migrate, open_engine
from crawler.registry import RegistryError
from monitor.agencies import Agencies, load_agencies
from monitor.asked import fail
from monitor.imports.cells import ImportRefused
from monitor.imports.files import Opened, open_file
from monitor.imports.kinds import Kind, load_kinds
from monitor.imports.lines import Subjects
from monitor.imports.load import load_imports
from monitor.imports.parse import Parsed, Question, parse_file
from monitor.imports.preview import preview
from monitor.imports.store import Standing, find_standing, store_import
from monitor.imports.template import write_template
from monitor.indicators import Indicators, load_indicators
from monitor.periods import Period, PeriodError, parse_period
from monitor.report_items import load_report_items

HELP = """Nhập số liệu của hệ thống khác từ tệp XLSX hoặc CSV.

Trước hết in ra những gì sẽ lưu: kỳ, số dòng, tổng các cột, giá trị không thể đúng, khác gì bản trước. Trên màn hình
dòng lệnh thì hỏi rồi mới lưu; chạy trong kịch bản (không có bàn phím) hoặc có --yes thì lưu luôn; --dry-run chỉ xem.
Một ô không dùng được thì cả tệp bị từ chối, kèm tên trang và địa chỉ ô. Nhập lại đúng tệp đó không đổi gì; tệp đã sửa
thì thay bản trước, bản trước vẫn được giữ. Tệp gốc được cất theo SHA-256 trong thư mục dữ liệu.

Lấy mẫu để điền: python -m monitor import questions --template mau.xlsx --period 2026-Q4
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asked for beside the file."""

    period: str | None
    yes: bool
    dry_run: bool
    again: bool


def import_file(
    kind: Annotated[str, typer.Argument(metavar="LOẠI", help="Loại số liệu: " + ", ".join(load_kinds()) + ".")],
    file: Annotated[Path | None, typer.Argument(metavar="TỆP", help="Tệp XLSX hoặc CSV.")] = None,
    period: Annotated[str | None, typer.Option(help="Kỳ của số liệu, khi tiêu đề trong tệp không ghi.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "--commit", help="Lưu, không hỏi.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem trước, không lưu.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Dùng lại tệp cũ đã bị tệp khác thay.")] = False,
    template: Annotated[Path | None, typer.Option(help="Ghi mẫu XLSX để điền vào tệp này.")] = None,
) -> None:
    with _plain_errors():
        chosen = load_kinds().get(kind)
        if chosen is None:
            fail(f"Không có loại {kind!r}. Dùng một trong: {', '.join(load_kinds())}.")
        settings = load_settings()
        if template is not None:
            _template(chosen, period, template, settings)
        elif file is None:
            fail("Thiếu tên tệp. Ví dụ: python -m monitor import questions so-lieu.xlsx")
        else:
            _import(chosen, file, Wish(period, yes, dry_run, again), settings)


import_file.__doc__ = HELP


def _import(kind: Kind, file: Path, wish: Wish, settings: Settings) -> None:
    opened = open_file(file)
    parsed = parse_file(opened, Question(kind, wish.period, subjects_of(kind, settings)))
    migrate(settings.database)
    engine = open_engine(settings.database, write=not wish.dry_run)
    try:
        with Session(engine) as session:
            standing = find_standing(session, parsed, opened)
            _show(session, parsed, opened, settings)
            if not _wanted(standing, wish):
                return
            row = store_import(session, parsed, opened, settings.data_dir, clock.now(settings))
            session.commit()
            _say(f"Đã lưu: lần nhập số {row.id}, bản {row.version} của kỳ này. Tệp gốc: {settings.data_dir / row.kept}")
    except IntegrityError as error:
        raise ConfigError("Có người vừa nhập cùng loại số liệu của kỳ này: hãy chạy lại lệnh.") from error
    finally:
        engine.dispose()


def _show(session: Session, parsed: Parsed, opened: Opened, settings: Settings) -> None:
    before = {i.scope: i for i in load_imports(session, parsed.kind.name, parsed.period)}.get(parsed.scope)
    if before is not None and before.sha256 == opened.sha256:
        before = None
    for line in preview(parsed, opened, before, _names(parsed.kind, parsed.period, settings)):
        _say(line)


def _wanted(standing: Standing, wish: Wish) -> bool:
    """Whether to store; says why not."""
    if standing.repeated:
        _say("Tệp này đã được nhập và đang dùng: không có gì thay đổi.")
        return False
    if standing.stale and not wish.again and standing.current is not None and standing.same is not None:
        _say(f"Tệp này đã nhập ngày {standing.same.imported_at:%d/%m/%Y} rồi được thay bằng "
             f"{standing.current.file_name}: không có gì thay đổi. Muốn dùng lại tệp này thì thêm --again.")
        return False
    if wish.dry_run:
        _say("Chỉ xem trước: chưa lưu gì.")
        return False
    if not wish.yes and _at_a_terminal() and not typer.confirm("Lưu số liệu này?"):
        _say("Chưa lưu gì.")
        return False
    return True


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def subjects_of(kind: Kind, settings: Settings) -> Callable[[Period], Subjects]:
    """The register that a kind's lines are looked up in, as it is in a period."""
    folder = settings.registry_dir
    if kind.column(kind.subject).type == "indicator":
        indicators = load_indicators(folder / "indicators.csv")
        if (folder / "report_figures.csv").exists():
            indicators += tuple(i.as_indicator() for i in load_report_items(folder / "report_figures.csv"))
        return lambda period: Indicators(indicators, period)
    agencies = load_agencies(folder)
    return lambda period: Agencies(agencies, period)


def _names(kind: Kind, period: Period, settings: Settings) -> dict[str, str]:
    subjects = subjects_of(kind, settings)(period)
    if isinstance(subjects, Indicators):
        return {code: indicator.name for code, indicator in subjects.by_code.items()}
    return subjects.names if isinstance(subjects, Agencies) else {}


def _template(kind: Kind, period: str | None, path: Path, settings: Settings) -> None:
    count = make_template(kind, period or "", path, settings)
    _say(f"Đã ghi mẫu: {path} ({count} dòng có sẵn tên). Điền xong thì chạy: "
         f"python -m monitor import {kind.name} {path}")


def make_template(kind: Kind, period: str, path: Path, settings: Settings) -> int:
    """Write a file to fill in; the number of its lines that already name their body."""
    when = parse_period(period) if period else Period(clock.today(settings), clock.today(settings), "")
    subjects = subjects_of(kind, settings)(when)
    listed: list[str] = []
    if isinstance(subjects, Indicators):
        listed = list(subjects.by_code)
    elif isinstance(subjects, Agencies):
        listed = subjects.of_groups(kind.prefill)
    write_template(kind, period, listed, path)
    return len(listed)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Every refusal becomes words and exit code 2."""
    try:
        yield
    except (ConfigError, PeriodError, RegistryError, DatabaseError, ImportRefused) as error:
        fail(str(error))
    except OSError as error:
        fail(f"Không ghi hoặc đọc được {error.filename}: {error.strerror}. Kiểm tra đường dẫn và quyền.")


def _say(line: str) -> None:
    Console().print(line, soft_wrap=True, highlight=False, markup=False)
