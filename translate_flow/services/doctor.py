"""What the database can show of the rules that never bend (design, §5): each check reads, none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session, aliased, joinedload

from translate_flow import formats, workflow
from translate_flow.channels import site as channel
from translate_flow.errors import NotAllowed, TranslateFlowError
from translate_flow.models import (
    Article,
    Claim,
    Event,
    Pairing,
    Rendering,
    Revision,
    StoredBlock,
    StoredText,
    Version,
)
from translate_flow.models_channels import ChannelRow, Publication
from translate_flow.models_planning import Move
from translate_flow.services import delivery, freshness, lookup
from translate_flow.text.digests import block_digest, text_digest
from translate_flow.workflow import Action, Status

_WRITES = ("import", "adopt", "revise", "checkin", "carry", "rebase", "confirm", "reparent")  # what leaves a revision
FROZEN = ("texts", "revisions", "events")
MOST = 50  # of each kind of finding: the rest says no more


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule`: what does not hold; `where`: the version, person or file; `what` and `remedy`: sentences for a person."""

    rule: str
    where: str
    what: str
    remedy: str


_UNSOUND = "the file is sound"
_COPY = "Restore a copy of the database, and tell us how it came about."


def examine(session: Session, *, home: Path, now: datetime, checked: Callable[[], None] = lambda: None) -> list[Finding]:
    """Runs every check; an empty list means that all is well. `checked` is called for each text that was looked through."""
    checks: list[Callable[[], Iterator[Finding]]] = [
        lambda: _whole(session), lambda: _frozen(session), lambda: _texts(session, checked), lambda: _revisions(session), lambda: _histories(session), lambda: _claims(session),
        lambda: _tree(session), lambda: _live(session), lambda: _bases(session), lambda: _pairings(session), lambda: _renderings(session),
        lambda: _freshness(session), lambda: _moves(session), lambda: _lines(session),
        lambda: _clock(session, now), lambda: _plans(session, now), lambda: _site(session, home, now), lambda: _letters(session, now),
    ]  # fmt: skip
    findings: list[Finding] = []
    for check in checks:
        for number, finding in enumerate(check()):
            if number == MOST:
                break
            findings.append(finding)
        if any(finding.rule == _UNSOUND for finding in findings):
            break  # nothing that is read from such a file can be trusted
    return findings


