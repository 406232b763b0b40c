"""The whole way from the rule to the page, for the person who is accused: in Vietnamese, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.clock import VIETNAM
from crawler.judged import Decision
from crawler.models import Visit
from monitor.causes import cause_of
from monitor.certificate import GRADES, NOUNS
from monitor.facts import PortalFact
from monitor.life import LIVES
from monitor.stored import Kept
from monitor.words import VERDICTS, authority_words, count_words, day_words

KINDS = {"inactive": "Cổng không hoạt động", "section": "Mục thông tin bắt buộc",
         "section_stale": "Mục thông tin quá hạn cập nhật", "question": "Câu hỏi quá hạn trả lời",
         "few_posts": "Ít tin, văn bản trong kỳ"}
CLEARS = {
    "inactive": "Một tin, bài có ngày đăng rõ ràng, còn mới, ở bất kỳ danh sách nào của cổng sẽ xóa kết luận này ngay "
                "trong đêm sau.",
    "section": "Mục có trên trình đơn với nội dung thật (không phải “đang cập nhật”), dưới tên này hay tên tương "
               "đương, sẽ xóa kết luận này ngay trong đêm sau.",
    "section_stale": "Một tin, văn bản mới trong mục sẽ xóa kết luận này ngay trong đêm sau.",
    "few_posts": "Kỳ đã hết: con số này chỉ đổi khi thấy tin, văn bản của kỳ mà các đêm chưa đếm được; đơn vị gửi địa "
                 "chỉ để được ghi nhận.",
    "question": "Khi trang công khai hiện câu trả lời, kết luận này được xóa ngay trong đêm sau.",
}
ENDS = {"last_page": "xem đến trang cuối", "date_window_reached": "xem hết khoảng ngày được xét"}
UNCHANGED = 304


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that a finding rests on."""

    url: str
    at: datetime | None
    status: int | None
    outcome: str | None
    sha256: str | None


def load_seen(session: Session, ids: Sequence[int]) -> list[Seen]:
    """The requests behind a finding, in the order in which they were made."""
    return list(load_seen_by(session, ids).values())


def load_seen_by(session: Session, ids: Sequence[int]) -> dict[int, Seen]:
    """Visit -> request, in the order in which they were made."""
    rows = session.execute(
        select(Visit.id, Visit.url, Visit.finished_at, Visit.status, Visit.outcome, Visit.body_digest)
        .where(Visit.id.in_(ids)).order_by(Visit.id)
    )
    return {visit: Seen(url, at, status, outcome, digest) for visit, url, at, status, outcome, digest in rows}


def load_decisions(session: Session, fingerprint: str) -> list[tuple[datetime, str, str, str]]:
    """(when, who, what, why) of the decisions on a finding, oldest first."""
    rows = session.execute(
        select(Decision.decided_at, Decision.person, Decision.what, Decision.reason)
        .where(Decision.fingerprint == fingerprint).order_by(Decision.id)
    )
    return [(r.decided_at, r.person, r.what, r.reason) for r in rows]


def explain(
    life: Sequence[Kept], portal: PortalFact | None, seen: Sequence[Seen],
    decisions: Sequence[tuple[datetime, str, str, str]], duty: Sequence[str] = (), menu: Sequence[str] = (),
) -> list[str]:
    """The lines of the explanation of one finding, from its rows of a period (oldest first). `duty` says in sentences
    what the portal must have, for a section; `menu` what its menu had instead, for one that is missing."""
    f = [row for row in life if row.negative][-1]
    proof: dict[str, Any] = f.proof or {}
    name = f"{portal.name} ({portal.url or 'chưa có địa chỉ'})" if portal else f.portal
    seen_so = str(proof.get("sentence", ""))
    lines = [
        f"Phát hiện {f.fingerprint}: {KINDS.get(f.kind, f.kind)}",
        f"Cổng: {name}",
        "",
        "1. Kết luận",
        f"   {VERDICTS.get(f.verdict, f.verdict).capitalize()}, đêm {day_words(f.night)}. "
        f"{f.sentence.removesuffix(seen_so).strip()}",
        "",
        "2. Quy tắc",
        *[f"   {sentence}" for sentence in duty],
        *_rule(f),
        *_clock(f),
        "",
        "3. Đã nhìn thấy gì",
        f"   {seen_so}",
        *_nights(proof),
        *([f"   Trình đơn đêm ấy có {count_words(len(menu))} mục: {'; '.join(menu)}."] if menu else []),
        *_grade(f, proof),
        "",
        "4. Những trang làm bằng chứng",
        "   Mỗi dòng: địa chỉ, lúc xem, mã trả lời của máy chủ, dấu SHA-256 của trang đã lưu (để kiểm lại được rằng "
        "không ai sửa).",
        *[_page(page) for page in seen],
        "",
        "5. Diễn biến",
        *[f"   Đêm {day_words(row.night)}: {LIVES.get(row.life, row.life)}." for row in _turns(life)],
        f"   Thấy trong {count_words(sum(r.negative for r in life))} đêm của kỳ.",
        *[f"   {at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}: {who} quyết định “{what}” – {why}."
          for at, who, what, why in decisions],
        "",
        "6. Vì sao không phải lỗi của máy giám sát",
        "   Chỉ những đêm có giá trị được tính; đêm có sự cố chung, có báo trước việc ngừng, hoặc phép thử nội bộ sai "
        "đều bị loại.",
        *[f"   Đêm không tính vì: {cause_of(x['cause']).words} ({count_words(x['times'])} lần)."
          for x in proof.get("failures", [])],
        "",
        "7. Khi nào kết luận này được xóa",
        f"   {CLEARS.get(f.kind, 'Khi trang cho thấy điều ngược lại, kết luận được xóa trong đêm sau.')}",
        f"   Nếu thấy kết luận sai: gửi mã phát hiện {f.fingerprint} và lý do cho chủ quản hệ thống giám sát; "
        "quyết định được ghi ở phần 5.",
    ]
    return [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]


