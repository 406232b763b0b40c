"""What a kept page says that it did not say the night before, and the other way round: by lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

import nh3
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.models import Night, Visit
from crawler.records import Record
from web.archived import GONE, decode, is_page
from web.evidence import Body, load_body

MOST = 1500  # lines of a page that are compared
SHOWN = 40   # of those that differ
BREAKS = ("</p>", "</li>", "</tr>", "</td>", "</div>", "<br>", "</h1>", "</h2>", "</h3>", "</a>", "</dt>", "</dd>")


@dataclass(frozen=True, slots=True)
class Difference:
    """`lines`: ("+" or "−", text). `same`: the very bytes of that night; `more`: lines that are not listed."""

    night: date
    visit: int
    same: bool
    lines: tuple[tuple[str, str], ...] = ()
    more: int = 0


def compare_with_before(session: Session, settings: Settings, visit: int) -> Difference | None:
    """The page beside the newest earlier one of the same address; None when there is none, or its bytes are gone."""
    row, record = session.get(Visit, visit), session.get(Record, visit)
    if row is None or record is None:
        return None
    found = session.execute(
        select(Visit.id, Night.night, Record.payload).join(Night, Night.id == Visit.night_id)
        .join(Record, Record.visit_id == Visit.id)
        .where(Visit.portal == row.portal, Visit.fingerprint == row.fingerprint, Visit.night_id < row.night_id,
               Record.kind != "failure").order_by(Visit.night_id.desc(), Visit.attempt.desc()).limit(1)).first()
    if found is None:
        return None
    if record.payload is not None and found.payload == record.payload:
        return Difference(found.night, found.id, True)
    bodies = [load_body(session, settings, one) for one in (found.id, visit)]
    if any(body is None or not is_page(body) for body in bodies):
        return None
    if len({body.data for body in bodies if body is not None}) == 1:
        return Difference(found.night, found.id, True)
    before, after = (text_lines(body) for body in bodies if body is not None)
    lines = tuple(differing(before, after))
    return Difference(found.night, found.id, False, lines[:SHOWN], max(0, len(lines) - SHOWN))


def text_lines(body: Body) -> list[str]:
    """The words of a page, one line a block."""
    kept = {tag.strip("</>") for tag in BREAKS}
    clean = nh3.clean(decode(body), tags=kept, attributes={}, clean_content_tags=GONE, link_rel=None)
    for mark in BREAKS:
        clean = clean.replace(mark, "\n")
    words = nh3.clean(clean, tags=set())
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        words = words.replace(entity, sign)
    return [line for raw in words.split("\n") if (line := " ".join(raw.split()))][:MOST]


def differing(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """The lines that went and came, in the order of the page."""
    found = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            found += [("−", line) for line in before[a:b]] + [("+", line) for line in after[c:d]]
    return found
