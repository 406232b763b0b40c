"""Writes Vietnamese reports of this kind out of random numbers: clean, or with contradictions planted in known places.

The words are chosen among several ways of saying each thing; the figures are computed, so that a clean report has no
contradiction. A plant changes one figure (or number, or order) after the computation.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

KINDS = (
    "sum",
    "part",
    "percent",
    "growth",
    "denominator",
    "two_values",
    "table_total",
    "table_narrative",
    "impossible",
    "unit",
    "order",
    "week",
    "cumulative",
    "definition",
    "numbering",
)
AGENCIES = (
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Y tế",
    "Sở Tư pháp",
    "Sở Xây dựng",
    "Sở Công thương",
    "Thanh tra tỉnh",
    "Ban Dân tộc",
    "Sở Ngoại vụ",
    "Sở Du lịch",
    "Công an tỉnh",
    "Cục Thống kê",
    "Sở Văn hóa và Thể thao",
    "Sở Khoa học và Công nghệ",
    "Sở Giáo dục và Đào tạo",
    "Văn phòng UBND tỉnh",
)
ITEMS = ("tin, bài", "tin, bài, bộ thông tin CSDL", "tin bài, văn bản")


@dataclass
class Paper:
    """A report being written: its paragraphs, and for each planted kind the paragraphs that carry it."""

    rng: random.Random
    plant: frozenset[str]
    year: int
    paragraphs: list[str] = field(default_factory=list)
    planted: dict[str, list[int]] = field(default_factory=dict)
    section: int = 0
    heading: int = 0

    def say(self, text: str, kind: str = "") -> None:
        if kind and kind in self.plant:
            self.planted.setdefault(kind, []).append(len(self.paragraphs))
        self.paragraphs.append(text)

    def roman(self, title: str) -> None:
        self.section, self.heading = self.section + 1, 0
        self.say(f"{('I', 'II', 'III', 'IV', 'V', 'VI', 'VII')[self.section - 1]}. {title}")

    def head(self, title: str, kind: str = "") -> None:
        self.heading += 1
        if kind in self.plant and kind:
            self.heading += self.rng.choice((1, 2))
        self.say(f"{self.heading}. {title}", kind)


def dots(number: float) -> str:
    return f"{number:,}".replace(",", ".")


def pct(share: float, digits: int) -> str:
    """Rounded half up, decimal comma."""
    from decimal import ROUND_HALF_UP, Decimal

    return str(Decimal(repr(share)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)).replace(".", ",") + "%"


def wrong_percent(rng: random.Random, share: float, digits: int) -> str:
    return pct(
        max(0.5, share + rng.choice((-1, 1)) * rng.uniform(2.2, 9)) if share < 88 else share - rng.uniform(2.2, 9),
        digits,
    )


def split(rng: random.Random, whole: int, parts: int) -> list[int]:
    cuts = sorted(rng.sample(range(1, whole), parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]


def write_report(seed: int, plant: frozenset[str] = frozenset()) -> Paper:
    """One report; the same seed without plants is the clean one."""
    rng = random.Random(seed)
    year = rng.randint(2022, 2027)
    paper = Paper(rng, plant, year)
    paper.say("BÁO CÁO")
    week(paper)
    paper.say(
        f"Thực hiện Nghị định số 42/2022/NĐ-CP ngày 24/6/2022 của Chính phủ; Quyết định số {rng.randint(100, 3000)}/QĐ-UBND "
        f"ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}/{year - 1} của UBND tỉnh, cơ quan báo cáo kết quả như sau:"
    )
    paper.roman("KẾT QUẢ CUNG CẤP THÔNG TIN")
    for number, part in enumerate(rng.sample((portals, posts, visits, social), 4)):
        paper.head(part.__doc__ or "", "numbering" if number == 2 else "")
        part(paper)
    paper.roman("KẾT QUẢ THỰC HIỆN DỊCH VỤ CÔNG")
    for part in rng.sample((questions, dossiers, procedures), 3):
        paper.head(part.__doc__ or "")
        part(paper)
    paper.roman("ĐÁNH GIÁ CHUNG")
    remarks(paper)
    paper.say("Trên đây là báo cáo kết quả hoạt động, trân trọng báo cáo./.")
    appendix(paper)
    return paper


def week(paper: Paper) -> None:
    """Tuần báo cáo"""
    rng = paper.rng
    number = rng.randint(2, 50)
    start = date.fromisocalendar(paper.year, number, 1)
    end = start + timedelta(days=6)
    wrong = rng.choice(("days", "next", "reverse"))
    following = number + 1
    if "week" in paper.plant and wrong == "next":
        following = number + rng.choice((2, 3))
    paper.say(
        f"Kết quả chuyển đổi số tuần {number:02d} và nhiệm vụ chủ yếu tuần {following:02d} năm {paper.year}",
        "week" if wrong == "next" else "",
    )
    if "week" in paper.plant and wrong == "days":
        end += timedelta(days=rng.choice((-2, -1, 1, 2)))
    if "week" in paper.plant and wrong == "reverse":
        start, end = end, start
    paper.say(f"(Từ ngày {start:%d/%m/%Y} đến ngày {end:%d/%m/%Y})", "week" if wrong != "next" else "")


def portals(paper: Paper) -> None:
    """Hệ thống cổng thông tin điện tử"""
    rng = paper.rng
    parts = [rng.randint(5, 20), rng.randint(18, 35), rng.randint(20, 40), rng.randint(60, 150)]
    whole = sum(parts)
    if "sum" in paper.plant:
        whole += rng.choice((-7, -3, -2, -1, 1, 2, 4, 9))
    names = (
        "của các cơ quan khối Đảng",
        "của các sở, ban, ngành",
        "của các cơ quan Trung ương đóng trên địa bàn",
        "cấp xã",
    )
    listed = "; ".join(f"{part} Cổng TTĐT thành phần {name}" for part, name in zip(parts, names, strict=True))
    paper.say(
        "- "
        + rng.choice(
            (
                f"Toàn tỉnh hiện có {whole} Cổng TTĐT thành phần, gồm: {listed}.",
                f"Đến nay, hệ thống có tổng số {whole} Cổng TTĐT thành phần (bao gồm: {listed}).",
                f"Hệ thống duy trì {whole} Cổng TTĐT thành phần, bao gồm {listed}.",
            )
        ),
        "sum",
    )
    size = rng.randint(14, 16)
    bands = split(rng, size, 3)
    paper.bands = size, bands  # type: ignore[attr-defined]
    told, whole_band = list(bands), [size, size, size]
    if "denominator" in paper.plant:
        whole_band[rng.randrange(3)] += rng.choice((-1, 1))
    if "table_narrative" in paper.plant:
        at = rng.randrange(2)
        told[at], told[at + 1] = told[at] + 1, told[at + 1] - 1
    paper.say(
        "- Kết quả chấm điểm: "
        + "; ".join(
            f"{n:02d}/{w} {what}"
            for n, w, what in zip(
                told,
                whole_band,
                (
                    "cơ quan, đơn vị đạt điểm tối đa 55 điểm",
                    "cơ quan, đơn vị đạt 53 điểm",
                    "cơ quan, đơn vị còn lại đạt 50 điểm",
                ),
                strict=True,
            )
        )
        + " (chi tiết tại phụ biểu kèm theo).",
        "denominator",
    )
    if "table_narrative" in paper.plant:
        paper.planted.setdefault("table_narrative", []).append(len(paper.paragraphs) - 1)


def posts(paper: Paper) -> None:
    """Tin, bài đăng tải"""
    rng = paper.rng
    before, now = rng.randint(4000, 30000), 0
    now = int(before * rng.uniform(1.05, 1.6))
    delta = now - before
    digits = rng.choice((1, 1, 2))
    share = pct(100 * delta / before, digits)
    if "growth" in paper.plant:
        wrong = 100 * delta / now if rng.random() < 0.5 else 100 * delta / before + rng.uniform(2, 6)
        share = pct(wrong, digits)
    unit = rng.choice(ITEMS)
    paper.say(
        "- "
        + rng.choice(
            (
                f"Trong năm {paper.year}, các Cổng TTĐT thành phần đã cập nhật {dots(now)} {unit}, tăng {dots(delta)} {unit} (tăng {share}) "
                f"so với cùng kỳ năm {paper.year - 1}.",
                f"Các Cổng TTĐT đã đăng tải {dots(now)} {unit}, tăng {share} so với cùng kỳ năm {paper.year - 1} ({dots(before)} {unit}).",
                f"Đã đăng tải mới {dots(now)} {unit}, tăng {dots(delta)} {unit}, tăng {share} so với CK năm {paper.year - 1}.",
            )
        ),
        "growth",
    )
    whole = rng.randint(800, 9000)
    part = int(whole * rng.uniform(0.3, 0.9))
    if "part" in paper.plant:
        part = int(whole * rng.uniform(1.02, 1.6)) + 1
    paper.say(
        "- "
        + rng.choice(
            (
                f"Cổng TTĐT tỉnh đăng tải {dots(whole)} {unit}, trong đó có {dots(part)} tin, bài do Ban biên tập sản xuất.",
                f"Cổng TTĐT tỉnh đã cung cấp {dots(whole)} {unit}. Trong đó, {dots(part)} tin, bài về phát triển kinh tế - xã hội.",
            )
        ),
        "part",
    )
    ranked = sorted(rng.sample(range(40, 999), 4), reverse=True)
    if "order" in paper.plant:
        at = rng.randrange(3)
        ranked[at], ranked[at + 1] = ranked[at + 1], ranked[at]
    named = rng.sample(AGENCIES, 4)
    listed = rng.choice(("; ", ", ")).join(
        rng.choice((f"{a} ({n} tin, bài)",)) for a, n in zip(named, ranked, strict=True)
    )
    paper.say(
        "- "
        + rng.choice(
            (
                f"Các cơ quan đăng tải nhiều tin, bài nhất là: {listed}.",
                f"Những đơn vị có số lượng tin, bài cao nhất gồm: {listed}.",
            )
        ),
        "order",
    )


def visits(paper: Paper) -> None:
    """Lượt truy cập"""
    rng = paper.rng
    number = rng.randint(1_100_000, 9_900_000)
    word = rng.choice((" triệu", " nghìn")) if "unit" in paper.plant else ""
    paper.say(
        "- "
        + rng.choice(
            (
                f"Trong năm, Cổng TTĐT tỉnh thu hút {dots(number)}{word} lượt truy cập.",
                f"Số lượt truy cập đạt {dots(number)}{word} lượt.",
            )
        ),
        "unit",
    )
    own = rng.randint(20_000, 90_000)
    before = rng.randint(100_000, 900_000)
    running = before + own
    if "cumulative" in paper.plant:
        running = running + rng.choice((-1, 1)) * rng.randint(11, 900)
    paper.say(
        "- "
        + rng.choice(
            (
                f"Lũy kế đến hết tháng trước đạt {dots(before)} lượt xem video; trong tháng thu hút {dots(own)} lượt xem; lũy kế đạt "
                f"{dots(running)} lượt xem.",
                f"Lũy kế đến hết tuần trước là {dots(before)} lượt xem, trong tuần ghi nhận {dots(own)} lượt xem, lũy kế đạt {dots(running)} "
                f"lượt xem.",
            )
        ),
        "cumulative",
    )


def social(paper: Paper) -> None:
    """Mạng xã hội"""
    rng = paper.rng
    rate = rng.randint(70, 100)
    if "impossible" in paper.plant:
        rate = rng.randint(101, 160)
    paper.say(
        rng.choice(
            (
                f"Fanpage đã đăng {rng.randint(200, 900)} bài viết; tỷ lệ phản hồi của trang đạt {rate}%.",
                f"Tỷ lệ tin nhắn được phản hồi trên Fanpage là {rate}%.",
            )
        ),
        "impossible",
    )
    paper.say(
        f"Phân hệ tin tức trên Zalo được duy trì tốt, thu hút trên {dots(rng.randint(100, 400) * 1000)} lượt xem."
    )


def questions(paper: Paper) -> None:
    """Chuyên mục Hỏi - Đáp"""
    rng = paper.rng
    received = rng.randint(150, 900)
    eligible = received - rng.randint(10, 90)
    answered = int(eligible * rng.uniform(0.5, 0.98))
    digits = rng.choice((0, 1, 1))
    share = pct(100 * answered / eligible, digits)
    if "percent" in paper.plant:
        share = wrong_percent(rng, 100 * answered / eligible, digits)
    paper.received = received  # type: ignore[attr-defined]
    paper.say(
        f"Trong năm {paper.year}, chuyên mục Hỏi - Đáp đã nhận được {received} câu hỏi của các tổ chức, cá nhân gửi tới. "
        f"Trong đó, {eligible} câu hỏi đủ điều kiện tiếp nhận; xóa {received - eligible} câu hỏi."
    )
    paper.say(
        "- "
        + rng.choice(
            (
                f"Các cơ quan đã trả lời {answered}/{eligible} câu hỏi đủ điều kiện, đạt {share}.",
                f"Đã trả lời được {answered}/{eligible} câu hỏi, chiếm {share} tổng số câu hỏi đủ điều kiện trả lời.",
                f"Tỷ lệ câu hỏi được trả lời đạt {share} ({answered}/{eligible} câu hỏi).",
            )
        ),
        "percent",
    )


def dossiers(paper: Paper) -> None:
    """Hồ sơ thủ tục hành chính"""
    rng = paper.rng
    online, desk, left = rng.randint(20_000, 90_000), rng.randint(5_000, 40_000), rng.randint(300, 5_000)
    late = "hồ sơ tồn từ đầu kỳ" if "definition" in paper.plant else "tiếp nhận qua bưu chính công ích"
    paper.say(
        "- "
        + f"Các cơ quan, đơn vị đã tiếp nhận {dots(online + desk + left)} bộ hồ sơ. Trong đó, tiếp nhận trực tuyến là "
        f"{dots(online)} bộ hồ sơ; tiếp nhận qua một cửa điện tử là {dots(desk)} bộ hồ sơ; {late} là {dots(left)} bộ hồ sơ.",
        "definition",
    )


def procedures(paper: Paper) -> None:
    """Thủ tục hành chính"""
    rng = paper.rng
    parts = [rng.randint(900, 1600), rng.randint(100, 400), rng.randint(60, 190)]
    paper.say(
        f"Tổng số TTHC của tỉnh là {dots(sum(parts))} TTHC (cấp tỉnh: {dots(parts[0])} TTHC; cấp huyện: {parts[1]} TTHC; "
        f"cấp xã: {parts[2]} TTHC). 100% TTHC được công khai."
    )


def remarks(paper: Paper) -> None:
    """Đánh giá"""
    rng = paper.rng
    received = paper.received  # type: ignore[attr-defined]
    if "two_values" in paper.plant:
        received += rng.choice((-30, -9, -3, 1, 3, 9, 30))
    paper.say(
        f"- Công tác trả lời công dân được quan tâm: trong năm {paper.year}, chuyên mục Hỏi - Đáp đã nhận được {received} câu hỏi "
        "của các tổ chức, cá nhân.",
        "two_values",
    )
    paper.say(
        "- Một số cơ quan, đơn vị chưa quan tâm đúng mức đến việc cập nhật thông tin; còn 02 đơn vị chưa báo cáo đúng hạn."
    )


def appendix(paper: Paper) -> None:
    """Phụ biểu"""
    rng = paper.rng
    size, bands = paper.bands  # type: ignore[attr-defined]
    paper.say("PHỤ BIỂU SỐ 01: ĐIỂM CUNG CẤP THÔNG TIN")
    points = [55] * bands[0] + [53] * bands[1] + [50] * bands[2]
    names = [*AGENCIES][:size]
    for index, (name, point) in enumerate(zip(names, points, strict=True), start=1):
        paper.say(f"{index} {name} 50 {point}")
    paper.say("PHỤ BIỂU SỐ 02: KẾT QUẢ TIẾP NHẬN VÀ TRẢ LỜI CÂU HỎI")
    rows = []
    for name in rng.sample(AGENCIES, rng.randint(6, 12)):
        answered, waiting, deleted = rng.randint(5, 80), rng.randint(0, 9), rng.randint(0, 9)
        rows.append([name, answered + waiting + deleted, answered, waiting, deleted])
    total = [sum(row[c] for row in rows) for c in range(1, 5)]
    if "table_total" in paper.plant:
        total[rng.randrange(4)] += rng.choice((-10, -4, -1, 1, 2, 10))
    for index, row in enumerate(rows, start=1):
        paper.say(f"{index} {row[0]} " + " ".join(str(value) for value in row[1:]))
    paper.say("Tổng số: " + " ".join(str(value) for value in total), "table_total")


def render(paper: Paper) -> tuple[list[str], dict[int, range]]:
    """Lines as a text extractor gives them (wrapped, perhaps with blank lines between), and the lines of each paragraph."""
    rng = random.Random(paper.year * 1000 + len(paper.paragraphs))
    width, spaced = rng.choice((0, 70, 85, 100)), rng.random() < 0.5
    lines: list[str] = []
    where: dict[int, range] = {}
    for number, paragraph in enumerate(paper.paragraphs):
        first = len(lines) + 1
        row = paragraph[:1].isdigit() and paragraph.split()[-1].isdigit()
        for line in [paragraph] if not width or row else wrap(paragraph, width):
            lines += [line, ""] if spaced else [line]
        if not spaced and width == 0:
            lines.append("")
        where[number] = range(first, len(lines) + 1)
    return lines, where


def wrap(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
