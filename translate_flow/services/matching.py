"""Looking texts up in the translation memory: exact, context and fuzzy matches, many texts at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from translate_flow.models_memory import MemoryUnit
from translate_flow.services import memory_index, settings
from translate_flow.services.memory_index import among, some_of
from translate_flow.services.memory_store import pair_of
from translate_flow.text import grams, signs

_AT_ONCE = 24  # texts that are looked up by similarity together
_UNITS = 40  # of one source, the newest, that are looked at
_TERMS = 100  # sources of one statement
_YEAR = 365.25 * 86400


@dataclass(frozen=True, slots=True)
class Query:
    """A text in plain text with signs for its codes (`inline.written`), and the texts around it: empty where it is the first or
    the last, None where nobody knows."""

    text: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What the memory has for a text.

    `similarity`: of the sources, 0–100, 100 only if they are equal. `score`: that, 101 for a context match, less the penalties:
    what matches are ordered by, whole points. `kind`: exact, context (exact, between the same neighbours) or fuzzy. `article`,
    `language` (of the translation), `translator`, `at`, `reviewed`, `origin` (of what was imported): where it is from. The signs
    in `source` and `target` are numbered as in the text that was asked for.
    """

    source: str
    target: str
    score: int
    kind: str
    similarity: float
    article: str
    language: str
    translator: str
    at: datetime
    reviewed: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Penalties:
    """Points taken off: for each whole year of age, at most so many for age, for what nobody reviewed, for another region's language."""

    year: int
    oldest: int
    unreviewed: int
    region: int

    @staticmethod
    def of(session: Session) -> Penalties:
        """By the newsroom's settings, read once in a session."""
        known: dict[str, Penalties] = session.info.setdefault("settings", {})
        if "penalties" not in known:
            known["penalties"] = Penalties(*settings.several(session, "memory_year", "memory_oldest", "memory_unreviewed", "memory_region"))
        return known["penalties"]


class _Found(NamedTuple):
    """A row of a unit, with what names its version and translator."""

    source_id: int
    source_language: str
    target_language: str
    target: str
    before_key: int | None
    after_key: int | None
    version_id: int | None
    translator: str
    article: str
    origin: str
    at: Any
    reviewed: bool
    id: int
    key: str | None
    name: str | None


@dataclass(slots=True)
class _Asked:
    """A query in the memory's form, and what was found for it: sources with their text and similarity."""

    query: Query
    text: str
    numbers: tuple[int, ...]
    context: tuple[int | None, int | None]
    sources: dict[int, tuple[str, float]]


def matches(
    session: Session, source_language: str, target_language: str, queries: Sequence[Query], *, least: float, most: int, now: datetime,
    fuzzy: int | None = None, but: int | None = None,
) -> list[list[Match]]:  # fmt: skip
    """For each query at most so many matches, the best first, from texts that are alike by `least` per cent (penalties do not count there).

    Four statements for some two dozen queries. Deterministic. `fuzzy`: similar texts are looked for only for so many queries, the
    first of those that have no exact match; None: for all. `but`: a version whose own units are left out.
    """
    connection = session.connection()
    pair = pair_of(source_language, target_language)
    asked = [_asked(query) for query in queries]
    wanted = [one for one in asked if one.text]
    if least >= 100 or fuzzy is not None:
        _exactly(connection, pair, wanted)
        wanted = [] if least >= 100 else [one for one in wanted if not one.sources][:fuzzy]
    start = grams.seed(pair)
    for at in range(0, len(wanted), _AT_ONCE):
        _similar(connection, pair, start, wanted[at : at + _AT_ONCE], least, most)
    units = _units(connection, sorted({number for one in asked for number in one.sources}))
    penalties = Penalties.of(session) if units else Penalties(0, 0, 0, 0)
    return [_told(one, units, (source_language, target_language), penalties, most, now, but) for one in asked]


def best(session: Session, *, now: datetime, least: float = 50) -> Callable[[str, str, Sequence[Any]], list[float]]:
    """What weighs effort asks the memory (`services.effort.Memory`): the best score that it has for each text, 0 where it has none."""

    def scores(source_language: str, target_language: str, asked: Sequence[Any]) -> list[float]:
        if not anything(session):
            return [0.0] * len(asked)
        queries = [Query(one.text, one.before, one.after) for one in asked]
        return [float(found[0].score) if found else 0.0 for found in matches(session, source_language, target_language, queries, least=least, most=1, now=now)]

    return scores


def anything(session: Session) -> bool:
    """Whether the memory holds anything."""
    return session.connection().exec_driver_sql("select 1 from memory_sources limit 1").first() is not None


def _asked(query: Query) -> _Asked:
    text, numbers = signs.numbered(signs.normal(query.text))
    before, after = (None if said is None else signs.key(signs.numbered(signs.normal(said))[0]) for said in (query.before, query.after))
    return _Asked(query, text, numbers, (before, after), {})