def _whole(session: Session) -> Iterator[Finding]:
    """SQLite's file is sound, and every row that names another finds it: another program may have written to it unguarded."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for said in session.scalars(sql("pragma quick_check(5)")):
        if said != "ok":
            yield Finding(_UNSOUND, "the database", f"SQLite says: {said}", _COPY)
    for table, row, other, _ in session.execute(sql("pragma foreign_key_check")):
        yield Finding("nothing points nowhere", f"{table} {row or ''}".strip(), f"It names a row of {other} that is not there.", _COPY)


def _frozen(session: Session) -> Iterator[Finding]:
    """The database itself must refuse to change texts, revisions and events."""
    if session.get_bind().dialect.name == "sqlite":
        there = set(session.scalars(sql("select name from sqlite_master where type = 'trigger'")))
        wanted = {f"frozen_{table}_{verb}" for table in FROZEN for verb in ("update", "delete")}
    else:
        there = set(session.scalars(sql("select tgname from pg_trigger where tgenabled <> 'D'")))
        wanted = {f"frozen_{table}" for table in FROZEN}
    for name in sorted(wanted - there):
        yield Finding("append-only", name, "The guard that keeps this table append-only is missing.", "Restore a copy made before it went missing.")


def _texts(session: Session, checked: Callable[[], None]) -> Iterator[Finding]:
    """Every text still is what its digest says, and its blocks are where they say."""
    last = 0
    columns = select(StoredText.id, StoredText.digest, StoredText.format, StoredText.body, StoredText.words).order_by(StoredText.id).limit(200)
    while batch := session.execute(columns.where(StoredText.id > last)).all():
        first, last = batch[0][0], batch[-1][0]
        blocks: dict[int, list[Any]] = {}
        query = select(StoredBlock.text_id, StoredBlock.position, StoredBlock.start, StoredBlock.end, StoredBlock.words, StoredBlock.digest)
        for number, *rest in session.execute(query.where(StoredBlock.text_id.between(first, last)).order_by(StoredBlock.text_id, StoredBlock.position)):
            blocks.setdefault(number, []).append(rest)
        for number, digest, format, body, words in batch:
            checked()
            if text_digest(format, bytes(body)) != bytes(digest):
                yield Finding("texts never change", f"text {number}", "Its bytes are not those that were stored.", _COPY)
            else:
                yield from _spans(number, format, bytes(body), words, blocks.get(number, []))


def _spans(number: int, format: str, body: bytes, words: int, blocks: list[Any]) -> Iterator[Finding]:
    try:
        whole = formats.get(format).read(body).text
    except TranslateFlowError as error:
        yield Finding("texts can be read", f"text {number}", f"It can no longer be read: {error}", "Upgrade translate_flow, and tell us.")
        return
    at = 0
    for wanted, (position, start, end, _, digest) in enumerate(blocks):
        if position != wanted or not at <= start <= end <= len(whole) or block_digest(whole[start:end]) != bytes(digest):
            yield Finding("blocks know their spans", f"text {number}", "A block is not where it says.", _COPY)
            return
        at = end
    if blocks and words >= 0 and sum(block[3] for block in blocks) != words:  # those of a text that was never compared are not noted
        yield Finding("blocks know their spans", f"text {number}", "Its blocks do not hold all its words.", _COPY)


def _revisions(session: Session) -> Iterator[Finding]:
    """Revisions are numbered 1, 2, 3 … without a gap, and heads are a version's own newest."""
    query = select(Revision.version_id, func.count(), func.max(Revision.number), func.min(Revision.number)).group_by(Revision.version_id)
    broken = {number for number, count, most, least in session.execute(query) if (count, 1) != (most, least)}
    newest = select(Revision.version_id, func.max(Revision.id).label("newest")).group_by(Revision.version_id).subquery()
    heads = session.execute(
        select(Version.id).outerjoin(newest, newest.c.version_id == Version.id).where(Version.head_id.is_distinct_from(newest.c.newest))
    ).scalars()
    wrong = set(heads)
    names = lookup.addresses(session, broken | wrong)
    for number in sorted(broken):
        yield Finding("no revision is lost", names[number], "Its revisions are not numbered 1, 2, 3 … without a gap.", _COPY)
    for number in sorted(wrong):
        yield Finding("no revision is lost", names[number], "Its newest revision is not its head.", _COPY)
    told = select(Event.revision_id).where(Event.revision_id.is_not(None), Event.action.in_(_WRITES))
    silent = session.execute(select(Revision.version_id, Revision.number).where(Revision.id.not_in(told)).limit(MOST)).all()
    names = lookup.addresses(session, {row[0] for row in silent})
    for number, revision in silent:
        yield Finding("every change left its event", names[number], f"No event tells where its revision {revision} came from.", _COPY)


def _histories(session: Session) -> Iterator[Finding]:
    """Every status was reached through its events, each a row of the table."""
    standing: dict[int, str] = {}
    wrong: dict[int, str] = {}
    originals = set(session.scalars(select(Version.id).where(Version.parent_language == "")))
    query = select(Event.version_id, Event.action, Event.from_status, Event.to_status).where(Event.version_id.is_not(None), Event.to_status != "").order_by(Event.id)
    for number, action, before, after in session.execute(query).yield_per(2000):
        assert number is not None
        if standing.get(number, "") != before:
            wrong.setdefault(number, f"An event leads from “{before}”, but it stood at “{standing.get(number, 'nothing')}”.")
        elif not _row_exists(action, before, after, number in originals):
            wrong.setdefault(number, f"“{action}” does not lead from “{before}” to “{after}”.")
        standing[number] = after
    for number, status in session.execute(select(Version.id, Version.status)).yield_per(2000):
        if standing.get(number) != status:
            wrong.setdefault(number, f"It is {workflow.words(status)}, but its events end at “{standing.get(number, 'nothing')}”.")
    names = lookup.addresses(session, set(wrong))
    for number, what in wrong.items():
        yield Finding("every change left its event", names.get(number, str(number)), what, _COPY)


