"""Bringing translations over a change of their source: what it will come to, and doing it.

A `Prospect` is what a carry would make of one version, and needs no right to write: `diff` shows it, `revise --dry-run` sums it
up. `bring` makes a revision of it. `carry` is the verb, with the newsroom's policy on what may go out by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from translate_flow import formats, workflow
from translate_flow.errors import NotAllowed, TranslateFlowError
from translate_flow.formats import encoding
from translate_flow.models import Article, Pairing, Person, Rendering, Revision, StoredBlock, Version
from translate_flow.services import changes, freshness, lookup, people, policy, renderings, settings, texts
from translate_flow.services.pairs import find_pairs
from translate_flow.services.renderings import Apart, Known, Row
from translate_flow.services.transitions import move, record
from translate_flow.text import diff
from translate_flow.text.carry import Action as Deed
from translate_flow.text.carry import Carried, Task, Todo
from translate_flow.text.carry import carry as carried_over
from translate_flow.text.classes import ChangeClass, Proposal, propose
from translate_flow.text.document import Document
from translate_flow.workflow import Action, Role, Who

_BY_ITSELF = frozenset({Deed.PATCHED, Deed.COPIED, Deed.RESTORED})
_NOT_NOW = frozenset({"in_review", "approved", "withdrawn", "cancelled"})  # readers or reviewers would get what they did not ask for
_LEFT = {Todo.EDITED, Todo.ADDED, Todo.SPLIT, Todo.MERGED, Todo.UNSURE, Todo.REMOVED, Todo.LOCALISED}  # what somebody must look at


@dataclass(frozen=True, slots=True)
class Prospect:
    """What carrying would make of a version's text. `old` is what it really renders now, `new` what its source says."""

    version: Version
    base: Revision
    to: Revision
    mine: Revision
    old: Document
    new: Document
    text: Document
    found: diff.Diff
    proposal: Proposal
    carried: Carried
    draft: Document
    known: Known
    change_class: str
    confirmed: bool = True

    @property
    def left(self) -> list[Task]:
        """What is left for people."""
        return [task for task in self.carried.tasks if task.todo in _LEFT]

    @property
    def by_itself(self) -> int:
        """How many blocks were brought along without anybody."""
        return sum(placed.action in _BY_ITSELF for placed in self.carried.placed) + len(self.carried.removed)

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do, from earlier times neither."""
        return not self.left and not _sticky(self, set())


@dataclass(frozen=True, slots=True)
class Result:
    """`outcome`: live, proposed (waits for a reviewer), drafted, current (nothing to do), waiting; `why`: of the last."""

    version: Version
    outcome: str
    revision: int = 0
    base: int = 0
    patched: int = 0
    left: tuple[Task, ...] = ()
    change_class: str = ""
    why: str = ""


def prospect(session: Session, version: Version, mine: Revision, to: Revision) -> Prospect | None:
    """What carrying `mine` to a revision of its parent would come to; None where its base is not known."""
    base = session.get(Revision, mine.base_id) if mine.base_id else None
    if base is None or base.version_id != to.version_id:
        return None
    known = renderings.of(session, mine)
    parent = session.get(Version, version.parent_id)
    assert parent is not None
    text = texts.document(session, mine)
    plain, new, found, proposal = _compared(session, base, to, parent.language)
    old = renderings.rendered(session, base, plain, known.rows)
    if old is not plain:
        found = diff.diff(old, new)
        proposal = propose(found, old, new, parent.language)
    earlier, proposals = memory(session, version, parent, to, [at for change in found.changes if change.change is not diff.Change.SAME for at in change.new])
    module = formats.get(text.format)
    read: Callable[[str], Document] = lambda draft: module.read(encoding.encode(replace(text, text=draft)))  # noqa: E731
    carried = carried_over(
        old, new, text, pairs=known.paired(plain, text) or find_pairs(session, base, plain, version, text), untranslated=known.untranslated, differences=known.differences(), earlier=earlier,
        proposals=proposals, languages=(parent.language, version.language), found=found, read=read,
    )  # fmt: skip
    draft = read(carried.text)
    name, sure = changes.between(session, parent, base, to, proposal.change_class if _differs(found) else None)
    return Prospect(version, base, to, mine, old, new, text, found, proposal, carried, draft, known, name, sure)


def _compared(session: Session, base: Revision, to: Revision, language: str) -> tuple[Document, Document, diff.Diff, Proposal]:
    """Two revisions of a source, and what changed: once in a transaction, however many languages follow it."""
    known: dict[tuple[int, int], tuple[Document, Document, diff.Diff, Proposal]] = session.info.setdefault("compared", {})
    key = (base.text_id, to.text_id)
    if key not in known:
        old, new = texts.document(session, base), texts.document(session, to)
        found = diff.diff(old, new)
        known[key] = (old, new, found, propose(found, old, new, language))
    return known[key]


def _differs(found: diff.Diff) -> bool:
    return any(change.change is not diff.Change.SAME for change in found.changes)


def memory(session: Session, version: Version, parent: Version, to: Revision, fresh: Sequence[int]) -> tuple[dict[str, str], dict[str, str]]:
    """Earlier translations of some blocks of a source: this version's own; and those of others of the same pair of languages, else what
    the translation memory has."""
    if not fresh:
        return {}, {}
    keys = texts.blocks(session, [to.text_id])[to.text_id]
    wanted = list({keys[at].digest for at in fresh})
    base, owner, above = aliased(Revision), aliased(Version), aliased(Version)
    query = (
        select(StoredBlock.digest, Revision.id, Revision.version_id, Pairing.position)
        .join(base, base.text_id == StoredBlock.text_id).join(Revision, Revision.base_id == base.id)
        .join(Pairing, (Pairing.revision_id == Revision.id) & (Pairing.base_position == StoredBlock.position))
        .join(owner, owner.id == Revision.version_id).join(above, above.id == owner.parent_id)
        .outerjoin(Rendering, (Rendering.revision_id == Revision.id) & (Rendering.base_position == StoredBlock.position))
        .where(StoredBlock.digest.in_(wanted), Rendering.revision_id.is_(None))
        .where((owner.id == version.id) | ((owner.language == version.language) & (above.language == parent.language) & (owner.live_id == Revision.id)))
        .order_by(Revision.id).limit(2000)
    )  # fmt: skip
    rows = session.execute(query).all()
    documents = _documents(session, {row[1] for row in rows})
    sources = {key.digest: at for at, key in enumerate(keys)}
    new = texts.document(session, to)
    own: dict[str, str] = {}
    others: dict[str, str] = {}
    several = _several(session, {row[1] for row in rows})
    for digest, revision, owner_id, position in rows:
        if (revision, position) not in several and position < len(documents[revision].blocks):
            source = new.source(new.blocks[sources[bytes(digest)]])
            (own if owner_id == version.id else others)[source] = documents[revision].source(documents[revision].blocks[position])
    from translate_flow.services.proposing import proposals

    known = own | others
    left = [at for at in fresh if new.source(new.blocks[at]) not in known]
    others |= proposals(session, version.id, (parent.language, version.language), new, left, now=to.created_at)
    return own, {source: text for source, text in others.items() if source not in own}


def _several(session: Session, revisions: set[int]) -> set[tuple[int, int]]:
    """Blocks that render more than one block, or share one: they translate none by themselves."""
    seen: dict[tuple[int, str, int], int] = {}
    rows = session.execute(select(Pairing.revision_id, Pairing.position, Pairing.base_position).where(Pairing.revision_id.in_(revisions))).all()
    for revision, position, base in rows:
        for key in ((revision, "own", position), (revision, "base", base)):
            seen[key] = seen.get(key, 0) + 1
    return {(revision, position) for revision, position, base in rows if seen[revision, "own", position] > 1 or seen[revision, "base", base] > 1}


def _documents(session: Session, ids: set[int]) -> dict[int, Document]:
    return {row.id: texts.document(session, row) for row in session.scalars(select(Revision).where(Revision.id.in_(ids)))}


def bring(session: Session, coming: Prospect, *, actor: Person | None, now: datetime, action: str = "carry") -> Revision:
    """Makes the next revision of it: the carried text, on the new base, with all that is known of its blocks. No status changes."""
    version = coming.version
    body = encoding.encode(coming.draft)
    stored = texts.store(session, coming.draft, body)
    author = session.get(Person, coming.mine.author_id) if coming.mine.author_id else None
    revision = texts.add_revision(
        session, version, stored, base=coming.to, author=author, now=now, carried=True, base_confidence=coming.mine.base_confidence,
        change_class=coming.change_class,
    )  # fmt: skip
    renderings.keep(session, revision, _known(session, coming, now))
    version.title = coming.draft.title or version.title
    data = {"base": coming.to.number, "from": coming.mine.number, "patched": coming.by_itself, "left": len(coming.left), "class": coming.change_class}
    record(session, action, actor=actor, now=now, version=version, revision_id=revision.id, data=data)
    freshness.refresh(session, [version])
    return revision


def _known(session: Session, coming: Prospect, now: datetime) -> Known:
    """What is known of the carried text."""
    carried = coming.carried
    before = coming.known.pairs
    sure = {at: min(value for (own, _), value in before.items() if own == at) for at in {own for own, _ in before}}
    links = {
        (at, source): min((sure.get(was, 1.0) for was in placed.was), default=1.0)
        for at, placed in enumerate(carried.placed) for source in placed.new
    }  # fmt: skip
    if not before:
        links = renderings.linked(find_pairs(session, coming.to, coming.new, coming.version, coming.draft)) | links
    since = _since(session, coming, now)
    rows = [row for task in coming.left for row in _rows(coming, task, since)]
    rows += _sticky(coming, {row.base_position for row in rows})
    return Known(links, rows, _apart(coming))


def _since(session: Session, coming: Prospect, now: datetime) -> datetime:
    query = select(Revision.created_at).where(Revision.version_id == coming.base.version_id, Revision.number > coming.base.number)
    return session.scalar(query.order_by(Revision.number).limit(1)) or now


def _rows(coming: Prospect, task: Task, since: datetime) -> list[Row]:
    """What is left of one task: what its blocks render still, and since when."""
    earlier = {row.base_position: row for row in coming.known.rows if row.base_position is not None}
    row = next((earlier[at] for at in task.old if at in earlier), None)
    text_id: int | None = coming.base.text_id
    block = task.old[0] if task.old else None
    if row is not None and row.text_id is not None:
        text_id, block = row.text_id, row.block
    heavy = _class_of(coming, task)
    when = row.since if row is not None and row.todo else since
    position = task.target[0] if task.target else None
    if position is None and not task.new:  # something between the blocks: it has no place to be noted at
        return []
    if task.todo in {Todo.ADDED, Todo.SPLIT, Todo.MERGED}:
        text_id = block = None
    if not task.new:
        return [Row(None, position, text_id, block, task.todo.value, heavy, when)]
    places = task.target if len(task.target) == len(task.new) else (position,) * len(task.new)
    return [Row(new, place, text_id, block, task.todo.value, heavy, when) for new, place in zip(task.new, places, strict=True)]


def _class_of(coming: Prospect, task: Task) -> str:
    """Of its change: as proposed, within what a person said of the whole."""
    for change, proposed in zip(coming.found.changes, coming.proposal.classes, strict=True):
        if set(change.new) & set(task.new) or (not task.new and set(change.old) & set(task.old)):
            return changes.within(proposed, coming.proposal.change_class, coming.change_class if coming.confirmed else "")
    return coming.change_class


def _sticky(coming: Prospect, told: set[int | None]) -> list[Row]:
    """What was left from earlier and is as it was: to be looked at still."""
    moved, own = renderings.positions(coming.found), _own(coming)
    kept = []
    for row in coming.known.rows:
        if not row.todo or (row.text_id is not None and row.base_position is not None) or row.todo == renderings.UNTRANSLATED:
            continue  # these carry finds anew, from what the text really renders
        position = own.get(row.position) if row.position is not None else None
        if row.base_position is None and position is not None:
            kept.append(Row(None, position, row.text_id, row.block, row.todo, row.change_class, row.since))
        elif row.base_position is not None and (base := moved.get(row.base_position)) is not None and base not in told:
            kept.append(Row(base, position, None, None, row.todo, row.change_class, row.since))
    return kept


def _own(coming: Prospect) -> dict[int, int]:
    """Where the old text's blocks are in the draft."""
    return {was: at for at, placed in enumerate(coming.carried.placed) for was in placed.was}


