"""Adopting what a site was inferred to be: sure things come in as articles and versions, the others wait for a person.

Every item is settled by itself, in the transaction of its group: a run that is interrupted goes on where it was, since what is
here already is known by its origin. Nothing of a version that is being worked on here is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session, joinedload

from translate_flow import workflow
from translate_flow.adoption.items import Contradiction, Fact, Group, Item, Member, Snapshot, bodies
from translate_flow.adoption.times import moment
from translate_flow.aside import Aside
from translate_flow.models import Adoption, Article, Event, Inference, Person, Revision, StoredText, Version
from translate_flow.services import changes, freshness, people, texts, waiting
from translate_flow.services.intake import Arrival, Home, Intake, facts
from translate_flow.services.sources import slug
from translate_flow.services.transitions import move, record
from translate_flow.text.digests import text_digest
from translate_flow.workflow import Action, Role, Who

CERTAIN = 0.9  # confidence from which nobody is asked
SURE = Fact("", 1.0, ())


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one item: created (an article), added (a version), revised, unchanged, queued, refused, contradiction.

    `why` says it for a person; `confidence` is that of the least sure thing it rests on.
    """

    origin: str
    article: str
    language: str
    outcome: str
    parent: str = ""
    confidence: float = 1.0
    why: str = ""


def begin(session: Session, source: str, kind: str, *, actor: Person, now: datetime) -> Adoption:
    """A run, or the one over the same source that was interrupted. Raises NotAllowed unless the actor is a coordinator."""
    people.must_be(actor, Role.COORDINATOR, doing="adopt")
    last = latest(session, source)
    if last is not None and last.finished_at is None:
        return last
    run = Adoption(source=source, kind=kind, actor_id=actor.id, started_at=now)
    session.add(run)
    session.flush()
    return run


def latest(session: Session, source: str) -> Adoption | None:
    """The newest run over a source."""
    return session.scalar(select(Adoption).where(Adoption.source == source).order_by(Adoption.id.desc()).limit(1))


def finish(session: Session, run: Adoption, *, mark: str, now: datetime) -> None:
    run.mark, run.finished_at = mark, now


