"""Findings as SARIF 2.1.0: what failed, what a person dismissed and why, and what could not be told (kind open)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from monitor.review import STATES

Row = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(rows: Sequence[Row], unseen: Sequence[Row], base: str, version: str) -> bytes:
    """One run. `unseen` are portals of the newest night that could not be observed: kind open, level none."""
    rules: dict[str, Row] = {}
    results = [_result(row, rules, base) for row in rows] + [_open(row, rules) for row in unseen]
    run = {
        "tool": {"driver": {"name": "Soi Cong", "version": version, "rules": list(rules.values())}},
        "language": "vi", "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1).encode()


def _result(row: Row, rules: dict[str, Row], base: str) -> Row:
    rule = f"{row['kind']}/{row['subject']}" if row["kind"].startswith("section") else row["kind"]
    rules.setdefault(rule, {"id": rule, "shortDescription": {"text": row["title"]},
                            "help": {"text": "; ".join(row["basis"]) or row["title"]}})
    result: Row = {
        "ruleId": rule, "kind": "pass" if row["state"] == "fixed" else "fail",
        "level": "none" if row["state"] == "fixed" else "warning", "message": {"text": row["sentence"]},
        "partialFingerprints": {"soiCong/v1": row["finding"]}, "hostedViewerUri": f"{base}/findings/{row['finding']}",
        "locations": [{"logicalLocations": [{"name": row["portal"], "fullyQualifiedName": row["name"]}]}],
        "properties": {"state": STATES[row["state"]], "since": row["since"], "lastNight": row["last_night"]},
    }
    if row["state"] == "dismissed":
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": row["reason"] or ""}]
    return result


def _open(row: Row, rules: dict[str, Row]) -> Row:
    rules.setdefault("not_observed", {"id": "not_observed", "shortDescription": {"text": "Cổng không quan sát được"}})
    return {
        "ruleId": "not_observed", "kind": "open", "level": "none",
        "message": {"text": row["reason_words"] or row["state_words"]},
        "locations": [{"logicalLocations": [{"name": row["portal"], "fullyQualifiedName": row["name"]}]}],
    }
