"""Frozen reports, append-only."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WORDS = "frozen_reports is append-only"


def upgrade() -> None:
    op.create_table(
        "frozen_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("book", sa.String(length=64), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("rubric", sa.String(length=64), nullable=True),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("override", sa.Text(), nullable=True),
        sa.Column("change_note", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("frozen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_reports")),
        sa.UniqueConstraint("kind", "period_start", "period_end", "version",
                            name=op.f("uq_frozen_reports_kind_period_start_period_end_version")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for event in ("UPDATE", "DELETE"):
        _refuse(sqlite, f"frozen_reports_keeps_{event.lower()}", event)


def _refuse(sqlite: bool, name: str, event: str) -> None:
    if sqlite:
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON frozen_reports FOR EACH ROW "
                   f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
               f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON frozen_reports FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    op.drop_table("frozen_reports")
    if op.get_bind().dialect.name == "postgresql":
        for event in ("update", "delete"):
            op.execute(f"DROP FUNCTION frozen_reports_keeps_{event}()")
