"""Which published versions still say what a correction took back: opened with the correction, and settled from what readers see.

A version follows a correction where its live text was made from a text that has it, block by block (`models.Rendering`), or where
somebody said that it needs no change. Nothing here asks who did it: it is worked out anew after each event of an article that has
corrections, in a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.models import Person, Rendering, Revision, Version
from translate_flow.models_channels import CorrectionNote, Obligation
from translate_flow.services import freshness, texts, urgency

HEAVY = frozenset({"correction", "takedown"})


@dataclass(frozen=True, slots=True)
class Source:
    """What took something back: a revision; `whole`: a text that was taken down itself."""

    revision: Revision
    whole: bool
    kind: str


def opened(
    session: Session, version: Version, revision: Revision, kind: str, *, now: datetime, whole: bool = False, declared: bool = False
) -> list[Obligation]:
    """Opens a correction: a row for the version itself, and one for each below it that readers see or saw. `settle` closes those that are good.

    `declared`: of a text that may be out already, so that what its readers saw before is the revision before.
    """
    from translate_flow.services.memory import below

    session.flush()
    known = set(session.scalars(select(Obligation.version_id).where(Obligation.source_id == revision.id, Obligation.whole == whole)))
    made = []
    for one in (version, *below(session, version)):
        seen = one.live_id or (one.head_id if one.status == "withdrawn" else None)
        if one.id in known or (seen is None and one is not version):
            continue
        state = "open" if one.live_id else "withdrawn" if seen else "corrected"
        wrong = _before(session, revision) if one is version and declared else None if seen == revision.id and not whole else seen
        row = Obligation(
            article_id=version.article_id, version_id=one.id, source_id=revision.id, whole=whole, kind=kind, state=state, opened_at=now, wrong_id=wrong,
            closed_at=None if state == "open" else now,
        )  # fmt: skip
        session.add(row)
        made.append(row)
    session.flush()
    return made


def _before(session: Session, revision: Revision) -> int | None:
    return session.scalar(select(Revision.id).where(Revision.version_id == revision.version_id, Revision.number < revision.number).order_by(Revision.number.desc()).limit(1))


def settle(session: Session, article: int, *, actor: Person | None, now: datetime) -> None:
    """Brings the obligations of an article to what its readers see now; what went out corrected gets its dated note for readers."""
    session.flush()
    found = _Article(session, article)
    rows = list(session.scalars(select(Obligation).where(Obligation.article_id == article).order_by(Obligation.id)))
    _settle(session, found, rows, actor, now)
    own = [version for version in found.versions.values() if found.is_own(version, rows)]
    for version in own:
        live = found.revisions[version.live_id or 0]
        rows += opened(session, version, live, live.change_class, now=now, declared=True)
    if own:
        _settle(session, found, rows, actor, now)
    urgency.by_corrections(session, found.versions.values(), rows, now=now)


def _settle(session: Session, found: _Article, rows: list[Obligation], actor: Person | None, now: datetime) -> None:
    known = {(row.source_id, row.whole, row.version_id): row for row in rows}
    for source in found.sources(rows):
        for version in found.scope(source):
            row = known.get((source.revision.id, source.whole, version.id))
            live = found.revisions.get(version.live_id or 0)
            if live is None:
                if row is not None and row.state == "open":
                    _close(row, "withdrawn", actor, now)
            elif found.follows(version, live, source):
                if row is not None and row.state not in {"corrected", "dismissed"}:
                    _close(row, "corrected", actor, now, live.id)
                    _tell(session, found, row, live, now)
            elif row is None:
                row = Obligation(
                    article_id=version.article_id, version_id=version.id, source_id=source.revision.id, whole=source.whole, kind=source.kind,
                    opened_at=now, wrong_id=live.id,
                )  # fmt: skip
                session.add(row)
                rows.append(row)
            elif row.state in {"corrected", "withdrawn"}:
                row.state, row.opened_at, row.closed_at, row.closed_by, row.closed_revision_id = "open", now, None, None, None
                row.wrong_id = live.id
    session.flush()


def _close(row: Obligation, state: str, actor: Person | None, now: datetime, revision: int | None = None) -> None:
    row.state, row.closed_at, row.closed_by, row.closed_revision_id = state, now, actor.id if actor else None, revision


def _tell(session: Session, found: _Article, row: Obligation, live: Revision, now: datetime) -> None:
    """The readers' note, where they saw another text before; one for each text that went out, whatever it corrects."""
    wrong = found.revisions.get(row.wrong_id or 0)
    if wrong is None or wrong.text_id == live.text_id:
        return
    note = session.scalar(select(CorrectionNote).where(CorrectionNote.version_id == row.version_id, CorrectionNote.revision_id == live.id))
    if note is None:
        session.add(CorrectionNote(version_id=row.version_id, revision_id=live.id, at=now, text=row.note))
        session.flush()
    elif row.note and row.note not in note.text:
        note.text = f"{note.text} {row.note}".strip()


