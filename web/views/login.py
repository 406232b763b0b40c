"""Signing in and out, and one's own password."""

from __future__ import annotations

import time
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from crawler.people import Person
from web.access import (
    BadForm,
    Looking,
    check_form,
    cookie_name,
    find_visitor,
    from_this_site,
)
from web.accounts import change_password
from web.audit import Act, record
from web.desk import desk_of, real_now
from web.passwords import WeakPassword, is_right
from web.render import page
from web.sessions import end_session, start_session

router = APIRouter()

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


@router.get("/login")
def show_login(request: Request, next: str = "/") -> Response:
    return page(request, "login.html", next=safe_next(next), error=None, name="")


@router.post("/login")
def sign_in(request: Request, name: Annotated[str, Form(max_length=64)] = "",
            password: Annotated[str, Form(max_length=512)] = "", next: Annotated[str, Form()] = "/") -> Response:
    """Start a session; wrong names and wrong passwords get the same answer after the same work."""
    if not from_this_site(request):
        raise BadForm
    desk, now, address = desk_of(request), time.monotonic(), request.client.host if request.client else ""
    seconds = desk.throttle.wait(name, address, now)
    if seconds:
        error = f"Đã thử sai quá nhiều lần. Đợi {-(-seconds // 60)} phút rồi thử lại, hoặc nhờ quản trị đặt lại."
        return page(request, "login.html", 429, next=safe_next(next), error=error, name=name)
    with desk.write() as session:
        person = session.scalar(select(Person).where(Person.name == name))
        kept = person.password if person is not None and person.disabled_at is None else None
        if person is None or not is_right(kept, password):
            if person is None:
                is_right(None, password)
            desk.throttle.failed(name, address, now)
            record(session, Act(name if person else "(không rõ)", "login_failed", address), desk.now())
            token = None
        else:
            desk.throttle.succeeded(name)
            token = start_session(session, person, real_now())
            record(session, Act(person.name, "login", person.name), desk.now())
    if token is None:
        return page(request, "login.html", 401, next=safe_next(next), error=WRONG, name=name)
    request.state.new_token = token
    return RedirectResponse(safe_next(next), 303)


@router.post("/logout", dependencies=[Depends(check_form)])
def sign_out(request: Request) -> Response:
    visitor = find_visitor(request)
    with desk_of(request).write() as session:
        end_session(session, visitor.session)
        record(session, Act(visitor.name, "logout", visitor.name), desk_of(request).now())
    response = RedirectResponse("/login", 303)
    response.delete_cookie(cookie_name(request), path="/")
    return response


@router.get("/me")
def show_me(request: Request, visitor: Looking) -> Response:
    return page(request, "me.html", error=None)


@router.post("/me/password", dependencies=[Depends(check_form)])
def new_password(request: Request, visitor: Looking, old: Annotated[str, Form(max_length=512)] = "",
                 new: Annotated[str, Form(max_length=512)] = "") -> Response:
    """Change one's own password; every session of the account ends, this one too."""
    desk, now = desk_of(request), time.monotonic()
    if desk.throttle.wait(visitor.name, "", now):
        return page(request, "me.html", 429, error="Đã thử sai quá nhiều lần. Đợi 15 phút rồi thử lại.")
    try:
        with desk.write() as session:
            person = session.scalars(select(Person).where(Person.name == visitor.name)).one()
            if not is_right(person.password, old):
                desk.throttle.failed(visitor.name, "", now)
                return page(request, "me.html", 401, error="Mật khẩu hiện tại không đúng.")
            change_password(session, visitor.name, person, new, desk.now())
    except WeakPassword as error:
        return page(request, "me.html", 422, error=str(error))
    return RedirectResponse("/login", 303)


def safe_next(address: str) -> str:
    """Where to go after the login: a path of this page, never another site."""
    parts = urlsplit(address)
    plain = not parts.scheme and not parts.netloc and address.startswith("/") and address[1:2] not in ("/", "\\")
    return address if plain and address.isprintable() and "\\" not in address else "/"
