"""A portal that speaks HTTP/2 and nothing else: the healthy portal's pages in frames."""

from __future__ import annotations

import asyncio

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived
from h2.exceptions import ProtocolError

from crawler.canaries.pages import answer
from tests.faults.server import TODAY


async def http2_alone(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer every request of one connection; one that does not open in HTTP/2 is closed without a word."""
    connection = H2Connection(H2Configuration(client_side=False))
    connection.initiate_connection()
    asked = 0
    while data := await reader.read(65536):
        try:
            events = connection.receive_data(data)
        except ProtocolError:
            return
        for event in events:
            if isinstance(event, RequestReceived):
                _respond(connection, event, asked)
                asked += 1
        writer.write(connection.data_to_send())
        await writer.drain()


def _respond(connection: H2Connection, event: RequestReceived, asked: int) -> None:
    headers = {bytes(name).decode(): bytes(value).decode() for name, value in event.headers or ()}
    found = answer("old", headers[":path"], TODAY, False, asked)
    assert event.stream_id is not None
    connection.send_headers(event.stream_id, [(":status", str(found.status)),
                                              ("content-type", "text/html; charset=utf-8"),
                                              *((n.lower(), v) for n, v in found.headers.items())])
    for at in range(0, len(found.body), 16_000):
        connection.send_data(event.stream_id, found.body[at:at + 16_000])
    connection.end_stream(event.stream_id)
