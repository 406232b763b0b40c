"""The commands about findings: the notes of a period, and the judgement of a night."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.asked import JsonOption, PeriodArgument, PortalOption, Wish, fail, open_office, print_json
from monitor.canaries import judge_canaries
from monitor.certificate import NotProven
from monitor.judge import window_of
from monitor.notes import note_row, notes_of
from monitor.stored import load_kept
from monitor.telling import judge_and_tell, show_notes, show_one

ExplainOption = Annotated[str | None, typer.Option(
    "--explain", metavar="MÃ", help="Giải thích trọn một phát hiện, từ quy tắc tới trang, cho người bị nêu tên.")]


def notes(
    period: PeriodArgument, portal: PortalOption = None, as_json: JsonOption = False, finding: ExplainOption = None,
) -> None:
    """Các phát hiện của kỳ: còn hay đã khắc phục, kèm chứng nhận độ phủ và bằng chứng."""
    with open_office(Wish(period, portal, as_json)) as office:
        found = load_kept(office.session, office.period.start, office.period.end, portal)
        try:
            if finding is not None:
                show_one(office, found, finding)
            elif as_json:
                print_json([note_row(note) for note in notes_of(found)])
            else:
                show_notes(office, notes_of(found))
        except NotProven as error:
            fail(str(error))


def canaries(night: Annotated[str, typer.Argument(metavar="ĐÊM", help="Ngày của đêm.")]) -> None:
    """Phép thử nội bộ của một đêm có ra đúng kết luận đã biết không (mã 4: sai, đêm không có giá trị)."""
    with open_office(Wish(f"{night}..{night}", None, False), lambda period: window_of(period.end)) as office:
        wrong = judge_canaries(office)
    if wrong:
        typer.echo("; ".join(wrong))
        raise typer.Exit(4)


def judge(night: Annotated[str, typer.Argument(metavar="ĐÊM", help="Ngày của đêm, ví dụ 2026-11-20.")]) -> None:
    """Kết luận của một đêm: tính và ghi một lần; chạy lại thì tính lại, so từng phát hiện và nói chỗ khác."""
    judge_and_tell(night)
