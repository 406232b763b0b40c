"""Questions that are no longer shown: how they went, kept masked in the deletion ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy.orm import Session

from crawler.facts import Question as Read
from crawler.masking import mask_person
from crawler.models import Question, QuestionRemoval
from crawler.settle.harvest import Harvest
from crawler.text import fold


def note_removal(session: Session, harvest: Harvest, row: Question, found: Mapping[str, Read]) -> None:
    """One line of the ledger; the question is known again by its digest, not by its words."""
    digest = hashlib.sha256(f"{row.portal}\n{row.key}\n{row.title}".encode()).hexdigest()
    session.add(QuestionRemoval(
        portal=row.portal, key=row.key, night_id=harvest.night_id, what=how_it_went(row, found), digest=digest,
        masked=mask_person(row.title)[:200], state=row.state, asked_on=row.asked_on, accepted_on=row.accepted_on,
        answered_on=row.answered_on, first_seen=row.first_seen, last_seen=row.last_seen,
    ))


def how_it_went(row: Question, found: Mapping[str, Read]) -> str:
    """It may stand there under another address, for titles are parts of addresses; or the lists lost their old end."""
    if any(_same(row, read) for read in found.values()):
        return "moved"
    days = [read.asked_on for read in found.values() if read.asked_on is not None]
    older = row.asked_on is not None and len(days) == len(found) and row.asked_on < min(days)
    return "shortened" if older else "deleted"


def _same(row: Question, read: Read) -> bool:
    return fold(row.title) == fold(read.title) and row.asked_on is not None and row.asked_on == read.asked_on
