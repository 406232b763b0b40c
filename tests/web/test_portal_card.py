"""What the registry says of a portal beside its address: other spellings, names that ended, where it stood before."""

import shutil

from crawler.config import ROOT
from tests.nights import registry_file
from web.portal_card import load_cards

AGENCIES = "code,name,spellings,valid_from,valid_to,note\nX1,UBND xã Cũ,Xã C|xã cũ,,2025-06-30,\nX1,Xã Mới,Mới,,,\n"
FORMER = "code,former_province,former_district,also,source\nX1,Yên Bái,huyện Trấn Yên,,danh mục\n"


def test_a_card_names_what_was_and_what_else_it_is_called(tmp_path):
    (tmp_path / "agencies.csv").write_text(AGENCIES)
    (tmp_path / "former_units.csv").write_text(FORMER)
    registry_file(tmp_path / "portals.csv", [
        {"code": "X1", "name": "Xã Trước", "valid_from": "2024-01-01", "valid_to": "2025-06-30"},
        {"code": "X1", "name": "Xã Mới", "url": "http://x.test/", "hosts": "x.test", "note": "đã gọi điện"},
        {"code": "X2", "name": "Xã Hai"}])
    cards = load_cards(tmp_path)
    assert cards["X1"].names == ("Xã Trước (đến 30/06/2025)", "UBND xã Cũ (đến 30/06/2025)", "Xã C", "xã cũ", "Mới")
    assert (cards["X1"].former, cards["X1"].hosts, cards["X1"].note) == \
        ("huyện Trấn Yên (Yên Bái cũ)", ("x.test",), "đã gọi điện")
    assert (cards["X2"].names, cards["X2"].former) == ((), "")


def test_the_own_registry_has_a_card_for_each_portal(tmp_path):
    shutil.copytree(ROOT / "registry", tmp_path / "registry")
    cards = load_cards(tmp_path / "registry")
    assert len(cards) == 161 and sum(bool(card.former) for card in cards.values()) >= 99
