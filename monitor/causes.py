"""Why something could not be seen: each cause in plain Vietnamese, what to do about it, and who should do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["agency", "provider", "our_office", "our_engineers"]

WHO: dict[Who, str] = {
    "agency": "đơn vị quản lý cổng",
    "provider": "nhà cung cấp hạ tầng",
    "our_office": "chủ quản hệ thống giám sát",
    "our_engineers": "bộ phận kỹ thuật của ta",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """`words` go inside a sentence; `todo` is what whoever acts should do. None of these is ever a fault of content:
    what could not be seen takes no points."""

    words: str
    todo: str
    who: tuple[Who, ...]

    def sentence(self) -> str:
        """The cause with what follows from it, as one Vietnamese sentence."""
        return f"{self.words[:1].upper()}{self.words[1:]}; {', '.join(WHO[w] for w in self.who)} {self.todo}."


_SERVER: tuple[Who, ...] = ("agency", "provider")
_ENGINEERS: tuple[Who, ...] = ("our_engineers",)
_AGAIN = "chạy lại hoặc chờ đêm sau"

CAUSES: dict[str, Cause] = {
    # the portal and what it stands on
    "down": Cause("cổng không trả lời", "kiểm tra máy chủ", _SERVER),
    "timeout": Cause("cổng trả lời quá chậm", "kiểm tra tải của máy chủ", _SERVER),
    "dns_nx": Cause("tên miền không tồn tại", "kiểm tra bản ghi tên miền", _SERVER),
    "tls_failed": Cause("chứng thư bảo mật hỏng", "thay chứng thư", _SERVER),
    "http_error": Cause("máy chủ báo lỗi", "xem nhật ký lỗi của máy chủ", _SERVER),
    "error_page": Cause("trang báo lỗi", "xem nhật ký lỗi của máy chủ", _SERVER),
    "maintenance": Cause("cổng đang bảo trì", "báo trước giờ bảo trì", ("provider",)),
    "announced_outage": Cause("cổng ngừng theo lịch đã báo trước", "không phải làm gì", _SERVER),
    "shared_backend": Cause("nhiều cổng chung hạ tầng cùng hỏng", "khắc phục hạ tầng chung", ("provider",)),
    "charset": Cause("bảng mã chữ bị hỏng", "sửa bảng mã của trang", _SERVER),
    "truncated": Cause("trang bị cắt giữa chừng", "kiểm tra máy chủ và đường truyền", ("provider",)),
    "robots_unreachable": Cause("không đọc được robots.txt", "sửa tệp robots.txt", _SERVER),
    "redirect_loop": Cause("chuyển hướng vòng quanh", "sửa quy tắc chuyển hướng", _SERVER),
    "blocked": Cause("bị tường lửa của cổng chặn", "mở cho máy giám sát", ("provider",)),
    "challenge": Cause("cổng đòi xác minh người dùng", "mở cho máy giám sát", ("provider",)),
    "login": Cause("phải đăng nhập mới xem được", "mở trang cho công dân", ("agency",)),
    "robots": Cause("cổng không cho máy đọc (robots.txt)", "cho máy giám sát đọc", ("agency",)),
    "parked": Cause("tên miền bị bỏ hoặc bán", "lấy lại tên miền", ("agency",)),
    "not_found": Cause("địa chỉ không còn", "sửa liên kết", ("agency",)),
    # the registry
    "address_unconfirmed": Cause("địa chỉ chưa được xác nhận", "xác nhận địa chỉ", ("our_office",)),
    "offsite": Cause("chuyển sang máy chủ khác", "báo địa chỉ mới, cập nhật sổ đăng ký", ("agency", "our_office")),
    "address_refused": Cause("địa chỉ ngoài phạm vi cho phép", "kiểm tra sổ đăng ký", ("our_office",)),
    "not_in_registry": Cause("chưa có trong sổ đăng ký đêm ấy", "kiểm tra sổ đăng ký", ("our_office",)),
    # what our reading cannot do yet
    "js_only": Cause("trang chỉ hiện khi chạy mã JavaScript", "xem bằng trình duyệt", _ENGINEERS),
    "not_understood": Cause("máy đọc chưa hiểu trang", "dạy máy đọc trang này", _ENGINEERS),
    "menu_not_found": Cause("không tìm thấy trình đơn", "dạy máy đọc trang này", _ENGINEERS),
    "left_menu": Cause("có danh sách vừa biến mất khỏi trình đơn", "kiểm tra trình đơn", _ENGINEERS),
    "template": Cause("giao diện cổng đã thay đổi", "dạy máy đọc giao diện mới", _ENGINEERS),
    "silence": Cause("số tin đọc được giảm bất thường", "kiểm tra máy đọc", _ENGINEERS),
    "too_large": Cause("trang quá lớn", "xem trang bằng tay", _ENGINEERS),
    "lost": Cause("máy đọc làm mất một phần trang", "sửa máy đọc", _ENGINEERS),
    "refused": Cause("cổng yêu cầu chờ", "giảm nhịp hỏi", _ENGINEERS),
    "not_attempted": Cause("chưa kịp truy cập", _AGAIN, _ENGINEERS),
    "request_cap": Cause("vượt số lượt truy cập cho một đêm", "xem lại giới hạn", _ENGINEERS),
    "page_cap": Cause("danh sách dài quá giới hạn", "xem lại giới hạn", _ENGINEERS),
    "pager_unread": Cause("danh sách còn trang sau mà máy không đọc được địa chỉ", "dạy máy đọc cách sang trang",
                          _ENGINEERS),
    "page_unread": Cause("danh sách còn trang sau mà máy mở được nhưng không đọc ra tin, bài nào",
                         "dạy máy đọc trang này", _ENGINEERS),
    "no_new_items": Cause("danh sách lặp lại, chưa rõ đã hết chưa", "kiểm tra cách sang trang", _ENGINEERS),
    "not_due": Cause("có danh sách chưa đến lượt", "chờ đêm tới lượt", ("our_office",)),
    "not_visited": Cause("có chuyên mục chưa được xem", _AGAIN, _ENGINEERS),
    "closed_heading": Cause("trình đơn có tiêu đề không mở được nếu không chạy mã JavaScript", "xem bằng trình duyệt",
                            _ENGINEERS),
    "no_lists": Cause("không thấy danh sách tin, bài nào", "kiểm tra máy đọc", _ENGINEERS),
    "no_control": Cause("không thấy lại đủ tin cũ để đối chứng", "kiểm tra máy đọc", _ENGINEERS),
    # our own side
    "dns_failed": Cause("máy ta không tra được tên miền", "kiểm tra máy chủ tên miền", _ENGINEERS),
    "our_network": Cause("mạng của ta hỏng", "kiểm tra đường mạng", _ENGINEERS),
    "our_error": Cause("lỗi của chương trình giám sát", "sửa chương trình", _ENGINEERS),
    "canary_failed": Cause("phép thử nội bộ cho kết quả sai", "sửa chương trình", _ENGINEERS),
    "mass_failure": Cause("nhiều cổng cùng hỏng một kiểu", "kiểm tra hạ tầng chung, rồi mạng của ta",
                          ("provider", "our_engineers")),
    "void": Cause("đêm không có giá trị", _AGAIN, _ENGINEERS),
    "skipped": Cause("đêm không chạy", "kiểm tra lịch chạy", _ENGINEERS),
    "failed": Cause("đêm chạy hỏng", _AGAIN, _ENGINEERS),
    "open": Cause("đêm chưa chạy xong", _AGAIN, _ENGINEERS),
    "partly": Cause("chỉ xem được một phần", _AGAIN, _ENGINEERS),
    "not_observed": Cause("không quan sát được", _AGAIN, _ENGINEERS),
}

UNKNOWN = Cause("không rõ lý do", "tìm nguyên nhân", _ENGINEERS)


def cause_of(reason: str | None) -> Cause:
    """The cause behind a reason; a reason that already is a sentence is kept, with the code inside it put into
    words."""
    if not reason:
        return UNKNOWN
    if reason in CAUSES:
        return CAUSES[reason]
    head, _, code = reason.rpartition(": ")
    if code in CAUSES:
        known = CAUSES[code]
        return Cause(f"{head}: {known.words}", known.todo, known.who)
    return Cause(reason, "tìm nguyên nhân", _ENGINEERS)


def cause_words(reason: str | None) -> str:
    """What a reason means, to stand inside a sentence."""
    return cause_of(reason).words


def who_acts(reason: str | None) -> str:
    """Who should do something about a reason, in words."""
    return ", ".join(WHO[who] for who in cause_of(reason).who)
