"""Words of the simulated province: places, people, sentences – made up, in the manner of commune portals."""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import date
from typing import NamedTuple

PLACES = (
    "Bản Phố", "Nậm Lúc", "Cốc Ly", "Tả Giàng", "Lùng Phình", "Sín Chải", "Na Hối", "Bản Liền", "Thải Giàng", "Hoàng Thu",
    "Nậm Mòn", "Bảo Nhai", "Tà Chải", "Lầu Thí", "Nậm Đét", "Cốc Lầu", "Bản Cái", "Nậm Khánh", "Lử Thẩn", "Sán Chải",
    "Làng Mới", "Khe Trang", "Đồng Tâm", "Hồng Cam", "Tân Lập", "Phú Sơn", "Yên Thịnh", "Minh Hải", "Đông Căm", "Tân Bông",
    "Bản Vược", "Khe Lếch", "Làng Chạp", "Nà Nheo", "Pú Trạng", "Suối Giàng", "Khe Sán", "Thác Hoa", "Hang Dơi", "Vĩnh Kiên",
    "Hòa Bình", "Thủy Điện", "Nậm Cần", "Séo Mý", "Lao Chải", "Bản Dền", "Mường Bo", "Sơn Thủy", "Cầu Mây", "Đồi Chè",
)
CROPS = ("quế", "chè", "lúa", "ngô", "thảo quả", "mận tam hoa", "dứa", "chuối", "sả", "dược liệu", "rau ôn đới", "lê VH6",
         "bưởi", "cam", "sơn tra", "măng bát độ")
GROUPS = ("Hội Nông dân", "Hội Phụ nữ", "Đoàn Thanh niên", "Hội Cựu chiến binh", "Ủy ban MTTQ", "Công an xã", "Trạm Y tế",
          "Hội Chữ thập đỏ", "Hội Người cao tuổi", "Ban Chỉ huy Quân sự")
WORKS = ("đường liên thôn", "cầu dân sinh", "công trình cấp nước sinh hoạt", "nhà văn hóa", "kè chống sạt lở", "kênh mương nội đồng",
         "điểm trường mầm non", "trạm y tế", "chợ trung tâm", "hệ thống chiếu sáng")
FIELDS = ("đất đai", "hộ tịch", "bảo trợ xã hội", "chứng thực", "xây dựng", "môi trường", "giáo dục", "nông nghiệp", "lao động")
PEOPLES = ("Mông", "Dao", "Tày", "Giáy", "Thái", "Hà Nhì", "Phù Lá", "Nùng")
LAWS = ("Luật Đất đai", "Luật Căn cước", "Luật Giao thông đường bộ", "Luật Phòng, chống ma túy", "Luật Bảo hiểm xã hội",
        "Luật Hôn nhân và gia đình", "Luật Lâm nghiệp", "Luật Nghĩa vụ quân sự", "Luật An ninh mạng")
NAMES = ("Nguyễn Văn Hùng", "Lý Thị Mai", "Giàng A Páo", "Vàng Thị Sen", "Trần Quốc Việt", "Hoàng Thị Lan", "Tẩn A Dũng",
         "Đỗ Thị Hạnh", "Lù Văn Chương", "Phạm Minh Đức", "Sùng A Chống", "Nông Thị Thắm")
POSTS = ("Chủ tịch UBND", "Phó Chủ tịch UBND", "Công chức địa chính", "Công chức tư pháp - hộ tịch", "Trưởng phòng Kinh tế")
SENTENCES = (
    "Sáng nay, {unit} phối hợp với các cơ quan, đơn vị liên quan tổ chức hoạt động với sự tham gia của đông đảo nhân dân.",
    "Thực hiện Nghị quyết ngày {law} của Hội đồng nhân dân, các thôn đã chủ động xây dựng kế hoạch và phân công nhiệm vụ.",
    "Phát biểu tại buổi lễ, đại diện {unit} ghi nhận, biểu dương những kết quả mà cán bộ và nhân dân đã đạt được.",
    "Đến nay toàn địa bàn có {n} hộ đăng ký tham gia, tăng {k} hộ so với cùng kỳ năm trước; chất lượng từng bước được nâng lên.",
    "Thời gian tới, {unit} tiếp tục tuyên truyền, vận động nhân dân giữ gìn bản sắc văn hóa và bảo đảm an ninh trật tự.",
    "Theo kế hoạch, giai đoạn tiếp theo sẽ hoàn thành trước ngày {law}, kinh phí được bố trí từ ngân sách và nguồn xã hội hóa.",
    "Bà con thôn {place} phấn khởi vì con đường mới giúp việc đi lại, vận chuyển nông sản thuận lợi hơn trước rất nhiều.",
    "Các đại biểu đã trao đổi, thảo luận và thống nhất nhiều giải pháp thiết thực, phù hợp với điều kiện của địa phương.",
    "Căn cứ Luật được Quốc hội thông qua ngày {law}, bộ phận chuyên môn đã hướng dẫn chi tiết từng bước cho người dân.",
    "Mô hình trồng {crop} tại thôn {place} cho thu nhập bình quân {n} triệu đồng mỗi năm, tạo việc làm cho {k} lao động.",
    "Chương trình dự kiến diễn ra từ 7 giờ 30 phút ngày {law} tại nhà văn hóa thôn {place}; kính mời nhân dân đến dự.",
    "Nhân dịp này, {group} đã trao tặng {k} phần quà cho các gia đình chính sách, hộ nghèo có hoàn cảnh khó khăn.",
    "Công tác kiểm tra, giám sát được duy trì thường xuyên; những kiến nghị của nhân dân được tiếp thu và giải quyết kịp thời.",
    "Trong quá trình triển khai, nếu có khó khăn, vướng mắc, đề nghị các thôn phản ánh về Văn phòng HĐND và UBND để tổng hợp.",
)


class Setting(NamedTuple):
    """Where a text plays: the villages of its commune, and the office that speaks."""

    places: tuple[str, ...] = PLACES
    unit: str = "UBND xã"


def name_unit(name: str, group: str) -> str:
    """How a portal's texts call its office."""
    if group == "communes":
        return "UBND phường" if name.startswith("Phường") else "UBND xã"
    return "UBND tỉnh" if group == "province" else name


def fill(template: str, chance: random.Random, setting: Setting = Setting(), day: date | None = None) -> str:  # noqa: B008
    """A template with its places filled; what reports on a month or quarter reports on the one before `day`."""
    month = (day.month - 2) % 12 + 1 if day else chance.randint(1, 12)
    return template.format(
        place=chance.choice(setting.places), unit=setting.unit, q=("I", "II", "III", "IV")[(month - 1) // 3], m=month,
        group=chance.choice(GROUPS), crop=chance.choice(CROPS), n=chance.randint(12, 480),
        k=chance.randint(2, 29),
        work=chance.choice(WORKS), field=chance.choice(FIELDS), people=chance.choice(PEOPLES), act=chance.choice(LAWS),
        law=f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(2021, 2026)}",
    )


def body(chance: random.Random, setting: Setting = Setting()) -> tuple[str, ...]:  # noqa: B008
    """Six to ten sentences as three to five paragraphs; they name other dates, as real ones do."""
    chosen = chance.sample(SENTENCES, 2 * chance.randint(3, 5))
    return tuple(" ".join(fill(s, chance, setting) for s in chosen[i:i + 2]) for i in range(0, len(chosen), 2))


def slug(text: str) -> str:
    """Without tone marks, for addresses."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-")
