"""A DNS server on loopback: names of the cases, and names that do not exist, are not answered or change."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import Counter
from collections.abc import Callable, Mapping
from typing import cast

NXDOMAIN, SERVFAIL = 3, 2
Answer = str | int | None  # an IPv4 address, an error code, or silence


class NameServer(asyncio.DatagramProtocol):
    """`known` names have an address, or a rule that gets how often it was asked; the last labels say the rest:
    `.nx.thu` does not exist, `.silent.thu` is not answered, `.servfail.thu` fails."""

    def __init__(self, known: Mapping[str, str | Callable[[int], str]]) -> None:
        self.known = known
        self.asked: Counter[str] = Counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        name, kind, end = _question(data)
        found = self._find(name, kind)
        if found is None:
            return
        code = found if isinstance(found, int) else 0
        record = b""
        if isinstance(found, str) and kind == 1:
            record = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) + socket.inet_aton(found)
        flags = 0x8180 | code
        head = data[:2] + struct.pack("!HHHHH", flags, 1, 1 if record else 0, 0, 0)
        self.transport.sendto(head + data[12:end] + record, addr)

    def _find(self, name: str, kind: int) -> Answer:
        self.asked[name] += 1
        if name.endswith(".silent.thu"):
            return None
        if name.endswith(".servfail.thu"):
            return SERVFAIL
        found = self.known.get(name)
        if found is None:
            return NXDOMAIN
        return found if isinstance(found, str) else found(self.asked[name])


def _question(data: bytes) -> tuple[str, int, int]:
    labels, at = [], 12
    while length := data[at]:
        labels.append(data[at + 1:at + 1 + length].decode("ascii", "replace"))
        at += 1 + length
    return ".".join(labels).lower(), struct.unpack("!H", data[at + 1:at + 3])[0], at + 5


async def serve_names(known: Mapping[str, str | Callable[[int], str]], address: str) -> asyncio.BaseTransport:
    """Answer on port 53 of an address until the transport is closed."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: NameServer(known), local_addr=(address, 53))
    return transport
