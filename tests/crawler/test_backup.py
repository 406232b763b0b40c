"""Backup and restore on both engines: the same export, every byte hashed, nothing overwritten; the restore drill."""

import shutil
import subprocess
import sys
import time

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from crawler.backup.take import take_backup
from crawler.config import Settings
from crawler.database import open_engine
from crawler.evidence.archive import Archive, read_slice
from crawler.evidence.canonical import sha256
from crawler.evidence.seal import seal_due
from crawler.imported import Import
from crawler.models import Lock, Record
from tests.evidence.sealed import fill_with_bytes
from tests.monitor.filled import LAST, fill
from tests.nights import ROOT, environment, export, night_command, registry_file, run_night
from tests.services.needs import require
from tests.site import serve_pages

NOW = "2026-11-20T01:30:00+07:00"
HOME = "<html><body><nav>" + "".join(f"<a href='/muc-{n}'>Chuyên mục {n}</a>" for n in range(25)) + \
    "</nav><main><h1>Xã Thử</h1><p>Trang thông tin điện tử của xã.</p></main></body></html>"
EMPTY = HOME.replace("Trang thông tin điện tử của xã.", "Chưa có bài viết nào.")


def crawler(data_dir, *command, url=""):
    return subprocess.run([sys.executable, "-m", "crawler", *map(str, command)], cwd=ROOT, capture_output=True,
                          text=True, check=False, env=environment(data_dir, NOW, SOICONG_DATABASE_URL=url))


def slices_are_whole(data_dir, url=None):
    """How many records the database names; each has its bytes."""
    engine = open_engine(url or f"sqlite:///{data_dir / 'monitor.db'}")
    with Session(engine) as session:
        rows = session.query(Record).all()
    engine.dispose()
    for row in rows:
        assert sha256(read_slice(data_dir / "evidence", row.file, row.offset, row.length)) == row.digest
    return len(rows)


@pytest.fixture
def kept(tmp_path):
    """Five sealed nights with their bytes and an imported file, on SQLite."""
    settings = fill_with_bytes(tmp_path / "data")
    engine = open_engine(settings.database, write=True)
    seal_due(engine, settings)
    add_import(engine, settings)
    engine.dispose()
    return settings


def add_import(engine, settings):
    (settings.data_dir / "imports").mkdir()
    (settings.data_dir / "imports/abc.csv").write_bytes(b"tep goc")
    with Session(engine) as session, session.begin():
        session.execute(insert(Import).values(
            kind="visits", period_start=LAST, period_end=LAST, version=1, file_name="tệp.csv", sha256="abc", size=7,
            kept="imports/abc.csv", imported_at=Settings(now=NOW).now, notices=[]))


def test_a_restored_backup_is_the_same_and_its_seals_hold(kept, tmp_path):
    done = crawler(kept.data_dir, "backup", tmp_path / "b1")
    assert done.returncode == 0 and "KHÔNG có khóa ký" in done.stderr, done.stderr
    assert not list((tmp_path / "b1").rglob("signer.key"))
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "b1", check=True)
    again = tmp_path / "again"
    assert crawler(again, "restore", tmp_path / "b1").returncode == 0
    assert export(again) == export(kept.data_dir)
    assert slices_are_whole(again) == slices_are_whole(kept.data_dir) > 20
    assert (again / "imports/abc.csv").read_bytes() == b"tep goc"
    shutil.copy2(kept.data_dir / "seals/signer.key", again / "seals/signer.key")
    sealed = crawler(again, "seal")
    assert sealed.returncode == 0 and "đã niêm phong, bản 1" in sealed.stderr, sealed.stderr


def test_the_key_goes_along_only_when_asked(kept, tmp_path):
    assert crawler(kept.data_dir, "backup", tmp_path / "b1", "--with-key").returncode == 0
    assert crawler(tmp_path / "again", "restore", tmp_path / "b1").returncode == 0
    key = tmp_path / "again/seals/signer.key"
    assert key.read_bytes() == (kept.data_dir / "seals/signer.key").read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_never_overwritten(kept, tmp_path):
    assert crawler(kept.data_dir, "backup", tmp_path / "b1").returncode == 0
    before = export(kept.data_dir)
    refused = crawler(kept.data_dir, "restore", tmp_path / "b1")
    assert refused.returncode == 2 and "không trống" in refused.stderr
    assert export(kept.data_dir) == before
    refused = crawler(tmp_path / "empty", "restore", tmp_path / "b1", url=kept.database)
    assert refused.returncode == 2 and "không phục hồi đè lên" in refused.stderr
    refused = crawler(kept.data_dir, "backup", tmp_path / "b1")
    assert refused.returncode == 2 and "đã có" in refused.stderr


