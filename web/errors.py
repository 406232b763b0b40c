"""What a person reads when something cannot be done: what happened, what to do next, a code to quote."""

from __future__ import annotations

import logging
import secrets
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException as StarletteError

from crawler.database import DatabaseError
from crawler.registry import RegistryError
from monitor.certificate import NotProven
from monitor.periods import PeriodError
from web.access import BadForm, NotAllowed, NotSignedIn
from web.audit import Act, record
from web.desk import desk_of
from web.render import page

log = logging.getLogger("web")

FORM = ("Biểu mẫu này đã hết hạn hoặc được gửi từ một trang khác, nên không có gì được ghi. Quay lại trang trước, tải "
        "lại rồi gửi lần nữa.")
WORDS = {
    404: ("Không có trang này", "Địa chỉ có thể đã gõ sai, hoặc mục này không thuộc phạm vi được xem. Tìm từ trang "
          "Tổng quan."),
    405: ("Không làm được theo cách này", "Mở trang từ trình đơn rồi dùng nút trên trang."),
    413: ("Tệp quá lớn", "Chia nhỏ tệp rồi gửi lại."),
}


def wants_page(request: Request) -> bool:
    """Whether a person is looking: machines ask for .json, .csv, .xlsx and under /api."""
    path = request.url.path
    return not path.startswith("/api/") and not path.endswith((".json", ".csv", ".xlsx", ".atom", ".sarif"))


def tell(request: Request, status: int, title: str, text: str) -> Response:
    """The error as a page, or for machines as a problem document (RFC 9457)."""
    if wants_page(request):
        return page(request, "error.html", status, title=title, text=text, code=f"{status}")
    return JSONResponse({"type": "about:blank", "title": title, "status": status, "detail": text}, status,
                        media_type="application/problem+json")


def log_refusal(request: Request, why: str) -> None:
    """Who was refused what, in the log of acts; of somebody who is not signed in there is nothing to say. A database
    that cannot be written changes nothing about the refusal."""
    visitor = getattr(request.state, "visitor", None)
    if visitor is None:
        return
    desk = desk_of(request)
    try:
        with desk.write() as writing:
            record(writing, Act(visitor.name, "refused", f"{request.method} {request.url.path}"[:300], why), desk.now())
    except DBAPIError as error:
        log.error("refusal of %s to %s not logged: %s", request.url.path, visitor.name, error)


def add_handlers(app: FastAPI) -> None:
    """Every error that a request can end with."""

    @app.exception_handler(NotSignedIn)
    async def not_signed_in(request: Request, _: NotSignedIn) -> Response:
        if request.method == "GET" and wants_page(request):
            path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(path, safe='')}", 303)
        return tell(request, 401, "Chưa đăng nhập", "Phiên làm việc đã hết. Đăng nhập lại rồi làm tiếp.")

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, error: NotAllowed) -> Response:
        log_refusal(request, f"vai trò {request.state.visitor.role}")
        return tell(request, 403, "Không có quyền", str(error))

    @app.exception_handler(BadForm)
    def bad_form(request: Request, _: BadForm) -> Response:
        log_refusal(request, "biểu mẫu không có mã của phiên, hoặc từ trang khác")
        return tell(request, 403, "Biểu mẫu không dùng được", FORM)

    @app.exception_handler(PeriodError)
    async def bad_period(request: Request, error: PeriodError) -> Response:
        return tell(request, 400, "Không hiểu kỳ", str(error))

    @app.exception_handler(RequestValidationError)
    async def bad_value(request: Request, error: RequestValidationError) -> Response:
        names = ", ".join(str(e["loc"][-1]) for e in error.errors())
        return tell(request, 400, "Địa chỉ có giá trị không dùng được", f"Kiểm tra lại: {names}.")

    @app.exception_handler(NotProven)
    async def not_proven(request: Request, error: NotProven) -> Response:
        return tell(request, 409, "Phát hiện không đủ chứng cứ để hiển thị", str(error))

    @app.exception_handler(RegistryError)
    async def bad_registry(request: Request, error: RegistryError) -> Response:
        return tell(request, 500, "Sổ đăng ký có lỗi", str(error))

    @app.exception_handler(StarletteError)
    async def http_error(request: Request, error: HTTPException) -> Response:
        title, text = WORDS.get(error.status_code, ("Không làm được", "Thử lại từ trang Tổng quan."))
        return tell(request, error.status_code, title, error.detail if error.status_code == 409 else text)

    @app.exception_handler(DBAPIError)
    @app.exception_handler(DatabaseError)
    async def no_database(request: Request, error: Exception) -> Response:
        mark = secrets.token_hex(4)
        log.error("database (%s): %s", mark, error)
        return _plain(request, mark, "Cơ sở dữ liệu không trả lời; không có gì được ghi. Thử lại sau một phút.")

    @app.exception_handler(Exception)
    async def our_error(request: Request, error: Exception) -> Response:
        mark = secrets.token_hex(4)
        log.error("our error (%s)", mark, exc_info=error)
        return _plain(request, mark, "Chương trình gặp lỗi; không có gì được ghi. Báo bộ phận kỹ thuật mã này.")


def _plain(request: Request, mark: str, text: str) -> Response:
    """Without a template and without asking who is signed in: both may be what failed."""
    if not wants_page(request):
        return JSONResponse({"type": "about:blank", "title": "Lỗi", "status": 500, "detail": f"{text} Mã: {mark}"},
                            500, media_type="application/problem+json")
    return Response("<!doctype html><html lang=vi><meta charset=utf-8><title>Lỗi – Soi Cổng</title>"
                    f"<h1>Không làm được</h1><p>{text}</p><p>Mã: <b>{mark}</b></p><p><a href=/>Về Tổng quan</a></p>",
                    500, media_type="text/html")
