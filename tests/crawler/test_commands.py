"""The crawler's commands as people call them: help in Vietnamese, plain refusals, one page read aloud, a directory."""

import json
import subprocess
import sys

import pytest

from crawler.config import ROOT
from tests.nights import environment, registry_file
from tests.site import serve_pages

NOW = "2026-11-20T01:30:00+07:00"
DIRECTORY = "<html><head><title>Cổng thành phần</title></head><body><h1>Các cổng thành phần</h1><ul class='list'>" \
    "<li><a href='http://xa1.example.vn/'>Xã Một</a></li><li><a href='http://moi2.example.vn/'>Xã Hai</a></li>" \
    "<li><a href='http://xa3.example.vn/'>Xã Ba mới thành lập</a></li></ul></body></html>"


def call(tmp_path, *arguments, **more):
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, env=environment(tmp_path / "data", NOW, **more),
                          capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(("command", "said"), [
    (("crawler", "--help"), "thu thập"), (("crawler", "nightly", "--help"), "Chạy một đêm"),
    (("crawler", "discover", "--help"), "danh bạ"), (("crawler", "migrate", "--help"), "cơ sở dữ liệu"),
    (("crawler", "read", "--help"), "trang"), (("monitor", "--help"), "Hỏi"), (("reports", "--help"), "Bản tin"),
    (("sample", "--help"), "Tỉnh mẫu"),
])
def test_help_is_vietnamese(tmp_path, command, said):
    done = call(tmp_path, *command)
    assert done.returncode == 0
    assert said in done.stdout


@pytest.mark.parametrize(("command", "said"), [
    (("crawler", "nightly", "--registry", "khong-co.csv"), "không có tệp này"),
    (("crawler", "nightly", "--only", "KHONG-CO"), "KHONG-CO"),
    (("crawler", "nightly", "--backend", "khong-co"), "khong-co"),
    (("crawler", "nightly", "--nhanh"), "--nhanh"),
    (("crawler", "read", "khong-co.html"), "khong-co.html"),
    (("crawler", "read", "ftp://xa.example.vn/"), "ftp://xa.example.vn/"),
    (("crawler", "discover", "danh-ba"), "danh-ba"),
])
def test_bad_usage_is_refused_with_2_and_plain_words(tmp_path, command, said):
    done = call(tmp_path, *command)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("url", ["sqlite:////proc/khong/duoc.db", "postgresql+psycopg://a@127.0.0.1:9/b", "vớ vẩn"])
@pytest.mark.parametrize("command", [("crawler", "migrate"), ("monitor", "runs", "2026")])
def test_a_database_that_cannot_be_opened_is_said_in_words(tmp_path, url, command):
    done = call(tmp_path, *command, SOICONG_DATABASE_URL=url)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "cơ sở dữ liệu" in done.stderr or "SOICONG_DATABASE_URL" in done.stderr


def test_migrating_twice_does_nothing_the_second_time(tmp_path):
    assert "Đã nâng cấp" in call(tmp_path, "crawler", "migrate").stderr
    assert "đã ở phiên bản này" in call(tmp_path, "crawler", "migrate").stderr


def test_scrapys_own_conventions_hold(tmp_path):
    assert call(tmp_path, "scrapy", "list").stdout.split() == ["directory", "portal"]
    assert call(tmp_path, "scrapy", "check").returncode == 0


def test_a_page_is_read_aloud(tmp_path):
    case = ROOT / "tests" / "pages" / "list" / "vnpt"
    done = call(tmp_path, "crawler", "read", str(case / "page.html"), "--url", "https://xa.example.vn/tin-tuc",
                "--json")
    answer = json.loads(done.stdout)
    assert answer.keys() >= {"kind", "title", "published_on", "date_source", "next", "items", "channels", "refused"}
    assert (answer["kind"], len(answer["items"])) == ("list", 10)
    assert answer["items"][0].keys() >= {"title", "url", "published_on"}
    words = call(tmp_path, "crawler", "read", str(case / "page.html"), "--url", "https://xa.example.vn/tin-tuc").stdout
    assert "Kế tiếp" in words
    assert "Khối" in words


def test_one_portal_by_scrapys_own_command(tmp_path):
    with serve_pages({"/": DIRECTORY}) as site:
        folder = tmp_path / "registry"
        folder.mkdir()
        registry_file(folder / "portals.csv", [{"code": "X1", "name": "Xã", "url": site.url + "/"}])
        done = call(tmp_path, "scrapy", "crawl", "portal", "-a", "only=X1", SOICONG_REGISTRY_DIR=str(folder))
    assert done.returncode == 0, done.stderr
    assert site.asked[:2] == ["/robots.txt", "/"]


def test_a_directory_is_compared_with_the_registry(tmp_path):
    rows = [{"code": "X1", "name": "Xã Một", "url": "http://xa1.example.vn/"},
            {"code": "X2", "name": "Xã Hai", "url": "http://cu2.example.vn/"},
            {"code": "X9", "name": "Xã Chín", "url": "http://xa9.example.vn/"}]
    registry, out = registry_file(tmp_path / "portals.csv", rows), tmp_path / "out.csv"
    with serve_pages({"/danh-ba": DIRECTORY}) as site:
        done = call(tmp_path, "crawler", "discover", site.url + "/danh-ba", "--registry", str(registry), "--out",
                    str(out))
        site.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
        forbidden = call(tmp_path, "crawler", "discover", site.url + "/danh-ba", "--registry", str(registry))
        missing = call(tmp_path, "crawler", "discover", site.url + "/khong-co", "--registry", str(registry))
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "– Xã Ba mới thành lập → http://xa3.example.vn/" in lines
    assert "X2 Xã Hai http://cu2.example.vn/ → http://moi2.example.vn/" in lines
    assert "X9 Xã Chín http://xa9.example.vn/" in lines
    assert not any("Xã Một" in line for line in lines)
    assert out.read_text().splitlines()[0] == "name,url"
    for failed in (forbidden, missing):
        assert failed.returncode == 1
        assert "không kết luận gì" in failed.stderr
