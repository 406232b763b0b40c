"""Who looks at which finding, append-only on both databases; filters that people keep; findings found by portal."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=20), nullable=False),
        sa.Column("assignee", sa.String(length=64), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("assigned_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_fingerprint"), "assignments", ["fingerprint"])
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_saved_filters_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
    )
    op.create_index(op.f("ix_saved_filters_person_id"), "saved_filters", ["person_id"])
    op.create_index("ix_findings_portal_night_id", "findings", ["portal", "night_id"])
    for event in ("UPDATE", "DELETE"):
        _refuse(event)


def _refuse(event: str) -> None:
    name, words = f"assignments_keeps_{event.lower()}", "assignments is append-only"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON assignments FOR EACH ROW "
                   f"BEGIN SELECT RAISE(ABORT, '{words}'); END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
               f"BEGIN RAISE EXCEPTION '{words}'; END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON assignments FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    op.drop_index("ix_findings_portal_night_id", "findings")
    op.drop_table("saved_filters")
    op.drop_table("assignments")
    if op.get_bind().dialect.name == "postgresql":
        for event in ("update", "delete"):
            op.execute(f"DROP FUNCTION assignments_keeps_{event}()")
