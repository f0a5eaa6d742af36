"""The translation memory: sources, their translations, the index for similar ones, what it was filled from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "memory_sources",
        sa.Column("id", ID, nullable=False),
        sa.Column("pair", sa.String(length=72), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memory_sources")),
        sa.UniqueConstraint("key", name=op.f("uq_memory_sources_key")),
    )
    op.create_table(
        "memory_units",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("source_language", sa.String(length=35), nullable=False),
        sa.Column("target_language", sa.String(length=35), nullable=False),
        sa.Column("grain", sa.String(length=8), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("before_key", sa.BigInteger(), nullable=True),
        sa.Column("after_key", sa.BigInteger(), nullable=True),
        sa.Column("version_id", ID, nullable=True),
        sa.Column("translator_id", ID, nullable=True),
        sa.Column("translator", sa.String(length=200), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("grain in ('block', 'segment')", name=op.f("ck_memory_units_grain")),
        sa.ForeignKeyConstraint(["source_id"], ["memory_sources.id"], name=op.f("fk_memory_units_source_id_memory_sources")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_memory_units_version_id_versions")),
        sa.ForeignKeyConstraint(["translator_id"], ["people.id"], name=op.f("fk_memory_units_translator_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memory_units")),
        sa.UniqueConstraint("key", name=op.f("uq_memory_units_key")),
    )
    op.create_index("ix_memory_units_source_id", "memory_units", ["source_id", "id"])
    for name, column, where in (("version_id", "version_id", "version_id is not null"), ("origin", "origin", "origin <> ''")):
        op.create_index(f"ix_memory_units_{name}", "memory_units", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "memory_grams",
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", ID, autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sources", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "part", name=op.f("pk_memory_grams")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":  # long rows are for reading fast, not for compressing
        op.execute("alter table memory_grams alter column sources set storage external")
    op.create_table(
        "memory_fills",
        sa.Column("version_id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_memory_fills_version_id_versions")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_memory_fills")),
    )


def downgrade() -> None:
    """What was imported is gone then; what the newsroom's own versions taught can be filled in again (`memory fill`)."""
    for table in ("memory_fills", "memory_grams", "memory_units", "memory_sources"):
        op.drop_table(table)