@dataclass(slots=True)
class Adopter:
    """Takes groups in, some at a time. `certain`: the confidence from which nobody is asked."""

    session: Session
    run: Adoption
    items: Mapping[str, Item]
    actor: Person
    now: datetime
    certain: float = CERTAIN
    beside: Aside | None = None  # reads what freshness will ask for
    keys: set[str] = field(default_factory=set)  # of the articles that this run has made, kept or not
    steps: list[Step] = field(default_factory=list)
    _here: dict[str, Version] = field(default_factory=dict)  # origin → the version that came from there before
    _ours: set[str] = field(default_factory=set)  # origins of texts that a channel wrote there
    _digests: dict[int, bytes] = field(default_factory=dict)  # version → the digest of its newest text
    _places: dict[tuple[int, str], Version] = field(default_factory=dict)  # (article, language) → the version that is there
    _come: dict[str, Arrival] = field(default_factory=dict)  # origin → what comes in now
    _homes: dict[int, Home] = field(default_factory=dict)  # article that is here → where its new versions come in
    _waiting: dict[str, Inference] = field(default_factory=dict)
    _touched: list[Version] = field(default_factory=list)
    _intake: Intake = field(init=False)

    def take(self, groups: Sequence[Group]) -> list[Step]:
        """Settles every item of some groups, in a number of statements that does not follow theirs; what it did, item by item."""
        self.steps = []
        origins = [member.origin for group in groups for member in group.members]
        self._begin(origins)
        self._moved([origin for origin in origins if origin not in self._here])
        self._written([origin for origin in origins if origin not in self._here])
        self._look_up()
        self._waiting = waiting.of(self.session, origins)
        self._intake.wishes([_wanted(self.items[group.members[0].origin]) for group in groups])
        for group in groups:
            self._group(group)
        self._end()
        return self.steps

    def settle(self, group: Group) -> None:
        """One group by itself, as a person has decided: what waited is not asked again."""
        self._begin([member.origin for member in group.members])
        self._look_up()
        self._group(group)
        self._end()

    def join(self, article: Article, member: Member, item: Item) -> None:
        """One member into an article that is here, as a person has decided."""
        self._begin([member.origin])
        self._look_up([article.id])
        self._join(self._home(article), member, item)
        self._end()

    def restore(self, version: Version, member: Member, item: Item) -> None:
        """A text back into the place that it had, as a person has decided."""
        self._begin([member.origin])
        self._instead(version, member, item)
        self._end()

    def version_of(self, item: Item) -> Version:
        """The version that an item came in as."""
        return self._here[item.origin]

    def _begin(self, origins: Sequence[str]) -> None:
        self._touched, self._come, self._homes, self._waiting = [], {}, {}, {}
        self._intake = Intake(self.session, self.run, self.items, actor=self.actor, now=self.now, certain=self.certain, taken=self.keys)
        self._here = known(self.session, origins)

    def _look_up(self, articles: Sequence[int] = ()) -> None:
        """What the articles hold that are here already, and the newest texts of what came before."""
        heads = select(Version.id, StoredText.digest).join(Revision, Revision.id == Version.head_id).join(StoredText, StoredText.id == Revision.text_id)
        mine = [version.id for version in self._here.values()]
        homes = list({*articles, *(version.article_id for version in self._here.values())})
        for at in range(0, len(mine), 500):
            self._digests |= {number: bytes(found) for number, found in self.session.execute(heads.where(Version.id.in_(mine[at : at + 500])))}
        for at in range(0, len(homes), 500):
            beside = select(Version).options(joinedload(Version.article)).where(Version.article_id.in_(homes[at : at + 500]))
            self._places |= {(version.article_id, version.language): version for version in self.session.scalars(beside)}

    def _end(self) -> None:
        """Writes what comes in, and brings up to date what hangs on it."""
        ids, changed = self._intake.write(), [*self._touched]
        for at in range(0, len(ids), 500):
            query = select(Version).options(joinedload(Version.article)).where(Version.id.in_(ids[at : at + 500]))
            self._touched += self.session.scalars(query)
        self._here |= {version.origin: version for version in self._touched}
        if self._touched:
            freshness.refresh(self.session, self._touched, self.beside)
        if changed:
            from translate_flow.services import notices

            notices.source_moved(self.session, changed, actor=self.actor, now=self.now)

    def _moved(self, origins: Sequence[str]) -> None:
        """Texts that lie elsewhere than when they came in: the versions that are here take their new origin."""
        before = {str(path): origin for origin in origins for path in _former(self.items[origin])}
        for path, version in known(self.session, list(before)).items():
            origin = before[path]
            if path in self.items or origin in self._here:
                continue  # another text lies there now
            version.origin = origin[:2000]
            record(self.session, "move", actor=self.actor, now=self.now, version=version, data={"from": path, "to": origin})
            self._here[origin] = version

    def _written(self, origins: Sequence[str]) -> None:
        """Texts that a channel wrote into this tree, and nobody has changed since: they are the versions that they were written for."""
        blobs = {str(self.items[origin].data["blob"]): origin for origin in origins if self.items[origin].data.get("blob")}
        if not blobs:
            return
        from translate_flow.models_channels import Publication  # for few runs

        marks = list(blobs)
        for at in range(0, len(marks), 500):
            query = select(Publication.mark, Publication.location, Version).join(Version, Version.id == Publication.version_id).options(joinedload(Version.article))
            for mark, location, version in self.session.execute(query.where(Publication.mark.in_(marks[at : at + 500]), Publication.location != "")):
                if blobs[mark].endswith(f"/{location}"):
                    self._here[blobs[mark]] = version
                    self._ours.add(blobs[mark])

    def _group(self, group: Group) -> None:
        homes = {version.article_id: version.article for member in group.members if (version := self._here.get(member.origin)) is not None}
        if len(homes) > 1:
            self._apart(group, sorted(article.key for article in homes.values()))
            return
        article = next(iter(homes.values()), None)
        home = self._home(article) if article is not None else None
        root = group.members[0]
        for member in _from_the_root(group):
            item = self.items[member.origin]
            version = self._here.get(member.origin)
            if version is not None:
                self._again(version, item, member)
            elif (asked := self._waiting.get(member.origin)) is not None:
                self.steps.append(_still(item, *waiting.still(self.session, asked, item)))
            elif member.language.confidence < self.certain or not member.language.value:
                self._queue("language", member, item, root.origin)
            elif home is None and member is root:
                home = self._article(member, item)
            elif home is None or (member is not root and member.group.confidence < self.certain):
                self._queue("belongs", member, item, root.origin)
            else:
                self._join(home, member, item)

    # --- coming in ---

    def _home(self, article: Article) -> Home:
        """An article that is here: one for all groups that have a part of it."""
        return self._homes.setdefault(article.id, Home(article.key, article.original_language, article.id))

    def _article(self, member: Member, item: Item) -> Home:
        home = self._intake.article(member, item, _wanted(item))
        self._version(home, member, item, "created", member.language.confidence)
        return home

    def _join(self, home: Home, member: Member, item: Item) -> None:
        there = self._place(home, member.language.value)
        if there is None:
            self._version(home, member, item, "added", member.group.confidence)
        elif isinstance(there, Version) and there.status == "cancelled":
            self._instead(there, member, item)
        else:
            address, origin = (there.address, there.origin) if isinstance(there, Version) else (f"{home.key}/{member.language.value}", there.item.origin)
            self._queue("belongs", member, item, home.key, more=f"; {address} is here already, from {origin or 'this newsroom'}")

    def _place(self, home: Home, language: str) -> Version | Arrival | None:
        """The version of an article in a language: here, or coming in now."""
        if home.id and (found := self._places.get((home.id, language))) is not None:
            return found
        return next((one for one in self._come.values() if one.home is home and one.member.language.value == language), None)

    def _version(self, home: Home, member: Member, item: Item, outcome: str, sure: float) -> None:
        parent = self._place(home, member.parent.value) if member.parent.value else None
        arrival = self._intake.version(home, member, item, parent)
        self._come[item.origin] = arrival
        self.steps.append(Step(item.origin, home.key, member.language.value, outcome, arrival.parent_language, sure))

    # --- what is here already ---

    def _again(self, version: Version, item: Item, member: Member) -> None:
        """A text that came in before: a new revision where it has changed, and nothing where somebody works on it here."""
        if item.origin in self._ours or self._digests.get(version.id) == text_digest(item.text.format, item.text.body):
            self._said(version, item, "unchanged", 1.0)
            return
        if not version.is_original and version.status not in {"published", "withdrawn"}:
            self._said(version, item, "refused", 1.0, f"it is being worked on here ({workflow.words(version.status)}); nothing of it was touched")
            return
        if not version.is_original and self._worked_on(version):
            self._said(version, item, "refused", 1.0, "its text was made here since it was adopted: bring this one in by checkout and checkin")
            return
        self._newer(version, item, member)
        self._said(version, item, "revised", 1.0)

    def _worked_on(self, version: Version) -> bool:
        """Whether its newest text came from somebody here."""
        found = self.session.scalar(select(Event.action).where(Event.version_id == version.id, Event.revision_id == version.head_id).limit(1))
        return found not in {None, "adopt", "import"}

    def _newer(self, version: Version, item: Item, member: Member) -> None:
        head = self.session.get(Revision, version.head_id) if version.head_id else None
        self._between(version, item)
        heavy = changes.proposed(self.session, head, item.document, version.language).change_class.value if head is not None else ""
        revision, base = self._revision(version, item, member, change_class=heavy)
        version.title = item.text.title or version.title
        if version.status == "published":
            version.live_id = revision.id
        data = {"origin": item.origin, "source": self.run.source, "class": heavy, **_snapshot(item)}
        record(self.session, "adopt", actor=self.actor, now=self.now, version=version, revision_id=revision.id, data=data)
        if base is not None:
            self._note(version, item, [("base", member.base, str(base.number))])
        self._touched.append(version)

    def _between(self, version: Version, item: Item) -> None:
        """The texts between the one that is here and the newest: a translation may follow any of them."""
        for snapshot, body in bodies(self._since(version, item)):
            if body is not None:
                text = self.session.get_one(StoredText, texts.store_bodies(self.session, [(item.text.format, body, None)])[0])
                revision = texts.add_revision(self.session, version, text, base=None, author=None, now=moment(snapshot.at) or self.now)
                record(self.session, "adopt", actor=self.actor, now=self.now, version=version, revision_id=revision.id, data={"snapshot": snapshot.name})

    def _since(self, version: Version, item: Item) -> Sequence[Snapshot]:
        """An item's snapshots after the text that is here, without the newest; none where its history does not have that text."""
        told = select(Event.data).where(Event.version_id == version.id, Event.action == "adopt", Event.revision_id == version.head_id)
        name = next((data["snapshot"] for data in self.session.scalars(told) if "snapshot" in data), None)
        past = item.history[:-1]
        if name is not None:
            found = [at for at, one in enumerate(past) if one.name == name]
        else:  # it came in otherwise, or before names were kept
            here = self._digests.get(version.id)
            found = [at for at, (_, body) in enumerate(bodies(past)) if body is not None and text_digest(item.text.format, body) == here]
        return past[found[-1] + 1 :] if found else ()

    def _instead(self, version: Version, member: Member, item: Item) -> None:
        """Into the place of a version that was cancelled: its texts stay, and this one is the newest."""
        version.origin, version.title = item.origin[:2000], item.text.title or version.title
        revision, base = self._revision(version, item, member)
        data = {"origin": item.origin, "source": self.run.source, "confidence": member.group.confidence, **_snapshot(item)}
        record(self.session, "adopt", actor=self.actor, now=self.now, version=version, revision_id=revision.id, data=data)
        move(self.session, version, Action.ADOPT, actor=self.actor, now=self.now, nobody=Who.POLICY, live_id=revision.id)
        self._note(version, item, facts(member, version.article.key, version.parent_language, base.number if base is not None else 0))
        self._here[item.origin] = version
        self._touched.append(version)
        self._said(version, item, "added", member.group.confidence)

    def _revision(self, version: Version, item: Item, member: Member, **more: str) -> tuple[Revision, Revision | None]:
        """An item's newest text as the next revision of a version that is here, with its base, which is as sure as was inferred."""
        parent = self.session.get(Version, version.parent_id) if version.parent_id else None
        found = self._intake.here(parent, member.base.value) if parent is not None and member.base.value else None
        base = self.session.get_one(Revision, found.id) if found is not None else None
        text = texts.store(self.session, item.document, item.text.body)
        sure = member.base.confidence if base is not None else 1.0
        at = self._intake.written(item)
        return texts.add_revision(self.session, version, text, base=base, author=None, now=at, base_confidence=sure, **more), base

    def _note(self, version: Version, item: Item, told: Iterable[tuple[str, Fact, str]]) -> None:
        for kind, fact, value in told:
            state = self._intake.state(kind, fact)
            self.session.add(waiting.inference(self.run, kind, item.origin, fact, state=state, value=value, language=version.language, version=version))

    # --- what waits ---

    def _queue(self, kind: str, member: Member, item: Item, other: str, *, more: str = "") -> None:
        fact = member.language if kind == "language" else member.group
        waiting.ask(self.session, self.run, kind, member, item, other)
        there = self._here.get(other)
        come = self._come.get(other)
        key = there.article.key if there is not None else come.home.key if come is not None else other
        why = "; ".join(fact.evidence) + more
        self.steps.append(Step(item.origin, "" if kind == "language" else key, member.language.value, "queued", member.parent.value, fact.confidence, why.strip("; ")))

    def _apart(self, group: Group, keys: list[str]) -> None:
        """What is one article by now is several here: nothing is joined without a person."""
        for member in group.members:
            item, version = self.items[member.origin], self._here.get(member.origin)
            if version is not None:
                self._again(version, item, member)
            elif member.origin not in self._waiting:
                self._queue("belongs", member, item, keys[0], more=f"; the site joins what is several articles here: {', '.join(keys)}")

    def _said(self, version: Version, item: Item, outcome: str, confidence: float, why: str = "") -> None:
        self.steps.append(Step(item.origin, version.article.key, version.language, outcome, version.parent_language, confidence, why))


