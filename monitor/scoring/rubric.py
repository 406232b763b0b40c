"""What a criteria set says: blocks, items, points a fault, rules for questions and services, who is a member.

A rubric is a file of registry/rubrics/, read strictly: an unknown name, check or parameter is refused. Its parts carry
a status (legal, local, project_default) and a source, because the criteria's own text was never published: what stands
here was worked out from published tables, or is a proposal of this project.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

from monitor.scoring.prices import Points

Words = Annotated[str, Strict(), StringConstraints(min_length=1, strip_whitespace=True)]
Code = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Day = Annotated[date, Strict()]
Whole = Annotated[int, Strict(), Field(ge=0)]
Flag = Annotated[bool, Strict()]
Status = Literal["legal", "local", "project_default"]
ComponentName = Literal["information", "qa", "online_services"]
COMPONENTS: tuple[ComponentName, ...] = ("information", "qa", "online_services")


def _no_text(value: object) -> object:
    """A text is a sequence too, but never a list of names."""
    if not isinstance(value, list | tuple):
        raise ValueError("phải là danh sách")
    return value


Names = Annotated[tuple[Code, ...], BeforeValidator(_no_text)]


class Part(BaseModel):
    """A part of a rubric: frozen, and nothing in it that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Part):
    """Whatever takes or gives points says on whose authority."""

    status: Status
    source: Words


class Threshold(Sourced):
    """A number that a check or a rule rests on; without a value nobody has set it, and the check is not made."""

    title: Words
    unit: Words
    value: Points | None = None


class FaultClass(Sourced):
    """A kind of fault: its points where an item states none, and how the office words it.

    `covers`: kinds of fault, anywhere in the same component, that are mere consequences of this one. Templates may use
    {noun} (inside a sentence) and {title} (the item's name).
    """

    title: Words
    points: Points
    phrase: Words
    many: Words
    advice: Words
    lead: Literal["Đề nghị", "Lưu ý"]
    covers: Names = ()


class SectionCheck(Part):
    """The item is looked for as sections of sections.csv: missing, empty, or older than it may be. `need`: whether all
    of them must be there, or any one will do."""

    check: Literal["section"]
    sections: Annotated[Names, Field(min_length=1)]
    need: Literal["all", "any"]


class FewPostsCheck(Part):
    """Posts of the period in these sections are counted against a threshold of this rubric."""

    check: Literal["few_posts"]
    sections: Annotated[Names, Field(min_length=1)]
    threshold: Code


class SilenceCheck(Part):
    """The whole portal is judged: no new post for longer than it may be silent."""

    check: Literal["silence"]


class PersonCheck(Part):
    """Only a person may judge this; `why` is shown beside the open item."""

    check: Literal["person"]
    why: Words


Check = Annotated[SectionCheck | FewPostsCheck | SilenceCheck | PersonCheck, Field(discriminator="check")]


class Item(Sourced):
    """One line of the criteria. `points` overrides the fault classes' own; `per_subject` prices each empty part."""

    code: Code
    title: Words
    noun: Words
    checks: Annotated[tuple[Check, ...], BeforeValidator(_no_text), Field(min_length=1)]
    points: dict[Code, Points] = {}
    phrases: dict[Code, Words] = {}
    weight: Points | None = None
    cap: Points | None = None
    per_subject: Flag = False


class Scale(Sourced):
    """The highest score of a component, and what may come on top."""

    max: Points
    bonus: Points


class Block(Part):
    """A group of portals judged on the same scales."""

    title: Words
    information: Scale
    qa: Scale | None = None
    online_services: Scale | None = None
    floor: Points
    bonus_criteria: Annotated[tuple[Words, ...], BeforeValidator(_no_text), Field(min_length=1)]
    bands: Annotated[tuple[Points, ...], BeforeValidator(_no_text)]
    items: Annotated[tuple[Item, ...], BeforeValidator(_no_text), Field(min_length=1)]

    def scale(self, component: ComponentName) -> Scale | None:
        return {"information": self.information, "qa": self.qa, "online_services": self.online_services}[component]


