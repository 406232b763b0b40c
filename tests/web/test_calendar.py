"""The calendar as the administrator changes it: deadlines follow at once, and everything stands in the log."""

import os
import shutil

import pytest

from tests.web.office import Office, token
from web.app import make_app


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    office = Office(tmp_path / "data")
    shutil.copytree(office.settings.registry_dir, tmp_path / "registry")
    office.settings = office.settings.model_copy(update={"registry_dir": tmp_path / "registry"})
    office.app = make_app(office.settings)
    yield office
    os.environ.clear()
    os.environ.update(before)


def late(client):
    return client.get("/qa.json?level=overdue").json()[0]["working_days_late"]


def test_10_a_holiday_moves_the_deadlines_and_back(desk):
    admin, client = desk.client("admin"), desk.client("review")
    before, file = late(client), desk.settings.registry_dir / "calendar.csv"
    text = file.read_bytes()
    day = {"csrf": token(admin), "day": "2026-11-17", "kind": "off", "name": "Nghỉ bù", "source": "Công văn 1/CV"}
    assert client.post("/calendar", data=day | {"csrf": token(client)}).status_code == 403
    assert admin.post("/calendar", data=day | {"source": ""}).status_code == 422
    assert file.read_bytes() == text
    assert admin.post("/calendar", data=day).status_code == 303
    assert late(client) == before - 1
    entry = client.get("/audit.json?what=calendar").json()[0]
    assert (entry["person"], entry["subject"], entry["reason"]) == ("admin", "2026-11-17", "Công văn 1/CV")
    assert admin.post("/calendar/remove", data={"csrf": token(admin), "day": "2026-11-17"}).status_code == 303
    assert late(client) == before and len(client.get("/audit.json?what=calendar").json()) == 2


def test_two_criteria_sets_differ_field_by_field(desk):
    client = desk.client("review")
    page = client.get("/rubrics?old=qd4526-2020&new=qd4526-2024").text
    assert "chỗ khác" in page and "<del>" in page and "<ins>" in page
    assert "giống hệt" in client.get("/rubrics?old=qd4526-2020&new=qd4526-2020").text
    assert client.get("/rubrics?old=x&new=y").status_code == 404
