"""Runs inside django CMS's own environment, in the folder of its database: `init`, then `serve ADDRESS`, or one change
as JSON on standard input."""

import json
import sys
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import include, path

HERE = Path.cwd()
DJANGO = ("auth", "contenttypes", "sessions", "admin", "messages", "staticfiles", "sites")
APPS = ("cms", "menus", "treebeard", "sekizai", "filer", "easy_thumbnails", "parler", "taggit", "meta", "sortedm2m",
        "djangocms_text", "djangocms_stories")
CONTEXT = ("django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
           "django.contrib.messages.context_processors.messages", "django.template.context_processors.i18n",
           "sekizai.context_processors.sekizai", "cms.context_processors.cms_settings")
SITE = """{% load cms_tags menu_tags sekizai_tags %}<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>{% block title %}{% page_attribute "page_title" %}{% endblock %} | Xã Thử Nghiệm</title>
{% block meta %}{% endblock %}{% block canonical_url %}{% endblock %}{% render_block "css" %}</head><body>
{% cms_toolbar %}<nav class="navbar"><a class="navbar-brand" href="/">Xã Thử Nghiệm</a>
<ul class="navbar-nav">{% show_menu 0 100 0 1 %}</ul><a href="/admin/">Quản trị</a></nav>
<ol class="breadcrumb">{% show_breadcrumb %}</ol><div class="container"><div class="row">
<div class="col-md-9">{% block content %}{% placeholder "content" %}{% endblock %}</div>
<div class="col-md-3">{% if not post_content %}{% placeholder "sidebar" %}{% endif %}</div></div></div>
<footer>UBND xã Thử Nghiệm</footer>{% render_block "js" %}</body></html>"""
settings.configure(
    DEBUG=False, SECRET_KEY="tests", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SITE_ID=1, CMS_CONFIRM_VERSION4=True,
    INSTALLED_APPS=[*(f"django.contrib.{name}" for name in DJANGO), *APPS], STATIC_URL="/static/", MEDIA_URL="/media/",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HERE / "cms.db"}},
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware", "django.middleware.locale.LocaleMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware", "cms.middleware.user.CurrentUserMiddleware",
        "cms.middleware.page.CurrentPageMiddleware", "cms.middleware.toolbar.ToolbarMiddleware",
        "cms.middleware.language.LanguageCookieMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HERE / "templates"],
                "APP_DIRS": True, "OPTIONS": {"context_processors": CONTEXT}}],
    LANGUAGE_CODE="vi", LANGUAGES=[("vi", "Tiếng Việt")], TIME_ZONE="Asia/Ho_Chi_Minh", USE_TZ=True,
    CMS_TEMPLATES=[("site.html", "Site")], DEFAULT_AUTO_FIELD="django.db.models.AutoField", STORIES_PAGINATION=10,
    META_SITE_PROTOCOL="http", META_USE_SITES=True, META_USE_OG_PROPERTIES=True, META_USE_SCHEMAORG_PROPERTIES=True,
    META_SITE_TYPE="website", LOGGING_CONFIG=None, MEDIA_ROOT=HERE / "media",
    THUMBNAIL_PROCESSORS=("easy_thumbnails.processors.colorspace",
                          "filer.thumbnail_processors.scale_and_crop_with_subject_location"),
    X_FRAME_OPTIONS="SAMEORIGIN", CMS_PAGE_CACHE=False, CMS_PLACEHOLDER_CACHE=False,
    CMS_CACHE_DURATIONS={"content": 0, "menus": 0, "permissions": 0}, STORIES_AUTO_SETUP=False,
)
django.setup()

from cms.api import add_plugin, create_page  # noqa: E402
from cms.models import PageContent  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.sites.models import Site  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils.translation import activate  # noqa: E402
from djangocms_stories.models import Post, PostCategory, PostContent, StoriesConfig  # noqa: E402

urlpatterns = [
    path("robots.txt", lambda request: HttpResponse("User-agent: *\nDisallow: /admin/\n", "text/plain")),
    path("", include("cms.urls")),
]


def init():
    (HERE / "templates").mkdir()
    (HERE / "templates" / "site.html").write_text(SITE)
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser("bientap", password="bientap")
    news = StoriesConfig.objects.create(
        namespace="tin", type="StoriesConfig", app_title="Tin tức", object_name="Tin", set_author=1, paginate_by=10,
        use_placeholder=False, url_patterns="full_date", menu_structure="complete", menu_empty_categories=False,
        sitemap_changefreq="weekly", sitemap_priority="0.5")
    home = create_page("Trang chủ", "site.html", "vi", in_navigation=True)
    with transaction.atomic():
        home.set_as_homepage()
    about = create_page("Giới thiệu", "site.html", "vi", in_navigation=True)
    listed = create_page("Tin tức", "site.html", "vi", in_navigation=True, apphook="StoriesApp",
                         apphook_namespace="tin")
    write_text(about, "<h1>Giới thiệu</h1><p>Xã có mười hai thôn, bản; trụ sở đặt tại thôn trung tâm của xã.</p>")
    write_text(home, "<h1>Xã Thử Nghiệm</h1><p>Trang thông tin điện tử của Ủy ban nhân dân xã.</p>")
    add_plugin(place(home, "content"), "BlogLatestEntriesPlugin", "vi", app_config=news, latest_posts=10)
    for page in (home, listed):
        add_plugin(place(page, "sidebar"), "BlogLatestEntriesPlugin", "vi", app_config=news, latest_posts=5)
        add_plugin(place(page, "sidebar"), "BlogCategoryPlugin", "vi", app_config=news)
        add_plugin(place(page, "sidebar"), "BlogArchivePlugin", "vi", app_config=news)


def place(page, slot):
    content = PageContent.admin_manager.get(page=page, language="vi")
    return content.placeholders.get_or_create(slot=slot)[0]


def write_text(page, text):
    add_plugin(place(page, "content"), "TextPlugin", "vi", body=text)


def save(told):
    post = Post.objects.create(author=get_user_model().objects.get(), app_config=StoriesConfig.objects.get(),
                               date_published=datetime.fromisoformat(told["published"]))
    for name in told["categories"]:
        category = PostCategory.objects.translated("vi", name=name).first()
        if category is None:
            category = PostCategory(app_config=post.app_config)
            category.set_current_language("vi")
            category.name = name
            category.save()
        post.categories.add(category)
    content = PostContent.objects.create(post=post, language="vi", title=told["title"], slug=told["slug"],
                                         abstract=told["body"].split("\n\n")[0], post_text=told["body"])
    post.refresh_from_db()  # the address has the day in UTC, as the page is reached
    return {"id": post.pk, "url": content.get_absolute_url(), "title": content.title,
            "on": post.date_published.isoformat()}


def change(order):
    activate("vi")
    if order["what"] == "save":
        return [save(post) for post in order["posts"]]
    if order["what"] == "domain":
        return Site.objects.update(domain=order["domain"], name="Xã Thử Nghiệm")
    post = Post.objects.get(pk=order["id"])
    if order["what"] == "edit":
        post.postcontent_set.update(post_text=order["body"])
        post.save()
    else:
        post.delete()
    return []


if sys.argv[1] == "init":
    init()
elif sys.argv[1] == "serve":
    call_command("runserver", sys.argv[2], "--noreload", "--insecure")
else:
    print(json.dumps(change(json.load(sys.stdin))))
