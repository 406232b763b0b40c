"""Sentences of the sections on information: the provincial portal, social channels, component portals, scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.name_order import name_order
from monitor.scoring.distribution import spread_words
from monitor.scoring.prices import points_words
from monitor.words import GROUPS, count_words
from reports.official.figure import Figure, within
from reports.official.figures import COMPONENTS, GROUP_OF, OWN
from reports.official.material import Material, PortalLine
from reports.official.when import words_of

Figures = Mapping[str, Figure]
NAMED = 10  # how many portals a list names


def province(m: Material, f: Figures, period: str) -> list[str]:
    said = [f"- Trong {period}, Cổng TTĐT tỉnh đã cung cấp {f['BC-A1'].words()}{f['BC-A1'].compared()}. Trong đó có "
            f"{f['BC-A2'].words()}; {f['BC-A3'].words()} là văn bản chỉ đạo điều hành, văn bản công bố các TTHC, lấy ý "
            "kiến dự thảo văn bản quy phạm pháp luật, video tuyên truyền."]
    visits = f"- Lượt truy cập theo bộ đếm trên Cổng TTĐT tỉnh: {f['BC-A4'].words()}{f['BC-A4'].compared()}"
    visits += _earlier(m, f["BC-A4"])
    if "BC-A5" in f:
        visits += f"; lũy kế {f['BC-A5'].words()}"
    said.append(visits + ".")
    said.append("- Lượt truy cập theo hệ thống đo lường (EMC), không cộng và không so với bộ đếm trên trang: "
                f"{f['BC-A4E'].words()}{f['BC-A4E'].compared()}.")
    for code, text in (
        ("BC-A8S", "Công báo điện tử: {0} {1}"), ("BC-A9", "Phiên bản tiếng Anh: {0}"),
        ("BC-A9P", "Số Cổng TTĐT thành phần cung cấp thông tin bằng tiếng Anh: {0}"),
        ("BC-A10N", "Kênh thông tin Người phát ngôn: {0}"), ("BC-A10B", "Mục Điểm báo: {0} {2}"),
    ):
        if code in f:
            documents = f"với {f['BC-A8D'].words()}" if "BC-A8D" in f else ""
            items = f"với {f['BC-A10I'].words()}" if "BC-A10I" in f else ""
            said.append("- " + text.format(f[code].words(), documents, items).rstrip() + ".")
    return said


def _earlier(m: Material, figure: Figure) -> str:
    """The same figure beside that of two years before, where somebody typed it in."""
    said = m.typed_earlier.get(figure.item.code)
    if said is None or figure.value is None:
        return ""
    year = f"cùng kỳ năm {m.same.start.year - 1}"
    return replace(figure, before=said.value, before_label=year).compared()


def social(f: Figures, period: str) -> list[str]:
    first = f"- Fanpage của UBND tỉnh: trong {period} đăng tải {f['BC-B1'].words()}{f['BC-B1'].compared()}"
    rate = f"; tỷ lệ phản hồi của trang {f['BC-B2P'].words()}" if "BC-B2P" in f else ""
    return [
        f"{first}; tiếp cận, tương tác {f['BC-B2R'].words()}{f['BC-B2R'].compared()}{rate}. Số người theo dõi: "
        f"{f['BC-B2F'].words()}{f['BC-B2F'].compared()}.",
        f"- Phân hệ tin tức trên Zalo: cập nhật {f['BC-B3'].words()}{f['BC-B3'].compared()}; xem, chia sẻ, đánh giá "
        f"{f['BC-B3V'].words()}{f['BC-B3V'].compared()}.",
    ]


def components(m: Material, f: Figures, window: str, *, low: bool) -> list[str]:
    """Posts of the component portals; the annual report names those with few (`low`) in a footnote."""
    whole = [f"- Trong {words_of(m.period)} (tính {window}), các Cổng TTĐT thành phần đã cập nhật {f['BC-C1'].words()}"
             f"{f['BC-C1'].compared()}. Trong đó:"]
    for code, subject in (
        ("BC-C2D", "Cổng TTĐT các cơ quan tham mưu giúp việc Tỉnh ủy, Ủy ban MTTQ Việt Nam tỉnh và các đoàn thể"),
        ("BC-C2S", "Các sở, ban, ngành, đơn vị, tổ chức của tỉnh"),
        ("BC-C2T", "Các cơ quan Trung ương đóng trên địa bàn và đơn vị, tổ chức khác"),
        ("BC-C2H", "Các huyện, thị xã, thành phố"), ("BC-C2X", "Cổng TTĐT cấp xã"),
    ):
        if code in f:
            number = _portals(m, f, code)
            whole.append(f"+ {subject}{number} đăng tải mới {f[code].words()}{_compared(f, code)}.")
    return whole + highest(m) + (lowest(m) if low else [])


def _compared(f: Figures, code: str) -> str:
    """The comparison of a group; the reason why there is none only when it is another than for the whole."""
    same = f[code].before is None and f[code].why_not == f["BC-C1"].why_not
    return "" if same else f[code].compared()


def _portals(m: Material, f: Figures, code: str) -> str:
    """“ (99 Cổng, 3 Cổng chưa quan sát được)”: how many portals of the register stand behind a group's number."""
    typed = {"BC-C2H": "BC-C3H", "BC-C2X": "BC-C3X"}.get(code)
    if typed and typed in f and f[typed].value is not None:
        return f" ({f[typed].number()} Cổng)"
    lines = [p for p in m.portals if p.group == GROUP_OF.get(code)]
    unseen = sum(not p.seen_share for p in lines)
    more = f", {count_words(unseen)} Cổng chưa quan sát được" if unseen and f[code].source == OWN else ""
    return f" ({count_words(len(lines))} Cổng{more})" if lines else ""