def _row_exists(action: str, before: str, after: str, original: bool) -> bool:
    if action in {"import", "adopt"} and not before:
        return before == "" and after in {"draft", "published", "requested"}
    if action not in set(Action):
        return False
    try:
        return workflow.next_status(Status(before) if before else None, Action(action), original=original, live=True).value == after
    except NotAllowed:
        return False


def _claims(session: Session) -> Iterator[Finding]:
    """Whoever translates holds it, alone; nobody holds what is not being translated; no hold ends before it began."""
    another = (func.count(Claim.id) == 1) & func.max(Claim.person_id).is_distinct_from(Version.translator_id)
    query = (
        select(Version.id, Version.status, Version.translator_id, func.count(Claim.id), func.max(Claim.person_id))
        .outerjoin(Claim, (Claim.version_id == Version.id) & Claim.ended_at.is_(None))
        .group_by(Version.id)
        .having((func.count(Claim.id) > 1) | ((Version.status == "translating") != (func.count(Claim.id) == 1)) | another)
    )
    rows = session.execute(query).all()
    names = lookup.addresses(session, {row[0] for row in rows})
    for number, status, _, count, _ in rows:
        right = (status == "translating") == (count == 1) and count < 2
        what = "Whoever holds it is not its translator." if right else f"It is {workflow.words(status)}, and {count or 'no'} people hold it."
        yield Finding("one holder at a time", names[number], what, "A coordinator can `release` it where it is translating; else restore a copy.")
    for number in session.scalars(select(Claim.id).where(Claim.ended_at < Claim.claimed_at)):
        yield Finding("one holder at a time", f"claim {number}", "It ended before it began.", _COPY)


def _tree(session: Session) -> Iterator[Finding]:
    """A version's parent is a version of the same article, in the language it names; nothing is its own ancestor."""
    parent = aliased(Version)
    wrong = session.scalars(
        select(Version).join(parent, parent.id == Version.parent_id).options(joinedload(Version.article))
        .where((parent.article_id != Version.article_id) | (parent.language != Version.parent_language))
    )  # fmt: skip
    for version in wrong:
        yield Finding("versions form a tree", version.address, "Its parent is another article's, or in another language than it says.", _COPY)
    above = dict(session.execute(select(Version.id, Version.parent_id).where(Version.parent_id.is_not(None))).all())
    circles = {number for number in above if _circles(number, above)}
    for name in lookup.addresses(session, circles).values():
        yield Finding("versions form a tree", name, "It is translated from itself, by way of others.", _COPY)
    query = select(Article.key).join(Version).where(Version.parent_language == "", Version.language != Article.original_language)
    for key in session.scalars(query):
        yield Finding("an article has one original", key, "A version without a parent is not in the article's original language.", _COPY)


def _circles(number: int, above: dict[int, int | None]) -> bool:
    at, steps = above.get(number), 0
    while at is not None and at != number and steps < len(above):
        at, steps = above.get(at), steps + 1
    return at == number


def _live(session: Session) -> Iterator[Finding]:
    """What is published shows a revision of its own; what is withdrawn or was never out shows none."""
    shown = aliased(Revision)
    query = select(Version, shown.version_id).outerjoin(shown, shown.id == Version.live_id).options(joinedload(Version.article))
    query = query.where(
        ((Version.status == "published") & Version.live_id.is_(None)) | (Version.status.in_(["withdrawn", "draft"]) & Version.live_id.is_not(None))
        | (shown.version_id != Version.id)
    )  # fmt: skip
    for version, owner in session.execute(query):
        what = "It shows another version's text." if owner not in {None, version.id} else f"It is {workflow.words(version.status)}, but readers see {'nothing' if version.live_id is None else 'a revision'}."
        yield Finding("readers see what is live", version.address, what, _COPY)


