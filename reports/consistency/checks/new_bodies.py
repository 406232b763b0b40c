"""The growth of a group against the list of its new members."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document
from reports.consistency.finding import Finding, write_number

BUILT = re.compile(r"\b(xay dung moi|thanh lap moi|dua vao hoat dong|ban giao|khai truong|mo moi)\b[^.;]{0,60}$")


def check(document: Document) -> Iterator[Finding]:
    """ "tăng 106 cổng thành phần" and "đưa vào hoạt động 105 cổng thành phần" in one report."""
    grown = [
        (s, f)
        for s in document.sentences
        for f in s.figures
        if f.kind == "count" and f.direction == "up" and f.depth == 0 and len(f.unit.split()) >= 3 and not f.qualifier
    ]
    built = [
        (s, f)
        for s in document.sentences
        for f in s.figures
        if f.kind == "count" and not f.direction and f.depth == 0 and BUILT.search(s.folded[: f.start])
    ]
    for s, f in grown:
        for t, g in built:
            if (
                f.unit.split()[:4] == g.unit.split()[:4]
                and f.value != g.value
                and abs(f.value - g.value) * 5 <= f.value
            ):
                yield Finding(
                    "cross_section",
                    "likely_error",
                    (s.quote_around(f), t.quote_around(g)),
                    f"tăng {f.raw} nhưng xây dựng mới {g.raw} (lệch {write_number(abs(f.value - g.value))}; "
                    "hai chỗ có thể khác kỳ)",
                )
