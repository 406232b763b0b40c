"""Title templates of the simulated province, by topic of the channel they stand in."""

from __future__ import annotations

NEWS = (
    "{group} ra quân làm {work} thôn {place}",
    "Khánh thành {work} thôn {place}, giá trị {n} triệu đồng",
    "Trao {n} suất quà cho hộ nghèo thôn {place} nhân dịp đầu năm học",
    "Hội nghị đối thoại giữa Chủ tịch UBND với nhân dân thôn {place} lần thứ {k}",
    "Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư {place}",
    "Bàn giao {k} ngôi nhà đại đoàn kết cho hộ nghèo thôn {place}",
    "{group} trồng mới {n} cây xanh dọc tuyến đường {place}",
    "Đoàn công tác của tỉnh kiểm tra {work} tại thôn {place}",
    "Lãnh đạo xã dự sinh hoạt chi bộ thôn {place} tháng {m}",
    "Khắc phục hậu quả mưa lũ ở {place}: {n} người tham gia, hoàn thành sau {k} ngày",
    "Tiếp xúc cử tri tại thôn {place}: {k} ý kiến về {work}",
    "Phát động phong trào thi đua xây dựng nông thôn mới ở {place}, {k} phần việc được nhận",
    "{place}: ra mắt mô hình “Thôn không rác thải” với {n} hộ tham gia",
)
ECONOMY = (
    "Thôn {place} mở rộng {n} ha {crop} theo hướng hữu cơ",
    "{group} tổ chức tập huấn kỹ thuật trồng {crop} cho {n} hộ dân",
    "Thu hoạch {crop} ở {place}: năng suất tăng {k}% so với vụ trước",
    "Giải ngân {n} triệu đồng vốn vay ưu đãi cho {k} hộ thôn {place}",
    "Sản phẩm {crop} {place} được công nhận OCOP, hợp tác xã có {k} thành viên",
    "Chăn nuôi gia súc ở {place}: chủ động chống rét cho {n} con trâu, bò",
    "Hợp tác xã {crop} {place} ký hợp đồng bao tiêu {n} tấn sản phẩm",
    "Hoàn thành {work} phục vụ sản xuất tại {place}, tổng vốn {n} triệu đồng",
)
CULTURE = (
    "Giải bóng chuyền hơi chào mừng ngày thành lập {group} thu hút {n} vận động viên",
    "Lễ hội truyền thống của đồng bào {people} ở {place} đón {n} lượt khách",
    "Câu lạc bộ văn nghệ dân gian {people} thôn {place} ra mắt với {k} thành viên",
    "Phục dựng nghề thêu thổ cẩm của người {people} ở {place}, {k} nghệ nhân truyền dạy",
    "Khám bệnh, cấp thuốc miễn phí cho {n} người cao tuổi thôn {place}",
    "Trường học {place} đón {n} học sinh vào năm học mới, {k} em vào lớp Một",
    "Chợ phiên {place} mở lại sau tu sửa, {k} gian hàng của đồng bào {people}",
)
DEFENCE = (
    "Diễn tập phòng chống thiên tai và tìm kiếm cứu nạn tại thôn {place}",
    "Kiểm tra công tác phòng cháy, chữa cháy rừng tại khu vực {place}, {k} chốt trực",
    "Công an xã hướng dẫn {n} người dân {place} nhận diện lừa đảo qua mạng",
    "Tổ bảo vệ an ninh trật tự thôn {place} nhận bàn giao {k} bộ trang bị",
    "Khám sơ tuyển nghĩa vụ quân sự cho {n} thanh niên, điểm {place}",
)
DIGITAL = (
    "Tổ công nghệ số cộng đồng thôn {place} hướng dẫn {n} người dân cài đặt VNeID",
    "Lắp đặt {k} điểm Wi-Fi miễn phí tại nhà văn hóa thôn {place}",
    "{n} hộ thôn {place} thanh toán tiền điện không dùng tiền mặt",
    "Ra mắt trang thông tin của thôn {place}, {k} tuyên truyền viên số",
)
PARTY = (
    "Chi bộ thôn {place} kết nạp {k} đảng viên mới",
    "Sinh hoạt chuyên đề học tập và làm theo Bác ở Chi bộ {place}, {n} lượt đảng viên dự",
    "Đảng ủy kiểm tra việc thực hiện nghị quyết tại {k} chi bộ khu vực {place}",
    "Trao Huy hiệu Đảng cho {k} đảng viên Chi bộ {place}",
    "Hội nghị báo cáo viên tháng {m}: {k} chuyên đề, {n} đại biểu",
    "Gặp mặt {n} cán bộ hưu trí khu vực {place}",
)
NOTICES = (
    "Thông báo lịch tiếp công dân định kỳ tháng {m} của Chủ tịch UBND, điểm {place}",
    "Thông báo cắt điện để sửa chữa đường dây {n} tại thôn {place}",
    "Niêm yết công khai hồ sơ cấp giấy chứng nhận quyền sử dụng đất của {n} hộ thôn {place}",
    "Thông báo tuyển chọn và gọi công dân nhập ngũ đợt {k}, thôn {place}",
    "Mời tham gia góp ý quy hoạch chi tiết khu dân cư {place} (lần {k})",
    "Thông báo tiêm phòng gia súc, gia cầm đợt {k} trên địa bàn {place}",
    "Giấy mời họp thôn {place} bàn về {work}, phiên thứ {k}",
    "Thông báo tạm dừng lưu thông để thi công {work} {place}, đợt {k}",
    "Thông báo tìm chủ sở hữu tài sản bị bỏ quên tại {place} (số {n})",
    "Thông báo về việc chi trả trợ cấp tháng {m} cho đối tượng bảo trợ xã hội thôn {place}",
)
LAW = (
    "Tìm hiểu một số quy định mới của {act} (phần {k})",
    "Hỏi đáp pháp luật về {field}: {k} câu hỏi thường gặp ở {place}",
    "Những trường hợp bị xử phạt khi vi phạm {act}, bài {k}",
    "Tuyên truyền {act} cho {n} người dân thôn {place}",
    "Tờ gấp pháp luật về {field} bằng tiếng {people}, kỳ {k}",
)
PLANNED = ("Công khai dự toán thu, chi ngân sách năm 2026, biểu số {n}",
           "Thuyết minh dự toán ngân sách, phần {k}, biểu {n}",
           "Quyết định công bố công khai số liệu dự toán bổ sung lần {k}, biểu {n}")
