"""What a reading got right, left unknown and got wrong, fact by fact."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from spiders.reading.identity import key_of

ARTICLE_KINDS = ("article", "document")


@dataclass
class Tally:
    """Counts by (corpus, fact), and a line for everything that is wrong or missing."""

    counts: dict = field(default_factory=lambda: defaultdict(Counter))
    failures: list = field(default_factory=list)

    def add(self, case, fact, verdict, detail=""):
        self.counts[case.corpus, fact][verdict] += 1
        if verdict != "right":
            self.failures.append((case.corpus, fact, verdict, case.name, detail))

    def compare(self, case, fact, want, got):
        """Right when equal, unknown when nothing was said where something is, else wrong."""
        verdict = "right" if want == got else "unknown" if got is None or got == [] else "wrong"
        self.add(case, fact, verdict, f"want {want!r:.160} got {got!r:.160}")

    def share(self, corpus, fact):
        counts = self.counts[corpus, fact]
        return counts["right"] / max(1, sum(counts.values()))

    def precision(self, corpus, fact):
        counts = self.counts[corpus, fact]
        return counts["right"] / max(1, counts["right"] + counts["wrong"])


def day(stated):
    return stated.on.isoformat() if stated is not None and stated.on is not None else None


def judge(tally, case, reading):
    """Adds every fact that the case has an expectation for."""
    for name, want in case.want.items():
        if name in _JUDGES:
            _JUDGES[name](tally, case, reading, want)


def _kind(tally, case, reading, want):
    good = reading.kind in ([want] if isinstance(want, str) else want)
    tally.add(case, "page kind", "right" if good else "wrong", f"want {want} got {reading.kind} {reading.why}")


def _items(tally, case, reading, want):
    _rows(tally, case, reading, {key_of(url): date for _, url, date in want})
    got = {i.key: i.title for i in reading.items}
    for title, url, _ in want:
        if key_of(url) in got:
            tally.compare(case, "item title", title, got[key_of(url)])


def _rows(tally, case, reading, want):
    got = {i.key: day(i.published) for i in reading.items}
    common = want.keys() & got.keys()
    whole = len(common) >= 0.9 * len(want) and len(common) >= 0.9 * len(got)
    tally.add(case, "list fully right", "right" if whole else "wrong",
              f"want {len(want)} got {len(got)} common {len(common)} {reading.kind} {reading.why}")
    counts = tally.counts[case.corpus, "list items"]
    counts["right"] += len(common)
    counts["unknown"] += len(want.keys() - got.keys())
    counts["wrong"] += len(got.keys() - want.keys())
    for key in sorted(common):
        if want[key] is not None or got[key] is not None:
            tally.compare(case, "item date", want[key], got[key])


def _next(tally, case, reading, want):
    got = reading.next.url if reading.next else None
    tally.compare(case, "next page", want, got)


def _next_keys(tally, case, reading, want, fact="next page"):
    """As labelled: a blog's "newer posts" are its next page, a numbered link is none."""
    got = key_of(reading.next.url) if reading.next else None
    if want:
        verdict = "right" if got in want else "unknown" if got is None else "wrong"
        tally.add(case, fact, verdict, f"want {sorted(want)} got {got} {reading.kind}")
    else:
        tally.add(case, f"no {fact}", "right" if got is None else "wrong", f"got {got}")


def _further_keys(tally, case, reading, want):
    """As the walk means it: where the list goes on."""
    _next_keys(tally, case, reading, want, "page further on")


def _date(tally, case, reading, want):
    article = reading.article
    tally.compare(case, "publish date", want, day(article.published) if article else None)


def _article_or_not(tally, case, reading, want):
    got = reading.kind in ARTICLE_KINDS
    tally.add(case, "article" if want else "no article", "right" if got == want else "wrong",
              f"{case.want['type']} read as {reading.kind} {reading.why} {case.url[:90]}")


def _menu(tally, case, reading, want):
    got = [e.title for e in reading.menu]
    for title in want:
        tally.add(case, "menu", "right" if title in got else "unknown", f"missing {title!r}")
    for title in got:
        if title not in want:
            tally.add(case, "menu", "wrong", f"not in the menu: {title!r}")


def _questions(tally, case, reading, want):
    got = {q.title: q for q in reading.questions}
    for title, state, asked, answered in want:
        question = got.get(title)
        tally.add(case, "question", "right" if question else "unknown", f"missing {title!r}")
        if question is not None:
            tally.compare(case, "question state", state, question.state)
            tally.compare(case, "question asked", asked, question.asked_on and question.asked_on.isoformat())
            tally.compare(case, "question answered", answered,
                          question.answered_on and question.answered_on.isoformat())
    for title in got:
        if title not in {w[0] for w in want}:
            tally.add(case, "question", "wrong", f"no question: {title!r}")


_JUDGES = {"kind": _kind, "kind_in": _kind, "items": _items, "rows": _rows, "next": _next, "next_keys": _next_keys,
           "further_keys": _further_keys,
           "date": _date, "published": _date, "is_article": _article_or_not, "menu": _menu, "questions": _questions}
