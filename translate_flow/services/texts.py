"""Texts and their blocks in the database: stored once each, by content; and revisions, which only ever are added.

A text's blocks are noted when it is first compared with another, not when it comes in: most of an archive never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from translate_flow import formats
from translate_flow.aside import Aside
from translate_flow.models import Person, Revision, StoredBlock, StoredText, Version
from translate_flow.services import bulk
from translate_flow.text import words
from translate_flow.text.digests import block_rows, text_digest
from translate_flow.text.document import Document


class Key(NamedTuple):
    """What tells a block from another: equal keys, equal blocks. `words` counts the reader's."""

    kind: str
    level: int
    digest: bytes
    words: int


def store_many(session: Session, documents: Sequence[tuple[Document, bytes]]) -> list[int]:
    """Stores texts that may be there already, in a few statements however many they are; returns their ids, in order."""
    return store_bodies(session, [(document.format, body, document) for document, body in documents])


def store(session: Session, document: Document, body: bytes) -> StoredText:
    """Stores one text; storing an unchanged one again costs a look-up."""
    number = store_many(session, [(document, body)])[0]
    text = session.get(StoredText, number)
    assert text is not None
    return text


def store_bodies(session: Session, bodies: Sequence[tuple[str, bytes, Document | None]]) -> list[int]:
    """Stores texts as (format, bytes, what was read of them); returns their ids, in order.

    The words of what nobody has read yet (old texts of a history, the many of a large site) are not counted: -1, see `counted`.
    """
    keys = [text_digest(format, body) for format, body, _ in bodies]
    wanted = dict(zip(keys, bodies, strict=True))
    known = _ids(session, list(wanted))
    fresh = {key: text for key, text in wanted.items() if key not in known}
    known |= _insert_texts(session, fresh)
    return [known[key] for key in keys]


def _insert_texts(session: Session, fresh: dict[bytes, tuple[str, bytes, Document | None]]) -> dict[bytes, int]:
    """Their ids by digest. Two who store the same text at the same moment store it once."""
    if not fresh:
        return {}
    connection = session.connection()
    ids = bulk.next_ids(connection, StoredText, len(fresh))
    rows = [(number, key, format, body, _words(read)) for number, (key, (format, body, read)) in zip(ids, fresh.items(), strict=True)]
    bulk.insert(connection, StoredText, "id digest format body words", rows, once=True)
    if connection.dialect.name == "sqlite":
        return dict(zip(fresh, ids, strict=True))
    return _ids(session, list(fresh))


def _words(document: Document | None) -> int:
    return words.total([block.text for block in document.blocks]) if document is not None else -1


def counted(session: Session, text_ids: Iterable[int]) -> dict[int, int]:
    """The words of texts that were not counted when they came in (`StoredText.words` is -1), by id: of their blocks where these are noted, else read now."""
    query = select(StoredBlock.text_id, func.sum(StoredBlock.words)).where(StoredBlock.text_id.in_(wanted := list(text_ids))).group_by(StoredBlock.text_id)
    found = {number: int(count) for number, count in session.execute(query)}
    rest = select(StoredText.id, StoredText.format, StoredText.body).where(StoredText.id.in_([number for number in wanted if number not in found]))
    return found | {number: _words(formats.get(format).read(bytes(body))) for number, format, body in session.execute(rest)}


def _ids(session: Session, digests: Sequence[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for at in range(0, len(digests), 500):
        part = select(StoredText.digest, StoredText.id).where(StoredText.digest.in_(digests[at : at + 500]))
        found |= {bytes(key): number for key, number in session.execute(part)}
    return found


def add_revision(
    session: Session, version: Version, text: StoredText, *, base: Revision | None, author: Person | None, now: datetime, **more: Any
) -> Revision:
    """The next revision of a version; it becomes the head. `more`: other columns of it."""
    number = session.scalar(select(func.coalesce(func.max(Revision.number), 0)).where(Revision.version_id == version.id)) or 0
    revision = Revision(
        version_id=version.id, number=number + 1, text_id=text.id, base_id=base.id if base else None,
        author_id=author.id if author else None, created_at=now, **more,
    )  # fmt: skip
    session.add(revision)
    session.flush()
    version.head_id = revision.id
    version.updated_at = now
    if revision.change_class in {"correction", "takedown"} and version.is_original:  # a translation's own: once it is out (`settling`)
        from translate_flow.services import settling

        settling.opened(session, version, revision, revision.change_class, now=now)
    if revision.change_class == "takedown":
        from translate_flow.services import memory  # whose words are seldom called back

        memory.call_back(session, version)
    return revision


def document(session: Session, revision: Revision, *, name: str = "") -> Document:
    """A revision's text, read by its format."""
    return read(session, revision.text_id, name=name)


def read(session: Session, text_id: int, *, name: str = "") -> Document:
    """A stored text, read by its format."""
    body, format = session.execute(select(StoredText.body, StoredText.format).where(StoredText.id == text_id)).one()
    return formats.get(format).read(bytes(body), name=name)


def body(session: Session, revision: Revision) -> bytes:
    """A revision's bytes."""
    return bytes(session.scalars(select(StoredText.body).where(StoredText.id == revision.text_id)).one())


def bodies(session: Session, text_ids: Iterable[int]) -> list[bytes]:
    """The bytes of some texts, in any order."""
    return [bytes(body) for body in session.scalars(select(StoredText.body).where(StoredText.id.in_(list(text_ids))))]


def blocks(session: Session, text_ids: Iterable[int], beside: Aside | None = None) -> dict[int, list[Key]]:
    """The key of each block, in order, by text: one query for all, and one more for those not noted yet. `beside` may have read these."""
    found: dict[int, list[Key]] = {number: [] for number in text_ids}
    query = select(StoredBlock.text_id, StoredBlock.kind, StoredBlock.level, StoredBlock.digest, StoredBlock.words)
    for number, kind, level, key, count in session.execute(query.where(StoredBlock.text_id.in_(list(found))).order_by(StoredBlock.text_id, StoredBlock.position)):
        found[number].append(Key(kind, level, bytes(key), count))
    for number, rows in _note_blocks(session, [number for number, rows in found.items() if not rows], beside).items():
        found[number] = [Key(kind, level, key, count) for _, kind, level, _, _, count, key in rows]
    return found


def _note_blocks(session: Session, text_ids: list[int], beside: Aside | None) -> dict[int, list[tuple[Any, ...]]]:
    """Reads texts for their blocks, and keeps them where this transaction may write."""
    if not text_ids:
        return {}
    found: dict[int, list[tuple[Any, ...]]] = {}
    if beside is not None:
        keys = session.execute(select(StoredText.id, StoredText.digest).where(StoredText.id.in_(text_ids)).order_by(StoredText.id)).all()
        found = {number: rows for number, key in keys if (rows := beside.get(bytes(key))) is not None}
    query = select(StoredText.id, StoredText.format, StoredText.body).where(StoredText.id.in_([number for number in text_ids if number not in found]))
    found |= {number: block_rows(formats.get(format).read(bytes(body))) for number, format, body in session.execute(query)}
    connection = session.connection()
    if connection.get_execution_options().get("writes"):
        rows = [(number, *row) for number, blocks in found.items() for row in blocks]
        bulk.insert(connection, StoredBlock, "text_id position kind level start end words digest", rows, once=True)
    return found
