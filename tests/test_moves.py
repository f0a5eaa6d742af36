"""What each change of status took is written beside its event, on both databases, and the same by the migration for what was before."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, text

from tests.newsroom import NOW, TARGET, requested, staff
from translate_flow import db
from translate_flow.models_planning import Move
from translate_flow.services import checkins, claims, coordination, lookup, people, publishing, review, work


def walk(engine) -> None:
    """Asked for, claimed after an hour, handed in after five, sent back after six, handed in, approved, out after ten; reopened."""
    with db.scope(engine) as session:
        people = staff(session)
        version = requested(session, people)
        at = lambda hours: NOW + timedelta(hours=hours)  # noqa: E731
        claims.claim(session, version, actor=people["ana"], now=at(1))
        checkins.checkin(session, TARGET.encode(), actor=people["ana"], now=at(4), address=version.address, name="t.md")
        work.submit(session, version, actor=people["ana"], now=at(5))
        review.send_back(session, version, actor=people["rui"], now=at(6), reason="the figures")
        work.submit(session, version, actor=people["ana"], now=at(8))
        review.approve(session, version, actor=people["rui"], now=at(9))
        publishing.publish(session, version, actor=people["pia"], now=at(10))
        coordination.reopen(session, version, actor=people["cora"], now=at(24))


def rows(engine) -> list[tuple]:
    with db.scope(engine, writes=False) as session:
        query = select(Move.action, Move.from_status, Move.to_status, Move.waited, Move.cycle, Move.words.is_not(None), Move.again).order_by(Move.id)
        return [tuple(row) for row in session.execute(query)]


def test_a_version_on_its_way(engine):
    walk(engine)
    hour = 3600
    assert rows(engine) == [
        ("import", "", "published", None, None, True, False),
        ("request", "", "requested", None, None, False, False),
        ("claim", "requested", "translating", hour, None, False, False),
        ("submit", "translating", "in_review", 4 * hour, None, True, False),
        ("return", "in_review", "translating", hour, None, False, False),
        ("submit", "translating", "in_review", 2 * hour, None, True, True),
        ("approve", "in_review", "approved", hour, None, False, False),
        ("publish", "approved", "published", hour, 10 * hour, True, False),
        ("reopen", "published", "requested", 14 * hour, None, False, False),
    ]
    with db.scope(engine, writes=False) as session:
        people = dict(session.execute(text("select m.action, p.handle from moves m join people p on p.id = m.person_id")).all())
    assert people == {"claim": "ana", "submit": "ana", "return": "ana", "approve": "ana", "publish": "ana"}


def test_what_was_before_is_told_by_the_migration(engine):
    walk(engine)
    before = rows(engine)
    db.downgrade(engine, "0007")
    db.upgrade(engine)
    assert rows(engine) == before


def test_only_the_same_persons_same_work_is_handed_in_again(engine):
    """Reopened: ana hands in anew; it comes back, ben takes it over and hands it in; it comes back, and he does again."""
    walk(engine)
    at = lambda hours: NOW + timedelta(hours=hours)  # noqa: E731
    with db.scope(engine) as session:
        who = {handle: people.find(session, handle) for handle in ("ana", "ben", "rui")}
        version = lookup.version(session, "march-8/pt")
        claims.claim(session, version, actor=who["ana"], now=at(25))
        checkins.checkin(session, TARGET.replace("continua", "segue").encode(), actor=who["ana"], now=at(26), address=version.address, name="t.md")
        work.submit(session, version, actor=who["ana"], now=at(27))
        review.send_back(session, version, actor=who["rui"], now=at(28), reason="names")
        claims.release(session, version, actor=who["ana"], now=at(29))
        claims.claim(session, version, actor=who["ben"], now=at(30))
        for hour in (31, 33):
            work.submit(session, version, actor=who["ben"], now=at(hour))
            review.send_back(session, version, actor=who["rui"], now=at(hour + 1), reason="names")
    told = rows(engine)
    assert [row[-1] for row in told if row[0] == "submit"] == [False, True, False, False, True]
    db.downgrade(engine, "0007")
    db.upgrade(engine)
    assert rows(engine) == told
