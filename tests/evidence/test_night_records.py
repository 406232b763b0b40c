"""A real night's evidence: each attempt has one record, and what was read comes out of its bytes again."""

import hashlib
import json
from datetime import datetime
from io import BytesIO

from sqlalchemy import text
from warcio.archiveiterator import ArchiveIterator

from crawler.database import open_engine
from crawler.evidence.archive import read_slice
from spiders.reading import read
from tests.nights import registry_file, run_night
from tests.site import serve_pages

NOW, NEXT = "2026-11-20T01:30:00+07:00", "2026-11-21T01:30:00+07:00"
PROSE = "Sáng nay, Ủy ban nhân dân xã phối hợp với các đơn vị tổ chức chương trình với sự tham gia của bà con. "
MENU = "<nav><ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức</a></li><li><a href='/gioi-thieu'>Giới" \
       " thiệu</a></li></ul></nav>"


def page(title, body):
    return f"<html lang='vi'><head><title>{title}</title></head><body>{MENU}<main>{body}</main></body></html>"


def site_pages():
    title = [f"Hội nghị triển khai nhiệm vụ phát triển kinh tế lần thứ {n} của xã" for n in range(5)]
    rows = "".join(f"<article><h2><a href='/bai/{n}'>{t}</a></h2><span class='date'>{n + 1:02d}/11/2026</span>"
                   f"<p>{PROSE * 3}</p></article>" for n, t in enumerate(title))
    return {"/": page("Xã Thử", rows), "/tin": page("Tin tức", rows),
            "/gioi-thieu": page("Giới thiệu", f"<h1>Giới thiệu</h1><p>{PROSE * 5}</p>")} | {
        f"/bai/{n}": page(t, f"<h1>{t}</h1><p class='date'>Ngày đăng: {n + 1:02d}/11/2026</p><p>{PROSE * 9}</p>")
        for n, t in enumerate(title)}


def rows(folder, query):
    engine = open_engine(f"sqlite:///{folder / 'monitor.db'}")
    with engine.connect() as connection:
        return connection.execute(text(query)).mappings().all()


def test_every_attempt_has_its_record_and_the_reading_can_be_made_again_from_it(tmp_path):
    with serve_pages(site_pages()) as site:
        portals = registry_file(tmp_path / "portals.csv", [
            {"code": "X1", "name": "Xã Thử", "url": site.url + "/", "hosts": "127.0.0.1"},
            {"code": "X2", "name": "Xã Tắt", "url": "http://127.0.0.1:9/", "hosts": "127.0.0.1"}])
        assert run_night(tmp_path, portals, NOW).returncode == 3
        run_night(tmp_path, portals, NEXT)
    found = rows(tmp_path, "select v.id, v.outcome, v.url, v.purpose, v.body_digest, v.reading, r.* from visits v"
                           " left join records r on r.visit_id = v.id")
    assert [v["url"] for v in found if v["file"] is None and v["outcome"] != "not_attempted"] == []
    assert {v["kind"] for v in found if v["outcome"] == "down"} == {"failure"}
    replayed = 0
    for visit in (v for v in found if v["kind"] == "response"):
        data = read_slice(tmp_path / "evidence", visit["file"], visit["offset"], visit["length"])
        assert hashlib.sha256(data).hexdigest() == visit["digest"]
        if visit["purpose"] not in ("list", "article"):
            continue
        response = next(r for r in ArchiveIterator(BytesIO(data)) if r.rec_type == "response")
        body = response.content_stream().read()
        assert hashlib.sha256(body).hexdigest() == visit["body_digest"]
        [stored] = rows(tmp_path, f"select facts from readings where digest = '{visit['reading']}'")
        facts = json.loads(stored["facts"])
        again = read(body, visit["url"], now=datetime.fromisoformat(NOW), hosts=frozenset({"127.0.0.1"}),
                     content_type="text/html; charset=utf-8", expect=visit["purpose"])
        assert (again.kind, len(again.items)) == (facts["kind"], len(facts.get("items", [])))
        replayed += 1
    assert replayed >= 6


def test_the_second_night_refers_to_the_bytes_of_the_first(tmp_path):
    with serve_pages(site_pages()) as site:
        portals = registry_file(tmp_path / "portals.csv", [
            {"code": "X1", "name": "Xã Thử", "url": site.url + "/", "hosts": "127.0.0.1"}])
        run_night(tmp_path, portals, NOW)
        run_night(tmp_path, portals, NEXT)
    again = rows(tmp_path, "select r.*, w.payload as first, w.night as seen from records r"
                           " join records w on w.visit_id = r.refers_to where r.night = '2026-11-21'")
    assert {"/tin", "/"} <= {r["url"].removeprefix(site.url) for r in again}
    assert all(r["kind"] == "revisit" and r["payload"] == r["first"] and r["seen"] == "2026-11-20" for r in again)
