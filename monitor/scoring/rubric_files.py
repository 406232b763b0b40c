"""Read the rubrics of registry/rubrics/: strictly, with every wrong field named; sealed ones may only be ended."""

from __future__ import annotations

import hashlib
import json
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crawler.registry import GROUPS
from crawler.registry_rows import Problem, RegistryError, file_name, read_rows, refuse
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_checks import check_rubric

MEMBER_COLUMNS = ("member", "code", "name", "note")
SEAL_COLUMNS = ("rubric", "sha256", "sealed_on", "note")

_WORDS = {
    "missing": "thiếu", "extra_forbidden": "không có tham số tên này",
    "union_tag_invalid": "không có phép kiểm tên này", "union_tag_not_found": "thiếu tên phép kiểm (check)",
    "greater_than": "số quá nhỏ", "greater_than_equal": "số quá nhỏ", "less_than_equal": "số quá lớn",
    "literal_error": "không có trong các giá trị cho phép", "string_too_short": "để trống", "too_short": "để trống",
}


def load_rubrics(folder: Path, sections: Iterable[str]) -> tuple[Rubric, ...]:
    """All rubrics, oldest first; `RegistryError` names every file and field that cannot be used."""
    problems: list[Problem] = []
    seals = _read_seals(folder / "seals.csv", problems)
    found: list[Rubric] = []
    known = frozenset(sections)
    for path in sorted(folder.glob("*.toml")):
        rubric = _read(path, known, seals, problems)
        if rubric is not None:
            found.append(rubric)
    for name in sorted(seals.keys() - {r.id for r in found}):
        if not problems:
            problems.append(Problem("rubrics/seals.csv", 0, "rubric", f"bộ tiêu chí đã chốt {name!r} không còn tệp",
                                    "khôi phục tệp; bộ tiêu chí chỉ được kết thúc, không được xóa"))
    members = _read_members(folder / "members.csv", problems)
    refuse(problems)
    if not found:
        raise RegistryError([Problem(f"{folder.name}/", 0, "", "không có bộ tiêu chí nào", "thêm một tệp .toml")])
    return tuple(sorted((name_members(r, members) for r in found), key=lambda r: r.valid_from))


def name_members(rubric: Rubric, members: Mapping[str, str]) -> Rubric:
    """The rubric with the register's code beside each name of its own for a body. The sealed file keeps its names."""
    def named(codes: Iterable[str]) -> tuple[str, ...]:
        return (*codes, *(members[c] for c in codes if c in members))

    return rubric.model_copy(update={
        "membership": tuple(m.model_copy(update={"codes": named(m.codes)}) for m in rubric.membership),
        "not_scored": tuple(m.model_copy(update={"codes": named(m.codes)}) for m in rubric.not_scored),
    })


def choose_rubric(rubrics: Sequence[Rubric], day: date, wanted: str | None = None) -> Rubric:
    """The rubric asked for by name, else the one in force on `day`; `LookupError` in plain words when there is none."""
    if wanted is not None:
        for rubric in rubrics:
            if rubric.id == wanted:
                return rubric
        raise LookupError(f"Không có bộ tiêu chí {wanted!r}. Các bộ tiêu chí: {', '.join(r.id for r in rubrics)}.")
    for rubric in rubrics:
        if rubric.valid_from <= day and (rubric.valid_to is None or day <= rubric.valid_to):
            return rubric
    raise LookupError(f"Ngày {day:%d/%m/%Y} không có bộ tiêu chí nào có hiệu lực: chọn một bộ bằng --rubric.")


def _read(path: Path, sections: frozenset[str], seals: dict[str, str], problems: list[Problem]) -> Rubric | None:
    name = file_name(path)
    try:
        table = tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(name, 0, "", f"không đọc được ({error})", "sửa theo thông báo"))
        return None
    try:
        rubric = parse_rubric(table, sections)
    except RubricError as error:
        problems += [Problem(name, 0, field, what, "sửa trường này theo các tệp khác cùng thư mục")
                     for field, what in error.found]
        return None
    if rubric.id != path.stem:
        problems.append(Problem(name, 0, "id", f"{rubric.id!r} khác tên tệp", "đặt id trùng tên tệp"))
    if rubric.id in seals and seals[rubric.id] != seal_of(table):
        problems.append(Problem(name, 0, "", "bộ tiêu chí đã chốt nhưng nội dung đã bị sửa",
                                "khôi phục nội dung cũ, ghi valid_to và viết một tệp mới"))
    return rubric


class RubricError(ValueError):
    """A table that is no rubric; `found` pairs each wrong field with what is wrong."""

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(f"{field}: {what}" for field, what in found))


def parse_rubric(table: dict[str, Any], sections: Iterable[str]) -> Rubric:
    """The rubric in a table read from TOML; `RubricError` names every field that is wrong."""
    try:
        rubric = Rubric.model_validate(table)
    except ValidationError as error:
        found = [(_field(e["loc"], e["type"]), _what(e["type"], e["input"], e.get("ctx", {}))) for e in error.errors()]
        raise RubricError(found) from None
    found = check_rubric(rubric, GROUPS, sections)
    if found:
        raise RubricError(found)
    return rubric


def seal_of(table: dict[str, Any]) -> str:
    """The hash of a rubric's content without its end, which is the only thing that may still change."""
    kept = {key: value for key, value in table.items() if key != "valid_to"}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _read_seals(path: Path, problems: list[Problem]) -> dict[str, str]:
    rows, wrong = read_rows(path, SEAL_COLUMNS)
    for row in rows:
        row.date("sealed_on")
    problems += wrong
    return {row["rubric"]: row["sha256"] for row in rows}


def _read_members(path: Path, problems: list[Problem]) -> dict[str, str]:
    """A rubric's name for a body -> its code in the register."""
    if not path.exists():
        return {}
    rows, wrong = read_rows(path, MEMBER_COLUMNS)
    problems += wrong
    return {row["member"]: row["code"] for row in rows}


def _field(place: tuple[int | str, ...], kind: str) -> str:
    """Where in the file: blocks.gov.items.3.points; the name of the union's member is no part of the file."""
    members = {"section", "few_posts", "silence", "person"}
    parts = [str(p) for i, p in enumerate(place)
             if not (p in members and i >= 2 and place[i - 2] == "checks" and isinstance(place[i - 1], int))]
    parts += ["check"] if kind.startswith("union_tag") else []
    return ".".join(p for p in parts if p != "[key]")


def _what(kind: str, value: object, context: dict[str, Any]) -> str:
    if kind in ("missing", "extra_forbidden"):
        return _WORDS[kind]
    shown = str(value) if len(str(value)) <= 60 else f"{str(value)[:60]}…"
    why = str(context["error"]) if kind == "value_error" else _WORDS.get(kind, "không đúng kiểu")
    return f"giá trị {shown!r}: {why}"
