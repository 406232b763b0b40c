"""Whom to ask about a portal and who confirmed its row of the registry: changed by administrators, told to all."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from crawler.people import PortalContact
from web.access import Managing, check_form
from web.answers import portals
from web.audit import Act, record
from web.desk import desk_of, read_session
from web.render import page

router = APIRouter()

Text = Annotated[str, Form(max_length=200)]
FIELDS = {"name": "người liên hệ", "position": "chức vụ", "phone": "điện thoại", "email": "thư điện tử",
          "confirmed_by": "người xác nhận", "confirmed_on": "ngày xác nhận"}
PHONE = re.compile(r"[0-9+(). -]{6,30}", re.ASCII)
EMAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,120}")


@router.post("/portals/{code}/contact", dependencies=[Depends(check_form)])
def change_contact(
    request: Request, visitor: Managing, session: Annotated[Session, Depends(read_session)], code: str,
    name: Text = "", position: Text = "", phone: Text = "", email: Text = "", confirmed_by: Text = "",
    confirmed_on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Write what was given in place of what was there. Persons stand in this row alone: the log names the fields."""
    desk = desk_of(request)
    if code not in portals(desk, session):
        raise HTTPException(404)
    session.rollback()  # SQLite's writer waits until nobody reads
    given = {"name": name, "position": position, "phone": phone, "email": email, "confirmed_by": confirmed_by}
    texts = {field: " ".join(text.split()) for field, text in given.items()}
    day, problem = read_confirmed(texts, confirmed_on, desk.today())
    if problem:
        return page(request, "error.html", 422, title="Chưa ghi được", text=problem, code="422")
    with desk.write() as writing:
        row = writing.get(PortalContact, code) or PortalContact(
            portal=code, **dict.fromkeys(texts, ""), confirmed_on=None, changed_at=desk.now())
        wanted = {**texts, "confirmed_on": day}
        changed = [field for field, value in wanted.items() if getattr(row, field) != value]
        if changed:
            for field in changed:
                setattr(row, field, wanted[field])
            row.changed_at = desk.now()
            writing.add(row)
            record(writing, Act(visitor.name, "contact", code, ", ".join(FIELDS[f] for f in changed),
                                after={"confirmed_on": day.isoformat() if day else None}), desk.now())
    return RedirectResponse(f"/portals/{code}#lien-he", 303)


def read_confirmed(texts: dict[str, str], confirmed_on: str, today: date) -> tuple[date | None, str]:
    """(the day of the confirmation, what is wrong)."""
    try:
        day = date.fromisoformat(confirmed_on) if confirmed_on else None
    except ValueError:
        return None, "Ngày xác nhận viết như 2026-11-20."
    if day is not None and day > today:
        return None, "Ngày xác nhận không thể ở tương lai."
    if (day is None) != (not texts["confirmed_by"]):
        return None, "Ghi cả người xác nhận và ngày xác nhận, hoặc bỏ trống cả hai."
    if texts["phone"] and not PHONE.fullmatch(texts["phone"]):
        return None, "Điện thoại chỉ gồm chữ số, dấu cách và + ( ) . -"
    if texts["email"] and not EMAIL.fullmatch(texts["email"]):
        return None, "Thư điện tử viết như ten@coquan.gov.vn."
    return day, ""
