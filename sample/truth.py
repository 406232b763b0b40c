"""What is true of the province at a moment, as a citizen could see it: the measure for what the monitor finds."""

from __future__ import annotations

import importlib
from datetime import date, datetime, timedelta
from typing import Any

from sample.model import PORT, Site, province
from sample.sites.common import make_view

SILENT_DAYS = 60


def truth(now: datetime, scenario: str = "default", first: int = 161, port: int = PORT) -> dict[str, Any]:
    """All portals' truth at a moment."""
    return {"now": now.isoformat(), "portals": [portal_truth(s, now, port) for s in province(scenario, first)]}


def portal_truth(site: Site, now: datetime, port: int) -> dict[str, Any]:
    kind = importlib.import_module(f"sample.sites.{site.kind}")
    view = make_view(site, now, port)
    barred = {c.slug for c in site.channels if "robots_rule" in site.marks and c.slug.startswith("thong-bao")}
    posts = []
    for post in site.posts:
        if post.visible_from > now or not set(post.channels) - barred:
            continue
        posts.append({
            "url": view.base + kind.post_url(view, post), "title": post.title, "kind": post.kind,
            "published_on": post.stated_at(now).date().isoformat(), "channels": list(post.channels),
            "visible_from": post.visible_from.date().isoformat(),
            "removed_on": _day(post.removed_at, now), "edited_on": _day(post.edited_at, now),
            "redated": bool(post.redated and now >= post.redated[0]), "copy": post.copy,
        })
    newest = max((p.stated_at(now).date() for p in view.posts), default=None)
    return {
        "code": site.code, "kind": site.kind, "group": site.group, "trouble": site.trouble_on(now),
        "marks": sorted(site.marks), "silent": silent(newest, now), "newest_on": newest.isoformat() if newest else None,
        "missing_sections": list(site.missing), "posts": posts,
        "channels": [{"title": c.title, "url": view.base + "/" + kind.address(view, c).lstrip("/"), "kind": c.kind}
                     for c in site.channels if c.kind in ("list", "documents", "qa", "page") and c.slug not in barred],
        "questions": [{"title": q.title, "asked_on": q.asked.isoformat(), "state": q.state(now),
                       "answered_on": q.answered.isoformat() if q.state(now) == "answered" and q.answered else None,
                       "answered_by": q.answerer if q.state(now) == "answered" else None}
                      for q in site.questions if q.asked <= now.date()],
    }


def silent(newest: date | None, now: datetime) -> bool:
    return newest is None or newest < now.date() - timedelta(days=SILENT_DAYS)


def _day(moment: datetime | None, now: datetime) -> str | None:
    return moment.date().isoformat() if moment is not None and moment <= now else None
