"""The commands around frozen reports: freeze one, list the versions, make a version again and compare."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.orm import Session

from crawler import clock
from crawler.config import load_settings
from crawler.database import open_engine, open_session
from crawler.frozen import FrozenReport
from monitor.asked import PeriodArgument, fail
from monitor.periods import PeriodError, parse_period
from reports.official.commands import OutOption, RubricOption, TemplateOption, prepare, save
from reports.official.freeze import NotFrozen, Wanted, digest, freeze, make_again, versions
from reports.official.outlines import OUTLINES

KindArgument = Annotated[str, typer.Argument(metavar="LOẠI", help="quarter, nine_months, annual, deduction_notes.")]


def freeze_report(
    kind: KindArgument, period: PeriodArgument, out: OutOption,
    by: Annotated[str, typer.Option(help="Họ tên, chức vụ người chốt.")],
    override: Annotated[str, typer.Option(help="Lý do chốt dù còn mâu thuẫn.")] = "",
    change: Annotated[str, typer.Option(help="Bản đính chính thay đổi gì.")] = "",
    template: TemplateOption = None, rubric: RubricOption = None,
) -> None:
    """Chốt báo cáo: khóa số liệu, đánh số bản, ghi mã SHA-256 vào SHA256SUMS. Còn mâu thuẫn thì phải có --override."""
    known(kind)
    report = prepare(kind, period, template, rubric)
    settings = load_settings()
    engine = open_engine(settings.database, write=True)
    try:
        with Session(engine, expire_on_commit=False) as session:
            row = freeze(session, report, parse_period(period), Wanted(by, override, change), settings.data_dir,
                         clock.now(settings), template.read_bytes() if template else None)
            session.commit()
    except NotFrozen as error:
        fail(str(error))
    finally:
        engine.dispose()
    files = save(report, out, f"{period}-ban-{row.version}")
    sums = "".join(f"{digest(f.read_bytes())}  {f.name}\n" for f in files if f.suffix != ".pdf")
    (out / f"SHA256SUMS-{kind}-{period}-ban-{row.version}").write_text(sums, encoding="utf-8")
    _say(f"Đã chốt bản {row.version}. SHA-256 của tệp Word: {row.document}. Ai cũng kiểm tra lại được: sha256sum -c "
         f"SHA256SUMS-{kind}-{period}-ban-{row.version}")


def frozen(kind: KindArgument, period: PeriodArgument) -> None:
    """Các bản đã chốt của một báo cáo: số bản, ai chốt, lý do, thay đổi, mã SHA-256."""
    for row in _rows(kind, period):
        more = "; ".join(text for text in (
            f"chốt dù còn {len(row.faults)} mâu thuẫn: {row.override}" if row.override else "",
            f"thay đổi: {row.change_note}" if row.change_note else "",
            f"bộ tiêu chí {row.rubric}" if row.rubric else "",
        ) if text)
        _say(f"Bản {row.version}, {row.frozen_at:%d/%m/%Y}, {row.person}: {row.document}{f' ({more})' if more else ''}")


def again(
    kind: KindArgument, period: PeriodArgument, out: OutOption,
    version: Annotated[int, typer.Option(help="Số bản; mặc định bản mới nhất.")] = 0,
) -> None:
    """Dựng lại tệp Word của một bản đã chốt từ số liệu đã khóa và so mã SHA-256. Khác mã thì kết thúc với mã 1."""
    rows = [r for r in _rows(kind, period) if version in (0, r.version)]
    if not rows:
        fail(f"Không có bản {version} của {kind} {period}. Xem các bản: python -m reports frozen {kind} {period}.")
    row = rows[-1]
    try:
        made = make_again(row, load_settings().data_dir)
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"{kind}-{period}-ban-{row.version}.docx"
        path.write_bytes(made)
    except OSError as error:
        fail(f"Không đọc hoặc ghi được {error.filename}: {error.strerror}.")
    same = digest(made) == row.document
    _say(f"Bản {row.version}: {'trùng' if same else 'KHÁC'} mã đã chốt {row.document}. Tệp: {path}")
    raise typer.Exit(0 if same else 1)


def known(kind: str) -> None:
    if kind not in OUTLINES:
        fail(f"Không có loại báo cáo {kind!r}. Các loại: {', '.join(OUTLINES)}.")


def _rows(kind: str, period: str) -> list[FrozenReport]:
    known(kind)
    try:
        asked = parse_period(period)
    except PeriodError as error:
        fail(str(error))
    with open_session(load_settings()) as session:
        rows = versions(session, kind, asked)
    if not rows:
        fail(f"Chưa chốt bản nào của {kind} {period}. Chốt: python -m reports freeze {kind} {period} --out … --by …")
    return rows


def _say(line: str) -> None:
    Console(stderr=True).print(line, soft_wrap=True, highlight=False, markup=False)


def add_freeze(app: typer.Typer) -> None:
    """Add them to the report commands."""
    app.command("freeze")(freeze_report)
    app.command()(frozen)
    app.command()(again)
