"""The report builder: figures with their gaps, an import refused by its cell, freezing with versions and hashes."""

import hashlib
import os
import re

import pytest

from tests.web.office import Office, token

PATH = "/reports/2026-Q4/quarter"


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path)
    os.environ.clear()
    os.environ.update(before)


def send_visits(client, number: str):
    table = f"\"Tên cơ quan, đơn vị\",Nguồn số liệu,Lượt truy cập\nSở Y tế,EMC,120\nSở Tư pháp,EMC,{number}\n"
    return client.post("/imports/preview", data={"csrf": token(client), "kind": "visits", "period": "2026-Q4",
                                                 "back": PATH}, files={"file": ("luot.csv", table.encode())})


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))


def test_a_file_with_a_bad_cell_is_refused_and_a_good_one_stored(desk):
    client = desk.client("review")
    refused = send_visits(client, "nhiều")
    assert refused.status_code == 422 and "ô C3" in refused.text and "nhiều" in refused.text
    shown = send_visits(client, "80")
    assert shown.status_code == 200 and "2 dòng sẽ được lưu" in shown.text
    assert client.get("/audit.json?what=import").json() == []
    form = hidden(shown.text.split("/imports/store")[1])
    assert client.post("/imports/store", data=form).headers["location"] == PATH
    assert client.post("/imports/store", data=form).status_code == 303  # again: nothing changes
    entry = client.get("/audit.json?what=import").json()[0]
    assert entry["person"] == "review" and len(client.get("/audit.json?what=import").json()) == 1
    (one,) = client.get("/imports.json").json()
    assert (one["kind"], one["version"], one["lines"], one["standing_words"]) == ("visits", 1, 2, "có")
    file = client.get(f"/imports/{one['id']}").text
    assert "luot.csv" in file and "Sở Y tế" in file and ">120<" in file and one["sha256"] in file
    assert f'href="/imports/{one["id"]}"' in client.get("/audit?what=import").text
    assert client.get("/imports/999").status_code == 404
    table = client.get("/imports/visits/template.xlsx?period=2026-Q4")
    assert table.content.startswith(b"PK") and client.get("/imports/x/template.xlsx").status_code == 404


def test_the_offices_own_table_of_questions_beside_the_pages(desk):
    client, path = desk.client("review"), "/qa/beside?period=2026-Q4"
    assert "Chưa nhập bảng câu hỏi" in client.get(path).text and client.get("/qa/beside.json").json() == []
    heads = "Tên cơ quan,Tổng số,Số câu đã trả lời,Câu hỏi chờ trả lời,Câu hỏi chờ tiếp nhận,Đã xóa"
    table = f"{heads}\nXã Bản Hồ,99,90,5,4,0\n"
    shown = client.post("/imports/preview", data={"csrf": token(client), "kind": "questions", "period": "2026-Q4",
                                                  "back": path}, files={"file": ("hoi-dap.csv", table.encode())})
    assert shown.status_code == 200, shown.text
    stored = client.post("/imports/store", data=hidden(shown.text.split("/imports/store")[1]))
    assert stored.headers["location"] == path
    rows = client.get("/qa/beside.json?period=2026-Q4").json()
    (total,) = [r for r in rows if r["office"] == 99]  # a body of the registry that no night of this office knew
    assert (total["public"], total["difference"]) == (None, None) and "không quan sát được" in total["explained"]
    assert all(r["explained"] or r["difference"] == 0 for r in rows)
    assert "hoi-dap.csv" in client.get(path).text and total["explained"] in client.get(path).text
    away = client.post("/imports/preview", data={"csrf": token(client), "kind": "questions", "period": "2026-Q4",
                                                 "back": "/qa/beside?period=//evil.test"},
                       files={"file": ("x.csv", table.encode())})
    assert "evil.test" not in away.text


def test_frozen_versions_keep_their_bytes(desk):
    client, chief = desk.client("review"), desk.client("approve")
    draft = client.get(f"{PATH}/draft.docx").content
    assert draft == client.get(f"{PATH}/draft.docx").content
    assert client.post(f"{PATH}/freeze", data={"csrf": token(client)}).status_code == 403
    shown = chief.get(PATH).text
    reason = {"override": "đã hỏi lại nơi cung cấp"} if "chưa khóa được" in shown else {}
    assert chief.post(f"{PATH}/freeze", data={"csrf": token(chief), **reason}).status_code == 303
    one = client.get(f"{PATH}/1.docx").content
    assert one == draft and hashlib.sha256(one).hexdigest() in client.get(PATH).text
    assert chief.post(f"{PATH}/freeze", data={"csrf": token(chief), **reason}).status_code == 409
    (kept,) = (p for p in (desk.settings.data_dir / "reports").glob("*.docx") if p.read_bytes() == one)
    kept.write_bytes(one + b"x")
    assert client.get(f"{PATH}/1.docx").status_code == 409
    assert chief.get("/audit.json?what=freeze").json()[0]["person"] == "approve"
    assert client.get(f"{PATH}/2.docx").status_code == 404 and client.get("/reports/2026-Q4/x").status_code == 404
