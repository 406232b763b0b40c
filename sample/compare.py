"""Compare what the monitor says with what is true: a table per kind of site, and the verdicts that must not be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Row = dict[str, Any]


def address(url: str) -> str:
    """What identifies a post's address: path and the parameter that names it. One post may stand under two channels, so
    only the last part of the path counts where it carries the number."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    for name in ("ItemID", "id"):
        if name in query:
            return f"{parts.netloc}{parts.path}?{query[name]}"
    last = unquote(parts.path.rstrip("/")).rsplit("/", 1)[-1]
    number = re.search(r"(\d{5,})(?:\.html)?$", last)
    return f"{parts.netloc}#{number[1]}" if number else f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}"


def compare(truth: Row, posts: list[Row], inactive: list[Row], questions: list[Row], coverage: list[Row]) -> Row:
    """Counts per kind of site, troubled portals called inactive, and what is wrong, by name."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for post in posts:
        found[post["portal"]][address(post["url"])].append(post)
    asked: dict[str, dict[str, Row]] = defaultdict(dict)
    for question in questions:
        asked[question["portal"]][question["id"]] = question
    seen: dict[str, set[str]] = defaultdict(set)
    for row in coverage:
        seen[row["portal"]].add(_fold(row["channel"]))
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    ever_troubled = {p["code"] for p in truth["portals"] if p["trouble"]}
    for portal in truth["portals"]:
        if portal["trouble"]:
            kinds[portal["kind"]]["portals in trouble (left out)"] += 1
            continue
        _posts(portal, found[portal["code"]], kinds[portal["kind"]], wrong)
        _questions(portal, list(asked[portal["code"]].values()), kinds[portal["kind"]], wrong)
        count = kinds[portal["kind"]]
        for channel in portal["channels"]:
            count["channels"] += 1
            count["channels found"] += _fold(channel["title"]) in seen[portal["code"]]
    verdicts = {v["portal"]: v["verdict"] for v in inactive}
    accused = sorted(c for c in ever_troubled if verdicts.get(c) == "inactive")
    active = sorted(p["code"] for p in truth["portals"]
                    if not p["silent"] and not p["trouble"] and verdicts.get(p["code"]) == "inactive")
    silent = Counter(verdicts.get(p["code"], "-") for p in truth["portals"] if p["silent"] and not p["trouble"])
    return {"kinds": {k: dict(v) for k, v in sorted(kinds.items())}, "troubled_called_inactive": accused,
            "active_called_inactive": active, "silent": dict(silent), "wrong": wrong}


def _posts(portal: Row, found: dict[str, list[Row]], count: Counter[str], wrong: list[str]) -> None:
    count["portals"] += 1
    expected = {address(p["url"]): p for p in portal["posts"]}
    for key, post in expected.items():
        if post["removed_on"] and key not in found:
            continue
        count["posts"] += 1
        rows = found.get(key)
        if not rows:
            wrong.append(f"{portal['kind']} {portal['code']} not found: {post['url']} ({post['published_on']})")
            continue
        count["found"] += 1
        count["doubled"] += len(rows) - 1
        stated = rows[0]["published_on"]
        name = "right" if stated == post["published_on"] else "unknown" if stated is None else "wrong"
        count[f"dates {name}"] += 1
        if name != "right":
            wrong.append(f"{portal['kind']} {portal['code']} date {stated}, true {post['published_on']}: {post['url']}")
    for key in found.keys() - expected.keys():
        count["invented"] += len(found[key])
        wrong.append(f"{portal['kind']} {portal['code']} invented: {found[key][0]['url']}")


def _questions(portal: Row, found: list[Row], count: Counter[str], wrong: list[str]) -> None:
    left = list(found)
    for question in portal["questions"]:
        count["questions"] += 1
        same = next((f for f in left if f["asked_on"] == question["asked_on"] and f["state"] == question["state"]
                     and f["answered_on"] == question["answered_on"]), None)
        if same is None:
            wrong.append(f"{portal['kind']} {portal['code']} question not right: {question}")
            continue
        left.remove(same)
        count["questions right"] += 1


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


COLUMNS = ("portals", "posts", "found", "dates right", "dates wrong", "dates unknown", "invented", "doubled", "channels",
           "channels found", "questions", "questions right")


def table(result: Row) -> str:
    """The comparison as text for people."""
    lines = ["kind of site  " + "  ".join(f"{c:>14}" for c in COLUMNS) + "   found %   dates %"]
    for kind, count in result["kinds"].items():
        shares = [_share(count.get("found", 0), count.get("posts", 0)), _share(count.get("dates right", 0), count.get("found", 0))]
        lines.append(f"{kind:12}  " + "  ".join(f"{count.get(c, 0):>14}" for c in COLUMNS) + "".join(f"{s:>10.2f}" for s in shares))
    left = sum(c.get("portals in trouble (left out)", 0) for c in result["kinds"].values())
    lines += ["", f"portals in trouble that night, left out of the shares: {left}",
              f"portals in trouble called inactive: {len(result['troubled_called_inactive'])} {result['troubled_called_inactive']}",
              f"active portals called inactive: {len(result['active_called_inactive'])} {result['active_called_inactive']}",
              f"silent portals by verdict: {result['silent']}", ""]
    lines += result["wrong"][:40]
    if len(result["wrong"]) > 40:
        lines.append(f"… and {len(result['wrong']) - 40} more")
    return "\n".join(lines)


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


def good(result: Row) -> bool:
    """At least 99 % found and 99 % of dates right on each kind, nothing invented, nobody wrongly called inactive."""
    return not result["troubled_called_inactive"] and not result["active_called_inactive"] and all(
        _share(c.get("found", 0), c.get("posts", 0)) >= 99 and _share(c.get("dates right", 0), c.get("found", 0)) >= 99
        and not c.get("invented", 0) for c in result["kinds"].values())
