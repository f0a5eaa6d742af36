"""What was inferred of adopted texts, and a coordinator's answers: yes, no, the other way round, and back again.

What was said can be taken back: an answer changes where a text stands, never the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from translate_flow import languages
from translate_flow.adoption.items import Fact, Group, Item, Member
from translate_flow.errors import Conflict, NotAllowed, NotFound, UsageError
from translate_flow.models import Adoption, Article, Inference, Person, Revision, Version
from translate_flow.services import adopting, coordination, freshness, lookup, people, waiting
from translate_flow.services.adopting import SURE, Adopter
from translate_flow.services.transitions import move, record
from translate_flow.workflow import Action, Role, Who


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer did, for a person."""

    number: int
    what: str


def listed(session: Session, *, everything: bool = False, limit: int = 0) -> list[Inference]:
    """What waits for an answer: contradictions, then the rest, the surest first; `everything`: what was taken and answered too."""
    query = select(Inference).order_by((Inference.kind == "contradiction").desc(), Inference.confidence.desc(), Inference.id)
    if not everything:
        query = query.where(Inference.state == "queued")
    return list(session.scalars(query.limit(limit) if limit else query))


def addresses(session: Session, rows: Sequence[Inference]) -> dict[str, str]:
    """What the texts that questions are about are called here, by origin: `ARTICLE/LANG` of those that are in."""
    return {origin: version.address for origin, version in adopting.known(session, [*{name for row in rows for name in (row.origin, row.value) if name}]).items()}


def open_questions(session: Session) -> int:
    """How many wait for an answer."""
    return session.scalar(select(func.count()).select_from(Inference).where(Inference.state == "queued")) or 0


def above(session: Session, least: float) -> list[int]:
    """The numbers of what waits with at least this confidence, in an order in which it can be accepted. Contradictions are never among it."""
    query = select(Inference.id).where(Inference.state == "queued", Inference.kind != "contradiction", Inference.confidence >= least)
    return list(session.scalars(query.order_by(Inference.kind.desc(), Inference.id)))  # languages, then parents, what belongs, bases


def accept(session: Session, number: int, *, actor: Person, now: datetime, language: str = "") -> Answer:
    """Yes. A text that waited comes in (in `language`, where the person says another); a parent or a base is confirmed.

    Raises NotAllowed (no coordinator), NotFound, Conflict (answered already, its place is taken), UsageError (what needs another answer first).
    """
    row = _open(session, number, actor)
    if row.kind == "contradiction":
        raise UsageError(f"{number} is a contradiction of the site: there is nothing to accept", remedy=f"Mend it there and adopt again, or put it away: translate-flow adoptions --reject {number}.")
    what = {"belongs": _let_in, "language": _let_in, "parent": _confirm_parent, "base": _confirm_base}[row.kind](session, row, actor, now, language)
    return _decided(row, "accepted", what, actor, now)


def reject(session: Session, number: int, *, actor: Person, now: datetime) -> Answer:
    """No. A text that does not belong becomes an article of its own, one in an unknown language stays out; a parent or a base is no longer claimed."""
    row = _open(session, number, actor)
    if row.kind == "belongs":
        what = _by_itself(session, row, actor, now)
    elif row.kind == "parent":
        what = _without_parent(session, row, actor, now)
    elif row.kind == "base":
        what = _on(session, row, None, actor, now)
    else:
        what = "left out" if row.kind == "language" else "put away"
    return _decided(row, "rejected", what, actor, now)


def undo(session: Session, number: int, *, actor: Person, now: datetime) -> Answer:
    """Takes back what was taken or answered: it waits again.

    Raises Conflict where somebody has worked on the version since, or others hang on it.
    """
    people.must_be(actor, Role.COORDINATOR, doing="answer for what was adopted")
    row = _row(session, number)
    if row.state == "queued":
        raise Conflict(f"{number} waits for an answer still", remedy=f"Answer it: translate-flow adoptions --accept {number}, or --reject {number}.")
    what = "it waits again"
    if row.kind in {"belongs", "language"} and row.version_id is not None:
        what = _out_again(session, row, actor, now)
    elif row.kind == "base" and row.state == "rejected":
        what = _on(session, row, _revision_of_parent(session, row), actor, now)
    elif row.kind == "parent" and row.state == "rejected":
        what = _turned_back(session, row, actor, now) if "turned" in row.data else _with_parent(session, row, actor, now)
    row.state, row.decided_by, row.decided_at = "queued", None, None
    return Answer(number, what)


def reverse(session: Session, number: int, *, actor: Person, now: datetime) -> Answer:
    """The other way round: what was taken for the original was translated from this version."""
    row = _open(session, number, actor)
    version = _version(session, row)
    parent = session.get(Version, version.parent_id) if version.parent_id else None
    if row.kind != "parent" or parent is None or not parent.is_original:
        raise UsageError(f"{number} does not say that {version.address} comes from an original", remedy="Only a parent that is the original can be turned round.")
    for one in (version, parent):
        _untouched(session, one)
    row.data = {**row.data, "turned": parent.id, "credit": version.credit}
    _reroot(session, version, parent, actor, now)
    return _decided(row, "rejected", f"{parent.address} now comes from {version.language}", actor, now)


