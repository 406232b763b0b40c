"""Running every check on a document; a check is a file of `checks/`, found by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from reports.consistency import checks
from reports.consistency.document import Document
from reports.consistency.finding import Finding, number_findings
from reports.consistency.read_file import read_report

Check = Callable[[Document], Iterator[Finding]]


def load_checks() -> dict[str, Check]:
    """All checks by the name of their file."""
    names = sorted(module.name for module in iter_modules(checks.__path__))
    return {name: import_module(f"{checks.__name__}.{name}").check for name in names}


def check_document(document: Document) -> list[Finding]:
    """The findings of one document, in the order of its text."""
    return number_findings(finding for check in load_checks().values() for finding in check(document))


def check_file(path: Path) -> list[Finding]:
    """The findings of one file; UnreadableReport when it cannot be read."""
    return check_document(read_report(path))
