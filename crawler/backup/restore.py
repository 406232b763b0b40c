"""Restore a backup into an empty place: checked before anything is written, and nothing is ever overwritten."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, delete, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from crawler.backup.snapshot import FILES, BackupFailed, engine_of, load_postgresql
from crawler.backup.sums import NAME, Damaged, check_sums
from crawler.backup.take import FORMAT, KEY
from crawler.config import Settings
from crawler.database import knows_revision, migrate, open_engine
from crawler.evidence.key import key_file
from crawler.models import Lock

STAGE = ".restoring"  # what a killed restore leaves; the next one begins anew
PARTS = ("evidence", "seals", "imports")


def restore_backup(settings: Settings, folder: Path) -> dict[str, Any]:
    """Put everything where the settings say; what the backup says about itself."""
    files = check_sums(folder)
    about = read_about(folder, settings)
    need_empty(settings)
    stage = settings.data_dir / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True, mode=0o700)
    for name in files:
        (stage / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(folder / name, stage / name)
    shutil.copy2(folder / NAME, stage / NAME)
    check_sums(stage)  # what was read is what was written
    if about["engine"] == "postgresql":
        load_postgresql(settings.database, stage / FILES["postgresql"])
    for part in PARTS:
        if (stage / part).exists():
            (stage / part).rename(settings.data_dir / part)
    if about["key"]:
        key_file(settings).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(stage / KEY, key_file(settings))
    if about["engine"] == "sqlite":
        database = Path(str(make_url(settings.database).database))
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(stage / FILES["sqlite"], database)
    shutil.rmtree(stage)
    migrate(settings.database)
    engine = open_engine(settings.database, write=True)
    with engine.begin() as connection:
        connection.execute(delete(Lock))  # the run that held it is not here
    engine.dispose()
    return about


def read_about(folder: Path, settings: Settings) -> dict[str, Any]:
    """What the backup says about itself; refuses what this place or this version cannot take."""
    try:
        about: dict[str, Any] = json.loads((folder / "backup.json").read_bytes())
    except (OSError, ValueError) as error:
        raise Damaged(f"{folder} không phải một bản sao lưu: {error}.") from error
    if about.get("format") != FORMAT or not knows_revision(about["revision"]):
        raise BackupFailed(f"Bản sao lưu {folder} do phiên bản {about.get('software')} mới hơn tạo ra: hãy phục hồi "
                           "bằng phiên bản ấy trở lên.")
    if about["engine"] != engine_of(settings.database):
        raise BackupFailed(f"Bản sao lưu là của {about['engine']}, còn SOICONG_DATABASE_URL là "
                           f"{engine_of(settings.database)}: hãy đặt SOICONG_DATABASE_URL cùng loại.")
    return about


def need_empty(settings: Settings) -> None:
    """Refuse a place where something is."""
    there = sorted(p.name for p in settings.data_dir.iterdir() if p.name != STAGE) if settings.data_dir.exists() else []
    if there:
        raise BackupFailed(f"Thư mục {settings.data_dir} không trống ({', '.join(there[:4])}): không phục hồi đè lên. "
                           "Đặt SOICONG_DATA_DIR tới thư mục trống, hoặc dời dữ liệu cũ đi.")
    if key_file(settings).exists():
        raise BackupFailed(f"Đã có khóa ký {key_file(settings)}: dời đi hoặc đặt SOICONG_SECRET_FILE nơi khác.")
    if engine_of(settings.database) == "sqlite":
        if Path(str(make_url(settings.database).database)).exists():
            raise BackupFailed(f"Đã có cơ sở dữ liệu {make_url(settings.database).database}: không phục hồi đè lên. "
                               "Đặt SOICONG_DATABASE_URL tới tệp chưa có.")
        return
    tables = _tables(create_engine(settings.database))
    if tables:
        raise BackupFailed(f"Cơ sở dữ liệu {make_url(settings.database).render_as_string()} không trống ({tables} "
                           "bảng): không phục hồi đè lên. Tạo cơ sở dữ liệu mới rồi đặt SOICONG_DATABASE_URL.")


def _tables(engine: Engine) -> int:
    try:
        return len(inspect(engine).get_table_names())
    except DBAPIError as error:
        raise BackupFailed(f"Không mở được cơ sở dữ liệu {engine.url.render_as_string()}: {error.orig}") from error
    finally:
        engine.dispose()
