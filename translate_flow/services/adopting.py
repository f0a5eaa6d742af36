"""Adopting what a site was inferred to be: sure things come in as articles and versions, the others wait for a person.

Every item is settled by itself, in the transaction of its group: a run that is interrupted goes on where it was, since what is
here already is known by its origin. Nothing of a version that is being worked on here is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from translate_flow import formats, workflow
from translate_flow.adoption.items import Contradiction, Fact, Group, Item, Member, Snapshot
from translate_flow.adoption.times import moment
from translate_flow.errors import Unreadable
from translate_flow.models import Adoption, Article, ArticleTag, Event, Inference, Person, Revision, StoredText, Version
from translate_flow.services import bulk, changes, freshness, people, texts
from translate_flow.services.sources import slug
from translate_flow.services.transitions import move, record
from translate_flow.text.document import Document
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
    steps: list[Step] = field(default_factory=list)
    _here: dict[str, Version] = field(default_factory=dict)
    _waiting: dict[str, Inference] = field(default_factory=dict)
    _names: dict[int, dict[str, Revision]] = field(default_factory=dict)  # version → snapshot's name → revision
    _touched: list[Version] = field(default_factory=list)

    def take(self, groups: Sequence[Group]) -> list[Step]:
        """Settles every item of some groups; what it did, item by item."""
        self.steps, self._touched = [], []
        origins = [member.origin for group in groups for member in group.members]
        self._here = known(self.session, origins)
        self._moved([origin for origin in origins if origin not in self._here])
        self._waiting = _inferences(self.session, origins, ("belongs", "language"))
        for group in groups:
            self._group(group)
        if self._touched:
            freshness.refresh(self.session, self._touched)
        return self.steps

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

    def settle(self, group: Group) -> None:
        """One group by itself, as a person has decided: what waited is not asked again."""
        self._touched = []
        self._waiting = {}
        self._here = known(self.session, [member.origin for member in group.members])
        self._group(group)
        freshness.refresh(self.session, self._touched)

    def join(self, article: Article, member: Member, item: Item) -> None:
        """One member into an article that is here, as a person has decided."""
        self._touched = []
        self._join(article, member, item)
        freshness.refresh(self.session, self._touched)

    def version_of(self, item: Item) -> Version:
        """The version that an item came in as."""
        return self._here[item.origin]

    def _group(self, group: Group) -> None:
        homes = {version.article_id: version.article for member in group.members if (version := self._here.get(member.origin)) is not None}
        if len(homes) > 1:
            self._apart(group, sorted(article.key for article in homes.values()))
            return
        article = next(iter(homes.values()), None)
        root = group.members[0]
        for member in _from_the_root(group):
            item = self.items[member.origin]
            version = self._here.get(member.origin)
            if version is not None:
                self._again(version, item, member)
            elif (waiting := self._waiting.get(member.origin)) is not None:
                self._still_waits(waiting, item, member)
            elif member.language.confidence < self.certain or not member.language.value:
                self._queue("language", member, item, root.origin)
            elif article is None and member is root:
                article = self._article(member, item)
            elif article is None or (member is not root and member.group.confidence < self.certain):
                self._queue("belongs", member, item, root.origin)
            else:
                self._join(article, member, item)

    # --- coming in ---

    def _article(self, member: Member, item: Item) -> Article:
        language = member.language.value
        article = Article(
            key=self._key(item), kind=item.kind, section=str(item.data.get("section", ""))[:200], date=item.date[:32],
            original_language=member.parent.value or language, created_at=self.now,
            tags=[ArticleTag(tag=tag[:200]) for tag in dict.fromkeys(item.terms) if tag],
        )  # fmt: skip
        self.session.add(article)
        self.session.flush()
        version = self._version(article, member, item)
        self._said(version, item, "created", member.language.confidence)
        return article

    def _join(self, article: Article, member: Member, item: Item) -> None:
        there = self.session.scalar(select(Version).where(Version.article_id == article.id, Version.language == member.language.value))
        if there is None:
            self._said(self._version(article, member, item), item, "added", member.group.confidence)
        elif there.status == "cancelled":
            self._instead(there, member, item)
        else:
            why = f"{there.address} is here already, from {there.origin or 'this newsroom'}"
            self._queue("belongs", member, item, article.key, more=f"; {why}")

    def _version(self, article: Article, member: Member, item: Item) -> Version:
        parent = self._parent(article, member)
        original = member.language.value == article.original_language
        status = "published" if item.published else "draft" if original else "requested"
        version = Version(
            article_id=article.id, language=member.language.value, status=status, origin=item.origin[:2000], title=item.document.title,
            parent_language="" if original else member.parent.value or article.original_language, parent_id=parent.id if parent and not original else None,
            credit="" if original else member.translator.value[:200], created_at=self.now, updated_at=self.now,
        )  # fmt: skip
        version.article = article
        self.session.add(version)
        self.session.flush()
        self._write(version, member, item, parent)
        self._here[item.origin] = version
        return version

    def _parent(self, article: Article, member: Member) -> Version | None:
        language = member.parent.value
        if not language:
            return None
        return self.session.scalar(select(Version).where(Version.article_id == article.id, Version.language == language))

    def _write(self, version: Version, member: Member, item: Item, parent: Version | None) -> None:
        """Its history as revisions, the newest on its base; what is noted of how that is known."""
        base = self._base(parent, member.base.value) if parent is not None else None
        revisions = self._past(version, item, item.history[:-1])
        newest = texts.store(self.session, item.document, item.body)
        if not revisions or revisions[-1].text_id != newest.id:
            last = self._revision(version, item, member, newest, base)
        else:
            last = revisions.pop()
        if item.history:
            self._names[version.id][item.history[-1].name] = last
        version.head_id, version.updated_at = last.id, self.now
        if version.status == "published":
            version.live_id = last.id
        data = {"origin": item.origin, **item.data, "source": self.run.source, "confidence": member.group.confidence}
        record(self.session, "adopt", actor=self.actor, now=self.now, version=version, revision_id=last.id, data=data, change=("", version.status))
        self._note(version, member, item, base)
        self._touched.append(version)

    def _revision(self, version: Version, item: Item, member: Member, text: StoredText, base: Revision | None, **more: Any) -> Revision:
        """An item's newest text as a revision, of the time that it has on the site; its base is as sure as was inferred."""
        if base is not None:
            more["base_confidence"] = member.base.confidence
        at = (moment(item.history[-1].at) if item.history else None) or self.now
        return texts.add_revision(self.session, version, text, base=base, author=None, now=at, **more)

    def _past(self, version: Version, item: Item, history: Sequence[Snapshot]) -> list[Revision]:
        """A revision for each earlier text, as it stood: stored, and not read until somebody asks for it."""
        names = self._names.setdefault(version.id, {})
        bodies = [(one, body) for one in history if (body := _read(one)) is not None]
        ids = texts.store_unread(self.session, item.document.format, [body for _, body in bodies])
        rows: list[tuple[Snapshot, int]] = []
        for (one, _), number in zip(bodies, ids, strict=True):
            if not rows or rows[-1][1] != number:
                rows.append((one, number))
        connection = self.session.connection()
        numbers = bulk.next_ids(connection, Revision, len(rows))
        made = [
            (number, version.id, place, text_id, moment(one.at) or self.now, 1.0, "", False, False)
            for place, (number, (one, text_id)) in enumerate(zip(numbers, rows, strict=True), 1)
        ]
        bulk.insert(connection, Revision, "id version_id number text_id created_at base_confidence change_class class_confirmed carried", made)
        events = bulk.next_ids(connection, Event, len(rows))
        told = [(event, number, {"snapshot": one.name}) for event, number, (one, _) in zip(events, numbers, rows, strict=True)]
        shared = {
            "at": self.now, "actor_id": self.actor.id, "action": "adopt", "article_id": version.article_id, "version_id": version.id,
            "from_status": "", "to_status": "", "reason": "",
        }  # fmt: skip
        bulk.insert(connection, Event, "id revision_id data", told, shared=shared)
        found = {row.id: row for row in self.session.scalars(select(Revision).where(Revision.id.in_(numbers)))} if numbers else {}
        revisions = [found[number] for number in numbers]
        by_text = {row.text_id: row for row in revisions}
        for (one, _), text_id in zip(bodies, ids, strict=True):
            names[one.name] = by_text[text_id]
        return revisions

    def _base(self, parent: Version, name: str) -> Revision | None:
        """The parent's revision that a snapshot became."""
        if not name:
            return None
        if (known := self._names.get(parent.id, {}).get(name)) is not None:
            return known
        item = self.items.get(parent.origin)
        snapshot = next((one for one in item.history if one.name == name), None) if item is not None else None
        if item is None or (snapshot is None and item.history):
            return None
        body = _read(snapshot) if snapshot is not None else item.body
        if body is None:
            return None
        query = select(Revision).join(StoredText, StoredText.id == Revision.text_id).where(Revision.version_id == parent.id)
        return self.session.scalar(query.where(StoredText.digest == texts.digest(item.document.format, body)).order_by(Revision.id.desc()).limit(1))

    def _note(self, version: Version, member: Member, item: Item, base: Revision | None) -> None:
        """The facts that it came in with: taken where they are sure, else a person is asked."""
        original = version.parent_language == ""
        facts = [] if original else [("belongs", member.group, version.article.key), ("parent", member.parent, version.parent_language)]
        if base is not None:
            facts.append(("base", member.base, str(base.number)))
        if member.language.confidence < 1:
            facts.append(("language", member.language, version.language))
        for kind, fact, value in facts:
            state = "taken" if fact.confidence >= self.certain or kind in {"belongs", "language"} else "queued"
            self.session.add(_inference(self.run, kind, item.origin, fact, state=state, value=value, language=version.language, version=version))

    def _key(self, item: Item) -> str:
        wanted = slug(item.slug) or slug(item.document.title) or slug(item.place.rstrip("/").rpartition("/")[2]) or "article"
        key, number = wanted, 2
        while self.session.scalar(select(Article.id).where(Article.key == key)) is not None:
            key, number = f"{wanted}-{number}", number + 1
        return key

    # --- what is here already ---

    def _again(self, version: Version, item: Item, member: Member) -> None:
        """A text that came in before: a new revision where it has changed, and nothing where somebody works on it here."""
        head = self.session.get(Revision, version.head_id) if version.head_id else None
        digest = texts.digest(item.document.format, item.body)
        stored = self.session.scalar(select(StoredText.digest).where(StoredText.id == head.text_id)) if head is not None else None
        if stored is not None and bytes(stored) == digest:
            self._said(version, item, "unchanged", 1.0)
            return
        if not version.is_original and version.status not in {"published", "withdrawn"}:
            self._said(version, item, "refused", 1.0, f"it is being worked on here ({workflow.words(version.status)}); nothing of it was touched")
            return
        if not version.is_original and self._worked_on(version):
            self._said(version, item, "refused", 1.0, "its text was made here since it was adopted: bring this one in by checkout and checkin")
            return
        self._newer(version, item, member, head)
        self._said(version, item, "revised", 1.0)

    def _worked_on(self, version: Version) -> bool:
        """Whether its newest text came from somebody here."""
        found = self.session.scalar(select(Event.action).where(Event.version_id == version.id, Event.revision_id == version.head_id).limit(1))
        return found not in {None, "adopt", "import"}

    def _newer(self, version: Version, item: Item, member: Member, head: Revision | None) -> None:
        parent = self.session.get(Version, version.parent_id) if version.parent_id else None
        base = self._base(parent, member.base.value) if parent is not None else None
        text = texts.store(self.session, item.document, item.body)
        heavy = changes.proposed(self.session, head, item.document, version.language).change_class.value if head is not None else ""
        revision = self._revision(version, item, member, text, base, change_class=heavy)
        version.title = item.document.title or version.title
        if version.status == "published":
            version.live_id = revision.id
        data = {"origin": item.origin, "source": self.run.source, "class": heavy}
        record(self.session, "adopt", actor=self.actor, now=self.now, version=version, revision_id=revision.id, data=data)
        if base is not None:
            state = "taken" if member.base.confidence >= self.certain else "queued"
            self.session.add(_inference(self.run, "base", item.origin, member.base, state=state, value=str(base.number), language=version.language, version=version))
        self._touched.append(version)

    def _instead(self, version: Version, member: Member, item: Item) -> None:
        """Into the place of a version that was cancelled: its texts stay, and this one is the newest."""
        version.origin, version.title = item.origin[:2000], item.document.title or version.title
        parent = self.session.get(Version, version.parent_id) if version.parent_id else None
        text = texts.store(self.session, item.document, item.body)
        base = self._base(parent, member.base.value) if parent is not None else None
        revision = self._revision(version, item, member, text, base)
        data = {"origin": item.origin, "source": self.run.source, "confidence": member.group.confidence}
        record(self.session, "adopt", actor=self.actor, now=self.now, version=version, revision_id=revision.id, data=data)
        move(self.session, version, Action.ADOPT, actor=self.actor, now=self.now, nobody=Who.POLICY, live_id=revision.id)
        self._note(version, member, item, base)
        self._here[item.origin] = version
        self._touched.append(version)
        self._said(version, item, "added", member.group.confidence)

    # --- what waits ---

    def _queue(self, kind: str, member: Member, item: Item, other: str, *, more: str = "") -> None:
        fact = member.language if kind == "language" else member.group
        text = texts.store(self.session, item.document, item.body)
        data = {
            "title": item.document.title, "parent": member.parent.value, "translator": member.translator.value, "date": item.date, "kind": item.kind,
            "slug": item.slug, "published": item.published, "place": item.place, **_numbered(item.data),
        }  # fmt: skip
        row = _inference(
            self.run, kind, item.origin, fact, state="queued", value=member.language.value if kind == "language" else other, language=member.language.value,
            other=other, text=text, data=data,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        article = "" if kind == "language" else self._here[other].article.key if other in self._here else other
        why = "; ".join(fact.evidence) + more
        self.steps.append(Step(item.origin, article, member.language.value, "queued", member.parent.value, fact.confidence, why.strip("; ")))

    def _still_waits(self, waiting: Inference, item: Item, member: Member) -> None:
        """Asked before: the newest text waits now; what was said no to stays out."""
        if waiting.state == "rejected":
            self.steps.append(Step(item.origin, "", waiting.language, "unchanged", why="it was left out, as you said"))
            return
        text = texts.store(self.session, item.document, item.body)
        changed = waiting.text_id != text.id
        waiting.text_id = text.id
        self.steps.append(Step(item.origin, waiting.value, waiting.language, "queued" if changed else "unchanged", "", waiting.confidence, "it waits for your answer"))

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
        found |= {version.origin: version for version in session.scalars(select(Version).join(Version.article).where(among))}
    return found


def _inferences(session: Session, origins: Sequence[str], kinds: Sequence[str]) -> dict[str, Inference]:
    """What waits, or was said no to, by origin."""
    found: dict[str, Inference] = {}
    for at in range(0, len(origins), 500):
        query = select(Inference).where(Inference.origin.in_(origins[at : at + 500]), Inference.kind.in_(kinds), Inference.state.in_(["queued", "rejected"]))
        found |= {row.origin: row for row in session.scalars(query.order_by(Inference.id))}
    return found


def _inference(
    run: Adoption, kind: str, origin: str, fact: Fact, *, state: str, value: str = "", language: str = "", other: str = "",
    version: Version | None = None, text: StoredText | None = None, data: dict[str, Any] | None = None,
) -> Inference:  # fmt: skip
    return Inference(
        adoption_id=run.id, kind=kind, origin=origin[:2000], other=other[:2000], language=language, value=value[:200], confidence=fact.confidence,
        evidence=list(fact.evidence), version_id=version.id if version else None, text_id=text.id if text else None, data=data or {}, state=state,
    )  # fmt: skip


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


def _read(snapshot: Snapshot) -> bytes | None:
    """An earlier text; None where the source no longer has it (a shallow or partial clone, a text too large to be one)."""
    try:
        return snapshot.read()
    except Unreadable:
        return None


def document_of(session: Session, text_id: int) -> tuple[StoredText, Document]:
    """A stored text that waits, read."""
    text = session.get_one(StoredText, text_id)
    return text, formats.get(text.format).read(bytes(text.body))


def as_item(row: Inference, document: Document, body: bytes) -> Item:
    """The item that an answer is about, as far as it was kept."""
    data = row.data
    item = Item(origin=row.origin, document=document, body=body, place=str(data.get("place", "")))
    return replace(item, date=str(data.get("date", "")), kind=str(data.get("kind", "post")), slug=str(data.get("slug", "")), published=bool(data.get("published", True)), data=_numbered(data))


def _numbered(data: Mapping[str, object]) -> dict[str, object]:
    """What a site knows a text by, whatever its address."""
    return {name: data[name] for name in ("id", "site") if data.get(name)}
