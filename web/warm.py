"""The answers of the morning, made before anybody asks: after a night they take seconds, then none."""

from __future__ import annotations

import gc
import logging
import time
from contextlib import suppress
from threading import Thread

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from monitor.certificate import NotProven
from monitor.periods import Period
from reports.morning import period_of
from web.answers import cards, chosen, morning
from web.desk import Desk
from web.drafts import build_draft
from web.findings import finding_rows
from web.render import environment
from web.views.inactive import inactive_rows
from web.views.qa import board_rows
from web.views.runs import night_rows

log = logging.getLogger("web")

EVERY = 30  # seconds


def start_warming(desk: Desk) -> None:
    """Begin in a thread of its own that ends with the process."""
    Thread(target=_warm_forever, args=(desk,), daemon=True).start()


def _warm_forever(desk: Desk) -> None:
    while True:
        try:
            warm(desk)
        except (DBAPIError, OSError) as error:  # away or busy: whoever asks then is told so
            log.warning("not warmed: %s", error)
        time.sleep(EVERY)


def warm(desk: Desk) -> None:
    """Ask what the first visitor of the morning will ask; free when nothing has changed."""
    before = desk.made
    for name in environment().list_templates():
        environment().get_template(name)
    with Session(desk.reader, expire_on_commit=False) as session:
        if (m := morning(desk, session)) is not None:
            finding_rows(desk, session)
            board_rows(desk, session)
            inactive_rows(desk, session, desk.rules().thresholds.silent_days)
            night_rows(desk, session)
            desk.province(session, period_of(m.night.night))
            warm_period(desk, session, chosen(desk, None))
    if desk.made != before:
        settle_memory()


def settle_memory() -> None:
    """What was just made stays until the next night: the collector need not look through it in the middle of
    somebody's request."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def warm_period(desk: Desk, session: Session, period: Period) -> None:
    """The scores and the quarterly report of the running quarter, which take longest."""
    with suppress(LookupError, NotProven):  # no rubric in force, or nothing that may be told: the page says so
        cards(desk, session, period)
        build_draft(desk, session, "quarter", period)
