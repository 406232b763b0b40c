"""Headers on every answer: nothing from elsewhere, no inline script, no frame of others, nothing kept by caches."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.sessions import ABSOLUTE

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
          "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'")
#: Of a page as it was kept: no script, no form, nothing loaded, an origin of its own even when opened alone.
ARCHIVED = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'; base-uri 'none'"

#: With `no-referrer` browsers send our own forms with `Origin: null`, which looks like another site.
PLAIN = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
MOST = 12 * 2**20  # bytes of a request


PLAIN_COOKIE, SECURE_COOKIE = "soicong", "__Host-soicong"


def cookie(token: str, secure: bool) -> str:
    """The session's cookie: not for scripts, not for other sites, and over TLS only for this very host."""
    end = f"Path=/; Max-Age={int(ABSOLUTE.total_seconds())}; HttpOnly; SameSite=Lax"
    return f"{SECURE_COOKIE}={token}; Secure; {end}" if secure else f"{PLAIN_COOKIE}={token}; {end}"


class Guard:
    """Sets the headers that a view did not set itself, and refuses bodies that are too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        secure = scope.get("scheme") == "https"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in PLAIN.items():
                    headers.setdefault(name, value)
                token = scope.get("state", {}).get("new_token")
                if token is not None:
                    headers.append("set-cookie", cookie(token, secure))
                if secure:
                    headers.setdefault("strict-transport-security", "max-age=31536000; includeSubDomains")
            await send(message)

        left = MOST

        async def receive_some() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        await self.app(scope, receive_some, send_with_headers)
