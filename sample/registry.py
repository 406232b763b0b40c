"""The sample province as a registry file in the contract's columns."""

from __future__ import annotations

import csv
from pathlib import Path

from sample.model import PORTALS
from sample.province import SHARED, SHARING, portal_rows

COLUMNS = ("code", "name", "group", "url", "hosts", "backend", "platform", "scored", "valid_from", "valid_to", "note")


def write_registry(path: Path, port: int, first: int = PORTALS) -> None:
    """Write the registry; every portal has an address of its own on loopback."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, row in enumerate(portal_rows()[:first], 1):
            host = f"127.1.0.{number}"
            writer.writerow(
                (
                    row["code"],
                    row["name"],
                    row["group"],
                    f"http://{host}:{port}/",
                    host,
                    SHARED if number in SHARING else "",
                    "auto",
                    "yes",
                    "2025-07-01",
                    "",
                    "tỉnh mẫu",
                )
            )
