"""Canaries sing beside a real night; one wrong verdict makes the night worth nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawler.canaries.pages import EVERY, OLD, answer
from crawler.canaries.server import address_of
from crawler.canaries.truth import CANARIES
from crawler.config import ROOT
from monitor.canaries import check
from monitor.coverage import certify
from monitor.facts import PortalNightFact
from tests.monitor.build import LAST, Scene, T
from tests.nights import environment, monitor, registry_file

TONIGHT = date(2026, 11, 20)


def test_every_night_finds_the_same_posts_again() -> None:
    pages = [answer("fresh", "/tin-tuc", date(2026, 11, 20 + n), False, 0).body.decode() for n in range(EVERY)]
    assert all("/tin-2026-11-" in page for page in pages)
    assert answer("old", "/tin-tuc", TONIGHT, False, 0) == answer("old", "/tin-tuc", date(2027, 5, 1), False, 0)
    assert len(OLD) >= 6 and max(OLD) < date(2026, 1, 1)


def test_two_data_directories_have_canaries_of_their_own(tmp_path: Path) -> None:
    addresses = {address_of(tmp_path / name, n) for name in "ab" for n in range(len(CANARIES))}
    assert len(addresses) == 2 * len(CANARIES) and all(a.startswith("127.") for a in addresses)


def rows_and_activities():  # type: ignore[no-untyped-def]
    activity = Scene().activity()
    rows = {c.code: PortalNightFact(LAST, c.code, c.states[0], next(iter(c.reasons), None)) for c in CANARIES}
    return rows, {c.code: replace(activity, portal=c.code, verdict=c.verdict) for c in CANARIES}


def test_all_as_they_must_be() -> None:
    rows, activities = rows_and_activities()
    assert check(CANARIES, rows, {}, activities, enough=True) == []
    assert certify(Scene().history(), T).holds


@pytest.mark.parametrize("code", [c.code for c in CANARIES])
def test_one_wrong_verdict_is_told(code: str) -> None:
    rows, activities = rows_and_activities()
    for verdict in {"active", "inactive", "unknown"} - {activities[code].verdict}:
        wrong = check(CANARIES, rows, {}, {**activities, code: replace(activities[code], verdict=verdict)}, enough=True)
        assert len(wrong) == 1 and next(c.what for c in CANARIES if c.code == code) in wrong[0]
    missing = check(CANARIES, {k: v for k, v in rows.items() if k != code}, {}, activities, enough=True)
    assert len(missing) == 1 and "không được xem" in missing[0]
    void = {**rows, code: PortalNightFact(LAST, code, "void", "our_error")}
    assert len(check(CANARIES, void, {}, activities, enough=True)) == 1


def night(folder: Path, day: int, **more: str) -> int:
    import subprocess
    import sys

    registry = registry_file(folder / "portals.csv", [{"code": "khong-dia-chi", "name": "Cổng chưa có địa chỉ"}])
    command = [sys.executable, "-m", "crawler", "nightly", "--registry", str(registry)]
    env = environment(folder / "var", f"2026-11-{day}T01:30:00+07:00", **more)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=900)
    return done.returncode


@pytest.mark.slow
def test_beside_a_real_night(tmp_path: Path) -> None:
    """Three nights: from the third on the silent canary must be told as silent. Then rules that cannot be right."""
    assert [night(tmp_path, day) for day in (20, 21, 22)] == [3, 3, 3]
    found = {r["portal"]: r for r in monitor(tmp_path / "var" / "canaries", "2026-11-22T08:00:00+07:00", "inactive",
                                             "2026-11-20..2026-11-22")}
    assert {code: row["verdict"] for code, row in found.items()} == {c.code: c.verdict for c in CANARIES}
    assert [p["code"] for p in [{"code": r["portal"]} for r in monitor(
        tmp_path / "var", "2026-11-22T08:00:00+07:00", "inactive", "2026-11")]] == ["khong-dia-chi"]
    rules = tmp_path / "registry"
    shutil.copytree(ROOT / "registry", rules)
    path = rules / "thresholds.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("value = 60\n", "value = 6000\n", 1), encoding="utf-8")
    assert night(tmp_path, 23, SOICONG_REGISTRY_DIR=str(rules)) == 4
    runs = monitor(tmp_path / "var", "2026-11-23T08:00:00+07:00", "runs", "2026-11")
    assert [r["state"] for r in runs] == ["partial", "partial", "partial", "void"]
    incidents = monitor(tmp_path / "var", "2026-11-23T08:00:00+07:00", "incidents", "2026-11")
    assert [i["reason"] for i in incidents] == ["canary_failed"]
