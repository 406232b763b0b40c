"""Names in the order of a Vietnamese dictionary."""

from monitor.name_order import name_order


def test_letters_before_tones_and_d_before_the_barred_one():
    names = ["Xã Dền Sáng", "Xã Đông Cuông", "Xã Gia Phú", "Xã Tà Xi Láng", "Xã Tả Phìn", "Xã Tả Van", "Xã Tân Hợp",
             "Xã Ý Yên", "Sở Y tế", "Xã Âu Lâu", "Xã Ái Quốc"]
    assert sorted(names, key=name_order) == [
        "Sở Y tế", "Xã Ái Quốc", "Xã Âu Lâu", "Xã Dền Sáng", "Xã Đông Cuông", "Xã Gia Phú", "Xã Tà Xi Láng",
        "Xã Tả Phìn", "Xã Tả Van", "Xã Tân Hợp", "Xã Ý Yên"]
