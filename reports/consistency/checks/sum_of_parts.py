"""Sums of parts: "161 cổng, gồm: 10 …; 22 …", "1.895 TTHC (cấp tỉnh: …; cấp xã: …)", "Trong đó: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, Quote, write_number

MARKER = re.compile(r"\b(bao gom|gom|trong do|cu the)\b\s*(co)?\s*:?")
ALL = ("gom", "bao gom")
BODIES = ("so", "ban", "co quan", "don vi", "xa", "phuong", "huyen", "thi xa", "thi tran", "dac khu", "thanh pho",
          "ubnd", "hoi", "truong")
KINDS = {
    "co quan": BODIES, "don vi": BODIES, "dia phuong": BODIES,
    "van ban": ("quyet dinh", "ke hoach", "cong van", "chi thi", "nghi quyet", "to trinh", "bao cao", "thong bao",
                "huong dan", "chuong trinh", "giay moi", "cong dien", "van ban"),
}
OPEN_END = re.compile(r"\.\.\.|…|v\.v")


@dataclass(frozen=True)
class Part:
    """One part of a whole: its figure, or a named member that counts one."""

    value: Decimal
    quote: Quote
    rough: bool = False
    label: str = ""


@dataclass(frozen=True)
class Breakdown:
    """A whole and its parts; `closed` when the words say that nothing is left out."""

    whole: Figure
    quote: Quote
    parts: tuple[Part, ...]
    closed: bool
    other: Decimal = Decimal(0)


def check(document: Document) -> Iterator[Finding]:
    """Every breakdown of the text."""
    for place, sentence in enumerate(document.sentences):
        for breakdown in read_breakdowns(document.sentences, place, sentence):
            yield from compare(breakdown)


def read_breakdowns(sentences: Sequence[Sentence], place: int, sentence: Sentence) -> Iterator[Breakdown]:
    """Breakdowns that a word announces, and those in brackets."""
    for marker in MARKER.finditer(sentence.folded):
        depth = sentence.folded.count("(", 0, marker.start()) - sentence.folded.count(")", 0, marker.start())
        found = find_whole(sentences, place, sentence, marker, depth)
        if found is None:
            continue
        whole, holder = found
        inner, complete, other = list_parts(sentence, marker.end(), depth, whole, marker.group(1) in ALL)
        if sentence.folded[marker.end() :].strip(" :") == "" or (not inner and sentence.folded.endswith(":")):
            inner, complete, other = bullet_parts(sentences, place, whole), True, Decimal(0)
        closed = (
            complete and marker.group(1) in ALL and not OPEN_END.search(sentence.text[marker.end() :])
        )
        if inner:
            yield Breakdown(whole, holder.quote_around(whole), tuple(inner), closed, other)
    yield from bracketed(sentence)


def find_whole(
    sentences: Sequence[Sentence], place: int, sentence: Sentence, marker: re.Match[str], depth: int
) -> tuple[Figure, Sentence] | None:
    """The figure that is broken down: the last before the word, or the main one of the sentence before."""
    before = [
        f
        for f in sentence.figures
        if f.end <= marker.start()
        and f.kind == "count"
        and not f.direction
        and f.depth in (depth, depth - 1)
        and f.head
    ]
    if before:
        tail = sentence.folded[before[-1].end : marker.start()]
        directly = tail.strip(" ;") == before[-1].unit  # "11.520 tin, bài; trong đó: …"
        return (before[-1], sentence) if ";" not in tail or directly else None
    if marker.start() < 3 and place and marker.group(1) in ("trong do", "cu the"):
        main = [
            f for f in sentences[place - 1].figures if f.kind == "count" and not f.direction and f.depth == 0 and f.head
        ]
        compared = [f for f in main if not re.search(r"(cung ky|so voi)[^,;]{0,40}$", f.before)]
        return (compared[-1], sentences[place - 1]) if compared else None
    return None


def list_parts(
    sentence: Sentence, start: int, depth: int, whole: Figure, whole_list: bool
) -> tuple[list[Part], bool, Decimal]:
    """The parts that follow in the sentence; complete when each item of the list has its figure; and the sum of figures
    of other units among them ("331 TTHC cấp huyện, 176 cấp xã")."""
    stop = len(sentence.text)
    if depth:
        closing = _closing(sentence.folded, start)
        stop = closing if closing >= 0 else stop
    next_marker = MARKER.search(sentence.folded, start)
    if next_marker and next_marker.group(1) in ("gom", "bao gom"):
        stop = min(stop, next_marker.start())
        return [], False, Decimal(0)
    parts: list[Part] = []
    complete, other = True, Decimal(0)
    for item_start, item_end in _items(sentence.folded, start, stop):
        item = sentence.folded[item_start:item_end]
        inner = MARKER.search(sentence.folded, item_start, item_end)
        fitting = [
            f
            for f in sentence.figures
            if item_start <= f.start < (inner.start() if inner else item_end)
            and f.kind == whole.kind
            and not f.direction
            and f.depth == depth
            and not re.search(r"(cung ky|so voi)[^,;]{0,40}$", f.before)
        ]
        figures = [f for f in fitting if same_thing(f, whole) or _labelled(sentence, f)]
        if whole_list and only_kinds(fitting, whole, sentence.text[item_start:item_end]):
            figures = fitting
        if figures and (item_start, item_end) == (start, stop):
            other = sum((f.value for f in fitting if f not in figures), Decimal(0))
        begin = item_start
        for figure in figures:
            label = sentence.folded[begin : figure.start]
            parts.append(Part(figure.value, sentence.quote_around(figure, 10, 50), bool(figure.qualifier), label))
            begin = figure.end
        if not figures and whole.head and re.match(rf"\s*{re.escape(whole.unit.split(',')[0][:9])}", item):
            parts.append(Part(Decimal(1), sentence.quote(item_start, item_end)))
        elif not figures and item.strip(" .,/"):
            complete = False
    return parts, complete and not other, other


def _items(folded: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The items of a list between semicolons outside brackets."""
    begin, depth = start, 0
    for place in range(start, stop):
        depth += (folded[place] == "(") - (folded[place] == ")")
        if folded[place] == ";" and depth == 0:
            yield begin, place
            begin = place + 1
    yield begin, stop


