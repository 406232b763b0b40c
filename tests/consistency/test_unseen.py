"""Kinds of contradictions that the generator does not plant, and clean words beside each."""

import tomllib
from pathlib import Path

import pytest

from reports.consistency.read_lines import read_lines
from reports.consistency.run import check_document

EXCERPTS = tomllib.loads(Path(__file__).with_name("unseen.toml").read_text(encoding="utf-8"))["excerpt"]


@pytest.mark.parametrize("excerpt", EXCERPTS, ids=[e["id"] for e in EXCERPTS])
def test_only_what_was_planted_is_found(excerpt):
    found = check_document(read_lines(excerpt["id"], excerpt["text"].splitlines()))
    assert sorted({finding.type for finding in found}) == excerpt["types"]
