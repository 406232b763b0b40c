"""`make themes`: thirteen Hexo themes of as many authors, each a portal of one store, on two nights; `make unmet`: the
same with systems that nothing else in the tests starts. Posts, days, changes and channels are compared."""

from __future__ import annotations

import sys
import tempfile
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.cms.channels import stored_channels, wrong_channels
from tests.cms.two_nights import BEFORE, FIRST, NEW, OTHER_BODY, SECOND, YEARS, Published, compare, path_of
from tests.nights import monitor, registry_file, run_night
from tests.services.django_cms import DjangoCms, django_cms
from tests.services.further import AblogSite, IkiwikiSite, JekyllSite, NikolaSite, StarlightSite
from tests.services.generators import LektorSite, ZensicalSite
from tests.services.static_site import THEMES, StaticSite, static_site

DAY = "2026-11-21"
UNMET = {"lektor": LektorSite, "zensical": ZensicalSite, "jekyll": JekyllSite, "nikola": NikolaSite,
         "starlight": StarlightSite, "ablog": AblogSite, "ikiwiki": IkiwikiSite}
Site = StaticSite | DjangoCms


def main() -> int:
    """Two nights of all themes; prints a row for each and returns 0 when all of it is right."""
    wished = sys.argv[1:] or [theme.split("@")[0] for theme in THEMES]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soicong-themes-")))
        sites = [stack.enter_context(_start(theme, f"127.0.0.{10 + n}")) for n, theme in enumerate(wished)]
        return 0 if play(sites, folder) else 1


def _start(name: str, address: str) -> AbstractContextManager[Site]:
    if name == "django-cms":
        return django_cms(address)
    return static_site(name, name, address, UNMET[name]) if name in UNMET else static_site("hexo", name, address)


def play(sites: list[Site], folder: Path) -> bool:
    """Both nights in one store; in between one post is added, one edited, one removed on every site."""
    truth = [site.fill(66, BEFORE) for site in sites]
    registry = registry_file(folder / "portals.csv", [
        {"code": site.theme, "name": f"Xã {site.theme}", "url": site.url + "/",
         "hosts": urlsplit(site.url).hostname or "", "platform": "none"} for site in sites])
    run_night(folder, registry, FIRST, limit=3600)
    first = _posts(folder, FIRST)
    changed = [_change(site, posts) for site, posts in zip(sites, truth, strict=True)]
    run_night(folder, registry, SECOND, limit=3600)
    second = _posts(folder, SECOND)
    channels = stored_channels(folder)
    good = True
    for site, posts, expected in zip(sites, truth, changed, strict=True):
        seen = compare(posts, first.get(site.theme, {}))
        wrong = [name for name, path in expected.items() if _on(second.get(site.theme, {}), name) != {path}]
        addresses = {path_of(post.url) for post in posts} | {expected["first_seen"]}
        menu = wrong_channels(site.channels(), addresses, channels.get(site.theme, []))
        fine = not (seen.missing or seen.invented or seen.wrong or seen.titles or wrong or menu
                    or site.forbidden_and_asked())
        print(f"{site.theme:16} {seen.told()}; second night: {', '.join(wrong) or 'as changed'}"
              f"; {len(site.channels().lists)} channels, {len(menu)} differences"
              f"{'' if fine else '   <-- NOT AS IT IS'}", *menu, sep="\n    ")
        good &= fine and seen.right == seen.found
    return good


def _posts(folder: Path, now: str) -> dict[str, dict[str, dict[str, Any]]]:
    posts: dict[str, dict[str, dict[str, Any]]] = {}
    for post in monitor(folder, now, "posts", YEARS):
        posts.setdefault(post["portal"], {})[path_of(post["url"])] = post
    return posts


def _change(site: Site, posts: list[Published]) -> dict[str, str]:
    added = site.add(NEW)
    site.edit(posts[10], OTHER_BODY)
    site.remove(posts[30])
    return {"first_seen": path_of(added.url), "edited_on": path_of(posts[10].url), "removed_on": path_of(posts[30].url)}


def _on(posts: dict[str, dict[str, Any]], name: str) -> set[str]:
    return {path for path, post in posts.items() if post[name] == DAY}


if __name__ == "__main__":
    sys.exit(main())
