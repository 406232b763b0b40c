"""The application: middleware, error pages, and the views, each a file of its own."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

from crawler.config import Settings
from crawler.database import open_engine
from web.desk import Desk
from web.errors import add_handlers
from web.headers import Guard
from web.render import FOLDER
from web.views import VIEWS


class Kept(StaticFiles):
    """Files of our own: their address changes with their content, so browsers may keep them for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200 and scope.get("query_string"):
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def make_app(settings: Settings) -> FastAPI:
    """The page on the database that the settings name."""
    app = FastAPI(title="Soi Cổng", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.desk = Desk(settings, open_engine(settings.database), open_engine(settings.database, write=True))
    app.add_middleware(Guard)
    add_handlers(app)
    for view in VIEWS:
        app.include_router(view)
    app.mount("/static", Kept(directory=FOLDER / "static"), name="static")
    return app
