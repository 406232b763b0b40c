"""The seals of the nights."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", UtcTime(), nullable=False),
        sa.Column("stamp", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name=op.f("fk_seals_night_id_nights")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_seals")),
        sa.UniqueConstraint("night", "version", name=op.f("uq_seals_night_version")),
        sa.UniqueConstraint("digest", name=op.f("uq_seals_digest")),
    )


def downgrade() -> None:
    op.drop_table("seals")
