"""The monitor's further commands beside the contract's: days, counts, silence, the merger, deadlines, rule sets."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from crawler import clock
from crawler.config import ConfigError, Settings, load_settings
from crawler.database import open_engine
from monitor import beside_rows, count_rows, deadline_rows, diff_rows, merger_rows, removals, silence_rows
from monitor import dates as date_rows
from monitor.asked import JsonOption, PeriodArgument, PortalOption, Wish, answer, fail, open_office, put
from monitor.comparison import same_period
from monitor.count_rows import By
from monitor.periods import parse_period
from monitor.rule_diff import compare_rules
from monitor.rules import load_rules


def dates(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Ngày đăng cần xem: lùi ngày, đổi ngày, ghi ngày tương lai, ngược thứ tự số bài, dồn cuối kỳ."""
    answer(Wish(period, portal, as_json), date_rows.rows, date_rows.show)


def counts(
    period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False,
    by: Annotated[By, typer.Option("--by", help="Đếm theo: portal, channel, group, district (huyện cũ).")] = "group",
    against: Annotated[str | None, typer.Option(
        "--compare", metavar="KỲ", help="So với kỳ này; ghi cung-ky để so với cùng kỳ năm trước.")] = None,
) -> None:
    """Đếm tin, bài và bộ thông tin CSDL theo hai cách: ngày ghi trên bài và đêm thấy lần đầu."""
    with open_office(Wish(period, portal, as_json)) as office:
        other = None if against is None else same_period(office.period) if against == "cung-ky" \
            else parse_period(against)
        put(office, as_json, count_rows.rows(office, by, other),
            lambda found: count_rows.show(found, office, other is not None))


def silence(
    period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False,
    by: Annotated[silence_rows.By, typer.Option(
        "--by", help="Theo: group, district (huyện cũ), portal, channel (chuyên mục).")] = "group",
    after: Annotated[str | None, typer.Option(
        "--after", metavar="NGÀY", help="Từ ngày này đến hết kỳ, ví dụ 2025-07-01 (hợp nhất).")] = None,
) -> None:
    """Cổng, chuyên mục không có tin, bài trong một khoảng ngày bất kỳ; danh sách theo khối và huyện cũ (11/13 Cổng)."""
    change = None if after is None else silence_rows.window_since(_day(after))
    with open_office(Wish(period, portal, as_json), change) as office:
        put(office, as_json, silence_rows.rows(office, by), lambda found: silence_rows.show(found, office, by))


def merger(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Dấu vết trước hợp nhất: tên cơ quan đã bỏ, liên kết tới máy chủ cũ, trang giới thiệu ghi ngày cũ."""
    answer(Wish(period, portal, as_json), merger_rows.rows, merger_rows.show)


def deadlines(
    period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False,
    question: Annotated[str | None, typer.Option("--id", help="Một câu hỏi, tính từng ngày một.")] = None,
    office: Annotated[bool, typer.Option(
        "--office", help="Đối chiếu số đếm từ trang công khai với bảng câu hỏi của cơ quan đã nhập cho đúng kỳ này.",
    )] = False,
) -> None:
    """Hạn trả lời câu hỏi: hai ngưỡng, cách tính từng ngày; đếm từ trang công khai, --office thì đối chiếu."""
    if office:
        try:
            answer(Wish(period, portal, as_json), beside_rows.rows, beside_rows.show)
        except beside_rows.NoOfficeTable as error:
            fail(str(error))
        return
    answer(Wish(period, portal, as_json), lambda office: deadline_rows.rows(office, question), deadline_rows.show)


def removed_questions(period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False) -> None:
    """Sổ câu hỏi không còn hiển thị: mã băm, các ngày, chữ đã che, mất thế nào, lý do hợp pháp nếu đã ghi."""
    answer(Wish(period, portal, as_json), removals.rows, removals.show)


def removal_reason(
    number: Annotated[int, typer.Argument(metavar="SỐ", help="Số dòng trong sổ (monitor removals).")],
    reason: Annotated[str, typer.Argument(metavar="LÝ_DO", help="Một trong: " + ", ".join(removals.REASONS) + ".")],
    who: Annotated[str, typer.Option("--by", metavar="TÊN", help="Người quyết định.")],
    words: Annotated[str, typer.Option("--words", metavar="LỜI", help="Giải thích thêm.")] = "",
) -> None:
    """Ghi lý do hợp pháp của một câu hỏi đã bị xóa; quyết định cũ vẫn được giữ."""
    if reason not in removals.REASONS:
        fail(f"Không có lý do {reason!r}. Dùng một trong: {', '.join(removals.REASONS)}.")
    settings = _settings()
    engine = open_engine(settings.database, write=True)
    with Session(engine) as session, session.begin():
        known = removals.add_reason(session, number, reason, words, who, clock.now(settings))
    engine.dispose()
    if not known:
        fail(f"Sổ câu hỏi đã xóa không có dòng số {number}. Xem các dòng: python -m monitor removals KỲ.")


def diff(
    period: PeriodArgument,
    rules: Annotated[Path, typer.Option("--rules", metavar="THƯ_MỤC", help="Bộ quy tắc cũ (thư mục registry).")],
    portal: PortalOption = None, as_json: JsonOption = False,
) -> None:
    """Đổi quy tắc thì kết luận nào đổi: so bộ quy tắc đang dùng với một bộ khác, nêu quy tắc làm đổi từng kết luận."""
    with open_office(Wish(period, portal, as_json)) as office:
        old = load_rules(rules)
        changes = compare_rules(old, office.rules)
        put(office, as_json, diff_rows.rows(office, old), lambda found: diff_rows.show(found, office, changes))


def _settings() -> Settings:
    try:
        return load_settings()
    except ConfigError as error:
        fail(str(error))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"Ngày {text!r} không đọc được: viết năm-tháng-ngày, ví dụ 2025-07-01.")


def add_commands(app: typer.Typer) -> None:
    """Add them to the monitor's commands."""
    for command in (dates, counts, silence, merger, deadlines, diff):
        app.command()(command)
    app.command("removals")(removed_questions)
    app.command("removal-reason")(removal_reason)
