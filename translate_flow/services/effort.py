"""The effort of versions: of the work that they are now, or were when they were handed in.

What counts is from the text that readers see (nothing, while there is none) to the source's text that is to be followed. So the figure
stays the same while somebody works on it. Any number of versions takes the same few statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.exchange import contents
from translate_flow.models import Rendering, Revision, StoredText, Version
from translate_flow.services import settings, texts
from translate_flow.text import diff, inline
from translate_flow.text.document import Document
from translate_flow.text.effort import Asked, Block, Effort, Piece, fresh, measure, share, weights
from translate_flow.text.runs import runs
from translate_flow.text.words import counts

Memory = Callable[[str, str, Sequence[Asked]], Sequence[float]]  # (source language, target language, blocks) → the best score (0–101) of each
_TOGETHER = 500  # jobs whose texts are held at once
Row = TypeVar("Row", Version, Revision)
_Share = float | None  # of a block's words, that changed since it was rendered; None: it never was


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work. `start`: the revision of the translation that it goes on from, if any; `base`, `to`: texts of the source, by id,
    that this one follows, and that is to be followed. `base` is None where nobody knows."""

    languages: tuple[str, str]
    to: int
    start: int | None = None
    base: int | None = None


def of(session: Session, versions: Iterable[Version], *, memory: Memory | None = None) -> dict[int, Effort]:
    """The effort of translations, by their ids; originals, and those whose source has no text yet, are left out."""
    wanted = [version for version in versions if version.parent_id is not None]
    parents = _by_id(session, Version, {version.parent_id or 0 for version in wanted})
    ids = {number for row in parents.values() if (number := row.live_id or row.head_id)} | {version.live_id for version in wanted if version.live_id}
    revisions = _revisions(session, ids)
    jobs: dict[int, Job] = {}
    for version in wanted:
        parent = parents[version.parent_id or 0]
        to = revisions.get(parent.live_id or parent.head_id or 0)
        if to is not None:
            jobs[version.id] = job(version, to, revisions.get(version.live_id or 0), revisions)
    return dict(zip(jobs, weigh(session, list(jobs.values()), memory=memory), strict=True))


def handed_in(session: Session, version: Version, draft: Revision, *, memory: Memory | None = None) -> Effort | None:
    """The effort of what a translator hands in, while the memory does not know it yet; None where nobody knows what it was made from."""
    to = session.get(Revision, draft.base_id) if draft.base_id else None
    if to is None:
        return None
    start = session.get(Revision, version.live_id) if version.live_id else None
    return weigh(session, [job(version, to, start, _revisions(session, {row.id for row in (start,) if row is not None}))], memory=memory)[0]


def job(version: Version, to: Revision, start: Revision | None, revisions: Mapping[int, Revision]) -> Job:
    """What there is to do from a translation's revision (None: from nothing) to a revision of its source."""
    base = revisions.get(start.base_id or 0) if start is not None else None
    known = base is not None and base.version_id == to.version_id
    return Job((version.parent_language, version.language), to.text_id, start.id if start is not None else None, base.text_id if known and base is not None else None)


def _revisions(session: Session, ids: set[int]) -> dict[int, Revision]:
    """Revisions, and their bases, by id."""
    found = _by_id(session, Revision, ids)
    return found | _by_id(session, Revision, {row.base_id for row in found.values() if row.base_id} - found.keys())


def _by_id(session: Session, model: type[Row], ids: set[int]) -> dict[int, Row]:
    """Rows by id, in as many statements as their ids fit into."""
    wanted = sorted(ids)
    found: dict[int, Row] = {}
    for at in range(0, len(wanted), 5000):
        found |= {row.id: row for row in session.scalars(select(model).where(model.id.in_(wanted[at : at + 5000])))}
    return found


def weigh(session: Session, jobs: Sequence[Job], *, memory: Memory | None = None) -> list[Effort]:
    """The effort of each job, in order. What is to be done from nothing is looked at once for all languages, without a memory."""
    said = weights(str(settings.get(session, "effort_weights")))
    found: dict[Job, Effort] = {}
    distinct = list(dict.fromkeys(jobs))
    for at in range(0, len(distinct), _TOGETHER):
        part = distinct[at : at + _TOGETHER]
        plain = [one for one in part if memory is None and one.base is None]
        keys = texts.blocks(session, {one.to for one in plain}) if plain else {}
        alike = {number: measure(fresh([Block(key.words, key.digest) for key in rows], said), said) for number, rows in keys.items()}
        found |= {one: alike[one.to] for one in plain}
        rest = [one for one in part if one not in found]
        if rest:
            found |= _Texts(session, rest).weighed(rest, said, memory)
    return [found[one] for one in jobs]


