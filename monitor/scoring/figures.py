"""Questions and dossiers of a period: imported figures where there are some, else what the public pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from monitor.findings import Finding
from monitor.imports.load import Figures, load_imports
from monitor.office import Office
from monitor.questions import Deadline
from monitor.scoring.facts import Dossiers, Questions

LEVELS = ("l2", "l3", "l4", "partial", "full")
STATES = ("answered", "awaiting_answer", "awaiting_acceptance", "deleted")
SECTION = ("section", "hd_hoidap")


def gather_questions(office: Office, found: Mapping[str, Mapping[tuple[str, str], Finding]]) -> dict[str, Questions]:
    """Portal -> its questions. The back office knows the states, only the public pages show who waited too long;
    a portal whose section for questions was not seen and that no file names has no entry."""
    public = _count_public(office, found)
    figures = dict(public)
    for fact in load_imports(office.session, "questions", office.period):
        for line in fact.lines:
            figures[line.subject] = read_states(line, public.get(line.subject), f"{fact.file_name}, dòng {line.line}")
    return figures


def _count_public(
    office: Office, found: Mapping[str, Mapping[tuple[str, str], Finding]]
) -> dict[str, Questions]:
    asked: dict[str, list[Deadline]] = {}
    for deadline in office.deadlines():
        asked.setdefault(deadline.question.portal, []).append(deadline)
    seen = {code for code, findings in found.items() if (f := findings.get(SECTION)) is not None and not f.negative
            and f.verdict != "not_applicable"}
    return {code: count_states(asked.get(code, []), overdue_of(found.get(code, {})))
            for code in sorted(seen | asked.keys())}


def overdue_of(found: Mapping[tuple[str, str], Finding]) -> tuple[str, ...]:
    """The findings of one portal about questions that wait too long."""
    return tuple(sorted(f.fingerprint for (kind, _), f in found.items() if kind == "question" and f.negative))


def count_states(deadlines: list[Deadline], overdue: tuple[str, ...]) -> Questions:
    """Public questions by state; one whose page tells no state is unknown, not answered."""
    states = Counter(d.question.state or "unknown" for d in deadlines)
    late = sum(bool(d.working_days_late) and d.question.state != "removed" for d in deadlines)
    months = Counter((q.year, q.month) for d in deadlines if (q := d.question.asked_on) is not None)
    return Questions(
        len(deadlines), states["answered"], states["awaiting_answer"], states["awaiting_acceptance"],
        states["removed"], late, max(months.values(), default=None), "đếm từ trang công khai", complete=False,
        overdue=overdue, unknown=states["unknown"],
    )


def read_states(line: Figures, public: Questions | None, source: str) -> Questions:
    """One line of an imported table; what its blank cells leave of the total is unknown."""
    def number(name: str) -> int:
        return int(line.number(name) or 0)

    late = public.late if public is not None else 0
    blank = any(line.number(state) is None for state in STATES)  # a blank cell is not nought
    told = sum(number(state) for state in STATES)
    eligible = number("total") - number("deleted")
    return Questions(
        number("total"), number("answered"), number("awaiting_answer"), number("awaiting_acceptance"),
        number("deleted"), min(late, max(0, eligible)), public.busiest_month if public is not None else None, source,
        complete=public is not None or eligible <= 0, overdue=public.overdue if public is not None else (),
        unknown=max(0, number("total") - told) if blank else 0,
    )


def gather_dossiers(office: Office) -> dict[str, Dossiers]:
    """Portal -> its dossiers, from the file that counts for exactly this period."""
    return {
        line.subject: _dossiers(line, f"{fact.file_name}, dòng {line.line}")
        for fact in load_imports(office.session, "dossiers", office.period) for line in fact.lines
    }


def _dossiers(line: Figures, source: str) -> Dossiers:
    def add(end: str) -> int:
        """Levels 2 to 4, or since 2024 in part and in full."""
        return sum(int(line.number(f"resolved_{level}_{end}") or 0) for level in LEVELS)

    carried, one_stop, online = (int(line.number(name) or 0)
                                 for name in ("carried_over", "received_one_stop_mcdt", "received_online"))
    total = int(line.number("total_dossiers") or 0)
    if not carried + one_stop + online:  # a file without the parts
        one_stop = total
    early, on_time, late = (add(end) for end in ("early", "on_time", "late"))
    return Dossiers(carried, one_stop, online, early, on_time, late, source)
