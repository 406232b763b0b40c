"""`make year`: a whole year of 161 portals in a store of its own, and the five reports of it, built twice and checked.

The nights, posts and back-office files are generated, not crawled: what is shown is the way from the store to the
paper. How a crawl fills such a store is shown by `make quarter` and `make truth`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import insert
from sqlalchemy.orm import Session

from crawler.counted import keep_counts
from crawler.database import migrate, open_engine
from crawler.models import Channel, ChannelNight, Night, NightPortal, Post, PostChannel
from crawler.registry import Portal, load_portals
from reports.consistency.read_file import read_report
from reports.consistency.run import check_document
from tests.imports.helpers import ROOT, call
from tests.nights import environment
from tests.official.crawled import unequal

FIRST, LAST = date(2025, 10, 1), date(2026, 12, 31)
LISTS = (("Tin tức - sự kiện", "list", "post"), ("Văn bản chỉ đạo điều hành", "documents", "document"))
KINDS = (("quarter", "2026-Q4"), ("nine_months", "2026-9M"), ("annual", "2026"), ("weekly", "2026-W52"),
         ("deduction_notes", "2026-Q4"))
UNNAMED = "chưa xác định"
VOID = {date(2026, 2, 17), date(2026, 8, 30)}


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def fill_year(
    data_dir: Path, portals: int | None = None, first: date = FIRST, rows: list[Portal] | None = None,
) -> None:
    """Nights, portals, lists and posts; every portal posts at its own pace, some not at all."""
    url = f"sqlite:///{(data_dir / 'monitor.db').resolve()}"
    migrate(url)
    rows = rows or load_portals(ROOT / "registry/portals.csv")[:portals]
    nights = days(first, LAST)
    engine = open_engine(url, write=True)
    with Session(engine) as session:
        session.execute(insert(Night), [
            {"id": n, "night": day, "state": "void" if day in VOID else "complete", "full": n == 1,
             "started_at": datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=5),
             "exit_code": 4 if day in VOID else 0, "registry_digest": "0" * 64, "software": "0.1.0"}
            for n, day in enumerate(nights, 1)])
        session.execute(insert(NightPortal), [
            _night_portal(n, p, down=Random(f"{p.code}{day}").random() < 0.02)
            for n, day in enumerate(nights, 1) for p in rows])
        session.execute(insert(Channel), [
            {"id": 2 * place + k, "portal": p.code, "key": f"{p.code}/{k}", "title": title, "path": [], "kind": kind,
             "url": f"https://{p.code.lower()}.test/{k}", "first_seen": first, "last_seen": LAST}
            for place, p in enumerate(rows, 1) for k, (title, kind, _) in enumerate(LISTS)])
        recent = [(n, day) for n, day in enumerate(nights, 1) if (LAST - day).days < 7]
        session.execute(insert(ChannelNight), [
            {"night_id": n, "channel_id": 2 * place + k, "portal": p.code, "state": "observed",
             "end_reason": "last_page", "pages": 3, "items": 60, "words": 0, "control": 5, "newest_on": day,
             "oldest_on": date(2025, 1, 1), "visits": []}
            for n, day in recent for place, p in enumerate(rows, 1) for k in range(2) if UNNAMED not in p.name])
        posts, shown = _posts(rows, nights)
        session.execute(insert(Post), posts)
        session.execute(insert(PostChannel), shown)
        for portal in rows:
            keep_counts(session, portal.code)
        session.commit()
    engine.dispose()


def _night_portal(n, portal, *, down):
    if UNNAMED in portal.name:  # an open slot of the register: nobody knows its address
        return {**_night_portal_row(n, portal), "state": "not_observed", "reason": "address_unconfirmed"}
    return {**_night_portal_row(n, portal), **({"state": "not_observed", "reason": "down"} if down else {})}


def _night_portal_row(n, portal):
    return {"night_id": n, "portal": portal.code, "name": portal.name, "group": portal.group, "url": "https://x.test/",
            "hosts": "", "backend": "", "platform": "auto", "scored": portal.scored,
            "state": "complete", "reason": None, "requests": 40}


def _posts(rows, nights):
    posts, shown = [], []
    for place, portal in enumerate(rows, 1):
        dice = Random(portal.code)
        pace = 0.0 if dice.random() < 0.06 else dice.uniform(0.05, 1.4) * (8 if portal.group == "province" else 1)
        if UNNAMED in portal.name:
            continue
        for day in nights:
            for _ in range(int(pace) + (dice.random() < pace % 1)):
                number, k = len(posts) + 1, int(dice.random() < 0.25)
                posts.append({
                    "id": number, "portal": portal.code, "key": f"{portal.code}/{number}", "kind": LISTS[k][2],
                    "url": f"https://{portal.code.lower()}.test/{number}", "title": f"Tin số {number}",
                    "published_on": day, "published_raw": f"{day:%d/%m/%Y}", "date_source": "row", "date_grade": "sure",
                    "first_seen": day, "last_seen": LAST, "baseline": day == nights[0]})
                shown.append({"post_id": number, "channel_id": 2 * place + k, "first_seen": day, "last_seen": LAST})
    return posts, shown


def import_files(data_dir: Path, folder: Path, period: str) -> None:
    """Back-office files of one period, as other systems would send them."""
    dice = Random(period)
    names = [p.name for p in load_portals(ROOT / "registry/portals.csv") if p.group == "departments"
             and UNNAMED not in p.name][:12]
    asked, handled = [], []
    for name in names:
        answered, waiting, removed = dice.randint(0, 40), dice.randint(0, 3), dice.randint(0, 4)
        asked.append(f'"{name}",{answered + waiting + removed},{answered},{waiting},0,{removed}')
        old, one_stop, online = dice.randint(0, 20), dice.randint(10, 900), dice.randint(100, 9000)
        late, open_ones = dice.randint(0, 9), dice.randint(0, 20)
        early = old + one_stop + online - late - open_ones
        handled.append(f'"{name}",{old + one_stop + online},{old},{one_stop},{online},{early},0,{late},{open_ones}')
    files = {
        "questions": ["Tên cơ quan, đơn vị,Tổng số câu hỏi,Đã trả lời,Chờ trả lời,Chờ tiếp nhận,Câu hỏi xóa", *asked],
        "dossiers": ["agency,total_dossiers,carried_over,received_one_stop_mcdt,received_online,resolved_full_early,"
                     "resolved_full_on_time,resolved_full_late,in_progress", *handled],
        "indicators": ["Mã hoặc tên chỉ tiêu,Kết quả", *(f"{code},{dice.randint(2, 20)}" for code in (
            "BC-A8S", "BC-A8D", "BC-A9", "BC-A9P", "BC-A10N", "BC-A10B", "BC-A10I", "BC-F1", "BC-F3", "BC-G2", "BC-G7L",
            "BC-G7H"))],
    }
    files["questions"][0] = "agency,total,answered,awaiting_answer,awaiting_acceptance,deleted"
    for kind, lines in files.items():
        path = folder / f"{kind}-{period}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = call(data_dir, kind, path, "--period", period, "--yes")
        assert done.exit_code == 0, done.output


def import_weeks(data_dir: Path, folder: Path) -> None:
    """Two weeks of the digital-transformation tables; some bodies say nothing, some write a dash, one has no line."""
    bodies = [p for p in load_portals(ROOT / "registry/portals.csv") if UNNAMED not in p.name
              and p.group in ("departments", "party_block", "communes")][:-1]
    for period in ("2026-W51", "2026-W52"):
        dice = Random(period)
        lines = ["agency,documents_pct,entered,services_configured,services_assigned,eid,health_records,ocop"]
        for body in bodies:
            share = "-" if dice.random() < 0.03 else str(dice.randint(70, 100))
            entered = dice.choices(("Đã nhập", "Chưa nhập", "-", ""), (90, 4, 3, 3))[0]
            assigned = dice.randint(5, 90)
            lines.append(f'"{body.name}",{share},{entered},{dice.randint(1, assigned)},{assigned},'
                         f"{dice.randint(900, 9000)},{dice.randint(900, 9000)},{dice.randint(0, 9)}")
        parts = [f"CDS-{n}.{k},{value}" for n, (k, value) in enumerate(((1, 1797), (1, 1277), (1, 2200), (1, 900)), 1)]
        parts += [f"CDS-{n}.2,{dice.randint(600, 880)}" for n in range(1, 5)]
        parts += ["CDS-7,98.7", "CDS-10.1,205", "CDS-5,-"]
        for kind, text in (("weekly_agencies", lines), ("indicators", ["indicator,value", *parts])):
            path = folder / f"{kind}-{period}.csv"
            path.write_text("\n".join(text) + "\n", encoding="utf-8")
            done = call(data_dir, kind, path, "--period", period, "--yes")
            assert done.exit_code == 0, done.output


def main() -> int:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="reports-year-"))
    with tempfile.TemporaryDirectory() as scratch:
        data_dir = Path(scratch)
        fill_year(data_dir)
        for period in ("2026-Q4", "2025-Q4", "2026-9M", "2026"):
            import_files(data_dir, data_dir, period)
        import_weeks(data_dir, data_dir)
        settings = environment(data_dir, "2027-01-02T08:00:00+07:00")
        for kind, period in KINDS:
            for folder, more in ((out, {}), (data_dir / "again", {"PATH": ""})):  # the second time without LibreOffice
                subprocess.run([sys.executable, "-m", "reports", kind, period, "--out", str(folder)], cwd=ROOT,
                               check=True, env={**settings, **more})
        wrong = [text for kind, period in KINDS for text in wrong_with(out, data_dir / "again", f"{kind}-{period}")]
    print(*wrong, out, sep="\n")
    return 1 if wrong else 0


def wrong_with(out: Path, again: Path, name: str) -> list[str]:
    """What does not hold of one report: the same bytes twice, no contradiction, totals as in the appendices."""
    files = sorted(path.name for path in again.glob(f"{name}.*"))
    found = [f"{file}: hai lần dựng khác byte" for file in files
             if (out / file).read_bytes() != (again / file).read_bytes()]
    faults = [f for f in check_document(read_report(out / f"{name}.docx")) if f.severity in ("error", "likely_error")]
    print(f"{name}: {len(files)} tệp, {len(found)} tệp khác byte, {len(faults)} mâu thuẫn, PDF "
          f"{'có' if (out / f'{name}.pdf').exists() else 'không'}")
    found += [f"{name}: {fault.arithmetic}" for fault in faults]
    if name.startswith(("quarter", "nine_months")):
        found += [f"{name}, phụ biểu {sheet}: dòng tổng, tổng các dòng và lời văn khác nhau"
                  for sheet in unequal(out / f"{name}.docx", out / f"{name}.xlsx")]
    return found


if __name__ == "__main__":
    sys.exit(main())
