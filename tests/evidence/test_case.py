"""The case file: by the command, with the original bytes, without other portals, with nobody named on its cover."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from warcio.archiveiterator import ArchiveIterator

import verify
from crawler.database import open_engine
from crawler.evidence.archive import read_slice
from crawler.judged import Finding
from crawler.models import Record
from crawler.seals import Seal
from monitor.__main__ import app
from monitor.case import make_case
from monitor.case_leaves import NoCase
from monitor.cover import mask_quoted, write_cover
from monitor.stored import load_kept
from tests.evidence.sealed import fill_with_bytes, judge_and_seal
from tests.monitor.filled import LAST, ROOT, call


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    settings = fill_with_bytes(tmp_path_factory.mktemp("data"))
    judge_and_seal(settings)
    return settings


@pytest.fixture
def session(settings):
    with Session(open_engine(settings.database)) as session:
        yield session


def mark(session, kind, portal=None):
    rows = session.execute(select(Finding.fingerprint, Finding.portal).where(Finding.kind == kind, Finding.negative))
    return next(f for f, p in rows if portal in (None, p))


def members(case):
    with zipfile.ZipFile(BytesIO(case)) as book:
        assert book.testzip() is None
        return {name: book.read(name) for name in book.namelist()}


def test_the_command_writes_what_the_verifier_accepts(settings, session, tmp_path):
    out = tmp_path / "case.zip"
    done = call(app, settings.database, "case", mark(session, "section_stale")[:12], "--out", str(out),
                SOICONG_DATA_DIR=str(settings.data_dir))
    assert done.exit_code == 0, done.stderr
    key = settings.data_dir / "seals" / LAST.isoformat() / "1" / "signer.pub"
    done = subprocess.run([sys.executable, "verify.py", str(out), "--key", str(key), "--json"], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["valid"] and told["finding"]["kind"] == "section_stale"
    assert any(line.startswith("Đọc lại 5/5 trang từ byte gốc") for line in told["checked"])


@pytest.mark.parametrize("kind", ["section", "section_stale", "inactive", "question"])
def test_every_kind_of_finding_has_a_case(settings, session, kind):
    report = verify.verify(make_case(session, settings, mark(session, kind)))
    assert report.finding["kind"] == kind


def test_the_records_are_the_original_members_and_those_they_refer_to(settings, session):
    files = members(make_case(session, settings, mark(session, "section_stale", "xa-b")))
    kinds = [record.rec_type for record in ArchiveIterator(BytesIO(files["records.warc.gz"]))]
    assert (kinds.count("revisit"), kinds.count("response")) == (4, 1)
    leaves = [json.loads(row["leaf"]) for row in json.loads(files["case.json"])["leaves"]]
    rows = [session.get_one(Record, leaf["visit"]) for leaf in leaves if leaf["leaf"] == "record"]
    whole = [read_slice(settings.data_dir / "evidence", r.file, r.offset, r.length) for r in rows]
    assert b"".join(whole) == files["records.warc.gz"]


def test_nothing_of_another_portal_is_in_it(settings, session):
    files = members(make_case(session, settings, mark(session, "inactive", "xa-b")))
    told = b"".join(data for name, data in files.items() if name != "records.warc.gz")
    assert b"xa-a.test" not in told and b"so-c" not in told and b"xa-b.test" in told
    for record in ArchiveIterator(BytesIO(files["records.warc.gz"])):
        assert record.rec_headers.get_header("WARC-Target-URI").startswith("https://xa-b.test/")


def test_the_cover_names_nobody(session):
    [row] = [r for r in load_kept(session, LAST, LAST, "xa-a") if r.kind == "question" and r.negative]
    title = "Tôi là Nguyễn Văn Bình, 0912 345 678, hỏi về “đất” của bà Trần Thị Hoa"
    row = replace(row, sentence=row.sentence.replace('=HYPERLINK("http://x")', title), subject=title)
    assert title in row.sentence
    seal = session.scalars(select(Seal).order_by(Seal.seq.desc())).first()
    told = write_cover([row], None, (), seal, b"", [LAST]).decode()
    for word in ("Bình", "0912", "345 678", "Hoa"):
        assert word not in told
    assert "hạn trả lời 22/10/2026" in told and "hỏi về" in told and "Quá hạn trả lời" in told


def test_masking_leaves_what_we_say_ourselves():
    assert mask_quoted("SHA-256 0123456789, ngày 20/11/2026, “gọi 0912345678”") == (
        "SHA-256 0123456789, ngày 20/11/2026, “gọi •••”")


def test_what_cannot_be_proven_has_no_case(tmp_path):
    settings = fill_with_bytes(tmp_path)
    assert call(app, settings.database, "judge", LAST.isoformat()).exit_code == 0
    engine = open_engine(settings.database, write=True)
    with Session(engine) as session:
        finding = mark(session, "section_stale")
        with pytest.raises(NoCase, match="chưa được niêm phong"):
            make_case(session, settings, finding)
        with pytest.raises(NoCase, match="Không có đúng một phát hiện"):
            make_case(session, settings, "")
    judge_and_seal(settings)
    for file in (settings.data_dir / "evidence").rglob("*.gz"):
        file.write_bytes(bytes(file.stat().st_size))
    with Session(engine) as session, pytest.raises(NoCase, match="không còn nguyên vẹn"):
        make_case(session, settings, finding)
    with Session(engine) as session, session.begin():
        session.execute(update(Record).values(deleted_on=date(2027, 1, 1)))
    with Session(engine) as session, pytest.raises(NoCase, match="đã xóa ngày 01/01/2027"):
        make_case(session, settings, finding)


def test_the_same_by_openssl(settings, session, tmp_path):
    """The plain commands that the README names."""
    for name, data in members(make_case(session, settings, mark(session, "section_stale"))).items():
        (tmp_path / name).write_bytes(data)
    for part in ("seal", "case"):
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "signer.pub", "-rawin", "-in",
                               f"{part}.json", "-sigfile", f"{part}.sig"], cwd=tmp_path, capture_output=True, text=True,
                              check=False)
        assert "Signature Verified Successfully" in done.stdout, done.stderr
    named = json.loads((tmp_path / "case.json").read_bytes())["files"]
    assert {n: hashlib.sha256((tmp_path / n).read_bytes()).hexdigest() for n in named} == named


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (["khong-co.zip"], 2, "Không đọc được khong-co.zip"), ([], 2, "usage"), (["a.zip", "--key", "a.zip"], 2, "PEM"),
    (["a.zip"], 1, "BỊ TỪ CHỐI"), (["a.zip", "--json"], 1, '"valid": false'),
])
def test_the_verifiers_exit_codes(tmp_path, arguments, code, words):
    shutil.copy(ROOT / "verify.py", tmp_path)
    (tmp_path / "a.zip").write_bytes(b"PK")
    done = subprocess.run([sys.executable, "verify.py", *arguments], cwd=tmp_path, capture_output=True, text=True,
                          check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert words in done.stdout + done.stderr
