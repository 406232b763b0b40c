"""Who may know what: imports go one way, reading knows neither Scrapy nor the database, and parts start alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = {"crawler", "spiders", "monitor", "reports", "web", "sample"}

MAY = {
    "crawler": {"crawler"},
    "spiders": {"spiders", "crawler"},
    "monitor": {"monitor", "crawler"},
    "reports": {"reports", "monitor", "crawler"},
    "web": {"web", "reports", "monitor", "crawler"},
    "sample": {"sample"},
}
NOT_IN_READING = {"scrapy", "twisted", "sqlalchemy", "alembic"}
NOT_IN_MONITOR = {"scrapy", "twisted", "bs4", "selectolax", "lxml", "docx"}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return found


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("part", sorted(MAY))
def test_imports_go_one_way(part):
    wrong = {
        f"{path.relative_to(ROOT)} imports {top}"
        for path in (ROOT / part).rglob("*.py") for top in (tops(path) & PARTS) - MAY[part]
    }
    assert wrong == set()


def test_reading_runs_on_a_file():
    wrong = {
        f"{path.name} imports {top}"
        for path in (ROOT / "spiders/reading").rglob("*.py") for top in tops(path) & NOT_IN_READING
    }
    assert wrong == set()


def test_html_is_known_only_under_reading():
    outside = [*(ROOT / "spiders").glob("*.py"), *(ROOT / "crawler").rglob("*.py")]
    wrong = {f"{p.name} imports {t}" for p in outside for t in tops(p) & {"bs4", "selectolax", "lxml", "parsel"}}
    assert wrong == set()


def test_spiders_write_no_database_queries():
    assert {p.name for p in (ROOT / "spiders").rglob("*.py") if "sqlalchemy" in tops(p)} == set()


def test_monitor_knows_neither_scrapy_nor_html():
    wrong = {f"{p.name} imports {t}" for p in (ROOT / "monitor").rglob("*.py") for t in tops(p) & NOT_IN_MONITOR}
    assert wrong == set()


@pytest.mark.parametrize("module", ["monitor.__main__", "reports.__main__", "crawler.registry", "spiders.reading"])
def test_parts_start_without_twisted(module):
    code = f"import sys, {module}; print([m for m in ('twisted', 'scrapy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_product_does_not_know_its_practice_ground():
    words = ("127.1.", "8161", "sample", "Soi Cổng mẫu")
    wrong = {
        f"{path.relative_to(ROOT)}: {word}"
        for part in ("crawler", "spiders", "monitor", "reports", "web") for path in (ROOT / part).rglob("*.py")
        for word in words if word in path.read_text()
    }
    assert wrong == set()