class QuestionRule(Sourced):
    """One outcome of the question-and-answer component. `from_share`: of the eligible questions, how much is late."""

    id: Code
    when: Literal["none_received", "all_deleted", "none_late", "some_late", "all_late"]
    score: Points
    label: Words
    from_share: Points = Decimal(0)


class VolumeBonus(Sourced):
    """Points for a month with more questions than `more_than`, when none was late."""

    more_than: Whole
    points: Points
    label: Words


class QuestionRules(Part):
    """Rules are tried in order; the first that fits decides."""

    rules: Annotated[tuple[QuestionRule, ...], BeforeValidator(_no_text), Field(min_length=1)]
    volume_bonus: VolumeBonus


class RateRule(Sourced):
    """From this share (per cent) of dossiers resolved early or on time, this score."""

    id: Code
    from_rate: Points
    score: Points
    label: Words


class ServiceRules(Part):
    """Rules from the highest rate down; a rate below the last one has no known score."""

    none_received: Points
    none_label: Words
    rules: Annotated[tuple[RateRule, ...], BeforeValidator(_no_text), Field(min_length=1)]


class Membership(Sourced):
    """Who is judged in a block for some components; portals named by code go before groups of the registry."""

    block: Code
    components: Annotated[tuple[ComponentName, ...], BeforeValidator(_no_text), Field(min_length=1)]
    groups: Names = ()
    codes: Names = ()
    valid_from: Day
    valid_to: Day | None = None


class NotScored(Sourced):
    """Who is not scored, and why."""

    reason: Words
    groups: Names = ()
    codes: Names = ()


class PersonOnly(Part):
    """What no machine may decide."""

    what: Words
    why: Words


class Appraisal(Part):
    """The opening of a remark up to a share (per cent) of points lost, and how the faults follow it."""

    up_to: Points
    text: Words
    link: Literal["Tuy nhiên", "cụ thể"]


class Rubric(Sourced):
    """One criteria set with its validity; `valid_to` is the only thing that may change once it is sealed."""

    id: Code
    title: Words
    valid_from: Day
    valid_to: Day | None = None
    step: Annotated[Points, Field(gt=0)]
    total: Literal["none", "all_components", "rescaled"]
    coverage_needed: Threshold
    thresholds: dict[Code, Threshold]
    faults: Annotated[dict[Code, FaultClass], Field(min_length=1)]
    blocks: Annotated[dict[Code, Block], Field(min_length=1)]
    qa: QuestionRules
    online_services: ServiceRules
    membership: Annotated[tuple[Membership, ...], BeforeValidator(_no_text), Field(min_length=1)]
    not_scored: Annotated[tuple[NotScored, ...], BeforeValidator(_no_text)]
    not_listed_reason: Words
    person_only: Annotated[tuple[PersonOnly, ...], BeforeValidator(_no_text)]
    appraisals: Annotated[tuple[Appraisal, ...], BeforeValidator(_no_text), Field(min_length=1)]
    open_questions: Annotated[tuple[Words, ...], BeforeValidator(_no_text)]

    def price(self, item: Item, fault: str) -> Decimal:
        """Points that a fault of this kind costs at this item."""
        return item.points.get(fault, self.faults[fault].points)

    def few_posts_checks(self, block: str) -> dict[tuple[str, ...], FewPostsCheck]:
        """Sections -> the check that counts their posts, of one block."""
        return {check.sections: check for item in self.blocks[block].items for check in item.checks
                if isinstance(check, FewPostsCheck)}

    def all_items(self) -> Iterator[tuple[str, int, Item]]:
        """(block, place, item) of every block."""
        for code, block in self.blocks.items():
            for place, item in enumerate(block.items):
                yield code, place, item
