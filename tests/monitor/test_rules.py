"""The registry's further files: former units of all communes, and which sections are counted as data sets."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawler.registry import RegistryError, load_portals
from monitor.former_units import load_former_units
from monitor.rules import load_data_sets, load_rules
from tests.monitor.build import ROOT, SECTIONS

REGISTRY = ROOT / "registry"


def test_every_commune_has_its_former_district() -> None:
    communes = {p.code for p in load_portals(REGISTRY / "portals.csv") if p.group == "communes"}
    units = load_former_units(REGISTRY / "former_units.csv")
    assert units.keys() == communes
    assert Counter(u.province for u in units.values()) == {"Lào Cai": 48, "Yên Bái": 51}
    assert len({u.district for u in units.values()}) == 18
    assert sum(bool(u.also) for u in units.values()) == 12


@pytest.mark.parametrize(("text", "word"), [
    ("code,former_province,former_district,also,source\nx,Lào Cai,,,\n", "former_district"),
    ("code,former_province,former_district,also,source\nx,A,huyện B,,\nx,A,huyện B,,\n", "hai dòng"),
    ("code\n", "dòng tiêu đề"),
])
def test_bad_former_units_are_refused(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "former_units.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match=word):
        load_former_units(path)


def test_data_sets_name_sections(tmp_path: Path) -> None:
    assert load_rules(REGISTRY).data_sets["vb_chidao"] == "csdl"
    path = tmp_path / "counting.csv"
    path.write_text("section,class,source\nkhong_co,csdl,\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="khong_co"):
        load_data_sets(path, {s.code for s in SECTIONS})
