"""What a finding names is marked in the kept page, and the page that has it is the one that is shown."""

from types import SimpleNamespace

import pytest

from crawler.evidence.canonical import sha256
from crawler.models import Picture, Visit
from tests.monitor.filled import LAST
from tests.web.test_scenarios import BEFORE, HOME, keep_pages
from web.archived import mark, show_archived
from web.evidence import Body, load_body
from web.excerpts import choose_page, excerpts_of
from web.page_diff import compare_with_before


@pytest.mark.parametrize(("page", "wanted", "marked"), [
    ("<li>Công  báo</li>", "công báo", "<li><mark>Công  báo</mark></li>"),
    ("<a>Công <b>báo</b> tỉnh</a>", "Công báo", "<a><mark>Công </mark><b><mark>báo</mark></b> tỉnh</a>"),
    ("<td>Công</td><td>báo</td>", "Công báo", "<td>Công</td><td>báo</td>"),       # two cells are two things
    ("<p>Công báo và công báo</p>", "Công báo", "<p><mark>Công báo</mark> và <mark>công báo</mark></p>"),
    ("<p>11/2/2026</p>", "1/2/2026", "<p>11/2/2026</p>"),                         # another day
    ("<p>a &amp; b c</p>", "a & b", "<p><mark>a &amp; b</mark> c</p>"),
    ("<p>.*abcd</p>", ".*", "<p>.*abcd</p>"),                                     # too short to be told
    ("<p>Mục lục</p>", "", "<p>Mục lục</p>"),
])
def test_an_excerpt_is_marked_where_it_stands(page, wanted, marked):
    assert mark(page, [wanted]) == (marked, marked.count("</mark>") - (1 if "<b><mark>" in marked else 0))


def test_the_frame_says_how_many_places_are_marked():
    body = Body("<p>Ngày 05/11/2026</p><p>5/11/2026</p>".encode(), "text/html; charset=utf-8")
    assert "Đã đánh dấu 2 chỗ" in show_archived(body, ["05/11/2026", "5/11/2026"])
    assert "không có đoạn nào" in show_archived(body, ["06/11/2026"])
    assert "class=note" not in show_archived(body)


def test_the_page_with_the_words_is_shown(office):
    keep_pages(office)
    with office.write() as session:
        def chosen(*words):
            return choose_page(session, office.settings, [BEFORE, HOME, 1], words)
        assert (chosen("Liên hệ"), chosen("Công báo")) == (HOME, BEFORE)
        assert chosen("không trang nào có") == chosen() == HOME  # the newest that is kept
        assert choose_page(session, office.settings, [1], ()) == 1
        assert choose_page(session, office.settings, [], ()) is None


def test_every_kind_of_finding_names_its_words(office):
    client = office.client("review")
    for row in client.get("/findings.json").json():
        text = client.get(f"/findings/{row['finding']}").text
        assert text.count('<iframe class="kept" name="kept"') == text.count(" sandbox src=") == 1
        assert ("Không có chữ nào để đánh dấu" in text) == row["title"].startswith("Thiếu mục"), row["title"]


def test_a_picture_is_shown_while_it_is_what_was_kept(office):
    client = office.client("review")
    mark = client.get("/findings.json?portal=xa-b&kind=section").json()[0]["finding"]
    assert "Ảnh chụp trang" not in client.get(f"/findings/{mark}").text
    webp, folder = b"RIFF0000WEBP", office.settings.data_dir / "evidence" / "pictures" / "2026-11-20"
    folder.mkdir(parents=True)
    (folder / f"{HOME}.webp").write_bytes(webp)
    with office.write() as session, session.begin():
        session.add(Picture(visit_id=HOME, night_id=50, night=LAST, portal="xa-b", url=session.get_one(Visit, HOME).url,
                            body="0" * 64, at=office.settings.now, browser="x", file=f"pictures/2026-11-20/{HOME}.webp",
                            length=len(webp), digest=sha256(webp), deleted_on=None))
    assert f'src="/evidence/{HOME}/picture"' in client.get(f"/findings/{mark}").text
    shown = client.get(f"/evidence/{HOME}/picture")
    assert shown.content == webp and shown.headers["content-type"] == "image/webp"
    (folder / f"{HOME}.webp").write_bytes(webp + b"x")
    assert client.get(f"/evidence/{HOME}/picture").status_code == 404
    assert office.client().get(f"/evidence/{HOME}/picture").status_code == 303


def test_days_are_marked_as_portals_print_them():
    found = SimpleNamespace(kind="section_stale", portal="xa-a", subject="x", page={"newest_on": "2026-02-05"})
    assert excerpts_of(None, found) == ("05/02/2026", "5/2/2026", "05-02-2026", "05.02.2026", "2026-02-05")


def test_of_a_page_called_unchanged_the_bytes_of_before_are_shown(office):
    with office.write() as session:
        for visit, status in ((BEFORE, 200), (HOME, 304)):
            one = session.get_one(Visit, visit)
            one.status, one.body_digest = status, "d" * 64
        session.flush()
        assert "Công báo" in load_body(session, office.settings, HOME).data.decode()
        assert compare_with_before(session, office.settings, HOME).same
        session.rollback()
