"""Runs inside Puput's own environment, in the folder of its database: `init`, then `serve PORT`, or one change as JSON
on standard input."""

import json
import sys
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import include, path
from puput import PUPUT_APPS

HERE = Path.cwd()
DJANGO = ("auth", "contenttypes", "sessions", "messages", "staticfiles")
settings.configure(
    DEBUG=True, SECRET_KEY="tests", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], STATIC_URL="/static/",
    INSTALLED_APPS=[*(f"django.contrib.{name}" for name in DJANGO), *PUPUT_APPS],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HERE / "puput.db"}},
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware"],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                           "django.contrib.auth.context_processors.auth"]},
    }],
    LANGUAGE_CODE="vi", TIME_ZONE="Asia/Ho_Chi_Minh", USE_TZ=True, WAGTAIL_SITE_NAME="Xã Thử Nghiệm",
    WAGTAILADMIN_BASE_URL="http://127.0.0.1", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from puput.models import BlogPage, Category, CategoryEntryPage, EntryPage  # noqa: E402
from puput.urls import get_entry_url  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

urlpatterns = [
    path("robots.txt", lambda request: HttpResponse("User-agent: *\nDisallow: /blog_admin/\n", "text/plain")),
    path("", include("puput.urls")),
]


def init():
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_user("bientap", password="bientap")
    blog = BlogPage(title="Trang thông tin xã Thử Nghiệm", slug="tin", description="Xã có mười hai thôn, bản",
                    num_entries_page=10)
    Page.objects.get(depth=1).add_child(instance=blog)
    Site.objects.update(root_page=blog, hostname="127.0.0.1")


def shown(entry):
    blog = BlogPage.objects.get()
    entry.refresh_from_db()  # the address has the day in UTC, the page the day here
    return {"id": entry.pk, "url": get_entry_url(entry, blog.page_ptr, blog.page_ptr), "title": entry.title,
            "on": entry.date.isoformat()}


def save(post):
    entry = EntryPage(title=post["title"], slug=post["slug"], body=post["body"],
                      owner=get_user_model().objects.first(), date=datetime.fromisoformat(post["published"]))
    BlogPage.objects.get().add_child(instance=entry)
    for name in post["categories"]:
        category = Category.objects.get_or_create(name=name)[0]
        CategoryEntryPage.objects.create(page=entry, category=category)
    return shown(entry)


def change(order):
    if order["what"] == "save":
        return [save(post) for post in order["posts"]]
    entry = EntryPage.objects.get(pk=order["id"])
    if order["what"] == "edit":
        entry.body = order["body"]
        entry.save_revision().publish()
    else:
        entry.delete()
    return []


if sys.argv[1] == "init":
    init()
elif sys.argv[1] == "serve":
    call_command("runserver", f"127.0.0.1:{sys.argv[2]}", "--noreload", "--insecure")
else:
    print(json.dumps(change(json.load(sys.stdin))))
