"""The leaves of a night: everything that was kept, observed and found, one canonical text each.

Only what never changes is sealed: not where a record lies (retention moves it), not a channel's later name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.evidence.attachments import attached_before
from crawler.evidence.canonical import canonical
from crawler.judged import Certificate, CertificateGround, Finding
from crawler.models import Channel, ChannelNight, Night, NightPortal, Picture, Record, Visit
from crawler.outcomes import STATES

VISIT = ("portal", "purpose", "method", "url", "form", "channel", "page", "hops", "attempt", "outcome", "reason",
         "status", "finished_at", "body_digest", "reading", "end_reason", "marks", "second")
RECORD = ("kind", "url", "at", "length", "digest", "payload", "refers_to")
PORTAL = ("portal", "name", "group", "url", "hosts", "backend", "platform", "scored", "state", "reason")
LIST = ("portal", "state", "reason", "pages", "end_reason", "items", "undated", "newest_on", "oldest_on", "words",
        "placeholder", "control", "visits", "named")
FINDING = ("fingerprint", "kind", "portal", "subject", "verdict", "negative", "life", "grade", "sentence", "page",
           "measured", "threshold", "basis", "evidence", "rule")
PICTURE = ("portal", "url", "body", "at", "browser", "length", "digest")
ATTACHMENT = ("fingerprint", "portal", "ending", "length", "digest", "added_at")
CERTIFICATE = ("digest", "kind", "holds", "needed", "grade", "sentence", "body")


def collect_leaves(session: Session, night: Night) -> list[bytes]:
    """All leaves of a night, in a fixed order: portals, lists, visits, records, findings, pictures, attachments."""
    shared = {"night": night.night}
    parts = (_portals, _lists, _visits, _records, _findings, _pictures, _attachments)
    return [canonical(shared | leaf) for part in parts for leaf in part(session, night)]


def _portals(session: Session, night: Night) -> Iterator[dict[str, Any]]:
    rows = session.scalars(select(NightPortal).where(NightPortal.night_id == night.id).order_by(NightPortal.portal))
    for row in rows:
        yield {"leaf": "portal", **_fields(row, PORTAL)}


def _lists(session: Session, night: Night) -> Iterator[dict[str, Any]]:
    rows = session.execute(
        select(ChannelNight, Channel.key).join(Channel, Channel.id == ChannelNight.channel_id)
        .where(ChannelNight.night_id == night.id).order_by(ChannelNight.channel_id))
    for row, key in rows:
        yield {"leaf": "list", "channel": row.channel_id, "key": key, **_fields(row, LIST)}


def _visits(session: Session, night: Night) -> Iterator[dict[str, Any]]:
    for row in session.scalars(select(Visit).where(Visit.night_id == night.id).order_by(Visit.id)):
        yield {"leaf": "visit", "visit": row.id, "seen": STATES.get(row.outcome or "", ""), **_fields(row, VISIT)}


def _records(session: Session, night: Night) -> Iterator[dict[str, Any]]:
    rows = session.execute(select(Record, Visit.portal).join(Visit, Visit.id == Record.visit_id)
                           .where(Visit.night_id == night.id).order_by(Record.visit_id))
    for row, portal in rows:
        yield {"leaf": "record", "visit": row.visit_id, "portal": portal, **_fields(row, RECORD)}


def _findings(session: Session, night: Night) -> Iterator[dict[str, Any]]:
    rows = session.execute(
        select(Finding, Certificate).join(Certificate, Certificate.digest == Finding.certificate, isouter=True)
        .where(Finding.night_id == night.id).order_by(Finding.portal, Finding.kind, Finding.subject)).all()
    wanted = {proof.digest for _, proof in rows if proof is not None}
    grounds: dict[str, list[dict[str, Any]]] = {}
    for ground, day in session.execute(
            select(CertificateGround, Night.night).join(Night, Night.id == CertificateGround.night_id)
            .join(Finding, Finding.certificate == CertificateGround.certificate).where(Finding.night_id == night.id)
            .distinct().order_by(CertificateGround.id)):
        grounds.setdefault(ground.certificate, []).append(
            {"night": day, "channel": ground.channel_id, "visit": ground.visit_id})
    assert grounds.keys() <= wanted
    for row, proof in rows:
        certificate = {**_fields(proof, CERTIFICATE), "grounds": grounds.get(proof.digest, [])} if proof else None
        yield {"leaf": "finding", "software": night.software, "certificate": certificate, **_fields(row, FINDING)}


def _pictures(session: Session, night: Night) -> Iterator[dict[str, Any]]:
    for row in session.scalars(select(Picture).where(Picture.night_id == night.id).order_by(Picture.visit_id)):
        yield {"leaf": "picture", "visit": row.visit_id, **_fields(row, PICTURE)}


def _attachments(session: Session, night: Night) -> Iterator[dict[str, Any]]:
    for row in attached_before(session, night):
        yield {"leaf": "attachment", "number": row.id, **_fields(row, ATTACHMENT)}


def _fields(row: Any, names: tuple[str, ...]) -> dict[str, Any]:  # noqa: ANN401 - any table's row
    return {name: getattr(row, name) for name in names}
