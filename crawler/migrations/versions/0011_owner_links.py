"""Links that show one portal to its owner."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owner_links",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_owner_links")),
    )
    op.create_index(op.f("ix_owner_links_portal"), "owner_links", ["portal"])


def downgrade() -> None:
    op.drop_table("owner_links")
