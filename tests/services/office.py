"""Gives orders to a running CMS: its own interface in its own process, behind a socket beside its files."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any


def ask_office(folder: Path, order: dict[str, Any]) -> Any:
    """Have one order carried out and give its answer; RuntimeError with the CMS's own words when it fails."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(folder / "office.sock"))
        caller.sendall(json.dumps(order).encode() + b"\n")
        answer = json.loads(caller.makefile().read())
    if "failed" in answer:
        raise RuntimeError(f"the CMS refused {order['what']}: {answer['failed'][-3000:]}")
    return answer["done"]
