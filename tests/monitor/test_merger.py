"""Traces of the time before the merger: names, hosts and days, and what rightly tells of the past is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.registry import RegistryError
from monitor.abolished import load_abolished
from monitor.facts import History, HomeFact, PortalNightFact
from monitor.merger import find_old_traces
from tests.monitor.build import LAST, PORTAL, ROOT, Scene, channel, day, every_night

ABOLISHED = load_abolished(ROOT / "registry" / "abolished.csv")


PLAIN = HomeFact("Xã Mẫu")


def history(home: HomeFact = PLAIN, title: str = "Cơ cấu tổ chức", **row: Any) -> History:
    scene = Scene(channels=(channel(1, "page", title=title), channel(2)), change=every_night(5, 1, row))
    made = scene.history()
    nights = {night: replace(fact, home=home) for night, fact in made.portal_nights.items()}
    return replace(made, portal_nights=nights)


def traces(made: History) -> list[tuple[str, str]]:
    return [(t.what, t.name) for t in find_old_traces(made, ABOLISHED, made.channels[:1])]


def test_nothing_old() -> None:
    assert traces(history(named=("tỉnh Lào Cai", "Sở Xây dựng"))) == []


def test_a_page_that_names_an_abolished_body() -> None:
    named = ("huyện Bảo Thắng", "Sở Giao thông vận tải và các đơn vị")
    assert traces(history(named=named)) == [("old_name", "huyện Bảo Thắng"), ("old_name", "Sở Giao thông vận tải")]


@pytest.mark.parametrize("name", ["xã Bảo Thắng", "Sở Giao thông", "phường Sa Pa", "huyện Bảo"])
def test_a_name_that_only_looks_alike(name: str) -> None:
    assert traces(history(named=(name,))) == []


@pytest.mark.parametrize("title", ["Lịch sử hình thành", "Huyện Bắc Hà trước đây", "Truyền thống"])
def test_history_may_name_the_past(title: str) -> None:
    assert traces(history(title=title, named=("huyện Bắc Hà",))) == []


def test_a_home_page_under_an_old_name_and_links_to_old_hosts() -> None:
    home = HomeFact("Cổng TTĐT huyện Bắc Hà", hosts=("baochinhphu.vn", "vanyen.yenbai.gov.vn", "xyenbai.gov.vn"))
    assert traces(history(home)) == [("old_name", "huyện Bắc Hà"), ("old_link", "vanyen.yenbai.gov.vn")]


def test_a_menu_entry_to_an_old_host() -> None:
    made = history()
    old = channel(3, "external", title="Huyện Văn Yên", url="http://vanyen.yenbai.gov.vn/")
    made = replace(made, channels=(*made.channels, old))
    assert traces(made) == [("old_name", "huyện Văn Yên"), ("old_link", "vanyen.yenbai.gov.vn")]
    gone = replace(made, channels=(*made.channels[:2], replace(old, last_seen=day(1))))
    assert traces(gone) == []


def test_a_page_dated_before_the_merger() -> None:
    assert traces(history(newest_on=date(2024, 3, 12))) == [("old_page", "Cơ cấu tổ chức")]
    assert traces(history(newest_on=date(2025, 7, 1))) == []


def test_a_page_that_was_not_seen_says_nothing() -> None:
    made = history(state="not_observed", reason="down", named=("huyện Bắc Hà",), newest_on=date(2024, 1, 1))
    assert traces(made) == []
    unseen = {LAST: PortalNightFact(LAST, PORTAL, "not_observed", "down")}
    assert find_old_traces(replace(made, portal_nights=unseen), ABOLISHED, ()) == []


@pytest.mark.parametrize("row", ["ngôi,huyện A,,2025-07-01,x", "place,,,2025-07-01,x", "place,huyện A,,,x"])
def test_bad_rows_are_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "abolished.csv"
    path.write_text(f"kind,name,replaced_by,since,source\n{row}\n", encoding="utf-8")
    with pytest.raises(RegistryError):
        load_abolished(path)
