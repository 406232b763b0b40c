"""Posts counted per portal, list and month; filled from the posts that are there."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FILL = """INSERT INTO post_counts (portal, channel_id, kind, month, posts)
SELECT p.portal, {channel}, p.kind, {month}, count(*) FROM posts p {join}
WHERE p.published_on IS NOT NULL AND p.date_grade <> 'unknown' AND p.published_on <= p.last_seen
GROUP BY p.portal, p.kind, {month} {by}"""


def upgrade() -> None:
    op.create_table(
        "post_counts",
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "channel_id", "kind", "month", name=op.f("pk_post_counts")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    month = "date(p.published_on, 'start of month')" if sqlite else "CAST(date_trunc('month', p.published_on) AS date)"
    op.execute(FILL.format(channel="0", month=month, join="", by=""))
    op.execute(FILL.format(channel="c.channel_id", month=month, join="JOIN post_channels c ON c.post_id = p.id",
                           by=", c.channel_id"))


def downgrade() -> None:
    op.drop_table("post_counts")
