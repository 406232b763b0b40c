"""One cookie jar a portal: a portal that sets a cookie and redirects to itself is read, and no jar is shared."""

from __future__ import annotations

from collections import defaultdict

from scrapy.http import Request, Response
from scrapy.http.cookies import CookieJar


class PortalCookies:
    """Scrapy's own cookie middleware asks outside hosts for a list of domain suffixes; this one has no need to."""

    def __init__(self) -> None:
        self.jars: defaultdict[str, CookieJar] = defaultdict(CookieJar)

    def process_request(self, request: Request) -> None:
        self.jars[request.meta["portal"]].add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        if "Set-Cookie" in response.headers:
            self.jars[request.meta["portal"]].extract_cookies(response, request)
        return response
