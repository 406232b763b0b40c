"""Open a file that somebody sent: what it really is decides, not what it is called."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.imports.cells import ImportRefused, Problem, Sheet
from monitor.imports.csv_file import read_csv
from monitor.imports.limits import FILE_BYTES
from monitor.imports.xlsx_file import read_xlsx

#: First bytes of what people send instead of a table, what it is, and what to do about it.
OTHER = (
    (b"\xd0\xcf\x11\xe0", "là tệp Excel đời cũ (.xls) hoặc tệp có mật khẩu",
     "mở bằng Excel, bỏ mật khẩu nếu có, chọn Lưu thành… kiểu .xlsx"),
    (b"%PDF", "là tệp PDF", "xin tệp XLSX hoặc CSV gốc"),
    (b"<", "là trang web (HTML/XML) mang tên bảng tính", "mở bằng Excel rồi chọn Lưu thành… kiểu .xlsx"),
    (b"\xef\xbb\xbf<", "là trang web (HTML/XML) mang tên bảng tính", "mở bằng Excel rồi chọn Lưu thành… kiểu .xlsx"),
    (b"\x1f\x8b", "là tệp nén gzip", "giải nén rồi nhập tệp bên trong"),
    (b"Rar!", "là tệp nén RAR", "giải nén rồi nhập tệp bên trong"),
    (b"7z\xbc\xaf", "là tệp nén 7z", "giải nén rồi nhập tệp bên trong"),
    (b"{\\rtf", "là văn bản RTF", "xin tệp XLSX hoặc CSV gốc"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read. `tables`: the ways in which it may be a table; a CSV has one for each separator."""

    name: str
    suffix: str
    data: bytes
    sha256: str
    tables: tuple[Sequence[Sheet], ...]
    encoding: str = ""


def open_file(path: Path) -> Opened:
    """Read a file within bounds; `ImportRefused` says what it is and what to do when it is not a usable table."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise _refused(path, f"không mở được ({error.strerror})", "kiểm tra lại đường dẫn và quyền đọc") from error
    if len(data) > FILE_BYTES:
        raise _refused(path, f"lớn hơn {FILE_BYTES // 2**20} MB", "chỉ giữ bảng số liệu, xóa ảnh và các trang khác")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _refused(path, "tệp trống", "xin lại tệp có số liệu")
    for start, what, fix in OTHER:
        if data.startswith(start):
            raise _refused(path, what, fix)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK"):
        return Opened(path.name, ".xlsx", data, digest, (read_xlsx(path.name, data),))
    encoding, tables = read_csv(path.name, data)
    return Opened(path.name, ".csv", data, digest, tuple((table,) for table in tables), encoding)


def _refused(path: Path, what: str, fix: str) -> ImportRefused:
    return ImportRefused(path.name, [Problem("", "", what, fix)])
