"""All have done it, and some have not: "100% đơn vị đã gửi …" beside "còn 03 đơn vị chưa gửi …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence
from reports.consistency.finding import Finding

ALL = re.compile(r"(?<![\d.,])(?<!chiem )(?<!dat )100\s?% (?:so |tong so |cac )?(?P<who>[a-z]+ [a-z]+)"
                 r"(?P<rest>[^.;:]{0,90})")
SOME = re.compile(r"\bcon(?: lai| co)? (?P<number>\d{1,4}(?:/\d{1,4})?) (?P<who>[a-z]+ [a-z]+)[^.;:]{0,30}?\bchua\b"
                  r"(?P<what>[^.;:]{3,60})")
LATE = re.compile(r"\b(?:dung|truoc) han (?:dat |la |chiem )?100\s?%[;,.]? (?:co |con |van con )?(?P<number>\d[\d.]*) "
                  r"(?:ho so|cau hoi|cau|van ban)[a-z ]{0,30}?\b(?:qua han|tre han|cham)\b")
STOP = {"da", "duoc", "thuc", "hien", "cac", "cua", "tren", "theo", "va", "den", "trong", "nay", "dung", "quy", "dinh"}
NEAR = 12  # sentences


def check(document: Document) -> Iterator[Finding]:
    """The same bodies and the same deed, not far apart."""
    for place, sentence in enumerate(document.sentences):
        if document.is_plan(sentence):
            continue
        late = LATE.search(sentence.folded)
        if late and late["number"].strip("0."):
            yield Finding("all_but_some", "likely_error", (sentence.quote(late.start(), late.end()),),
                          f"tỷ lệ đúng hạn ghi 100%, mà có {late['number']} chậm hoặc quá hạn")
        for whole in ALL.finditer(sentence.folded):
            for other in document.sentences[max(0, place - NEAR):place + NEAR]:
                for some in SOME.finditer(other.folded):
                    if whole["who"] == some["who"] and some["number"].strip("0") and _same(whole["rest"], some["what"]):
                        yield _finding(sentence, whole, other, some)


def _same(done: str, undone: str) -> bool:
    """Two telling words of the deed stand in both, in this order."""
    first, second = ([w for w in re.findall(r"[a-z]{2,}", text) if w not in STOP] for text in (undone, done))
    return len(first) >= 2 and " ".join(first[:2]) in " ".join(second)


def _finding(sentence: Sentence, whole: re.Match[str], other: Sentence, some: re.Match[str]) -> Finding:
    return Finding("all_but_some", "likely_error", (sentence.quote(whole.start(), whole.end()),
                                                    other.quote(some.start(), some.end())),
                   f"một chỗ ghi 100%, một chỗ ghi {some['number']} chưa làm")
