"""Which records refer to one, found without reading them all: retention asks it of every record."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_records_refers_to", "records", ["refers_to"])


def downgrade() -> None:
    op.drop_index("ix_records_refers_to", "records")
