"""What no menu entry tells but home pages, feeds and sitemaps were seen to offer: it clears, and never condemns."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from monitor.causes import WHO, Who
from monitor.coverage import last_nights
from monitor.facts import History, HomeFact
from monitor.matching import normalise
from monitor.thresholds import Thresholds

SOCIAL = ("facebook.com", "zalo.me", "youtube.com", "tiktok.com")

Check = Callable[[HomeFact, History], bool]


def seen_homes(history: History, thresholds: Thresholds) -> list[HomeFact]:
    """The home pages of the deciding nights, newest first."""
    nights = last_nights(history.nights, thresholds.nights_window)
    rows = (history.portal_nights.get(n.night) for n in reversed(nights) if n.usable)
    return [row.home for row in rows if row is not None and row.home is not None]


def check_feature(code: str, history: History, thresholds: Thresholds) -> str | None:
    """What was seen that meets a section without a menu entry, in words; None when nothing was."""
    if code == "cn_hoatdong":
        return "mọi đêm trong kỳ đều vào được cổng" if was_always_up(history, thresholds) else None
    if code not in CHECKS:
        return None
    check, words = CHECKS[code]
    return words if any(check(home, history) for home in seen_homes(history, thresholds)) else None


def was_always_up(history: History, thresholds: Thresholds) -> bool:
    """Whether each of the last nights that count saw the portal, and enough of them looked."""
    nights = [n for n in last_nights(history.nights, len(history.nights)) if n.usable]
    rows = [history.portal_nights.get(n.night) for n in nights]
    return len(rows) >= thresholds.nights_needed and all(row is not None and row.seen for row in rows)


def _offers(name: str) -> Check:
    return lambda home, history: name in home.features


def _opens(door: str) -> Check:
    return lambda home, history: door in home.doors


def _links_to(hosts: tuple[str, ...]) -> Check:
    return lambda home, history: any(host == h or host.endswith("." + h) for host in home.hosts for h in hosts)


def _names_itself(home: HomeFact, history: History) -> bool:
    return f" {normalise(history.portal.name)} " in f" {normalise(home.title)} "


def _names_contact(home: HomeFact, history: History) -> bool:
    return {"phone", "mail"} <= set(home.features)


def _is_secure(home: HomeFact, history: History) -> bool:
    return home.url.startswith("https://") and "tls_invalid" not in home.marks


def _links_to_bodies(home: HomeFact, history: History) -> bool:
    """A link to another body of the same public domain, or any menu entry that leads to another host."""
    own = ".".join((urlsplit(history.portal.url).hostname or "").split(".")[-2:])
    return any(host.endswith("." + own) for host in home.hosts) or any(c.kind == "external" for c in history.channels)


def _has_own_name(home: HomeFact, history: History) -> bool:
    """A commune's full name without diacritics is the first part of its host."""
    host = urlsplit(history.portal.url).hostname or ""
    name = _plain(history.portal.name)
    short = _plain(history.portal.name.partition(" ")[2])
    return history.portal.group == "communes" and "." in host and host.split(".")[0] in (name, short)


def _is_component(home: HomeFact, history: History) -> bool:
    """The provincial portal leads to it, and it leads to the provincial portal."""
    own = {urlsplit(history.portal.url).hostname or ""}
    linked = {*home.hosts, *link_hosts(c.url for c in history.channels if c.kind == "external")}
    return bool(own & history.listed) and bool(linked & history.provincial)


def link_hosts(urls: Iterable[str | None]) -> set[str]:
    """The hosts of addresses; what is no address has none."""
    found = set()
    for url in urls:
        try:
            found.add((urlsplit(url or "").hostname or "").lower())
        except ValueError:
            continue
    return found - {""}


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(c for c in letters if c.isalnum() and c.isascii())


CHECKS: dict[str, tuple[Check, str]] = {
    "cn_rss": (_opens("feed"), "nguồn RSS mở được"),
    "cn_sodo": (_opens("sitemap"), "sơ đồ trang (sitemap.xml) mở được"),
    "cn_timkiem": (_offers("search"), "trang chủ có ô tìm kiếm"),
    "en_min": (_offers("english"), "trang chủ có liên kết bản tiếng Anh"),
    "lh_coquan": (_names_contact, "trang chủ ghi điện thoại và thư điện tử"),
    "cn_footer": (_offers("responsible"), "trang chủ ghi cơ quan chủ quản, người chịu trách nhiệm"),
    "cn_didong": (_offers("mobile"), "trang chủ khai báo giao diện cho thiết bị di động"),
    "cn_in_luu": (_offers("print"), "trang có kiểu trình bày khi in"),
    "hd_hailong": (_offers("poll"), "trang chủ có phiếu thăm dò ý kiến"),
    "cn_kenhkhac": (_links_to(SOCIAL), "trang chủ dẫn tới kênh mạng xã hội"),
    "cn_banner": (_names_itself, "tên trang chủ là tên chính thức của đơn vị"),
    "cn_https": (_is_secure, "trang chủ dùng HTTPS với chứng thư hợp lệ"),
    "cn_lienket": (_links_to_bodies, "trang chủ có liên kết tới cơ quan khác"),
    "cn_tiepcan": (_offers("access"), "trang chủ có nút đổi cỡ chữ, tương phản hoặc đọc nội dung"),
    "cn_metadata": (_offers("described"), "trang chủ có dữ liệu đặc tả Dublin Core"),
    "cn_thanhphan": (_is_component, "Cổng tỉnh và cổng này có liên kết tới nhau"),
    "cn_tenmien": (_has_own_name, "tên miền là tên đơn vị viết không dấu"),
}

#: What pages cannot tell: why, and who can. Anything else of this kind is only ever seen, never proven absent.
UNTOLD: dict[str, tuple[str, Who]] = {
    "cn_ngung": ("chỉ phải có khi tạm ngừng; trang hiện nay không cho biết đã từng tạm ngừng hay chưa", "agency"),
    "cn_ipv6": ("địa chỉ IPv6 nằm ở bản ghi tên miền, không nằm trên trang; mới chỉ nhìn qua IPv4", "our_engineers"),
    "cn_thanhphan": ("trên các trang đã xem, chưa thấy Cổng tỉnh và cổng này liên kết tới nhau; danh bạ cổng thành "
                     "phần có thể nằm ở trang khác của Cổng tỉnh", "our_office"),
    "cn_emc": ("mã đo do đơn vị vận hành hệ thống đo cấp; chưa có danh sách mã để đối chiếu với trang", "our_office"),
}
NOT_SEEN: tuple[str, Who] = ("các trang đã xem không cho thấy, nhưng không thấy chưa phải là không có", "agency")


def why_untold(code: str) -> str:
    """Why a section without a menu entry stays unknown, and who can tell, as a sentence."""
    reason, who = UNTOLD.get(code, NOT_SEEN)
    return f"Chưa xác định: {reason}. Người trả lời được: {WHO[who]}."
