"""The channels that a night stored held against what a site's menu really has: each list once, titled, of its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import text

from crawler.database import open_engine

HOME = ("", "/index.html")


@dataclass(frozen=True)
class Channels:
    """What a site's menu names: address -> title of its lists and of its single pages. `others`: openings of addresses
    that the system adds itself and that are no posts (archives, tags, the office's own part)."""

    lists: Mapping[str, str]
    pages: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path).rstrip("/") + (f"?{unquote(parts.query)}" if parts.query else "")


def stored_channels(data_dir: Path) -> dict[str, list[dict[str, Any]]]:
    """Portal -> its stored channels; an address that leads to another channel's is that one."""
    engine = open_engine(f"sqlite:///{data_dir / 'monitor.db'}")
    with engine.connect() as connection:
        rows = connection.execute(text("select portal, title, url, kind from channels where same_as is null"))
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows.mappings():
            found[row["portal"]].append(dict(row))
    engine.dispose()
    return found


def wrong_channels(truth: Channels, posts: Collection[str], rows: list[dict[str, Any]]) -> list[str]:
    """Each difference in words; `posts`: addresses of the site's posts, which are no channels."""
    by_path: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["url"]:
            by_path[path_of(row["url"])].append(row)
    names = {*truth.lists.values(), *truth.pages.values()}
    wrong = [f"once more without an address: {row['title']!r}" for row in rows
             if not row["url"] and row["title"] in names]
    for wanted, kinds in ((truth.lists, ("list",)), (truth.pages, ("page", "index"))):
        for path, title in wanted.items():
            wrong += _of_one(path, title, kinds, by_path[path])
    for path, others in by_path.items():
        if path in posts:
            wrong.append(f"a post is a channel: {path}")
        elif not (path in truth.lists or path in truth.pages or path in HOME or path.startswith(truth.others)
                  or others[0]["kind"] == "external"):
            wrong.append(f"no channel of the site: {path} ({others[0]['title']!r}, {others[0]['kind']})")
    return wrong


def _of_one(path: str, title: str, kinds: tuple[str, ...], rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return [f"not found: {path}"]
    if len(rows) > 1:
        return [f"found {len(rows)} times: {path}"]
    if rows[0]["title"] != title:
        return [f"title of {path}: {rows[0]['title']!r}, not {title!r}"]
    return [] if rows[0]["kind"] in kinds else [f"kind of {path}: {rows[0]['kind']}, not {kinds[0]}"]
