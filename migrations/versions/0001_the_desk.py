"""The desk: articles, versions, revisions, texts, blocks, people, claims, events, settings, publications."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FROZEN = ("texts", "revisions", "events")  # what no verb may change or delete: the database itself says no


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=False),
        sa.Column("original_language", sa.String(length=35), nullable=False),
        sa.Column("date", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("key", name=op.f("uq_articles_key")),
    )
    op.create_index(op.f("ix_articles_section"), "articles", ["section"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("handle", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("handle", name=op.f("uq_people_handle")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "texts",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
        sa.UniqueConstraint("digest", name=op.f("uq_texts_digest")),
    )
    op.create_table(
        "article_tags",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("tag", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_tags_article_id_articles")),
        sa.PrimaryKeyConstraint("article_id", "tag", name=op.f("pk_article_tags")),
    )
    op.create_index("ix_article_tags_tag", "article_tags", ["tag"], unique=False)
    op.create_table(
        "blocks",
        sa.Column("text_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_blocks_text_id_texts")),
        sa.PrimaryKeyConstraint("text_id", "position", name=op.f("pk_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person_languages",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("use", sa.String(length=8), nullable=False),
        sa.CheckConstraint("use in ('reads', 'writes')", name=op.f("ck_person_languages_use")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_languages_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "language", "use", name=op.f("pk_person_languages")),
    )
    op.create_table(
        "person_roles",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.CheckConstraint("role in ('translator', 'reviewer', 'coordinator', 'publisher', 'operator')", name=op.f("ck_person_roles_role")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_roles_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "role", "language", name=op.f("pk_person_roles")),
    )
    op.create_table(
        "versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("parent_language", sa.String(length=35), nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("origin", sa.String(length=2000), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("translator_id", ID, nullable=True),
        sa.Column("reviewer_id", ID, nullable=True),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head_id", ID, nullable=True),
        sa.Column("live_id", ID, nullable=True),
        sa.Column("behind_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("parent_id is null or parent_language <> ''", name=op.f("ck_versions_original_has_no_parent")),
        sa.CheckConstraint("status <> 'draft' or parent_language = ''", name=op.f("ck_versions_only_an_original_is_a_draft")),
        sa.CheckConstraint(
            "status in ('draft', 'requested', 'translating', 'in_review', 'approved', 'published', 'withdrawn', 'cancelled')",
            name=op.f("ck_versions_status"),
        ),
        sa.CheckConstraint("parent_id is null or parent_id <> id", name=op.f("ck_versions_not_its_own_parent")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_versions_article_id_articles")),
        sa.ForeignKeyConstraint(["head_id"], ["revisions.id"], name=op.f("fk_versions_head_id_revisions"), use_alter=True),
        sa.ForeignKeyConstraint(["live_id"], ["revisions.id"], name=op.f("fk_versions_live_id_revisions"), use_alter=True),
        sa.ForeignKeyConstraint(["parent_id"], ["versions.id"], name=op.f("fk_versions_parent_id_versions")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_versions_reviewer_id_people")),
        sa.ForeignKeyConstraint(["translator_id"], ["people.id"], name=op.f("fk_versions_translator_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("article_id", "language", name=op.f("uq_versions_article_id_language")),
    )
    op.create_index(
        "ix_versions_behind",
        "versions",
        ["behind_since", "language"],
        unique=False,
        sqlite_where=sa.text("behind_since is not null"),
        postgresql_where=sa.text("behind_since is not null"),
    )
    op.create_index(
        "ix_versions_due",
        "versions",
        ["due_at", "status"],
        unique=False,
        sqlite_where=sa.text("due_at is not null"),
        postgresql_where=sa.text("due_at is not null"),
    )
    op.create_index(
        "ix_versions_origin", "versions", ["origin"], unique=False, sqlite_where=sa.text("origin <> ''"), postgresql_where=sa.text("origin <> ''")
    )
    op.create_index(op.f("ix_versions_parent_id"), "versions", ["parent_id"], unique=False)
    op.create_index("ix_versions_progress", "versions", ["language", "status"], unique=False)
    op.create_index(op.f("ix_versions_translator_id"), "versions", ["translator_id"], unique=False)
    op.create_index("ix_versions_work", "versions", ["status", "language", "due_at"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_claims_person_id_people")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_claims_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    op.create_index(
        "ix_claims_due", "claims", ["until"], unique=False, sqlite_where=sa.text("ended_at is null"), postgresql_where=sa.text("ended_at is null")
    )
    op.create_index(
        "ix_claims_person_id",
        "claims",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(
        "uq_claims_open",
        "claims",
        ["version_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "revisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_id", ID, nullable=False),
        sa.Column("base_id", ID, nullable=True),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_revisions_author_id_people")),
        sa.ForeignKeyConstraint(["base_id"], ["revisions.id"], name=op.f("fk_revisions_base_id_revisions")),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_revisions_text_id_texts")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_revisions_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_revisions_version_id_number")),
    )
    op.create_index(op.f("ix_revisions_base_id"), "revisions", ["base_id"], unique=False)
    op.create_index(op.f("ix_revisions_text_id"), "revisions", ["text_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("version_id", ID, nullable=True),
        sa.Column("revision_id", ID, nullable=True),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_events_actor_id_people")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_events_article_id_articles")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_events_revision_id_revisions")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_events_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_article_id", "events", ["article_id", "id"], unique=False)
    op.create_index("ix_events_version_id", "events", ["version_id", "id"], unique=False)
    op.create_table(
        "pairings",
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("base_position", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_pairings_revision_id_revisions")),
        sa.PrimaryKeyConstraint("revision_id", "position", "base_position", name=op.f("pk_pairings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "publications",
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("location", sa.String(length=2000), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_publications_revision_id_revisions")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_publications_version_id_versions")),
        sa.PrimaryKeyConstraint("channel", "version_id", name=op.f("pk_publications")),
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite has both in `create table`; PostgreSQL wants the table first
        for column in ("head_id", "live_id"):
            op.create_foreign_key(op.f(f"fk_versions_{column}_revisions"), "versions", "revisions", [column], ["id"], use_alter=True)
    _freeze()


def _freeze() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in FROZEN:
            for verb in ("update", "delete"):
                op.execute(f"create trigger frozen_{table}_{verb} before {verb} on {table} begin select raise(abort, '{table} are append-only'); end")
        return
    op.execute(
        "create function translate_flow_frozen() returns trigger language plpgsql as "
        "$$ begin raise exception '% are append-only', tg_table_name; end $$"
    )
    for table in FROZEN:
        op.execute(
            f"create trigger frozen_{table} before update or delete or truncate on {table} "
            "for each statement execute function translate_flow_frozen()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in FROZEN:
            op.execute(f"drop trigger frozen_{table} on {table}")
        op.execute("drop function translate_flow_frozen()")
        for column in ("head_id", "live_id"):
            op.drop_constraint(op.f(f"fk_versions_{column}_revisions"), "versions", type_="foreignkey")
    else:
        op.execute("update versions set head_id = null, live_id = null")  # `drop table revisions` would refuse otherwise
        op.execute("update versions set parent_id = null")
        for table in FROZEN:
            for verb in ("update", "delete"):
                op.execute(f"drop trigger frozen_{table}_{verb}")
    op.drop_table("publications")
    op.drop_table("pairings")
    op.drop_index("ix_events_version_id", table_name="events")
    op.drop_index("ix_events_article_id", table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_revisions_text_id"), table_name="revisions")
    op.drop_index(op.f("ix_revisions_base_id"), table_name="revisions")
    op.drop_table("revisions")
    op.drop_index("uq_claims_open", table_name="claims", sqlite_where=sa.text("ended_at is null"), postgresql_where=sa.text("ended_at is null"))
    op.drop_index("ix_claims_person_id", table_name="claims", sqlite_where=sa.text("ended_at is null"), postgresql_where=sa.text("ended_at is null"))
    op.drop_index("ix_claims_due", table_name="claims", sqlite_where=sa.text("ended_at is null"), postgresql_where=sa.text("ended_at is null"))
    op.drop_table("claims")
    op.drop_index("ix_versions_work", table_name="versions")
    op.drop_index(op.f("ix_versions_translator_id"), table_name="versions")
    op.drop_index("ix_versions_progress", table_name="versions")
    op.drop_index(op.f("ix_versions_parent_id"), table_name="versions")
    op.drop_index("ix_versions_origin", table_name="versions", sqlite_where=sa.text("origin <> ''"), postgresql_where=sa.text("origin <> ''"))
    op.drop_index(
        "ix_versions_due", table_name="versions", sqlite_where=sa.text("due_at is not null"), postgresql_where=sa.text("due_at is not null")
    )
    op.drop_index(
        "ix_versions_behind",
        table_name="versions",
        sqlite_where=sa.text("behind_since is not null"),
        postgresql_where=sa.text("behind_since is not null"),
    )
    op.drop_table("versions")
    op.drop_table("person_roles")
    op.drop_table("person_languages")
    op.drop_table("blocks")
    op.drop_index("ix_article_tags_tag", table_name="article_tags")
    op.drop_table("article_tags")
    op.drop_table("texts")
    op.drop_table("settings")
    op.drop_table("people")
    op.drop_index(op.f("ix_articles_section"), table_name="articles")
    op.drop_table("articles")
