"""One figure of a report: its value with source and window, or the gap with who must supply it; and its words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from monitor.report_items import ReportItem
from monitor.words import count_words

PLACES = ("Xã ", "Phường ", "Huyện ", "Thị xã ", "Thị trấn ", "Thành phố ")
GAP = "[Chưa có số liệu: "


@dataclass(frozen=True, slots=True)
class Said:
    """A number with where it comes from. `note` is what must be known of it, such as that it was rounded."""

    value: Decimal
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a period. Exactly one of `value` and `gap` is there; `before` is None when it cannot be compared,
    and `why_not` says why. `published`: what a paper printed in its place, when that is another number."""

    item: ReportItem
    window: str
    value: Decimal | None
    source: str
    gap: str
    before: Decimal | None
    before_label: str
    why_not: str
    published: Decimal | None = None
    note: str = ""

    @property
    def difference(self) -> Decimal | None:
        return None if self.value is None or self.before is None else self.value - self.before

    @property
    def percent(self) -> Decimal | None:
        """The difference in per cent of the earlier value, which alone is its base."""
        return 100 * self.difference / self.before if self.difference is not None and self.before else None

    def number(self) -> str:
        """The number as printed, or the visible gap."""
        return self.gap if self.value is None else write_number(self.value, self.item.unit)

    def words(self) -> str:
        """The number with its unit."""
        if self.value is None or self.item.unit == "%":
            return self.number()
        return f"{self.number()} {self.item.unit}"

    def compared(self) -> str:
        """“, tăng 426 tin, bài (14,7%) so với cùng kỳ năm 2022”; in brackets why it is not compared."""
        if self.value is None:
            return ""
        if self.before is None or self.difference is None:
            return f" (chưa so sánh với {self.before_label}: {self.why_not})"
        if self.difference == 0:
            return f", bằng {self.before_label}"
        way = "tăng" if self.difference > 0 else "giảm"
        if self.item.unit == "%":
            return f", {way} {share_words(abs(self.difference))} điểm phần trăm so với {self.before_label}"
        share = f" ({share_words(abs(self.percent))}%)" if self.percent is not None else ""
        return f", {way} {count_words(abs(self.difference))} {self.item.unit}{share} so với {self.before_label}"


def write_number(value: Decimal, unit: str) -> str:
    """A count without decimals, a share with one."""
    if unit == "%":
        return f"{share_words(value)}%"
    return count_words(value) if value == value.to_integral_value() else round_words(value, 1)


def round_words(value: Decimal, decimals: int) -> str:
    """Rounded half up, as papers round; 98,0 is written 98."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return count_words(rounded, 0 if rounded == rounded.to_integral_value() else decimals)


def round_share(value: Decimal) -> Decimal:
    """One decimal, or as many as it takes: only what is whole is printed as 100, and only what is nothing as 0."""
    for decimals in range(1, 6):
        rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if rounded == value or rounded not in (0, 100):
            return rounded
    return rounded


def share_words(value: Decimal) -> str:
    """98,7 or 99,99; 98,0 is written 98."""
    rounded = round_share(value)
    return count_words(rounded, 0 if rounded == rounded.to_integral_value() else -int(rounded.as_tuple().exponent))


def about(value: Decimal, step: int) -> str:
    """The number rounded down with its word, “trên 7.000”; a number that is round stands alone."""
    down = value // step * step
    return count_words(value) if down == value or not down else f"trên {count_words(down)}"


def missing(item: ReportItem, why: str = "") -> str:
    """A gap that nobody overlooks: what is missing, why, and who must supply it."""
    reason = f" ({why})" if why else ""
    return f"{GAP}{inside(item.name)}{reason} – {item.supplier} cung cấp]"


def within(name: str) -> str:
    """A body's name within a sentence: “xã Bảo Hà”; of other bodies the first word is part of the name."""
    place = name.startswith(PLACES) and not name.startswith("Huyện ủy")
    return name[:1].lower() + name[1:] if place else name


def inside(name: str) -> str:
    """What is counted, within a sentence: its first letter small, unless it is an acronym or a proper name."""
    proper = name[1:2].isupper() or name.startswith(("Cổng", "Công báo", "Ban Biên tập"))
    return name if proper else name[:1].lower() + name[1:]
