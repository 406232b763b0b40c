"""For machines: the API says what the lists say, with ETags; SARIF and Atom carry every finding and run nothing."""

import os
from xml.etree import ElementTree as xml

import pytest
from sqlalchemy import text, update

from crawler.models import Question
from tests.web.office import Office
from web.atom import ATOM, as_atom


@pytest.mark.parametrize(("api", "path"), [("findings", "/findings"), ("portals", "/portals"), ("qa", "/qa")])
def test_the_api_says_what_the_list_says(office, api, path):
    client = office.client("review")
    one = client.get(f"/api/v1/{api}")
    assert one.json() == client.get(f"{path}.json").json() != []
    again = client.get(f"/api/v1/{api}", headers={"if-none-match": one.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_document_names_every_address(office):
    client = office.client("review")
    paths = client.get("/api/openapi.json").json()["paths"]
    assert sorted(paths) == [f"/api/v1/{name}" for name in ("findings", "portals", "qa", "runs", "scores")]
    for path in paths:
        assert client.get(path).status_code == 200, path
    problem = client.get("/api/v1/runs?period=hôm-qua")
    assert problem.status_code == 400 and problem.headers["content-type"] == "application/problem+json"


def test_sarif_tells_failed_from_not_seen(office):
    client = office.client("review")
    run = client.get("/findings.sarif").json()["runs"][0]
    kinds = [result["kind"] for result in run["results"]]
    assert kinds.count("fail") == len(client.get("/findings.json").json()) and kinds.count("open") == 2
    assert {r["ruleId"] for r in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_the_feed_has_a_stable_id_for_each_finding(office):
    client = office.client("review")
    feed = xml.fromstring(client.get("/feeds/findings.atom?portal=xa-b").content)
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in feed.iter(f"{{{ATOM}}}entry")]
    rows = client.get("/findings.json?portal=xa-b").json()
    assert sorted(ids) == sorted(f"urn:soi-cong:finding:{row['finding']}" for row in rows) != []


def test_whoever_stands_in_a_question_is_masked_everywhere(tmp_path, monkeypatch):
    for name in [n for n in os.environ if n.startswith("SOICONG_")]:
        monkeypatch.delenv(name)
    place = Office(tmp_path / "data")
    words = "Tôi tên là Nguyễn Văn Thử, số điện thoại 0912345678, hỏi về đất"
    with place.write() as session, session.begin():
        session.execute(update(Question).where(Question.portal == "xa-a").values(title=words))
        session.execute(text("DROP TRIGGER findings_keeps_update"))
        session.execute(text("UPDATE findings SET sentence = :s WHERE kind = 'question'"),
                        {"s": f"Câu hỏi “{words}”: quá hạn"})
    client = place.client("review")
    mark = client.get("/findings.json?kind=question").json()[0]["finding"]
    for path in ("/findings?kind=question", "/findings.csv", "/findings.json", "/findings.sarif",
                 "/feeds/findings.atom", "/portals/xa-a", f"/findings/{mark}", "/qa", "/qa.json", "/"):
        shown = client.get(path)
        assert shown.status_code == 200 and "0912345678" not in shown.text and "Nguyễn Văn Thử" not in shown.text, path


def test_no_title_breaks_the_feed():
    row = {"finding": "f", "name": "Xã <b>&]]>\x00\x0b", "title": "</entry><script>", "state_words": "x",
           "last_night": "2026-11-20", "sentence": "\ufeff<![CDATA["}
    feed = xml.fromstring(as_atom([row], "t", "/f", "http://soi.test", "2026-11-20T00:00:00+07:00"))
    assert feed.find(f".//{{{ATOM}}}entry/{{{ATOM}}}title").text == "Xã <b>&]]>: </entry><script> (x)"
