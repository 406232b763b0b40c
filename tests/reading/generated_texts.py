"""Generated texts with what they say: printed days among other words, texts without a day, spellings of addresses."""

import unicodedata
from datetime import date, timedelta

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December")
#: How a day is printed; `t` is a time of that day.
_FORMS = (
    lambda d, t: f"{d:%d/%m/%Y}", lambda d, t: f"{d.day}/{d.month}/{d.year}", lambda d, t: f"{d:%d-%m-%Y} {t} SA",
    lambda d, t: f"{d:%d.%m.%Y}", lambda d, t: f"{_WEEKDAYS[d.weekday()]}, {d:%d/%m/%Y} | {t}",
    lambda d, t: f"Cập nhật lúc {t.replace(':', 'h')} ngày {d.day}/{d.month}/{d.year}",
    lambda d, t: f"{d.day} Th{d.month} {d.year}", lambda d, t: f"ngày {d:%d} tháng {d.month} năm {d.year}",
    lambda d, t: f"Th{d.month} {d:%d}, {d.year}", lambda d, t: f"{d:%Y-%m-%d}", lambda d, t: f"{d:%d/%m/%Y} {t}",
    lambda d, t: f"{d.day} Tháng {_MONTHS[d.month - 1]}, {d.year}", lambda d, t: f"({d:%d/%m/%Y})",
    lambda d, t: f"{d.day} {_ENGLISH[d.month - 1]} {d.year}", lambda d, t: f"{_ENGLISH[d.month - 1]} {d.day}, {d.year}",
    lambda d, t: f"{d.day} thg {d.month}, {d.year}", lambda d, t: f"{_WEEKDAYS[d.weekday()]} - {d:%d/%m/%Y} {t}",
    lambda d, t: f"{d:%Y/%m/%d} {t}", lambda d, t: f"{d.day} tháng {d.month}, {d.year}",
    lambda d, t: f"{_SHORT[d.weekday()]}, {d:%d/%m/%y}",
)
_BEFORE = ("", "", "", "Ngày đăng: ", "Đăng ngày ", "Lào Cai, ", "Tin tức | ", "Ban biên tập - ", "Bản Phố, ")
_AFTER = ("", "", "", " | Lượt xem: 125", " - 35 lượt xem", " (GMT+7)", " · 3 phút đọc", ", Văn phòng UBND xã")
_WORDS = ("ủy ban", "nhân dân", "xã", "triển khai", "kế hoạch", "nông thôn mới", "kinh tế", "đợt", "hội nghị", "quý IV")
_NO_DAYS = (
    lambda n, m: f"Số {n}/QĐ-UBND", lambda n, m: f"{n}/2026/NĐ-CP",
    lambda n, m: f"0214.{n % 900 + 100}.{m % 900 + 100}",
    lambda n, m: f"{n % 90 + 10}-KH/TU", lambda n, m: f"{n}.{m % 900 + 100}.{n % 900 + 100} đồng",
    lambda n, m: f"{n},{m % 100} tỷ đồng", lambda n, m: f"tăng {n % 100},{m % 10}%", lambda n, m: f"Trang {n} trên {m}",
    lambda n, m: f"năm {1990 + n % 37}", lambda n, m: f"Lượt xem: {n}", lambda n, m: f"quý {n % 4 + 1} năm 2026",
    lambda n, m: f"192.168.{n % 256}.{m % 256}", lambda n, m: f"ISO {n}:{m}", lambda n, m: f"{n} hộ, {m} khẩu",
)


def print_day(dice):
    """(a text with one day printed in it, that day), between 1985 and 2031, in any form."""
    day = date(1985, 1, 1) + timedelta(days=dice.randrange(17000))
    form = dice.choice(_FORMS)
    time = f"{dice.randrange(1, 12):02d}:{dice.randrange(60):02d}"
    text = f"{dice.choice(_BEFORE)}{form(day, time)}{dice.choice(_AFTER)}"
    return unicodedata.normalize(dice.choice(("NFC", "NFC", "NFD")), text), day


def print_no_day(dice):
    """A text with numbers that are no day: documents, money, telephones, counts, years."""
    number, other = dice.randrange(1, 10 ** dice.randrange(1, 5)), dice.randrange(1, 10 ** dice.randrange(1, 5))
    words = " ".join(dice.choices(_WORDS, k=dice.randrange(4)))
    return f"{words} {dice.choice(_NO_DAYS)(number, other)} {dice.choice(_WORDS)}".strip()


def spell_twice(dice):
    """(two spellings of one address, the address of another page)."""
    parts = dice.choices(("tin-tuc", "van-ban", "thong-bao", "su-kien", "xã-hội", "a b"), k=dice.randrange(1, 4))
    path = "/".join(parts)
    slug = f"{dice.choice(('hoi-nghi', 'ke-hoach', 'lich-tiep-dan'))}-{dice.randrange(10**6)}"
    query = [f"{name}={dice.randrange(99)}" for name in dice.sample(("id", "cat", "loai", "year"), dice.randrange(3))]
    plain = _address("https", "", f"/{path}/{slug}", query, "", "")
    noise = [*query, *dice.sample(("utm_source=zalo", "fbclid=x1", "gclid=9", "utm_campaign=abc"), dice.randrange(3))]
    dice.shuffle(noise)
    scheme = dice.choice(("http", "https", "HTTPS"))
    form = dice.choice(("NFC", "NFD"))
    other = _address(scheme, dice.choice(("", "www.")), unicodedata.normalize(form, f"/{path}/{slug}"), noise,
                     dice.choice(("", "/")), dice.choice(("", "#noi-dung", "#")))
    return plain, other, _address("https", "", f"/{path}/{slug}x", query, "", "")


def _address(scheme, www, path, query, slash, fragment):
    return f"{scheme}://{www}xamau.example.vn{path}{slash}{'?' + '&'.join(query) if query else ''}{fragment}"
