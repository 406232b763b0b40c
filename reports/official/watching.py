"""Sentences on the system, on how well the period was watched, and the material for the paragraphs people write."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crawler.evidence.merkle import build_tree, root_of
from monitor.scoring.services import check_dossiers
from monitor.words import GROUPS, count_words
from reports.official.figure import Figure, share_words, within
from reports.official.figures import COMPONENTS, gaps_of
from reports.official.material import Coverage, Material

Figures = Mapping[str, Figure]
SHOWN = 10
DRAFT = "[Dự thảo – người soạn viết: {0}]"


def system(m: Material, f: Figures) -> list[str]:
    groups = [(GROUPS[g], sum(p.group == g for p in m.portals)) for g in COMPONENTS]
    parts = "; ".join(f"{name} {count_words(n)} Cổng" for name, n in groups if n)
    said = [f"- Hệ thống có {f['BC-G1'].words()} TTĐT thành phần{f' ({parts})' if parts else ''}"
            f"{f['BC-G1'].compared()}."]
    for code, words in (
        ("BC-G2", "Số Cổng TTĐT thành phần mới bàn giao trong kỳ"),
        ("BC-G5", "Cơ quan, đơn vị thành lập, kiện toàn Ban Biên tập trong kỳ"),
        ("BC-G7L", "Đào tạo, tập huấn"), ("BC-G8", "Mức hoàn thành kế hoạch"),
    ):
        if code in f:
            more = f" với {f['BC-G7H'].words()}" if code == "BC-G7L" else ""
            said.append(f"- {words}: {f[code].words()}{more}.")
    return said


def reporting(m: Material, f: Figures) -> list[str]:
    """Who sent a report of its own, and who did not."""
    if "BC-G6" not in f or f["BC-G6"].value is None:
        return [f"- {f['BC-G6'].gap}."] if "BC-G6" in f else []
    said = [f"- {f['BC-G6'].words()} đã gửi báo cáo: {'; '.join(m.senders)}."]
    return said + ([f"- Chưa gửi báo cáo: {'; '.join(m.not_sent)}."] if m.not_sent else [])


def coverage_words(c: Coverage | None) -> list[str]:
    """Nights, portals nobody could see, lists seen whole, share reviewed by people, and the root of the seals."""
    if c is None or not c.nights:
        return ["- Kỳ này không có đêm quan sát nào: số liệu của báo cáo lấy từ các tệp đã nhập, không có số liệu do "
                "chương trình đếm."]
    said = [
        f"- Có {count_words(c.usable)} đêm quan sát dùng được trên {count_words(c.days)} ngày của kỳ"
        f"{f'; {count_words(c.void)} đêm không có giá trị' if c.void else ''}.",
        *_unseen(c),
    ]
    if c.thin:
        said.append(f"- {count_words(c.thin)}/{count_words(c.portals)} Cổng được quan sát ở quá ít ngày để so với kỳ "
                    "khác.")
    if c.lists:
        said.append(f"- Danh sách tin, bài đọc được đến hết: {count_words(c.lists_whole)}/{count_words(c.lists)} lượt "
                    f"({_share(c.lists_whole, c.lists)}%).")
    return [*said, _error_rate(c), _corrections(c), *seal_words(c)]


def _unseen(c: Coverage) -> list[str]:
    """Portals of which nothing may be concluded."""
    of, unseen = count_words(c.portals), len(c.never_seen) + c.no_address
    if not unseen:
        return [f"- Cả {of} Cổng đều được quan sát ít nhất một đêm."]
    parts = [f"{count_words(len(c.never_seen))}/{of} Cổng không đêm nào quan sát được{_named(c.never_seen)}"
             ] if c.never_seen else []
    parts += [f"{count_words(c.no_address)}/{of} Cổng chưa xác nhận được địa chỉ"] if c.no_address else []
    return [f"- {'; '.join(parts)}. Không kết luận gì về các Cổng này."]


def _error_rate(c: Coverage) -> str:
    if not c.findings:
        return "- Chưa có phát hiện nào về lỗi được ghi trong kỳ."
    text = (f"- {count_words(c.reviewed)}/{count_words(c.findings)} phát hiện đã có người xem lại "
            f"({_share(c.reviewed, c.findings)}%)")
    if not c.reviewed:
        return f"{text}; chưa biết tỷ lệ sai của các phát hiện chưa xem lại."
    return f"{text}; trong đó {count_words(c.overturned)} phát hiện bị bác bỏ ({_share(c.overturned, c.reviewed)}%)."


def _corrections(c: Coverage) -> str:
    """Points that two people changed after the program had computed them."""
    return f"- Điểm đã sửa theo quyết định của người có thẩm quyền: {count_words(c.corrected)} trường hợp."


def seal_words(c: Coverage) -> list[str]:
    """One root over the sealed nights of the period: RFC 6962, a leaf is “YYYY-MM-DD root”."""
    if not c.seals:
        return ["- Chưa có đêm nào của kỳ được niêm phong."]
    root = root_of(build_tree([f"{night.isoformat()} {root}".encode() for night, root in c.seals])).hex()
    return [f"- {count_words(len(c.seals))} đêm của kỳ đã được niêm phong; mã gốc (SHA-256) của các đêm đã niêm phong:",
            root]


def _share(part: int, whole: int) -> str:
    return share_words(Decimal(100 * part) / whole)


def _named(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    more = f"; và {count_words(len(names) - SHOWN)} Cổng khác" if len(names) > SHOWN else ""
    return f" ({'; '.join(within(name) for name in names[:SHOWN])}{more})"


def weak_points(m: Material) -> list[str]:
    """What was found missing, as material for “Hạn chế”; of how many portals on which it could be told."""
    return [f"- {title}: {count_words(n)} Cổng chưa có hoặc chưa có nội dung, trong {count_words(of)} Cổng xét được."
            for title, n, of in m.missing_sections[:SHOWN]]


def opened(m: Material) -> list[str]:
    """New channels, as material for “Ưu điểm”."""
    return [f"- {portal}: mở chuyên mục “{title}”." for portal, title in m.new_channels[:SHOWN]]


def notes(m: Material, f: Figures) -> list[str]:
    """What must be known of the figures: what was printed elsewhere, and what is left out."""
    said = [f"- {one.item.name}: {one.note}." for one in f.values() if one.note]
    said += [f"- {m.names.get(code, code)}: {count_words(d.resolved)}/{count_words(d.total)} hồ sơ đã giải quyết, số "
             f"đang giải quyết tính ra {count_words(d.total - d.resolved)}." for code, d in m.dossiers.items()
             if check_dossiers(d)]
    return said or ["- Không có ghi chú về số liệu."]


def gaps(f: Figures) -> list[str]:
    """Who still owes which figure."""
    by: dict[str, list[str]] = {}
    for one in gaps_of(f.values()):
        if one.item.supplier:
            by.setdefault(one.item.supplier, []).append(one.item.name)
    return [f"- {who}: {'; '.join(names)}." for who, names in by.items()] or ["- Không còn số liệu nào thiếu."]
