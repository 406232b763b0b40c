"""What a page is before anybody reads it: refusal, login, maintenance, error, shell – or a page of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.facts import PageKind
from spiders.reading.page import Page
from spiders.reading.tree import count_words

_WAIT = re.compile(
    r"(hãy|vui lòng|xin|please)\s+(đợi|chờ|wait)\D{0,40}(\d+)?\s*(giây|seconds?|s\b|phút|minutes?)?|too many requests|"
    r"truy cập quá (nhanh|nhiều)|quá nhiều (yêu cầu|truy cập)|rate limit", re.I)
_SECONDS = re.compile(r"(\d{1,4})\s*(giây|seconds?|s\b|phút|minutes?)", re.I)
_CHALLENGE = re.compile(
    r"(checking your browser|just a moment|captcha|xác minh bạn (là|không phải)|tôi không phải (là )?robot|"
    r"access denied|request (blocked|unsuccessful)|attention required|ddos|"
    r"(truy cập|yêu cầu|địa chỉ ip)[^.]{0,40}bị (từ chối|chặn)|"
    r"forbidden|tường lửa|web application firewall|support id)", re.I)
_CHALLENGE_MARK = re.compile(r"cf-browser-verification|/cdn-cgi/challenge|cf_chl_|_Incapsula_|captcha-delivery|"
                             r"challenge-platform|sucuri_cloudproxy", re.I)
_MAINTENANCE = re.compile(
    r"(đang (được )?(bảo trì|nâng cấp|tạm dừng)|bảo trì hệ thống|hệ thống (đang )?(bảo trì|nâng cấp)|under maintenance|"
    r"scheduled maintenance|tạm ngừng (hoạt động|phục vụ)|quay lại sau)", re.I)
_NOT_FOUND = re.compile(
    r"(không tìm thấy (trang|nội dung|bài viết|đường dẫn)|trang (bạn|này|không) .{0,30}(không tồn tại|tồn tại)|"
    r"(trang|đề tài|chủ đề|bài viết|đường dẫn) (này )?(chưa|không còn) (tồn tại|được tạo)|"
    r"chưa có (trang|đề tài|chủ đề) này|(page|topic|article) does not exist|"
    r"page not found|^\W*((lỗi|error)\W*)?404\b|404\W*(not found|error|page)|not found|"
    r"nội dung (này )?không (tồn tại|có)|(bài viết|trang) (này )?(không tồn tại|đã bị (xóa|gỡ)))", re.I)
_ERROR = re.compile(
    r"(internal server error|server error in '/'|lỗi (hệ thống|máy chủ|kết nối (cơ sở dữ liệu|csdl))|fatal error|"
    r"error establishing a database connection|database error|service unavailable|bad gateway|runtime error|"
    r"đã (có|xảy ra) lỗi|stack trace|exception of type|không kết nối được)", re.I)
_PARKED = re.compile(
    r"(domain (is )?for sale|buy this domain|tên miền (này )?(đang )?(được )?(bán|rao bán)|parked (free|domain)|"
    r"sedoparking|this domain (has expired|may be)|tên miền .{0,30}hết hạn)", re.I)
_EMPTY = re.compile(
    r"(chưa có (bài viết|tin|dữ liệu|nội dung|văn bản|câu hỏi|bản ghi|thông tin)|"
    r"không có (dữ liệu|bài viết|tin|bản ghi|văn bản|câu hỏi|kết quả|nội dung)|"
    r"(nội dung |dữ liệu |thông tin )?(đang|chờ) (được )?cập nhật|"
    r"no (posts|results|items|data)( found)?|nothing (was )?found|0 (kết quả|bản ghi))", re.I)
_PLACEHOLDER = re.compile(
    r"(đang (được )?(cập nhật|xây dựng)|updating|chưa có (nội dung|thông tin|dữ liệu)|nội dung đang xây dựng)", re.I)
_APP_ROOT = re.compile(
    r"<(div|main|app-root)[^>]*\b(id=[\"']?(root|app|__next|__nuxt|q-app|application)[\"' >])|<app-root", re.I)
_THREAD = re.compile(r"\"@type\"\s*:\s*\"(DiscussionForumPosting|QAPage)\"|schema\.org/(DiscussionForumPosting|QAPage)")
_THREAD_ADDRESS = re.compile(
    r"//forums?\.|/(forums?|dien-?dan|threads?|topics?|discussions?|questions)/|[/?](viewtopic|showthread|threads?[/=])",
    re.I)
SHORT = 60  # words: a page that says only one thing


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: PageKind
    why: str
    wait: float | None = None


_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select", "option"})
_WHOLE = 3000  # bytes of markup below which a page is too small to have a frame
_MANY = 60_000  # elements: beyond that a page is read no further for its words


def main_words(page: Page) -> str:
    """The page's text outside navigation, header and footer, without scripts; each text once."""
    body = page.body
    if body is None:
        return ""
    whole = len(page.html) < _WHOLE
    parts: dict[str, None] = {}
    end = 0
    for node in body.traverse(include_text=True)[:_MANY]:
        if node.at < end:
            continue
        if node.is_text_node:
            if node.length:
                parts[node.text] = None
        elif node.tag in _SILENT or not (whole or node.at == body.at or not page.is_frame(node)):
            end = node.end
    return " ".join(parts)


