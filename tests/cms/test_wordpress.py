"""A real WordPress, crawled over HTTP as one portal with platform=auto on two nights."""

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from tests.nights import monitor, registry_file, run_night

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, SECOND = "2026-11-20T01:30:00+07:00", "2026-11-21T01:30:00+07:00"
YEARS = "2025-01-01..2026-12-31"


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


def found_posts(data_dir, now):
    """(address -> post) of all that was found; fails when an address was found twice."""
    posts = monitor(data_dir, now, "posts", YEARS)
    by_path = {path_of(p["url"]): p for p in posts}
    assert len(by_path) == len(posts), "one post was stored twice"
    return by_path


@pytest.mark.slow
@pytest.mark.parametrize("permalinks", ["category-slug-id", "query"])
def test_a_real_wordpress_on_two_nights(wordpress, tmp_path, permalinks):
    wordpress.empty()
    wordpress.configure(permalinks=permalinks)
    truth = wordpress.fill_vietnamese(posts=70, categories=7, now=datetime(2026, 11, 19, 12, tzinfo=VIETNAM))
    registry = registry_file(tmp_path / "portals.csv", [
        {"code": "WP", "name": "Xã Thử Nghiệm", "url": wordpress.url + "/", "hosts": "127.0.0.1"},
    ])
    done = run_night(tmp_path, registry, FIRST)
    assert done.returncode == 0, done.stderr

    found = found_posts(tmp_path, FIRST)
    expected = {path_of(p.url): p for p in truth}
    assert sorted(expected.keys() - found.keys()) == [], "posts not found"
    assert sorted(found.keys() - expected.keys()) == [], "posts invented"
    wrong = {u: (found[u]["published_on"], p.published_on.isoformat()) for u, p in expected.items()
             if found[u]["published_on"] != p.published_on.isoformat()}
    assert wrong == {}, "dates wrong"
    assert {u for u, p in expected.items() if found[u]["title"] != p.title} == set()

    edited, removed = truth[10], truth[30]
    added = wordpress.add_post("Xã Thử Nghiệm khai trương nhà văn hóa thôn Bản Phố", "<p>Sáng nay, UBND xã khai trương "
                               "nhà văn hóa thôn với sự có mặt của đông đảo bà con nhân dân.</p>",
                               truth[0].categories[0], datetime(2026, 11, 20, 9, 15, tzinfo=VIETNAM))
    wordpress.edit_post(edited.id, body="<p>Nội dung đã được đính chính: thời gian tổ chức chuyển sang tuần sau, địa "
                                        "điểm không thay đổi, đề nghị bà con theo dõi thông báo mới.</p>")
    wordpress.delete_post(removed.id)
    done = run_night(tmp_path, registry, SECOND)
    assert done.returncode == 0, done.stderr

    after = found_posts(tmp_path, SECOND)
    assert {u for u, p in after.items() if p["first_seen"] == "2026-11-21"} == {path_of(added.url)}
    assert {u for u, p in after.items() if p["edited_on"] == "2026-11-21"} == {path_of(edited.url)}
    assert {u for u, p in after.items() if p["removed_on"] == "2026-11-21"} == {path_of(removed.url)}
    assert after[path_of(added.url)]["published_on"] == "2026-11-20"


@pytest.mark.slow
def test_nothing_observed_is_nothing_concluded(tmp_path):
    """Every request refused: the night ends with 3 or 4 and no portal is called inactive."""
    rows = [{"code": f"P{n}", "name": f"Xã {n}", "url": f"http://127.9.9.{n}:9/", "hosts": f"127.9.9.{n}"}
            for n in range(1, 9)]
    for night in range(18, 21):
        done = run_night(tmp_path, registry_file(tmp_path / "portals.csv", rows), f"2026-11-{night}T01:30:00+07:00")
        assert done.returncode == 4, done.stderr
    verdicts = monitor(tmp_path, SECOND, "inactive", "2026-Q4")
    assert len(verdicts) == 8
    assert {v["verdict"] for v in verdicts} == {"unknown"}
