"""A real WordPress from Debian's packages, crawled over HTTP as one portal on two nights, in each theme there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pytest

from tests.cms.two_nights import SECOND, Published, check_two_nights
from tests.nights import monitor, registry_file, run_night
from tests.services.needs import list_themes
from tests.services.vietnamese import Draft
from tests.services.wordpress import PERMALINKS, WordPressPost, WordPressSite


@dataclass
class Portal:
    """WordPress as the two-night check wants it."""

    site: WordPressSite

    @property
    def url(self) -> str:
        return self.site.url

    def fill(self, posts: int, now: datetime) -> list[Published]:
        return published(self.site.fill_vietnamese(posts=posts, categories=7, now=now))

    def add(self, draft: Draft) -> Published:
        return published(self.site.add_posts([draft]))[0]

    def edit(self, post: Published, body: str) -> None:
        self.site.edit_post(post.id, body=body)

    def remove(self, post: Published) -> None:
        self.site.delete_post(post.id)

    def forbidden_and_asked(self) -> list[str]:
        return []


def published(posts: Iterable[WordPressPost]) -> list[Published]:
    return [Published(p.id, p.url, p.title, p.published_on) for p in posts]


@pytest.mark.slow
@pytest.mark.parametrize("permalinks", list(PERMALINKS))
def test_a_real_wordpress_on_two_nights(wordpress, tmp_path, permalinks):
    """The themes of this Debian in turn, so that each permalink style meets another markup; no platform file helps."""
    themes = list_themes()
    wordpress.empty()
    wordpress.configure(theme=themes[list(PERMALINKS).index(permalinks) % len(themes)], permalinks=permalinks)
    check_two_nights(Portal(wordpress), tmp_path, posts=70, platform="auto" if permalinks == "query" else "none")


@pytest.mark.slow
def test_nothing_observed_is_nothing_concluded(tmp_path):
    """Every request refused: the night ends with 3 or 4 and no portal is called inactive."""
    rows = [{"code": f"P{n}", "name": f"Xã {n}", "url": f"http://127.9.9.{n}:9/", "hosts": f"127.9.9.{n}"}
            for n in range(1, 9)]
    for night in range(18, 21):
        done = run_night(tmp_path, registry_file(tmp_path / "portals.csv", rows), f"2026-11-{night}T01:30:00+07:00")
        assert done.returncode == 4, done.stderr
    verdicts = monitor(tmp_path, SECOND, "inactive", "2026-Q4")
    assert len(verdicts) == 8
    assert {v["verdict"] for v in verdicts} == {"unknown"}
