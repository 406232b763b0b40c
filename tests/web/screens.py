"""`make screens`: pictures of all screens on a played sample (var/sample), wide and on a phone, into var/screens."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.config import load_settings
from crawler.database import migrate, open_engine
from crawler.models import Night
from tests.web.browser import Watch, chromium, serve
from tests.web.office import PASSWORD
from web.accounts import add_person
from web.answers import this_quarter
from web.app import make_app
from web.warm import warm

OUT = Path("var/screens")
SIZES = ((1280, 800), (360, 740))
PAGES = {
    "tong-quan": "/", "thieu-sot": "/findings?state=open", "cong": "/portals", "hoi-dap": "/qa",
    "khong-hoat-dong": "/inactive?days=30", "cham-diem": "/scores", "dot-thu-thap": "/runs", "nhat-ky": "/audit",
    "phieu-tru-diem": "/deductions", "bo-tieu-chi": "/rubrics?old=qd4526-2020&new=qd4526-2024", "bao-cao": "/reports",
    "so-lieu-nhap": "/imports", "doi-chieu": "/qa/beside", "lich": "/calendar",
    "soan-bao-cao": "/reports/{period}/quarter",
}
WIDEST = """width => [...document.querySelectorAll("main *")].filter(e => !e.parentElement.closest(".scroll")
  && e.getBoundingClientRect().right > width + 1).map(e => `${e.tagName}.${e.className} ${e.textContent.slice(0, 60)}`)
  .slice(0, 6).join(" | ")"""
WHOLE = ("trang-thieu-sot", "trang-cong")  # what matters on them is not all on the first screen


def main(data: Path) -> int:
    """Take the pictures; 1 when a page is wider than its screen, says an error or asks for something elsewhere."""
    if not (data / "monitor.db").exists():
        print(f"Chưa có đêm mẫu nào ở {data}. Chạy trước: make run RUN_ARGS='--no-web --nights 4'")
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="soicong-screens-") as folder:
        copy = Path(folder) / "monitor.db"
        copy.write_bytes((data / "monitor.db").read_bytes())  # nobody crawls now; decisions stay out of the original
        os.environ |= {"SOICONG_DATA_DIR": str(data), "SOICONG_DATABASE_URL": f"sqlite:///{copy}"}
        settings = load_settings()
        migrate(settings.database)
        with Session(open_engine(settings.database, write=True)) as session, session.begin():
            newest = session.scalar(select(func.max(Night.night)).where(Night.state.in_(("complete", "partial"))))
            add_person(session, "ảnh", "nguoi.xem", "Cán bộ rà soát", "approve", PASSWORD, datetime.now().astimezone())
        morning = datetime.fromisoformat(f"{newest}T07:30:00+07:00")
        app = make_app(settings.model_copy(update={"now": morning}))
        warm(app.state.desk)
        with serve(app) as base, chromium() as browser:
            for width, height in SIZES:
                wrong += take(Watch(browser, base, width, height), width)
    print("\n".join(wrong) or f"Ảnh: {OUT.resolve()}")
    return 1 if wrong else 0


def take(watch: Watch, width: int) -> list[str]:
    watch.page.goto("/login")
    watch.page.screenshot(path=OUT / f"dang-nhap-{width}.png")
    page = watch.sign_in("nguoi.xem", PASSWORD)
    found = page.request.get("/findings.json").json()
    nights = page.request.get("/runs.json").json()
    quarter = this_quarter(date.fromisoformat(nights[0]["night"]))
    pages = {name: address.format(period=quarter) for name, address in PAGES.items()}
    pages["dem"] = f"/runs/{nights[0]['night']}"
    if found:
        pages |= {"trang-thieu-sot": f"/findings/{found[0]['finding']}", "trang-cong": f"/portals/{found[0]['portal']}",
                  "phieu": f"/scores/{quarter}/{found[0]['portal']}",
                  "diem-moi-ky": f"/portals/{found[0]['portal']}/scores", "lap-phieu": draft_of(page, found)}
        page.goto(pages["trang-cong"])
        page.get_by_role("button", name="Tạo liên kết cho đơn vị").click()
        pages |= {"trang-don-vi": page.input_value("#zalo").removeprefix(watch.base)}
    for name, address in pages.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if page.locator("iframe.kept").count():
            page.locator("iframe.kept").scroll_into_view_if_needed()  # it is loaded when it comes near
            page.frame_locator("iframe.kept").locator("body *").first.wait_for()
            page.screenshot(path=OUT / f"minh-chung-{width}.png")
            page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=OUT / f"{name}-{width}.png", full_page=name in WHOLE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            watch.wrong.append(f"{name}: {wide} px wide on a screen of {width}: {page.evaluate(WIDEST, width)}")
    page.goto("/findings?state=open")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#preview h2, #minh-chung")
    page.screenshot(path=OUT / f"xem-nhanh-{width}.png")
    return watch.wrong


def draft_of(page: Page, found: list[dict[str, Any]]) -> str:
    """Two findings of one body and one of another, confirmed, as the selection sends them."""
    wanted = [r for r in found if r["points"] and r["kind"].startswith("section")]
    one = [r for r in wanted if r["portal"] == wanted[0]["portal"]][:2]
    chosen = [*one, *[r for r in wanted if r["portal"] != wanted[0]["portal"]][:1]]
    page.goto("/findings")
    csrf = page.locator("input[name=csrf]").first.input_value()
    for row in chosen:
        page.request.post("/findings/decide", form={"csrf": csrf, "finding": f"{row['finding']}:0", "what": "confirm"})
    return f"/deductions/draft?finding={'.'.join(r['finding'] for r in chosen)}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/sample")))
