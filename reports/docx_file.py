"""Fill in a DOCX template that staff may lay out as they like; the same figures give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from importlib.resources import files

from docxtpl import DocxTemplate
from jinja2 import Environment

EPOCH = (2026, 1, 1, 0, 0, 0)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fill_docx(template: str, told: Mapping[str, object]) -> bytes:
    """The filled-in document. Words of portals are escaped, and what no document may hold is taken out."""
    return fix_times(fill_template(read_template(template), told, None))


def fill_template(template: bytes, told: Mapping[str, object], environment: Environment | None) -> bytes:
    """Any template filled in, its times not yet fixed."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(_clean(dict(told)), environment, autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def read_template(template: str) -> bytes:
    """A template of reports/templates."""
    return (files("reports") / "templates" / template).read_bytes()


def open_template(template: str) -> DocxTemplate:
    """The same, to be looked into."""
    return DocxTemplate(io.BytesIO(read_template(template)))


def _clean(value: object) -> object:
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, Mapping):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value


def fix_times(data: bytes) -> bytes:
    """The same archive with fixed times: only they differ between two runs."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, EPOCH), old.read(entry.filename), zipfile.ZIP_DEFLATED)
    return made.getvalue()
