"""The criteria sets: versions with their validity, and what differs between two of them, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import load_rubrics
from web.access import Looking
from web.desk import Desk, desk_of
from web.render import page

router = APIRouter()

FIELDS = {"points": "điểm", "value": "giá trị", "title": "tên", "weight": "trọng số", "cap": "mức trừ tối đa",
          "valid_from": "hiệu lực từ", "valid_to": "hiệu lực đến", "max": "thang điểm", "bonus": "điểm khuyến khích",
          "phrase": "câu viết sẵn", "advice": "lời nhắc", "status": "tính chất", "source": "nguồn", "floor": "điểm sàn",
          "faults": "lỗi", "thresholds": "ngưỡng", "blocks": "khối", "items": "mục", "step": "bước làm tròn"}


@router.get("/rubrics")
def show_rubrics(request: Request, visitor: Looking, old: str = "", new: str = "") -> Response:
    desk = desk_of(request)
    known = {rubric.id: rubric for rubric in rubrics_of(desk)}
    if (old and old not in known) or (new and new not in known):
        raise HTTPException(404)
    changes = list(compare(known[old], known[new])) if old and new else None
    return page(request, "rubrics.html", rubrics=list(known.values()), today=desk.today(), old=old, new=new,
                changes=changes)


def rubrics_of(desk: Desk) -> list[Rubric]:
    """All criteria sets of the registry, oldest first."""
    codes = [section.code for section in desk.rules().sections]
    return sorted(load_rubrics(desk.settings.registry_dir / "rubrics", codes), key=lambda r: (r.valid_from, r.id))


def compare(old: Rubric, new: Rubric) -> Iterator[tuple[str, str | None, str | None]]:
    """(where, before, after) of everything that differs; a list's rows are named by their codes."""
    before, after = dict(_flat(old.model_dump())), dict(_flat(new.model_dump()))
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            yield path, before.get(path), after.get(path)


def _flat(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any table
    if isinstance(table, dict):
        for key, value in table.items():
            yield from _flat(value, (*path, FIELDS.get(str(key), str(key))))
    elif isinstance(table, (list, tuple)) and any(isinstance(row, dict) for row in table):
        for n, row in enumerate(table, 1):
            name = row.get("code") or row.get("id") or row.get("title") if isinstance(row, dict) else None
            yield from _flat(row, (*path, str(name or n)))
    elif table is not None and table not in ((), [], ""):
        yield " › ".join(path), _words(table)


def _words(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, (list, tuple, frozenset, set)):
        return ", ".join(sorted(map(str, value)))
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value).replace(".", ",") \
        if isinstance(value, (int, float)) else str(value)
