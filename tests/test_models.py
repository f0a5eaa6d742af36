"""What is stored and how it is found again: texts once each, blocks where they say, times in UTC, addresses, near keys."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.newsroom import NOW, SOURCE, TARGET, article, bring_to, later, staff
from translate_flow import db, formats
from translate_flow.errors import NotFound, UsageError
from translate_flow.models import Claim, Event, Person, Revision, StoredBlock, StoredText, Version
from translate_flow.services import checkins, claims, importing, lookup, settings, texts
from translate_flow.services.nearest import suggest
from translate_flow.services.sources import Incoming
from translate_flow.text import words
from translate_flow.text.digests import block_digest, text_digest


@pytest.fixture
def desk(engine):
    with db.scope(engine) as session:
        yield session, staff(session)


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def document(text: str, format: str = "markdown"):
    return formats.get(format).read(text.encode()), text.encode()


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_is_stored_once_however_many_revisions_hold_it(desk):
    session, crew = desk
    for number in range(5):
        article(session, crew["cora"], f"a-{number}")
    assert (count(session, StoredText), count(session, Revision)) == (1, 5)
    assert count(session, StoredBlock) == 0, "they are noted when texts are first compared"
    version = lookup.version(session, "a-0")
    for text in (TARGET, SOURCE, TARGET, SOURCE):
        incoming = Incoming(*document(text), key="a-0", language="es", origin="/a-0")
        assert importing.revise(session, version, incoming, actor=crew["cora"], now=NOW).outcome == "revised"
    assert (count(session, StoredText), count(session, Revision)) == (2, 9)
    assert importing.revise(session, version, Incoming(*document(SOURCE), key="a-0", language="es", origin=""), actor=crew["cora"], now=NOW).outcome == "unchanged"
    assert (count(session, StoredText), count(session, Revision)) == (2, 9)


def test_saving_an_unchanged_draft_stores_nothing(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    for expected in ("stored", "unchanged", "unchanged"):
        assert checkins.checkin(session, TARGET.encode(), actor=crew["ana"], now=NOW, address=version.address).outcome == expected
    assert count(session, Revision) == 2
    assert session.scalar(select(func.count()).where(Event.action == "checkin")) == 1


def test_the_same_bytes_in_two_formats_are_two_texts(desk):
    session, _ = desk
    plain = "Una línea.\n"
    numbers = texts.store_many(session, [document(plain, "markdown"), document(plain, "text"), document(plain, "markdown")])
    assert numbers[0] == numbers[2] != numbers[1]
    assert count(session, StoredText) == 2


def test_many_are_stored_in_order_new_and_known_mixed(desk):
    session, _ = desk
    known = texts.store(session, *document("# Uno\n")).id
    wanted = [document(f"# {name}\n") for name in ("Dos", "Uno", "Tres", "Dos")]
    numbers = texts.store_many(session, wanted)
    assert numbers[1] == known
    assert numbers[0] == numbers[3]
    assert len(set(numbers)) == 3
    for number, (_, body) in zip(numbers, wanted, strict=True):
        assert session.get(StoredText, number).body == body
    assert texts.store_many(session, []) == []


def test_a_thousand_at_once(desk):
    session, _ = desk
    wanted = [document(f"# Título {number}\n\nTexto {number}.\n") for number in range(1100)]
    numbers = texts.store_many(session, wanted)
    assert len(set(numbers)) == 1100
    assert numbers == texts.store_many(session, wanted)
    assert [len(rows) for rows in texts.blocks(session, numbers).values()] == [2] * 1100
    assert count(session, StoredBlock) == 2200


def test_digests_and_spans(desk):
    session, _ = desk
    text = "# Título **ñ**\n\nUn *párrafo* con ☃ y 𝔘𝔫𝔦.\n\n- uno\n- dos tres\n\n```\ncódigo\n```\n"
    parsed, body = document(text)
    stored = texts.store(session, parsed, body)
    assert stored.digest == hashlib.sha256(b"markdown\0" + body).digest() == text_digest("markdown", body)
    assert bytes(stored.body) == body
    assert texts.blocks(session, [stored.id]) == texts.blocks(session, [stored.id])
    rows = session.scalars(select(StoredBlock).where(StoredBlock.text_id == stored.id).order_by(StoredBlock.position)).all()
    assert [row.position for row in rows] == list(range(len(parsed.blocks)))
    at = 0
    for row, block in zip(rows, parsed.blocks, strict=True):
        source = text[row.start : row.end]
        assert at <= row.start <= row.end <= len(text)
        assert (row.kind, row.level, source) == (block.kind.value, block.level, parsed.source(block))
        assert row.digest == hashlib.sha256(source.encode()).digest()[:16]
        assert row.words == words.count(block.text)
        at = row.end
    assert stored.words == sum(row.words for row in rows)


def test_a_revision_reads_back_as_it_was(desk):
    session, crew = desk
    version = bring_to(session, crew, "in_review")
    assert texts.body(session, version.head) == TARGET.encode()
    assert texts.document(session, version.head).title == "O oito de março"
    assert texts.document(session, version.head.base).title == "El ocho de marzo"
    assert [len(blocks) for blocks in texts.blocks(session, [version.head.text_id, version.head.base.text_id]).values()] == [3, 3]


@given(st.binary(max_size=200), st.text(max_size=20))
def test_digests_tell_formats_and_bytes_apart(body, name):
    name = name.replace("\0", "")
    assert text_digest(name, body) != text_digest(name + "x", body)
    assert text_digest(name, body) != text_digest(name, body + b"\0")
    assert len(text_digest(name, body)) == 32


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=50))
def test_any_source_has_a_digest(source):
    """Lone surrogates too: some encodings' errors leave them."""
    assert len(block_digest(source)) == 16


