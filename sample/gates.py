"""What stands before a portal's pages: troubles, robots.txt, flood gates, a gate that wants its cookie back."""

from __future__ import annotations

import time
from collections import deque

from sample.model import Channel, Site
from sample.sites.common import Answer, Kind, View

FLOOD, WINDOW, WAIT = 25, 3.0, 1  # requests in so many seconds, then wait so long
NOT_FOUND = "<html><head><title>Lỗi</title></head><body><p>Không tìm thấy trang bạn yêu cầu.</p></body></html>"


def troubled(site: Site, trouble: str | None, path: str) -> Answer | None:
    """What a portal in trouble answers; None when this request is not touched by it."""
    if trouble == "blocked":
        return Answer("<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>", 403)
    if trouble == "challenge":
        return Answer(
            "<html><head><title>Just a moment...</title><script>window._cf_chl=1</script></head><body><p>Checking your "
            "browser before accessing.</p></body></html>"
        )
    if trouble == "maintenance":
        return Answer(
            f"<html><head><title>Bảo trì</title></head><body><h1>{site.name}</h1><p>Hệ thống đang bảo trì, nâng cấp. "
            "Mời quý vị quay lại sau.</p></body></html>"
        )
    if trouble == "js_shell" or (trouble == "js_lists" and path != "/"):
        return Answer(
            "<!doctype html><html><head><title>Cổng</title></head><body><noscript>Cần bật JavaScript</noscript>"
            '<div id="root"></div><script src="/static/app.js"></script></body></html>'
        )
    return None


def barred_channels(site: Site) -> list[Channel]:
    """Channels that the portal's robots.txt closes."""
    return [c for c in site.channels if "robots_rule" in site.marks and c.topic == "notices"]


def robots(site: Site, trouble: str | None, kind: Kind, view: View) -> Answer:
    """Most portals have none."""
    plain = "text/plain; charset=utf-8"
    if trouble == "robots_500":
        return Answer("error", 500, plain)
    if trouble == "blocked":
        return Answer("forbidden", 403, plain)
    rules = [f"Disallow: {kind.address(view, c)}\n" for c in barred_channels(site)]
    return Answer("User-agent: *\n" + "".join(rules), type=plain) if rules else Answer("not found", 404, plain)


class FloodGate:
    """Refuses a client that is too fast, with 429 or with status 200 and a waiting page; one memory for each portal."""

    def __init__(self) -> None:
        self._hits: dict[str, deque[float]] = {}

    def refuse(self, site: Site) -> Answer | None:
        """The refusal of this request, None when it may pass."""
        kind = next((m for m in site.marks if m.startswith("flood")), None)
        if kind is None:
            return None
        hits, now = self._hits.setdefault(site.host, deque()), time.monotonic()
        while hits and now - hits[0] > WINDOW:
            hits.popleft()
        if len(hits) < FLOOD:
            hits.append(now)
            return None
        if kind == "flood_429":
            return Answer(f"Hãy đợi {WAIT} giây", 429, headers={"Retry-After": str(WAIT)})
        return Answer(
            f"<html><head><meta http-equiv='refresh' content='{WAIT}'></head><body>Vui lòng đợi {WAIT} giây để hệ "
            "thống xử lý</body></html>"
        )
