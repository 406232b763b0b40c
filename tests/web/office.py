"""An office at work for tests: the small database with a judged night, three accounts, and clients signed in."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.config import load_settings
from crawler.database import migrate, open_engine
from crawler.people import Person
from monitor.judge import judge_night
from monitor.rules import load_rules
from monitor.thresholds import load_labels
from tests.monitor.filled import LAST, fill
from web.accounts import add_person
from web.app import make_app
from web.desk import real_now
from web.headers import PLAIN_COOKIE
from web.sessions import start_session

PASSWORD = "một câu dài để thử 2026"
ROLES = ("review", "approve", "admin")
NOW = "2026-11-20T07:30:00+07:00"


_MADE: dict[int, bytes] = {}  # nights -> the database, made once a test run


class Office:
    """The application on a database of its own."""

    def __init__(self, folder: Path, nights: int = 5) -> None:
        for name in [n for n in os.environ if n.startswith("SOICONG_")]:
            del os.environ[name]
        os.environ |= {"SOICONG_DATA_DIR": str(folder), "SOICONG_NOW": NOW}
        self.settings = load_settings()
        kept = _MADE.get(nights)
        folder.mkdir(exist_ok=True)
        if kept is not None:
            (folder / "monitor.db").write_bytes(kept)
        else:
            self._make(nights)
            _MADE[nights] = (folder / "monitor.db").read_bytes()
        self.app = make_app(self.settings)

    def _make(self, nights: int) -> None:
        if nights:
            fill(self.settings.database, nights)
            self.judge(LAST)
        migrate(self.settings.database)
        with self.write() as session, session.begin():
            for role in ROLES:
                add_person(session, "thử", role, f"Người {role}", role, PASSWORD, datetime.fromisoformat(NOW))

    def write(self) -> Session:
        return Session(open_engine(self.settings.database, write=True))

    def judge(self, day: date) -> None:
        folder = self.settings.registry_dir
        with self.write() as session, session.begin():
            judge_night(session, load_rules(folder), load_labels(folder / "thresholds.toml"), day)

    def client(self, role: str | None = None) -> TestClient:
        """A browser, signed in without the quarter of a second of processor that a password takes."""
        client = TestClient(self.app, follow_redirects=False, raise_server_exceptions=False)
        if role is not None:
            with self.write() as session, session.begin():
                person = session.scalars(select(Person).where(Person.name == role)).one()
                client.cookies.set(PLAIN_COOKIE, start_session(session, person, real_now()))
        return client


def sign_in(office: Office, role: str) -> TestClient:
    """A browser that was signed in on the login page."""
    client = office.client()
    done = client.post("/login", data={"name": role, "password": PASSWORD})
    assert done.status_code == 303, done.text
    return client


def token(client: TestClient, path: str = "/me") -> str:
    """The token that the forms of a session carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


