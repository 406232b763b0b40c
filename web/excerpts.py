"""The words of a page that a finding names, so that they can be marked where the page was kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.models import Question
from monitor.stored import Kept
from web.archived import clean_page, is_page, mark
from web.evidence import load_body

LOOKED = 6  # pages that are searched for the words


def excerpts_of(session: Session, f: Kept) -> tuple[str, ...]:
    """A menu entry's title, a question, the newest day that a list states in the ways in which portals print days.
    Of a section that is missing there is nothing to mark."""
    found = [str(f.page.get("matched_title") or "")]
    if f.kind == "question":
        found += session.scalars(select(Question.title).where(Question.portal == f.portal, Question.key == f.subject))
    if newest := f.page.get("newest_on"):
        day = date.fromisoformat(str(newest))
        found += [f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}",
                  day.isoformat()]
    return tuple(dict.fromkeys(words for words in found if words))


def choose_page(session: Session, settings: Settings, visits: list[int], excerpts: tuple[str, ...]) -> int | None:
    """The newest of these pages that has the words, else the newest that is kept, else the newest."""
    kept = None
    for visit in sorted(visits, reverse=True)[:LOOKED]:
        body = load_body(session, settings, visit)
        if body is None or not is_page(body):
            continue
        if not excerpts or mark(clean_page(body), excerpts)[1]:
            return visit
        kept = kept or visit
    return kept or max(visits, default=None)
