"""The thresholds' file: the registry's own is whole, and every bad one is refused in words."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from crawler.registry import RegistryError
from monitor.thresholds import STATUSES, Thresholds, load_labels, load_thresholds
from tests.monitor.build import ROOT

FILE = ROOT / "registry" / "thresholds.toml"
TEXT = FILE.read_text(encoding="utf-8")


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "thresholds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_registrys_values_are_the_defaults() -> None:
    assert load_thresholds(FILE) == Thresholds()


def test_each_threshold_has_a_name_a_unit_and_an_authority() -> None:
    labels = load_labels(FILE)
    assert set(labels) == {f.name for f in fields(Thresholds)}
    for label in labels.values():
        assert label.title and label.unit and label.status in STATUSES


def test_a_changed_value_is_used(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.replace("value = 60", "value = 45"))
    assert load_thresholds(path).silent_days == 45
    assert load_labels(path)["silent_days"].value == 45


BAD = {
    "not toml": ("[silent_days", "không đọc được"),
    "empty": ("", "thiếu 'silent_days'"),
    "one missing": (TEXT.replace("[silent_days]", "[silent]"), "thiếu 'silent_days'"),
    "one unknown": (TEXT + "\n[silent]\nvalue = 1\nstatus = 'legal'\n", "không có ngưỡng tên 'silent'"),
    "a word": (TEXT.replace("value = 60", 'value = "sáu mươi"'), "không phải số nguyên"),
    "a fraction": (TEXT.replace("value = 60", "value = 60.5"), "không phải số nguyên"),
    "yes": (TEXT.replace("value = 60", "value = true"), "không phải số nguyên"),
    "negative": (TEXT.replace("value = 60", "value = -1"), "không phải số nguyên"),
    "no value": (TEXT.replace("value = 60\n", ""), "không phải số nguyên"),
    "a bare value": ("silent_days = 60\n" + re.sub(r"\[silent_days\]\n(.+\n)+", "", TEXT), "silent_days"),
    "no status": (TEXT.replace('status = "project_default"\n', "", 1), "status None"),
    "a strange status": (TEXT.replace('"project_default"', '"chắc"', 1), "status 'chắc'"),
    "more nights than are looked at": (TEXT.replace("value = 3\nunit = \"đêm\"", "value = 6\nunit = \"đêm\""),
                                       "nights_needed"),
    "no night needed": (TEXT.replace("value = 3\nunit = \"đêm\"", "value = 0\nunit = \"đêm\""), "nights_needed"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("load", [load_thresholds, load_labels])
def test_a_bad_file_is_refused_in_words(tmp_path: Path, case: str, load) -> None:  # type: ignore[no-untyped-def]
    text, word = BAD[case]
    with pytest.raises(RegistryError) as error:
        load(write(tmp_path, text))
    assert word in str(error.value) and "thresholds.toml" in str(error.value)


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(RegistryError) as error:
        load_thresholds(write(tmp_path, TEXT.replace("value = 60", "value = -1").replace("[menu_least]", "[menu]")))
    assert len(error.value.problems) == 3


def test_a_missing_file_and_one_of_another_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="không có tệp này"):
        load_thresholds(tmp_path / "thresholds.toml")
    (tmp_path / "thresholds.toml").write_bytes(TEXT.encode("utf-16"))
    with pytest.raises(RegistryError, match="không đọc được"):
        load_thresholds(tmp_path / "thresholds.toml")
