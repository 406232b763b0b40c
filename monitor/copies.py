"""Posts that were published elsewhere first: the same title over the same, or nearly the same, text on another
portal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rapidfuzz.fuzz import token_set_ratio

from crawler.sketch import alike
from crawler.text import fold
from monitor.facts import PostFact

NEAR = 0.8       # estimated share of common runs of three syllables
SAME_TITLE = 85  # boilerplate bodies ("xem tệp đính kèm") are equal under titles that have nothing in common


def find_copies(posts: Iterable[PostFact]) -> dict[int, PostFact]:
    """Post id -> the original on another portal that had it first (by stated day, then by the night it was seen)."""
    copies: dict[int, PostFact] = {}
    for same in _same_texts(list(posts)):
        if len({post.portal for post in same}) < 2:
            continue
        ordered = sorted(same, key=_age)
        for n, post in enumerate(ordered):
            first = next((o for o in ordered[:n] if o.portal != post.portal and _same_title(o, post)), None)
            if first is not None and first.id not in copies and _age(first)[:2] < _age(post)[:2]:
                copies[post.id] = first
    return copies


def _same_texts(posts: list[PostFact]) -> list[list[PostFact]]:
    """Groups of posts with equal texts, and groups of texts that are nearly equal to one of them."""
    by_id = {post.id: post for post in posts}
    groups: dict[str, list[PostFact]] = {}
    for post in posts:
        if post.body_hash:
            groups.setdefault(post.body_hash, []).append(post)
    near = [[by_id[a], by_id[b]] for a, b in sorted(alike(((p.id, p.sketch) for p in posts if p.sketch), NEAR))
            if by_id[a].body_hash != by_id[b].body_hash]
    return [*groups.values(), *near]


def _age(post: PostFact) -> tuple[date, date, str, int]:
    return post.dated_on or post.first_seen, post.first_seen, post.portal, post.id


def _same_title(a: PostFact, b: PostFact) -> bool:
    return token_set_ratio(fold(a.title), fold(b.title)) >= SAME_TITLE