def special_kind(page: Page, status: int, words: str, links: int) -> Verdict | None:
    """What a page is when it is no page of the site, or None. A page that says one of these things must say little
    else: an article about "bảo trì" is an article."""
    count = count_words(words)
    short = count < SHORT and links < 25
    head = f"{page.title} {words[:2000]}"
    if (short or status == 503) and _MAINTENANCE.search(head):
        return Verdict("maintenance", "trang báo bảo trì")
    if status == 429 or (short and _WAIT.search(head) and _waits(page, words)):
        return Verdict("refusal", "yêu cầu chờ", _seconds(words))
    if status in (403, 503, 401, 200, 202, 405, 406) and _is_challenge(page, head, count, links):
        return Verdict("challenge", "trang chặn hoặc hỏi xác minh")
    if status in (404, 410):
        return Verdict("not_found", f"trạng thái {status}")
    if _is_login(page, count, links):
        return Verdict("login", "trang đăng nhập")
    if short and _PARKED.search(head + page.html[:5000]):
        return Verdict("parked", "tên miền rao bán")
    if (count < 120 and _NOT_FOUND.search(page.title)) or (count < SHORT and _NOT_FOUND.search(words[:300])):
        return Verdict("not_found", "trang tự nói là không tìm thấy")
    if status >= 500 or (short and _ERROR.search(head)):
        return Verdict("error", "trang báo lỗi")
    if status >= 400:
        return Verdict("error", f"trạng thái {status}")
    if _is_shell(page, count, links):
        return Verdict("js_shell", "trang chỉ hiện nội dung khi chạy script")
    return None


def _waits(page: Page, words: str) -> bool:
    reloads = re.search(r"http-equiv=[\"']?refresh|location\.reload|setTimeout|window\.location", page.html, re.I)
    return bool(reloads or _SECONDS.search(words) or len(words) < 200)


def _seconds(words: str) -> float | None:
    found = _SECONDS.search(words)
    if not found:
        return None
    return float(found[1]) * (60 if found[2].lower().startswith(("phút", "minute")) else 1)


def _is_challenge(page: Page, head: str, count: int, links: int) -> bool:
    if count >= 150 or links >= 12:
        return False
    return bool(_CHALLENGE_MARK.search(page.html) or (count < 80 and _CHALLENGE.search(head)))


def _is_login(page: Page, count: int, links: int) -> bool:
    field = page.tree.css_first("input[type=password]")
    if field is None:
        return False
    named = re.search(r"(đăng nhập|login|sign in|log in)", page.title, re.I)
    return bool(named) or (count < SHORT and links < 15 and not page.in_frame(field))  # a box beside a short page


def _is_shell(page: Page, count: int, links: int) -> bool:
    if links > 5 or count > 40:
        return False
    scripts = len(page.tree.css("script"))
    return scripts > 0 and bool(_APP_ROOT.search(page.html) or re.search(r"<noscript>[^<]{0,300}(javascript|script)",
                                                                         page.html, re.I))


def is_lost(page: Page) -> bool:
    """Whether the parser lost most of the links that stand in the bytes (too deep, too broken)."""
    return page.raw_links > 20 and len(page.tree.css("a")) < 0.5 * page.raw_links


def is_cut(page: Page) -> bool:
    """Whether the page ends before its end: it opens html and never closes it, in the middle of a tag or a word."""
    tail = page.html.rstrip()[-400:].lower()
    if "<html" not in page.html[:2000].lower() or "</html" in tail or "</body" in tail:
        return False
    lower = page.html.lower()
    return bool(re.search(r"<[^<>]*$", tail)) or lower.count("<div") > 1.3 * lower.count("</div") + 5


def is_thread(page: Page) -> bool:
    """Whether the page is a discussion: many people's texts, by its markup or its address."""
    return bool(_THREAD.search(page.html) or _THREAD_ADDRESS.search(page.url))


def says_empty(words: str) -> bool:
    """Whether a page without a list says itself that there is nothing."""
    return bool(_EMPTY.search(words))


def is_placeholder(words: str) -> bool:
    """Whether the page says "đang cập nhật" and little else."""
    return count_words(words) < 80 and bool(_PLACEHOLDER.search(words))
