"""The memory's index for similar texts: which sources share words with one, in plain rows on every database.

What is written is only added (`Postings`), so that two writers never wait for each other's rows; many small rows of one bucket
are put together now and then. What is read (`nearest`) starts from the rarest grams and ends when a budget is spent, so that it
takes as long whatever is asked; the few texts that share most are then compared. See docs/decisions/0024-memory.md for the figures.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy import Connection

from translate_flow.models_memory import MemoryGram
from translate_flow.services import bulk
from translate_flow.text.grams import BUCKETS, Asked, size_of

LIMIT = 8000  # sources of a bucket; one with more tells too little to be read
_BUDGET, _MORE = 2000, 800  # sources read for one text: by its words, and more by runs of characters
_FEW = 2  # buckets that are read even if they exceed it
_COMPARED = ((20, 240), (40, 120), (255, 48))  # texts that are compared with one of so many pairs of characters: many share as much with a short one
_SMALL = 1200  # sources of a row that comes along with its count
_TOGETHER = 32  # rows of a bucket that are made one
_PARTS = 8  # bits of a bucket by which postings are spooled
_HELD = 1 << 21  # postings in memory before they go to the disk
_WRITTEN = 10_000  # buckets that are written together
_LOW = BUCKETS - _PARTS
_SOURCE = (1 << (64 - _LOW)) - 1  # a source's id and its length: what is left of 64 bits
_VARIABLES = 900  # of one statement: SQLite before 3.32 takes 999
_LOCK = 7402532


class Postings:
    """Gathers which sources go into which buckets, and writes them in the order of the buckets, in bounded memory.

    In that order each page of the index is written once, however many texts come in.
    """

    def __init__(self) -> None:
        self._held: list[array[int]] = [array("Q") for _ in range(1 << _PARTS)]
        self._file: IO[bytes] | None = None
        self._places: dict[int, list[tuple[int, int]]] = defaultdict(list)  # of each part, where in the file, how many bytes
        self._count = 0

    def add(self, source_id: int, text: str, buckets: Iterable[int]) -> None:
        """A source, and what `grams.recorded` says of its text."""
        said = source_id << 8 | size_of(text)
        assert said <= _SOURCE
        for bucket in buckets:
            self._held[bucket >> _LOW].append((bucket & (1 << _LOW) - 1) << (64 - _LOW) | said)
            self._count += 1
        if self._count >= _HELD:
            self._spool()

    def write(self, connection: Connection) -> None:
        """Writes what was gathered."""
        fresh = connection.exec_driver_sql("select 1 from memory_grams limit 1").first() is None
        groups: dict[int, array[int]] = {}
        for part in range(1 << _PARTS):
            groups |= _grouped(part << _LOW, self._values(part))
            if len(groups) > _WRITTEN:
                _write(connection, groups, fresh)
                groups = {}
        _write(connection, groups, fresh)
        self._count, self._file = 0, None

    def _spool(self) -> None:
        self._file = self._file or TemporaryFile()  # noqa: SIM115  # it goes with the object
        for part, values in enumerate(self._held):
            data = values.tobytes()
            self._places[part].append((self._file.tell(), len(data)))
            self._file.write(data)
            self._held[part] = array("Q")
        self._count = 0

    def _values(self, part: int) -> list[int]:
        """Of one part, sorted."""
        values, self._held[part] = self._held[part], array("Q")
        for start, size in self._places.pop(part, ()):
            assert self._file is not None
            self._file.seek(start)
            values.frombytes(self._file.read(size))
        return sorted(values)


def _grouped(start: int, values: list[int]) -> dict[int, array[int]]:
    """Sorted postings of one part, by bucket."""
    groups: dict[int, array[int]] = {}
    at = 0
    while at < len(values):
        low = values[at] >> (64 - _LOW)
        end = bisect_left(values, (low + 1) << (64 - _LOW), at)
        groups[start + low] = array("Q", [value & _SOURCE for value in values[at:end]])
        at = end
    return groups


def _write(connection: Connection, groups: Mapping[int, array[int]], fresh: bool) -> None:
    """Sources by bucket into the index. `fresh`: it was empty before."""
    known = {} if fresh else _known(connection, list(groups))
    again = connection.dialect.name == "sqlite"  # ids of sources that went are given again there, and only there
    rows: list[tuple[int, int, int, bytes]] = []
    full: list[int] = []
    crowded: list[int] = []
    for bucket, sources in groups.items():
        parts, count, last = known.get(bucket, (0, 0, 0))
        part = max(sources[0] >> 8, last + 1 if again else 0)
        if count > LIMIT:
            continue
        if count + len(sources) > LIMIT:
            rows.append((bucket, part, LIMIT + 1, b""))
            if parts:
                full.append(bucket)
            continue
        rows.append((bucket, part, len(sources), _packed(sources)))
        if parts >= _TOGETHER:
            crowded.append(bucket)
    for some in some_of(full):
        where, given = among(connection, "bucket", some)
        connection.exec_driver_sql(f"delete from memory_grams where {where}", given)  # noqa: S608
    bulk.insert(connection, MemoryGram, "bucket part count sources", rows)
    if crowded and _alone(connection):
        _join(connection, crowded)


def _known(connection: Connection, buckets: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """(rows, sources, last part) of the buckets that have any."""
    if len(buckets) > 1000 and buckets[-1] - buckets[0] < 10 * len(buckets):  # read in one go
        conditions: list[tuple[str, tuple[Any, ...]]] = [(f"bucket between {buckets[0]} and {buckets[-1]}", ())]
    else:
        conditions = [among(connection, "bucket", some) for some in some_of(buckets)]
    ask = "select bucket, count(*), sum(count), max(part) from memory_grams where {} group by bucket"
    return {bucket: (parts, int(count), last) for where, given in conditions for bucket, parts, count, last in connection.exec_driver_sql(ask.format(where), given)}


def _join(connection: Connection, buckets: Sequence[int]) -> None:
    """Puts the rows of each bucket into one."""
    for some in some_of(buckets):
        where, given = among(connection, "bucket", some)
        found: dict[int, array[int]] = defaultdict(lambda: array("Q"))
        first: dict[int, int] = {}
        for bucket, part, sources in connection.exec_driver_sql(f"select bucket, part, sources from memory_grams where {where} order by bucket, part", given):  # noqa: S608
            first.setdefault(bucket, part)
            found[bucket].extend(_unpacked(sources))
        connection.exec_driver_sql(f"delete from memory_grams where {where}", given)  # noqa: S608
        rows = [(bucket, first[bucket], len(sources), _packed(sources)) for bucket, sources in found.items()]
        bulk.insert(connection, MemoryGram, "bucket part count sources", rows)


def _alone(connection: Connection) -> bool:
    """Whether nobody else puts rows together until this transaction ends; a later writer will, if not."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.exec_driver_sql("select pg_try_advisory_xact_lock(%s)", (_LOCK,)).scalar())


