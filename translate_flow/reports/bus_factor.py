"""What rests on one person: language pairs that few translate, and versions behind which others wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translate_flow.languages import covers
from translate_flow.reports import Asked, Column, Part, Report, periods, wheres

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from translate_flow.reports.wheres import Where

MONTHS = 12  # looked back, where nothing is said
_PAIRS = (
    Column("from", "language"), Column("to", "language"), Column("people", "number"), Column("main", "person"), Column("share", "share"),
    Column("open", "number"), Column("able", "number"),
)  # fmt: skip
_BOTTLENECKS = (
    Column("article", "article"), Column("language", "language"), Column("status", "status"), Column("person", "person"),
    Column("dependents", "number"), Column("words", "number"),
)  # fmt: skip
NOTES = (
    "Without dates: this month and the twelve before it. The share is the main person's, of the versions handed in.",
    "Able is who holds the role, reads the one language and writes the other; whether they have time is not known.",
    "A bottleneck is a translation from which others are made, while it is not out or is behind. Only what waits for it directly is counted.",
)


@dataclass(slots=True)
class _Pair:
    """`done`: handle → versions handed in."""

    done: dict[str, int] = field(default_factory=dict)
    open: int = 0


def report(connection: Connection, asked: Asked) -> Report:
    """Parts: `pairs` (those that rest on one person first), `bottlenecks` (most waiting first).

    Six queries. With a person: the pairs that they worked on, and what they have that others wait for.
    """
    pairs = _pairs(connection, periods.bounded(connection, asked, months=MONTHS))
    if asked.person:
        pairs = {languages: pair for languages, pair in pairs.items() if asked.person in pair.done}
    able = _able(connection, pairs)
    rows = [_row(languages, pair, able[languages]) for languages, pair in pairs.items()]
    rows.sort(key=lambda row: (row[2] > 1, row[6], -row[5], -(row[4] or 0), row[0], row[1]))
    shown = rows[: asked.limit or None]
    blocked, more = _bottlenecks(connection, asked)
    return Report("bus-factor", (
        Part("pairs", "Language pairs", _PAIRS, shown, more=len(rows) - len(shown)),
        Part("bottlenecks", "Versions that others wait for", _BOTTLENECKS, blocked, more=more),
    ), NOTES)  # fmt: skip


def _row(languages: tuple[str, str], pair: _Pair, able: int) -> tuple[Any, ...]:
    whole = sum(pair.done.values())
    main = min(pair.done, key=lambda handle: (-pair.done[handle], handle)) if whole else None
    return (*languages, len(pair.done), main, pair.done[main] / whole if main else None, pair.open, able)


def _pairs(connection: Connection, asked: Asked) -> dict[tuple[str, str], _Pair]:
    """Those with work in the period, or open now."""
    found: dict[tuple[str, str], _Pair] = {}
    where = wheres.between(asked, "m.at") + wheres.language(asked, "m.language") + wheres.article(asked, "m.article_id")
    rows = wheres.run(connection, f"""
        select v.parent_language, v.language, p.handle, count(*)
        from moves m join versions v on v.id = m.version_id join people p on p.id = m.actor_id
        where m.action = 'submit' and not m.again{where.sql} group by v.parent_language, v.language, p.handle
    """, where)  # fmt: skip
    for parent, language, handle, number in rows:
        found.setdefault((parent, language), _Pair()).done[handle] = number
    where = _versions(asked)
    rows = wheres.run(connection, f"""
        select v.parent_language, v.language, count(*) from versions v
        where v.status in {wheres.OPEN} and v.parent_language <> ''{where.sql}
        group by v.parent_language, v.language
    """, where)  # fmt: skip
    for parent, language, number in rows:
        found.setdefault((parent, language), _Pair()).open = number
    return found


def _versions(asked: Asked) -> Where:
    return wheres.language(asked, "v.language") + wheres.article(asked, "v.article_id")


def _able(connection: Connection, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many who are here hold the role and know both languages, as `services.people` has it: who writes a language reads it."""
    known: dict[int, tuple[list[str], list[str], list[str]]] = {}
    roles = "select r.person_id, r.language from person_roles r join people p on p.id = r.person_id where r.role = 'translator' and p.active"
    for person, tag in wheres.run(connection, roles):
        known.setdefault(person, ([], [], []))[0].append(tag)
    for person, tag, use in wheres.run(connection, "select person_id, language, use from person_languages"):
        if person in known:
            known[person][2].append(tag)
            if use == "writes":
                known[person][1].append(tag)
    wanted = list(pairs)
    to = {tag: {who for who, (held, writes, _) in known.items() if _knows(held, tag) and _knows(writes, tag)} for _, tag in wanted}
    of = {tag: {who for who, (_, _, reads) in known.items() if _knows(reads, tag)} for tag, _ in wanted}
    return {(parent, tag): len(of[parent] & to[tag]) for parent, tag in wanted}


def _knows(held: Iterable[str], tag: str) -> bool:
    return any(covers(one, tag) for one in held)


# What waits is open itself, or behind, or out and up to date with a text that is behind itself.
_WAITING = f"""
    select p.id, count(*) as dependents from versions p join versions d on d.parent_id = p.id
    left join claims c on c.version_id = p.id and c.ended_at is null
    where p.parent_language <> '' and p.status not in ('withdrawn', 'cancelled')
        and (p.status in {wheres.OPEN} or p.behind_since <= :now)
        and (d.status in {wheres.OPEN} or d.behind_since is not null or (p.behind_since <= :now and d.status = 'published'))
"""


def _bottlenecks(connection: Connection, asked: Asked) -> tuple[Iterable[tuple[Any, ...]], int]:
    """The most waiting first. `words`: what there is to do on it, those of its source, or those by which it is behind."""
    where = wheres.language(asked, "p.language") + wheres.article(asked, "p.article_id") + wheres.person(asked, "coalesce(c.person_id, p.translator_id)")
    most, number = wheres.limited(asked)
    rows = wheres.run(connection, f"""
        select a.key, p.language, p.status, coalesce(h.handle, t.handle), w.dependents,
            case when p.behind_since <= :now then p.behind_words else
                (select nullif(x.words, -1) from versions s join revisions r on r.id = coalesce(s.live_id, s.head_id) join texts x on x.id = r.text_id
                 where s.id = p.parent_id) end,
            w.whole
        from (select q.id, q.dependents, count(*) over () as whole from ({_WAITING}{where.sql} group by p.id) q
              order by q.dependents desc, q.id{most}) w
        join versions p on p.id = w.id join articles a on a.id = p.article_id
        left join claims c on c.version_id = p.id and c.ended_at is null
        left join people h on h.id = c.person_id left join people t on t.id = p.translator_id
        order by w.dependents desc, p.id
    """, where + number, stream=not asked.limit, now=asked.now)  # fmt: skip
    if not asked.limit:
        return (tuple(row)[:-1] for row in rows), 0
    found = [tuple(row) for row in rows]
    return [row[:-1] for row in found], found[0][-1] - len(found) if found else 0
