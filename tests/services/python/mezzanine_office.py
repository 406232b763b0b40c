"""Runs inside Mezzanine's own environment: `init`, then `serve PORT`, or one change as JSON on standard input.

The clock stands at CLOCK (ISO 8601): Mezzanine prints "3 days ago", so it must live on the day of the night.
"""

import json
import os
import sys
from pathlib import Path

import time_machine

os.environ["DJANGO_SETTINGS_MODULE"] = "cong.settings"
sys.path.insert(0, str(Path.cwd()))
traveller = time_machine.travel(os.environ["CLOCK"], tick=True)
traveller.start()

import django  # noqa: E402

django.setup()

from datetime import datetime  # noqa: E402

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from mezzanine.blog.models import BlogCategory, BlogPost  # noqa: E402
from mezzanine.pages.models import Link, RichTextPage  # noqa: E402


def init():
    call_command("createdb", interactive=False, verbosity=0)
    user = get_user_model().objects.create_user("bientap", password="bientap")
    RichTextPage.objects.create(title="Giới thiệu", content="<p>Xã có mười hai thôn, bản và một khu trung tâm.</p>")
    Link.objects.create(title="Nội bộ", slug="/noi-bo/")
    return user.pk


def shown(post):
    return {"id": post.pk, "url": post.get_absolute_url(), "title": post.title, "on": post.publish_date.isoformat()}


def save(post):
    row = BlogPost.objects.filter(title=post["title"]).first() or BlogPost(title=post["title"])
    row.content, row.user = post["body"], get_user_model().objects.first()
    row.publish_date, row.status = datetime.fromisoformat(post["published"]), 2
    row.save()
    row.categories.set([BlogCategory.objects.get_or_create(title=name)[0] for name in post["categories"]])
    return shown(row)


def change(order):
    if order["what"] == "save":
        return [save(post) for post in order["posts"]]
    post = BlogPost.objects.get(pk=order["id"])
    if order["what"] == "edit":
        post.content = order["body"]
        post.save()
    else:
        post.delete()
    return []


if sys.argv[1] == "init":
    init()
elif sys.argv[1] == "serve":
    call_command("runserver", f"127.0.0.1:{sys.argv[2]}", "--noreload", "--insecure")
else:
    print(json.dumps(change(json.load(sys.stdin))))
