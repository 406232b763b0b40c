"""The pages on which the reader is measured: saved ones of the project's own making, and labelled real ones."""

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from spiders.reading import read
from spiders.reading.identity import key_of
from spiders.reading.page import Page

SAVED = Path(__file__).resolve().parents[1] / "pages"
SHARED = Path(__file__).resolve().parents[3] / "shared/pages"
LABELLED = SHARED / "labelled"
_OLDER = re.compile(r"(?i)\bolder\b")
LABELLED_AT = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """One page with what it says. `want` holds, by fact: kind (a set), items, next, date, menu, questions, other."""

    corpus: str
    name: str
    body: bytes
    url: str
    now: datetime
    want: dict
    ask: dict = field(default_factory=dict)

    def read(self, platform: str):
        return read(self.body, self.url, now=self.now, platform=platform, status=self.ask.get("status", 200),
                    content_type=self.ask.get("content_type"), hosts=frozenset(self.ask.get("hosts", ())),
                    expect=self.ask.get("expect"))


def saved_folders() -> list[Path]:
    return sorted(path.parent for path in SAVED.rglob("expected.json"))


def saved_case(folder: Path) -> Case:
    expected = json.loads((folder / "expected.json").read_text())
    ask = expected["ask"]
    body = next(path for path in folder.iterdir() if path.stem == "page").read_bytes()
    return Case("saved", f"{folder.parent.name}/{folder.name}", body, ask["url"], datetime.fromisoformat(ask["now"]),
                expected["want"], ask)


def labelled_rows(name: str) -> list[dict]:
    """Rows of one labelled set; empty where the sets are not there."""
    path = LABELLED / f"{name}.jsonl.xz"
    if not path.exists():
        return []
    with lzma.open(path) as lines:
        return [json.loads(line) for line in lines]


def labelled_cases(name: str) -> Iterator[Case]:
    """dates, listing, pager or pagetype as cases; addresses become keys, for labels are relative."""
    shape = {"dates": _dates, "listing": _listing, "pager": _pager, "pagetype": _page_type}[name]
    for row in labelled_rows(name):
        url = row.get("url") or "https://site.test/x/y"
        want, expect = shape(row, url)
        yield Case(f"labelled {name}", str(row["id"]), row["html"].encode("utf-8", "surrogatepass"), url, LABELLED_AT,
                   want, {"expect": expect})


def _dates(row: dict, url: str) -> tuple[dict, str | None]:
    stated = str(row["date"])[:10]
    return {"date": stated if stated[:1].isdigit() else None}, "article"


def _listing(row: dict, url: str) -> tuple[dict, str | None]:
    base = _base(row, url)
    items = {key_of(urljoin(base, i["href"])): (i.get("date") or "")[:10] or None for i in row["items"] if i["href"]}
    return {"rows": items}, "list"


def _pager(row: dict, url: str) -> tuple[dict, str | None]:
    base = _base(row, url)
    return {"next_keys": _keys(row.get("next"), base), "further_keys": _keys(find_further(row, base), base)}, "list"


def _keys(steps: list[str] | None, base: str) -> set[str]:
    return {key_of(urljoin(base, step)) for step in steps or () if not step.startswith("javascript:")}  # no address


def find_further(row: dict, base: str) -> list[str]:
    """The page on which a list goes on, by the labels alone. They call a link "next" by its words, so that a blog's
    "Older posts" is "prev" and its "Newer posts" is "next": there the list goes on at "prev". Where they know numbered
    links only, it goes on at the number after the one that has no link, for that is the page itself."""
    links = [(key_of(urljoin(base, a.attributes.get("href") or "")), a.text().strip())
             for a in LexborHTMLParser(row["html"]).css("a")]
    before = _keys(row.get("prev"), base)
    if any(key in before and _OLDER.search(text) for key, text in links):
        return row["prev"]
    if row.get("next") or row.get("prev"):
        return row.get("next") or []
    pages = {key_of(urljoin(base, step)): step for step in row.get("page") or ()}
    numbers = {int(text): pages[key] for key, text in links if key in pages and text.isdigit()}
    first = min(numbers, default=1)
    missing = [n for n in range(first if first > 2 else 1, max(numbers, default=0)) if n not in numbers]
    return [numbers[missing[0] + 1]] if len(missing) == 1 else []


def _page_type(row: dict, url: str) -> tuple[dict, str | None]:
    return {"is_article": row["type"] == "article", "type": row["type"]}, None


def _base(row: dict, url: str) -> str:
    return Page(row["html"], url, now=LABELLED_AT).base
