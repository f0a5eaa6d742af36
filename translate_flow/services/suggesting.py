"""Who could take a free version, with reasons: proposals for a coordinator, who decides.

Whoever can do it (a translator of the pair, at work here) gets a score: the sum of named parts, each with the figure that it comes from
and in points that are written down here. Nothing else goes in. Of several versions the most urgent comes first (priority, date, then
the oldest), and whoever is proposed first for one counts it among their load for those that follow: that is greedy, not the best plan
of all, and it can be followed by hand. Equal scores go to the smaller load, then by handle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from translate_flow.errors import NotAllowed, TranslateFlowError
from translate_flow.models import Article, Claim, Person, Version
from translate_flow.services import claims, lookup, people, selection, suggest_facts
from translate_flow.services.selection import Chosen
from translate_flow.services.suggest_facts import USUAL, WEEKS, Facts
from translate_flow.workflow import Role

PARTS = {  # name → what its points are
    "round": "40 for who handed an earlier round of this very version in",
    "article": "15 for who translated the article into another language",
    "sibling": "10 for who is at work on another language of the article now",
    "waits": "20 for who waits for it (`claim --wait`)",
    "section": "up to 10 for articles of its section in this pair: 10 × n ÷ (n + 4), of the newest 1,000",
    "tag": "the same for the one of its tags of which they have most",
    "terms": "up to 10 for the share of its terms that they rendered before",
    "load": "−10 for each of their usual weeks of work that they hold, or are proposed for further up",
    "spread": "−2 for each version that they are proposed for further up",
    "late": "−8 for each version that they hold past its date, −24 at most",
    "returns": "−20 × the share of what they handed in that came back, from three on",
    "gave_back": "−20 for who gave this version back before",
    "away": "−5 for each week not seen beyond the first two, −25 at most",
}
_NO_WORDS = 500  # of a version whose source nobody has counted, for the load
_FEW = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a score. `figures`: what the points come from."""

    part: str
    points: int
    said: str
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    person: Person
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A version, the words there are to do, and the best of the `able` people who could."""

    version: Version
    words: int | None
    able: int
    people: tuple[Proposal, ...]


@dataclass(slots=True)
class _Batch:
    """What has been proposed so far, by person."""

    words: Counter[int] = field(default_factory=Counter)
    versions: Counter[int] = field(default_factory=Counter)


def suggest(session: Session, versions: Sequence[Version], *, now: datetime, limit: int = 3) -> list[Suggested]:
    """At most `limit` people for each version, the best first; the versions in the order in which they were served.

    The same statements for any number of versions. Their articles should be loaded.
    """
    facts = suggest_facts.gather(session, versions, now=now)
    usual = _usual(facts, now)
    batch, found = _Batch(), []
    far = datetime.max.replace(tzinfo=now.tzinfo)
    for version in sorted(versions, key=lambda version: (-version.priority, version.due_at or far, version.id)):
        rated = [Proposal(person, tuple(_reasons(version, person, facts, batch, usual, now))) for person in facts.able[version.id]]
        rated.sort(key=lambda one: (-one.score, _weeks(one.person, facts, batch, usual), one.person.handle))
        words = facts.words.get(version.id)
        found.append(Suggested(version, words, len(rated), tuple(rated[:limit])))
        if rated:
            batch.words[rated[0].person.id] += words or _NO_WORDS
            batch.versions[rated[0].person.id] += 1
    return found


def _usual(facts: Facts, now: datetime) -> dict[int, tuple[int, bool]]:
    """The words that each hands in in a week, by what they did lately; of whom nothing is known, the middle of the others' (False)."""
    everybody = {person.id: person for one in facts.able.values() for person in one}
    known = {}
    for number, person in everybody.items():
        weeks = min(WEEKS, max(1.0, (now - person.created_at).total_seconds() / (7 * 86400)))
        if words := round(facts.lately[number].words / weeks) if number in facts.lately else 0:
            known[number] = words
    middle = round(median(known.values())) if known else USUAL
    return {number: (known.get(number, middle), number in known) for number in everybody}