# ── times ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("offset", [0, 5.5, -11, 14])
def test_times_are_utc_whatever_zone_they_came_in(engine, offset):
    local = datetime(2026, 3, 8, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=offset)))
    with db.scope(engine) as session:
        session.add(Person(handle="eve", created_at=local))
    with db.scope(engine, writes=False) as session:
        found = session.scalars(select(Person.created_at)).one()
        assert found == local
        assert found.tzinfo is UTC
        assert session.scalars(select(Person.handle).where(Person.created_at <= local.astimezone(UTC))).all() == ["eve"]
        assert session.scalars(select(Person.handle).where(Person.created_at < local)).all() == []


def test_times_sort_as_moments_on_both(engine):
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(seconds=1), NOW.replace(microsecond=999999), NOW - timedelta(days=4000)]
    with db.scope(engine) as session:
        session.add_all([Person(handle=f"p{number}", created_at=moment) for number, moment in enumerate(moments)])
    with db.scope(engine, writes=False) as session:
        assert session.scalars(select(Person.created_at).order_by(Person.created_at)).all() == sorted(moments)


# ── addresses, and near keys ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("address", "parts"), [
    ("march-8/pt", ("march-8", "pt")), ("march-8", ("march-8", "")), (" march-8/pt_br ", ("march-8", "pt-BR")), ("march-8/", ("march-8", "")),
    ("выборы/zh-hant", ("выборы", "zh-Hant")), ("a.b+c@d/iw", ("a.b+c@d", "he")),
])  # fmt: skip
def test_addresses(address, parts):
    assert lookup.split(address) == parts


@pytest.mark.parametrize("address", ["", "/", "/pt", "a/b/c", "a/not a language", "a/pt/", "   "])
def test_what_is_no_address(address):
    with pytest.raises(UsageError) as refused:
        lookup.split(address)
    assert refused.value.exit_code == 2
    assert refused.value.remedy


@given(st.text(max_size=40))
def test_splitting_anything_gives_an_address_or_a_refusal(text):
    try:
        key, language = lookup.split(text)
    except UsageError:
        return
    assert key
    assert "/" not in key + language