RUNNING = ("Công khai tình hình thực hiện dự toán ngân sách quý {q}, biểu số {n}",
           "Báo cáo ước thực hiện thu, chi ngân sách tháng {m}, biểu số {n}")
SETTLED = ("Công khai quyết toán ngân sách năm 2025, biểu số {n}",
           "Công khai quyết toán các khoản đóng góp của nhân dân thôn {place}, đợt {k}")
BIDDING = (
    "Kết quả lựa chọn nhà thầu gói thầu số {n}: {work} thôn {place}",
    "Công bố danh mục {k} dự án đầu tư công khu vực {place}",
    "Thông báo mời chào giá gói mua sắm số {n}, đợt {k}",
    "Tiến độ dự án {work} {place} đạt {k}% khối lượng, giải ngân {n} triệu đồng",
)
LAND = ("Kế hoạch sử dụng đất bổ sung lần {k} khu vực {place}",
        "Công khai phương án bồi thường dự án {work} {place}, {n} thửa đất",
        "Thông báo thu hồi đất để thực hiện {work} {place}, đợt {k}")
PLANNING = ("Công bố quy hoạch chung xây dựng khu vực {place}, điều chỉnh lần {k}",
            "Kế hoạch phát triển kinh tế - xã hội năm 2026, chỉ tiêu nhóm {k}, khu vực {place}",
            "Đề án phát triển vùng trồng {crop} {n} ha đến năm 2030 tại {place}")
REPORTS = ("Báo cáo kết quả thực hiện nhiệm vụ tháng {m}, lĩnh vực {field}, số {n}",
           "Báo cáo kinh tế - xã hội quý {q}, phần {k}", "Báo cáo công tác cải cách hành chính quý {q}, số {n}",
           "Báo cáo sơ kết phong trào trồng {crop} ở {place}, đợt {k}")
STATISTICS = ("Số liệu thống kê lĩnh vực {field} tháng {m}, biểu {n}", "Thống kê {k} chỉ tiêu ngành quý {q}, biểu {n}")
DRAFTS = ("Lấy ý kiến dự thảo quy chế quản lý {work}, lần {k}",
          "Dự thảo quyết định về mức thu lĩnh vực {field}, bản {k}, {n} điều khoản")
STAFF = ("Thông báo tuyển dụng {k} viên chức lĩnh vực {field}, đợt {m}",
         "Kết quả thi nâng ngạch {n} công chức, đợt {k}",
         "Công bố quyết định bổ nhiệm cán bộ phụ trách {field}, đợt {k}")