def ranked(m: Material) -> list[PortalLine]:
    """Component portals that were observed and posted something, the most first, equal ones by name."""
    lines = [p for p in m.portals if p.group in COMPONENTS and p.posts and p.seen_share]
    return sorted(lines, key=lambda p: (-p.posts, name_order(p.name)))


def highest(m: Material) -> list[str]:
    found = ranked(m)[:NAMED]
    communes = [p for p in ranked(m) if p.group == "communes"]
    said = [f"- Cổng TTĐT có số tin, bài, dữ liệu nhiều nhất: {_listed(found)}."] if found else []
    if communes:
        best = communes[0]
        said.append(f"- Trong các xã, phường, nhiều nhất là {within(best.name)} với {count_words(best.posts)} tin, "
                    "bài, dữ liệu.")
    return said


def lowest(m: Material) -> list[str]:
    found = ranked(m)[NAMED:][-NAMED:][::-1]
    if not found:
        return []
    low, high = found[0].posts, found[-1].posts
    span = count_words(low) if low == high else f"{count_words(low)} - {count_words(high)}"
    return [f"- Cổng TTĐT có số tin, bài, dữ liệu thấp nhất ({span} tin, bài, dữ liệu): "
            f"{'; '.join(within(p.name) for p in found)}."]


def _listed(lines: Sequence[PortalLine]) -> str:
    return "; ".join(f"{within(p.name)} ({count_words(p.posts)} tin, bài, dữ liệu)" for p in lines)


def silent(m: Material) -> list[str]:
    """Portals without a post, each group by “k/n”; the unknown ones are told apart."""
    if m.coverage is None or not m.coverage.usable:
        return ["- [Chưa có số liệu: Cổng không duy trì hoạt động – kỳ này không có đêm quan sát]"]
    said = []
    for group in COMPONENTS:
        lines = [p for p in m.portals if p.group == group]
        idle = [within(p.name) for p in lines if p.silence == "idle"]
        unknown = sum(p.silence == "unknown" for p in lines)
        if lines:
            of = count_words(len(lines))
            none = f"không có Cổng nào trong {of} Cổng được kết luận là không có tin, bài trong kỳ"
            if idle:
                none = f"{count_words(len(idle))}/{of} Cổng không có tin, bài nào trong kỳ ({'; '.join(idle)})"
            more = f"; {count_words(unknown)}/{of} Cổng chưa đủ căn cứ để kết luận" if unknown else ""
            said.append(f"- {GROUPS[group]}: {none}{more}.")
    return said


def scores(m: Material) -> list[str]:
    """The bands of each block, taken from the data."""
    cards = m.cards.get("information", ())
    if m.rubric is None or not cards:
        return ["- [Chưa có số liệu: điểm cung cấp thông tin – kỳ này chưa chấm được Cổng nào]"]
    said = [f"Chấm theo: {m.rubric.title}."]
    for code, block in m.rubric.blocks.items():
        scored = [c for c in cards if c.block == code]
        if not scored:
            continue
        scale = block.information
        unknown = sum(p.score is None for c in scored if (p := c.component("information")))
        open_ones = sum(p.state == "provisional" for c in scored if (p := c.component("information")))
        more = f" {count_words(unknown)} Cổng chưa đủ căn cứ để chấm." if unknown else ""
        more += f" {count_words(open_ones)} Cổng mới là điểm tạm tính." if open_ones else ""
        said.append(f"- {block.title} (thang điểm {points_words(scale.max)}, cộng thêm {points_words(scale.bonus)} "
                    f"điểm khuyến khích): {spread_words(cards, m.rubric, code)}{more}")
    return said


