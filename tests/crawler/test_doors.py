"""Feeds and sitemaps: a way in where no list shows a post, and a cross-check whose disagreement is kept."""

import json

from sqlalchemy import text

from crawler.database import open_engine
from tests.nights import monitor, registry_file, run_night
from tests.site import serve_pages

NOW = "2026-11-20T01:30:00+07:00"
MENU = "<nav><ul><li><a href='/gioi-thieu'>Giới thiệu</a></li><li><a href='/tin-tuc'>Tin tức</a></li>" \
       "<li><a href='/thong-bao'>Thông báo</a></li><li><a href='/lien-he'>Liên hệ</a></li></ul></nav>"
TITLES = ["Hội nghị triển khai nhiệm vụ trọng tâm quý IV", "Ra quân xây dựng đường giao thông nông thôn",
          "Tập huấn kỹ năng số cho cán bộ thôn bản", "Thông báo lịch tiếp công dân tháng mười hai"]
PROSE = "Sáng nay, Ủy ban nhân dân xã phối hợp với các đơn vị tổ chức chương trình với sự tham gia của bà con. "


def page(title, body, head=""):
    return f"<html lang='vi'><head><title>{title}</title>{head}</head><body>{MENU}<main>{body}</main></body></html>"


def article(title, day):
    return page(title, f"<h1>{title}</h1><p class='date'>Ngày đăng: {day}</p><div class='body'><p>{PROSE * 4}</p>"
                       f"<p>{PROSE * 3}</p></div>")


def listing(numbers):
    rows = "".join(f"<li><h3><a href='/bai/{n}'>{TITLES[n]}</a></h3><span class='date'>1{n}/11/2026</span>"
                   f"<p>{PROSE}</p></li>" for n in numbers)
    return page("Tin tức", f"<h1>Tin tức</h1><ul class='list'>{rows}</ul>")


def feed(site, entries):
    items = "".join(f"<item><title>{TITLES[n]}</title><link>{site}/bai/{n}</link><pubDate>{when}</pubDate></item>"
                    for n, when in entries)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>RSS</title>{items}</channel></rss>"


def play(tmp_path, site):
    tmp_path.mkdir(exist_ok=True)
    registry = registry_file(tmp_path / "portals.csv", [
        {"code": "X1", "name": "Xã Thử", "url": site.url + "/", "hosts": "127.0.0.1"}])
    done = run_night(tmp_path, registry, NOW)
    posts = {p["url"]: p for p in monitor(tmp_path, NOW, "posts", "2026")}
    engine = open_engine(f"sqlite:///{tmp_path / 'monitor.db'}")
    with engine.connect() as connection:
        doors = [dict(r._mapping) for r in connection.execute(text("select * from door_nights order by url"))]
        state = connection.execute(text("select state, reason from night_portals")).one()
    engine.dispose()
    return done, posts, doors, tuple(state)


def test_a_post_that_only_the_feed_shows_is_found_and_a_day_that_differs_is_said(tmp_path):
    with serve_pages({}) as site:
        link = "<link rel='alternate' type='application/rss+xml' href='/rss'>"
        site.pages |= {
            "/": page("Xã Thử", "<p>Trang thông tin điện tử</p>", link), "/tin-tuc": listing([0, 1, 2]),
            "/rss": feed(site.url, [(0, "Tue, 10 Nov 2026 08:00:00 +0700"), (1, "Sat, 14 Nov 2026 08:00:00 +0700"),
                                    (3, "Fri, 13 Nov 2026 08:00:00 +0700")]),
            **{f"/bai/{n}": article(TITLES[n], f"1{n}/11/2026") for n in range(4)},
        }
        done, posts, doors, _ = play(tmp_path, site)
    assert done.returncode in (0, 3), done.stderr
    assert {u.rsplit("/", 1)[1]: (p["published_on"], p["channels"]) for u, p in posts.items()} == {
        "0": ("2026-11-10", ["Tin tức"]), "1": ("2026-11-11", ["Tin tức"]), "2": ("2026-11-12", ["Tin tức"]),
        "3": ("2026-11-13", []),
    }
    [door] = doors
    assert (door["kind"], door["items"], door["unlisted"], door["differs"]) == ("feed", 3, 1, 1)
    examples = json.loads(door["examples"])
    assert [(e["url"].rsplit("/", 1)[1], e["door"], e["ours"]) for e in examples] == [
        ("1", "2026-11-14", "2026-11-11"), ("3", "2026-11-13", None)]


