"""The archive: exchanges and failures as WARC records that any tool reads, slices that can be copied out alone."""

import gzip
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence.archive import Archive, Earlier, read_slice
from crawler.evidence.wire import Wire

NIGHT = date(2026, 11, 20)
AT = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
BODY = gzip.compress("<html>Tin tức</html>".encode(), mtime=0)
WIRE = Wire("GET", "http://xa.example.vn/tin?page=2", (("User-Agent", "SoiCong"),), b"", 200, "HTTP/1.1",
            (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"),
             ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")), BODY, "203.0.113.7", AT)


@pytest.fixture
def archive(tmp_path):
    archive = Archive(tmp_path, NIGHT)
    yield archive
    archive.close()


def records(data):
    return [(r.rec_type, r.rec_headers, r.http_headers, r.raw_stream.read())
            for r in ArchiveIterator(BytesIO(data), no_record_parse=False)]


def test_a_slice_is_the_request_and_the_bytes_as_they_came(archive, tmp_path):
    archive.write_exchange([WIRE], None)
    piece = archive.write_exchange([WIRE], None)
    archive.sync()
    data = read_slice(tmp_path, piece.file, piece.offset, piece.length)
    assert hashlib.sha256(data).hexdigest() == piece.digest
    assert piece.payload == hashlib.sha256(BODY).hexdigest()
    [request, response] = records(data)
    assert request[0] == "request"
    assert request[2].protocol == "GET" or "GET /tin?page=2 HTTP/1.1" in str(request[2])
    assert response[0] == "response"
    assert response[1].get_header("WARC-Target-URI") == WIRE.url
    assert response[1].get_header("WARC-IP-Address") == "203.0.113.7"
    assert response[1].get_header("WARC-Date") == "2026-11-19T18:30:00.000000Z"
    assert response[2].get_statuscode() == "200"
    assert [v for k, v in response[2].headers if k == "Set-Cookie"] == ["a=1", "b=2"]
    assert response[3] == BODY


def test_an_unchanged_page_is_kept_as_a_reference(archive, tmp_path):
    piece = archive.write_exchange([WIRE], Earlier(WIRE.url, AT))
    archive.sync()
    [_, revisit] = records(read_slice(tmp_path, piece.file, piece.offset, piece.length))
    assert (piece.kind, revisit[0], revisit[3]) == ("revisit", "revisit", b"")
    assert revisit[1].get_header("WARC-Refers-To-Date") == "2026-11-19T18:30:00.000000Z"
    assert revisit[1].get_header("WARC-Payload-Digest") == f"sha256:{piece.payload}"


def test_a_rendered_page_keeps_what_it_asked_for_and_what_the_browser_made_of_it(archive, tmp_path):
    data = replace(WIRE, url="http://xa.example.vn/api/tin.json", body=b"{}")
    piece = archive.write_exchange([WIRE, data], None, "<html>sau khi chạy</html>")
    archive.sync()
    found = records(read_slice(tmp_path, piece.file, piece.offset, piece.length))
    assert [kind for kind, *_ in found] == ["request", "response", "request", "response", "resource"]
    assert found[-1][3].decode() == "<html>sau khi chạy</html>"


def test_a_failure_is_a_record_as_well(archive, tmp_path):
    piece = archive.write_failure("http://xa.example.vn/", "timeout", "máy chủ không trả lời trong 30 giây", AT)
    archive.sync()
    [(kind, _, _, body)] = records(read_slice(tmp_path, piece.file, piece.offset, piece.length))
    assert (kind, piece.kind, piece.payload) == ("metadata", "failure", None)
    assert "outcome: timeout" in body.decode()


def test_a_file_is_never_opened_again(tmp_path):
    pieces = []
    for _ in range(2):
        archive = Archive(tmp_path, NIGHT)
        pieces.append(archive.write_exchange([WIRE], None))
        archive.close()
    assert [(p.file, p.offset) for p in pieces] == [("2026-11-20/00000.warc.gz", 0), ("2026-11-20/00001.warc.gz", 0)]


def test_a_large_file_is_followed_by_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.evidence.archive.FILE_BYTES", 2000)
    archive = Archive(tmp_path, NIGHT)
    pieces = [archive.write_exchange([WIRE], None) for _ in range(6)]
    archive.close()
    assert len({p.file for p in pieces}) > 1
    for piece in pieces:
        data = read_slice(tmp_path, piece.file, piece.offset, piece.length)
        assert hashlib.sha256(data).hexdigest() == piece.digest
