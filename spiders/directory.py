"""The directory spider: reads the provincial portal's page of component portals and compares it with the registry."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

import typer
from protego import Protego
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from crawler import clock
from crawler.config import load_settings
from crawler.registry import Portal, RegistryError, load_portals, portals_on
from crawler.text import fold_name
from spiders.failures import outcome_of_failure
from spiders.reading import read
from spiders.reading.decode import decode
from spiders.reading.lists import content_links
from spiders.reading.page import Page
from spiders.tour import AGENT

PAGES = 20  # of one directory


@dataclass(frozen=True, slots=True)
class Entry:
    """One portal as the directory names it."""

    name: str
    url: str

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").lower().removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Difference:
    """`what`: new, moved (also: an address for a portal that had none), gone."""

    what: str
    code: str
    name: str
    before: str
    after: str


def entries_of(page: Page) -> list[Entry]:
    """Links of a directory page to other hosts, outside its header and footer; the first name of each host."""
    found: dict[str, Entry] = {}
    for link in content_links(page):
        entry = Entry(link.text.strip(), link.url)
        if entry.name and entry.host and not link.internal and not page.in_frame(link.node):
            found.setdefault(entry.host, entry)
    return list(found.values())


def compare(entries: list[Entry], portals: list[Portal], own_host: str) -> list[Difference]:
    """What the directory has and the registry has not, and the other way round."""
    by_host = {h.removeprefix("www."): p for p in portals for h in p.hosts}
    by_name = {fold_name(p.name): p for p in portals}
    seen: set[str] = set()
    found: list[Difference] = []
    for entry in entries:
        portal = by_host.get(entry.host) or by_name.get(fold_name(entry.name))
        if portal is None:
            found.append(Difference("new", "", entry.name, "", entry.url))
            continue
        seen.add(portal.code)
        if entry.host not in {h.removeprefix("www.") for h in portal.hosts}:
            found.append(Difference("moved", portal.code, portal.name, portal.url or "(chưa có địa chỉ)", entry.url))
    gone = [p for p in portals if p.url and p.code not in seen and own_host not in p.hosts]
    return found + [Difference("gone", p.code, p.name, p.url, "") for p in gone]


class DirectorySpider(Spider):
    """`-a url=`: fetches the directory, page after page, and keeps its entries in `entries`."""

    name = "directory"

    def __init__(self, url: str = "", entries: list[Entry] | None = None, trouble: list[str] | None = None,
                 **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.url, self.pages = url, 0
        self.entries: list[Entry] = entries if entries is not None else []
        self.trouble: list[str] = trouble if trouble is not None else []
        self.config = load_settings()
        self.hosts = frozenset({(urlsplit(url).hostname or "").lower()})

    async def start(self) -> Any:  # noqa: ANN401
        yield self._ask(urljoin(self.url, "/robots.txt"), self.parse_robots)

    def _ask(self, url: str, callback: Any) -> Request:  # noqa: ANN401
        meta = {"hosts": self.hosts, "portal": "directory"}
        return Request(url, callback=callback, errback=self.fail, meta=meta)

    def parse_robots(self, response: Response, **_: Any) -> Any:  # noqa: ANN401
        """The directory is asked for only when robots.txt lets us; an unreachable one is no permission."""
        if response.status >= 500:
            self.trouble.append(f"{response.url}: trả lời {response.status}, chưa biết có được đọc hay không")
        elif response.status < 300 and not Protego.parse(response.text).can_fetch(self.url, AGENT):
            self.trouble.append(f"{self.url}: robots.txt của cổng không cho máy đọc")
        else:
            yield self._ask(self.url, self.parse)

    def parse(self, response: Response, **_: Any) -> Any:  # noqa: ANN401
        self.pages += 1
        kind = response.headers.get("Content-Type", b"")
        reading = read(
            response.body, response.url, status=response.status, content_type=kind.decode("latin-1") if kind else None,
            now=clock.now(self.config), hosts=self.hosts,
        )
        if response.status != 200:
            self.trouble.append(f"{response.url}: trả lời {response.status}, không đọc được danh bạ")
            return
        text, _whole = decode(response.body, kind.decode("latin-1") if kind else None)
        self.entries += entries_of(Page(text, response.url, now=clock.now(self.config), hosts=self.hosts))
        if reading.next is not None and reading.next.method == "GET" and self.pages < PAGES:
            yield self._ask(reading.next.url, self.parse)

    def fail(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
        outcome, reason = outcome_of_failure(failure.value or OSError(), request.url)
        self.trouble.append(f"{request.url}: {outcome} – {reason}")


WORDS = {"new": "Mới, chưa có trong sổ đăng ký", "moved": "Đổi địa chỉ", "gone": "Có trong sổ, không còn trong danh bạ"}


def main(
    url: Annotated[str, typer.Argument(help="Trang danh bạ các cổng thành phần.")],
    registry: Annotated[Path, typer.Option(help="Sổ đăng ký để đối chiếu.")],
    out: Annotated[Path | None, typer.Option(help="Ghi danh bạ đọc được ra CSV.")] = None,
) -> None:
    """Đọc danh bạ và in ra chỗ khác với sổ đăng ký."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        print(f"Địa chỉ {url!r} không dùng được: ghi dạng https://ten.laocai.gov.vn/danh-ba", file=sys.stderr)
        raise typer.Exit(2)
    try:
        portals = list(portals_on(load_portals(registry), clock.today(load_settings())))
    except RegistryError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from error
    entries: list[Entry] = []
    trouble: list[str] = []
    scrapy_settings = get_project_settings()
    scrapy_settings.set("DOWNLOAD_DELAY", load_settings().delay)
    process = CrawlerProcess(scrapy_settings)
    process.crawl(DirectorySpider, url=url, entries=entries, trouble=trouble)
    process.start()
    for line in trouble:
        print(line, file=sys.stderr)
    if not entries:
        print("Không đọc được mục nào trong danh bạ: không kết luận gì về sổ đăng ký.", file=sys.stderr)
        raise typer.Exit(1)
    differences = compare(entries, portals, (urlsplit(url).hostname or "").lower())
    for what, title in WORDS.items():
        rows = [d for d in differences if d.what == what]
        print(f"{title}: {len(rows)}")
        for d in rows:
            print(f"  {d.code or '–'}  {d.name}  {d.before} → {d.after}".rstrip(" →"))
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["name", "url"])
            writer.writerows([e.name, e.url] for e in entries)


if __name__ == "__main__":
    typer.run(main)
