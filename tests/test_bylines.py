"""Pen names, and names that are taken back: gone from all that readers see, kept where it is told who did what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests import newsroom as made
from translate_flow import db, formats
from translate_flow.errors import NotAllowed
from translate_flow.models import Event, Version
from translate_flow.models_channels import ChannelRow, Due
from translate_flow.services import bylines, importing, lookup, memory_exchange, pages, people
from translate_flow.services.sources import Incoming
from translate_flow.text import redaction
from translate_flow.text.document import Kind

NAME = "Juan Pérez"


@pytest.fixture
def session(engine):
    with db.scope(engine) as opened:
        yield opened


def read(text: str, format: str = "markdown"):
    return formats.get(format).read(text.encode())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("# T\n\nTranslated from the Spanish version by Juan Pérez\n\nJuan Pérez spoke.\n", "# T\n\nTranslated from the Spanish version\n\nJuan Pérez spoke.\n"),
        ("# T\n\nBy Juan Pérez\n\nText of it.\n", "# T\n\n\n\nText of it.\n"),
        ("# T\n\nBy Ana Ruiz and Juan Pérez\n\nText of it.\n", "# T\n\nBy Ana Ruiz\n\nText of it.\n"),
        ("---\ntitle: T\ntranslator: Juan Pérez\n---\n\nText.\n", "---\ntitle: T\ntranslator: \n---\n\nText.\n"),
        ("---\ntitle: About Juan Pérez\n---\n\nThe novelist Juan Pérez was translated again in 1990, twice.\n", None),
    ],
)
def test_only_where_a_text_says_who_wrote_it(text: str, left: str | None) -> None:
    assert redaction.without(read(text), {NAME: ""}) == (text if left is None else left)


@pytest.mark.parametrize("spelled", ["Juan Pérez", "juan  pérez", "Juan P&eacute;rez", "Juan&nbsp;P&#233;rez", "<b>Juan</b> Pérez", "Juan Pe\u0301rez"])
def test_however_it_is_spelled(spelled: str) -> None:
    text = f"<h1>T</h1>\n<p>Traducido de la versión en inglés por {spelled}</p>\n<p>Un texto.</p>"
    left = redaction.without(read(text, "html"), {NAME: ""})
    assert "rez" not in left
    assert "Traducido de la versión en inglés" in left


WORDS = st.text("abcdeéñßж", min_size=2, max_size=8).map(str.capitalize)


@given(st.lists(WORDS, min_size=2, max_size=3), st.sampled_from(["By {}", "Por {}", "Translated from the Spanish version by {}"]), st.text("abc xyz.", max_size=40))
def test_no_name_stays_where_it_credits_and_no_prose_changes(name: list[str], line: str, prose: str) -> None:
    said = " ".join(name)
    body = f"Long before the march {said} had spoken about it to all of the town's people, who {prose} knew."
    document = read(f"# T\n\n{line.format(said)}\n\n{body}\n")
    left = redaction.without(document, {said: ""})
    assert left.endswith(f"\n\n{body}\n")
    credited = any(block.kind in {Kind.BYLINE, Kind.PROVENANCE} for block in document.blocks)
    assert not credited or said not in left.removesuffix(f"{body}\n")


def test_another_name_in_its_place() -> None:
    text = "# T\n\nBy Juan Pérez\n\nText of it.\n"
    assert redaction.without(read(text), {NAME: "J. \\1 <P>"}) == "# T\n\nBy J. \\1 &lt;P&gt;\n\nText of it.\n"


def page(session, language: str = "pt", key: str = "march-8"):
    session.flush()
    [found] = pages.works(session, "site", [], articles=[lookup.article(session, key).id])
    return next(one for one in found.pages if one.language == language)


def test_pen_names_and_names_taken_back(session) -> None:
    staff = made.staff(session)
    staff["ana"].name = "Ana Ruiz"
    version = made.bring_to(session, staff, "published", text=made.TARGET.replace("\n\nMil", "\n\nTraduzido da versão em espanhol por Ana Ruiz\n\nMil"))
    session.execute(ChannelRow.__table__.update().values(complete=True))
    before = page(session)
    assert before.translator == "Ana Ruiz"
    bylines.set_name(session, staff["ana"], "Anarre", actor=staff["ana"], now=made.NOW, article=version.article)
    assert page(session).translator == "Anarre"
    assert page(session).document().provenance.translator == "Anarre"
    with pytest.raises(NotAllowed):
        bylines.set_name(session, staff["ana"], "", actor=staff["ben"], now=made.NOW)
    bylines.set_name(session, staff["ana"], "", actor=staff["cora"], now=made.later())
    after = page(session)
    assert after.translator == ""
    assert after.fingerprint != before.fingerprint
    assert "Ruiz" not in after.document().text
    assert "Anarre" not in after.document().text
    assert version.article_id in set(session.scalars(select(Due.article_id)))
    assert {entry.translator for entry in memory_exchange.entries(session)} == {""}
    told = session.scalars(select(Event.data).where(Event.action == "byline").order_by(Event.id)).all()
    assert [(one["was"], one["name"]) for one in told] == [(None, "Anarre"), (None, "")]
    bylines.restore(session, staff["ana"], actor=staff["ana"], now=made.later(2))
    assert page(session).translator == "Anarre"


def adopted(session, actor) -> Version:
    made.article(session, actor)
    body = made.TARGET.replace("\n\nMil", f"\n\nTraduzido da versão em espanhol por {NAME}\n\nMil").encode()
    item = Incoming(formats.get("markdown").read(body), body, "march-8", "pt", "/pt", named=True, parent_language="es")
    [result] = importing.bring(session, [item], actor=actor, now=made.NOW)
    assert result.outcome == "created"
    return lookup.version(session, "march-8/pt")


def test_a_credit_of_an_adopted_text(session) -> None:
    staff = made.staff(session)
    version = adopted(session, staff["cora"])
    assert page(session).translator == NAME
    session.execute(ChannelRow.__table__.update().values(complete=True))
    bylines.set_credit(session, version, "", "", actor=staff["pia"], now=made.NOW)
    assert page(session).translator == ""
    assert "Pérez" not in page(session).document().text
    assert session.scalars(select(Due.article_id)).all() == [version.article_id]
    bylines.set_credit(session, version, "", None, actor=staff["pia"], now=made.NOW)
    assert page(session).translator == NAME


def test_somebody_credited_who_is_a_person_here_by_now(session) -> None:
    staff = made.staff(session)
    version = adopted(session, staff["cora"])
    juan = people.add(session, "juan", roles=["translator"], name=NAME, actor=None, now=made.NOW)
    session.execute(ChannelRow.__table__.update().values(complete=True))
    bylines.set_name(session, juan, "", actor=juan, now=made.NOW)
    assert page(session).translator == ""
    assert "Pérez" not in page(session).document().text
    assert version.article_id in set(session.scalars(select(Due.article_id)))


def test_a_name_is_on_no_file_of_the_site_any_more(newsroom) -> None:
    desk = newsroom
    desk.run("people", "change", "ana", "--name", "Ana Ruiz Belmonte")
    desk.to("published")
    folder = desk.folder / ".translate-flow" / "site"
    everything = lambda: b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())  # noqa: E731
    assert b"Ruiz Belmonte" in everything()
    desk.run("byline", "ana", "--remove", who="ben", code=4)
    desk.run("byline", "ana", "--remove", who="ana")
    assert b"Belmonte" not in everything()
    assert any(row["actor"] == "ana" and row["action"] == "submit" for row in desk.json("log", "march-8/pt"))
    desk.run("byline", "march-8", "ana", "Anarre", who="ana")
    assert b"Anarre" in everything()
    desk.run("byline", "ana", code=2)
