"""A newsroom of three years, for the reports: versions with their whole histories, on SQLite and PostgreSQL, made by the database itself.

The same plain SQL for both, past the program: triggers and indexes are taken away while it is filled, and put back; moves come of the
events as migration 0008 makes them. Nothing is drawn at random: a row's numbers come of its id by multiplying, so that both databases
hold the same.

    python -m bench.newsroom URL ARTICLES LANGUAGES EVENTS     fills a database that the migrations have made
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.desks import LANGUAGES, WORDS

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAYS = 3 * 365
PEOPLE, SECTIONS, TEXTS, TAGS = 200, 12, 5000, 60
CHANGED = ("checkin", "checkout", "extend", "check", "carry over", "note")  # what events say that change no status
REASONS = ("the figures are wrong", "The quotes", "too literal", "terms", "names", "  the Quotes ", "does not follow the source any more", "style")
_SALTS = (2654435761, 2246822519, 3266489917, 668265263, 374761393, 2860486313, 1500450271, 3267000013, 5915587277, 4093082899)
# of 100 translations; each with the steps it went through
STATUSES = (("published", 52), ("requested", 76), ("translating", 83), ("in_review", 88), ("approved", 91), ("withdrawn", 93), ("cancelled", 100))


def draw(value: str, salt: int, below: int) -> str:
    """SQL: a number from 0 that looks drawn by lot, the same for the same value."""
    return f"(((({value}) * {_SALTS[salt]} + {salt * 7919}) % 4294967291) / 1013 % {below})"


def moves_so_far(connection: Any) -> None:
    """Fills `moves` as the migration does it, of the events there are. `connection`: SQLAlchemy's."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    from translate_flow import db

    spec = importlib.util.spec_from_file_location("planning", db.migrations() / "versions" / "0008_planning.py")
    assert spec is not None
    assert spec.loader is not None
    planning = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(planning)
    with Operations.context(MigrationContext.configure(connection)):
        planning.op.execute(planning.MOVES_SO_FAR.format(**planning._dialect()))


