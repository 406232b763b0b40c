"""Identity of an address: two spellings of one page get one key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|gbraid|wbraid|mc_[ce]id|_ga|_gl|zarsrc|igshid|ref_src)$", re.I)
_SESSION = re.compile(r"^(jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid)$", re.I)
_LOOKS_SESSION = re.compile(r"^[0-9a-f]{16,}$|^[0-9a-z]{24,}$", re.I)
_PRINT = re.compile(r"^(print|amp|tmpl|format|layout)$", re.I)
_PRINT_VALUES = {"1", "true", "component", "print", "amp", "yes"}
_INDEX = re.compile(r"/(index|default|home)\.(html?|aspx?|php|jsp)$", re.I)
_ID_TAIL = re.compile(r"-(\d{3,})(?:\.\w{2,5})?/?$")
_ID_PATH = re.compile(r"/(?:node|post|article|news|tin|bai-viet)/(\d+)/?$", re.I)
_ID_QUERY = {"itemid", "p", "id", "newsid", "articleid", "postid", "contentid", "ddocname"}


#: What wikis ask for beside a page: a comparison, an older state, its history, its source.
_VERSION = re.compile(r"[?&;](?:(?:do|action|view)=(?:diff|edit|history|revisions|compare|raw|info|backlink)\b|"
                      r"(?:diff|oldid|rev|revision|version|old_version)=\d)", re.I)
#: An address of which only scheme, www and trailing slash can be noise: most are.
_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+)((?:/(?!(?i:amp|print|index|default|home)\b)[\w-]+)*(?:\.\w+)?)/?",
                    re.ASCII)


@lru_cache(maxsize=4096)  # the menu of a site stands on each of its pages
def key_of(url: str) -> str:
    """Canonical identity of an address: without scheme, www, default port, fragment, tracking and session
    parameters, printed and AMP versions, index pages and trailing slash; query sorted, percent-encoding and
    Unicode form unified. Never raises; an address that cannot be parsed is its own key."""
    plain = _PLAIN.fullmatch(url)
    if plain:
        return plain[1] + plain[2]
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower().removeprefix("www."), parts.port
    except ValueError:
        return url.strip()
    if port and (parts.scheme, port) not in (("http", 80), ("https", 443)):
        host = f"{host}:{port}"
    path = re.sub(r";jsessionid=[^/?]*", "", parts.path, flags=re.I)
    path = _INDEX.sub("/", _unify(path)).rstrip("/")
    path = re.sub(r"/(amp|print)$|^/print(?=/)", "", path, flags=re.I)
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _is_noise(k, v)]
    if cms_id(url) and not any(k.lower() in _ID_QUERY for k, _ in pairs):
        pairs = [(k, v) for k, v in pairs if k.lower() != "pageindex"]
    query = urlencode(sorted((_nfc(k), _nfc(v)) for k, v in pairs))
    bang = "#" + parts.fragment if parts.fragment.startswith("!") else ""
    return f"{host}{path}{'?' + query if query else ''}{bang}"


def cms_id(url: str) -> str | None:
    """The number a CMS puts into an article's address (`-1105750`, `-123.html`, `ItemID=77`, `?p=12`, `/node/12`)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    for name, value in parse_qsl(parts.query):
        if name.lower() in _ID_QUERY and value.isdigit():
            return value
    found = _ID_TAIL.search(parts.path) or _ID_PATH.search(parts.path)
    return found[1] if found else None


def shows_version(url: str) -> bool:
    """Whether an address asks for a version of a page or a comparison of two, not for the page: feeds of changes
    lead to those."""
    return _VERSION.search(url) is not None


def _is_noise(name: str, value: str) -> bool:
    if _TRACKING.match(name):
        return True
    if _SESSION.match(name):
        return name.lower() != "sid" or bool(_LOOKS_SESSION.match(value))
    return bool(_PRINT.match(name)) and value.lower() in _PRINT_VALUES


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _unify(path: str) -> str:
    """One spelling of a path: decoded, NFC, encoded again."""
    return quote(_nfc(unquote(path, errors="replace")), safe="/%:@!$&'()*+,;=~-._")
