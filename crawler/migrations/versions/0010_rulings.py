"""What people decide about points: proposals and the second person's answers, append-only on both databases."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OWN = "EXISTS (SELECT 1 FROM rulings r WHERE r.id = NEW.ruling_id AND r.person = NEW.person)"
KEY = ("portal", "period_start", "period_end", "component", "item", "fault", "about", "version")


def upgrade() -> None:
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("component", sa.String(length=24), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("fault", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("points", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("proposed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
        sa.UniqueConstraint(*KEY, name="uq_rulings_version"),
    )
    op.create_table(
        "ruling_answers",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["ruling_id"], ["rulings.id"], name=op.f("fk_ruling_answers_ruling_id_rulings")),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_ruling_answers")),
    )
    for table in ("rulings", "ruling_answers"):
        for event in ("UPDATE", "DELETE"):
            _refuse(f"{table}_keeps_{event.lower()}", table, event, "1 = 1", f"{table} is append-only")
    _refuse("second_person_answers", "ruling_answers", "INSERT", OWN, "nobody answers a proposal of their own")


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
