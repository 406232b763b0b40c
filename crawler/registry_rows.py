"""Read a registry CSV strictly: every wrong cell is named with file, line, column and what to do about it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a registry file, for the person who keeps it."""

    file: str
    line: int
    column: str
    what: str
    fix: str

    def __str__(self) -> str:
        line = f", dòng {self.line}" if self.line else ""
        column = f", cột {self.column}" if self.column else ""
        return f"{self.file}{line}{column}: {self.what}. Cách sửa: {self.fix}."


class RegistryError(ValueError):
    """A registry file was refused; `problems` has everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(f"Sổ đăng ký có {count} chỗ sai, chưa chạy gì:\n" + "\n".join(f"  {p}" for p in self.problems))


class Row:
    """One row while it is being read; collects what is wrong with it."""

    def __init__(self, file: str, line: int, fields: dict[str, str], problems: list[Problem]) -> None:
        self.file, self.line, self.fields, self.problems = file, line, fields, problems

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def wrong(self, column: str, what: str, fix: str) -> None:
        self.problems.append(Problem(self.file, self.line, column, what, fix))

    def date(self, column: str) -> date | None:
        """The day in a column; an empty one is None."""
        if not self[column]:
            return None
        try:
            return date.fromisoformat(self[column])
        except ValueError:
            self.wrong(column, f"ngày {self[column]!r} không đọc được", "viết năm-tháng-ngày, ví dụ 2025-07-01")
            return None

    def one_of(self, column: str, allowed: Sequence[str]) -> None:
        if self[column] not in allowed:
            self.wrong(column, f"{self[column]!r} không có trong các giá trị cho phép", f"dùng {', '.join(allowed)}")

    def match(self, column: str, pattern: re.Pattern[str], fix: str) -> None:
        if not pattern.fullmatch(self[column]):
            self.wrong(column, f"{self[column]!r} không dùng được", fix)


def read_rows(path: Path, columns: tuple[str, ...]) -> tuple[list[Row], list[Problem]]:
    """(rows with the right number of fields, problems so far); a file that cannot be read at all is refused here.

    The list of problems is shared with the rows: what they find wrong later is added to it.
    """
    name, problems = file_name(path), list[Problem]()
    if not path.is_file():
        raise RegistryError([Problem(name, 0, "", "không có tệp này", "kiểm tra lại đường dẫn")])
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[:error.start].count(b"\n") + 1
        raise RegistryError([Problem(name, line, "", "không phải UTF-8", "lưu lại tệp dạng CSV UTF-8")]) from error
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = tuple(next(reader, []))
        if header != columns:
            raise RegistryError([Problem(name, 1, "", f"dòng tiêu đề là {','.join(header)!r}",
                                         f"dòng đầu phải là {','.join(columns)}")])
        line = reader.line_num + 1
        for fields in reader:
            if len(fields) == len(columns):
                stripped = {c: f.strip() for c, f in zip(columns, fields, strict=True)}
                rows.append(Row(name, line, stripped, problems))
            elif fields:
                problems.append(Problem(name, line, "", f"có {len(fields)} ô, cần {len(columns)}",
                                        "ô có dấu phẩy phải đặt trong dấu nháy kép; ô trống vẫn giữ dấu phẩy"))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, "", f"không đọc được ({error})", "kiểm tra dấu nháy kép"))
    return rows, problems


def file_name(path: Path) -> str:
    """The file as people speak of it: its folder and name."""
    return f"{path.parent.name}/{path.name}"


def refuse(problems: Sequence[Problem]) -> None:
    """Raise `RegistryError` with all problems in reading order, if there is one."""
    if problems:
        raise RegistryError(sorted(problems, key=lambda p: (p.line, p.column)))
