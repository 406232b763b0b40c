"""The nightly digest: one self-contained HTML page that can be sent, read on a phone and printed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined

from crawler.clock import VIETNAM
from monitor.causes import cause_words
from monitor.thresholds import Label
from monitor.words import GROUPS, STATES, authority_words, count_words, day_words
from reports.gaps import CHANGE_WORDS
from reports.morning import Morning

CHANGES = {what: words[0].upper() + words[1:] for what, words in CHANGE_WORDS.items()}
SHOWN = 30  # lines of one list; the rest is counted and stands in the workbook


def render_digest(morning: Morning, labels: dict[str, Label], workbook: str) -> str:
    """The page as text. `workbook` is the file name of the gap list beside it."""
    return _environment().get_template("digest.html.j2").render(
        m=morning, labels=labels, workbook=workbook, headline=headline(morning), groups=GROUPS, changes=CHANGES,
        authority=authority_words, shown=SHOWN, states=STATES,
    )


def headline(m: Morning) -> tuple[str, str]:
    """(mark, sentence): the night in one sentence. The mark is good, partly or bad."""
    confirmed = [r for r in m.rows if r.reason != "address_unconfirmed"]
    seen = sum(r.seen for r in confirmed)
    share = f"quan sát được {count_words(seen)}/{count_words(len(confirmed))} cổng có địa chỉ xác nhận"
    if m.night.state == "void":
        return "bad", f"Đêm không có giá trị: {cause_words(m.night.reason)}. Không kết luận gì về cổng nào."
    if m.night.state == "interrupted":
        return "bad", f"Đêm dừng giữa chừng, mới {share}. Chạy tiếp: python -m crawler nightly --resume"
    if m.night.state == "failed":
        return "bad", f"Đêm chạy hỏng: {cause_words(m.night.reason)}. Không kết luận gì về cổng nào."
    if not confirmed:
        return "partly", "Đêm đã xong, nhưng chưa cổng nào có địa chỉ được xác nhận: chưa quan sát được gì."
    if seen == len(confirmed) and not any(r.state == "partial" for r in confirmed):
        return "good", f"Đêm trọn vẹn: {share}."
    return "partly", f"Đêm đã xong, {share}. Cổng không quan sát được không bị kết luận gì."


def summary(m: Morning) -> list[str]:
    """The night in a few lines of plain text, for the end of a run."""
    kinds = Counter(channel.kind for channel, _ in m.lists)
    lists = kinds["list"] + kinds["documents"]
    return [
        headline(m)[1],
        f"Đã xem {count_words(lists)} danh sách, {count_words(m.seen_posts)} tin, bài, văn bản, "
        f"{count_words(len(m.deadlines))} câu hỏi; {count_words(m.requests)} lượt truy cập.",
        f"Tin mới: {count_words(len(m.new))}. Cần người xem: {count_words(len(m.overdue))} câu hỏi quá hạn, "
        f"{count_words(len(m.silent))} cổng không hoạt động, {count_words(len(m.missing))} mục thiếu.",
    ]


def _environment() -> Environment:
    environment = Environment(loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"day": _day, "stated": _stated, "moment": _moment, "number": count_words,
                            "cause": cause_words, "web": _web}
    return environment


def _template(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _day(day: date | None) -> str:
    return day_words(day)


def _stated(day: str | None) -> str:
    """A day as events keep it: in ISO form."""
    return day_words(date.fromisoformat(day) if day else None)


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if moment is not None else "chưa rõ"


def _web(url: str | None) -> str | None:
    """An address that may become a link: what portals print may also be `javascript:`, or no address at all."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
