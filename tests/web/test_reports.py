"""Reports on the page: a text is checked and not kept, files are looked up and never put together, the letter opens."""

import io

import docx
import pytest

from tests.web.office import token

WRONG = "Tổng số 10 cơ quan: 7 cơ quan đạt, 5 cơ quan chưa đạt.\nCó 50/100 hồ sơ, đạt tỷ lệ 60%.\n"
PATHS = ["../monitor.db", "..%2Fmonitor.db", "%2e%2e%2fmonitor.db", "....//monitor.db", "/etc/passwd", "..\\monitor.db",
         "a/../../monitor.db", "%00", "digest.html%00.png", "C:\\x", "~root", ".", "..", "file:///etc/passwd",
         "%c0%ae%c0%ae/x", "..;/x", "con", "x" * 5000, "\u2215etc", "%252e%252e%252f"]


def test_a_report_is_checked_and_not_kept(office):
    client = office.client("review")
    report = {"report": ("bao cao.txt", WRONG.encode())}
    answer = client.post("/reports/check", data={"csrf": token(client)}, files=report)
    assert answer.status_code == 200 and "50/100" in answer.text and "bao cao.txt" in answer.text
    broken = client.post("/reports/check", data={"csrf": token(client)}, files={"report": ("x.docx", b"PK no zip")})
    assert broken.status_code == 422 and "/tmp/" not in broken.text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("start", ["/reports/files/", "/files/"])
def test_no_path_leads_out(office, start, path):
    folder = office.settings.data_dir / "reports"
    folder.mkdir(exist_ok=True)
    (folder / "digest.html").write_text("<script>alert(1)</script>")
    answer = office.client("review").get(start + path)  # a client may have made `..` another page of ours
    assert answer.status_code < 500 and "content-disposition" not in answer.headers


def test_a_listed_file_is_downloaded_and_not_shown(office):
    folder = office.settings.data_dir / "reports"
    folder.mkdir(exist_ok=True)
    (folder / "digest.html").write_text("<script>alert(1)</script>")
    client = office.client("review")
    assert "digest.html" in client.get("/reports").text
    answer = client.get("/reports/files/digest.html")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_the_letter_to_an_owner_opens(office):
    client = office.client("review")
    answer = client.get("/portals/xa-b/letter.docx")
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "Xã Bản Hồ" in text
    assert client.get("/portals/nowhere/letter.docx").status_code == 404
