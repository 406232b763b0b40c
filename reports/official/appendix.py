"""The appendices as tables of cells, for Word and Excel alike: Phụ biểu 01–03, groups, silent portals, coverage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.name_order import name_order
from monitor.scoring.cards import Scorecard
from monitor.scoring.facts import Dossiers, Questions
from monitor.scoring.prices import points_words
from monitor.scoring.remarks import write_remark
from monitor.scoring.rubric import ComponentName
from monitor.scoring.services import on_time_rate, resolved_rate
from monitor.words import GROUPS, count_words, day_words
from reports.official.figure import round_share, share_words
from reports.official.figures import COMPONENTS
from reports.official.marking import STRONG, WEAK
from reports.official.material import Material

Cell = str | int | Decimal | None
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
SILENCES = {"idle": "Không có tin, bài", "unknown": "Chưa đủ căn cứ", "active": "Có tin, bài"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One appendix. `total` is its last row; numbers stay numbers, so that Excel can add them up."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None


def build_appendices(m: Material) -> dict[str, Sheet]:
    """All appendices by their code."""
    sheets = (information(m), questions(m), dossiers(m), groups(m), silent(m), watched(m))
    return {sheet.code: sheet for sheet in sheets}


def information(m: Material) -> Sheet:
    """Scores by block, the highest first, numbered through all blocks."""
    rows: list[tuple[Cell, ...]] = []
    number, blocks = 0, 0
    for code, block in (m.rubric.blocks if m.rubric else {}).items():
        cards = [c for c in m.cards.get("information", ()) if c.block == code]
        if cards:
            scale = block.information
            blocks += 1
            rows.append((ROMAN[blocks], block.title, None, f"Thang điểm {points_words(scale.max)}, cộng thêm "
                                                  f"{points_words(scale.bonus)} điểm khuyến khích"))
        for card in sorted(cards, key=lambda c: (-_score(c, "information"), name_order(c.name))):
            part = card.component("information")
            remark = write_remark(card, m.rubric) if m.rubric else ""
            number += 1
            rows.append((number, card.name, part.score if part else None, remark))
    return Sheet("pb01", "Đánh giá mức độ cung cấp thông tin trên các Cổng TTĐT thành phần",
                 ("STT", "Tên cơ quan, đơn vị", "Điểm", "Ghi chú"), tuple(rows))


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _score(card: Scorecard, component: ComponentName) -> Decimal:
    part = card.component(component)
    return part.score if part is not None and part.score is not None else Decimal(-1)


def _scores(m: Material, component: ComponentName) -> dict[str, Decimal]:
    return {c.portal: p.score for c in m.cards.get(component, ())
            if (p := c.component(component)) is not None and p.score is not None}


ASKED: tuple[Callable[[Questions], int], ...] = (
    lambda q: q.received, lambda q: q.answered, lambda q: q.awaiting_answer, lambda q: q.awaiting_acceptance,
    lambda q: q.deleted, lambda q: q.unknown,
)


def questions(m: Material) -> Sheet:
    scores = _scores(m, "qa")
    why = {c.portal: capital(p.bonus_why) for c in m.cards.get("qa", ()) if (p := c.component("qa")) is not None}
    names = sorted(m.questions, key=lambda c: (-scores.get(c, Decimal(-1)), -m.questions[c].received,
                                               name_order(m.names.get(c, c))))
    rows = [(n, m.names.get(c, c), *(part(m.questions[c]) for part in ASKED), scores.get(c),
             why.get(c, "")) for n, c in enumerate(names, 1)]
    total: tuple[Cell, ...] = (None, "Tổng số", *(sum(part(q) for q in m.questions.values()) for part in ASKED), None,
                               "")
    return Sheet("pb02", "Kết quả tiếp nhận và trả lời câu hỏi trên chuyên mục Hỏi - Đáp",
                 ("STT", "Tên cơ quan, đơn vị", "Tổng số câu hỏi", "Đã trả lời", "Chờ trả lời", "Chờ tiếp nhận",
                  "Câu hỏi xóa", "Chưa rõ trạng thái", "Điểm", "Ghi chú"), tuple(rows), total if rows else None)


HANDLED: tuple[Callable[[Dossiers], int], ...] = (
    lambda d: d.total, lambda d: d.carried_over, lambda d: d.one_stop, lambda d: d.online,
    lambda d: d.resolved, lambda d: d.early + d.on_time, lambda d: d.late, lambda d: d.total - d.resolved,
)


def dossiers(m: Material) -> Sheet:
    scores = _scores(m, "online_services")
    names = sorted(m.dossiers, key=lambda c: (-(on_time_rate(m.dossiers[c]) or Decimal(-1)),
                                              name_order(m.names.get(c, c))))
    rows = [(n, m.names.get(c, c), *_handled(m.dossiers[c]), scores.get(c)) for n, c in enumerate(names, 1)]
    d = m.dossiers.values()
    whole = Dossiers(sum(x.carried_over for x in d), sum(x.one_stop for x in d), sum(x.online for x in d),
                     sum(x.early for x in d), sum(x.on_time for x in d), sum(x.late for x in d), "")
    return Sheet("pb03", "Tình hình xử lý hồ sơ dịch vụ công theo cơ quan",
                 ("STT", "Tên cơ quan", "Tổng số hồ sơ", "Tồn đầu kỳ", "Một cửa điện tử", "Trực tuyến",
                  "Đã giải quyết", "Đúng và trước hạn", "Trễ hạn", "Đang giải quyết", "Tỷ lệ giải quyết (%)",
                  "Tỷ lệ đúng và trước hạn (%)", "Điểm"),
                 tuple(rows), (None, "Tổng cộng", *_handled(whole), None) if rows else None)


def _handled(d: Dossiers) -> tuple[Cell, ...]:
    rates = (resolved_rate(d), on_time_rate(d))
    return (*(part(d) for part in HANDLED), *(None if r is None else round_share(r) for r in rates))


def groups(m: Material) -> Sheet:
    """Posts by group; the total is the one that the text prints."""
    rows = []
    for group in COMPONENTS:
        lines = [p for p in m.portals if p.group == group]
        if lines:
            rows.append((GROUPS[group], len(lines), sum(bool(p.seen_share) for p in lines),
                         sum(p.articles for p in lines), sum(p.data_sets for p in lines), sum(p.posts for p in lines)))
    total: tuple[Cell, ...] = ("Tổng số", *(sum(int(row[n]) for row in rows) for n in range(1, 6)))
    return Sheet("khoi", "Tin, bài, bộ thông tin CSDL theo khối",
                 ("Khối", "Số Cổng", "Quan sát được", "Tin, bài", "Bộ thông tin CSDL", "Tổng số"), tuple(rows),
                 total if rows else None)


def silent(m: Material) -> Sheet:
    lines = sorted((p for p in m.portals if p.group in COMPONENTS and p.silence != "active"),
                   key=lambda p: (p.silence, p.group, name_order(p.name)))
    return Sheet("khong_hoat_dong", "Cổng TTĐT không có tin, bài hoặc chưa đủ căn cứ để kết luận",
                 ("STT", "Tên cơ quan, đơn vị", "Khối", "Kết luận", "Tin, bài mới nhất", "Căn cứ"),
                 tuple((n, p.name, GROUPS[p.group], SILENCES[p.silence], day_words(p.newest_on), p.reason)
                       for n, p in enumerate(lines, 1)))


def watched(m: Material) -> Sheet:
    return Sheet("do_phu", "Độ phủ quan sát của từng Cổng TTĐT",
                 ("STT", "Tên cơ quan, đơn vị", "Khối", "Số ngày quan sát được (%)", "Tin, bài trong kỳ", "Kết luận"),
                 tuple((n, p.name, GROUPS.get(p.group, p.group), p.seen_share, p.posts, SILENCES[p.silence])
                       for n, p in enumerate(m.portals, 1)))


def cell_words(cell: Cell) -> str:
    """A cell as Word prints it: 1.234 and 98,1."""
    if isinstance(cell, Decimal):
        return share_words(cell)
    return "" if cell is None else count_words(cell) if isinstance(cell, int) else cell


def table_words(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The cells of a table for Word; the row that names a block is marked to become bold."""
    return [[f"{STRONG}{words}{WEAK}" if row[0] in ROMAN[1:] and words else words for words in map(cell_words, row)]
            for row in rows]