def _reroot(session: Session, version: Version, parent: Version, actor: Person, now: datetime, credit: str = "") -> None:
    """Makes a version the original, and what was the original a translation of it, with the translator that it had."""
    article = session.get_one(Article, version.article_id)
    before = article.original_language
    article.original_language = version.language
    version.parent_id, version.parent_language, version.credit = None, "", ""
    session.flush()
    parent.parent_id, parent.parent_language, parent.credit = version.id, version.language, credit
    session.flush()
    record(session, "reroot", actor=actor, now=now, version=version, data={"from": before, "to": version.language})
    freshness.refresh(session, [version, parent])


def _turned_back(session: Session, row: Inference, actor: Person, now: datetime) -> str:
    """Undoes `reverse`."""
    version, parent = _version(session, row), session.get_one(Version, row.data["turned"])
    if not version.is_original or parent.parent_id != version.id:
        raise Conflict(f"{parent.address} does not come from {version.language} any more", remedy="Say what it comes from: translate-flow request … --from.")
    for one in (version, parent):
        _untouched(session, one)
    _reroot(session, parent, version, actor, now, credit=str(row.data.get("credit", "")))
    row.data = {name: value for name, value in row.data.items() if name not in {"turned", "credit"}}
    return f"{version.address} comes from {parent.language} again"


# --- texts that wait ---


def _let_in(session: Session, row: Inference, actor: Person, now: datetime, language: str) -> str:
    told = languages.normalise(language) if language else row.language
    if not told:
        raise UsageError(f"Nobody knows in which language “{row.data.get('title') or row.origin}” is", remedy=f"Say it: translate-flow adoptions --accept {row.id} --lang es.")
    group, item = _alone(session, row, told, itself=row.kind == "language")
    if row.kind == "language":
        return _take(session, row, group, item, actor, now)
    root = adopting.known(session, [row.other]).get(row.other)
    article = root.article if root is not None else session.scalar(select(Article).where(Article.key == row.value))
    if article is None:
        waits = session.scalar(select(Inference.id).where(Inference.origin == row.other, Inference.state == "queued").limit(1))
        remedy = f"Answer {waits} first: translate-flow adoptions --accept {waits}." if waits else "Adopt the site again, or reject this one."
        raise UsageError(f"The original that {row.id} belongs to, {row.other}, is not here yet", remedy=remedy)
    lookup.hold(session, Article.id == article.id)
    there = session.scalar(select(Version).where(Version.article_id == article.id, Version.language == told, Version.status != "cancelled"))
    if there is not None:
        raise Conflict(f"{there.address} is here already, from {there.origin or 'this newsroom'}", remedy=f"Reject {row.id}, or take that one back first (translate-flow adoptions --all, --undo).")
    member = group.members[0]
    parent = member.parent.value or article.original_language
    adopter = _adopter(session, row, item, actor, now)
    adopter.join(article, replace(member, parent=Fact(parent, member.parent.confidence, member.parent.evidence)), item)
    row.version_id = adopter.version_of(item).id
    return f"{adopter.version_of(item).address} is in"


def _by_itself(session: Session, row: Inference, actor: Person, now: datetime) -> str:
    if not row.language:
        return "left out: nobody knows its language"
    group, item = _alone(session, row, row.language, itself=True)
    if (there := adopting.known(session, [row.origin]).get(row.origin)) is not None:
        row.version_id = None  # what came in otherwise is not taken back with this answer
        return f"it is {there.address} already"
    return _take(session, row, group, item, actor, now)


def _take(session: Session, row: Inference, group: Group, item: Item, actor: Person, now: datetime) -> str:
    adopter = _adopter(session, row, item, actor, now)
    session.flush()
    before = session.get(Version, row.version_id) if row.version_id else None
    if before is not None and before.is_original and before.status == "cancelled" and before.language == group.members[0].language.value:
        adopter.restore(before, group.members[0], item)  # it was an article of its own before
    else:
        adopter.settle(group)
    version = adopter.version_of(item)
    row.version_id = version.id
    return f"{version.address} is an article of its own"


def _alone(session: Session, row: Inference, language: str, *, itself: bool) -> tuple[Group, Item]:
    """The text that waits as a group of one; `itself`: an original, whatever it was taken to be translated from."""
    said = Fact(language, 1.0, ("a person said so",))
    parent = SURE if itself else Fact(str(row.data.get("parent", "")), 1.0, tuple(row.evidence))
    member = Member(row.origin, said, SURE, parent, SURE, Fact(str(row.data.get("translator", "")), 1.0, ()))
    return Group((member,)), waiting.as_item(session, row)


def _adopter(session: Session, row: Inference, item: Item, actor: Person, now: datetime) -> Adopter:
    return Adopter(session, session.get_one(Adoption, row.adoption_id), {item.origin: item}, actor, now, certain=0.0)


