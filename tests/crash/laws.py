"""What must hold after every kill, and what must be there in the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.database import open_engine, schema_ready
from crawler.evidence.archive import read_slice
from crawler.evidence.canonical import sha256
from crawler.evidence.leaves import collect_leaves
from crawler.evidence.merkle import build_tree, root_of
from crawler.evidence.seal import NotSealed, load_leaves, read_seal
from crawler.models import Import, Night, NightPortal, Record, Seal, Visit
from tests.crash.place import BEFORE, Place

OPEN = ("running", "interrupted")


def broken_laws(place: Place, *, ended: bool) -> Iterator[str]:
    """Each law that does not hold, in words; in the end also those of a finished night."""
    if not schema_ready(place.url):
        return
    engine = open_engine(place.url)
    with Session(engine) as session:
        for night in session.scalars(select(Night)):
            left = session.scalars(select(Visit.url).where(Visit.night_id == night.id, Visit.outcome.is_(None))).all()
            states = session.scalars(select(NightPortal.state).where(NightPortal.night_id == night.id)).all()
            if night.state not in OPEN and (left or None in states):
                yield f"wrongly complete: {night.state} with {len(left)} open requests, portals {states}"
        for row in session.scalars(select(Record)):
            path = place.data / "evidence" / row.file
            if not path.exists() or sha256(read_slice(path.parent.parent, row.file, row.offset,
                                                      row.length)) != row.digest:
                yield f"lost: the bytes of visit {row.visit_id}"
        for kept in session.scalars(select(Import.kept)):
            if not (place.data / kept).is_file():
                yield f"lost: {kept}"
        yield from _seals(session, place, ended=ended)
    engine.dispose()
    page = place.data / "reports/digest-2026-11-20.html"
    if page.exists() and not page.read_text().rstrip().endswith("</html>"):
        yield "half a digest"
    if ended and not page.exists():
        yield "lost: the digest"


def _seals(session: Session, place: Place, *, ended: bool) -> Iterator[str]:
    folders = sorted((place.data / "seals").glob("[0-9]*/[0-9]*"))
    for folder in folders:
        try:
            read_seal(folder)
        except NotSealed as error:
            yield f"half a seal: {error}"
    if not ended:
        return
    rows = session.scalars(select(Seal).order_by(Seal.seq)).all()
    nights = session.scalars(select(Night).order_by(Night.night)).all()
    if not len(rows) == len(folders) == len(nights) == len(BEFORE) + 1:
        yield f"{len(rows)} seals in {len(folders)} folders of {len(nights)} nights"
        return
    leaves = collect_leaves(session, nights[-1])
    if load_leaves(folders[-1], rows[-1]) != leaves or rows[-1].root != root_of(build_tree(leaves)).hex():
        yield "the seal is not of what is there"
    if any(row.previous != before.digest for before, row in pairwise(rows)):
        yield "the seals are not one chain"
