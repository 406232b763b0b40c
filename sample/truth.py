"""What is true of the province at a moment, as a citizen could see it: the measure for what the monitor finds."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sample.gates import barred_channels
from sample.model import PORT, Post, Site
from sample.plants import EMPTY_TEXT
from sample.province import SHARED_OUTAGE
from sample.sites.common import Kind, View, make_view

SILENT_DAYS = 60


def tell_truth(sites: Iterable[Site], now: datetime, port: int = PORT) -> dict[str, Any]:
    """All portals' truth at a moment."""
    sites = list(sites)
    return {"now": now.isoformat(), "portals": [portal_truth(site, now, port) for site in sites],
            "incidents": _incidents(sites, now)}


def portal_truth(site: Site, now: datetime, port: int) -> dict[str, Any]:
    """One portal's truth. `trouble` is tonight's, `troubles` all with their nights; removed posts are marked."""
    kind: Kind = importlib.import_module(f"sample.sites.{site.kind}").KIND
    view = make_view(site, now, port)
    barred = {c.slug for c in barred_channels(site)}
    newest = max((p.stated_at(now).date() for p in view.posts), default=None)
    return {
        "code": site.code,
        "kind": site.kind,
        "group": site.group,
        "trouble": site.trouble_on(now),
        "troubles": [{"trouble": t.what, "since": t.since.isoformat(), "until": _day(t.until)} for t in site.troubles],
        "marks": sorted(site.marks),
        "redesigned_from": _day(site.redesigned_from),
        "silent": is_silent(newest, now),
        "newest_on": _day(newest),
        "missing_sections": list(site.missing),
        "misplaced_sections": list(site.misplaced),
        "empty_sections": [c.section for c in site.channels if c.text == EMPTY_TEXT],
        "removed_questions": [q.title for q in site.questions if q.removed_at is not None and q.removed_at <= now],
        "posts": [_post(view, kind, p) for p in site.posts if p.visible_from <= now and set(p.channels) - barred],
        "channels": [
            {
                "title": c.title,
                "url": f"{view.base}/{kind.address(view, c).lstrip('/')}",
                "kind": c.kind,
                "section": c.section,
                "parent": c.parent,
                "empty": c.kind != "page" and c.kind != "qa" and not view.lists.get(c.slug),
            }
            for c in site.channels
            if c.kind in ("list", "documents", "qa", "page") and c.slug not in barred
        ],
        "questions": _questions(view),
    }


def _incidents(sites: list[Site], now: datetime) -> list[dict[str, Any]]:
    """Nights that have passed in which portals of one backend were away together."""
    away = [s.code for s in sites if SHARED_OUTAGE in s.troubles]
    night = SHARED_OUTAGE.since
    return [{"night": night.isoformat(), "portals": away}] if away and night <= now.date() else []


def _post(view: View, kind: Kind, post: Post) -> dict[str, Any]:
    now = view.now
    return {
        "url": view.base + kind.post_url(view, post, None),
        "title": post.title,
        "kind": post.kind,
        "number": post.number,
        "published_on": _day(post.stated_at(now).date()),
        "channels": list(post.channels),
        "visible_from": _day(post.visible_from.date()),
        "removed_on": _past(post.removed_at, now),
        "edited_on": _past(post.edited_at, now),
        "redated": bool(post.redated and now >= post.redated[0]),
        "copy": post.copy,
    }


def _questions(view: View) -> list[dict[str, Any]]:
    found = []
    for q in view.questions:
        done = q.state(view.now) == "answered"
        found.append(
            {
                "title": q.title,
                "asked_on": _day(q.asked),
                "state": q.state(view.now),
                "overdue": q.overdue,
                "answered_on": _day(q.answered) if done else None,
                "answered_by": q.answerer if done else None,
            }
        )
    return found


def is_silent(newest: date | None, now: datetime) -> bool:
    return newest is None or newest < now.date() - timedelta(days=SILENT_DAYS)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _past(moment: datetime | None, now: datetime) -> str | None:
    return moment.date().isoformat() if moment is not None and moment <= now else None
