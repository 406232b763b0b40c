"""Who is asking and what they may do: deny by default, checked on every request, forms with a token of the session."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Literal

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.people import LoginSession, Person
from web.desk import desk_of, real_now
from web.headers import PLAIN_COOKIE, SECURE_COOKIE
from web.sessions import TOUCH, find_session, start_session, touch_session

Right = Literal["look", "decide", "approve", "manage"]

RIGHTS: dict[str, frozenset[Right]] = {
    "review": frozenset({"look", "decide"}),
    "approve": frozenset({"look", "decide", "approve"}),
    "admin": frozenset({"look", "manage"}),  # whoever manages accounts decides nothing about portals
}
ROLES = {"review": "Cán bộ rà soát", "approve": "Lãnh đạo duyệt", "admin": "Quản trị hệ thống"}


class NotSignedIn(Exception):
    """Nobody is signed in on this request."""


class NotAllowed(Exception):
    """Somebody is signed in who may not do this; the text says who may."""


class BadForm(Exception):
    """A form without the token of its session, or sent from another site."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking. `session` is the sha256 of the token."""

    name: str
    shown: str
    role: str
    csrf: str
    session: str

    def may(self, right: Right) -> bool:
        return right in RIGHTS.get(self.role, frozenset())


def cookie_name(request: Request) -> str:
    return SECURE_COOKIE if request.url.scheme == "https" else PLAIN_COOKIE


def find_visitor(request: Request) -> Visitor:
    """Who is signed in; `NotSignedIn` when nobody is. A session in use is prolonged, at most once a minute."""
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is not None:
        return known
    desk, now = desk_of(request), real_now()
    token = request.cookies.get(cookie_name(request), "")
    with Session(desk.reader, expire_on_commit=False) as session:
        found = find_session(session, token, now) if token else None
    if found is None:
        found = _sign_in_by_header(request)
    row, person = found
    if row.seen_at < now - TOUCH:
        with desk.write() as session:
            touch_session(session, row.token, now)
    visitor = Visitor(person.name, person.shown, person.role, row.csrf, row.token)
    request.state.visitor = visitor
    return visitor


def _sign_in_by_header(request: Request) -> tuple[LoginSession, Person]:
    """The person that a login proxy on this machine names. Off unless a header is configured."""
    desk = desk_of(request)
    header = desk.settings.login_header
    name = request.headers.get(header, "") if header else ""
    if not name or not is_local(request):
        raise NotSignedIn
    with desk.write() as session:
        person = session.scalar(select(Person).where(Person.name == name, Person.disabled_at.is_(None)))
        if person is None:
            raise NotSignedIn
        token = start_session(session, person, real_now())
        session.flush()
        found = find_session(session, token, real_now())
    if found is None:
        raise NotSignedIn
    request.state.new_token = token
    return found


def is_local(request: Request) -> bool:
    """Whether the other end of the connection is this machine; a Unix socket has no address."""
    host = request.client.host if request.client else ""
    try:
        return not host or ip_address(host).is_loopback
    except ValueError:
        return False


def need(right: Right) -> Callable[[Request], Visitor]:
    """A dependency: only for those who have the right."""

    def needed(request: Request) -> Visitor:
        visitor = find_visitor(request)
        if not visitor.may(right):
            who = ", ".join(words for role, words in ROLES.items() if right in RIGHTS[role])
            raise NotAllowed(f"Việc này chỉ dành cho: {who}. Bạn đang đăng nhập với vai trò: "
                             f"{ROLES.get(visitor.role, visitor.role)}.")
        return visitor

    return needed


def from_this_site(request: Request) -> bool:
    """Whether a browser says that the request comes from our own pages; old ones say nothing."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    return site in (None, "same-origin", "none") and origin in (None, f"{request.url.scheme}://{request.url.netloc}")


async def check_form(request: Request) -> None:
    """Refuse a form that does not carry its session's token or comes from another site."""
    visitor = find_visitor(request)
    form = await request.form()
    given = str(form.get("csrf", ""))
    if not from_this_site(request) or not secrets.compare_digest(given.encode(), visitor.csrf.encode()):
        raise BadForm


Looking = Annotated[Visitor, Depends(need("look"))]
Deciding = Annotated[Visitor, Depends(need("decide"))]
Managing = Annotated[Visitor, Depends(need("manage"))]
Checker = Callable[[Request], Awaitable[None]]