def _closing(folded: str, start: int) -> int:
    depth = 0
    for place in range(start, len(folded)):
        depth += (folded[place] == "(") - (folded[place] == ")")
        if depth < 0:
            return place
    return -1


def _labelled(sentence: Sentence, figure: Figure) -> bool:
    return not figure.head and bool(re.search(r"(:|\bla|\bco)\s*$", figure.before))


def same_thing(figure: Figure, whole: Figure) -> bool:
    """Whether two figures count the same kind of thing, by the first words of their units."""
    return figure.head == whole.head and bool(figure.head)


def only_kinds(figures: Sequence[Figure], whole: Figure, text: str) -> bool:
    """Whether a list holds nothing but counts of kinds of the whole: "24 cơ quan (09 sở, 15 xã)"; no body by name."""
    kinds = next((words for name, words in KINDS.items() if whole.unit.startswith(name)), ())
    named = re.search(r"[^\W\d_a-z]\w+", re.sub(r"\b(UBND|TTĐT|TTHC|Cổng|Sở|Ban)\b", "", text).replace("đ", "d"))
    return bool(kinds) and not (named and named[0][0].isupper()) and all(
        f.kind == "count" and not f.direction and f.unit.startswith(kinds) for f in figures)


def bullet_parts(sentences: Sequence[Sentence], place: int, whole: Figure) -> list[Part]:
    """The first fitting figure of each bullet below."""
    parts: list[Part] = []
    opening, bullet, seen = sentences[place], "", set()
    for sentence in sentences[place + 1 : place + 40]:
        if sentence.block == opening.block:
            continue
        if not sentence.bullet or sentence.bullet == opening.bullet or sentence.bullet not in "-+*•–":
            break
        bullet = bullet or sentence.bullet
        if sentence.bullet != bullet:
            break
        if sentence.block in seen:
            continue
        fitting = [f for f in sentence.figures if f.kind == whole.kind and not f.direction and same_thing(f, whole)]
        if fitting:
            seen.add(sentence.block)
            parts.append(Part(fitting[0].value, sentence.quote_around(fitting[0]), bool(fitting[0].qualifier)))
    return parts