def _weeks(person: Person, facts: Facts, batch: _Batch, usual: dict[int, tuple[int, bool]]) -> float:
    held = facts.hands[person.id].words if person.id in facts.hands else 0
    return (held + batch.words[person.id]) / usual[person.id][0]


def _reasons(version: Version, person: Person, facts: Facts, batch: _Batch, usual: dict[int, tuple[int, bool]], now: datetime) -> Iterator[Reason]:
    yield from _done_before(version, person, facts)
    yield from _knows(version, person, facts)
    yield from _loaded(person, facts, batch, usual)
    yield from _reliable(version, person, facts, now)


def _done_before(version: Version, person: Person, facts: Facts) -> Iterator[Reason]:
    """What ties them to this article."""
    if times := facts.rounds.get(version.id, Counter())[person.id]:
        yield Reason("round", 40, f"handed in an earlier round of it ({_times(times)})", {"handed_in": times})
    others = sorted(facts.articles.get(version.article_id, {}).get(person.id, set()) - {version.language})
    if others:
        yield Reason("article", 15, f"translated this article into {', '.join(others)}", {"languages": others})
    holds = facts.hands[person.id].articles.get(version.article_id, []) if person.id in facts.hands else []
    if siblings := sorted(set(holds) - {version.language}):
        yield Reason("sibling", 10, f"is translating this article into {', '.join(siblings)} now", {"languages": siblings})
    if since := facts.waits.get((version.id, person.id)):
        yield Reason("waits", 20, f"waits for it since {since:%Y-%m-%d}", {"since": since})


def _knows(version: Version, person: Person, facts: Facts) -> Iterator[Reason]:
    """What they know of its subject."""
    pair, section = (version.language, version.parent_language), version.article.section
    if count := facts.sections[person.id, *pair, section]:
        yield Reason("section", _growing(count), f"translated {_articles(count)} of the section “{section}” from {pair[1]} into {pair[0]}", {"articles": count, "section": section})
    tags = [(facts.tags[person.id, *pair, tag], tag) for tag in facts.own_tags.get(version.article_id, ())]
    count, tag = max(tags, key=lambda one: one[0], default=(0, ""))
    if count:
        yield Reason("tag", _growing(count), f"translated {_articles(count)} with the tag “{tag}” from {pair[1]} into {pair[0]}", {"articles": count, "tag": tag})
    known = facts.terms.get(version.id)
    if known is not None and (own := [term for term in known.terms if term in known.by.get(person.id, ())]):
        shown = ", ".join(f"“{term}”" for term in own[:3]) + (" …" if len(own) > 3 else "")
        figures = {"rendered": len(own), "of": len(known.terms), "terms": own}
        yield Reason("terms", round(10 * len(own) / len(known.terms)), f"rendered {len(own)} of its {len(known.terms)} known terms before ({shown})", figures)


def _loaded(person: Person, facts: Facts, batch: _Batch, usual: dict[int, tuple[int, bool]]) -> Iterator[Reason]:
    """How much they have to do."""
    hands = facts.hands.get(person.id) or suggest_facts.Hands()
    week, known = usual[person.id]
    proposed, times = batch.words[person.id], batch.versions[person.id]
    weeks = (hands.words + proposed) / week
    held = f"holds {_versions(hands.versions)}, {hands.words} words" if hands.versions else "holds nothing"
    more = f"; {_versions(times)} proposed above, {proposed} words" if times else ""
    by = f"hands in {week} words in a usual week" if known else f"no usual week is known, {week} words are taken"
    figures = {"versions": hands.versions, "words": hands.words, "proposed": proposed, "week": week, "week_known": known, "weeks": round(weeks, 2)}
    yield Reason("load", -round(10 * weeks), f"{held}{more}: {weeks:.1f} weeks of work ({by})", figures)
    if times:
        yield Reason("spread", -2 * times, f"is proposed for {times} above", {"versions": times})
    if hands.late:
        yield Reason("late", -min(24, 8 * hands.late), f"holds {_versions(hands.late)} past the date", {"versions": hands.late})


