"""A kept page made harmless for the sandboxed frame: its text and structure, nothing that loads, runs or links."""

from __future__ import annotations

import re
from html import escape

import nh3

from web.evidence import Body

TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "article", "header", "footer", "nav", "main", "ul",
        "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "b", "strong", "i", "em",
        "span", "br", "hr", "blockquote", "pre", "time", "a", "figure", "figcaption"}
#: Tags that go with all that they hold.
GONE = {"script", "style", "noscript", "template", "svg", "math", "title"}
STYLE = ("body{font:15px/1.5 system-ui,sans-serif;margin:1rem;color:#222}mark{background:#ffe58a;outline:2px solid "
         "#b98900}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .5rem}a{color:#0f5c6e}")
CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{2,30})")


def is_page(body: Body) -> bool:
    return body.kind.split(";")[0].strip().lower() in ("text/html", "application/xhtml+xml", "")


def show_archived(body: Body, excerpt: str) -> str:
    """The page as a document of its own, with every place that the finding names marked."""
    text = decode(body)
    spans = {"colspan", "rowspan"}
    clean = nh3.clean(text, tags=TAGS, attributes={"th": spans, "td": spans}, clean_content_tags=GONE, link_rel=None)
    wanted = escape(excerpt.strip(), quote=False)
    if len(wanted) >= 4:
        clean = mark(clean, wanted)
    return f"<!doctype html><html lang=vi><meta charset=utf-8><title>Trang đã lưu</title><style>{STYLE}</style>{clean}"


def mark(clean: str, wanted: str) -> str:
    """Mark the excerpt where it stands between two tags, white space folded."""
    pattern = re.compile(r"\s+".join(map(re.escape, wanted.split())), re.I)
    parts = re.split(r"(<[^>]*>)", clean)
    return "".join(part if part.startswith("<") else pattern.sub(lambda f: f"<mark>{f[0]}</mark>", part)
                   for part in parts)


def decode(body: Body) -> str:
    """Text in the charset that the server or the page states; what cannot be read becomes a replacement sign."""
    stated = CHARSET.search(body.kind.encode("ascii", "ignore")) or CHARSET.search(body.data[:4096])
    name = stated[1].decode("ascii") if stated else "utf-8"
    try:
        return body.data.decode(name, "replace")
    except LookupError:
        return body.data.decode("utf-8", "replace")
