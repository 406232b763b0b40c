"""A page's markup cut into what its template wrote and what was filled in, without parsing it.

Two pages with one skeleton have one tree: what is filled in are texts without "<" and values without quotes, so that
no parser can be in another state behind them. That is what lets a page be read by what was learned from another one.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from spiders.reading.page import fold_text

#: Scripts, styles and comments whole; texts with the ">" before them; attributes that differ from page to page.
_FILLED = re.compile(
    r"<(?:script|style)\b[^>]*>.*?</(?:script|style)(?=>)|<!--.*?--(?=>)|>[^<]+|"
    r" (?:href|src|alt|title|content|datetime|value)=\"[^\"<]*\"", re.S)
#: Numbers in names, as in class="post-15": no name that the reader knows has one.
_NUMBER = re.compile(r"(?<=[a-z]-)\d+(?=[\" ])")
_REFERENCE = re.compile(r"&(?!(?:[A-Za-z]{2,24}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});)")
_CHANCE = re.compile(r"[0-9a-f]*\d[0-9a-f]*")  # what scripts and comments are given anew for each page
HOLE = "\0"


class UnlikeError(Exception):
    """A page that is not, or not surely enough, what was learned: it has to be read in full."""


@dataclass(frozen=True, slots=True)
class Cut:
    """`skeleton` with a hole for each of the `values`, which keep what tells their kind: ">text", " href=…", "<!--"."""

    skeleton: str
    values: list[str]


def cut_page(markup: str) -> Cut:
    if HOLE in markup:
        raise UnlikeError("NUL")
    return Cut(_NUMBER.sub("0", _FILLED.sub(HOLE, markup)), _FILLED.findall(markup))


def text_of(value: str) -> str:
    """A text as the parser reads it, NFC and folded."""
    return fold_text(_resolved(value[1:]))


def attribute_of(value: str) -> str:
    """The value of an attribute as the parser reads it."""
    return _resolved(value[value.index('"') + 1:-1])


def _resolved(text: str) -> str:
    if "&" not in text:
        return text
    if _REFERENCE.search(text):
        raise UnlikeError("a reference to a character without its end")
    return html.unescape(text)


def kinds_of(values: list[str]) -> str:
    """Text, raw or which attribute: one letter each."""
    return "".join([value[1] if value[0] == " " else value[0] for value in values])


def is_same_but_for_chance(value: str, other: str) -> bool:
    """Whether two scripts or comments differ only in numbers and tokens."""
    return value == other or _CHANCE.sub("0", value) == _CHANCE.sub("0", other)
