"""How a translation stands to its source: from bases alone, through relays, and what lists remember of it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.newsroom import NOW, article, later, staff
from translate_flow import db, formats
from translate_flow.errors import TranslateFlowError
from translate_flow.models import Revision, Version
from translate_flow.services import (
    answers,
    arrivals,
    carrying,
    checkins,
    claims,
    coordination,
    doctor,
    freshness,
    importing,
    lookup,
    publishing,
    review,
    settings,
    texts,
    work,
)
from translate_flow.services.freshness import Freshness
from translate_flow.services.sources import Incoming

LINES = {
    "es": ["# La huelga", "Los talleres pararon ayer.", "Nadie volvió a su puesto.", "Mañana hay asamblea."],
    "en": ["# The strike", "The workshops stopped yesterday.", "Nobody went back to work.", "There is a meeting tomorrow."],
    "pt": ["# A greve", "As oficinas pararam ontem.", "Ninguém voltou ao seu posto.", "Amanhã há assembleia."],
}


def text(language: str, *changes: str, drop: int = 0) -> str:
    """The article; each change replaces a paragraph, from the first one on."""
    lines = list(LINES[language])
    for at, change in enumerate(changes, start=1):
        lines[at] = change or lines[at]
    return "\n\n".join(lines[: len(lines) - drop]) + "\n"


class Desk:
    """A session with everybody, and verbs in few words."""

    def __init__(self, session) -> None:
        self.session, self.crew = session, staff(session)
        article(session, self.crew["cora"], "strike", text("es"))

    def __getitem__(self, language: str) -> Version:
        return lookup.version(self.session, f"strike/{language}")

    def revise(self, body: str, hours: float) -> None:
        incoming = Incoming(document=formats.get("markdown").read(body.encode()), body=body.encode(), key="strike", language="es", origin="/strike.es")
        importing.revise(self.session, self["es"], incoming, actor=self.crew["cora"], now=later(hours))

    def request(self, language: str, source: str = "es") -> Version:
        return coordination.request(self.session, lookup.article(self.session, "strike"), language, source=source, actor=self.crew["cora"], now=NOW)

    def checkin(self, language: str, body: str, hours: float, base: int | None = None) -> arrivals.Checkin:
        return checkins.checkin(self.session, body.encode(), actor=self.crew["max"], now=later(hours), address=f"strike/{language}", base=base, rebase=False)

    def finish(self, language: str, hours: float) -> None:
        version = self[language]
        work.submit(self.session, version, actor=self.crew["max"], now=later(hours))
        review.approve(self.session, version, actor=self.crew["rui"], now=later(hours))
        publishing.publish(self.session, version, actor=self.crew["pia"], now=later(hours))

    def translate(self, language: str, body: str = "", hours: float = 1, source: str = "es") -> None:
        version = self.request(language, source)
        claims.claim(self.session, version, actor=self.crew["max"], now=later(hours))
        self.checkin(language, body or text(language), hours)
        self.finish(language, hours)

    def rework(self, language: str, body: str, hours: float, base: int | None = None) -> None:
        version = self[language]
        coordination.reopen(self.session, version, actor=self.crew["cora"], now=later(hours))
        claims.claim(self.session, version, actor=self.crew["max"], now=later(hours))
        self.checkin(language, body, hours, base)
        self.finish(language, hours)

    def fresh(self, language: str) -> Freshness:
        self.session.flush()
        found = freshness.of(self.session, [self[language]])[self[language].id]
        self.agree()
        return replace(found, change_class="")  # tests/test_carrying.py has the classes

    def agree(self) -> None:
        """What lists remember is what bases say, of every version."""
        versions = self.session.scalars(select(Version)).all()
        derived = freshness.of(self.session, versions)
        for version in versions:
            one = derived[version.id]
            said = {name: getattr(version, name) for name in freshness.remembered(one)}
            assert said == freshness.remembered(one), (version.address, one)


@pytest.fixture
def desk(engine):
    with db.scope(engine) as session:
        yield Desk(session)


def test_current_until_the_source_moves(desk):
    desk.translate("pt")
    assert desk.fresh("pt") == Freshness("current")
    assert desk.fresh("es") == Freshness("current")
    desk.revise(text("es", "", "Solo dos volvieron a su puesto."), 5)
    assert desk.fresh("pt") == Freshness("behind", blocks=1, words=6, since=later(5))


@pytest.mark.parametrize(("body", "blocks", "words"), [
    (text("es", "Los talleres pararon hoy."), 1, 4), (text("es", "Pararon hoy.", "Todos volvieron."), 2, 4), (text("es", drop=1), 1, 0),
    (text("es") + "\nNota de ayer.\n", 1, 3), ("# Otra\n", 4, 1),
])  # fmt: skip
def test_how_far_behind(desk, body, blocks, words):
    desk.translate("pt")
    desk.revise(body, 5)
    assert desk.fresh("pt") == Freshness("behind", blocks=blocks, words=words, since=later(5))


def test_white_space_alone_is_nothing_to_follow(desk):
    desk.translate("pt")
    desk.revise(text("es").replace("\n\n", "\n\n\n") + "  \n", 5)
    assert desk.fresh("pt") == Freshness("current")
    desk.agree()


def test_since_when_is_the_first_change_it_missed(desk):
    desk.translate("pt")
    desk.revise(text("es", "Uno."), 5)
    desk.revise(text("es", "Uno y dos."), 9)
    assert desk.fresh("pt").since == later(5)
    assert desk.fresh("pt").blocks == 1


def test_a_source_put_back_is_current_again(desk):
    desk.translate("pt")
    desk.revise(text("es", "Uno."), 5)
    assert desk.fresh("pt").state == "behind"
    desk.revise(text("es"), 9)
    assert desk.fresh("pt") == Freshness("current")


def test_only_a_look_at_the_new_source_clears_it(desk):
    """An edit that still follows the old source stays behind; one on the new source is current."""
    desk.translate("pt")
    desk.revise(text("es", "Uno."), 5)
    desk.rework("pt", text("pt", "Um outro começo."), 7)  # no header, no --base: the draft's own base goes on
    assert desk.fresh("pt") == Freshness("behind", blocks=1, words=1, since=later(5))
    desk.rework("pt", text("pt", "Um."), 9, base=2)
    assert desk.fresh("pt") == Freshness("current")


def test_work_on_a_draft_is_no_news_to_readers(desk):
    """While a version is reworked, its freshness is that of what readers see."""
    desk.translate("pt")
    desk.revise(text("es", "Uno."), 5)
    coordination.reopen(desk.session, desk["pt"], actor=desk.crew["cora"], now=later(6))
    claims.claim(desk.session, desk["pt"], actor=desk.crew["max"], now=later(6))
    desk.checkin("pt", text("pt", "Um."), 7, base=2)
    assert desk.fresh("pt").state == "behind"
    desk.finish("pt", 8)
    assert desk.fresh("pt") == Freshness("current")


def test_a_first_draft_on_an_older_source(desk):
    desk.request("pt")
    claims.claim(desk.session, desk["pt"], actor=desk.crew["max"], now=later(1))
    assert desk.fresh("pt") == Freshness("unknown")
    desk.revise(text("es", "Uno."), 5)
    assert desk.fresh("pt") == Freshness("unknown")
    desk.checkin("pt", text("pt"), 6, base=1)
    assert desk.fresh("pt") == Freshness("behind", blocks=1, words=1, since=later(5))
    desk.checkin("pt", text("pt", "Um."), 7, base=2)
    assert desk.fresh("pt") == Freshness("current")


def test_a_checkin_never_goes_back_to_an_older_base_by_itself(desk):
    desk.request("pt")
    claims.claim(desk.session, desk["pt"], actor=desk.crew["max"], now=later(1))
    old = work.checkout(desk.session, desk["pt"], actor=desk.crew["max"], now=later(1)).data
    desk.revise(text("es", "Uno."), 5)
    desk.checkin("pt", text("pt", "Um."), 6, base=2)
    with pytest.raises(TranslateFlowError) as refused:
        checkins.checkin(desk.session, old.replace(b"Nadie", b"Ninguem"), actor=desk.crew["max"], now=later(7))
    assert refused.value.exit_code == 5
    assert desk.fresh("pt") == Freshness("current")


def test_through_a_relay(desk):
    """es → en → pt: when es moves, en is behind and pt matches a parent that is; when en follows, pt is behind itself."""
    desk.translate("en")
    desk.translate("pt", hours=2, source="en")
    assert desk.fresh("pt") == Freshness("current")
    desk.revise(text("es", "Uno."), 5)
    assert desk.fresh("en") == Freshness("behind", blocks=1, words=1, since=later(5))
    assert desk.fresh("pt") == Freshness("parent_behind", since=later(5), blocked_by="en")
    desk.rework("en", text("en", "One."), 7, base=2)
    assert desk.fresh("en") == Freshness("current")
    assert desk.fresh("pt") == Freshness("behind", blocks=1, words=1, since=later(7))
    desk.rework("pt", text("pt", "Um."), 9, base=2)
    assert desk.fresh("pt") == Freshness("current")


def test_a_relay_on_a_draft(desk):
    """A parent that is not out yet is read as its newest text, so each new draft of it moves it."""
    desk.request("en")
    claims.claim(desk.session, desk["en"], actor=desk.crew["max"], now=later(1))
    desk.checkin("en", text("en"), 1)
    desk.request("pt", "en")
    claims.claim(desk.session, desk["pt"], actor=desk.crew["max"], now=later(1))
    desk.checkin("pt", text("pt"), 2)
    assert desk.fresh("pt") == Freshness("current")
    desk.checkin("en", text("en", "One."), 3)
    assert desk.fresh("pt") == Freshness("behind", blocks=1, words=1, since=later(3))


def test_withdrawn_and_published_again(desk):
    desk.translate("pt")
    desk.revise(text("es", "Uno."), 5)
    publishing.withdraw(desk.session, desk["pt"], actor=desk.crew["pia"], now=later(6), reason="x")
    assert desk.fresh("pt").state == "behind"
    publishing.publish(desk.session, desk["pt"], actor=desk.crew["pia"], now=later(7))
    assert desk.fresh("pt") == Freshness("behind", blocks=1, words=1, since=later(5))


def test_a_source_withdrawn_and_published_again(desk):
    desk.translate("pt")
    publishing.withdraw(desk.session, desk["es"], actor=desk.crew["pia"], now=later(4), reason="x")
    desk.revise(text("es", "Uno."), 5)
    assert desk.fresh("pt").state == "behind"
    publishing.publish(desk.session, desk["es"], actor=desk.crew["pia"], now=later(6))
    assert desk.fresh("pt") == Freshness("behind", blocks=1, words=1, since=later(5))


def test_withdrawing_what_is_reworked(desk):
    """en goes from readers while a draft of it is at work: pt, which follows what was up, now stands to the draft."""
    desk.translate("en")
    desk.translate("pt", hours=2, source="en")
    coordination.reopen(desk.session, desk["en"], actor=desk.crew["cora"], now=later(3))
    claims.claim(desk.session, desk["en"], actor=desk.crew["max"], now=later(3))
    desk.checkin("en", text("en", "One."), 4)
    assert desk.fresh("pt") == Freshness("current")
    publishing.withdraw(desk.session, desk["en"], actor=desk.crew["pia"], now=later(5), reason="x")
    assert desk.fresh("pt") == Freshness("behind", blocks=1, words=1, since=later(4))


def test_another_parent_is_another_question(desk):
    """What was translated from es, and is asked for again from en, follows what en followed the same Spanish with."""
    desk.translate("en")
    desk.request("pt")
    claims.claim(desk.session, desk["pt"], actor=desk.crew["max"], now=later(1))
    desk.checkin("pt", text("pt"), 1)
    coordination.cancel(desk.session, desk["pt"], actor=desk.crew["cora"], now=later(2), reason="x")
    desk.request("pt", "en")
    assert desk["pt"].parent_language == "en"
    assert desk.fresh("pt") == Freshness("current")
    desk.revise(text("es", "Uno."), 5)
    assert desk.fresh("pt") == Freshness("parent_behind", since=later(5), blocked_by="en")
    claims.claim(desk.session, desk["pt"], actor=desk.crew["max"], now=later(6))
    desk.checkin("pt", text("pt", "", "Mais ninguém voltou."), 7, base=1)
    assert desk.fresh("pt") == Freshness("parent_behind", since=later(5), blocked_by="en")


def adopt(desk, language: str, body: str, published: bool = True) -> None:
    incoming = Incoming(
        document=formats.get("markdown").read(body.encode()), body=body.encode(), key="strike", language=language, origin=f"/{language}", named=True,
        parent_language="es", published=published,
    )  # fmt: skip
    [result] = importing.bring(desk.session, [incoming], actor=desk.crew["cora"], now=later(1))
    assert result.outcome == "created"


@pytest.mark.parametrize("published", [True, False])
def test_what_is_adopted_is_unknown_never_current(desk, published):
    adopt(desk, "pt", text("pt"), published)
    assert desk.fresh("pt") == Freshness("unknown")
    desk.revise(text("es", "Uno."), 5)
    assert desk.fresh("pt") == Freshness("unknown")
    desk.translate("en", source="pt")
    assert desk.fresh("en").state in {"current", "unknown"}


def test_an_adopted_text_is_known_once_its_translator_has_looked(desk):
    adopt(desk, "pt", text("pt"))
    desk.rework("pt", text("pt", "Um."), 3)
    assert desk.fresh("pt") == Freshness("current")


@pytest.mark.parametrize("seed", range(6))
def test_what_lists_remember_is_what_bases_say(desk, seed):
    """After random verbs, those that were refused included; and every text that somebody typed is there to the end."""
    dice, crew, session = random.Random(seed), desk.crew, desk.session
    desk.request("en"), desk.request("pt", "en"), desk.request("fr")
    done, typed = 0, []
    settings.put(session, "carry_live", "facts", actor=crew["cora"], now=NOW)

    def step(now: datetime) -> None:
        version = desk[dice.choice(["es", "en", "pt", "fr", "en", "pt"])]
        by = {"actor": crew["max"], "now": now}
        other = {"actor": crew["rui"], "now": now}
        variant = text(dice.choice(["es", "en", "pt"]), *dice.choices(["", "Uno.", "Dos tres."], k=3), drop=dice.randrange(2))
        verbs = [
            lambda: desk.revise(variant, (now - NOW) / timedelta(hours=1)), lambda: claims.claim(session, version, **by),
            lambda: typing(version, variant, base=dice.choice([None, 1, 2, 3]), rebase=dice.random() < 0.7, **by),
            lambda: work.submit(session, version, unfinished=dice.random() < 0.5, **by), lambda: review.approve(session, version, **other),
            lambda: publishing.publish(session, version, **by), lambda: publishing.withdraw(session, version, reason="x", **by),
            lambda: coordination.reopen(session, version, **by), lambda: coordination.cancel(session, version, reason="x", **by),
            lambda: coordination.request(session, version.article, version.language, source=dice.choice(["", "es", "en", "pt"]), **by),
            lambda: claims.release(session, version, **by), lambda: review.send_back(session, version, reason="x", **other),
            lambda: carrying.carry(session, version, auto=dice.random() < 0.7, **by), lambda: work.checkout(session, version, **by),
            lambda: answers.confirm(session, version, dice.sample(range(1, 6), 2), everything=dice.random() < 0.3, **by),
            lambda: answers.differ(session, version, dice.randrange(1, 6), dice.choice(answers.KINDS), reason="x", **by),
        ]  # fmt: skip
        dice.choices(verbs, weights=[3, 3, 9, 3, 3, 3, 1, 2, 1, 1, 1, 1, 4, 2, 2, 1])[0]()

    def typing(version: Version, body: str, **more) -> None:
        if checkins.checkin(session, body.encode(), address=version.address, **more).outcome == "stored":
            typed.append((version.id, body))

    for turn in range(300):
        kept = len(typed)
        try:
            with session.begin_nested():
                step(later(turn))
            done += 1
        except TranslateFlowError:
            session.expire_all()
            del typed[kept:]
        desk.agree()
    assert done > 30
    there = {(row.version_id, texts.body(session, row).decode()) for row in session.scalars(select(Revision))}
    assert set(typed) <= there
    assert doctor.examine(session, home=Path("nowhere"), now=later(400)) == []
