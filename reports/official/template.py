"""Checks a template that staff may have edited: it works, or is refused with the name of what is missing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment

from reports.official.outlines import OUTLINES

MEANINGS = {
    "period": "tên kỳ", "period_caps": "tên kỳ viết hoa", "next_period": "tên kỳ sau",
    "next_caps": "tên kỳ sau viết hoa",
    "window": "từ ngày … đến ngày …", "year": "năm ban hành", "legal_basis": "căn cứ pháp lý",
    "province": "số liệu Cổng TTĐT tỉnh", "topics": "chủ đề thông tin", "social": "mạng xã hội",
    "components": "số liệu Cổng thành phần", "silent": "Cổng không hoạt động", "scores": "phổ điểm cung cấp thông tin",
    "questions": "số liệu Hỏi - Đáp", "question_scores": "điểm Hỏi - Đáp", "services": "số liệu dịch vụ công",
    "service_scores": "điểm dịch vụ công", "system": "hệ thống Cổng TTĐT", "reporting": "chế độ báo cáo",
    "coverage": "độ phủ và tỷ lệ sai", "strengths": "ưu điểm", "weaknesses": "hạn chế", "tasks": "nhiệm vụ kỳ tới",
    "proposals": "đề xuất", "platform": "nền tảng kỹ thuật", "regulations": "quy chế", "notes": "ghi chú về số liệu",
    "pb01": "Phụ biểu số 01", "pb02": "Phụ biểu số 02", "pb03": "Phụ biểu số 03",
    "pb02_total": "dòng tổng Phụ biểu số 02", "pb03_total": "dòng tổng Phụ biểu số 03",
    "waiting": "số câu hỏi chờ trả lời", "visits": "lượt truy cập", "training": "đào tạo, tập huấn",
    "fn_counts": "chú thích 1 (số tin, bài từng Cổng)", "fn_low": "chú thích 2 (Cổng ít tin, bài)",
    "fn_pending": "chú thích 3 (câu hỏi chờ)", "fn_visits": "chú thích 4 (lượt truy cập)",
    "fn_training": "chú thích 5 (đào tạo)", "targets": "bảng mục tiêu", "week": "tuần", "next_week": "tuần sau",
    "weekly_notes": "ghi chú của bảng mục tiêu", "weekly_tasks": "nhiệm vụ trong tuần",
    "highlights": "nhiệm vụ nổi bật",
    "not_entered": "đơn vị chưa nhập số liệu", "agencies_province": "bảng cơ quan cấp tỉnh",
    "agencies_local": "bảng địa phương", "agencies_party": "bảng khối Đảng", "agency_notes": "ghi chú theo cơ quan",
}
#: What people write or decide themselves: a template without it is still a report.
OPTIONAL = {"topics", "strengths", "weaknesses", "tasks", "proposals", "platform", "regulations", "highlights",
            "weekly_tasks", "period_caps", "next_period", "next_caps", "window", "year", "week", "next_week",
            "weekly_notes"}
FILTERS = {"upper", "lower", "capitalize", "title", "trim"}
LOGIC = (nodes.And, nodes.Or, nodes.Not)
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")


class TemplateRefused(ValueError):
    """The template cannot be filled in; the message names what is missing or not known."""


def environment() -> SandboxedEnvironment:
    """Words of a template may name figures and nothing of the program; a name without a value is an error."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def check_template(data: bytes, shipped: bytes) -> None:
    """Refuse a template that lacks what the shipped one has, or asks for what nobody supplies."""
    trees = list(_parse(data))
    ours = list(_parse(shipped))
    _refuse([problem for tree in trees for problem in _beyond(tree)])
    known = set().union(*(find_undeclared_variables(tree) for tree in ours))
    named = set().union(*(find_undeclared_variables(tree) for tree in trees))
    problems = [_unknown(name, known - named) for name in sorted(named - known)]
    problems += [f"thiếu ô {{{{ {name} }}}}: {MEANINGS[name]}" for name in sorted(known - named - OPTIONAL)]
    wanted = dict(_loops(ours))
    for name, used in _loops(trees):
        lost = sorted(wanted.get(name, set()) - used)
        if lost and name in wanted:
            problems.append(f"vòng lặp “{MEANINGS.get(name, name)}” không còn in {_columns(name, lost)}")
    _refuse(problems)


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise TemplateRefused("Mẫu chưa dùng được: " + "; ".join(problems)
                              + ". Sửa trong Word, hoặc lấy lại mẫu gốc: python -m reports template.")


