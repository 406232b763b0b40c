"""What the owner of one portal sees by a link of their own: what to put right, and where to answer."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.people import OwnerLink
from monitor.explain import CLEARS
from monitor.periods import parse_period
from monitor.review import LEAST_WORDS, CannotDecide, decide
from web.access import BadForm, Deciding, Looking, check_form, from_this_site
from web.answers import morning, portals, this_quarter
from web.audit import Act, record
from web.desk import desk_of, read_session, real_now
from web.examples import find_examples
from web.findings import Wanted, choose, finding_rows
from web.formats import base_of
from web.render import page
from web.sessions import hash_token
from web.uploads import ACCEPTED, WORDS, BadFile, read_upload
from web.views.attachments import attach

router = APIRouter()

Reading = Annotated[Session, Depends(read_session)]
LASTS = timedelta(days=30)
SHOWN = "new,confirmed,reopened,appealed"  # what was waived or fixed is no longer asked of anybody


@router.post("/portals/{code}/link", dependencies=[Depends(check_form)])
def make_link(request: Request, visitor: Deciding, session: Reading, code: str) -> Response:
    """A link for the owner; it is shown once, only its hash is kept."""
    desk, token = desk_of(request), secrets.token_urlsafe(32)
    portal = portals(desk, session).get(code)
    if portal is None:
        raise HTTPException(404)
    session.rollback()  # SQLite's writer waits until nobody reads
    with desk.write() as writing:
        writing.add(OwnerLink(token=hash_token(token), portal=code, made_by=visitor.name, made_at=real_now(),
                              expires_at=real_now() + LASTS))
        record(writing, Act(visitor.name, "owner_link", code), desk.now())
    return page(request, "owner_link.html", portal=portal, link=f"{base_of(request)}/owners/{token}", days=LASTS.days)


@router.get("/portals/{code}/owner")
def show_as_owner(request: Request, visitor: Looking, session: Reading, code: str) -> Response:
    """What the owner of a portal would see, for staff; nothing can be sent from it."""
    if code not in portals(desk_of(request), session):
        raise HTTPException(404)
    return _show(request, session, code, "", "")


@router.get("/owners/{secret}")
def show_owner(request: Request, session: Reading, secret: str, sent: str = "") -> Response:
    """One portal, and nothing of any other; 404 for a link that is wrong, over or revoked."""
    return _show(request, session, _portal_of(session, secret), secret, sent)


def _show(request: Request, session: Session, code: str, secret: str, sent: str) -> Response:
    desk = desk_of(request)
    m = morning(desk, session)
    rows, known = choose(finding_rows(desk, session, portal=code), Wanted(state=SHOWN)), portals(desk, session)
    return page(request, "owner.html", examples=find_examples(m.sections, known, code) if m else {},
                period=parse_period(this_quarter(desk.today())), portal=known[code], rows=rows, clears=CLEARS,
                sent=bool(sent), secret=secret, least=LEAST_WORDS, accepted=ACCEPTED,
                file_words=WORDS, night=m.night if m else None)


@router.post("/owners/{secret}/reply")
def reply(request: Request, session: Reading, secret: str, finding: Annotated[str, Form(max_length=40)] = "",
          words: Annotated[str, Form(max_length=4000)] = "",
          paper: Annotated[UploadFile | None, File()] = None) -> Response:
    """The owner's answer on one finding: it waits for a person again, with the answer beside it."""
    if not from_this_site(request):
        raise BadForm
    desk, code = desk_of(request), _portal_of(session, secret)
    row = next((r for r in choose(finding_rows(desk, session, portal=code), Wanted(state=SHOWN))
                if r["finding"] == finding), None)
    if row is None:
        raise HTTPException(404)
    name = f"đơn vị: {portals(desk, session)[code].name}"
    session.rollback()  # SQLite's writer waits until nobody reads
    if len(words.strip()) < LEAST_WORDS:
        return page(request, "error.html", 422, title="Chưa gửi được", code="422",
                    text=f"Viết nội dung giải trình, ít nhất {LEAST_WORDS} ký tự. Bấm quay lại để viết tiếp.")
    try:
        file = read_upload(paper) if paper is not None and paper.size else None
        with desk.write() as writing:
            made = decide(writing, finding, "appeal", words.strip(), name, desk.now(), row["version"])
            record(writing, Act(name, "owner_reply", finding, made.reason, after={"decision": made.id}), desk.now())
            if file is not None:
                attach(desk, writing, finding, code, file, name)
    except CannotDecide as error:
        return page(request, "error.html", 409, title="Chưa gửi được", text=str(error), code="409")
    except BadFile as error:
        return page(request, "error.html", 422, title="Chưa gửi được", text=str(error), code="422")
    return RedirectResponse(f"/owners/{secret}?sent=1", 303)


def _portal_of(session: Session, secret: str) -> str:
    code = session.scalar(select(OwnerLink.portal).where(
        OwnerLink.token == hash_token(secret), OwnerLink.revoked_at.is_(None), OwnerLink.expires_at > real_now()))
    if code is None:
        raise HTTPException(404)
    return code
