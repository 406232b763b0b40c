"""Keeping and dropping one's own filters of the list of findings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from monitor.review import CannotDecide
from web.access import Looking, check_form
from web.desk import desk_of
from web.errors import tell
from web.filters import drop_filter, keep_filter
from web.views.findings import safe_back

router = APIRouter()


@router.post("/filters", dependencies=[Depends(check_form)])
def keep(request: Request, visitor: Looking, name: Annotated[str, Form(max_length=200)] = "",
         address: Annotated[str, Form(max_length=2000)] = "") -> Response:
    try:
        with desk_of(request).write() as writing:
            keep_filter(writing, visitor.name, name, address)
    except CannotDecide as error:
        return tell(request, 422, "Chưa lưu bộ lọc", str(error))
    return RedirectResponse(safe_back(address), 303)


@router.post("/filters/{number}/drop", dependencies=[Depends(check_form)])
def drop(request: Request, visitor: Looking, number: int, back: Annotated[str, Form()] = "/findings") -> Response:
    with desk_of(request).write() as writing:
        drop_filter(writing, visitor.name, number)
    return RedirectResponse(safe_back(back), 303)
