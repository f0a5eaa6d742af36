"""Adoption: runs over a site, and what was inferred of its texts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "adoptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("source", sa.String(length=2000), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=200), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_adoptions_actor_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoptions")),
    )
    op.create_index("ix_adoptions_source", "adoptions", ["source", "id"])
    op.create_table(
        "inferences",
        sa.Column("id", ID, nullable=False),
        sa.Column("adoption_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=2000), nullable=False),
        sa.Column("other", sa.String(length=2000), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("version_id", ID, nullable=True),
        sa.Column("text_id", ID, nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('belongs', 'language', 'parent', 'base', 'contradiction')", name=op.f("ck_inferences_kind")),
        sa.CheckConstraint("state in ('taken', 'queued', 'accepted', 'rejected')", name=op.f("ck_inferences_state")),
        sa.ForeignKeyConstraint(["adoption_id"], ["adoptions.id"], name=op.f("fk_inferences_adoption_id_adoptions")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_inferences_decided_by_people")),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_inferences_text_id_texts")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_inferences_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inferences")),
    )
    op.create_index("ix_inferences_origin", "inferences", ["origin"])
    op.create_index("ix_inferences_version_id", "inferences", ["version_id"])
    queued = sa.text("state = 'queued'")
    op.create_index("ix_inferences_queued", "inferences", ["confidence"], sqlite_where=queued, postgresql_where=queued)


def downgrade() -> None:
    """What was inferred is gone then, with the texts' places in the queue; versions that were adopted stay."""
    op.drop_table("inferences")
    op.drop_table("adoptions")
