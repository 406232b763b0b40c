"""How one request can end: outcome codes, the observation state each stands for, which are tried again."""

from __future__ import annotations

from crawler.facts import PageKind

#: outcome -> observation state. A state of "" is no statement about the page (another request follows it).
STATES: dict[str, str] = {
    "observed": "observed",
    "observed_empty": "observed_empty",
    "not_modified": "observed",
    "redirected": "",
    "same_channel": "",               # a channel's address leads to another channel: one list, walked once
    "not_found": "observed",          # the site itself says that it is not there
    "binary": "observed",
    "truncated": "partly",
    "charset": "partly",
    "lost": "partly",                 # our parser lost the page
    "refused": "not_observed",        # please wait, 429, 503 with Retry-After
    "blocked": "not_observed",
    "challenge": "not_observed",
    "login": "not_observed",
    "maintenance": "not_observed",
    "error_page": "not_observed",
    "http_error": "not_observed",
    "js_only": "not_observed",
    "parked": "not_observed",
    "offsite": "not_observed",
    "not_understood": "not_observed",
    "too_large": "not_observed",
    "timeout": "not_observed",
    "down": "not_observed",
    "dns_nx": "not_observed",
    "dns_failed": "void",             # our resolver, not the portal
    "tls_failed": "not_observed",
    "robots": "not_observed",
    "robots_unreachable": "not_observed",
    "address_refused": "not_observed",  # private or foreign address: our guard did not let it through
    "redirect_loop": "not_observed",
    "not_attempted": "not_observed",  # planned, then given up with the portal; `reason` says why
    "not_due": "",                    # a list that was left for another night: nothing was asked, nothing is known
    "our_error": "void",
}

#: Outcomes of visits for which nothing was sent.
UNASKED = ("not_attempted", "not_due", "robots", "address_refused")

#: Outcomes that may be a passing trouble: tried again, at most ATTEMPTS times in a night.
PASSING = frozenset({
    "timeout", "down", "dns_failed", "truncated", "refused", "http_error", "error_page", "robots_unreachable",
})
ATTEMPTS = 3

#: Outcomes that say "nobody answered": three in a row without any answer and the portal is given up for the night.
UNANSWERED = frozenset({"timeout", "down", "dns_nx", "dns_failed", "tls_failed"})

_BY_KIND: dict[PageKind, str] = {
    "empty_list": "observed_empty",
    "refusal": "refused",
    "login": "login",
    "maintenance": "maintenance",
    "not_found": "not_found",
    "error": "error_page",
    "challenge": "challenge",
    "js_shell": "js_only",
    "parked": "parked",
    "charset": "charset",
    "truncated": "truncated",
    "lost": "lost",
    "binary": "binary",
    "unknown": "not_understood",
}


def outcome_of_page(kind: PageKind, status: int) -> str:
    """The outcome of a response whose page was read as `kind`. A status of 4xx/5xx is never an observed page, unless
    the page itself is of a kind that says more (refusal, challenge, maintenance)."""
    if kind in ("refusal", "challenge", "maintenance", "login"):
        return _BY_KIND[kind]
    if status in (404, 410):
        return "not_found"
    if status in (429, 503):
        return "refused"
    if status in (401, 403):
        return "blocked"
    if status >= 400:
        return "http_error"
    return _BY_KIND.get(kind, "observed")
