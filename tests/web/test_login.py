"""Signing in and out: sessions that end at once, one answer for all that is wrong, limits, accounts, the proxy."""

import os
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from typer.testing import CliRunner

from crawler.people import LoginSession, Person
from tests.web.office import PASSWORD, Office, sign_in, token
from web.__main__ import app as commands
from web.app import make_app
from web.passwords import WeakPassword, hash_password, is_right
from web.sessions import ABSOLUTE, IDLE
from web.throttle import BY_ADDRESS, BY_NAME, WINDOW, Throttle
from web.views.login import safe_next


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    before = dict(os.environ)
    yield Office(tmp_path, nights=0)
    os.environ.clear()
    os.environ.update(before)


def test_the_cookie_is_not_for_scripts_nor_for_other_sites(fresh):
    done = fresh.client().post("/login", data={"name": "review", "password": PASSWORD})
    cookie = done.headers["set-cookie"]
    assert cookie.startswith("soicong=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    secure = TestClient(fresh.app, base_url="https://testserver", follow_redirects=False)
    cookie = secure.post("/login", data={"name": "review", "password": PASSWORD}).headers["set-cookie"]
    assert cookie.startswith("__Host-soicong=") and "; Secure;" in cookie and "Path=/;" in cookie
    assert secure.get("/login").headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_only_the_hash_of_the_token_is_kept(fresh):
    client = sign_in(fresh, "review")
    with fresh.write() as session:
        kept = session.scalars(select(LoginSession.token)).all()
    assert client.cookies["soicong"] not in kept and len(kept) == 1


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(fresh):
    client = fresh.client()
    answers = [client.post("/login", data={"name": n, "password": "sai"}) for n in ("review", "không có ai")]
    assert [a.status_code for a in answers] == [401, 401]
    texts = [a.text.replace("không có ai", "").replace("review", "") for a in answers]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("end", ["logout", "password", "closed", "role", "idle", "absolute"])
def test_an_old_cookie_is_worth_nothing(fresh, end):
    client = sign_in(fresh, "review")
    assert client.get("/").status_code == 200
    csrf, cookie = token(client), client.cookies["soicong"]
    if end == "logout":
        assert client.post("/logout", data={"csrf": csrf}).status_code == 303
    elif end == "password":
        data = {"csrf": csrf, "old": PASSWORD, "new": "một câu khác hẳn, dài hơn"}
        assert client.post("/me/password", data=data).status_code == 303
    elif end in ("closed", "role"):
        admin = sign_in(fresh, "admin")
        data = {"csrf": token(admin), "role": "approve" if end == "role" else "review"}
        assert admin.post("/people/review", data=data | ({"enabled": "1"} if end == "role" else {})).status_code == 303
    else:
        with fresh.write() as session, session.begin():
            row = session.scalars(select(LoginSession)).one()
            column = LoginSession.seen_at if end == "idle" else LoginSession.created_at
            back = (IDLE if end == "idle" else ABSOLUTE) + timedelta(seconds=1)
            session.execute(update(LoginSession).values({column: row.created_at - back}))
    other = fresh.client()
    other.cookies.set("soicong", cookie)
    assert other.get("/").status_code == 303
    assert other.get("/findings.json").status_code == 401


def test_every_login_has_a_token_of_its_own(fresh):
    assert sign_in(fresh, "review").cookies["soicong"] != sign_in(fresh, "review").cookies["soicong"]


def test_ten_wrong_passwords_close_the_door_for_a_while(fresh):
    client = fresh.client()
    codes = [client.post("/login", data={"name": "review", "password": "sai"}).status_code for _ in range(BY_NAME + 1)]
    assert codes == [401] * BY_NAME + [429]
    assert client.post("/login", data={"name": "review", "password": PASSWORD}).status_code == 429
    assert client.post("/login", data={"name": "approve", "password": PASSWORD}).status_code == 303


def test_the_limits_count_by_name_and_by_address_and_end():
    throttle = Throttle()
    for n in range(BY_ADDRESS):
        assert throttle.wait(f"n{n}", "1.2.3.4", 100) == 0
        throttle.failed(f"n{n}", "1.2.3.4", 100)
    assert throttle.wait("any", "1.2.3.4", 101) == WINDOW
    assert throttle.wait("any", "5.6.7.8", 101) == 0
    assert throttle.wait("any", "1.2.3.4", 100 + WINDOW) == 0


@pytest.mark.parametrize("password", ["ngắn", "a" * 40, "review review review", "abcabcabcabcabcabc"])
def test_weak_passwords_are_refused(password):
    with pytest.raises(WeakPassword):
        hash_password(password, "review")


def test_passwords_are_argon2id():
    kept = hash_password(PASSWORD, "review")
    assert kept.startswith("$argon2id$") and is_right(kept, PASSWORD)
    assert not is_right(kept, PASSWORD + " ") and not is_right(None, PASSWORD)


@pytest.mark.parametrize(("asked", "gone"), [
    ("/findings?state=new", "/findings?state=new"), ("//evil.test", "/"), ("https://evil.test", "/"),
    ("/\\evil.test", "/"), ("javascript:alert(1)", "/"), ("/a\nb", "/"), ("", "/"),
])
def test_the_login_leads_nowhere_else(asked, gone):
    assert safe_next(asked) == gone


def test_the_proxy_header_is_off_by_default_and_only_for_this_machine(fresh, monkeypatch):
    assert fresh.client().get("/", headers={"x-remote-user": "review"}).status_code == 303
    app = make_app(fresh.settings.model_copy(update={"login_header": "x-remote-user"}))
    far = TestClient(app, follow_redirects=False, client=("203.0.113.9", 1))
    assert far.get("/", headers={"x-remote-user": "review"}).status_code == 303
    near = TestClient(app, follow_redirects=False, client=("127.0.0.1", 1))
    assert near.get("/", headers={"x-remote-user": "ai đó".encode()}).status_code == 303
    assert near.get("/", headers={"x-remote-user": "review"}).status_code == 200
    assert near.get("/").status_code == 200  # a session was started


def test_nobody_closes_their_own_account(fresh):
    admin = sign_in(fresh, "admin")
    assert admin.post("/people/admin", data={"csrf": token(admin), "role": "review"}).status_code == 422
    assert admin.get("/people").status_code == 200


def test_the_first_account_is_made_on_the_command_line(tmp_path):
    blank = {k: None for k in os.environ if k.startswith("SOICONG_")}

    def run(*arguments: str, said: str = PASSWORD):
        return CliRunner().invoke(commands, arguments, input=said + "\n",
                                  env={**blank, "SOICONG_DATA_DIR": str(tmp_path)})

    assert run("add-person", "quantri", "--role", "admin", "--password-stdin").exit_code == 0
    again = run("add-person", "quantri", "--role", "admin", "--password-stdin")
    assert again.exit_code == 2 and "Đã có tài khoản" in again.output
    weak = run("add-person", "canbo", "--role", "review", "--password-stdin", said="ngắn")
    assert weak.exit_code == 2 and "15 ký tự" in weak.output
    assert run("change-person", "quantri", "--close").exit_code == 0


def test_an_account_outlives_its_person_in_the_log(fresh):
    with fresh.write() as session:
        assert session.scalars(select(Person.name).order_by(Person.name)).all() == ["admin", "approve", "review"]