def contradict(session: Session, run: Adoption, found: Iterable[Contradiction]) -> list[Step]:
    """Notes contradictions that are not known yet, for a person to settle on the site; all of them, as steps."""
    steps = []
    rows = list(found)
    known_ = {
        (row.origin, row.value): row.state
        for row in session.scalars(select(Inference).where(Inference.kind == "contradiction", Inference.origin.in_([one.origins[0] for one in rows])))
    }
    for one in rows:
        state = known_.get((one.origins[0], one.kind))
        if state is None:
            session.add(Inference(
                adoption_id=run.id, kind="contradiction", origin=one.origins[0][:2000], other="\n".join(one.origins[1:])[:2000], language="", value=one.kind[:200],
                confidence=0.0, evidence=[one.message, one.remedy], data={}, state="queued",
            ))  # fmt: skip
        if state != "rejected":
            steps.append(Step(one.origins[0], "", "", "contradiction", confidence=0.0, why=f"{one.kind}: {one.message}. {one.remedy}"))
    return steps


def known(session: Session, origins: Sequence[str]) -> dict[str, Version]:
    """The versions that came from these origins."""
    found: dict[str, Version] = {}
    for at in range(0, len(origins), 500):
        among = Version.origin.in_(origins[at : at + 500]) & (Version.origin != literal_column("''"))
        found |= {version.origin: version for version in session.scalars(select(Version).options(joinedload(Version.article)).where(among))}
    return found


def _from_the_root(group: Group) -> list[Member]:
    """Members with each after its parent, so that a relay finds what it hangs on."""
    left, done, ordered = list(group.members), set[str](), list[Member]()
    while left:
        ready = [member for member in left if not member.parent.value or member.parent.value in done or all(other.language.value != member.parent.value for other in left)]
        for member in ready or left[:1]:
            ordered.append(member)
            done.add(member.language.value)
            left.remove(member)
    return ordered


def _former(item: Item) -> list[object]:
    """Where an item lay before, newest last."""
    former = item.data.get("former")
    return former if isinstance(former, list) else []


def _snapshot(item: Item) -> dict[str, str]:
    """What a source's own history calls an item's newest text."""
    return {"snapshot": item.history[-1].name} if item.history else {}


def _wanted(item: Item) -> str:
    """The key that an article of its own would have."""
    return slug(item.slug) or slug(item.text.title) or slug(item.place.rstrip("/").rpartition("/")[2]) or "article"


def _still(item: Item, outcome: str, value: str, language: str, confidence: float, why: str) -> Step:
    return Step(item.origin, value, language, outcome, "", confidence, why)
