"""Builds a report: figures, words, Word and Excel files, and the checks that must pass before it is frozen."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2.exceptions import SecurityError, UndefinedError

from monitor.words import count_words
from reports.consistency.finding import Finding
from reports.consistency.read_file import read_report
from reports.consistency.run import check_document
from reports.docx_file import fill_template, fix_times, read_template
from reports.official.appendix import Sheet, build_appendices
from reports.official.figure import Figure
from reports.official.figures import COMPONENTS, build_figures
from reports.official.marking import mark
from reports.official.material import Material
from reports.official.tell import tell
from reports.official.template import TemplateRefused, check_template, environment
from reports.official.when import KINDS, Law
from reports.official.xlsx_file import write_book

TOTALS = {  # appendix -> column of its total row -> the figure that the text prints
    "pb02": {2: "BC-E1", 3: "BC-E2A", 6: "BC-E2D"},
    "pb03": {2: "BC-F4", 3: "BC-F4C", 4: "BC-F4M", 5: "BC-F4O", 6: "BC-F5", 7: "BC-F5O", 8: "BC-F5L", 9: "BC-F5I"},
    "khoi": {5: "BC-C1"},
}


@dataclass(frozen=True, slots=True)
class Report:
    """One built report. `findings` are contradictions in its own text, `unequal` totals that are not the text's."""

    kind: str
    told: Mapping[str, Any]
    figures: Mapping[str, Figure]
    document: bytes
    book: bytes
    findings: tuple[Finding, ...]
    unequal: tuple[str, ...]
    rubric: str | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        """What stands against freezing it."""
        return self.unequal + tuple(f"{f.arithmetic} ({'; '.join(q.text for q in f.quotes)})" for f in self.findings
                                    if f.severity in ("error", "likely_error"))


def build_report(kind: str, material: Material, laws: tuple[Law, ...], template: bytes | None = None) -> Report:
    """The report of a kind; the same material and template give the same bytes."""
    figures = build_figures(material, KINDS.get(kind, "Q"))
    return finish(kind, tell(material, figures, laws), figures, build_appendices(material), template,
                  compare_totals(material, figures), material.rubric.id if material.rubric else None)


def finish(
    kind: str, told: Mapping[str, Any], figures: Mapping[str, Figure], sheets: Mapping[str, Sheet],
    template: bytes | None, unequal: tuple[str, ...] = (), rubric: str | None = None,
) -> Report:
    """The files of a report, and what the checker finds in them."""
    document = render(kind, told, template)
    return Report(kind, told, figures, document, write_book(sheets, figures), check_bytes(document), unequal, rubric)


def render(kind: str, told: Mapping[str, Any], template: bytes | None = None) -> bytes:
    """The Word file; TemplateRefused when the template lacks something."""
    shipped = read_template(f"{kind}.docx")
    if template is not None:
        check_template(template, shipped)
    # docxtpl fills in footnotes once for each section: no braces may come out of them.
    notes = {name: words.replace("{", "{ ") for name, words in told.items()
             if name.startswith("fn_") and isinstance(words, str)}
    try:
        filled = fill_template(template or shipped, {**told, **notes}, environment())
    except (SecurityError, UndefinedError) as error:
        raise TemplateRefused(f"Mẫu chưa dùng được: một ô hỏi điều không có trong số liệu ({error.message}). Sửa ô ấy, "
                              "hoặc lấy lại mẫu gốc: python -m reports template.") from error
    return fix_times(mark(filled))


def check_bytes(document: bytes) -> tuple[Finding, ...]:
    """The consistency checker, run on the file as its readers get it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(document)
        return tuple(check_document(read_report(path)))


def compare_totals(material: Material, figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """Totals of the appendices that are not the numbers of the text."""
    found = []
    for code, sheet in build_appendices(material).items():
        for column, name in TOTALS.get(code, {}).items():
            figure = figures.get(name)
            if sheet.total is None or figure is None or figure.value is None or _typed(figure, code, material):
                continue
            total = sheet.total[column]
            if isinstance(total, int | Decimal) and total != figure.value:
                found.append(f"{sheet.title}: tổng cột “{sheet.columns[column]}” là {count_words(total)}, lời văn "
                             f"ghi {figure.number()}")
    return tuple(found)


def _typed(figure: Figure, code: str, material: Material) -> bool:
    """Posts that people typed in are not counted by portal."""
    return code == "khoi" and not any(p.seen_share for p in material.portals if p.group in COMPONENTS)
