"""The list of findings: filters in the address, several decided at once, undone for a moment, and its exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from crawler import __version__
from monitor.causes import cause_words
from monitor.explain import KINDS, Seen, load_seen_by
from monitor.periods import parse_period
from monitor.review import REASONS, STATES, CannotDecide, Changed, check_reason
from monitor.words import GROUPS, count_words
from monitor.words import STATES as NIGHT_STATES
from web.access import Deciding, Looking, check_form
from web.answers import morning
from web.assign import NOBODY, Reassigned, assign_all, may_be_asked
from web.audit_links import name_period
from web.decisions import Wish, take_all, undo_all
from web.desk import desk_of, read_session
from web.filters import load_filters
from web.findings import COLUMNS, Wanted, choose, finding_rows, worth_of
from web.formats import as_zalo, base_of, send
from web.listing import Day, Listing
from web.note_drafts import MOST
from web.render import page, points
from web.sarif import as_sarif
from web.sheets import PageNumber, cut_sheet
from web.whole_list import stamp_of, whole_list

router = APIRouter()

ROWS = 50  # on one page


@router.get("/findings.{ending}")
@router.get("/findings")
def show_findings(
    request: Request, visitor: Looking, session: Annotated[Session, Depends(read_session)], ending: str = "",
    state: str = "", block: str = "", kind: str = "", subject: str = "", portal: str = "",
    since: Day = None, q: str = "", by: str = "", assignee: str = "", sort: str = "points", period: str = "",
    worth: Annotated[str, Query(alias="points")] = "",
    page_number: PageNumber = 1, bom: bool = False,
    done: str = "", undone: str = "", given: int = 0, to: str = "", decided: int = 0,
) -> Response:
    desk = desk_of(request)
    wanted = Wanted(state, block, kind, subject, portal, since, q, by, assignee, worth, sort)
    every = finding_rows(desk, session, parse_period(period) if period else None)
    rows = choose(every, wanted)
    filters = {"state": state, "block": block, "kind": kind, "subject": subject, "portal": portal,
               "since": since.isoformat() if since else "", "q": q, "by": by, "assignee": assignee,
               "points": worth,
               "sort": "" if sort == "points" else sort, "period": period}
    listing = Listing("thieu-sot", title_of(wanted), COLUMNS, rows, "/findings", filters)
    if ending == "sarif":
        unseen = [{"portal": r.portal, "name": m.name(r.portal), "state_words": NIGHT_STATES[r.state],
                   "reason_words": cause_words(r.reason) if r.reason else None} for r in m.rows if not r.seen] \
            if (m := morning(desk, session)) else []
        data = as_sarif(rows, unseen, seen_of(session, rows), base_of(request), __version__)
        return Response(data, media_type="application/sarif+json")
    if ending:
        return send(listing, ending, desk.today(), bom)
    m, people = morning(desk, session), may_be_asked(session)
    return page(
        request, "findings.html", listing=listing, sheet=cut_sheet(rows, page_number, ROWS), total=len(rows),
        wanted=wanted, counts=Counter(r["state"] for r in every),
        m=m, states=STATES, reasons=REASONS, period=period, options=options(every) | {"assignee": whose(every, people)},
        sum_points=sum((r["points"] or 0 for r in rows), start=0), filtered=any(filters.values()),
        here=listing.address(), zalo=as_zalo(listing, base_of(request), line), done=[m for m in done.split(".") if m],
        undone=undone, given=given, decided=decided, stamp=stamp_of(rows),
        to=people.get(to, ""), people=people, nobody=NOBODY,
        saved=load_filters(session, visitor.name),
        back=listing.address("", page=str(page_number) if page_number > 1 else None), error=None, chosen=(), draft="",
    )


@router.post("/findings/decide", dependencies=[Depends(check_form)])
def decide_many(
    request: Request, visitor: Deciding,
    finding: Annotated[Sequence[str], Form()] = (), what: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "", comment: Annotated[str, Form(max_length=2000)] = "",
    back: Annotated[str, Form()] = "/findings", assignee: Annotated[str, Form(max_length=64)] = "",
    every: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """One decision on several findings: all of them or none; `note` writes nothing and goes on to their notes.
    `finding` values are mark:version; `every` is the stamp of the whole list behind `back`, and asks for all of it."""
    desk = desk_of(request)
    try:
        said = "" if what == "note" else check_reason(what, reason, comment)
        wishes = [Wish.read(one) for one in (whole_list(desk, safe_back(back), every) if every else finding)]
        if not wishes:
            raise CannotDecide("Chưa chọn mục nào. Chọn ít nhất một mục rồi làm lại.")
        if what == "note":
            marks = ".".join(wish.finding for wish in wishes[:MOST + 1])
            return RedirectResponse(with_query("/deductions/draft", finding=marks, period=period_in(back)), 303)
        if what == "assign":
            with desk.write() as writing:
                assign_all(writing, wishes, assignee, visitor.name, desk.now())
            return RedirectResponse(with_query(safe_back(back), given=str(len(wishes)), to=assignee), 303)
        with desk.write() as writing:
            taken = take_all(writing, desk.settings, wishes, what, said, visitor.name, desk.now())
    except Changed as error:
        return page(request, "changed.html", 409, newest=error.newest, error=str(error), back=safe_back(back),
                    mine={"what": what, "reason": reason, "comment": comment})
    except CannotDecide as error:
        status = 409 if isinstance(error, Reassigned) else 422
        return page(request, "refused.html", status, error=str(error), back=safe_back(back), what=what,
                    chosen=list(finding), reasons=REASONS, reason=reason, comment=comment)
    marks = ".".join(t.fingerprint for t in taken)
    few = len(taken) <= ROWS
    told = {"done": marks} if few else {"decided": str(len(taken))}
    return RedirectResponse(with_query(safe_back(back), **told), 303)


@router.post("/findings/undo", dependencies=[Depends(check_form)])
def undo(request: Request, visitor: Deciding, finding: Annotated[Sequence[str], Form()] = (),
         back: Annotated[str, Form()] = "/findings") -> Response:
    """Take back one's own newest decisions; the log keeps both."""
    desk = desk_of(request)
    try:
        with desk.write() as writing:
            count = undo_all(writing, list(finding), visitor.name, desk.now())
    except CannotDecide as error:
        return page(request, "refused.html", 409, error=str(error), back=safe_back(back), what="withdraw", chosen=[],
                    reasons=REASONS, reason="", comment="")
    return RedirectResponse(with_query(safe_back(back), undone=str(count)), 303)