class Filler:
    """Of one database; `articles` × `languages` versions and about so many events."""

    def __init__(self, url: str, articles: int, languages: int, events: int) -> None:
        from sqlalchemy import make_url

        from translate_flow import db

        self.url, self.articles, self.languages, self.events = make_url(url), articles, languages, events
        self.engine = db.engine_for(self.url)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self.begun = time.perf_counter()

    def fill(self) -> None:
        with self.engine.execution_options(writes=True).connect() as connection:
            self.connection = connection
            self._loosened()
            with connection.begin():
                indexes = self._taken_off()
                for table in ("person_roles", "people"):
                    self.do(f"delete from {table}")
                self._people()
                self._texts()
                self._articles()
                self._plan()
                self._versions()
                self._events()
                self._moves()
                self.told("moves")
                for statement in indexes:
                    self.do(statement)
                self.told("indexes")
                self._beside()
            self.told("written")
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)" if self.sqlite else "vacuum analyze")
            self.told("done")
        self.engine.dispose()

    def do(self, sql: str) -> None:
        self.connection.exec_driver_sql(sql, execution_options={"no_parameters": True})  # so that a percent sign is one

    def aside(self, sql: str) -> None:
        """Outside of any transaction of ours."""
        cursor = self.connection.connection.cursor()
        cursor.execute(sql)
        cursor.close()

    def told(self, what: str) -> None:
        print(f"{what} {time.perf_counter() - self.begun:.0f} s", file=sys.stderr, flush=True)

    def rows(self, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
        names = columns.split()
        mark = "?" if self.sqlite else "%s"
        self.connection.exec_driver_sql(f"insert into {table} ({', '.join(names)}) values ({', '.join([mark] * len(names))})", list(rows))

    def moment(self, seconds: str) -> str:
        """SQL: seconds since 1970 as a moment of this database."""
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', {seconds}, 'unixepoch')" if self.sqlite else f"to_timestamp({seconds})"

    def _loosened(self) -> None:
        if self.sqlite:
            for pragma in ("synchronous=off", "foreign_keys=off", "temp_store=file", "cache_size=-400000"):
                self.aside(f"pragma {pragma}")
        else:
            for setting in ("session_replication_role = replica", "work_mem = '512MB'", "maintenance_work_mem = '1GB'", "max_parallel_maintenance_workers = 1"):
                self.aside(f"set {setting}")
            self.connection.connection.commit()

    def _taken_off(self) -> list[str]:
        """Drops indexes, and on SQLite triggers; returns how to put them back. (On PostgreSQL no trigger fires in this session.)"""
        if self.sqlite:
            query = "select type, name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null"
        else:
            query = """
                select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
                and not exists (select 1 from pg_constraint c where c.conname = indexname)
            """
        found = self.connection.exec_driver_sql(query).all()
        for kind, name, _ in found:
            self.do(f"drop {kind} {name}")
        return [statement for _, _, statement in sorted(found)]

    def _people(self) -> None:
        born = (NOW - timedelta(days=DAYS)).replace(tzinfo=None).isoformat(" ") + ".000000"
        active = {number: number % 20 != 19 for number in range(1, PEOPLE + 1)}
        self.rows("people", "id handle name email zone locale active created_at",
                  [(n, f"person{n}", f"Person {n}", "", "UTC", "en", active[n] if not self.sqlite else int(active[n]), born) for n in active])  # fmt: skip
        roles = [(n, "translator", "*") for n in active if n > 10]
        roles += [(n, "coordinator", "*") for n in range(1, 11)] + [(n, "reviewer", "*") for n in range(150, 190)] + [(n, "publisher", "*") for n in range(190, 201)]
        self.rows("person_roles", "person_id role language", roles)
        tags = LANGUAGES[: self.languages]
        known = {(n, tags[n % len(tags)], "writes") for n in active} | {(n, tag, "reads") for n in active for tag in tags[:2]}
        self.rows("person_languages", "person_id language use", sorted(known))

    def _texts(self) -> None:
        texts = []
        for number in range(TEXTS):
            body = "\n\n".join(f"{WORDS[number % 16].capitalize()} {WORDS[number // 16 % 16]} {number} {line}." for line in range(40)).encode()
            texts.append((number + 1, hashlib.sha256(b"markdown\0" + body).digest(), "markdown", body, 120 + number % 900))
        self.rows("texts", "id digest format body words", texts)

    def _series(self, name: str, last: int) -> None:
        self.do(f"create {'temp' if self.sqlite else 'temporary'} table {name} (n bigint primary key)")
        if self.sqlite:
            self.do(f"insert into {name} with recursive s(n) as (select 1 union all select n + 1 from s where n < {last}) select n from s")
        else:
            self.do(f"insert into {name} select generate_series(1, {last})")

    def _articles(self) -> None:
        self._series("numbers", self.articles)
        begun, end = self._span()
        born = f"({begun} + ({end} - {begun}) / {self.articles} * (n - 1))"
        words = self._picked(draw("n", 0, 16), WORDS)
        self.do(f"""
            insert into articles (id, key, kind, section, original_language, date, created_at)
            select n, {words} || '-' || n, case when n % 10 = 0 then 'page' else 'post' end, 'section' || {draw("n", 1, SECTIONS)}, 'es', '', {self.moment(born)}
            from numbers order by n""")
        for more in (0, 1):
            condition = "" if not more else f" where {draw('n', 2, TAGS)} <> {draw('n', 3, TAGS)}"
            self.do(f"insert into article_tags (article_id, tag) select n, 'tag' || {draw('n', 2 + more, TAGS)} from numbers{condition}")
        self.told("articles")

    @staticmethod
    def _span() -> tuple[int, int]:
        return int((NOW - timedelta(days=DAYS)).timestamp()), int(NOW.timestamp())

    @staticmethod
    def _picked(number: str, words: Sequence[str]) -> str:
        cases = " ".join(f"when {at} then '{word}'" for at, word in enumerate(words))
        return f"case {number} {cases} end"

    def _plan(self) -> None:
        """Of each version: language and parent by number, how it stands, when asked for, how long its way was, who did it."""
        begun, end = self._span()
        self._series("tongues", self.languages)
        born = f"({begun} + ({end} - {begun}) / {self.articles} * (a - 1))"
        status = " ".join(f"when d < {upto} then '{name}'" for name, upto in STATUSES)
        group = max(1, PEOPLE // self.languages)
        busy = draw("id", 4, group * group)  # some do far more than others, and what is in the last language one person does alone
        self.do(f"""
            create {'temp' if self.sqlite else 'temporary'} table plan as
            select id, a, l, article_status as status, asked, {end} - asked as rest,
                case when {draw("id", 5, 1000)} * {draw("id", 5, 1000)} * 5 + 7200 < {end} - asked - 60 then {draw("id", 5, 1000)} * {draw("id", 5, 1000)} * 5 + 7200
                    else {end} - asked - 60 end as way,
                case when l = 0 then null when l > 1 and l >= {self.languages} / 2 and {draw("id", 6, 10)} < 8 then 1 else 0 end as parent,
                case when l = {self.languages} - 1 then l else l + {self.languages} * (({busy}) * ({busy}) / {group} / {group} / {group}) end
                    + case when l = 0 then {self.languages} else 0 end as person,
                {draw("id", 7, 100)} as luck, {draw("id", 8, 900)} + 100 as words
            from (select id, a, l, article_status,
                    case when article_status in ('requested', 'translating', 'in_review', 'approved') and {born} < {end} - 17280000
                        then {end} - {draw("id", 9, 17280000)} - 86400 else {born} end as asked
                  from (select id, a, l, case when l = 0 then case when a % 50 = 0 then 'draft' else 'published' end else (case {status} end) end as article_status
                        from (select (n.n - 1) * {self.languages} + t.n as id, n.n as a, t.n - 1 as l, {draw(f"(n.n - 1) * {self.languages} + t.n", 0, 100)} as d
                              from numbers n cross join tongues t) x) y) z order by id""")
        self.do("create index plan_id on plan (id)")
        self.told("plan")

    def _versions(self) -> None:
        _, end = self._span()
        tags = self._picked("l", LANGUAGES[: self.languages])
        out = "status in ('published', 'withdrawn')"
        text = "status in ('in_review', 'approved', 'published', 'withdrawn', 'draft')"
        late = f"(l > 0 and status = 'published' and {draw('id', 1, 8)} = 0)"
        classes = self._picked(draw("id", 2, 10), ("correction", "facts", "facts", *["wording"] * 4, *["trivial"] * 3))
        day = self.moment(f"{end} + 86400 * ({draw('id', 0, 60)} - 10)")
        due = f"case when l > 0 and status in ('requested', 'translating', 'in_review', 'approved') and {draw('id', 3, 5)} < 3 then {day} end"
        self.do(f"""
            insert into versions (id, article_id, language, status, parent_language, parent_id, origin, title, translator_id, reviewer_id, credit, due_at, due_by, priority,
                priority_reason, readers, published_at, head_id, live_id, behind_since, behind_class, behind_blocks, behind_words, created_at, updated_at)
            select id, a, {tags}, status, case parent when 0 then 'es' when 1 then 'en' else '' end, case when parent is not null then (a - 1) * {self.languages} + 1 + parent end,
                '', 'A title of ' || id, case when l > 0 and status not in ('requested', 'cancelled') then person end, null, '', {due}, case when {due} is null then '' else 'policy' end,
                case when {draw("id", 4, 30)} = 0 then 1 else 0 end, '', case when status = 'published' and luck < 50 then words * 7 end,
                case when status = 'published' then {self.moment("asked + way")} end, case when {text} then id end, case when {out} then id end,
                case when {late} then {self.moment(f"{end} - {draw('id', 5, 20000000)}")} end, case when {late} then {classes} else '' end,
                case when {late} then luck % 7 + 1 else 0 end, case when {late} then words / 4 else 0 end, {self.moment("asked")}, {self.moment("asked + way")}
            from plan order by id""")
        self.do(f"""
            insert into revisions (id, version_id, number, text_id, base_id, author_id, created_at, base_confidence, change_class, class_confirmed, carried)
            select id, id, 1, id % {TEXTS} + 1, case when parent is not null and luck < 95 then (a - 1) * {self.languages} + 1 + parent end, person, {self.moment("asked + way / 2")}, 1, '', {'0, 0' if self.sqlite else 'false, false'}
            from plan where {text} order by id""")
        held = f"status = 'translating' and {draw('id', 6, 20)} > 0"
        self.do(f"""
            insert into claims (version_id, person_id, claimed_at, until, ended_at, ended_by)
            select id, person, {self.moment("asked + way / 5")}, case when {held} then {self.moment(f"{end} + 3600 + {draw('id', 7, 300000)}")} else {self.moment("asked + way / 2")} end,
                case when status <> 'translating' then {self.moment("asked + way / 2")} end, case when status <> 'translating' then 'submit' else '' end
            from plan where l > 0 and status not in ('requested', 'cancelled') order by id""")
        self.told("versions")

    def _steps(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Of each kind of event: its action, from, to, who (SQL), when (SQL), of which versions (SQL)."""
        reached = "status in ('in_review', 'approved', 'published', 'withdrawn')"
        past = "status in ('approved', 'published', 'withdrawn')"
        back = f"(l > 0 and luck < 15 and {reached})"
        twice = "(l > 0 and luck >= 88 and status = 'published')"
        second = "asked + way + (rest - way) / 2 + (rest - way) / 3"
        cora, rui, pia = "1 + id % 10", "150 + id % 40", "190 + id % 11"
        yield "import", "", "draft", cora, "asked", "l = 0 and status = 'draft'"
        yield "import", "", "published", cora, "asked", "l = 0 and status = 'published'"
        yield "request", "", "requested", cora, "asked", "l > 0"
        yield "claim", "requested", "translating", "person", "asked + way / 100 * (5 + luck % 15)", "l > 0 and status not in ('requested', 'cancelled')"
        yield "submit", "translating", "in_review", "person", "asked + way / 100 * (30 + luck % 20)", f"l > 0 and ({reached} or (status = 'translating' and luck < 20))"
        yield "return", "in_review", "translating", rui, "asked + way / 100 * (55 + luck % 5)", f"{back} or (l > 0 and status = 'translating' and luck < 20)"
        yield "submit", "translating", "in_review", "person", "asked + way / 100 * (65 + luck % 10)", back
        yield "approve", "in_review", "approved", rui, "asked + way / 100 * (80 + luck % 10)", f"l > 0 and {past}"
        yield "publish", "approved", "published", pia, "asked + way", "l > 0 and status in ('published', 'withdrawn')"
        yield "withdraw", "published", "withdrawn", pia, "asked + way + (rest - way) / 2", "status = 'withdrawn'"
        yield "cancel", "requested", "cancelled", cora, "asked + way", "status = 'cancelled'"
        yield "reopen", "published", "requested", cora, f"{second} - 60 * luck - (rest - way) / 20", twice
        yield "claim", "requested", "translating", "person", f"{second} - 50 * luck - (rest - way) / 25", twice
        yield "submit", "translating", "in_review", "person", f"{second} - 40 * luck - (rest - way) / 30", twice
        yield "approve", "in_review", "approved", rui, f"{second} - 30 * luck - (rest - way) / 40", twice
        yield "publish", "approved", "published", pia, second, twice

    def _events(self) -> None:
        self.do(f"create {'temp' if self.sqlite else 'temporary'} table steps (at bigint, actor bigint, action text, id bigint, before text, after text)")
        for action, before, after, who, at, which in self._steps():
            self.do(f"insert into steps select {at}, {who}, '{action}', id, '{before}', '{after}' from plan where {which}")
        changed = self.connection.exec_driver_sql("select count(*) from steps").scalar() or 0
        self.told(f"{changed:,} changes of status")
        each, further = divmod(max(0, self.events - changed), self.articles * self.languages)
        self._series("times", each + 1)
        said = self._picked(draw("p.id + t.n * 31", 1, len(CHANGED)), CHANGED)
        self.do(f"""
            insert into steps select p.asked + 60 + p.rest / {each + 2} * t.n, p.person, {said}, p.id, '', '' from plan p cross join times t
            where t.n <= {each} or p.id <= {further}""")
        reasons = self._picked(draw("s.id", 2, len(REASONS)), REASONS)
        empty = "'{}'" if self.sqlite else "'{}'::json"
        noted = "json_object('effort', json_object('words', p.words, 'weighted', p.words, 'bands', json_object()))" if self.sqlite else (
            "json_build_object('effort', json_build_object('words', p.words, 'weighted', p.words, 'bands', json_build_object()))")
        self.do(f"""
            insert into events (at, actor_id, action, article_id, version_id, revision_id, from_status, to_status, reason, data)
            select {self.moment("s.at")}, s.actor, s.action, p.a, s.id, null, s.before, s.after,
                case when s.action = 'return' then {reasons} || case when s.id % 3 = 0 then ' ' || s.id else '' end else '' end,
                case when s.action = 'submit' then {noted} else {empty} end
            from steps s join plan p on p.id = s.id order by s.at, s.id""")
        self.do("drop table steps")
        self.told("events")

    def _moves(self) -> None:
        moves_so_far(self.connection)

    def _beside(self) -> None:
        """Who waits for what somebody holds; what is wanted of which section; a correction of each twentieth original."""
        _, end = self._span()
        self.do(f"""
            insert into waits (version_id, person_id, at) select id, (person + {self.languages}) % {PEOPLE} + 1, {self.moment(f"{end} - id % 86400")}
            from plan where status = 'translating' and luck = 50""")
        for at in range(SECTIONS):
            for tag in LANGUAGES[1 : 2 + at]:
                if tag in LANGUAGES[: self.languages]:
                    self.do(f"insert into targets (section, tag, kind, language, parent, days, class_days, priority, reason, created_at) values ('section{at}', '', '', '{tag}', '', 14, '{{}}', 0, '', {self.moment(str(end))})")
        settled = f"{draw('id', 8, 4)} > 0"
        self.do(f"""
            insert into obligations (article_id, version_id, source_id, whole, kind, state, opened_at, closed_at, reason, note)
            select a, id, (a - 1) * {self.languages} + 1, {'0' if self.sqlite else 'false'}, 'correction', case when {settled} then 'corrected' else 'open' end,
                {self.moment(f"{end} - {draw('id', 5, 20000000)}")}, case when {settled} then {self.moment(f"{end} - id % 86400")} end, '', ''
            from plan where l > 0 and status = 'published' and a % 20 = 0""")


if __name__ == "__main__":
    Filler(sys.argv[1], *map(int, sys.argv[2:5])).fill()
