"""Faults F29 and F61: what only a series of nights can show; six portals that are known from three nights before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from sqlalchemy import text

from crawler.database import open_engine
from tests.crash.campaign import PATIENCE
from tests.crash.place import BEFORE, NOW, Place, old_portal
from tests.faults.ground import Ground, Scenario
from tests.nights import monitor, registry_file
from tests.site import Page, Site, serve_pages

OURS = ("giao diện cổng đã thay đổi", "số tin đọc được giảm bất thường", "không thấy lại đủ tin cũ để đối chứng",
        "máy đọc chưa hiểu trang", "không thấy danh sách tin, bài nào", "có danh sách vừa biến mất khỏi trình đơn")


@contextmanager
def known_portals(ground: Ground, name: str, count: int) -> Iterator[tuple[Place, list[Site]]]:
    """Portals without a new post for months, seen on three nights; all that is wanted for saying so of each."""
    with ExitStack() as stack:
        sites = [stack.enter_context(serve_pages(old_portal())) for _ in range(count)]
        rows = [{"code": f"C{n}", "name": f"Xã Cũ {n}", "url": f"{site.url}/", "hosts": "127.0.0.1"}
                for n, site in enumerate(sites)]
        place = replace(ground.trial(name, fresh=True), registry=registry_file(ground.folder / f"{name}.csv", rows))
        for now in BEFORE:
            assert place.night(now).wait(timeout=PATIENCE) in (0, 3), place.said()
        yield place, sites


def negatives(place: Place, night: str) -> int:
    """Verdicts against somebody that a night brought."""
    engine = open_engine(place.url)
    with engine.connect() as link:
        found: int = link.execute(text("select count(*) from findings f join nights n on n.id = f.night_id "
                                       "where f.negative and n.night = :n"), {"n": night}).scalar_one()
    engine.dispose()
    return found


def all_fail(ground: Ground, name: str) -> tuple[str, bool]:
    with known_portals(ground, name, 6) as (place, sites):
        before = negatives(place, "2026-11-19")
        for site in sites:
            site.down()
        code = place.night().wait(timeout=PATIENCE)
    after = negatives(place, NOW[:10])
    return f"exit {code}, {after} verdicts (the night before: {before})", code == 4 and after == 0 and before > 0


def another_template(ground: Ground, name: str) -> tuple[str, bool]:
    """The lists are as long as before, but their posts are drawn in a way that no reader knows."""
    with known_portals(ground, name, 1) as (place, [site]):
        before = negatives(place, "2026-11-19")
        site.pages = {path: _redrawn(page) for path, page in site.pages.items()}
        code = place.night().wait(timeout=PATIENCE)
    [told] = monitor(place.data, NOW, "inactive", "2026-11")
    ours = next((words for words in OURS if words in (told["reason"] or "")), None)
    return f"exit {code}, {told['verdict']}: {ours or told['reason']}", (
        before > 0 and told["verdict"] == "unknown" and ours is not None)


def _redrawn(page: Page) -> Page:
    if not isinstance(page, str) or "class='list'" not in page:
        return page
    head, _, rest = page.partition("<ul class='list'>")
    rows, _, tail = rest.partition("</ul>")
    cards = rows
    for old, new in (("<li><a href='", "<div class='the' role='link' data-duong-dan='"), ("'>", "'><b>"),
                     ("</a>", "</b>"), ("</li>", "</div>"), ("<span>", "<i data-ngay='"), ("</span>", "'></i>")):
        cards = cards.replace(old, new)
    return head + cards + "<div class='them'></div>" * 40 + tail


SERIES = (
    Scenario("F29", "all portals fail at once", "void, 0 verdicts", all_fail),
    Scenario("F61", "template changed", "not observed by our fault, engineer ticket", another_template),
)
