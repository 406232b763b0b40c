"""Findings as an Atom feed: a stable id each, no personal data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as xml

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 200


def as_atom(rows: Sequence[dict[str, Any]], title: str, link: str, base: str, now: str) -> bytes:
    """The newest entries; a title that carries markup is text."""
    xml.register_namespace("", ATOM)
    feed = xml.Element(f"{{{ATOM}}}feed")
    newest = sorted(rows, key=lambda r: (r["last_night"], r["finding"]), reverse=True)[:ENTRIES]
    updated = f"{newest[0]['last_night']}T00:00:00+07:00" if newest else now
    for tag, text in (("id", f"urn:soi-cong:{link}"), ("title", title), ("updated", updated)):
        _add(feed, tag, text)
    _add(feed, "link", None, rel="self", href=f"{base}{link}")
    for row in newest:
        entry = _add(feed, "entry", None)
        _add(entry, "id", f"urn:soi-cong:finding:{row['finding']}")
        _add(entry, "title", f"{row['name']}: {row['title']} ({row['state_words']})")
        _add(entry, "updated", f"{row['last_night']}T00:00:00+07:00")
        _add(entry, "link", None, rel="alternate", href=f"{base}/findings/{row['finding']}")
        _add(_add(entry, "author", None), "name", "Soi Cổng")
        _add(entry, "summary", row["sentence"])
    made: bytes = xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: xml.Element, tag: str, text: str | None, **attributes: str) -> xml.Element:
    made = xml.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    if text is not None:
        made.text = "".join(sign for sign in text if sign >= " " or sign in "\t\n")  # XML 1.0 takes no others
    return made
