"""Causes and counts in plain Vietnamese: what happened, and who should act."""

from __future__ import annotations

from datetime import date

#: reason -> (what it means, who should act)
CAUSES: dict[str, tuple[str, str]] = {
    "address_unconfirmed": ("địa chỉ chưa được xác nhận", "chủ quản sổ đăng ký"),
    "down": ("cổng không trả lời", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "timeout": ("cổng trả lời quá chậm", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "dns_nx": ("tên miền không tồn tại", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "dns_failed": ("máy ta không tra được tên miền", "bộ phận kỹ thuật của ta"),
    "tls_failed": ("chứng thư bảo mật hỏng", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "http_error": ("máy chủ báo lỗi", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "error_page": ("trang báo lỗi", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "maintenance": ("cổng đang bảo trì", "nhà cung cấp hạ tầng"),
    "refused": ("cổng yêu cầu chờ", "bộ phận kỹ thuật của ta (giảm nhịp)"),
    "blocked": ("bị tường lửa của cổng chặn", "nhà cung cấp hạ tầng (mở cho máy giám sát)"),
    "challenge": ("cổng đòi xác minh người dùng", "nhà cung cấp hạ tầng (mở cho máy giám sát)"),
    "login": ("phải đăng nhập mới xem được", "đơn vị quản lý cổng"),
    "js_only": ("trang chỉ hiện khi chạy mã JavaScript", "bộ phận kỹ thuật của ta"),
    "parked": ("tên miền bị bỏ hoặc bán", "đơn vị quản lý cổng"),
    "offsite": ("chuyển sang máy chủ khác", "đơn vị quản lý cổng, chủ quản sổ đăng ký"),
    "not_understood": ("máy đọc chưa hiểu trang", "bộ phận kỹ thuật của ta"),
    "menu_not_found": ("không tìm thấy trình đơn", "bộ phận kỹ thuật của ta"),
    "template": ("giao diện cổng đã thay đổi", "bộ phận kỹ thuật của ta"),
    "too_large": ("trang quá lớn", "bộ phận kỹ thuật của ta"),
    "truncated": ("trang bị cắt giữa chừng", "nhà cung cấp hạ tầng"),
    "charset": ("bảng mã chữ bị hỏng", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "lost": ("máy đọc làm mất một phần trang", "bộ phận kỹ thuật của ta"),
    "robots": ("cổng không cho máy đọc (robots.txt)", "đơn vị quản lý cổng"),
    "robots_unreachable": ("không đọc được robots.txt", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "redirect_loop": ("chuyển hướng vòng quanh", "đơn vị quản lý cổng, nhà cung cấp hạ tầng"),
    "address_refused": ("địa chỉ ngoài phạm vi cho phép", "chủ quản sổ đăng ký"),
    "not_attempted": ("chưa kịp truy cập", "bộ phận kỹ thuật của ta"),
    "request_cap": ("vượt số lượt truy cập cho một đêm", "bộ phận kỹ thuật của ta"),
    "page_cap": ("danh sách dài quá giới hạn", "bộ phận kỹ thuật của ta"),
    "no_new_items": ("danh sách lặp lại, chưa rõ đã hết chưa", "bộ phận kỹ thuật của ta"),
    "our_error": ("lỗi của chương trình giám sát", "bộ phận kỹ thuật của ta"),
    "not_visited": ("có chuyên mục chưa được xem", "bộ phận kỹ thuật của ta"),
    "no_lists": ("không thấy danh sách tin, bài nào", "bộ phận kỹ thuật của ta"),
    "no_control": ("không thấy lại đủ tin cũ để đối chứng", "bộ phận kỹ thuật của ta"),
    "mass_failure": ("nhiều cổng cùng hỏng một kiểu", "nhà cung cấp hạ tầng, bộ phận kỹ thuật của ta"),
    "not_in_registry": ("chưa có trong sổ đăng ký đêm ấy", "chủ quản sổ đăng ký"),
    "not_found": ("địa chỉ không còn", "đơn vị quản lý cổng"),
    "void": ("đêm không có giá trị", "bộ phận kỹ thuật của ta"),
    "skipped": ("đêm không chạy", "bộ phận kỹ thuật của ta"),
    "failed": ("đêm chạy hỏng", "bộ phận kỹ thuật của ta"),
    "partly": ("chỉ xem được một phần", "bộ phận kỹ thuật của ta"),
    "not_observed": ("không quan sát được", "bộ phận kỹ thuật của ta"),
}

STATES = {
    "complete": "trọn vẹn", "partial": "một phần", "not_observed": "không quan sát được", "void": "không có giá trị",
    "observed": "đã xem", "observed_empty": "trống", "partly": "một phần", "running": "đang chạy",
    "interrupted": "bị dừng", "skipped": "không chạy", "failed": "hỏng",
}
VERDICTS = {
    "active": "hoạt động", "inactive": "không hoạt động", "unknown": "không xác định", "met": "đạt",
    "met_elsewhere": "đạt (tên khác hoặc ở mục khác)", "not_met": "chưa đạt", "not_applicable": "không áp dụng",
}
QUESTION_STATES = {
    "answered": "đã trả lời", "awaiting_answer": "chờ trả lời", "awaiting_acceptance": "chờ tiếp nhận",
    "removed": "không còn hiển thị", None: "trang không ghi",
}
GROUPS = {
    "province": "Cổng tỉnh", "party_block": "Khối Đảng", "departments": "Sở, ban, ngành",
    "central_and_other": "Cơ quan Trung ương và khác", "communes": "Xã, phường",
}


def cause_words(reason: str | None) -> str:
    """What a reason means; a reason that already is a sentence is kept, with the code inside it put into words."""
    if not reason:
        return "không rõ lý do"
    if reason in CAUSES:
        return CAUSES[reason][0]
    head, _, code = reason.rpartition(": ")
    return f"{head}: {CAUSES[code][0]}" if code in CAUSES else reason


def who_acts(reason: str | None) -> str:
    """Who should do something about a reason."""
    code = (reason or "").rpartition(": ")[2]
    return CAUSES[code][1] if code in CAUSES else "bộ phận kỹ thuật của ta"


def day_words(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else "không rõ ngày"


def count_words(number: float, decimals: int = 0) -> str:
    """A number as Vietnamese papers print it: 1.234,5."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
