"""Deduction notes from chosen findings: one for each body, shown before they are made, all proposed or none."""

import os
import re

import pytest

from tests.web.office import Office, token
from tests.web.test_decisions import findings, send

DRAFT = "/deductions/draft"


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def chosen(desk):
    """Two confirmed findings of one body, one of another, and one that nobody confirmed."""
    client = desk.client("review")
    rows = [r for r in findings(client) if r["title"] in (
        "Thiếu mục: Tiếp cận thông tin", "Thiếu mục: Thủ tục hành chính", "Thiếu mục: Văn bản quy phạm pháp luật")]
    one, two, three = [r for r in rows if r["portal"] == "xa-a"]
    other = next(r for r in rows if r["portal"] != "xa-a")
    send(client, [f"{r['finding']}:0" for r in (one, two, other)], "confirm")
    return client, [one, two, other], three


def fields(page: str) -> dict:
    """What the form would send as it stands."""
    found = {name: re.findall(rf'name="{name}"[^>]*? value="([^"]*)"', page) for name in ("what", "points", "why")}
    return found | {"remark": re.findall(r'name="remark"[^>]*>([^<]*)</textarea>', page)}


def test_the_selection_leads_to_one_note_a_body_and_writes_nothing(desk, chosen):
    client, confirmed, unconfirmed = chosen
    marks = [r["finding"] for r in (*confirmed, unconfirmed)]
    to = send(client, [f"{mark}:0" for mark in marks], "note", back="/findings?period=2026-Q4&q=x")
    assert to.status_code == 303 and to.headers["location"] == f"{DRAFT}?finding={'.'.join(marks)}&period=2026-Q4"
    page = client.get(to.headers["location"]).text
    assert "Lập phiếu trừ điểm: 2 đơn vị" in page and "1 mục đã chọn không vào phiếu nào" in page
    assert "chưa được xác nhận" in page and len(fields(page)["what"]) == 3
    assert all(re.search(r"ghi nhận từ đêm \d\d/\d\d/\d{4} \(trừ [\d,]+ điểm\)$", r) for r in fields(page)["remark"])
    assert client.get("/deductions.json").json() == []


def test_all_lines_are_proposed_and_other_points_need_a_reason(desk, chosen):
    client, confirmed, _ = chosen
    finding = ".".join(r["finding"] for r in confirmed)
    form = fields(client.get(f"{DRAFT}?finding={finding}").text) | {"finding": finding, "csrf": token(client)}
    form["points"][0] = "0,5"
    refused = client.post(DRAFT, data=form)
    assert refused.status_code == 422 and "thì ghi lý do" in refused.text and 'value="0,5"' in refused.text
    assert client.get("/deductions.json").json() == []  # all or none
    form["why"] = ["đã có một phần của mục", "", ""]
    done = client.post(DRAFT, data=form)
    assert done.status_code == 303 and "Đã gửi duyệt 3 đề nghị" in client.get(done.headers["location"]).text
    rows = client.get("/deductions.json").json()
    assert sorted(r["action_words"] for r in rows) == ["xác nhận", "xác nhận", "đổi điểm"]
    assert {r["state"] for r in rows} == {"waiting"} and len({r["portal"] for r in rows}) == 2
    changed = next(r for r in rows if r["points"] is not None)
    assert changed["points"] == 0.5 and \
        changed["reason"].endswith("(trừ 0,5 điểm) – đổi điểm vì: đã có một phần của mục")
    assert len(client.get("/audit.json?what=propose").json()) == 3


def test_what_somebody_proposed_meanwhile_is_seen(desk, chosen):
    client, confirmed, _ = chosen
    finding = ".".join(r["finding"] for r in confirmed)
    form = fields(client.get(f"{DRAFT}?finding={finding}").text) | {"finding": finding, "csrf": token(client)}
    other = desk.client("approve")
    assert other.post(DRAFT, data=form | {"csrf": token(other)}).status_code == 303
    lost = client.post(DRAFT, data=form | {"csrf": token(client)})
    assert lost.status_code == 409 and "approve vừa ghi đề nghị" in lost.text
    assert len(client.get("/deductions.json").json()) == 3


@pytest.mark.parametrize(("change", "said"), [
    ({"what": ["xa-a nothing missing_section 0"]}, "không còn trên phiếu điểm"), ({"what": ["x"]}, "không còn trên"),
    ({"what": ["xa-a"]}, "không còn trên"), ({"points": ["nhiều"]}, "không phải là số điểm"),
    ({"remark": ["ngắn"]}, "ít nhất 10 ký tự"), ({"why": []}, "Không có khoản nào")])
def test_a_form_that_cannot_be_taken_writes_nothing(desk, chosen, change, said):
    client, confirmed, _ = chosen
    mark = confirmed[0]["finding"]
    form = fields(client.get(f"{DRAFT}?finding={mark}").text) | {"finding": mark, "csrf": token(client)}
    refused = client.post(DRAFT, data=form | change)
    assert refused.status_code in (409, 422) and said in refused.text
    assert client.get("/deductions.json").json() == []


def test_nothing_or_too_much_is_said(desk):
    client = desk.client("review")
    assert "Chọn ít nhất một mục" in client.get(DRAFT).text
    many = client.get(f"{DRAFT}?finding={'.'.join(['0' * 20] * 201)}")
    assert many.status_code == 422 and "nhiều nhất 200" in many.text
    assert "Không tìm thấy mục nào" in client.get(f"{DRAFT}?finding={'0' * 20}").text
