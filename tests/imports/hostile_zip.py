"""Workbooks that a person never makes: bombs, entities, broken parts, things hidden in the archive."""

from __future__ import annotations

import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.imports.helpers import HEADING, ROWS, write_xlsx

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
TEN = 10 * 2**20
LAUGHS = '<!DOCTYPE x [<!ENTITY a "hahaha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTER = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Change = Callable[[bytes], bytes]


def good(path: Path) -> Path:
    return write_xlsx(path, [HEADING, *ROWS], names=["Số liệu"])


def rezip(path: Path, change: Mapping[str, Change] = {}, add: Mapping[str, bytes] = {}) -> Path:
    """A good workbook with some of its parts changed and others added."""
    good(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **add}.items():
            archive.writestr(name, change[name](data) if name in change else data)
    return path


def replaced(old: str, new: str) -> Change:
    def change(data: bytes) -> bytes:
        assert old.encode() in data, (old, data[:2000])
        return data.replace(old.encode(), new.encode(), 1)
    return change


def with_doctype(doctype: str, encoding: str = "utf-8") -> Change:
    def change(data: bytes) -> bytes:
        body = data.decode().partition("?>")[2]
        return (f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{body}').encode(encoding)
    return change


def row(cells: str, line: int = 9) -> Change:
    """A further line of the sheet, as XML."""
    return replaced("</sheetData>", f'<row r="{line}">{cells}</row></sheetData>')


def cell_of(value: str) -> Change:
    """Cell C3 (a total) with this XML instead of its own."""
    return replaced('<c r="C3"><v>21</v></c>', f'<c r="C3"{value}</c>')


def lying(path: Path) -> Path:
    """The directory says that the sheet unpacks to 500 bytes; it has 60 MB."""
    rezip(path, {SHEET: lambda data: data + b" " * (60 * 2**20)})
    data = bytearray(path.read_bytes())
    at = data.rfind(SHEET.encode()) - 46
    assert data[at:at + 4] == b"PK\x01\x02"
    data[at + 24:at + 28] = struct.pack("<I", 500)
    path.write_bytes(bytes(data))
    return path


def overlapping(path: Path) -> Path:
    """Two names in the directory point at the same bytes."""
    rezip(path, add={"xl/other.xml": b"<a/>"})
    data = bytearray(path.read_bytes())
    first, second = data.rfind(SHEET.encode()) - 46, data.rfind(b"xl/other.xml") - 46
    data[second + 42:second + 46] = data[first + 42:first + 46]
    path.write_bytes(bytes(data))
    return path


def protected(path: Path) -> Path:
    """The archive's own encryption flag is set on the sheet."""
    data = bytearray(rezip(path).read_bytes())
    at = data.rfind(SHEET.encode()) - 46
    data[at + 8] |= 1
    path.write_bytes(bytes(data))
    return path


def doubled(path: Path) -> Path:
    rezip(path)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, b"<worksheet/>")
    return path


