"""What leaves for machines is what its standard says: SARIF 2.1.0 by its schema, Atom by RFC 4287, OpenAPI 3.1."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from lxml import etree
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from tests.web.office import Office, token
from web.atom import ATOM

SCHEMAS = Path(__file__).parent / "schemas"
HOSTILE = "</title>]]><script>alert(1)</script>\x0b=HYPERLINK(1)\u202e\ufeff"


@pytest.fixture(scope="module")
def sarif():
    return Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def atom():
    return etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))


def decided(office: Office):
    """A client of somebody who dismissed one finding and confirmed another."""
    client = office.client("review")
    marks = [r["finding"] for r in client.get("/findings.json?state=new").json()][:2]
    for mark, what in zip(marks, ("waive", "confirm"), strict=True):
        done = client.post("/findings/decide", data={
            "csrf": token(client), "finding": f"{mark}:0", "what": what, "reason": "misread", "comment": HOSTILE})
        assert done.status_code == 303
    return client


def test_sarif_holds_to_its_schema(office, sarif):
    client = decided(office)
    document = client.get("/findings.sarif").json()
    assert [error.message for error in sarif.iter_errors(document)] == []
    run = document["runs"][0]
    assert {r["kind"] for r in run["results"]} == {"fail", "open"}
    assert [r["suppressions"][0]["status"] for r in run["results"] if "suppressions" in r] == ["accepted"]
    asked = [r for r in run["results"] if "webRequest" in r]
    assert len(asked) == len(client.get("/findings.json").json()) > 0
    for result in asked:
        place = result["attachments"][0]["artifactLocation"]
        assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]
        assert place["uri"].startswith("http") and ("statusCode" in result["webResponse"]) != \
            result["webResponse"]["noResponseReceived"]
    empty = client.get("/findings.sarif?q=khongcogi").json()
    assert [error.message for error in sarif.iter_errors(empty)] == []


@pytest.mark.parametrize("change", [
    lambda run: run["results"][0].update(kind="maybe"), lambda run: run["results"][0].pop("message"),
    lambda run: run["results"][0].update(suppressions=[{"kind": "external", "state": "accepted"}]),
    lambda run: run["tool"].pop("driver"), lambda run: run["artifacts"][0].update(roles=["page"])])
def test_the_schema_refuses_what_is_no_sarif(office, sarif, change):
    document = office.client("review").get("/findings.sarif").json()
    change(document["runs"][0])
    assert list(sarif.iter_errors(document))


@pytest.mark.parametrize("query", ["", "?block=communes", "?portal=xa-b", "?portal=nobody"])
def test_the_feed_holds_to_its_rfc(office, atom, query):
    client = decided(office) if not query else office.client("review")
    feed = etree.fromstring(client.get(f"/feeds/findings.atom{query}").content)
    atom.validate(feed)
    assert str(atom.error_log) == ""
    ids = feed.findall(f".//{{{ATOM}}}entry/{{{ATOM}}}id")
    assert len({one.text for one in ids}) == len(ids) and bool(ids) == (query != "?portal=nobody")


@pytest.mark.parametrize("gone", ["id", "title", "updated", "author"])
def test_the_grammar_refuses_an_entry_without_what_it_needs(office, atom, gone):
    feed = etree.fromstring(office.client("review").get("/feeds/findings.atom").content)
    entry = feed.find(f"{{{ATOM}}}entry")
    entry.remove(entry.find(f"{{{ATOM}}}{gone}"))
    assert not atom.validate(feed)


def test_the_document_is_openapi(office):
    document = office.client("review").get("/api/openapi.json").json()
    validate(document)
    document["paths"]["/api/v1/findings"]["get"]["parameters"][0].pop("in")
    with pytest.raises(OpenAPIValidationError):
        validate(document)
