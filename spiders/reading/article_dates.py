"""The day an article states for its publication: what is printed beside its headline, weighed against its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from crawler.clock import VIETNAM
from crawler.facts import StatedDate
from spiders.reading.date_texts import is_date, tooltip_date
from spiders.reading.dates import Found, all_dates, may_hold_date, stated_date
from spiders.reading.machine_dates import best_machine_date, date_in_address, linked_item, machine_dates
from spiders.reading.names import saying
from spiders.reading.page import Page
from spiders.reading.tree import Node

_UPDATE = re.compile(
    r"(cập nhật|sửa (đổi )?(lần )?cuối|sửa đổi lúc|chỉnh sửa|\bupdated?\b|modified|edited|reviewed|dernière|"
    r"aktualisiert)", re.I)
_PUBLISH = re.compile(
    r"(ngày (đăng|xuất bản|tạo|viết|gửi|ban hành|phát hành)|đăng (lúc|ngày|vào|tin)|(đăng|thêm|viết) bởi|xuất bản|"
    r"publish|posted|added by|created|\bdate\b)", re.I)
_OTHER_DAY = re.compile(
    r"(hiệu lực|hết hạn|hạn (nộp|chót)|sinh ngày|hôm nay|today|copyright|©|bản quyền|(kể từ|đến|từ) ngày|"
    r"ngày tham gia|gia nhập|\b(joined|answered|commented|member since|access(ed)?|retrieved|checked)\b)", re.I)
_MACHINE_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")  # written for machines, as NukeViet does in a hidden block
_WHOLE_DAY = re.compile(r"(?<!\d)(\d{1,2})\D{1,8}(\d{1,2})\D{1,6}(20\d\d)(?!\d)")
_BEFORE = 45   # letters before "3 ngày" that say whose moment it is: "Thêm bởi Văn phòng UBND xã cách đây"
_is_hiding = saying(r"(^|\s)(hidden|hide|d-none|invisible)(\s|$)")
CLOCK_OFF = timedelta(minutes=10)  # between a site's clock and ours
_SHORT_LINE = 80  # letters of a line inside the body that may say when it was written
_LONGEST = 60  # letters beside the date in a line that is there to say it
_is_header = saying(r"(^|[\s_-])(entry|post|article|news)?-?header")


@dataclass(frozen=True, slots=True)
class _Printed:
    """Dates printed around the headline, by what their line calls them."""

    labelled: list[StatedDate]
    bare: list[StatedDate]
    clock: list[StatedDate]  # above it and of the night itself: a last resort, for the banner's clock says the same
    updated: list[StatedDate]
    ahead: list[StatedDate]  # below it and in the future: not believed, but nothing else is the post's day


def find_dates(
    page: Page, headline: Node | None, body: Node | None
) -> tuple[StatedDate | None, StatedDate | None]:
    """(publication, update) as the page states them. What is printed beside the headline counts before what machines
    are told: real systems get their markup wrong (traps: the banner's clock, dates of laws and events in the text).
    A bare date is the publication's unless the markup calls that very day the update's, or several bare days stand
    there (rows of other posts) and the markup confirms none; the day in the address decides between the two."""
    printed = _read_printed(page, headline, body)
    published, changed = machine_dates(page)
    updated = next(iter(printed.updated), None) or next(iter(changed), None)
    days = {s.on for s in published if s.source != "time_tag"}
    if printed.ahead and not published:
        return printed.ahead[0], updated
    labelled = [s for s in printed.labelled if not _is_of_change(s, changed, days)]
    best = _agreeing(labelled, days) or next(iter(labelled), None) or _agreeing(printed.bare, days)
    if best is not None:
        return best, updated
    bare = next(iter((*printed.bare, *printed.clock)), None)
    machine = best_machine_date(published)
    filed = date_in_address(page)
    if machine is None:
        return bare or filed, updated
    if filed is not None and bare is not None and filed.on in {s.on for s in printed.bare} - days:
        return _agreeing(printed.bare, {filed.on}), updated  # two sources against one
    filed_as_told = filed is not None and filed.on in days
    several = bool(days) and len({s.on for s in printed.bare}) > 1
    if bare is None or headline is None or several or filed_as_told or bare.on in {s.on for s in changed}:
        return machine, updated
    return replace(bare, grade="likely"), updated


def _is_of_change(stated: StatedDate, changed: list[StatedDate], days: set[date | None]) -> bool:
    """Whether a printed day is the last change's, whatever its line calls it: machines are told that of the change and
    an earlier one of the publication. A day apart is still the same, for markup may count in another zone."""
    if stated.on is None or not days or any(day is None or day >= stated.on for day in days):
        return False
    return any(s.on is not None and abs((s.on - stated.on).days) <= 1 for s in changed)


def _agreeing(stated: list[StatedDate], days: set[date | None]) -> StatedDate | None:
    return next((s for s in stated if s.on in days), None)


def _read_printed(page: Page, headline: Node | None, body: Node | None) -> _Printed:
    found = _Printed([], [], [], [], [])
    for text, below in _lines_near(page, headline, body):
        dates = list(all_dates(text, now=page.now, day_first=page.day_first))
        if not dates or _OTHER_DAY.search(text):
            continue
        rest = len(text) - sum(d.end - d.start for d in dates)
        before = text[: dates[0].start]
        if rest > _LONGEST and not (_label(before) and len(before) <= _LONGEST and len(text) < 200):
            continue
        if len({d.on for d in dates if d.on}) > 1:
            _add_several(text, dates, found)
        else:
            _add_one(page, text, before, below, found)
    return found


def _label(before: str) -> str | None:
    """"publish" or "update", whichever label stands nearer to the date."""
    last = {name: max((m.end() for m in pattern.finditer(before)), default=-1)
            for name, pattern in (("publish", _PUBLISH), ("update", _UPDATE))}
    name = max(last, key=lambda key: last[key])
    return name if last[name] >= 0 else None


def _add_one(page: Page, text: str, before: str, below: bool, found: _Printed) -> None:
    label = _label(before)
    stated = stated_date(text, now=page.now, source="label" if label else "header", day_first=page.day_first)
    if stated is None or stated.on is None:
        nothing_yet = not (found.labelled or found.bare or found.ahead)
        if stated is not None and below and nothing_yet and label != "update" and _is_ahead(stated.raw, page.now):
            found.ahead.append(replace(stated, source="ahead"))
        return
    if not label and _is_clock(stated, page.now):
        return
    bare = found.bare if below or abs((page.now.date() - stated.on).days) > 1 else found.clock
    {"publish": found.labelled, "update": found.updated}.get(label or "", bare).append(stated)


def _is_clock(stated: StatedDate, now: datetime) -> bool:
    """Whether a bare moment is that of the visit itself: the site's clock, wherever it stands."""
    if stated.at is None:
        return False
    local = now.astimezone(VIETNAM)
    shown = datetime.combine(stated.on or local.date(), time.fromisoformat(stated.at), VIETNAM)
    return stated.on is not None and abs(shown - local) <= CLOCK_OFF


def _is_ahead(raw: str, now: datetime) -> bool:
    """Whether a date that was not believed is a real day of the future: editors date posts ahead, and the days of
    other posts further down must not stand in for it."""
    found = _WHOLE_DAY.search(raw)
    try:
        return found is not None and date(int(found[3]), int(found[2]), int(found[1])) > now.date() + timedelta(days=1)
    except ValueError:
        return False


def _add_several(text: str, dates: list[Found], found: _Printed) -> None:
    """"Ngày đăng: … Cập nhật: …" in one line: each date belongs to the words before it."""
    end = 0
    for place in dates:
        before, end = text[end:place.start], place.end
        stated = StatedDate(place.on, place.raw, "label", place.grade, place.at)
        label = _label(before)
        if label == "update":
            found.updated.append(stated)
        elif place.on is not None and (label == "publish" or not before.strip(" -–|,•·:")):
            found.labelled.append(stated)


def _lines_near(page: Page, headline: Node | None, body: Node | None) -> Iterator[tuple[str, bool]]:
    """(line, whether it stands below the headline) of the lines between headline and body, around the headline, then
    at the body's two ends; the frame of the page is left out, and so are the running text and what nobody sees."""
    seen: set[str] = set()
    scope = scope_of(page, headline, body)
    if scope is None:
        return
    started = headline is None
    tail: list[str] = []
    count = 0
    apart = body is not None and body.at != scope.at
    for node in scope.traverse(include_text=True):
        if headline is not None and node.at == headline.at:
            started = True
            continue
        told = _told(page, node) if node.is_text_node else ""
        if not node.is_text_node or not (told or may_hold_date(node.raw)):
            continue
        line = _line_of(node)
        if told:
            before = line.partition(node.text)[0] if node.text else ""
            line = f"{before[-_BEFORE:]}{told}"
        if not line or line in seen or (headline is not None and line == headline.text):
            continue
        seen.add(line)
        inside = apart and body is not None and body.at <= node.at < body.end
        if inside and len(line) > _SHORT_LINE:
            continue
        if _framed_below(page, node, scope) or linked_item(node) or _MACHINE_FORM.search(line) or _is_hidden(node):
            continue
        if inside:
            tail.append(line)
            continue
        count += 1
        if started or count <= 6:
            yield line, started
        if count > 40:
            return
    yield from ((line, True) for line in (*tail[:2], *tail[-2:]) if _opens_with_label(line) or len(line) <= 45)


def _told(page: Page, node: Node) -> str:
    """The moment in the tooltip of a short text like "3 ngày"."""
    parent = node.parent
    if parent is None or "title" not in parent.attributes or len(parent.text) > 40:
        return ""
    told = tooltip_date(page, parent)
    return told if told and is_date(told, page) else ""


def _opens_with_label(line: str) -> bool:
    found = _PUBLISH.search(line) or _UPDATE.search(line)
    return found is not None and found.start() <= 12


def _is_hidden(node: Node) -> bool:
    current = node.parent
    for _ in range(3):
        if current is None:
            break
        named = current.attributes
        if "hidden" in named or _is_hiding(named.get("class") or "") or "display:none" in (
                named.get("style") or "").replace(" ", ""):
            return True
        current = current.parent
    return False


def _line_of(node: Node) -> str:
    """The line a text stands in: its inline surroundings, up to the next block."""
    current = node.parent
    best = node.text
    for _ in range(3):
        if current is None or current.tag in ("body", "article", "main", "section", "html"):
            break
        if current.length > 140:
            break
        best = current.text
        if current.tag in ("p", "div", "li", "td", "h1", "h2", "h3", "time", "dd"):
            break
        current = current.parent
    return best


def _framed_below(page: Page, node: Node, scope: Node) -> bool:
    """Whether a text stands in a frame part (sidebar, related items) between it and the scope."""
    current = node.parent
    while current is not None and current.at != scope.at:
        header = current.tag == "header" or _is_header(current.attributes.get("class") or "")
        if not header and page.is_frame(current):
            return True
        current = current.parent
    return False


def scope_of(page: Page, headline: Node | None, body: Node | None) -> Node | None:
    """The smallest element that holds headline and body, at least one level above the headline."""
    if headline is None or body is None:
        return headline.parent if headline is not None else body.parent if body is not None else None
    above: set[int] = set()
    current: Node | None = body
    while current is not None:
        above.add(current.at)
        current = current.parent
    current = headline.parent
    while current is not None and current.at not in above:
        current = current.parent
    return current if current is not None and current.tag not in ("html", None) else page.body
