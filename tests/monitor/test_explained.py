"""What the accused reads: the names that would have counted, what the menu had instead, the clock of a question."""

from __future__ import annotations

import json
from pathlib import Path

from crawler.config import ROOT
from monitor.__main__ import app
from monitor.rules import load_rules
from monitor.words import authority_words
from tests.monitor.filled import call, fill
from tests.monitor.test_findings import judge


def explained(url: str, kind: str) -> str:
    notes = json.loads(call(app, url, "notes", "2026-11", "--json").stdout)
    mark = next(n["finding"] for n in notes if n["kind"] == kind)
    return call(app, url, "notes", "2026-11", "--explain", mark).stdout


def test_a_missing_section_is_told_with_its_names_and_with_the_menu(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url)
    judge(url)
    text = explained(url, "section")
    assert "hoặc một trong các tên sau, được coi là mục này: “" in text
    assert "Trình đơn đêm ấy có 8 mục: " in text and "Lịch công tác" in text
    late = explained(url, "question")
    assert "Trang công khai: hỏi ngày " in late and "không tính chính ngày ấy" in late
    assert "chưa điều" not in late


def test_each_status_of_a_limit_of_days_is_said_in_words() -> None:
    said = {s.freshness_status: authority_words(s.freshness_status)
            for s in load_rules(ROOT / "registry").sections if s.freshness_days}
    assert said["local_unverified"] == "quy định của tỉnh, chưa xác nhận"
    assert said["legal_until_2026-08-31"] == "theo luật đến hết ngày 31/08/2026"
    assert not any("_" in words for words in said.values())