def plain_zip(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return path


def blank_cells(data: bytes) -> bytes:
    cells = b"".join(b'<c r="%c5000" s="1"/>' % letter for letter in range(65, 91))
    return data.replace(b"</sheetData>", (b'<row r="5000">' + cells + b"</row>") * 16_000 + b"</sheetData>")


#: name -> (how it is made, words that the refusal has)
ARCHIVES: dict[str, tuple[Callable[[Path], Path], tuple[str, ...]]] = {
    "truncated": (lambda p: _cut(good(p)), ("hỏng hoặc chưa tải xong",)),
    "rubbish": (lambda p: _bytes(p, b"PK\x03\x04" + bytes(range(256)) * 9), ("hỏng hoặc chưa tải xong",)),
    "plain-zip": (lambda p: plain_zip(p, bai_xml="<a/>"), ("là tệp nén",)),
    "word": (lambda p: plain_zip(p, word__document_xml="<a/>"), ("Word",)),
    "opendocument": (lambda p: plain_zip(p, mimetype="application/vnd.oasis"), ("OpenDocument",)),
    "macros": (lambda p: rezip(p, add={"xl/vbaProject.bin": b"\x00macro"}), ("macro",)),
    "old-macros": (lambda p: rezip(p, add={"xl/macrosheets/sheet1.xml": b"<a/>"}), ("macro",)),
    "embedded-program": (lambda p: rezip(p, add={"xl/embeddings/oleObject1.bin": b"MZ"}), ("chạy được",)),
    "bomb": (lambda p: rezip(p, add={"xl/media/image1.xml": b" " * (200 * 2**20)}), ("bung ra quá lớn",)),
    "lying-bomb": (lying, ("hỏng",)),
    "overlapping": (overlapping, ("chồng lên nhau",)),
    "many-parts": (lambda p: rezip(p, add={f"x/{n}.txt": b"" for n in range(600)}), ("bung ra quá lớn",)),
    "password": (protected, ("mật khẩu",)),
    "part-twice": (doubled, ("trùng tên",)),
    "climbing-path": (lambda p: rezip(p, add={"../../x.xml": b"<a/>"}), ("sai đường dẫn",)),
    "billion-laughs": (lambda p: rezip(p, {SHEET: with_doctype(LAUGHS)}), ("'Số liệu'", "thực thể XML")),
    "outside-entity": (lambda p: rezip(p, {STRINGS: with_doctype(OUTER)}), ("thực thể XML",)),
    "entity-in-utf16": (lambda p: rezip(p, {SHEET: with_doctype(LAUGHS, "utf-16")}), ("'Số liệu'", "thực thể XML")),
    "broken-xml": (lambda p: rezip(p, {SHEET: lambda d: d[:-40]}), ("không phải XML",)),
    "unknown-encoding": (lambda p: rezip(p, {SHEET: replaced("UTF-8", "UA-8")}), ("không phải XML",)),
    "no-relations": (lambda p: rezip(p, {"xl/_rels/workbook.xml.rels": lambda _: b"<Relationships/>"}), ("hỏng",)),
    "no-such-string": (lambda p: rezip(p, {SHEET: cell_of(' t="s"><v>99999</v>')}), ("hỏng",)),
    "no-such-address": (lambda p: rezip(p, {SHEET: row('<c r="A0x"><v>1</v></c>')}), ("'Số liệu'", "sai địa chỉ")),
    "line-of-words": (lambda p: rezip(p, {SHEET: replaced('<row r="3"', '<row r="ba"')}), ("hỏng",)),
    "ten-megabyte-cell": (lambda p: rezip(p, {SHEET: row(f'<c r="H9" t="inlineStr"><is><t>{"a" * TEN}</t></is></c>')}),
                          ("'Số liệu'", "ô H9", "10485760 ký tự")),
    "ten-megabyte-string": (lambda p: rezip(p, {STRINGS: replaced("Sở Y tế", "Sở Y tế" + " a" * (TEN // 2))}),
                            ("'Số liệu'", "ô B3", "ký tự")),
    "end-of-the-world": (lambda p: rezip(p, {SHEET: row('<c r="XFD1048576"><v>1</v></c>', 1048576)}),
                         ("'Số liệu'", "ô XFD1048576", "quá lớn")),
    "formatted-desert": (lambda p: rezip(p, {SHEET: blank_cells}), ("'Số liệu'", "ô trống được định dạng")),
    "formula-without-value": (lambda p: rezip(p, {SHEET: cell_of("><f>SUM(D3:G3)</f>")}),
                              ("'Số liệu'", "ô C3", "công thức chưa có kết quả")),
    "formula-to-another-file": (lambda p: rezip(p, {SHEET: cell_of("><f>[1]Sheet1!A1</f><v>21</v>")}),
                                ("'Số liệu'", "ô C3", "lấy từ nơi khác")),
    "formula-that-calls-home": (lambda p: rezip(p, {SHEET: cell_of('><f>WEBSERVICE("http://x")</f><v>21</v>')}),
                                ("'Số liệu'", "ô C3", "lấy từ nơi khác")),
    "reference-error": (lambda p: rezip(p, {SHEET: cell_of(' t="e"><f>D3/#REF!</f><v>#REF!</v>')}),
                        ("'Số liệu'", "ô C3", "#REF!")),
    "not-a-number": (lambda p: rezip(p, {SHEET: cell_of("><v>NaN</v>")}), ("'Số liệu'", "ô C3", "'NaN' không phải số")),
    "endless-number": (lambda p: rezip(p, {SHEET: cell_of("><v>1e300</v>")}), ("'Số liệu'", "ô C3", "lớn quá mức")),
    "truth-value": (lambda p: rezip(p, {SHEET: cell_of(' t="b"><v>1</v>')}), ("'Số liệu'", "ô C3", "TRUE")),
}


def _cut(path: Path) -> Path:
    return _bytes(path, path.read_bytes()[:-900])


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
