"""`make run` on the sample province: which night comes next. A night is played in tests/web/test_from_nothing.py."""

import json
import subprocess
from datetime import date

import pytest

from sample import play


def runs(monkeypatch, tmp_path, rows):
    (tmp_path / "monitor.db").write_bytes(b"")
    done = subprocess.CompletedProcess([], 0, stdout=json.dumps(rows))
    monkeypatch.setattr(play.subprocess, "run", lambda *a, **k: done)
    return play.next_night(tmp_path)


def test_the_first_night_is_the_first_when_nothing_was_played(tmp_path):
    assert play.next_night(tmp_path) == date(2026, 11, 20)


def test_the_next_night_follows_the_last(monkeypatch, tmp_path):
    rows = [{"night": "2026-11-20", "state": "complete"}, {"night": "2026-11-21", "state": "partial"}]
    assert runs(monkeypatch, tmp_path, rows) == date(2026, 11, 22)


def test_an_unfinished_night_is_taken_up_again(monkeypatch, tmp_path):
    rows = [{"night": "2026-11-20", "state": "complete"}, {"night": "2026-11-21", "state": "interrupted"}]
    assert runs(monkeypatch, tmp_path, rows) == date(2026, 11, 21)


def test_unreadable_nights_are_said_in_words(monkeypatch, tmp_path):
    (tmp_path / "monitor.db").write_bytes(b"")
    monkeypatch.setattr(play.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess([], 2, stdout=""))
    with pytest.raises(play.PlayError, match="không đọc được các đêm đã chạy"):
        play.next_night(tmp_path)


def test_a_simulated_night_never_touches_the_real_database(monkeypatch, tmp_path):
    monkeypatch.setenv("SOICONG_DATABASE_URL", "postgresql://real")
    monkeypatch.setenv("SOICONG_NOTIFY_URLS", "mailto://office")
    settings = play.environment(date(2026, 11, 20), tmp_path)
    assert settings["SOICONG_DATABASE_URL"] == settings["SOICONG_NOTIFY_URLS"] == ""
    assert settings["SOICONG_DATA_DIR"] == str(tmp_path)


def test_every_exit_code_of_the_contract_is_said_in_words():
    assert set(play.MEANING) == {0, 3, 4, 5, 130, 143}
