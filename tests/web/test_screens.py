"""The scenarios in a real browser, on the small database: each fails on a console error or a foreign request too."""

import re
import subprocess
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from crawler.judged import Decision
from crawler.models import Post
from tests.monitor.filled import add_night
from tests.services.needs import require
from tests.web.browser import Watch, chromium, open_office, watching
from tests.web.office import PASSWORD, token


@pytest.fixture(scope="module")
def browser():
    require("chromium")
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """For those that only look."""
    with open_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture
def place(tmp_path):
    """For those that decide."""
    with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture
def looker(shared, browser):
    with watching(browser, shared[1]) as watch:
        yield watch


@pytest.fixture
def watch(place, browser):
    with watching(browser, place[1]) as watch:
        yield watch


def headline(page) -> str:
    return page.locator("h1").inner_text()


def test_2_the_morning_in_ten_seconds(looker):
    page = looker.sign_in("review", PASSWORD)
    tiles = page.locator(".tiles a").all_inner_texts()
    assert tiles[0].startswith("2/4") and "20/11/2026" in page.locator("main .grey").first.inner_text()
    new = int(re.match(r"[\d.]+", tiles[1])[0])
    assert page.locator(".tiles a").nth(3).bounding_box()["y"] < 800
    page.locator(".tiles a").nth(1).click()
    page.wait_for_url("**since=2026-11-20**")
    assert headline(page).startswith(f"{new} mục")
    page.go_back()
    assert headline(page) == "Tổng quan sáng"


def test_4_several_by_keyboard_alone(watch, place):
    page = watch.sign_in("review", PASSWORD, "/findings?state=new")
    before = int(headline(page).split()[0])
    for key in "jxjxjx":
        page.keyboard.press(key)
    assert page.locator("#count").inner_text() == "Đã chọn 3 mục"
    page.keyboard.press("e")
    page.wait_for_selector("#undo")
    assert "3 mục" in page.locator("#live").inner_text()
    assert headline(page).startswith(f"{before - 3} mục")
    assert page.evaluate("document.activeElement.closest('tr[data-row]') !== null")  # the focus stays in the list
    page.keyboard.press("u")
    page.wait_for_selector("text=Đã hoàn tác 3 mục")
    assert headline(page).startswith(f"{before} mục")
    page.click(".user summary")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("#count").inner_text() == "Chưa chọn mục nào"
    with place[0].write() as session:
        assert len(session.scalars(select(Decision.id)).all()) == 6


def test_a_whole_list_is_decided_at_once_or_not_at_all(watch, place, monkeypatch):
    monkeypatch.setattr("web.views.findings.ROWS", 3)
    watch.expected = ("422",)
    office, _ = place
    page = watch.sign_in("review", PASSWORD, "/findings?state=new")
    total = int(headline(page).split()[0])

    def confirm_all() -> None:
        assert not page.locator("#every-box").is_visible()
        page.check("#all")
        page.check("#every")
        assert page.locator("#count").inner_text() == f"Đã chọn {page.locator('h1').inner_text().split()[0]} mục"
        page.click("#confirm")

    other = office.client("approve")
    row = other.get("/findings.json?state=new").json()[-1]
    other.post("/findings/decide", data={"csrf": token(other), "what": "appeal", "finding": f"{row['finding']}:0:0",
                                         "comment": "đơn vị gửi công văn"})
    confirm_all()
    page.wait_for_selector("text=Danh sách đã đổi từ lúc mở")
    with office.write() as session:
        assert len(session.scalars(select(Decision.id)).all()) == 1
    page.goto("/findings?state=new")
    confirm_all()
    page.wait_for_selector(f"text=Đã ghi quyết định cho {total - 1} mục")
    assert headline(page).startswith("0 mục")
    assert len(page.request.get("/findings.json?state=confirmed").json()) == total - 1


