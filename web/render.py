"""Templates: escaped always, undefined names are errors, and the filters that print values as Vietnamese papers do."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.clock import VIETNAM
from crawler.evidence.canonical import sha256
from monitor.causes import cause_words, who_acts
from monitor.explain import KINDS
from monitor.scoring.prices import points_words
from monitor.words import GROUPS, QUESTION_STATES, STATES, VERDICTS, authority_words, count_words
from web.access import ROLES, NotSignedIn, find_visitor
from web.menu import MENU
from web.period_picker import choices

FOLDER = Path(__file__).parent
ICONS = {
    "complete": "✓", "observed": "✓", "met": "✓", "active": "✓", "confirmed": "✓", "fixed": "✓",
    "partial": "◐", "partly": "◐", "appealed": "◐", "reopened": "↻", "new": "●",
    "not_observed": "?", "unknown": "?", "void": "!", "failed": "!", "interrupted": "!", "running": "…",
    "not_met": "✕", "inactive": "✕", "overdue": "✕", "dismissed": "–", "not_applicable": "–",
}


@lru_cache(maxsize=1)
def environment() -> Environment:
    made = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"day": day, "moment": moment, "number": number, "cause": cause_words, "who": who_acts,
                     "web": web_address, "points": points, "bytes": size_words, "authority": authority_words}
    made.globals |= {
        "GROUPS": GROUPS, "STATES": STATES, "VERDICTS": VERDICTS, "QUESTION_STATES": QUESTION_STATES, "KINDS": KINDS,
        "ROLES": ROLES, "MENU": MENU, "ICONS": ICONS, "static": static,
    }
    return made


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401
    """A whole page; whoever is signed in stands in its frame."""
    try:
        visitor = find_visitor(request)
    except NotSignedIn:
        visitor = None
    path, query = request.url.path, request.url.query
    picker = choices(path, query, request.app.state.desk.today()) if visitor else []
    text = environment().get_template(template).render(
        {"visitor": visitor, "path": path, "query": query, "section": section_of(path),
         "picker": picker} | context)
    return HTMLResponse(text, status)


def section_of(path: str) -> str:
    """The menu's address that a page belongs to."""
    return "/" + path.lstrip("/").split("/")[0].split(".")[0]


@lru_cache(maxsize=32)
def static(name: str) -> str:
    """The address of a file of our own; it changes with the content, so that browsers may keep it."""
    return f"/static/{name}?v={sha256((FOLDER / 'static' / name).read_bytes())[:12]}"


def day(value: date | str | None) -> str:
    """dd/mm/yyyy, of a day or of its ISO form; a dash for none."""
    if not value:
        return "–"
    return f"{date.fromisoformat(value) if isinstance(value, str) else value:%d/%m/%Y}"


def moment(value: datetime | str | None) -> str:
    """The time in Việt Nam with its seconds; a dash for none."""
    if not value:
        return "–"
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{at.astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}"


def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """1.234,5; a dash for none."""
    return "–" if value is None else count_words(value, decimals)


def size_words(size: int) -> str:
    """Bytes as people read them: 1,5 GB; thousands are 1,000, as on a disk's label."""
    power = next((n for n in (3, 2, 1) if size >= 1000**n), 0)
    return f"{count_words(size / 1000**power, 1 if power else 0)} {('byte', 'kB', 'MB', 'GB')[power]}"


def web_address(url: str | None) -> str | None:
    """An address that may become a link: what portals print may also be `javascript:`, or no address at all."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def points(value: Decimal | None) -> str:
    """Points as a deduction note prints them: 0,75 and 2; a dash for none."""
    return "–" if value is None else points_words(value)
