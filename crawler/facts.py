"""What one fetched page says, as frozen facts: the only thing the reader hands to the store.

The reader (`spiders/reading`) builds these, the store keeps them as JSON (`to_json`), the night's settlement reads
them back (`reading_from_json`). Dates are calendar days in Asia/Ho_Chi_Minh; unknown is `None`, never today.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

PageKind = Literal[
    "list",          # a channel's list of posts, documents or questions
    "article",       # one post
    "document",      # one legal or administrative document with its own number
    "page",          # a single page that is neither (giới thiệu, liên hệ); also a home page
    "qa",            # questions and answers
    "form",          # a page whose point is a form
    "feed",          # RSS, Atom
    "sitemap",       # sitemap or sitemap index
    "refusal",       # "please wait", 429, also with status 200
    "login",
    "maintenance",
    "not_found",     # also a soft 404 with status 200
    "error",         # an error page, also with status 200
    "challenge",     # WAF or captcha
    "js_shell",      # nothing to read without running scripts
    "parked",
    "empty_list",    # a true empty list: says so itself
    "charset",       # text cannot be decoded
    "truncated",     # the page ends before its end
    "lost",          # our parser lost the page (raw links and tree disagree)
    "binary",        # not a page: PDF, picture, archive
    "unknown",       # not understood: recorded as such, never a zero
]

#: Kinds on which the content of the site was really seen.
SEEN: frozenset[str] = frozenset({"list", "article", "document", "page", "qa", "form", "feed", "sitemap", "empty_list"})

ItemKind = Literal["post", "document", "media", "question"]
DateGrade = Literal["sure", "likely", "unknown"]
ChannelKind = Literal["list", "documents", "qa", "page", "index", "form", "external", "unknown"]
QuestionState = Literal["answered", "awaiting_answer", "awaiting_acceptance", "removed"]


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as the page prints it. `on` is None when it could not be read; `raw` is kept all the same."""

    on: date | None
    raw: str
    source: str  # how it was read: row, row_time, label, time_tag, json_ld, meta, feed, url, relative
    grade: DateGrade = "sure"
    at: str | None = None  # local time HH:MM when printed


@dataclass(frozen=True, slots=True)
class Attachment:
    url: str
    title: str
    type: str = ""        # pdf, docx, …
    size: int | None = None  # bytes, when the page says so


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the site's navigation: where it stands in the menu tree and where it leads."""

    title: str
    url: str | None                 # None for a heading without address (href="#")
    path: tuple[str, ...] = ()      # titles of its parents, outermost first
    key: str = ""                   # identity of the address, see reading/identity.py
    external: bool = False          # leads off the portal's own hosts


