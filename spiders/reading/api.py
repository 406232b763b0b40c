"""Answers of "load more" addresses: JSON with an array of posts, or with a fragment of HTML."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.facts import Item, NextPage, Reading
from spiders.reading.dates import attribute_date
from spiders.reading.identity import key_of
from spiders.reading.page import Page, fold_text
from spiders.reading.page_numbers import page_number, with_number

_TITLE = ("title", "tieude", "name", "ten", "headline", "subject", "post_title")
_URL = ("url", "link", "href", "permalink", "slug_url", "duongdan", "path")
_DATE = ("published_at", "publishedat", "published", "publish_date", "publishdate", "ngaydang", "ngay_dang", "date",
         "created_at", "createdat", "time", "ngay", "post_date", "pubdate")
_NEXT = ("next", "next_url", "nexturl", "next_page_url", "nextpage", "next_page")
_MORE = ("has_more", "hasmore", "has_next", "hasnext", "more")


def is_json(body: bytes, content_type: str | None) -> bool:
    """Whether the bytes are a JSON answer."""
    return "json" in (content_type or "").lower() or body.lstrip()[:1] in (b"{", b"[")


def read_json(text: str, url: str, now: datetime, hosts: frozenset[str]) -> Reading | None:
    """The posts of a JSON answer and the address of the next; None when it holds neither posts nor HTML."""
    try:
        data = json.loads(text)
    except ValueError:
        return None
    rows = _posts(data)
    items = tuple(i for i in (_item(row, url, now) for row in rows) if i is not None)
    fragment = _fragment(data)
    if not items and fragment:
        return Reading("unknown", why=("html",), title=fragment)
    if not items:
        return Reading("empty_list", why=("JSON không có tin nào",), key=key_of(url)) if isinstance(data, dict | list) \
            else None
    return Reading("list", key=key_of(url), items=items, next=_next(data, url, hosts), why=("JSON",))


def _posts(data: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The largest array of objects with a title and an address."""
    best: list[dict[str, Any]] = []
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list):
            rows = [r for r in value if isinstance(r, dict) and _get(r, _TITLE) and _get(r, _URL)]
            if len(rows) > len(best):
                best = rows
            stack += value
    return best


def _get(row: dict[str, Any], names: tuple[str, ...]) -> str:
    lower = {k.lower(): v for k, v in row.items()}
    for name in names:
        value = lower.get(name)
        if isinstance(value, dict):
            value = value.get("rendered")
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _item(row: dict[str, Any], base: str, now: datetime) -> Item | None:
    url = urljoin(base, _get(row, _URL))
    if not url.startswith(("http://", "https://")):
        return None
    stated = _get(row, _DATE)
    title = fold_text(re.sub(r"<[^>]+>", " ", _get(row, _TITLE)))
    return Item(key_of(url), url, title, attribute_date(stated, now=now, source="row") if stated else None)


def _fragment(data: Any) -> str:  # noqa: ANN401 - JSON
    values = data.values() if isinstance(data, dict) else []
    return max((v for v in values if isinstance(v, str) and "<a" in v), key=len, default="")


def _next(data: Any, url: str, hosts: frozenset[str]) -> NextPage | None:  # noqa: ANN401 - JSON
    """The next address: the one the answer names, else this one with its page number raised, unless it is the last."""
    lower = {k.lower(): v for k, v in data.items()} if isinstance(data, dict) else {}
    for name in _NEXT:
        if name in lower:
            value = lower[name]
            if not value:
                return None
            if isinstance(value, str):
                step = urljoin(url, value)
                return NextPage(step, "json_next") if (urlsplit(step).hostname or "") in hosts else None
            if isinstance(value, int) and page_number(url) is not None and value > (page_number(url) or 0):
                return NextPage(with_number(url, value), "json_next")
    if any(name in lower and not lower[name] for name in _MORE):
        return None
    number = page_number(url)
    return NextPage(with_number(url, number + 1), "load_more") if number is not None else None


def page_of_fragment(html: str, url: str, now: datetime, hosts: frozenset[str]) -> Page:
    """A fragment of HTML as a page of its own."""
    return Page(f"<html><body><main>{html}</main></body></html>", url, now=now, hosts=hosts)
