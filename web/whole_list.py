"""All findings of a list at once, as the person saw it: its address, how many there were, their newest decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy.orm import Session

from monitor.periods import parse_period
from monitor.review import CannotDecide
from web.desk import Desk
from web.findings import Wanted, choose, finding_rows

FILTERS = ("state", "block", "kind", "subject", "portal", "q", "by", "assignee", "points")


def stamp_of(rows: Sequence[dict[str, Any]]) -> str:
    """What a list was when it was shown: another decision on any of its findings gives another stamp."""
    return f"{len(rows)}.{max((row['version'] for row in rows), default=0)}"


def whole_list(desk: Desk, address: str, stamp: str) -> list[str]:
    """All findings of the list at an address, as its forms carry them; refused when it is no longer what was shown."""
    query = dict(parse_qsl(urlsplit(address).query))
    with Session(desk.reader) as session:
        every = finding_rows(desk, session, parse_period(query["period"]) if query.get("period") else None)
        since = date.fromisoformat(query["since"]) if query.get("since") else None
        rows = choose(every, Wanted(**{name: query.get(name, "") for name in FILTERS}, since=since))
    if stamp_of(rows) != stamp:
        raise CannotDecide("Danh sách đã đổi từ lúc mở: có mục mới hoặc có người vừa quyết định. Chưa ghi gì. Mở lại "
                           "danh sách rồi làm lại.")
    return [f"{row['finding']}:{row['version']}:{row['assignment']}" for row in rows]