class _Texts:
    """The texts of some jobs, and what has been compared of them."""

    def __init__(self, session: Session, jobs: Sequence[Job]) -> None:
        self.rows: dict[int, list[Rendering]] = {}
        starts = [one.start for one in jobs if one.start is not None and one.base is not None]
        for row in session.scalars(select(Rendering).where(Rendering.revision_id.in_(starts)).order_by(Rendering.revision_id, Rendering.number)):
            self.rows.setdefault(row.revision_id, []).append(row)
        wanted = {number for one in jobs for number in (one.to, one.base) if number is not None}
        wanted |= {row.text_id for rows in self.rows.values() for row in rows if row.text_id is not None}
        query = select(StoredText.id, StoredText.format, StoredText.body).where(StoredText.id.in_(wanted))
        self.documents: dict[int, Document] = {number: formats.get(format).read(bytes(body)) for number, format, body in session.execute(query)}
        self.compared: dict[tuple[int, int], list[tuple[_Share, int | None]]] = {}

    def weighed(self, jobs: Sequence[Job], said: Mapping[str, float], memory: Memory | None) -> dict[Job, Effort]:
        """The memory is asked once for each pair of languages."""
        shares = {one: self.shares(one) for one in jobs}
        asked: dict[tuple[str, str], list[Asked]] = {}
        for one in jobs:
            queries = self.queries(one.to)
            asked.setdefault(one.languages, []).extend(queries[at] for at, value in enumerate(shares[one]) if value is None)
        scores = {pair: iter(memory(*pair, queries) if memory is not None and queries else ()) for pair, queries in asked.items()}
        return {one: measure(self.pieces(one, shares[one], scores[one.languages] if memory is not None else None, said), said) for one in jobs}

    def pieces(self, one: Job, shares: Sequence[_Share], scores: Any, said: Mapping[str, float]) -> list[Piece]:
        blocks = self.documents[one.to].blocks
        count = counts([block.text for block in blocks])
        queries = self.queries(one.to)
        new = [at for at, value in enumerate(shares) if value is None]
        found = [Piece(count[at], "edited" if value else "carried", value or 0.0) for at, value in enumerate(shares)]
        fresh_ones = fresh([Block(count[at], queries[at].text) for at in new], said, [next(scores) for _ in new] if scores is not None else None)
        for at, piece in zip(new, fresh_ones, strict=True):
            found[at] = piece
        return found

    def queries(self, number: int) -> list[Asked]:
        """The blocks of a text, as a memory is asked for them."""
        document = self.documents[number]
        said = [inline.written(contents.of_block(document, at)) for at in range(len(document.blocks))]
        return [Asked(text, before, after) for text, before, after in zip(said, ["", *said], [*said[1:], ""], strict=False)]

    def shares(self, one: Job) -> list[_Share]:
        """Of each block of the source, how much of it changed since it was rendered."""
        new = self.documents[one.to]
        if one.base is None:
            return [None] * len(new.blocks)
        compared = self.between(one.base, one.to)
        found = [value for value, _ in compared]
        places = {before: at for at, (_, before) in enumerate(compared) if before is not None}
        for row in self.rows.get(one.start or 0, ()):
            at = places.get(row.base_position) if row.base_position is not None else None
            if at is not None:
                found[at] = self.since(row, new, at)
        return found

    def since(self, row: Rendering, new: Document, at: int) -> _Share:
        """The same of a block that did not follow its base: against what it really renders."""
        old = self.documents.get(row.text_id or 0)
        if old is None or row.block is None or row.block >= len(old.blocks):
            return None
        return _share(old, old.source(old.blocks[row.block]), new, new.source(new.blocks[at]))

    def between(self, base: int, to: int) -> list[tuple[_Share, int | None]]:
        """Of each block of the newer text: how much of it changed, and which block of the older one it was."""
        if (base, to) not in self.compared:
            self.compared[base, to] = self._between(self.documents[base], self.documents[to])
        return self.compared[base, to]

    def _between(self, old: Document, new: Document) -> list[tuple[_Share, int | None]]:
        if old is new:
            return [(0.0, at) for at in range(len(new.blocks))]
        found: list[tuple[_Share, int | None]] = [(None, None)] * len(new.blocks)
        for change in diff.diff(old, new).changes:
            if not (change.old and change.new):
                continue
            value = share(change.runs, new.format, old.format) if change.runs else 0.0
            for at in change.new:
                found[at] = (value, change.old[0] if len(change.old) == len(change.new) == 1 else None)
        return found


def _share(old: Document, was: str, new: Document, now: str) -> float:
    return 0.0 if was == now else share(runs(was, now, old.format, new.format), new.format, old.format)
