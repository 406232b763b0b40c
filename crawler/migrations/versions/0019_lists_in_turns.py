"""Lists that may be left out for some nights, and how many a night left out."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("channels", sa.Column("rests_until", sa.Date(), nullable=True))
    op.add_column("night_portals", sa.Column("left_out", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("what a night left out is part of its record: restore a backup instead")
