"""Scenarios of several people and of bad days in a real browser, on one office whose registry may be changed."""

import gzip
import io
import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import docx
import pytest
from docx.shared import Mm
from sqlalchemy import delete, update

from crawler.evidence.canonical import sha256
from crawler.models import ChannelNight, DoorNight, Night, NightPortal, Visit
from crawler.records import Record
from crawler.reruns import take_up
from monitor.scoring.rubric_files import choose_rubric, load_rubrics
from tests.services.needs import require
from tests.web.browser import Watch, chromium, open_office, watching
from tests.web.office import PASSWORD

HOME = 50100      # the visit of xa-b's home page on the newest night
BEFORE = 49100    # and on the night before
PERIOD = "2026-Q4"


@pytest.fixture(scope="module")
def browser():
    require("chromium")
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """One office for all: nothing here depends on what another scenario decided. Its rubric scores on half the
    criteria, so that the small database has scores."""
    with open_office(tmp_path_factory.mktemp("office"), changed_registry) as opened:
        keep_pages(opened[0])
        yield opened


def changed_registry(folder):
    file = folder / "rubrics" / "de-xuat-2025.toml"
    text, count = re.subn(r"(\[coverage_needed\]\ntitle = .*\n)value = 80", r"\1value = 10", file.read_text())
    assert count == 1
    file.write_text(text)


def keep_pages(office):
    """The home pages of two nights as records on disk."""
    folder = office.settings.data_dir / "evidence" / "2026-11-20"
    folder.mkdir(parents=True)
    pages = {BEFORE: "<li>Giới thiệu</li><li>Công báo</li>",
             HOME: "<li>Giới thiệu</li><li>Liên hệ</li><script>console.error('chạy')</script>"}
    with office.write() as session, session.begin():
        for visit, page in pages.items():
            body = f"<html><body><h1>Xã Bản Hồ</h1><ul>{page}</ul></body></html>".encode()
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            data = gzip.compress(
                b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.test/\r\nWARC-Record-ID: <urn:uuid:"
                + f"{visit:032d}".encode() + b">\r\nWARC-Date: 2026-11-19T18:42:07Z\r\nContent-Type: application/http; "
                b"msgtype=response\r\nContent-Length: " + str(len(head + body)).encode() + b"\r\n\r\n" + head + body
                + b"\r\n\r\n", mtime=0)
            (folder / f"{visit}.warc.gz").write_bytes(data)
            session.add(Record(
                visit_id=visit, night=date(2026, 11, 20), kind="response", url="http://x.test/",
                at=datetime(2026, 11, 19, 18, 42, 7, tzinfo=UTC), file=f"2026-11-20/{visit}.warc.gz", offset=0,
                length=len(data), digest=sha256(data), payload=sha256(body)))


@contextmanager
def people(browser, base, *names, refused=()):
    """A browser for each of them, signed in; `refused`: answers that a browser reports and that are wanted here."""
    watches = [Watch(browser, base) for _ in names]
    for watch in watches:
        watch.expected = refused
    yield [watch.sign_in(name, PASSWORD) for watch, name in zip(watches, names, strict=True)]
    for watch in watches:
        watch.context.close()
    assert [watch.wrong for watch in watches] == [[]] * len(names)


def test_3_a_changed_byte_is_seen_and_stops_the_confirmation(browser, place):
    office, base = place
    with people(browser, base, "review") as (page,):
        row = page.request.get("/findings.json?portal=xa-b&kind=section").json()[0]
        page.goto(f"/findings/{row['finding']}")
        assert "Liên hệ" in page.locator(".diff ins").inner_text()
        assert "Công báo" in page.locator(".diff del").inner_text()
        frame = page.frame_locator("iframe.kept")
        page.locator("iframe.kept").scroll_into_view_if_needed()
        assert frame.locator("h1").inner_text() == "Xã Bản Hồ" and frame.locator("script").count() == 0
        page.get_by_role("button", name="Kiểm tra").click()
        good = page.locator("#minh-chung .note.good").first
        assert "Khớp" in good.inner_text() and re.search(r"[0-9a-f]{64}", good.inner_text())
        assert "01:42:07 20/11/2026" in good.inner_text()
        file = office.settings.data_dir / "evidence" / "2026-11-20" / f"{HOME}.warc.gz"
        whole = file.read_bytes()
        file.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
        page.get_by_role("button", name="Kiểm tra").click()
        page.wait_for_selector("#minh-chung .note.bad")
        assert "Không khớp" in page.locator("#minh-chung .note.bad").inner_text()
        assert page.locator("#confirm").is_disabled()
        file.write_bytes(whole)
        page.get_by_role("button", name="Kiểm tra").click()
        page.wait_for_selector("#minh-chung .note.good")
        assert page.locator("#confirm").is_enabled()


