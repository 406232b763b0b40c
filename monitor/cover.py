"""The cover page of a case file: the finding in plain words, without anything that tells who a private person is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from crawler.attachments import Attachment
from crawler.evidence.canonical import sha256
from crawler.masking import mask_person
from crawler.pictures import Picture
from crawler.seals import Seal
from monitor.explain import Seen, explain
from monitor.facts import PortalFact
from monitor.stored import Kept
from monitor.words import count_words, day_words

_QUOTED = re.compile("“.*”", re.S)  # what is quoted from pages: titles of questions and of channels


def write_cover(life: Sequence[Kept], portal: PortalFact | None, seen: Sequence[Seen], seal: Seal, pem: bytes,
                nights: Sequence[date], pictures: Sequence[Picture] = (),
                attached: Sequence[Attachment] = ()) -> bytes:
    """The page as UTF-8 text. Who decided what is not on it: that is the office's, and names people."""
    shown = [_mask(row) for row in life]
    private = life[-1].kind == "question"
    pages = [replace(page, url=_plain_address(page.url, private)) for page in seen]
    lines = [
        "HỒ SƠ BẰNG CHỨNG CỦA MỘT PHÁT HIỆN",
        "",
        *(mask_quoted(line) for line in explain(shown, portal, pages, ())),
        "",
        "8. Niêm phong",
        f"   Niêm phong số {count_words(seal.seq)}, đêm {day_words(seal.night)}, bản {seal.version}, "
        f"{count_words(seal.leaves)} lá.",
        f"   Gốc cây băm: {seal.root}",
        f"   SHA-256 của seal.json: {seal.digest}",
        f"   Khóa ký (SHA-256 của 32 byte khóa): {seal.key}",
        f"   SHA-256 của tệp signer.pub: {sha256(pem)}",
        f"   Bằng chứng thuộc {count_words(len(nights))} đêm: {', '.join(day_words(n) for n in nights)}.",
        *_name_pictures(pictures),
        *(f"   attachment-{row.id}.{row.ending}: tệp do người thêm vào phát hiện, không phải do máy thu thập."
          for row in attached),
        "",
        "9. Tự kiểm tra",
        "   python verify.py TỆP_NÀY.zip --key signer.pub",
        "   Khóa công khai phải lấy từ nơi đã công bố, không lấy từ hồ sơ này. Không có Python thì xem mục",
        "   “Evidence” trong README: các lệnh openssl tương ứng.",
        "",
        "10. Hồ sơ này chứng minh gì",
        "   Máy giám sát đã nhận đúng những byte này vào những lúc ấy và từ đó đến nay không ai sửa. Nó không chứng",
        "   minh thay cho cơ quan chủ quản rằng máy chủ của họ không gửi nội dung khác cho người khác.",
        "   Dữ liệu cá nhân được che trên bìa; các trang gốc trong records.warc.gz còn nguyên như khi nhận được, chỉ",
        "   dùng cho việc xem xét phát hiện này.",
        "",
    ]
    return "\r\n".join(lines).encode()


def _name_pictures(pictures: Sequence[Picture]) -> list[str]:
    """What the pictures are drawn from; their addresses stand with the visits."""
    lines = [f"   picture-{row.visit_id}.webp: {row.browser} vẽ từ byte đã lưu của lượt xem {row.visit_id}, không chạy "
             "mã lệnh, không tải thêm gì." for row in pictures]
    return ["   Ảnh chụp chỉ để dễ xem; căn cứ là các byte trong records.warc.gz.", *lines] if lines else []


def mask_quoted(line: str) -> str:
    """A line whose quotations from pages name nobody; what we say ourselves (days, figures, hashes) stays."""
    return _QUOTED.sub(lambda found: mask_person(found[0]), line)


def _mask(row: Kept) -> Kept:
    subject = "" if row.kind == "question" else row.subject
    return replace(row, sentence=mask_quoted(row.sentence), subject=subject, proof=_mask_all(row.proof))


def _mask_all(value: Any) -> Any:  # noqa: ANN401 - the JSON of a certificate
    """A certificate whose channels' titles name nobody."""
    if isinstance(value, dict):
        return {k: mask_person(v) if k == "title" else _mask_all(v) for k, v in value.items()}
    return [_mask_all(v) for v in value] if isinstance(value, list) else value


def _plain_address(url: str, private: bool) -> str:
    """An address without its query, in which portals put what people typed; of a question only the host."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/…" if private else parts.path, "…" if parts.query else "", ""))
