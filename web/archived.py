"""A kept page made harmless for the sandboxed frame: its text and structure, nothing that loads, runs or links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import nh3

from web.evidence import Body

TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "article", "header", "footer", "nav", "main", "ul",
        "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "b", "strong", "i", "em",
        "span", "br", "hr", "blockquote", "pre", "time", "a", "figure", "figcaption"}
#: Tags that go with all that they hold.
GONE = {"script", "style", "noscript", "template", "svg", "math", "title"}
INLINE = {"b", "strong", "i", "em", "span", "a", "time"}
LEAST = 4  # characters of an excerpt
STYLE = ("body{font:15px/1.5 system-ui,sans-serif;margin:1rem;color:#222}mark{background:#ffe58a;outline:2px solid "
         "#b98900}.note{color:#56656e;border-bottom:1px solid #ccc}table{border-collapse:collapse}td,th{border:"
         "1px solid #ccc;padding:.2rem .5rem}a{color:#0f5c6e}")
CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{2,30})")


def is_page(body: Body) -> bool:
    return body.kind.split(";")[0].strip().lower() in ("text/html", "application/xhtml+xml", "")


def show_archived(body: Body, excerpts: Sequence[str] = ()) -> str:
    """The page as a document of its own, with every place that the finding names marked; it says how many."""
    clean, count = mark(clean_page(body), excerpts)
    told = f"Đã đánh dấu {count} chỗ." if count else "Trang này không có đoạn nào mà phát hiện nêu tên."
    note = f"<p class=note>{told}</p>" if excerpts else ""
    return (f"<!doctype html><html lang=vi><meta charset=utf-8><title>Trang đã lưu</title><style>{STYLE}</style>"
            f"{note}{clean}")


def clean_page(body: Body) -> str:
    """Text and structure, and nothing else of what came."""
    spans = {"colspan", "rowspan"}
    return nh3.clean(decode(body), tags=TAGS, attributes={"th": spans, "td": spans}, clean_content_tags=GONE,
                     link_rel=None)


def mark(clean: str, excerpts: Sequence[str]) -> tuple[str, int]:
    """The page with the excerpts marked, and how often: white space folded, across tags inside a line such as <b>."""
    wanted = [words for excerpt in excerpts if len(words := escape(excerpt.strip(), quote=False)) >= LEAST]
    if not wanted:
        return clean, 0
    spaced = (r"\s+".join(map(re.escape, words.split())) for words in wanted)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.I)
    parts = re.split(r"(<[^>]*>)", clean)
    plain = "".join(_plain(part) for part in parts)
    found = [match.span() for match in pattern.finditer(plain)]
    at, made = 0, []
    for part in parts:
        made.append(part if part.startswith("<") else _wrap(part, at, found))
        at += len(_plain(part))
    return "".join(made), len(found)


def _plain(part: str) -> str:
    """What a part adds to the running text: a tag inside a line nothing, any other an end that no excerpt crosses."""
    if not part.startswith("<"):
        return part
    return "" if part.strip("</>").split(" ")[0] in INLINE else "\0"


def _wrap(part: str, at: int, found: Sequence[tuple[int, int]]) -> str:
    """The stretches of the excerpts that fall into this part, which begins at `at` of the running text."""
    made, done = "", 0
    for start, end in found:
        start, end = max(start - at, 0), min(end - at, len(part))
        if start < end:
            made += f"{part[done:start]}<mark>{part[start:end]}</mark>"
            done = end
    return made + part[done:]


def decode(body: Body) -> str:
    """Text in the charset that the server or the page states; what cannot be read becomes a replacement sign."""
    stated = CHARSET.search(body.kind.encode("ascii", "ignore")) or CHARSET.search(body.data[:4096])
    name = stated[1].decode("ascii") if stated else "utf-8"
    try:
        return body.data.decode(name, "replace")
    except LookupError:
        return body.data.decode("utf-8", "replace")
