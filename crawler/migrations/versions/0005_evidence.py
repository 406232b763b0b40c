"""Where the bytes of each visit are kept."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "records",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.String(length=64), nullable=True),
        sa.Column("refers_to", sa.Integer(), nullable=True),
        sa.Column("deleted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_records_visit_id_visits")),
        sa.ForeignKeyConstraint(["refers_to"], ["records.visit_id"], name=op.f("fk_records_refers_to_records")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_night", "records", ["night"])
    op.create_index("ix_records_payload_url", "records", ["payload", "url"])


def downgrade() -> None:
    op.drop_table("records")
