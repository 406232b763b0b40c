"""Accounts: made on the command line or by an administrator, never deleted, each change in the log."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.people import Person
from web.access import ROLES
from web.audit import Act, record
from web.passwords import hash_password
from web.sessions import end_sessions_of

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class BadAccount(ValueError):
    """The account cannot be made or changed so; the text says why."""


def add_person(session: Session, by: str, name: str, shown: str, role: str, password: str | None,
               now: datetime) -> Person:
    """A new account. Without a password only the login proxy lets them in."""
    if not NAME.fullmatch(name):
        raise BadAccount(f"Tên đăng nhập {name!r} không dùng được: chữ thường không dấu, chữ số, dấu . _ @ -, từ 2 đến "
                         "64 ký tự.")
    if role not in ROLES:
        raise BadAccount(f"Không có vai trò {role!r}. Dùng một trong: {', '.join(ROLES)}.")
    if find_person(session, name) is not None:
        raise BadAccount(f"Đã có tài khoản {name}.")
    person = Person(name=name, shown=shown.strip() or name, role=role, created_at=now,
                    password=None if password is None else hash_password(password, name))
    session.add(person)
    record(session, Act(by, "person_added", name, after={"role": role, "shown": person.shown}), now)
    return person


def change_password(session: Session, by: str, person: Person, password: str, now: datetime) -> None:
    """A new password; all sessions of the account end."""
    person.password = hash_password(password, person.name)
    end_sessions_of(session, person)
    record(session, Act(by, "password", person.name), now)


def change_person(session: Session, by: str, person: Person, role: str, enabled: bool, now: datetime) -> None:
    """Another role, or closed, or open again; all sessions of the account end."""
    if role not in ROLES:
        raise BadAccount(f"Không có vai trò {role!r}. Dùng một trong: {', '.join(ROLES)}.")
    before = {"role": person.role, "enabled": person.disabled_at is None}
    person.role, person.disabled_at = role, None if enabled else now
    end_sessions_of(session, person)
    record(session, Act(by, "person_changed", person.name, before=before, after={"role": role, "enabled": enabled}),
           now)


def find_person(session: Session, name: str) -> Person | None:
    return session.scalar(select(Person).where(Person.name == name))
