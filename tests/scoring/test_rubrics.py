"""A rubric is read strictly: whatever single field is broken, the refusal names it; a sealed one may only be ended."""

from __future__ import annotations

import copy
import csv
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.registry import load_sections
from crawler.registry_rows import RegistryError
from monitor.agencies import Agencies, load_agencies
from monitor.periods import parse_period
from monitor.scoring.facts import Facts
from monitor.scoring.rubric_files import RubricError, choose_rubric, load_rubrics, parse_rubric, seal_of
from monitor.scoring.score import score_portal
from tests.scoring.tables import DAY, ROOT, rubric, rubrics

FOLDER = ROOT / "registry/rubrics"
SECTIONS = [s.code for s in load_sections(ROOT / "registry/sections.csv")]
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def read(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(), parse_float=Decimal)


def places(value, at=()):
    """The places of all values that are neither tables nor lists of tables."""
    if isinstance(value, dict):
        return [p for key, inner in value.items() for p in places(inner, (*at, key))]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [p for number, inner in enumerate(value) for p in places(inner, (*at, number))]
    return [at]


def holder(table, place):
    for key in place[:-1]:
        table = table[key]
    return table


def dotted(place) -> str:
    return ".".join(str(p) for p in place)


def refused(table) -> list[str]:
    with pytest.raises(RubricError) as error:
        parse_rubric(table, SECTIONS)
    return [field for field, _ in error.value.found]


@pytest.mark.parametrize("name", NAMES)
def test_a_value_of_the_wrong_kind_is_refused_by_name(name):
    table = read(name)
    for place in places(table):
        broken = copy.deepcopy(table)
        holder(broken, place)[place[-1]] = {"sai": "kiểu"}
        assert dotted(place) in refused(broken), place


@pytest.mark.parametrize("name", NAMES)
def test_a_misspelt_name_is_refused_by_name(name):
    table = read(name)
    for place in places(table):
        broken = copy.deepcopy(table)
        inside = holder(broken, place)
        inside[f"{place[-1]}_sai"] = inside.pop(place[-1])
        assert any(field.startswith(dotted(place)) for field in refused(broken)), place


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_text_or_a_negative_number_is_refused_by_name(name):
    table = read(name)
    for place in places(table):
        value = holder(table, place)[place[-1]]
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            broken = copy.deepcopy(table)
            holder(broken, place)[place[-1]] = " " if isinstance(value, str) else -1
            assert dotted(place) in refused(broken), place


def change(name: str, place: tuple, value) -> list[str]:
    table = read(name)
    holder(table, place)[place[-1]] = value
    return refused(table)


@pytest.mark.parametrize(("place", "value", "field"), [
    (("blocks", "gov", "items", 0, "checks", 0, "check"), "smell", "blocks.gov.items.0.checks.0.check"),
    (("blocks", "gov", "items", 0, "checks", 0, "depth"), 3, "blocks.gov.items.0.checks.0.depth"),
    (("blocks", "gov", "items", 0, "checks", 0, "sections"), ["vb_chidao", "vb_no"],
     "blocks.gov.items.0.checks.0.sections"),
    (("blocks", "gov", "items", 0, "checks", 1, "threshold"), "many", "blocks.gov.items.0.checks.1.threshold"),
    (("blocks", "gov", "items", 0, "points", "ugly"), 1, "blocks.gov.items.0.points.ugly"),
    (("blocks", "gov", "items", 1, "code"), "vb_cddh", "blocks.gov.items"),
    (("blocks", "gov", "floor"), 51, "blocks.gov.floor"),
    (("blocks", "gov", "bands"), [50, 55], "blocks.gov.bands"),
    (("blocks", "commune", "items", 0, "weight"), 5, "blocks.commune.items"),
    (("faults", "few_items", "phrase"), "cập nhật {verb}", "faults.few_items.phrase"),
    (("faults", "few_items", "phrase"), "cập nhật {noun", "faults.few_items.phrase"),
    (("faults", "not_maintained", "covers"), ["nothing"], "faults.not_maintained.covers"),
    (("faults", "few_items", "points"), "1", "faults.few_items.points"),
    (("faults", "few_items", "points"), True, "faults.few_items.points"),
    (("faults", "few_items", "status"), "certain", "faults.few_items.status"),
    (("qa", "rules", 0, "score"), 19, "qa.rules.0.score"),
    (("qa", "rules", 3, "score"), 16, "qa.rules.3.score"),
    (("qa", "rules", 0, "when"), "all_deleted", "qa.rules"),
    (("qa", "volume_bonus", "points"), 2, "qa.volume_bonus.points"),
    (("online_services", "rules", 1, "score"), 27 + 1, "online_services.rules.1.score"),
    (("online_services", "rules", 1, "from_rate"), 95, "online_services.rules.1.from_rate"),
    (("membership", 0, "block"), "village", "membership.0.block"),
    (("membership", 1, "components"), ["qa"], "membership.1.components"),
    (("membership", 0, "groups"), ["districts"], "membership.0.groups"),
    (("membership", 0, "groups"), [], "membership.0.groups"),
    (("membership", 0, "valid_from"), "01/07/2025", "membership.0.valid_from"),
    (("valid_to",), date(2020, 1, 1), "valid_to"),
    (("coverage_needed", "value"), 101, "coverage_needed.value"),
    (("appraisals", 2, "up_to"), 99, "appraisals"),
    (("total",), "sum", "total"),
    (("step",), 0, "step"),
])
def test_what_does_not_fit_is_refused_by_name(place, value, field):
    assert field in change("de-xuat-2025", place, value)


