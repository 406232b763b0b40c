"""A new rubric version: the past keeps its rubric, the files stay readable, nobody publishes alone, nothing changes."""

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler.config import ROOT
from crawler.database import migrate, open_engine
from crawler.registry import load_sections
from crawler.rubric_versions import RubricAnswer, RubricVersion
from monitor.scoring.rubric_files import choose_rubric, load_rubrics
from monitor.scoring.rubric_publishing import publish_version
from monitor.scoring.rubric_versions import (
    CannotPublish,
    Proposal,
    answer_version,
    check_version,
    list_versions,
    propose_version,
)
from monitor.scoring.rubric_words import list_numbers

TODAY, BEGINS = date(2026, 11, 20), date(2027, 1, 1)
AT = datetime(2026, 11, 20, tzinfo=UTC)
CHANGES = {"faults.missing_section.points": Decimal("0.5"), "thresholds.few_items.value": Decimal(6),
           "blocks.gov.items.vb_cddh.points.few_items": Decimal(2)}
WANTED = Proposal("de-xuat-2025", "Bản mới", "Công văn 1/CV", BEGINS, CHANGES, "giảm nhẹ cho xã mới", "Người A")


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "registry" / "rubrics", tmp_path / "rubrics")
    return tmp_path / "rubrics"


@pytest.fixture
def session(tmp_path):
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    migrate(url)
    engine = open_engine(url, write=True)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def sections():
    return [section.code for section in load_sections(ROOT / "registry" / "sections.csv")]


def version(**other) -> RubricVersion:
    fields = {"id": 7, "base": WANTED.base, "name": "de-xuat-2025_2027-01-01", "title": WANTED.title,
              "source": WANTED.source, "valid_from": BEGINS, "changes": {k: str(v) for k, v in CHANGES.items()}}
    return RubricVersion(**fields | other)


def test_the_past_keeps_its_rubric_and_the_new_one_differs_in_its_numbers_alone(folder, sections):
    before = {r.id: r for r in load_rubrics(folder, sections)}
    publish_version(folder, version(), sections, TODAY)
    after = {r.id: r for r in load_rubrics(folder, sections)}  # refuses a sealed one whose content was changed
    for day in (date(2023, 9, 30), date(2025, 3, 31), date(2026, 9, 30), date(2026, 12, 31)):
        old, new = choose_rubric(list(before.values()), day), choose_rubric(list(after.values()), day)
        assert old.model_copy(update={"valid_to": None}) == new.model_copy(update={"valid_to": None}), day
    made = choose_rubric(list(after.values()), BEGINS)
    assert (made.id, made.title, made.source, made.status) == (version().name, "Bản mới", "Công văn 1/CV", "local")
    one = {n.field: n.value for n in list_numbers(before["de-xuat-2025"])}
    two = {n.field: n.value for n in list_numbers(made)}
    assert {field for field in one if one[field] != two[field]} == set(CHANGES)
    assert {field: two[field] for field in CHANGES} == CHANGES
    assert after["de-xuat-2025"].valid_to == date(2026, 12, 31)


def test_a_publication_that_was_stopped_is_written_to_its_end(folder, sections, tmp_path):
    shutil.copytree(folder, tmp_path / "whole")
    publish_version(tmp_path / "whole", version(), sections, TODAY)
    for name in ("de-xuat-2025_2027-01-01.toml", "seals.csv"):  # written before the end of the one before
        shutil.copy(tmp_path / "whole" / name, folder / name)
        assert choose_rubric(load_rubrics(folder, sections), BEGINS).id == "de-xuat-2025"
    publish_version(folder, version(), sections, TODAY)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == \
        {p.name: p.read_bytes() for p in (tmp_path / "whole").iterdir()}


@pytest.mark.parametrize(("base", "begins", "changes", "words"), [
    ("de-xuat-2025", TODAY, CHANGES, "phải sau hôm nay"),
    ("qd4526-2024", BEGINS, CHANGES, "Lập đề xuất từ bộ có hiệu lực"),
    ("không-có", BEGINS, CHANGES, "Không có bộ tiêu chí"),
    ("de-xuat-2025", BEGINS, {}, "không đổi số nào"),
    ("de-xuat-2025", BEGINS, {"faults.missing_section.points": Decimal(2)}, "không đổi số nào"),
    ("de-xuat-2025", BEGINS, {"faults.none.points": Decimal(2)}, "không có"),
    ("de-xuat-2025", BEGINS, {"faults.missing_section.points": Decimal(-1)}, "số quá nhỏ"),
    ("de-xuat-2025", BEGINS, {"title": Decimal(1)}, "không dùng được"),
])
def test_what_cannot_be_published(folder, sections, base, begins, changes, words):
    with pytest.raises(CannotPublish, match=words):
        check_version(base, begins, changes, load_rubrics(folder, sections), sections, TODAY)


def test_a_second_person_publishes_and_nothing_is_changed_afterwards(session):
    made = propose_version(session, WANTED, AT)
    with pytest.raises(CannotPublish, match="phải do người khác"):
        answer_version(session, made.id, True, "", "người a", AT)
    with pytest.raises(CannotPublish, match="ghi lý do"):
        answer_version(session, made.id, False, " ", "Người B", AT)
    answer_version(session, made.id, True, "", "Người B", AT)
    with pytest.raises(CannotPublish, match="đã có người trả lời"):
        answer_version(session, made.id, False, "nghĩ lại", "Người C", AT)
    session.commit()
    assert [(t.version.id, t.state) for t in list_versions(session)] == [(made.id, "published")]
    session.get(RubricAnswer, made.id).reason = "khác"
    with pytest.raises(IntegrityError, match="append-only"):
        session.commit()
    session.rollback()
    session.add(RubricAnswer(version_id=propose_version(session, WANTED, AT).id, approved=True, person="Người A",
                             answered_at=AT))
    with pytest.raises(IntegrityError, match="of their own"):
        session.flush()
