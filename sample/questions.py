"""What citizens ask on a portal, and when they are answered."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sample.model import Asked
from sample.titles import QUESTIONS
from sample.words import NAMES, POSTS, Setting, fill

FIRST_ASKED = date(2026, 1, 5)
OVERDUE_ASKED = date(2026, 9, 14)  # more than 15 working days before the first night played


def make_questions(chance: random.Random, overdue: bool, setting: Setting) -> tuple[Asked, ...]:
    """Four to sixteen questions of a year, newest first; two of them never answered when `overdue`."""
    found: dict[str, Asked] = {}
    for number in range(chance.randint(4, 16)):
        title = fill(chance.choice(QUESTIONS), chance, setting)
        asked = FIRST_ASKED + timedelta(days=chance.randint(0, 350))
        accepted = asked + timedelta(days=chance.randint(0, 3))
        answered: date | None = accepted + timedelta(days=chance.randint(1, 16))
        forgotten = overdue and number < 2
        if forgotten:
            asked, accepted, answered = OVERDUE_ASKED - timedelta(days=number), OVERDUE_ASKED + timedelta(days=1), None
        found[title] = Asked(
            5000 + number, title, asked, accepted, answered, chance.choice(NAMES), chance.choice(POSTS), forgotten
        )
    return tuple(sorted(found.values(), key=lambda q: (q.asked, q.id), reverse=True))
