"""A page that tells robots to leave it and its links alone: it was seen, and nothing on it is taken."""

from __future__ import annotations

from dataclasses import replace

from crawler.facts import Reading


def leave_alone(reading: Reading) -> Reading:
    return replace(reading, kind="page", items=(), questions=(), next=None, menu=(), blocks=(), article=None,
                   unread_pager=False, why=("trang dặn robot bỏ qua",))