def _beyond(tree: nodes.Template) -> Iterator[str]:
    """What a template may not do: it names figures, and neither computes nor calls anything."""
    for one in tree.find_all(nodes.Filter):
        if one.name not in FILTERS:
            yield f"không có cách viết “|{one.name}” (chỉ có {', '.join(sorted(FILTERS))})"
    if next((n for n in tree.find_all((nodes.Call, nodes.BinExpr, nodes.UnaryExpr)) if not isinstance(n, LOGIC)), None):
        yield "có phép tính hoặc lệnh trong dấu {{ }} hoặc {% %}: trong mẫu chỉ ghi tên ô"


def _columns(loop: str, lost: Sequence[str]) -> str:
    """The lost cells by the titles of their columns; “r[2]” means nothing to people."""
    titles = next((columns for outline in OUTLINES.values() for columns, name in outline.tables if name == loop), ())
    numbers = [int(cell[2:-1]) for cell in lost if cell.startswith("r[")]
    if titles and numbers:
        return "cột " + ", ".join(f"“{titles[n]}” {{{{ r[{n}] }}}}" for n in numbers if n < len(titles))
    return "ô " + ", ".join(f"{{{{ {cell} }}}}" for cell in lost)


def _unknown(name: str, candidates: Iterable[str]) -> str:
    near = get_close_matches(name, list(candidates), 1, 0.5)
    hint = f", có phải là {{{{ {near[0]} }}}} ({MEANINGS[near[0]]})" if near else ""
    return f"không có số liệu tên {{{{ {name} }}}}{hint}"


def _parse(data: bytes) -> Iterator[nodes.Template]:
    """Each text part as a tree; TemplateRefused in plain words when it is no template."""
    try:
        reader = DocxTemplate(io.BytesIO(data))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()
                     if _TEXT_PARTS.fullmatch(name)}
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, UnicodeDecodeError) as error:
        raise TemplateRefused(
            "Tệp mẫu không phải tệp Word (.docx) đọc được: mở bằng Word, lưu lại dạng .docx.") from error
    for name, xml in parts.items():
        try:
            yield environment().parse(reader.patch_xml(xml))
        except TemplateSyntaxError as error:
            raise TemplateRefused(
                f"Mẫu chưa dùng được: trong {name} có dấu {{{{ }}}} hoặc {{% %}} bị hỏng, thường do xóa hàng mở hoặc "
                f"đóng vòng lặp ({error.message}). Lấy lại mẫu gốc: python -m reports template."
            ) from error


def _loops(trees: Iterable[nodes.Template]) -> Iterator[tuple[str, set[str]]]:
    """(what a loop lists, what its body prints of each: “s” or “r[2]”)."""
    for tree in trees:
        for loop in tree.find_all(nodes.For):
            if isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name):
                target = loop.target.name
                yield loop.iter.name, set().union(*(_printed(part, target) for part in loop.body))


def _printed(part: nodes.Node, target: str) -> set[str]:
    items = [item for item in part.find_all(nodes.Getitem) if isinstance(item.node, nodes.Name)
             and item.node.name == target and isinstance(item.arg, nodes.Const)]
    if items:
        return {f"{target}[{item.arg.value}]" for item in items if isinstance(item.arg, nodes.Const)}
    return {target} if any(name.name == target for name in part.find_all(nodes.Name)) else set()
