"""Portals that people ask to be looked at again tonight; a wish is never changed, only taken up, once."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ELSE = ("OLD.taken_at IS NOT NULL OR NEW.night_id <> OLD.night_id OR NEW.portal <> OLD.portal "
        "OR NEW.person <> OLD.person OR NEW.reason <> OLD.reason OR NEW.asked_at <> OLD.asked_at")


def upgrade() -> None:
    op.create_table(
        "reruns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name=op.f("fk_reruns_night_id_nights")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reruns")),
    )
    _refuse("reruns_keep_update", "UPDATE", ELSE, "a wish is only taken up, once")
    _refuse("reruns_keep_delete", "DELETE", "1 = 1", "reruns is append-only")


def _refuse(name: str, event: str, condition: str, words: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON reruns FOR EACH ROW WHEN {condition} "
                   f"BEGIN SELECT RAISE(ABORT, '{words}'); END")
        return
    row = "OLD" if event == "DELETE" else "NEW"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
               f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
               f"RETURN {row}; END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON reruns FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    raise NotImplementedError("wishes are not thrown away: restore a backup instead")
