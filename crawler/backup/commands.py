"""The commands `backup` and `restore`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from crawler.backup.restore import restore_backup
from crawler.backup.snapshot import BackupFailed
from crawler.backup.sums import Damaged
from crawler.backup.take import take_backup
from crawler.config import ConfigError, load_settings
from crawler.database import DatabaseError, require_schema
from crawler.evidence.key import key_file

console = Console(stderr=True)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục chưa có, sẽ chứa bản sao lưu.")],
    with_key: Annotated[bool, typer.Option("--with-key", help="Sao cả khóa ký: ai cầm bản sao lưu ấy thì ký thay được "
                                           "ta. Mặc định không.")] = False,
) -> None:
    """Sao lưu cơ sở dữ liệu, bản ghi trang, niêm phong và tệp nhập, kể cả khi đêm đang chạy; kèm mã băm từng tệp."""
    with _said(f"Không sao lưu được vào {folder}: {{}}. Chưa có bản sao lưu nào được tạo."):
        settings = load_settings()
        require_schema(settings.database)
        done = take_backup(settings, folder, with_key=with_key)
    _say(f"Đã sao lưu {done.files} tệp ({done.size} byte) vào {done.folder}. Kiểm tra bất cứ lúc nào: "
         "sha256sum -c SHA256SUMS")
    if with_key:
        _say("Bản sao lưu này CÓ khóa ký: cất như cất con dấu.")
    elif key_file(settings).exists():
        _say(f"Bản sao lưu này KHÔNG có khóa ký {key_file(settings)}: hãy cất khóa riêng ở nơi khác.")
    if done.missing:
        _fail(f"Cơ sở dữ liệu nhắc tới {len(done.missing)} tệp không còn hoặc bị cụt: {', '.join(done.missing[:5])}. "
              "Phần còn lại đã được sao lưu. Nếu lúc ấy đang dọn (prune) thì chạy lại; không thì tìm ở bản sao lưu cũ.",
              1)


def restore(folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục của bản sao lưu.")]) -> None:
    """Phục hồi bản sao lưu vào nơi trống (SOICONG_DATA_DIR, SOICONG_DATABASE_URL) sau khi kiểm tra mã băm từng tệp."""
    with _said("Không phục hồi được: {}. Hãy dọn trống SOICONG_DATA_DIR rồi chạy lại."):
        settings = load_settings()
        about = restore_backup(settings, folder)
    _say(f"Đã phục hồi vào {settings.data_dir} dữ liệu lúc {about['made_at']}. Đêm dở thì làm tiếp: "
         "python -m crawler nightly --resume")
    if not about["key"]:
        _say(f"Bản sao lưu không có khóa ký: đặt khóa cũ vào {key_file(settings)} (chmod 600) trước lần niêm phong "
             "tới, nếu không sẽ có khóa mới và phải công bố lại.")


@contextmanager
def _said(broken: str) -> Iterator[None]:
    """What was refused is said as it is; what broke on the way goes into the sentence."""
    try:
        yield
    except (ConfigError, DatabaseError, BackupFailed, Damaged) as error:
        _fail(str(error), 2)
    except (OSError, sqlite3.Error, DBAPIError) as error:
        _fail(broken.replace("{}", str(error)), 1)


def _say(line: str) -> None:
    console.print(line, soft_wrap=True, highlight=False, markup=False)


def _fail(message: str, code: int) -> NoReturn:
    console.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)
