"""A home page that is the site's only list: its further pages, or the months its older posts are filed under."""

from tests.nights import monitor, registry_file, run_night
from tests.site import serve_pages

NOW, NEXT = "2026-11-20T01:30:00+07:00", "2026-11-21T01:30:00+07:00"
PROSE = "Sáng nay, Ủy ban nhân dân xã phối hợp với các đơn vị tổ chức chương trình với sự tham gia của bà con. "


def page(title, body):
    return f"<html lang='vi'><head><title>{title}</title></head><body><main>{body}</main></body></html>"


def title(n):
    return f"Hội nghị triển khai nhiệm vụ phát triển kinh tế lần thứ {n} của xã"


def day(n):
    return f"{n % 28 + 1:02d}/{6 - n // 10:02d}/2026"


def rows(numbers):
    return "".join(f"<article><h2><a href='/bai/{n}'>{title(n)}</a></h2><span class='date'>{day(n)}</span>"
                   f"<p>{PROSE}</p></article>" for n in numbers)


def articles(numbers):
    return {f"/bai/{n}": page(title(n), f"<h1>{title(n)}</h1><p class='date'>Ngày đăng: {day(n)}</p><div>"
                                        f"<p>{PROSE * 4}</p><p>{PROSE * 3}</p></div>") for n in numbers}


def play(tmp_path, site, now=NOW):
    registry = registry_file(tmp_path / "portals.csv", [
        {"code": "X1", "name": "Xã Thử", "url": site.url + "/", "hosts": "127.0.0.1"}])
    done = run_night(tmp_path, registry, now)
    assert done.returncode == 0, done.stderr
    return {p["url"].rsplit("/", 1)[1]: p for p in monitor(tmp_path, now, "posts", "2026")}


def test_the_home_page_is_walked_back_through_its_pager_and_on_the_next_night_not_again(tmp_path):
    with serve_pages({}) as site:
        site.pages |= articles(range(30))
        for n in range(3):
            pager = f"<nav class='pagination'><a rel='next' href='/page/{n + 2}'>Cũ hơn</a></nav>" if n < 2 else ""
            site.pages["/" if n == 0 else f"/page/{n + 1}"] = page("Xã Thử", rows(range(10 * n, 10 * n + 10)) + pager)
        found = play(tmp_path, site)
        assert sorted(map(int, found)) == list(range(30))
        assert {p["published_on"][8:] for p in found.values()} == {f"{n % 28 + 1:02d}" for n in range(30)}
        site.asked.clear()
        assert sorted(map(int, play(tmp_path, site, NEXT))) == list(range(30))
    assert [c["end_reason"] for c in monitor(tmp_path, NEXT, "coverage", "2026-11-21..2026-11-21")] == \
        ["date_window_reached"]
    assert "/page/2" not in site.asked


def test_older_posts_are_found_in_the_archive_of_months(tmp_path):
    with serve_pages({}) as site:
        site.pages |= articles(range(30))
        links = "".join(f"<li><a href='/{2026}/{m:02d}/'>Tháng {m}/2026</a></li>" for m in (6, 5, 4))
        archive = f"<aside><h3>Lưu trữ</h3><ul>{links}</ul></aside>"
        site.pages["/"] = page("Xã Thử", rows(range(10)) + archive)
        for n, month in enumerate((6, 5, 4)):
            site.pages[f"/2026/{month:02d}/"] = page("Lưu trữ", rows(range(10 * n, 10 * n + 10)) + archive)
        assert sorted(map(int, play(tmp_path, site))) == list(range(30))
    [channel] = monitor(tmp_path, NOW, "coverage", "2026-11-20..2026-11-20")
    assert (channel["end_reason"], channel["oldest_on"]) == ("last_page", "2026-04-01")
