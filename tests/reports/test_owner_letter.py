"""The letter to an owner: what, where, by which article, how many points – and nothing that was not seen."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from crawler.registry import load_sections
from monitor.__main__ import app as monitor_app
from monitor.fixes import find_fixes
from monitor.scoring.facts import Facts, Fault
from monitor.scoring.prices import points_words
from monitor.scoring.returns import other_charges, point_returns, total_return
from monitor.scoring.rubric_files import load_rubrics
from monitor.scoring.score import score_portal
from reports.__main__ import app
from reports.docx_file import fill_docx, open_template
from reports.owner_letter import NOT_CONFIRMED, returned
from tests.monitor.build import Scene, channel, menu
from tests.monitor.filled import PORTALS, ROOT, call, fill

SECTIONS = load_sections(ROOT / "registry" / "sections.csv")
DAY = date(2026, 11, 20)
RUBRICS = {r.id: r for r in load_rubrics(ROOT / "registry" / "rubrics", {s.code for s in SECTIONS})}


@pytest.fixture(scope="module")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('letters') / 'monitor.db'}"
    fill(url)
    return url


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    """(paragraphs, lines of the table) of a letter."""
    document = Document(str(path))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [p.text for p in document.paragraphs], rows


def test_one_letter_a_portal_with_what_where_why_and_points(sqlite_url: str, tmp_path: Path) -> None:
    done = call(app, sqlite_url, "owner_letter", "2026-Q4", "--out", str(tmp_path))
    assert done.exit_code == 0, (done.stderr, done.exception)
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == [f"owner_letter-2026-Q4-{p}.docx" for p in ("xa-a", "xa-b")]  # dang-d was never seen, so-c was down
    assert "2 phiếu cho 4 cổng" in done.stderr
    words, (head, *rows) = read(tmp_path / "owner_letter-2026-Q4-xa-a.docx")
    assert words[4] == f"Kính gửi: {PORTALS['xa-a'][0]}"  # its name holds markup
    assert head == ["TT", "Mục thông tin", "Hiện trạng", "Đề nghị, vị trí trên trình đơn", "Căn cứ",
                    "Số điểm lấy lại được"]
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    told = {row[1]: row[2:] for row in rows}
    now, do, basis, points = told["Chiến lược, chương trình, đề án, kế hoạch, quy hoạch phát triển"]
    assert now == "Trình đơn chưa có mục này."
    assert do.startswith("Thêm mục “Chiến lược, chương trình") and "trên trình đơn chính" in do
    assert basis.startswith("Nghị định 224/2026/NĐ-CP, Điều 9")
    assert "điểm" in " ".join(words) and points[0].isdigit()


def test_old_law_for_old_periods_and_none_that_is_not_confirmed(sqlite_url: str, tmp_path: Path) -> None:
    call(app, sqlite_url, "owner_letter", "2026-Q4", "--out", str(tmp_path))
    rows = [row for path in sorted(tmp_path.iterdir()) for row in read(path)[1][1:]]
    assert len(rows) > 30
    for row in rows:
        assert "42/2022" not in row[4] and "104/2016" not in row[4]  # both have ended by November 2026
        assert row[4] == NOT_CONFIRMED or "Điều" in row[4] or "Quy" in row[4]


def test_the_same_letter_is_the_same_bytes(sqlite_url: str, tmp_path: Path) -> None:
    found = []
    for folder in ("a", "b"):
        call(app, sqlite_url, "owner_letter", "2026-Q4", "--out", str(tmp_path / folder), "--portal", "xa-b")
        path, = (tmp_path / folder).iterdir()
        found.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert found[0] == found[1]


def test_without_a_rubric_nothing_is_scored(sqlite_url: str, tmp_path: Path) -> None:
    registry = tmp_path / "registry"
    shutil.copytree(ROOT / "registry", registry, ignore=shutil.ignore_patterns("rubrics"))
    done = call(app, sqlite_url, "owner_letter", "2026-Q4", "--out", str(tmp_path / "out"), "--portal", "xa-b",
                SOICONG_REGISTRY_DIR=str(registry))
    assert done.exit_code == 0, done.stderr
    words, rows = read(tmp_path / "out" / "owner_letter-2026-Q4-xa-b.docx")
    assert {row[5] for row in rows[1:]} == {"chưa chấm điểm"}
    assert "Chưa chấm điểm: chưa có bộ tiêu chí cho kỳ này." in words


@pytest.mark.parametrize(("arguments", "word"), [
    (("2026-Q9",), "Ví dụ đúng"), (("2026-Q4", "--portal", "xa-z"), "xa-z"), (("2026-Q4", "--rubric", "x"), "'x'"),
])
def test_wrong_wishes_are_refused(sqlite_url: str, tmp_path: Path, arguments: tuple[str, ...], word: str) -> None:
    done = call(app, sqlite_url, "owner_letter", *arguments, "--out", str(tmp_path / "out"))
    assert done.exit_code == 2 and word in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_place_is_beside_its_kind() -> None:
    """The menu has other plans under a heading: the missing one belongs there."""
    channels = (*menu("Giới thiệu", "Liên hệ"), channel(20, "page", title="Chương trình công tác", path=("Kế hoạch",)))
    scene = Scene(channels=channels, group="departments")
    fixes, = find_fixes(scene.sections(), channels)
    by_code = {f.section.code: f for f in fixes.duties}
    found = by_code["kh_chienluoc"]
    assert (found.fault, found.path, found.beside) == ("missing_section", ("Kế hoạch",), "Chương trình công tác")


def test_nothing_is_asked_for_what_was_not_seen() -> None:
    channels = menu("Giới thiệu")
    unseen = Scene(channels=channels, group="departments",
                   portal={back: {"state": "not_observed", "reason": "down"} for back in range(5)})
    fixes, = find_fixes(unseen.sections(), channels)
    assert fixes.duties == fixes.advices == () and fixes.untold > 20


def test_an_item_of_the_rubric_comes_back_once_and_what_was_not_taken_never() -> None:
    rubric = RUBRICS["de-xuat-2025"]
    faults = (Fault("gioi_thieu", "missing_section", evidence=("map",)),
              Fault("gioi_thieu", "not_updated", evidence=("climate",)),
              Fault("vb_qppl", "not_updated", evidence=("law",)),
              Fault("vb_cddh", "few_items", evidence=("few",)),
              Fault("lien_he", "missing_section", evidence=("unproven",), grade="C"))
    card = score_portal(Facts("x", "Xã X", "communes", faults=faults), (), rubric, DAY)
    returns = point_returns(card, ("map", "climate", "law", "rss", "unproven"))
    assert [r.shared for r in returns.values()] == [False, True, False, False, False]
    assert returns["rss"].line is None and returns["unproven"].points == 0
    rest = other_charges(card, returns.values())
    assert [line.fault for line in rest] == ["few_items"]
    part = card.component("information")
    assert part is not None
    assert sum(r.points for r in returns.values()) + sum(line.points for line in rest) == part.deducted
    assert total_return(card) == part.deducted > 0


def test_what_is_charged_with_its_cause_says_so() -> None:
    faults = (Fault("gioi_thieu", "not_updated", evidence=("empty",)),
              Fault("hoat_dong_chung", "not_maintained", evidence=("silent",)))
    card = score_portal(Facts("x", "Xã X", "communes", faults=faults), (), RUBRICS["de-xuat-2025"], DAY)
    one, = point_returns(card, ["empty"]).values()
    assert (one.points, returned(one, card)[:17]) == (0, "đã tính trong lỗi")
    assert [line.fault for line in other_charges(card, [one])] == ["not_maintained"]


@pytest.mark.parametrize("period", ["2026-Q4", "2026-10-01..2026-11-20"])
def test_the_points_of_a_letter_add_up_to_the_scorecard(sqlite_url: str, tmp_path: Path, period: str) -> None:
    """The second period is over, so that few posts are charged as well."""
    assert call(app, sqlite_url, "owner_letter", period, "--out", str(tmp_path)).exit_code == 0
    cards = {c["portal"]: c for c in json.loads(call(monitor_app, sqlite_url, "score", period, "--json").stdout)}
    told = 0
    for path in sorted(tmp_path.iterdir()):
        card = cards[path.stem.removeprefix(f"owner_letter-{period}-")]
        taken = sum(Decimal(str(line["points"])) for p in card["components"] if p["component"] == "information"
                    for line in p["deductions"])
        words, rows = read(path)
        came = sum(Decimal(m[0].replace(",", ".")) for row in rows[1:] if (m := re.match(r"[\d,]+", row[5])))
        assert came == taken, (path.name, [row[5] for row in rows[1:]])
        said = f"lấy lại được {points_words(taken)} điểm" if taken else "Chưa khoản nào bị trừ điểm"
        assert any(said in w for w in words)
        told += taken > 0
    assert told


def test_the_template_asks_for_exactly_what_is_told() -> None:
    assert open_template("owner_letter.docx").get_undeclared_template_variables() == {
        "portal", "url", "period", "as_of", "today", "nights", "nights_seen", "duties", "advices", "untold", "points"}


def test_hostile_words_stay_words() -> None:
    told = dict.fromkeys(("portal", "url", "period", "as_of", "today", "nights", "nights_seen", "points"),
                         "</w:t>{{ 7*7 }}<b>&\x00\x0b")
    data = fill_docx("owner_letter.docx", {**told, "duties": [], "advices": ["=1+1 <script>"], "untold": 0})
    text = "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs)
    assert "</w:t>{{ 7*7 }}<b>&" in text and "=1+1 <script>" in text and "49" not in text
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
