"""The command that looks for contradictions inside a report text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reports.consistency.finding import ORDER, Finding
from reports.consistency.read_file import UnreadableReport
from reports.consistency.run import check_file

SEVERITIES = {"error": "sai", "likely_error": "có thể sai", "ambiguity": "chưa rõ", "style": "trình bày"}
COLOURS = {"error": "red", "likely_error": "yellow", "ambiguity": "cyan", "style": "dim"}


def check(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Báo cáo dạng DOCX, hoặc chữ (TXT, chữ của PDF, OCR).")],
    as_json: Annotated[bool, typer.Option("--json", help="Một tài liệu JSON ra stdout.")] = False,
) -> None:
    """Tìm mâu thuẫn trong lời văn và bảng của một báo cáo: trích nguyên văn, số dòng, phép tính, mức độ.

    Mã kết thúc: 0 không thấy chỗ sai hoặc có thể sai · 3 đọc xong, có ít nhất một chỗ sai hoặc có thể sai · 2 không
    đọc được tệp. Số dòng của DOCX là thứ tự đoạn văn và hàng bảng.
    """
    try:
        findings = check_file(file)
    except UnreadableReport as error:
        Console(stderr=True).print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    if as_json:
        print(json.dumps([to_json(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        print_table(file, findings)
    raise typer.Exit(3 if any(finding.severity in ("error", "likely_error") for finding in findings) else 0)


def to_json(finding: Finding) -> dict[str, object]:
    """A finding in the shape that scripts rely on."""
    fields = asdict(finding)
    return {name: fields[name] for name in ("id", "severity", "type", "quotes", "arithmetic")}


def print_table(file: Path, findings: Sequence[Finding]) -> None:
    """The findings for people, the gravest first."""
    console = Console()
    if not findings:
        console.print(f"{file.name}: không thấy mâu thuẫn nào trong những gì đọc và tính được.", markup=False,
                      highlight=False)
        return
    table = Table(title=Text(f"Mâu thuẫn trong {file.name}"), show_lines=True)
    for name in ("Mức độ", "Dòng", "Nguyên văn", "Phép tính"):
        table.add_column(name, overflow="fold")
    for finding in sorted(findings, key=lambda f: (ORDER.index(f.severity), f.quotes[0].line)):
        table.add_row(
            Text(SEVERITIES[finding.severity], style=COLOURS[finding.severity]),
            "\n".join(dict.fromkeys(str(quote.line) for quote in finding.quotes)),
            Text("\n".join(f"{quote.line}: {quote.text}" for quote in finding.quotes)), Text(finding.arithmetic))
    console.print(table)
    counts = " · ".join(f"{SEVERITIES[s]}: {sum(f.severity == s for f in findings)}" for s in ORDER)
    console.print(f"{len(findings)} chỗ ({counts}). Đây là kết quả của phép tính trên chữ đã in; người soạn xem lại "
                  "từng chỗ.", markup=False, highlight=False)
