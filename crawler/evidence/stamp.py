"""Time stamps (RFC 3161): an outside authority says that a seal existed at a moment. Asked again while it is away."""

from __future__ import annotations

import hashlib
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.evidence.durable import write_file
from crawler.evidence.seal import read_seal, seal_folder
from crawler.seals import Seal

STAMPS = ("seal.tsr", "seal2.tsr")  # of the first and of the second authority
TIMEOUT = 20          # seconds
MOST = 100_000        # bytes of an answer; with a chain of certificates they are some 6,000
_SHA256 = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier
_TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")    # id-ct-TSTInfo


class NotStamped(RuntimeError):
    """The authority did not answer, or not what it was asked; the text says which."""


def stamp_waiting(engine: Engine, settings: Settings) -> tuple[int, str | None]:
    """Have every waiting seal stamped by every authority: how many were, and why the rest still waits. One that was
    never asked for because no authority was configured then is asked for now."""
    urls = settings.timestamp_url.split()
    if not urls:
        return 0, None
    with Session(engine) as session:
        waiting = session.execute(select(Seal.seq, Seal.night, Seal.version)
                                  .where(Seal.stamp != "stamped").order_by(Seal.seq)).all()
    away: dict[str, str] = {}
    stamped: list[int] = []
    for seq, night, version in waiting:
        folder = seal_folder(settings, night, version)
        for url, name in zip(urls, STAMPS, strict=False):
            if url in away or (folder / name).exists():
                continue
            try:
                write_file(folder / name, ask_stamp(url, read_seal(folder)))
            except NotStamped as error:
                away[url] = str(error)
        if all((folder / name).exists() for _, name in zip(urls, STAMPS, strict=False)):
            stamped.append(seq)
    _mark(engine, stamped, "stamped")
    _mark(engine, [row.seq for row in waiting if row.seq not in stamped], "waiting")
    return len(stamped), "; ".join(away.values()) or None


def _mark(engine: Engine, seals: list[int], stamp: str) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(Seal).where(Seal.seq.in_(seals)).values(stamp=stamp))


def ask_stamp(url: str, data: bytes) -> bytes:
    """The authority's whole answer about these bytes, as `openssl ts -verify -in` reads it."""
    nonce = secrets.randbits(63) | 1 << 62
    request = urllib.request.Request(url, build_query(data, nonce), {"Content-Type": "application/timestamp-query"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
            answer: bytes = response.read(MOST + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise NotStamped(f"Cơ quan cấp dấu thời gian {url} không trả lời: {error}") from error
    check_answer(url, answer, data, nonce)
    return answer


def build_query(data: bytes, nonce: int) -> bytes:
    """TimeStampReq: version 1, the sha256 of the data, a nonce, and the wish for the signer's certificate."""
    imprint = _pack(0x30, _SHA256 + _pack(0x04, hashlib.sha256(data).digest()))
    return _pack(0x30, b"\x02\x01\x01" + imprint + _pack(0x02, _number(nonce)) + b"\x01\x01\xff")


def check_answer(url: str, answer: bytes, data: bytes, nonce: int) -> None:
    """It was granted, and it speaks of these bytes and of this question. Its signature is checked where the
    authority's certificate is known: by verify.py with --tsa, or by openssl."""
    try:
        [(_, outer)] = _parts(answer)
        (_, status), (_, token), *_ = _parts(outer)
        (_, granted), *_ = _parts(status)
        info = read_info(token)
        imprint, numbers = info[2][1], [body for tag, body in info[3:] if tag == 0x02]
        (_, algorithm), (_, digest) = _parts(imprint)
    except (ValueError, IndexError) as error:
        raise NotStamped(f"Câu trả lời của {url} không phải dấu thời gian: {error}") from error
    if granted not in (b"\x00", b"\x01"):
        raise NotStamped(f"{url} từ chối cấp dấu thời gian (mã {granted.hex()}).")
    if _pack(0x30, algorithm) != _SHA256 or digest != hashlib.sha256(data).digest() or _number(nonce) not in numbers:
        raise NotStamped(f"Dấu thời gian của {url} không phải cho niêm phong này.")


def read_info(token: bytes) -> list[tuple[int, bytes]]:
    """The parts of the TSTInfo inside a signed token: version, policy, imprint, serial number, time, …"""
    _, (_, signed) = _parts(token)
    [(_, content)] = _parts(signed)
    _, _, (_, inside), *_ = _parts(content)
    kind, (_, wrapped) = _parts(inside)
    if _pack(*kind) != _TST_INFO:
        raise ValueError("nội dung được ký không phải TSTInfo")
    [(_, octets)] = _parts(wrapped)
    [(_, info)] = _parts(octets)
    return list(_parts(info))


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(tag, content) of each DER element; ValueError when one does not end where it says."""
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(data[at:at + count], "big"), at + count
        if at + length > len(data):
            raise ValueError("DER bị cắt")
        yield tag, data[at:at + length]
        at += length


def _pack(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(digits))) + digits + content


def _number(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "big")