def _apart(coming: Prospect) -> list[Apart]:
    moved, own = renderings.positions(coming.found), _own(coming)
    kept = []
    for row in coming.known.apart:
        position = own.get(row.position) if row.position is not None else None
        base = moved.get(row.base_position) if row.base_position is not None else None
        if (row.position is None or position is not None) and (row.kind != "omission" or base is not None):
            kept.append(Apart(row.kind, base, position, row.reason, row.person_id, row.at))
    return kept


def may_carry(session: Session, version: Version, actor: Person) -> None:
    """Raises NotAllowed unless the actor coordinates the version's language or holds the version."""
    held = lookup.open_claim(session, version)
    if Role.COORDINATOR in people.roles_for(actor, version.language) or (held is not None and held.person_id == actor.id):
        return
    raise NotAllowed(
        f"{actor.handle} cannot carry {version.address}: that takes a coordinator, or whoever holds it",
        remedy=f"Claim it first: `translate-flow claim {version.address}`, or ask a coordinator.",
    )


def carry(
    session: Session, version: Version, *, actor: Person, now: datetime, most: ChangeClass | None = None, auto: bool = False, dry: bool = False
) -> Result:  # fmt: skip
    """Brings a version over the changes of its source since its base.

    `most`: only where the change is of this class or lighter. `auto`: what needs nobody goes where the newsroom's setting
    `carry_live` says. `dry`: only say. Raises NotAllowed (role; it is being reviewed; its base is not known).
    """
    may_carry(session, version, actor)
    coming = _coming(session, version)
    if isinstance(coming, Result):
        return coming
    if most is not None and coming.change_class and ChangeClass(coming.change_class).rank > most.rank:
        return Result(version, "waiting", change_class=coming.change_class, why=f"the change is of class {coming.change_class}")
    outcome = _where(session, version, coming, auto, now)
    told = Result(
        version, outcome, revision=coming.mine.number + 1, base=coming.to.number, patched=coming.by_itself, left=tuple(coming.left),
        change_class=coming.change_class,
    )  # fmt: skip
    if dry:
        return told
    bring(session, coming, actor=actor, now=now)
    _status(session, version, outcome, actor, now)
    if heavier := freshness.refresh(session, [version]):
        policy.follow(session, heavier, now=now)
    if outcome == "live" and coming.carried.text != coming.text.text:
        from translate_flow.services import notices  # what comes from this version

        notices.source_moved(session, [version], actor=actor, now=now)
    return told


