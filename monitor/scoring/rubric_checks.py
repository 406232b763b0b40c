"""What one part of a rubric must be so that the others make sense; each problem names the field it is about."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from monitor.scoring.rubric import (
    COMPONENTS,
    FewPostsCheck,
    Item,
    Membership,
    NotScored,
    Rubric,
    SectionCheck,
    SilenceCheck,
)

Found = tuple[str, str]  # (field, what is wrong)

#: From the best outcome to the worst: a rule for a worse one may never give more.
OUTCOMES = ("none_late", "some_late", "all_late")
#: The kinds of fault that a machine check can find.
FOUND_BY = {"section": ("missing_section", "not_updated", "irregular_update"), "few_posts": ("few_items",),
            "silence": ("not_maintained",), "person": ()}
PLACEHOLDERS = {"noun", "title"}


def check_rubric(rubric: Rubric, groups: Iterable[str], sections: Iterable[str]) -> list[Found]:
    """Everything that does not fit together; `groups` and `sections` are what the registry knows."""
    return [
        *_validity(rubric), *_faults(rubric), *_items(rubric, set(sections)), *_blocks(rubric), *_questions(rubric),
        *_services(rubric), *_members(rubric, set(groups)), *_appraisals(rubric),
    ]


def _validity(rubric: Rubric) -> Iterator[Found]:
    if rubric.valid_to is not None and rubric.valid_to < rubric.valid_from:
        yield "valid_to", "trước valid_from"
    if rubric.coverage_needed.value is None or rubric.coverage_needed.value > 100:
        yield "coverage_needed.value", "phải là tỷ lệ từ 0 đến 100"


def _faults(rubric: Rubric) -> Iterator[Found]:
    for code, fault in rubric.faults.items():
        for name in ("phrase", "many", "advice"):
            yield from _template(f"faults.{code}.{name}", getattr(fault, name))
        for other in fault.covers:
            if other not in rubric.faults or other == code:
                yield f"faults.{code}.covers", f"không có loại lỗi {other!r} để gộp"


def _template(field: str, text: str) -> Iterator[Found]:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        yield field, "dấu ngoặc nhọn không khớp"
        return
    if names - PLACEHOLDERS:
        yield field, f"chỗ điền {sorted(names - PLACEHOLDERS)} không có; chỉ dùng {sorted(PLACEHOLDERS)}"


def _items(rubric: Rubric, sections: set[str]) -> Iterator[Found]:
    for block, place, item in rubric.all_items():
        field = f"blocks.{block}.items.{place}"
        for name, table in (("points", item.points), ("phrases", item.phrases)):
            for fault in table.keys() - rubric.faults.keys():
                yield f"{field}.{name}.{fault}", "không có loại lỗi này trong bảng faults"
        for fault, phrase in item.phrases.items():
            yield from _template(f"{field}.phrases.{fault}", phrase)
        yield from _checks(rubric, field, item, sections)


def _checks(rubric: Rubric, field: str, item: Item, sections: set[str]) -> Iterator[Found]:
    for number, check in enumerate(item.checks):
        for fault in FOUND_BY[check.check]:
            if fault not in rubric.faults:
                yield "faults", f"thiếu loại lỗi {fault!r} mà phép kiểm {check.check} tìm ra"
        if isinstance(check, FewPostsCheck) and check.threshold not in rubric.thresholds:
            yield f"{field}.checks.{number}.threshold", f"không có ngưỡng {check.threshold!r} trong bảng thresholds"
        if isinstance(check, SectionCheck | FewPostsCheck):
            for section in set(check.sections) - sections:
                yield f"{field}.checks.{number}.sections", f"không có mục {section!r} trong sections.csv"


def _blocks(rubric: Rubric) -> Iterator[Found]:
    for code, block in rubric.blocks.items():
        field, top = f"blocks.{code}", block.information.max
        for item, times in Counter(item.code for item in block.items).items():
            if times > 1:
                yield f"{field}.items", f"mã {item!r} có {times} lần"
        if block.floor > top:
            yield f"{field}.floor", "lớn hơn điểm tối đa"
        edges = list(block.bands)
        if edges != sorted(set(edges), reverse=True) or (edges and edges[0] > top + block.information.bonus):
            yield f"{field}.bands", "phải giảm dần và không quá điểm tối đa"
        weights = [item.weight for item in block.items if item.weight is not None]
        shared = [item for item in block.items if not any(isinstance(c, SilenceCheck) for c in item.checks)]
        if weights and any((item.weight is None) is (item in shared) for item in block.items):
            yield f"{field}.items", "hoặc mọi tiêu chí có weight (trừ phép kiểm silence), hoặc không tiêu chí nào"
        elif weights and sum(weights) != top:
            yield f"{field}.items", f"tổng weight {sum(weights)} khác điểm tối đa {top}"


def _questions(rubric: Rubric) -> Iterator[Found]:
    tops = [(s.max, s.max + s.bonus) for b in rubric.blocks.values() if (s := b.qa) is not None]
    for place, rule in enumerate(rubric.qa.rules):
        if any(rule.score > top for _, top in tops):
            yield f"qa.rules.{place}.score", "quá điểm tối đa kể cả khuyến khích"
        if rule.from_share > 100 or (rule.from_share and rule.when != "some_late"):
            yield f"qa.rules.{place}.from_share", "chỉ dùng với some_late, từ 0 đến 100"
    for when in ("none_received", "all_deleted", *OUTCOMES):
        if not any(rule.when == when and not rule.from_share for rule in rubric.qa.rules):
            yield "qa.rules", f"thiếu quy tắc cho {when!r}"
    path = sorted((rule for rule in rubric.qa.rules if rule.when in OUTCOMES),
                  key=lambda rule: (OUTCOMES.index(rule.when), rule.from_share))
    for better, worse in pairwise(path):
        if worse.score > better.score:
            yield f"qa.rules.{rubric.qa.rules.index(worse)}.score", f"nhiều chậm hơn mà điểm cao hơn {better.id!r}"
    best = max((rule.score for rule in rubric.qa.rules if rule.when == "none_late"), default=Decimal(0))
    if any(best + rubric.qa.volume_bonus.points > top for _, top in tops):
        yield "qa.volume_bonus.points", "cùng với điểm cao nhất thì quá điểm tối đa kể cả khuyến khích"


def _services(rubric: Rubric) -> Iterator[Found]:
    tops = [s.max + s.bonus for b in rubric.blocks.values() if (s := b.online_services) is not None]
    if any(rubric.online_services.none_received > top for top in tops):
        yield "online_services.none_received", "quá điểm tối đa kể cả khuyến khích"
    rules = rubric.online_services.rules
    for place, rule in enumerate(rules):
        if rule.from_rate > 100:
            yield f"online_services.rules.{place}.from_rate", "phải là tỷ lệ từ 0 đến 100"
        if any(rule.score > top for top in tops):
            yield f"online_services.rules.{place}.score", "quá điểm tối đa kể cả khuyến khích"
    for place, (higher, lower) in enumerate(pairwise(rules), 1):
        if lower.from_rate >= higher.from_rate:
            yield f"online_services.rules.{place}.from_rate", "phải nhỏ hơn quy tắc đứng trước"
        if lower.score > higher.score:
            yield f"online_services.rules.{place}.score", "tỷ lệ thấp hơn mà điểm cao hơn"


def _members(rubric: Rubric, groups: set[str]) -> Iterator[Found]:
    for place, member in enumerate(rubric.membership):
        field = f"membership.{place}"
        block = rubric.blocks.get(member.block)
        if block is None:
            yield f"{field}.block", f"không có khối {member.block!r}"
        else:
            for component in COMPONENTS:
                if component in member.components and block.scale(component) is None:
                    yield f"{field}.components", f"khối {member.block!r} không có thang điểm {component}"
        if member.valid_to is not None and member.valid_to < member.valid_from:
            yield f"{field}.valid_to", "trước valid_from"
    named: list[tuple[str, Membership | NotScored]] = [(f"membership.{n}", m) for n, m in enumerate(rubric.membership)]
    named += [(f"not_scored.{n}", row) for n, row in enumerate(rubric.not_scored)]
    for field, row in named:
        if set(row.groups) - groups:
            yield f"{field}.groups", f"không có khối {sorted(set(row.groups) - groups)} trong sổ đăng ký"
        if not row.groups and not row.codes:
            yield f"{field}.groups", "phải có groups hoặc codes"


def _appraisals(rubric: Rubric) -> Iterator[Found]:
    shares = [a.up_to for a in rubric.appraisals]
    if shares != sorted(set(shares)) or shares[-1] != 100:
        yield "appraisals", "up_to phải tăng dần và kết thúc ở 100"