def test_a_home_page_of_scripts_is_not_observed_but_its_sitemap_leads_to_posts(tmp_path):
    shell = "<html><head><title>Xã Thử</title><script src='/app.js'></script></head><body><div id='root'></div>" \
            "<noscript>You need to enable JavaScript to run this app.</noscript></body></html>"
    with serve_pages({}) as site:
        urls = "".join(f"<url><loc>{site.url}/bai/{n}</loc><lastmod>2026-11-1{n}</lastmod></url>" for n in range(4))
        site.pages |= {
            "/": shell, "/robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site.url}/so-do.xml\n",
            "/so-do.xml": f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}"
                          "</urlset>",
            **{f"/bai/{n}": article(TITLES[n], f"1{n}/11/2026") for n in range(4)},
        }
        done, posts, doors, state = play(tmp_path, site)
    assert done.returncode == 3, done.stderr
    assert state == ("not_observed", "js_only")
    assert sorted(p["published_on"] for p in posts.values()) == [f"2026-11-1{n}" for n in range(4)]
    assert [d["kind"] for d in doors] == ["sitemap"]


def test_the_feed_dates_posts_whose_own_pages_say_only_weeks_ago(tmp_path):
    def vague(title):
        return article(title, "x").replace("Ngày đăng: x", "2 weeks, 3 days ago")

    with serve_pages({}) as site:
        link = "<link rel='alternate' type='application/rss+xml' href='/rss'>"
        rows = listing([0, 1, 2])
        for n in range(3):
            rows = rows.replace(f"1{n}/11/2026", "2 weeks, 3 days ago")
        site.pages |= {
            "/": page("Xã Thử", "<p>Trang thông tin điện tử</p>", link), "/tin-tuc": rows,
            "/rss": feed(site.url, [(0, "Tue, 03 Nov 2026 08:00:00 +0700"), (1, "Mon, 02 Nov 2026 08:00:00 +0700")]),
            **{f"/bai/{n}": vague(TITLES[n]) for n in range(3)},
        }
        _, posts, _, _ = play(tmp_path, site)
    found = {url.rsplit("/", 1)[1]: (p["published_on"], p["date_source"]) for url, p in posts.items()}
    assert found == {"0": ("2026-11-03", "feed"), "1": ("2026-11-02", "feed"), "2": (None, "row")}


def test_a_feed_of_changes_dates_nothing_and_makes_no_page_a_post(tmp_path):
    def changed(title, day):
        return article(title, "x").replace("Ngày đăng: x", f"Sửa đổi lần cuối: {day}")

    with serve_pages({}) as site:
        link = "<link rel='alternate' type='application/rss+xml' href='/rss'>"
        rows = listing([0, 1, 2])
        for n in range(3):
            rows = rows.replace(f"1{n}/11/2026", "")
        site.pages |= {
            "/": page("Xã Thử", "<p>Trang thông tin điện tử</p>", link), "/tin-tuc": rows,
            "/rss": feed(site.url, [(0, "Tue, 10 Nov 2026 22:00:00 +0000"), (3, "Fri, 13 Nov 2026 08:00:00 +0000")]),
            **{f"/bai/{n}": changed(TITLES[n], f"1{n}/11/2026") for n in range(4)},
        }
        _, posts, _, _ = play(tmp_path, site)
    assert {url.rsplit("/", 1)[1]: p["published_on"] for url, p in posts.items()} == {"0": None, "1": None, "2": None}


def test_a_page_that_is_closed_to_robots_has_no_posts_behind_it_unless_the_whole_site_is(tmp_path):
    closed = "<meta name='robots' content='noindex,nofollow'>"
    for name, home in (("open", ""), ("closed", closed)):
        with serve_pages({}) as site:
            site.pages |= {
                "/": page("Xã Thử", "<p>Trang thông tin điện tử</p>", home),
                "/tin-tuc": listing([0, 1, 2]).replace("</head>", closed + "</head>"),
                **{f"/bai/{n}": article(TITLES[n], f"1{n}/11/2026") for n in range(3)},
            }
            _, posts, _, _ = play(tmp_path / name, site)
        assert len(posts) == (0 if name == "open" else 3)
