"""What is there, but not where it belongs: a budget paper among other papers, a menu entry under a strange heading.
Neither is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sample.entries import LAW
from sample.model import Post, Site
from sample.words import slug

SECTION, TITLE = "ns_quyettoan", "Công khai quyết toán ngân sách năm 2025 đã được phê chuẩn"
ENTRY = "hd_tiepdan"


def move_document(site: Site) -> Site:
    """The portal has no list of settled budgets: the one for 2025 stands among its directives, or among its news."""
    gone = next((c for c in site.channels if c.section == SECTION), None)
    wanted = "vb_chidao" if site.number % 2 == 0 else "tt_tintuc"
    there = next((c for c in site.channels if c.section == wanted), None)
    if gone is None or there is None:
        return site
    mine = [p for p in site.posts if p.channels == (there.slug,) and not p.pinned and not p.removed_at
            and date(2026, 3, 1) <= p.stated.date() <= date(2026, 11, 1) and not (p.redated or p.edited_at)]
    if not mine:
        return site
    pick = mine[0].id
    posts = tuple(_rename(p) if p.id == pick else p for p in site.posts if p.channels != (gone.slug,))
    channels = tuple(c for c in site.channels if c is not gone)
    return replace(site, channels=channels, posts=posts, misplaced=(*site.misplaced, SECTION))


def _rename(post: Post) -> Post:
    return replace(post, title=TITLE, slug=slug(TITLE), visible_from=post.stated)


def move_entry(site: Site) -> Site:
    """Receiving citizens stands among the documents."""
    if not any(c.section == ENTRY for c in site.channels) or not any(c.parent == LAW for c in site.channels):
        return site
    channels = tuple(replace(c, parent=LAW) if c.section == ENTRY else c for c in site.channels)
    return replace(site, channels=channels, misplaced=(*site.misplaced, ENTRY))
