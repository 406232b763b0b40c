"""The entries that menus are drawn from: which section each fulfils, its usual titles, and who has it.

`groups`: T province, D departments and other bodies, X communes, P Party block. An entry whose title is also the
parent of others stands above them. Topics name the titles in sample/titles.py.
"""

from __future__ import annotations

from typing import NamedTuple

from sample.model import ChannelKind


class Entry(NamedTuple):
    section: str | None
    titles: tuple[str, ...]
    kind: ChannelKind
    parent: str | None = None
    topic: str = ""
    groups: str = "TDX"
    often: float = 1.0  # how often a portal has it; what is mandatory is always there
    url: str | None = None


GT, NEWS, LAW, WORK, MONEY, PLAN, HOME, TALK, DANG, LINK, COMPONENTS = (
    "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Thủ tục hành chính", "Công khai ngân sách", "Quy hoạch - Kế hoạch",
    "Thực hiện dân chủ ở cơ sở", "Tương tác", "Công tác Đảng", "Liên kết website", "Cổng thành phần")

ENTRIES = (
    Entry("gt", (GT,), "page", groups="TDXP"),
    Entry("gt_chucnang", ("Chức năng, nhiệm vụ, quyền hạn", "Chức năng nhiệm vụ", "Chức năng và nhiệm vụ"), "page", GT,
          groups="TDXP"),
    Entry("gt_cocau", ("Cơ cấu tổ chức", "Sơ đồ tổ chức", "Tổ chức bộ máy"), "page", GT, groups="TDXP"),
    Entry("gt_lanhdao", ("Lãnh đạo đương nhiệm", "Phân công nhiệm vụ", "Tiểu sử lãnh đạo"), "page", GT, groups="TDXP"),
    Entry("gt_lichsu", ("Lịch sử hình thành", "Quá trình hình thành và phát triển"), "page", GT, groups="TDXP"),
    Entry("gt_bando", ("Bản đồ hành chính", "Bản đồ địa giới hành chính"), "page", GT, groups="TX"),
    Entry("gt_dieukien", ("Điều kiện tự nhiên", "Điều kiện tự nhiên - kinh tế xã hội"), "page", GT, groups="TX"),
    Entry("gt_vanhoa", ("Lịch sử - văn hóa", "Di tích - danh thắng", "Truyền thống văn hóa"), "page", GT, groups="TX"),
    Entry("gt_noiquy", ("Quy chế làm việc", "Nội quy cơ quan"), "page", GT, groups="TDXP", often=0.4),
    Entry("lh_canbo", ("Danh bạ điện thoại", "Danh bạ cơ quan"), "page", GT, groups="TDXP"),
    Entry("tt_tintuc", (NEWS,), "list", None, "news", "TDXP"),
    Entry(None, ("Kinh tế", "Kinh tế - Nông nghiệp", "Nông thôn mới"), "list", NEWS, "economy", often=0.9),
    Entry(None, ("Văn hóa - Xã hội", "Y tế - Giáo dục"), "list", NEWS, "culture", often=0.9),
    Entry("xa_nghiavu", ("Quốc phòng - An ninh", "Nghĩa vụ quân sự"), "list", NEWS, "defence", "X"),
    Entry(None, ("Chuyển đổi số",), "list", NEWS, "digital", often=0.6),
    Entry("dang_xaydung", ("Xây dựng Đảng", "Công tác xây dựng Đảng"), "list", NEWS, "party", "TXP", 0.6),
    Entry("tt_thongbao", ("Thông báo", "Thông báo mới", "Tin thông báo"), "list", None, "notices", "TDXP"),
    Entry("dang_vanban", ("Văn bản lãnh đạo, chỉ đạo", "Văn bản của Đảng"), "documents", DANG, "documents", "P"),
    Entry("dang_tuyenvan", ("Công tác tuyên vận", "Bản tin tuyên vận"), "list", DANG, "party", "P"),
    Entry("dang_nghiepvu", ("Hướng dẫn nghiệp vụ", "Nghiệp vụ công tác Đảng"), "list", DANG, "law", "P"),
    Entry("dang_hoctap", ("Học tập và làm theo Bác",), "list", DANG, "party", "P"),
    Entry("vb_chidao", ("Văn bản chỉ đạo, điều hành", "Văn bản chỉ đạo điều hành", "Thông tin chỉ đạo điều hành"),
          "documents", LAW, "documents", "TDX"),
    Entry("vb_qppl", ("Văn bản quy phạm pháp luật", "Hệ thống văn bản quy phạm pháp luật"), "documents", LAW, "rules"),
    Entry("vb_duthao", ("Lấy ý kiến dự thảo văn bản", "Góp ý dự thảo văn bản"), "list", LAW, "drafts", "TD"),
    Entry("vb_congbao", ("Công báo điện tử",), "external", LAW, groups="T", url="http://congbao.example/"),
    Entry("vb_dieuuoc", ("Thỏa thuận quốc tế",), "page", LAW, groups="T"),
    Entry("tthc_danhmuc", (WORK,), "page"),
    Entry("tthc_dvc", ("Dịch vụ công trực tuyến", "Cổng dịch vụ công"), "external", WORK, url="https://dichvucong.gov.vn/"),
    Entry("tthc_congbo", ("Quyết định công bố thủ tục hành chính",), "list", WORK, "procedures", "T"),
    Entry("tthc_quytrinh", ("Quy trình giải quyết công việc", "Quy trình nội bộ"), "page", WORK),
    Entry("bc_phi", ("Phí, lệ phí", "Mức thu phí"), "page", WORK),
    Entry("xa_tthc", ("Thủ tục hành chính cấp xã",), "page", WORK, groups="X"),
    Entry("ns_dutoan_trinh", (MONEY,), "page"),
    Entry("ns_dutoan_qd", ("Dự toán đã được HĐND quyết định", "Dự toán thu chi ngân sách"), "list", MONEY, "planned",
          "TX"),
    Entry("ns_thuchien", ("Tình hình thực hiện ngân sách", "Công khai ngân sách quý"), "list", MONEY, "running"),
    Entry("ns_quyettoan", ("Quyết toán ngân sách", "Công khai quyết toán"), "list", MONEY, "settled"),
    Entry("ns_donvi", ("Công khai dự toán đơn vị",), "page", MONEY, groups="D"),
    Entry("ns_hotro", ("Công khai hỗ trợ trực tiếp cho người dân",), "page", MONEY, groups="X"),
    Entry("ns_taisan", ("Công khai tài sản công",), "page", MONEY),
    Entry("bc_taichinh", ("Báo cáo tài chính năm", "Công khai báo cáo tài chính"), "page", MONEY),
    Entry("kh_chienluoc", (PLAN,), "list", None, "planning", "TDXP"),
    Entry("kh_ketqua", ("Kết quả thực hiện", "Tình hình thực hiện nhiệm vụ"), "page", PLAN),
    Entry("kh_congtac", ("Chương trình công tác năm", "Kế hoạch công tác năm"), "page", PLAN, groups="TDXP"),
    Entry("kh_lich", ("Lịch công tác", "Lịch làm việc", "Lịch công tác tuần"), "page", None, groups="TDXP", often=0.8),
    Entry("da_dautucong", ("Đầu tư công", "Đầu tư - đấu thầu - mua sắm công", "Dự án đầu tư"), "list", None, "bidding"),
    Entry("da_datdai", ("Thông tin đất đai", "Quy hoạch sử dụng đất"), "list", None, "land", "TX"),
    Entry("da_vonvay", ("Các khoản đóng góp", "Vốn vay"), "page", None, groups="TX"),
    Entry("bc_dinhky", ("Báo cáo định kỳ", "Báo cáo công tác", "Báo cáo kinh tế - xã hội"), "list", None, "reports",
          "TDXP"),
    Entry("bc_thongke", ("Thông tin thống kê", "Số liệu thống kê"), "list", None, "statistics", "TD"),
    Entry("bc_nhansu", ("Tuyển dụng", "Công tác cán bộ"), "list", None, "staff", "TD"),
    Entry("pl_tuyentruyen", ("Phổ biến giáo dục pháp luật", "Tuyên truyền pháp luật"), "list", None, "law", "TDXP"),
    Entry("xa_quyche", (HOME,), "page", groups="X"),
    Entry("xa_kt", ("Kế hoạch phát triển kinh tế - xã hội của xã và kết quả", "Kế hoạch KT-XH"), "page", HOME,
          groups="X"),
    Entry("xa_ngansach", ("Ngân sách xã",), "page", HOME, groups="X"),
    Entry("xa_duan", ("Dự án trên địa bàn",), "page", HOME, groups="X"),
    Entry("xa_quy", ("Các quỹ, tài trợ, khoản huy động đóng góp",), "page", HOME, groups="X"),
    Entry("xa_taisan", ("Tài sản công do xã quản lý",), "page", HOME, groups="X"),
    Entry("xa_chinhsach", ("An sinh xã hội", "Chính sách xã hội"), "list", HOME, "welfare", "X"),
    Entry("xa_cuutro", ("Hỗ trợ khắc phục thiên tai, dịch bệnh",), "page", HOME, groups="X"),
    Entry("xa_thanhtra", ("Thanh tra nhân dân",), "page", HOME, groups="X"),
    Entry("xa_layykien", ("Lấy ý kiến Nhân dân và giải trình",), "page", HOME, groups="X"),
    Entry("xa_phi", ("Phí, lệ phí do xã thu",), "page", HOME, groups="X"),
    Entry("xa_kehoachck", ("Kế hoạch công khai thông tin của xã", "Kế hoạch công khai"), "page", HOME, groups="X"),
    Entry("tctt", ("Tiếp cận thông tin", "Danh mục thông tin phải công khai"), "page"),
    Entry("tt_phatngon", ("Người phát ngôn",), "page"),
    Entry("hd_hoidap", ("Hỏi - Đáp", "Hỏi đáp", "Hỏi đáp trực tuyến"), "qa", TALK, groups="TDXP"),
    Entry("hd_pakn", ("Phản ánh, kiến nghị", "Phản ánh kiến nghị"), "page", TALK),
    Entry("hd_tiepdan", ("Tiếp công dân", "Lịch tiếp công dân"), "page", TALK),
    Entry("hd_hailong", ("Khảo sát hài lòng", "Thăm dò ý kiến"), "page", TALK),
    Entry("hd_faq", ("Câu hỏi thường gặp",), "page", TALK, often=0.4),
    Entry("en_min", ("English",), "page", None, groups="T"),
    Entry("lh_coquan", ("Liên hệ", "Thông tin liên hệ"), "page", None, groups="TDXP"),
    Entry("cn_sodo", ("Sơ đồ cổng", "Sơ đồ website"), "page", None),
)
#: Sections that a script may take out of a menu: each is mandatory for departments and communes and judged by the menu.
DROPPABLE = ("da_dautucong", "kh_chienluoc", "vb_chidao", "pl_tuyentruyen", "hd_tiepdan", "bc_dinhky")
LINKS = (
    "Cổng Chính phủ", "Quốc hội Việt Nam", "Cổng Dịch vụ công quốc gia", "Báo Nhân dân", "Đài Truyền hình tỉnh",
    "Cơ sở dữ liệu quốc gia về pháp luật", "Thư điện tử công vụ", "Hệ thống quản lý văn bản", "Báo tỉnh",
    "Trang phổ biến pháp luật",
    "Trang chuyển đổi số", "Bản đồ số", "Thư viện tỉnh", "Bảo hiểm xã hội", "Kho bạc Nhà nước", "Trang du lịch",
    "Hệ thống báo cáo", "Cổng dữ liệu", "Bộ Nội vụ", "Bộ Tư pháp", "Bộ Tài chính", "Học liệu số",
    "Sàn thương mại điện tử",
    "Trang an toàn giao thông", "Phòng chống thiên tai", "Khuyến nông", "Việc làm", "Giá cả thị trường",
)
