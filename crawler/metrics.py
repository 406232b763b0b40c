"""The state of the nights as a text file for Prometheus's node_exporter (textfile collector), replaced at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.models import Night, NightPortal, Record, Seal, Visit


def write_metrics(session: Session, data_dir: Path, path: Path, *, alarm: bool) -> None:
    """Write what is known of the newest night that ran; a night that never was has no lines."""
    registry = CollectorRegistry()

    def tell(name: str, words: str, value: float) -> None:
        Gauge(f"soicong_{name}", words, registry=registry).set(value)

    tell("alarm", "1 when tonight is missing, unfinished, unsealed or worth nothing", float(alarm))
    tell("data_free_bytes", "Free space where the data lies", shutil.disk_usage(data_dir).free)
    night = session.scalar(select(Night).where(Night.state != "skipped").order_by(Night.night.desc()).limit(1))
    if night is not None:
        tell("night_started_timestamp_seconds", "When the newest night began", night.started_at.timestamp())
        if night.ended_at is not None and night.exit_code is not None:
            tell("night_ended_timestamp_seconds", "When it ended", night.ended_at.timestamp())
            tell("night_exit_code", "0 complete, 3 some portals not observed, 4 void", night.exit_code)
        states = Gauge("soicong_night_portals", "Portals of the newest night by state", ["state"], registry=registry)
        for state, count in session.execute(select(NightPortal.state, func.count())
                                            .where(NightPortal.night_id == night.id).group_by(NightPortal.state)):
            states.labels(state or "open").set(count)
        done, planned = session.execute(select(func.count(Visit.outcome), func.count())
                                        .where(Visit.night_id == night.id)).one()
        tell("night_requests", "Requests of the newest night", planned)
        tell("night_requests_open", "Those without an outcome", planned - done)
        tell("night_evidence_bytes", "Bytes of its records", session.scalar(
            select(func.coalesce(func.sum(Record.length), 0)).where(Record.night == night.night)) or 0)
    sealed = session.scalar(select(Seal.sealed_at).order_by(Seal.seq.desc()).limit(1))
    if sealed is not None:
        tell("sealed_timestamp_seconds", "When the newest seal was made", sealed.timestamp())
    tell("seals_waiting", "Seals that no authority has stamped yet",
         session.scalar(select(func.count()).where(Seal.stamp == "waiting")) or 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_to_textfile(str(path), registry)
