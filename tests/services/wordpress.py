"""A private WordPress from Debian's packages: real pages of a real CMS, filled and changed by the test."""

import base64
import json
import shutil
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.services.needs import WORDPRESS_SOURCE, find_program, list_themes
from tests.services.process import accepts, free_port, give_away, run_once, running, server_folder
from tests.services.vietnamese import Draft, draft_pages, draft_posts

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SCRIPTS = Path(__file__).parent / "php"
PERMALINKS = {
    "category-slug-id": "/%category%/%postname%-%post_id%/",
    "date": "/%year%/%monthnum%/%day%/%postname%/",
    "slug": "/%postname%/",
    "query": "",  # /?p=123
}
ONE_QUIET_DATABASE = (
    "--no-defaults", "--skip-networking", "--skip-log-bin", "--skip-name-resolve", "--character-set-server=utf8mb4",
    "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M",
)  # fmt: skip
PHP_SETTINGS = (
    "memory_limit=256M", "display_errors=stderr", "log_errors=0", "opcache.enable_cli=1", "sendmail_path=/bin/true",
    "upload_max_filesize=16M",
)  # fmt: skip
CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '{url}');
define('WP_SITEURL', '{url}');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_AUTO_UPDATE_CORE', false);
define('DISALLOW_FILE_MODS', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{
    define('ABSPATH', __DIR__ . '/');
}}
require_once ABSPATH . 'wp-settings.php';
"""
SITE_OPTIONS = {
    "timezone_string": "Asia/Ho_Chi_Minh",
    "date_format": "d/m/Y",
    "time_format": "H:i",
    "blogdescription": "Trang thông tin điện tử",
    "posts_per_page": 10,
    "default_comment_status": "closed",
    "default_ping_status": "closed",
    "default_pingback_flag": 0,
    "ping_sites": "",
    "show_avatars": 0,
}


@dataclass(frozen=True)
class WordPressPost:
    """What the site itself says of one post: the truth that a crawl is compared with. Dates are Vietnamese time."""

    id: int
    url: str
    title: str
    published_on: date
    published_at: datetime
    categories: tuple[str, ...]


@dataclass(frozen=True)
class WordPressSite:
    """A running site. Every change is done by WordPress's own functions and is on the page when the call returns."""

    url: str  # without the last slash
    folder: Path  # the copied WordPress

    def configure(
        self, *, theme: str | None = None, permalinks: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        """Change theme (see needs.list_themes), permalinks (a key of PERMALINKS or a structure) or options.

        A new theme starts without a menu, and a block theme's menu keeps its old addresses: call `make_menu` after.
        """
        asked: dict[str, Any] = {"options": dict(options or {})}
        if theme is not None:
            asked["theme"] = theme
        if permalinks is not None:
            asked["permalinks"] = PERMALINKS.get(permalinks, permalinks)
        self._do("configure", asked)

    def empty(self) -> None:
        """Remove all posts, pages, files, menus and categories: for tests which share one site."""
        self._do("empty_site", {})

    def add_category(self, name: str) -> str:
        """Add a category and give the address of its page."""
        return str(self.add_categories([name])[name])

    def add_categories(self, names: Iterable[str]) -> dict[str, str]:
        """Add categories at once; gives name -> address."""
        return {made["name"]: made["url"] for made in self._do_all([("add_category", {"name": n}) for n in names])}

    def add_post(
        self,
        title: str,
        body: str,
        category: str | Sequence[str],
        published: datetime | date,
        attachments: Mapping[str, bytes] | None = None,
    ) -> WordPressPost:
        """Publish one post, linking the attachments (file name -> content) at its end."""
        names = (category,) if isinstance(category, str) else tuple(category)
        return self.add_posts([Draft(title, body, names, published, dict(attachments or {}))])[0]

    def add_posts(self, drafts: Iterable[Draft]) -> list[WordPressPost]:
        """Publish many posts in one call, in the order given."""
        return [_read_post(made) for made in self._do_all([("add_post", _write_draft(draft)) for draft in drafts])]

    def add_page(self, title: str, body: str, published: datetime | date = date(2025, 1, 2)) -> WordPressPost:
        """Publish a page, which is no post and stands in no list."""
        made = self._do("add_post", {"type": "page", "title": title, "body": body, "date": _local(published)})
        return _read_post(made)

    def edit_post(
        self,
        post_id: int,
        *,
        title: str | None = None,
        body: str | None = None,
        published: datetime | date | None = None,
        modified: datetime | None = None,
    ) -> WordPressPost:
        """Change a post as an editor would; its address stays unless the permalinks hold its date."""
        given = {"title": title, "body": body, "date": published, "modified": modified}
        asked = {name: _local(v) if isinstance(v, date) else v for name, v in given.items() if v is not None}
        return _read_post(self._do("edit_post", {"id": post_id, **asked}))

    def delete_post(self, post_id: int) -> None:
        """Remove a post for good; its address answers 404, or leads to a post with a similar address."""
        self._do("delete_post", {"id": post_id})

    def make_menu(self) -> None:
        """Put all categories and pages into the theme's main menu."""
        self._do("make_menu", {})

    def fill_vietnamese(
        self, posts: int = 70, categories: int = 7, *, now: datetime | None = None, seed: int = 1
    ) -> list[WordPressPost]:
        """Fill an empty site as a commune's portal: posts of the twelve months before `now`, two pages, a menu.

        Gives the posts, newest first. Same arguments, same titles, bodies and dates.
        """
        drafts = draft_posts(posts, categories, now or datetime.now(VIETNAM), seed)
        self.add_categories(dict.fromkeys(name for draft in drafts for name in draft.categories))
        for title, body in draft_pages():
            self.add_page(title, body)
        made = self.add_posts(drafts)
        self.make_menu()
        return sorted(made, key=lambda post: post.published_at, reverse=True)

    def _do(self, operation: str, arguments: dict[str, Any]) -> Any:
        return self._do_all([(operation, arguments)])[0]

    def _do_all(self, asked: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        printed = _run_php(self.folder, "operate.php", stdin=json.dumps(asked))
        answers: list[Any] = json.loads(printed.splitlines()[-1])
        return answers


def usual_theme() -> str:
    """Give the classic theme when this Debian ships it (12 does), else the oldest block theme (13: twentytwentythree).

    Their pages differ much: a test of one theme's markup names the theme and skips when it is not in `list_themes`.
    """
    age = ("twentytwentyone", "twentytwentytwo", "twentytwentythree", "twentytwentyfour", "twentytwentyfive")
    return next((theme for theme in age if theme in list_themes()), list_themes()[0])


@contextmanager
def wordpress_site(
    *,
    title: str = "Cổng thông tin điện tử xã Thử Nghiệm",
    theme: str | None = None,
    permalinks: str = "category-slug-id",
    language: str = "vi",
    address: str = "127.0.0.1",
) -> Iterator[WordPressSite]:
    """Install an empty WordPress with its own MariaDB in a temporary folder, serve it, remove it afterwards.

    Without a theme named it wears `usual_theme()`. Every keyword has the meaning of `configure`.
    """
    with server_folder("wordpress") as folder:
        site = WordPressSite(f"http://{address}:{free_port()}", folder / "site")
        _copy_wordpress(site, folder / "db.sock", language)
        with _mariadb(folder):
            _run_php(site.folder, "install.php", str(folder / "db.sock"), title, language)
            site.empty()
            site.configure(theme=theme or usual_theme(), permalinks=permalinks, options=SITE_OPTIONS)
            with _php_server(site):
                yield site


def _copy_wordpress(site: WordPressSite, database: Path, language: str) -> None:
    # A farm of symlinks would not do: WordPress finds its configuration beside the real place of its files.
    def leave_out(folder: str, names: list[str]) -> set[str]:
        if Path(folder).name != "languages":
            return set()
        return {name for name in names if not name.endswith((f"{language}.mo", f"{language}.po"))}

    shutil.copytree(WORDPRESS_SOURCE, site.folder, ignore=leave_out, ignore_dangling_symlinks=True)
    (site.folder / "wp-config.php").write_text(CONFIG.format(socket=database, url=site.url))
    for script in ("router.php", "install.php", "operate.php"):
        shutil.copy(SCRIPTS / script, site.folder)
    (site.folder / "wp-content/mu-plugins").mkdir()
    shutil.copy(SCRIPTS / "mu-plugin.php", site.folder / "wp-content/mu-plugins")
    (site.folder / "wp-content/uploads").mkdir(exist_ok=True)
    give_away(site.folder)


@contextmanager
def _mariadb(folder: Path) -> Iterator[None]:
    data, database = folder / "db", folder / "db.sock"
    install = [_program("mariadb-install-db"), "--no-defaults", f"--datadir={data}", "--skip-test-db", "--force"]
    run_once([*install, "--auth-root-authentication-method=normal", "--skip-name-resolve"], folder)
    start = [_program("mariadbd"), *ONE_QUIET_DATABASE, f"--datadir={data}", f"--socket={database}"]
    with running([*start, f"--pid-file={folder / 'db.pid'}"], folder, database.exists):
        yield


@contextmanager
def _php_server(site: WordPressSite) -> Iterator[None]:
    where = site.url.removeprefix("http://")
    host, port = where.split(":")
    start = [_program("php"), *_php_options(), "-S", where, "-t", str(site.folder), str(site.folder / "router.php")]
    workers = {"PHP_CLI_SERVER_WORKERS": "4"}
    with running(start, site.folder, lambda: accepts(host, int(port)), environment=workers, end_signal=signal.SIGINT):
        yield


def _run_php(folder: Path, script: str, *arguments: str, stdin: str = "") -> str:
    return run_once([_program("php"), *_php_options(), str(folder / script), *arguments], folder, stdin)


def _php_options() -> list[str]:
    return [part for setting in PHP_SETTINGS for part in ("-d", setting)]


def _program(name: str) -> str:
    found = find_program(name)
    assert found is not None, "call require('wordpress') first"
    return found


def _local(moment: datetime | date) -> str:
    """Write a moment as WordPress stores it, in Vietnamese time; a bare day means nine in the morning there."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9), VIETNAM)
    if moment.tzinfo is not None:
        moment = moment.astimezone(VIETNAM)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _write_draft(draft: Draft) -> dict[str, Any]:
    files = [{"name": name, "base64": base64.b64encode(data).decode()} for name, data in draft.attachments.items()]
    return {
        "title": draft.title,
        "body": draft.body,
        "date": _local(draft.published),
        "categories": list(draft.categories),
        "attachments": files,
    }


def _read_post(made: dict[str, Any]) -> WordPressPost:
    return WordPressPost(
        id=made["id"],
        url=made["url"],
        title=made["title"],
        published_on=date.fromisoformat(made["published_on"]),
        published_at=datetime.fromisoformat(made["published_at"]),
        categories=tuple(made["categories"]),
    )
