"""What must hold before a version goes out: each gate a function, and all that stands in the way told at once.

`workflow` (it is approved, or withdrawn, or an original's draft), `role`, `original`, `embargo` and `rights` always bind. `takedown` binds,
and `checks` and `freshness` do where the setting `publish_gates` names them; whoever publishes can go on in spite of these, with a reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow import languages, workflow
from translate_flow.errors import CheckFailed, NotAllowed, TranslateFlowError
from translate_flow.models import Person, Version
from translate_flow.services import freshness, people, settings, settling
from translate_flow.text.classes import ChangeClass
from translate_flow.workflow import Action, Role, Status

_OF_THE_WORKFLOW = frozenset({"role", "workflow", "original"})
_READ = frozenset({"draft", "in_review", "approved", "withdrawn"})  # texts that somebody has handed in: only these are checked


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that keeps a version from readers. `{until}` in the sentence stands for the moment it falls away by itself.

    `told`: what an event is to say of it where somebody goes on all the same; empty where nobody can.
    """

    gate: str
    version: Version
    sentence: str
    remedy: str
    until: datetime | None = None
    told: tuple[str, ...] = ()


@dataclass(slots=True)
class Going:
    """Versions that are to go out together, and what the gates ask about them, read once for all."""

    session: Session
    versions: Sequence[Version]
    actor: Person | None
    now: datetime
    names: frozenset[str] = frozenset()
    limit: str = "none"
    originals: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    fresh: dict[int, freshness.Freshness] = field(default_factory=dict)
    taken_down: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chosen, self.limit = settings.several(self.session, "publish_gates", "gate_freshness")
        self.names = settings.publish_gates(str(chosen))
        articles = {version.article_id for version in self.versions}
        ids = {version.id for version in self.versions}
        query = select(Version.article_id, Version.id, Version.language, Version.status).where(Version.article_id.in_(articles), Version.parent_language == "")
        for article, number, language, status in self.session.execute(query):
            self.originals[article] = (language, "published" if number in ids else status, status)
        translations = [version for version in self.versions if not version.is_original and version.head_id is not None]
        if "freshness" in self.names and self.limit != "none" and translations:
            self.fresh = freshness.of(self.session, translations, going_out=ids)
        self.taken_down = settling.blockers(self.session, self.versions)


def role(going: Going, version: Version) -> Iterator[Blocker]:
    """Whoever publishes is a publisher for the language, and still with the newsroom."""
    if going.actor is None or Role.PUBLISHER in people.roles_for(going.actor, version.language):
        return
    why = "that takes a publisher" if going.actor.active else f"{going.actor.handle} has left the newsroom"
    remedy = "`translate-flow people list` shows who may; act as somebody else with --as."
    yield Blocker("role", version, f"{going.actor.handle} cannot publish {version.address}: {why}", remedy)


def approved(going: Going, version: Version) -> Iterator[Blocker]:
    """The workflow lets it out from where it stands."""
    try:
        workflow.transition(Status(version.status), Action.PUBLISH, original=version.is_original, live=version.live_id is not None)
    except NotAllowed as error:
        yield Blocker("workflow", version, f"{version.address}: {error.message}", error.remedy)


def original(going: Going, version: Version) -> Iterator[Blocker]:
    """Its original is out, or goes out with it."""
    found = going.originals.get(version.article_id)
    if version.is_original or found is None or found[1] == "published":
        return
    sentence = f"{version.address} cannot go out: its original ({found[0]}) is {found[2]}"
    yield Blocker("original", version, sentence, f"Publish both together: `translate-flow publish {version.article.key} {version.address}`.")


def embargo(going: Going, version: Version) -> Iterator[Blocker]:
    """No embargo lies on the article any more."""
    until = version.article.embargo_until
    if until is not None and going.now < until:
        key = version.article.key
        yield Blocker("embargo", version, f"{version.address} is under embargo until {{until}}", f"Wait; or a publisher lifts it: `translate-flow embargo {key} none`.", until)


def rights(going: Going, version: Version) -> Iterator[Blocker]:
    """The rights to the article have not ended, and reach its language. The original needs no right to be translated."""
    article = version.article
    if article.rights_until is not None and article.rights_until <= going.now:
        yield Blocker("rights", version, f"{version.address}: the rights to {article.key} have ended", f"`translate-flow rights {article.key} --until MOMENT` where they go on.")
    if not version.is_original and not covered(article.rights_languages, version.language):
        sentence = f"{version.address}: there are no rights to {article.key} in {version.language}, only in {article.rights_languages.replace(',', ', ')}"
        yield Blocker("rights", version, sentence, f"`translate-flow rights {article.key} --languages …` where there are.")


