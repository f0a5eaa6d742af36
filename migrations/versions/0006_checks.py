"""Answers to the checks: findings that were dismissed, with the reason."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dismissals",
        sa.Column("id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("check_name", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_dismissals_person_id_people")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_dismissals_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissals")),
        sa.UniqueConstraint("version_id", "fingerprint", name=op.f("uq_dismissals_version_id_fingerprint")),
    )
    op.create_index("ix_dismissals_person_id", "dismissals", ["person_id"])


def downgrade() -> None:
    """What people answered is gone then; the checks find it again."""
    op.drop_table("dismissals")
