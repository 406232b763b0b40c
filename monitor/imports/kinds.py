"""The kinds of files that can be imported: one TOML each, found by its name, checked when it is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from monitor.matching import normalise

ColumnType = Literal["agency", "indicator", "count", "number", "percent", "date", "text", "choice"]
CHECKS = ("sum", "difference", "rate", "at_most", "not_before")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `headings`: what it is called, merged headings joined; `choices`: written so -> stored
    so; `options`: one way of writing each.

    A value under `minimum` or over `maximum` is impossible: it is kept and flagged. `words`: what may stand in place of
    a required figure, "-" for one that was not reported; an optional one may always be "-".
    """

    name: str
    title: str
    type: ColumnType
    headings: tuple[str, ...]
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    choices: Mapping[str, str] | None = None
    options: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold between the columns of a line; `words` says it to people."""

    check: str
    value: str
    of: tuple[str, ...]
    by: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of file holds. `part` columns tell several lines of one subject apart; the `scope` column must
    say the same in the whole file; with `prefill` the template lists all bodies of these groups."""

    name: str
    title: str
    about: str
    subject: str
    part: tuple[str, ...]
    scope: str
    prefill: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: tuple[Check, ...]

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.required)


def heading_key(text: str) -> str:
    """A heading as it is compared: without tones' places, punctuation, and the two spellings of `tỷ lệ`."""
    return normalise(text.replace("_", " ")).replace("tỉ lệ", "tỷ lệ")


@cache
def load_kinds() -> Mapping[str, Kind]:
    """Every kind by its name; a wrong description is an error of ours and says which."""
    folder = files(__package__) / "kinds"
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
    return {n[:-5]: build_kind(n[:-5], tomllib.loads((folder / n).read_text(encoding="utf-8"))) for n in names}


def build_kind(name: str, told: Mapping[str, Any]) -> Kind:
    """A kind from its description; `ValueError` names what is wrong with it."""
    columns = tuple(_column(name, c) for c in told["columns"])
    checks = tuple(_check(c) for c in told.get("checks", ()))
    known = {c.name for c in columns}
    kind = Kind(name, told["title"], told["about"], columns[0].name, tuple(told.get("part", ())),
                told.get("scope", ""), tuple(told.get("prefill", ())), columns, checks)
    named = {*kind.part, *([kind.scope] if kind.scope else ())}
    for check in checks:
        named |= {check.value, *check.of, *check.by}
        if check.check not in CHECKS:
            raise ValueError(f"{name}.toml: there is no check {check.check!r}")
    if len(known) < len(columns) or named - known or columns[0].type not in ("agency", "indicator"):
        raise ValueError(f"{name}.toml: columns twice, unknown {sorted(named - known)}, or no subject first")
    return kind


def _column(kind: str, told: Mapping[str, Any]) -> Column:
    if told["type"] not in get_args(ColumnType):
        raise ValueError(f"{kind}.toml: column {told['name']} has the unknown type {told['type']!r}")
    headings = (told["title"], told["name"], *told.get("headings", ()))
    choices = {heading_key(word): value for value, words in told.get("choices", {}).items() for word in words}
    return Column(
        told["name"], told["title"], told["type"], tuple(dict.fromkeys(heading_key(h) for h in headings)),
        told.get("required", False), told.get("minimum"), told.get("maximum"), choices or None,
        tuple(words[0] for words in told.get("choices", {}).values()), tuple(told.get("words", ())),
        told.get("note", ""),
    )


def _check(told: Mapping[str, Any]) -> Check:
    return Check(told["check"], told["value"], tuple(told.get("of", ())), tuple(told.get("by", ())), told["words"])
