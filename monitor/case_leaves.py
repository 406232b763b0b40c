"""Which sealed leaves prove one finding: itself, each observation it rests on, and the records of their bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.evidence.bodies import find_unchanged
from crawler.evidence.merkle import Levels, build_tree, prove
from crawler.evidence.seal import load_leaves, seal_folder
from crawler.models import Night, Record, Visit
from crawler.seals import Seal

NAMED_BY = {"finding": "fingerprint", "portal": "portal", "list": "channel", "visit": "visit", "record": "visit",
            "picture": "visit", "attachment": "number"}


class NoCase(ValueError):
    """A case file cannot be made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class SealedNight:
    """The newest seal of a night with its leaves, each by its kind and name."""

    seal: Seal
    leaves: list[bytes]
    places: dict[tuple[str, Any], int]
    tree: Levels


@dataclass(slots=True)
class Picked:
    """The leaves that a case file shows, by night and place. `readings`: of the visits, by digest."""

    session: Session
    settings: Settings
    nights: dict[date, SealedNight] = field(default_factory=dict)
    chosen: set[tuple[date, int]] = field(default_factory=set)
    readings: set[str] = field(default_factory=set)

    def pick(self, night: date, kind: str, name: Any) -> dict[str, Any]:  # noqa: ANN401 - a code or a number
        """Show one leaf."""
        sealed = self.nights.get(night) or self._open(night)
        place = sealed.places.get((kind, name))
        if place is None:
            raise NoCase(f"Niêm phong đêm {night:%d/%m/%Y} không có {kind} {name}. Niêm phong lại: "
                         f"python -m crawler seal {night}")
        self.chosen.add((night, place))
        fact: dict[str, Any] = json.loads(sealed.leaves[place])
        return fact

    def has(self, night: date, kind: str, name: Any) -> bool:  # noqa: ANN401 - a code or a number
        """Whether the newest seal of a night has a leaf."""
        return (kind, name) in (self.nights.get(night) or self._open(night)).places

    def _open(self, night: date) -> SealedNight:
        seal = self.session.scalar(select(Seal).where(Seal.night == night).order_by(Seal.version.desc()).limit(1))
        if seal is None:
            raise NoCase(f"Đêm {night:%d/%m/%Y} chưa được niêm phong. Chạy trước: python -m crawler seal {night}")
        leaves = load_leaves(seal_folder(self.settings, night, seal.version), seal)
        facts = [json.loads(leaf) for leaf in leaves]
        places = {(fact["leaf"], fact[NAMED_BY[fact["leaf"]]]): n for n, fact in enumerate(facts)}
        self.nights[night] = SealedNight(seal, leaves, places, build_tree(leaves))
        return self.nights[night]

    def records(self) -> list[dict[str, Any]]:
        """The picked records, in the order in which they are shown."""
        facts = (json.loads(row["leaf"]) for row in self.shown())
        return [fact for fact in facts if fact["leaf"] == "record"]

    def shown(self) -> list[dict[str, Any]]:
        """The leaves with their proofs, in the order of the seals and of the leaves in them."""
        places = sorted((self.nights[night].seal.seq, place, night) for night, place in self.chosen)
        return [{"seal": seq, "index": place, "leaf": self.nights[night].leaves[place].decode(),
                 "proof": [node.hex() for node in prove(self.nights[night].tree, place)]}
                for seq, place, night in places]


def pick_finding(picked: Picked, night: date, fingerprint: str) -> dict[str, Any]:
    """Pick a finding with all it rests on; returns the finding as it was sealed."""
    finding = picked.pick(night, "finding", fingerprint)
    grounds = finding["certificate"]["grounds"]
    for ground in grounds:
        if ground["channel"] is not None:
            picked.pick(date.fromisoformat(ground["night"]), "list", ground["channel"])
    visits = {g["visit"] for g in grounds if g["visit"] is not None} | set(finding["evidence"])
    rows = picked.session.execute(select(Visit.id, Night.night).join(Night, Night.id == Visit.night_id)
                                  .where(Visit.id.in_(visits)).order_by(Visit.id)).all()
    for visit, day in rows:
        picked.pick(day, "portal", finding["portal"])
        _pick_visit(picked, day, visit)
    return finding


def _pick_visit(picked: Picked, night: date, visit: int) -> None:
    """A visit, its record, and the record whose bytes it refers to."""
    fact, record = picked.pick(night, "visit", visit), picked.pick(night, "record", visit)
    if fact["reading"]:
        picked.readings.add(fact["reading"])
    whole = record["refers_to"]
    if whole is None and fact["status"] == 304:
        whole = find_unchanged(picked.session, visit)
    if whole is not None:
        day = picked.session.scalars(select(Record.night).where(Record.visit_id == whole)).one()
        picked.pick(day, "record", whole)
