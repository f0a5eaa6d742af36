"""Edits without words in one block: applied where their place in the translation is certain, else left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.text import localising, merging, patching, tags, units
from translate_flow.text.facts import renumber
from translate_flow.text.localising import Habits
from translate_flow.text.merging import Phrases

PAIRS = (  # what the habits of a Spanish translation are learnt from
    ("See the [ferry times](/harbour/ferries/).", "Vea los [horarios](/es/harbour/ferries/)."),
    ("The [council](/town/council/) met.", "El [consejo](/es/town/council/) se reunió."),
    ("Ask [Portside](https://portside.example/en/help) for help.", "Pida ayuda a [Portside](https://portside.example/es/help)."),
    ("Portside sails.", "Portside zarpa."),
    ("The photographer is Quayline.", "El fotógrafo es Quayline."),
)


@pytest.fixture
def habits() -> Habits:
    known = Habits()
    for source, translation in PAIRS:
        known.learn(units.split(source, "markdown"), units.split(translation, "markdown"))
    known.learn_heading("Night trains", "Trenes nocturnos")
    return known


def spanish(old: str, new: str, there: str) -> str | None:
    return renumber(old, new, there, "en", "es")


CASES = {
    "link": ("Read [it](/a/).", "Read [it](/b/).", "[Léalo](/es/a/).", "[Léalo](/es/b/)."),
    "link never localised": ("Read [it](https://x.example/a).", "Read [it](https://x.example/b).", "[Léalo](https://x.example/a).", "[Léalo](https://x.example/b)."),
    "link on a site with languages": ("[Help](https://portside.example/en/a).", "[Help](https://portside.example/en/b).", "[Ayuda](https://portside.example/es/a).", "[Ayuda](https://portside.example/es/b)."),
    "link to a heading here": ("[It](/a/).", "[It](#night-trains).", "[Ello](/es/a/).", "[Ello](#trenes-nocturnos)."),
    "the second of two links": ("[A](/a/) and [b](/b/).", "[A](/a/) and [b](/c/).", "[A](/es/a/) y [b](/es/b/).", "[A](/es/a/) y [b](/es/c/)."),
    "link's fragment in the source's words": ("[It](/a/#one).", "[It](/a/#two).", "[Ello](/es/a/#one).", "[Ello](/es/a/#two)."),
    "image": ("![](/i/1.png) The quay.", "![](/i/2.png) The quay.", "![](/i/1.png) El muelle.", "![](/i/2.png) El muelle."),
    "code": ("Use `ferry --slow` here.", "Use `ferry --fast` here.", "Use aquí `ferry --slow`.", "Use aquí `ferry --fast`."),
    "code in a list": ("Set `a`, `b` or `c`.", "Set `a`, `b`, `d` or `c`.", "Ponga `a`, `b` o `c`.", "Ponga `a`, `b`, `d` o `c`."),
    "number": ("It cost 40 coins.", "It cost 50 coins.", "Costó 40 monedas.", "Costó 50 monedas."),
    "number in the target's format": ("It cost 1,234.5 coins.", "It cost 2,345.75 coins.", "Costó 1234,5 monedas.", "Costó 2345,75 monedas."),
    "version": ("Needs 3.5.1 or later.", "Needs 3.6.0 or later.", "Requiere 3.5.1 o posterior.", "Requiere 3.6.0 o posterior."),
    "emphasis round a name": ("We use Portside daily.", "We use **Portside** daily.", "Usamos Portside a diario.", "Usamos **Portside** a diario."),
    "link round a name": ("We use Portside daily.", "We use [Portside](/a/) daily.", "Usamos Portside a diario.", "Usamos [Portside](/es/a/) a diario."),
    "emphasis round all": ("The night train", "**The night train**", "El tren nocturno", "**El tren nocturno**"),
    "emphasis taken from all": ("**The night train**", "The night train", "**El tren nocturno**", "El tren nocturno"),
    "renamed": ("Portside sails on.", "Quayline sails on.", "Portside sigue su rumbo.", "Quayline sigue su rumbo."),
    "tag's attribute": ('A <Icon name="boat" /> sign.', 'A <Icon name="ship" /> sign.', 'Un <Icon name="boat" /> letrero.', 'Un <Icon name="ship" /> letrero.'),
    "attribute beside a translated one": (
        '<Card icon="a" title="Boats">x</Card>', '<Card icon="b" title="Boats">x</Card>',
        '<Card icon="a" title="Barcos">x</Card>', '<Card icon="b" title="Barcos">x</Card>',
    ),
    "entity": ("Salt&nbsp;water.", "Salt&#160;water.", "Agua&nbsp;salada.", "Agua&#160;salada."),
    "a full stop that was there already": ("Run `ferry`", "Run `ferry`.", "Ejecute `ferry`.", "Ejecute `ferry`."),
    "lines broken elsewhere": ("The night\ntrain left.", "The night train\nleft.", "El tren\nnocturno salió.", "El tren\nnocturno salió."),
    "Chinese": ("See [it](/a/) in `b.txt`.", "See [it](/a/) in `c.txt`.", "见 `b.txt` 中的[内容](/es/a/)。", "见 `c.txt` 中的[内容](/es/a/)。"),
    "Arabic": ("It has 12 boats.", "It has 15 boats.", "لديها 12 قاربا.", "لديها 15 قاربا."),
    "wide punctuation": ("Set `a`, `b`.", "Set `a`, `c`.", "设置 `a`、`b`。", "设置 `a`、`c`。"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_applied(name: str, habits: Habits) -> None:
    old, new, there, wanted = CASES[name]
    found = patching.patch(old, new, there, "mdx", habits, spanish)
    assert (found.text, found.complete) == (wanted, True)


LEFT = {
    "words": ("The boat left.", "The boat came.", "El barco salió.", "El barco salió."),
    "a number that stands twice": ("From 5 to 5 boats.", "From 5 to 6 boats.", "De 5 a 5 barcos.", "De 5 a 5 barcos."),
    "a number written out": ("It has 5 boats.", "It has 6 boats.", "Tiene cinco barcos.", "Tiene cinco barcos."),
    "emphasis within words": ("The night train left.", "The **night** train left.", "El tren nocturno salió.", "El tren nocturno salió."),
    "a link that is not there": ("Read [it](/a/).", "Read [it](/b/).", "Léalo.", "Léalo."),
    "half a fact": ("It cost 5 million.", "It cost 6 billion.", "Costó 5 millones.", "Costó 5 millones."),
    "words and a link": ("The [boat](/a/) left.", "The [ship](/b/) left.", "El [barco](/es/a/) salió.", "El [barco](/es/b/) salió."),
    "a heading of another page": ("[It](/a/#times).", "[It](/a/#prices).", "[Ello](/es/a/#horarios).", "[Ello](/es/a/#horarios)."),
    "a heading that went to another page": ("[It](#night-trains).", "[It](/a/#night-trains).", "[Ello](#trenes-nocturnos).", "[Ello](#trenes-nocturnos)."),
    "a word that is no name": ("The harbour is full.", "The river is full.", "El harbour está lleno.", "El harbour está lleno."),
    "text of an image": ("![A boat](/a.png) Here.", "![A ship](/a.png) Here.", "![Un barco](/a.png) Aquí.", "![Un barco](/a.png) Aquí."),
}


@pytest.mark.parametrize("name", LEFT)
def test_left_to_a_person(name: str, habits: Habits) -> None:
    old, new, there, wanted = LEFT[name]
    found = patching.patch(old, new, there, "mdx", habits, spanish)
    assert (found.text, found.complete) == (wanted, False)
    assert found.left


def test_links_are_learnt_not_known(habits: Habits) -> None:
    assert habits.link("/new/page/") == "/es/new/page/"
    assert habits.link("https://portside.example/en/new") == "https://portside.example/es/new"
    assert habits.link("https://elsewhere.example/x") == "https://elsewhere.example/x"
    assert habits.link("/town/council/") == "/es/town/council/"
    assert Habits().link("/new/page/") is None  # nothing tells whether this site has a page for each language


def test_a_rule_that_most_links_break_is_none() -> None:
    known = Habits()
    for page, there in (("/a/", "/es/a/"), ("/b/", "/b/"), ("/c/", "/c/"), ("/d/", "/d/"), ("/e/", "/e/")):
        known.learn(["[", "x", f"]({page})"], ["[", "x", f"]({there})"])
    assert known.link("/new/") == "/new/"


@pytest.mark.parametrize(("heading", "slug"), [("Night trains", "night-trains"), ("What’s new?", "whats-new"), ("Café №1", "café-1"), ("夜行列车", "夜行列车")])
def test_slugs(heading: str, slug: str) -> None:
    assert localising.slug(heading) == slug


@pytest.mark.parametrize(
    ("old", "new", "there", "wanted"),
    [
        ('<a href="/x">', '<a href="/y">', '<a class="k" href="/x">', '<a class="k" href="/y">'),
        ('<a b="1">', '<a b="1" c="2">', '<a d="3" b="1">', '<a d="3" b="1" c="2">'),
        ('<a b="1" c="2">', '<a b="1">', '<a c="2" b="1">', '<a b="1">'),
        ('<img alt="boat">', '<img alt="ship">', '<img alt="barco">', None),
        ('<a b="1">', '<a b="2">', '<a b="3">', None),
        ("<a>", "<b>", '<a c="1">', None),
    ],
)
def test_tags(old: str, new: str, there: str, wanted: str | None) -> None:
    assert tags.merged(old, new, there) == wanted


# --- code ---


def merged(old: str, new: str, there: str) -> tuple[str, bool]:
    phrases = Phrases()
    phrases.learn(old, there)
    found = merging.merge(old, new, there, phrases, lambda a, b, c: patching.patch(a, b, c, "text", Habits()))
    return found.text, found.complete


CODE = {
    "the same code": ("a = 1\nb = 2", "a = 1\nb = 3", "a = 1\nb = 2", "a = 1\nb = 3", True),
    "a translated comment stays": ("a = 1  // a boat\nb = 2", "a = 7  // a boat\nb = 2", "a = 1  // un barco\nb = 2", "a = 7  // un barco\nb = 2", True),
    "a line beside a translated one": ("// a boat\nrun(1)", "// a boat\nrun(1)\nrun(2)", "// un barco\nrun(1)", "// un barco\nrun(1)\nrun(2)", True),
    "a line before it": ("say('the boat left')", "go()\nsay('the boat left')", "say('el barco salió')", "go()\nsay('el barco salió')", True),
    "a line gone": ("// a boat\nrun(1)\nrun(2)", "// a boat\nrun(2)", "// un barco\nrun(1)\nrun(2)", "// un barco\nrun(2)", True),
    "a translated line gone": ("// a boat\nrun(1)", "run(1)", "// un barco\nrun(1)", "run(1)", True),
    "the code round a translated string": ("say('the boat left')", "tell('the boat left', 2)", "say('el barco salió')", "tell('el barco salió', 2)", True),
    "a phrase known from another line": ("x(1) // a boat\ny()", "x(1) // a boat\ny()\nz() // a boat", "x(1) // un barco\ny()", "x(1) // un barco\ny()\nz() // un barco", True),
    "only indented otherwise": ("if x:\n    y()", "if x:\n\ty()", "if x:\n  y()", "if x:\n  y()", True),
    "indented to mean something else": ("if x:\n    y()\n    z()", "if x:\n    y()\nz()", "if x:\n    y()\n    z()", "if x:\n    y()\nz()", True),
    "a new comment": ("run(1)", "// the boat sails\nrun(1)", "run(1)", "// the boat sails\nrun(1)", False),
    "a comment that changed": ("run(1) // the boat", "run(1) // the ship", "run(1) // el barco", "run(1) // el barco", False),
    "comments that were never translated": ("// the boat\nrun(1)", "// the ship\nrun(2)", "// the boat\nrun(1)", "// the ship\nrun(2)", True),
    "a new line of prose": ("run(1)", "run(1)\nThe boat sails at night.", "run(1)", "run(1)\nThe boat sails at night.", False),
    "the translation's own line": ("run(1)\nrun(2)", "run(1)\nrun(3)", "# nota\nrun(1)\nrun(2)", "# nota\nrun(1)\nrun(3)", True),
}


@pytest.mark.parametrize("name", CODE)
def test_code(name: str) -> None:
    old, new, there, wanted, complete = CODE[name]
    assert merged(old, new, there) == (wanted, complete)


# --- laws ---

pieces = st.sampled_from(["The boat", "left", " ", "\n", ".", ", ", "`a.b`", "`c`", "[x](/a/)", "[y](/b/c/#d)", "**", "_", "12", "1,234.5", "Portside", "<b>", "</b>", "&amp;", "夜行列车", "لديها", "![i](/i.png)", "{x}", "https://x.example/"])
sources = st.lists(pieces, max_size=14).map("".join)


@given(sources, sources, sources)
@settings(max_examples=150)
def test_any_three_texts(old: str, new: str, there: str) -> None:
    """Nothing raises; what did not change stays; what says that it is complete has nothing left, and the other way round."""
    found = patching.patch(old, new, there, "mdx", Habits())
    assert found.complete == (not found.left)
    assert patching.patch(old, old, there, "mdx", Habits()).text == there
    if units.split(old, "mdx") != units.split(new, "mdx") and old == there and old.split() != new.split() and "".join(old.split()) != "".join(new.split()):
        assert found.text == new
    assert found == patching.patch(old, new, there, "mdx", Habits())


@given(st.lists(pieces, min_size=1, max_size=8), st.data())
@settings(max_examples=120)
def test_a_link_exchanged_and_back(before: list[str], data: st.DataObject) -> None:
    """A link's new target is put in, and taken back, wherever the link stands in the translation."""
    at = data.draw(st.integers(0, len(before)))
    there = data.draw(st.permutations([piece for piece in before if "](" not in piece]))
    place = data.draw(st.integers(0, len(there)))

    def texts(link: str) -> tuple[str, str]:
        return "".join([*before[:at], f" [q]({link}) ", *before[at:]]), "".join([*there[:place], f" [q]({link}) ", *there[place:]])

    (old, here), (new, wanted) = texts("https://one.example/x"), texts("https://two.example/y")
    found = patching.patch(old, new, here, "mdx", Habits())
    if found.complete:  # emphasis and brackets that do not close may read otherwise
        assert found.text == wanted
        assert patching.patch(new, old, found.text, "mdx", Habits()).text == here


