"""axe-core (WCAG 2.0 to 2.2, A and AA) on every screen: no violation; and it does find one where there is one."""

import subprocess
import tarfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.services.needs import require
from tests.web.browser import Watch, chromium, open_office
from tests.web.office import PASSWORD, Office, token

SET = "faults.missing_section.points=0.5"
AXE = "axe-core@4.14.1"
RUN = "axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}})"


def propose(office: Office) -> None:
    """A new rubric version to look at."""
    person = office.client("review")
    done = person.post("/rubrics/propose", data={
        "csrf": token(person), "base": "de-xuat-2025", "set": SET, "valid_from": "2027-01-01", "title": "Bản mới",
        "source": "Công văn 1/CV", "reason": "giảm nhẹ cho xã mới"})
    assert done.status_code == 303, done.text


def add_to(office: Office, mark: str, other: str) -> None:
    """Both findings confirmed, a file with the first."""
    person = office.client("review")
    form = {"csrf": token(person), "finding": [f"{mark}:0", f"{other}:0"], "what": "confirm"}
    assert person.post("/findings/decide", data=form).status_code == 303
    done = person.post(f"/findings/{mark}/files", data={"csrf": token(person)},
                       files={"file": ("ảnh.png", b"\x89PNG\r\n\x1a\n", "image/png")})
    assert done.status_code == 303, done.text


@pytest.fixture(scope="module")
def axe(tmp_path_factory) -> str:
    require("npm")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run(["npm", "pack", AXE], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode != 0:
        pytest.skip(f"npm pack {AXE}: {done.stderr[-200:]}")
    with tarfile.open(next(folder.glob("*.tgz"))) as packed:
        return packed.extractfile("package/axe.min.js").read().decode()


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[tuple[Browser, str, list[str]]]:
    """One browser and one office for both widths: (browser, address, screens)."""
    require("chromium")
    with open_office(tmp_path_factory.mktemp("office")) as (office, base), chromium() as browser:
        propose(office)
        marks = [r["finding"] for r in office.client("review").get("/findings.json").json() if r["points"]]
        mark, other = marks[0], marks[-1]
        add_to(office, mark, other)
        yield browser, base, [
            "/", "/findings", f"/findings/{mark}", "/portals", "/portals/xa-a", "/qa", "/inactive", "/runs", "/reports",
            "/reports/2026-Q4/quarter", "/runs/2026-11-20", "/scores/2026-Q4", "/scores/2026-Q4/xa-a", "/deductions",
            "/rubrics", "/rubrics/proposals/1", "/rubrics?old=qd4526-2024&new=de-xuat-2025",
            f"/scores/2026-Q4?set={SET}", "/portals/xa-a/scores", f"/deductions/draft?finding={mark}.{other}",
            "/scores/2026-Q4?block=commune&band=-", "/imports", "/qa/beside", "/calendar", "/audit", "/me"]


@pytest.mark.parametrize("width", [1280, 360])
def test_every_screen_is_accessible(place, axe, width):
    browser, base, screens = place
    watch = Watch(browser, base, width, 740)
    page, found = watch.page, {}
    page.goto("/login")
    page.evaluate(axe)
    found["/login"] = [v["id"] for v in page.evaluate(RUN)["violations"]]
    watch.sign_in("approve", PASSWORD)
    for path in screens:
        page.goto(path)
        page.evaluate(axe)
        found[path] = [f"{v['id']} {v['nodes'][0]['html'][:80]}" for v in page.evaluate(RUN)["violations"]]
    page.goto("/findings")
    page.keyboard.press("j")
    page.keyboard.press("Enter")  # beside the list, or on a phone the page
    page.wait_for_selector("#preview h2, #minh-chung")
    page.evaluate(axe)
    found["Enter"] = [f"{v['id']} {v['nodes'][0]['html'][:80]}" for v in page.evaluate(RUN)["violations"]]
    assert {path: said for path, said in found.items() if said} == {}
    page.evaluate("document.querySelector('main').append(new Image(), document.createElement('select'))")
    assert {v["id"] for v in page.evaluate(RUN)["violations"]} == {"image-alt", "select-name"}
    watch.context.close()
