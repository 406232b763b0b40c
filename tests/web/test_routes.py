"""Every route of the router by every role: nothing is open without a login, nobody gets what is not theirs."""

import re

import pytest
from fastapi.routing import APIRoute

from tests.web.office import ROLES, Office, token

OPEN = {("GET", "/login"), ("POST", "/login"),
        ("GET", "/owners/{secret}"), ("POST", "/owners/{secret}/reply"),
        ("GET", "/healthz"), ("GET", "/readyz")}  # the address is the key
ADMIN = {("GET", "/people"), ("POST", "/people"), ("POST", "/people/{name}"),
         ("POST", "/portals/{code}/contact"), ("POST", "/calendar"), ("POST", "/calendar/remove")}
DECIDE = {("POST", "/portals/{code}/link"), ("POST", "/findings/decide"), ("POST", "/findings/undo"),
          ("POST", "/scores/{period}/{code}/propose"), ("POST", "/imports/preview"), ("POST", "/imports/store"),
          ("POST", "/rubrics/propose"), ("GET", "/deductions/draft"), ("POST", "/deductions/draft"),
          ("POST", "/findings/{mark}/files"), ("POST", "/files/{number}/remove"),
          ("POST", "/runs/{night}/rerun")}
APPROVE = {("POST", "/deductions/{number}/answer"), ("POST", "/reports/{period}/{kind}/freeze"),
           ("POST", "/rubrics/proposals/{number}/answer")}
FILL = {"ending": "json", "mark": "0" * 20, "visit": "1", "code": "xa-a", "night": "2026-11-20", "period": "2026-Q4",
        "name": "nobody", "number": "1", "kind": "quarter", "version": "1",
        "secret": "x" * 43, "digest": "0" * 64}


def routes(office: Office) -> list[tuple[str, str]]:
    found = []
    stack = list(office.app.router.routes)
    while stack:
        route = stack.pop()
        if isinstance(route, APIRoute):
            found += [(method, route.path) for method in route.methods]
        else:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            stack += list(getattr(inner, "routes", ()))
    return sorted(set(found))


def address(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: FILL[found[1]], path)


def call(client, method: str, path: str, **data):
    return client.get(address(path)) if method == "GET" else client.post(address(path), data=data)


def test_the_sweep_sees_all_routes(office):
    assert len(routes(office)) >= 35
    assert {("GET", "/"), ("GET", "/findings/{mark}"), *OPEN, *ADMIN, *DECIDE} <= set(routes(office))


def test_nothing_is_open_without_a_login(office):
    client = office.client()
    seen = {(m, p): call(client, m, p).status_code for m, p in routes(office) if (m, p) not in OPEN}
    wrong = {route: code for route, code in seen.items() if code not in (303, 401)}
    assert wrong == {}
    assert all(call(client, m, p).headers.get("location", "/login").startswith("/login") for m, p in seen)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_gets_what_is_not_theirs(office, role):
    client = office.client(role)
    csrf = token(client)
    forbidden = (ADMIN if role != "admin" else set()) | (DECIDE if role == "admin" else set())
    forbidden |= APPROVE if role != "approve" else set()
    for method, path in sorted(set(routes(office)) - OPEN - {("POST", "/logout")}):
        code = call(client, method, path, csrf=csrf).status_code
        assert (code == 403) == ((method, path) in forbidden), (method, path, code)
        assert code < 500, (method, path, code)


@pytest.mark.parametrize("role", ROLES)
def test_a_form_without_its_token_changes_nothing(office, role):
    client = office.client(role)
    for method, path in routes(office):
        if method == "POST" and (method, path) not in OPEN:
            assert call(client, method, path).status_code == 403, path
            assert call(client, method, path, csrf="x" * 43).status_code == 403, path


def test_a_form_from_another_site_changes_nothing(office):
    client = office.client("review")
    csrf = token(client)
    for header in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.test"},
                   {"origin": "null"}):
        assert client.post("/me/password", data={"csrf": csrf}, headers=header).status_code == 403, header
        assert client.post("/login", data={"name": "review", "password": "x"}, headers=header).status_code == 403


def test_headers_stand_on_every_answer(office):
    client = office.client("review")
    for path in ("/", "/findings", "/findings.json", "/nothing", "/static/app.css", "/evidence/1/page", "/login"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe-inline' 'self'" not in policy, path
        assert "script-src 'self'" in policy or "sandbox" in policy, path
        assert headers["x-content-type-options"] == "nosniff" and "no-store" in headers["cache-control"], path
