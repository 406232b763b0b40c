"""Files that people add to findings: by their bytes, never run, sealed with the night, in the case, backed up."""

import io
import os
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import verify
from crawler.backup.snapshot import find_named
from crawler.database import open_engine
from crawler.evidence.attachments import keep_attachment, night_of, prune_attachments
from crawler.evidence.seal import seal_due
from crawler.models import Attachment, Night
from monitor.case import make_case
from tests.evidence.sealed import fill_with_bytes, judge_and_seal
from tests.web.office import Office, token
from web.uploads import BadFile, clean_name, ending_of

PDF = b"%PDF-1.7\n<script>alert(1)</script>"
NAMES = ("../../etc/passwd", "..\\..\\boot.ini", "/etc/cron.d/x", "a/../../b.pdf", "CON", "", ".", "..", ".htaccess",
         "a\x00.pdf", "a\r\nSet-Cookie: x=1.pdf", '"; filename="x.html', "x.svg", "<img src=x onerror=alert(1)>.png",
         "=cmd|' /C calc'!A0", "ảnh chụp \u202efdp.exe", "%2e%2e%2fx", "x" * 500 + ".pdf", "~root", "${HOME}",
         "`id`.pdf")


def office_file(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name in ("[Content_Types].xml", *members):
            book.writestr(name, "x")
    return out.getvalue()


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


def add(client, mark, name="a.pdf", data=PDF, kind="text/html"):
    return client.post(f"/findings/{mark}/files", data={"csrf": token(client)}, files={"file": (name, data, kind)})


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_only_a_name(name):
    made = clean_name(name, "pdf")
    assert made.endswith(".pdf") and len(made) <= 84 and not set(made) & set('/\\:*?"<>|\r\n\x00\u202e')
    assert not made.startswith(".")


@pytest.mark.parametrize("data", [
    b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"",
    b"MZ\x90", b"GIF89a<script>", b"<?xml version='1.0'?>", b"PK\x03\x04 no zip", office_file("x.html"),
    office_file("word/document.xml", "word/vbaProject.bin"), b"RIFF0000WAVE", b" %PDF-1.7", "\ufeff<script>".encode()])
def test_what_could_run_is_not_taken(data):
    with pytest.raises(BadFile, match="Không nhận loại tệp này"):
        ending_of(data)


def test_what_is_taken_is_told_by_its_bytes():
    files = {"pdf": PDF, "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff\xe0", "webp": b"RIFF0000WEBP",
             "docx": office_file("word/document.xml"), "xlsx": office_file("xl/workbook.xml")}
    assert {ending: ending_of(data) for ending, data in files.items()} == {ending: ending for ending in files}


def test_a_file_is_added_downloaded_and_taken_away_with_a_reason(desk):
    client = desk.client("review")
    mark = client.get("/findings.json").json()[0]["finding"]
    assert add(client, mark, "../ảnh <b>.svg").headers["location"] == f"/findings/{mark}#tep"
    page = client.get(f"/findings/{mark}").text
    assert 'href="/files/1" download>ảnh b.pdf</a>' in page and "../" not in page.partition('id="tep"')[2]
    sent = client.get("/files/1")
    assert sent.content == PDF and sent.headers["content-type"] == "application/octet-stream"
    assert sent.headers["x-content-type-options"] == "nosniff" and "sandbox" in sent.headers["content-security-policy"]
    assert sent.headers["content-disposition"] == \
        "attachment; filename=\"minh-chung-1.pdf\"; filename*=UTF-8''%E1%BA%A3nh%20b.pdf"
    folder = desk.settings.data_dir / "evidence" / "attachments"
    assert add(client, mark, "b.pdf").status_code == 303 and len(list(folder.iterdir())) == 1  # one content, one file
    remove = {"csrf": token(client), "why": "có số điện thoại của dân"}
    assert client.post("/files/1/remove", data=remove | {"why": "x"}).status_code == 422
    assert client.post("/files/1/remove", data=remove).status_code == 303
    assert client.get("/files/1").status_code == 404 and client.get("/files/2").status_code == 200
    assert client.post("/files/1/remove", data=remove).status_code == 404
    assert client.post("/files/2/remove", data=remove).status_code == 303 and not list(folder.iterdir())
    assert "có số điện thoại của dân" in client.get(f"/findings/{mark}").text
    assert [e["what"] for e in client.get(f"/audit.json?subject={mark}").json()] == [
        "file_removed", "file_removed", "file_added", "file_added"]


def test_refusals_keep_nothing(desk):
    client = desk.client("review")
    mark = client.get("/findings.json").json()[0]["finding"]
    assert add(client, mark, "a.pdf", b"<script>").status_code == 422
    assert add(client, mark, "a.pdf", PDF + b"0" * 5 * 2**20).status_code == 413
    assert client.post(f"/findings/{mark}/files", data={"csrf": token(client)}).status_code == 422
    assert add(client, "0" * 20).status_code == 404
    assert not (desk.settings.data_dir / "evidence" / "attachments").exists()
    for n in range(20):
        assert add(client, mark, data=PDF + bytes([n])).status_code == 303
    assert "đã có 20 tệp" in add(client, mark).text
    with desk.write() as session, session.begin(), pytest.raises(DBAPIError, match="only taken away"):
        session.execute(update(Attachment).values(name="khác"))


def test_it_is_sealed_in_the_case_file_and_in_the_backup(tmp_path):
    settings = fill_with_bytes(tmp_path)
    mark = judge_and_seal(settings)[0]  # with a file to every finding, a minute before the night's end
    engine, root = open_engine(settings.database, write=True), settings.data_dir / "evidence"
    with Session(engine, expire_on_commit=False) as session, session.begin():
        last = list(session.scalars(select(Night).order_by(Night.night)))[-1]
        one = session.scalars(select(Attachment).where(Attachment.fingerprint == mark)).one()
        two = keep_attachment(session, root, Attachment(
            fingerprint=mark, portal=one.portal, name="sau.pdf", ending="pdf", person="review",
            added_at=last.ended_at + timedelta(hours=5)), PDF)
        assert night_of(session, one) is last and night_of(session, two) is None
        kept = {row.digest for row in session.scalars(select(Attachment))}
    assert [made for _, made in seal_due(engine, settings)] == [False]  # the second waits for the next night
    with Session(engine) as session:
        data = make_case(session, settings, mark)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert [n for n in book.namelist() if n.startswith("attachment")] == [f"attachment-{one.id}.png"]
        assert "ảnh chụp.png" not in book.read("bia.txt").decode() + book.read("case.json").decode()
    assert any("người thêm vào" in words for words in verify.verify(data).checked)
    with engine.connect() as connection:
        assert {f"attachments/{digest}" for digest in kept} <= set(find_named(connection).archives)
    assert prune_attachments(engine, root, datetime(2040, 1, 1, tzinfo=UTC)) == len(kept)
    assert not list((root / "attachments").iterdir())
