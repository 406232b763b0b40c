"""The command `health`: the check, the metrics file and the alarm."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from crawler import clock
from crawler.config import ConfigError, Settings, load_settings
from crawler.database import DatabaseError, open_session
from crawler.health import Alarm, morning_check

console = Console(stderr=True)


def health(
    alarm: Annotated[bool, typer.Option("--alarm", help="Có gì sai thì báo tới SOICONG_NOTIFY_URLS, mỗi việc một lần "
                                        "trong đêm.")] = False,
    metrics: Annotated[Path | None, typer.Option(metavar="TỆP", help="Ghi số đo cho node_exporter (.prom).")] = None,
) -> None:
    """Sáng nay đã có đêm chạy xong và niêm phong chưa (từ 6 giờ; mã 1: chưa). Nên hỏi mỗi mười phút, từ máy khác."""
    try:
        settings = load_settings()
    except ConfigError as error:
        _fail(str(error), 2)
    wrong = _check(settings, metrics)
    if wrong is None:
        console.print("Sáng nay không có gì phải báo động.")
        return
    if alarm:
        _tell(settings, wrong)
    _fail(wrong.words, 1)


def _check(settings: Settings, metrics: Path | None) -> Alarm | None:
    try:
        with open_session(settings) as session:
            wrong = morning_check(session, clock.now(settings))
            if metrics is not None:
                from crawler.metrics import write_metrics  # here: a health check must start fast

                write_metrics(session, settings.data_dir, metrics, alarm=wrong is not None)
    except (DatabaseError, DBAPIError) as error:
        return Alarm("database", str(error))
    except OSError as error:
        _fail(f"Không ghi được {metrics}: {error.strerror}. Kiểm tra đường dẫn và quyền.", 1)
    return wrong


def _tell(settings: Settings, wrong: Alarm) -> None:
    from crawler.alarm import NotSent, raise_alarm  # apprise knows 170 services and takes its time

    try:
        if raise_alarm(settings, clock.today(settings), wrong):
            console.print("Đã gửi báo động.")
    except NotSent as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)


def _fail(message: str, code: int) -> NoReturn:
    console.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)
