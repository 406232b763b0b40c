"""The figures of a sentence: counts, percentages, shares (k/n), each with its unit, its direction and its qualifier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reports.consistency.numbers import NUMBER, SCALE, SCALES, count_decimals, group_commas, read_number

Kind = Literal["count", "percent", "share"]

TOKEN = re.compile(
    rf"(?<![\w/.,-])(?P<a>{NUMBER})(?![\w]|[.,]\d)(?:\s?/\s?(?P<b>{NUMBER})(?![\w]|[.,]\d))?(?P<pct>\s?%)?"
)
DATE = re.compile(
    r"\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?\d{4}|(?<![\d.,])\d{1,2}[/-](?:19|20)\d\d\b|\b(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d"
    r"|\d{1,2}/\d{1,2}\s?[-–]\s?\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}\s?[-–]\s?\d{1,2}/\d{1,2}(?![\d/])"
    r"|\d+/\d{4}/[\w-]+|\d+[-/][^\W\d_][\w-]*(?:/[\w-]+)?|https?:\S+|\d+[hg]\d*"
)
ORDINAL = re.compile(
    r"\b(nam|thang|quy|tuan|ngay|muc do|muc|dieu|khoan|tier|phien ban|version|vesion|de an|(?:phu )?bieu(?: so)?"
    r"|so|thu|cap do|lop|nghi dinh|nghi quyet|quyet dinh|ke hoach|den|tu|diem a|covid ?-?|giai doan|khoa|lan thu|bang"
    r"|hang|trang|f)\s?[:]?$"
)
YEAR_BEFORE = re.compile(r"\b(nam|thang|quy|[ivx]+|ky|-|–)\s?$|/\s?$")
YEAR_AFTER = re.compile(r"\s*[;:,.)]|\s*$|\s*(so|nhu|den|la)\b")
QUALIFIER = re.compile(r"\b(tren|hon|gan|khoang|xap xi)$")
LOOKALIKES = {"tầng", "tảng", "tàng", "tặng", "táng", "giám"}  # hạ tầng, nền tảng, tặng, giám sát fold to the same
MEASURED = re.compile(r"\s*(diem|ha|kg|km|m|m2|km2|tan|giay|phut|gio|ngay|lit|gb|mb|tb|kwh|lan|bac)\b")
DIRECTION = re.compile(r"\b(tang|giam|vuot)( them| len| manh| nhe| tuong ung| toi)?( khoang| tren| hon| gan| xap xi)?$")


@dataclass(frozen=True)
class Figure:
    """One printed figure; `unit` is the folded words behind it, `before` those in front, `depth` counts brackets."""

    kind: Kind
    value: Decimal
    raw: str
    start: int
    end: int
    unit: str
    before: str
    depth: int
    decimals: int
    direction: str = ""
    qualifier: str = ""
    whole: Decimal = Decimal(0)
    scale: int = 1

    @property
    def head(self) -> str:
        """The first word of the unit: enough to tell "tin, bài" from "câu hỏi"."""
        words = self.unit.split()
        return words[0].strip(",") if words else ""

    @property
    def step(self) -> Decimal:
        """What one unit of the last printed digit is worth."""
        return Decimal(1).scaleb(-self.decimals) * self.scale


def find_figures(text: str, folded: str) -> tuple[Figure, ...]:
    """All figures of a text that count something; dates, laws, years and ordinals are none."""
    closed = [match.span() for match in DATE.finditer(folded)]
    figures: list[Figure] = []
    for token in TOKEN.finditer(folded):
        if any(start < token.end() and token.start() < end for start, end in closed if not _is_share(token, folded)):
            continue
        if token.start() < 3 and re.match(r"[.)]", folded[token.end() :]):
            continue
        figure = _read(token, text, folded)
        if figure is not None:
            figures.append(figure)
    return tuple(figures)


def _is_share(token: re.Match[str], folded: str) -> bool:
    """k/n followed by a noun counts things ("19/37 cổng"), unless it can only be a day."""
    if not token["b"]:
        return False
    if re.match(r"\s?/", folded[token.end() :]) or re.search(r"/\s?$", folded[: token.start()]):
        return False
    a, b = read_number(token["a"]), read_number(token["b"])
    if 1900 <= b <= 2100 and a <= 12 and "." not in token["b"]:
        return False
    day = a <= 31 and b <= 12
    dated = re.search(r"\b(ngay|tu|den|truoc|sau|luc|hoi|thang|quy|han)\s?$|\d\s?[-–]\s?$", folded[: token.start()])
    return not (day and (dated or re.match(r"\s?[-–]\s?\d", folded[token.end() :])))


def _read(token: re.Match[str], text: str, folded: str) -> Figure | None:
    before = folded[max(0, token.start() - 80) : token.start()].rstrip()
    share = _is_share(token, folded)
    if token["b"] and not share:
        return None
    percent = bool(token["pct"]) and not share
    measured = percent or SCALE.match(folded, token.end()) or MEASURED.match(folded, token.end())
    written = token["a"] if measured else group_commas(token["a"])
    value, raw = read_number(written), token["a"]
    year = re.fullmatch(r"(19|20)\d\d", raw)
    if year and not percent and (YEAR_BEFORE.search(before) or YEAR_AFTER.match(folded[token.end() :])):
        return None
    qualified = QUALIFIER.search(before)
    bare = before[: qualified.start()].rstrip() if qualified else before
    if (
        not share
        and not percent
        and ORDINAL.search(bare)
        and not re.search(r"\b(tong so|so luong|tu)$|\b(trong|ca) (nam|thang|quy|tuan|ngay)\s?:$", bare)
        and not (("." in raw) and len(raw) > 4)
    ):
        return None
    end, scale = token.end(), 1
    scaled = SCALE.match(folded, end)
    if scaled and not percent and not share:
        scale, end = SCALES[scaled.group(1)], scaled.end()
    direction = DIRECTION.search(before)
    if direction and text[max(0, token.start() - 80) + direction.start(1):][:4].lower() in LOOKALIKES:
        direction = None
    return Figure(
        kind="share" if share else "percent" if percent else "count",
        value=value * scale,
        raw=text[token.start() : end],
        start=token.start(),
        end=end,
        unit=read_unit(folded[end : end + 90]),
        before=before,
        depth=_depth(folded, token.start()),
        decimals=count_decimals(written),
        direction={"giam": "down"}.get(direction.group(1), "up") if direction else "",
        qualifier=qualified.group(1) if qualified else "",
        whole=read_number(group_commas(token["b"])) if share else Decimal(0),
        scale=scale,
    )


def read_unit(after: str) -> str:
    """The words behind a number up to the next mark that ends them."""
    words = re.split(r"[;:().\d]|\b(?:tang|giam|so voi|dat|chiem|trong do|gom)\b", after, maxsplit=1)[0]
    return " ".join(words.replace("%", " ").split()[:7]).strip(", ") if not words.lstrip().startswith(",") else ""


def _depth(folded: str, place: int) -> int:
    return max(0, folded.count("(", 0, place) - folded.count(")", 0, place))
