"""The comparison with the truth as text for people."""

from __future__ import annotations

from typing import Any

from sample.compare import shares

SHOWN = 40  # wrong ones printed by name
HEAD = ("kind of site", "portals", "posts", "found", "%", "dates right", "wrong", "unknown", "%", "invented", "doubled",
        "channels", "pages", "questions")
WIDTHS = (12, 8, 6, 6, 7, 12, 6, 8, 7, 9, 8, 10, 10, 10)


def table(result: dict[str, Any]) -> str:
    """One line for each kind of site (found/true for channels, pages, questions), the verdicts, and what is wrong."""
    lines = [_line(HEAD), *(_line(_cells(kind, count)) for kind, count in result["kinds"].items())]
    troubled, active = result["troubled_called_inactive"], result["active_called_inactive"]
    lines += [
        "",
        f"portals in trouble that night, not observable and left out above: {len(result['troubled'])}",
        f"portals in trouble called inactive: {len(troubled)} {' '.join(troubled)}",
        f"active portals called inactive: {len(active)} {' '.join(active)}",
        "silent portals: " + (", ".join(f"{n} {verdict}" for verdict, n in sorted(result["silent"].items())) or "none"),
        *(["", "What is wrong:"] if result["wrong"] else []),
        *result["wrong"][:SHOWN],
    ]
    if len(result["wrong"]) > SHOWN:
        lines.append(f"… and {len(result['wrong']) - SHOWN} more")
    return "\n".join(lines)


def _cells(kind: str, count: dict[str, int]) -> tuple[str, ...]:
    def of(name: str) -> str:
        return str(count.get(name, 0))

    found, dated = shares(count)
    return (
        kind, of("portals"), of("posts"), of("found"), f"{found:.2f}",
        of("dates right"), of("dates wrong"), of("dates unknown"), f"{dated:.2f}", of("invented"), of("doubled"),
        f"{of('channels found')}/{of('channels')}", f"{of('pages found')}/{of('pages')}",
        f"{of('questions right')}/{of('questions')}",
    )


def _line(cells: tuple[str, ...]) -> str:
    first, *rest = cells
    return f"{first:{WIDTHS[0]}}" + "".join(f"{c:>{w}}" for c, w in zip(rest, WIDTHS[1:], strict=True))
