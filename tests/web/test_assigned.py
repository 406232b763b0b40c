"""Who looks at a finding, filters that people keep, and refusals: on the state that was seen, each in the log."""

import os
import re

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from crawler.people import Assignment
from tests.web.office import Office, token
from tests.web.test_decisions import findings, send
from tests.web.test_routes import ADMIN, APPROVE, DECIDE, address, call
from web.filters import MOST


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


def assign(client, marks, to):
    return send(client, marks, "assign", assignee=to, back="/findings?state=new")


def test_findings_are_given_and_found_by_whose_they_are(desk):
    client = desk.client("review")
    one, two, *_ = [r["finding"] for r in findings(client, "?state=new")]
    done = assign(client, [f"{one}:0:0", f"{two}:0:0"], "approve")
    assert done.status_code == 303 and done.headers["location"] == "/findings?state=new&given=2&to=approve"
    assert "Đã giao 2 mục cho Người approve" in client.get(done.headers["location"]).text
    assert {r["finding"] for r in findings(client, "?assignee=approve")} == {one, two}
    assert {r["finding"] for r in client.get("/api/v1/findings?assignee=approve").json()} == {one, two}
    others = {r["finding"] for r in findings(client, "?assignee=-")}
    assert others == {r["finding"] for r in findings(client)} - {one, two}
    assert next(r for r in findings(client) if r["finding"] == one)["state"] == "new"  # whose it is decides nothing
    assert assign(client, [f"{one}:0:1"], "-").status_code == 303
    entries = client.get(f"/audit.json?what=assign&subject={one}").json()
    assert [(e["before"], e["after"]) for e in entries] == [
        ("người phụ trách: approve", "người phụ trách: không"), (None, "người phụ trách: approve")]


def test_two_people_give_one_finding_at_once(desk):
    one, two = desk.client("review"), desk.client("approve")
    mark, other, *_ = [r["finding"] for r in findings(one, "?state=new")]
    assert assign(one, [f"{mark}:0:0"], "review").status_code == 303
    lost = assign(two, [f"{other}:0:0", f"{mark}:0:0"], "approve")
    assert lost.status_code == 409 and "review đã giao mục" in lost.text and "Tải lại" in lost.text
    assert [r["finding"] for r in findings(one, "?assignee=approve")] == []  # all of them or none
    assert assign(two, [f"{mark}:0:1"], "approve").status_code == 303


@pytest.mark.parametrize("to", ["admin", "nobody", "", "<b>x</b>"])
def test_only_who_may_decide_is_asked(desk, to):
    client = desk.client("review")
    mark = findings(client, "?state=new")[0]["finding"]
    refused = assign(client, [f"{mark}:0:0"], to)
    assert refused.status_code == 422 and "Chọn người phụ trách" in refused.text
    assert assign(client, ["f" * 20 + ":0:0"], "review").status_code == 422
    with desk.write() as session:
        assert session.scalars(select(Assignment.id)).all() == []


def test_a_form_sent_without_a_day_filters_by_the_rest(desk):
    client = desk.client("review")
    assert client.get("/findings?state=&since=&q=&sort=points").status_code == 200
    assert client.get("/audit?person=&what=&since=").status_code == 200
    assert client.get("/findings?since=hôm-qua").status_code == 400


def test_an_assignment_stays_as_it_was_made(desk):
    client = desk.client("review")
    assign(client, [f"{findings(client, '?state=new')[0]['finding']}:0:0"], "review")
    for words in ("UPDATE assignments SET assignee = 'x'", "DELETE FROM assignments"):
        with desk.write() as session, pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(words))


def test_filters_are_kept_by_account_and_not_by_machine(desk):
    client, other = desk.client("review"), desk.client("approve")
    here = "/findings?state=new&block=communes"
    data = {"csrf": token(client), "name": "  Xã <b>mới</b> ", "address": here}
    assert client.post("/filters", data=data).headers["location"] == here
    assert client.post("/filters", data=data | {"name": "Xã mới"}).status_code == 303  # once an address
    again = desk.client("review").get("/findings").text  # another browser
    assert again.count('class="pill"') == 1 and "Xã mới" in again and "<b>mới" not in again
    assert "Xã mới" not in other.get("/findings").text
    number = re.search(r"/filters/(\d+)/drop", again)[1]
    assert other.post(f"/filters/{number}/drop", data={"csrf": token(other)}).status_code == 303
    assert "Xã mới" in client.get("/findings").text
    assert client.post(f"/filters/{number}/drop", data={"csrf": token(client)}).status_code == 303
    assert "Xã mới" not in client.get("/findings").text


def test_what_is_no_list_of_ours_is_not_kept(desk):
    client = desk.client("review")
    csrf = token(client)
    for bad in ("https://x.test/findings?", "//x.test/findings?", "/portals?q=a", "/findings?\n",
                "/findings?" + "a" * 500):
        assert client.post("/filters", data={"csrf": csrf, "name": "x", "address": bad}).status_code == 422, bad
    for number in range(MOST + 1):
        code = client.post("/filters", data={"csrf": csrf, "name": f"n{number}", "address": f"/findings?q={number}"})
        assert code.status_code == (303 if number < MOST else 422)


def test_every_refusal_is_logged(desk):
    for role, refused in (("review", ADMIN | APPROVE), ("approve", ADMIN), ("admin", DECIDE | APPROVE)):
        client = desk.client(role)
        csrf = token(client)
        for method, path in sorted(refused):
            assert call(client, method, path, csrf=csrf).status_code == 403
        entries = desk.client("review").get(f"/audit.json?what=refused&person={role}").json()
        assert {e["subject"] for e in entries} == {f"{m} {address(p)}" for m, p in refused}
        assert all(e["reason"] == f"vai trò {role}" for e in entries)
    client = desk.client("review")
    assert client.post("/findings/decide", data={"csrf": "x"}).status_code == 403
    assert "biểu mẫu" in client.get("/audit.json?what=refused").json()[0]["reason"]


def test_a_short_form_says_what_the_page_says(desk):
    client = desk.client("admin")
    row = findings(client, "?kind=section")[0]
    short = client.get(f"/findings/{row['finding']}/preview").text
    assert row["name"].split("&")[0] in short and "Minh chứng" in short and "<html" not in short
    assert client.get("/findings/" + "0" * 20 + "/preview").status_code == 404