def test_6_what_was_not_seen_costs_nothing(browser, place):
    with people(browser, place[1], "review") as (page,):
        page.goto(f"/scores/{PERIOD}")
        line = page.locator("tr", has_text="Đảng ủy phường D")
        assert "chưa xác định" in line.inner_text() and "Chưa đủ căn cứ" in line.inner_text()
        token = page.locator("input[name=csrf]").first.input_value()
        refused = page.request.post(f"/scores/{PERIOD}/dang-d/propose", form={
            "csrf": token, "component": "information", "what": "x missing_section", "action": "confirm",
            "reason": "trừ điểm dù chưa thấy cổng"})
        assert refused.status == 409 and "Chưa ghi đề nghị" in refused.text()
        assert [r for r in page.request.get("/deductions.json").json() if r["portal"] == "dang-d"] == []


def test_9_a_deduction_note_by_two_people(browser, place):
    with people(browser, place[1], "review", "approve") as (one, two):
        path = f"/scores/{PERIOD}/xa-a"
        one.goto(path)
        form = one.locator("details", has_text="Tạo phiếu").first
        form.locator("summary").click()
        note = form.locator("textarea")
        assert re.search(r"\(trừ [\d,]+ điểm\)$", note.input_value())
        form.locator("select").select_option("change_points")
        form.locator("input[name=points]").fill("0,5")
        note.fill("")
        form.get_by_role("button", name="Gửi duyệt").click()
        assert one.url.endswith(path)  # a reason is demanded before anything is sent
        note.fill("đã có mục, còn thiếu tệp (trừ 0,5 điểm)")
        assert form.locator("[aria-live] span").last.inner_text() == "đã có mục, còn thiếu tệp (trừ 0,5 điểm)"
        form.get_by_role("button", name="Gửi duyệt").click()
        one.wait_for_url("**#phieu")
        assert one.get_by_role("button", name="Duyệt số").count() == 0
        two.goto(path)
        two.get_by_role("button", name="Duyệt số").click()
        two.wait_for_selector("text=có hiệu lực")
        assert two.locator("section td s").count() >= 1  # the machine's value stays, struck through
        with two.expect_download() as got:
            two.click("text=Tải phiếu (Word)")
        made = docx.Document(got.value.path())
        page = made.sections[0]
        assert [round(x / Mm(1)) for x in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] \
            == [20, 20, 30, 15]
        assert made.styles["Normal"].font.name == "Times New Roman"
        head = [cell.text for row in made.tables[0].rows for cell in row.cells]
        assert "Độc lập - Tự do - Hạnh phúc" in head[1] and re.search(r"Số: +/", head[2])
        assert "Xã A & <b>B</b>" in "\n".join(c.text for t in made.tables for r in t.rows for c in r.cells)


def test_10_a_holiday_moves_the_deadline_and_back(browser, place):
    with people(browser, place[1], "admin", "review") as (admin, page):
        def late() -> int:
            return page.request.get("/qa.json?level=overdue").json()[0]["working_days_late"]

        before = late()
        admin.goto("/calendar")
        admin.fill("input[name=day]", "2026-11-17")
        admin.fill("input[name=name]", "Nghỉ bù")
        admin.fill("input[name=source]", "Công văn 1/CV")
        admin.locator("main form", has=admin.locator("input[name=name]")).locator("button").click()
        row = admin.locator("tr", has_text="17/11/2026")
        row.wait_for()
        assert late() == before - 1
        page.goto("/audit?what=calendar")
        assert "Công văn 1/CV" in page.locator("tbody").inner_text()
        row.get_by_role("button").click()
        row.wait_for(state="detached")
        assert late() == before


