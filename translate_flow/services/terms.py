"""The glossary: its verbs, and the terms of a language pair made ready for texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from translate_flow import languages
from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.models import Person, Revision, Version
from translate_flow.models_terms import StoredTerm
from translate_flow.services import people, texts
from translate_flow.services.transitions import record
from translate_flow.text.prose import prose
from translate_flow.text.terms import PARTS_OF_SPEECH, Glossary, Occurrence, Term, identity
from translate_flow.workflow import Role

_LONGEST = {"source": 200, "target": 1000, "definition": 4000, "note": 4000, "subject": 200, "forbidden": 1000}  # characters
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # what no XML and no database holds
_ALSO = {"n": "noun", "v": "verb", "adj": "adjective", "adv": "adverb", "proper noun": "noun", "propernoun": "noun"}


def add(session: Session, term: Term, source_language: str, target_language: str, *, actor: Person, now: datetime) -> StoredTerm:
    """Adds a term. Raises UsageError, NotAllowed, and Conflict where the pair has it already with this part of speech."""
    source, target = pair(source_language, target_language)
    may_write(actor, target, doing="add terms")
    term = clean(term)
    there = session.scalar(
        select(StoredTerm).where(
            StoredTerm.source_language == source, StoredTerm.target_language == target, StoredTerm.key == identity(term.source),
            StoredTerm.part_of_speech == term.part_of_speech,
        )
    )  # fmt: skip
    if there is not None:
        raise Conflict(f"There is a term “{there.source}” from {source} to {target} already: {described(there)}", remedy=f"Change it with `translate-flow terms change {there.id}`, or say which part of speech yours is with --pos.", number=there.id)
    stored = made(term, source, target, actor, now)
    session.add(stored)
    session.flush()
    _record(session, "add term", stored, actor, now)
    return stored


def change(session: Session, number: int, *, actor: Person, now: datetime, **fields: Any) -> StoredTerm:
    """Changes what is given (fields of `Term`) and leaves the rest. Raises NotFound, NotAllowed, UsageError, Conflict."""
    stored = find(session, number)
    _may_change(actor, stored, doing="change")
    before = of(stored)
    after = clean(replace(before, **fields))
    if after == before:
        return stored
    alike = select(StoredTerm.id).where(
        StoredTerm.source_language == stored.source_language, StoredTerm.target_language == stored.target_language,
        StoredTerm.key == identity(after.source), StoredTerm.part_of_speech == after.part_of_speech, StoredTerm.id != stored.id,
    )  # fmt: skip
    if (other := session.scalar(alike)) is not None:
        raise Conflict(f"Term {other} is “{after.source}” already", remedy=f"See `translate-flow terms list '{after.source}'`.", number=other)
    put(stored, after, actor, now)
    _record(session, "change term", stored, actor, now, changes=differences(before, after))
    return stored


def remove(session: Session, numbers: Sequence[int], *, actor: Person, now: datetime) -> list[Term]:
    """Removes terms, all of them or none. Raises NotFound, NotAllowed."""
    found = [find(session, number) for number in dict.fromkeys(numbers)]
    for stored in found:
        _may_change(actor, stored, doing="remove")
    for stored in found:
        _record(session, "remove term", stored, actor, now, term=asdict(of(stored)))
        session.delete(stored)
    session.flush()
    return [of(stored) for stored in found]


def find(session: Session, number: int) -> StoredTerm:
    """The term of that number. Raises NotFound."""
    stored = session.get(StoredTerm, number)
    if stored is None:
        raise NotFound(f"There is no term {number}", remedy="`translate-flow terms list` shows them with their numbers.")
    return stored


def listed(session: Session, *, source_language: str = "", target_language: str = "", said: str = "", subject: str = "", limit: int = 0) -> list[StoredTerm]:
    """Terms by pair and source, at most `limit` (0: all). Languages as they are stored; `said`: a part of the source or of a rendering."""
    where: list[ColumnElement[bool]] = []
    if source_language:
        where.append(StoredTerm.source_language == source_language)
    if target_language:
        where.append(StoredTerm.target_language == target_language)
    if said:
        spelled = {said, said.lower(), said.capitalize()}  # SQLite's `lower` knows no letters but English ones
        where.append(or_(StoredTerm.key.contains(identity(said), autoescape=True), *(StoredTerm.target.contains(form, autoescape=True) for form in sorted(spelled))))
    if subject:
        where.append(StoredTerm.subject == subject)
    order = (StoredTerm.source_language, StoredTerm.target_language, StoredTerm.key, StoredTerm.part_of_speech, StoredTerm.id)
    query = select(StoredTerm).where(*where).order_by(*order)
    return list(session.scalars(query.limit(limit) if limit else query))


def glossary(session: Session, source_language: str, target_language: str) -> Glossary:
    """The terms that hold for a pair: its own, and those of its languages without region, where its own say nothing else."""
    query = select(StoredTerm).where(StoredTerm.source_language.in_(wider(source_language)), StoredTerm.target_language.in_(wider(target_language)))
    return made_of(session.scalars(query), source_language, target_language)


def made_of(stored: Iterable[StoredTerm], source_language: str, target_language: str) -> Glossary:
    """A pair's glossary of the terms stored for it and for its languages without region."""
    rows = sorted(stored, key=lambda row: (-len(row.target_language), -len(row.source_language), row.id))
    found: dict[tuple[str, str], Term] = {}
    for row in rows:
        found.setdefault((row.key, row.part_of_speech), of(row))
    return Glossary([found[key] for key in sorted(found)], source_language, target_language)


