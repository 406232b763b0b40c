"""Findings, certificates and decisions, with triggers that refuse what was not observed and any change."""

import sqlalchemy as sa
from alembic import op

from crawler.schema import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OBSERVED = "('observed', 'observed_empty')"
READ = "('observed', 'observed_empty', 'not_modified', 'not_found', 'binary')"

#: name -> (table, event, condition under which it is refused, the words)
REFUSALS = {
    "ground_is_observed": ("certificate_grounds", "INSERT", f"""
        NOT EXISTS (SELECT 1 FROM nights WHERE id = NEW.night_id AND state IN ('complete', 'partial'))
        OR (NEW.channel_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM channel_nights c JOIN certificates t ON t.digest = NEW.certificate AND t.portal = c.portal
            WHERE c.night_id = NEW.night_id AND c.channel_id = NEW.channel_id AND c.state IN {OBSERVED}))
        OR (NEW.visit_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM visits v JOIN certificates t ON t.digest = NEW.certificate AND t.portal = v.portal
            WHERE v.id = NEW.visit_id AND v.night_id = NEW.night_id AND v.outcome IN {READ}))
        """, "a certificate may only rest on what was observed"),
    "negative_is_certified": ("findings", "INSERT", """
        NEW.negative AND NOT EXISTS (
            SELECT 1 FROM certificates t WHERE t.digest = NEW.certificate AND t.holds AND t.portal = NEW.portal
            AND (SELECT COUNT(DISTINCT g.night_id) FROM certificate_grounds g WHERE g.certificate = t.digest)
                >= CASE WHEN t.needed < 1 THEN 1 ELSE t.needed END)
        """, "a negative finding needs a certificate that holds"),
    "cited_channel_stays": ("channel_nights", "UPDATE", f"""
        NEW.state NOT IN {OBSERVED} AND EXISTS (SELECT 1 FROM certificate_grounds g
            WHERE g.night_id = OLD.night_id AND g.channel_id = OLD.channel_id)
        """, "a finding rests on this observation"),
    "cited_visit_stays": ("visits", "UPDATE", f"""
        (NEW.outcome IS NULL OR NEW.outcome NOT IN {READ})
        AND EXISTS (SELECT 1 FROM certificate_grounds g WHERE g.visit_id = OLD.id)
        """, "a finding rests on this observation"),
}
APPEND_ONLY = ("channel_changes", "question_changes", "certificates", "certificate_grounds", "findings", "decisions")


def upgrade() -> None:
    op.create_table(
        "channel_changes",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_channel_changes_channel_id_channels")),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name=op.f("fk_channel_changes_night_id_nights")),
        sa.PrimaryKeyConstraint("channel_id", "night_id", name=op.f("pk_channel_changes")),
    )
    op.create_table(
        "question_changes",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name=op.f("fk_question_changes_night_id_nights")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"],
                                name=op.f("fk_question_changes_question_id_questions")),
        sa.PrimaryKeyConstraint("question_id", "night_id", name=op.f("pk_question_changes")),
    )
    op.create_table(
        "certificates",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_certificates")),
    )
    op.create_table(
        "certificate_grounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=64), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("channel_id IS NOT NULL OR visit_id IS NOT NULL",
                           name=op.f("ck_certificate_grounds_names_an_observation")),
        sa.ForeignKeyConstraint(["certificate"], ["certificates.digest"],
                                name=op.f("fk_certificate_grounds_certificate_certificates")),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name=op.f("fk_certificate_grounds_night_id_nights")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_certificate_grounds_visit_id_visits")),
        sa.ForeignKeyConstraint(["night_id", "channel_id"], ["channel_nights.night_id", "channel_nights.channel_id"],
                                name=op.f("fk_certificate_grounds_night_id_channel_id_channel_nights")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_grounds")),
    )
    op.create_index(op.f("ix_certificate_grounds_certificate"), "certificate_grounds", ["certificate"])
    op.create_index(op.f("ix_certificate_grounds_visit_id"), "certificate_grounds", ["visit_id"])
    op.create_index("ix_certificate_grounds_night_id_channel_id", "certificate_grounds", ["night_id", "channel_id"])
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("portal", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("negative", sa.Boolean(), nullable=False),
        sa.Column("life", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("page", sa.JSON(), nullable=False),
        sa.Column("measured", sa.JSON(), nullable=False),
        sa.Column("threshold", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("certificate", sa.String(length=64), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.CheckConstraint("NOT negative OR certificate IS NOT NULL",
                           name=op.f("ck_findings_negative_has_a_certificate")),
        sa.ForeignKeyConstraint(["certificate"], ["certificates.digest"],
                                name=op.f("fk_findings_certificate_certificates")),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name=op.f("fk_findings_night_id_nights")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("fingerprint", "night_id", name=op.f("uq_findings_fingerprint_night_id")),
    )
    op.create_index(op.f("ix_findings_night_id"), "findings", ["night_id"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_decisions_finding_id_findings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_fingerprint"), "decisions", ["fingerprint"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, event, condition, words) in REFUSALS.items():
        _refuse(sqlite, name, table, event, condition, words)
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            _refuse(sqlite, f"{table}_keeps_{event.lower()}", table, event, "1 = 1", f"{table} is append-only")


def _refuse(sqlite: bool, name: str, table: str, event: str, condition: str, words: str) -> None:
    if sqlite:
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
                   f"BEGIN SELECT RAISE(ABORT, '{words}'); END")
        return
    row = "OLD" if event == "DELETE" else "NEW"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
               f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
               f"RETURN {row}; END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    raise NotImplementedError("findings are not thrown away: restore a backup instead")
