"""Units into the memory, and out of it: each source once, each unit once, whatever it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from translate_flow.languages import kin
from translate_flow.models_memory import MemorySource, MemoryUnit
from translate_flow.services import bulk
from translate_flow.services.memory_index import Postings, among, some_of
from translate_flow.text import grams, signs

_MANY = 2000  # units, after which PostgreSQL should count again what its plans go by
_COLUMNS = "id source_id source_language target_language grain target key before_key after_key version_id translator_id translator article origin at reviewed"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that comes in; see `models_memory.MemoryUnit`. `before`, `after`: keys of the texts around it."""

    source_language: str
    target_language: str
    source: str
    target: str
    at: datetime
    grain: str = "segment"
    before: int | None = None
    after: int | None = None
    version_id: int | None = None
    translator_id: int | None = None
    translator: str = ""
    article: str = ""
    origin: str = ""
    reviewed: bool = False

    def key(self) -> int:
        """Of what it says and where it is from, not of when and by whom: a text that did not change keeps its units."""
        where = f"version {self.version_id}" if self.version_id else self.origin
        return signs.key(self.source_language, self.target_language, self.source, self.target, f"{self.before} {self.after}", where)


def pair_of(source_language: str, target_language: str) -> str:
    """The pair of languages under which a source is kept: regions of one language share theirs."""
    return f"{kin(source_language)}>{kin(target_language)}"


class Store:
    """Puts units in, some at a time; `finish` writes the index for all of them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._postings = Postings()
        self._added = 0
        if connection.dialect.name == "postgresql":  # a plan made while the tables are empty would read them whole when they are not
            connection.exec_driver_sql("set local plan_cache_mode = force_custom_plan")

    def put(self, units: Iterable[NewUnit]) -> tuple[int, list[int]]:
        """Puts units in that are not there. How many those were, and the ids of those that were there already."""
        wanted = {unit.key(): unit for unit in units}
        known = _ids(self.connection, "memory_units", list(wanted))
        fresh = {key: unit for key, unit in wanted.items() if key not in known}
        if not fresh:
            return 0, list(known.values())
        sources = self._sources(fresh.values())
        rows = [
            (
                number, sources[pair_of(unit.source_language, unit.target_language), unit.source], unit.source_language, unit.target_language, unit.grain, unit.target, key,
                unit.before, unit.after, unit.version_id, unit.translator_id, unit.translator, unit.article, unit.origin, unit.at, unit.reviewed,
            )
            for number, (key, unit) in zip(bulk.next_ids(self.connection, MemoryUnit, len(fresh)), fresh.items(), strict=True)
        ]  # fmt: skip
        bulk.insert(self.connection, MemoryUnit, _COLUMNS, rows, once=True)
        self._added += len(fresh)
        return len(fresh), list(known.values())

    def finish(self) -> None:
        """Writes what makes the new sources be found by similar texts."""
        self._postings.write(self.connection)
        if self._added > _MANY and self.connection.dialect.name == "postgresql":
            self.connection.exec_driver_sql("analyze memory_sources, memory_units, memory_grams")  # who looks next must not wait for the server to do it
        self._added = 0

    def _sources(self, units: Iterable[NewUnit]) -> dict[tuple[str, str], int]:
        """The ids of the units' sources by (pair, text); those that were not there come in."""
        wanted = {(pair, unit.source): signs.key(pair, unit.source) for unit in units for pair in (pair_of(unit.source_language, unit.target_language),)}
        known = _ids(self.connection, "memory_sources", list(wanted.values()))
        fresh = {key: said for said, key in wanted.items() if key not in known}
        if fresh:
            ids = bulk.next_ids(self.connection, MemorySource, len(fresh))
            rows = [(number, pair, key, text) for number, (key, (pair, text)) in zip(ids, fresh.items(), strict=True)]
            bulk.insert(self.connection, MemorySource, "id pair key text", rows, once=True)
            made = dict(zip(fresh, ids, strict=True))
            if self.connection.dialect.name != "sqlite":  # somebody else may have been first with some of them
                made = _ids(self.connection, "memory_sources", list(fresh))
            for number, pair, key, text in rows:
                if made[key] == number:
                    self._postings.add(number, text, grams.recorded(text, grams.seed(pair)))
            known |= made
        return {said: known[key] for said, key in wanted.items()}


def take_out(connection: Connection, unit_ids: Sequence[int]) -> None:
    """Takes units out, and the sources that nothing else renders. What the index holds of these leads nowhere, and tells nothing of their words."""
    sources: set[int] = set()
    for some in some_of(unit_ids):
        where, given = among(connection, "id", some)
        sources |= {number for (number,) in connection.exec_driver_sql(f"select distinct source_id from memory_units where {where}", given)}  # noqa: S608
        connection.exec_driver_sql(f"delete from memory_units where {where}", given)  # noqa: S608
    for some in some_of(sorted(sources)):
        where, given = among(connection, "id", some)
        unused = "not exists (select 1 from memory_units where memory_units.source_id = memory_sources.id)"
        connection.exec_driver_sql(f"delete from memory_sources where {where} and {unused}", given)  # noqa: S608


def _ids(connection: Connection, table: str, keys: Sequence[int]) -> dict[int, int]:
    """Ids by key, of those that are there."""
    found: dict[int, int] = {}
    for some in some_of(sorted(keys)):
        where, given = among(connection, "key", some)
        found |= dict(connection.exec_driver_sql(f"select key, id from {table} where {where}", given).all())  # noqa: S608
    return found
