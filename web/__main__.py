"""The review page's commands: serve it, and make or change accounts."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated, NoReturn

import typer
import uvicorn
from rich.console import Console
from sqlalchemy.orm import Session

from crawler import clock
from crawler.config import ConfigError, Settings, load_settings
from crawler.database import DatabaseError, migrate, open_engine
from web.accounts import BadAccount, add_person, change_password, change_person, find_person
from web.app import make_app
from web.passwords import WeakPassword
from web.warm import start_warming

app = typer.Typer(help="Soi Cổng – trang rà soát.", add_completion=False, pretty_exceptions_enable=False)
console = Console(stderr=True, highlight=False, markup=False)

COMMAND_LINE = "dòng lệnh"  # who did it, in the log
PasswordOption = Annotated[bool, typer.Option("--password-stdin", help="Đọc mật khẩu từ đầu vào chuẩn (một dòng).")]


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="Địa chỉ lắng nghe.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Cổng mạng.")] = 8000,
    proxy: Annotated[bool, typer.Option("--behind-proxy", help="Đứng sau máy chủ TLS trên chính máy này: tin "
                                        "X-Forwarded-Proto và X-Forwarded-For của nó.")] = False,
) -> None:
    """Phục vụ trang rà soát tới khi bị dừng (Ctrl+C)."""
    if context.invoked_subcommand is not None:
        return
    settings = _ready()
    console.print(f"Trang rà soát: http://{host}:{port} (Ctrl+C để dừng)")
    made = make_app(settings)
    start_warming(made.state.desk)
    uvicorn.run(made, host=host, port=port, log_level="warning", server_header=False,
                proxy_headers=proxy,
                forwarded_allow_ips=None if proxy else "")  # None: those of FORWARDED_ALLOW_IPS, else 127.0.0.1


@app.command("add-person")
def add(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")],
    role: Annotated[str, typer.Option("--role", help="review (rà soát), approve (duyệt), admin (quản trị).")],
    shown: Annotated[str, typer.Option("--shown", metavar="HỌ_TÊN", help="Tên hiện trên trang.")] = "",
    stdin: PasswordOption = False,
    no_password: Annotated[bool, typer.Option("--no-password", help="Chỉ đăng nhập qua máy chủ xác thực "
                                              "(SOICONG_LOGIN_HEADER).")] = False,
) -> None:
    """Thêm tài khoản; tài khoản quản trị đầu tiên được tạo bằng lệnh này."""
    settings = _ready()
    password = None if no_password else _ask(stdin)
    engine = open_engine(settings.database, write=True)
    try:
        with Session(engine) as session, session.begin():
            add_person(session, COMMAND_LINE, name, shown, role, password, clock.now(settings))
    except (BadAccount, WeakPassword) as error:
        _fail(str(error))
    console.print(f"Đã thêm tài khoản {name}.")


@app.command("change-person")
def change(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")],
    role: Annotated[str | None, typer.Option("--role", help="Vai trò mới.")] = None,
    close: Annotated[bool, typer.Option("--close", help="Khóa tài khoản: mọi phiên đang mở kết thúc.")] = False,
    new_password: Annotated[bool, typer.Option("--new-password", help="Đặt mật khẩu mới.")] = False,
    stdin: PasswordOption = False,
) -> None:
    """Đổi vai trò, mật khẩu, khóa hoặc mở lại một tài khoản. Mọi phiên của tài khoản ấy kết thúc."""
    settings = _ready()
    engine = open_engine(settings.database, write=True)
    try:
        with Session(engine) as session, session.begin():
            person = find_person(session, name)
            if person is None:
                _fail(f"Không có tài khoản {name}.")
            change_person(session, COMMAND_LINE, person, role or person.role, not close, clock.now(settings))
            if new_password:
                change_password(session, COMMAND_LINE, person, _ask(stdin), clock.now(settings))
    except (BadAccount, WeakPassword) as error:
        _fail(str(error))
    console.print(f"Đã đổi tài khoản {name}.")


def _ready() -> Settings:
    """The settings with a database of this version; exit code 2 in plain words when there can be none."""
    try:
        settings = load_settings()
        migrate(settings.database)
    except (ConfigError, DatabaseError) as error:
        _fail(str(error))
    return settings


def _ask(stdin: bool) -> str:
    if stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Mật khẩu: ")
    if getpass.getpass("Nhập lại: ") != password:
        _fail("Hai lần nhập khác nhau. Chạy lại lệnh.")
    return password


def _fail(message: str) -> NoReturn:
    console.print(message, style="red")
    raise typer.Exit(2)


if __name__ == "__main__":
    app(prog_name="python -m web")