def bracketed(sentence: Sentence) -> Iterator[Breakdown]:
    """A figure with two or more figures of its kind in the bracket behind it."""
    for place, whole in enumerate(sentence.figures):
        if whole.kind == "share" or whole.direction:
            continue
        opening = re.match(r"[^(;:,.]{0,45}\(", sentence.folded[whole.end :])
        if opening is None:
            continue
        start = whole.end + opening.end()
        closing = _closing(sentence.folded, start)
        if (
            closing < 0
            or MARKER.search(sentence.folded[start:closing])
            or OPEN_END.search(sentence.text[start:closing])
        ):
            continue
        inner = [f for f in sentence.figures[place + 1 :] if f.start < closing]
        fitting = [
            f
            for f in inner
            if f.kind == whole.kind
            and not f.direction
            and f.depth == whole.depth + 1
            and (whole.kind == "percent" or same_thing(f, whole) or _labelled(sentence, f))
        ]
        if only_kinds(inner, whole, sentence.text[start:closing]):
            fitting = inner
        if _one_scale(whole, inner):
            yield Breakdown(whole, sentence.quote_around(whole, 40, closing - whole.end),
                            tuple(Part(f.value, sentence.quote(f.start, f.end)) for f in inner), False)
        if len(fitting) >= 2 and len(fitting) == len(inner):
            parts = tuple(Part(f.value, sentence.quote(f.start, f.end), bool(f.qualifier)) for f in fitting)
            yield Breakdown(whole, sentence.quote_around(whole, 40, closing - whole.end), parts, True)


def _one_scale(whole: Figure, inner: Sequence[Figure]) -> bool:
    """“37 lỗ hổng (05 mức cao, 12 mức vừa, 20 mức thấp)”: three or more steps of one scale, of something else."""
    return whole.kind == "count" and len(inner) >= 3 and {f.head for f in inner} in ({"muc"}, {"loai"}, {"hang"}) \
        and all(f.kind == "count" and not f.direction and f.depth == whole.depth + 1 for f in inner)


def compare(breakdown: Breakdown) -> Iterator[Finding]:
    """The sum against the whole; a part above the whole; nothing when the parts may overlap or be nested."""
    whole, values = breakdown.whole, [part.value for part in breakdown.parts]
    total = sum(values, Decimal(0))
    rough = bool(whole.qualifier) or any(part.rough for part in breakdown.parts) or whole.scale > 1
    larger = [part for part in breakdown.parts if part.value > whole.value and not rough]
    if larger:
        yield Finding(
            "part_of_whole",
            "error" if breakdown.closed else "likely_error",
            (breakdown.quote, larger[0].quote),
            f"phần {write_number(larger[0].value)} > toàn thể {write_number(whole.value)}",
        )
        return
    slack = whole.value / 50 if rough else Decimal(0)
    if (
        len(values) < 2
        or abs(total - whole.value) <= slack
        or _other_units(breakdown, total)
        or explained(values, whole.value, breakdown.closed)
    ):
        return
    near = whole.value * Decimal("0.85") <= total <= whole.value * Decimal("1.15")
    if not breakdown.closed and not near:
        return
    shown = " + ".join(write_number(value) for value in values)
    quotes = (breakdown.quote, *(part.quote for part in breakdown.parts[:8]))
    overlap = not breakdown.closed and len(values) == 2 and total > whole.value * Decimal("1.05")
    yield Finding(
        "sum",
        "error" if breakdown.closed else "ambiguity" if overlap else "likely_error",
        quotes,
        f"{shown} = {write_number(total)} ≠ {write_number(whole.value)} "
        f"(lệch {write_number(abs(total - whole.value))})",
    )


def _other_units(breakdown: Breakdown, total: Decimal) -> bool:
    """Figures of other units stand among the parts and may belong to the sum."""
    return breakdown.other > 0 and total < breakdown.whole.value


def explained(values: Sequence[Decimal], whole: Decimal, closed: bool) -> bool:
    """Whether some parts are parts of another part. In a closed list that must make the sum right; in an open one
    ("trong đó") it is enough that the parts may overlap."""
    size, total = len(values), sum(values, Decimal(0))
    for start in range(size):
        for end in range(start + 2, size + 1):
            run = sum(values[start:end], Decimal(0))
            inside = any(run == values[other] for other in range(size) if not start <= other < end)
            if inside and (not closed or total - run == whole):
                return True
            if run == whole and end - start < size and not closed:
                return True
    return False