@dataclass(frozen=True, slots=True)
class NextPage:
    """The request that brings the next page of a list. POST only for paging a WebForms list."""

    url: str
    why: str                        # rel_next, number, word, pageindex, postback, load_more, …
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a list."""

    key: str
    url: str
    title: str
    published: StatedDate | None = None
    summary: str = ""
    kind: ItemKind = "post"
    pinned: bool = False
    number: str | None = None       # số ký hiệu of a document


@dataclass(frozen=True, slots=True)
class Block:
    """A repeated block that was considered as a list, with the score that decided."""

    heading: str
    heading_url: str | None
    items: tuple[Item, ...]
    score: float
    where: str                      # CSS-like path of the container, for people
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    published: StatedDate | None
    body_hash: str | None           # sha256 of the body text without counters, clocks, related items; None if not found
    words: int
    kind: ItemKind = "post"
    updated: StatedDate | None = None
    author: str | None = None
    source: str | None = None       # "Nguồn: …"
    attachments: tuple[Attachment, ...] = ()
    pictures: int = 0
    number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    breadcrumb: tuple[str, ...] = ()
    sketch: str | None = None       # of the body text, see crawler/sketch.py


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    url: str | None
    title: str
    state: QuestionState | None     # None: the page does not say
    asked_on: date | None = None
    accepted_on: date | None = None
    answered_on: date | None = None
    asker: str | None = None        # masked: "Ng. V. A."
    answered_by: str | None = None
    answered_by_title: str | None = None
    topic: str | None = None
    raw_dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one response, and why."""

    kind: PageKind
    title: str = ""
    why: tuple[str, ...] = ()
    key: str = ""                   # identity of the page itself
    platform: str | None = None     # recognised by signs, else None
    lang: str | None = None
    items: tuple[Item, ...] = ()    # of the main list
    next: NextPage | None = None
    unread_pager: bool = False      # a pager is there, but only scripts know where it leads: the end is not proven
    menu: tuple[MenuEntry, ...] = ()
    blocks: tuple[Block, ...] = ()
    article: Article | None = None
    questions: tuple[Question, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    text_words: int = 0             # words of text outside menu, header and footer
    placeholder: bool = False       # says "đang cập nhật" and nothing else
    closed: bool = False            # tells robots neither to index it nor to follow its links
    raw_links: int = 0              # "<a" in the bytes, to catch a parser that lost the page
    wait_seconds: float | None = None  # of a refusal
    features: tuple[str, ...] = ()  # of a home page: search, mobile, english, phone … (spiders/reading/home_signs.py)
    hosts: tuple[str, ...] = ()     # of a home page: further hosts that it links to
    named: tuple[str, ...] = ()     # of a single page: bodies and places that its text names


def to_json(fact: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the dataclasses above
    """Plain JSON-able dict; dates as YYYY-MM-DD, empty fields left out so that equal pages give equal bytes."""
    out: dict[str, Any] = {}
    for name in fact.__dataclass_fields__:  # dataclasses.fields() would build a tuple for each of 100 entries of a page
        value = getattr(fact, name)
        if value is None or value == () or value == "" or value is False:
            continue
        out[name] = _plain(value)
    return out


def clean_facts(reading: Reading, reader: str) -> dict[str, Any]:
    """A reading as it is stored: with the reader's version, without the considered blocks (those are for people)."""
    return {**to_json(dataclasses.replace(reading, blocks=())), "reader": reader}


def digest_of(facts: dict[str, Any]) -> str:
    """Content address of a stored reading: sha256 of `text_of`."""
    return hashlib.sha256(text_of(facts).encode("utf-8")).hexdigest()


def text_of(facts: dict[str, Any]) -> str:
    """A stored reading's one text."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str | int | float):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return to_json(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _stated(d: dict[str, Any] | None) -> StatedDate | None:
    if not d:
        return None
    return StatedDate(_date(d.get("on")), d.get("raw", ""), d["source"], d.get("grade", "sure"), d.get("at"))


def _item(d: dict[str, Any]) -> Item:
    return Item(**{"url": "", "title": "", "key": "", **d, "published": _stated(d.get("published"))})


def _next(d: dict[str, Any] | None) -> NextPage | None:
    if not d:
        return None
    return NextPage(**{**d, "form": tuple((k, v) for k, v in d.get("form", ()))})


def _menu(d: dict[str, Any]) -> MenuEntry:
    return MenuEntry(**{"title": "", "url": None, **d, "path": tuple(d.get("path", ()))})


def _article(d: dict[str, Any] | None) -> Article | None:
    if not d:
        return None
    return Article(**{
        "title": "", "body_hash": None, "words": 0, **d,
        "published": _stated(d.get("published")), "updated": _stated(d.get("updated")),
        "issued_on": _date(d.get("issued_on")), "effective_on": _date(d.get("effective_on")),
        "attachments": tuple(Attachment(**{"url": "", "title": "", **a}) for a in d.get("attachments", ())),
        "breadcrumb": tuple(d.get("breadcrumb", ())),
    })


def _question(d: dict[str, Any]) -> Question:
    days = {k: _date(d.get(k)) for k in ("asked_on", "accepted_on", "answered_on")}
    blank: dict[str, Any] = {"key": "", "url": None, "title": "", "state": None}
    return Question(**{**blank, **d, **days, "raw_dates": tuple(d.get("raw_dates", ()))})


def reading_from_json(d: dict[str, Any]) -> Reading:
    """The inverse of `to_json` for a Reading. The considered `blocks` are for people and are not read back."""
    many: dict[str, Any] = {
        "why": tuple(d.get("why", ())), "feeds": tuple(d.get("feeds", ())), "sitemaps": tuple(d.get("sitemaps", ())),
        "items": tuple(_item(i) for i in d.get("items", ())), "menu": tuple(_menu(m) for m in d.get("menu", ())),
        "questions": tuple(_question(q) for q in d.get("questions", ())), "blocks": (),
        "next": _next(d.get("next")), "article": _article(d.get("article")),
        **{name: tuple(d.get(name, ())) for name in ("features", "hosts", "named")},
    }
    known = {f.name for f in dataclasses.fields(Reading)}
    return Reading(**{**{k: v for k, v in d.items() if k in known}, **many})
