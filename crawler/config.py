"""Settings from the environment or `.env`: the `SOICONG_*` names of the contract; a typing slip is an error."""

from __future__ import annotations

import ipaddress
import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "SOICONG_"
ROOT = Path(__file__).resolve().parent.parent

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class ConfigError(ValueError):
    """A setting is unknown or has a value that cannot be used; the message says which and what to do."""


class Settings(BaseSettings):
    """All that can be set. Paths are relative to the working directory; times are aware."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="forbid", frozen=True)

    database_url: str = ""
    data_dir: Path = Path("var")
    registry_dir: Path = ROOT / "registry"
    now: datetime | None = None
    delay: float = Field(default=2.3, ge=0, le=3600)
    allow_addresses: Annotated[tuple[Network, ...], NoDecode] = ()
    contact: str = "vanphong@laocai.gov.vn"
    notify_urls: Annotated[tuple[str, ...], NoDecode] = ()
    secret_file: Path | None = None
    timestamp_url: str = ""
    login_header: str = ""
    list_every: int = Field(default=1, ge=1, le=7)  # nights between two looks at a list that nothing hangs on

    @field_validator("allow_addresses", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(ipaddress.ip_network(part) for part in value.replace(",", " ").split())
        return value

    @field_validator("notify_urls", mode="before")
    @classmethod
    def _urls(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("timestamp_url")
    @classmethod
    def _two_at_most(cls, value: str) -> str:
        if len(value.split()) > 2:
            raise ValueError("nhiều nhất hai cơ quan cấp dấu thời gian, cách nhau bằng dấu cách")
        return value

    @field_validator("now")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("phải có múi giờ, ví dụ 2026-11-20T01:30:00+07:00")
        return value

    @property
    def database(self) -> str:
        """The database address: the setting, or SQLite in the data directory."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'monitor.db').resolve()}"


def load_settings() -> Settings:
    """Read the settings; `ConfigError` in plain words when one is unknown or cannot be used."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        usable = ", ".join(sorted(known))
        raise ConfigError(f"Không có thiết lập {', '.join(unknown)}. Các thiết lập dùng được: {usable}.")
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{PREFIX}{str(e['loc'][0]).upper()} = {e['input']!r}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"Thiết lập không dùng được – {wrong}") from error
