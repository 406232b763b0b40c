"""The night's WARC files: every exchange and every failure, written and on disk before a row names them.

Each visit has one slice of one file: gzip members of its own (WARC/1.1, readable by any WARC tool), so that a slice can
be copied out byte for byte. A file is never opened again after a crash: what was half written there names nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.evidence.wire import Wire

FILE_BYTES = 256 * 2**20  # a file this large is followed by the next one
SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
#: Headers of the transfer that no longer describe the joined body; kept under another name, as archives do.
_TRANSFER = frozenset({"transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Slice:
    """Where the records of one visit lie: `length` bytes at `offset` of a file of the evidence folder. `digest` is
    sha256 of these bytes, `payload` of the response body as it came (None: nothing came)."""

    file: str
    offset: int
    length: int
    digest: str
    payload: str | None
    kind: str  # response, revisit, failure


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier record of the same bytes from the same address, which a revisit refers to."""

    url: str
    at: datetime


class Archive:
    """Appends to a new file in `folder/YYYY-MM-DD`; `sync` before the database hears of what was written."""

    def __init__(self, folder: Path, night: date) -> None:
        self.root, self.night = folder, night
        self._file: BinaryIO | None = None
        self._name = ""
        self._buffer = BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=True, warc_version="WARC/1.1")

    def write_exchange(self, wires: Sequence[Wire], earlier: Earlier | None, dom: str | None = None) -> Slice:
        """The exchange of one visit, with what else its page asked for when a browser ran it, and the page as the
        browser then had it."""
        page = wires[0]
        for n, wire in enumerate(wires):
            self._write_pair(wire, earlier if n == 0 else None)
        if dom is not None:
            self._write("resource", page.url, page.at, dom.encode("utf-8"), {
                "Content-Type": "text/html; charset=utf-8", "WARC-Refers-To-Target-URI": page.url})
        payload = hashlib.sha256(page.body).hexdigest()
        return self._put("revisit" if earlier is not None else "response", payload)

    def write_failure(self, url: str, outcome: str, reason: str | None, at: datetime) -> Slice:
        """That an attempt brought nothing, and why: an absence is evidence as well."""
        text = f"outcome: {outcome}\r\nreason: {reason or ''}\r\n".encode()
        self._write("metadata", url, at, text, {"Content-Type": "application/warc-fields"})
        return self._put("failure", None)

    def sync(self) -> None:
        """All that was written so far is on disk after this; raises OSError when it cannot be (disk full)."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def _write_pair(self, wire: Wire, earlier: Earlier | None) -> None:
        address = {"WARC-IP-Address": wire.address} if wire.address else {}
        line = f"{wire.method} {_target(wire.url)} HTTP/1.1"
        sent = StatusAndHeaders(line, list(wire.sent), is_http_request=True)
        self._write("request", wire.url, wire.at, wire.sent_body, address, sent)
        got = StatusAndHeaders(str(wire.status), [_kept(h) for h in wire.headers], protocol=wire.protocol)
        digest = {"WARC-Payload-Digest": f"sha256:{hashlib.sha256(wire.body).hexdigest()}"}
        if earlier is None:
            self._write("response", wire.url, wire.at, wire.body, address | digest, got)
        else:
            self._write("revisit", wire.url, wire.at, b"", address | digest | {
                "WARC-Profile": SAME, "WARC-Refers-To-Target-URI": earlier.url,
                "WARC-Refers-To-Date": _stamp(earlier.at)}, got)

    def _write(self, kind: str, url: str, at: datetime, body: bytes, headers: dict[str, str],
               http: StatusAndHeaders | None = None) -> None:
        record = self._writer.create_warc_record(
            url, kind, payload=BytesIO(body), length=len(body), http_headers=http,
            warc_content_type=headers.pop("Content-Type", ""), warc_headers_dict={"WARC-Date": _stamp(at), **headers})
        self._writer.write_record(record)

    def _put(self, kind: str, payload: str | None) -> Slice:
        """Move the members written since the last slice into the file."""
        members = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        file = self._open()
        offset = file.tell()
        file.write(members)
        return Slice(self._name, offset, len(members), hashlib.sha256(members).hexdigest(), payload, kind)

    def _open(self) -> BinaryIO:
        if self._file is not None and self._file.tell() >= FILE_BYTES:
            self.close()
        if self._file is None:
            folder = self.root / self.night.isoformat()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            while self._file is None:
                taken = [int(path.name.removesuffix(".warc.gz")) for path in folder.glob("*.warc.gz")]
                self._name = f"{self.night.isoformat()}/{max(taken, default=-1) + 1:05d}.warc.gz"
                with suppress(FileExistsError):  # another crawl of this night took the number meanwhile
                    self._file = (self.root / self._name).open("xb")
        return self._file


def read_slice(root: Path, file: str, offset: int, length: int) -> bytes:
    """The bytes of one slice."""
    with (root / file).open("rb") as warc:
        warc.seek(offset)
        return warc.read(length)


def _kept(header: tuple[str, str]) -> tuple[str, str]:
    name, value = header
    return (f"X-Archive-Orig-{name}" if name.lower() in _TRANSFER else name, value)


def _target(url: str) -> str:
    """The path and query of an address, as the request line has them."""
    path = url.split("://", 1)[-1].partition("/")[2].split("#", 1)[0]
    return f"/{path}"


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
