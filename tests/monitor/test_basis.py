"""Which law a line names: only texts in force on the day, for bodies that they bind, and nothing unconfirmed."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.basis import legal_basis
from tests.monitor.build import SECTIONS, section

ND42, ND224, ACCESS, OTHER = "Nghị định 42/2022/NĐ-CP, Điều 4", "Nghị định 224/2026/NĐ-CP, Điều 9", "Luật 104", "QĐ 1"
WHOLE = section("s", basis_nd42=ND42, basis_nd224=ND224, basis_access_law=ACCESS, basis_other=OTHER)


@pytest.mark.parametrize(("on", "expected"), [
    (date(2026, 6, 30), (ND42, ACCESS, OTHER)),
    (date(2026, 7, 1), (ND224, ACCESS, OTHER)),
    (date(2026, 8, 31), (ND224, ACCESS, OTHER)),
    (date(2026, 9, 1), (ND224, OTHER)),
    (date(2025, 7, 1), (ND42, ACCESS, OTHER)),
])
@pytest.mark.parametrize("group", ["province", "departments", "communes"])
def test_state_bodies_by_date(on: date, expected: tuple[str, ...], group: str) -> None:
    assert legal_basis(WHOLE, group, on) == expected


@pytest.mark.parametrize("on", [date(2026, 6, 30), date(2026, 7, 1), date(2026, 11, 20)])
def test_party_bodies_are_bound_by_no_decree(on: date) -> None:
    assert legal_basis(WHOLE, "party_block", on) == (OTHER,)


def test_bodies_of_unknown_kind_are_told_no_law_at_all() -> None:
    assert legal_basis(WHOLE, "central_and_other", date(2026, 6, 30)) == ()


def test_what_is_not_confirmed_is_not_printed() -> None:
    assert legal_basis(section("s", basis_nd42=ND42), "communes", date(2026, 11, 20)) == ()
    assert legal_basis(section("s"), "communes", date(2026, 6, 1)) == ()


@pytest.mark.parametrize(("text", "on", "printed"), [
    ("[2026-07-01..]Thông tư A", date(2026, 6, 30), ()),
    ("[2026-07-01..]Thông tư A", date(2026, 7, 1), ("Thông tư A",)),
    ("[..2026-08-31]Luật B", date(2026, 8, 31), ("Luật B",)),
    ("[..2026-08-31]Luật B", date(2026, 9, 1), ()),
    ("[2026-07-01..]Thông tư A|[..2026-06-30]Thông tư cũ|QĐ", date(2026, 6, 30), ("Thông tư cũ", "QĐ")),
])
def test_texts_with_a_validity_of_their_own(text: str, on: date, printed: tuple[str, ...]) -> None:
    assert legal_basis(section("s", basis_other=text), "communes", on) == printed


@pytest.mark.parametrize("on", [date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 1), date(2027, 3, 1)])
def test_no_line_of_the_registry_names_a_text_out_of_force(on: date) -> None:
    for s in SECTIONS:
        for group in ("province", "departments", "communes", "party_block", "central_and_other"):
            printed = " ".join(legal_basis(s, group, on))
            assert ("42/2022" in printed) <= (on <= date(2026, 6, 30)), (s.code, printed)
            assert ("224/2026" in printed) <= (on >= date(2026, 7, 1)), (s.code, printed)
            assert ("104/2016" in printed) <= (on <= date(2026, 8, 31)), (s.code, printed)
            assert "[" not in printed and ".." not in printed, printed
