"""Pictures of the pages behind findings: which, drawn from what, sealed, in the case file, kept by the rule."""

import asyncio
import os
import re
import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import verify
from crawler.backup.snapshot import find_named
from crawler.database import open_engine
from crawler.evidence.bodies import KeptPage, load_page
from crawler.evidence.pictures import MOST_BYTES, PER_FINDING, find_due, keep_picture, load_picture, prune_pictures
from crawler.evidence.retention import APPEAL_DAYS, CITED_WITHIN
from crawler.evidence.seal import seal_due
from crawler.judged import Finding
from crawler.models import Picture, Record, Visit
from monitor.__main__ import app
from monitor.case import make_case
from spiders import pictures
from spiders.browser import Renderer, find_chromium
from spiders.pictures import draw
from tests.evidence.attacks import unpack
from tests.evidence.sealed import fill_with_bytes, judge_and_seal, page_of, picture_of
from tests.monitor.filled import LAST, ROOT, call, environment
from tests.site import serve_pages

needs_browser = pytest.mark.skipif(find_chromium() is None, reason="chưa cài playwright và chromium")


@pytest.fixture
def settings(tmp_path):
    return fill_with_bytes(tmp_path)


@pytest.fixture
def engine(settings):
    engine = open_engine(settings.database, write=True)
    yield engine
    engine.dispose()


def judge(settings):
    assert call(app, settings.database, "judge", LAST.isoformat()).exit_code == 0


def draw_night(settings, **more):
    return subprocess.run(
        [sys.executable, "-m", "spiders.pictures", LAST.isoformat()], cwd=ROOT, capture_output=True, text=True,
        env=environment(settings.database, SOICONG_DATA_DIR=str(settings.data_dir), **more), check=False)


def rows(engine):
    with Session(engine) as session:
        return list(session.scalars(select(Picture).order_by(Picture.visit_id)))


def test_only_pages_behind_findings_few_of_each_and_once(settings, engine):
    judge(settings)
    with Session(engine) as session:
        due = find_due(session, LAST)
        negative = list(session.scalars(select(Finding).where(Finding.negative)))
        assert 0 < len(due) <= PER_FINDING * len(negative)
        assert set(due) <= {visit for finding in negative for visit in finding.evidence}
        assert session.scalar(select(Record.kind).where(Record.visit_id.in_(due), Record.kind == "failure")) is None
    for visit in due:
        keep_picture(engine, settings.data_dir / "evidence", LAST, visit, picture_of(visit), "Chromium 1")
    with Session(engine) as session:
        assert find_due(session, LAST) == []


@needs_browser
def test_pages_that_cannot_be_drawn_take_no_other_ones_place(settings, monkeypatch):
    judge(settings)
    for name, value in (("SOICONG_DATABASE_URL", settings.database), ("SOICONG_DATA_DIR", str(settings.data_dir))):
        monkeypatch.setenv(name, value)
    with Session(open_engine(settings.database)) as session:
        due = find_due(session, LAST)
    assert len(due) > 1
    gone = due[:-1]
    monkeypatch.setattr(pictures, "PER_NIGHT", 1)
    monkeypatch.setattr(pictures, "load_page", lambda _, root, visit: None if visit in gone else KeptPage(
        b"<p>Trang", "text/html"))
    assert asyncio.run(pictures.draw_night(LAST, find_chromium())) == (1, 0)
    assert [row.visit_id for row in rows(open_engine(settings.database))] == [due[-1]]


def test_a_page_is_pictured_again_when_it_changed_and_the_picture_is_old(settings, engine):
    judge(settings)
    with Session(engine) as session:
        visit = find_due(session, LAST)[0]
    keep_picture(engine, settings.data_dir / "evidence", LAST, visit, picture_of(visit), "Chromium 1")

    def due_after(days, body=None):
        with Session(engine) as session:
            row, seen = session.get_one(Picture, visit), session.get_one(Visit, visit)
            before = session.scalar(select(Visit.id).where(Visit.url == seen.url, Visit.id < visit))
            row.visit_id, row.night, row.body = before, LAST - timedelta(days=days), body or seen.body_digest
            session.flush()
            found = visit in find_due(session, LAST)
            session.rollback()
            return found

    assert due_after(5, "0" * 64), "the finding is new tonight"
    assert not due_after(90), "the same bytes give the same picture"


