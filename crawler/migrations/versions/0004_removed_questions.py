"""The deletion ledger, and what home pages and single pages say besides their text."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("last_seen", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name=op.f("fk_question_removals_night_id_nights")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_removals")),
        sa.UniqueConstraint("portal", "key", "night_id", name=op.f("uq_question_removals_portal_key_night_id")),
    )
    op.create_table(
        "removal_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("removal_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["removal_id"], ["question_removals.id"],
                                name=op.f("fk_removal_reasons_removal_id_question_removals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_reasons")),
    )
    op.add_column("night_portals", sa.Column("home", sa.JSON(), nullable=True))
    op.add_column("channel_nights", sa.Column("named", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("channel_nights", "named")
    op.drop_column("night_portals", "home")
    op.drop_table("removal_reasons")
    op.drop_table("question_removals")
