"""Proposed rubric versions and the second person's answers, append-only on both databases."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OWN = "EXISTS (SELECT 1 FROM rubric_versions v WHERE v.id = NEW.version_id AND v.person = NEW.person)"


def upgrade() -> None:
    op.create_table(
        "rubric_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=96), nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("proposed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_versions")),
    )
    op.create_table(
        "rubric_answers",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["rubric_versions.id"],
                                name=op.f("fk_rubric_answers_version_id_rubric_versions")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_rubric_answers")),
    )
    for table in ("rubric_versions", "rubric_answers"):
        for event in ("UPDATE", "DELETE"):
            _refuse(f"{table}_keeps_{event.lower()}", table, event, "1 = 1", f"{table} is append-only")
    _refuse("second_person_publishes", "rubric_answers", "INSERT", OWN, "nobody publishes a version of their own")


def _refuse(name: str, table: str, event: str, condition: str, words: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
                   f"BEGIN SELECT RAISE(ABORT, '{words}'); END")
        return
    row = "OLD" if event == "DELETE" else "NEW"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
               f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
               f"RETURN {row}; END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    raise NotImplementedError("decisions are not thrown away: restore a backup instead")