def test_the_bytes_of_a_page_that_later_nights_refer_to(settings, engine):
    with Session(engine) as session:
        kinds = dict(session.execute(select(Record.visit_id, Record.kind)).all())
        for visit in session.scalars(select(Visit).where(Visit.outcome != "down")):
            page = load_page(session, settings.data_dir / "evidence", visit.id)
            assert page == KeptPage(page_of(visit.url), "text/html; charset=utf-8")
        assert {"revisit", "response"} <= set(kinds.values())
        failed = next(visit for visit, kind in kinds.items() if kind == "failure")
        assert load_page(session, settings.data_dir / "evidence", failed) is None


@needs_browser
def test_drawn_sealed_and_in_the_case_file(settings, engine):
    judge(settings)
    done = draw_night(settings)
    assert done.returncode == 0, done.stderr
    found, root = rows(engine), settings.data_dir / "evidence"
    assert re.fullmatch(r"Đã chụp \d+ trang làm căn cứ của phát hiện, 0 trang không chụp được\.\n", done.stderr)
    pictures = [load_picture(root, row) for row in found]
    assert all(data[:4] == b"RIFF" and data[8:12] == b"WEBP" and 2000 < len(data) <= MOST_BYTES for data in pictures)
    seal_due(engine, settings)
    with Session(engine) as session:
        mark = session.scalars(select(Finding.fingerprint).where(Finding.kind == "section_stale")).first()
        case = make_case(session, settings, mark)
        assert {row.file for row in found} <= find_named(session.connection()).archives.keys()
    inside = {name for name in unpack(case) if name.startswith("picture-")}
    assert inside and all(f"{name}: Chromium" in unpack(case)["bia.txt"].decode() for name in inside)
    assert f"{len(inside)} ảnh chụp trang còn nguyên như đã niêm phong." in verify.verify(case).checked
    assert draw_night(settings).stderr == "" and len(rows(engine)) == len(found)


def test_without_a_browser_nothing_is_drawn_and_the_case_file_is_made(settings, engine):
    judge(settings)
    done = draw_night(settings, PATH="/nowhere")
    assert (done.returncode, done.stdout, done.stderr, rows(engine)) == (0, "", "", [])
    seal_due(engine, settings)
    with Session(engine) as session:
        mark = session.scalars(select(Finding.fingerprint).where(Finding.negative)).first()
        case = make_case(session, settings, mark)
    assert verify.verify(case) and not any(name.startswith("picture-") for name in unpack(case))


@needs_browser
def test_a_page_being_drawn_reaches_nobody_and_runs_nothing():
    with serve_pages({}) as site:
        there = site.url
        page = (f"<html><head><meta charset=utf-8><link rel=stylesheet href='{there}/a.css'><meta http-equiv=refresh "
                f"content='0;url={there}/b'><script src='{there}/c.js'></script></head>"
                f"<body style='background:url({there}/d)'><img src='{there}/e'><iframe src='{there}/f'></iframe>"
                f"<script>fetch('{there}/g')</script><object data='{there}/h'></object><video src='{there}/i'></video>"
                "<p>Tin</p></body></html>").encode()

        async def one():
            renderer = Renderer(find_chromium())
            try:
                return await draw(await renderer.running(), KeptPage(page, "text/html"))
            finally:
                await renderer.close()
        data = asyncio.run(one())
    assert data and data[8:12] == b"WEBP" and site.asked == []


@needs_browser
def test_a_page_of_noise_as_long_as_a_book_stays_within_bounds():
    words = (f"<b style='color:#{os.urandom(3).hex()}'>{os.urandom(4).hex()} </b>" for _ in range(40_000))
    noise = "".join(words).encode()

    async def one():
        renderer = Renderer(find_chromium())
        try:
            return await draw(await renderer.running(), KeptPage(noise, "text/html"))
        finally:
            await renderer.close()
    data = asyncio.run(one())
    assert data is None or len(data) <= MOST_BYTES


def test_kept_for_the_appeal_period_then_only_the_hash(settings, engine):
    judge_and_seal(settings)
    root, last = settings.data_dir / "evidence", LAST + timedelta(days=APPEAL_DAYS + CITED_WITHIN)
    made = rows(engine)
    assert made and list(prune_pictures(engine, root, last)) == [] and all(load_picture(root, row) for row in made)
    assert len(list(prune_pictures(engine, root, last + timedelta(days=1)))) == len(made)
    assert [(row.digest, row.deleted_on) for row in rows(engine)] == [
        (row.digest, last + timedelta(days=1)) for row in made]
    assert not (root / f"pictures/{LAST}").exists()
    assert [new for _, new in seal_due(engine, settings)] == [False], "the seal does not change with what is deleted"
    assert list(map(partial(load_picture, root), made)) == [None] * len(made)
