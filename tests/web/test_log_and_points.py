"""Filter by points, the office's pace, the ceiling in the note's form, and where the log leads."""

import os
import re
from datetime import date
from decimal import Decimal

import pytest

from tests.web.office import Office, sign_in, token
from web.audit_links import name_period
from web.findings import worth_of


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


def test_findings_are_filtered_by_points_everywhere_alike(office, monkeypatch):
    client = office.client("review")
    marks = sorted(row["finding"] for row in client.get("/findings.json").json())
    given = dict(zip(marks, map(Decimal, ("0.5", "2", "2.0", "0")), strict=False))
    monkeypatch.setattr("web.findings.stakes", lambda desk, session, period, portal=None: given)
    every = client.get("/findings.json").json()
    counts = {worth: len(client.get(f"/findings.json?points={worth}").json())
              for worth in ("2", "0,5", "0.5", "-", "7")}
    assert counts == {"2": 2, "0,5": 1, "0.5": 1, "-": len(every) - 3, "7": 0}
    assert len(client.get("/api/v1/findings?points=2").json()) == 2
    page = client.get("/findings?points=0.5").text
    assert "<h1>1 mục" in page and "trừ 0,5 điểm" in page
    assert re.search(r'<option value="0.5" selected>0,5 \(1\)', page)
    assert client.get("/findings?points=%3Cscript%3E").text.count("<script>") == 0


def test_a_finding_names_the_rubric_that_its_points_come_from(office):
    client = office.client("review")
    row = next(r for r in client.get("/findings.json").json() if r["points"])
    page = client.get(f"/findings/{row['finding']}").text
    assert 'theo <a href="/rubrics#line">Dự thảo bộ tiêu chí' in page  # the one in force at the period's end


def test_a_row_without_points_is_worth_none():
    assert worth_of({"points": None}) == "-"


def test_the_overview_says_how_many_were_done_in_how_many_minutes(desk):
    client = desk.client("review")
    assert "đã xử lý" not in client.get("/").text
    marks = [r["finding"] for r in client.get("/findings.json?state=new").json()]
    client.post("/findings/decide", data={"csrf": token(client), "what": "confirm",
                                          "finding": [f"{m}:0" for m in marks[:2]]})
    assert "2 mục</a> đã xử lý trong 1 phút (07:30–07:30)" in client.get("/").text
    client.post("/findings/decide", data={"csrf": token(client), "what": "confirm",
                                          "finding": [f"{m}:0" for m in marks[2:]]})
    page = client.get("/").text
    assert "Không còn mục nào chờ duyệt" in page and f"{len(marks)} mục</a> đã xử lý" in page


def test_every_link_of_the_log_opens(desk):
    one, two, admin = sign_in(desk, "review"), desk.client("approve"), desk.client("admin")
    mark = one.get("/findings.json?state=new").json()[0]["finding"]
    portal = one.get("/scores/2026-Q4.json").json()[0]["portal"]
    award = {"component": "information", "action": "award", "points": "1", "reason": "trình bày đẹp, dễ theo dõi"}
    one.post("/findings/decide", data={"csrf": token(one), "what": "confirm", "finding": f"{mark}:0"})
    one.post(f"/scores/2026-Q4/{portal}/propose", data=award | {"csrf": token(one)})
    number = one.get("/deductions.json").json()[0]["id"]
    two.post(f"/deductions/{number}/answer", data={"approved": "yes", "csrf": token(two)})
    one.post(f"/portals/{portal}/link", data={"csrf": token(one)})
    for client, people in ((one, False), (admin, True)):
        table = client.get("/audit").text.partition("<tbody>")[2]
        links = set(re.findall(r'data-label="Với"><a href="([^"]+)"', table))
        assert {f"/findings/{mark}", f"/scores/2026-Q4/{portal}#phieu", f"/portals/{portal}",
                "/audit?person=review"} <= links
        assert ("/people" in links) == people
        assert {link: code for link in links if (code := client.get(link).status_code) != 200} == {}


def test_a_period_without_a_name_gets_none():
    assert name_period(date(2026, 10, 1), date(2026, 12, 31)) == "2026-Q4"
    assert name_period(date(2026, 1, 1), date(2026, 9, 30)) == "2026-9M"
    assert name_period(date(2026, 1, 1), date(2026, 12, 31)) == "2026"
    assert name_period(date(2026, 10, 2), date(2026, 12, 31)) == ""


def test_the_form_of_a_note_shows_the_sum_against_the_ceiling(office):
    client = office.client("review")
    with_form = [text for row in client.get("/scores/2026-Q4.json").json()
                 if "Gửi duyệt" in (text := client.get(f"/scores/2026-Q4/{row['portal']}").text)]
    assert with_form
    for text in with_form:
        section = text.partition("</h2>")[2].partition("</section>")[0]
        taken = sum(Decimal(n.replace(",", ".")) for n in re.findall(r'"Trừ" class="num">([\d,]+)<', section))
        said = re.search(r"đang trừ cộng lại ([\d,]+) điểm, trần (\d+) \+ (\d+)", text)
        assert said is not None and f"{said[2]} + {said[3]}" in text.partition("</h2>")[0]
        assert Decimal(said[1].replace(",", ".")) == taken