def _rule(f: Kept) -> list[str]:
    lines = []
    if f.threshold:
        t = f.threshold
        lines.append(f"   {t['title']}: {count_words(t['value'])} {t['unit']} "
                     f"({authority_words(t['status'])}).")
    lines += [f"   Căn cứ: {basis}." for basis in f.basis]
    if not f.basis:
        lines.append("   Không có điều luật nào được viện dẫn.")
    return [*lines, f"   Số đo: {_figures(f.measured)}." if f.measured else ""]


def _clock(f: Kept) -> list[str]:
    """From which day a question's deadline runs."""
    if f.kind != "question":
        return []
    asked, accepted = (f.page.get(name) for name in ("asked_on", "accepted_on"))
    days = [f"hỏi ngày {_plain(asked)}" if asked else "không ghi ngày hỏi",
            f"tiếp nhận ngày {_plain(accepted)}" if accepted else "không ghi ngày tiếp nhận"]
    start = "tiếp nhận" if accepted else "hỏi"
    return [f"   Trang công khai: {', '.join(days)}. Đếm từ ngày {start}, không tính chính "
            "ngày ấy, ngày nghỉ và ngày lễ."]


def _grade(f: Kept, proof: dict[str, Any]) -> list[str]:
    if f.grade not in GRADES:
        return []
    words = GRADES[f.grade]
    if proof.get("kind") in ("page", "sighting"):  # nothing is concluded from an absence here
        words = words.replace(", có đối chứng", ", điều kết luận hiện ngay trên trang")
    return [f"   Độ chắc chắn {f.grade}: {words}."]


FIGURES = {"days_silent": "số ngày không có tin mới", "posts": "số tin, văn bản", "due_on": "hạn trả lời",
           "working_days_late": "số ngày làm việc quá hạn"}


def _figures(measured: dict[str, Any]) -> str:
    return ", ".join(f"{FIGURES.get(name, name)} {_plain(value)}" for name, value in sorted(measured.items()))


def _plain(value: Any) -> str:  # noqa: ANN401 - a figure, a day, or nothing
    if isinstance(value, int):
        return count_words(value)
    try:
        return day_words(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value) if value is not None else "không rõ"


def _nights(proof: dict[str, Any]) -> list[str]:
    """One line a night; the lists of the newest whole night by name."""
    lines, nights = [], proof.get("nights", [])
    newest = max((n["night"] for n in nights if n["complete"]), default=None)
    for night in nights:
        day = day_words(date.fromisoformat(night["night"]))
        if not night["complete"]:
            causes = ", ".join(cause_of(c).words for c in night["causes"]) or "không trọn vẹn"
            lines.append(f"   – Đêm {day}: không tính, {causes}.")
            continue
        lines.append(f"   – Đêm {day}: xem hết {night['proven']}/{night['lists']} {NOUNS[proof['kind']]}.")
        if night["night"] == newest:
            lines += [f"       {_list(channel)}" for channel in night["channels"]]
    return lines


def _list(channel: dict[str, Any]) -> str:
    parts = [f"{count_words(channel['pages'])} trang"]
    parts += [ENDS[channel["end_reason"]]] if channel["end_reason"] in ENDS else []
    if channel["newest_on"]:
        parts.append(f"mới nhất ngày {day_words(date.fromisoformat(channel['newest_on']))}")
    elif channel["state"] == "observed_empty":
        parts.append("tự ghi là trống")
    return f"“{channel['title']}”: {', '.join(parts)}."


def _page(page: Seen) -> str:
    at = f"{page.at.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}" if page.at else "không rõ lúc"
    code = f"{page.status} (không đổi so với lần xem trước)" if page.status == UNCHANGED else str(page.status or "–")
    return f"   {page.url} – {at}, mã {code}, SHA-256 {page.sha256 or 'không có'}"


def _turns(life: Sequence[Kept]) -> list[Kept]:
    """The nights on which something changed, and the newest."""
    return [row for n, row in enumerate(life) if row.life != "again" or n in (0, len(life) - 1)]


