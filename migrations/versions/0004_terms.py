"""The glossary: terms of a language pair."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_language", sa.String(length=35), nullable=False),
        sa.Column("target_language", sa.String(length=35), nullable=False),
        sa.Column("key", sa.String(length=600), nullable=False),
        sa.Column("part_of_speech", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("forbidden", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("added_by", ID, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_terms_added_by_people")),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_terms_changed_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("source_language", "target_language", "key", "part_of_speech", name=op.f("uq_terms_source_language_target_language_key_part_of_speech")),
    )
    op.create_index("ix_terms_target_language", "terms", ["target_language"])


def downgrade() -> None:
    """The glossary is gone then; export it first."""
    op.drop_table("terms")
