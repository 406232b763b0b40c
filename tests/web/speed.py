"""`make web-speed`: server time of every screen on 161 portals over a year, beside a page that asks nothing.

The store is generated as for `make year`, findings of 120 nights included. "First" is the first answer after
the warming thread has done its work for a new night, "again" the median of those that follow. Seconds are those of the
processor, so that whoever else uses the machine does not stand in them. It fails when an answer takes longer than
`MOST`.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crawler.config import load_settings
from crawler.database import open_engine
from crawler.evidence.canonical import sha256
from crawler.judged import Certificate, CertificateGround, Finding
from crawler.models import ChannelNight, Night
from monitor.findings import fingerprint_of
from monitor.rules import load_rules
from tests.official.year import LAST, fill_year
from tests.web.office import PASSWORD
from web.accounts import add_person
from web.app import make_app
from web.desk import Desk
from web.warm import warm

MOST = 0.2  # seconds
EMPTY = "/me"
NOW = f"{LAST}T07:30:00+07:00"
PAGES = ("/", "/findings", "/findings?state=open&sort=portal", "/findings/{mark}", "/portals", "/portals/{portal}",
         "/qa", "/inactive", "/inactive?days=60", "/scores/{period}", "/scores/{period}/{portal}", "/deductions",
         "/reports", "/reports/{period}/quarter", "/rubrics?old=qd4526-2020&new=qd4526-2024", "/runs",
         "/runs/{night}", "/audit", "/calendar", "/findings.json", "/scores/{period}.xlsx", "/portals/{portal}/scores",
         "/deductions/draft?finding={mark}", "/imports", "/qa/beside")
LATER = ("/portals/{portal}/scores/2026-Q3", "/portals/{portal}/scores/2026")  # rows that come after their page


def main(folder: Path, nights: int, portals: int | None) -> int:
    os.environ |= {"SOICONG_DATA_DIR": str(folder), "SOICONG_NOW": NOW}
    settings = load_settings()
    if not (folder / "monitor.db").exists():
        make_store(folder, nights, portals)
    app = make_app(settings)
    desk: Desk = app.state.desk
    client = TestClient(app, follow_redirects=False)
    assert client.post("/login", data={"name": "nguoi.do", "password": PASSWORD}).status_code == 303
    rows = client.get("/findings.json").json()
    known = {"mark": rows[0]["finding"], "portal": rows[0]["portal"], "period": f"{LAST.year}-Q4", "night": str(LAST)}
    print(f"{len(rows)} thiếu sót trong kho")
    desk.forget()
    seconds = time.process_time()
    warm(desk)
    print(f"chuẩn bị sau một đêm (luồng nền, không ai chờ): {time.process_time() - seconds:.1f} s")
    empty = measure(client, EMPTY)[1]
    print(f"{'trang':44} {'lần đầu':>9} {'lần sau':>9} {'so trang trống':>15}")
    slow = []
    for path in (EMPTY, *(page.format(**known) for page in PAGES)):
        first, again = measure(client, path)
        print(f"{path:44} {1000 * first:6.0f} ms {1000 * again:6.0f} ms {again / empty:14.1f}×")
        slow += [path] if max(first, again) > MOST else []
    for path in (page.format(**known) for page in LATER):
        first, again = measure(client, path)
        print(f"{path:44} {1000 * first:6.0f} ms {1000 * again:6.0f} ms  (nạp sau khi trang đã hiện)")
    print("quá 0,2 s: " + ", ".join(slow) if slow else "không trang nào quá 0,2 s")
    return 1 if slow else 0


def make_store(folder: Path, nights: int, portals: int | None) -> None:
    """A year of nights, findings on the last `nights` of them, and one account."""
    fill_year(folder, portals)
    engine = open_engine(load_settings().database, write=True)
    with Session(engine) as session, session.begin():
        add_findings(session, nights)
        add_person(session, "đo", "nguoi.do", "Người đo", "approve", PASSWORD, datetime.fromisoformat(NOW))
    engine.dispose()


def add_findings(session: Session, nights: int) -> None:
    """Every portal lacks some sections on every night, as the judge would have written it."""
    ids = {row.night: row.id for row in session.execute(select(Night.night, Night.id))}
    lists = session.execute(select(ChannelNight.portal, ChannelNight.night_id, ChannelNight.channel_id)
                            .where(ChannelNight.night_id > max(ids.values()) - 5)).all()
    sections = [s.code for s in load_rules(load_settings().registry_dir).sections][:6]
    for portal in sorted({row.portal for row in lists}):
        proof, dice = sha256(portal.encode()), Random(portal)
        session.execute(insert(Certificate), [{
            "digest": proof, "kind": "menu", "portal": portal, "as_of": LAST, "holds": True, "needed": 3, "grade": "A",
            "sentence": "Thấy trọn trong 5 đêm.", "body": {
                "holds": True, "complete": 5, "needed": 3, "why_not": "", "sentence": "Thấy trọn trong 5 đêm.",
                "nights": [{"night": str(LAST), "complete": True, "proven": 2, "lists": 2, "causes": []}] * 5}}])
        session.execute(insert(CertificateGround), [
            {"certificate": proof, "night_id": row.night_id, "channel_id": row.channel_id}
            for row in lists if row.portal == portal])
        rows = []
        for section in sections:
            if dice.random() < 0.2:
                continue
            since, mark = dice.randrange(nights), fingerprint_of("section", portal, section)
            rows += [_finding(ids[LAST - timedelta(days=back)], portal, section, mark, proof,
                              "new" if back == since else "again") for back in range(since, -1, -1)]
        session.execute(insert(Finding), rows)


def _finding(night: int, portal: str, section: str, mark: str, proof: str, life: str) -> dict[str, Any]:
    return {"night_id": night, "fingerprint": mark, "kind": "section", "portal": portal, "subject": section,
            "verdict": "not_met", "negative": True, "life": life, "grade": "A", "certificate": proof,
            "sentence": "Trình đơn không có mục này; đã xem cả các trang của trình đơn.",
            "page": {"fault": "missing"}, "measured": {"menus": 12}, "threshold": None, "basis": [], "evidence": [],
            "rule": "0" * 16}


def measure(client: TestClient, path: str) -> tuple[float, float]:
    """(the first answer, the median of seven more), in seconds."""
    took = []
    for _ in range(8):
        seconds = time.process_time()
        answer = client.get(path)
        took.append(time.process_time() - seconds)
        assert answer.status_code == 200, (path, answer.status_code)
    return took[0], statistics.median(took[1:])



if __name__ == "__main__":
    nights, portals = (int(a) for a in (*sys.argv[1:3], *("120", "0")[len(sys.argv) - 1:]))
    with tempfile.TemporaryDirectory(prefix="soicong-speed-") as scratch:
        sys.exit(main(Path(os.environ.get("SPEED_DATA", scratch)), nights, portals or None))
