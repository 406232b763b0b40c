"""The commands that write the official reports: DOCX, XLSX with the appendices, and PDF where LibreOffice is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from crawler.config import Settings, load_settings
from crawler.registry import RegistryError
from monitor.agencies import Agencies, load_agencies
from monitor.asked import PeriodArgument, Wish, fail, open_office
from monitor.indicators import load_indicators
from monitor.office import Office
from monitor.report_items import load_report_items
from monitor.scoring.decided import load_decided
from monitor.scoring.gather import gather_facts
from monitor.scoring.what_if import score_all
from monitor.thresholds import load_labels
from reports.docx_file import read_template
from reports.letters import find_rubric
from reports.official.appendix import Sheet
from reports.official.build import Report, build_report, finish
from reports.official.coverage import watch
from reports.official.figures import gaps_of
from reports.official.gather import gather, portal_lines
from reports.official.imported import read_senders
from reports.official.marking import CLOSE, OPEN
from reports.official.outlines import OUTLINES
from reports.official.pdf_file import make_pdf
from reports.official.template import TemplateRefused
from reports.official.watching import coverage_words
from reports.official.weekly import read_lines, tell_week
from reports.official.weekly_agencies import read_week, sheets, write_tables
from reports.official.weekly_notes import not_entered, write_notes
from reports.official.when import load_laws

TITLES = {
    "quarter": "Báo cáo quý (DOCX, XLSX, PDF khi có LibreOffice).", "nine_months": "Báo cáo 9 tháng.",
    "annual": "Báo cáo năm.", "deduction_notes": "Ghi chú trừ điểm của từng cổng.",
    "weekly": "Báo cáo chuyển đổi số tuần: tính lại tỷ lệ, so tuần trước, ai chưa nhập.",
}
OutOption = Annotated[Path, typer.Option(help="Thư mục để ghi.")]
TemplateOption = Annotated[Path | None, typer.Option(help="Mẫu Word đã sửa, thay cho mẫu có sẵn.")]
RubricOption = Annotated[str | None, typer.Option(help="Mã bộ tiêu chí, khi không dùng bộ có hiệu lực cuối kỳ.")]


def official(kind: str) -> Callable[..., None]:
    """The command that writes a kind of report."""

    def command(period: PeriodArgument, out: OutOption, template: TemplateOption = None,
                rubric: RubricOption = None) -> None:
        report = prepare(kind, period, template, rubric)
        save(report, out, period)
        say(report, out)

    command.__doc__ = TITLES[kind]
    return command


def prepare(kind: str, period: str, template: Path | None, rubric: str | None) -> Report:
    """The report of a period from the store; exit code 2 with plain words on bad input."""
    with open_office(Wish(period, None, as_json=False)) as office:
        try:
            return build_for(office, load_settings(), kind, template.read_bytes() if template else None, rubric)
        except (TemplateRefused, RegistryError, LookupError) as error:
            fail(str(error.args[0] if isinstance(error, LookupError) else error))
        except OSError as error:
            fail(f"Không đọc được {template}: {error.strerror}. Kiểm tra đường dẫn của mẫu.")


def build_for(office: Office, settings: Settings, kind: str, template: bytes | None, rubric: str | None) -> Report:
    """A report from an office, scored under the rubric of its period."""
    folder = settings.registry_dir
    if kind == "weekly":
        return build_weekly(office, folder, template)
    chosen = find_rubric(folder / "rubrics", office, rubric)
    cards = []
    if chosen is not None and office.nights:
        facts = gather_facts(office, load_labels(folder / "thresholds.toml"), chosen, office.period.end)
        cards = score_all(facts, load_decided(office.session, office.period, facts), chosen, office.period.end)
    agencies = Agencies(load_agencies(folder), office.period)
    material = gather(office, load_report_items(folder / "report_figures.csv"), agencies, cards, chosen)
    return build_report(kind, material, load_laws(folder / "legal_basis.csv"), template)


def build_weekly(office: Office, folder: Path, template: bytes | None) -> Report:
    """The weekly report: imported indicators, of the province and of each body."""
    indicators, agencies = load_indicators(folder / "indicators.csv"), Agencies(load_agencies(folder), office.period)
    told = tell_week(office, indicators, read_senders(office)[1])
    week = read_week(office, {**agencies.names, **agencies.bodies}, indicators)
    rows = write_tables(week)
    told |= {f"agencies_{table}": listed for table, listed in rows.items()}
    told["not_entered"] = [*told["not_entered"], *not_entered(week)]
    told["agency_notes"] = write_notes(week, read_lines(office, office.period)) or ["- Không có ghi chú về số liệu."]
    told["coverage"] = coverage_words(watch(office, portal_lines(office)))
    sheet = Sheet("muc_tieu", "Kết quả thực hiện các mục tiêu", ("TT", "Tên mục tiêu", "Đơn vị tính", "Kết quả",
                  "So với tuần trước"), tuple(tuple(cell.strip(OPEN + CLOSE) for cell in row)
                                              for row in told["targets"]))
    return finish("weekly", told, {}, {sheet.code: sheet, **sheets(rows)}, template)


def save(report: Report, out: Path, period: str) -> list[Path]:
    """Write the files of a report; the same report is the same bytes."""
    stem = out / f"{report.kind}-{period}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        stem.with_suffix(".docx").write_bytes(report.document)
        stem.with_suffix(".xlsx").write_bytes(report.book)
    except OSError as error:
        fail(f"Không ghi được vào {out}: {error.strerror}. Chọn thư mục khác với --out.")
    made = make_pdf(stem.with_suffix(".docx"))
    return [stem.with_suffix(".docx"), stem.with_suffix(".xlsx"), *([made] if made else [])]


def say(report: Report, out: Path) -> None:
    """What was written, what is still missing, what the checks found."""
    console = Console(stderr=True)
    gaps = gaps_of(report.figures.values())
    lines = [f"Đã ghi vào {out}."]
    if report.figures:
        lines = [f"Đã ghi vào {out}. {len(report.figures) - len(gaps)}/{len(report.figures)} số liệu có giá trị, "
                 f"{len(gaps)} chỗ còn thiếu (tô vàng trong tệp Word, kèm nơi phải cung cấp)."]
    lines += [f"Cần xem lại trước khi chốt: {fault}" for fault in report.faults]
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def template(
    kind: Annotated[str, typer.Argument(metavar="LOẠI", help="quarter, nine_months, annual, weekly, deduction_notes.")],
    out: OutOption,
) -> None:
    """Lấy mẫu Word gốc của một loại báo cáo để sửa, rồi dùng với --template."""
    if kind not in OUTLINES:
        fail(f"Không có loại báo cáo {kind!r}. Các loại: {', '.join(OUTLINES)}.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{kind}.docx").write_bytes(read_template(f"{kind}.docx"))
    except OSError as error:
        fail(f"Không ghi được vào {out}: {error.strerror}. Chọn thư mục khác với --out.")
    Console(stderr=True).print(f"Đã ghi {out / kind}.docx.", soft_wrap=True, highlight=False, markup=False)


def add_commands(app: typer.Typer) -> None:
    """Add them to the report commands."""
    for kind in TITLES:
        app.command(kind)(official(kind))
    app.command()(template)
