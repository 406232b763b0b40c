"""Pictures of the pages behind findings."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("browser", sa.String(length=32), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("deleted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_pictures_visit_id_visits")),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name=op.f("fk_pictures_night_id_nights")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_pictures")),
    )
    op.create_index(op.f("ix_pictures_night_id"), "pictures", ["night_id"])
    op.create_index(op.f("ix_pictures_portal"), "pictures", ["portal"])


def downgrade() -> None:
    op.drop_table("pictures")
