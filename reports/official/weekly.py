"""The weekly report on digital transformation: rates computed from their parts, beside last week and the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from monitor.imports.load import Figures, load_imports
from monitor.indicators import Indicator
from monitor.office import Office
from monitor.periods import Period
from monitor.words import count_words
from reports.official.figure import round_words
from reports.official.figures import same_when_rounded
from reports.official.marking import CLOSE, OPEN
from reports.official.tell import Told
from reports.official.watching import DRAFT
from reports.official.when import days_of

REPORT_FIGURES = "BC-"
Lines = Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator in one week. `said`: what stood in place of a number, “-” for one that nobody reported; neither a
    value nor words is a blank. `computed`: from its parts; `note` when the printed one was another."""

    indicator: Indicator
    value: Decimal | None
    said: str
    computed: bool
    before: Decimal | None
    note: str = ""

    @property
    def below(self) -> bool:
        return self.value is not None and self.indicator.target is not None and self.value < self.indicator.target

    def words(self) -> str:
        """The result as printed; below its target it is marked to become red."""
        if self.value is None:
            return self.said
        text = f"{number_words(self.value)}{' *' if self.computed else ''}"
        return f"{OPEN}{text}{CLOSE}" if self.below else text

    def trend(self) -> str:
        """The arrow of the week before, and the same in words."""
        if self.value is None:
            return ""
        if self.before is None:
            return ""
        if self.value == self.before:
            return "không đổi"
        difference = number_words(abs(self.value - self.before))
        unit = " điểm %" if self.indicator.unit == "%" else ""
        return f"↑ tăng {difference}{unit}" if self.value > self.before else f"↓ giảm {difference}{unit}"


def number_words(value: Decimal) -> str:
    return count_words(value) if value == value.to_integral_value() else round_words(value, 1)


def week_before(period: Period) -> Period:
    """The seven days before, whatever day a week begins on."""
    start, end = (day - timedelta(days=7) for day in (period.start, period.end))
    return Period(start, end, f"Từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}")


def read_lines(office: Office, period: Period) -> dict[str, Figures]:
    """Indicator -> its line in the file that counts for this week."""
    return {line.subject: line for fact in load_imports(office.session, "indicators", period) for line in fact.lines}


def judge_results(indicators: Sequence[Indicator], now: Lines, before: Lines) -> list[Result]:
    """Every indicator in the order of the register; a rate is recomputed when both of its parts are there."""
    return [_result(one, now, before) for one in indicators if not one.code.startswith(REPORT_FIGURES)]


def _result(indicator: Indicator, now: Lines, before: Lines) -> Result:
    line = now.get(indicator.code)
    printed = line.number("value") if line else None
    said = line.said.get("value", "") if line else ""
    rate = _rate(indicator, now)
    earlier = _rate(indicator, before)
    if earlier is None and indicator.code in before:
        earlier = before[indicator.code].number("value")
    if rate is None:
        return Result(indicator, printed, said, False, earlier)
    note = ""
    if printed is not None and not same_when_rounded(rate, printed):
        decimals = max(0, -int(printed.as_tuple().exponent))
        note = (f"{indicator.name}: tệp ghi {round_words(printed, decimals)}, tính lại từ tử số và mẫu số được "
                f"{round_words(rate, max(1, decimals))}")
    return Result(indicator, rate, said, True, earlier, note)


def _rate(indicator: Indicator, lines: Lines) -> Decimal | None:
    parts = [lines[code].number("value") if code in lines else None
             for code in (indicator.numerator, indicator.denominator)]
    return 100 * parts[0] / parts[1] if parts[0] is not None and parts[1] else None


