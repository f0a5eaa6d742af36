"""Channels and what they are due, releases and schedules, embargo and rights, corrections, pen names, former keys."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("channels", "dues", "former_keys", "pen_names", "redactions", "obligations", "correction_notes", "releases", "schedules", "release_versions")


def _key(*parts: str) -> sa.ForeignKeyConstraint:
    """A foreign key: table, column, other table, and what a deletion there does."""
    table, column, other, *rest = parts
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=rest[0] if rest else None)


def _words(name: str, length: int = 0, *, default: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=False, server_default="" if default else None)


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} in ({', '.join(map(repr, values))})", name=op.f(f"ck_{table}_{column}"))


def upgrade() -> None:
    for column in (sa.Column("embargo_until", MOMENT), sa.Column("rights_until", MOMENT), _words("rights_languages", 500)):
        op.add_column("articles", column)
    limited = sa.text("rights_until is not null")
    op.create_index("ix_articles_rights_until", "articles", ["rights_until"], sqlite_where=limited, postgresql_where=limited)
    for column in (_words("remote_id", 200), _words("mark", 200), _words("fingerprint", 64), _words("problem"), sa.Column("data", sa.JSON(), nullable=False, server_default="{}")):
        op.add_column("publications", column)
    _channels()
    _corrections()
    _releases()
    op.get_bind().execute(
        sa.text("insert into channels (name, kind, options, languages, uid, active, complete, problem, created_at) values ('site', 'site', '{}', '', :uid, :yes, :no, '', :now)")
        .bindparams(sa.bindparam("now", type_=MOMENT)), {"uid": secrets.token_hex(8), "yes": True, "no": False, "now": datetime.now(UTC)},
    )  # fmt: skip
    for name, table, moments, columns, select in TRIGGERS:
        _trigger(name, table, moments, columns, select)


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("id", ID, nullable=False),
        _words("name", 64, default=False),
        _words("kind", 16, default=False),
        sa.Column("options", sa.JSON(), nullable=False),
        _words("languages", 500),
        _words("uid", 32, default=False),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("complete", sa.Boolean(), nullable=False),
        _words("problem"),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("retry_at", MOMENT),
        sa.Column("tried_due", ID, nullable=False, server_default="0"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("brought_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("name", name=op.f("uq_channels_name")),
    )
    op.create_table(
        "dues",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("article_id", ID),
        _key("dues", "channel_id", "channels", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues")),
    )
    op.create_index("ix_dues_channel_id", "dues", ["channel_id", "id"])
    op.create_table(
        "former_keys",
        _words("key", 200, default=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _key("former_keys", "article_id", "articles"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_former_keys")),
    )
    op.create_index(op.f("ix_former_keys_article_id"), "former_keys", ["article_id"])
    op.create_table(
        "pen_names",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("article_id", ID),
        _words("name", 200, default=False),
        _words("also"),
        sa.Column("set_by", ID),
        sa.Column("at", MOMENT, nullable=False),
        _key("pen_names", "person_id", "people"),
        _key("pen_names", "article_id", "articles"),
        _key("pen_names", "set_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pen_names")),
    )
    op.create_index("uq_pen_names_person_id_article_id", "pen_names", ["person_id", "article_id"], unique=True)
    op.create_index(op.f("ix_pen_names_article_id"), "pen_names", ["article_id"])
    op.create_table(
        "redactions",
        sa.Column("version_id", ID, nullable=False),
        _words("name", 200, default=False),
        _words("instead", 200, default=False),
        sa.Column("set_by", ID),
        sa.Column("at", MOMENT, nullable=False),
        _key("redactions", "version_id", "versions"),
        _key("redactions", "set_by", "people"),
        sa.PrimaryKeyConstraint("version_id", "name", name=op.f("pk_redactions")),
    )


def _corrections() -> None:
    op.create_table(
        "obligations",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("wrong_id", ID),
        _words("kind", 16, default=False),
        _words("state", 16, default=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("person_id", ID),
        sa.Column("taken_at", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("closed_by", ID),
        sa.Column("closed_revision_id", ID),
        _words("reason", default=False),
        _words("note"),
        _key("obligations", "article_id", "articles"),
        _key("obligations", "version_id", "versions"),
        _key("obligations", "source_id", "revisions"),
        _key("obligations", "wrong_id", "revisions"),
        _key("obligations", "person_id", "people"),
        _key("obligations", "closed_by", "people"),
        _key("obligations", "closed_revision_id", "revisions"),
        _one_of("obligations", "kind", "correction", "takedown"),
        _one_of("obligations", "state", "open", "corrected", "withdrawn", "dismissed"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
    )
    op.create_index("uq_obligations_version_id_source_id_whole", "obligations", ["version_id", "source_id", "whole"], unique=True)
    op.create_index("ix_obligations_state", "obligations", ["state", "opened_at"])
    op.create_index("ix_obligations_article_id", "obligations", ["article_id"])
    op.create_table(
        "correction_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _words("text", default=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        _key("correction_notes", "version_id", "versions"),
        _key("correction_notes", "revision_id", "revisions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_notes")),
    )
    op.create_index("uq_correction_notes_version_id_revision_id", "correction_notes", ["version_id", "revision_id"], unique=True)


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", ID, nullable=False),
        _words("name", 200, default=False),
        _words("mode", 16, default=False),
        _words("state", 16, default=False),
        sa.Column("created_by", ID),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("out_at", MOMENT),
        _key("releases", "created_by", "people"),
        _one_of("releases", "mode", "together", "each"),
        _one_of("releases", "state", "open", "going", "out", "rolled_back"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("name", name=op.f("uq_releases_name")),
    )
    op.create_table(
        "schedules",
        sa.Column("id", ID, nullable=False),
        sa.Column("version_id", ID),
        sa.Column("release_id", ID),
        sa.Column("at", MOMENT, nullable=False),
        _words("zone", 64, default=False),
        _words("despite", default=False),
        _words("state", 16, default=False),
        _words("problem", default=False),
        sa.Column("again_at", MOMENT),
        sa.Column("seen_event", ID, nullable=False, server_default="0"),
        sa.Column("actor_id", ID),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        _key("schedules", "version_id", "versions"),
        _key("schedules", "release_id", "releases"),
        _key("schedules", "actor_id", "people"),
        _one_of("schedules", "state", "waiting", "done", "cancelled", "blocked"),
        sa.CheckConstraint("(version_id is null) <> (release_id is null)", name=op.f("ck_schedules_one_of_both")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    still = sa.text("state in ('waiting', 'blocked')")
    for name, columns, unique in (("uq_schedules_version_id", ["version_id"], True), ("uq_schedules_release_id", ["release_id"], True), ("ix_schedules_at", ["at"], False)):
        op.create_index(name, "schedules", columns, unique=unique, sqlite_where=still, postgresql_where=still)
    op.create_table(
        "release_versions",
        sa.Column("release_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        _words("state", 16, default=False),
        _words("before_status", 16, default=False),
        sa.Column("before_live_id", ID),
        sa.Column("before_published_at", MOMENT),
        _words("before_credit", 200, default=False),
        sa.Column("out_revision_id", ID),
        sa.Column("out_at", MOMENT),
        _key("release_versions", "release_id", "releases", "CASCADE"),
        _key("release_versions", "version_id", "versions"),
        _key("release_versions", "before_live_id", "revisions"),
        _key("release_versions", "out_revision_id", "revisions"),
        _one_of("release_versions", "state", "waiting", "out", "rolled_back"),
        sa.PrimaryKeyConstraint("release_id", "version_id", name=op.f("pk_release_versions")),
    )
    op.create_index("ix_release_versions_version_id", "release_versions", ["version_id"])


# What makes an article due: name, table, when, the columns whose change counts, and which articles (a query, or an expression).
_OF_PERSON = (
    "select distinct v.article_id from versions v where v.translator_id = {row}.{person}"
    " or exists (select 1 from revisions r where r.version_id = v.id and r.author_id = {row}.{person})"
    " or (v.credit <> '' and lower(v.credit) = (select lower(p.name) from people p where p.id = {row}.{person}))"
)
_OF_VERSION = "(select article_id from versions where id = {row}.version_id)"
TRIGGERS = (
    ("versions", "versions", "update", ("live_id", "published_at", "behind_since", "parent_language", "credit", "origin"), "{row}.article_id"),
    ("articles", "articles", "update", ("key", "kind", "section", "date", "original_language"), "{row}.id"),
    ("tags_in", "article_tags", "insert", (), "{row}.article_id"),
    ("tags_out", "article_tags", "delete", (), "{row}.article_id"),
    ("keys", "former_keys", "insert", (), "{row}.article_id"),
    ("keys_out", "former_keys", "delete", (), "{row}.article_id"),
    ("takedowns", "obligations", "insert", ("whole = true",), "{row}.article_id"),
    ("notes_in", "correction_notes", "insert", (), _OF_VERSION),
    ("notes", "correction_notes", "update", ("text", "shown", "at"), _OF_VERSION),
    ("people", "people", "update", ("name",), _OF_PERSON.replace("{person}", "id")),
    ("names_in", "pen_names", "insert", (), _OF_PERSON.replace("{person}", "person_id")),
    ("names", "pen_names", "update", ("name", "article_id", "also"), _OF_PERSON.replace("{person}", "person_id")),
    ("names_out", "pen_names", "delete", (), _OF_PERSON.replace("{person}", "person_id")),
    ("redactions_in", "redactions", "insert", (), _OF_VERSION),
    ("redactions", "redactions", "update", ("instead",), _OF_VERSION),
    ("redactions_out", "redactions", "delete", (), _OF_VERSION),
    ("settings_in", "settings", "insert", ("name in ('site_name', 'base_url')",), "cast(null as bigint)"),
    ("settings", "settings", "update", ("name in ('site_name', 'base_url')",), "cast(null as bigint)"),
)  # fmt: skip


def _trigger(name: str, table: str, moment: str, columns: tuple[str, ...], select: str) -> None:
    row = "old" if moment == "delete" else "new"
    what = select.format(row=row)
    articles = f"({what})" if what.startswith("select") else f"(select {what} as article_id)"
    insert = f"insert into dues (channel_id, article_id) select channels.id, a.article_id from channels, {articles} a where channels.complete"  # noqa: S608  words of this file
    postgres = op.get_bind().dialect.name == "postgresql"
    if columns and " " in columns[0]:
        of, when = "", f"{row}.{columns[0]}"
    else:
        unlike = "is distinct from" if postgres else "is not"
        of, when = f" of {', '.join(columns)}" if columns else "", " or ".join(f"old.{column} {unlike} new.{column}" for column in columns)
    condition = f" when ({when})" if when else ""
    if not postgres:
        op.execute(f"create trigger due_{name} after {moment}{of} on {table}{' for each row'}{condition} begin {insert}; end")
        return
    op.execute(f"create function translate_flow_due_{name}() returns trigger language plpgsql as $$ begin {insert}; return null; end $$")
    op.execute(f"create trigger due_{name} after {moment}{of} on {table} for each row{condition} execute function translate_flow_due_{name}()")


def downgrade() -> None:
    """What channels beside the site were brought is forgotten, as are schedules, releases, corrections' ledger and pen names."""
    for name, table, *_ in TRIGGERS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"drop trigger due_{name} on {table}")
            op.execute(f"drop function translate_flow_due_{name}()")
        else:
            op.execute(f"drop trigger due_{name}")
    op.execute("delete from publications where channel <> 'site'")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_articles_rights_until", "articles")
    for table, columns in (("publications", ("data", "problem", "fingerprint", "mark", "remote_id")), ("articles", ("rights_languages", "rights_until", "embargo_until"))):
        for column in columns:
            op.drop_column(table, column)
