"""Faults F44 to F54: bombs, endless bodies and sites without an end."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import cache
from urllib.parse import parse_qs, urlsplit

import brotli
from backports import zstd

from crawler.canaries.pages import answer
from tests.faults.case import (
    Case,
    asked_at_most,
    both,
    complete,
    on_lists,
    page,
    rows,
    says,
    site,
    unseen_lists,
)
from tests.faults.seen import Holds, Seen
from tests.faults.server import TODAY, Exchange, Handler

SWOLLEN = 256 * 2**20  # thirty times what is let in, and seen in the memory column if it were
PIECE = b" " * 2**24


@cache
def gzip_bomb() -> bytes:
    """256 MiB of blanks, built in pieces so that this process stays small."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(PIECE) for _ in range(SWOLLEN // len(PIECE))), packer.flush()])


@cache
def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=5)
    return b"".join([*(packer.process(PIECE) for _ in range(SWOLLEN // len(PIECE))), packer.finish()])


@cache
def zstd_bomb() -> bytes:
    packer = zstd.ZstdCompressor()
    return b"".join([*(packer.compress(PIECE) for _ in range(SWOLLEN // len(PIECE))), packer.flush()])


@cache
def layered_bomb() -> bytes:
    return gzip.compress(gzip.compress(gzip.compress(b" " * (200 * 2**20), 9), 9), 9)


def packed(make: Callable[[], bytes], encoding: str) -> Handler:
    async def answer(x: Exchange) -> None:
        await x.send(make(), Content_Encoding=encoding)
    return on_lists(answer)


async def endless_chunks(x: Exchange) -> None:
    await x.head(Content_Type="text/html; charset=utf-8", Transfer_Encoding="chunked")
    piece = b"<p>tin</p>" * 6000
    while True:
        x.writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        await x.writer.drain()


async def ten_gigabytes(x: Exchange) -> None:
    await x.head(Content_Type="text/html; charset=utf-8", Content_Length="10000000000")
    piece = b"<p>tin</p>" * 6000
    while True:
        x.writer.write(piece)
        await x.writer.drain()


@cache
def many_links(count: int) -> bytes:
    return site("".join(f"<a href=/t{n}>Tin so {n}</a>" for n in range(count))).encode()


def links(count: int) -> Handler:
    async def answer(x: Exchange) -> None:
        await x.send(many_links(count))
    return on_lists(answer)


async def deep(x: Exchange) -> None:
    posts = rows([(f"/tin-2025-01-{n:02d}.html", f"Xã ra quân dọn vệ sinh đường làng đợt {n}", f"{n:02d}/01/2025")
                  for n in range(1, 11)])
    await x.send(site("<div>" * 100_000 + posts + "</div>" * 100_000))


async def calendar(x: Exchange) -> None:
    """An archive of months without an end, all of them empty."""
    month = int(parse_qs(urlsplit(x.path).query).get("thang", ["0"])[0])
    await x.send(site(f'<p>Tháng {month}: chưa có bài viết nào.</p><a rel="prev" href="{x.path.split("?")[0]}?thang='
                      f'{month - 1}">Tháng trước</a> <a rel="next" href="{x.path.split("?")[0]}?thang={month + 1}">'
                      "Tháng sau</a>"))


def fresh(number: int) -> list[tuple[str, str, str]]:
    return [(f"/tin-2026-11-{n:02d}-{number}.html", f"Xã ra quân dọn vệ sinh đường làng đợt {n} lần {number}",
             f"{n:02d}/11/2026") for n in range(1, 11)]


async def repeating(x: Exchange) -> None:
    path, _, query = x.path.partition("?")
    number = int((query or "page=1").removeprefix("page="))
    await x.send(site(rows(fresh(0)) + f'<div class="pagination"><a rel="next" href="{path}?page={number + 1}">'
                                       "Trang sau</a></div>"))


async def sessions(x: Exchange) -> None:
    """Every link carries a session id that is new on every page."""
    path = x.path.split("?")[0]
    posts = [(f"{url}?PHPSESSID={x.number:032x}", title, day) for url, title, day in fresh(0)]
    await x.send(site(rows(posts) + f'<div class="pagination"><a rel="next" href="{path}?page={x.number + 2}&'
                                    f'PHPSESSID={x.number:032x}">Trang sau</a></div>'))


async def growing(x: Exchange) -> None:
    """A relative link that makes each address longer than the last."""
    await x.send(site(rows(fresh(0)) + '<div class="pagination"><a rel="next" href="trang/tiep/">Trang sau</a></div>'))


def growing_lists(x: Exchange) -> bool:
    return x.is_list or "trang/tiep" in x.path


async def grow(x: Exchange) -> None:
    await (growing(x) if growing_lists(x) else x.healthy())


async def cookies(x: Exchange) -> None:
    """A healthy portal that sets 500 cookies a page."""
    found = answer("old", x.path, TODAY, False, x.number)
    await x.send(found.body, found.status, Set_Cookie=[f"c{n}={'x' * 40}" for n in range(500)])


def pages_at_most(count: int) -> Holds:
    """No list was walked further than so many pages, and each walk says why it ended."""
    def hold(seen: Seen) -> bool:
        lists = [one for one in seen.lists if one.url.split("?")[0].endswith(("/tin-tuc", "/thong-bao"))]
        return len(lists) == 2 and all(one.pages <= count and one.end_reason is not None for one in lists)
    return hold


TOO_LARGE = unseen_lists("too_large")

SIZE = (
    Case("F44", "gzip bomb, 256 MiB", "refused, <= 150 MB", TOO_LARGE, packed(gzip_bomb, "gzip"),
         prepare=gzip_bomb),
    Case("F45", "brotli bomb, 256 MiB", "refused, <= 150 MB", TOO_LARGE, packed(brotli_bomb, "br"),
         prepare=brotli_bomb),
    Case("F46", "zstd bomb, 256 MiB", "refused, <= 150 MB", TOO_LARGE, packed(zstd_bomb, "zstd"),
         prepare=zstd_bomb),
    Case("F47", "gzip three times", "refused, <= 150 MB", TOO_LARGE, packed(layered_bomb, "gzip, gzip, gzip"),
         prepare=layered_bomb),
    Case("F48", "endless chunks", "cut", TOO_LARGE, on_lists(endless_chunks)),
    Case("F48", "Content-Length of 10 GB", "cut", TOO_LARGE, on_lists(ten_gigabytes)),
    Case("F49", "1,000,000 links", "cut", TOO_LARGE, links(1_000_000),
         prepare=lambda: many_links(1_000_000)),
    Case("F49", "230,000 links in 7.6 MB", "cut", unseen_lists("lost"), links(230_000),
         prepare=lambda: many_links(230_000)),
    Case("F50", "100,000 nested tags", "partly: parser_truncated", unseen_lists("lost"),
         on_lists(deep)),
    Case("F51", "calendar without an end", "<= 5 pages", pages_at_most(5), on_lists(calendar)),
    Case("F52", "the same page for every number", "<= 3 pages, end reason recorded", pages_at_most(3),
         on_lists(repeating)),
    Case("F53", "session ids in all links", "<= 3 pages", both(pages_at_most(3), asked_at_most(60)),
         on_lists(sessions)),
    Case("F54", "growing addresses", "<= 3 pages", both(pages_at_most(3), asked_at_most(60)), grow),
    Case("M1", "20,000 headers", "recorded", lambda seen: seen.state is not None, says(
        page("<p>tin</p>"), **{f"X_{n}": "a" * 40 for n in range(20_000)})),
    Case("M2", "one header of 1 MB", "recorded", lambda seen: seen.state is not None, says(
        page("<p>tin</p>"), X_Long="a" * 2**20)),
    Case("M3", "500 cookies", "observed", complete, cookies),
)
