"""Words of the simulated province: titles, bodies, names – made up, in the manner of commune portals."""

from __future__ import annotations

import random
import re
import unicodedata

PLACES = (
    "Bản Phố", "Nậm Lúc", "Cốc Ly", "Tả Giàng", "Lùng Phình", "Sín Chải", "Na Hối", "Bản Liền", "Thải Giàng", "Hoàng Thu",
    "Nậm Mòn", "Bảo Nhai", "Tà Chải", "Lầu Thí", "Nậm Đét", "Cốc Lầu", "Bản Cái", "Nậm Khánh", "Lử Thẩn", "Sán Chải",
    "Làng Mới", "Khe Trang", "Đồng Tâm", "Hồng Cam", "Tân Lập", "Phú Sơn", "Yên Thịnh", "Minh Hải", "Đông Căm", "Tân Bông",
)
CROPS = ("quế", "chè", "lúa", "ngô", "thảo quả", "mận tam hoa", "dứa", "chuối", "sả", "dược liệu", "rau ôn đới", "lê")
GROUPS = ("Hội Nông dân", "Hội Phụ nữ", "Đoàn Thanh niên", "Hội Cựu chiến binh", "Ủy ban MTTQ", "Công an xã", "Trạm Y tế")
NEWS = (
    "{group} ra quân làm đường giao thông thôn {place}",
    "Khánh thành nhà văn hóa thôn {place}, giá trị {n} triệu đồng",
    "Thôn {place} mở rộng {n} ha {crop} theo hướng hữu cơ",
    "Trao {n} suất quà cho hộ nghèo thôn {place} nhân dịp đầu năm học",
    "Hội nghị đối thoại giữa Chủ tịch UBND với nhân dân thôn {place} lần thứ {k}",
    "{group} tổ chức tập huấn kỹ thuật trồng {crop} cho {n} hộ dân",
    "Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư {place}",
    "Diễn tập phòng chống thiên tai và tìm kiếm cứu nạn tại thôn {place}",
    "Giải bóng chuyền hơi chào mừng ngày thành lập {group} thu hút {n} vận động viên",
    "Bàn giao {k} ngôi nhà đại đoàn kết cho hộ nghèo thôn {place}",
    "Tổ công nghệ số cộng đồng thôn {place} hướng dẫn {n} người dân cài đặt VNeID",
    "Thu hoạch {crop} ở {place}: năng suất tăng {k}% so với vụ trước",
    "Khám bệnh, cấp thuốc miễn phí cho {n} người cao tuổi thôn {place}",
    "{group} trồng mới {n} cây xanh dọc tuyến đường {place}",
    "Kiểm tra công tác phòng cháy, chữa cháy rừng tại khu vực {place}",
)
NOTICES = (
    "Thông báo lịch tiếp công dân định kỳ tháng {m} của Chủ tịch UBND, điểm {place}",
    "Thông báo cắt điện để sửa chữa đường dây {n} tại thôn {place}",
    "Niêm yết công khai hồ sơ cấp giấy chứng nhận quyền sử dụng đất của {n} hộ thôn {place}",
    "Thông báo tuyển chọn và gọi công dân nhập ngũ đợt {k}, thôn {place}",
    "Mời tham gia góp ý quy hoạch chi tiết khu dân cư {place} (lần {k})",
    "Thông báo tiêm phòng gia súc, gia cầm đợt {k} trên địa bàn {place}",
)
FINANCE = (
    "Công khai tình hình thực hiện dự toán ngân sách quý {q}, biểu số {n}",
    "Công khai quyết toán các khoản đóng góp của nhân dân thôn {place}, đợt {k}",
    "Kết quả lựa chọn nhà thầu gói thầu số {n}: đường trục thôn {place}",
    "Công bố danh mục {k} dự án đầu tư công khu vực {place}",
    "Kế hoạch sử dụng đất bổ sung lần {k} khu vực {place}",
)
DOCUMENTS = (
    "Về việc tăng cường công tác phòng chống cháy rừng khu vực {place} mùa khô, đợt {k}",
    "Về việc phê duyệt kế hoạch trồng {n} ha {crop} vụ xuân tại {place}",
    "Về việc thành lập Ban Chỉ đạo chuyển đổi số, bổ sung lần {k} ({place})",
    "Về việc triển khai chiến dịch tiêm chủng cho {n} trẻ em thôn {place}",
    "Về việc chấn chỉnh kỷ luật, kỷ cương hành chính – kết luận kiểm tra số {n}",
    "Ban hành quy chế tiếp công dân, sửa đổi lần {k}, điểm {place}",
)
QUESTIONS = (
    "Thủ tục tách thửa đất ở thôn {place} cần những giấy tờ gì, diện tích {n} m2?",
    "Bao giờ tuyến đường vào thôn {place} dài {k} km được sửa chữa?",
    "Chế độ hỗ trợ hộ cận nghèo thôn {place} năm học này là bao nhiêu, hộ có {k} người?",
    "Đăng ký khai sinh cho con quá hạn {n} ngày ở thôn {place} làm thế nào?",
    "Điểm thu gom rác thôn {place} hoạt động vào những ngày nào trong tuần thứ {k}?",
)
SENTENCES = (
    "Sáng nay, UBND xã phối hợp với các cơ quan, đơn vị liên quan tổ chức hoạt động với sự tham gia của đông đảo nhân dân.",
    "Thực hiện Nghị quyết ngày {law} của Hội đồng nhân dân, các thôn đã chủ động xây dựng kế hoạch và phân công nhiệm vụ.",
    "Phát biểu tại buổi lễ, đồng chí Chủ tịch UBND ghi nhận, biểu dương những kết quả mà cán bộ và nhân dân đã đạt được.",
    "Đến nay toàn xã có {n} hộ đăng ký tham gia, tăng {k} hộ so với cùng kỳ năm trước; chất lượng từng bước được nâng lên.",
    "Thời gian tới, xã tiếp tục tuyên truyền, vận động nhân dân giữ gìn bản sắc văn hóa và bảo đảm an ninh trật tự.",
    "Theo kế hoạch, giai đoạn tiếp theo sẽ hoàn thành trước ngày {law}, kinh phí được bố trí từ ngân sách và nguồn xã hội hóa.",
    "Bà con thôn {place} phấn khởi vì con đường mới giúp việc đi lại, vận chuyển nông sản thuận lợi hơn trước rất nhiều.",
    "Các đại biểu đã trao đổi, thảo luận và thống nhất nhiều giải pháp thiết thực, phù hợp với điều kiện của địa phương.",
)
NAMES = ("Nguyễn Văn Hùng", "Lý Thị Mai", "Giàng A Páo", "Vàng Thị Sen", "Trần Quốc Việt", "Hoàng Thị Lan", "Tẩn A Dũng")
POSTS = ("Chủ tịch UBND", "Phó Chủ tịch UBND", "Công chức địa chính", "Công chức tư pháp - hộ tịch")


def fill(template: str, chance: random.Random) -> str:
    """A template with its places filled."""
    return template.format(
        place=chance.choice(PLACES), group=chance.choice(GROUPS), crop=chance.choice(CROPS), n=chance.randint(12, 480),
        k=chance.randint(2, 29), m=chance.randint(1, 12), q=chance.choice(("I", "II", "III", "IV")),
        law=f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(2021, 2026)}",
    )


def body(chance: random.Random) -> tuple[str, ...]:
    """Four to seven sentences as two or three paragraphs."""
    return tuple(
        " ".join(fill(s, chance) for s in chance.sample(SENTENCES, 2)) for _ in range(chance.randint(2, 3))
    )


def slug(text: str) -> str:
    """Without tone marks, for addresses."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-")
