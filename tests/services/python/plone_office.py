"""Runs inside Plone's own environment: serves PORT, takes orders (a line of JSON each) on office.sock, "init" first.

    python plone_office.py FOLDER PORT
"""

import json
import socketserver
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path

import pytz  # the zones that the database can store
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from DateTime import DateTime
from Testing.makerequest import makerequest
from Zope2.Startup.run import make_wsgi_app

FOLDER, PORT = Path(sys.argv[1]), int(sys.argv[2])
VIEWS = ("listing_view", "summary_view", "tabular_view")


def init(root, order):
    from plone.app.textfield.value import RichTextValue
    from plone.registry.interfaces import IRegistry
    from Products.CMFPlone.factory import addPloneSite
    from zope.component import getUtility

    site = addPloneSite(
        root, "cong", title="Cổng thông tin điện tử xã Thử Nghiệm", default_language="vi",
        portal_timezone="Asia/Ho_Chi_Minh",
        extension_ids=("plone.app.contenttypes:default", "plonetheme.barceloneta:default"),
    )
    registry = getUtility(IRegistry)
    registry["plone.allow_anon_views_about"] = True
    registry["plone.display_publication_date_in_byline"] = True
    registry["plone.robots_txt"] = (
        "Sitemap: {portal_url}/sitemap.xml.gz\nUser-agent: *\nDisallow: /noi-bo\nDisallow: /search\n")
    for title, body in order["pages"]:
        page = _make(site, "Document", title, order["clock"], order["clock"])
        page.text = RichTextValue(body, "text/html", "text/x-html-safe")
    for number, name in enumerate(order["folders"]):
        folder = _make(site, "Folder", name, order["clock"], order["clock"])
        folder.setLayout(VIEWS[number % len(VIEWS)])
    _make(site, "Folder", "Nội bộ", order["clock"], order["clock"])
    newest = _make(site, "Collection", "Tin mới nhất", order["clock"], order["clock"])
    newest.query = [{"i": "portal_type", "o": "plone.app.querystring.operation.selection.any", "v": ["News Item"]}]
    newest.sort_on, newest.sort_reversed, newest.item_count, newest.limit = "effective", True, 10, 2000
    newest.setLayout("summary_view")
    site.setDefaultPage(site.objectIds()[site.objectIds().index(_slug(order["pages"][0][0]))])


def _slug(title):
    from plone.i18n.normalizer import idnormalizer

    return idnormalizer.normalize(title)


def _make(parent, kind, title, published, changed, **more):
    from plone.dexterity.utils import createContentInContainer

    made = createContentInContainer(parent, kind, title=title, **more)
    parent.portal_workflow.doActionFor(made, "publish")
    made.setEffectiveDate(DateTime(published))
    _stamp(made, changed)
    return made


def _stamp(made, changed):
    made.reindexObject()
    made.setModificationDate(DateTime(changed))
    made.reindexObject(idxs=["modified", "effective", "effectiveRange"])


def save(site, post):
    from plone.app.textfield.value import RichTextValue

    folder = next(found for found in site.objectValues() if found.Title() == post["folder"])
    more = {name: _moment(post[name]) for name in ("start", "end") if name in post}
    made = _make(folder, post["type"], post["title"], post["published"], post["changed"], description=post["summary"],
                 text=RichTextValue(post["body"], "text/html", "text/x-html-safe"), **more)
    return {"id": "/".join(made.getPhysicalPath()), "url": made.absolute_url_path().removeprefix("/cong"),
            "title": made.Title()}


def _moment(text):
    return datetime.fromisoformat(text).astimezone(pytz.timezone("Asia/Ho_Chi_Minh"))


def change(root, order):
    from plone.app.textfield.value import RichTextValue

    if order["what"] == "init":
        return init(root, order)
    if order["what"] == "save":
        return [save(root["cong"], post) for post in order["posts"]]
    row = root.unrestrictedTraverse(order["id"])
    if order["what"] == "edit":
        row.text = RichTextValue(order["body"], "text/html", "text/x-html-safe")
        return _stamp(row, order["clock"])
    return row.aq_parent.manage_delObjects([row.getId()])


class Office(socketserver.StreamRequestHandler):
    def handle(self):
        import transaction
        import Zope2
        from zope.component.hooks import setSite
        from zope.globalrequest import setRequest

        root = makerequest(Zope2.app())
        try:
            setRequest(root.REQUEST)
            newSecurityManager(None, system.__of__(root.acl_users))
            setSite(root["cong"] if "cong" in root.objectIds() else None)
            answer = {"done": change(root, json.loads(self.rfile.readline()))}
            transaction.commit()
        except Exception:  # noqa: BLE001 - whatever Plone says is told to the test, which fails with it
            transaction.abort()
            answer = {"failed": traceback.format_exc()}
        finally:
            setSite(None)
            root._p_jar.close()
        self.wfile.write(json.dumps(answer).encode())


def at_root(application):
    """The site as its own server's front page, as the proxy before a real Plone rewrites its addresses."""
    def answer(environ, start_response):
        print("GET", environ["PATH_INFO"], flush=True)
        environ["PATH_INFO"] = f"/VirtualHostBase/http/127.0.0.1:{PORT}/cong/VirtualHostRoot{environ['PATH_INFO']}"
        return application(environ, start_response)
    return answer


application = make_wsgi_app({}, str(FOLDER / "etc" / "zope.conf"))
office = socketserver.UnixStreamServer(str(FOLDER / "office.sock"), Office)
threading.Thread(target=office.serve_forever, daemon=True).start()
from waitress import serve  # noqa: E402

serve(at_root(application), host="127.0.0.1", port=PORT, threads=4)