def broken_series(indicators: Sequence[Indicator], now: Lines, before: Lines) -> list[str]:
    """Cumulative values that are not last week's plus this week's."""
    found = []
    for one in indicators:
        if one.code in now and one.code in before:
            week, total, last = (now[one.code].number("value"), now[one.code].number("cumulative"),
                                 before[one.code].number("cumulative"))
            if week is not None and total is not None and last is not None and last + week != total:
                found.append(f"{one.name}: lũy kế tuần trước {number_words(last)} cộng tuần này {number_words(week)} "
                             f"là {number_words(last + week)}, tệp ghi {number_words(total)}")
    return found


def tell_week(office: Office, indicators: Sequence[Indicator], silent: Sequence[str]) -> Told:
    """What the weekly template prints; `silent` are bodies that sent nothing."""
    period = office.period
    now, before = read_lines(office, period), read_lines(office, week_before(period))
    held = [i for i in indicators if i.held_in(period)]
    results = judge_results(held, now, before)
    notes = [r.note for r in results if r.note] + broken_series(held, now, before)
    unlike = [r.indicator.name for r in results if r.value is not None and r.before is None]
    if not before:
        notes.append("Chưa có tệp số liệu của tuần trước liền kề: không so sánh được")
    elif unlike:
        notes.append(f"Tuần trước chưa có số liệu để so: {'; '.join(unlike)}")
    return {
        **name_weeks(period), "window": days_of(period),
        "year": str(office.today.year), "targets": table(results),
        "weekly_notes": [f"- {note}." for note in notes],
        "weekly_tasks": [DRAFT.format("kết quả từng nhiệm vụ"), *cumulative_lines(held, now)],
        "highlights": [DRAFT.format("nhiệm vụ nổi bật trong tuần")],
        "tasks": [DRAFT.format("nhiệm vụ trọng tâm tuần tiếp theo")],
        "proposals": [DRAFT.format("đề xuất, kiến nghị (không có thì ghi “Không”)")],
        "not_entered": not_entered(results, now, silent),
    }


def name_weeks(period: Period) -> dict[str, str]:
    """“05” and “06 năm 2025”: a week is that of its first day, so Friday to Thursday is named by its Friday."""
    (year, week, _), (next_year, following, _) = (
        (period.start + timedelta(days=later)).isocalendar() for later in (0, 7))
    return {"week": f"{week:02d}" if year == next_year else f"{week:02d} năm {year}",
            "next_week": f"{following:02d} năm {next_year}"}


def table(results: Sequence[Result]) -> list[list[str]]:
    """Targets with their sub-rows: numbered 1, 2, …; sub-rows have a dash."""
    rows = []
    for result in results:
        number = result.indicator.code.rpartition("-")[2]
        rows.append(["-" if "." in number else number, result.indicator.name, result.indicator.unit, result.words(),
                     result.trend()])
    return rows


def cumulative_lines(indicators: Sequence[Indicator], now: Lines) -> list[str]:
    return [f"- {one.name}: trong tuần {number_words(week)}; lũy kế {number_words(total)}."
            for one in indicators if (line := now.get(one.code)) is not None
            and (week := line.number("value")) is not None and (total := line.number("cumulative")) is not None]


def not_entered(results: Sequence[Result], now: Lines, silent: Sequence[str]) -> list[str]:
    """What is missing, apart: not in the file or blank; “-”, which says that nobody reported; bodies that sent
    nothing."""
    blank = [r.indicator.name for r in results if r.value is None and not r.said]
    dashed = [r.indicator.name for r in results if r.value is None and r.said]
    said = [f"- Chưa nhập số liệu: {'; '.join(blank)}."] if blank and now else []
    if not now:
        said.append("- [Chưa có số liệu: các chỉ tiêu của tuần – cơ quan tổng hợp báo cáo tuần cung cấp]")
    said += [f"- Ghi “-” (chưa có dữ liệu hoặc không báo cáo): {'; '.join(dashed)}."] if dashed else []
    said += [f"- Đơn vị chưa gửi báo cáo: {'; '.join(silent)}."] if silent else []
    return said or ["- Các chỉ tiêu đều đã có số liệu."]
