"""`python -m spiders.reading`: what is read from one page and why, for the person who maintains the reader."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from spiders.reading import read
from spiders.reading.fetch import Fetched, FetchError, fetch, load
from spiders.reading.report import as_contract, as_text

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_BAD_INPUT = 2


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 when the page was read (whatever it is), 2 when there is no page to read."""
    options = _parser().parse_args(arguments)
    try:
        now = _moment(options.now or os.environ.get("SOICONG_NOW"))
        fetched = _get(options.page, options.url)
    except (FetchError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return _BAD_INPUT
    reading = read(fetched.body, fetched.url, status=fetched.status, content_type=fetched.content_type, now=now,
                   platform="none" if options.no_platforms else "auto", expect=options.expect)
    if options.json:
        sys.stdout.write(json.dumps(as_contract(reading), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(as_text(reading, fetched.url) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m crawler read", add_help=False,
        description="Cho xem một trang được đọc thế nào và vì sao: loại trang, danh sách, ngày đăng, trang sau, menu.")
    parser.add_argument("page", metavar="TỆP_HOẶC_ĐỊA_CHỈ", help="tệp HTML đã lưu, hoặc địa chỉ http(s)")
    parser.add_argument("--url", help="địa chỉ của trang đã lưu (để hiểu các liên kết tương đối)")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.add_argument("--now", help="thời điểm đọc trang, ISO 8601 (mặc định: bây giờ)")
    parser.add_argument("--expect", choices=("home", "list", "article", "qa"), help="đang tìm loại trang nào")
    parser.add_argument("--no-platforms", action="store_true", help="không dùng gợi ý riêng của từng nền tảng")
    parser.add_argument("-h", "--help", action="help", help="in hướng dẫn này")
    return parser


def _moment(text: str | None) -> datetime:
    if not text:
        return datetime.now(_VIETNAM)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--now phải là thời điểm ISO 8601, không phải {text!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=_VIETNAM)


def _get(page: str, url: str | None) -> Fetched:
    if page.startswith(("http://", "https://")):
        return fetch(page)
    if "://" in page:
        raise ValueError(f"Chỉ đọc được địa chỉ http:// hoặc https://, không đọc được {page}")
    return load(Path(page), url)


if __name__ == "__main__":
    sys.exit(main())