PROCEDURES = ("Quyết định công bố {k} thủ tục hành chính lĩnh vực {field}, số {n}",
              "Danh mục {n} thủ tục được thay thế trong lĩnh vực {field}, lần {k}")
WELFARE = ("Rà soát hộ nghèo, hộ cận nghèo thôn {place}: {n} hộ được công nhận đợt {k}",
           "Hỗ trợ sửa chữa {k} nhà ở cho hộ nghèo thôn {place}",
           "Cấp {n} thẻ bảo hiểm y tế cho đồng bào {people} ở {place}")
DOCUMENTS = (
    "Về việc tăng cường công tác phòng chống cháy rừng khu vực {place} mùa khô, đợt {k}",
    "Về việc phê duyệt kế hoạch trồng {n} ha {crop} vụ xuân tại {place}",
    "Về việc thành lập Ban Chỉ đạo chuyển đổi số, bổ sung lần {k} ({place})",
    "Về việc triển khai chiến dịch tiêm chủng cho {n} trẻ em thôn {place}",
    "Về việc chấn chỉnh kỷ luật, kỷ cương hành chính – kết luận kiểm tra số {n}",
    "Ban hành quy chế tiếp công dân, sửa đổi lần {k}, điểm {place}",
    "Kế hoạch tổ chức các hoạt động kỷ niệm, điểm {place}, {k} nội dung",
    "Về việc giao chỉ tiêu huấn luyện dân quân tự vệ, {n} chiến sĩ, cụm {place}",
    "Quyết định kiện toàn Tổ công tác lĩnh vực {field}, {k} thành viên ({place})",
    "Về việc đôn đốc tiến độ {work} {place}, văn bản lần {k}",
)
RULES = (
    "Nghị quyết về dự toán thu, chi ngân sách, điều chỉnh lần {k}, {n} triệu đồng",
    "Quyết định ban hành Quy chế làm việc lĩnh vực {field}, {k} chương, {n} điều",
    "Nghị quyết về phương án phân bổ vốn {work} {place}, {n} triệu đồng",
    "Quyết định quy định mức hỗ trợ trồng {crop}, {n} nghìn đồng mỗi hộ (lần {k})",
)
QUESTIONS = (
    "Thủ tục tách thửa đất ở thôn {place} cần những giấy tờ gì, diện tích {n} m2?",
    "Bao giờ tuyến đường vào thôn {place} dài {k} km được sửa chữa?",
    "Chế độ hỗ trợ hộ cận nghèo thôn {place} năm học này là bao nhiêu, hộ có {k} người?",
    "Đăng ký khai sinh cho con quá hạn {n} ngày ở thôn {place} làm thế nào?",
    "Điểm thu gom rác thôn {place} hoạt động vào những ngày nào trong tuần thứ {k}?",
    "Gia đình tôi trồng {n} gốc {crop} bị thiệt hại do mưa lũ thì được hỗ trợ ra sao?",
    "Xin hỏi thời hạn cấp đổi giấy chứng nhận quyền sử dụng đất {n} m2 tại {place}?",
    "Hồ sơ lĩnh vực {field} nộp trực tuyến bị trả lại lần thứ {k} thì phải làm gì?",
)
POOLS: dict[str, tuple[str, ...]] = {
    "news": NEWS, "economy": ECONOMY, "culture": CULTURE, "defence": DEFENCE, "digital": DIGITAL, "party": PARTY,
    "notices": NOTICES, "law": LAW, "planned": PLANNED, "running": RUNNING, "settled": SETTLED, "bidding": BIDDING,
    "land": LAND, "planning": PLANNING, "reports": REPORTS, "statistics": STATISTICS, "drafts": DRAFTS, "staff": STAFF,
    "procedures": PROCEDURES, "welfare": WELFARE, "documents": DOCUMENTS, "rules": RULES,
}
#: How much of what a portal publishes goes into a channel of a topic.
WEIGHTS: dict[str, float] = {
    "news": 22, "economy": 5, "culture": 5, "defence": 3, "digital": 2, "party": 3, "notices": 9, "law": 3,
    "planned": 1, "running": 2, "settled": 1, "bidding": 2.5, "land": 1.2, "planning": 1.2, "reports": 3,
    "statistics": 1.2, "drafts": 1, "staff": 1.2, "procedures": 1, "welfare": 2, "documents": 9, "rules": 3,
}
