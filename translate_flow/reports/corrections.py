"""The corrections ledger: what was taken back, and how each version that readers saw stands to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select
from sqlalchemy.orm import Session, aliased

from translate_flow.models import Article, Claim, Person, Revision, Version
from translate_flow.models_channels import Obligation
from translate_flow.reports import Asked, Column, Part, Report, wheres
from translate_flow.services import texts
from translate_flow.text import diff

_SHORT = 160  # characters of what was changed


@dataclass(frozen=True, slots=True)
class Standing:
    """How a version stands to a correction. `state`: open, corrected, withdrawn, dismissed. `since`: when it came into that state.

    Of an open one: `person` has it (who took it, holds the version, or translated it), `held_until`, `waits_for` the language of its
    parent, which is open itself; `status` of the work on it.
    """

    language: str
    state: str
    since: datetime
    status: str
    person: str | None = None
    held_until: datetime | None = None
    waits_for: str | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """`language`, `revision`: what took something back; `what`: the changed words, short; `whole`: its text was taken down itself."""

    article: str
    language: str
    revision: int
    kind: str
    whole: bool
    at: datetime
    what: str
    versions: tuple[Standing, ...]

    @property
    def open(self) -> bool:
        return any(one.state == "open" for one in self.versions)

    def record(self) -> dict[str, Any]:
        """Under the names of the command line contract."""
        return {**asdict(self), "open": self.open}


def ledger(session: Session, *, article: int | None = None, only_open: bool = False, limit: int = 50) -> list[Correction]:
    """Corrections of an article, or of all: those with open versions first, the oldest first; at most `limit` (0: all)."""
    still = func.sum(case((Obligation.state == "open", 1), else_=0))
    first = func.min(Obligation.opened_at)
    chosen = select(Obligation.source_id, Obligation.whole, first).group_by(Obligation.source_id, Obligation.whole)
    chosen = chosen.order_by(case((still > 0, 0), else_=1), first, Obligation.source_id)
    if article is not None:
        chosen = chosen.where(Obligation.article_id == article)
    if only_open:
        chosen = chosen.having(still > 0)
    sources = session.execute(chosen.limit(limit) if limit else chosen).all()
    rows = _standings(session, [row[0] for row in sources])
    numbers = select(Revision, Article.key, Version.language).join(Version, Version.id == Revision.version_id).join(Article, Article.id == Version.article_id)
    known = {row[0].id: row for row in session.execute(numbers.where(Revision.id.in_([row[0] for row in sources])))}
    found = []
    for source, whole, at in sources:
        kind, standings = rows[source, whole]
        revision, key, language = known[source]
        found.append(Correction(key, language, revision.number, kind, whole, at, "" if whole else _what(session, revision), tuple(standings)))
    return found


_GROUP = "partition by o.source_id, o.whole"
_ROWS = f"""
    select a.key, c.language || ' ' || r.number, o.kind, v.language, o.state,
    case when o.state = 'open' then o.opened_at else coalesce(o.closed_at, o.opened_at) end as since,
    case when o.state = 'open' then {{person}} end, case when o.state = 'open' and above.id is not null then p.language end,
    v.status, case when o.state = 'open' then k.until end as held_until, o.reason
    from (
        select o.*, max(case when o.state = 'open' then 1 else 0 end) over ({_GROUP}) as still, min(o.opened_at) over ({_GROUP}) as first from obligations o
    ) o join versions v on v.id = o.version_id join articles a on a.id = v.article_id join revisions r on r.id = o.source_id join versions c on c.id = r.version_id
    left join versions p on p.id = v.parent_id left join claims k on k.version_id = v.id and k.ended_at is null
    left join obligations above on above.version_id = v.parent_id and above.source_id = o.source_id and above.whole = o.whole and above.state = 'open'
    left join people taken on taken.id = o.person_id left join people holds on holds.id = k.person_id left join people wrote on wrote.id = v.translator_id
    where 1 = 1"""


def report(connection: Connection, asked: Asked) -> Report:
    """The ledger as rows, one for each version, in its order. `since` and `until` bound when the correction was opened; `person` has it,
    or, of one that is settled, settled it or translated the version."""
    where = wheres.language(asked, "v.language") + wheres.article(asked, "o.article_id") + wheres.between(asked, "o.opened_at")
    where += wheres.person(asked, "case when o.state = 'open' then coalesce(o.person_id, k.person_id, v.translator_id) else coalesce(o.closed_by, v.translator_id) end")
    columns = (
        Column("article", "article"), Column("correction"), Column("kind", "class"), Column("language", "language"), Column("state"), Column("since", "moment"),
        Column("person", "person"), Column("waits_for", "language", "waits for"), Column("status", "status"), Column("held_until", "moment", "held until"), Column("reason"),
    )  # fmt: skip
    query = _ROWS.format(person="coalesce(taken.handle, holds.handle, wrote.handle)") + where.sql
    total = wheres.run(connection, f"select count(*) from ({query}) q", where).scalar() or 0
    limited, values, more = wheres.first(asked, total)
    query += f" order by o.still desc, o.first, o.source_id, o.whole, o.id{limited}"
    rows = (tuple(row) for row in wheres.run(connection, query, where, moments=("since", "held_until"), stream=True, **values)) if total else ()
    return Report("corrections", (Part("corrections", "Corrections, and how each version stands to them", columns, rows, more, "There are no corrections."),))


def _standings(session: Session, sources: Sequence[int]) -> dict[tuple[int, bool], tuple[str, list[Standing]]]:
    taken, holder, translator, parent = aliased(Person), aliased(Person), aliased(Person), aliased(Version)
    query = (
        select(Obligation, Version, taken.handle, holder.handle, Claim.until, translator.handle, parent.id, parent.language)
        .join(Version, Version.id == Obligation.version_id).outerjoin(parent, parent.id == Version.parent_id)
        .outerjoin(taken, taken.id == Obligation.person_id).outerjoin(Claim, (Claim.version_id == Version.id) & Claim.ended_at.is_(None))
        .outerjoin(holder, holder.id == Claim.person_id).outerjoin(translator, translator.id == Version.translator_id)
        .where(Obligation.source_id.in_(sources)).order_by(Obligation.id)
    )  # fmt: skip
    rows = session.execute(query).all()
    still = {(row[0].source_id, row[0].whole, row[0].version_id) for row in rows if row[0].state == "open"}
    found: dict[tuple[int, bool], tuple[str, list[Standing]]] = {}
    for row, version, took, holds, until, translates, above, language in rows:
        unsettled = row.state == "open"
        waits = language if unsettled and (row.source_id, row.whole, above) in still else None
        person = (took or holds or translates) if unsettled else None
        said = Standing(
            version.language, row.state, row.opened_at if unsettled else row.closed_at or row.opened_at, version.status, person,
            until if unsettled else None, waits, row.reason, row.note,
        )  # fmt: skip
        found.setdefault((row.source_id, row.whole), (row.kind, []))[1].append(said)
    return found


def _what(session: Session, revision: Revision) -> str:
    """The words that changed, as `old → new`, the first of them."""
    before = session.scalars(select(Revision).where(Revision.version_id == revision.version_id, Revision.number < revision.number).order_by(Revision.number.desc())).first()
    if before is None:
        return ""
    old, new = texts.document(session, before), texts.document(session, revision)
    said = []
    for change in diff.diff(old, new).changes:
        if change.change is diff.Change.SAME:
            continue
        runs = [(run.old.strip(), run.new.strip()) for run in change.runs if run.old != run.new]
        said += runs or [(" ".join(old.blocks[at].text for at in change.old), " ".join(new.blocks[at].text for at in change.new))]
    words = "; ".join(f"{was or '–'} → {now or '–'}" for was, now in said if was != now)
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"
