"""Notes read by their newest rows alone are those of all rows."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crawler.database import open_engine
from crawler.judged import Certificate, CertificateGround, Finding
from crawler.models import Night
from monitor.notes import load_notes, notes_of
from monitor.stored import load_kept
from tests.monitor.filled import LAST, fill, nights_before

LIVES = {"mot": "new again again again again", "hai": "new again fixed - -", "ba": "new fixed - reopened again",
         "bon": "- - again again -"}


def test_the_newest_rows_tell_what_all_rows_tell(tmp_path):
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url, 5)
    with Session(open_engine(url, write=True)) as session:
        ids = session.execute(select(Night.night, Night.id).order_by(Night.night)).all()
        session.execute(insert(Certificate), [{
            "digest": "d" * 64, "kind": "menu", "portal": "xa-a", "as_of": LAST, "holds": True, "needed": 3,
            "grade": "A", "sentence": "", "body": {"holds": True, "complete": 5, "needed": 3, "why_not": ""}}])
        session.execute(insert(CertificateGround), [
            {"certificate": "d" * 64, "night_id": row.id, "channel_id": 1} for row in ids])
        session.execute(insert(Finding), [
            {"night_id": night.id, "fingerprint": mark, "kind": "section", "portal": "xa-a", "subject": mark,
             "verdict": "not_met", "negative": life != "fixed", "life": life, "grade": "A", "sentence": f"{mark} {n}",
             "page": {}, "measured": {}, "threshold": None, "basis": [], "certificate": "d" * 64, "evidence": [],
             "rule": "0" * 16}
            for mark, lives in LIVES.items()
            for n, (night, life) in enumerate(zip(ids, lives.split(), strict=True)) if life != "-"])
        first = nights_before(4)
        for start in (first, nights_before(2), LAST):
            whole = notes_of(load_kept(session, start, LAST))
            assert load_notes(session, start, LAST) == whole
        assert [(n.last.subject, n.since, n.fixed_on, n.nights) for n in notes_of(load_kept(session, first, LAST))] == [
            ("ba", nights_before(1), None, 3), ("bon", nights_before(2), None, 2),
            ("hai", first, nights_before(2), 2), ("mot", first, None, 5)]
