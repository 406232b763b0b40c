"""Files that people add to findings, never changed but taken away once; and who answers for a portal."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEPT = ("fingerprint", "portal", "name", "ending", "length", "digest", "person", "added_at")
ELSE = "OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR " + " OR ".join(f"NEW.{c} <> OLD.{c}" for c in KEPT)


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=20), nullable=False),
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ending", sa.String(length=8), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("removed_at", UtcTime(), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.Column("removed_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_fingerprint"), "attachments", ["fingerprint"])
    op.create_index(op.f("ix_attachments_added_at"), "attachments", ["added_at"])
    _refuse("attachments_keep_update", "UPDATE", ELSE, "an attachment is only taken away, once")
    _refuse("attachments_keep_delete", "DELETE", "1 = 1", "attachments is append-only")
    op.create_table(
        "portal_contacts",
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("portal", name=op.f("pk_portal_contacts")),
    )


def _refuse(name: str, event: str, condition: str, words: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON attachments FOR EACH ROW WHEN {condition} "
                   f"BEGIN SELECT RAISE(ABORT, '{words}'); END")
        return
    row = "OLD" if event == "DELETE" else "NEW"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
               f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
               f"RETURN {row}; END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON attachments FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    raise NotImplementedError("what people added is not thrown away: restore a backup instead")
