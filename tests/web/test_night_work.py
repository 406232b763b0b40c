"""What a night's page says of its requests, its hosts, the disk and the newest backup."""

import csv
import io
import os
from datetime import UTC, datetime

import pytest

from crawler.backup.take import take_backup
from crawler.models import NightPortal, Visit
from tests.web.office import Office

NIGHT = "/runs/2026-11-20"


@pytest.fixture
def desk(tmp_path):
    before = dict(os.environ)
    yield Office(tmp_path / "data")
    os.environ.clear()
    os.environ.update(before)


def ask(url: str, number: int, **more) -> Visit:
    at = datetime(2026, 11, 19, 19, number, tzinfo=UTC)
    plain = {"night_id": 50, "portal": "xa-b", "fingerprint": f"w{number}", "purpose": "article", "url": url,
             "key": url, "planned_at": at, "finished_at": at, "outcome": "observed", "status": 200, "seconds": 1.0}
    return Visit(**plain | more)


def test_slow_portals_second_tries_and_hosts_are_named(desk):
    with desk.write() as session, session.begin():
        session.get_one(NightPortal, (50, "xa-b")).hosts = "anh.xa-b.test"
        session.add_all([
            ask("https://xa-b.test/1", 1, seconds=2.5), ask("https://anh.xa-b.test/1", 2, seconds=3.5, attempt=2),
            ask("https://la.test/1", 3, portal="xa-a", seconds=1.0),
            ask("https://chua-hoi.test/1", 4, outcome="not_attempted", seconds=None),
            ask("https://chua-xong.test/1", 5, outcome=None, finished_at=None, seconds=None),
        ])
    text = desk.client("review").get(NIGHT).text
    slow = text.split('id="cham"')[1].split("</table>")[0]
    assert slow.index("Xã Bản Hồ") < slow.index("Xã A &amp; &lt;b&gt;B&lt;/b&gt;")
    assert '<td class="num">2</td><td class="num">3,0</td><td class="num">3,5</td>' in slow
    again = text.split('id="hoi-lai"')[1].split("</details>")[0]
    assert "1 lượt" in again and "Xã Bản Hồ" in again and "Sở" not in again
    hosts = text.split("Máy chủ đã hỏi")[1].split("</section>")[0]
    assert "1 máy chủ không có trong sổ đăng ký" in hosts and "<code>la.test</code> (1 lượt)" in hosts
    assert "anh.xa-b.test" in hosts.split("Danh sách")[1] and "anh.xa-b.test" not in hosts.split("Danh sách")[0]
    assert "chua-hoi.test" not in hosts and "chua-xong.test" not in hosts


def test_the_log_has_a_line_for_every_request(desk):
    with desk.write() as session, session.begin():
        session.add(ask("=HYPERLINK(1)", 6))
        expected = session.query(Visit).filter(Visit.night_id == 50).count()
    answer = desk.client("review").get(f"{NIGHT}/log.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == expected > 20 and answer.headers["content-disposition"].startswith("attachment")
    assert any(r["outcome"] == "down" and r["portal"] == "so-c" for r in rows)
    assert any(r["url"] == "'=HYPERLINK(1)" for r in rows)  # no formula for Excel
    assert desk.client("review").get("/runs/2020-01-01/log.csv").status_code == 404


def test_the_newest_backup_is_told_and_a_folder_put_away_is_not_lost(desk, tmp_path):
    client = desk.client("review")
    assert "Chưa ghi nhận bản sao lưu nào" in client.get("/runs").text
    take_backup(desk.settings, tmp_path / "ban-1", with_key=False)
    text = client.get(NIGHT).text
    assert str(tmp_path / "ban-1") in text and "không nhìn thấy" not in text and "Đĩa chứa dữ liệu: đã dùng" in text
    (tmp_path / "ban-1").rename(tmp_path / "cat-di")
    assert "lúc này máy không nhìn thấy thư mục ấy" in client.get("/runs").text
