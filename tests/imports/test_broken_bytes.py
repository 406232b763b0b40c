"""Files with bytes and parts changed at random are read or refused in words; nothing else ever happens."""

import random
import zipfile

import pytest

from monitor.imports.cells import ImportRefused
from tests.imports.helpers import HEADING, ROWS, csv_text, parse
from tests.imports.hostile_zip import SHEET, STRINGS, good

PARTS = (SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")
PIECES = (b"0", b"9999999999", b'"', b"<v>", b"-1", b"e", b"A1", b"\x00", b"</c>")


def outcome(path):
    try:
        return len(parse(path).lines)
    except ImportRefused as refused:
        assert path.name in str(refused) and "Cách sửa" in str(refused)
        return None


@pytest.mark.parametrize("seed", range(3))
def test_bytes_of_a_workbook(tmp_path, seed):
    chance, data = random.Random(seed), good(tmp_path / "good.xlsx").read_bytes()
    for _ in range(60):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        (tmp_path / "x.xlsx").write_bytes(changed)
        outcome(tmp_path / "x.xlsx")


@pytest.mark.parametrize("part", PARTS)
def test_parts_of_a_workbook(tmp_path, part):
    chance = random.Random(part)
    with zipfile.ZipFile(good(tmp_path / "good.xlsx")) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(40):
        changed = bytearray(parts[part])
        for _ in range(chance.choice((1, 2, 5))):
            at = chance.randrange(len(changed))
            changed[at:at + chance.choice((0, 1, 8))] = chance.choice((*PIECES, bytes(changed[at:at + 40])))
        with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
            for name, data in {**parts, part: bytes(changed)}.items():
                archive.writestr(name, data)
        outcome(tmp_path / "x.xlsx")


def test_bytes_of_a_csv(tmp_path):
    chance, data = random.Random(1), csv_text([HEADING, *ROWS]).encode()
    found = []
    for _ in range(200):
        changed = bytearray(data)
        for _ in range(chance.choice((0, 1, 3, 10))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        (tmp_path / "x.csv").write_bytes(changed)
        found.append(outcome(tmp_path / "x.csv"))
    assert 3 in found and None in found
