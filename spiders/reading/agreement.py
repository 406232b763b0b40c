"""Do the two readers agree on a page? Disagreement is said in words, for a person; nothing is averaged."""

from __future__ import annotations

from datetime import date

from crawler.facts import Reading
from spiders.reading.second import SecondView

FEW = 3        # titles below which the second reader's group says nothing
_COMMON = 0.5   # share of the smaller set that must be common
_DATES = 0.2    # share of the dates that both read, beyond which their difference is one

#: Kinds with nothing to compare: nothing of the site was seen, or there is neither list nor article.
_NOTHING_TO_SAY = frozenset({"qa", "form", "feed", "sitemap", "binary", "refusal", "login", "maintenance", "challenge",
                             "js_shell", "parked", "charset", "error", "not_found", "document"})


def compare(reading: Reading, view: SecondView) -> str | None:
    """What the second reader says against the first, in Vietnamese; None when it has nothing against it."""
    if reading.kind in _NOTHING_TO_SAY:
        return None
    if reading.kind == "list":
        return _compare_list(reading, view)
    if reading.kind == "article":
        return _compare_article(reading, view)
    dated = sum(day is not None for day in view.items.values())
    if reading.kind in ("empty_list", "unknown", "lost") and dated >= FEW:
        return f"máy đọc chính không thấy danh sách, máy đọc thứ hai thấy {len(view.items)} mục, {dated} mục có ngày"
    return None


def _compare_list(reading: Reading, view: SecondView) -> str | None:
    first = {item.key: item.published.on if item.published else None for item in reading.items}
    if not first.keys() & view.links:
        return f"máy đọc thứ hai không thấy liên kết nào trong {len(first)} mục"
    if len(view.items) < FEW:
        return None
    common = first.keys() & view.items.keys()
    dated = sum(day is not None for day in view.items.values())
    if len(common) < _COMMON * min(len(first), len(view.items)) and dated >= _COMMON * len(view.items):
        return f"hai danh sách khác nhau: {len(first)} mục và {len(view.items)} mục, chung {len(common)}"
    if len(view.items) > 2 * len(first) and dated >= _COMMON * len(view.items):
        return f"máy đọc chính chỉ thấy {len(first)} trong {len(view.items)} mục"
    both = [(first[k], view.items[k]) for k in common if first[k] is not None and view.items[k] is not None]
    other = sum(not _same_day(a, b) for a, b in both)
    if other > _DATES * len(both):
        return f"ngày khác nhau ở {other} trong {len(both)} mục"
    return None


def _same_day(a: date | None, b: date | None) -> bool:
    """Equal, or day and month swapped: the second reader does not know which comes first in the page's language."""
    return a == b or (a is not None and b is not None and (a.year, a.month, a.day) == (b.year, b.day, b.month))


def _compare_article(reading: Reading, view: SecondView) -> str | None:
    article = reading.article
    if article is None or article.published is None or article.published.on is None or view.published is None:
        return None
    updated = article.updated.on if article.updated else None
    if not _same_day(view.published, article.published.on) and not _same_day(view.published, updated):
        return f"ngày khác nhau: {article.published.on:%d/%m/%Y} và {view.published:%d/%m/%Y}"
    return None
