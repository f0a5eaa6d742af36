"""Carrying a translation over a change of its source: what stays, what is patched, what is left, and that nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.formats import get
from translate_flow.text import frames
from translate_flow.text.carry import Action, Carried, Differences, Todo, carry
from translate_flow.text.diff import Change, diff
from translate_flow.text.document import Document
from translate_flow.text.pairing import Pair

SITE = Path(__file__).parents[2] / "shared" / "data" / "starlight-docs.bundle"
SUFFIXES = {"markdown": "a.md", "mdx": "a.mdx", "html": "a.html", "wordpress": "a.wp", "text": "a.txt"}


def reader(form: str) -> Callable[[str], Document]:
    return lambda text: get(form).read(text.encode(), name=SUFFIXES[form])


read = reader("markdown")


def one_by_one(old: Document, there: Document) -> list[Pair]:
    assert len(old.blocks) == len(there.blocks)
    return [Pair((at,), (at,), 1.0) for at in range(len(old.blocks))]


def carried(old: str, new: str, there: str, *, form: str = "markdown", **more: object) -> Carried:
    open_ = reader(form)
    return carry(open_(old), open_(new), open_(there), languages=("en", "es"), read=open_, **more)  # type: ignore[arg-type]


def told(found: Carried) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [(task.todo.value, task.new, task.target) for task in found.tasks]


# --- named cases ---

OLD = "# Harbour news\n\nThe ferry leaves at night.\n\nThe council met on Monday.\n\n```sh\nferry --slow\n```\n\nSee [the times](/times/).\n"
THERE = "# Noticias del puerto\n\nEl ferri sale de noche.\n\nEl consejo se reunió el lunes.\n\n```sh\nferry --slow\n```\n\nVea [los horarios](/es/times/).\n"


def test_the_same_source_gives_the_same_bytes() -> None:
    found = carried(OLD, OLD, THERE)
    assert found.text == THERE
    assert not found.tasks
    assert not found.applied
    assert {placed.action for placed in found.placed} == {Action.KEPT}


def test_a_moved_block_takes_its_translation_along() -> None:
    found = carried(OLD, OLD.replace("The council met on Monday.\n\n", "") + "\nThe council met on Monday.\n", THERE)
    assert found.text == THERE.replace("El consejo se reunió el lunes.\n\n", "") + "\nEl consejo se reunió el lunes.\n"
    assert found.placed[-1].action is Action.MOVED
    assert not found.tasks


def test_edits_without_words_are_applied() -> None:
    found = carried(OLD, OLD.replace("--slow", "--fast").replace("](/times/)", "](/tables/)"), THERE)
    assert found.text == THERE.replace("--slow", "--fast").replace("](/es/times/)", "](/es/tables/)")
    assert [placed.action for placed in found.placed[-2:]] == [Action.COPIED, Action.PATCHED]
    assert [(done.old, done.new, done.why) for done in found.applied][1] == ("Vea [los horarios](/es/times/).", "Vea [los horarios](/es/tables/).", "link")
    assert not found.tasks


def test_words_are_left_to_the_translator() -> None:
    found = carried(OLD, OLD.replace("at night", "at noon"), THERE)
    assert found.text == THERE
    assert told(found) == [("edited", (1,), (1,))]
    assert (found.tasks[0].old_source, found.tasks[0].new_source) == ("The ferry leaves at night.", "The ferry leaves at noon.")


def test_added_blocks_come_with_the_source_and_removed_ones_go() -> None:
    new = OLD.replace("The council met on Monday.", "A storm came.\n\n```sh\nferry --stop\n```")
    found = carried(OLD, new, THERE, proposals={"A storm came.": "Llegó una tormenta."})
    assert "El consejo" not in found.text
    assert found.removed == (2,)
    assert told(found) == [("added", (2,), (2,))]
    assert found.tasks[0].proposal == "Llegó una tormenta."
    assert "A storm came." in found.text
    assert "```sh\nferry --stop\n```" in found.text


def test_a_reverted_paragraph_gets_its_translation_back() -> None:
    found = carried(OLD.replace("at night", "at noon"), OLD, THERE.replace("de noche", "a mediodía"), earlier={"The ferry leaves at night.": "El ferri sale de noche."})
    assert found.text == THERE
    assert found.placed[1].action is Action.RESTORED
    assert not found.tasks


def test_what_is_translated_elsewhere_in_the_text_is_not_asked_again() -> None:
    old = "# A\n\n**Type:** `one`\n\nSome words stand here.\n\n**Type:** `two`\n"
    there = "# B\n\n**Tipo:** `one`\n\nAquí hay unas palabras.\n\n**Tipo:** `two`\n"
    found = carried(old, old + "\n**Type:** `three`\n\nSome words stand here.\n", there)
    assert found.text == there + "\n**Tipo:** `three`\n\nAquí hay unas palabras.\n"
    assert not found.tasks


def test_the_translators_own_stays_beside_its_neighbour() -> None:
    there = THERE.replace("lunes.\n", "lunes.\n\nNota: el consejo tiene nueve miembros.\n")
    pairs = [Pair((at,), (at + (at > 2),), 1.0) for at in range(5)] + [Pair((), (3,), 0.5)]
    new = OLD.replace("The council met on Monday.\n\n", "").replace("# Harbour news\n", "# Harbour news\n\nThe council met on Monday.\n")
    for differences in (Differences(), Differences(notes=frozenset({3}))):
        found = carried(OLD, new, there, pairs=pairs, differences=differences)
        assert found.text == there.replace("El ferri sale de noche.\n\n", "").replace("miembros.\n", "miembros.\n\nEl ferri sale de noche.\n")
        assert found.placed[2].action is Action.OWN
        assert not found.tasks


def test_localised_blocks_are_not_touched() -> None:
    there = THERE.replace("Vea [los horarios](/es/times/).", "Pregunte en su puerto.")
    differences = Differences(localised=frozenset({4}))
    found = carried(OLD, OLD.replace("](/times/)", "](/tables/)"), there, differences=differences, pairs=one_by_one(read(OLD), read(there)))
    assert found.text == there
    assert told(found) == [("localised", (4,), (4,))]
    gone = carried(OLD, OLD.replace("\nSee [the times](/times/).\n", ""), there, differences=differences, pairs=one_by_one(read(OLD), read(there)))
    assert gone.text.endswith("Pregunte en su puerto.\n")
    assert told(gone) == [("localised", (), (4,))]


@pytest.mark.parametrize("new", [OLD.replace("Monday", "Tuesday"), OLD.replace("The council met on Monday.\n\n", "") + "\nThe council met on Monday.\n", OLD.replace("night", "noon")])
def test_omissions_stay_out(new: str) -> None:
    there = THERE.replace("El consejo se reunió el lunes.\n\n", "")
    pairs = [Pair((0,), (0,), 1.0), Pair((1,), (1,), 1.0), Pair((2,), (), 1.0), Pair((3,), (2,), 1.0), Pair((4,), (3,), 1.0)]
    found = carried(OLD, new, there, pairs=pairs, differences=Differences(omitted=frozenset({2})))
    assert found.text == there
    assert all(2 not in task.old for task in found.tasks)


def test_what_was_never_translated_stays_a_task() -> None:
    there = THERE.replace("El ferri sale de noche.", "The ferry leaves at night.")
    pairs = one_by_one(read(OLD), read(there))
    found = carried(OLD, OLD.replace("at night", "at noon"), there, pairs=pairs, untranslated=frozenset({1}))
    assert found.text == there.replace("at night", "at noon")
    assert told(found) == [("added", (1,), (1,))]
    assert told(carried(OLD, OLD, there, pairs=pairs, untranslated=frozenset({1}))) == [("added", (1,), (1,))]


def test_a_source_that_may_have_gone_is_asked_about() -> None:
    pairs = [replace(pair, confidence=0.4 if pair.source == (2,) else 1.0) for pair in one_by_one(read(OLD), read(THERE))]
    found = carried(OLD, OLD.replace("The council met on Monday.\n\n", ""), THERE, pairs=pairs)
    assert found.text == THERE
    assert told(found) == [("removed", (), (2,))]


def test_split_and_merged_paragraphs_keep_their_words() -> None:
    one = "# A\n\nThe ferry leaves at night from the old quay. The council met on Monday in the town hall.\n"
    two = "# A\n\nThe ferry leaves at night from the old quay.\n\nThe council met on Monday in the town hall.\n"
    there = "# B\n\nEl ferri sale de noche del muelle viejo. El consejo se reunió el lunes en el ayuntamiento.\n"
    apart = "# B\n\nEl ferri sale de noche del muelle viejo.\n\nEl consejo se reunió el lunes en el ayuntamiento.\n"
    split, joined = carried(one, two, there), carried(two, one, apart)
    assert (split.text, told(split)) == (there, [("split", (1, 2), (1,))])
    assert (joined.text, told(joined)) == (apart, [("merged", (1,), (1, 2))])


def test_numbers_and_dates_in_the_targets_own_format() -> None:
    old = "# A\n\nThe bridge cost 1,250.5 coins.\n\nIt opened on March 8, 2026.\n"
    there = "# B\n\nEl puente costó 1250,5 monedas.\n\nAbrió el 8 de marzo de 2026.\n"
    found = carried(old, old.replace("1,250.5", "2,300.75").replace("March 8", "April 9"), there)
    assert found.text == there.replace("1250,5", "2300,75").replace("8 de marzo", "9 de abril")
    assert not found.tasks


FRAMES = {
    "an import": ("import A from 'a';\n\nWords here.\n", "import A, { B } from 'a';\n\nWords here.\n", "import A from 'a';\n\nPalabras aquí.\n", "import A, { B } from 'a';\n\nPalabras aquí.\n", 0),
    "a level": ("## One\n\nTwo\n", "### One\n\nTwo\n", "## Uno\n\nDos\n", "### Uno\n\nDos\n", 0),
    "an attribute beside a translated one": (
        '<Card icon="a" title="A boat" />\n\nTwo\n', '<Card icon="b" title="A boat" />\n\nTwo\n',
        '<Card icon="a" title="Un barco" />\n\nDos\n', '<Card icon="b" title="Un barco" />\n\nDos\n', 0,
    ),
    "an attribute that people read": (
        '<Card title="A boat is here" />\n\nTwo\n', '<Card title="A ship is here" />\n\nTwo\n',
        '<Card title="Hay un barco" />\n\nDos\n', '<Card title="Hay un barco" />\n\nDos\n', 1,
    ),
    "an aside put round": ("One\n\nTwo\n", "One\n\n:::note\nTwo\n:::\n", "Uno\n\nDos\n", "Uno\n\n:::note\nDos\n:::\n", 0),
    "front matter": ("---\ntitle: One\norder: 1\n---\n\nTwo\n", "---\ntitle: One\norder: 2\n---\n\nTwo\n", "---\ntitle: Uno\norder: 1\n---\n\nDos\n", "---\ntitle: Uno\norder: 2\n---\n\nDos\n", 0),
    "the translation's own front matter": (
        "---\ntitle: One\n---\n\nTwo\n", "---\ntitle: One\norder: 2\n---\n\nTwo\n",
        "---\ntitle: Uno\nlang: es\n---\n\nDos\n", "---\ntitle: Uno\norder: 2\nlang: es\n---\n\nDos\n", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FRAMES)
def test_what_stands_between_the_blocks(name: str) -> None:
    old, new, there, wanted, left = FRAMES[name]
    found = carried(old, new, there, form="mdx")
    if left is None:  # either order of the two lines will do, both or one with a word about it
        assert "lang: es" in found.text
        assert "order: 2" in found.text or found.tasks
        return
    assert found.text == wanted
    assert [task.todo for task in found.tasks] == [Todo.UNSURE] * left


@pytest.mark.parametrize(
    ("gap", "parts"),
    [
        ("\n\n## ", ("", "\n", "\n## ")), ("\n```\n\n```js\n", ("\n```", "\n", "\n```js\n")), ("</p>\n<p>", ("</p>", "\n", "<p>")),
        ("</li>\n</ul>\n<p>", ("</li>\n</ul>", "\n", "<p>")), ('"\n---\n\n', ('"', "\n---\n", "\n")), ("", ("", "", "")),
    ],
)  # fmt: skip
def test_gaps_taken_apart(gap: str, parts: tuple[str, str, str]) -> None:
    assert frames.apart(gap) == parts


@pytest.mark.parametrize(
    ("gaps", "joined"),
    [
        (["\n\n", "\n\n## "], "\n\n## "),
        (["\n\n```js\n", "\n```\n\n- "], "\n\n- "),
        (["\n\n<Aside>\n\n", "\n\n</Aside>\n\n## "], "\n\n## "),
        (["</p>\n<ul>\n<li>", "</li>\n</ul>\n<p>"], "</p>\n<p>"),
        (["</li>\n<li>", "</li>\n<li>"], "</li>\n<li>"),
    ],
)
def test_gaps_round_what_is_left_out(gaps: list[str], joined: str) -> None:
    assert frames.without(gaps) == joined


def test_a_tag_beside_an_omission_stays() -> None:
    """A block came between an omitted one and its neighbour: no text has the gap that is to be written."""
    old = "# A\n\nOne word.\n\nTwo words.\n\n```js\na(1)\n```\n\n<Tabs>\n\nThree words.\n\n</Tabs>\n"
    there = "# B\n\nUna palabra.\n\nDos palabras.\n\n<Tabs>\n\nTres palabras.\n\n</Tabs>\n"
    new = old.replace("Two words.\n\n", "").replace("# A\n", "# A\n\nTwo words.\n")
    pairs = [Pair((0,), (0,), 1.0), Pair((1,), (1,), 1.0), Pair((2,), (2,), 1.0), Pair((3,), (), 1.0), Pair((4,), (3,), 1.0)]
    found = carried(old, new, there, form="mdx", pairs=pairs, differences=Differences(omitted=frozenset({3})))
    assert found.text == "# B\n\nDos palabras.\n\nUna palabra.\n\n<Tabs>\n\nTres palabras.\n\n</Tabs>\n"
    assert not found.tasks


# --- laws, in every format ---

WORDS = ["harbour", "council", "vote", "budget", "bridge", "river", "mayor", "train", "winter", "school", "market", "letter"]
word = st.sampled_from(WORDS)
Item = tuple[str, str]


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from("pppphlcq"))
    if kind == "c":
        return kind, "\n".join(f"{draw(word)}({draw(st.integers(1, 9))}) // {draw(word)}" for _ in range(draw(st.integers(1, 3))))
    words = " ".join(draw(st.lists(word, min_size=2, max_size=9)))
    extra = draw(st.sampled_from(["", "", " [{0}](/{0}/{1}/)", " `{0}.txt`", " {1}", " **{0}**"]))
    return kind, words.capitalize() + extra.format(draw(word), draw(st.integers(1, 999))) + "."


def translated(item: Item) -> Item:
    """Every word with an ending, but for code and links: a language of which nobody knows anything."""
    return item[0], re.sub(r"(`[^`]*`|\]\([^)]*\)|\w+\(\d\))|([A-Za-z]+)", lambda found: found[1] or found[2] + "o", item[1])


MARKDOWN = {"p": "{}", "h": "## {}", "l": "- {}", "q": "> {}", "c": "```js\n{}\n```"}
HTML = {"p": "<p>{}</p>", "h": "<h2>{}</h2>", "l": "<ul><li>{}</li></ul>", "q": "<blockquote><p>{}</p></blockquote>", "c": "<pre>{}</pre>"}
WORDPRESS = {"p": "paragraph", "h": "heading", "l": "list", "q": "quote", "c": "code"}


def written(form: str, parts: Sequence[Item]) -> str:
    if form in {"markdown", "mdx"}:
        return "\n\n".join(MARKDOWN[kind].format(text) for kind, text in parts) + "\n"
    if form == "text":
        return "\n\n".join(text.replace("\n", " ") for _, text in parts) + "\n"
    if form == "html":
        return "<html><body><article>\n" + "\n".join(HTML[kind].format(escape(text)) for kind, text in parts) + "\n</article></body></html>\n"
    return "\n\n".join(f"<!-- wp:{WORDPRESS[kind]} -->\n{HTML[kind].format(escape(text))}\n<!-- /wp:{WORDPRESS[kind]} -->" for kind, text in parts) + "\n"


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Item], list[Item]]:
    """An article before and after some blocks came, went, moved, or changed in words or without."""
    old = draw(st.lists(items(), min_size=1, max_size=8))
    new = list(old)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(new) - 1))
        deed = draw(st.sampled_from("dimwf"))
        if deed == "d" and len(new) > 1:
            del new[at]
        elif deed == "i":
            new.insert(at, draw(items()))
        elif deed == "m":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        elif deed == "w":
            new[at] = (new[at][0], new[at][1].replace(draw(word), draw(word)))
        elif deed == "f":
            new[at] = (new[at][0], re.sub(r"\d+", str(draw(st.integers(1, 9))), new[at][1]))
    return old, new


def lawful(old: Document, new: Document, there: Document, found: Carried, open_: Callable[[str], Document]) -> None:
    """What is true of any draft."""
    draft = open_(found.text)
    assert [draft.source(block) for block in draft.blocks] == [placed.source for placed in found.placed]
    places = Counter(at for placed in found.placed for at in placed.was)
    assert set(places) | set(found.removed) == set(range(len(there.blocks)))  # nobody’s text is lost
    assert not set(places) & set(found.removed)
    assert max(places.values(), default=1) == 1
    said = {done.target for done in found.applied} | {at for task in found.tasks for at in task.target}
    for at, placed in enumerate(found.placed):
        was = "".join(there.source(there.blocks[i]) for i in placed.was)
        assert placed.source == was or at in said or not placed.was
        assert placed.action is not Action.MOVED or placed.source == was
    rendered = {at for placed in found.placed for at in placed.new} | {at for task in found.tasks for at in task.new}
    assert rendered == set(range(len(new.blocks))) or old.text == new.text
    for task in found.tasks:
        assert all(0 <= at < len(found.placed) for at in task.target)
    if not {change.change for change in diff(old, new).changes} & {Change.MOVED, Change.MOVED_EDITED}:
        order = [at for placed in found.placed for at in placed.was]
        assert order == sorted(order)  # what did not move in the source does not move in the translation


@pytest.mark.parametrize("form", SUFFIXES)
@given(change=changes(), less=st.integers(0, 12), more=st.integers(0, 12))
@settings(max_examples=60)
@example(change=([("p", "One two."), ("c", "a(1) // b")], [("c", "a(1) // b"), ("p", "One two.")]), less=12, more=0)
@example(change=([("p", "Harbour harbour."), ("p", "Harbour harbour.")], [("p", "Harbour harbour.")]), less=0, more=2)
def test_laws(form: str, change: tuple[list[Item], list[Item]], less: int, more: int) -> None:
    before, after = change
    theirs = [translated(item) for item in before]
    if less < len(theirs) - 1:
        del theirs[less]
    if more <= len(theirs):
        theirs.insert(more, ("p", "Notao del traductoro."))
    open_ = reader(form)
    old, new, there = (open_(written(form, parts)) for parts in (before, after, theirs))
    found = carry(old, new, there, languages=("en", "xx"), read=open_)
    lawful(old, new, there, found, open_)
    assert found == carry(old, new, there, languages=("en", "xx"), read=open_)
    same = carry(old, old, there, languages=("en", "xx"))
    assert (same.text, same.tasks) == (there.text, ())


@given(changes())
@settings(max_examples=60)
def test_there_and_back(change: tuple[list[Item], list[Item]]) -> None:
    """A change and its reversal give the translation back, where nobody worked on it meanwhile."""
    assume(len(set(change[0])) == len(change[0]))  # of two blocks alike, either may be the one that moved
    old, new, there = (read(written("markdown", parts)) for parts in (*change, [translated(item) for item in change[0]]))
    assume(len(old.blocks) == len(there.blocks))
    out = carry(old, new, there, pairs=one_by_one(old, there), languages=("en", "xx"), read=read)
    pairs = [Pair(placed.new, (at,), 1.0) for at, placed in enumerate(out.placed)]
    untranslated = frozenset(at for task in out.tasks if task.todo is Todo.ADDED for at in task.new)
    earlier = {old.source(a): there.source(b) for a, b in zip(old.blocks, there.blocks, strict=True)}
    back = carry(new, old, read(out.text), pairs=pairs, untranslated=untranslated, earlier=earlier, languages=("en", "xx"), read=read)
    assert [placed.source for placed in back.placed] == [there.source(block) for block in there.blocks]
    assert not [task for task in back.tasks if task.target]


def test_a_translation_in_an_order_of_its_own_keeps_it() -> None:
    """Its blocks are not sorted by the source's order when the source changes elsewhere, or a block of it moves."""
    parts = [("p", f"The {WORDS[at]} met the {WORDS[at + 1]} at {at + 3} o'clock.") for at in range(6)]
    old, there = read(written("markdown", parts)), [translated(item) for item in parts]
    mixed = [there[4], there[0], there[1], ("p", "Notao del traductoro."), there[3], there[2], there[5]]
    pairs = [Pair((0,), (1,), 1.0), Pair((1,), (2,), 1.0), Pair((2,), (5,), 1.0), Pair((3,), (4,), 1.0), Pair((4,), (0,), 1.0), Pair((5,), (6,), 1.0), Pair((), (3,), 1.0)]
    changed = [*parts[:2], ("p", "Something came."), *parts[2:5], ("p", "The end is another one now.")]
    found = carry(old, read(written("markdown", changed)), read(written("markdown", mixed)), pairs=pairs, read=read)
    assert [placed.was for placed in found.placed] == [(0,), (1,), (2,), (3,), (), (4,), (5,), (6,)]
    moved = [parts[5], *parts[:5]]
    found = carry(old, read(written("markdown", moved)), read(written("markdown", mixed)), pairs=pairs, read=read)
    assert [placed.was for placed in found.placed] == [(0,), (6,), (1,), (2,), (3,), (4,), (5,)]


