"""The registry: who the portals are, what they must have, how fast a backend may be asked – read strictly or refused.

A file with one bad row starts nothing: every problem is named with file, line, column and what to do.
`valid_from` and `valid_to` are calendar days, both included; an empty `valid_to` means still valid.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from crawler.registry_rows import Problem, RegistryError, Row, file_name, read_rows, refuse

PORTAL_COLUMNS = ("code", "name", "group", "url", "hosts", "backend", "platform", "scored", "valid_from", "valid_to",
                  "note")
SECTION_COLUMNS = ("code", "group", "title", "synonyms", "applies_province", "applies_department", "applies_commune",
                   "applies_party_block", "basis_nd42", "basis_nd224", "basis_access_law", "basis_other",
                   "freshness_days", "freshness_kind", "freshness_status", "check")
BACKEND_COLUMNS = ("name", "seconds_between_requests", "note")
GROUPS = ("province", "party_block", "departments", "central_and_other", "communes")
DUTIES = ("M", "L", "R", "C", "N")  # legal duty, local criteria, recommended, conditional, not applicable
FRESHNESS_KINDS = ("calendar", "working", "event", "none")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\]")
_WORD = re.compile(r"\S{0,64}")


@dataclass(frozen=True, slots=True)
class Portal:
    """One row of portals.csv. `url` is empty while the address is not confirmed: such a portal is never asked."""

    code: str
    name: str
    group: str
    url: str
    hosts: tuple[str, ...]
    backend: str
    platform: str
    scored: str
    valid_from: date
    valid_to: date | None
    note: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One row of sections.csv: a section that portals must or should have.

    `applies` maps province, department, commune and party_block to M, L, R, C or N. `check` says how its absence can
    be told: `menu` (from the menu), `within:CODE|…` (it may also lie inside another section), `menu_or_page` (it may
    also stand on a page), `feature` (not from the menu at all).
    """

    code: str
    group: str
    title: str
    synonyms: tuple[str, ...]
    applies: dict[str, str]
    basis_nd42: str
    basis_nd224: str
    basis_access_law: str
    basis_other: str
    freshness_days: int | None
    freshness_kind: str
    freshness_status: str
    check: str
    line: int = 0


def load_portals(path: Path) -> list[Portal]:
    """All rows of portals.csv, past and present; `RegistryError` with every problem when one row is bad."""
    rows, problems = read_rows(path, PORTAL_COLUMNS)
    portals = [portal for row in rows if (portal := _portal(row)) is not None]
    _refuse_overlaps(path, portals, problems)
    refuse(problems)
    return portals


def portals_on(portals: Sequence[Portal], day: date) -> list[Portal]:
    """The portals that are valid on a day, in the order of the registry."""
    return [p for p in portals if p.valid_from <= day and (p.valid_to is None or day <= p.valid_to)]


def load_sections(path: Path) -> list[Section]:
    """All rows of sections.csv; `RegistryError` with every problem when one row is bad."""
    rows, problems = read_rows(path, SECTION_COLUMNS)
    sections = [_section(row) for row in rows]
    codes = {section.code for section in sections}
    for section, row in zip(sections, rows, strict=True):
        if sum(section.code == other.code for other in sections) > 1:
            row.wrong("code", f"mã {section.code!r} có nhiều dòng", "giữ một dòng cho mỗi mục")
        if section.check.startswith("within:") and not set(section.check[7:].split("|")) <= codes:
            row.wrong("check", f"{section.check!r} nhắc tới mục không có trong tệp", "dùng mã của mục khác trong tệp")
    refuse(problems)
    return sections


def load_backends(path: Path) -> dict[str, float]:
    """Seconds between two requests to each shared backend; a missing file means that none is known."""
    if not path.exists():
        return {}
    rows, problems = read_rows(path, BACKEND_COLUMNS)
    pauses: dict[str, float] = {}
    for row in rows:
        row.match("name", re.compile(r"\S{1,64}"), "tên viết liền, không quá 64 ký tự")
        if row["name"] in pauses:
            row.wrong("name", f"hạ tầng {row['name']!r} có hai dòng", "giữ một dòng")
        if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", row["seconds_between_requests"]):
            row.wrong("seconds_between_requests", f"{row['seconds_between_requests']!r} không phải số giây",
                      "viết số với dấu chấm, ví dụ 2.3")
            continue
        pauses[row["name"]] = float(row["seconds_between_requests"])
    refuse(problems)
    return pauses


