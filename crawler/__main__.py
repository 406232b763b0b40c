"""The crawler's commands: nightly, seal, discover, read, migrate."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from crawler import clock
from crawler.backup.commands import backup, restore
from crawler.config import ROOT, ConfigError, Settings, load_settings
from crawler.database import DatabaseError, migrate, open_engine
from crawler.evidence.attachments import prune_attachments
from crawler.evidence.key import KeyUnusable
from crawler.evidence.pictures import prune_pictures
from crawler.evidence.retention import prune as remove_old
from crawler.evidence.rotation import rotate_key
from crawler.evidence.seal import NotSealed, seal_due, seal_night
from crawler.evidence.stamp import stamp_waiting
from crawler.health_command import health
from crawler.lock import Locked, LockLost
from crawler.night import CrawlFailed, EngineRefused, NightDone, NotTold, Stopped, Wishes, run_night
from crawler.registry import RegistryError
from crawler.run import NoSuchPortal
from crawler.said import say
from crawler.scheduler import loop

app = typer.Typer(
    help="Soi Cổng – thu thập và lưu giữ. Mã kết thúc: 0 đủ · 1 lỗi của chương trình · 2 sai cách dùng hoặc dữ liệu "
    "vào · 3 xong, có cổng không quan sát được · 4 đêm không có giá trị · 5 lượt khác đang chạy · 130/143 bị dừng, "
    "làm tiếp được.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)
console = Console(stderr=True)

MEANING = {
    0: "Đủ: mọi cổng đã quan sát trọn vẹn.",
    3: "Xong, nhưng có cổng không quan sát được (xem bản tin): những cổng ấy không bị kết luận gì.",
    4: "Đêm không có giá trị: quá nhiều cổng cùng không trả lời, lỗi phía mạng của ta. Không kết luận gì về cổng nào.",
}


def settings_or_exit() -> Settings:
    """The settings, or exit code 2 with the reason in plain words."""
    try:
        return load_settings()
    except ConfigError as error:
        fail(str(error), 2)


def fail(message: str, code: int) -> NoReturn:
    """Say what happened and end with the code."""
    say(console, message, "red")
    raise typer.Exit(code)


@app.command()
def nightly(
    registry: Annotated[Path | None, typer.Option(help="Sổ đăng ký (CSV). Mặc định: registry/portals.csv.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Chỉ các mã cổng này: --only A B C.")] = None,
    backend: Annotated[str | None, typer.Option(help="Chỉ các cổng trên hạ tầng này.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Đi lại mọi danh sách đến cuối.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Làm tiếp đêm đang dở (không có thì chạy mới).")] = False,
    canaries: Annotated[bool, typer.Option("--canaries/--no-canaries", help="Chạy phép thử nội bộ bên cạnh: sai một "
                                           "kết luận đã biết thì đêm không có giá trị.")] = True,
    engine: Annotated[str, typer.Option(help="process: một tiến trình; dask: mỗi nhóm cổng chung máy chủ một tiến "
                                        "trình, trên nhiều máy (cần PostgreSQL).")] = "process",
    scheduler: Annotated[str | None, typer.Option(help="Máy điều phối Dask, dạng tls://máy:8786. Không ghi: dùng các "
                                                  "bộ xử lý của máy này.")] = None,
    loop_: Annotated[bool, typer.Option("--loop", help="Chạy mãi: mỗi phút hỏi xem đã đến đêm cần chạy chưa.")] = False,
) -> None:
    """Chạy một đêm: thu thập, đối chiếu, ghi sổ, viết bản tin. Chạy lại trong cùng ngày thì chỉ làm nốt phần dở."""
    settings = settings_or_exit()
    if engine not in ("process", "dask") or (scheduler and engine != "dask"):
        fail("--engine nhận process hoặc dask; --scheduler chỉ đi với --engine dask.", 2)
    wishes = Wishes(registry or settings.registry_dir / "portals.csv", only or (), backend, full, canaries,
                    engine == "dask", scheduler)
    if loop_:
        loop(settings, wishes, console)
    raise typer.Exit(one_night(settings, wishes))


def one_night(settings: Settings, wishes: Wishes) -> int:
    """Run tonight and say in words how it ended."""
    try:
        code = run_night(settings, wishes, console)
    except NightDone as done:
        say(console, f"{done} {MEANING.get(done.exit_code, '')}")
        return done.exit_code
    except (RegistryError, NoSuchPortal, DatabaseError, EngineRefused) as error:
        fail(str(error), 2)
    except Locked as error:
        fail(str(error), 5)
    except (LockLost, CrawlFailed, NotTold) as error:
        fail(str(error), 1)
    except (DBAPIError, OSError) as error:  # the disk is full, the database went away for good
        fail(f"Đêm dừng vì không ghi được: {getattr(error, 'orig', error)}. Những gì đã ghi vẫn còn. Giải phóng đĩa "
             "hoặc mở lại cơ sở dữ liệu, rồi chạy lại: python -m crawler nightly --resume", 1)
    except Stopped as stopped:
        fail(str(stopped), stopped.exit_code)
    except KeyboardInterrupt:  # before the crawl began or after it ended
        fail(str(Stopped(signal.SIGINT)), 130)
    say(console, MEANING[code])
    return code


app.command()(health)


@app.command(name="migrate")
def migrate_command() -> None:
    """Tạo cơ sở dữ liệu hoặc nâng lên phiên bản này."""
    settings = settings_or_exit()
    try:
        done = migrate(settings.database)
    except DatabaseError as error:
        fail(str(error), 2)
    console.print("Đã nâng cấp cơ sở dữ liệu." if done else "Cơ sở dữ liệu đã ở phiên bản này.")


@app.command()
def seal(
    night: Annotated[str | None, typer.Argument(metavar="[ĐÊM]", help="Ngày của đêm, ví dụ 2026-11-20. Mặc định: mọi "
                                                "đêm chưa niêm phong và đêm mới nhất.")] = None,
) -> None:
    """Niêm phong đêm: cây băm của mọi điều đã lưu, đã thấy, đã kết luận, nối với niêm phong trước và ký tên."""
    settings = settings_or_exit()
    try:
        day = date.fromisoformat(night) if night else None
    except ValueError:
        fail(f"Không hiểu đêm {night!r}: ghi ngày dạng năm-tháng-ngày, ví dụ 2026-11-20.", 2)
    try:
        migrate(settings.database)
        engine = open_engine(settings.database, write=True)
        made = [seal_night(engine, settings, day)] if day else seal_due(engine, settings)
        stamped, waits = stamp_waiting(engine, settings)
    except (DatabaseError, NotSealed, KeyUnusable) as error:
        fail(str(error), 2)
    except (OSError, DBAPIError) as error:
        fail(f"Không ghi được niêm phong: {getattr(error, 'orig', error)}. Giải phóng đĩa rồi chạy "
             "lại: python -m crawler seal", 1)
    for row, new in made:
        console.print(f"Đêm {row.night:%d/%m/%Y}: {'niêm phong mới' if new else 'đã niêm phong'}, bản {row.version}, "
                      f"{row.leaves} lá, gốc {row.root}", soft_wrap=True, highlight=False)
    if stamped:
        console.print(f"Đã lấy {stamped} dấu thời gian.")
    if waits:
        console.print(f"{waits}. Lần niêm phong sau sẽ hỏi lại.", style="yellow", markup=False, soft_wrap=True)


@app.command(name="rotate-key")
def rotate_key_command() -> None:
    """Thay khóa ký: khóa mới thay chỗ khóa cũ, khóa cũ ký giới thiệu khóa mới. Niêm phong cũ vẫn kiểm được."""
    settings = settings_or_exit()
    try:
        done = rotate_key(settings)
    except (NotSealed, KeyUnusable) as error:
        fail(str(error), 2)
    except OSError as error:
        fail(f"Không thay được khóa: {error}. Khóa cũ vẫn dùng. Sửa rồi chạy lại: python -m crawler rotate-key", 1)
    say(console, f"Khóa mới {done.came_to} thay khóa {done.came_from}. Hãy công bố new.pub, change.json và change.sig "
                 f"trong thư mục mới nhất của {settings.data_dir / 'seals' / 'keys'}.")


app.command()(backup)
app.command()(restore)


@app.command()
def prune() -> None:
    """Xóa byte gốc đã quá hạn giữ: 90 ngày; trang làm bằng chứng thì hết thời hạn khiếu nại. Mã băm ở lại mãi."""
    settings = settings_or_exit()
    try:
        migrate(settings.database)
        engine, root = open_engine(settings.database, write=True), settings.data_dir / "evidence"
        for done in remove_old(engine, root, clock.today(settings)):
            console.print(f"Đêm {done.night:%d/%m/%Y}: xóa {done.deleted} bản ghi, giữ lại {done.kept}, bỏ "
                          f"{done.files} tệp ({done.size} byte).", highlight=False)
            if done.problem:
                console.print(f"  {done.problem}.", style="yellow", markup=False, soft_wrap=True)
        if gone := len(list(prune_pictures(engine, root, clock.today(settings)))):
            console.print(f"Đã xóa {gone} ảnh chụp quá thời hạn khiếu nại.", highlight=False)
        if gone := prune_attachments(engine, root, clock.now(settings)):
            console.print(f"Đã xóa {gone} tệp kèm theo quá thời hạn khiếu nại.", highlight=False)
    except DatabaseError as error:
        fail(str(error), 2)
    except OSError as error:
        fail(f"Không dọn được bản ghi cũ: {error}. Chạy lại sau khi sửa: python -m crawler prune", 1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def read(context: typer.Context) -> None:
    """Cho xem một trang được đọc thế nào và vì sao: read TỆP_HOẶC_ĐỊA_CHỈ [--url U] [--json]."""
    raise typer.Exit(subprocess.run([sys.executable, "-m", "spiders.reading", *context.args], cwd=Path.cwd(),
                                    env=_with_root(), check=False).returncode)


@app.command()
def discover(
    url: Annotated[str, typer.Argument(help="Trang danh bạ các cổng thành phần.")],
    registry: Annotated[Path | None, typer.Option(help="Sổ đăng ký để đối chiếu.")] = None,
    out: Annotated[Path | None, typer.Option(help="Ghi danh bạ đọc được ra CSV.")] = None,
) -> None:
    """Đọc danh bạ cổng thành phần của Cổng tỉnh: in ra cổng mới, cổng đổi địa chỉ, cổng không còn."""
    settings = settings_or_exit()
    command = [sys.executable, "-m", "spiders.directory", url, "--registry",
               str(registry or settings.registry_dir / "portals.csv"), *(["--out", str(out)] if out else [])]
    raise typer.Exit(subprocess.run(command, cwd=Path.cwd(), env=_with_root(), check=False).returncode)


def _with_root() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def spread_only(arguments: list[str]) -> list[str]:
    """`--only A B C` as the `--only A --only B --only C` that the option parser understands."""
    spread: list[str] = []
    inside = False
    for argument in arguments:
        if argument == "--only" or argument.startswith("-"):
            inside = argument == "--only"
            spread += [] if inside else [argument]
        else:
            spread += ["--only", argument] if inside else [argument]
    return spread


if __name__ == "__main__":
    app(spread_only(sys.argv[1:]), prog_name="python -m crawler")
