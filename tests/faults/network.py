"""Faults F15 to F28: names, connections, TLS."""

from __future__ import annotations

import asyncio
import itertools
import socket
import struct

from tests.faults.case import (
    Case,
    asked_at_most,
    both,
    complete,
    either,
    healthy,
    marked,
    on_lists,
    on_pages,
    portal,
    unseen_lists,
)
from tests.faults.certificates import expired, foreign, good, http2_only, old_protocol
from tests.faults.http2 import http2_alone
from tests.faults.seen import Seen
from tests.faults.server import Exchange


async def stay_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def silent(x: Exchange) -> None:
    await asyncio.sleep(3600)


async def drip_headers(x: Exchange) -> None:
    x.writer.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(3600):
        x.writer.write(f"X-Drip-{n}: 1\r\n".encode())
        await x.writer.drain()
        await asyncio.sleep(1)


async def drip_body(x: Exchange) -> None:
    await x.head(Content_Type="text/html; charset=utf-8", Content_Length="1000000")
    while True:
        x.writer.write(b"<p>")
        await x.writer.drain()
        await asyncio.sleep(1)


async def reset_in_body(x: Exchange) -> None:
    await x.head(Content_Type="text/html; charset=utf-8", Content_Length="100000")
    x.writer.write(b"<html><body>" + b"<p>tin</p>" * 500)
    await x.writer.drain()
    await asyncio.sleep(0.1)
    sock: socket.socket = x.writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # RST, not FIN
    x.reset()


async def short_body(x: Exchange) -> None:
    await x.healthy("cut")
    x.writer.close()


async def cut_without_length(x: Exchange) -> None:
    """HTTP/1.0 style: the end of the connection is the end of the body, in the middle of a list."""
    await x.head(Content_Type="text/html; charset=utf-8", Connection="close")
    body = "<html><head><title>Tin tức</title></head><body><div><div><h1>Tin tức</h1><ul>" + "".join(
        f'<li><a href="/tin-2025-01-0{n}.html">Xã ra quân dọn vệ sinh đường làng đợt {n}</a> <i>0{n}/01/2025</i></li>'
        for n in range(1, 6))
    x.writer.write(body.encode() + b'<li><a href="/tin-')
    await x.writer.drain()
    x.writer.close()


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The connection is taken, and closed without a word when something is asked."""
    await reader.read(100)
    writer.close()


async def plain_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()


def tried_three_times(seen: Seen) -> bool:
    times = [v.finished for v in seen.visits if v.purpose == "robots" and v.outcome == "down" and v.finished]
    return len(times) == 3 and all((b - a).total_seconds() > 0.5 for a, b in itertools.pairwise(times))


def first_in_http1(seen: Seen) -> bool:
    """One attempt in HTTP/1.1, whose end is kept, then everything in HTTP/2."""
    return [("http2" in v.marks, v.status) for v in seen.visits[:2]] == [(False, None), (True, 404)] and all(
        "http2" in v.marks for v in seen.visits[1:] if v.status)


def http2_second(seen: Seen) -> bool:
    """The second of the three tries went in HTTP/2, with a record of its own, and none went besides."""
    return ["http2" in v.marks for v in seen.visits] == [False, True, False] and seen.connections == 3


NETWORK = (
    Case("F15", "NXDOMAIN", "not_observed: dns_nx", portal("not_observed", "dns_nx"), healthy, host="khong-co.nx.thu"),
    Case("F16", "resolver dead", "void", portal("void", "dns_failed"), healthy, host="cong.silent.thu"),
    Case("F16", "resolver answers SERVFAIL", "void", portal("void", "dns_failed"), healthy, host="cong.servfail.thu"),
    Case("F17", "refused", "down after 3 spaced tries", both(portal("not_observed", "down"), tried_three_times)),
    Case("F17", "TLS port that hangs up", "down after 3 spaced tries",
         both(portal("not_observed", "down"), tried_three_times, http2_second), greet=hang_up, tls=good, secure=True),
    Case("F18", "silent server", "<= 90 s, timeout", portal("not_observed", "timeout"), on_pages(silent), slow=True),
    Case("F18", "silent server, robots.txt as well", "<= 90 s, timeout", portal("not_observed", "timeout"),
         greet=stay_silent, slow=True),
    Case("F18", "silent TLS port", "<= 90 s, timeout", portal("not_observed", "timeout"), greet=stay_silent,
         secure=True, slow=True),
    Case("F19", "slow headers", "<= 90 s, timeout", portal("not_observed", "timeout"), on_pages(drip_headers),
         slow=True),
    Case("F20", "slow body", "<= 90 s, timeout", portal("not_observed", "timeout"), on_pages(drip_body), slow=True),
    Case("F21", "reset in body", "partly / retry", unseen_lists("truncated"), on_lists(reset_in_body)),
    Case("F22", "short body", "partly: truncated", unseen_lists("truncated"), on_lists(short_body)),
    Case("F23", "cut without length", "partly: truncated", unseen_lists("truncated"), on_lists(cut_without_length)),
    Case("F24", "expired certificate", "observed + tls_invalid mark", both(complete, marked("tls_invalid")), healthy,
         tls=expired, secure=True),
    Case("F25", "certificate of another name", "observed + tls_invalid mark", both(complete, marked("tls_invalid")),
         healthy, tls=foreign, secure=True),
    Case("F26", "TLS 1.0 only", "tls_legacy or observed", both(complete, marked("tls_legacy")), healthy,
         tls=old_protocol, secure=True),
    Case("F27", "HTTP/2 only", "observed", both(complete, first_in_http1), greet=http2_alone,
         tls=http2_only, secure=True),
    Case("F28", "plain HTTP on the TLS port", "<= 90 s",
         both(either(portal("not_observed", "tls_failed"), portal("not_observed", "down")), asked_at_most(0)),
         greet=plain_http, secure=True),
)
