"""A new rubric version as people make it: proposed by one person, published or refused by another, never changed.

A version differs from the rubric it comes from in numbers only, and begins on a day to come: a period that has ended
keeps the rubric it was scored under.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler.rubric_versions import RubricAnswer, RubricVersion
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import RubricError, choose_rubric
from monitor.scoring.ruling_checks import LEAST_WORDS
from monitor.scoring.rulings import clean_name
from monitor.scoring.what_if import change_rubric

DAY_SUFFIX = re.compile(r"_\d{4}-\d{2}-\d{2}$")


class CannotPublish(ValueError):
    """The version cannot be proposed or published; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to publish."""

    base: str
    title: str
    source: str
    valid_from: date
    changes: Mapping[str, Decimal]
    reason: str
    person: str


@dataclass(frozen=True, slots=True)
class Told:
    """A proposed version with its answer. `state`: waiting, published or refused."""

    version: RubricVersion
    answer: RubricAnswer | None

    @property
    def state(self) -> str:
        return "waiting" if self.answer is None else "published" if self.answer.approved else "refused"


def name_version(base: str, day: date) -> str:
    """The id of the version of a rubric that begins on a day."""
    return f"{DAY_SUFFIX.sub('', base)}_{day.isoformat()}"


def check_version(base: str, valid_from: date, changes: Mapping[str, Decimal], rubrics: Sequence[Rubric],
                  sections: Iterable[str], today: date) -> Rubric:
    """The rubric with its other numbers; `CannotPublish` for one that changes nothing or would change the past."""
    rubric = next((r for r in rubrics if r.id == base), None)
    if rubric is None:
        raise CannotPublish(f"Không có bộ tiêu chí {base!r}. Mở trang Bộ tiêu chí để xem các bộ đang có.")
    if valid_from <= today:
        raise CannotPublish(f"Ngày hiệu lực {valid_from:%d/%m/%Y} phải sau hôm nay ({today:%d/%m/%Y}): kỳ đã qua giữ "
                            "bộ tiêu chí của nó.")
    try:
        standing = choose_rubric(rubrics, valid_from)
    except LookupError:
        standing = None
    if standing is None or standing.id != base:
        instead = f"bộ có hiệu lực là {standing.id}" if standing else "không bộ nào có hiệu lực"
        raise CannotPublish(f"Ngày {valid_from:%d/%m/%Y} {instead}, không phải {base}. Lập đề xuất từ bộ có hiệu lực "
                            "vào ngày ấy.")
    try:
        other = change_rubric(rubric, changes, sections)
    except RubricError as error:
        raise CannotPublish(f"Bộ tiêu chí không dùng được: {error}.") from error
    if other == rubric:
        raise CannotPublish("Đề xuất không đổi số nào. Sửa ít nhất một số rồi gửi lại.")
    return other


def propose_version(session: Session, wanted: Proposal, at: datetime) -> RubricVersion:
    """Keep a proposal that was checked."""
    for words, what in ((wanted.title, "tên bản mới"), (wanted.source, "căn cứ (số văn bản)")):
        if not words.strip():
            raise CannotPublish(f"Ghi {what}.")
    if len(wanted.reason.strip()) < LEAST_WORDS:
        raise CannotPublish(f"Viết rõ lý do, ít nhất {LEAST_WORDS} ký tự.")
    made = RubricVersion(
        base=wanted.base, name=name_version(wanted.base, wanted.valid_from), title=wanted.title.strip(),
        source=wanted.source.strip(), valid_from=wanted.valid_from, reason=wanted.reason.strip(),
        changes={field: format(value, "f") for field, value in wanted.changes.items()},
        person=clean_name(wanted.person), proposed_at=at)
    session.add(made)
    session.flush()
    return made


def answer_version(session: Session, number: int, approved: bool, reason: str, person: str,
                   at: datetime) -> RubricVersion:
    """The second person's word; `CannotPublish` for the author of the proposal and for one that was answered."""
    version, who = session.get(RubricVersion, number), clean_name(person)
    if version is None:
        raise CannotPublish(f"Không có đề xuất bộ tiêu chí số {number}.")
    if session.get(RubricAnswer, number) is not None:
        raise CannotPublish(f"Đề xuất số {number} đã có người trả lời. Muốn đổi thì lập đề xuất mới.")
    if who.casefold() == version.person.casefold():
        raise CannotPublish(f"Đề xuất số {number} là của {version.person}: phải do người khác công bố.")
    if not approved and not reason.strip():
        raise CannotPublish("Không công bố thì ghi lý do.")
    try:
        with session.begin_nested():
            session.add(RubricAnswer(version_id=number, approved=approved, reason=reason.strip(), person=who,
                                     answered_at=at))
    except IntegrityError as error:
        raise CannotPublish(f"Đề xuất số {number} vừa có người khác trả lời. Xem lại trước khi làm tiếp.") from error
    return version


def list_versions(session: Session) -> list[Told]:
    """All proposals, newest first."""
    rows = session.execute(
        select(RubricVersion, RubricAnswer)
        .join(RubricAnswer, RubricAnswer.version_id == RubricVersion.id, isouter=True)
        .order_by(RubricVersion.id.desc()))
    return [Told(version, given) for version, given in rows]


def numbers_of(version: RubricVersion) -> dict[str, Decimal]:
    """The changes as numbers."""
    return {field: Decimal(text) for field, text in version.changes.items()}