def test_5_a_waiver_needs_a_reason(watch, place):
    page = watch.sign_in("review", PASSWORD, "/findings?state=new")
    for key in "jxjxd":
        page.keyboard.press(key)
    page.click("#waive-send")
    assert page.locator("#waive-error").inner_text() == "Chọn một lý do bỏ qua."
    assert page.locator("#count").inner_text() == "Đã chọn 2 mục"
    page.select_option("#reason", "elsewhere")
    page.fill("#comment", "đã có ở mục Giới thiệu")
    page.click("#waive-send")
    page.wait_for_selector("#undo")
    page.goto("/findings?state=dismissed")
    assert headline(page).startswith("2 mục")
    page.goto("/audit?what=decide")
    assert page.locator("tbody tr").count() == 2 and "đã có ở mục khác" in page.locator("tbody").inner_text()
    with place[0].write() as session:  # the next night finds the silent portal's page changed, and it as silent
        add_night(session, -1)
        session.add(Post(portal="xa-b", key="xa-b/99", kind="post", url="https://xa-b.test/tin-99", title="Tin thêm",
                         published_on=date(2026, 8, 2), published_raw="02/08/2026", date_source="row",
                         date_grade="sure", first_seen=date(2026, 11, 21), last_seen=date(2026, 11, 21),
                         baseline=False))
        session.commit()
    place[0].judge(date(2026, 11, 21))
    desk = place[0].app.state.desk
    desk.settings = desk.settings.model_copy(update={"now": desk.now() + timedelta(days=1)})
    page.goto("/findings?state=reopened")
    assert headline(page).startswith("1 mục")
    page.click("tr[data-row] a >> nth=0")
    page.wait_for_selector("text=Trang hoặc quy tắc đã đổi sau quyết định trên")
    assert "đã có ở mục Giới thiệu" in page.locator("main").inner_text()


def test_6_not_seen_is_not_guilty(looker):
    page = looker.sign_in("review", PASSWORD, "/portals?outcome=open")
    unseen = page.locator("tbody th a").all_inner_texts()
    assert unseen and all("cổng" in t or "kỹ thuật" in t or "chủ quản" in t
                          for t in page.locator("td[data-label='Vì sao']").all_inner_texts())
    page.goto("/inactive")
    listed = page.locator("main > .scroll tbody th a").all_inner_texts()
    assert listed == ["Xã Bản Hồ"] and not set(listed) & set(unseen)
    assert "Đảng ủy phường D" in page.locator("section tbody").inner_text()


def test_7_the_page_of_a_portal(looker, browser, shared, tmp_path):
    page = looker.sign_in("review", PASSWORD)
    page.keyboard.press("/")
    page.keyboard.type("ban ho")
    page.keyboard.press("Enter")
    page.wait_for_url("**/portals/xa-b")
    assert headline(page) == "Xã Bản Hồ"
    assert page.locator(".heat tbody tr").count() >= 3 and page.locator(".heat td.hatch").count() > 0
    waiting = int(page.locator(".tiles b").first.inner_text())
    page.click("text=Xem như đơn vị")
    assert f"cổng còn thiếu {waiting} mục" in headline(page)
    assert page.get_by_role("button", name="Gửi").count() == 0  # staff only look
    page.click("text=Về trang của cổng")
    page.goto("/portals/xa-a")
    page.locator(".heat td a").first.click()
    page.wait_for_url("**day=**")
    assert page.locator("#day li").count() >= 1
    address = page.url
    other = Watch(browser, shared[1])
    seen = other.sign_in("approve", PASSWORD, address.removeprefix(shared[1]).replace("&", "%26").split("#")[0])
    assert seen.locator("#day li").count() == page.locator("#day li").count()
    page.emulate_media(media="print")
    assert not page.locator("nav.side").is_visible() and not page.locator(".top").is_visible()
    (tmp_path / "trang.pdf").write_bytes(page.pdf(format="A4"))
    printed = subprocess.run(["pdftotext", "-layout", tmp_path / "trang.pdf", "-"], capture_output=True, text=True,
                             check=True).stdout
    assert "Chuyên mục" in printed and "Nhật ký" not in printed  # whole words, and no navigation
    assert other.wrong == []


