"""Files and pictures that people add to a finding: kept by their hash, only downloaded, taken away with a reason."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from crawler.evidence.attachments import (
    drop_files,
    find_attachments,
    keep_attachment,
    load_attachment,
    remove_attachment,
)
from crawler.models import Attachment
from web.access import Deciding, Looking, check_form
from web.answers import notes, standing_period
from web.audit import Act, record
from web.desk import Desk, desk_of, read_session
from web.render import page
from web.uploads import BadFile, read_upload, send_file

router = APIRouter()

Reading = Annotated[Session, Depends(read_session)]
MANY = 20  # files of one finding
LEAST_WORDS = 10  # characters of a reason


@router.post("/findings/{mark}/files", dependencies=[Depends(check_form)])
def add_file(request: Request, visitor: Deciding, session: Reading, mark: str,
             file: Annotated[UploadFile | None, File()] = None) -> Response:
    """Keep a file with the finding."""
    desk = desk_of(request)
    note = notes(desk, session, standing_period(desk)).get(mark)
    if note is None:
        raise HTTPException(404)
    try:
        if file is None or not file.size:
            raise BadFile("Chưa chọn tệp nào.")
        sent = read_upload(file)
        session.rollback()  # SQLite's writer waits until nobody reads
        with desk.write() as writing:
            attach(desk, writing, mark, note.last.portal, sent, visitor.name)
    except BadFile as error:
        return page(request, "error.html", 422, title="Chưa thêm được tệp", text=str(error), code="422")
    return RedirectResponse(f"/findings/{mark}#tep", 303)


@router.get("/files/{number}")
def send_attachment(request: Request, visitor: Looking, session: Reading, number: int) -> Response:
    """The file as it was sent; nothing when it is gone or was changed."""
    row = session.get(Attachment, number)
    data = load_attachment(desk_of(request).settings.data_dir / "evidence", row) if row is not None else None
    if row is None or data is None:
        raise HTTPException(404)
    return send_file(data, row.name, f"minh-chung-{row.id}.{row.ending}")


@router.post("/files/{number}/remove", dependencies=[Depends(check_form)])
def remove_file(request: Request, visitor: Deciding, number: int,
                why: Annotated[str, Form(max_length=500)] = "") -> Response:
    """Take a file away: what names a private person must not stay. The hash and the reason stay."""
    desk = desk_of(request)
    if len(why.strip()) < LEAST_WORDS:
        return page(request, "error.html", 422, title="Chưa gỡ tệp", code="422",
                    text=f"Ghi lý do gỡ tệp, ít nhất {LEAST_WORDS} ký tự.")
    with desk.write() as writing:
        row = writing.get(Attachment, number)
        if row is None or row.removed_at is not None:
            raise HTTPException(404)
        remove_attachment(row, visitor.name, why.strip(), desk.now())
        record(writing, Act(visitor.name, "file_removed", row.fingerprint, why.strip(),
                            {"number": row.id, "sha256": row.digest}), desk.now())
        mark, digest = row.fingerprint, row.digest
    with desk.write() as writing:  # the row says so first
        drop_files(writing, desk.settings.data_dir / "evidence", [digest])
    return RedirectResponse(f"/findings/{mark}#tep", 303)


def attach(desk: Desk, session: Session, mark: str, portal: str, file: tuple[str, str, bytes],
           person: str) -> Attachment:
    """Keep a file and tell the log, in the transaction of whatever it belongs to."""
    name, ending, data = file
    if sum(row.removed_at is None for row in find_attachments(session, mark)) >= MANY:
        raise BadFile(f"Mục này đã có {MANY} tệp. Gỡ tệp không cần rồi thêm lại.")
    row = keep_attachment(session, desk.settings.data_dir / "evidence", Attachment(
        fingerprint=mark, portal=portal, name=name, ending=ending, person=person, added_at=desk.now(),
        removed_at=None, removed_by=None, removed_why=None), data)
    record(session, Act(person, "file_added", mark, name, after={"number": row.id, "sha256": row.digest}), desk.now())
    return row
