"""Citizens' questions of one portal after a night; what the page does not say stays unknown."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.facts import Question as Read
from crawler.judged import QuestionChange
from crawler.models import Question
from crawler.settle.harvest import Answer, Harvest
from crawler.settle.removed import note_removal

FACTS = ("asked_on", "accepted_on", "answered_on", "state", "answered_by", "answered_by_title")


def settle_questions(session: Session, harvest: Harvest) -> None:
    """Store new questions and fill in what earlier nights did not know; a question no longer shown on lists that were
    seen to their end is `removed`, and what is known of it goes into the deletion ledger."""
    stored = {q.key: q for q in session.scalars(select(Question).where(Question.portal == harvest.portal))}
    before = {key: (_facts(row), row.last_seen) for key, row in stored.items()}
    found = collect(harvest)
    whole = bool(found) and _seen_to_the_end(harvest)
    gone = [row for key, row in sorted(stored.items()) if whole and key not in found and row.state != "removed"]
    for key in sorted(found):
        read, row = found[key], stored.get(key)
        if row is None:
            row = Question(portal=harvest.portal, key=key, title=read.title, first_seen=harvest.night,
                           last_seen=harvest.night)
            session.add(row)
        row.last_seen, row.url, row.title = harvest.night, read.url or row.url, read.title or row.title
        if row.state == "removed":
            row.state = None
        for name in FACTS:
            value = getattr(read, name)
            if value is not None:
                setattr(row, name, value)
    for row in gone:
        note_removal(session, harvest, row, found)
        row.state = "removed"
    _keep_changed(session, harvest, stored, before)


def _facts(row: Question) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ("title", "url", *FACTS)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _keep_changed(
    session: Session, harvest: Harvest, stored: dict[str, Question], before: dict[str, tuple[dict[str, Any], date]]
) -> None:
    """Keep what tonight overwrote: other facts than before, or a question that the night before did not show."""
    last_read = max((seen for _, seen in before.values()), default=harvest.night)
    for key, (facts, seen) in sorted(before.items()):
        row = stored[key]
        if _facts(row) != facts or (seen < last_read and row.last_seen == harvest.night):
            session.add(QuestionChange(question_id=row.id, night_id=harvest.night_id,
                                       before={**facts, "last_seen": seen.isoformat()}))


def collect(harvest: Harvest) -> dict[str, Read]:
    """The night's questions: list rows, completed by the question's own page."""
    found: dict[str, Read] = {}
    for channel in sorted(harvest.lists):
        for _, answer in sorted(harvest.lists[channel].items()):
            if answer.seen and answer.reading is not None:
                for question in answer.reading.questions:
                    found[question.key] = _merge(found.get(question.key), question)
    for key, answer in sorted(harvest.questions.items()):
        own = _own(answer, key)
        if own is not None and key in found:
            found[key] = _merge(found[key], replace(own, title=found[key].title or own.title))
    return found


def _own(answer: Answer, key: str) -> Read | None:
    """The question of a detail page: the one with this address, or the only one there."""
    if not answer.seen or answer.reading is None or not answer.reading.questions:
        return None
    questions = answer.reading.questions
    same = [q for q in questions if q.key == key]
    return same[0] if same else (questions[0] if len(questions) == 1 else None)


def _merge(old: Read | None, new: Read) -> Read:
    if old is None:
        return new
    given = {f.name: getattr(new, f.name) for f in fields(new) if getattr(new, f.name) not in (None, "", ())}
    given.pop("key", None)
    return replace(old, **given)


def _seen_to_the_end(harvest: Harvest) -> bool:
    """Every list with questions was walked to its very end tonight, and on no page of it was anything else read in
    their place; a list left for another night may have some."""
    if harvest.left:
        return False
    lists = [pages for pages in harvest.lists.values()
             if any(a.reading is not None and a.reading.questions for a in pages.values())]
    return bool(lists) and all(
        all(a.seen and not _holds_other_rows(a) for a in pages.values())
        and pages[max(pages)].visit.end_reason in ("last_page", "single_page")
        for pages in lists
    )


def _holds_other_rows(answer: Answer) -> bool:
    reading = answer.reading
    return reading is not None and bool(reading.items) and not reading.questions
