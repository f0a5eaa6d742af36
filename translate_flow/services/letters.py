"""The outbox, delivered: what is due to a person by one way becomes a letter, the letter is sent, and then counts as sent.

A letter's rows are fixed in a transaction of their own before it is sent, outside any transaction. Killed before it is marked, it is sent
again, the same under the same uid: each notice arrives at least once, and whoever gets a letter twice can tell. To one person by one way
letters go one after the other: while one waits to be tried again, what comes meanwhile waits too, and goes together. One worker at a time
sends by a way.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true, update
from sqlalchemy.orm import Session, aliased

from translate_flow import db, post
from translate_flow.errors import ChannelFailed, NotAllowed, TranslateFlowError, UsageError
from translate_flow.models import Person
from translate_flow.models_notices import Letter, Notice, Outgoing
from translate_flow.post import Message, NotTaken
from translate_flow.services import delivery, exclusive, routes, settings

Compose = Callable[..., Message]
MOST = 500  # notices of one letter
KEPT = timedelta(days=7)  # what is older is not sent any more, but stays in the inbox
TRIED = timedelta(days=3)  # how long a letter is tried that the place, which takes others, does not take
_BATCH = 100


@dataclass(slots=True)
class Posted:
    """What a run did by one way: letters sent, refused (not tried again), waiting to be tried again. `error`: why it stopped."""

    way: str
    sent: int = 0
    refused: int = 0
    waiting: int = 0
    problem: str = ""
    error: TranslateFlowError | None = None


def deliver(
    desk: delivery.Desk, *, stop: Callable[[], bool] = lambda: False, compose: Compose | None = None, seconds: float | None = None,
) -> Iterator[Posted]:  # fmt: skip
    """Sends what is due at `desk.now`, way after way; between two letters it ends where `stop` says so, a way also after so many `seconds`.

    `compose`: makes a letter's words (`letters_text.compose`). What goes wrong by one way does not keep the others from theirs.
    """
    _give_up(desk)
    with db.scope(desk.engine, writes=False) as session:
        gap = _gap(session)
        due = [way for way in (*routes.ways(session), routes.REMOVED) if _sends(way, desk.now) and _has_work(session, way, desk.now, gap)]
    for way in due:
        if stop():
            return
        with exclusive.held(desk.engine, desk.home, way.key, wait=False) as alone:
            if alone:
                yield _Run(desk, way, gap, compose or _words, stop, seconds).all()


def next_moment(session: Session, now: datetime) -> datetime | None:
    """When there is something to send next, as far as that is known now."""
    if not session.scalar(select(or_(exists().where(Outgoing.letter_id.is_(None)), exists().where(_open(Letter))))):
        return None
    gap = _gap(session)
    moments = [session.scalar(select(func.min(Outgoing.due_at)).where(Outgoing.letter_id.is_(None), Outgoing.due_at > now))]
    for way in routes.ways(session):
        if not way.ready:
            continue
        if way.held(now):
            moments.append(way.retry_at)
        elif _has_work(session, way, now, gap):
            return now
        else:
            moments.append(session.scalar(select(func.min(Letter.retry_at)).where(way.of(Letter), _open(Letter), Letter.retry_at > now)))
            waits = exists().where(way.of(Outgoing), Outgoing.letter_id.is_(None), Outgoing.due_at <= now, Outgoing.person_id == Letter.person_id)
            last = session.scalar(select(func.min(Letter.sent_at)).where(way.of(Letter), Letter.sent_at > now - gap, waits)) if gap else None
            moments.append(last + gap if last is not None else None)
    return min((moment for moment in moments if moment is not None), default=None)


def _words(session: Session, letter: Letter, *, now: datetime) -> Message:
    from translate_flow.services import letters_text

    return letters_text.compose(session, letter, now=now)


def _gap(session: Session) -> timedelta:
    return timedelta(minutes=settings.get(session, "notice_gap"))


def _sends(way: routes.Way, now: datetime) -> bool:
    return way is routes.REMOVED or (way.ready and not way.held(now))


def _open(letter: type[Letter]) -> ColumnElement[bool]:
    return and_(letter.sent_at.is_(None), letter.refused_at.is_(None))


def _give_up(desk: delivery.Desk) -> None:
    """Refuses what was tried long enough, or has become old while its place did not answer."""
    past = and_(_open(Letter), Letter.until <= desk.now)
    with db.scope(desk.engine, writes=False) as session:
        if session.scalar(select(Letter.id).where(past).limit(1)) is None:
            return
    why = case((Letter.tries == 0, "old"), else_="letter")
    said = case((Letter.problem == "", "It was not sent while it was new."), else_=Letter.problem)
    with db.scope(desk.engine) as session:
        session.execute(update(Letter).where(past).values(refused_at=desk.now, refused=why, problem=said, retry_at=None), execution_options={"synchronize_session": False})


def _tried(way: routes.Way, now: datetime, *, again: bool) -> Select[int]:
    """Letters to be sent now: left by a worker that was killed, or (`again`) that failed before. Of one person only the first."""
    earlier = aliased(Letter)
    first = ~exists().where(way.of(earlier), _open(earlier), earlier.person_id == Letter.person_id, earlier.id < Letter.id)
    ripe = and_(Letter.tries > 0, or_(Letter.retry_at.is_(None), Letter.retry_at <= now, true() if way.changed else false())) if again else Letter.tries == 0
    return select(Letter.id).where(way.of(Letter), _open(Letter), ripe, first).order_by(Letter.id)


def _people(way: routes.Way, now: datetime, gap: timedelta) -> Select[int]:
    """Whoever has something due by a way, no letter under way, none of a moment ago, and no address that was refused."""
    query = select(Outgoing.person_id).where(way.of(Outgoing), Outgoing.letter_id.is_(None), Outgoing.due_at <= now)
    query = query.where(~exists().where(way.of(Letter), _open(Letter), Letter.person_id == Outgoing.person_id))
    if gap:
        query = query.where(Outgoing.person_id.not_in(select(Letter.person_id).where(way.of(Letter), Letter.sent_at > now - gap)))
    if way.way == "mail":
        bad = exists().where(Letter.refused_at.is_not(None), Letter.refused == "address", Letter.person_id == Outgoing.person_id, Letter.address == Person.email, Person.id == Outgoing.person_id)
        query = query.where(~bad)
    return query.group_by(Outgoing.person_id).order_by(Outgoing.person_id)


def _has_work(session: Session, way: routes.Way, now: datetime, gap: timedelta) -> bool:
    queries = (_tried(way, now, again=False), _people(way, now, gap), _tried(way, now, again=True))
    return any(session.scalar(query.limit(1)) is not None for query in queries)


class _Run:
    """One way, while one worker sends by it."""

    def __init__(self, desk: delivery.Desk, way: routes.Way, gap: timedelta, compose: Compose, stop: Callable[[], bool], seconds: float | None) -> None:
        self.desk, self.way, self.gap, self.compose, self.stop = desk, way, gap, compose, stop
        self.until = time.monotonic() + seconds if seconds is not None else None
        self.done = Posted(way.name)
        self.troubled = way.failures > 0 or way.changed

    def all(self) -> Posted:
        """New letters before those that failed: a letter that brings its place down does not keep the others from being tried."""
        if self.way is routes.REMOVED:
            self._removed()
            return self.done
        try:
            with db.scope(self.desk.engine, writes=False) as session:
                place = routes.place(session, self.way, self.desk.home)
            with post.opened(place) as there:
                for number in self._letters():
                    if not self._sent(there, number) or self.stop() or (self.until is not None and time.monotonic() > self.until):
                        break
        except (NotAllowed, UsageError, NotTaken) as error:  # of the place itself: the password's file, a target that is none
            self._held(NotTaken(error.message, remedy=error.remedy))
        return self.done

    def _letters(self) -> Iterator[int]:
        yield from self._numbers(_tried(self.way, self.desk.now, again=False), Letter.id)
        for person in self._numbers(_people(self.way, self.desk.now, self.gap), Outgoing.person_id):
            number = self._fixed(person)
            if number is not None:
                yield number
        yield from self._numbers(_tried(self.way, self.desk.now, again=True), Letter.id)

    def _numbers(self, query: Select[int], column: Any) -> Iterator[int]:
        last = 0
        while True:
            with db.scope(self.desk.engine, writes=False) as session:
                found = session.scalars(query.where(column > last).limit(_BATCH)).all()
            yield from found
            if len(found) < _BATCH:
                return
            last = found[-1]

    def _fixed(self, person_id: int) -> int | None:
        """A letter of what is due to a person, in a transaction of its own; None where there is nothing to send, and for a letter refused at once."""
        now = self.desk.now
        mine = and_(self.way.of(Outgoing), Outgoing.letter_id.is_(None), Outgoing.due_at <= now, Outgoing.person_id == person_id)
        with db.scope(self.desk.engine) as session:
            old = select(Outgoing.id).join(Notice).where(mine, Notice.at < now - KEPT)
            if session.scalar(old.limit(1)) is not None:
                self._letter(session, person_id, "once", old, ("old", "It was old when it could be sent."))
            pace = session.scalar(select(Outgoing.pace).where(mine).order_by(Outgoing.due_at, Outgoing.id).limit(1))
            if pace is None:
                return None
            handle, active, email = _person(session, person_id)
            rows = select(Outgoing.id).where(mine, Outgoing.pace == pace).order_by(Outgoing.id).limit(MOST)
            return self._letter(session, person_id, pace, rows, self._unreachable(handle, active, email), address=email if self.way.way == "mail" else "")

    def _letter(self, session: Session, person_id: int, pace: str, rows: Select[int], refused: tuple[str, str] | None, address: str = "") -> int | None:
        now = self.desk.now
        letter = Letter(uid=secrets.token_hex(16), person_id=person_id, way=self.way.way, hook_id=self.way.hook_id, address=address, pace=pace, created_at=now, until=now + KEPT)
        if refused is not None:
            letter.refused_at, (letter.refused, letter.problem) = now, refused
            self._note(refused[1], refused=True)
        session.add(letter)
        session.flush()
        session.execute(update(Outgoing).where(Outgoing.id.in_(rows)).values(letter_id=letter.id), execution_options={"synchronize_session": False})
        return None if refused is not None else letter.id

    def _unreachable(self, handle: str, active: bool, email: str) -> tuple[str, str] | None:
        """Why a person gets no letter by this way: (a word of `REFUSED`, a sentence)."""
        if not active:
            return "person", f"{handle} has left the newsroom."
        if self.way.way == "mail" and not email:
            return "person", f"{handle} has no mail address."
        if self.way is routes.REMOVED:
            return "place", "The hook was removed."
        return None

    def _removed(self) -> None:
        """What was to go to a hook that there is no more."""
        for number in self._letters():
            with db.scope(self.desk.engine) as session:
                self._refuse(session.get_one(Letter, number), "place", "The hook was removed.")

    # --- one letter ---

    def _sent(self, there: post.Opened, number: int) -> bool:
        """Sends one letter; False where its place takes none now."""
        try:
            message = self._message(number)
        except NotTaken as error:
            return self._failed(number, error)
        if message is None:
            return True
        try:
            there.send(message)
        except NotTaken as error:
            return self._failed(number, error, message.address)
        except Exception as error:  # as in `_message`
            return self._failed(number, _fault("it could not be sent", error), message.address)
        self._marked(number, message.address)
        return True

    def _message(self, number: int) -> Message | None:
        """A letter's words, as of when it was fixed, so that they are the same when it is sent again. To wherever its person is now.

        None for a letter that is not to be sent after all. Raises NotTaken where it has no words.
        """
        with db.scope(self.desk.engine, writes=False) as session:
            letter = session.get_one(Letter, number)
            handle, active, email = _person(session, letter.person_id)
            refused = self._unreachable(handle, active, email)
            if refused is None:
                try:
                    message = self.compose(session, letter, now=letter.created_at)
                except Exception as error:  # whatever it is, it must not keep the other letters from going
                    raise _fault("its words could not be made", error) from error
                return replace(message, uid=letter.uid, at=letter.created_at, address=email if self.way.way == "mail" else "")
        with db.scope(self.desk.engine) as session:
            self._refuse(session.get_one(Letter, number), *refused)
        return None

    def _marked(self, number: int, address: str) -> None:
        values = {"sent_at": self.desk.now, "address": address, "tries": Letter.tries + 1, "retry_at": None, "refused_at": None, "refused": "", "problem": ""}
        with db.scope(self.desk.engine) as session:
            session.execute(update(Letter).where(Letter.id == number).values(values))
            if self.troubled:
                routes.works(session, self.way)
        self.troubled = False
        self.done.sent += 1

    def _failed(self, number: int, error: NotTaken, address: str = "") -> bool:
        now = self.desk.now
        with db.scope(self.desk.engine) as session:
            letter = session.get_one(Letter, number)
            letter.tries += 1
            letter.address, letter.problem = address, error.message
            if not error.again:
                self._refuse(letter, error.whose, error.message)
            else:
                letter.retry_at = now + routes.pause(letter.tries, error.after)
                if error.whose != "place":
                    letter.until = min(letter.until or now + TRIED, now + TRIED)
                self._note(error.message)
        if error.whose != "place":
            return True
        self._held(error)
        return False

    def _refuse(self, letter: Letter, why: str, problem: str) -> None:
        letter.refused_at, letter.refused, letter.problem, letter.retry_at = self.desk.now, why, problem, None
        self._note(problem, refused=True)

    def _note(self, problem: str, *, refused: bool = False) -> None:
        self.done.problem = self.done.problem or problem
        if refused:
            self.done.refused += 1
        else:
            self.done.waiting += 1

    def _held(self, error: NotTaken) -> None:
        with db.scope(self.desk.engine) as session:
            routes.failed(session, self.way, error, now=self.desk.now)
        self.done.problem = error.message
        self.done.error = ChannelFailed(error.message, remedy=error.remedy, **error.data)


def _person(session: Session, number: int) -> tuple[str, bool, str]:
    """(handle, whether they are still here, address)."""
    handle, active, email = session.execute(select(Person.handle, Person.active, Person.email).where(Person.id == number)).one()
    return handle, active, email


def _fault(what: str, error: Exception) -> NotTaken:
    return NotTaken(f"{what}: a fault of ours ({type(error).__name__}: {str(error)[:200]})", remedy="Tell us.", whose="letter")
