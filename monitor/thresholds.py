"""The thresholds that verdicts rest on, from registry/thresholds.toml: each with its status and source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from crawler.registry_rows import Problem, RegistryError, file_name

STATUSES = ("legal", "local", "project_default")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All values as whole numbers, in the units that the file names; the defaults are the file's own."""

    silent_days: int = 60
    nights_needed: int = 3
    nights_window: int = 5
    control_posts: int = 3
    mass_share: int = 10        # per cent
    mass_least: int = 3
    mass_times: int = 3         # times the usual number
    silence_portals: int = 20
    silence_share: int = 20     # per cent
    menu_least: int = 5
    menu_lost_share: int = 20   # per cent
    page_words: int = 40
    page_nights: int = 2
    page_window: int = 21
    answer_days: int = 15       # working days
    backdated_days: int = 2
    answer_days_long: int = 30  # working days
    burst_days: int = 5
    burst_factor: int = 3
    burst_least: int = 10


@dataclass(frozen=True, slots=True)
class Label:
    """What a threshold is called, and on whose authority it stands."""

    title: str
    value: int
    unit: str
    status: str   # one of STATUSES


def load_labels(path: Path) -> dict[str, Label]:
    """The names and the status of the thresholds, to be shown wherever a verdict is shown."""
    load_thresholds(path)  # refuses what cannot be used
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {k: Label(t.get("title", k), t["value"], t.get("unit", ""), t["status"]) for k, t in tables.items()}


def load_thresholds(path: Path) -> Thresholds:
    """Read the file; `RegistryError` names every threshold that is missing, unknown or cannot be used."""
    name, problems, values = file_name(path), list[Problem](), dict[str, int]()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RegistryError([Problem(name, 0, "", "không có tệp này", "kiểm tra SOICONG_REGISTRY_DIR")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegistryError([Problem(name, 0, "", f"không đọc được ({error})", "sửa theo thông báo")]) from error
    known = {f.name for f in fields(Thresholds)}
    for key in sorted(known ^ tables.keys()):
        what, fix = ("thiếu", "thêm lại ngưỡng") if key in known else ("không có ngưỡng tên", "bỏ, hoặc sửa tên")
        problems.append(Problem(name, 0, "", f"{what} {key!r}", fix))
    for key in sorted(known & tables.keys()):
        table = tables[key] if isinstance(tables[key], dict) else {}
        value, status = table.get("value"), table.get("status")
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            problems.append(Problem(name, 0, "", f"{key}: {value!r} không phải số nguyên", "ghi số nguyên từ 0"))
        elif status not in STATUSES:
            problems.append(Problem(name, 0, "", f"{key}: status {status!r} không dùng được", f"dùng {STATUSES}"))
        else:
            values[key] = value
    if not problems and not 1 <= values["nights_needed"] <= values["nights_window"]:
        problems.append(Problem(name, 0, "", "nights_needed phải từ 1 đến nights_window", "sửa một trong hai ngưỡng"))
    if problems:
        raise RegistryError(problems)
    return Thresholds(**values)
