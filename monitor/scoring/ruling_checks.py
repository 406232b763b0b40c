"""What a decision about points may say: about a fault that is on the card, within the scale, with a reason.

A decision that would change nothing is refused at once, so that nobody believes it was taken.
"""

from __future__ import annotations

from decimal import Decimal

from monitor.scoring.cards import ComponentCard, Scorecard
from monitor.scoring.prices import points_words
from monitor.scoring.rubric import Rubric
from monitor.scoring.rulings import CannotRule, Draft, clean_name

ACTIONS: dict[str, str] = {
    "waive": "miễn trừ", "confirm": "xác nhận", "aggravate": "trừ thêm vì tái phạm", "change_points": "đổi điểm",
    "award": "cộng điểm khuyến khích", "withdraw": "rút quyết định",
}
WITH_POINTS = ("aggravate", "change_points", "award")
LEAST_WORDS = 10  # characters of a reason


def check_draft(draft: Draft, card: Scorecard, rubric: Rubric) -> None:
    """`CannotRule` in plain words for whatever cannot be decided so."""
    if draft.action not in ACTIONS:
        raise CannotRule(f"Không có quyết định {draft.action!r}. Dùng một trong: {', '.join(ACTIONS)}.")
    if card.block is None:
        raise CannotRule(f"{card.name} không được chấm điểm trong kỳ: {card.reason}.")
    part = next((p for p in card.components if p.component == draft.component), None)
    if part is None:
        judged = ", ".join(p.component for p in card.components)
        raise CannotRule(f"{card.name} không được chấm thành phần {draft.component!r}. Được chấm: {judged}.")
    if len(draft.reason.strip()) < LEAST_WORDS:
        raise CannotRule(f"Viết rõ lý do, ít nhất {LEAST_WORDS} ký tự: nó được in cạnh số điểm.")
    if not clean_name(draft.person):
        raise CannotRule("Ghi tên người quyết định.")
    if bool(draft.item) != bool(draft.fault):
        raise CannotRule("Ghi cả mục và lỗi, hoặc không ghi cả hai (điểm của cả thành phần).")
    if draft.item:
        _check_fault(draft, part)
    elif draft.action not in ("change_points", "award", "withdraw"):
        raise CannotRule(f"Quyết định {ACTIONS[draft.action]} phải nêu mục và lỗi (--item, --fault).")
    _check_points(draft, part, rubric)


def _check_fault(draft: Draft, part: ComponentCard) -> None:
    """The fault is one that was found; who waives what nobody found would wait for an effect in vain."""
    if draft.action == "award":
        raise CannotRule("Điểm khuyến khích là của cả thành phần: bỏ --item và --fault.")
    known = {(line.item, line.fault) for line in part.lines}
    if draft.component != "information" or (draft.item, draft.fault) not in known:
        found = ", ".join(f"{item} {fault}" for item, fault in sorted(known)) or "không có lỗi nào"
        raise CannotRule(f"Phiếu điểm không có lỗi {draft.fault!r} ở mục {draft.item!r}. Đang có: {found}.")


def _check_points(draft: Draft, part: ComponentCard, rubric: Rubric) -> None:
    if draft.action not in WITH_POINTS:
        if draft.points is not None:
            raise CannotRule(f"Quyết định {ACTIONS[draft.action]} không ghi số điểm.")
        return
    if draft.points is None:
        raise CannotRule(f"Quyết định {ACTIONS[draft.action]} phải ghi số điểm (--points).")
    top = part.max if draft.item else part.bonus_max if draft.action == "award" else part.max + part.bonus_max
    if draft.component != "information" and draft.action == "award":
        raise CannotRule("Điểm khuyến khích do người chấm chỉ có ở thành phần information.")
    least = rubric.step if draft.action == "aggravate" else Decimal(0)
    if not least <= draft.points <= top or draft.points % rubric.step:
        raise CannotRule(f"Số điểm {points_words(draft.points)} không hợp lệ: từ {points_words(least)} đến "
                         f"{points_words(top)}, bội số của {points_words(rubric.step)}.")
