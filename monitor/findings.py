"""A finding: one judged fact about one portal, with the rule, the figures and the observations it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.certificate import Certificate, Grade, require_certificate
from monitor.words import VERDICTS

Plain = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Measure:
    """The threshold that a finding was measured against. `status`: legal, local or project_default."""

    name: str
    title: str
    value: int
    unit: str
    status: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` and `subject` name the fault (`section` + its code, `inactive` + ""), `page` is what the pages say,
    `measured` the figures counted from it, `rule` a digest of the rules it depends on. A negative one cannot even be
    made without a certificate that holds."""

    kind: str
    portal: str
    subject: str
    verdict: str
    negative: bool
    sentence: str
    page: Mapping[str, Plain] = field(default_factory=dict)
    measured: Mapping[str, Plain] = field(default_factory=dict)
    measure: Measure | None = None
    basis: tuple[str, ...] = ()
    certificate: Certificate | None = None
    evidence: tuple[int, ...] = ()
    rule: str = ""

    def __post_init__(self) -> None:
        if self.negative:
            require_certificate(self.certificate, f"{self.portal}, {self.kind} {self.subject}".strip())

    @property
    def fingerprint(self) -> str:
        """The same fault of the same portal has the same one on every night."""
        return fingerprint_of(self.kind, self.portal, self.subject)

    @property
    def grade(self) -> Grade | None:
        return self.certificate.grade if self.negative and self.certificate is not None else None

    @property
    def verdict_words(self) -> str:
        return VERDICTS.get(self.verdict, self.verdict)


def fingerprint_of(kind: str, portal: str, subject: str) -> str:
    """The number of a fault of a portal: the same on every night."""
    return digest(kind, portal, subject)[:20]


def digest(*parts: Any) -> str:  # noqa: ANN401 - anything that JSON can write
    """sha256 of plain values in canonical JSON; days and tuples as JSON states them."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def rule_digest(*parts: Any) -> str:  # noqa: ANN401
    """A short digest of the rules that a finding depends on: a change of any other rule leaves it as it is."""
    return digest(*parts)[:16]
