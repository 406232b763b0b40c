"""Findings told to people: the night's judgement, the notes of a period, one finding explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crawler.config import ConfigError, load_settings
from crawler.database import DatabaseError, migrate, open_engine
from crawler.registry import RegistryError
from monitor.asked import fail
from monitor.certificate import NotProven
from monitor.explain import KINDS, explain, load_decisions, load_seen
from monitor.judge import Judgement, NoSuchNight, judge_night, window_of
from monitor.life import LIVES
from monitor.menus import view_menu
from monitor.notes import Note, guard_rows
from monitor.office import Office
from monitor.periods import PeriodError, parse_period
from monitor.rests import let_rest
from monitor.rules import load_rules
from monitor.scoring.rubric_files import load_rubrics
from monitor.sections import KINDS as KINDS_OF_BODY
from monitor.stored import Kept
from monitor.thresholds import load_labels
from monitor.words import GROUPS, count_words, day_words

SHOWN = 40  # differences named one by one
FIELDS = {
    "verdict": "kết luận", "negative": "kết luận", "life": "diễn biến", "grade": "độ chắc chắn",
    "sentence": "câu kết luận", "page": "nội dung trang", "measured": "số đo", "threshold": "ngưỡng", "basis": "căn cứ",
    "certificate": "chứng nhận độ phủ", "evidence": "bằng chứng", "rule": "quy tắc",
}


def judge_and_tell(night: str) -> None:
    """Judge a night, keep or compare, and say it in a few lines; exit code 2 in plain words when it cannot be."""
    try:
        day = parse_period(f"{night}..{night}").start
        settings = load_settings()
        rules, labels = load_rules(settings.registry_dir), load_labels(settings.registry_dir / "thresholds.toml")
        folder = settings.registry_dir / "rubrics"
        rubrics = load_rubrics(folder, [s.code for s in rules.sections]) if folder.is_dir() else ()
        migrate(settings.database)
        engine = open_engine(settings.database, write=True)
        with Session(engine) as session, session.begin():
            judgement = judge_night(session, rules, labels, day, rubrics)
            if settings.list_every > 1:
                let_rest(session, rules, day, settings.list_every)
        engine.dispose()
    except PeriodError:
        fail(f"Không hiểu đêm {night!r}: ghi ngày dạng năm-tháng-ngày, ví dụ 2026-11-20.")
    except (ConfigError, RegistryError, DatabaseError, NoSuchNight, NotProven) as error:
        fail(str(error))
    except DBAPIError as error:  # the disk is full, the server went away
        fail(f"Chưa ghi được kết luận nào của đêm {night}: {error.orig}. Giải phóng đĩa hoặc mở lại cơ sở dữ liệu, rồi "
             f"chạy lại: python -m monitor judge {night}", 1)
    console = Console(stderr=True)
    for line in told(judgement, {s.code: s.title for s in rules.sections}):
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def told(j: Judgement, titles: Mapping[str, str] | None = None) -> list[str]:
    """A judgement in lines of plain text; `titles` are the sections' names by code."""
    names = titles or {}
    lives = ", ".join(f"{LIVES[life]} {count_words(n)}" for life, n in j.lives) or "không có phát hiện nào"
    lines = [f"Kết luận đêm {day_words(j.night)}: {lives}."]
    if not j.before:
        return lines
    if not j.differences:
        return [*lines, f"Tính lại giống hệt {count_words(j.kept)} phát hiện đã ghi."]
    by_rule = sum(d.by_rule for d in j.differences)
    lines.append(
        f"Tính lại khác {count_words(len(j.differences))} trong {count_words(j.kept)} phát hiện đã ghi "
        f"({count_words(by_rule)} vì quy tắc đã đổi). Phát hiện đã ghi được giữ nguyên."
    )
    lines += [f"  {d.portal}, {' '.join((KINDS.get(d.kind, d.kind), names.get(d.subject, d.subject))).strip()}: "
              f"{_what(d.what)}" + (" (quy tắc đã đổi)" if d.by_rule else "") for d in j.differences[:SHOWN]]
    if len(j.differences) > SHOWN:
        lines.append(f"  … và {count_words(len(j.differences) - SHOWN)} phát hiện nữa.")
    if by_rule < len(j.differences):
        lines.append("Muốn biết quy tắc nào làm đổi từng kết luận: "
                     "python -m monitor diff KỲ --rules THƯ_MỤC_QUY_TẮC_CŨ")
    return lines


