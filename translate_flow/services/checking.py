"""Checks of a version's text: what they find, which findings people have dismissed, and the gates before `submit` and `publish`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from translate_flow import formats, languages
from translate_flow.errors import CheckFailed, NotAllowed, NotFound, Unreadable, UsageError
from translate_flow.exchange import marks, workfile
from translate_flow.models import Person, Revision, Version
from translate_flow.models_checks import Dismissal
from translate_flow.services import checkins, lookup, people, renderings, settings, terms, texts
from translate_flow.services.pairs import find_pairs
from translate_flow.services.transitions import record
from translate_flow.text import diff
from translate_flow.text.checks import Finding, Severity, run
from translate_flow.text.document import Document
from translate_flow.text.terms import Glossary
from translate_flow.workflow import Role

GATES = {"none": frozenset[Severity](), "error": frozenset({Severity.ERROR}), "warning": frozenset({Severity.ERROR, Severity.WARNING})}
_SHOWN = 5  # findings that a refusal lists


@dataclass(frozen=True, slots=True)
class Answer:
    """Who dismissed a finding, and why."""

    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, by its number among all of the text, from 1, and what became of it."""

    number: int
    finding: Finding
    dismissed: Answer | None


@dataclass(frozen=True, slots=True)
class Result:
    """Of one text of a version. `source` is what it was checked against and `base` that revision; None where it was checked by itself,
    as an original is, and a translation of which nobody knows what it follows. `revision` is 0 for a file that is not stored.
    """

    version: Version
    revision: int
    text: Document
    source: Document | None
    base: Revision | None
    source_language: str
    findings: tuple[Found, ...]

    def open(self, severities: frozenset[Severity] = frozenset(Severity)) -> list[Found]:
        """Those that nobody has dismissed."""
        return [one for one in self.findings if one.dismissed is None and one.finding.severity in severities]


def check(session: Session, version: Version, *, revision: Revision | None = None) -> Result:
    """Checks a revision of a version (else its newest) against what it translates.

    Raises NotFound where the version has no text yet."""
    chosen = revision or _newest(session, version)
    text = texts.document(session, chosen)
    base = session.get(Revision, chosen.base_id) if chosen.base_id else None
    known = renderings.of(session, chosen) if base is not None else renderings.Known()
    return _checked(session, version, chosen.number, text, base, known)


def check_file(session: Session, version: Version, data: bytes, *, name: str = "") -> Result:
    """The same of a file that was taken away, before it is checked in; nothing is stored. Raises Unreadable, NotFound."""
    return _checked(session, version, 0, *of_file(session, version, data, name=name))


def of_file(session: Session, version: Version, data: bytes, *, name: str = "") -> tuple[Document, Revision | None, renderings.Known]:
    """The text in a file that was taken away, the source's revision it follows, and what is known of its blocks. Raises Unreadable, NotFound."""
    if kind := checkins.kit_kind(data, name):
        from translate_flow.services import kit_returns

        return kit_returns.preview(session, version, data, kind, name=name)
    header, body = workfile.unstamp(data, name=name)
    if header is not None and not lookup.same(session, header.version, version):
        raise Unreadable(f"belongs to {header.version}, not to {version.address}", file=name, line=1, remedy=f"`translate-flow check {header.version} {name}`")
    _, body = marks.take(body, name=name)
    head = session.get(Revision, version.head_id) if version.head_id else None
    base = _base_of(session, version, header.base if header else 0, head)
    like = base or head
    if like is None:
        raise NotFound(f"Nobody knows what {version.address} is translated from", remedy="Bring its source in, or name the version with `request … --from`.")
    document = formats.get(like.text.format).read(workfile.like(body, texts.body(session, like)), name=name)
    known = renderings.Known()
    if base is not None and head is not None and head.base_id == base.id:
        source = texts.document(session, base)
        fresh = find_pairs(session, base, source, version, document)
        known, _ = renderings.followed(renderings.of(session, head), diff.diff(texts.document(session, head), document), fresh, len(source.blocks))
    return document, base, known


