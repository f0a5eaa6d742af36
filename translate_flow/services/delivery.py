"""Bringing channels to what readers are to see, and noting what they show.

The database says first what readers are to see; then each channel is brought to it, one run at a time. A run that is killed between
the two, or on the way, leaves what is due; the next one completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from translate_flow import channels
from translate_flow.channels.page import Outcome, Receipt, Target, Work
from translate_flow.errors import TranslateFlowError
from translate_flow.models import Version
from translate_flow.models_channels import ChannelRow, Due, Publication
from translate_flow.services import exclusive, pages, settings

if TYPE_CHECKING:
    from typing import Protocol

    class Sessions(Protocol):
        def __call__(self, *, writes: bool = False) -> AbstractContextManager[Session]: ...


_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)  # before a worker tries a channel again that failed once, and at most
_NOTED = 500  # receipts noted in one transaction, where doing a thing again does no harm


@dataclass(frozen=True, slots=True)
class Desk:
    """What bringing needs: transactions, the database, the folder relative paths start from, the time, and whom it is done for."""

    sessions: Sessions
    engine: Engine
    home: Path
    now: datetime
    note: str = ""
    actor: str = ""
    email: str = ""
    drawing: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Delivered:
    """What a run did to one channel. `refused`: of which versions the place was left as it is. `error`: why it stopped."""

    channel: str
    kind: str
    outcome: Outcome | None = None
    receipts: list[Receipt] = field(default_factory=list)
    refused: list[Receipt] = field(default_factory=list)
    error: TranslateFlowError | None = None


def bring_all(desk: Desk, *, everything: bool = False, names: Collection[str] = ()) -> list[Delivered]:
    """Brings each active channel (or those named) to what readers are to see: what is due, or `everything` looked at again.

    What goes wrong with one channel does not keep the others from theirs: see `Delivered.error`.
    """
    with desk.sessions() as session:
        query = select(ChannelRow.name).where(ChannelRow.active).order_by(ChannelRow.id)
        wanted = [name for name in session.scalars(query) if not names or name in names]
    return [bring(desk, name, everything=everything) for name in wanted]


def bring(desk: Desk, name: str, *, everything: bool = False, wait: bool = True) -> Delivered:
    """Brings one channel to what readers are to see; waits for whoever is doing that now, or (without `wait`) leaves it to them."""
    with exclusive.held(desk.engine, desk.home, f"channel-{name}", wait=wait) as alone:
        if not alone:
            return Delivered(name, "")
        with desk.sessions() as session:
            row = session.scalars(select(ChannelRow).where(ChannelRow.name == name)).one()
            dues = session.execute(select(Due.id, Due.article_id).where(Due.channel_id == row.id).order_by(Due.id)).all()
            done = Delivered(name, row.kind)
            whole = everything or not row.complete or any(article is None for _, article in dues)
            if not whole and not dues:
                return done
            module = channels.get(row.kind)
            whose = replace(target(session, row, home=desk.home, now=desk.now), note=desk.note, actor=desk.actor, email=desk.email, drawing=desk.drawing)
            try:
                whole = whole or bool(getattr(module, "whole", lambda _: False)(whose))
                _run(session, desk, row, module, whose, done, None if whole else {article for _, article in dues if article is not None})
            except TranslateFlowError as error:
                done.error = error
        with desk.sessions(writes=True) as session:
            _finish(session, desk, done, [number for number, _ in dues], whole=whole)
    return done


def target(session: Session, row: ChannelRow, *, home: Path, now: datetime) -> Target:
    """A channel's row as its module takes it, on nobody's behalf."""
    name, base, folder = settings.several(session, "site_name", "base_url", "site")
    known = channels.get(row.kind).OPTIONS
    options = {key: row.options.get(key, option.default) for key, option in known.items()}
    if row.kind == "site":
        options["folder"] = options["folder"] or folder
    return Target(row.name, row.uid, options, home, now, site_name=str(name), base_url=str(base))


def _run(session: Session, desk: Desk, row: ChannelRow, module: channels.Channel, whose: Target, done: Delivered, articles: Collection[int] | None) -> None:
    tags = [tag for tag in row.languages.split(",") if tag]

    def some(articles: Collection[int] | None) -> Iterator[Work]:
        return pages.works(session, row.name, tags, articles=articles, drawing=desk.drawing)

    receipts = module.bring(replace(whose, more=some), some(articles), everything=articles is None)
    waiting: list[Receipt] = []
    try:
        while True:
            try:
                receipt = next(receipts)
            except StopIteration as end:
                done.outcome = end.value
                return
            done.receipts.append(receipt)
            if receipt.outcome == "refused":
                done.refused.append(receipt)
            waiting.append(receipt)
            if module.ONE_BY_ONE or len(waiting) >= _NOTED:
                waiting = _noted(desk, row.name, waiting)
    finally:
        receipts.close()
        _noted(desk, row.name, waiting)


def _noted(desk: Desk, channel: str, receipts: Sequence[Receipt]) -> list[Receipt]:
    if receipts:
        with desk.sessions(writes=True) as session:
            note(session, channel, receipts, now=desk.now)
    return []


def note(session: Session, channel: str, receipts: Sequence[Receipt], *, now: datetime) -> None:
    """Says in `publications` what a channel shows, once it does; only what changed is written."""
    numbers = [receipt.version_id for receipt in receipts]
    rows = {row.version_id: row for row in session.scalars(select(Publication).where(Publication.channel == channel, Publication.version_id.in_(numbers)))}
    out = dict(session.execute(select(Version.id, Version.published_at).where(Version.id.in_(numbers))).all())
    for receipt in receipts:
        row = rows.get(receipt.version_id)
        if receipt.outcome == "removed":
            if row is not None:
                session.delete(row)
            continue
        if receipt.outcome == "refused":
            if row is not None:
                row.problem = receipt.problem
            continue
        facts = {
            "revision_id": receipt.revision_id, "location": receipt.location, "remote_id": receipt.remote_id, "mark": receipt.mark,
            "fingerprint": receipt.fingerprint, "data": dict(receipt.data), "published_at": out.get(receipt.version_id), "problem": "",
        }  # fmt: skip
        if row is None:
            session.add(Publication(channel=channel, version_id=receipt.version_id, written_at=now, **facts))
        elif any(getattr(row, key) != value for key, value in facts.items()):
            for key, value in facts.items():
                setattr(row, key, value)
            row.written_at = now


def _finish(session: Session, desk: Desk, done: Delivered, dues: Sequence[int], *, whole: bool) -> None:
    row = session.scalars(select(ChannelRow).where(ChannelRow.name == done.channel)).one()
    row.problem = done.error.message if done.error else ""
    row.failures = row.failures + 1 if done.error is not None or done.refused else 0
    row.retry_at = desk.now + min(_LONGEST_PAUSE, _PAUSE * 2 ** min(row.failures - 1, 10)) if row.failures else None
    if done.error is not None:
        return
    row.brought_at = desk.now
    row.complete = row.complete or whole
    again = set(session.scalars(select(Version.article_id).where(Version.id.in_([receipt.version_id for receipt in done.refused]))))
    query = delete(Due).where(Due.channel_id == row.id)
    for at in range(0, len(dues), 500):
        session.execute(query.where(Due.id.in_(dues[at : at + 500])))
    session.add_all(Due(channel_id=row.id, article_id=article) for article in again)  # to be tried again, and told of again
    session.flush()
    row.tried_due = session.scalar(select(func.max(Due.id)).where(Due.channel_id == row.id)) or 0


def failure(delivered: Sequence[Delivered], addresses: Callable[[Collection[int]], dict[int, str]]) -> TranslateFlowError | None:
    """What a command is to end with: the first thing that stopped a channel, or the first version that a place refused."""
    for done in delivered:
        if done.error is not None:
            return done.error
    for done in delivered:
        if done.refused:
            from translate_flow.errors import Conflict

            first = done.refused[0]
            more = f", and {len(done.refused) - 1} more" if len(done.refused) > 1 else ""
            return Conflict(f"{done.channel}: {addresses([first.version_id])[first.version_id]}{more}: {first.problem}", remedy=first.remedy)
    return None


