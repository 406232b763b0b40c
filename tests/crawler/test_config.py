"""Settings: an unknown name or a value that cannot be used is an error in plain words."""

import pytest

from crawler.config import ConfigError, load_settings


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    for name in ("DATABASE_URL", "DATA_DIR", "NOW", "ALLOW_ADDRESSES", "DELAY", "REGISTRY_DIR"):
        monkeypatch.delenv(f"SOICONG_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults():
    settings = load_settings()
    assert settings.delay == 2.3
    assert settings.allow_addresses == ()
    assert settings.database.startswith("sqlite:///")
    assert settings.database.endswith("/var/monitor.db")


@pytest.mark.parametrize(("name", "value"), [
    ("DELAY", "nhanh"), ("DELAY", "-1"), ("NOW", "hôm qua"), ("NOW", "2026-11-20T01:30:00"),
    ("ALLOW_ADDRESSES", "127.0.0.0/99"),
])
def test_a_value_that_cannot_be_used_is_named(monkeypatch, name, value):
    monkeypatch.setenv(f"SOICONG_{name}", value)
    with pytest.raises(ConfigError, match=f"SOICONG_{name}"):
        load_settings()


def test_an_unknown_setting_is_an_error(monkeypatch):
    monkeypatch.setenv("SOICONG_DELAI", "1")
    with pytest.raises(ConfigError, match=r"Không có thiết lập SOICONG_DELAI.*SOICONG_DELAY"):
        load_settings()


def test_an_env_file_is_read_and_a_slip_in_it_is_an_error(tmp_path):
    (tmp_path / ".env").write_text("SOICONG_DELAY=5\nSOICONG_ALLOW_ADDRESSES=127.0.0.0/8 10.0.0.0/8\n")
    settings = load_settings()
    assert (settings.delay, len(settings.allow_addresses)) == (5, 2)
    (tmp_path / ".env").write_text("SOICONG_DELAI=5\n")
    with pytest.raises(ConfigError, match=r"(?i)soicong_delai"):
        load_settings()
