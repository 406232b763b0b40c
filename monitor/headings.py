"""Menu headings that lead nowhere: with entries below they are titles, without any they may open only by a script."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.facts import ChannelFact

#: Tools of a page that stand in its menu without an address and hide nothing of the portal.
_TOOLS = re.compile(
    r"^(menu|đăng (nhập|xuất|ký)|tìm kiếm|tra cứu|ngôn ngữ|tiếng \w+|english|vietnamese|vi|en|vn|facebook|zalo|youtube|"
    r"in trang|đóng|mở rộng|thu gọn|xem thêm|cỡ chữ|giao diện|tài khoản|trang chủ|top|login|search|close|share)$", re.I)


def closed_headings(entries: Iterable[ChannelFact]) -> list[ChannelFact]:
    """Entries without an address of their own and without entries below: what is behind them was not seen."""
    there = list(entries)
    above = {title for entry in there for title in entry.path}
    return [e for e in there if e.url is None and e.title not in above and not _TOOLS.match(e.title.strip())]