# --- reading ---


def nearest(connection: Connection, wanted: Sequence[Asked], least: float) -> list[list[int]]:
    """For each text that is asked for, the ids of sources that share most with it; of those that can be alike by `least`
    (per cent) at all, by their length. Two statements for all of them."""
    rows = _rows(connection, {bucket for one in wanted for bucket in (*one.words, *one.runs)})
    chosen = [[*_rarest(one.words, rows, _BUDGET), *_rarest(one.runs, rows, _MORE)] for one in wanted]
    _fetch(connection, rows, {bucket for buckets in chosen for bucket in buckets})
    return [_best(one, [rows[bucket][1] for bucket in buckets], least) for one, buckets in zip(wanted, chosen, strict=True)]


def holding(connection: Connection, phrases: Sequence[frozenset[int]], most: int) -> list[list[int]]:
    """For each phrase, by its words' buckets (`grams.asked`): the newest sources, at most so many, that share the rarest of them.

    They may hold it; whoever asks looks. A phrase whose every word is in too many tells nothing, as in `nearest`. Two statements."""
    rows = _rows(connection, {bucket for buckets in phrases for bucket in buckets})
    chosen = [min(((rows[bucket][0], bucket) for bucket in buckets if bucket in rows), default=(LIMIT + 1, 0)) for buckets in phrases]
    _fetch(connection, rows, {bucket for count, bucket in chosen if count <= LIMIT})
    said = [[number for part in rows[bucket][1] for number in _unpacked(part)] if count <= LIMIT else [] for count, bucket in chosen]
    return [sorted({number >> 8 for number in numbers}, reverse=True)[:most] for numbers in said]