def test_8_the_message_says_what_the_screen_says(looker):
    page = looker.sign_in("review", PASSWORD, "/findings?block=communes&kind=section")
    for query in ("?block=communes&kind=section", "?portal=xa-b"):
        page.goto(f"/findings{query}")
        rows = page.locator("tr[data-row]").count()
        page.click("[data-copy=zalo]")
        message = page.evaluate("navigator.clipboard.readText()").strip().split("\n")
        assert message[-1].endswith(f"/findings{query}") and len("\n".join(message)) <= 2000
        more = [int(re.search(r"\d+", line)[0]) for line in message if line.startswith("… và")]
        assert sum(line.startswith("• ") for line in message) + sum(more) == int(headline(page).split()[0]) >= rows
        with page.expect_download() as got:
            page.click("text=Tải Excel")
        assert got.value.suggested_filename == "thieu-sot-2026-11-20.xlsx"
        sheet = openpyxl.load_workbook(got.value.path().open("rb")).worksheets[0]
        head, *lines = sheet.iter_rows(values_only=True)
        assert sheet.freeze_panes == "A2" and len(lines) == int(headline(page).split()[0])
        points = [line[head.index("Điểm trừ")] for line in lines]  # numbers, and nothing where no points are at stake
        assert any(points) and all(isinstance(p, int | float | None) for p in points)
        assert all(isinstance(line[head.index("Từ đêm")], date) for line in lines)


def test_10_the_clock_of_a_question(looker):
    page = looker.sign_in("review", PASSWORD, "/qa?level=overdue")
    assert page.locator("tbody tr").count() == 1
    page.click("text=cách tính hạn")
    assert page.locator("tr.off").count() >= 8 and "trễ" in page.locator("main").inner_text()


def test_11_silent_communes(looker):
    page = looker.sign_in("review", PASSWORD, "/inactive?days=30")
    assert "Xã Bản Hồ" in page.locator("main > .scroll tbody").inner_text()
    page.click("text=90 ngày")
    page.wait_for_url("**days=90")
    assert page.request.get("/inactive.json?days=90").json()[0]["portal"] == "xa-b"


def test_two_browsers_decide_at_once(watch, browser, place):
    one = watch.sign_in("review", PASSWORD)
    other = Watch(browser, place[1])
    other.expected = ("409",)
    two = other.sign_in("approve", PASSWORD)
    mark = one.request.get("/findings.json?state=new").json()[0]["finding"]
    one.goto(f"/findings/{mark}")
    two.goto(f"/findings/{mark}")
    two.select_option("#reason", "misread")
    two.fill("#comment", "tôi thấy nội dung ở mục khác")
    one.click("#confirm")
    one.wait_for_url("**done=**")
    two.click("#waive-send")
    two.wait_for_selector("text=Đã có người quyết định trước")
    assert "tôi thấy nội dung ở mục khác" in two.locator("main").inner_text()
    two.goto(f"/findings/{mark}")
    assert "review" in two.locator("#decision + ol").inner_text()
    assert other.wrong == []


@pytest.mark.parametrize("size", [(1280, 800), (360, 740)])
def test_no_screen_scrolls_sideways_or_weighs_too_much(looker, size):
    page = looker.sign_in("approve", PASSWORD)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    mark = page.request.get("/findings.json").json()[0]["finding"]
    for path in ("/", "/findings", f"/findings/{mark}", "/portals", "/portals/xa-a", "/qa", "/inactive", "/runs",
                 "/runs/2026-11-20", "/scores/2026-Q4", "/scores/2026-Q4/xa-a", "/audit", "/me"):
        answer = page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
        assert len(answer.body()) < 150_000, path
