"""The calendar that deadlines are counted by: looked at by all, changed by the administrator, each change logged."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from crawler.registry import RegistryError
from web.access import Looking, Managing, check_form
from web.audit import Act, record
from web.calendar_file import Day, change_days, read_days
from web.desk import desk_of
from web.render import page

router = APIRouter(prefix="/calendar")

KINDS = {"off": "ngày nghỉ", "work": "ngày làm bù"}


@router.get("")
def show_calendar(request: Request, visitor: Looking) -> Response:
    return _show(request, None, 200)


@router.post("", dependencies=[Depends(check_form)])
def add(request: Request, visitor: Managing, day: Annotated[date, Form()], kind: Annotated[str, Form()] = "off",
        name: Annotated[str, Form(max_length=120)] = "", source: Annotated[str, Form(max_length=300)] = "") -> Response:
    """Add a day, or put another in its place; open deadlines are counted anew at once."""
    if kind not in KINDS or not name.strip() or not source.strip():
        return _show(request, "Ghi đủ loại ngày, tên ngày và căn cứ (số văn bản).", 422)
    return _change(request, visitor.name, Day(day, kind, name.strip(), "announced", source.strip()), None)


@router.post("/remove", dependencies=[Depends(check_form)])
def remove(request: Request, visitor: Managing, day: Annotated[date, Form()]) -> Response:
    return _change(request, visitor.name, None, day)


def _change(request: Request, person: str, add: Day | None, gone: date | None) -> Response:
    desk = desk_of(request)
    try:
        before = change_days(desk.settings.registry_dir / "calendar.csv", add=add, remove=gone)
    except (RegistryError, OSError) as error:
        return _show(request, f"Không đổi được lịch: {error}", 409)
    with desk.write() as session:
        record(session, Act(person, "calendar", str(add.day if add else gone), add.source if add else "",
                            {"kind": before.kind, "name": before.name} if before else None,
                            {"kind": add.kind, "name": add.name} if add else None), desk.now())
    return RedirectResponse("/calendar", 303)


def _show(request: Request, error: str | None, status: int) -> Response:
    days = read_days(desk_of(request).settings.registry_dir / "calendar.csv")
    return page(request, "calendar.html", status, days=days, kinds=KINDS, error=error)