def _reliable(version: Version, person: Person, facts: Facts, now: datetime) -> Iterator[Reason]:
    """How it went lately, and whether they are here."""
    lately = facts.lately.get(person.id) or suggest_facts.Lately()
    if lately.handed_in >= _FEW and lately.returned:
        share = min(1.0, lately.returned / lately.handed_in)
        said = f"{lately.returned} of {lately.handed_in} that they handed in in {WEEKS} weeks came back"
        yield Reason("returns", -round(20 * share), said, {"returned": lately.returned, "handed_in": lately.handed_in})
    if gave := facts.gave_back.get(version.id, {}).get(person.id):
        yield Reason("gave_back", -20, f"gave it back on {gave:%Y-%m-%d}", {"at": gave})
    weeks = min(WEEKS, int((now - (lately.seen or person.created_at)).total_seconds() // (7 * 86400)))
    if weeks >= _FEW:
        ever = f"in the last {WEEKS} weeks" if weeks == WEEKS else f"since they came on {person.created_at:%Y-%m-%d}"
        said = f"was last seen at work on {lately.seen:%Y-%m-%d}" if lately.seen else f"was not seen at work {ever}"
        yield Reason("away", -min(25, 5 * (weeks - 2)), said, {"seen": lately.seen, "weeks": weeks})


def _growing(count: int) -> int:
    return round(10 * count / (count + 4))


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


def _versions(count: int) -> str:
    return "1 version" if count == 1 else f"{count} versions"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


# ── which versions, and giving them ──


def free(session: Session, chosen: Chosen | None = None, *, now: datetime, limit: int = 50) -> list[Version]:
    """Free versions (of those chosen), the most urgent first, without those that are kept for who waited."""
    kept = select(lookup.WAITS.c.version_id).where(lookup.WAITS.c.offered_until.is_not(None))
    query = select(Version).join(Version.article).where(Version.status == "requested", Version.id.not_in(kept)).options(joinedload(Version.article))
    query = query.where(*selection.conditions(chosen or Chosen(), now))
    order = (-Version.priority, Version.due_at.is_(None), Version.due_at, Version.id)
    found = list(session.scalars(query.order_by(*order).limit(limit)))
    lookup.hold(session, Article.id.in_([version.article_id for version in found]))  # then read again: somebody may just have been first
    fresh = session.scalars(query.where(Version.id.in_([version.id for version in found])).order_by(*order), execution_options={"populate_existing": True})
    return list(fresh)


def may(actor: Person) -> None:
    """Raises NotAllowed for whoever does not coordinate: what people hold and how they do is not everybody's to read."""
    people.must_be(actor, Role.COORDINATOR, doing="see who could take work")


def take(
    session: Session, suggested: Sequence[Suggested], *, actor: Person, now: datetime, hours: int | None = None, due_at: datetime | None = None, each: bool = False
) -> tuple[dict[int, Claim], dict[int, TranslateFlowError]]:
    """Assigns each version to whom it was proposed first. By version: the claims, and what was refused.

    All or none, raising the first refusal (NotAllowed, Conflict); with `each` what can be done is done.
    """
    taken: dict[int, Claim] = {}
    refused: dict[int, TranslateFlowError] = {}
    for one in suggested:
        try:
            with session.begin_nested():
                taken[one.version.id] = claims.assign(session, one.version, _first(one), actor=actor, now=now, hours=hours, due_at=due_at)
        except TranslateFlowError as error:
            if not each:
                raise
            session.refresh(one.version)
            refused[one.version.id] = error
    return taken, refused


def _first(one: Suggested) -> Person:
    if not one.people:
        pair = f"{one.version.parent_language} → {one.version.language}"
        raise NotAllowed(f"Nobody can take {one.version.address}: no translator of {pair} is here", remedy="Add one with `people add`, or leave it out: --each goes on with the others.")
    return one.people[0].person
