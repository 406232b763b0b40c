"""The owner's link: one portal and no other, an answer that staff see, nothing for who has no link."""

import os
import re
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from crawler.people import OwnerLink
from tests.services.needs import require
from tests.web.browser import Watch, chromium, serve
from tests.web.office import PASSWORD, Office, token
from web.answers import morning, portals
from web.examples import find_examples


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


def make_link(office: Office, portal: str) -> str:
    staff = office.client("review")
    shown = staff.post(f"/portals/{portal}/link", data={"csrf": token(staff)})
    return re.search(r"/owners/[\w-]{43}", shown.text)[0]


def test_the_link_shows_one_portal_and_takes_an_answer(desk):
    link, owner, staff = make_link(desk, "xa-b"), desk.client(), desk.client("review")
    rows = staff.get("/findings.json?portal=xa-b&state=new").json()
    page = owner.get(link)
    assert page.status_code == 200 and f"còn thiếu {len(rows)} mục" in page.text and "Xã Bản Hồ" in page.text
    others = [r["finding"] for r in staff.get("/findings.json").json() if r["portal"] != "xa-b"]
    assert others and not any(mark in page.text for mark in others)
    reply = {"finding": rows[0]["finding"], "words": "Mục đã có ở trang Giới thiệu từ tháng trước"}
    assert owner.post(f"{link}/reply", data=reply | {"words": "ngắn"}).status_code == 422
    assert owner.post(f"{link}/reply", data=reply | {"finding": others[0]}).status_code == 404
    assert owner.post(f"{link}/reply", data=reply, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    done = owner.post(f"{link}/reply", data=reply, files={"paper": ("../../x.htm", b"%PDF-1.7 giay to", "text/html")})
    assert done.status_code == 303 and done.headers["location"] == f"{link}?sent=1"
    row = next(r for r in staff.get("/findings.json").json() if r["finding"] == rows[0]["finding"])
    assert (row["state"], row["decided_by"]) == ("appealed", "đơn vị: Xã Bản Hồ")
    shown = staff.get(f"/findings/{rows[0]['finding']}").text
    assert 'href="/files/1" download>x.pdf</a>' in shown and "đơn vị: Xã Bản Hồ" in shown
    assert staff.get("/files/1").content == b"%PDF-1.7 giay to"
    assert owner.get("/files/1").status_code == 303
    script = {"paper": ("a.pdf", b"<script>alert(1)</script>", "application/pdf")}
    again = reply | {"finding": rows[1]["finding"]}
    assert owner.post(f"{link}/reply", data=again, files=script).status_code == 422
    assert staff.get("/findings.json?portal=xa-b&state=appealed").json()[0]["finding"] == rows[0]["finding"]


def test_an_example_is_a_page_that_meets_the_section_and_nothing_else(desk, monkeypatch):
    rows = desk.client("review").get("/findings.json?portal=xa-b&state=new").json()
    missing = next(r["subject"] for r in rows if r["kind"] == "section")
    inside = desk.app.state.desk
    with Session(inside.reader) as session:
        real, known = morning(inside, session), portals(inside, session)
    at = next(v for v in real.sections if (v.portal, v.section.code) == ("xa-a", missing))
    shown = {code: replace(at, portal=code, verdict="met", matched_url=f"https://{code}.test/mau")
             for code in ("so-c", "xa-a")}

    def example(*verdicts):
        return find_examples(verdicts, known, "xa-b").get(missing)

    assert example(at, replace(shown["xa-a"], verdict="unknown"), replace(shown["xa-a"], portal="xa-b")) is None
    assert example(replace(shown["xa-a"], matched_url="javascript:alert(1)")) is None
    assert example(shown["so-c"]).url == "https://so-c.test/mau"
    assert example(shown["xa-a"], shown["so-c"]).url == "https://xa-a.test/mau"  # of the same block first
    monkeypatch.setattr("web.views.owners.morning",
                        lambda *_: replace(real, sections=(*real.sections, shown["xa-a"])))
    text = desk.client().get(make_link(desk, "xa-b")).text
    assert 'Ví dụ trang đã đạt:</b> <a href="https://xa-a.test/mau"' in text
    assert "kết thúc ngày 31/12/2026" in text


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_a_link_that_is_over_shows_nothing(desk, column):
    link = make_link(desk, "xa-b")
    with desk.write() as session, session.begin():
        session.execute(update(OwnerLink).values({column: OwnerLink.made_at}))
    assert desk.client().get(link).status_code == 404
    assert desk.client().post(f"{link}/reply", data={"finding": "x", "words": "đủ dài để gửi đi"}).status_code == 404
    assert desk.client().get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404


def test_15_the_commune_on_a_phone(desk):
    require("chromium")
    link = make_link(desk, "xa-b")
    with serve(desk.app) as base, chromium() as browser:
        watch = Watch(browser, base, 360, 740)
        page = watch.page
        page.goto(link)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert "cổng còn thiếu" in page.locator("h1").inner_text()
        button = page.locator("summary").first
        assert button.bounding_box()["height"] >= 44
        button.click()
        page.locator("textarea").first.fill("Mục đã có ở trang Giới thiệu từ tháng trước")
        page.locator("input[type=file]").first.set_input_files(
            {"name": "Công văn.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 giay to"})
        page.locator("button.main").first.click()
        page.wait_for_selector("text=Đã gửi giải trình")
        watch.context.close()
        assert watch.wrong == []
        staff = Watch(browser, base)
        seen = staff.sign_in("review", PASSWORD, "/findings?state=appealed")
        assert seen.locator("h1").inner_text().startswith("1 mục")
        seen.click("tr[data-row] a >> nth=0")
        seen.wait_for_selector("text=Mục đã có ở trang Giới thiệu từ tháng trước")
        assert "Công văn.pdf" in seen.locator("main").inner_text()
        assert staff.wrong == []
