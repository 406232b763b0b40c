"""Deduction notes on the page: proposed by one, approved by another, the machine's value beside them."""

import os

import pytest

from tests.web.office import Office, token


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


def test_two_people_make_a_deduction_note(desk):
    one, two = desk.client("review"), desk.client("approve")
    portal = one.get("/scores/2026-Q4.json").json()[0]["portal"]
    path = f"/scores/2026-Q4/{portal}"
    award = {"component": "information", "action": "award", "points": "1", "reason": "trình bày đẹp, dễ theo dõi"}

    assert one.post(f"{path}/propose", data=award | {"csrf": token(one), "reason": "ngắn"}).status_code == 409
    assert one.post(f"{path}/propose", data=award | {"csrf": token(one), "points": "nhiều"}).status_code == 409
    assert one.get("/deductions.json").json() == []
    assert one.post(f"{path}/propose", data=award | {"csrf": token(one)}).status_code == 303
    row = one.get("/deductions.json").json()[0]
    assert (row["by"], row["state"], row["counted_points"]) == ("review", "waiting", 0)

    answer = {"approved": "yes"}
    assert one.post(f"/deductions/{row['id']}/answer", data=answer | {"csrf": token(one)}).status_code == 403
    assert two.post(f"/deductions/{row['id']}/answer", data={"csrf": token(two)}).status_code == 422
    assert two.post(f"/deductions/{row['id']}/answer", data=answer | {"csrf": token(two)}).status_code == 303
    row = one.get("/deductions.json").json()[0]
    assert (row["answered_by"], row["state"]) == ("approve", "in_force")
    assert (row["counted_points"], row["machine_points"]) == (1, 0)
    assert [e["what"] for e in one.get(f"/audit.json?subject={portal}").json()] == ["approve", "propose"]


def test_nobody_approves_their_own_proposal(desk):
    client = desk.client("approve")
    portal = client.get("/scores/2026-Q4.json").json()[0]["portal"]
    award = {"csrf": token(client), "action": "award", "points": "1", "reason": "trình bày đẹp, dễ theo dõi"}
    assert client.post(f"/scores/2026-Q4/{portal}/propose", data=award).status_code == 303
    number = client.get("/deductions.json").json()[0]["id"]
    answer = {"csrf": token(client), "approved": "yes"}
    refused = client.post(f"/deductions/{number}/answer", data=answer)
    assert refused.status_code == 409 and "phải do người khác duyệt" in refused.text
    assert "Duyệt số" not in client.get(f"/scores/2026-Q4/{portal}").text


def test_an_outdated_form_shows_the_other_proposal(desk):
    one, two = desk.client("review"), desk.client("approve")
    portal = one.get("/scores/2026-Q4.json").json()[0]["portal"]
    award = {"action": "award", "points": "1", "reason": "trình bày đẹp, dễ theo dõi", "seen": "0"}
    path = f"/scores/2026-Q4/{portal}/propose"
    assert one.post(path, data=award | {"csrf": token(one)}).status_code == 303
    lost = two.post(path, data=award | {"csrf": token(two), "points": "2"})
    assert lost.status_code == 409 and "review vừa ghi đề nghị số 1" in lost.text
    assert len(one.get("/deductions.json").json()) == 1
