"""Is a portal active? Cleared cheaply by one sure fresh post, condemned dearly, else unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from monitor.certificate import Certificate, Grade, require_certificate
from monitor.coverage import certify
from monitor.facts import History
from monitor.thresholds import Thresholds
from monitor.words import count_words, day_words


@dataclass(frozen=True, slots=True)
class Activity:
    """`days_silent` is only given with a verdict that was reached; `as_of` is the newest night that counts."""

    portal: str
    verdict: Literal["active", "inactive", "unknown"]
    newest_on: date | None
    days_silent: int | None
    nights: int
    nights_observed: int
    reason: str
    as_of: date | None
    certificate: Certificate

    @property
    def grade(self) -> Grade | None:
        """How firmly a silence is proven; other verdicts need no grade."""
        return self.certificate.grade if self.verdict == "inactive" else None


def judge_activity(history: History, thresholds: Thresholds) -> Activity:
    """The verdict on one portal as of the newest night of its history."""
    usable = [n.night for n in history.nights if n.usable]
    as_of = usable[-1] if usable else None
    certificate = certify(history, thresholds)
    newest = _newest(history, as_of)
    verdict, reason = _decide(history, thresholds, certificate, newest, as_of)
    silent = (as_of - newest).days if as_of is not None and newest is not None and verdict != "unknown" else None
    observed = sum(row.seen for night, row in history.portal_nights.items() if as_of is not None and night <= as_of)
    ended = sum(n.state not in ("running", "interrupted") for n in history.nights)
    return Activity(history.portal.code, verdict, newest, silent, ended, observed, reason, as_of, certificate)


def _newest(history: History, as_of: date | None) -> date | None:
    """The newest day that a post states and that can be believed."""
    days = [p.dated_on for p in history.posts if p.dated_on and as_of and p.first_seen <= as_of >= p.dated_on]
    return max(days, default=None)


def _decide(
    history: History, thresholds: Thresholds, certificate: Certificate, newest: date | None, as_of: date | None
) -> tuple[Literal["active", "inactive", "unknown"], str]:
    if as_of is None:
        return "unknown", _sentence(certificate.why_not or "chưa có đêm quan sát nào trong kỳ")
    limit = as_of - timedelta(days=thresholds.silent_days)
    if newest is not None and newest >= limit:
        return "active", f"Có tin, bài ngày {day_words(newest)}."
    if certificate.why_not is not None:
        return "unknown", _sentence(certificate.why_not)
    if history.door_newest is not None and history.door_newest >= limit:
        day = day_words(history.door_newest)
        return "unknown", f"Danh sách không có tin mới, nhưng RSS hoặc sơ đồ trang có mục ngày {day}."
    doubt = _doubt(history, certificate, newest, as_of, limit)
    if doubt is not None:
        return "unknown", _sentence(doubt)
    require_certificate(certificate, history.portal.code)
    assert newest is not None  # whoever has no day at all is in doubt
    days = count_words((as_of - newest).days)
    return "inactive", f"Tin, bài mới nhất ngày {day_words(newest)}, đã {days} ngày. {certificate.sentence()}"


def _doubt(
    history: History, certificate: Certificate, newest: date | None, as_of: date, limit: date
) -> str | None:
    """What still speaks for the portal although the lists were seen completely."""
    last = next((v for v in reversed(certificate.nights) if v.complete), certificate.nights[-1])
    fresh = [p for p in history.posts if p.dated_on is None and not p.baseline and limit <= p.first_seen <= as_of]
    old = [p for p in history.posts if p.dated_on is None and p.baseline and p.first_seen <= as_of]
    if fresh:
        return f"có {count_words(len(fresh))} tin mới thấy nhưng không đọc được ngày"
    if last.undated or old:
        return f"có {count_words(max(last.undated, len(old)))} mục không có ngày trong các danh sách"
    if last.newest_on is not None and last.newest_on >= limit:
        return f"danh sách có mục ngày {day_words(last.newest_on)}"
    if newest is None and last.empty < last.lists:
        return "có danh sách mà không đọc được tin, bài nào"
    if newest is None:
        return "mọi danh sách đều tự ghi là trống, không có tin cũ nào để đối chứng, có thể chỉ hiện nội dung khi " \
               "chạy mã JavaScript: cần người mở xem"
    if newest >= limit - timedelta(days=1):
        return "ngày tin mới nhất sát ngưỡng, chờ thêm một đêm"
    return None


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