def _out_again(session: Session, row: Inference, actor: Person, now: datetime) -> str:
    """Out of the article: the version is cancelled with its texts, and its place is free for another."""
    version = _version(session, row)
    _untouched(session, version)
    if (child := session.scalar(select(Version).where(Version.parent_id == version.id).limit(1))) is not None:
        raise Conflict(f"{child.address} comes from it", remedy="Take that one back first, or change its parent: translate-flow request … --from.")
    head = session.get_one(Revision, version.head_id)
    row.text_id, row.other = head.text_id, row.other or row.value
    article = version.article
    row.data = {"slug": article.key, "kind": article.kind, "date": article.date, **row.data, "title": version.title, "parent": version.parent_language, "translator": version.credit, "published": version.live_id is not None}
    move(session, version, Action.DISOWN, actor=actor, now=now, nobody=Who.POLICY, reason="its adoption was taken back", live_id=None, origin="")
    return f"{version.address} is cancelled; its text waits again"


# --- parents and bases ---


def _confirm_parent(session: Session, row: Inference, actor: Person, now: datetime, _: str) -> str:
    version = _version(session, row)
    record(session, "name parent", actor=actor, now=now, version=version, data={"parent": version.parent_language})
    return f"{version.address} comes from {version.parent_language}"


def _without_parent(session: Session, row: Inference, actor: Person, now: datetime) -> str:
    """Whose translation it is, nobody knows: it follows nothing until somebody says."""
    version = _version(session, row)
    _untouched(session, version)
    row.data = {**row.data, "parent": version.parent_language}
    version.parent_id = None
    record(session, "name parent", actor=actor, now=now, version=version, data={"parent": ""})
    session.flush()
    freshness.refresh(session, [version])
    return f"{version.address} follows nothing; say what it comes from: translate-flow request {version.address.replace('/', ' ')} --from LANG"


def _with_parent(session: Session, row: Inference, actor: Person, now: datetime) -> str:
    version = _version(session, row)
    parent = session.scalar(select(Version).where(Version.article_id == version.article_id, Version.language == str(row.data.get("parent", ""))))
    if parent is None or parent.id == version.id:
        raise Conflict(f"The version that {version.address} came from is gone", remedy="Say what it comes from: translate-flow request … --from.")
    version.parent_id, version.parent_language = parent.id, parent.language
    record(session, "name parent", actor=actor, now=now, version=version, data={"parent": parent.language})
    session.flush()
    freshness.refresh(session, [version])
    return f"{version.address} comes from {parent.language} again"


def _confirm_base(session: Session, row: Inference, actor: Person, now: datetime, _: str) -> str:
    return _on(session, row, _revision_of_parent(session, row), actor, now)


def _on(session: Session, row: Inference, base: Revision | None, actor: Person, now: datetime) -> str:
    version = _version(session, row)
    _untouched(session, version)
    head = session.get_one(Revision, version.head_id)
    again = coordination.on_base(session, version, head, base, 1.0, now)
    if version.live_id == head.id:
        version.live_id = again.id
    record(session, "adopt", actor=actor, now=now, version=version, revision_id=again.id, data={"base": base.number if base else None})
    session.flush()
    freshness.refresh(session, [version])
    return f"{version.address} follows revision {base.number}" if base is not None else f"what {version.address} follows is not known"


def _revision_of_parent(session: Session, row: Inference) -> Revision:
    version = _version(session, row)
    found = session.scalar(select(Revision).where(Revision.version_id == version.parent_id, Revision.number == int(row.value)))
    if found is None:
        raise Conflict(f"{version.address} has another parent by now", remedy=f"Put the question away: translate-flow adoptions --reject {row.id}.")
    return found


# --- in common ---


def _row(session: Session, number: int) -> Inference:
    row = session.get(Inference, number)
    if row is None:
        raise NotFound(f"There is no question {number}", remedy="`translate-flow adoptions` lists what waits, --all everything.")
    return row


def _open(session: Session, number: int, actor: Person) -> Inference:
    people.must_be(actor, Role.COORDINATOR, doing="answer for what was adopted")
    row = _row(session, number)
    if row.state != "queued":
        raise Conflict(f"{number} is {row.state} already", remedy=f"To answer anew: translate-flow adoptions --undo {number}.")
    return row


def _version(session: Session, row: Inference) -> Version:
    version = session.get(Version, row.version_id) if row.version_id else None
    if version is None:
        raise Conflict(f"{row.id} is about a text that is not in", remedy="`translate-flow adoptions --all` shows what became of it.")
    lookup.hold(session, Article.id == version.article_id)
    return version


def _untouched(session: Session, version: Version) -> None:
    """Nothing of what somebody has made here since is turned upside down."""
    if version.status not in {"published", "withdrawn", "requested", "draft"} or version.translator_id is not None:
        raise NotAllowed(f"{version.address} is being worked on here", remedy=f"See `translate-flow show {version.address}`; wait until the work is done, or cancel it.")


def _decided(row: Inference, state: str, what: str, actor: Person, now: datetime) -> Answer:
    row.state, row.decided_by, row.decided_at = state, actor.id, now
    return Answer(row.id, what)