def _coming(session: Session, version: Version) -> Prospect | Result:
    from translate_flow.services.work import parent_of, shown

    parent = parent_of(session, version)
    if version.status in _NOT_NOW:
        verb = {"withdrawn": "reopen", "cancelled": "request"}.get(version.status, "return")
        return Result(version, "waiting", why=f"it is {workflow.words(version.status)}; `translate-flow {verb}` first")
    mine = session.get(Revision, version.head_id) if version.head_id else None
    if mine is None:
        return Result(version, "waiting", why="it has no text yet")
    to = shown(session, parent)
    if mine.base_id == to.id:
        return Result(version, "current", revision=mine.number, base=to.number)
    coming = prospect(session, version, mine, to)
    if coming is None:
        return Result(
            version, "waiting",
            why=f"nobody has said which revision of {parent.address} it follows; `translate-flow confirm {version.address} --base N` does",
        )  # fmt: skip
    return coming


def _where(session: Session, version: Version, coming: Prospect, auto: bool, now: datetime) -> str:
    """What becomes of the carried text: a draft, a proposal to the reviewers, or what readers see."""
    if version.status != "published" or version.live_id != version.head_id:
        return "drafted"
    if not coming.complete:
        return "drafted"
    if coming.carried.text == coming.text.text:  # readers see the same as before: it only follows a newer source
        return "live"
    allowed = str(settings.get(session, "carry_live"))
    if auto and allowed != "none" and ChangeClass(coming.change_class or "trivial").rank <= ChangeClass(allowed).rank and _passes(session, coming, now):
        return "live"
    return "proposed"


