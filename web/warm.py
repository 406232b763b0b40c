"""The answers of the morning, made before anybody asks: after a night they take seconds, then none."""

from __future__ import annotations

import logging
import time
from threading import Thread

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from web.answers import morning
from web.desk import Desk
from web.findings import finding_rows

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
    with Session(desk.reader, expire_on_commit=False) as session:
        if morning(desk, session) is not None:
            finding_rows(desk, session)
