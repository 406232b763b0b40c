"""Every figure of a report from its material: the value that is best founded, else a gap; nothing is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from monitor.periods import Period
from monitor.report_items import ReportItem
from monitor.scoring.distribution import known_scores
from monitor.scoring.facts import Dossiers, Questions
from monitor.words import count_words
from reports.official.figure import Figure, Said, missing, write_number
from reports.official.material import Material

OWN = "Soi Cổng, đếm theo ngày ghi trên bài"
REGISTER = "sổ đăng ký Cổng TTĐT"
TWO_LEVELS = date(2025, 7, 1)  # no districts from this day
NEW_GROUPS = ("BC-C2T",)  # central and other bodies were counted among the departments before
COMPONENTS = ("party_block", "departments", "central_and_other", "communes")
GROUP_OF = {"BC-C2D": "party_block", "BC-C2S": "departments", "BC-C2T": "central_and_other", "BC-C2X": "communes"}
SHARES = {  # share -> (part, whole)
    "BC-E2AP": ("BC-E2A", "BC-E2E"), "BC-E2WP": ("BC-E2W", "BC-E2E"), "BC-E2DP": ("BC-E2D", "BC-E1"),
    "BC-F5P": ("BC-F5", "BC-F4"), "BC-F5OP": ("BC-F5O", "BC-F5"), "BC-F5LP": ("BC-F5L", "BC-F5"),
    "BC-F5IP": ("BC-F5I", "BC-F4"),
}
GROWTH = {"BC-C1G": "BC-C1"}  # the change in per cent -> of which figure
AT_MOST = {"BC-D4G": "gov", "BC-D4P": "party_special"}  # portals at the highest score -> block of the rubric
ASKED: dict[str, Callable[[Questions], int]] = {
    "BC-E1": lambda q: q.received, "BC-E2E": lambda q: q.eligible, "BC-E2A": lambda q: q.answered,
    "BC-E2W": lambda q: q.awaiting_answer + q.awaiting_acceptance, "BC-E2D": lambda q: q.deleted,
    "BC-E10": lambda q: 1,
}
HANDLED: dict[str, Callable[[Dossiers], int]] = {
    "BC-F4": lambda d: d.total, "BC-F4M": lambda d: d.one_stop, "BC-F4O": lambda d: d.online,
    "BC-F4C": lambda d: d.carried_over, "BC-F5": lambda d: d.resolved, "BC-F5O": lambda d: d.early + d.on_time,
    "BC-F5L": lambda d: d.late, "BC-F5I": lambda d: d.total - d.resolved,
}


def build_figures(material: Material, kind: str) -> dict[str, Figure]:
    """Code -> figure, for a kind of report (Q, N, Y); figures that do not apply to the period are left out."""
    wanted = [i for i in material.items if kind in i.reports and applies(i, material.period)]
    found = {i.code: _figure(i, material) for i in wanted if i.source != "computed"}
    return {i.code: found.get(i.code) or _computed(i, found, material) for i in wanted
            if i.code not in AT_MOST or (material.rubric and AT_MOST[i.code] in material.rubric.blocks)}


def applies(item: ReportItem, period: Period) -> bool:
    """Districts are in no report on days after they ended, nor today's groups in one on days before."""
    if item.code in NEW_GROUPS:
        return period.end >= TWO_LEVELS
    return item.source != "former" or period.start < TWO_LEVELS


def year_label(same: Period) -> str:
    return f"cùng kỳ năm {same.start.year}"


def _figure(item: ReportItem, material: Material) -> Figure:
    ours, why_gap = _ours(item, material)
    typed = material.typed.get(item.code)
    said = ours or typed
    if said is None:
        return _gap(item, material, why_gap)
    before, why_not = _before(item, material, ours is not None)
    other = typed.value if ours is not None and typed is not None and typed.value != ours.value else None
    note = said.note if other is None or typed is None else (
        f"{typed.source} ghi {write_number(typed.value, item.unit)}; tính từ {said.source} được "
        f"{write_number(said.value, item.unit)}")
    return Figure(item, material.period.label, said.value, said.source, "", before, year_label(material.same), why_not,
                  other, note)


def _ours(item: ReportItem, material: Material) -> tuple[Said | None, str]:
    """(what the program itself counted or read from a table of another system, else why there is nothing)."""
    if item.source == "crawl":
        return _counted(item.code, material)
    if item.source == "register":
        groups = ("communes",) if item.code == "BC-C3X" else COMPONENTS
        number = sum(p.group in groups for p in material.portals)
        return (Said(Decimal(number), REGISTER), "") if number else (None, "")
    if item.source == "score":
        cards = material.cards.get("information", ())
        group_of = {p.code: p.group for p in material.portals}
        left = [c for c in cards if c.block is None and group_of.get(c.portal) in COMPONENTS]
        return (Said(Decimal(len(left)), f"bộ tiêu chí {material.rubric.id}"), "") if material.rubric and left else (
            None, "")
    if item.code in ASKED:
        return _added(material.questions, ASKED[item.code]), ""
    if item.code in HANDLED:
        return _added(material.dossiers, HANDLED[item.code]), ""
    return material.measured.get(item.code), ""


