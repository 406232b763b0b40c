"""A real browser on a served page: Debian's Chromium through Playwright; console errors and foreign requests fail."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.office import Office
from web.app import make_app

CHROMIUM = "/usr/bin/chromium"


@contextmanager
def serve(app: FastAPI) -> Iterator[str]:
    """The application on a free port of loopback, in a thread; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        threading.Event().wait(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@contextmanager
def open_office(folder: Path, change_registry: Callable[[Path], None] | None = None) -> Iterator[tuple[Office, str]]:
    """An office that is served, and its address; with `change_registry` on a registry of its own."""
    before = dict(os.environ)
    office = Office(folder / "data")
    if change_registry is not None:
        shutil.copytree(office.settings.registry_dir, folder / "registry")
        change_registry(folder / "registry")
        office.settings = office.settings.model_copy(update={"registry_dir": folder / "registry"})
        office.app = make_app(office.settings)
    try:
        with serve(office.app) as base:
            yield office, base
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """A browser of its own for one person: what its pages say on the console and ask for elsewhere is kept."""

    def __init__(self, browser: Browser, base: str, width: int = 1280, height: int = 800) -> None:
        self.base, self.wrong = base, []
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN", base_url=base, accept_downloads=True)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.expected: tuple[str, ...] = ()
        self.page.on("console", self._console)
        self.page.on("response", self._response)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", self._request)

    def sign_in(self, name: str, password: str, to: str = "/") -> Page:
        self.page.goto(f"/login?next={to}")
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.click("button.main")
        self.page.wait_for_selector("nav.side")
        self.page.wait_for_load_state()
        return self.page

    def _console(self, message) -> None:
        if message.type == "error" and not any(words in message.text for words in self.expected):
            self.wrong.append(f"console: {message.text}")

    def _response(self, response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status}: {response.url}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.base, "data:", "about:")):
            self.wrong.append(f"foreign: {request.url}")


@contextmanager
def watching(browser: Browser, base: str) -> Iterator[Watch]:
    """One person's browser; at the end nothing was wrong in it."""
    watch = Watch(browser, base)
    yield watch
    watch.context.close()
    assert watch.wrong == []