def _passes(session: Session, coming: Prospect, now: datetime) -> bool:
    """Whether the gates let the carried text out; what they do not waits for a reviewer."""
    from translate_flow.services import gates

    if gates.blockers(session, [coming.version], actor=None, now=now, only=("original", "embargo", "rights")):
        return False
    if "checks" not in settings.publish_gates(str(settings.get(session, "publish_gates"))):
        return True
    from translate_flow.services import checking

    return checking.sound(session, coming.version, coming.draft, coming.to, _known(session, coming, now))


def _status(session: Session, version: Version, outcome: str, actor: Person, now: datetime) -> None:
    if outcome == "live":
        move(session, version, Action.CARRY, actor=actor, now=now, nobody=Who.POLICY, live_id=version.head_id)
    elif outcome == "proposed":
        columns = policy.again(session, version, now=now, due_at=None)
        move(session, version, Action.PROPOSE, actor=actor, now=now, nobody=Who.POLICY, data=policy.told(columns), translator_id=None, reviewer_id=None, **columns)
    elif version.status == "published":
        reason = "the source has moved on; carried over, and waits for a translator"
        columns = policy.again(session, version, now=now, due_at=None)
        move(
            session, version, Action.REOPEN, actor=actor, now=now, reason=reason, nobody=Who.POLICY, data=policy.told(columns),
            translator_id=None, reviewer_id=None, **columns,
        )  # fmt: skip