def _exactly(connection: Connection, pair: str, asked: Sequence[_Asked]) -> None:
    keys = {signs.key(pair, one.text): one.text for one in asked}
    found: dict[str, tuple[int, str]] = {}
    for some in some_of(sorted(keys)):
        where, given = among(connection, "key", some)
        for number, text in connection.exec_driver_sql(f"select id, text from memory_sources where {where}", given).all():  # noqa: S608
            found[text] = number, text
    for one in asked:
        if one.text in found:
            number, text = found[one.text]
            one.sources[number] = text, 100.0


def _similar(connection: Connection, pair: str, start: int, asked: Sequence[_Asked], least: float, most: int) -> None:
    """Adds the source that is each text, and those that are most like it."""
    from rapidfuzz import fuzz, process

    near = memory_index.nearest(connection, [grams.asked(one.text, start) for one in asked], least)
    texts = _texts(connection, pair, sorted({number for ids in near for number in ids}), sorted({signs.key(pair, one.text) for one in asked}))
    same = {text: number for number, text in texts.items()}
    for one, ids in zip(asked, near, strict=True):
        if one.text in same:
            one.sources[same[one.text]] = one.text, 100.0
        choices = {number: texts[number] for number in sorted(ids) if number in texts and number not in one.sources}
        for text, similarity, number in process.extract(one.text, choices, scorer=fuzz.ratio, score_cutoff=least, limit=most):
            one.sources[number] = text, min(similarity, 99.9)


def _texts(connection: Connection, pair: str, ids: Sequence[int], keys: Sequence[int]) -> dict[int, str]:
    """The sources of these ids, or keys, that are of a pair of languages: most of the time in one statement."""
    found: dict[int, str] = {}
    for some in some_of(ids) if ids else [()]:
        where, given = among(connection, "id", some) if some else ("1 = 0", ())
        more, others = among(connection, "key", keys) if keys else ("1 = 0", ())
        rows = connection.exec_driver_sql(f"select id, text, pair from memory_sources where {where} or {more}", (*given, *others)).all()  # noqa: S608
        found |= {number: text for number, text, its in rows if its == pair}
        keys = ()
    return found


def _units(connection: Connection, sources: Sequence[int]) -> Mapping[int, list[_Found]]:
    """The newest units of some sources, by source: few of each, since what everybody repeats has thousands."""
    names = "id source_id source_language target_language target before_key after_key version_id translator translator_id article origin at reviewed"
    found: dict[int, list[_Found]] = {}
    read_at = MemoryUnit.__table__.c.at.type.dialect_impl(connection.dialect).result_processor(connection.dialect, None)
    for at in range(0, len(sources), _TERMS):
        some = sources[at : at + _TERMS]
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        each = f"select * from (select {', '.join(names.split())} from memory_units where source_id = {mark} order by id desc limit {_UNITS}) t{{}}"  # noqa: S608
        rows = connection.exec_driver_sql(
            "select u.source_id, u.source_language, u.target_language, u.target, u.before_key, u.after_key, u.version_id, u.translator, u.article, u.origin, u.at, "  # noqa: S608
            f"u.reviewed, u.id, a.key, p.name from ({' union all '.join(each.format(number) for number in range(len(some)))}) u "
            "left join versions v on v.id = u.version_id left join articles a on a.id = v.article_id left join people p on p.id = u.translator_id",
            tuple(some),
        )
        for row in rows.all():
            unit = _Found(*row)
            found.setdefault(unit.source_id, []).append(unit._replace(at=read_at(unit.at) if read_at else unit.at))
    return found


def _told(
    one: _Asked, units: Mapping[int, list[_Found]], languages: tuple[str, str], penalties: Penalties, most: int, now: datetime, but: int | None
) -> list[Match]:  # fmt: skip
    rated: list[tuple[tuple[Any, ...], Match]] = []
    for number, (text, similarity) in one.sources.items():
        for unit in units.get(number, []):
            if but is not None and unit.version_id == but:
                continue
            kind = "fuzzy" if similarity < 100 else "context" if None not in one.context and (unit.before_key, unit.after_key) == one.context else "exact"
            score = _score(kind, similarity, unit, languages, penalties, now)
            match = Match(
                signs.back(text, one.numbers), signs.back(unit.target, one.numbers), score, kind, similarity, unit.key or unit.article, unit.target_language,
                unit.name or unit.translator, unit.at, bool(unit.reviewed), unit.origin,
            )  # fmt: skip
            rated.append(((-score, -similarity, not unit.reviewed, -unit.at.timestamp(), -unit.id), match))
    rated.sort(key=lambda each: each[0])
    best: dict[tuple[str, str], Match] = {}
    for _, match in rated:
        best.setdefault((match.source, match.target), match)
    return list(best.values())[:most]


def _score(kind: str, similarity: float, unit: _Found, languages: tuple[str, str], penalties: Penalties, now: datetime) -> int:
    """Whole points, those of a fuzzy match rounded down: 99 is not equal."""
    points = {"context": 101, "exact": 100}.get(kind, int(similarity))
    years = int(max(0.0, (now - unit.at).total_seconds()) / _YEAR)
    points -= min(penalties.oldest, years * penalties.year)
    points -= 0 if unit.reviewed else penalties.unreviewed
    points -= penalties.region if (unit.source_language, unit.target_language) != languages else 0
    return max(0, points)
