"""What fell behind: classes of revisions, renderings block by block, deliberate differences, freshness remembered whole."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Each with a default, so that rows that are there get it without being touched: revisions are append-only.
ADDED = {
    "revisions": ("base_confidence", "change_class", "class_confirmed", "carried"),
    "versions": ("behind_class", "behind_blocks", "behind_words"),
}


def _column(name: str) -> sa.Column:
    if name in {"class_confirmed", "carried"}:
        return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
    if name in {"behind_blocks", "behind_words"}:
        return sa.Column(name, sa.Integer(), nullable=False, server_default="0")
    if name == "base_confidence":
        return sa.Column(name, sa.Double(), nullable=False, server_default="1")
    return sa.Column(name, sa.String(length=16), nullable=False, server_default="")


def upgrade() -> None:
    for table, names in ADDED.items():
        for name in names:
            op.add_column(table, _column(name))
    late = sa.text("behind_since is not null")
    op.create_index("ix_versions_behind_class", "versions", ["behind_class", "behind_since"], sqlite_where=late, postgresql_where=late)
    op.create_index("ix_blocks_digest", "blocks", ["digest"])
    op.create_table(
        "renderings",
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_position", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("text_id", ID, nullable=True),
        sa.Column("block", sa.Integer(), nullable=True),
        sa.Column("todo", sa.String(length=16), nullable=False),
        sa.Column("change_class", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_renderings_revision_id_revisions")),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_renderings_text_id_texts")),
        sa.PrimaryKeyConstraint("revision_id", "number", name=op.f("pk_renderings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "differences",
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("base_position", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('note', 'localised', 'omission')", name=op.f("ck_differences_kind")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_differences_revision_id_revisions")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_differences_person_id_people")),
        sa.PrimaryKeyConstraint("revision_id", "number", name=op.f("pk_differences")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """What was noted block by block is gone then; texts, revisions and their bases stay."""
    op.drop_table("differences")
    op.drop_table("renderings")
    op.drop_index("ix_blocks_digest", table_name="blocks")
    op.drop_index("ix_versions_behind_class", table_name="versions")
    for table, names in ADDED.items():
        for name in names:
            op.drop_column(table, name)