_Rows = dict[int, tuple[int, list[Any]]]  # bucket → how many sources, and its rows: bytes, or None where they were not fetched


def _rows(connection: Connection, buckets: set[int]) -> _Rows:
    found: _Rows = {}
    for some in some_of(sorted(buckets)):
        where, given = among(connection, "bucket", some)
        for bucket, count, sources in connection.exec_driver_sql(f"select bucket, count, case when count <= {_SMALL} then sources end from memory_grams where {where}", given).all():  # noqa: S608
            before, parts = found.get(bucket, (0, []))
            found[bucket] = (before + count, [*parts, sources])
    return found


def _rarest(buckets: frozenset[int], rows: _Rows, budget: int) -> list[int]:
    chosen: list[int] = []
    spent = 0
    for count, bucket in sorted((rows[bucket][0], bucket) for bucket in buckets if bucket in rows):
        if count > LIMIT or (spent + count > budget and len(chosen) >= _FEW):
            break
        chosen.append(bucket)
        spent += count
    return chosen


def _fetch(connection: Connection, rows: _Rows, buckets: set[int]) -> None:
    """Reads what was too large to come along with its count."""
    missing = sorted(bucket for bucket in buckets if None in rows[bucket][1])
    for bucket in missing:
        rows[bucket] = (rows[bucket][0], [part for part in rows[bucket][1] if part is not None])
    for some in some_of(missing):
        where, given = among(connection, "bucket", some)
        for bucket, sources in connection.exec_driver_sql(f"select bucket, sources from memory_grams where {where} and count > {_SMALL}", given).all():  # noqa: S608
            rows[bucket][1].append(sources)


def _best(one: Asked, found: Sequence[Sequence[bytes]], least: float) -> list[int]:
    """The sources that share most grams for their length. Deterministic: of equals the newer."""
    shared: Counter[int] = Counter()
    for parts in found:
        for sources in parts:
            shared.update(_unpacked(sources))
    share = least / (200 - least)  # of the lengths of two texts that are alike by so much (Indel)
    low, high = int(one.size * share) - 1, one.size / share + 2 if one.size < 255 else 256.0
    most = next(count for size, count in _COMPARED if one.size <= size)
    more = [item for item in shared.items() if item[1] > 1]
    items = more if len(more) > most * 2 else list(shared.items())  # most share one gram by chance
    rated = [(count / (one.size + (said & 255) + 1), said) for said, count in items if low <= (said & 255) <= high or said & 255 == 255]
    return [said >> 8 for _, said in nlargest(most, rated)]


def _packed(sources: array[int]) -> bytes:
    if sys.byteorder == "big":
        sources = array("Q", sources)
        sources.byteswap()
    return sources.tobytes()


def _unpacked(data: bytes) -> array[int]:
    sources = array("Q")
    sources.frombytes(data)
    if sys.byteorder == "big":
        sources.byteswap()
    return sources


def some_of(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(values), _VARIABLES):
        yield values[at : at + _VARIABLES]


def among(connection: Connection, column: str, values: Sequence[int]) -> tuple[str, tuple[Any, ...]]:
    """A condition, and its parameters. On PostgreSQL they are one, so that the statement stays the same and is planned once."""
    if connection.dialect.name == "sqlite":
        return f"{column} in ({', '.join('?' * len(values))})", tuple(values)
    return f"{column} = any(%s::bigint[])", (list(values),)
