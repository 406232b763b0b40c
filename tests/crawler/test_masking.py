"""What tells who somebody is does not reach the deletion ledger."""

import pytest

from crawler.masking import mask_person


@pytest.mark.parametrize(("text", "masked"), [
    ("Tôi là Nguyễn Văn An, thôn 3, hỏi về đất", "Tôi là •••, thôn 3, hỏi về đất"),
    ("Gọi 0912 345 678 hoặc a.b@c.vn", "Gọi ••• hoặc •••"),
    ("Hồ sơ của ông Trần Đức Bình bị trả lại", "Hồ sơ của ông ••• bị trả lại"),
    ("CCCD 010203004567 hết hạn", "CCCD ••• hết hạn"),
    ("Bao giờ sửa đường vào thôn Nậm Cang dài 5 km?", "Bao giờ sửa đường vào thôn Nậm Cang dài 5 km?"),
])
def test_mask(text, masked):
    assert mask_person(text) == masked