def wider(tag: str) -> list[str]:
    """A language and what is wider: `pt-BR` → `pt-BR`, `pt`."""
    parts = tag.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def in_source(session: Session, version: Version) -> tuple[list[Occurrence], list[str]]:
    """The terms in the text that a version is translated from, and the texts of its blocks, code hidden. Raises UsageError for an original."""
    parent = session.get(Version, version.parent_id) if version.parent_id else None
    if parent is None:
        what = "is an original" if version.is_original else f"comes from {version.parent_language}, which is not here"
        raise UsageError(f"{version.address} {what}: there is no text to look for terms in", remedy=f"Name a translation, such as {version.article.key}/LANG.")
    shown = session.get(Revision, parent.live_id or parent.head_id or 0)
    if shown is None:
        raise NotFound(f"{parent.address} has no text yet", remedy=f"See `translate-flow show {version.article.key}`.")
    blocks = prose(texts.document(session, shown))
    return glossary(session, parent.language, version.language).occurrences(blocks), blocks


def of(stored: StoredTerm) -> Term:
    """A stored term as texts are looked through with it."""
    return Term(stored.source, stored.target, stored.part_of_speech, stored.definition, stored.note, tuple(stored.forbidden), stored.subject)


def made(term: Term, source: str, target: str, actor: Person, now: datetime) -> StoredTerm:
    """A term to be stored."""
    stored = StoredTerm(source_language=source, target_language=target, added_by=actor.id, added_at=now)
    put(stored, term, actor, now)
    return stored


def put(stored: StoredTerm, term: Term, actor: Person, now: datetime) -> None:
    """Gives a stored term what a clean one says."""
    stored.key = identity(term.source)
    for name, value in asdict(term).items():
        setattr(stored, name, list(value) if name == "forbidden" else value)
    stored.changed_by, stored.changed_at = actor.id, now


