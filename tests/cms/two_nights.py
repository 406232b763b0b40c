"""Two nights of one real CMS as one portal: found, dated, titled; then one post added, one edited, one removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from tests.cms.channels import Channels, stored_channels, wrong_channels
from tests.nights import monitor, registry_file, run_night
from tests.services.vietnamese import Draft

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BEFORE = datetime(2026, 11, 19, 12, tzinfo=VIETNAM)   # newest post of the first night
FIRST, SECOND = "2026-11-20T01:30:00+07:00", "2026-11-21T01:30:00+07:00"
YEARS = "2025-01-01..2026-12-31"
NEW = Draft(
    "Xã Thử Nghiệm khai trương nhà văn hóa thôn Bản Phố",
    "<p>Sáng nay, UBND xã khai trương nhà văn hóa thôn với sự có mặt của đông đảo bà con nhân dân trong thôn và các "
    "thôn lân cận. Nhà văn hóa được xây dựng từ nguồn vốn đóng góp của nhân dân.</p>",
    ("Tin tức - Sự kiện",), datetime(2026, 11, 20, 9, 15, tzinfo=VIETNAM), {},
)
OTHER_BODY = (
    "<p>Nội dung đã được đính chính: thời gian tổ chức chuyển sang tuần sau, địa điểm không thay đổi, đề nghị bà con "
    "theo dõi thông báo mới của Ủy ban nhân dân xã trên cổng thông tin điện tử.</p>"
)


@dataclass(frozen=True)
class Published:
    """What the CMS itself says of one post; no day where it states none: then only "unknown" is right."""

    id: Any
    url: str
    title: str
    published_on: date | None


class Cms(Protocol):
    """A running CMS that the test may fill and change through its own interface."""

    url: str

    def fill(self, posts: int, now: datetime) -> list[Published]: ...
    def add(self, draft: Draft) -> Published: ...
    def edit(self, post: Published, body: str) -> None: ...
    def remove(self, post: Published) -> None: ...
    def forbidden_and_asked(self) -> list[str]: ...


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path).rstrip("/") + (f"?{parts.query}" if parts.query else "")


def found_posts(data_dir: Path, now: str) -> dict[str, dict[str, Any]]:
    """Address -> post of all that was found; fails when an address was found twice."""
    posts = monitor(data_dir, now, "posts", YEARS)
    by_path = {path_of(p["url"]): p for p in posts}
    assert len(by_path) == len(posts), "one post was stored twice"
    return by_path


def check_two_nights(
    cms: Cms, tmp_path: Path, *, posts: int = 66, platform: str = "auto", dated: float = 0.98,
    channels: Callable[[], Channels] | None = None,
) -> None:
    """Play both nights and hold the figures of the second issue against what the CMS says of itself. `dated` is the
    least share of right days: less where a CMS does not print them. `channels`: what its menu names, where it says."""
    truth = cms.fill(posts, BEFORE)
    row = {"code": "C1", "name": "Xã Thử Nghiệm", "url": cms.url + "/", "hosts": urlsplit(cms.url).hostname or "",
           "platform": platform}
    registry = registry_file(tmp_path / "portals.csv", [row])
    done = run_night(tmp_path, registry, FIRST)
    assert done.returncode in (0, 3), done.stderr  # 3: what robots.txt forbids is not observed
    _check_first(truth, found_posts(tmp_path, FIRST), dated)

    edited, removed = truth[10], truth[30]
    added = cms.add(NEW)
    cms.edit(edited, OTHER_BODY)
    cms.remove(removed)
    done = run_night(tmp_path, registry, SECOND)
    assert done.returncode in (0, 3), done.stderr  # 3: what robots.txt forbids is not observed
    after = found_posts(tmp_path, SECOND)

    def on(name: str) -> set[str]:
        return {u for u, p in after.items() if p[name] == "2026-11-21"}

    print("second night:", ", ".join(f"{len(on(name))} {name}" for name in ("first_seen", "edited_on", "removed_on")))
    assert on("first_seen") == {path_of(added.url)}, "new on the second night"
    assert on("edited_on") == {path_of(edited.url)}, "edited"
    assert on("removed_on") == {path_of(removed.url)}, "removed"
    assert after[path_of(added.url)]["published_on"] == said(added)
    if channels is not None:
        addresses = {path_of(post.url) for post in [*truth, added]}
        assert wrong_channels(channels(), addresses, stored_channels(tmp_path)["C1"]) == []
    assert cms.forbidden_and_asked() == [], "asked for although robots.txt forbids it"


def said(post: Published) -> str | None:
    return post.published_on.isoformat() if post.published_on else None


@dataclass(frozen=True)
class Seen:
    """One night's posts of a portal held against what its CMS says of them."""

    expected: int
    found: int
    right: int                              # days
    invented: list[str]
    missing: list[str]
    wrong: dict[str, tuple[str | None, str | None]]
    titles: set[tuple[str, str]]

    def told(self) -> str:
        return (f"{self.found}/{self.expected} found, {self.right} dates right, {len(self.wrong)} wrong, "
                f"{len(self.invented)} invented, {len(self.titles)} titles wrong")


def compare(truth: list[Published], found: dict[str, dict[str, Any]]) -> Seen:
    expected = {path_of(p.url): p for p in truth}
    dates = {u: (found[u]["published_on"], said(p)) for u, p in expected.items() if u in found}
    both = [(found[u]["title"], p.title) for u, p in expected.items() if u in found]
    return Seen(
        len(expected), len(dates), sum(a == b for a, b in dates.values()),
        sorted(found.keys() - expected.keys()), sorted(expected.keys() - found.keys()),
        {u: d for u, d in dates.items() if d[0] not in (None, d[1])}, {pair for pair in both if pair[0] != pair[1]})


def _check_first(truth: list[Published], found: dict[str, dict[str, Any]], dated: float) -> None:
    seen = compare(truth, found)
    print(seen.told())
    assert seen.invented == []
    assert seen.wrong == {}
    assert seen.titles == set()
    assert len(seen.missing) <= 0.01 * seen.expected, seen.missing
    assert seen.right >= dated * seen.found
