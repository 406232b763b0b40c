"""A reading as the outside contract's JSON, or as a report that says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from crawler.facts import Block, Reading, StatedDate

_NAMES = {
    "list": "danh sách", "article": "bài viết", "document": "văn bản", "page": "trang đơn", "qa": "hỏi đáp",
    "form": "biểu mẫu", "feed": "nguồn RSS/Atom", "sitemap": "sơ đồ trang (sitemap)", "refusal": "bị từ chối, phải chờ",
    "login": "trang đăng nhập", "maintenance": "đang bảo trì", "not_found": "không tìm thấy", "error": "trang báo lỗi",
    "challenge": "trang chặn hoặc xác minh", "js_shell": "chỉ hiện khi chạy script", "parked": "tên miền rao bán",
    "empty_list": "danh sách trống", "charset": "bảng mã hỏng", "truncated": "trang bị cắt",
    "lost": "bộ đọc làm mất trang", "binary": "không phải trang", "unknown": "không hiểu",
}
_REFUSED = ("refusal", "challenge")
_SOURCES = {
    "row": "ở dòng", "row_time": "trong mã của dòng", "header": "ở đầu bài", "label": "có nhãn", "meta": "thẻ meta",
    "json_ld": "JSON-LD", "time_tag": "thẻ time", "url": "trong địa chỉ", "feed": "nguồn tin", "ahead": "ngày chưa đến",
    "relative": "tính từ lúc đọc",
}
_STATES = {"answered": "đã trả lời", "awaiting_answer": "chờ trả lời", "awaiting_acceptance": "chờ tiếp nhận",
           "removed": "đã gỡ"}
_GRADES = {"sure": "chắc chắn", "likely": "có lẽ", "unknown": "không rõ"}


def as_contract(reading: Reading) -> dict[str, Any]:
    """The shape of `crawler read --json`; what is absent is null."""
    published = reading.article.published if reading.article else None
    return {
        "kind": reading.kind, "title": reading.title or None, "published_on": _day(published),
        "date_source": published.source if published is not None and published.on else None,
        "next": reading.next.url if reading.next else None,
        "items": [{"title": i.title, "url": i.url, "published_on": _day(i.published)} for i in reading.items]
        + [{"title": q.title, "url": q.url, "published_on": q.asked_on.isoformat() if q.asked_on else None}
           for q in reading.questions],
        "channels": [{"title": e.title, "url": e.url, "path": list(e.path), "external": e.external}
                     for e in reading.menu],
        "refused": reading.kind in _REFUSED,
    }


def _day(stated: StatedDate | None) -> str | None:
    return stated.on.isoformat() if stated is not None and stated.on is not None else None


def as_text(reading: Reading, url: str) -> str:
    """The report for people, in Vietnamese."""
    return "\n".join(_lines(reading, url))


def _lines(reading: Reading, url: str) -> Iterator[str]:
    yield f"Trang     {url}"
    yield f"Loại      {reading.kind} – {_NAMES[reading.kind]}" + (f" ({'; '.join(reading.why)})" if reading.why else "")
    yield f"Tiêu đề   {reading.title or '(không có)'}"
    yield f"Nền tảng  {reading.platform or 'không nhận ra'} · ngôn ngữ {reading.lang or 'không rõ'} · " \
          f"{reading.text_words} chữ · {reading.raw_links} liên kết trong mã"
    if reading.wait_seconds is not None:
        yield f"Phải chờ  {reading.wait_seconds:g} giây"
    yield from _article(reading)
    for number, item in enumerate(reading.items, 1):
        marks = "".join((" [ghim]" if item.pinned else "", f" [{item.number}]" if item.number else ""))
        yield f"{number:4}. {_say(item.published)}  {item.title}{marks}\n      {item.url}"
    for number, question in enumerate(reading.questions, 1):
        yield f"{number:4}. hỏi: {_print(question.asked_on)}, trả lời: {_print(question.answered_on)} " \
              f"[{_STATES[question.state] if question.state else 'không rõ'}]  {question.title}"
    step = reading.next
    none = "(có nút sang trang, nhưng không đọc được địa chỉ)" if reading.unread_pager else "(không có)"
    yield f"Kế tiếp   {f'{step.method} {step.url} ({step.why})' if step else none}"
    yield from _blocks(reading.blocks)
    if reading.menu:
        yield f"Menu      {len(reading.menu)} mục"
    for entry in reading.menu:
        yield f"          {'    ' * len(entry.path)}{entry.title} → {entry.url or '(không có địa chỉ)'}" \
              f"{' [ngoài cổng]' if entry.external else ''}"
    for name, urls in (("Nguồn tin", reading.feeds), ("Sitemap", reading.sitemaps)):
        for address in urls:
            yield f"{name:9} {address}"


def _article(reading: Reading) -> Iterator[str]:
    article = reading.article
    if article is None:
        return
    yield f"Ngày đăng {_say(article.published)}"
    if article.updated is not None:
        yield f"Cập nhật  {_say(article.updated)}"
    facts = (("tác giả", article.author), ("nguồn", article.source), ("số ký hiệu", article.number),
             ("cơ quan ban hành", article.issuer), ("ban hành", article.issued_on and _print(article.issued_on)),
             ("hiệu lực", article.effective_on and _print(article.effective_on)))
    told = ", ".join(f"{name} {value}" for name, value in facts if value)
    yield f"Bài       {article.words} chữ, {article.pictures} ảnh" + (f", {told}" if told else "")
    for file in article.attachments:
        yield f"Tệp       {file.title} ({file.type}{f', {file.size} byte' if file.size else ''}) {file.url}"


def _say(stated: StatedDate | None) -> str:
    if stated is None:
        return "không rõ  "
    day = f"{stated.on:%d/%m/%Y}" if stated.on else "không đọc được"
    return f"{day} («{stated.raw[:60]}», {_SOURCES.get(stated.source, stated.source)}, {_GRADES[stated.grade]})"


def _print(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else "không rõ"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    if blocks:
        yield f"Khối      {len(blocks)} khối lặp đã xét"
    for block in blocks:
        mark = "→" if block.chosen else " "
        yield f"        {mark} {block.score:6.2f}  {len(block.items):3} mục  «{block.heading[:50]}»  {block.where}"
