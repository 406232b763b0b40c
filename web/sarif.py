"""Findings as SARIF 2.1.0: what failed, what a person dismissed and why, and what could not be told (kind open)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from monitor.explain import Seen
from monitor.review import STATES

Row = dict[str, Any]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(rows: Sequence[Row], unseen: Sequence[Row], seen: Mapping[int, Seen], base: str, version: str) -> bytes:
    """One run. `unseen` are portals of the newest night that could not be observed: kind open, level none. `seen` are
    the requests behind the findings: the first of each as request and response, its bytes as an attachment."""
    rules: dict[str, Row] = {}
    firsts = [_first(row, seen) for row in rows]
    kept = {visit: n for n, visit in enumerate(sorted({visit for visit in firsts if visit is not None}))}
    results = [_result(row, rules, base) | _exchange(visit, seen, kept, base)
               for row, visit in zip(rows, firsts, strict=True)] + [_open(row, rules) for row in unseen]
    run = {
        "tool": {"driver": {"name": "Soi Cong", "version": version, "rules": list(rules.values())}},
        "language": "vi", "results": results,
        "artifacts": [_artifact(visit, seen[visit], base) for visit in kept],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1).encode()


def _first(row: Row, seen: Mapping[int, Seen]) -> int | None:
    """The first request behind a finding that is known."""
    return next((visit for visit in sorted(row["evidence"]) if visit in seen), None)


def _exchange(visit: int | None, seen: Mapping[int, Seen], kept: Mapping[int, int], base: str) -> Row:
    if visit is None:
        return {}
    said: Row = {"webRequest": {"method": "GET", "target": seen[visit].url}, "attachments": [{
        "description": {"text": "Trang đã lưu"},
        "artifactLocation": {"uri": f"{base}/evidence/{visit}/bytes", "index": kept[visit]}}]}
    if seen[visit].status is None:
        return said | {"webResponse": {"noResponseReceived": True}}
    return said | {"webResponse": {"statusCode": seen[visit].status, "noResponseReceived": False}}


def _artifact(visit: int, one: Seen, base: str) -> Row:
    hashes = {"hashes": {"sha-256": one.sha256}} if one.sha256 else {}
    return {"location": {"uri": f"{base}/evidence/{visit}/bytes"}, "roles": ["attachment"]} | hashes


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
