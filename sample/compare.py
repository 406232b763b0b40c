"""Compare what the monitor says with what is true: counts per kind of site, and the verdicts that must not be."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Row = dict[str, Any]
LEFT_OUT = "portals in trouble"


def address(url: str) -> str:
    """What identifies a post: its host, and the number that its address carries in the path or in a parameter. One post
    may stand under two channels, so the rest of the path does not count where there is a number."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    for name in ("ItemID", "id"):
        if name in query:
            return f"{parts.netloc}{parts.path}?{query[name]}"
    last = unquote(parts.path.rstrip("/")).rsplit("/", 1)[-1]
    number = re.search(r"(\d{5,})(?:\.html)?$", last)
    return f"{parts.netloc}#{number[1]}" if number else f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}"


def compare(truth: Row, posts: list[Row], inactive: list[Row], questions: list[Row], coverage: list[Row]) -> Row:
    """Counts per kind of site, troubled portals called inactive, and what is wrong, by name. Portals in trouble on the
    truth's night are not observable and left out of the counts."""
    by_portal, asked = _group(posts), _group(questions)
    seen = {code: {fold(row["channel"]) for row in rows if row["channel"]} for code, rows in _group(coverage).items()}
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    for portal in truth["portals"]:
        count, code = kinds[portal["kind"]], portal["code"]
        if portal["trouble"]:
            count[LEFT_OUT] += 1
            continue
        count["portals"] += 1
        _count_posts(portal, by_portal[code], count, wrong)
        _count_questions(portal, asked[code], count, wrong)
        _count_channels(portal, seen.get(code, set()), count, wrong)
    return {"kinds": {k: dict(v) for k, v in sorted(kinds.items())}, **_verdicts(truth, inactive), "wrong": wrong}


def _group(rows: list[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["portal"]].append(row)
    return found


def _count_posts(portal: Row, rows: list[Row], count: Counter[str], wrong: list[str]) -> None:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[address(row["url"])].append(row)
    who = f"{portal['kind']} {portal['code']}"
    expected = {address(p["url"]): p for p in portal["posts"]}
    for key, post in expected.items():
        if key not in found:
            if not post["removed_on"]:  # one that was gone before the first night cannot be found
                count["posts"] += 1
                wrong.append(f"{who} not found: {post['url']} ({post['published_on']})")
            continue
        count["posts"] += 1
        count["found"] += 1
        count["doubled"] += len(found[key]) - 1
        stated = found[key][0]["published_on"]
        name = "right" if stated == post["published_on"] else "unknown" if stated is None else "wrong"
        count[f"dates {name}"] += 1
        if name != "right":
            wrong.append(f"{who} date {stated}, true {post['published_on']}: {post['url']}")
    for key in found.keys() - expected.keys():
        count["invented"] += len(found[key])
        wrong.append(f"{who} invented: {found[key][0]['url']} ({found[key][0]['title']})")


def _count_questions(portal: Row, rows: list[Row], count: Counter[str], wrong: list[str]) -> None:
    """A question is right when one was found with the same day asked, state and day answered."""
    left = list(rows)
    for question in portal["questions"]:
        count["questions"] += 1
        facts = [question[k] for k in ("asked_on", "state", "answered_on")]
        same = next((r for r in left if [r["asked_on"], r["state"], r["answered_on"]] == facts), None)
        if same is None:
            wrong.append(f"{portal['kind']} {portal['code']} question not right: {facts} {question['title']}")
            continue
        left.remove(same)
        count["questions right"] += 1


def _count_channels(portal: Row, seen: set[str], count: Counter[str], wrong: list[str]) -> None:
    for channel in portal["channels"]:
        name = "pages" if channel["kind"] == "page" else "channels"
        count[name] += 1
        there = fold(channel["title"]) in seen
        count[f"{name} found"] += there
        if not there and name == "channels":
            wrong.append(f"{portal['kind']} {portal['code']} channel not found: {channel['title']} {channel['url']}")


def _verdicts(truth: Row, inactive: list[Row]) -> Row:
    said = {row["portal"]: row["verdict"] for row in inactive}
    called = {p["code"] for p in truth["portals"] if said.get(p["code"]) == "inactive"}
    return {
        "troubled": sorted(p["code"] for p in truth["portals"] if p["trouble"]),
        "troubled_called_inactive": sorted(p["code"] for p in truth["portals"] if p["trouble"] and p["code"] in called),
        "active_called_inactive": sorted(
            p["code"] for p in truth["portals"] if not p["trouble"] and not p["silent"] and p["code"] in called
        ),
        "silent": dict(Counter(said.get(p["code"], "-") for p in truth["portals"] if p["silent"] and not p["trouble"])),
    }


def fold(text: str) -> str:
    """Titles that differ only in composition, case or spaces are one."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def shares(count: dict[str, int]) -> tuple[float, float]:
    """(posts found, dates right among those found) in percent."""

    def share(part: str, whole: str) -> float:
        return 100 * count.get(part, 0) / count[whole] if count.get(whole) else 100.0

    return share("found", "posts"), share("dates right", "found")


def is_good(result: Row) -> bool:
    """At least 99 % found and 99 % of dates right on each kind, nothing invented, nobody wrongly called inactive."""
    return (
        not result["troubled_called_inactive"]
        and not result["active_called_inactive"]
        and all(min(shares(count)) >= 99 and not count.get("invented") for count in result["kinds"].values())
    )
