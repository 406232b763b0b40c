"""Time stamps: from a local authority of openssl; while it is away seals wait and are never skipped."""

import io
import json
import os
import re
import subprocess
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import verify
from crawler.config import Settings
from crawler.database import open_engine
from crawler.evidence.seal import seal_due, seal_folder
from crawler.evidence.stamp import NotStamped, ask_stamp, build_query, check_answer, stamp_waiting
from crawler.judged import Finding
from crawler.seals import Seal
from monitor.case import make_case
from tests.evidence.sealed import fill_with_bytes, judge_and_seal
from tests.monitor.filled import LAST, ROOT, fill

CONFIG = """
[tsa]
default_tsa = here
[here]
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A folder with the root, the signer and the configuration of `openssl ts`."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "ts.cnf").write_text(CONFIG)
    (folder / "ext.cnf").write_text("extendedKeyUsage=critical,timeStamping\n")
    for command in (
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=root",
        "openssl req -newkey rsa:2048 -nodes -keyout signer.key -out signer.csr -subj /CN=tsa",
        "openssl x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -out signer.pem -days 30 "
        "-extfile ext.cnf",
    ):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


def reply(authority, query):
    (authority / "query").write_bytes(query)
    done = subprocess.run(["openssl", "ts", "-reply", "-queryfile", "query", "-inkey", "signer.key", "-signer",
                           "signer.pem", "-config", "ts.cnf"], cwd=authority, capture_output=True, check=True)
    return done.stdout


@contextmanager
def serve(answer):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def stamps(engine):
    with Session(engine) as session:
        return list(session.scalars(select(Seal.stamp).order_by(Seal.seq)))


def test_seals_wait_while_the_authority_is_away_and_are_stamped_when_it_is_back(authority, tmp_path):
    away = Settings(data_dir=tmp_path, timestamp_url="http://127.0.0.1:9/")
    fill(away.database, 3)
    engine = open_engine(away.database, write=True)
    seal_due(engine, away)
    done, why = stamp_waiting(engine, away)
    assert (done, stamps(engine)) == (0, ["waiting"] * 3) and "không trả lời" in why
    with serve(lambda query: reply(authority, query)) as url:
        assert stamp_waiting(engine, Settings(data_dir=tmp_path, timestamp_url=url)) == (3, None)
    assert stamps(engine) == ["stamped"] * 3
    done = subprocess.run(["openssl", "ts", "-verify", "-data", "seal.json", "-in", "seal.tsr", "-CAfile",
                           str(authority / "root.pem")], cwd=seal_folder(away, LAST, 1), capture_output=True, text=True,
                          check=False)
    assert "Verification: OK" in done.stdout, done.stderr


def test_two_authorities_one_of_them_away_for_a_night(authority, tmp_path):
    with serve(lambda query: reply(authority, query)) as url:
        half = fill_with_bytes(tmp_path).model_copy(update={"timestamp_url": f"{url} http://127.0.0.1:9/"})
        judge_and_seal(half)
        engine = open_engine(half.database, write=True)
        done, why = stamp_waiting(engine, half)
        assert done == 0 and "127.0.0.1:9" in why and set(stamps(engine)) == {"waiting"}
        both = half.model_copy(update={"timestamp_url": f"{url} {url}"})
        assert stamp_waiting(engine, both) == (len(stamps(engine)), None) and set(stamps(engine)) == {"stamped"}
    with Session(engine) as session:
        finding = session.scalars(select(Finding.fingerprint).where(Finding.kind == "section_stale")).first()
        case = make_case(session, both, finding)
    checked = verify.verify(case, tsa=authority / "root.pem").checked
    assert [name for name in ("seal.tsr", "seal2.tsr") if any(f"{name} đúng" in line for line in checked)] == [
        "seal.tsr", "seal2.tsr"]


def test_no_authority_is_no_wait(tmp_path):
    settings = Settings(data_dir=tmp_path)
    fill(settings.database, 1)
    engine = open_engine(settings.database, write=True)
    seal_due(engine, settings)
    assert stamp_waiting(engine, settings) == (0, None) and stamps(engine) == ["none"]


def test_a_case_file_carries_the_stamp(authority, tmp_path):
    with serve(lambda query: reply(authority, query)) as url:
        settings = fill_with_bytes(tmp_path).model_copy(update={"timestamp_url": url})
        judge_and_seal(settings)
        engine = open_engine(settings.database, write=True)
        stamp_waiting(engine, settings)
    with Session(engine) as session:
        finding = session.scalars(select(Finding.fingerprint).where(Finding.kind == "section_stale")).first()
        case = make_case(session, settings, finding)
    report = verify.verify(case, tsa=authority / "root.pem")
    assert any("Dấu thời gian seal.tsr đúng" in line for line in report.checked)
    assert any("--tsa" in line for line in verify.verify(case).unchecked)
    with pytest.raises(verify.Refused, match="dấu thời gian không hợp lệ"):
        verify.verify(case, tsa=authority / "signer.csr")


@pytest.mark.parametrize("answer", [b"", b"<html>", b"\x30\x03\x02\x01\x00", b"\x30\x82\xff\xff", b"\x30\x80" * 500])
def test_what_is_no_stamp_is_refused(answer):
    with serve(lambda query: answer) as url, pytest.raises(NotStamped, match="không phải dấu thời gian"):
        ask_stamp(url, b"niem phong")


def test_a_stamp_of_something_else_is_refused(authority):
    answer = reply(authority, build_query(b"niem phong khac", 2**62 + 5))
    check_answer("x", answer, b"niem phong khac", 2**62 + 5)
    for data, nonce in ((b"niem phong", 2**62 + 5), (b"niem phong khac", 2**62 + 6)):
        with pytest.raises(NotStamped, match="không phải cho niêm phong này"):
            check_answer("x", answer, data, nonce)


def test_the_documented_procedure_without_the_project(authority, tmp_path):
    """The README's plain commands, run as they are printed, in a folder that has the case's parts and nothing else."""
    with serve(lambda query: reply(authority, query)) as url:
        settings = fill_with_bytes(tmp_path / "data").model_copy(update={"timestamp_url": url})
        judge_and_seal(settings)
        engine = open_engine(settings.database, write=True)
        stamp_waiting(engine, settings)
    with Session(engine) as session:
        finding = session.scalars(select(Finding.fingerprint).where(Finding.kind == "section_stale")).first()
        case = make_case(session, settings, finding)
    away = tmp_path / "away"
    with zipfile.ZipFile(io.BytesIO(case)) as parts:
        parts.extractall(away)
    (away / "published.pub").write_bytes((away / "signer.pub").read_bytes())
    (away / "tsa_root.pem").write_bytes((authority / "root.pem").read_bytes())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.search(r"```\n(openssl pkeyutl.*?)```", readme, re.S).group(1).splitlines()
    assert len(commands) == 5

    def play(command):
        return subprocess.run(command.replace("| less", "| head -c 300"), shell=True, cwd=away, capture_output=True,
                              text=True, check=False, env={"PATH": os.environ["PATH"]})

    seal, signed, stamp, sums, pages = map(play, commands)
    assert "Signature Verified Successfully" in seal.stdout and "Signature Verified Successfully" in signed.stdout
    assert "Verification: OK" in stamp.stdout, stamp.stderr
    printed = dict(reversed(line.split("  ")) for line in sums.stdout.splitlines())
    named = json.loads((away / "case.json").read_text())["files"]
    assert printed == {name: named[name] for name in printed} and len(printed) == 5
    assert pages.stdout.startswith("WARC/1.1")
    (away / "seal.json").write_bytes((away / "seal.json").read_bytes().replace(b"2026-11-20", b"2026-11-19"))
    assert play(commands[0]).returncode != 0 and play(commands[2]).returncode != 0
