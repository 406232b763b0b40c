"""The servers that other tests stand on are real, private and empty at the start of each test."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.services import needs
from tests.services.vietnamese import Draft
from tests.services.wordpress import PERMALINKS, VIETNAM, usual_theme

NOW = datetime(2026, 11, 22, 20, tzinfo=VIETNAM)
LAST_YEAR = date(2025, 11, 22)


def test_postgresql_answers(postgresql_url):
    with sa.create_engine(postgresql_url).connect() as link:
        assert link.scalar(sa.text("select 1")) == 1
        assert int(link.scalar(sa.text("show server_version_num"))) >= 150000


def test_postgresql_sorts_vietnamese(postgresql_url):
    names = sa.text("select x from unnest(array['Văn', 'Đức', 'An', 'Âu', 'Dương']) x order by x collate \"vi-x-icu\"")
    with sa.create_engine(postgresql_url).connect() as link:
        assert list(link.scalars(names)) == ["An", "Âu", "Dương", "Đức", "Văn"]


def test_each_test_has_an_empty_database(database_url):
    _write_and_expect_one_row(database_url)


def test_each_test_has_an_empty_database_again(database_url):
    _write_and_expect_one_row(database_url)


def _write_and_expect_one_row(url):
    with sa.create_engine(url).begin() as link:
        link.execute(sa.text("create table notes (body text)"))
        link.execute(sa.text("insert into notes values ('Lào Cai')"))
        assert list(link.scalars(sa.text("select body from notes"))) == ["Lào Cai"]


def test_what_is_missing_is_said_and_skipped(monkeypatch):
    _pretend_nothing_is_installed(monkeypatch)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"no php, mariadbd, mariadb-install-db.*apt-get install wordpress"):
        needs.require("wordpress")


def test_what_is_missing_fails_in_ci(monkeypatch):
    _pretend_nothing_is_installed(monkeypatch)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"no initdb.*apt-get install postgresql"):
        needs.require("postgresql")


def _pretend_nothing_is_installed(monkeypatch):
    monkeypatch.setattr(needs, "find_program", lambda name: None)
    monkeypatch.setattr(needs, "find_postgresql_bin", lambda: None)


KILLED_RUN = """
import os, signal
from tests.services.process import running, server_folder
with server_folder("killed") as folder:
    with running(["sh", "-c", "sleep 300 & sleep 300"], folder, lambda: True) as server:
        print(server.pid, folder, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_leaves_no_server_behind():
    run = subprocess.run([sys.executable, "-c", KILLED_RUN], capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    group, folder = run.stdout.split()
    for _ in range(100):
        if not _is_group_alive(int(group)) and not Path(folder).exists():
            return
        time.sleep(0.1)
    pytest.fail(f"after 10 s: group alive {_is_group_alive(int(group))}, folder there {Path(folder).exists()}")


def _is_group_alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def filled(wordpress):
    """The site as a commune's portal, with its posts, newest first."""
    wordpress.empty()
    wordpress.configure(theme=usual_theme(), permalinks="category-slug-id")
    return wordpress, wordpress.fill_vietnamese(posts=70, categories=7, now=NOW)


@pytest.mark.slow
def test_wordpress_is_filled_as_a_portal(filled):
    _, posts = filled
    assert len(posts) == len({post.url for post in posts}) == len({post.title for post in posts}) == 70
    assert len({name for post in posts for name in post.categories}) == 7
    assert all(LAST_YEAR <= post.published_on <= NOW.date() for post in posts)
    assert len({post.published_on.month for post in posts}) > 6


@pytest.mark.slow
def test_wordpress_home_shows_the_newest(filled):
    site, posts = filled
    status, page = _fetch(site.url + "/")
    assert status == 200
    assert '<html lang="vi"' in page
    assert _shown(page, posts) == {post.title for post in posts[:10]}
    assert all(label in page for label in ("Thông báo", "Giới thiệu", "Liên hệ"))


@pytest.mark.slow
def test_wordpress_lists_a_category_over_pages(filled):
    site, posts = filled
    ours = [post for post in posts if "Thông báo" in post.categories]
    _, first = _fetch(site.url + "/category/thong-bao/")
    _, second = _fetch(site.url + "/category/thong-bao/page/2/")
    assert 10 < len(ours) <= 20
    assert _shown(first, posts) == {post.title for post in ours[:10]}
    assert _shown(second, posts) == {post.title for post in ours[10:]}
    assert "/category/thong-bao/page/2/" in first


@pytest.mark.slow
def test_wordpress_posts_show_title_date_and_file(filled):
    _, posts = filled
    for post in (posts[0], posts[-1]):
        status, page = _fetch(post.url)
        assert (status, post.title in unescape(page)) == (200, True)
        assert f"{post.published_on:%d/%m/%Y}" in page
    files = [re.search(r'href="([^"]+\.pdf)"', _fetch(post.url)[1]) for post in posts[-10:]]
    assert {_fetch(found[1])[0] for found in files if found} == {200}


@pytest.mark.slow
def test_wordpress_changes_are_seen(wordpress):
    wordpress.empty()
    wordpress.add_category("Thông báo")
    kept = wordpress.add_post("Thông báo tiếp công dân", "<p>Ngày 05 hằng tháng.</p>", "Thông báo", date(2026, 11, 20))
    gone = wordpress.add_post(
        "Mời họp thôn Nà Lốc", "<p>Kính mời.</p>", "Thông báo", datetime(2026, 11, 21, 8, 30, tzinfo=VIETNAM)
    )
    assert _shown(_fetch(wordpress.url + "/")[1], [kept, gone]) == {kept.title, gone.title}

    edited = wordpress.edit_post(kept.id, title="Thông báo hoãn tiếp công dân", body="<p>Chuyển sang ngày 06.</p>")
    wordpress.delete_post(gone.id)
    added = wordpress.add_post("Phòng, chống rét đậm", "<p>Che chắn chuồng trại.</p>", "Thông báo", date(2026, 11, 22))

    assert edited.url == kept.url
    assert "Chuyển sang ngày 06." in _fetch(kept.url)[1]
    assert _fetch(gone.url)[0] == 404
    assert _fetch(added.url)[0] == 200
    home = _fetch(wordpress.url + "/")[1]
    assert _shown(home, [kept, gone, edited, added]) == {edited.title, added.title}


@pytest.mark.slow
def test_wordpress_works_with_every_theme(filled_again):
    site, ids = filled_again
    for theme in needs.list_themes():
        site.configure(theme=theme)
        _expect_everything_shown(site, ids)


@pytest.mark.slow
@pytest.mark.parametrize("permalinks", PERMALINKS)
def test_wordpress_works_with_every_form_of_address(filled_again, permalinks):
    site, ids = filled_again
    site.configure(permalinks=permalinks)
    _expect_everything_shown(site, ids)


@pytest.fixture
def filled_again(wordpress):
    """The site with three posts, and its usual look again afterwards."""
    wordpress.empty()
    wordpress.add_category("Chuyển đổi số")
    wordpress.add_page("Giới thiệu", "<p>Xã có 18 thôn.</p>")
    drafts = [Draft(f"Bài số {n}", "<p>Nội dung.</p>", ("Chuyển đổi số",), date(2026, 11, n)) for n in (20, 21, 22)]
    yield wordpress, [post.id for post in wordpress.add_posts(drafts)]
    wordpress.configure(theme=usual_theme(), permalinks="category-slug-id")


def _expect_everything_shown(site, ids):
    site.make_menu()
    posts = [site.edit_post(number) for number in ids]  # asks for today's addresses
    status, page = _fetch(site.url + "/")
    assert (status, _shown(page, posts)) == (200, {post.title for post in posts})
    assert [_fetch(post.url)[0] for post in posts] == [200, 200, 200]
    menu = page[: page.index("<main")]
    assert all(label in menu for label in ("Chuyển đổi số", "Giới thiệu"))


def _fetch(url):
    """Ask as a stranger would; gives status and text."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def _shown(page, posts):
    """Which posts the middle of a page names; the newest ones also stand in a box at the end of every page."""
    text = unescape(page[page.index("<main") : page.index("</main>")])
    return {post.title for post in posts if post.title in text}
