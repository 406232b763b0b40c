"""The outlines of the reports, as drawn into the templates: headings, fixed words, and where the figures go.

`^1` after words is the mark of the first footnote. `*` is a list of sentences that the program writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.official.weekly_agencies import COLUMNS

Line = tuple[str, str]
PROVINCE = "TỈNH LÀO CAI"
PLACE = "Lào Cai"
CHAIR = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
TO_COMMITTEE = ("- Văn phòng Chính phủ (để b/c);", "- TT Tỉnh ủy, TT HĐND tỉnh (để b/c);",
                "- Chủ tịch, các PCT UBND tỉnh;", "- Các sở, ban, ngành; UBND các xã, phường;",
                "- Lãnh đạo Văn phòng;", "- Lưu: VT, Cổng TTĐT.")
PB01 = ("Phụ biểu số 01: Đánh giá mức độ cung cấp thông tin trên các Cổng TTĐT thành phần",
        ("STT", "Tên cơ quan, đơn vị", "Điểm", "Ghi chú"), "pb01", False)
PB02 = ("Phụ biểu số 02: Kết quả tiếp nhận và trả lời câu hỏi trên chuyên mục Hỏi - Đáp",
        ("STT", "Tên cơ quan, đơn vị", "Tổng số câu hỏi", "Đã trả lời", "Chờ trả lời", "Chờ tiếp nhận",
         "Câu hỏi xóa", "Chưa rõ trạng thái", "Điểm", "Ghi chú"), "pb02", True)
PB03 = ("Phụ biểu số 03: Tình hình xử lý hồ sơ dịch vụ công theo cơ quan",
        ("STT", "Tên cơ quan", "Tổng số hồ sơ", "Tồn đầu kỳ", "Một cửa điện tử", "Trực tuyến", "Đã giải quyết",
         "Đúng và trước hạn", "Trễ hạn", "Đang giải quyết", "Tỷ lệ giải quyết (%)", "Tỷ lệ đúng và trước hạn (%)",
         "Điểm"), "pb03", True)
NOTES = ("Phụ biểu số 04: Ghi chú về số liệu", (), "notes", False)


@dataclass(frozen=True, slots=True)
class Outline:
    """One report as a template. An appendix: title, columns, what it lists, whether it has a total row."""

    issuer: tuple[str, ...]
    sign: str
    name: str
    abstract: str
    body: tuple[Line, ...]
    sent_to: tuple[str, ...]
    signed: tuple[str, ...]
    appendices: tuple[tuple[str, tuple[str, ...], str, bool], ...] = ()
    footnotes: tuple[str, ...] = ()
    place: str = PLACE

    @property
    def tables(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """(titles of the columns, what the table lists) of every table."""
        inner = tuple((tuple(style[2:].split("|")), text) for style, text in self.body if style.startswith("t:"))
        return inner + tuple((columns, loop) for _, columns, loop, _ in self.appendices if columns)


JUDGED: tuple[Line, ...] = (
    ("h2", "1. Ưu điểm"), ("*", "strengths"), ("h2", "2. Khó khăn, hạn chế"), ("*", "weaknesses"),
)

QUARTER = Outline(
    ("ỦY BAN NHÂN DÂN", PROVINCE), "BC-UBND", "BÁO CÁO",
    "Tình hình hoạt động Cổng thông tin điện tử tỉnh Lào Cai {{ period }}; phương hướng, nhiệm vụ {{ next_period }}",
    (
        ("p", "Thực hiện {{ legal_basis }}, UBND tỉnh báo cáo tình hình hoạt động Cổng thông tin điện tử (Cổng TTĐT) "
              "tỉnh Lào Cai {{ period }}; phương hướng, nhiệm vụ {{ next_period }} như sau:"),
        ("h1", "I. HOẠT ĐỘNG CUNG CẤP THÔNG TIN {{ period_caps }}"),
        ("h2", "1. Cung cấp thông tin trên Cổng TTĐT tỉnh Lào Cai"), ("*", "province"), ("*", "topics"),
        ("h2", "2. Cung cấp thông tin trên mạng xã hội"), ("*", "social"),
        ("h2", "3. Cung cấp thông tin trên các Cổng TTĐT thành phần"),
        ("h3", "3.1. Cung cấp thông tin"), ("*", "components"),
        ("p", "Cổng TTĐT thành phần không duy trì hoạt động trong kỳ:"), ("*", "silent"),
        ("h3", "3.2. Đánh giá, chấm điểm mức độ cung cấp thông tin (Phụ biểu số 01 kèm theo)"), ("*", "scores"),
        ("h1", "II. THỰC HIỆN CHUYÊN MỤC HỎI - ĐÁP {{ period_caps }}"),
        ("h2", "1. Tình hình thực hiện"), ("*", "questions"),
        ("h2", "2. Đánh giá, chấm điểm chuyên mục Hỏi - Đáp (Phụ biểu số 02 kèm theo)"), ("*", "question_scores"),
        ("h1", "III. CUNG CẤP DỊCH VỤ CÔNG TRỰC TUYẾN {{ period_caps }}"),
        ("h2", "1. Tình hình thực hiện"), ("*", "services"),
        ("h2", "2. Đánh giá, chấm điểm dịch vụ công trực tuyến (Phụ biểu số 03 kèm theo)"), ("*", "service_scores"),
        ("h1", "IV. MỘT SỐ NỘI DUNG KHÁC"),
        ("h2", "1. Phát triển hệ thống Cổng TTĐT tỉnh Lào Cai; Ban Biên tập Cổng TTĐT thành phần"), ("*", "system"),
        ("h2", "2. Thực hiện chế độ báo cáo"), ("*", "reporting"),
        ("h2", "3. Độ phủ quan sát và mức độ tin cậy của số liệu"), ("*", "coverage"),
        ("h1", "V. ĐÁNH GIÁ CHUNG"), *JUDGED,
        ("h1", "VI. PHƯƠNG HƯỚNG, NHIỆM VỤ {{ next_caps }}"), ("*", "tasks"),
        ("p", "Trên đây là báo cáo tình hình hoạt động Cổng TTĐT tỉnh Lào Cai {{ period }}./."),
    ),
    TO_COMMITTEE, CHAIR, (PB01, PB02, PB03, NOTES),
)

NINE_MONTHS = Outline(
    ("ỦY BAN NHÂN DÂN", PROVINCE), "BC-UBND", "BÁO CÁO",
    "Tình hình hoạt động Cổng thông tin điện tử tỉnh Lào Cai {{ period }}; nhiệm vụ trọng tâm {{ next_period }}",
    (
        ("p", "Thực hiện {{ legal_basis }}, UBND tỉnh báo cáo kết quả hoạt động của Cổng thông tin điện tử (Cổng TTĐT) "
              "tỉnh Lào Cai {{ period }}; nhiệm vụ trọng tâm {{ next_period }} như sau:"),
        ("h1", "I. KẾT QUẢ CUNG CẤP THÔNG TIN"),
        ("h2", "1. Cung cấp thông tin trên Cổng TTĐT tỉnh"), ("*", "province"), ("*", "topics"),
        ("h2", "2. Cung cấp thông tin trên các Cổng TTĐT thành phần"), ("*", "components"), ("*", "silent"),
        ("h3", "* Kết quả đánh giá về mức độ cung cấp thông tin của các Cổng TTĐT thành phần (Xem chi tiết tại phụ "
               "biểu số 01 kèm theo)"), ("*", "scores"),
        ("h2", "3. Hoạt động trên mạng xã hội (Fanpage, Zalo)"), ("*", "social"),
        ("h1", "II. KẾT QUẢ THỰC HIỆN DỊCH VỤ CÔNG"),
        ("h2", "1. Chuyên mục Hỏi - Đáp"), ("*", "questions"),
        ("h3", "* Kết quả đánh giá, chấm điểm (Chi tiết tại phụ biểu số 02 kèm theo)"), ("*", "question_scores"),
        ("h2", "2. Sử dụng dịch vụ công trực tuyến"), ("*", "services"),
        ("h3", "* Kết quả đánh giá, chấm điểm (Chi tiết tại phụ biểu số 03 kèm theo)"), ("*", "service_scores"),
        ("h1", "III. THỰC HIỆN PHÁT TRIỂN HỆ THỐNG CỔNG TTĐT VÀ ĐẢM BẢO AN TOÀN AN NINH THÔNG TIN TRÊN CỔNG TTĐT"),
        ("*", "system"), ("h3", "* Độ phủ quan sát và mức độ tin cậy của số liệu"), ("*", "coverage"),
        ("h1", "IV. ĐÁNH GIÁ CHUNG"), *JUDGED,
        ("h1", "V. NHIỆM VỤ TRỌNG TÂM {{ next_caps }}"), ("*", "tasks"),
        ("p", "Trên đây là báo cáo tình hình hoạt động Cổng TTĐT tỉnh Lào Cai {{ period }}./."),
    ),
    TO_COMMITTEE, CHAIR, (PB01, PB02, PB03, NOTES),
)

ANNUAL = Outline(
    ("UBND TỈNH LÀO CAI", "VĂN PHÒNG"), "BC-VP", "BÁO CÁO",
    "Kết quả hoạt động của Cổng Thông tin điện tử tỉnh và các Cổng Thông tin điện tử thành phần {{ period }}",
    (
        ("p", "Thực hiện {{ legal_basis }}, Văn phòng Ủy ban nhân dân (UBND) tỉnh báo cáo kết quả hoạt động của Cổng "
              "Thông tin điện tử (Cổng TTĐT) tỉnh và các Cổng TTĐT thành phần {{ period }} như sau:"),
        ("h1", "I. ĐẶC ĐIỂM TÌNH HÌNH CHUNG"),
        ("h2", "1. Hệ thống Cổng TTĐT tỉnh Lào Cai"), ("*", "system"),
        ("h2", "2. Về nền tảng kỹ thuật"), ("*", "platform"),
        ("h2", "3. Công tác xây dựng quy chế"), ("*", "regulations"),
        ("h1", "II. KẾT QUẢ CUNG CẤP THÔNG TIN {{ period_caps }}"),
        ("h2", "1. Cung cấp thông tin trên Cổng TTĐT tỉnh"), ("*", "province"), ("*", "topics"),
        ("h2", "2. Cung cấp thông tin trên mạng xã hội"), ("*", "social"),
        ("h2", "3. Cung cấp thông tin trên Cổng TTĐT thành phần"), ("*", "components"),
        ("p", "Các Cổng TTĐT thành phần có nhiều tin, bài nhất theo từng khối nêu ở chú thích thứ nhất^1; các Cổng có "
              "ít tin, bài nhất nêu ở chú thích thứ hai^2."),
        ("p", "Cổng TTĐT thành phần không duy trì hoạt động trong kỳ:"),
        ("*", "silent"),
        ("h2", "4. Kết quả thực hiện chuyên mục Hỏi - Đáp"), ("*", "questions"),
        ("p", "Câu hỏi còn chờ trả lời: {{ waiting }}^3."),
        ("h2", "5. Độ phủ quan sát và mức độ tin cậy của số liệu"), ("*", "coverage"),
        ("h1", "III. ĐÁNH GIÁ CHUNG"),
        ("h2", "1. Ưu điểm"), ("p", "Lượt truy cập Cổng TTĐT tỉnh {{ period }}: {{ visits }}^4."), ("*", "strengths"),
        ("h2", "2. Tồn tại, hạn chế"), ("p", "Đào tạo, tập huấn trong kỳ: {{ training }}^5."), ("*", "weaknesses"),
        ("h1", "IV. ĐỀ XUẤT KIẾN NGHỊ"), ("*", "proposals"),
        ("p", "Trên đây là báo cáo kết quả hoạt động Cổng TTĐT tỉnh và các Cổng TTĐT thành phần tỉnh Lào Cai "
              "{{ period }}./."),
    ),
    ("- VPCP (để b/c);", "- Bộ KH&CN (để b/c);", "- Chủ tịch, các PCT UBND tỉnh (để b/c);", "- Văn phòng Tỉnh ủy;",
     "- Văn phòng Đoàn ĐBQH và HĐND tỉnh;", "- Chánh, các PCVP UBND tỉnh;", "- Lưu: VT, Cổng TTĐT."),
    ("CHÁNH VĂN PHÒNG",), (("Phụ biểu: Ghi chú về số liệu", (), "notes", False),),
    tuple(f"{{{{ {name} }}}}" for name in ("fn_counts", "fn_low", "fn_pending", "fn_visits", "fn_training")),
)

WEEKLY = Outline(
    ("UBND TỈNH LÀO CAI", "SỞ KHOA HỌC", "VÀ CÔNG NGHỆ"), "BC-SKHCN", "BÁO CÁO",
    "Kết quả Chuyển đổi số tuần {{ week }} và nhiệm vụ chủ yếu tuần {{ next_week }} ({{ window }})",
    (
        ("p", "Kính gửi: Tỉnh ủy Lào Cai; UBND tỉnh Lào Cai."),
        ("p", "Trên cơ sở báo cáo của các cơ quan, đơn vị, địa phương, Sở Khoa học và Công nghệ tổng hợp, báo cáo kết "
              "quả chuyển đổi số tuần {{ week }} và nhiệm vụ chủ yếu tuần {{ next_week }} như sau:"),
        ("h1", "I. Kết quả thực hiện các mục tiêu"),
        ("t:TT|Tên mục tiêu|Đơn vị tính|Kết quả|So với tuần trước", "targets"),
        ("p", "Ghi chú: chữ đỏ là thấp hơn mục tiêu giao; (-) là chưa có dữ liệu hoặc không báo cáo; ô trống là không "
              "áp dụng; ↑ tăng, ↓ giảm so với tuần trước liền kề; * là tỷ lệ tính lại từ tử số và mẫu số."),
        ("*", "weekly_notes"),
        ("h1", "II. Kết quả triển khai các nhiệm vụ trọng tâm"), ("*", "weekly_tasks"),
        ("h1", "III. Nhiệm vụ nổi bật"), ("*", "highlights"),
        ("h1", "IV. Nhiệm vụ trọng tâm tuần tiếp theo"), ("*", "tasks"),
        ("h1", "V. Tình hình nhập số liệu"), ("*", "not_entered"),
        ("h3", "Độ phủ quan sát và mức độ tin cậy của số liệu"), ("*", "coverage"),
        ("h1", "VI. Đề xuất kiến nghị"), ("*", "proposals"),
    ),
    ("- Như trên;", "- Các cơ quan chuyên môn thuộc UBND tỉnh;", "- UBND các xã, phường;", "- Lưu: VT."),
    ("GIÁM ĐỐC",),
    (("Phụ lục I: Số liệu một số chỉ tiêu về chuyển đổi số cấp tỉnh",
      ("STT", "Tên cơ quan, đơn vị", *(title for title, _, _ in COLUMNS["province"])), "agencies_province", False),
     ("Phụ lục II: Số liệu một số chỉ tiêu về chuyển đổi số của địa phương",
      ("STT", "Tên địa phương", *(title for title, _, _ in COLUMNS["local"])), "agencies_local", False),
     ("Phụ lục III: Kết quả sử dụng phần mềm quản lý văn bản của các cơ quan khối Đảng, Mặt trận Tổ quốc và các đoàn "
      "thể", ("STT", "Tên cơ quan, đơn vị", "Đơn vị tính", "Tuần trước", "Tuần này", "So với tuần trước"),
      "agencies_party", False),
     ("Phụ lục IV: Ghi chú về số liệu của từng cơ quan, địa phương", (), "agency_notes", False)),
)

DEDUCTION_NOTES = Outline(
    ("UBND TỈNH LÀO CAI", "VĂN PHÒNG"), "BC-VP", "GHI CHÚ TRỪ ĐIỂM",
    "Mức độ cung cấp thông tin trên các Cổng TTĐT thành phần {{ period }}",
    (
        ("*", "scores"),
        ("p", "Mỗi nhận xét ghi rõ lỗi, số điểm trừ và mã phát hiện. Cơ quan, đơn vị không đồng ý thì dẫn mã phát hiện "
              "để được xem lại; phần chưa quan sát được thì không bị trừ điểm."),
        ("t:STT|Tên cơ quan, đơn vị|Điểm|Ghi chú", "pb01"),
        ("h1", "Độ phủ quan sát và mức độ tin cậy của số liệu"), ("*", "coverage"),
    ),
    ("- Các cơ quan, đơn vị có Cổng TTĐT thành phần;", "- Lưu: VT, Cổng TTĐT."), ("CHÁNH VĂN PHÒNG",),
)

OUTLINES = {"quarter": QUARTER, "nine_months": NINE_MONTHS, "annual": ANNUAL, "weekly": WEEKLY,
            "deduction_notes": DEDUCTION_NOTES}
