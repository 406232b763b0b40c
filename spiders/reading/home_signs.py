"""What a home page offers besides its text: search box, mobile layout, contact lines, other languages, linked hosts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from spiders.reading.page import Page
from spiders.reading.tree import Node

HOSTS = 80  # linked hosts that are kept
LONG = 60  # letters of a control; longer ones are headlines
LEAST_DESCRIBED = 2  # fields of Dublin Core in a page that describes itself

_SEARCH = re.compile(r"(?i)tìm|t[iì]m[ _-]?ki[eế]m|search|keyword|t[uừ][ _-]?kh[oó]a|tukhoa|^(q|s|kw|key)$")
_ENGLISH = re.compile(r"(?i)^(english( version)?|tiếng anh|en|eng)$")
_PHONE = re.compile(r"(?i)(điện thoại|đt|tel|hotline|đường dây nóng|fax)\W{0,6}[+(]?\d[\d .()-]{7,}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_RESPONSIBLE = re.compile(r"(?i)chịu trách nhiệm|trưởng ban biên tập|cơ quan chủ quản")
_POLL = re.compile(r"(?i)thăm dò|bình chọn|hài lòng|khảo sát")
_ACCESS = re.compile(r"(?i)cỡ chữ|tương phản|trợ năng|(đọc|nghe) (bài viết|nội dung|trang)|người khuyết tật|"
                     r"\b(accessibility|high contrast|text to speech|screen reader)\b")
_PRINT = re.compile(r"(?i)@media\s+print|media=[\"']?print")


def find_features(page: Page) -> tuple[str, ...]:
    """Names of what the page offers, in a fixed order. What is not among them may stand elsewhere."""
    body = page.body
    if body is None:
        return ()
    text = body.text
    found = {
        "search": any(_is_search(node) for node in page.tree.css("input")),
        "mobile": "width=device-width" in page.meta.get("viewport", "").replace(" ", ""),
        "english": any(_is_english(node) for node in page.tree.css("a[href]")),
        "phone": bool(_PHONE.search(text)),
        "mail": bool(_MAIL.search(text)),
        "responsible": bool(_RESPONSIBLE.search(text)),
        "poll": bool(page.tree.css("input[type=radio]")) and bool(_POLL.search(text)),
        "print": bool(_PRINT.search(page.html)),
        "access": any(_is_access(node) for node in page.tree.css("a, button, input[type=button], [role=button]")),
        "described": sum(name.startswith(("dc.", "dcterms.")) for name in page.meta) >= LEAST_DESCRIBED,
    }
    return tuple(name for name, there in found.items() if there)


def _is_search(node: Node) -> bool:
    """A field of text that says what it is for; radio buttons and hidden fields are none."""
    kind = (node.attributes.get("type") or "text").lower()
    if kind not in ("text", "search"):
        return False
    names = ("name", "id", "placeholder", "title", "aria-label", "class")
    return kind == "search" or any(_SEARCH.search(node.attributes.get(name) or "") for name in names)


def _is_access(node: Node) -> bool:
    """A control that changes letters or contrast, or reads aloud: by its text or by what it says of itself."""
    words = (node.text, node.attributes.get("title"), node.attributes.get("aria-label"), node.attributes.get("value"))
    return any(len(word) < LONG and _ACCESS.search(word) for word in words if word)


def _is_english(node: Node) -> bool:
    if (node.attributes.get("hreflang") or "").lower().startswith("en"):
        return True
    words = [node.text, node.attributes.get("title"), *(i.attributes.get("alt") for i in node.css("img"))]
    return any(_ENGLISH.match((word or "").strip()) for word in words)


def linked_hosts(page: Page) -> tuple[str, ...]:
    """Hosts that the page links to besides the portal's own, in alphabetical order."""
    found: set[str] = set()
    for node in page.tree.css("a[href], option[value]"):
        url = page.absolute(node.attributes.get("href") or node.attributes.get("value"))
        if url is not None and not page.is_internal(url):
            found.add((urlsplit(url).hostname or "").lower())
    return tuple(sorted(found - {""}))[:HOSTS]