def _base_of(session: Session, version: Version, number: int, head: Revision | None) -> Revision | None:
    """The parent's revision that a file says it follows, else that of the draft, else what readers see of the parent."""
    if version.is_original:
        return None
    if number:
        found = session.scalar(select(Revision).where(Revision.version_id == version.parent_id, Revision.number == number))
        if found is not None:
            return found
    if head is not None and head.base_id:
        return session.get(Revision, head.base_id)
    parent = session.get(Version, version.parent_id) if version.parent_id else None
    shown = parent and (parent.live_id or parent.head_id)
    return session.get(Revision, shown) if shown else None


def _newest(session: Session, version: Version) -> Revision:
    found = session.get(Revision, version.head_id) if version.head_id else None
    if found is None:
        raise NotFound(f"{version.address} has no text yet", remedy=f"Check a file of it: `translate-flow check {version.address} FILE`.")
    return found


def _checked(
    session: Session, version: Version, number: int, text: Document, base: Revision | None, known: renderings.Known
) -> Result:
    source, spoken = None, ""
    if base is not None:
        plain = texts.document(session, base)
        source = renderings.rendered(session, base, plain, known.rows)
        spoken = session.scalar(select(Version.language).where(Version.id == base.version_id)) or ""
    pairs = [] if source is None or base is None else known.paired(source, text) or find_pairs(session, base, source, version, text)
    found = run(
        source, text, (spoken, version.language), pairs=pairs, differences=known.differences(), off=off(session, version.language), glossary=_glossary(session, spoken, version.language),
        todo=frozenset(row.position for row in known.rows if row.todo and row.position is not None),
        base_todo=frozenset(row.base_position for row in known.rows if row.todo and row.base_position is not None),
    )
    answers = _answers(session, version)
    listed = (Found(at + 1, one, answers.get(one.fingerprint)) for at, one in enumerate(found))
    return Result(version, number, text, source, base, spoken, tuple(listed))


def _glossary(session: Session, spoken: str, language: str) -> Glossary | None:
    """The terms of a pair of languages; None where there are none."""
    found = terms.glossary(session, spoken, language) if spoken else None
    return found if found is not None and len(found) else None


def _answers(session: Session, version: Version) -> dict[str, Answer]:
    query = select(Dismissal.fingerprint, Person.handle, Dismissal.reason, Dismissal.at).outerjoin(Person, Person.id == Dismissal.person_id)
    return {key: Answer(handle or "", reason, at) for key, handle, reason, at in session.execute(query.where(Dismissal.version_id == version.id))}


def off(session: Session, language: str) -> frozenset[str]:
    """The checks that the newsroom does not want in a language, by the setting `checks_off`."""
    return frozenset(name for name, tag in settings.checks_off(settings.get(session, "checks_off")) if not tag or languages.covers(tag, language))


def dismiss(session: Session, version: Version, numbers: Sequence[int | str], *, actor: Person, now: datetime, reason: str) -> list[Finding]:
    """Says of findings of the newest text, by number or fingerprint, that they are none. They stay so until the words that they are about change.

    Raises NotAllowed (neither holds it nor reviews, coordinates or publishes its language), UsageError (no reason), NotFound.
    """
    _may_answer(session, version, actor)
    reason = reason.strip()
    if not reason:
        raise UsageError("To dismiss a finding a reason is needed", remedy="Give it with --reason: the next translator and the reviewer will read it.")
    chosen = [one for one in _chosen(check(session, version), numbers) if one.dismissed is None]
    for key, finding in {one.finding.fingerprint: one.finding for one in chosen}.items():
        session.add(Dismissal(version_id=version.id, fingerprint=key, check_name=finding.check, reason=reason, person_id=actor.id, at=now))
        _told(session, version, "dismiss", finding, actor, now, reason)
    session.flush()
    return [one.finding for one in chosen]


