"""Raise the alarm to the addresses of SOICONG_NOTIFY_URLS (any that apprise knows), once for each thing."""

from __future__ import annotations

import json
from datetime import date

from apprise import Apprise, NotifyType

from crawler.config import Settings
from crawler.evidence.durable import write_file
from crawler.health import Alarm

SENT = "alarm.json"  # in the data directory: the alarm that was last sent


class NotSent(RuntimeError):
    """Nobody was told; the text says why and what to do."""


def raise_alarm(settings: Settings, night: date, alarm: Alarm) -> bool:
    """Tell people, unless they were told the same of this night before; True when something was sent now."""
    mark = json.dumps({"night": night.isoformat(), "kind": alarm.kind}).encode()
    sent = settings.data_dir / SENT
    if sent.exists() and sent.read_bytes() == mark:
        return False
    if not settings.notify_urls:
        raise NotSent("Chưa đặt SOICONG_NOTIFY_URLS nên không báo động được cho ai, ví dụ: mailtos://…, tgram://…")
    post = Apprise()
    wrong = [number for number, url in enumerate(settings.notify_urls, 1) if not post.add(url)]
    if wrong:
        raise NotSent(f"SOICONG_NOTIFY_URLS: địa chỉ thứ {', '.join(map(str, wrong))} không dùng được.")
    if not post.notify(title="Soi Cổng: báo động", body=alarm.words, notify_type=NotifyType.FAILURE):
        raise NotSent("Có địa chỉ trong SOICONG_NOTIFY_URLS không nhận được báo động; sẽ gửi lại ở lần hỏi sau.")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    write_file(sent, mark)
    return True
