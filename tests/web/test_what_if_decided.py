"""What one decision would change for an agency, how a block's scores spread, and the board of questions."""

import re
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from monitor.periods import parse_period
from monitor.scoring.cards import ComponentCard, Scorecard
from tests.web.office import Office
from web.answers import facts_of
from web.views.scores import spread_row

PERIOD = "/scores/2026-Q4"


def card_text(office: Office, portal: str, **asked: str) -> str:
    answer = office.client("review").get(f"{PERIOD}/{portal}", params=asked)
    assert answer.status_code == 200
    return answer.text


def charged(office: Office) -> tuple[str, str]:
    """(portal, finding) of a deduction that one finding alone stands behind."""
    client = office.client("review")
    for row in client.get(f"{PERIOD}.json").json():
        for line in re.findall(r"<tr><th scope=\"row\">.*?</tr>", client.get(f"{PERIOD}/{row['portal']}").text):
            points = re.search(r'data-label="Trừ" class="num">([\d,]+)<', line)
            marks = re.findall(r"/findings/(\w{20})", line)
            if points and len(marks) == 1 and points[1] != "0":
                return row["portal"], marks[0]
    pytest.fail("no deduction rests on one finding")


def test_a_waiver_on_trial_gives_points_back_and_keeps_nothing(office):
    portal, mark = charged(office)
    client = office.client("review")
    before = client.get(f"{PERIOD}.json").json()
    text = card_text(office, portal, finding=mark, action="waive").split('class="copy"')[1].split("</section>")[0]
    lost, kept = re.search(r"trừ <del>([\d,]+)</del> → <ins>([\d,]+)</ins>", text).groups()
    assert float(lost.replace(",", ".")) > 0 and kept == "0"
    assert "Cộng điểm trừ Thông tin: <del>" in text
    confirmed = card_text(office, portal, finding=mark, action="confirm").split('class="copy"')[1]
    assert "xác nhận phát hiện" in confirmed and "→ <ins>0</ins>" not in confirmed
    assert client.get(f"{PERIOD}.json").json() == before
    assert client.get(f"/findings.json?portal={portal}&state=dismissed").json() == []
    assert 'class="copy"' not in card_text(office, portal, finding="0" * 20, action="waive")
    assert client.get(f"{PERIOD}/{portal}", params={"finding": mark, "action": "delete"}).status_code == 400


def scored(portal: str, block: str, score: str | None) -> Scorecard:
    known = None if score is None else Decimal(score)
    part = ComponentCard("information", Decimal(50), Decimal(5), (), Decimal(0), "", known, known, "final")
    return Scorecard(portal, portal, "r", block, (part,), None, "", "final", Decimal(100))


def test_the_bands_of_a_block_hold_every_known_score(office):
    desk = office.app.state.desk
    with Session(desk.reader) as session:
        rubric, _ = facts_of(desk, session, parse_period("2026-Q4"))
    block = next(code for code, b in rubric.blocks.items() if tuple(b.bands) == (55, 50))
    cards = [scored(f"p{n}", block, score) for n, score in enumerate(("55", "54.5", "50", "12", None))]
    row = spread_row(cards, rubric, block)
    assert [(one.said, band.count) for one, band in row["bands"]] == [
        ("từ 55 trở lên", 1), ("từ 50 đến dưới 55", 2), ("dưới 50", 1)]
    assert (row["members"], row["unknown"]) == (5, 1)


def test_an_unknown_score_is_in_no_band_and_is_told(office):
    client = office.client("review")
    spread = client.get(PERIOD).text.split('id="phan-bo"')[1].split("</section>")[0]
    rows = client.get(f"{PERIOD}.json").json()
    unknown = sum(int(n) for n in re.findall(r"(\d+) đơn vị</a> chưa xác định", spread))
    assert unknown == sum(r["information"] is None for r in rows) > 0
    assert "style=" not in spread and "<script" not in spread


def test_every_question_stands_in_one_column(office):
    client = office.client("review")
    text, rows = client.get("/qa").text, client.get("/qa.json").json()
    columns = dict(re.findall(r'id="cot-(\w+)"><a href="[^"]*"><b>(\d+)</b>', text))
    assert sum(map(int, columns.values())) == len(rows) > 1
    assert list(columns) == ["acceptance", "waiting", "overdue", "in_time", "late", "unknown"]
    for code in ("overdue", "in_time"):
        pile = text.split(f'id="cot-{code}"')[1].split("</section>")[0]
        assert pile.count("/qa/clock?") == int(columns[code]) == len(client.get(f"/qa.json?level={code}").json())
    assert "trễ" in text.split('id="cot-overdue"')[1].split("</section>")[0]
    assert 'id="bang"' not in client.get("/qa?level=overdue").text
    assert client.get("/qa?portal=xa-b").text.count("Không có câu nào.") == 6