def test_12_other_numbers_are_tried_proposed_and_published_by_a_second_person(browser, tmp_path):
    with open_office(tmp_path, changed_registry) as (office, base), \
            people(browser, base, "review", "approve", "admin", refused=("409",)) as (page, chief, admin):
        page.goto(f"/scores/{PERIOD}")
        original = page.request.get(f"/scores/{PERIOD}.json").json()
        earlier = page.request.get("/scores/2026-Q3.json").json()
        assert page.locator("table.list caption", has_text="Xã, phường").count() == 1

        def put(field: str, value: str, changes: int) -> None:
            page.select_option("#t-field", field)
            page.fill("#t-value", value)
            page.locator(".try form").first.get_by_role("button").click()
            page.wait_for_selector(f".copy .diff li:nth-child({changes})")

        put("faults.missing_section.points", "0,1", 1)
        told = page.locator(".copy").inner_text()
        assert re.search(r"[1-9]\d* cổng tăng điểm, 0 cổng giảm điểm", told)
        before, after = re.search(r"đã xác định: ([\d,.]+) → ([\d,.]+)", told).groups()
        rows = [row.split("\t") for row in page.locator(".copy tbody tr").all_inner_texts()]
        gained = sum(number(row[3]) - number(row[2]) for row in rows)
        assert gained == number(after) - number(before) > 0
        assert page.url.endswith(f"/scores/{PERIOD}")  # the trial is not in the address: a reload ends it
        asked = []
        page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.reload()
        assert asked == ["beforeunload"] and page.locator(".copy").count() == 0
        assert page.request.get(f"/scores/{PERIOD}.json").json() == original

        put("faults.missing_section.points", "0,1", 1)
        put("thresholds.few_items.value", "6", 2)
        page.get_by_text("Đề xuất thay đổi bộ tiêu chí").click()
        page.fill("#p-title", "Bộ tiêu chí quý I năm 2027")
        page.fill("#p-source", "Công văn 12/CV")
        page.fill("#p-reason", "giảm nhẹ cho các xã mới sáp nhập")
        page.get_by_role("button", name="Gửi đề xuất").click()
        page.wait_for_url("**/rubrics/proposals/*")
        path = page.url.removeprefix(base)
        assert "chưa có mục" in page.locator(".diff").inner_text() and "0,1 điểm" in page.locator(".diff").inner_text()
        assert "cổng tăng điểm" in page.locator(".copy").inner_text()
        page.select_option("#t-period", "2026-Q3")
        page.get_by_role("button", name="Chạy thử").click()
        page.wait_for_url("**period=2026-Q3**")
        assert "Quý III năm 2026" in page.locator("#trial").locator("..").inner_text()
        assert page.get_by_role("button", name="Công bố từ").count() == 0  # the author does not publish
        admin.goto(path)
        assert admin.get_by_role("button", name="Công bố từ").count() == 0
        token = page.locator("input[name=csrf]").first.input_value()
        refused = page.request.post(f"{path}/answer", form={"csrf": token, "approved": "yes"})
        assert refused.status == 403

        chief.goto("/rubrics")
        chief.click("text=Số 1: Bộ tiêu chí quý I năm 2027")
        chief.get_by_role("button", name="Công bố từ 01/01/2027").click()
        chief.wait_for_selector("main .s-confirmed")
        chief.click("text=So hai bộ")
        diff = chief.locator("#diff").locator("..").inner_text()
        assert "“chưa có mục” › điểm trừ" in diff and "0,1" in diff and "Công văn 12/CV" in diff
        assert "31/12/2026" in chief.locator(".timeline .now").inner_text()
        assert "01/01/2027" in chief.locator(".timeline .ahead").inner_text()
        chief.goto("/audit")
        acts = chief.locator("td[data-label='Việc']", has_text="bộ tiêu chí").all_inner_texts()
        assert acts == ["Công bố bộ tiêu chí", "Đề xuất bộ tiêu chí"]
        assert page.request.get(f"/scores/{PERIOD}.json").json() == original
        assert page.request.get("/scores/2026-Q3.json").json() == earlier
        sections = [section.code for section in office.app.state.desk.rules().sections]
        rubrics = load_rubrics(office.settings.registry_dir / "rubrics", sections)
        new = choose_rubric(rubrics, date(2027, 3, 31))
        assert (new.faults["missing_section"].points, new.thresholds["few_items"].value) == (Decimal("0.1"), 6)
        assert choose_rubric(rubrics, date(2026, 12, 31)).id == "de-xuat-2025"


def number(words: str) -> Decimal:
    return Decimal(words.strip().replace(".", "").replace(",", "."))


def test_13_a_quarterly_report_is_frozen(browser, place):
    with people(browser, place[1], "review", "approve", refused=("422",)) as (page, chief):
        path = f"/reports/{PERIOD}/quarter"
        page.goto("/reports")
        page.click("text=Báo cáo quý")
        page.wait_for_url(f"**{path}")
        gaps = page.locator(".c-missing").count()
        assert gaps > 0 and "thiếu" in page.locator("#so").inner_text()
        assert page.locator("#lock").count() == 0  # who reviews does not lock

        def send(number: str) -> None:
            table = f"Mã hoặc tên chỉ tiêu,Kết quả\nBC-A10N,{number}\n"
            page.select_option("#i-kind", "indicators")
            page.set_input_files("#i-file", {"name": "so-lieu.csv", "mimeType": "text/csv", "buffer": table.encode()})
            page.click("text=Xem trước")

        send("nhiều")
        page.wait_for_selector("[role=alert]")
        assert "ô B2" in page.locator("[role=alert]").inner_text()
        page.click("text=Quay lại")
        send("1298")
        page.wait_for_selector("text=sẽ được lưu")
        page.click("text=Lưu số liệu")
        page.wait_for_url(f"**{path}")
        assert page.locator(".c-missing").count() == gaps - 1
        assert "1.298" in page.locator(".checks").first.inner_text()
        chief.goto(path)
        chief.click("#lock")
        chief.wait_for_selector("#ban")
        stamp = chief.locator("#ban code").first.inner_text()
        with chief.expect_download() as got:
            chief.locator("#ban a", has_text="Word").first.click()
        data = got.value.path().read_bytes()
        assert sha256(data) == stamp
        assert "Quý IV năm 2026" in chief.locator("h1").inner_text() and chief.locator("#lock").is_disabled()
        words = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
        assert "1.298" in words and "quý IV năm 2026" in words


