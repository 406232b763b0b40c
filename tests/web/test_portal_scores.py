"""A portal's page: whom to ask, who confirmed it, the running score; every period's score; lists behind the counts."""

import os
import re

import pytest

from tests.web.office import Office, token
from tests.web.test_decisions import findings, send

CONTACT = {"name": "Cán bộ đầu mối", "position": "Văn phòng", "phone": "0214 1", "email": "a@b.vn",
           "confirmed_by": "Chánh Văn phòng", "confirmed_on": "2026-11-19"}


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


def test_who_answers_for_a_portal_is_written_by_an_administrator(desk):
    admin, staff = desk.client("admin"), desk.client("review")
    assert "sổ đăng ký chưa ai xác nhận" in staff.get("/portals/xa-a").text
    form = CONTACT | {"csrf": token(admin)}
    for wrong in ({"phone": "<b>"}, {"email": "a b@c"}, {"confirmed_on": ""}, {"confirmed_on": "2026-12-01"},
                  {"confirmed_on": "x"}, {"confirmed_by": ""}):
        assert admin.post("/portals/xa-a/contact", data=form | wrong).status_code == 422, wrong
    assert admin.post("/portals/nothing/contact", data=form).status_code == 404
    assert admin.post("/portals/xa-a/contact", data=form).headers["location"] == "/portals/xa-a#lien-he"
    page = staff.get("/portals/xa-a").text
    assert "do Chánh Văn phòng xác nhận ngày 19/11/2026" in page
    assert "Cán bộ đầu mối, Văn phòng · 0214 1 · a@b.vn" in page
    action = 'action="/portals/xa-a/contact"'
    assert action not in page and action in admin.get("/portals/xa-a").text
    admin.post("/portals/xa-a/contact", data=form | {"phone": "0214 2222"})
    entries = admin.get("/audit.json?what=contact").json()
    assert [e["reason"] for e in entries] == [
        "điện thoại", "người liên hệ, chức vụ, điện thoại, thư điện tử, người xác nhận, ngày xác nhận"]
    assert not any("0214" in str(e) or "đầu mối" in str(e) for e in entries)  # a log is for ever
    assert 'href="/portals/xa-a"' in admin.get("/audit?what=contact").text


def test_the_running_score_and_every_period_side_by_side(desk):
    client = desk.client("review")
    head = client.get("/portals/xa-a").text
    total = re.search(r"Điểm đang tính, ([^:]+): <a href=\"/scores/2026-Q4/xa-a\"><b>([^<]+)", head)
    sheet = next(r for r in client.get("/scores/2026-Q4.json").json() if r["portal"] == "xa-a")
    assert total[1] == "Quý IV năm 2026" and (total[2] == "–") == (sheet["total"] is None)
    page = client.get("/portals/xa-a/scores").text
    assert "Quý IV năm 2026" in page and 'hx-get="/portals/xa-a/scores/2026"' in page
    rows = client.get("/portals/xa-a/scores.json").json()
    assert [r["period"] for r in rows] == ["2026-Q4", "2026"] and rows[0]["changes"] == 0
    assert rows[0]["information"] == sheet["information"]
    mark = next(r["finding"] for r in findings(client) if r["portal"] == "xa-a" and r["kind"] == "section")
    assert send(client, [f"{mark}:0"], "waive", reason="misread", comment="có ở trang chủ rồi mà").status_code == 303
    award = {"csrf": token(client), "action": "award", "points": "1", "reason": "trình bày đẹp, dễ theo dõi"}
    assert client.post("/scores/2026-Q4/xa-a/propose", data=award).status_code == 303
    changes = client.get("/portals/xa-a/scores/2026-Q4").text
    assert "miễn trừ" in changes and "có ở trang chủ rồi mà" in changes and "đề nghị số 1: cộng điểm" in changes
    assert client.get("/portals/xa-a/scores/1999-Q1").status_code == 404
    assert {client.get(f"/portals/nothing/scores{end}").status_code for end in ("", ".json", "/2026-Q4")} == {404}


def test_a_count_of_a_band_leads_to_the_list_behind_it(desk):
    client = desk.client("review")
    page, rows = client.get("/scores/2026-Q4").text, client.get("/scores/2026-Q4.json").json()
    links = re.findall(r'href="(/scores/2026-Q4\?block=[^"#]+)#bang"[^>]*>([\d.]+)', page)
    assert links
    for address, count in links:
        path, _, query = address.replace("&amp;", "&").partition("?")
        found = client.get(f"{path}.json?{query}").json()
        assert len(found) == int(count) and {r["portal"] for r in found} <= {r["portal"] for r in rows}
        assert f"Đang xem {count} đơn vị" in client.get(f"{path}?{query}").text
    assert sum(int(count) for _, count in links) == len(rows)
    best = [r["qa"] for r in client.get("/scores/2026-Q4.json?sort=qa").json() if r["block"] == "commune"]
    assert best == sorted(best, key=lambda s: (s is None, -(s or 0))) and len(best) == 2
    assert len(client.get("/scores/2026-Q4.json?block=commune&band=999").json()) == len(rows)


def test_a_portals_page_says_the_same_alone_and_among_all(desk):
    staff, kept = desk.client("review"), desk.app.state.desk
    codes = re.findall(r'href="/portals/([\w.-]+)"', staff.get("/portals").text)
    assert len(codes) >= 3

    def show(code):
        return re.sub(r'(name="csrf" value=|nonce=)"[^"]*"', "", staff.get(f"/portals/{code}").text)

    for code in codes:
        kept.forget()
        alone = show(code)
        assert not {key[0][0] for key in kept._answers} & {"facts", "notes", "stakes", "morning"}, code
        staff.get("/", follow_redirects=True)
        assert {key[0][0] for key in kept._answers} >= {"facts", "notes", "stakes", "morning"}
        assert show(code) == alone, code
