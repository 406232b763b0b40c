"""A portal whose pages are nothing without scripts: read through a real browser, or honestly not observed."""

import json

import pytest

from spiders.browser import find_chromium
from tests.nights import monitor, registry_file, run_night
from tests.site import serve_pages

NOW, NEXT = "2026-11-20T01:30:00+07:00", "2026-11-21T01:30:00+07:00"
SHELL = ("<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>Xã Thử</title></head><body>"
         "<noscript>Trang này cần JavaScript.</noscript><div id='root'></div><script src='/app.js'></script>"
         "</body></html>")
APP = """
const root = document.getElementById('root');
const menu = "<nav><ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin-tuc'>Tin tức</a></li>"
  + "<li><a href='/thong-bao'>Thông báo</a></li></ul></nav>";
function draw(data) {
  if (data.rows) {
    const rows = data.rows.map(r => `<article><h3><a href="/bai/${r.id}">${r.title}</a></h3>`
      + `<span class="date">${r.day}</span><p>${r.summary}</p></article>`).join("");
    root.innerHTML = menu + `<main><h1>${data.title}</h1>${rows}${data.pager || ""}</main>`;
  } else {
    root.innerHTML = menu + `<main><h1>${data.title}</h1><p class="date">Ngày đăng: ${data.day}</p>`
      + `<div class="noi-dung">${data.body}</div></main>`;
  }
}
const path = location.pathname === "/" ? "/trang-chu" : location.pathname;
fetch("http://STRANGER/dem-luot-xem.json").catch(() => 0);
fetch("/api" + path + ".json").then(r => { if (!r.ok) throw r.status; return r.json(); })
  .then(draw).catch(() => { root.textContent = ""; });
"""
PROSE = "Sáng nay, Ủy ban nhân dân xã phối hợp với các đơn vị tổ chức chương trình với sự tham gia của bà con. "

needs_browser = pytest.mark.skipif(find_chromium() is None, reason="chưa cài playwright và chromium")


def title(n):
    return f"Hội nghị triển khai nhiệm vụ phát triển kinh tế lần thứ {n} của xã"


def rows(numbers):
    return [{"id": n, "title": title(n), "day": f"{n + 1:02d}/11/2026", "summary": PROSE} for n in numbers]


def publish(site, news, notices):
    """Fill the application's data: two channels and a page of each post."""
    data = {"trang-chu": {"title": "Xã Thử", "rows": rows([*news, *notices])},
            "tin-tuc": {"title": "Tin tức", "rows": rows(news)},
            "thong-bao": {"title": "Thông báo", "rows": rows(notices)}}
    data |= {f"bai/{n}": {"title": title(n), "day": f"{n + 1:02d}/11/2026", "body": f"<p>{PROSE * 4}</p>" * 3}
             for n in (*news, *notices)}
    site.pages |= {f"/api/{path}.json": json.dumps(facts) for path, facts in data.items()}
    site.pages |= {path if path != "/trang-chu" else "/": SHELL for path in (f"/{p}" for p in data)}


def play(tmp_path, site, stranger, now=NOW, **more):
    site.pages["/app.js"] = APP.replace("STRANGER", stranger.url.removeprefix("http://"))
    registry = registry_file(tmp_path / "portals.csv", [
        {"code": "X1", "name": "Xã Thử", "url": site.url + "/", "hosts": "127.0.0.1"}])
    done = run_night(tmp_path, registry, now, **more)
    assert done.returncode in (0, 3), done.stderr
    return done.returncode, {p["url"].rsplit("/", 1)[1]: p for p in monitor(tmp_path, now, "posts", "2026")}


@needs_browser
def test_an_application_is_read_after_its_scripts_ran_and_its_news_is_seen_although_its_document_stays(tmp_path):
    with serve_pages({}) as site, serve_pages({}, "127.0.0.2") as stranger:
        publish(site, range(6), range(10, 14))
        code, found = play(tmp_path, site, stranger)
        assert code == 0
        assert {n: p["published_on"] for n, p in found.items()} == \
            {str(n): f"2026-11-{n + 1:02d}" for n in (*range(6), *range(10, 14))}
        publish(site, range(7), range(10, 14))
        _, found = play(tmp_path, site, stranger, NEXT)
        assert [n for n, p in found.items() if p["first_seen"] == "2026-11-21"] == ["6"]
    assert stranger.asked == []


@needs_browser
def test_what_robots_txt_forbids_is_not_asked_for_by_scripts_either_and_nothing_is_called_missing(tmp_path):
    with serve_pages({"/robots.txt": "User-agent: *\nDisallow: /api/"}) as site, \
            serve_pages({}, "127.0.0.2") as stranger:
        publish(site, range(6), range(10, 14))
        code, found = play(tmp_path, site, stranger)
    assert (code, found) == (3, {})
    assert not [path for path in site.asked if path.startswith("/api/")]
    [verdict] = monitor(tmp_path, NOW, "inactive", "2026-11")
    assert verdict["verdict"] == "unknown"


@needs_browser
def test_a_list_whose_data_do_not_come_is_cut_not_empty(tmp_path):
    with serve_pages({}) as site, serve_pages({}, "127.0.0.2") as stranger:
        publish(site, range(6), range(10, 14))
        site.pages["/api/thong-bao.json"] = (500, "{}")
        _, found = play(tmp_path, site, stranger)
    assert set(map(str, range(6))) <= found.keys()
    states = {row["channel"]: row["state"] for row in monitor(tmp_path, NOW, "coverage", "2026-11")}
    assert states["Tin tức"] == "observed"
    assert states["Thông báo"] not in ("observed", "observed_empty")


def test_without_a_browser_such_a_portal_is_not_observed(tmp_path):
    with serve_pages({}) as site, serve_pages({}, "127.0.0.2") as stranger:
        publish(site, range(6), range(10, 14))
        code, found = play(tmp_path, site, stranger, PATH="/nowhere")
    assert (code, found) == (3, {})
    [verdict] = monitor(tmp_path, NOW, "inactive", "2026-11")
    assert verdict["verdict"] == "unknown"
    assert "/app.js" not in site.asked