def _bases(session: Session) -> Iterator[Finding]:
    """A base is a revision of another version of the same article."""
    base, owner = aliased(Revision), aliased(Version)
    query = (
        select(Version.id, Revision.number).join(Revision, Revision.version_id == Version.id).join(base, base.id == Revision.base_id)
        .join(owner, owner.id == base.version_id).where((owner.article_id != Version.article_id) | (owner.id == Version.id))
    )  # fmt: skip
    rows = session.execute(query).all()
    names = lookup.addresses(session, {row[0] for row in rows})
    for number, revision in rows:
        yield Finding("bases are the parent's", names[number], f"Revision {revision} has a base that is not of another version of its article.", _COPY)


def _pairings(session: Session) -> Iterator[Finding]:
    """What was inferred carries how sure it is."""
    for name, column in (("pairings", Pairing.confidence), ("bases of revisions", Revision.base_confidence)):
        count = session.scalar(select(func.count()).select_from(column.class_).where(~column.between(0, 1)))
        if count:
            yield Finding("inferred facts carry a confidence", name, f"{count} have a confidence outside 0 to 1.", _COPY)


def _renderings(session: Session) -> Iterator[Finding]:
    """What is noted of a block is of a block that is there."""
    base, last = aliased(Revision), func.max(StoredBlock.position)
    ends = dict(session.execute(select(StoredBlock.text_id, last).group_by(StoredBlock.text_id)).all())
    query = select(Revision.version_id, Revision.text_id, base.text_id, Rendering.position, Rendering.base_position, Rendering.text_id, Rendering.block)
    query = query.join(Revision, Revision.id == Rendering.revision_id).outerjoin(base, base.id == Revision.base_id)
    wrong = {
        version for version, own, theirs, position, base_position, other, block in session.execute(query)
        if any(at is not None and text in ends and at > ends[text] for at, text in ((position, own), (base_position, theirs), (block, other)))
    }  # fmt: skip
    for name in lookup.addresses(session, wrong).values():
        yield Finding("what is left to do is in the text", name, "Something is noted of a block that is not there.", "`translate-flow carry` notes it anew.")


def _freshness(session: Session) -> Iterator[Finding]:
    """The remembered age is the derived one."""
    last = 0
    aged = Version.parent_id.is_not(None) | Version.behind_since.is_not(None)
    while batch := session.scalars(select(Version).where(Version.id > last, aged).order_by(Version.id).limit(500).options(joinedload(Version.article))).all():
        last = batch[-1].id
        fresh = freshness.of(session, batch)
        for version in batch:
            if any(getattr(version, name) != value for name, value in freshness.remembered(fresh[version.id]).items()):
                yield Finding("freshness is derived", version.address, "What lists say of its age is not what its bases say.", "Any `revise` of its source mends it.")


def _moves(session: Session) -> Iterator[Finding]:
    """Each event of a changed status has its row for the reports."""
    query = select(Event.id, Event.action).outerjoin(Move, Move.id == Event.id)
    query = query.where(Event.version_id.is_not(None), Event.from_status != Event.to_status, Move.id.is_(None)).order_by(Event.id).limit(MOST)
    for number, action in session.execute(query):
        yield Finding("reports know every event", f"event {number}", f"The reports do not know of this {action}.", _COPY)


def _lines(session: Session) -> Iterator[Finding]:
    """Nobody waits for what is out, cancelled or theirs already, and only what is free is kept for somebody."""
    where = "v.status in ('published', 'withdrawn', 'cancelled') or (v.status = 'translating' and v.translator_id = w.person_id) or (v.status <> 'requested' and w.offered_until is not null)"
    wrong = set(session.scalars(sql(f"select w.version_id from waits w join versions v on v.id = w.version_id where {where} limit {MOST}")))  # noqa: S608
    for name in lookup.addresses(session, wrong).values():
        yield Finding("lines end with what they are for", name, "Somebody waits for it who has nothing to wait for.", "`translate-flow unwait` takes them out; tell us.")


