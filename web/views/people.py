"""Accounts, for the administrator."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.people import Person
from web.access import Managing, check_form
from web.accounts import BadAccount, add_person, change_person, find_person
from web.desk import desk_of
from web.passwords import WeakPassword
from web.render import page

router = APIRouter()


@router.get("/people")
def show_people(request: Request, visitor: Managing) -> Response:
    return _show(request, None, 200)


@router.post("/people", dependencies=[Depends(check_form)])
def add(request: Request, visitor: Managing, name: Annotated[str, Form(max_length=64)] = "",
        shown: Annotated[str, Form(max_length=120)] = "", role: Annotated[str, Form()] = "",
        password: Annotated[str, Form(max_length=512)] = "") -> Response:
    desk = desk_of(request)
    try:
        with desk.write() as session:
            add_person(session, visitor.name, name, shown, role, password, desk.now())
    except (BadAccount, WeakPassword) as error:
        return _show(request, str(error), 422)
    return RedirectResponse("/people", 303)


@router.post("/people/{name}", dependencies=[Depends(check_form)])
def change(request: Request, visitor: Managing, name: str, role: Annotated[str, Form()] = "",
           enabled: Annotated[str, Form()] = "") -> Response:
    """Another role, closed or open again; nobody closes or demotes themselves, so that an administrator is left."""
    desk = desk_of(request)
    try:
        with desk.write() as session:
            person = find_person(session, name)
            if person is None:
                raise HTTPException(404)
            if person.name == visitor.name:
                raise BadAccount("Không tự đổi vai trò hoặc khóa tài khoản của chính mình. Nhờ một quản trị khác.")
            change_person(session, visitor.name, person, role, bool(enabled), desk.now())
    except BadAccount as error:
        return _show(request, str(error), 422)
    return RedirectResponse("/people", 303)


def _show(request: Request, error: str | None, status: int) -> Response:
    with Session(desk_of(request).reader) as session:
        people = list(session.scalars(select(Person).order_by(Person.name)))
    return page(request, "people.html", status, people=people, error=error)
