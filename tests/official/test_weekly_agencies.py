"""The weekly report body by body: the published week 05 of 2025 imported as it was printed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.config import Settings
from crawler.database import open_session
from monitor.agencies import Agencies, load_agencies
from monitor.indicators import load_indicators
from monitor.office import Office
from monitor.periods import parse_period
from monitor.rules import load_rules
from reports.official.build import check_bytes
from reports.official.commands import build_weekly
from reports.official.marking import CLOSE, OPEN
from reports.official.weekly_agencies import read_week, table_of, trend, write_tables
from reports.official.weekly_notes import not_entered, write_notes
from tests.imports.helpers import ROOT, call

HERE = Path(__file__).with_name("published")
NOW, BEFORE = "2025-01-31..2025-02-06", "2025-01-24..2025-01-30"


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    folder = tmp_path_factory.mktemp("week")
    for name, period in (("agencies_2025_w05", NOW), ("agencies_2025_w04", BEFORE)):
        done = call(folder, "weekly_agencies", HERE / f"{name}.csv", "--period", period, "--yes")
        assert done.exit_code == 0, done.output
    with open_session(Settings(data_dir=folder, registry_dir=ROOT / "registry")) as session:
        office = Office(session, load_rules(ROOT / "registry"), parse_period(NOW), date(2025, 2, 7))
        names = Agencies(load_agencies(ROOT / "registry"), office.period).names
        yield read_week(office, names, load_indicators(ROOT / "registry/indicators.csv")), office


def row(week, table, name):
    return next(cells for cells in write_tables(week[0])[table] if cells[1] == name)


def test_every_body_stands_in_its_table(week):
    assert {table: len(codes) for table, codes in week[0].bodies.items()} == {"province": 26, "local": 9, "party": 25}
    assert (table_of("Huyện ủy Bắc Hà", ""), table_of("Huyện Bắc Hà", "")) == ("party", "local")


def test_dash_and_blank_are_kept_apart_and_pairs_stay_pairs(week):
    assert row(week, "province", "Công an tỉnh")[2:] == ["", "-", "", "Đã nhập", "", ""]
    assert row(week, "province", "Sở Xây dựng")[2:6] == ["161/161", "100", "57/62", "Đã nhập"]
    assert row(week, "local", "Huyện Bảo Thắng")[2:] == [
        "395/395", "98", "272/453", "", "434", "-", "70.875", "", "39", ""]


def test_arrows_against_last_week_and_the_same_in_words(week):
    assert row(week, "party", "Văn phòng Tỉnh ủy")[2:] == ["%", "98", "90 ↓", "↓ giảm 8 điểm %"]
    notes = "\n".join(write_notes(week[0], {}))
    assert "giảm so với tuần trước: Hội Chữ thập đỏ tỉnh (85% → 83%); Huyện ủy Bát Xát (108% → 100%)" in notes
    assert "- Sở Công Thương: số dịch vụ đã cấu hình không thể lớn hơn số được giao (135 > 124)." in notes
    assert "- Huyện ủy Bát Xát, tuần trước: Tỷ lệ hồ sơ công việc (%) là 108, không thể lớn hơn 100." in notes


def test_what_is_below_its_target_is_marked_and_said(week):
    held = replace(week[0], targets={**week[0].targets, "party": Decimal(95)})
    cells = next(cells for cells in write_tables(held)["party"] if cells[1] == "Văn phòng Tỉnh ủy")
    assert cells[4] == f"{OPEN}90{CLOSE} ↓"
    assert any("Thấp hơn mục tiêu giao" in note and "Văn phòng Tỉnh ủy (90%)" in note for note in write_notes(held, {}))
    assert "Chưa có mục tiêu giao" in write_notes(week[0], {})[-1]


def test_who_entered_nothing(week):
    silent = dict(week[0].now)
    gone, blank, no, dash = (silent.pop(code) for code in ("LCI-S-13", "LCI-S-02", "LCI-S-03", "LCI-S-04"))
    silent |= {line.subject: replace(line, figures={**line.figures, "entered": word})
               for line, word in ((blank, None), (no, "no"), (dash, "none"))}
    assert not_entered(replace(week[0], now=silent)) == [
        "- Chưa nhập số liệu trên Hệ thống báo cáo hằng tuần: 1/60 cơ quan, địa phương (Sở Tư pháp).",
        "- Ghi “-” ở cột nhập liệu (chưa có dữ liệu hoặc không báo cáo): 1/60 cơ quan, địa phương (Sở Tài chính).",
        "- Để trống cột nhập liệu: 1/60 cơ quan, địa phương (Sở Nội vụ).",
        "- Không có số liệu nào trong tệp của tuần: 1/60 cơ quan, địa phương (Sở Ngoại vụ)."]
    assert gone.subject not in silent and not_entered(week[0]) == []
    assert "Chưa có số liệu" in not_entered(replace(week[0], now={}))[0]


def test_a_body_without_last_week_has_no_arrow(week):
    assert trend(week[0], "LCI-S-02") == ""


def test_the_report_is_refused_only_for_what_the_published_tables_cannot_mean(week):
    report = build_weekly(week[1], ROOT / "registry", None)
    assert sorted({f.type for f in check_bytes(report.document) if f.severity in ("error", "likely_error")}) == [
        "duplicate_value", "impossible_value", "outlier"]
