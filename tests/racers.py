"""What the processes of `test_concurrency` do: in a module of its own, so that they start without pytest."""

from __future__ import annotations

import random
import time
from typing import Any

from sqlalchemy import select

from tests.newsroom import TARGET, later
from translate_flow import db
from translate_flow.errors import Conflict
from translate_flow.models import Article, Version
from translate_flow.services import checkins, claims, lookup, people


def clear_the_pool(url: str, handle: str, ready: Any, results: Any) -> None:
    """Claims whatever is free, as the commands do, until nothing is. Reports (who, what, how often beaten, other errors, seconds)."""
    engine, dice = db.engine_for(url), random.Random(handle)
    claimed, beaten, errors = [], 0, []
    with db.scope(engine, writes=False) as session:
        last = session.scalars(select(Version.id).order_by(Version.id.desc()).limit(1)).one()
    ready.wait()
    began = time.monotonic()
    while (address := _free(engine, dice.randrange(last))) and not errors:
        try:
            with db.scope(engine) as session:
                claims.claim(session, lookup.version(session, address), actor=people.find(session, handle), now=later(1))
            claimed.append(address)
        except Conflict as error:
            beaten += 1
            if " holds " not in error.message and "Somebody else was first" not in error.message:  # such as a busy database
                errors.append(repr(error))
        except Exception as error:  # reported, and the test fails with it
            errors.append(repr(error))
    results.put((handle, claimed, beaten, errors, time.monotonic() - began))
    engine.dispose()


def _free(engine: Any, at: int) -> str:
    """A version that is free now, the next one from a place in the list."""
    query = select(Article.key, Version.language).join(Version.article).where(Version.status == "requested").order_by(Version.id).limit(1)
    with db.scope(engine, writes=False) as session:
        row = session.execute(query.where(Version.id >= at)).first() or session.execute(query).first()
    return f"{row[0]}/{row[1]}" if row else ""


def stop_half_way(url: str, address: str, said: Any) -> None:
    """Brings text in and claims, and is killed before it could commit."""
    with db.scope(db.engine_for(url)) as session:
        ana = people.find(session, "ana")
        checkins.checkin(session, TARGET.encode() * 50, actor=ana, now=later(1), address=address)
        claims.release(session, lookup.version(session, address), actor=ana, now=later(1))
        session.flush()
        said.put("half way")
        time.sleep(600)


def work_on(url: str, address: str, said: Any) -> None:
    """Checks in one text after the other, until it is killed."""
    engine, number = db.engine_for(url), 0
    while True:
        number += 1
        with db.scope(engine) as session:
            checkins.checkin(session, f"{TARGET}\n\nN. {number}.\n".encode(), actor=people.find(session, "ana"), now=later(1), address=address)
        if number == 3:
            said.put("at work")
