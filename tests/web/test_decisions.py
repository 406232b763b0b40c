"""Deciding on findings: append-only, on the state that was seen, undone by its author, refused on changed evidence."""

import os

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from crawler.judged import Decision, Finding
from crawler.people import AuditEntry
from crawler.records import Record
from tests.web.office import Office, sign_in, token
from web.audit import find_break


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


def findings(client, query: str = ""):
    return client.get(f"/findings.json{query}").json()


def send(client, marks, what="confirm", **more):
    return client.post("/findings/decide", data={"csrf": token(client), "finding": marks, "what": what, **more})


def test_confirming_moves_the_finding_and_is_logged(desk):
    client = desk.client("review")
    mark = findings(client, "?state=new")[0]["finding"]
    done = send(client, [f"{mark}:0"], back="/findings?state=open")
    assert done.status_code == 303 and done.headers["location"] == f"/findings?state=open&done={mark}"
    row = next(r for r in findings(client) if r["finding"] == mark)
    assert (row["state"], row["decided_by"]) == ("confirmed", "review")
    entry = client.get("/audit.json?what=decide").json()[0]
    assert (entry["person"], entry["subject"], entry["before"]) == ("review", mark, None)
    assert "Xác nhận" in entry["after"]


def test_two_people_on_one_finding(desk):
    one, two = desk.client("review"), desk.client("approve")
    mark = findings(one, "?state=new")[0]["finding"]
    assert send(one, [f"{mark}:0"]).status_code == 303
    lost = send(two, [f"{mark}:0"], "waive", reason="misread", comment="tôi thấy mục ấy ở trang khác")
    assert lost.status_code == 409
    assert "review" in lost.text and "tôi thấy mục ấy ở trang khác" in lost.text and "Xác nhận" in lost.text
    with desk.write() as session:
        assert session.scalars(select(Decision.person)).all() == ["review"]
    version = findings(two, "?by=review")
    assert len(version) == 1
    assert send(two, [f"{mark}:1"]).status_code == 303  # having seen it, the second confirmation counts


def test_several_are_decided_together_or_not_at_all(desk):
    client, other = desk.client("review"), desk.client("approve")
    marks = [r["finding"] for r in findings(client, "?state=new")][:3]
    assert len(marks) == 3
    assert send(other, [f"{marks[1]}:0"]).status_code == 303
    assert send(client, [f"{m}:0" for m in marks]).status_code == 409
    assert [r["finding"] for r in findings(client, "?by=review")] == []


@pytest.mark.parametrize(("reason", "comment"), [
    ("", "một lý do đủ dài"), ("misread", "ngắn"), ("x", "đủ dài nhưng lạ")])
def test_a_waiver_without_a_reason_changes_nothing_and_keeps_the_choice(desk, reason, comment):
    client = desk.client("review")
    marks = [f"{r['finding']}:0" for r in findings(client, "?state=new")][:2]
    refused = send(client, marks, "waive", reason=reason, comment=comment)
    assert refused.status_code == 422 and all(f'value="{m}"' in refused.text for m in marks)
    assert comment in refused.text
    assert findings(client, "?state=dismissed") == []
    done = send(client, marks, "waive", reason="elsewhere", comment="đã có ở mục Giới thiệu")
    assert done.status_code == 303
    assert {r["reason"] for r in findings(client, "?state=dismissed")} == {
        "đã có ở mục khác: đã có ở mục Giới thiệu"}


def test_only_its_author_takes_a_decision_back(desk):
    client, other = desk.client("review"), desk.client("approve")
    mark = findings(client, "?state=new")[0]["finding"]
    send(client, [f"{mark}:0"])
    undo = {"finding": [mark], "back": "/findings"}
    assert other.post("/findings/undo", data=undo | {"csrf": token(other)}).status_code == 409
    assert client.post("/findings/undo", data=undo | {"csrf": token(client)}).status_code == 303
    assert next(r for r in findings(client) if r["finding"] == mark)["state"] == "new"
    with desk.write() as session:
        assert session.scalars(select(Decision.what)).all() == ["confirm", "withdraw"]


@pytest.mark.parametrize("bad", ["", ":0", "nothing:0", "x" * 20 + ":0", "' or 1=1 --:0"])
def test_what_is_no_finding_cannot_be_decided(desk, bad):
    client = desk.client("review")
    assert send(client, [bad]).status_code == 422
    with desk.write() as session:
        assert session.scalars(select(Decision.id)).all() == []


def test_nobody_confirms_on_changed_bytes(desk):
    client = desk.client("review")
    mark = findings(client, "?state=new")[0]["finding"]
    with desk.write() as session, session.begin():
        row = session.scalars(select(Finding).where(Finding.fingerprint == mark)).one()
        folder = desk.settings.data_dir / "evidence" / "2026-11-20"
        folder.mkdir(parents=True)
        (folder / "00000.warc.gz").write_bytes(b"changed since")
        session.add(Record(visit_id=row.evidence[0], night=desk.settings.now.date(), kind="response", url="http://x.test/",
                           at=desk.settings.now, file="2026-11-20/00000.warc.gz", offset=0, length=13, digest="0" * 64))
    refused = send(client, [f"{mark}:0"])
    assert refused.status_code == 422 and "không còn khớp" in refused.text
    page = client.post(f"/findings/{mark}/verify", data={"csrf": token(client)})
    assert page.status_code == 200 and "Không khớp" in page.text
    assert 'id="confirm" disabled' in page.text
    assert client.get("/audit.json?what=verify").json()[0]["reason"] == "không khớp"


def test_the_log_and_the_decisions_cannot_be_changed(desk):
    client = desk.client("review")
    send(client, [f"{findings(client, '?state=new')[0]['finding']}:0"])
    for words in ("UPDATE audit_entries SET person = 'x'", "DELETE FROM audit_entries",
                  "UPDATE decisions SET what = 'x'", "DELETE FROM decisions"):
        with desk.write() as session, pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(words))


def test_a_changed_entry_breaks_the_chain(desk):
    sign_in(desk, "review")
    with desk.write() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert len(entries) >= 4 and find_break(entries) is None
        session.expunge_all()
        entries[1].reason = "khác"
        assert find_break(entries) == entries[1].id
        assert find_break(entries[2:]) == entries[2].id  # the beginning was cut off


def test_a_score_does_not_count_what_was_taken_back(desk):
    client = desk.client("review")
    mark = findings(client, "?state=new")[0]["finding"]
    send(client, [f"{mark}:0"], "waive", reason="misread", comment="máy đọc nhầm bài này")
    client.post("/findings/undo", data={"csrf": token(client), "finding": [mark]})
    from monitor.review import load_taken, standing
    with desk.write() as session:
        assert standing(load_taken(session, [mark])[mark]) == []