@pytest.mark.parametrize("harm", ["flip", "lack", "add", "list"])
def test_a_damaged_backup_is_refused_before_anything_is_written(kept, tmp_path, harm):
    assert crawler(kept.data_dir, "backup", tmp_path / "b1").returncode == 0
    victim = sorted((tmp_path / "b1/evidence").rglob("*.warc.gz"))[0]
    if harm == "flip":
        data = bytearray(victim.read_bytes())
        data[len(data) // 2] ^= 1
        victim.write_bytes(data)
    elif harm == "lack":
        victim.unlink()
    elif harm == "add":
        (tmp_path / "b1/them.txt").touch()
    else:
        (tmp_path / "b1/SHA256SUMS").write_text("")
    refused = crawler(tmp_path / "again", "restore", tmp_path / "b1")
    assert refused.returncode == 2 and "bản sao lưu" in refused.stderr.lower()
    assert not (tmp_path / "again").exists()


def test_files_that_the_database_names_and_that_are_gone_are_named(kept, tmp_path):
    sorted((kept.data_dir / "evidence").rglob("*.warc.gz"))[0].unlink()
    done = crawler(kept.data_dir, "backup", tmp_path / "b1")
    assert done.returncode == 1 and ".warc.gz" in done.stderr
    assert crawler(tmp_path / "again", "restore", tmp_path / "b1").returncode == 0


def test_postgresql(postgresql, tmp_path):
    require("postgresql")
    source, target = (postgresql.url(postgresql.create_database()) for _ in range(2))
    settings = Settings(data_dir=tmp_path / "data", database_url=source)
    fill(source)
    engine = open_engine(source, write=True)
    seal_due(engine, settings)
    add_import(engine, settings)
    engine.dispose()
    done = crawler(settings.data_dir, "backup", tmp_path / "b1", url=source)
    assert done.returncode == 0, done.stderr
    wrong = crawler(tmp_path / "again", "restore", tmp_path / "b1")
    assert wrong.returncode == 2 and "cùng loại" in wrong.stderr
    full = crawler(tmp_path / "again", "restore", tmp_path / "b1", url=source)
    assert full.returncode == 2 and "không trống" in full.stderr
    done = crawler(tmp_path / "again", "restore", tmp_path / "b1", url=target)
    assert done.returncode == 0, done.stderr
    assert export(tmp_path, target) == export(tmp_path, source)
    assert len(list((tmp_path / "again/seals").glob("2026*/1/seal.json"))) == 5


def test_a_new_file_of_a_night_never_takes_a_name_that_is_there(tmp_path):
    """A restored night may lack the file that named nothing: the numbers then have a gap."""
    (tmp_path / LAST.isoformat()).mkdir()
    (tmp_path / LAST.isoformat() / "00002.warc.gz").touch()
    archive = Archive(tmp_path, LAST)
    assert archive.write_failure("http://x.vn/", "down", None, Settings(now=NOW).now).file.endswith("00003.warc.gz")
    archive.close()


def test_restore_drill(tmp_path):
    """A backup of a running night, restored elsewhere: equal to the moment, and it ends as the night itself does."""
    with serve_pages({"/": HOME, **{f"/muc-{n}": EMPTY for n in range(25)}}) as site:
        registry = registry_file(tmp_path / "portals.csv", [
            {"code": "X1", "name": "Xã Thử", "url": site.url + "/", "hosts": "127.0.0.1"}])
        data = tmp_path / "data"
        night = subprocess.Popen(night_command(registry), cwd=ROOT, stderr=subprocess.DEVNULL,
                                 env=environment(data, NOW, SOICONG_DELAY="0.7"))
        while not list(data.rglob("*.warc.gz")) or seen(data)[0] < 4:
            assert night.poll() is None
            time.sleep(0.1)
        before = seen(data)
        assert take_backup(Settings(data_dir=data), tmp_path / "b1", with_key=False).missing == ()
        after = seen(data)
        assert night.poll() is None, "the backup was to be taken while the night runs"
        again = tmp_path / "again"
        assert crawler(again, "restore", tmp_path / "b1").returncode == 0
        moment = seen(again)
        assert before[0] <= moment[0] <= after[0] < 27
        assert moment[1] <= after[1], "what was known at the moment, the night still knows, unchanged"
        assert slices_are_whole(again) == moment[0]
        assert night.wait(timeout=300) == 0
        resumed = run_night(again, registry, NOW, "--resume")
        assert resumed.returncode == 0, resumed.stderr
        assert export(again) == export(data)


def seen(data_dir):
    """(number, set) of the finished visits as they are at this moment."""
    engine = open_engine(f"sqlite:///{data_dir / 'monitor.db'}")
    with engine.connect() as link:
        rows = {tuple(row) for row in link.execute(text(
            "select portal, url, outcome, finished_at, body_digest from visits where outcome is not null"))}
    engine.dispose()
    return len(rows), rows


def test_the_restored_place_is_not_locked_by_the_run_that_was_backed_up(kept, tmp_path):
    engine = open_engine(kept.database, write=True)
    with Session(engine) as session, session.begin():
        now = Settings(now=NOW).now
        session.add(Lock(name="night", token="t", host="may-khac", process="1:1", taken_at=now, beat_at=now))
    engine.dispose()
    assert crawler(kept.data_dir, "backup", tmp_path / "b1").returncode == 0
    assert crawler(tmp_path / "again", "restore", tmp_path / "b1").returncode == 0
    with Session(open_engine(f"sqlite:///{tmp_path / 'again/monitor.db'}")) as session:
        assert session.query(Lock).count() == 0
