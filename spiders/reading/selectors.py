"""The few selectors that the readers use: tags, classes, attributes, and lists of these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.reading.tree import Node

_ALTERNATIVE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<tests>(?:\.[\w-]+|\[[^\]]+\]|:not\(\[[\w-]+\]\))*)$")
_TEST = re.compile(
    r"\.(?P<cls>[\w-]+)|(?P<no>:not\()?\[(?P<name>[\w-]+)(?:(?P<op>[~*]?=)['\"]?(?P<value>[^\]'\"]*)['\"]?)?\]\)?")


@dataclass(frozen=True, slots=True)
class Condition:
    """What one attribute must hold (or must not): "" any value, "=" this one, "~=" this word, "*=" these letters."""

    name: str
    op: str = ""
    value: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the selectors between commas; no tag is any tag."""

    tag: str
    tests: tuple[Condition, ...]


@cache
def alternatives_of(query: str) -> tuple[Alternative, ...]:
    """The selectors of a list. Raises ValueError for one that is not of the few kinds known here."""
    return tuple(_read(part.strip()) for part in query.split(","))


def _read(text: str) -> Alternative:
    found = _ALTERNATIVE.match(text)
    if not text or not found:
        raise ValueError(f"selector {text!r} is not one of those that spiders/reading/selectors.py knows")
    tests = tuple(
        Condition("class", "~=", t["cls"].lower()) if t["cls"] else
        Condition(t["name"], t["op"] or "", (t["value"] or "").lower(), bool(t["no"]))
        for t in _TEST.finditer(found["tests"]))
    return Alternative(found["tag"] or "", tests)


def select(nodes: Iterable[Node], tests: tuple[Condition, ...]) -> list[Node]:
    """The elements whose attributes pass all tests, upper and lower case being one."""
    found = list(nodes)
    for test in tests:
        name, value = test.name, test.value
        if not test.op:
            found = [n for n in found if (name in n.attributes) != test.negated]
        elif test.op == "=":
            found = [n for n in found if (n.attributes.get(name) or "").lower() == value]
        elif test.op == "~=":
            found = [n for n in found if value in (n.attributes.get(name) or "").lower().split()]
        else:
            found = [n for n in found if value in (n.attributes.get(name) or "").lower()]
    return found
