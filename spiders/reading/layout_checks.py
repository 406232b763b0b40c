"""What a remembered layout asks of a page before it believes it: small questions, each a reason to refuse."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiders.reading.article_dates import LINE
from spiders.reading.articles import AUTHOR, LABELLED, SOURCE
from spiders.reading.dates import may_hold_date
from spiders.reading.documents import label_of
from spiders.reading.skeleton import HOLE, UnlikeError, text_of

_INLINE = "b|strong|i|em|u"
_ATTRIBUTE = r"(?: (?:style|align|dir|lang|class)=\"[^\"<>\0]*\")*"
#: Paragraphs of text, with single marks, breaks and pictures in them, and nothing between them.
_PARAGRAPHS = re.compile(
    rf"(?:<p{_ATTRIBUTE}[\0>](?:<br ?/?[\0>]|<img(?:\0| [a-z-]+=\"[^\"<>\0]*\")*? ?/?[\0>]|"
    rf"<(?P<mark>{_INLINE}){_ATTRIBUTE}[\0>]</(?P=mark)[\0>])*</p[\0>])+")
_CLASS = re.compile(r"class=\"([^\"]*)\"")
_PAIR = 300      # letters of an element that may be a label and its value
_NAME = 25       # letters of a name: shorter ones decide whether a block is a menu
_ANY = 12.0      # more than any list scores
_ADDRESS = re.compile(r"(?:https?://[a-z0-9.-]+(?::\d{2,5})?(?=/)|(?=[\w/?.]))[^\s:#]*")


def paragraphs_of(middle: str, values: list[str], classes: frozenset[str]) -> list[list[str]]:
    """The paragraphs of a body that is nothing else, each as its pieces."""
    if not _PARAGRAPHS.fullmatch(middle):
        raise UnlikeError("body is not paragraphs alone")
    if not classes.issuperset(_CLASS.findall(middle)):
        raise UnlikeError("body has names never seen")
    found: list[list[str]] = []
    at = 0
    for part in middle.split("<p")[1:]:
        inner, _, tail = part.partition("</p")
        own, at = values[at:at + inner.count(HOLE)], at + inner.count(HOLE)
        pictures = "<img" in inner
        pieces = [text for v in own if v[0] == ">" and (text := text_of(v))]
        if any(v[0] != ">" and not (pictures and v[1] in "sa") for v in own):
            raise UnlikeError("body has attributes never seen")
        for value in values[at:at + tail.count(HOLE)]:
            if value[0] != ">" or text_of(value):
                raise UnlikeError("text between paragraphs")
        at += tail.count(HOLE)
        found.append(pieces)
        _check_paragraph(" ".join(pieces), pieces)
    return found


def _check_paragraph(text: str, pieces: list[str]) -> None:
    for piece in pieces:
        if len(piece) <= LINE and may_hold_date(piece):
            raise UnlikeError("a short line with a date in the body")
        if len(piece) <= LABELLED and (AUTHOR.match(piece) or SOURCE.match(piece)):
            raise UnlikeError("an author in the body")
    if len(text) <= LABELLED and (AUTHOR.match(text) or SOURCE.match(text)):
        raise UnlikeError("an author in the body")
    if len(text) < _PAIR and ":" in text and label_of(text.partition(":")[0]):
        raise UnlikeError("a document's label in the body")


def letters_of(texts: Sequence[str], least: int) -> int:
    """Letters of the texts that are long enough to count."""
    return sum(len(text) for text in texts if len(text) >= least)


def check_text(text: str, before: str) -> None:
    """A text outside the body that another page had otherwise."""
    if bool(text) != bool(before):
        raise UnlikeError("a text where there was none")
    if label_of(text) or (":" in text and label_of(text.partition(":")[0])):
        raise UnlikeError("a document's label")


def growth(text: str, before: str) -> float:
    """By how much the score of a list may have grown by another name of one of its links."""
    if min(len(text), len(before)) < _NAME:
        return _ANY
    return 1.3 * abs(min(len(text), 80) - min(len(before), 80)) / 80


def check_link(url: str, before: str) -> None:
    """The address of a link outside the body that another page had otherwise."""
    for one in (url, before):
        if not _ADDRESS.fullmatch(one):
            raise UnlikeError("an address that may be none")
    if "rss" in url or "feed" in url:
        raise UnlikeError("a feed")