def behind(session: Session, *, article: Article | None = None) -> list[Version]:
    """The versions to carry: those behind, parents before what is translated from them; of one article, or of all."""
    query = select(Version).join(Version.article).options(joinedload(Version.article)).where(Version.parent_id.is_not(None), Version.head_id.is_not(None))
    query = query.where(Version.status.not_in(["withdrawn", "cancelled"]))
    if article is not None:
        query = query.where(Version.article_id == article.id)
    else:
        late = select(Version.article_id).where(Version.behind_since.is_not(None))
        query = query.where(Version.article_id.in_(late))
    found = session.scalars(query.order_by(Version.article_id, Version.id)).all()
    above = {version.id: version.parent_id for version in found}
    return sorted(found, key=lambda version: (version.article_id, _depth(version.id, above), version.id))


def _depth(number: int, above: dict[int, int | None]) -> int:
    depth, at = 0, above.get(number)
    while at in above and depth <= len(above):
        depth, at = depth + 1, above[at]
    return depth


def carry_all(
    session: Session, versions: Sequence[Version], *, actor: Person, now: datetime, most: ChangeClass | None = None, auto: bool = False, dry: bool = False
) -> Iterable[Result]:  # fmt: skip
    """Carries each; one that cannot be is said to wait, and the others go on."""
    for version in versions:
        try:
            with session.begin_nested():
                result = carry(session, version, actor=actor, now=now, most=most, auto=auto, dry=dry)
        except TranslateFlowError as error:
            result = Result(version, "waiting", why=error.message)
        yield result
