"""The words of letters: what each says, in whose language and zone, and that no foreign text gets out of its line."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.newsroom import NOW, later, requested, staff
from translate_flow import db, messages, messages_desk
from translate_flow.models import Setting, Version
from translate_flow.models_notices import Letter, Outgoing
from translate_flow.services import choices, claims, inbox, letters_text, notices, people
from translate_flow.services.inbox import Told
from translate_flow.services.letters_text import MOST, Words, compose
from translate_flow.text.oneline import isolated, plain

NASTY = 'X\r\nBcc: all@example.org\u2028Next:\x85\x1b[2J\u202eevil\u2066"<b>'


def bundled(session, person, *, pace: str = "once", way: str = "mail") -> Letter:
    """All that waits for somebody, in a letter."""
    session.flush()
    letter = Letter(uid=secrets.token_hex(16), person_id=person.id, way=way, address=person.email if way == "mail" else "", pace=pace, created_at=NOW)
    session.add(letter)
    session.flush()
    for row in session.query(Outgoing).filter_by(person_id=person.id, letter_id=None):
        row.letter_id = letter.id
    session.flush()
    return letter


@pytest.fixture
def room(engine):
    with db.scope(engine) as session:
        crew = staff(session)
        session.add(Setting(name="smtp", value="smtp://localhost"))
        for person in crew.values():
            person.email = f"{person.handle}@example.org"
        session.flush()
        yield session, crew


def assigned(session, crew, key: str = "march-8", **more) -> Version:
    version = requested(session, crew, key=key)
    claims.assign(session, version, crew["ana"], actor=crew["cora"], now=later(1), **more)
    return version


def test_one_notice(room):
    session, crew = room
    people.change(session, "ana", name="Ana Ruiz", zone="Europe/Lisbon", actor=crew["cora"], now=NOW)
    people.change(session, "cora", name="Cora Díaz", actor=crew["cora"], now=NOW)
    assigned(session, crew, due_at=later(24 * 30))
    message = compose(session, bundled(session, crew["ana"]), now=NOW)
    assert len(message.uid) == 32
    assert (message.person, message.name, message.address, message.language, message.at) == ("ana", "Ana Ruiz", "ana@example.org", "en", NOW)
    assert message.subject == "You were asked to translate: El ocho de marzo (march-8/pt)"
    assert message.text.replace("\u202f", " ") == (
        "You were asked to translate\n"
        "\n"
        "march-8/pt · El ocho de marzo\n"
        "Language: Portuguese\n"
        "By: Cora Díaz\n"
        "Due: Apr 7, 2026, 1:00 PM\n"
        "Yours until: Mar 11, 2026, 1:00 PM\n"
        "\n"
        "Next:\n"
        "    translate-flow checkout march-8/pt\n"
        "\n"
        "Choose what you are told, and how:\n"
        "    translate-flow notify\n"
    )
    [item] = message.items
    assert {name: value for name, value in item.items() if value is not None} == {
        "id": item["id"], "kind": "assigned", "at": "2026-03-08T13:00:00Z", "article": "march-8", "language": "pt", "title": "El ocho de marzo",
        "actor": "cora", "due_at": "2026-04-07T12:00:00Z", "until": "2026-03-11T13:00:00Z", "command": "translate-flow checkout march-8/pt",
    }  # fmt: skip


def test_several_stand_by_article_the_most_pressing_first(room):
    session, crew = room
    ana = crew["ana"]
    first, second = assigned(session, crew, key="a-1"), assigned(session, crew, key="a-2")
    notices.tell(session, "late", person_id=ana.id, version=second, now=later(2), data={"due_at": notices.iso(NOW)})
    notices.tell(session, "returned", person_id=ana.id, version=first, now=later(2), actor=crew["rui"], data={"reason": "the date"})
    message = compose(session, bundled(session, ana), now=NOW)
    assert message.subject == "The deadline has passed: El ocho de marzo (a-2/pt) (and more: 3)"
    heads = [line for line in message.text.splitlines() if line and not line.startswith((" ", "- "))]
    assert heads == ["a-2 · El ocho de marzo: 2", "a-1 · El ocho de marzo: 2", "Choose what you are told, and how:"]
    entries = [line for line in message.text.splitlines() if line.startswith("- ")]
    assert [entry.split(" · ")[:2] for entry in entries] == [
        ["- a-2/pt", "The deadline has passed"], ["- a-2/pt", "You were asked to translate"],
        ["- a-1/pt", "Your translation has come back to you"], ["- a-1/pt", "You were asked to translate"],
    ]  # fmt: skip
    assert "By: rui · Reason: the date" in entries[2]
    assert [item["kind"] for item in message.items] == ["late", "returned", "assigned", "assigned"]


def test_a_digest_stands_by_what_happened_and_counts_what_it_leaves_out(room):
    session, crew = room
    rui, version = crew["rui"], requested(session, crew)
    for number in range(MOST + 5):
        notices.tell(session, "review", person_id=rui.id, version=version, now=later(number), actor=crew["ana"], data={"due_at": notices.iso(later(number))})
        notices.tell(session, "review", person_id=rui.id, version=version, now=later(number), actor=crew["ana"], data={"due_at": notices.iso(later(number))})
    notices.tell(session, "expired", person_id=rui.id, version=version, now=later(99))
    message = compose(session, bundled(session, rui, pace="daily"), now=NOW)
    assert message.subject == f"Daily summary: {2 * MOST + 11}"
    lines = message.text.splitlines()
    assert lines[:3] == ["Your hold has ended, your draft is kept", "- march-8/pt · El ocho de marzo", "    translate-flow claim march-8/pt"]
    assert lines[4:6] == [f"Waits for a review: {MOST + 5}", "- march-8/pt · El ocho de marzo · Has moved on since · By: ana · Due: Mar 8, 2026, 12:00\u202fPM"]
    assert sum(line.startswith("- ") for line in lines) == MOST
    assert "Not shown here: 6" in lines
    assert len(message.items) == 2 * MOST + 11  # programs get them all


def test_a_hook_is_told_whom_it_is_for(room, tmp_path):
    from translate_flow.services import hooks

    session, crew = room
    hooks.add(session, "chat", "slack", "https://example.org/x", home=tmp_path, actor=crew["cora"], now=NOW)
    choices.choose(session, crew["ana"], "all", ways=["chat"], pace="once", actor=crew["ana"], now=NOW)
    assigned(session, crew)
    message = compose(session, bundled(session, crew["ana"], way="hook"), now=NOW)
    assert message.subject == "ana: You were asked to translate: El ocho de marzo (march-8/pt)"
    assert message.address == ""


def test_every_kind_has_its_words(room):
    session, crew = room
    version = requested(session, crew)
    assert set(letters_text.HEADS) == set(choices.NOTICES)
    choices.choose(session, crew["ana"], "all", ways=["mail"], pace="once", actor=crew["ana"], now=NOW)
    for kind in choices.NOTICES:
        data = {"due_at": notices.iso(NOW), "until": notices.iso(later(1)), "class": "facts", "blocks": 2, "words": 1234, "edition": "May", "hook": "chat", "late": 3}
        notices.tell(session, kind, person_id=crew["ana"].id, version=version if kind not in {"newsroom", "hook"} else None, now=NOW, data=data)
        message = compose(session, bundled(session, crew["ana"]), now=NOW)
        assert message.subject.startswith(letters_text.HEADS[kind])
        assert message.items[0]["command"] in message.text
        assert "Words: 1,234" in message.text


def test_all_strings_are_in_the_catalogue():
    said = {*letters_text.HEADS.values(), letters_text.CARRIED, *letters_text.CLASSES.values(), *letters_text._COUNTS.values()}
    assert said <= set(messages_desk.NOTICES)
    import inspect
    import re

    source = inspect.getsource(letters_text)
    assert {*re.findall(r'\.text\("([^"]+)"', source), *re.findall(r'"([^"]+: \{date\})"', source)} <= set(messages_desk.NOTICES)


def test_the_address_of_the_page(room):
    from translate_flow.models_channels import Publication

    session, crew = room
    from tests.newsroom import bring_to

    version = bring_to(session, crew, "published")
    session.add(Publication(channel="site", version_id=version.id, revision_id=version.live_id, location="pt/march-8.html", written_at=NOW))
    session.flush()
    assert inbox.of(session, crew["ana"])[0].url == ""
    session.add(Setting(name="base_url", value="https://beacon.example"))
    session.flush()
    assert inbox.of(session, crew["ana"])[0].url == "https://beacon.example/pt/march-8.html"


# ── foreign text ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_hostile_title_name_and_reason(room):
    session, crew = room
    people.change(session, "cora", name=NASTY * 3, actor=crew["cora"], now=NOW)
    version = assigned(session, crew)
    version.title = NASTY * 20
    notices.tell(session, "returned", person_id=crew["ana"].id, version=version, now=NOW, actor=crew["cora"], data={"reason": NASTY * 50})
    message = compose(session, bundled(session, crew["ana"]), now=NOW)
    assert "\n" not in message.subject
    assert len(message.subject) <= letters_text.SUBJECT
    assert "\x1b" not in message.text
    assert [line for line in message.text.splitlines() if line.startswith("Bcc")] == []
    assert len(message.text.splitlines()) == 8  # heading, two of each notice, blank, two of the foot
    assert message.text.isascii() or all(unicodedata.category(sign) != "Cc" or sign == "\n" for sign in message.text)


TEXT = st.text(st.characters() | st.sampled_from("\r\n\x85\u2028\u2029\u202e\u2066\u2069\u200f\u0301\u200dא{}%·\x00"), max_size=300)


def words(locale: str = "en", rtl: bool = False) -> Words:
    return Words("en", locale, "UTC", rtl, lambda text: text)


@settings(max_examples=200)
@given(title=TEXT, name=TEXT, reason=TEXT, edition=TEXT, rtl=st.booleans())
def test_whatever_they_hold_lines_stay_as_they_are(title, name, reason, edition, rtl):
    cleaned = plain(title, inbox.TITLE), plain(name, inbox.NAME)
    told = Told(1, "returned", NOW, None, "march-8", "pt", cleaned[0], "cora", cleaned[1], {"reason": reason, "edition": edition, "due_at": "2026-03-08T12:00:00Z", "words": 3})
    for found in (letters_text._single_subject(words(rtl=rtl), told), letters_text.plain_subject(letters_text._several_subject(words(rtl=rtl), [told, told]))):
        assert not any(unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} for sign in found)
        assert sum(map(found.count, "\u2066\u2068")) == found.count("\u2069")
        assert len(found) <= letters_text.SUBJECT + 20
    facts = ["Words: 3", "Due: …", *(["By"] if cleaned[1] else []), *(["Reason"] if plain(reason) else []), *(["Edition"] if edition else [])]
    single = "\n".join(letters_text._single(words(rtl=rtl), told))
    assert len(single.splitlines()) == 4 + len(facts) + 3
    several = "\n".join(letters_text._grouped(words(rtl=rtl), [told, replace(told, kind="late")], words(rtl=rtl).article))
    assert len(several.splitlines()) == 1 + 2 * 2


@given(text=TEXT, longest=st.integers(2, 40))
def test_plain_text_stays_on_its_line(text, longest):
    found = plain(text, longest)
    assert len(found) <= longest
    assert not any(unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} for sign in found)
    assert not set(found) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
    assert found == found.strip()


def test_what_scripts_need_is_kept():
    assert plain("می\u200cخواهم  👩\u200d👩\u200d👧\tX") == "می\u200cخواهم 👩\u200d👩\u200d👧 X"
    assert plain("a" * 10 + "e\u0301", 11) == "a" * 10 + "…"
    assert plain("é" * 300, 5) == "éééé…"
    assert plain("") == ""


def test_what_turns_keeps_to_itself():
    assert isolated("march-8", rtl=False) == "march-8"
    assert isolated("march-8", rtl=True, code=True) == "\u2066march-8\u2069"
    assert isolated("ثمانية", rtl=False) == "\u2068ثمانية\u2069"


# ── the reader ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_whose_language_is_not_there_gets_english_in_their_zone(room, monkeypatch):
    session, crew = room
    monkeypatch.setattr(messages, "catalogue", lambda tag, domain: messages.Catalogue("en", messages.gettext.NullTranslations()))
    people.change(session, "ana", locale="pt", zone="Asia/Kolkata", actor=crew["cora"], now=NOW)
    assigned(session, crew)
    text = compose(session, bundled(session, crew["ana"]), now=NOW).text.replace("\u202f", " ")
    assert "Yours until: Mar 11, 2026, 6:30 PM" in text
    assert "Language: Portuguese" in text


def test_a_reader_from_right_to_left(room, monkeypatch):
    session, crew = room
    monkeypatch.setattr(messages, "catalogue", lambda tag, domain: messages.Catalogue("ar", messages.gettext.NullTranslations()))
    people.change(session, "ana", locale="ar-EG", actor=crew["cora"], now=NOW)
    assigned(session, crew)
    message = compose(session, bundled(session, crew["ana"]), now=NOW)
    assert "\u2066march-8/pt\u2069 · \u2068El ocho de marzo\u2069" in message.text
    assert "By: \u2068cora\u2069" in message.text
    assert "\n    translate-flow checkout march-8/pt\n" in message.text  # to be copied as it stands
    assert message.subject.endswith("(\u2066march-8/pt\u2069)")


def test_a_moment_is_the_readers_own():
    at = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    assert Words("pt", "pt", "Europe/Lisbon", False, str).moment(at) == "8 de mar. de 2026 23:30"
    assert Words("de", "de", "Europe/Berlin", False, str).moment(at) == "09.03.2026, 00:30"