class _Article:
    """An article's versions and revisions, and how they follow each other."""

    def __init__(self, session: Session, article: int) -> None:
        self.session = session
        self.versions = {row.id: row for row in session.scalars(select(Version).where(Version.article_id == article).order_by(Version.id))}
        self.revisions = {row.id: row for row in session.scalars(select(Revision).where(Revision.version_id.in_(self.versions)))}

    def sources(self, rows: Iterable[Obligation]) -> list[Source]:
        kinds = {(row.source_id, row.whole): row.kind for row in rows}
        return [Source(self.revisions[number], whole, kind) for (number, whole), kind in kinds.items()]

    def scope(self, source: Source) -> list[Version]:
        """The version that was corrected, and all that come from it."""
        return [version for version in self.versions.values() if any(above.id == source.revision.version_id for above in self.line(version))]

    def line(self, version: Version) -> list[Version]:
        """A version, its parent, and so on up."""
        found = [version]
        while (above := self.versions.get(found[-1].parent_id or 0)) is not None and above not in found:
            found.append(above)
        return found

    def is_own(self, version: Version, rows: Collection[Obligation]) -> bool:
        """Whether a translation's live text is a correction that was not handed down: nothing above it was being corrected with it."""
        live = self.revisions.get(version.live_id or 0)
        if version.is_original or live is None or live.change_class not in HEAVY:
            return False
        handed_down = {(row.version_id, row.closed_revision_id) for row in rows} | {(row.version_id, live.id) for row in rows if row.state == "open"}
        return (version.id, live.id) not in handed_down and all(row.source_id != live.id for row in rows)

    def follows(self, version: Version, revision: Revision, source: Source) -> bool:
        """Whether a revision of a version has what the source corrected (or was made from a text that came after what it took down)."""
        if revision.version_id == source.revision.version_id:
            return revision.number > source.revision.number or (revision.number == source.revision.number and not source.whole)
        base, parent = self.revisions.get(revision.base_id or 0), self.versions.get(version.parent_id or 0)
        if base is None or parent is None or base.version_id != parent.id:
            return False
        if source.whole:
            return self.follows(parent, base, source)
        theirs = self.revisions.get(parent.live_id or parent.head_id or 0)
        if revision.id == version.live_id and version.id in self.current and theirs is not None and self.follows(parent, theirs, source):
            return True
        if base.version_id == source.revision.version_id:
            return self._clean(base, revision, source.revision)
        late = any(row.todo and row.since >= source.revision.created_at for row in self.renderings.get(revision.id, ()))
        return not late and self.follows(parent, base, source)

    @cached_property
    def current(self) -> set[int]:
        """The versions whose readers see what their parent's readers see."""
        states = freshness.of(self.session, self.versions.values())
        return {number for number, fresh in states.items() if fresh.state in {"current", "parent_behind"}}

    @cached_property
    def renderings(self) -> dict[int, list[Rendering]]:
        """What is known of the blocks of live texts, and of what these were made from."""
        wanted = {version.live_id for version in self.versions.values() if version.live_id}
        for _ in self.versions:
            wanted |= {base for number in wanted if number in self.revisions and (base := self.revisions[number].base_id)}
        found: dict[int, list[Rendering]] = {}
        for row in self.session.scalars(select(Rendering).where(Rendering.revision_id.in_(wanted)).order_by(Rendering.revision_id, Rendering.number)):
            found.setdefault(row.revision_id, []).append(row)
        return found

    def _clean(self, base: Revision, revision: Revision, source: Revision) -> bool:
        """Whether a text made from `base` renders none of the blocks that the source corrected as they were before."""
        rows = self.renderings.get(revision.id, [])
        before = next((row for row in self.revisions.values() if row.version_id == source.version_id and row.number == source.number - 1), None)
        keys = texts.blocks(self.session, {row.text_id for row in (base, source, before) if row is not None} | {row.text_id for row in rows if row.text_id})
        new = keys[source.text_id]
        old = keys[before.text_id] if before is not None else []
        gone = {key.digest for key in old} - {key.digest for key in new}
        come = {key.digest for key in new} - {key.digest for key in old}
        if base.number >= source.number:
            return not any(row.todo and self._about(row, keys, keys[base.text_id], gone, come) for row in rows)
        if (not gone and not come) or len(come) > len(gone):  # nothing that a block could show, or something that it does not have yet
            return False
        return gone.isdisjoint(key.digest for key in freshness.rendered(keys[base.text_id], rows, keys) if key is not None)

    @staticmethod
    def _about(row: Rendering, keys: dict[int, list[texts.Key]], base: list[texts.Key], gone: set[bytes], come: set[bytes]) -> bool:
        """Whether what is left to do of a block is of this correction."""
        if row.change_class in HEAVY:
            return True
        stands = keys.get(row.text_id or 0, [])
        was = stands[row.block].digest if row.block is not None and row.block < len(stands) else None
        wanted = base[row.base_position].digest if row.base_position is not None and row.base_position < len(base) else None
        return was in gone or wanted in come


def blockers(session: Session, versions: Collection[Version]) -> dict[int, list[str]]:
    """Why versions may not go out: what was taken down, and their newest text is that one still or made from it. By version; two queries
    where nothing was taken down, a few for each article where something was."""
    articles = {version.article_id for version in versions}
    rows: dict[int, list[Obligation]] = {}
    for row in session.scalars(select(Obligation).where(Obligation.article_id.in_(articles), Obligation.whole).order_by(Obligation.id)):
        rows.setdefault(row.article_id, []).append(row)
    told: dict[int, list[str]] = {}
    known = {article: _Article(session, article) for article in rows}
    for version in versions:
        found = known.get(version.article_id)
        head = found.revisions.get(version.head_id or 0) if found is not None else None
        if found is None or head is None:
            continue
        for source in found.sources(rows[version.article_id]):
            if version in found.scope(source) and not found.follows(version, head, source):
                at = min(row.opened_at for row in rows[version.article_id] if row.source_id == source.revision.id)
                taken = found.versions[source.revision.version_id]
                what = "its text is" if taken.id == version.id else f"its text is made from what {taken.language} said"
                told.setdefault(version.id, []).append(f"{version.article.key}/{taken.language} was taken down on {at:%Y-%m-%d}, and {what} from before")
    return told