def covered(tags: str, language: str) -> bool:
    """Whether a list of tags (`Article.rights_languages`) reaches a language; an empty one reaches all."""
    return not tags or any(languages.covers(tag, language) for tag in tags.split(","))


def takedown(going: Going, version: Version) -> Iterator[Blocker]:
    """It was not taken down, or has another text since."""
    for why in going.taken_down.get(version.id, []):
        sentence = f"{version.address}: {why}"
        yield Blocker("takedown", version, sentence, "Bring in a text without what was taken down. Or go on with --despite 'why'.", told=(f"takedown: {sentence}",))


def fresh(going: Going, version: Version) -> Iterator[Blocker]:
    """What it translates is not ahead of it by more than the setting `gate_freshness` allows; nor is what that translates."""
    state = going.fresh.get(version.id)
    if state is None or state.state not in {"behind", "parent_behind"} or not _heavy(going.limit, state.change_class):
        return
    what = f"by a change of class {state.change_class}" if state.change_class else "by a change"
    if state.state == "behind":
        sentence = f"{version.address} does not follow what {version.parent_language} says now: it is behind {what}"
        remedy = f"`translate-flow diff {version.address}` shows it; send it back: `translate-flow return {version.address} --reason '…'`."
    else:
        sentence = f"{version.address} comes from a text that is itself behind: {state.blocked_by} is, {what}"
        remedy = f"Bring {version.article.key}/{state.blocked_by} up to date first."
    yield Blocker("freshness", version, sentence, f"{remedy} Or go on with --despite 'why'.", told=(f"freshness: {sentence}",))


def _heavy(limit: str, change_class: str) -> bool:
    if limit == "any":
        return True
    return bool(change_class) and ChangeClass(change_class).rank >= ChangeClass(limit).rank


def checks(going: Going, version: Version) -> Iterator[Blocker]:
    """The checks find nothing that the setting `check_publish` does not let out."""
    if "checks" not in going.names or version.status not in _READ:
        return
    from translate_flow.services import checking  # for few commands

    found, error = checking.standing(going.session, version, "check_publish")
    if error is not None:
        told = tuple(f"{one.finding.check}: {one.finding.message}" for one in found[:50])
        yield Blocker("checks", version, error.message, error.remedy, told=told)


GATES = {
    "role": role, "workflow": approved, "original": original, "embargo": embargo, "rights": rights, "takedown": takedown, "freshness": fresh, "checks": checks,
}  # fmt: skip


def blockers(session: Session, versions: Sequence[Version], *, actor: Person | None, now: datetime, only: Collection[str] = GATES) -> list[Blocker]:
    """All that keeps these versions, going out together, from readers; the quick gates first. `only`: the gates to ask.

    Texts are checked only where nothing else of the workflow stands in the way of who asks: a check is the dearest of them.
    """
    going = Going(session, versions, actor, now)
    found: list[Blocker] = []
    for version in versions:
        refused = [one for name, gate in GATES.items() if name in only and name == "role" for one in gate(going, version)]
        found += refused or [one for name, gate in GATES.items() if name in only and name != "role" for one in gate(going, version)]
    return found


def passed(found: Iterable[Blocker], despite: str) -> tuple[list[Blocker], dict[int, dict[str, Any]]]:
    """What still stands in the way of somebody who goes on with this reason; and what the events are to record, by version."""
    kept: list[Blocker] = []
    told: dict[int, dict[str, Any]] = {}
    for one in found:
        if not despite.strip() or not one.told:
            kept.append(one)
            continue
        data = told.setdefault(one.version.id, {"despite": despite.strip(), "findings": []})
        data["findings"] += one.told
    return kept, told


def refusal(found: Sequence[Blocker]) -> TranslateFlowError:
    """All blockers as one error: NotAllowed where only the workflow says no, CheckFailed where a gate does."""
    gates = {one.gate for one in found}
    kind = NotAllowed if "role" in gates or gates <= _OF_THE_WORKFLOW else CheckFailed
    moments = {f"until{at}": one.until for at, one in enumerate(found) if one.until is not None}
    sentences = [one.sentence.replace("{until}", f"{{until{at}}}") for at, one in enumerate(found)]
    if len(found) == 1:
        return kind(sentences[0], remedy=found[0].remedy, gates=sorted(gates), **moments)
    listed = "\n".join(f"  {sentence}" for sentence in sentences)
    remedies = "\n".join(dict.fromkeys(one.remedy for one in found))
    return kind(f"{len(found)} things stand in the way, so nothing went out:\n{listed}", remedy=remedies, gates=sorted(gates), **moments)


def again(found: Sequence[Blocker]) -> datetime | None:
    """When all of it has fallen away by itself; None where somebody must do something."""
    moments = [one.until for one in found]
    return max((moment for moment in moments if moment is not None), default=None) if all(moments) else None
