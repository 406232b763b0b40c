"""Texts that are there to say a date: a cell, a label with its day, the tooltip behind "3 ngày"."""

from __future__ import annotations

import re

from spiders.reading.dates import all_dates
from spiders.reading.page import Page, fold_text
from spiders.reading.tree import Node

_LABEL = re.compile(
    r"(ngày|đăng|cập nhật|posted|published|date|lúc|thứ (hai|ba|tư|năm|sáu|bảy)|chủ nhật|ban hành|gửi)", re.I)


def is_date(text: str, page: Page) -> bool:
    """Whether a text is a date and little else."""
    return len(text) < 120 and bool(all_dates(text, now=page.now)) and mostly_date(text, page)


def mostly_date(text: str, page: Page) -> bool:
    """Whether a text is there to say a date: little else in it, or a label before it."""
    dates = all_dates(text, now=page.now)
    rest = len(text) - sum(f.end - f.start for f in dates)
    first = dates[0]
    return rest <= 25 or (first.start <= 40 and bool(_LABEL.search(text[: first.start])) and rest <= 70)


def tooltip_date(page: Page, node: Node) -> str:
    """What shows when the mouse rests on "3 ngày": the moment in full; empty when the tooltip says anything else. A
    link's tooltip often repeats its title, so it must be a date and nothing more."""
    told = fold_text(node.attributes.get("title") or "")
    if not told or len(told) > (24 if node.tag == "a" else 40) or not any(c.isdigit() for c in told):
        return ""
    return told if node.tag != "a" or is_date(told, page) else ""
