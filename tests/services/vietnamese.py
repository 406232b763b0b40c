"""Drafts of the posts and pages that a commune's portal publishes, the same for the same seed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

PLACES = ("Tả Van", "Nậm Chày", "Bản Hồ", "Y Tý", "Mường Hum", "Cốc San", "Bảo Nhai", "Võ Lao", "Nghĩa Đô", "Thượng Hà")
VILLAGES = ("Séo Mý Tỷ", "Giàng Tả Chải", "Lao Chải", "Ngải Thầu", "Nà Lốc", "Hòa Bình", "Sín Chéng", "Làng Mới")
TOPICS: dict[str, tuple[str, ...]] = {
    "Tin tức - Sự kiện": (
        "Xã {place} ra quân làm đường giao thông thôn {village}",
        "Nhân dân thôn {village} phấn khởi đón điện lưới quốc gia",
        "Hội nghị tiếp xúc cử tri tại thôn {village}, xã {place}",
        "{place} trồng mới {number} ha rừng sản xuất vụ xuân",
    ),
    "Chỉ đạo điều hành": (
        "UBND xã {place} triển khai nhiệm vụ trọng tâm quý {quarter}",
        "Tăng cường phòng cháy, chữa cháy rừng trên địa bàn xã {place}",
        "Kiểm tra tiến độ giải ngân vốn đầu tư công tại thôn {village}",
    ),
    "Cải cách hành chính": (
        "Xã {place} tiếp nhận {number} hồ sơ dịch vụ công trực tuyến trong tháng",
        "Tổ công nghệ số cộng đồng thôn {village} hướng dẫn người dân nộp hồ sơ",
        "Niêm yết công khai thủ tục hành chính lĩnh vực đất đai tại xã {place}",
    ),
    "Thông báo": (
        "Thông báo lịch tiếp công dân của Chủ tịch UBND xã {place} tháng {month}",
        "Thông báo về việc tạm ngừng cấp nước tại thôn {village}",
        "Thông báo niêm yết hồ sơ cấp giấy chứng nhận của {number} hộ thôn {village}",
    ),
    "Văn hóa - Xã hội": (
        "Lễ hội Gầu Tào xã {place} thu hút {number} lượt du khách",
        "Trao {number} suất quà cho học sinh nghèo vượt khó thôn {village}",
        "Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư {village}",
    ),
    "Kinh tế - Nông nghiệp": (
        "Hộ nghèo thôn {village} thoát nghèo nhờ mô hình nuôi cá nước lạnh",
        "Diện tích quế hữu cơ của xã {place} đạt {number} ha",
        "Phòng trừ sâu bệnh hại lúa mùa trên cánh đồng {village}",
    ),
    "Quốc phòng - An ninh": (
        "Xã {place} hoàn thành khám sơ tuyển nghĩa vụ quân sự cho {number} thanh niên",
        "Công an xã {place} ra mắt mô hình camera an ninh tại thôn {village}",
    ),
    "Phổ biến giáo dục pháp luật": (
        "Tuyên truyền Luật Đất đai cho {number} người dân thôn {village}",
        "Xã {place} tổ chức phiên tòa giả định về phòng, chống tảo hôn",
    ),
    "Chuyển đổi số": (
        "Xã {place} phủ sóng wifi miễn phí tại nhà văn hóa thôn {village}",
        "Tập huấn kỹ năng số cho {number} cán bộ thôn, bản của xã {place}",
    ),
}
SENTENCES = (
    "Thực hiện kế hoạch của Ủy ban nhân dân tỉnh, xã {place} đã phân công từng thành viên phụ trách thôn, bản.",
    "Tại buổi làm việc, lãnh đạo xã ghi nhận sự cố gắng của cán bộ và nhân dân thôn {village} trong thời gian qua.",
    "Theo báo cáo, đến nay đã có {number} hộ tham gia, vượt chỉ tiêu được giao từ đầu năm.",
    "Người dân được hướng dẫn cụ thể, trao đổi trực tiếp những khó khăn, vướng mắc để cùng tìm cách tháo gỡ.",
    "Căn cứ Nghị quyết ngày {law} của Hội đồng nhân dân, các hộ có đất hiến được ghi nhận, biểu dương kịp thời.",
    "Thời gian tới, xã tiếp tục tuyên truyền, vận động nhân dân chủ động phát triển kinh tế, giữ gìn bản sắc văn hóa.",
    "Công tác kiểm tra, giám sát được thực hiện thường xuyên, bảo đảm công khai, minh bạch, đúng quy định.",
    "Nhiều mô hình hay, cách làm sáng tạo đã được nhân rộng, góp phần nâng cao đời sống của đồng bào các dân tộc.",
)


@dataclass(frozen=True)
class Draft:
    """A post before it is published; `published` without a zone is Vietnamese time, the body is HTML."""

    title: str
    body: str
    categories: tuple[str, ...]
    published: datetime | date
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def draft_posts(posts: int, categories: int, now: datetime, seed: int) -> list[Draft]:
    """Write posts of the twelve months before `now`, oldest first, no title twice, every category used.

    A third fall into the last five weeks, some share a day, every eighth stands in two categories, every ninth
    carries a file. Raises ValueError when more categories are asked for than there are topics.
    """
    if not 1 <= categories <= len(TOPICS):
        raise ValueError(f"between 1 and {len(TOPICS)} categories, not {categories}")
    dice = random.Random(seed)
    topics = list(TOPICS)[:categories]
    seen: set[str] = set()
    moments = sorted(_draw_moment(dice, now) for _ in range(posts))
    return [_draft_post(number, topics, moment, dice, seen) for number, moment in enumerate(moments)]


def draft_pages() -> list[tuple[str, str]]:
    """Give title and body of the pages that every portal has."""
    about = (
        "<p>Xã được thành lập trên cơ sở sắp xếp các đơn vị hành chính, có 18 thôn, bản với 6 dân tộc cùng sinh sống."
        "</p><p>Ủy ban nhân dân xã gồm Văn phòng, Phòng Kinh tế, Phòng Văn hóa - Xã hội và Trung tâm Phục vụ hành chính"
        " công.</p>"
    )
    contact = (
        "<p>Trụ sở: Ủy ban nhân dân xã, tỉnh Lào Cai. Điện thoại: 0214 0000 000. Thư điện tử: ubnd@example.invalid."
        "</p><p>Chịu trách nhiệm nội dung: Chủ tịch Ủy ban nhân dân xã.</p>"
    )
    return [("Giới thiệu", about), ("Liên hệ", contact)]


def _draw_moment(dice: random.Random, now: datetime) -> datetime:
    days = dice.randint(0, 34) if dice.random() < 1 / 3 else dice.randint(0, 364)
    moment = (now - timedelta(days=days)).replace(
        hour=dice.randint(6, 22), minute=dice.randint(0, 59), second=dice.randint(0, 59), microsecond=0
    )
    return moment if moment <= now else moment - timedelta(days=1)


def _draft_post(number: int, topics: list[str], moment: datetime, dice: random.Random, seen: set[str]) -> Draft:
    topic = topics[number % len(topics)]
    words = _draw_words(dice, moment)
    title = dice.choice(TOPICS[topic]).format_map(words)
    while title in seen:
        words = _draw_words(dice, moment)
        title = dice.choice(TOPICS[topic]).format_map(words)
    seen.add(title)
    second = (topics[(number + 1) % len(topics)],) if number % 8 == 7 and len(topics) > 1 else ()
    files = {f"ke-hoach-{number:03d}.pdf": b"%PDF-1.4\n% Ke hoach\n%%EOF\n"} if number % 9 == 4 else {}
    return Draft(title, _write_body(dice, words), (topic, *second), moment, files)


def _draw_words(dice: random.Random, moment: datetime) -> dict[str, str]:
    law = moment.date() - timedelta(days=dice.randint(40, 900))
    return {
        "place": dice.choice(PLACES),
        "village": dice.choice(VILLAGES),
        "number": str(dice.randint(12, 980)),
        "quarter": ("I", "II", "III", "IV")[(moment.month - 1) // 3],
        "month": f"{moment:%m/%Y}",
        "law": f"{law:%d/%m/%Y}",
    }


def _write_body(dice: random.Random, words: dict[str, str]) -> str:
    paragraphs = [
        " ".join(sentence.format_map(words) for sentence in dice.sample(SENTENCES, dice.randint(2, 4)))
        for _ in range(dice.randint(3, 6))
    ]
    return "\n\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