def undismiss(session: Session, version: Version, numbers: Sequence[int | str], *, actor: Person, now: datetime, reason: str = "") -> list[Finding]:
    """Takes dismissals back. Raises NotAllowed, NotFound."""
    _may_answer(session, version, actor)
    chosen = [one for one in _chosen(check(session, version), numbers) if one.dismissed is not None]
    for key, finding in {one.finding.fingerprint: one.finding for one in chosen}.items():
        session.execute(delete(Dismissal).where(Dismissal.version_id == version.id, Dismissal.fingerprint == key))
        _told(session, version, "undismiss", finding, actor, now, reason.strip())
    return [one.finding for one in chosen]


def _told(session: Session, version: Version, action: str, finding: Finding, actor: Person, now: datetime, reason: str) -> None:
    data = {"check": finding.check, "severity": finding.severity.value, "finding": finding.message, "fingerprint": finding.fingerprint}
    record(session, action, actor=actor, now=now, version=version, revision_id=version.head_id, reason=reason, data=data)


def _chosen(result: Result, numbers: Sequence[int | str]) -> list[Found]:
    by_name: dict[int | str, list[Found]] = {}
    for one in result.findings:
        by_name.setdefault(one.number, []).append(one)
        by_name.setdefault(one.finding.fingerprint, []).append(one)
    wrong = [str(number) for number in numbers if number not in by_name]
    if wrong:
        raise NotFound(f"{result.version.address} has no finding {', '.join(wrong)}", remedy=f"`translate-flow check {result.version.address} --all` numbers them.")
    return [one for number in dict.fromkeys(numbers) for one in by_name[number]]


def _may_answer(session: Session, version: Version, actor: Person) -> None:
    held = lookup.open_claim(session, version)
    if held is not None and held.person_id == actor.id:
        return
    if not people.roles_for(actor, version.language) & {Role.REVIEWER, Role.COORDINATOR, Role.PUBLISHER}:
        raise NotAllowed(
            f"{actor.handle} cannot answer the checks of {version.address}: that takes whoever holds it, a reviewer, a coordinator or a publisher",
            remedy=f"Claim it first: `translate-flow claim {version.address}`.",
        )


def gate(session: Session, version: Version, setting: str, *, despite: str = "") -> dict[str, Any] | None:
    """Holds a version's newest text against the policy of `check_submit` or `check_publish`.

    `despite`: why it goes on all the same. Returns what the event is to record of that; None where nothing stood in the way.
    Raises CheckFailed with the first findings.
    """
    found, error = standing(session, version, setting)
    if error is None:
        return None
    if despite.strip():
        return {"despite": despite.strip(), "findings": [f"{one.finding.check}: {one.finding.message}" for one in found][:50]}
    raise error


def standing(session: Session, version: Version, setting: str) -> tuple[list[Found], CheckFailed | None]:
    """What that policy refuses of a version's newest text, and the refusal; None where there is nothing."""
    wanted = GATES[settings.get(session, setting)]
    if not wanted or version.head_id is None:
        return [], None
    found = check(session, version).open(wanted)
    return found, _refusal(version, found) if found else None


def sound(session: Session, version: Version, text: Document, base: Revision, known: renderings.Known) -> bool:
    """Whether a text that is not stored yet, with what is known of it, would pass the policy of `check_publish`."""
    wanted = GATES[settings.get(session, "check_publish")]
    return not wanted or not _checked(session, version, 0, text, base, known).open(wanted)


def _refusal(version: Version, found: Sequence[Found]) -> CheckFailed:
    listed = "; ".join(told(one) for one in found[:_SHOWN]) + (f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
    return CheckFailed(
        f"The checks of {version.address} found {_amount(found)}: {listed}",
        remedy=f"`translate-flow check {version.address}` shows them. Mend them, `translate-flow dismiss {version.address} NUMBER --reason '…'` those that are none, "
        "or go on with --despite 'why'.",
    )


def told(one: Found) -> str:
    """`3 numbers, block 4: the source says 30, the translation 20`."""
    finding = one.finding
    where = f"block {finding.block + 1}" if finding.block is not None else f"source block {finding.source_block + 1}" if finding.source_block is not None else "the text"
    return f"{one.number} {finding.check}, {where}: {finding.message}"


def _amount(found: Sequence[Found]) -> str:
    return "1 thing" if len(found) == 1 else f"{len(found)} things"