def _what(what: Sequence[str]) -> str:
    words = {"added": "nay có, trước không", "gone": "trước có, nay không"}
    return words.get(what[0], "khác ở " + ", ".join(FIELDS.get(name, name) for name in what))


def show_notes(office: Office, notes: Sequence[Note]) -> None:
    """A table of what stands, and a count of what was fixed."""
    console = Console()
    console.print(Text(office.period.label, style="bold"))
    table = Table(header_style="bold", row_styles=("", "dim"))
    for title in ("Mã", "Cổng", "Phát hiện", "Từ đêm", "Đêm gần nhất", "Độ chắc chắn", "Nội dung"):
        table.add_column(title, no_wrap=title in ("Mã", "Từ đêm", "Đêm gần nhất"))
    standing = [note for note in notes if note.stands]
    for note in standing:
        f = note.last
        name = office.portals[f.portal].name if f.portal in office.portals else f.portal
        table.add_row(*(Text(str(cell)) for cell in (
            f.fingerprint, name, f"{KINDS.get(f.kind, f.kind)} {f.subject}".strip(), day_words(note.since),
            day_words(f.night), f.grade or "", f.sentence,
        )))
    if standing:
        console.print(table)
    count = Counter(KINDS.get(note.last.kind, note.last.kind) for note in standing)
    total = ", ".join(f"{kind}: {count_words(n)}" for kind, n in sorted(count.items())) or "không có phát hiện nào"
    fixed = len(notes) - len(standing)
    console.print(f"{total}; đã khắc phục trong kỳ: {count_words(fixed)}. Giải thích: thêm --explain MÃ.")


def show_one(office: Office, rows: Sequence[Kept], fingerprint: str) -> None:
    """One finding explained; exit code 2 in plain words when the period has none with that mark."""
    life = [row for row in rows if row.fingerprint.startswith(fingerprint)]
    if not any(row.negative for row in life) or len({row.fingerprint for row in life}) > 1:
        fail(f"Kỳ này không có đúng một phát hiện mã {fingerprint!r}. Xem các mã: "
             f"python -m monitor notes {office.period.start}..{office.period.end}")
    guard_rows(life)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for line in explain_life(office, life):
        console.print(line)


def explain_life(office: Office, life: Sequence[Kept]) -> list[str]:
    """The explanation of one finding, from its rows, with all that the database and the rules know of it."""
    last = [row for row in life if row.negative][-1]
    return explain(
        life, office.portals.get(last.portal), load_seen(office.session, last.evidence),
        load_decisions(office.session, last.fingerprint), _duty(office, last), _menu(office, last))


def _duty(office: Office, row: Kept) -> list[str]:
    """Which portals must have the section that a finding is about, and the names that count as it."""
    section = next((s for s in office.rules.sections if s.code == row.subject), None)
    portal = office.portals.get(row.portal)
    if row.kind not in ("section", "section_stale") or section is None or portal is None:
        return []
    must = section.applies[KINDS_OF_BODY[portal.group]] in ("M", "L")
    names = "; ".join(f"“{name}”" for name in section.synonyms)
    return [
        f"Mục “{section.title}” {'bắt buộc' if must else 'được xét'} với khối “{GROUPS[portal.group]}”.",
        "Mục mang đúng tên ấy" + (f", hoặc một trong các tên sau, được coi là mục này: {names}." if names else
                                  " được coi là mục này."),
    ]


def _menu(office: Office, row: Kept) -> list[str]:
    """The entries that the menu had on a finding's night, for one that says that it lacks something."""
    if row.page.get("fault") != "missing":
        return []
    then = Office(office.session, office.rules, window_of(row.night), row.night, row.portal)
    return [e.title for h in then.histories() for e in view_menu(h, office.rules.thresholds).entries]
