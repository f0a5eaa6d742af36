"""What the newsroom's own translations teach the pairing of texts that were not made here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from sqlalchemy import event

from tests.newsroom import article, later, staff
from translate_flow import db, formats
from translate_flow.services import checkins, claims, coordination, lookup, texts
from translate_flow.services.pairs import find_pairs, lexicon
from translate_flow.text.pairing import pair_documents

WORDS = {
    "río": "ribeira", "grúa": "guindaste", "huerta": "horta", "calle": "rua", "vecina": "vizinha", "puente": "ponte", "tienda": "loja", "escuela": "aula",
    "barco": "navio", "juez": "magistrado", "cuenta": "fatura", "mesa": "bancada",
}  # fmt: skip
SPANISH, PORTUGUESE = list(WORDS), list(WORDS.values())


def told(words: list[str], *, portuguese: bool, dated: bool = False) -> str:
    """A page of a short paragraph for each two of some words; with years it is plain which renders which."""
    spoken = [WORDS[word] for word in words] if portuguese else words
    lines = [("A {} viu a {}" if portuguese else "La {} vio la {}").format(*two) for two in (pairwise(spoken) if dated else zip(spoken[::2], spoken[1::2], strict=True))]
    return "\n\n".join(f"{line} [{1950 + at}](/{1950 + at})." if dated else f"{line}." for at, line in enumerate(lines)) + "\n"


@pytest.fixture
def session(engine):
    """A newsroom that has translated one page, and a source that nobody has."""
    with db.scope(engine) as session:
        _taught(session)
        yield session


@contextmanager
def asked(engine) -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    found: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def _taught(session) -> None:
    crew = staff(session)
    article(session, crew["cora"], "first", told(SPANISH * 3, portuguese=False, dated=True))
    article(session, crew["cora"], "second", told(SPANISH, portuguese=False))
    for key in ("first", "second"):
        version = coordination.request(session, lookup.article(session, key), "pt", source="es", actor=crew["cora"], now=later(1))
        claims.claim(session, version, actor=crew["max"], now=later(1))
    checkins.checkin(session, told(SPANISH * 3, portuguese=True, dated=True).encode(), address="first/pt", name="t.md", actor=crew["max"], now=later(2))


def test_words_of_other_translations_pair_a_text_whose_structure_does_not(session) -> None:
    base = lookup.version(session, "second/es")
    version = lookup.version(session, "second/pt")
    source = texts.document(session, base.head)
    lines = told(SPANISH, portuguese=True).split("\n\n")
    text = formats.get("markdown").read("\n\n".join(lines[:1] + lines[2:]).encode())
    right = [((0,), (0,)), *(((at,), (at - 1,)) for at in range(2, 6))]

    found = [(pair.source, pair.target) for pair in find_pairs(session, base.head, source, version, text) if pair.source and pair.target]
    assert found == right
    assert [(pair.source, pair.target) for pair in pair_documents(source, text) if pair.source and pair.target] != right


def test_it_is_learnt_once_and_only_where_it_is_needed(session, engine) -> None:
    base, version = lookup.version(session, "second/es"), lookup.version(session, "second/pt")
    source = texts.document(session, base.head)
    equal = formats.get("markdown").read(texts.body(session, base.head).replace(b"La", b"A"))
    with asked(engine) as done:
        find_pairs(session, base.head, source, version, equal)
    assert not done
    assert lexicon(session, base.head, "pt").entries
    with asked(engine) as done:
        lexicon(session, base.head, "pt")
    assert len(done) <= 1
    assert lexicon(session, base.head, "de") is None
