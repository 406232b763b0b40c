"""What a workbook may do to us, found before anything unpacks it: bombs, macros, entities, excess.

Each XML part is walked once by expat, in pieces, with declarations of document types refused: no entity can be
declared, so none can grow. What is learned about the sheets (last cell, formulas, hidden lines) is given on.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from monitor.imports import limits
from monitor.imports.xlsx_walk import SheetFacts, SheetWalk, StringWalk, Unsafe, Walk

MACROS = re.compile(r"vbaproject|macrosheets/|/activex|\.bin$", re.I)
HARMLESS = re.compile(r"printersettings/.*\.bin$|/customproperty\d*\.bin$", re.I)
OUTSIDE = re.compile(r"\[\d+\]|WEBSERVICE|HYPERLINK|IMPORT|DDE|\|'|CALL\(|REGISTER", re.I)
PIECE = 65_536


def inspect(data: bytes) -> dict[str, SheetFacts]:
    """Part name -> facts of each sheet; `Unsafe` when the workbook must not be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
            return _walk_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError,
            OSError, ValueError) as error:
        if isinstance(error, Unsafe):
            raise
        raise Unsafe("tệp hỏng hoặc chưa tải xong", "xin lại tệp, hoặc mở bằng Excel rồi lưu lại") from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [e.filename for e in entries]
    if "mimetype" in names:
        raise Unsafe("là tệp OpenDocument (.ods, .odt)", "chọn Lưu thành… kiểu .xlsx")
    if "xl/workbook.xml" not in names:
        other = "là tệp Word (.docx)" if "word/document.xml" in names else "là tệp nén, không phải bảng tính .xlsx"
        raise Unsafe(other, "nhập tệp bảng tính .xlsx hoặc .csv")
    if any(MACROS.search(n) and not HARMLESS.search(n) for n in names):
        raise Unsafe("có macro hoặc thành phần chạy được", "mở bằng Excel, chọn Lưu thành… kiểu .xlsx (không macro)")
    if len(set(names)) < len(names) or any(n.startswith(("/", "\\")) or ".." in n for n in names):
        raise Unsafe("có thành phần trùng tên hoặc sai đường dẫn bên trong", "mở bằng Excel rồi lưu lại tệp mới")
    if any(e.flag_bits & 1 for e in entries):
        raise Unsafe("có mật khẩu", "bỏ mật khẩu rồi lưu lại")
    if len(entries) > limits.PARTS or sum(e.file_size for e in entries) > limits.UNPACKED_BYTES:
        raise Unsafe(f"bung ra quá lớn (hơn {limits.UNPACKED_BYTES // 2**20} MB hoặc {limits.PARTS} thành phần)",
                     "chỉ giữ trang có bảng số liệu, xóa ảnh, chép giá trị sang tệp mới")
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise Unsafe("có các thành phần nén chồng lên nhau", "mở bằng Excel rồi lưu lại tệp mới")
        end = entry.header_offset + 30 + len(entry.filename.encode()) + entry.compress_size


def _walk_parts(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    names = [n for n in archive.namelist() if n.endswith((".xml", ".rels"))]
    long = StringWalk()
    if "xl/sharedStrings.xml" in names:
        _walk(archive, "xl/sharedStrings.xml", long)
    found: dict[str, SheetFacts] = {}
    for name in names:
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            sheet = SheetWalk(name, long.too_long)
            _walk(archive, name, sheet)
            found[name] = sheet.facts
        elif name != "xl/sharedStrings.xml":
            _walk(archive, name, Walk())
    if len(found) > limits.SHEETS or sum(f.cells for f in found.values()) > limits.CELLS:
        raise Unsafe(f"quá nhiều ô ({limits.CELLS}) hoặc trang ({limits.SHEETS})", "chỉ giữ bảng số liệu của một kỳ")
    return found


def _walk(archive: zipfile.ZipFile, name: str, walk: Walk) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise Unsafe("có khai báo DTD hoặc thực thể XML bên trong", "mở bằng Excel rồi lưu lại tệp mới", name)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: walk.start(tag.rpartition(" ")[2], attributes)
    parser.EndElementHandler = lambda tag: walk.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = walk.text
    left = limits.UNPACKED_BYTES
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise Unsafe("bung ra lớn hơn nó khai", "mở bằng Excel rồi lưu lại tệp mới", name)
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:  # the latter: an encoding that nobody knows
        raise Unsafe(f"thành phần {name} không phải XML đúng", "mở bằng Excel rồi lưu lại", name) from error
