"""The outbox delivered: at least once, in order for each person, never a flood, whatever the places at the other end do."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, update

from bench import kill_letters
from tests.commandline import Desk
from tests.letterbox import NOW, Mailbox, MailServer, Receiver, compose, hook, mails_by, run, somebody, tell
from translate_flow import db, post
from translate_flow.models import Person
from translate_flow.models_notices import Hook, Letter, Notice, Outgoing, Route
from translate_flow.services import letters, letters_standing, people, routes

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # on purpose

@pytest.fixture
def lone(sqlite_url: str):
    """An engine on SQLite alone, for what the database has no part in."""
    made = db.engine_for(sqlite_url)
    yield made
    made.dispose()


def after(**amount: float) -> Any:
    return NOW + timedelta(**amount)


def texts(box: Mailbox) -> list[tuple[str, list[str]]]:
    """(to whom, lines) of what a mail server took."""
    return [(recipients[0].partition("@")[0], mail.get_content().split()) for (recipients, _), mail in zip(box.got, box.mails, strict=True)]


def rows(engine: Engine) -> list[Letter]:
    with db.scope(engine, writes=False) as session:
        return list(session.scalars(select(Letter).order_by(Letter.id)))


def moment(engine: Engine, now: Any) -> Any:
    with db.scope(engine, writes=False) as session:
        return letters.next_moment(session, now)


def troubles(engine: Engine, now: Any) -> str:
    with db.scope(engine, writes=False) as session:
        return "\n".join(" ".join(one) for one in letters_standing.troubles(session, now))


def again(engine: Engine, which: str = "all", now: Any = NOW) -> int:
    with db.scope(engine) as session:
        actor = session.scalar(select(Person).where(Person.handle == "otto")) or people.add(session, "otto", roles=["operator"], actor=None, now=NOW)
        return letters_standing.retry(session, which, actor=actor, now=now)


def test_what_is_due_goes_together_and_in_order(engine, tmp_path) -> None:
    ana, ben, box = somebody(engine), somebody(engine, "ben"), Mailbox()
    assert moment(engine, NOW) is None
    tell(engine, ana, "a1", "a2")
    tell(engine, ben, "b1")
    tell(engine, ana, "a3")
    tell(engine, ana, "a4", due_at=after(minutes=20))
    with MailServer(box) as server:
        mails_by(engine, server.port)
        assert moment(engine, NOW) == NOW
        [posted] = run(engine, tmp_path)
        assert (posted.way, posted.sent, posted.refused, posted.waiting, posted.error) == ("mail", 2, 0, 0, None)
        assert run(engine, tmp_path) == []
        assert texts(box) == [("ana", ["a1", "a2", "a3"]), ("ben", ["b1"])]
        assert box.connections == 1
        tell(engine, ana, "a5", now=after(minutes=1))
        assert moment(engine, after(minutes=1)) == after(minutes=5)  # not two within the gap
        assert run(engine, tmp_path, after(minutes=4)) == []
        tell(engine, ana, "a6", now=after(minutes=4))
        run(engine, tmp_path, after(minutes=5))
        assert moment(engine, after(minutes=5)) == after(minutes=20)
        run(engine, tmp_path, after(minutes=20))
    assert texts(box)[2:] == [("ana", ["a5", "a6"]), ("ana", ["a4"])]
    assert moment(engine, after(minutes=20)) is None
    assert all(one.sent_at and one.tries == 1 for one in rows(engine))


def test_a_digest_is_a_letter_of_its_own(engine, tmp_path) -> None:
    ana, box = somebody(engine), Mailbox()
    tell(engine, ana, "d1", "d2", pace="daily", due_at=after(hours=20))
    tell(engine, ana, "n1", now=after(hours=20, minutes=1))
    with MailServer(box) as server:
        mails_by(engine, server.port)
        assert run(engine, tmp_path) == []
        run(engine, tmp_path, after(hours=20, minutes=2))
        run(engine, tmp_path, after(hours=20, minutes=8))
    assert [str(mail["Subject"]) for mail in box.mails] == ["daily: 2", "once: 1"]


def test_an_address_that_is_refused_holds_nobody_else_back(engine, tmp_path) -> None:
    ana, ben, box = somebody(engine, email="anna@example.org"), somebody(engine, "ben"), Mailbox(recipient=lambda to: "550 5.1.1 no such user" if to.startswith("anna") else "")
    tell(engine, ana, "a1")
    tell(engine, ben, "b1")
    with MailServer(box) as server:
        mails_by(engine, server.port)
        [posted] = run(engine, tmp_path)
        assert (posted.sent, posted.refused, posted.waiting, posted.error) == (1, 1, 0, None)
        assert "550 5.1.1 no such user" in posted.problem
        tell(engine, ana, "a2", now=after(hours=1))
        assert run(engine, tmp_path, after(hours=1)) == []  # nobody is asked about that address again
        assert moment(engine, after(hours=1)) is None
        assert "people change ana --email" in troubles(engine, after(hours=1))
        with db.scope(engine) as session:
            session.get_one(Person, ana).email = "ana@example.org"
        run(engine, tmp_path, after(hours=2))
        assert troubles(engine, after(hours=2)) == ""
        assert again(engine, now=after(hours=3)) == 1
        run(engine, tmp_path, after(hours=3))
    assert texts(box) == [("ben", ["b1"]), ("ana", ["a2"]), ("ana", ["a1"])]
    assert box.asked.count("anna@example.org") == 1


def test_a_letter_that_is_to_come_later_holds_back_what_follows(engine, tmp_path) -> None:
    answers, ana, ben = ["451 4.7.1 greylisted"] * 2, somebody(engine), somebody(engine, "ben")
    box = Mailbox(recipient=lambda to: answers.pop() if to.startswith("ana") and answers else "")
    tell(engine, ana, "a1")
    tell(engine, ben, "b1")
    with MailServer(box) as server:
        mails_by(engine, server.port)
        [posted] = run(engine, tmp_path)
        assert (posted.sent, posted.refused, posted.waiting, posted.error) == (1, 0, 1, None)
        tell(engine, ana, "a2")
        then = moment(engine, NOW)
        assert after(seconds=45) <= then <= after(seconds=75)
        assert run(engine, tmp_path, after(seconds=40)) == []
        run(engine, tmp_path, then)
        following = moment(engine, then)
        assert then + timedelta(seconds=90) <= following <= then + timedelta(seconds=150)
        run(engine, tmp_path, following)
        tell(engine, ana, "a3")
        run(engine, tmp_path, following + timedelta(minutes=5))
    assert texts(box) == [("ben", ["b1"]), ("ana", ["a1"]), ("ana", ["a2", "a3"])]
    assert {mail["Message-ID"].partition("@")[0].strip("<") for mail in box.mails} == {row.uid for row in rows(engine)}


def test_given_up_after_three_days(lone, tmp_path) -> None:
    ana, box = somebody(lone), Mailbox(recipient=lambda _: "452 4.2.2 mailbox full")
    tell(lone, ana, "a1")
    with MailServer(box) as server:
        mails_by(lone, server.port)
        for hours in (0, 1, 24, 48, 71):
            assert run(lone, tmp_path, after(hours=hours))[0].waiting == 1
        assert moment(lone, after(hours=71)) <= after(hours=73)  # an hour apart at most
        run(lone, tmp_path, after(hours=73))
        [row] = rows(lone)
        assert (row.refused, row.retry_at) == ("letter", None)
        assert (row.tries, row.refused_at) == (5, after(hours=73))
        assert "mailbox full" in row.problem
        assert "letters retry" in troubles(lone, after(days=4))
        box.recipient = lambda _: ""
        assert run(lone, tmp_path, after(days=5)) == []
        assert again(lone, str(row.id), after(days=5)) == 1
        run(lone, tmp_path, after(days=5))
    assert texts(box) == [("ana", ["a1"])]


def test_a_server_that_is_down_is_probed_not_hammered(engine, tmp_path) -> None:
    for number in range(30):
        tell(engine, somebody(engine, f"p{number}"), f"n{number}")
    box = Mailbox(sender="421 4.3.2 closing")
    with MailServer(box) as server:
        mails_by(engine, server.port)
        now, gaps = NOW, []
        for _ in range(9):
            box.connections = 0
            [posted] = run(engine, tmp_path, now)
            assert (posted.sent, posted.waiting, box.connections) == (0, 1, 1)
            assert posted.error is not None
            then = moment(engine, now)
            assert run(engine, tmp_path, then - timedelta(seconds=1)) == []
            gaps.append((then - now).total_seconds())
            now = then
        assert all(0.75 * min(3600, 60 * 2**at) <= gap <= 1.25 * min(3600, 60 * 2**at) for at, gap in enumerate(gaps))
        assert "has taken no letters since 2026-03-08 12:00 UTC" in troubles(engine, now)
        box.sender = ""
        run(engine, tmp_path, now)
        run(engine, tmp_path, now + timedelta(hours=1))
    assert sorted(lines for _, lines in texts(box)) == sorted([f"n{number}"] for number in range(30))
    assert troubles(engine, now) == ""
    with db.scope(engine, writes=False) as session:
        assert session.scalars(select(Route.failures)).all() == [0]


def test_another_server_is_tried_at_once(lone, tmp_path) -> None:
    ana, box = somebody(lone), Mailbox()
    tell(lone, ana, "a1")
    mails_by(lone, 9)
    assert run(lone, tmp_path)[0].error is not None
    assert run(lone, tmp_path) == []
    with MailServer(box) as server:
        mails_by(lone, server.port)
        assert moment(lone, NOW) == NOW
        run(lone, tmp_path)
    assert texts(box) == [("ana", ["a1"])]
    assert moment(lone, NOW) is None


def test_one_that_may_have_arrived_comes_again_under_the_same_name(lone, tmp_path) -> None:
    ana, box = somebody(lone), Mailbox(drop="after")
    tell(lone, ana, "a1", "a2")
    with MailServer(box) as server:
        mails_by(lone, server.port)
        run(lone, tmp_path)
        box.drop = ""
        tell(lone, ana, "a3")
        run(lone, tmp_path, after(minutes=2))
        run(lone, tmp_path, after(minutes=9))
    assert [lines for _, lines in texts(box)] == [["a1", "a2"], ["a1", "a2"], ["a3"]]
    assert box.got[0] == box.got[1]


class Killed(BaseException):
    """What stands for SIGKILL; the real one is in `bench.kill_letters`."""


def test_killed_between_the_steps(engine, tmp_path, monkeypatch) -> None:
    ana, box = somebody(engine), Mailbox()
    tell(engine, ana, "a1")

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with MailServer(box) as server:
        mails_by(engine, server.port)
        with pytest.raises(Killed):
            run(engine, tmp_path, compose=die)  # fixed, not sent
        tell(engine, ana, "a2")
        monkeypatch.setattr(letters._Run, "_marked", die)
        with pytest.raises(Killed):
            run(engine, tmp_path)  # sent, not marked
        monkeypatch.undo()
        run(engine, tmp_path)
        run(engine, tmp_path, after(minutes=6))
    assert [lines for _, lines in texts(box)] == [["a1"], ["a1"], ["a2"]]
    assert box.got[0] == box.got[1]
    assert len(rows(engine)) == 2


def test_words_that_cannot_be_made_hold_nobody_else_back(lone, tmp_path) -> None:
    tell(lone, somebody(lone), "a1")
    tell(lone, somebody(lone, "ben"), "b1")

    def faulty(session: Any, letter: Letter, *, now: Any) -> post.Message:
        made = compose(session, letter, now=now)
        return {"ana": lambda: 1 / 0, "ben": lambda: made}[made.person]()  # type: ignore[return-value]

    box = Mailbox()
    with MailServer(box) as server:
        mails_by(lone, server.port)
        [posted] = run(lone, tmp_path, compose=faulty)
        assert (posted.sent, posted.waiting) == (1, 1)
        assert "ZeroDivisionError" in posted.problem
        run(lone, tmp_path, after(minutes=2))
    assert texts(box) == [("ben", ["b1"]), ("ana", ["a1"])]


# --- hooks ---


def bodies(receiver: Receiver) -> list[tuple[str, list[str]]]:
    return [(body["person"], [item["title"] for item in body["items"]]) for body in (json.loads(call.body) for call in receiver.calls)]


def test_a_letter_that_brings_its_receiver_down_does_not_keep_the_others(lone, tmp_path) -> None:
    with Receiver(lambda call: (500 if b"poison" in call.body else 200, {}, b"")) as receiver:
        number = hook(lone, "webhook", receiver.url)
        for handle in ("ana", "ben", "eva"):
            tell(lone, somebody(lone, handle), "poison" if handle == "ana" else handle, hook_id=number)
        now = NOW
        for _ in range(6):
            run(lone, tmp_path, now)
            now = moment(lone, now)
    assert sorted({who for who, _ in bodies(receiver)}) == ["ana", "ben", "eva"]
    ids = [call.headers["webhook-id"] for call in receiver.calls]
    assert len(set(ids)) == 3
    assert [one.refused or bool(one.sent_at) for one in rows(lone)] == [False, True, True]


def test_a_receiver_that_asks_to_wait_is_left_alone(lone, tmp_path) -> None:
    answers = [(429, {"Retry-After": "7200"}, b"")]
    with Receiver(lambda _: answers.pop() if answers else (200, {}, b"")) as receiver:
        number = hook(lone, "webhook", receiver.url)
        ana = somebody(lone)
        tell(lone, ana, "a1", hook_id=number)
        [posted] = run(lone, tmp_path)
        assert posted.error is not None
        assert posted.error.exit_code == 8
        assert moment(lone, NOW) == after(hours=2)
        assert run(lone, tmp_path, after(minutes=119)) == []
        run(lone, tmp_path, after(hours=2))
    assert len(receiver.calls) == 2


def test_a_receiver_that_is_gone_is_switched_off(engine, tmp_path) -> None:
    gone = [True]
    with Receiver(lambda _: (410 if gone else 200, {}, b"")) as receiver:
        number = hook(engine, "webhook", receiver.url)
        for handle in ("ana", "ben"):
            tell(engine, somebody(engine, handle), handle, hook_id=number)
        [posted] = run(engine, tmp_path)
        assert (posted.sent, posted.refused) == (0, 1)
        assert run(engine, tmp_path, after(days=1)) == []
        assert len(receiver.calls) == 1
        assert moment(engine, NOW) is None
        assert "The hook is off, and 1 notices wait for it" in troubles(engine, NOW)
        gone.clear()
        again(engine, now=after(days=1))
        run(engine, tmp_path, after(days=1))
    assert sorted(bodies(receiver)[1:]) == [("ana", ["ana"]), ("ben", ["ben"])]
    with db.scope(engine, writes=False) as session:
        assert session.scalar(select(Hook.active))


def test_ways_do_not_hold_each_other_back(lone, tmp_path) -> None:
    ana = somebody(lone)
    with Receiver() as receiver:
        numbers = [hook(lone, "webhook", receiver.url), hook(lone, "file", "notices.jsonl"), hook(lone, "feed", "no/such/feed.xml")]
        mails_by(lone, 9)
        tell(lone, ana, "m1")
        for number in numbers:
            tell(lone, ana, "h1", hook_id=number)
        found = {posted.way: posted for posted in run(lone, tmp_path)}
    assert {name: (posted.sent, posted.error is not None) for name, posted in found.items()} == {"mail": (0, True), "webhook": (1, False), "file": (1, False), "feed": (0, True)}
    assert json.loads((tmp_path / "notices.jsonl").read_text())["items"] == [{"title": "h1"}]


# --- who is not reached ---


def test_whoever_cannot_be_reached_keeps_it_in_the_inbox(engine, tmp_path) -> None:
    box, ana, ben, eva, max_ = Mailbox(), somebody(engine, email=""), somebody(engine, "ben"), somebody(engine, "eva"), somebody(engine, "max")
    number = hook(engine, "file", "notices.jsonl")
    for person in (ana, ben):
        tell(engine, person, "x")
    tell(engine, eva, "old", now=NOW - timedelta(days=8))
    tell(engine, eva, "new")
    tell(engine, max_, "hooked", hook_id=number)
    with db.scope(engine) as session:
        session.get_one(Person, ben).active = False
        session.delete(session.get_one(Hook, number))
    with MailServer(box) as server:
        mails_by(engine, server.port)
        found = {posted.way: posted for posted in run(engine, tmp_path)}
    assert texts(box) == [("eva", ["new"])]
    assert (found["mail"].sent, found["mail"].refused, found["a removed hook"].refused) == (1, 3, 1)
    assert sorted((one.refused, one.problem) for one in rows(engine) if one.refused) == [
        ("old", "It was old when it could be sent."), ("person", "ana has no mail address."), ("person", "ben has left the newsroom."), ("place", "The hook was removed."),
    ]  # fmt: skip
    assert moment(engine, NOW) is None
    with db.scope(engine, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Notice).where(Notice.read_at.is_(None))) == 5


def test_a_person_who_leaves_or_moves_before_it_is_tried_again(engine, tmp_path) -> None:
    ana, ben, box = somebody(engine), somebody(engine, "ben"), Mailbox(recipient=lambda _: "451 later")
    for person in (ana, ben):
        tell(engine, person, "x")
    with MailServer(box) as server:
        mails_by(engine, server.port)
        run(engine, tmp_path)
        box.recipient = lambda _: ""
        with db.scope(engine) as session:
            session.get_one(Person, ana).email = "ana.new@example.org"
            session.get_one(Person, ben).active = False
        run(engine, tmp_path, after(minutes=2))
    assert [to for to, _ in box.got] == [["ana.new@example.org"]]
    assert [(one.address, one.refused) for one in rows(engine)] == [("ana.new@example.org", ""), ("ben@example.org", "person")]


def test_without_a_mail_server_or_a_sender_nothing_is_lost(lone, tmp_path, monkeypatch) -> None:
    ana, box = somebody(lone), Mailbox()
    tell(lone, ana, "a1")
    assert run(lone, tmp_path) == []
    assert moment(lone, NOW) is None
    assert "no mail server is named" in troubles(lone, NOW)
    monkeypatch.delenv(routes.VARIABLE, raising=False)
    with MailServer(box, login={"desk": "sesame"}) as server:
        mails_by(lone, server.port, user="desk")
        [posted] = run(lone, tmp_path)
        assert "there is no password for desk" in posted.problem
        assert box.connections == 0
        monkeypatch.setenv(routes.VARIABLE, "sesame")
        run(lone, tmp_path, after(minutes=2))
    assert texts(box) == [("ana", ["a1"])]


# --- many ---


def test_thousands_for_one_person(engine, tmp_path) -> None:
    ana, box = somebody(engine), Mailbox()
    with db.scope(engine) as session:
        session.add_all(Notice(person_id=ana, kind="returned", at=NOW, data={"title": f"n{number}"}) for number in range(1200))
        session.flush()
        session.add_all(Outgoing(notice_id=number, person_id=ana, way="mail", pace="once", due_at=NOW) for number in session.scalars(select(Notice.id).order_by(Notice.id)))
    with MailServer(box) as server:
        mails_by(engine, server.port, gap=0)
        for _ in range(3):
            run(engine, tmp_path)
    assert [len(lines) for _, lines in texts(box)] == [500, 500, 200]
    assert [line for _, lines in texts(box) for line in lines] == [f"n{number}" for number in range(1200)]


def test_as_many_questions_for_many_notices_as_for_few(engine, tmp_path) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    ana, ben, box = somebody(engine), somebody(engine, "ben"), Mailbox()
    with MailServer(box) as server:
        mails_by(engine, server.port)
        counts = []
        for person, number in ((ana, 1), (ben, 60)):
            tell(engine, person, *[f"n{at}" for at in range(number)])
            asked.clear()
            run(engine, tmp_path)
            counts.append(len(asked))
            asked.clear()
            run(engine, tmp_path)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert counts[0] < 70
    assert counts[1] < 20


def test_two_workers_send_each_letter_once(engine, tmp_path) -> None:
    box = Mailbox()
    for number in range(20):
        tell(engine, somebody(engine, f"p{number}"), f"n{number}")
    with MailServer(box) as server:
        mails_by(engine, server.port)
        crowd = [threading.Thread(target=run, args=(engine, tmp_path)) for _ in range(3)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        run(engine, tmp_path)
    assert sorted(lines for _, lines in texts(box)) == sorted([f"n{number}"] for number in range(20))


def test_it_ends_where_it_is_told_to(lone, tmp_path) -> None:
    box = Mailbox()
    for number in range(6):
        tell(lone, somebody(lone, f"p{number}"), f"n{number}")
    with MailServer(box) as server:
        mails_by(lone, server.port)
        run(lone, tmp_path, seconds=0)
        assert len(box.got) == 1
        assert moment(lone, NOW) == NOW
        run(lone, tmp_path, stop=lambda: len(box.got) == 3)
        assert len(box.got) == 3
        run(lone, tmp_path)
    assert len(box.got) == 6


# --- by typing ---


@pytest.fixture
def told(newsroom: Desk):
    """A newsroom whose ana has something to be told, and the lone on its database."""
    newsroom.run("people", "change", "ana", "--email", "ana@example.org")
    newsroom.run("people", "add", "otto", "--role", "operator")
    made = db.engine_for(f"sqlite:///{newsroom.folder / '.translate-flow/translate-flow.db'}")
    with db.scope(made) as session:
        session.execute(update(Outgoing).values(due_at=after(days=900)))
        ana = session.scalar(select(Person.id).where(Person.handle == "ana"))
    tell(made, ana, "march-8")
    yield newsroom, made, ana
    made.dispose()


def test_the_worker_and_what_an_operator_sees(told) -> None:
    newsroom, engine, _ = told
    newsroom.run("settings", "smtp", "smtp://127.0.0.1:9", who="otto")
    assert "mail_from" in newsroom.run("worker", "--once", code=8).err
    newsroom.run("settings", "mail_from", "desk@beacon.example", who="otto")
    ran = newsroom.run("worker", "--once", code=8)
    assert "failed 1 by mail: 127.0.0.1:9 broke off, or cannot be reached" in ran.out
    assert newsroom.run("worker", "--once").out == ""
    found = newsroom.json("letters", "list", who="otto")
    assert [(one["way"], one["state"], one["letters"]) for one in found["ways"]] == [("mail", "failing", 1)]
    assert [(one["person"], one["state"], one["tries"], one["notices"]) for one in found["letters"]] == [("ana", "waiting", 1, 1)]
    assert "cannot be reached" in newsroom.run("letters", "list", who="otto").out
    newsroom.run("letters", "list", who="ana", code=4)
    newsroom.run("letters", "retry", "all", who="ana", code=4)
    newsroom.pass_time(hours=2)
    assert "taken no letters since" in newsroom.run("doctor", code=7).out
    box = Mailbox()
    with MailServer(box) as server:
        newsroom.run("settings", "smtp", f"smtp://127.0.0.1:{server.port}", who="otto")
        assert newsroom.json("letters", "retry", "all", who="otto") == {"letters": 1}
        ran = newsroom.run("--json", "worker", "--once")
    [line] = [json.loads(line) for line in ran.out.splitlines()]
    assert (line["did"], line["what"]) == ("sent", "1 by mail")
    assert [recipients for recipients, _ in box.got] == [["ana@example.org"]]
    newsroom.run("doctor")
    number = str(newsroom.json("log")[0] and rows(engine)[0].id)
    assert "was sent" in newsroom.run("letters", "retry", number, who="otto", code=2).err
    newsroom.run("letters", "retry", "999", who="otto", code=3)
    newsroom.run("letters", "retry", "x", who="otto", code=2)


def test_a_failing_mail_server_does_not_stop_the_channels(told) -> None:
    newsroom, _, _ = told
    newsroom.run("settings", "smtp", "smtp://127.0.0.1:9", who="otto")
    newsroom.run("settings", "mail_from", "desk@beacon.example", who="otto")
    newsroom.to("approved")
    newsroom.run("schedule", "march-8/pt", "--at", "2026-03-08 18:00", "--zone", "UTC", who="pia")
    newsroom.pass_time(hours=7)
    ran = newsroom.run("worker", "--once", code=8)
    assert "published march-8/pt" in ran.out
    assert (newsroom.folder / ".translate-flow/site/pt/march-8.html").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("smtp", "mail.example.org"), ("smtp", "smtp://desk:sesame@mail.example.org"), ("smtp", "http://mail.example.org"), ("mail_from", "The Beacon"), ("mail_from", "a@b.example\nBcc: c@d.example"),
     ("notice_gap", "-1"), ("notice_gap", "soon"), ("notice_gap", "²"), ("notice_gap", "99999"), ("smtp_password_file", "a\nb")],
)  # fmt: skip
def test_nonsense_is_refused_when_it_is_set(newsroom: Desk, name: str, value: str) -> None:
    ran = newsroom.run("settings", name, "--", value, who="cora", code=2)
    assert "sesame" not in ran.err


def test_what_can_be_set(newsroom: Desk) -> None:
    for name, value in (("smtp", "smtps://desk%40b.example@mail.example.org"), ("mail_from", "The Beacon <desk@b.example>"), ("notice_gap", "0"), ("smtp_password_file", "mail-password"), ("smtp", "")):
        newsroom.run("settings", name, value, who="cora")


def test_the_password_comes_from_a_file_that_only_its_owner_reads(lone, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv(routes.VARIABLE, raising=False)
    ana, box = somebody(lone), Mailbox()
    tell(lone, ana, "a1")
    (tmp_path / "mail-password").write_text("sesame\n")
    with db.scope(lone) as session:
        from translate_flow.services import settings

        settings.put(session, "smtp_password_file", "mail-password", actor=None, now=NOW)
    with MailServer(box, login={"desk": "sesame"}) as server:
        mails_by(lone, server.port, user="desk")
        (tmp_path / "mail-password").chmod(0o644)
        assert "others on this machine can read" in run(lone, tmp_path)[0].problem
        (tmp_path / "mail-password").chmod(0o600)
        run(lone, tmp_path, after(minutes=2))
    assert texts(box) == [("ana", ["a1"])]


@pytest.mark.slow
def test_killed_at_random_nothing_is_lost(engine, database_url, tmp_path) -> None:
    """Short; `python -m bench.kill_letters` is the long one."""
    place = db.file_of(engine.url)
    found, figures = kill_letters.loop(engine, database_url, place.parent if place is not None else tmp_path, times=3, seed=3)
    assert found == [], figures
