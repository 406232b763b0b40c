"""Says what a real server needs from the machine, and what a test does when it is not there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SEARCHED_BESIDE_PATH = ("/usr/sbin", "/sbin")
PACKAGES = {
    "postgresql": "postgresql",
    "npm": "nodejs npm",
    "chromium": "chromium",
    "pip": "python3 python3-pip",
    "dokuwiki": "dokuwiki php-cli",
    "mediawiki": "mediawiki php-cli php-sqlite3 php-intl php-mbstring php-xml",
    "redmine": "redmine redmine-sqlite ruby-webrick",
    "wordpress": "wordpress wordpress-l10n 'wordpress-theme-*' mariadb-server-core mariadb-client "
    "php-cli php-mysql php-gd php-xml php-mbstring",
}
DOKUWIKI_SOURCE = Path("/usr/share/dokuwiki")
MEDIAWIKI_SOURCE = Path("/usr/share/mediawiki")
WORDPRESS_SOURCE = Path("/usr/share/wordpress")


def find_program(name: str) -> str | None:
    """Give the full path of a program, also from the system folders which ordinary users' PATH lacks."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *SEARCHED_BESIDE_PATH]))


def find_postgresql_bin() -> Path | None:
    """Give the folder of the newest installed PostgreSQL's server programs (Debian keeps them off PATH)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


def list_themes() -> list[str]:
    """Give the names of WordPress's themes on this machine; every Debian release ships others, none with WordPress."""
    return sorted(style.parent.name for style in WORDPRESS_SOURCE.glob("wp-content/themes/*/style.css"))


def list_missing(name: str) -> list[str]:
    """Give what of a service ("postgresql", "wordpress") is not on this machine; empty when all is there."""
    if name == "postgresql":
        return [] if find_postgresql_bin() else ["initdb"]
    if name == "wordpress":
        programs = [program for program in ("php", "mariadbd", "mariadb-install-db") if find_program(program) is None]
        files = [] if (WORDPRESS_SOURCE / "wp-load.php").exists() else [str(WORDPRESS_SOURCE)]
        return programs + files + ([] if list_themes() else ["theme"])
    if name == "dokuwiki":
        return _missing_php(DOKUWIKI_SOURCE / "doku.php")
    if name == "mediawiki":
        return _missing_php(MEDIAWIKI_SOURCE / "index.php")
    if name == "redmine":
        return [name for name in PACKAGES["redmine"].split() if not Path("/usr/share/doc", name).exists()]
    if name == "chromium":
        return [] if find_program("chromium") else ["chromium"]
    if name == "npm":
        return [program for program in ("node", "npm") if find_program(program) is None]
    if name == "pip":
        return [program for program in ("python3",) if find_program(program) is None]
    raise KeyError(f"no service is called {name!r}; known: {', '.join(PACKAGES)}")


def _missing_php(program: Path) -> list[str]:
    return [*([] if find_program("php") else ["php"]), *([] if program.exists() else [str(program)])]


def is_offered(name: str) -> bool:
    """Whether this machine's Debian has the packages of a service: not every release has Redmine."""
    if name != "redmine" or shutil.which("apt-cache") is None:
        return True
    return subprocess.run(["apt-cache", "show", name], capture_output=True, check=False).returncode == 0


def require(name: str) -> None:
    """Skip the calling test when a service is not installed; with CI=true that is a failure, not a skip."""
    missing = list_missing(name)
    if not missing:
        return
    reason = f"{name} is not installed (no {', '.join(missing)}): apt-get install {PACKAGES[name]}"
    if os.environ.get("CI") == "true" and is_offered(name):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
