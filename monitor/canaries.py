"""Are tonight's verdicts on the canaries the known ones? One that is not voids the night."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler.canaries.truth import CANARIES, Canary
from monitor.activity import Activity
from monitor.coverage import last_nights
from monitor.facts import ChannelNightFact, PortalNightFact
from monitor.office import Office
from monitor.words import STATES, VERDICTS


def judge_canaries(office: Office) -> list[str]:
    """What is wrong, one sentence a canary; nothing when all are as they must be."""
    night = office.period.end
    rows = {row.portal: row for row in office.portal_nights if row.night == night}
    lists: dict[str, list[ChannelNightFact]] = {}
    for row in office.channel_nights(tuple(n for n in office.nights if n.night == night)):
        lists.setdefault(row.portal, []).append(row)
    activities = {a.portal: a for a in office.activities()}
    rules = office.rules.thresholds
    nights = sum(n.usable for n in last_nights(office.nights, rules.nights_window))
    return check(CANARIES, rows, lists, activities, enough=nights >= rules.nights_needed)


def check(
    canaries: Iterable[Canary], rows: Mapping[str, PortalNightFact], lists: Mapping[str, list[ChannelNightFact]],
    activities: Mapping[str, Activity], *, enough: bool,
) -> list[str]:
    """Compare each canary with its truth; `enough`: there are nights enough for a negative verdict."""
    wrong: list[str] = []
    for canary in canaries:
        row, activity = rows.get(canary.code), activities.get(canary.code)
        must = canary.verdict if enough else canary.early
        if row is None or activity is None:
            wrong.append(f"phép thử “{canary.what}” không được xem")
            continue
        given = {row.reason, *(r.reason for r in lists.get(canary.code, []))}
        if activity.verdict != must:
            wrong.append(f"phép thử “{canary.what}” phải là {VERDICTS[must]}, kết luận ra {VERDICTS[activity.verdict]}")
        elif row.state not in canary.states or (canary.reasons and not given & set(canary.reasons)):
            wrong.append(f"phép thử “{canary.what}” được ghi là {STATES.get(row.state, row.state)} ({row.reason})")
    return wrong
