"""What differs between two rubrics, place by place, with the names that the rubrics themselves give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from monitor.scoring.prices import points_words
from monitor.scoring.rubric import Rubric

FIELDS = {"points": "điểm trừ", "value": "giá trị", "title": "tên", "weight": "trọng số", "cap": "mức trừ tối đa",
          "valid_from": "hiệu lực từ", "valid_to": "hiệu lực đến", "max": "thang điểm", "bonus": "điểm khuyến khích",
          "phrase": "câu viết sẵn", "many": "câu viết sẵn (nhiều)", "advice": "lời nhắc", "lead": "mở đầu lời nhắc",
          "status": "tính chất", "source": "nguồn", "floor": "điểm sàn", "id": "mã", "noun": "cách gọi",
          "faults": "lỗi", "thresholds": "ngưỡng", "blocks": "khối", "items": "mục", "step": "bước làm tròn",
          "information": "thông tin", "qa": "hỏi – đáp", "online_services": "dịch vụ công", "bands": "mức xếp",
          "open_questions": "còn phải hỏi", "coverage_needed": "độ phủ cần có", "unit": "đơn vị tính",
          "membership": "thành viên", "not_scored": "không chấm", "codes": "đơn vị", "checks": "phép kiểm",
          "sections": "mục thông tin", "threshold": "ngưỡng", "covers": "bao gồm lỗi", "total": "cách tính tổng",
          "bonus_criteria": "tiêu chí khuyến khích", "phrases": "câu viết riêng"}
STATUS = {"legal": "luật định", "local": "địa phương ban hành", "project_default": "mặc định của dự án"}

Place = tuple[str, ...]


def compare_rubrics(old: Rubric, new: Rubric) -> list[tuple[str, str | None, str | None]]:
    """(where in words, before, after) of everything that differs; numbers first."""
    before, after = dict(_flat(old.model_dump())), dict(_flat(new.model_dump()))
    names = _titles(old.model_dump()) | _titles(new.model_dump())
    places = sorted((p for p in before.keys() | after.keys() if before.get(p) != after.get(p)),
                    key=lambda p: (not _is_number(before.get(p), after.get(p)), p))
    return [(" › ".join(names.get(place[:n], FIELDS.get(step, step)) for n, step in enumerate(place, 1)),
             _words(before.get(place)), _words(after.get(place))) for place in places]


def _flat(table: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401 - any table
    if isinstance(table, dict):
        for key, value in table.items():
            yield from _flat(value, (*place, str(key)))
    elif _is_rows(table):
        for n, row in enumerate(table, 1):
            yield from _flat(row, (*place, _key_of(row, n)))
    elif table is not None and table not in ((), [], ""):
        yield place, table


def _titles(table: Any, place: Place = ()) -> dict[Place, str]:  # noqa: ANN401 - any table
    """Place -> the name that stands there."""
    found: dict[Place, str] = {}
    rows = table.items() if isinstance(table, dict) else \
        ((_key_of(row, n), row) for n, row in enumerate(table, 1)) if _is_rows(table) else ()
    for key, value in rows:
        inside = (*place, str(key))
        if place and isinstance(value, dict) and value.get("title"):
            found[inside] = f"“{value['title']}”"
        found |= _titles(value, inside)
    return found


def _is_rows(table: Any) -> bool:  # noqa: ANN401
    return isinstance(table, list | tuple) and any(isinstance(row, dict) for row in table)


def _key_of(row: Any, n: int) -> str:  # noqa: ANN401
    return str(row.get("code") or row.get("id") or n) if isinstance(row, dict) else str(n)


def _is_number(*values: Any) -> bool:  # noqa: ANN401
    return all(value is None or isinstance(value, int | Decimal) for value in values)


def _words(value: Any) -> str | None:  # noqa: ANN401
    if value is None:
        return None
    if isinstance(value, list | tuple | frozenset | set):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return points_words(Decimal(value)) if isinstance(value, int | Decimal) else STATUS.get(str(value), str(value))