def copy_folder(folder: Path) -> Path:
    for path in FOLDER.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def problems(folder: Path) -> str:
    with pytest.raises(RegistryError) as error:
        load_rubrics(folder, SECTIONS)
    return str(error.value)


def test_a_sealed_rubric_may_be_ended_but_not_edited(tmp_path):
    folder = copy_folder(tmp_path)
    path = folder / "qd4526-2020.toml"
    text = path.read_text()
    path.write_text(text.replace("valid_to = 2023-12-31\nstep", "valid_to = 2023-06-30\nstep"))
    assert load_rubrics(folder, SECTIONS)[0].valid_to == date(2023, 6, 30)
    path.write_text(text.replace("points = 2\n", "points = 3\n", 1))
    assert "qd4526-2020.toml: bộ tiêu chí đã chốt nhưng nội dung đã bị sửa" in problems(folder)
    path.unlink()
    assert "qd4526-2020" in problems(folder)


def test_ended_rubrics_are_sealed():
    sealed = {line.split(",")[0]: line.split(",")[1] for line in (FOLDER / "seals.csv").read_text().splitlines()[1:]}
    assert sealed == {r.id: seal_of(read(r.id)) for r in rubrics() if r.valid_to is not None}


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    folder = copy_folder(tmp_path)
    (folder / "moi.toml").write_text("id = ")
    assert "moi.toml" in problems(folder)


def test_the_id_is_the_file_name(tmp_path):
    folder = copy_folder(tmp_path)
    (folder / "de-xuat-2025.toml").rename(folder / "khac.toml")
    assert "khac.toml, cột id" in problems(folder)


def test_every_day_has_at_most_one_rubric():
    for older, newer in zip(rubrics(), rubrics()[1:], strict=False):
        assert older.valid_to is not None and older.valid_to < newer.valid_from


@pytest.mark.parametrize(("day", "name"), [
    (date(2022, 3, 31), "qd4526-2020"), (date(2023, 9, 25), "qd4526-2020"), (date(2024, 3, 22), "qd4526-2024"),
    (date(2026, 12, 31), "de-xuat-2025"),
])
def test_the_day_chooses_the_rubric(day, name):
    assert choose_rubric(rubrics(), day).id == name


def test_a_rubric_can_be_asked_for_by_name():
    assert choose_rubric(rubrics(), date(2026, 12, 31), "qd4526-2020").id == "qd4526-2020"
    with pytest.raises(LookupError, match="Không có bộ tiêu chí 'x'"):
        choose_rubric(rubrics(), date(2026, 12, 31), "x")
    with pytest.raises(LookupError, match="Ngày 01/01/2019 không có bộ tiêu chí"):
        choose_rubric(rubrics(), date(2019, 1, 1))


def test_the_draft_says_everywhere_that_it_is_one():
    """No value of the draft claims the authority of a text."""
    draft = choose_rubric(rubrics(), date(2026, 12, 31))
    parts = [draft, *draft.faults.values(), *draft.thresholds.values(), *(i for _, _, i in draft.all_items()),
             *draft.qa.rules, *draft.online_services.rules, *draft.membership, *draft.not_scored, draft.coverage_needed]
    assert {part.status for part in parts} == {"project_default"}


def members():
    with (FOLDER / "members.csv").open(encoding="utf-8", newline="") as file:
        return {row["member"]: row["code"] for row in csv.DictReader(file)}


def test_every_member_of_a_rubric_is_in_the_register():
    """A rubric may call a body by a name of its own; the register's code stands beside it, once."""
    known = {agency.code for agency in load_agencies(ROOT / "registry")}
    codes = members()
    assert len(set(codes.values())) == len(codes) == 55 and set(codes.values()) <= known
    for one in rubrics():
        for row in (*one.membership, *one.not_scored):
            own = [code for code in row.codes if code not in known]
            assert all(codes[code] in row.codes for code in own), (one.id, own)


def test_the_members_names_lead_to_the_same_codes():
    found = Agencies(load_agencies(ROOT / "registry"), parse_period("2023-9M"))
    with (FOLDER / "members.csv").open(encoding="utf-8", newline="") as file:
        assert {row["member"]: found.find(row["name"]) for row in csv.DictReader(file)} == members()


def test_a_body_of_2023_is_scored_under_the_registers_code():
    card = score_portal(Facts("LCI-C-HBACHA", "Huyện Bắc Hà"), (), rubric(), DAY)
    assert card.block == "gov" and [part.component for part in card.components] == [
        "information", "qa", "online_services"]
