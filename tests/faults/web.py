"""Faults F30 to F43: what HTTP allows servers to do to a client."""

from __future__ import annotations

import asyncio

from tests.faults.case import Case, asked_at_most, both, complete, either, on_lists, on_pages, page, portal, says
from tests.faults.seen import Seen
from tests.faults.server import Exchange, Handler

WAIT = page("<h1>Quá nhiều yêu cầu</h1><p>Vui lòng chờ.</p>", "429")


def busy(status: int, times: int, **headers: str) -> Handler:
    """Refuses the second and the next few requests, then lets pass."""
    async def answer(x: Exchange) -> None:
        if 2 <= x.number < 2 + times:
            await x.send(WAIT, status, **headers)
        else:
            await x.healthy()
    return answer


async def ping_pong(x: Exchange) -> None:
    await x.send("", 302, Location="/b" if x.path == "/a" else "/a")


async def endless_redirect(x: Exchange) -> None:
    await x.send("", 302, Location=f"/r{x.number}")


async def cookie_gate(x: Exchange) -> None:
    await x.healthy("cookie")


def moves_to(target: str) -> Handler:
    async def answer(x: Exchange) -> None:
        await x.send("", 302, Location=target)
    return on_pages(answer)


def lists_move_to(target: str) -> Handler:
    async def answer(x: Exchange) -> None:
        await x.send("", 302, Location=target)
    return on_lists(answer)


async def robots_500(x: Exchange) -> None:
    await (x.send("User-agent: *\nDisallow:\n", 500) if x.path == "/robots.txt" else x.healthy())


async def robots_silent(x: Exchange) -> None:
    await (asyncio.sleep(3600) if x.path == "/robots.txt" else x.healthy())


async def robots_closed(x: Exchange) -> None:
    if x.path == "/robots.txt":
        await x.send("User-agent: *\nDisallow: /\n", Content_Type="text/plain")
    else:
        await x.healthy()


def refused_scheme(seen: Seen) -> bool:
    return seen.state == "not_observed" and not seen.posts and len(seen.asked) == 2


def takes_nothing(seen: Seen) -> bool:
    return not seen.posts


WEB = (
    Case("F30", "429 + Retry-After", "waits, observed", complete, busy(429, 2, Retry_After="1")),
    Case("F31", "429 for ever", "blocked, <= 5 requests",
         both(portal("not_observed", "blocked"), asked_at_most(5)), says(WAIT, 429, Retry_After="1")),
    Case("F32", "503 + Retry-After", "observed", complete, busy(503, 2, Retry_After="1")),
    Case("F33", "500 for ever", "http_500",
         both(portal("not_observed", "http_error"), lambda seen: seen.visits[-1].status == 500),
         says(page("<h1>Server Error</h1>", "500"), 500)),
    Case("F34", "redirect loop", "error recorded", portal("not_observed", "redirect_loop"), on_pages(ping_pong)),
    Case("F35", "endless redirect", "<= 6 requests",
         both(portal("not_observed", "redirect_loop"), asked_at_most(6)), on_pages(endless_redirect)),
    Case("F36", "cookie gate", "observed", complete, cookie_gate),
    Case("F37", "meta-refresh loop", "recorded", both(portal("not_observed"), asked_at_most(7)),
         says(page("", head='<meta http-equiv="refresh" content="0; url=/">'))),
    *(Case("F38", f"redirect to {target.split(':')[0]}:", "refused", both(portal("not_observed", "address_refused"),
                                                                         refused_scheme), moves_to(target))
      for target in ("file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,<h1>x</h1>")),
    Case("F41", "redirect off the portal", "not_observed: offsite, 0 posts taken",
         both(portal("not_observed", "offsite"), takes_nothing), moves_to("http://ban-ten-mien.example/")),
    Case("F41", "lists lead off the portal", "not_observed: offsite, 0 posts taken",
         both(takes_nothing, lambda seen: all(v.outcome == "offsite" for v in seen.visits if "/t" in v.url
                                              and v.purpose == "list" and not v.url.endswith(".html"))),
         lists_move_to("http://ban-ten-mien.example/tin-tuc")),
    Case("F41", "parked domain", "not_observed: offsite, 0 posts taken",
         both(portal("not_observed", "parked"), takes_nothing),
         says(page("<h1>This domain is for sale</h1><a href='/buy'>Buy this domain</a>", "Domain for sale"))),
    Case("F42", "robots.txt 500", "robots_unreachable, <= 90 s", portal("not_observed", "robots_unreachable"),
         robots_500),
    Case("F42", "robots.txt hangs", "robots_unreachable, <= 90 s",
         either(portal("not_observed", "robots_unreachable"), portal("not_observed", "timeout")), robots_silent,
         slow=True),
    Case("F43", "robots.txt disallows", "robots, never inactive",
         both(portal("not_observed", "robots"), takes_nothing), robots_closed),
)
