"""Crawled text that wants to run: 200 payloads as titles, names and addresses, shown by a real browser; 0 run."""

import itertools
import os
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from crawler.judged import Finding  # noqa: F401 - the table must be known
from crawler.models import Attachment, Channel, Import, NightPortal, Post, Question
from crawler.people import PortalContact
from tests.services.needs import require
from tests.web.browser import Watch, chromium, serve
from tests.web.office import PASSWORD, Office
from web.archived import show_archived
from web.evidence import Body
from web.render import web_address

RUN = ("alert(1)", "window.pwned=1", "fetch('//evil.test')", "document.title='pwned'")
SHAPES = (
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "\"><script>{}</script>", "' onmouseover='{}",
    "<iframe srcdoc='<script>{}</script>'>", "<a href='javascript:{}'>x</a>", "javascript:{}", "</title><script>{}</script>",
    "</textarea><script>{}</script>", "<details open ontoggle={}>", "<body onload={}>", "<input autofocus onfocus={}>",
    "<style>*{{background:url(//evil.test)}}</style><script>{}</script>", "{{{{{}}}}}", "{{% {} %}}", "${{{}}}",
    "<math><mtext><script>{}</script></mtext></math>", "<object data='data:text/html,<script>{}</script>'>",
    "<base href=//evil.test><script>{}</script>", "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<link rel=stylesheet href=//evil.test><script>{}</script>", "<!--><script>{}</script>-->",
    "\u2028<script>{}</script>", "&lt;script&gt;{}&lt;/script&gt;", "<scr<script>ipt>{}</scr</script>ipt>",
    "<video><source onerror={}></video>", "<form action=javascript:{}><button autofocus>", "]]><script>{}</script>",
    "<noscript><p title='</noscript><script>{}</script>'>", "<template><script>{}</script></template>",
    "<x onclick={} tabindex=1 autofocus>", "\" autofocus onfocus={} x=\"", "<marquee onstart={}>", "<embed src=javascript:{}>",
    "%3Cscript%3E{}%3C/script%3E", "\\u003cscript\\u003e{}\\u003c/script\\u003e", "<a href=data:text/html,<script>{}</script>>",
    "<img srcset='//evil.test 1x' onerror={}>", "<table background='javascript:{}'>", "<isindex action=javascript:{}>",
    "<audio src=x onerror={}>", "<select autofocus onfocus={}>", "<keygen autofocus onfocus={}>", "<q oncut={}>",
    "<svg><animate onbegin={} attributeName=x>", "<svg><a xlink:href=javascript:{}>x</a></svg>",
    "<iframe src=javascript:{}>", "'-{}-'", "<body background=//evil.test onload={}>",
)
PAYLOADS = [shape.format(run) for shape, run in itertools.product(SHAPES, RUN)]


def test_there_are_two_hundred():
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 200


@pytest.mark.parametrize("address", [p for p in PAYLOADS if p.startswith(("javascript:", "%"))] + [
    "data:text/html,x", "vbscript:x", "JaVaScRiPt:x", " javascript:x", "//evil.test", "http://[", "", None])
def test_only_web_addresses_become_links(address):
    assert web_address(address) is None


def test_a_kept_page_can_neither_run_nor_load_anything():
    shown = show_archived(Body("\n".join(PAYLOADS).encode(), "text/html; charset=utf-8"), ["alert"])
    inside = shown.split("</style>", 1)[1].lower()
    for word in ("<script", "<img", "<iframe", "<svg", "<style", "<link", "<meta", "<base", "<object", "<form", "<video",
                 " onerror", " onload", " href", " src", " style"):
        tags = [part.split(">")[0] for part in inside.split("<")[1:]]
        assert not any(f"<{tag}".startswith(word) or word in f"<{tag}" for tag in tags), word


def plant(office: Office) -> None:
    """Every field that a portal writes carries payloads; what cannot hold all of them shows them in turns."""
    with office.write() as session, session.begin():
        whole = " ".join(PAYLOADS)
        first = session.get_one(Post, 11)
        for n, payload in enumerate(PAYLOADS):
            session.add(Post(portal="xa-a", key=f"p{n}", kind="post", url=payload, title=payload, first_seen=first.first_seen,
                             last_seen=first.last_seen, published_on=first.published_on, published_raw=payload,
                             date_source="row", date_grade="sure", baseline=False))
            session.add(Question(portal="xa-b", key=payload, url=payload, title=payload, state="awaiting_answer",
                                 asked_on=first.published_on, answered_by=payload, first_seen=first.first_seen,
                                 last_seen=first.last_seen))
        session.execute(update(Channel).values(title=Channel.title + " " + whole[:400], url=PAYLOADS[28]))
        session.execute(update(NightPortal).values(name=NightPortal.name + PAYLOADS[0] + PAYLOADS[12], url=PAYLOADS[28],
                                                   backend=PAYLOADS[4]))


def plant_people(office: Office, mark: str) -> None:
    """What people write may be hostile too: names of files, who answers for a portal, an import's name."""
    with office.write() as session, session.begin():
        day = session.get_one(Post, 11).first_seen
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        for n, payload in enumerate(PAYLOADS):
            session.add(Attachment(fingerprint=mark, portal="xa-a", name=payload, ending="pdf", length=1, digest="0" * 64,
                                   person=payload, added_at=at))
            session.add(Import(kind="visits", scope=str(n), period_start=day, period_end=day, version=1,
                               file_name=payload, sha256="0" * 64, size=1, kept="imports/x", imported_at=at,
                               notices=[payload]))
        session.add(PortalContact(portal="xa-a", name=PAYLOADS[0], position=PAYLOADS[4], phone=PAYLOADS[8],
                                  email=PAYLOADS[12], confirmed_by=PAYLOADS[16], confirmed_on=day, changed_at=at))


def test_two_hundred_payloads_in_a_real_browser(tmp_path):
    require("chromium")
    before = dict(os.environ)
    office = Office(tmp_path)
    plant(office)
    try:
        with serve(office.app) as base, chromium() as browser:
            watch = Watch(browser, base)
            watch.page.on("dialog", lambda dialog: (watch.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
            page = watch.sign_in("review", PASSWORD)
            mark = page.request.get("/findings.json").json()[0]["finding"]
            plant_people(office, mark)
            for path in ("/", "/findings", f"/findings/{mark}", "/portals", "/portals/xa-a?day=2026-11-20", "/portals/xa-b",
                         "/qa", "/inactive", "/runs/2026-11-20", "/scores/2026-Q4", "/audit", "/portals/xa-a/scores", "/imports",
                         "/imports/1", "/qa/beside", f"/deductions/draft?finding={mark}"):
                page.goto(path)
                assert page.evaluate("window.pwned") is None, path
                assert "pwned" not in page.title() or "document.title" in page.title(), path
                assert page.locator("main script, main iframe:not(.kept), main [onerror], main [onload]").count() == 0, path
            shown = page.request.get("/portals/xa-a?day=2026-11-20").text()
            assert shown.count("&lt;script&gt;") >= 50  # they really stood on the page
            assert watch.wrong == []
    finally:
        os.environ.clear()
        os.environ.update(before)