def seen_of(session: Session, rows: Sequence[dict[str, Any]]) -> dict[int, Seen]:
    """The first request behind each finding; SQLite bounds the number of values in one statement."""
    wanted = sorted({min(row["evidence"]) for row in rows if row["evidence"]})
    return {visit: one for start in range(0, len(wanted), 400)
            for visit, one in load_seen_by(session, wanted[start:start + 400]).items()}


def safe_back(back: str) -> str:
    """The list to go back to: one of ours."""
    return back if back.startswith("/findings") and back.isprintable() and "\\" not in back else "/findings"


def with_query(address: str, **more: str) -> str:
    wanted = {k: v for k, v in more.items() if v}
    if not wanted:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(wanted)}"


def period_in(back: str) -> str:
    """The period of a list, when it is one that is scored: days and weeks are not."""
    text = dict(parse_qsl(urlsplit(back).query)).get("period", "")
    whole = parse_period(text) if text else None
    return name_period(whole.start, whole.end) if whole else ""


def title_of(wanted: Wanted) -> str:
    """What the list is, readable in a chat: `Thiếu sót – Hỏi đáp quá hạn – Khối xã`."""
    states = "Chờ duyệt" if wanted.state == "open" else ", ".join(
        STATES.get(s, s) for s in wanted.state.split(",") if s)
    parts = ["Thiếu sót", states, KINDS.get(wanted.kind, wanted.kind), GROUPS.get(wanted.block, wanted.block),
             f"mới từ {wanted.since:%d/%m/%Y}" if wanted.since else "",
             worth_words(wanted.points), f"“{wanted.q}”" if wanted.q else ""]
    return " – ".join(part for part in parts if part)


def worth_words(worth: str) -> str:
    return {"": "", NOBODY: "không trừ điểm"}.get(worth, f"trừ {worth.replace('.', ',')} điểm")


def line(row: dict[str, Any]) -> str:
    """One finding in a message."""
    taken = f" (trừ {points(row['points'])} điểm)" if row["points"] else ""
    return f"{row['name']}: {row['title']}{taken}"


def options(rows: Sequence[dict[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """What the filters can be set to, each with its count."""
    def of(key: str, words: dict[str, str]) -> list[tuple[str, str]]:
        counts = Counter(row[key] for row in rows)
        return [(code, f"{words.get(code, code)} ({count_words(n)})") for code, n in counts.most_common()]

    titles = {row["subject"]: row["title"].partition(": ")[2] for row in rows if row["kind"].startswith("section")}
    sections = Counter(row["subject"] for row in rows if row["kind"].startswith("section"))
    worth = Counter(map(worth_of, rows))
    worths = [(code, f"{'Không trừ' if code == NOBODY else points(Decimal(code))} ({count_words(worth[code])})")
              for code in sorted(worth, key=lambda c: Decimal(0) if c == NOBODY else -Decimal(c))]
    return {"points": worths, "block": of("group", GROUPS), "kind": of("kind", KINDS),
            "subject": [(code, f"{titles[code]} ({count_words(n)})") for code, n in sections.most_common()]}


def whose(rows: Sequence[dict[str, Any]], people: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who can be filtered by: nobody, and whoever has or could have findings, each with their count."""
    counts = Counter(row["assignee"] or NOBODY for row in rows)
    names = {NOBODY: "Chưa giao ai", **people}
    return [(name, f"{names.get(name, name)} ({count_words(counts[name])})")
            for name in [*names, *sorted(counts.keys() - names.keys())]]
