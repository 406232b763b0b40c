"""The online-services component: the share of dossiers resolved early or on time decides."""

from __future__ import annotations

from decimal import Decimal

from monitor.scoring.cards import ComponentCard, Line
from monitor.scoring.facts import Dossiers
from monitor.scoring.prices import points_words, round_whole
from monitor.scoring.rubric import Scale, ServiceRules
from monitor.words import count_words


def score_services(dossiers: Dossiers | None, rules: ServiceRules, scale: Scale) -> ComponentCard:
    """The component's card; a rate below the last rule has no known score."""
    if dossiers is None:
        return _unknown(scale, "dịch vụ công: chưa có số liệu của kỳ", ())
    flags = check_dossiers(dossiers)
    if dossiers.total == 0 and dossiers.resolved == 0:
        return _card(scale, rules.none_received, rules.none_label, "none_received", dossiers, flags)
    rate = on_time_rate(dossiers)
    if rate is None:
        return _unknown(scale, "dịch vụ công: chưa có hồ sơ nào được giải quyết", flags)
    for rule in rules.rules:
        if rate >= rule.from_rate:
            return _card(scale, rule.score, f"{rule.label} ({round_whole(rate)}%)", rule.id, dossiers, flags)
    lowest = points_words(rules.rules[-1].from_rate)
    return _unknown(scale, f"dịch vụ công: tỷ lệ {round_whole(rate)}%, chưa có quy tắc cho mức dưới {lowest}%", flags)


def on_time_rate(d: Dossiers) -> Decimal | None:
    """Early and on time, per cent of what was resolved."""
    return Decimal(100 * (d.early + d.on_time)) / d.resolved if d.resolved else None


def resolved_rate(d: Dossiers) -> Decimal | None:
    """Resolved, per cent of all dossiers, those carried over included; not used for the score."""
    return Decimal(100 * d.resolved) / d.total if d.total else None


def check_dossiers(d: Dossiers) -> tuple[str, ...]:
    """What cannot be true in the figures."""
    found = []
    if d.resolved > d.total:
        rate = resolved_rate(d)
        shown = f", tỷ lệ giải quyết {points_words(rate.quantize(Decimal('0.01')))}%" if rate is not None else ""
        found.append(f"giải quyết {count_words(d.resolved)} hồ sơ nhiều hơn tổng số {count_words(d.total)} hồ sơ: "
                     f"đang giải quyết {count_words(d.total - d.resolved)}{shown}")
    return tuple(found)


def _card(
    scale: Scale, score: Decimal, label: str, rule: str, dossiers: Dossiers, flags: tuple[str, ...]
) -> ComponentCard:
    less = max(Decimal(0), scale.max - score)
    line = Line("deduction", "on_time_rate", "Dịch vụ công trực tuyến", "on_time_rate", less, less, label,
                (dossiers.source,))
    return ComponentCard("online_services", scale.max, scale.bonus, (line,) if less else (),
                         max(Decimal(0), score - scale.max), label, score, score, "final", flags=flags, rule=rule)


def _unknown(scale: Scale, why: str, flags: tuple[str, ...]) -> ComponentCard:
    return ComponentCard("online_services", scale.max, scale.bonus, (), Decimal(0), "", None, None, "unknown", (why,),
                         Decimal(0), flags=flags)
