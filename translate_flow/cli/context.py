"""What a command works with: the database named, who acts, how to print, what time it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

    from translate_flow.models import Person


def system_clock() -> datetime:
    return datetime.now(UTC)


clock: Callable[[], datetime] = system_clock  # tests put another in its place


@dataclass(slots=True)
class Desk:
    """One run of one command."""

    database: str = ""
    handle: str = ""
    json: bool = False
    quiet: bool = False
    traceback: bool = False
    zone: str = "UTC"
    locale: str = "en"
    _engine: Any = field(default=None, repr=False)

    @property
    def now(self) -> datetime:
        return clock()

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            from translate_flow import db

            self._engine = db.engine_for(db.url_of(self.database or None))
        engine: Engine = self._engine
        return engine

    def close(self) -> None:
        """Closes the database, at the end of the command. The last to close an SQLite file empties its write-ahead log."""
        if self._engine is not None:
            self._engine.dispose()

    @property
    def home(self) -> Path:
        """The folder that relative settings start from: the database file's own, or `.translate-flow` here for a server."""
        from translate_flow import db

        file = db.file_of(self.engine.url)
        if file is not None:
            return file.resolve().parent
        return Path.cwd() / ".translate-flow"

    @contextmanager
    def session(self, *, writes: bool = False) -> Iterator[Session]:
        """One transaction. Leases and offers that have run out end first, wherever the database can be written."""
        from translate_flow import db

        if not writes:
            with db.scope(self.engine, writes=False) as session:
                if not self._lapsed(session.connection()):
                    yield session
                    self._tell(session)
                    return
        with db.scope(self.engine) as session:
            from translate_flow.services import claims, readers

            if readers.lapsed(session.connection(), now=self.now):
                from translate_flow.services import queueing

                claims.expire_due(session, now=self.now)
                queueing.pass_on(session, now=self.now)
            yield session
            self._tell(session)

    @staticmethod
    def _tell(session: Session) -> None:
        """Says which keys that were typed are former ones."""
        for key, now in session.info.pop("renamed", {}).items():
            from translate_flow.cli import render

            render.warn(f"“{key}” is called “{now}” now.")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """As `session`, for a report in plain SQL, with the reader's zone and locale taken: the mapped classes are not loaded."""
        from translate_flow import db
        from translate_flow.services import readers

        with db.reading(self.engine) as connection:
            known = readers.preferences(connection, self.handle, embedded=self.engine.dialect.name == "sqlite")
            if known and not self._lapsed(connection):
                self.zone, self.locale = known
                yield connection
                return
        with self.session() as session:  # ends the leases, and says who is nobody; a long report is not to keep the write lock
            self.reader(session)
        with db.reading(self.engine) as connection:
            yield connection

    def _lapsed(self, connection: Connection) -> bool:
        """Whether a lease or an offer waits to be ended, and can be: a reading command takes the write lock only then."""
        from translate_flow import db
        from translate_flow.services import readers

        file = db.file_of(self.engine.url)
        if file is not None and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
            return False
        return readers.lapsed(connection, now=self.now)

    @contextmanager
    def acting(self, *, writes: bool = True) -> Iterator[tuple[Session, Person, datetime]]:
        """A transaction, whoever acts in it, and the time it is: what every verb takes. Commits where nothing was raised."""
        with self.session(writes=writes) as session:
            yield session, self.actor(session), self.now

    def actor(self, session: Session) -> Person:
        from translate_flow.services import people

        embedded = self.engine.dialect.name == "sqlite"
        person = people.actor(session, self.handle or None, embedded=embedded)
        self.zone, self.locale = person.zone, person.locale
        return person

    def reader(self, session: Session) -> None:
        """Takes the zone and the locale of whoever reads, where that is known; anybody may read."""
        from translate_flow.errors import NotFound

        try:
            self.actor(session)
        except (UsageError, NotFound):
            if self.handle:
                raise

    def moment(self, value: datetime | None) -> str:
        """A moment as the reader writes it, in their zone."""
        if value is None:
            return ""
        from translate_flow.languages import format_time

        return format_time(value, self.locale, self.zone)

    def number(self, value: float | None) -> str:
        if value is None:
            return ""
        if isinstance(value, int) and -1000 < value < 1000:
            return str(value)
        from translate_flow.languages import format_number

        return format_number(value, self.locale)


_current: ContextVar[Desk] = ContextVar("desk")


def begin(desk: Desk) -> None:
    _current.set(desk)


def desk() -> Desk:
    return _current.get(Desk())


def moment(text: str, desk: Desk) -> datetime:
    """A date or time a person typed (`2026-12-01`, `2026-12-01 18:00`, with a zone or in their own). Raises UsageError.

    A date alone means the end of that day: that is when something due then is late."""
    from zoneinfo import ZoneInfo

    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"“{text}” is not a date", remedy="Write it 2026-12-01, or 2026-12-01T18:00.") from None
    if len(text.strip()) <= 10:
        value = value.replace(hour=23, minute=59, second=59)
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(desk.zone))
    return value.astimezone(UTC)
