"""What is known of people for `suggesting`: what they have done, hold, and were seen doing. The same few statements for any number of versions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from translate_flow.models import Article, ArticleTag, Claim, Person, PersonRole, Revision, StoredText, Version
from translate_flow.models_planning import Move, Waiting
from translate_flow.services import past_terms, people
from translate_flow.services.past_terms import Job
from translate_flow.workflow import Role

WEEKS = 8  # that “now and lately” looks back
NEWEST = 1000  # articles of a section or with a tag that are looked at
USUAL = 1000  # words of a week, where nobody's are known
_DONE = ("in_review", "approved", "published", "withdrawn")


@dataclass(slots=True)
class Hands:
    """What a person holds: versions, words of their sources, how many are past their date; article → the languages they hold it in."""

    versions: int = 0
    words: int = 0
    late: int = 0
    articles: dict[int, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Lately:
    """The last `WEEKS`: words handed in, how often, how often it came back, when they were last seen to do something."""

    words: int = 0
    handed_in: int = 0
    returned: int = 0
    seen: datetime | None = None


@dataclass(slots=True)
class Facts:
    """By version, article, and person, all by id. `rounds`: who handed a version in before, and how often; `gave_back`: who released it,
    and when; `articles`: article → person → languages; `sections`, `tags`: (person, language, parent's language, name) → articles."""

    able: dict[int, list[Person]]
    words: dict[int, int]
    rounds: dict[int, Counter[int]]
    gave_back: dict[int, dict[int, datetime]]
    articles: dict[int, dict[int, set[str]]]
    sections: Counter[tuple[int, str, str, str]]
    tags: Counter[tuple[int, str, str, str]]
    own_tags: dict[int, list[str]]
    hands: dict[int, Hands]
    lately: dict[int, Lately]
    waits: dict[tuple[int, int], datetime]
    terms: dict[int, past_terms.Known]


def gather(session: Session, versions: Sequence[Version], *, now: datetime) -> Facts:
    """Everything that `suggesting` weighs of these versions and of whoever could take them."""
    session.flush()
    everybody = session.scalars(select(Person).join(PersonRole, PersonRole.person_id == Person.id).where(Person.active, PersonRole.role == Role.TRANSLATOR.value).order_by(Person.handle).distinct()).all()
    able = {version.id: [person for person in everybody if people.translates(person, version)] for version in versions}
    ids = {person.id for one in able.values() for person in one}
    owners = {version.article_id for version in versions}
    sources = {number: (words, text) for number, words, text in session.execute(_sources([version.id for version in versions]))}
    rounds, gave_back, articles = _history(session, owners)
    own_tags: dict[int, list[str]] = defaultdict(list)
    for owner, tag in session.execute(select(ArticleTag.article_id, ArticleTag.tag).where(ArticleTag.article_id.in_(owners)).order_by(ArticleTag.tag)):
        own_tags[owner].append(tag)
    tongues = {version.language for version in versions}
    sections = {version.article.section for version in versions} - {""}
    waits = select(Waiting.version_id, Waiting.person_id, Waiting.at).where(Waiting.version_id.in_(able))
    jobs = {version.id: Job(sources[version.id][1], version.parent_language, version.language) for version in versions if version.id in sources}
    terms = past_terms.known(session, jobs.values())
    return Facts(
        able=able, words={number: max(0, words or 0) for number, (words, _) in sources.items()}, rounds=rounds, gave_back=gave_back, articles=articles,
        sections=_counted(session, _newest(Article.id, Article.section, sections), ids, tongues) if sections else Counter(),
        tags=_counted(session, _newest(ArticleTag.article_id, ArticleTag.tag, {tag for tags in own_tags.values() for tag in tags}), ids, tongues) if own_tags else Counter(),
        own_tags=own_tags, hands=_hands(session, ids, now), lately=_lately(session, ids, now),
        waits={(version, person): at for version, person, at in session.execute(waits)},
        terms={number: terms[job] for number, job in jobs.items() if job in terms},
    )  # fmt: skip


def _sources(ids: Sequence[int] | Select[Any]) -> Select[Any]:
    """(version, words to do, the source's text): of one that readers see already, what its source has changed; else the whole source."""
    parent = aliased(Version)
    changed = and_(Version.live_id.is_not(None), Version.behind_since.is_not(None), Version.behind_words > 0)
    return (
        select(Version.id, case((changed, Version.behind_words), else_=StoredText.words), StoredText.id)
        .join(parent, parent.id == Version.parent_id).join(Revision, Revision.id == func.coalesce(parent.live_id, parent.head_id))
        .join(StoredText, StoredText.id == Revision.text_id).where(Version.id.in_(ids))
    )  # fmt: skip


def _history(session: Session, owners: set[int]) -> tuple[dict[int, Counter[int]], dict[int, dict[int, datetime]], dict[int, dict[int, set[str]]]]:
    """Of these articles: who handed which version in, who gave one back, and who translated which languages, here or before they came here."""
    rounds: dict[int, Counter[int]] = defaultdict(Counter)
    gave_back: dict[int, dict[int, datetime]] = defaultdict(dict)
    articles: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    moves = select(Version.article_id, Version.language, Move.version_id, Move.action, Move.actor_id, Move.at).join(Move, Move.version_id == Version.id)
    for owner, tag, number, action, actor, at in session.execute(moves.where(Version.article_id.in_(owners), Move.action.in_(("submit", "release")))):
        if actor is None:
            continue
        if action == "submit":
            rounds[number][actor] += 1
            articles[owner][actor].add(tag)
        else:
            gave_back[number][actor] = max(at, gave_back[number].get(actor, at))
    named = select(Version.article_id, Version.language, Version.translator_id).where(Version.article_id.in_(owners), Version.translator_id.is_not(None), Version.status.in_(_DONE))
    for owner, tag, person in session.execute(named):
        if person is not None:
            articles[owner][person].add(tag)
    return rounds, gave_back, articles


def _newest(article: Any, name: Any, wanted: set[str]) -> Select[Any]:
    """(article, name): the newest of each section, or with each tag."""
    place = func.row_number().over(partition_by=name, order_by=article.desc()).label("place")
    ranked = select(article.label("article"), name.label("name"), place).where(name.in_(wanted)).subquery()
    return select(ranked.c.article, ranked.c.name).where(ranked.c.place <= NEWEST)


def _counted(session: Session, chosen: Select[Any], ids: set[int], tongues: set[str]) -> Counter[tuple[int, str, str, str]]:
    """Of these articles, how many each person has translated into each language, from which, by section or tag."""
    found = chosen.subquery()
    query = (
        select(Version.translator_id, Version.language, Version.parent_language, found.c.name, func.count())
        .join(found, found.c.article == Version.article_id)
        .where(Version.language.in_(tongues), Version.translator_id.in_(ids), Version.status.in_(_DONE))
        .group_by(Version.translator_id, Version.language, Version.parent_language, found.c.name)
    )  # fmt: skip
    return Counter({(person, tag, parent, name): count for person, tag, parent, name, count in session.execute(query)})


def _hands(session: Session, ids: set[int], now: datetime) -> dict[int, Hands]:
    hands: dict[int, Hands] = defaultdict(Hands)
    held = select(Claim.version_id).where(Claim.person_id.in_(ids), Claim.ended_at.is_(None))
    words = _sources(held).subquery()
    query = (
        select(Claim.person_id, Version.article_id, Version.language, Version.due_at, words.c[1]).join(Version, Version.id == Claim.version_id)
        .outerjoin(words, words.c[0] == Version.id).where(Claim.person_id.in_(ids), Claim.ended_at.is_(None)).order_by(Claim.id)
    )  # fmt: skip
    for person, owner, tag, due, count in session.execute(query):
        one = hands[person]
        one.versions += 1
        one.words += max(0, count or 0)
        one.late += due is not None and due < now
        one.articles.setdefault(owner, []).append(tag)
    return hands


def _lately(session: Session, ids: set[int], now: datetime) -> dict[int, Lately]:
    """From the moves of the last weeks: an index by time, whose work and who did it. What a person did is seen, whatever it was."""
    lately: dict[int, Lately] = defaultdict(Lately)
    query = select(Move.person_id, Move.actor_id, Move.action, func.count(), func.sum(Move.words), func.max(Move.at))
    query = query.where(Move.at > now - timedelta(weeks=WEEKS), or_(Move.person_id.in_(ids), Move.actor_id.in_(ids)))
    for person, actor, action, count, words, at in session.execute(query.group_by(Move.person_id, Move.actor_id, Move.action)):
        if action == "return" and person is not None:
            lately[person].returned += count
        if actor is None:
            continue
        if action == "submit":
            lately[actor].handed_in += count
            lately[actor].words += max(0, words or 0)
        lately[actor].seen = max(at, lately[actor].seen or at)
    return lately
