"""The pages, one file each; `VIEWS` is what the application serves."""

from __future__ import annotations

from fastapi import APIRouter

from web.views import (
    api,
    attachments,
    audit,
    builder,
    calendar,
    contacts,
    evidence,
    filters,
    finding,
    findings,
    imported,
    imports,
    inactive,
    login,
    note_drafts,
    overview,
    owners,
    people,
    portals,
    qa,
    qa_beside,
    reports,
    rubrics,
    rulings,
    runs,
    score_history,
    scores,
)

VIEWS: tuple[APIRouter, ...] = tuple(
    view.router for view in (login, overview, findings, finding, evidence, portals, inactive, qa, runs, scores, rulings,
                             note_drafts, audit, people, owners, api, calendar, rubrics, reports, builder, imports,
                             imported, filters, attachments, contacts, score_history, qa_beside))