def _counted(code: str, material: Material) -> tuple[Said | None, str]:
    if material.coverage is None or not material.coverage.usable:
        return None, "kỳ này không có đêm quan sát"
    if code == "BC-D7":
        return Said(Decimal(sum(p.silence == "idle" for p in material.portals if p.group in COMPONENTS)), OWN), ""
    lines = [p for p in material.portals if p.group in _groups(code)]
    if not lines:
        return None, "sổ đăng ký không có Cổng nào của khối này"
    unseen = sum(not p.seen_share for p in lines)
    if unseen == len(lines):
        return None, "không quan sát được Cổng nào của khối này"
    note = f"{count_words(unseen)}/{count_words(len(lines))} Cổng chưa quan sát được, không có trong số này"
    return Said(Decimal(sum(_class(code, p) for p in lines)), OWN, note if unseen else ""), ""


def _groups(code: str) -> tuple[str, ...]:
    if code.startswith("BC-A"):
        return ("province",)
    return (GROUP_OF[code],) if code in GROUP_OF else COMPONENTS


def _class(code: str, line: object) -> int:
    name = {"BC-A2": "articles", "BC-A3": "data_sets"}.get(code, "posts")
    return int(getattr(line, name))


def _added(lines: Mapping[str, Questions] | Mapping[str, Dossiers], part: Callable[..., int]) -> Said | None:
    """A sum over bodies, with the files that it was added up from."""
    if not lines:
        return None
    files = sorted({line.source.rsplit(", dòng ", 1)[0] for line in lines.values()})
    return Said(Decimal(sum(part(line) for line in lines.values())), "; ".join(files))


def _before(item: ReportItem, material: Material, ours: bool) -> tuple[Decimal | None, str]:
    """(the value of the same period, why there is none): from the same source as the value, or it is not compared."""
    if ours and item.source == "crawl" and item.code != "BC-D7":
        counts = [c for (g, k), c in material.counts.items()
                  if g in _groups(item.code) and k in _classes(item.code)]
        why = next((c.why_not for c in counts if c.why_not), None)
        if counts and why is None:
            return Decimal(sum(c.before or 0 for c in counts)), ""
        return None, why or "không có số liệu kỳ trước"
    if ours and item.code in ASKED and material.questions_before:
        said = _added(material.questions_before, ASKED[item.code])
    elif ours and item.code in HANDLED and material.dossiers_before:
        said = _added(material.dossiers_before, HANDLED[item.code])
    elif ours and item.code in material.measured_before:
        said = material.measured_before[item.code]
    else:
        said = material.typed_before.get(item.code)
    return (said.value, "") if said else (None, "kỳ ấy chưa có số liệu cùng nguồn")


def _classes(code: str) -> tuple[str, ...]:
    return {"BC-A2": ("tin_bai",), "BC-A3": ("csdl",)}.get(code, ("tin_bai", "csdl"))


def _gap(item: ReportItem, material: Material, why: str) -> Figure:
    return Figure(item, material.period.label, None, "", missing(item, why), None, year_label(material.same), "")


def _computed(item: ReportItem, found: Mapping[str, Figure], material: Material) -> Figure:
    """A share, a change in per cent or a count of scores; a published one that differs is kept beside it."""
    if item.code in AT_MOST:
        value, how = _at_most(AT_MOST[item.code], material)
        before = None
    elif item.code in GROWTH:
        base = found[GROWTH[item.code]]
        value, before = base.percent, None
        how = "" if value is None else f"{base.number()} và {write_number(base.before or Decimal(0), base.item.unit)}"
    else:
        part, whole = (found[code] for code in SHARES[item.code])
        value, before = _percent(part.value, whole.value), _percent(part.before, whole.before)
        how = f"{part.number()}/{whole.number()}"
    label = year_label(material.same)
    if value is None:
        return Figure(item, material.period.label, None, "", f"[Chưa tính được: {item.name.lower()}]", None, label, "")
    typed = material.typed.get(item.code)
    other, note = None, ""
    if typed is not None and not same_when_rounded(value, typed.value):
        other = typed.value
        note = (f"{typed.source} ghi {write_number(typed.value, item.unit)}; tính lại từ {how} được "
                f"{write_number(value, item.unit)}")
    return Figure(item, material.period.label, value, f"tính từ {how}", "", before, label,
                  "" if before is not None else "chưa có số liệu kỳ trước", other, note)


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return 100 * part / whole if part is not None and whole else None


def _at_most(block: str, material: Material) -> tuple[Decimal | None, str]:
    """How many portals of a block have its highest score, of how many that have one."""
    if material.rubric is None:
        return None, ""
    scale = material.rubric.blocks[block].information
    scores = known_scores(material.cards.get("information", ()), "information", block)
    number = sum(score == scale.max + scale.bonus for score in scores)
    return (Decimal(number), f"{count_words(len(scores))} điểm trong phụ biểu số 01") if scores else (None, "")


def same_when_rounded(value: Decimal, printed: Decimal) -> bool:
    """Whether a printed number is this value rounded to as many decimals as were printed."""
    return value.quantize(Decimal(1).scaleb(int(printed.as_tuple().exponent)), ROUND_HALF_UP) == printed


def gaps_of(figures: Iterable[Figure]) -> list[Figure]:
    return [f for f in figures if f.value is None]
