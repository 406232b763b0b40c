"""Findings as the database keeps them: written once a night, read for the next one, for notes and for reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from crawler.judged import Certificate, CertificateGround, Decision
from crawler.judged import Finding as Stored
from crawler.models import Night
from monitor.certificate import Certificate as Proof
from monitor.facts import NightFact
from monitor.findings import Finding, digest
from monitor.life import Life, Past

CHUNK = 500  # numbers in one question


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of a finding's life, with its certificate in words and as JSON."""

    id: int
    night: date
    fingerprint: str
    kind: str
    portal: str
    subject: str
    verdict: str
    negative: bool
    life: str
    grade: str | None
    sentence: str
    page: dict[str, Any]
    measured: dict[str, Any]
    threshold: dict[str, Any] | None
    basis: tuple[str, ...]
    evidence: tuple[int, ...]
    rule: str
    certificate: str | None
    proof: dict[str, Any] | None


class Step(NamedTuple):
    """A row of a finding's life without what it says: what a whole period can be walked through by."""

    id: int
    night: date
    fingerprint: str
    life: str
    negative: bool


def load_past(session: Session, night: NightFact) -> dict[str, Past]:
    """The newest row of every fingerprint before a night, and whether a person had decided on it by then."""
    newest = (
        select(Stored.fingerprint, func.max(Night.night).label("night"))
        .join(Night, Night.id == Stored.night_id).where(Night.night < night.night).group_by(Stored.fingerprint)
    ).subquery()
    rows = session.execute(
        select(Stored.fingerprint, Stored.life, Stored.page, Stored.rule).join(Night, Night.id == Stored.night_id)
        .join(newest, (newest.c.fingerprint == Stored.fingerprint) & (newest.c.night == Night.night))
    )
    until = night.started_at or datetime.max.replace(tzinfo=UTC)
    decided = set(session.scalars(select(Decision.fingerprint).where(Decision.decided_at < until)))
    return {r.fingerprint: Past(r.life, r.page, r.rule, r.fingerprint in decided) for r in rows}


def rows_of(night: NightFact, lives: Sequence[tuple[Finding, Life]]) -> list[dict[str, Any]]:
    """The rows of a night as they are written: plain values, in a fixed order."""
    return [
        {
            "night_id": night.id, "fingerprint": f.fingerprint, "kind": f.kind, "portal": f.portal,
            "subject": f.subject, "verdict": f.verdict, "negative": f.negative, "life": life, "grade": f.grade,
            "sentence": f.sentence, "page": dict(f.page), "measured": dict(f.measured),
            "threshold": asdict(f.measure) if f.measure else None, "basis": list(f.basis),
            "certificate": proof_digest(f.certificate, night.night) if f.negative and f.certificate else None,
            "evidence": list(f.evidence), "rule": f.rule,
        }
        for f, life in lives
    ]


def proof_digest(proof: Proof, as_of: date) -> str:
    """A certificate's content address."""
    return digest(as_of, proof.as_json(), [asdict(ground) for ground in proof.grounds])


def keep(session: Session, night: NightFact, lives: Sequence[tuple[Finding, Life]]) -> None:
    """Write a night's findings with their certificates; the database refuses what rests on nothing observed."""
    proofs = {proof_digest(f.certificate, night.night): f.certificate for f, _ in lives if f.negative and f.certificate}
    ids = {row.night: row.id for row in session.execute(select(Night.night, Night.id))}
    for key, proof in sorted(proofs.items()):
        session.execute(insert(Certificate), [{
            "digest": key, "kind": proof.kind, "portal": proof.portal, "as_of": night.night, "holds": proof.holds,
            "needed": proof.needed, "grade": proof.grade, "sentence": proof.sentence(), "body": proof.as_json(),
        }])
        grounds = [
            {"certificate": key, "night_id": ids[g.night], "channel_id": g.channel, "visit_id": visit}
            for g in proof.grounds for visit in (g.visits or (None,))
        ]
        session.execute(insert(CertificateGround), grounds)
    rows = rows_of(night, lives)
    if rows:
        session.execute(insert(Stored), rows)


def load_kept(session: Session, start: date, end: date, portal: str | None = None, *, mark: str | None = None,
              turns: bool = False) -> list[Kept]:
    """All rows of the nights of a period, oldest first: of one portal, of one finding, or only those on which
    something changed (`turns`)."""
    query = _kept().where(Night.night.between(start, end)).order_by(Night.night, Stored.id)
    if portal is not None:
        query = query.where(Stored.portal == portal)
    if mark is not None:
        query = query.where(Stored.fingerprint == mark)
    return _read_kept(session, query.where(Stored.life != "again") if turns else query)


def load_rows(session: Session, ids: Sequence[int]) -> dict[int, Kept]:
    """Single rows by their number."""
    return {row.id: row for n in range(0, len(ids), CHUNK)
            for row in _read_kept(session, _kept().where(Stored.id.in_(ids[n:n + CHUNK])))}


def find_newest(session: Session, mark: str) -> Kept | None:
    """The newest row of one finding."""
    rows = _read_kept(session, _kept().where(Stored.fingerprint == mark).order_by(Night.night.desc()).limit(1))
    return rows[0] if rows else None


def load_steps(session: Session, start: date, end: date, portal: str | None = None) -> list[Step]:
    """All rows of the nights of a period, oldest first, without what they say; with `portal`, of that one only."""
    query = (select(Stored.id, Night.night, Stored.fingerprint, Stored.life, Stored.negative)
             .join(Night, Night.id == Stored.night_id).where(Night.night.between(start, end))
             .order_by(Night.night, Stored.id))
    return [Step(*row) for row in session.execute(query if portal is None else query.where(Stored.portal == portal))]


def _kept() -> Select[tuple[Stored, date, Any]]:
    return (select(Stored, Night.night, Certificate.body).join(Night, Night.id == Stored.night_id)
            .join(Certificate, Certificate.digest == Stored.certificate, isouter=True))


def _read_kept(session: Session, query: Select[tuple[Stored, date, Any]]) -> list[Kept]:
    return [
        Kept(f.id, day, f.fingerprint, f.kind, f.portal, f.subject, f.verdict, f.negative, f.life, f.grade, f.sentence,
             f.page, f.measured, f.threshold, tuple(f.basis), tuple(f.evidence), f.rule, f.certificate, body)
        for f, day, body in session.execute(query)
    ]


def night_rows(session: Session, night: NightFact) -> list[dict[str, Any]]:
    """What the database keeps of one night, in the shape of `rows_of`."""
    columns = [c for c in Stored.__table__.columns if c.name != "id"]
    rows = session.execute(select(*columns).where(Stored.night_id == night.id)
                           .order_by(Stored.portal, Stored.kind, Stored.subject))
    return [dict(row._mapping) for row in rows]
