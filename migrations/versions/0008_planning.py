"""What each change of status took, wanted languages, priorities, waiting lists, kept views; notices and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("moves", "targets", "waits", "views", "hooks", "choices", "notices", "letters", "outbox", "routes")


def _key(table: str, column: str, other: str, deletion: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=deletion)


def _words(name: str, length: int = 0, *, default: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=False, server_default="" if default else None)


def _number(name: str, *, null: bool = False, default: str | None = None) -> sa.Column:
    return sa.Column(name, ID, nullable=null, server_default=default)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    with op.batch_alter_table("versions", recreate="never") as versions:
        versions.add_column(_words("due_by", 16))
        versions.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
        versions.add_column(_words("priority_reason"))
        versions.add_column(_words("priority_by", 16))
        versions.add_column(sa.Column("readers", sa.Integer()))
    with op.batch_alter_table("people", recreate="never") as people:
        people.add_column(sa.Column("digest_at", sa.String(5), nullable=False, server_default="08:00"))
    op.drop_index("ix_versions_work", "versions")
    op.create_index("ix_versions_work", "versions", ["status", "language", "parent_language", "priority", "due_at"])
    _dated("due_at", "status", "due_by", "behind_since")  # all that says whether something is late
    op.execute("update versions set due_by = 'person' where due_at is not null")
    _planning()
    _notices()
    op.execute(MOVES_SO_FAR.format(**_dialect()))
    _trigger()


def _dated(*columns: str) -> None:
    """The index of what has a date, with other columns than it had."""
    some = sa.text("due_at is not null")
    op.drop_index("ix_versions_due", "versions")
    op.create_index("ix_versions_due", "versions", [*columns], sqlite_where=some, postgresql_where=some)


def _planning() -> None:
    op.create_table(
        "moves",
        sa.Column("id", ID, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        _number("version_id"),
        _number("article_id"),
        _words("language", 35, default=False),
        _words("action", 32, default=False),
        _words("from_status", 16, default=False),
        _words("to_status", 16, default=False),
        _number("actor_id", null=True),
        _number("person_id", null=True),
        _number("waited", null=True),
        _number("cycle", null=True),
        sa.Column("words", sa.Integer()),
        sa.Column("again", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    op.create_index("ix_moves_version_id", "moves", ["version_id", "id", "at", "action"])  # all that is asked of a version's history
    op.create_index("ix_moves_at", "moves", ["at"])
    op.create_index("ix_moves_actor_id", "moves", ["actor_id", "id"])
    out = sa.text("to_status = 'published'")
    op.create_index("ix_moves_out", "moves", ["version_id", "at"], sqlite_where=out, postgresql_where=out)
    op.create_table(
        "targets",
        sa.Column("id", ID, nullable=False),
        _words("section", 200),
        _words("tag", 200),
        _words("kind", 32),
        _words("language", 35, default=False),
        _words("parent", 35),
        sa.Column("days", sa.Integer()),
        sa.Column("class_days", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False, server_default="0"),
        _words("reason"),
        _number("set_by", null=True),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("targets", "set_by", "people"),
        _check("targets", "days", "days is null or days > 0"),
        _check("targets", "priority", "priority between -1 and 2"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_index("uq_targets_section_tag_kind_language", "targets", ["section", "tag", "kind", "language"], unique=True)
    op.create_table(
        "waits",
        sa.Column("id", ID, nullable=False),
        _number("version_id"),
        _number("person_id"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("offered_until", MOMENT),
        _key("waits", "version_id", "versions"),
        _key("waits", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waits")),
    )
    op.create_index("uq_waits_version_id_person_id", "waits", ["version_id", "person_id"], unique=True)
    op.create_index("ix_waits_offered_until", "waits", ["offered_until"])
    offered = sa.text("offered_until is not null")
    op.create_index("uq_waits_offered", "waits", ["version_id"], unique=True, sqlite_where=offered, postgresql_where=offered)
    op.create_index(op.f("ix_waits_person_id"), "waits", ["person_id"])
    op.create_table(
        "views",
        sa.Column("id", ID, nullable=False),
        _words("name", 64, default=False),
        _number("owner_id", null=True),
        _words("report", 32, default=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("views", "owner_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
    )
    shared, own = sa.text("owner_id is null"), sa.text("owner_id is not null")
    op.create_index("uq_views_name", "views", ["name"], unique=True, sqlite_where=shared, postgresql_where=shared)
    op.create_index("uq_views_owner_id_name", "views", ["owner_id", "name"], unique=True, sqlite_where=own, postgresql_where=own)


def _notices() -> None:
    op.create_table(
        "hooks",
        sa.Column("id", ID, nullable=False),
        _words("name", 64, default=False),
        _words("kind", 16, default=False),
        _words("target", 2000, default=False),
        _words("secret", 200),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        _number("created_by", null=True),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("hooks", "created_by", "people"),
        _check("hooks", "kind", "kind in ('webhook', 'slack', 'matrix', 'file', 'feed')"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hooks")),
        sa.UniqueConstraint("name", name=op.f("uq_hooks_name")),
    )
    op.create_table(
        "choices",
        sa.Column("id", ID, nullable=False),
        _number("person_id"),
        _words("kind", 16, default=False),
        _words("way", 16, default=False),
        _number("hook_id", null=True),
        _words("pace", 16, default=False),
        _key("choices", "person_id", "people"),
        _key("choices", "hook_id", "hooks", "CASCADE"),
        _check("choices", "way", "way in ('mail', 'hook')"),
        _check("choices", "pace", "pace in ('once', 'daily', 'never')"),
        _check("choices", "hook", "(way = 'hook') = (hook_id is not null)"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choices")),
    )
    op.create_index("ix_choices_person_id", "choices", ["person_id", "kind"])
    op.create_index(op.f("ix_choices_hook_id"), "choices", ["hook_id"])
    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        _number("person_id"),
        _words("kind", 16, default=False),
        sa.Column("at", MOMENT, nullable=False),
        _number("version_id", null=True),
        _number("event_id", null=True),
        _number("actor_id", null=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(length=120)),
        sa.Column("read_at", MOMENT),
        _key("notices", "person_id", "people"),
        _key("notices", "version_id", "versions"),
        _key("notices", "event_id", "events"),
        _key("notices", "actor_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("once", name=op.f("uq_notices_once")),
    )
    op.create_index(op.f("ix_notices_version_id"), "notices", ["version_id"])
    op.create_index("ix_notices_person_id", "notices", ["person_id", "id"])
    op.create_table(
        "letters",
        sa.Column("id", ID, nullable=False),
        _words("uid", 32, default=False),
        _number("person_id"),
        _words("way", 16, default=False),
        _number("hook_id", null=True),
        _words("address", 320),
        _words("pace", 16, default=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("retry_at", MOMENT),
        sa.Column("until", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("refused_at", MOMENT),
        _words("refused", 16),
        _words("problem"),
        _check("letters", "refused", "refused in ('', 'address', 'letter', 'place', 'person', 'old')"),
        _key("letters", "person_id", "people"),
        _key("letters", "hook_id", "hooks", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("uid", name=op.f("uq_letters_uid")),
    )
    still = sa.text("sent_at is null and refused_at is null")
    op.create_index("ix_letters_open", "letters", ["person_id", "id"], sqlite_where=still, postgresql_where=still)
    op.create_index("ix_letters_person_id", "letters", ["person_id", "id"])
    given_up = sa.text("refused_at is not null")
    op.create_index("ix_letters_refused", "letters", ["person_id", "id"], sqlite_where=given_up, postgresql_where=given_up)
    op.create_index("ix_letters_sent_at", "letters", ["sent_at"])
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        _number("notice_id"),
        _number("person_id"),
        _words("way", 16, default=False),
        _number("hook_id", null=True),
        _words("pace", 16, default=False),
        sa.Column("due_at", MOMENT, nullable=False),
        _number("letter_id", null=True),
        _key("outbox", "notice_id", "notices"),
        _key("outbox", "person_id", "people"),
        _key("outbox", "hook_id", "hooks", "SET NULL"),
        _key("outbox", "letter_id", "letters"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    unsent = sa.text("letter_id is null")
    op.create_index("ix_outbox_due_at", "outbox", ["due_at", "person_id"], sqlite_where=unsent, postgresql_where=unsent)
    op.create_index("ix_outbox_way", "outbox", ["way", "hook_id", "person_id", "due_at"], sqlite_where=unsent, postgresql_where=unsent)
    op.create_index(op.f("ix_outbox_letter_id"), "outbox", ["letter_id"])
    op.create_table(
        "routes",
        sa.Column("id", ID, nullable=False),
        _number("hook_id", null=True),
        _words("target"),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("since", MOMENT),
        sa.Column("retry_at", MOMENT),
        _words("problem"),
        _key("routes", "hook_id", "hooks", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routes")),
        sa.UniqueConstraint("hook_id", name=op.f("uq_routes_hook_id")),
    )


_COLUMNS = "id, at, version_id, article_id, language, action, from_status, to_status, actor_id, person_id, waited, cycle, words, again"
_TEXT_WORDS = (
    "(select nullif(t.words, -1) from revisions r left join revisions b on b.id = r.base_id"
    " join texts t on t.id = coalesce(b.text_id, r.text_id) where r.id = {event}.revision_id)"
)
_WORDS = "case when {event}.action = 'submit' or {event}.to_status = 'published' then coalesce({{noted}}, " + _TEXT_WORDS + ") end"
# Of each event of a changed status, from the one before it; who translated it then is known to nobody any more but for who did it.
MOVES_SO_FAR = (
    f"insert into moves ({_COLUMNS})"  # noqa: S608  words of this file
    " select m.id, m.at, m.version_id, m.article_id, m.language, m.action, m.from_status, m.to_status, m.actor_id, m.person_id,"
    " {before} , case when m.to_status = 'published' then {begun} end, " + _WORDS.format(event="m")
    + " , coalesce(m.action = 'submit' and m.handed > coalesce(m.fresh, 0), false)"
    " from (select e.id, e.at, e.version_id, v.article_id, v.language, e.action, e.from_status, e.to_status, e.actor_id, e.revision_id, e.data,"
    " case when e.action in ('claim', 'submit', 'release') then e.actor_id else v.translator_id end as person_id,"
    " lag(e.at) over (partition by e.version_id order by e.id) as previous,"
    " max(case when e.action in ('request', 'reopen') then e.at end) over (partition by e.version_id order by e.id) as begun,"
    " max(case when e.action in ('request', 'reopen') or e.to_status = 'published' then e.id end) over (partition by e.version_id order by e.id) as fresh,"
    " max(case when e.action = 'submit' then e.id end) over (partition by e.version_id, e.actor_id order by e.id"
    " rows between unbounded preceding and 1 preceding) as handed"
    " from events e join versions v on v.id = e.version_id where e.from_status <> e.to_status) m"
)  # fmt: skip
_LAST = "(select p.at from moves p where p.version_id = v.id order by p.id desc limit 1)"
_BEGUN = "(select p.at from moves p where p.version_id = v.id and p.action in ('request', 'reopen') order by p.id desc limit 1)"
_FRESH = "(select max(f.id) from moves f where f.version_id = v.id and (f.action in ('request', 'reopen') or f.to_status = 'published'))"
_AGAIN = (
    "new.action = 'submit' and exists (select 1 from moves s where s.version_id = v.id and s.action = 'submit' and s.actor_id = new.actor_id"  # noqa: S608
    " and s.id > coalesce(" + _FRESH + ", 0))"
)


def _dialect() -> dict[str, str]:
    if op.get_bind().dialect.name == "sqlite":
        noted = "json_extract(m.data, '$.effort.words')"
    else:
        noted = "cast(m.data #>> '{effort,words}' as integer)"
    return {"noted": noted, "before": _seconds("m.at", "m.previous"), "begun": _seconds("m.at", "m.begun")}


def _seconds(late: str, early: str) -> str:
    """The seconds between two moments; null where one of them is."""
    if op.get_bind().dialect.name == "sqlite":
        return f"cast(strftime('%s', {late}) as integer) - cast(strftime('%s', {early}) as integer)"
    return f"cast(extract(epoch from {late}) - extract(epoch from {early}) as bigint)"


def _trigger() -> None:
    """Writes the move with its event. The version's row has been changed before (see `services.transitions`)."""
    postgres = op.get_bind().dialect.name == "postgresql"
    noted = "cast(new.data #>> '{effort,words}' as integer)" if postgres else "json_extract(new.data, '$.effort.words')"
    words = _WORDS.format(event="new").replace("{noted}", noted)
    insert = (
        f"insert into moves ({_COLUMNS}) select new.id, new.at, v.id, v.article_id, v.language, new.action, new.from_status, new.to_status,"  # noqa: S608
        f" new.actor_id, v.translator_id, {_seconds('new.at', _LAST)}, case when new.to_status = 'published' then {_seconds('new.at', _BEGUN)} end,"
        f" {words}, {_AGAIN} from versions v where v.id = new.version_id"
    )
    when = "new.version_id is not null and new.from_status <> new.to_status"
    if not postgres:
        op.execute(f"create trigger moves_of_events after insert on events for each row when ({when}) begin {insert}; end")
        return
    op.execute(f"create function translate_flow_move() returns trigger language plpgsql as $$ begin {insert}; return null; end $$")
    op.execute(f"create trigger moves_of_events after insert on events for each row when ({when}) execute function translate_flow_move()")


def downgrade() -> None:
    """Wanted languages, waiting lists, kept views, notices and what was to be sent are forgotten; events stay."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop trigger moves_of_events on events")
        op.execute("drop function translate_flow_move()")
    else:
        op.execute("drop trigger moves_of_events")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_versions_work", "versions")
    op.create_index("ix_versions_work", "versions", ["status", "language", "due_at"])
    _dated("due_at", "status")
    for column in ("readers", "priority_by", "priority_reason", "priority", "due_by"):
        op.drop_column("versions", column)
    op.drop_column("people", "digest_at")
