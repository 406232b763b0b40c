"""Five nights with their bytes: the filled database, each visit with a page, a reading and a record, then sealed."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.database import open_engine
from crawler.evidence.archive import Archive
from crawler.evidence.attachments import keep_attachment
from crawler.evidence.keeping import keep
from crawler.evidence.pictures import find_due, keep_picture
from crawler.evidence.seal import seal_due
from crawler.evidence.wire import Wire
from crawler.facts import clean_facts, digest_of
from crawler.judged import Finding
from crawler.models import Attachment, Night, NightPortal, Reading, Record, Visit
from monitor.__main__ import app
from spiders.reading import read
from spiders.reading.version import reader_version
from tests.monitor.filled import LAST, MENU, call, fill

PROSE = "Sáng nay, Ủy ban nhân dân xã phối hợp với các đơn vị tổ chức chương trình với sự tham gia của bà con. "


@dataclass(frozen=True)
class Plan:
    id: int
    url: str


@dataclass(frozen=True)
class Kept:
    plan: Plan
    outcome: str
    wires: list[Wire]
    reason: str | None = None
    dom: str | None = None


def page_of(url: str) -> bytes:
    """One page of the filled portals: a menu, and a list of posts whose newest is of the first of August."""
    menu = "".join(f"<li><a href='/muc-{n}'>{title}</a></li>" for n, title in enumerate(MENU, 1))
    rows = "".join(f"<article><h2><a href='/tin-{n}'>Hội nghị triển khai nhiệm vụ lần thứ {n} của xã</a></h2>"
                   f"<span class='date'>{n:02d}/08/2026</span><p>{PROSE * 3}</p></article>" for n in range(1, 9))
    return (f"<html lang='vi'><head><title>{url}</title></head><body><nav><ul>{menu}</ul></nav>"
            f"<main>{rows}</main></body></html>").encode()


def fill_with_bytes(folder: Path, nights: int = 5, url: str = "") -> Settings:
    """The filled database in `folder` or at `url`, with a record of every visit; nothing is judged or sealed yet."""
    settings = Settings(data_dir=folder, database_url=url)
    fill(settings.database, nights)
    engine = open_engine(settings.database, write=True)
    for back in reversed(range(nights)):
        _keep_night(engine, settings, 50 - back, changed=back == nights - 1)
    engine.dispose()
    return settings


def _keep_night(engine, settings: Settings, night_id: int, *, changed: bool) -> None:
    with Session(engine, expire_on_commit=False) as session:
        night = session.get_one(Night, night_id)
        visits = session.scalars(select(Visit).where(Visit.night_id == night_id).order_by(Visit.id)).all()
        hosts = {p.portal: p for p in session.scalars(select(NightPortal).where(NightPortal.night_id == night_id))}
    archive = Archive(settings.data_dir / "evidence", night.night)
    results, readings, updates = [], {}, []
    for n, visit in enumerate(visits):
        if visit.outcome == "down":
            results.append(Kept(Plan(visit.id, visit.url), "down", []))
            continue
        body = page_of(visit.url)
        at = night.started_at + timedelta(seconds=n)
        results.append(Kept(Plan(visit.id, visit.url), "observed", [Wire(
            "GET", visit.url, (("User-Agent", "SoiCong"),), b"", 200, "HTTP/1.1",
            (("Content-Type", "text/html; charset=utf-8"),), body, "203.0.113.7", at)]))
        reading = read(body, visit.url, content_type="text/html; charset=utf-8", hosts=frozenset(
            hosts[visit.portal].hosts.split()), expect=visit.purpose, now=at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")))
        facts = clean_facts(reading, reader_version())
        readings[digest_of(facts)] = {"digest": digest_of(facts), "kind": reading.kind, "facts": facts}
        updates.append({"id": visit.id, "body_digest": hashlib.sha256(body).hexdigest(), "reading": digest_of(facts),
                        "outcome": "observed" if changed else "not_modified"})
    rows = keep(engine, archive, results)
    archive.close()
    with Session(engine) as session, session.begin():
        known = set(session.scalars(select(Reading.digest)))
        fresh = [row for digest, row in readings.items() if digest not in known]
        if fresh:
            session.execute(insert(Reading), fresh)
        session.bulk_update_mappings(Visit, updates)
        session.execute(insert(Record), rows)


def picture_of(visit: int) -> bytes:
    """In place of a picture: `spiders.pictures` draws real ones where there is a browser."""
    return b"RIFF....WEBP" + random.Random(visit).randbytes(900)


def judge_and_seal(settings: Settings) -> list[str]:
    """Judge the newest night, keep the pictures that it wants, seal all; the fingerprints of its negative findings."""
    done = call(app, settings.database, "judge", LAST.isoformat())
    assert done.exit_code == 0, done.stderr
    engine = open_engine(settings.database, write=True)
    with Session(engine) as session:
        due = find_due(session, LAST)
    for visit in due:
        keep_picture(engine, settings.data_dir / "evidence", LAST, visit, picture_of(visit), "Chromium 1")
    with Session(engine) as session, session.begin():
        rows = list(session.scalars(select(Finding).where(Finding.negative).order_by(Finding.id)))
        added = session.scalars(select(Night.ended_at).where(Night.night == LAST)).one() - timedelta(minutes=1)
        for row in rows:
            keep_attachment(session, settings.data_dir / "evidence", Attachment(
                fingerprint=row.fingerprint, portal=row.portal, name="ảnh chụp.png", ending="png", person="review",
                added_at=added), b"\x89PNG\r\n\x1a\n" + row.fingerprint.encode())
        found = [row.fingerprint for row in rows]
    seal_due(engine, settings)
    engine.dispose()
    return found
