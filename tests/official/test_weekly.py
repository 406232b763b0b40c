"""The weekly report: rates from their parts, the week before, targets, and what nobody entered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from crawler.config import Settings
from crawler.database import open_session
from monitor.imports.load import Figures
from monitor.indicators import Indicator, load_indicators
from monitor.office import Office
from monitor.periods import parse_period
from monitor.rules import load_rules
from reports.official.commands import build_weekly
from reports.official.marking import CLOSE, OPEN
from reports.official.weekly import broken_series, judge_results, name_weeks, not_entered, table, tell_week, week_before
from tests.imports.helpers import ROOT, call

HERE = Path(__file__).with_name("published")
WEEK = "2025-01-31..2025-02-06"


def indicator(code, name, unit="%", target=None, numerator="", denominator=""):
    return Indicator(code, name, unit, "", None if target is None else Decimal(target), "", numerator, denominator,
                     None, None)


def lines(**values):
    """code (with _ for -) -> a number, a word, or (week, cumulative)."""
    found = {}
    for code, value in values.items():
        week, total = value if isinstance(value, tuple) else (value, None)
        number = None if isinstance(week, str) else Decimal(str(week))
        figures = {"value": number, "cumulative": None if total is None else Decimal(total)}
        said = {"value": week} if isinstance(week, str) and week else {}
        name = code.replace("__", ".").replace("_", "-")
        found[name] = Figures(name, "", "", 1, figures, said, ())
    return found


INDICATORS = [
    indicator("CDS-1", "Tỷ lệ tích hợp", numerator="CDS-1.2", denominator="CDS-1.1", target=60),
    indicator("CDS-1.1", "Tổng số", "Thủ tục"), indicator("CDS-1.2", "Đã tích hợp", "Thủ tục"),
    indicator("CDS-2", "Tỷ lệ hài lòng"), indicator("CDS-3", "Lượt truy cập", "Lượt"),
    indicator("CDS-4", "Ô để trống"), indicator("CDS-5", "Không báo cáo"),
]
NOW = lines(CDS_1=57, CDS_1__1=1797, CDS_1__2=999, CDS_2=80, CDS_3=(4312, 992630), CDS_4="", CDS_5="-")
BEFORE = lines(CDS_1__1=1797, CDS_1__2=990, CDS_2=80, CDS_3=(4000, 988000))


def test_rates_come_from_their_parts_and_red_is_below_the_target():
    assert table(judge_results(INDICATORS, NOW, BEFORE)) == [
        ["1", "Tỷ lệ tích hợp", "%", f"{OPEN}55,6 *{CLOSE}", "↑ tăng 0,5 điểm %"],
        ["-", "Tổng số", "Thủ tục", "1.797", "không đổi"],
        ["-", "Đã tích hợp", "Thủ tục", "999", "↑ tăng 9"],
        ["2", "Tỷ lệ hài lòng", "%", "80", "không đổi"],
        ["3", "Lượt truy cập", "Lượt", "4.312", "↑ tăng 312"],
        ["4", "Ô để trống", "%", "", ""],
        ["5", "Không báo cáo", "%", "-", ""],
    ]


def test_a_printed_rate_that_is_another_is_noted():
    assert [r.note for r in judge_results(INDICATORS, NOW, BEFORE) if r.note] == [
        "Tỷ lệ tích hợp: tệp ghi 57, tính lại từ tử số và mẫu số được 55,6"]


def test_without_a_target_nothing_is_below_it():
    free = [replace(one, target=None) for one in INDICATORS]
    assert not any(r.below for r in judge_results(free, NOW, BEFORE))


def test_a_fall_and_a_week_without_the_one_before():
    fallen = judge_results(INDICATORS, BEFORE, NOW)
    assert fallen[0].trend() == "↓ giảm 0,5 điểm %"
    assert judge_results(INDICATORS, NOW, {})[3].trend() == ""


def test_a_broken_series_is_told():
    assert broken_series(INDICATORS, NOW, BEFORE) == [
        "Lượt truy cập: lũy kế tuần trước 988.000 cộng tuần này 4.312 là 992.312, tệp ghi 992.630"]


def test_blank_and_dash_are_kept_apart():
    assert not_entered(judge_results(INDICATORS, NOW, BEFORE), NOW, ("Sở Ngoại vụ",)) == [
        "- Chưa nhập số liệu: Ô để trống.", "- Ghi “-” (chưa có dữ liệu hoặc không báo cáo): Không báo cáo.",
        "- Đơn vị chưa gửi báo cáo: Sở Ngoại vụ."]


def test_weeks_are_named_by_their_first_day():
    assert name_weeks(parse_period("2025-01-31..2025-02-06")) == {"week": "05", "next_week": "06 năm 2025"}
    assert name_weeks(parse_period("2026-W53")) == {"week": "53 năm 2026", "next_week": "01 năm 2027"}


def test_the_week_before_keeps_its_days():
    week = week_before(parse_period("2025-01-31..2025-02-06"))
    assert (str(week.start), str(week.end)) == ("2025-01-24", "2025-01-30")


def test_the_published_week_comes_out_with_its_own_arithmetic(tmp_path):
    done = call(tmp_path, "indicators", HERE / "targets_2025_w05.csv", "--period", WEEK, "--yes")
    assert done.exit_code == 0, done.output
    settings = Settings(data_dir=tmp_path, registry_dir=ROOT / "registry")
    with open_session(settings) as session:
        office = Office(session, load_rules(ROOT / "registry"), parse_period(WEEK), date(2025, 2, 7))
        told = tell_week(office, load_indicators(ROOT / "registry/indicators.csv"), ())
        assert build_weekly(office, ROOT / "registry", None).faults == ()
    results = {row[1]: row[3] for row in told["targets"]}
    assert results["Tỷ lệ người dân có hồ sơ sức khỏe điện tử"] == "96,7 *"
    assert results["Tỷ lệ bệnh viện có cung cấp dịch vụ thanh toán không dùng tiền mặt"] == "100 *"
    assert told["weekly_notes"] == [
        "- Tỷ lệ người có định danh điện tử (mức 1 + mức 2) theo chỉ tiêu của Bộ Công an: tệp ghi 95,56, tính lại từ "
        "tử số và mẫu số được 95,57.", "- Chưa có tệp số liệu của tuần trước liền kề: không so sánh được."]