def _clock(session: Session, now: datetime) -> Iterator[Finding]:
    """Nothing happened in the future, and no lease lasts longer than one can."""
    late = session.scalar(select(func.max(Event.at)))
    if late is not None and late > now + timedelta(minutes=5):
        yield Finding("time goes forward", "this machine", "Events are recorded later than its clock: the clock is, or was, wrong.", "Set the clock right.")
    for claim in session.scalars(select(Claim).where(Claim.ended_at.is_(None), Claim.until > now + timedelta(days=200)).options(joinedload(Claim.person))):
        yield Finding("time goes forward", claim.person.handle, "A lease lasts for more than half a year: the clock was wrong.", "A coordinator can `release` it.")


def _plans(session: Session, now: datetime) -> Iterator[Finding]:
    """What is due is done, what went out with a release is of its versions, and readers see nothing that an embargo or rights keep from them."""
    from translate_flow.models_releases import Release, ReleaseVersion, Schedule

    count, oldest = session.execute(select(func.count(), func.min(Schedule.at)).where(Schedule.state == "waiting", Schedule.at < now - timedelta(minutes=10))).one()
    if count:
        yield Finding("what is due is done", "schedules", f"{count} wait since {oldest:%Y-%m-%d %H:%M} UTC or later.", "`translate-flow worker` does what is due: let one run.")
    out = select(Release.name).join(ReleaseVersion, ReleaseVersion.release_id == Release.id).outerjoin(Revision, Revision.id == ReleaseVersion.out_revision_id)
    wrong = ((Release.state == "out") & (ReleaseVersion.state == "waiting")) | ((Release.state == "open") & (ReleaseVersion.state == "out")) | (Revision.version_id != ReleaseVersion.version_id)
    for name in session.scalars(out.where(wrong).distinct()):
        yield Finding("a release is whole", name, "What it says of its versions is not what became of them.", _COPY)
    limited = (Article.embargo_until > now) | (Article.rights_until < now - timedelta(minutes=10))
    for key in session.scalars(select(Article.key).where(limited, Article.id.in_(select(Version.article_id).where(Version.live_id.is_not(None))))):
        yield Finding("embargo and rights hold", key, "Readers see it, though an embargo lies on it or the rights have ended.", "`translate-flow worker --once` takes down what has no rights; `withdraw` the rest.")


def _site(session: Session, home: Path, now: datetime) -> Iterator[Finding]:
    """What `publications` say is on the site is there, and is what is live."""
    row = session.scalars(select(ChannelRow).where(ChannelRow.kind == channel.NAME, ChannelRow.active).order_by(ChannelRow.id)).first()
    noted = session.scalar(select(func.count()).select_from(Publication)) or 0
    if row is None or not noted or row.languages:
        return
    folder = channel.place(delivery.target(session, row, home=home, now=now))
    query = select(Version.id, Version.live_id, Publication.revision_id, Publication.location).outerjoin(
        Publication, (Publication.version_id == Version.id) & (Publication.channel == row.name)
    )
    rows = session.execute(query.where(Version.live_id.is_not(None) | Publication.version_id.is_not(None))).all()
    wrong = {
        number: "The site does not show what is live." if live != shown else f"Its page {location} is not there."
        for number, live, shown, location in rows
        if live != shown or (location and not (folder / location).is_file())
    }
    for number, name in lookup.addresses(session, set(wrong)).items():
        yield Finding("the site shows what is live", name, wrong[number], "`translate-flow publish` brings the site up to date.")


def _letters(session: Session, now: datetime) -> Iterator[Finding]:
    """What people are told reaches them."""
    from translate_flow.services import letters_standing

    for where, what, remedy in letters_standing.troubles(session, now):
        yield Finding("notices reach people", where, what, remedy)