def registry_digest(path: Path) -> str:
    """sha256 of the file: which registry a night was run with."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _portal(row: Row) -> Portal | None:
    before = len(row.problems)
    row.match("code", _CODE, "dùng chữ không dấu, số, dấu gạch, tối đa 32 ký tự")
    if not row["name"]:
        row.wrong("name", "thiếu tên cổng", "ghi tên chính thức, hoặc 'chưa xác định'")
    row.one_of("group", GROUPS)
    row.match("backend", _WORD, "tên hạ tầng viết liền, hoặc để trống")
    row.match("platform", re.compile(r"[a-z0-9_]{1,32}"), "ghi auto hoặc tên nền tảng viết thường")
    _check_scored(row)
    hosts = _hosts(row)
    start, end = row.date("valid_from"), row.date("valid_to")
    if not row["valid_from"]:
        row.wrong("valid_from", "thiếu ngày bắt đầu hiệu lực", "ghi ngày, ví dụ 2025-07-01")
    if start and end and end < start:
        row.wrong("valid_to", "ngày hết hiệu lực trước ngày bắt đầu", "đổi lại hai ngày")
    if len(row.problems) > before or start is None:
        return None
    return Portal(row["code"], row["name"], row["group"], row["url"], hosts, row["backend"], row["platform"],
                  row["scored"], start, end, row["note"], row.line)


def _check_scored(row: Row) -> None:
    if row["scored"] in ("yes", "no"):
        return
    if len(row["scored"]) < 5 or row["scored"].casefold() in ("false", "không", "chấm"):
        row.wrong("scored", f"{row['scored']!r} không dùng được", "ghi yes, no, hoặc lý do không chấm điểm bằng lời")


def _hosts(row: Row) -> tuple[str, ...]:
    hosts = tuple(row["hosts"].split())
    for host in hosts:
        if not _HOST.fullmatch(host):
            row.wrong("hosts", f"{host!r} không phải tên máy chủ", "ghi tên viết thường, không kèm http:// hay cổng số")
    if not row["url"]:
        return hosts
    parts = _url(row)
    if parts is None or not parts.hostname:
        return hosts
    if hosts and parts.hostname not in hosts:
        row.wrong("hosts", f"thiếu máy chủ của địa chỉ: {parts.hostname}", f"thêm {parts.hostname} vào cột hosts")
    return hosts or (parts.hostname,)


def _url(row: Row) -> SplitResult | None:
    try:
        parts = urlsplit(row["url"])
        port = parts.port
    except ValueError:
        row.wrong("url", f"{row['url']!r} không phải địa chỉ", "ghi dạng https://ten.laocai.gov.vn/")
        return None
    if parts.scheme not in ("http", "https"):
        row.wrong("url", f"{row['url']!r} không bắt đầu bằng http:// hay https://", "ghi dạng https://ten.laocai.gov.vn/")
    elif not parts.hostname or (not _HOST.fullmatch(parts.hostname) and ":" not in parts.hostname):
        row.wrong("url", f"{row['url']!r} không có tên máy chủ dùng được", "ghi dạng https://ten.laocai.gov.vn/")
    elif parts.username is not None or parts.fragment or re.search(r"\s", row["url"]) or port == 0:
        row.wrong("url", f"{row['url']!r} có phần không dùng được", "bỏ khoảng trắng, tên đăng nhập và phần sau dấu #")
    else:
        return parts
    return None


def _refuse_overlaps(path: Path, portals: Sequence[Portal], problems: list[Problem]) -> None:
    """The same code may have several rows (renamed, moved), but only one on any day."""
    for n, later in enumerate(portals):
        for earlier in portals[:n]:
            if later.code == earlier.code and _overlap(earlier, later):
                problems.append(Problem(
                    file_name(path), later.line, "code",
                    f"mã {later.code!r} đã có ở dòng {earlier.line} với thời gian trùng",
                    f"đổi mã, hoặc ghi valid_to của dòng {earlier.line} trước valid_from của dòng này",
                ))


def _overlap(a: Portal, b: Portal) -> bool:
    return a.valid_from <= (b.valid_to or date.max) and b.valid_from <= (a.valid_to or date.max)


def _section(row: Row) -> Section:
    row.match("code", _CODE, "dùng chữ không dấu, số, dấu gạch, tối đa 32 ký tự")
    if not row["title"]:
        row.wrong("title", "thiếu tên mục", "ghi tên mục")
    kinds = ("province", "department", "commune", "party_block")
    for kind in kinds:
        row.one_of(f"applies_{kind}", DUTIES)
    row.one_of("freshness_kind", FRESHNESS_KINDS)
    row.match("freshness_days", re.compile(r"\d{0,4}"), "ghi số ngày hoặc để trống")
    row.match("check", re.compile(r"menu|menu_or_page|feature|within:\w+(\|\w+)*"),
              "ghi menu, menu_or_page, feature hoặc within:mã|mã")
    days = int(row["freshness_days"]) if re.fullmatch(r"\d{1,4}", row["freshness_days"]) else None
    synonyms = tuple(s.strip() for s in row["synonyms"].split("|") if s.strip())
    return Section(
        row["code"], row["group"], row["title"], synonyms, {k: row[f"applies_{k}"] for k in kinds}, row["basis_nd42"],
        row["basis_nd224"], row["basis_access_law"], row["basis_other"], days, row["freshness_kind"],
        row["freshness_status"], row["check"], row.line,
    )


__all__ = ["Portal", "Problem", "RegistryError", "Section", "load_backends", "load_portals", "load_sections",
           "portals_on", "registry_digest"]
