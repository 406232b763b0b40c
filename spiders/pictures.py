"""`python -m spiders.pictures NIGHT`: draw the kept pages behind the night's findings, without scripts or network.

The picture shows the bytes that were judged, so nothing is asked of a portal for it: what a page would load besides
(style sheets, pictures) is not in it. Without Playwright or Chromium nothing is drawn, and nothing else changes.
"""

from __future__ import annotations

import asyncio
import base64
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.config import load_settings
from crawler.database import open_engine, open_session
from crawler.evidence.bodies import KeptPage, load_page
from crawler.evidence.pictures import FAILED, MOST_BYTES, PER_NIGHT, find_due, keep_picture
from spiders.browser import Renderer, find_chromium

if TYPE_CHECKING:
    from playwright.async_api import Browser, Route

WIDTH, HEIGHT = 1000, 5000  # points; of a longer page the top
QUALITIES = ((60, 1.0), (30, 1.0), (30, 0.5))  # (quality, scale) until it is small enough
SECONDS = 40
#: Nothing is loaded or run, and a page that sends its reader on after no seconds stays where it is.
CLOSED = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"}


async def draw(browser: Browser, page: KeptPage) -> bytes | None:
    """The page as WebP; None when it cannot be drawn small enough, or in time."""
    from playwright.async_api import Error

    context = await browser.new_context(java_script_enabled=False, service_workers="block", accept_downloads=False,
                                        locale="vi-VN", viewport={"width": WIDTH, "height": 800})
    given = False

    async def answer(route: Route) -> None:
        nonlocal given
        if route.request.is_navigation_request() and not given:
            given = True
            await route.fulfill(status=200, body=page.body, headers={"Content-Type": page.content_type, **CLOSED})
        else:
            await route.abort()

    try:
        async with asyncio.timeout(SECONDS):
            sheet = await context.new_page()
            await sheet.route("**/*", answer)
            await sheet.goto("http://trang-da-luu.invalid/", wait_until="load")
            link = await context.new_cdp_session(sheet)
            size = (await link.send("Page.getLayoutMetrics"))["cssContentSize"]
            for quality, scale in QUALITIES:
                shot = await link.send("Page.captureScreenshot", {
                    "format": "webp", "quality": quality, "captureBeyondViewport": True,
                    "clip": {"x": 0, "y": 0, "width": WIDTH, "height": min(HEIGHT, max(1, size["height"])),
                             "scale": scale}})
                data = base64.b64decode(shot["data"])
                if len(data) <= MOST_BYTES:
                    return data
    except (Error, TimeoutError):
        return None
    finally:
        await context.close()
    return None


async def draw_night(day: date, program: str) -> tuple[int, int]:
    """(pictures made, pages that could not be pictured)."""
    settings = load_settings()
    root: Path = settings.data_dir / "evidence"
    engine = open_engine(settings.database, write=True)
    renderer, made, failed = Renderer(program), 0, 0
    try:
        with open_session(settings) as session:
            due = find_due(session, day)
        for visit in due:  # what is no page or cannot be drawn takes no other one's place
            if made >= PER_NIGHT or failed >= FAILED:
                break
            with open_session(settings) as session:  # closed before anything is written: no lock is held meanwhile
                page = load_page(session, root, visit)
            if page is None or "html" not in page.content_type.lower():
                continue
            browser = await renderer.running()
            picture = await draw(browser, page)
            if picture is None:
                failed += 1
                continue
            keep_picture(engine, root, day, visit, picture, f"Chromium {browser.version}"[:32])
            made += 1
    finally:
        await renderer.close()
        engine.dispose()
    return made, failed


def main(day: str) -> int:
    program = find_chromium()
    if program is None:
        return 0
    made, failed = asyncio.run(draw_night(date.fromisoformat(day), program))
    if made or failed:
        print(f"Đã chụp {made} trang làm căn cứ của phát hiện, {failed} trang không chụp được.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
