"""The list of ASVS 5.0 items: whatever is said to be met is shown by a test that exists."""

import ast
import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def load_items():
    with (ROOT / "web/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_met_is_shown_by_a_test():
    rows = load_items()
    assert len({row["item"] for row in rows}) == len(rows) >= 50
    for row in rows:
        assert re.fullmatch(r"V\d+\.\d+\.\d+", row["item"]) and row["level"] in ("1", "2"), row
        assert row["state"] in ("met", "partly", "not_met") and row["what"], row
        assert row["note"] or row["state"] == "met", row
        if row["state"] != "not_met":
            path, _, name = row["shown_by"].partition("::")
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, row
