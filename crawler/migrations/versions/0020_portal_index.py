"""One portal's nights are found without passing by all portals'."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_night_portals_portal"), "night_portals", ["portal"])


def downgrade() -> None:
    op.drop_index(op.f("ix_night_portals_portal"), "night_portals")
