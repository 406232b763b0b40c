"""What an import would store, in words: before it is stored, people see its sums, its doubts and what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from monitor.imports.checks import Value, show
from monitor.imports.files import Opened
from monitor.imports.kinds import Column
from monitor.imports.load import ImportFact
from monitor.imports.parse import Parsed

SHOWN = 60    # flags that are listed
CHANGES = 20  # changed figures that are listed


def preview(parsed: Parsed, opened: Opened, before: ImportFact | None, names: Mapping[str, str]) -> Iterator[str]:
    """The lines of the preview. `before`: the import that this one would supersede."""
    kind = parsed.kind
    scope = f", {show_scope(parsed)}" if parsed.scope else ""
    yield f"{kind.title} – {parsed.period.label}{scope}"
    yield f"Tệp {opened.name}, SHA-256 {opened.sha256}"
    yield f"{len(parsed.lines)} dòng sẽ được lưu."
    if sums := [f"{c.title}: {show(s)}" for c in kind.columns if (s := _sum(parsed, c)) is not None]:
        yield "Cộng các dòng – " + "; ".join(sums)
    yield from (f"Lưu ý: {notice}" for notice in parsed.notices)
    if parsed.flags:
        yield f"{len(parsed.flags)} giá trị không thể đúng (vẫn lưu, có đánh dấu, không tự sửa):"
        flagged = [(line.subject, flag) for line in parsed.lines for flag in line.flags]
        yield from (f"  ô {f.cell} – {names.get(subject, subject)}: {f.words}" for subject, f in flagged[:SHOWN])
        if len(flagged) > SHOWN:
            yield f"  … và {len(flagged) - SHOWN} giá trị nữa"
    if before is not None:
        yield from _changes(parsed, before, names)


def show_scope(parsed: Parsed) -> str:
    """The scope as people write it, not as it is stored."""
    column = parsed.kind.column(parsed.kind.scope)
    values = list(dict.fromkeys((column.choices or {}).values()))
    return column.options[values.index(parsed.scope)]


def _sum(parsed: Parsed, column: Column) -> Decimal | None:
    numbers = [v for line in parsed.lines if isinstance(v := line.figures.get(column.name), Decimal)]
    return sum(numbers, Decimal(0)) if column.type == "count" and numbers else None


def _changes(parsed: Parsed, before: ImportFact, names: Mapping[str, str]) -> Iterator[str]:
    yield (f"Thay cho tệp {before.file_name} nhập ngày {before.imported_at:%d/%m/%Y} (bản {before.version}, vẫn được "
           "giữ):")
    old = {(line.subject, line.part): line.figures for line in before.lines}
    new = {(line.subject, line.part): line.figures for line in parsed.lines}
    changed = list[str]()
    for key in new:
        changed += _differences(parsed, names.get(key[0], key[0]), old.get(key), new[key])
    changed += [f"  {names.get(key[0], key[0])}: không còn dòng nào" for key in old if key not in new]
    yield from changed[:CHANGES]
    if len(changed) > CHANGES:
        yield f"  … và {len(changed) - CHANGES} chỗ nữa"
    if not changed:
        yield "  các số liệu không đổi"


def _differences(
    parsed: Parsed, name: str, old: Mapping[str, Value] | None, new: Mapping[str, Value],
) -> Iterator[str]:
    if old is None:
        yield f"  {name}: dòng mới"
        return
    for column in parsed.kind.columns[1:]:
        a, b = old.get(column.name), new.get(column.name)
        if a != b:
            yield f"  {name}, {column.title}: {show(a) or 'trống'} → {show(b) or 'trống'}"
