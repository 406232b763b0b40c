"""Files that people send: what they are is told by their bytes, what they are called is only shown."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath
from urllib.parse import quote

from fastapi import HTTPException, UploadFile
from fastapi.responses import Response

from web.headers import ARCHIVED

MOST = 5 * 2**20  # bytes of a file
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx"
WORDS = "PDF, ảnh (PNG, JPEG, WebP), Word (.docx) hoặc Excel (.xlsx), đến 5 MB"
LONGEST = 80  # characters of a name
_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


class BadFile(ValueError):
    """A file that is not taken; the text says why and what to do."""


def read_upload(file: UploadFile) -> tuple[str, str, bytes]:
    """(name, ending, bytes) of a file that may be kept."""
    data = file.file.read(MOST + 1)
    if len(data) > MOST:
        raise HTTPException(413)
    ending = ending_of(data)
    return clean_name(file.filename or "", ending), ending, data


def ending_of(data: bytes) -> str:
    """What the bytes are; `BadFile` for everything that a browser or an office could run."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"PK\x03\x04") and (found := _office_file(data)):
        return found
    raise BadFile(f"Không nhận loại tệp này (xét theo nội dung, không theo đuôi tên). Gửi {WORDS}.")


def _office_file(data: bytes) -> str:
    """docx or xlsx; empty for another archive, and for one with macros."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return ""
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    return next((ending for member, ending in _MEMBERS.items() if member in names), "")


def clean_name(name: str, ending: str) -> str:
    """What the file was called, without folders, controls and signs that turn text round; with its true ending."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    last = PurePosixPath(plain.replace("\\", "/")).name
    stem = re.sub(r'[<>:"/|?*\s]+', " ", last.rpartition(".")[0] or last).strip(" .")[:LONGEST]
    return f"{stem or 'tep'}.{ending}"


def send_file(data: bytes, name: str, plain: str) -> Response:
    """Bytes of a stranger as a file that no browser opens by itself; `plain` is its name for old ones."""
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type="application/octet-stream",
                    headers={"content-disposition": named, "content-security-policy": ARCHIVED})