def test_a_draft_that_cannot_be_composed_leaves_the_translation_as_it_is() -> None:
    """Where nothing reads back as it should, nothing is done and everything is said."""
    old, new, there = read(OLD), read(OLD.replace("night", "noon") + "\nMore words.\n"), read(THERE)
    found = carry(old, new, there, read=lambda text: read("Something else.\n"))
    assert found.text == THERE
    assert sorted(told(found)) == [("added", (5,), ()), ("edited", (1,), (1,))]


def test_a_long_text_takes_no_time() -> None:
    old = [("p", f"The {WORDS[at % 12]} {at} of the {WORDS[at % 7]} met the {WORDS[at % 5]}.") for at in range(1500)]
    new = [*old[900:1000], *old[:900], ("p", "Something came."), *old[1000:]]
    documents = [read(written("markdown", parts)) for parts in (old, new, [translated(item) for item in old])]
    with bounded():
        found = carry(*documents, read=read)
    assert [task.todo for task in found.tasks] == [Todo.ADDED]


# --- real texts ---


@pytest.mark.skipif(not SITE.exists(), reason=f"needs {SITE.name}")
def test_real_updates_keep_the_laws() -> None:
    from bench.histories import History
    from translate_flow.formats import for_path

    with History(SITE) as history:
        for update in history.updates(sample=60, seed=11):
            old, new = (get(for_path(update.source_path)).read(data, name=update.source_path) for data in (update.old_source, update.new_source))
            there = get(for_path(update.path)).read(update.old_translation, name=update.path)

            def open_(text: str, path: str = update.path, encoding: str = there.encoding) -> Document:
                return get(for_path(path)).read(text.encode(encoding), name=path)

            found = carry(old, new, there, languages=("en", update.language), read=open_)
            lawful(old, new, there, found, open_)
            assert not any("put together" in task.reason for task in found.tasks)