def test_14_a_night_that_broke_off(browser, tmp_path):
    with open_office(tmp_path) as (office, base):
        started = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
        with office.write() as session, session.begin():
            session.add(Night(id=51, night=date(2026, 11, 21), state="interrupted", full=False, started_at=started,
                              exit_code=143, registry_digest="0" * 64, software="0.1.0"))
            session.flush()
            session.add_all(Visit(
                id=51000 + n, night_id=51, portal="xa-a", fingerprint=f"0-{n}", purpose="list", url="http://x.test/",
                key=f"xa-a/{n}", planned_at=started, outcome="observed" if n < 4 else None) for n in range(10))
        office.app.state.desk.settings = office.settings.model_copy(
            update={"now": office.settings.now + timedelta(days=1)})
        with watching(browser, base) as watch:
            page = watch.sign_in("review", PASSWORD, "/runs/2026-11-21")
            told = page.locator("main").inner_text()
            assert "Bị gián đoạn ở 4/10" in told and "143" in told and "--resume" in told
            before = page.request.get("/findings.json").json()
            assert {row["last_night"] for row in before} == {"2026-11-20"}  # nothing new from a night that broke off
            page.goto("/findings")
            assert "20/11/2026" in page.locator("main .grey").nth(0).inner_text() or \
                "20/11/2026" in page.locator("main").inner_text()


def test_14_an_unseen_portal_is_asked_for_again_and_the_progress_is_live(browser, tmp_path):
    """The page only keeps the wish; what the program does with it is played by its own functions here."""
    with open_office(tmp_path) as (office, base):
        with office.write() as session, session.begin():
            session.execute(delete(ChannelNight).where(ChannelNight.night_id == 50, ChannelNight.portal == "so-c"))
            session.execute(delete(DoorNight).where(DoorNight.night_id == 50, DoorNight.portal == "so-c"))
            session.execute(update(Visit).where(Visit.night_id == 50, Visit.portal == "so-c").values(outcome="down"))
        with people(browser, base, "review", "admin") as (page, admin):
            admin.goto("/runs/2026-11-20")
            assert admin.get_by_role("button", name="Chạy lại").count() == 0  # looks after accounts, decides nothing
            page.goto("/runs/2026-11-20")
            page.get_by_role("button", name="Chạy lại Sở Công Thương").click()
            page.wait_for_selector("text=1 cổng chờ chạy lại")
            assert "Sở Công Thương" in page.locator("#lai .log").inner_text()
            find = page.locator("#find")
            find.fill("đang gõ dở")

            with office.write() as session, session.begin():  # as the next call of the night does
                assert take_up(session, 50, {"so-c"}, office.settings.now) == ["so-c"]
                session.get_one(Night, 50).state = "running"
            page.wait_for_selector("text=Đang chạy")
            assert find.input_value() == "đang gõ dở"  # only the progress was exchanged
            first = page.locator("#progress progress").get_attribute("value")
            with office.write() as session, session.begin():
                session.execute(update(Visit).where(Visit.outcome.is_(None)).values(outcome="observed"))
            page.wait_for_function("was => document.querySelector('#progress progress').value > was", arg=int(first))
            assert "3/3 cổng đã hỏi xong" in page.locator("#progress").inner_text()
            page.goto("/runs")
            assert "Đang chạy" in page.locator("#progress").inner_text()
            page.goto("/runs/2026-11-20")
            with office.write() as session, session.begin():
                session.get_one(Night, 50).state = "partial"
                session.get_one(NightPortal, (50, "so-c")).state = "complete"
            page.click("text=Tải lại trang để xem kết quả")
            page.wait_for_selector("tr:has-text('Sở Công Thương') .s-complete")
            page.goto("/audit?what=rerun")
            assert "cổng: so-c" in page.locator("tbody").inner_text()
