"""The pages, one file each; `VIEWS` is what the application serves."""

from __future__ import annotations

from fastapi import APIRouter

from web.views import (
    api,
    audit,
    builder,
    calendar,
    evidence,
    filters,
    finding,
    findings,
    imports,
    inactive,
    login,
    overview,
    owners,
    people,
    portals,
    qa,
    reports,
    rubrics,
    rulings,
    runs,
    scores,
)

VIEWS: tuple[APIRouter, ...] = tuple(
    view.router for view in (login, overview, findings, finding, evidence, portals, inactive, qa, runs, scores, rulings,
                             audit, people, owners, api, calendar, rubrics, reports, builder, imports, filters))