def clean(term: Term) -> Term:
    """A term as it is stored: NFC, white space folded. Raises UsageError for one that says nothing, too much, or what cannot be stored."""
    said = {name: _clean(name, getattr(term, name)) for name in ("source", "target", "definition", "note", "subject")}
    forbidden = tuple(dict.fromkeys(text for phrase in term.forbidden if (text := _clean("forbidden", phrase))))
    kind = _clean("part_of_speech", term.part_of_speech).casefold()
    kind = _ALSO.get(kind, kind)
    if kind and kind not in PARTS_OF_SPEECH:
        raise UsageError(f"There is no part of speech “{kind}”", remedy=f"Parts of speech: {', '.join(PARTS_OF_SPEECH)}.")
    if not any(map(str.isalnum, said["source"])):
        raise UsageError("A term needs a source with a letter or a figure in it", remedy="Say which word or words it is.")
    if wrong := next((phrase for phrase in forbidden if "|" in phrase), ""):
        raise UsageError(f"“{wrong}” holds a bar, which stands between renderings", remedy="Give one after the other.")
    if not (said["target"] or said["definition"] or said["note"] or forbidden):
        raise UsageError(f"Of “{said['source']}” nothing is said", remedy="Give its rendering, a definition, a note, or what to avoid.")
    renderings = Term("", said["target"]).renderings
    if wrong := next((phrase for phrase in forbidden if phrase in renderings), ""):
        raise UsageError(f"“{wrong}” cannot be both a rendering of “{said['source']}” and to be avoided", remedy="Leave it out of one of the two.")
    return Term(said["source"], "|".join(renderings), kind, said["definition"], said["note"], forbidden, said["subject"])


def _clean(name: str, said: str) -> str:
    text = unicodedata.normalize("NFC", said)
    lines = [" ".join(line.split()) for line in text.splitlines()] if name in {"definition", "note"} else [" ".join(text.split())]
    text = "\n".join(lines).strip()
    if _UNFIT.search(text):
        raise UsageError(f"The {name.replace('_', ' ')} “{_UNFIT.sub('�', text)[:40]}” holds a character that is no text", remedy="Type it again without.")
    if len(text) > (most := _LONGEST.get(name, 200)):
        raise UsageError(f"The {name.replace('_', ' ')} “{text[:40]}…” has {len(text)} characters, and may have {most}", remedy="Make it shorter.")
    return text


def differences(before: Term, after: Term) -> dict[str, list[Any]]:
    """What has changed: field → what it was, what it is."""
    old, new = asdict(before), asdict(after)
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def described(stored: StoredTerm) -> str:
    """What a term says, in a few words."""
    avoid = f"avoid {', '.join(stored.forbidden)}" if stored.forbidden else ""
    return "; ".join(part for part in (stored.target.replace("|", " or "), avoid) if part) or "a definition"


def pair(source_language: str, target_language: str) -> tuple[str, str]:
    """Two languages as they are stored. Raises UsageError."""
    source, target = languages.normalise(source_language), languages.normalise(target_language)
    if source == target:
        raise UsageError(f"A term goes from one language to another, and here both are {source}", remedy="Say --from and --to.")
    return source, target


def may_write(actor: Person, language: str, *, doing: str) -> None:
    """Raises NotAllowed unless they coordinate, or translate or review in that language and write it."""
    held = people.roles_for(actor, language)
    if Role.COORDINATOR in {row.role for row in actor.roles}:
        return
    if not (held & {Role.TRANSLATOR, Role.REVIEWER} and people.knows(actor, "writes", language)):
        raise NotAllowed(f"{actor.handle} may not {doing} in {language}: that takes a coordinator, or a translator or reviewer who writes {language}", remedy="Ask one of them; `translate-flow people list` shows who.")


def _may_change(actor: Person, stored: StoredTerm, *, doing: str) -> None:
    if stored.added_by == actor.id:
        may_write(actor, stored.target_language, doing=f"{doing} terms")
    else:
        people.must_be(actor, Role.COORDINATOR, doing=f"{doing} term {stored.id} (“{stored.source}”), which somebody else has added")


def _record(session: Session, action: str, stored: StoredTerm, actor: Person, now: datetime, **more: Any) -> None:
    data = {"number": stored.id, "from": stored.source_language, "to": stored.target_language, "source": stored.source, "target": stored.target}
    record(session, action, actor=actor, now=now, data={**data, **more})


def handles(session: Session, stored: Iterable[StoredTerm]) -> dict[int, str]:
    """Who added some terms: their handles, by id."""
    ids = {number for row in stored for number in (row.added_by, row.changed_by) if number is not None}
    return dict(session.execute(select(Person.id, Person.handle).where(Person.id.in_(ids))).all())
