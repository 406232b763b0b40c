"""The monitor's commands as processes: the contract's shapes, plain words for every mistake, nobody's name."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crawler.database import migrate, open_engine
from monitor.__main__ import app
from tests.monitor.filled import ASKER, MENU, PORTALS, ROOT, SCRIPT, call, fill, run

KEYS = {
    "posts": "portal, channels, kind, url, title, published_on, published_raw, date_source, first_seen, last_seen, "
             "edited_on, removed_on, copy_of, backdated_days",
    "gaps": "portal, section, title, verdict, presence, content, freshness, newest_on, matched_title, matched_url, "
            "basis, coverage, evidence",
    "inactive": "portal, verdict, newest_on, days_silent, nights, nights_observed, reason",
    "questions": "portal, id, url, asked_on, accepted_on, answered_on, state, answered_by, answered_by_title, due_on, "
                 "working_days_late",
    "coverage": "portal, night, channel, state, reason, pages, end_reason, newest_on, oldest_on",
    "runs": "night, state, portals, requests, started, ended, exit_code",
}
DAYS = ("published_on", "first_seen", "last_seen", "edited_on", "removed_on", "newest_on", "oldest_on", "asked_on",
        "accepted_on", "answered_on", "due_on", "night")
VALUES = {
    "kind": {"post", "document", "media"},
    "state": {"answered", "awaiting_answer", "awaiting_acceptance", "removed", None, "observed", "observed_empty",
              "partly", "not_observed", "void", "partial", "complete"},
    "verdict": {"met", "met_elsewhere", "not_met", "unknown", "not_applicable", "active", "inactive"},
}


def answer(url: str, command: str, *more: str) -> Any:
    done = run("monitor", url, command, "2026-Q4", "--json", *more)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def answer_here(url: str, command: str, *more: str) -> Any:
    done = call(app, url, command, "2026-Q4", "--json", *more)
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('monitor') / 'monitor.db'}"
    fill(url)
    return url


def test_shapes_on_both_engines(database_url: str) -> None:
    fill(database_url)
    answers = {command: answer(database_url, command) for command in KEYS}
    for command, rows in answers.items():
        assert isinstance(rows, list) and rows, command
        for row in rows:
            assert list(row) == KEYS[command].split(", "), command
            _check_values(row)
    assert ASKER not in json.dumps(answers, ensure_ascii=False)
    _check_posts(answers["posts"])
    _check_gaps(answers["gaps"])
    _check_questions(answers["questions"])
    _check_inactive(answers["inactive"])
    _check_coverage(answers["coverage"])
    _check_runs(answers["runs"])


def _check_values(row: dict[str, Any]) -> None:
    for key, value in row.items():
        if key in DAYS:
            assert value is None or re.fullmatch(r"\d{4}-\d\d-\d\d", value), (key, value)
        if key in VALUES:
            assert value in VALUES[key], (key, value)
    if "portal" in row:
        assert row["portal"] in PORTALS


def _check_posts(rows: list[dict[str, Any]]) -> None:
    found = {row["title"]: row for row in rows}
    assert "Tin số 1" not in found, "dated in August, first seen on the first night"
    assert found["=1+1"]["channels"] == ["Tin tức - sự kiện", "Thông báo"]
    assert (found["=1+1"]["published_on"], found["=1+1"]["backdated_days"]) == ("2026-11-20", None)
    assert found["Tin ghi lùi ngày"]["backdated_days"] == 50
    undated = found["+84 214 3 840 034"]
    assert (undated["published_on"], undated["published_raw"]) == (None, "hôm kia")
    assert found["Tin làm mốc"]["copy_of"] == "https://xa-b.test/tin-20?a=1&b=2"
    assert found["Tin đã gỡ"]["removed_on"] == "2026-11-20"
    assert found[SCRIPT]["url"] == "javascript:alert(3)", "what the portal prints is data"


def _check_gaps(rows: list[dict[str, Any]]) -> None:
    verdicts = {(row["portal"], row["section"]): row for row in rows}
    assert len(verdicts) == len(rows) == 95 * len(PORTALS)
    met = verdicts["xa-a", "gt"]
    assert (met["verdict"], met["presence"], met["content"]) == ("met", True, True)
    assert met["evidence"] == [{"night": "2026-11-20", "channel": 1, "visits": [50001]}]
    missing = verdicts["xa-a", "bc_dinhky"]
    assert (missing["verdict"], missing["presence"], missing["matched_url"]) == ("not_met", False, None)
    assert "224/2026" in " ".join(missing["basis"]) and "5/5 đêm" in missing["coverage"]
    assert "not_met" not in {row["verdict"] for row in rows if row["portal"] == "so-c"}, "down on the newest night"
    assert {row["verdict"] for row in rows if row["portal"] == "dang-d"} == {"unknown", "not_applicable"}


def _check_questions(rows: list[dict[str, Any]]) -> None:
    found = {row["id"]: row for row in rows}
    assert (found["h1"]["due_on"], found["h1"]["working_days_late"]) == ("2026-10-22", 21)
    assert (found["h2"]["working_days_late"], found["h2"]["answered_by_title"]) == (0, "Chánh Văn phòng")
    assert (found["h3"]["state"], found["h3"]["working_days_late"]) == ("removed", None)
    assert (found["h4"]["state"], found["h4"]["due_on"]) == (None, None)


def _check_inactive(rows: list[dict[str, Any]]) -> None:
    found = {row["portal"]: row for row in rows}
    assert {code: row["verdict"] for code, row in found.items()} == {
        "xa-a": "active", "xa-b": "inactive", "so-c": "active", "dang-d": "unknown"}
    assert (found["xa-b"]["newest_on"], found["xa-b"]["days_silent"]) == ("2026-07-31", 112)
    assert "31/07/2026" in found["xa-b"]["reason"]
    assert (found["so-c"]["nights"], found["so-c"]["nights_observed"]) == (5, 4)


def _check_coverage(rows: list[dict[str, Any]]) -> None:
    assert len(rows) == 5 * (2 * len(MENU) + 1) + 4 * len(MENU) + 1
    whole = [row for row in rows if row["channel"] is None]
    assert {(row["portal"], row["state"], row["reason"]) for row in whole} == {
        ("dang-d", "not_observed", "address_unconfirmed"), ("so-c", "not_observed", "down")}
    assert rows == sorted(rows, key=lambda row: (row["night"], row["portal"]))


def _check_runs(rows: list[dict[str, Any]]) -> None:
    assert [row["night"] for row in rows] == [f"2026-11-{n}" for n in range(16, 21)]
    assert rows[-1] == {
        "night": "2026-11-20", "state": "partial", "requests": 3702, "exit_code": 3,
        "portals": {"complete": 2, "partial": 0, "not_observed": 2, "void": 0},
        "started": "2026-11-20T01:30:00+07:00", "ended": "2026-11-20T03:30:00+07:00",
    }


@pytest.mark.parametrize("command", KEYS)
def test_one_portal_only(sqlite_url: str, command: str) -> None:
    rows = answer_here(sqlite_url, command, "--portal", "xa-a")
    every = answer_here(sqlite_url, command)
    if command == "runs":
        assert rows[-1]["portals"] == {"complete": 1, "partial": 0, "not_observed": 0, "void": 0}
    else:
        assert rows == [row for row in every if row["portal"] == "xa-a"], "alone it is judged as among all"


@pytest.mark.parametrize("command", KEYS)
@pytest.mark.parametrize("portal", [(), ("--portal", "xa-a"), ("--portal", "dang-d")])
def test_tables_for_people(sqlite_url: str, command: str, portal: tuple[str, ...]) -> None:
    done = call(app, sqlite_url, command, "2026-Q4", *portal)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Quý IV năm 2026")
    assert ASKER not in done.stdout
    assert not re.search(r"\b\d{4}-\d\d-\d\d\b", done.stdout), "days are printed as dd/mm/yyyy"
    assert not re.search(r"not_met|not_observed|awaiting|address_unconfirmed", done.stdout), "words for states"


def test_a_table_narrower_than_its_words_still_prints(sqlite_url: str) -> None:
    done = call(app, sqlite_url, "coverage", "2026-Q4", "--portal", "xa-a", COLUMNS="40")
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("command", KEYS)
def test_a_period_without_nights(sqlite_url: str, command: str) -> None:
    rows = json.loads(call(app, sqlite_url, command, "2025-Q1", "--json").stdout)
    if command == "inactive":
        assert {row["verdict"] for row in rows} == {"unknown"}
    elif command == "gaps":
        assert {row["verdict"] for row in rows} == {"unknown", "not_applicable"}
        assert not any("224/2026" in " ".join(row["basis"]) for row in rows), "not in force in 2025"
    else:
        assert rows == []
    assert call(app, sqlite_url, command, "2025-Q1").exit_code == 0


def test_an_empty_database_has_empty_answers(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url, nights=0)
    assert call(app, url, "runs", "2026-Q4", "--json").stdout == "[]\n"


def refused(done: Any, *words: str) -> None:
    """Exit code 2, nothing on stdout, a sentence instead of a traceback."""
    assert (done.exit_code, done.stdout) == (2, ""), done.exception
    assert "Traceback" not in done.stderr
    flat = " ".join(done.stderr.split())
    for word in words:
        assert word in flat, flat


@pytest.mark.parametrize("command", KEYS)
def test_a_bad_period(sqlite_url: str, command: str) -> None:
    refused(call(app, sqlite_url, command, "quý 4", "--json"), "Không hiểu kỳ 'quý 4'", "2026-Q4")


def test_an_unknown_portal(sqlite_url: str) -> None:
    refused(call(app, sqlite_url, "posts", "2026-Q4", "--portal", "xa-z", "--json"), "'xa-z'", "portals.csv")


def test_a_missing_database_is_told_and_not_created(tmp_path: Path) -> None:
    path = tmp_path / "none" / "monitor.db"
    done = call(app, f"sqlite:///{path}", "posts", "2026-Q4", "--json")
    refused(done, "Chưa có cơ sở dữ liệu", "crawler nightly")
    assert not path.parent.exists()


def test_a_refusal_as_a_process(sqlite_url: str) -> None:
    done = run("monitor", sqlite_url, "posts", "2026-Q9", "--json", LANG="C", LC_ALL="C", PYTHONIOENCODING="")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Không hiểu kỳ '2026-Q9'" in done.stderr and "Traceback" not in done.stderr


def test_a_database_of_another_schema(tmp_path: Path) -> None:
    (tmp_path / "monitor.db").write_bytes(b"")
    refused(call(app, f"sqlite:///{tmp_path / 'monitor.db'}", "runs", "2026", "--json"), "Chưa có cơ sở dữ liệu")


def test_a_database_of_an_older_and_of_a_newer_version(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    migrate(url)
    engine = open_engine(url)
    for revision, words in (("0002", ("bản cũ hơn", "0002", "crawler migrate")), ("9999", ("bản mới hơn", "9999"))):
        with engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = :r"), {"r": revision})
        refused(call(app, url, "runs", "2026", "--json"), *words)
    engine.dispose()


def test_an_unknown_setting(sqlite_url: str) -> None:
    done = call(app, sqlite_url, "posts", "2026-Q4", "--json", SOICONG_DATABASE="x")
    refused(done, "Không có thiết lập SOICONG_DATABASE", "SOICONG_DATABASE_URL")


def test_a_clock_without_zone(sqlite_url: str) -> None:
    refused(call(app, sqlite_url, "posts", "2026-Q4", SOICONG_NOW="2026-11-20T08:00:00"), "SOICONG_NOW", "múi giờ")


@pytest.mark.parametrize(("name", "text", "word"), [
    ("thresholds.toml", "silent_days = ", "thresholds.toml"),
    ("thresholds.toml", None, "thresholds.toml"),
    ("calendar.csv", "day,kind\n", "calendar.csv"),
    ("sections.csv", None, "sections.csv"),
])
def test_a_broken_registry(sqlite_url: str, tmp_path: Path, name: str, text: str | None, word: str) -> None:
    folder = tmp_path / "registry"
    shutil.copytree(ROOT / "registry", folder)
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text, encoding="utf-8")
    done = call(app, sqlite_url, "gaps", "2026-Q4", "--json", SOICONG_REGISTRY_DIR=str(folder))
    refused(done, word, "Cách sửa")


@pytest.mark.parametrize("arguments", [("posts",), ("posts", "2026", "--cổng"), ("bài",)])
def test_wrong_usage(sqlite_url: str, arguments: tuple[str, ...]) -> None:
    refused(call(app, sqlite_url, *arguments))


def test_help_is_in_vietnamese(sqlite_url: str) -> None:
    done = call(app, sqlite_url, "--help")
    assert done.exit_code == 0
    assert all(command in done.stdout for command in KEYS) and "không bao giờ" in " ".join(done.stdout.split())


def test_days_that_want_a_look(sqlite_url: str) -> None:
    rows = answer_here(sqlite_url, "dates")
    assert [(r["what"], r["title"], r["stated_on"], r["seen_on"], r["days"], r["sure"]) for r in rows] == [
        ("backdated", "Tin ghi lùi ngày", "2026-10-01", "2026-11-20", 50, True),
        ("redated", "Tin làm lại", "2026-07-01", "2026-11-20", 30, True),
    ]
    assert "đêm 19/11/2026 danh sách chưa có bài này" in rows[0]["why"]
    assert "lùi ngày" in call(app, sqlite_url, "dates", "2026-Q4", COLUMNS="200").stdout


def test_counts_by_both_rules(sqlite_url: str) -> None:
    rows = answer_here(sqlite_url, "counts", "--by", "portal")
    ours = next(r for r in rows if r["portal"] == "xa-a" and r["kind"] == "tin_bai")
    expected = {"stated": 5, "first_seen": 4, "originals": 4, "reposts": 1, "baseline": 2, "backdated": 1, "undated": 1}
    assert {k: ours[k] for k in expected} == expected
    assert "theo đêm thấy lần đầu" in " ".join(call(app, sqlite_url, "counts", "2026-Q4").stdout.split())


def test_periods_that_nobody_watched_are_not_compared(sqlite_url: str) -> None:
    for row in answer_here(sqlite_url, "counts", "--compare", "cung-ky"):
        assert (row["difference"], row["before"]) == (None, None)
        assert "kỳ này chưa hết" in row["why_not"]
    done = call(app, sqlite_url, "counts", "2026-10", "--json", "--compare", "2025-10")
    assert {r["why_not"] for r in json.loads(done.stdout)} == {
        "Tháng 10/2025: không có đêm quan sát nào trong kỳ"}


def test_the_set_of_law_can_be_chosen(sqlite_url: str) -> None:
    def printed(*more: str) -> set[str]:
        return {text for row in answer_here(sqlite_url, "gaps", *more) for text in row["basis"]}

    assert not [t for t in printed() if "42/2022" in t or "104/2016" in t]
    assert not [t for t in printed("--basis", "ND42") if "224/2026" in t]
    assert [t for t in printed("--basis", "ND42") if "42/2022" in t]
    both = printed("--basis", "ND224_A")
    assert [t for t in both if "224/2026" in t] and [t for t in both if "104/2016" in t]


def test_silence_of_a_window(sqlite_url: str) -> None:
    rows = {r["portal"]: r["verdict"] for r in answer_here(sqlite_url, "silence", "--by", "portal")}
    assert rows == {"xa-a": "active", "xa-b": "idle", "so-c": "active", "dang-d": "unknown"}
    grouped = {r["group"]: (r["idle"], r["portals"], r["idle_portals"]) for r in answer_here(sqlite_url, "silence")}
    assert grouped["Xã, phường"] == (1, 2, ["xa-b"])
    assert "1/2 Cổng" in call(app, sqlite_url, "silence", "2026-Q4", COLUMNS="200").stdout
    since = answer_here(sqlite_url, "silence", "--by", "portal", "--after", "2025-07-01")
    assert {r["portal"] for r in since if r["verdict"] == "idle"} == set()
    refused(call(app, sqlite_url, "silence", "2026-Q4", "--after", "hôm qua"), "hôm qua", "năm-tháng-ngày")


def test_a_deadline_day_by_day(sqlite_url: str) -> None:
    late = next(r for r in answer_here(sqlite_url, "deadlines") if r["level"] in ("late", "very_late"))
    assert late["source"] == "public_pages" and late["working_days_late"] > 0
    shown = answer_here(sqlite_url, "deadlines", "--id", late["id"])[0]
    assert [c["day"] for c in shown["clock"] if c["works"] and c["count"] == 15] == [late["due_on"]]
    assert "Đếm từ trang công khai" in call(app, sqlite_url, "deadlines", "2026-Q4").stdout


def test_the_same_rules_differ_in_nothing(sqlite_url: str, tmp_path: Path) -> None:
    assert answer_here(sqlite_url, "diff", "--rules", str(ROOT / "registry")) == []
    folder = tmp_path / "registry"
    shutil.copytree(ROOT / "registry", folder)
    calendar = folder / "calendar.csv"
    calendar.write_text(calendar.read_text(encoding="utf-8") + "2026-10-05,off,Nghỉ thử,project_default,thử\n",
                        encoding="utf-8")
    found = answer_here(sqlite_url, "diff", "--rules", str(folder))
    assert found and {r["what"] for r in found} == {"deadline"}
    assert {tuple(r["because"]) for r in found} == {("calendar.csv: 2026-10-05",)}


def test_nothing_removed_and_no_old_names(sqlite_url: str) -> None:
    assert answer_here(sqlite_url, "removals") == []
    assert answer_here(sqlite_url, "merger") == []
    refused(call(app, sqlite_url, "removal-reason", "1", "spam", "--by", "Văn phòng"), "không có dòng số 1")
    refused(call(app, sqlite_url, "removal-reason", "1", "lười", "--by", "Văn phòng"), "lười", "duplicate")