def test_finding_and_not_finding(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating", key="march-8")
    for key in ("march-9", "may-day", "отчёт", "報告"):
        article(session, crew["cora"], key)
    assert lookup.version(session, "march-8/pt").id == version.id
    assert lookup.version(session, "march-8").language == "es"
    with pytest.raises(NotFound, match="march-8") as refused:
        lookup.version(session, "marhc-8/pt")
    assert refused.value.exit_code == 3
    with pytest.raises(NotFound, match="“may-day”"):
        lookup.article(session, "mayday")
    with pytest.raises(NotFound, match="“отчёт”"):
        lookup.article(session, "отчет")
    with pytest.raises(NotFound) as refused:
        lookup.article(session, "nothing-like-it-at-all")
    assert "did you mean" not in refused.value.message
    with pytest.raises(NotFound) as refused:
        lookup.version(session, "march-8/fr")
    assert "es, pt" in refused.value.remedy
    assert "request march-8 fr" in refused.value.remedy


def test_an_article_whose_original_is_not_here(desk):
    session, crew = desk
    body = TARGET.encode()
    incoming = Incoming(*document(TARGET), key="orphan", language="pt", origin="/o", parent_language="es")
    assert [row.outcome for row in importing.bring(session, [incoming], actor=crew["cora"], now=NOW)] == ["created"]
    with pytest.raises(NotFound, match="original") as refused:
        lookup.version(session, "orphan")
    assert "orphan/pt" in refused.value.remedy
    assert texts.body(session, lookup.version(session, "orphan/pt").head) == body


def test_near_keys_among_many(desk):
    """The nearest is found among thousands, and a wrong key costs no more than a moment."""
    session, crew = desk
    rows = [Incoming(*document(SOURCE), key=f"story-{number:05}", language="es", origin=f"/{number}") for number in range(3000)]
    list(importing.bring(session, rows, actor=crew["cora"], now=NOW))
    with pytest.raises(NotFound, match="“story-01234”"):
        lookup.article(session, "story-o1234")


@given(st.text(max_size=10), st.lists(st.text(max_size=10), max_size=10))
def test_suggestions_are_of_what_there_is(wrong, known):
    said = suggest(wrong, known)
    assert said == "" or any(f"“{word}”" in said for word in known)


# ── settings, and the rest ───────────────────────────────────────────────────────────────────────────────────────────


def test_settings_are_parsed_kept_and_told(desk):
    session, crew = desk
    by = {"actor": crew["cora"], "now": NOW}
    assert settings.get(session, "lease_hours") == 72
    assert settings.put(session, "lease_hours", "24", **by) == 24
    assert settings.put(session, "self_review", "yes", **by) is True
    assert settings.put(session, "language", "pt_br", **by) == "pt-BR"
    session.flush()
    assert settings.everything(session) | {"lease_hours": 24, "self_review": True, "language": "pt-BR"} == settings.everything(session)
    for name, value in (("lease_hours", "soon"), ("lease_hours", "0"), ("lease_hours", "-3"), ("self_review", "maybe"), ("language", "nonsense!")):
        with pytest.raises(UsageError):
            settings.put(session, name, value, **by)
    with pytest.raises(NotFound):
        settings.put(session, "no-such", "x", **by)
    trail = session.scalars(select(Event.data).where(Event.action == "set").order_by(Event.id)).all()
    assert trail[0] == {"name": "lease_hours", "from": 72, "to": 24}
    assert len(trail) == 3


def test_a_lease_that_ended_does_not_stand_in_the_way_of_the_next(desk):
    session, crew = desk
    version = bring_to(session, crew, "translating")
    for turn in range(3):
        claims.release(session, version, actor=crew["ana" if turn % 2 == 0 else "ben"], now=later(turn))
        claims.claim(session, version, actor=crew["ben" if turn % 2 == 0 else "ana"], now=later(turn))
    session.flush()
    assert count(session, Claim) == 4
    assert session.scalar(select(func.count()).where(Claim.ended_at.is_(None))) == 1
    assert session.scalar(select(Version.translator_id).where(Version.id == version.id)) == crew["ben"].id