lines = st.lists(st.sampled_from(["a = 1", "b(2)", "  c()", "// a boat", "# the night", "say('go on now')", "", "key: A boat here", "}"]), max_size=10).map("\n".join)


@given(lines, lines, lines)
@settings(max_examples=150)
def test_any_code(old: str, new: str, there: str) -> None:
    """Nothing raises, and no line of the translation is lost without a word: it is kept, or said to be replaced or left."""
    found = merging.merge(old, new, there, Phrases(), lambda a, b, c: patching.Patch(c, False, left=((a, b),)))
    assert merging.merge(old, old, there, Phrases(), lambda a, b, c: patching.Patch(c, False)).text == there
    told = "\n".join([found.text, *(text for pair in found.applied for text in pair)])
    assert found.text == there or not set(there.split("\n")) - set(told.split("\n")) - {""}


@pytest.mark.parametrize("text", ['"' * 40_000, "'a" * 40_000, "// " * 40_000, ">" * 40_000 + "{", "`a" * 40_000, "<!--" * 20_000, "A b" * 40_000, "/*" * 40_000, ": a" * 40_000, " " * 80_000 + "x"])
def test_hostile_lines_take_no_time(text: str) -> None:
    with bounded():
        merging.parts(text)
        tags.merged("<a " + text, "<b " + text, "<a c " + text)
        localising.target("](" + text)
        localising.target("<a " + text)


def test_a_block_written_anew_takes_no_time() -> None:
    old, new = (" ".join(f"{word}{number}" for number in range(1500)) for word in ("old", "new"))
    with bounded():
        found = patching.patch(old, new, re.sub("old", "viejo", old), "markdown", Habits())
    assert not found.complete
