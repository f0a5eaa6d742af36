"""Which text of its source a translation reflects: small histories made by hand, each for one way to be wrong, and any history that is followed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kept import Kept
from translate_flow.adoption import bases
from translate_flow.adoption.items import Fact, Item, Snapshot, Text

Told = tuple[str, str | None]  # a commit and the text that came with it; each commit is a day after the one named before it in the alphabet


def page(origin: str, texts: Sequence[Told], format: str = "markdown") -> Item:
    """A page whose texts came with commits `a` (1 January 2024), `b` (2 January) … `z9`."""
    kept = Kept({text or name: text for name, text in texts})
    history = tuple(Snapshot(name, at(name), text or name, kept) for name, text in texts)  # as in git: a text is known by what it is
    return Item(origin, Text(format, (texts[-1][1] or "").encode(), name=origin), place=origin, history=history, modified=history[-1].at)


def at(name: str) -> str:
    day = ord(name[0]) - ord("a") + 26 * int(name[1:] or 0)
    return f"2024-{1 + day // 28:02}-{1 + day % 28:02}T00:00:00Z"


def found(source: Sequence[Told], translation: Sequence[Told], format: str = "markdown") -> Fact:
    return bases.Bases().find(page("de.md", translation, format), page("en.md", source, format))


def english(*parts: str) -> str:
    return "\n\n".join(("---\ntitle: The port\n---", "The port is open again.", *parts)) + "\n"


def german(*parts: str) -> str:
    return "\n\n".join(("---\ntitle: Der Hafen\n---", "Der Hafen ist wieder offen.", *parts)) + "\n"


# --- sweeps over all languages ---

GUIDE, MORE, SHIP = "[guide](/guide/)", "[more](/more/)", "[ship](/ship/)"
PICTURE, RENAMED = "![](/old.png)", "![](/new.png)"


def test_a_sweep_says_nothing_of_what_came_before_it() -> None:
    base = found(
        [("a", english(PICTURE)), ("c", english(PICTURE, GUIDE)), ("e", english(RENAMED, GUIDE))],
        [("b", german(PICTURE)), ("e", german(RENAMED))],
    )  # fmt: skip
    assert (base.value, base.confidence) == ("a", 0.9)


def test_sweeps_that_directly_follow_are_in_it() -> None:
    base = found(
        [("a", english(PICTURE)), ("c", english(PICTURE, GUIDE)), ("e", english(RENAMED, GUIDE)), ("g", english(RENAMED, GUIDE, MORE))],
        [("b", german(PICTURE)), ("d", german(PICTURE, GUIDE)), ("e", german(RENAMED, GUIDE))],
    )  # fmt: skip
    assert (base.value, base.confidence) == ("e", 0.95)
    assert base.evidence == (
        "by the times of both, and it has the link guide, which this text of its source brought",
        "what changed in it later came with changes of its source, which say nothing of the rest",
    )  # fmt: skip


def test_a_sweep_that_gave_the_translation_less_is_not_in_it() -> None:
    """A banner is renewed in the source, and only taken out of the translation, by one commit."""
    banner = "---\ntitle: {}\nbanner:\n  content: 5\n---\n\n".format
    base = found(
        [("a", banner("Port")), ("c", "---\ntitle: Port\n---\n\n"), ("e", "---\ntitle: Port\nbanner:\n  content: 7\n---\n\n")],
        [("b", banner("Hafen")), ("e", "---\ntitle: Hafen\n---\n\n")],
    )  # fmt: skip
    assert base.value == "c"


def test_a_sweep_in_the_translation_of_what_its_source_had_before() -> None:
    """The address was mended in the source first; with the next change of it, in a translation that has nothing of what lies between."""
    old, new = "[theme](https://old.example)", "[theme](https://new.example)"
    base = found(
        [("a", english(GUIDE)), ("c", english(GUIDE, old)), ("e", english(GUIDE, old, MORE)), ("g", english(GUIDE, new, MORE)), ("i", english(GUIDE, f"{new}.", MORE))],
        [("d", german(GUIDE, old)), ("i", german(GUIDE, new)), ("j", german(GUIDE, new) + "\n")],
    )  # fmt: skip
    assert (base.value, base.confidence) == ("c", 0.95)


def test_formatting_is_no_translators_change() -> None:
    base = found(
        [("a", english(GUIDE)), ("c", english(GUIDE, "The crane stands still."))],
        [("b", german(GUIDE)), ("d", german(GUIDE) + "\n\n")],
    )  # fmt: skip
    assert base.value == "a"


def test_what_a_sweep_renamed_is_not_missed_in_earlier_texts() -> None:
    base = found(
        [("a", english()), ("c", english(PICTURE)), ("e", english(RENAMED)), ("g", english(RENAMED, GUIDE))],
        [("b", german()), ("d", german(PICTURE)), ("e", german(RENAMED)), ("h", german(RENAMED, GUIDE))],
    )  # fmt: skip
    assert (base.value, base.confidence) == ("g", 0.95)


def test_a_source_and_its_translation_that_always_change_together() -> None:
    source = [("a", english(GUIDE)), ("c", english(GUIDE, SHIP)), ("e", english(GUIDE, SHIP, MORE))]
    translation = [("a", german(GUIDE)), ("c", german(GUIDE, SHIP)), ("e", german(GUIDE, SHIP, MORE))]
    assert found(source, translation).value == "e"


def test_a_change_that_left_no_mark_before_a_sweep_is_a_question() -> None:
    base = found(
        [("a", english(GUIDE)), ("c", english(GUIDE, SHIP)), ("e", english(GUIDE, SHIP, "Closed.")), ("g", english(PICTURE, SHIP, "Closed."))],
        [("b", german(GUIDE)), ("d", german(GUIDE, SHIP)), ("g", german(PICTURE, SHIP))],
    )  # fmt: skip
    assert (base.value, base.confidence) == ("c", 0.85)


# --- who speaks for which text ---


def test_one_mark_for_the_older_text_is_a_question() -> None:
    base = found([("a", english(GUIDE)), ("c", english(GUIDE, SHIP))], [("b", german(GUIDE)), ("d", german(GUIDE, "Neu."))])
    assert base.value == "a"
    assert base.confidence < 0.9
    assert base.evidence == ("it was changed later, but it lacks the link ship, which its source brought next",)


def test_one_that_still_stands_there_too() -> None:
    base = found([("a", english(GUIDE, SHIP)), ("c", english(GUIDE))], [("b", german(GUIDE, SHIP)), ("d", german(GUIDE, SHIP, "Neu."))])
    assert (base.value, base.confidence) == ("a", 0.65)
    assert base.evidence == ("it was changed later, but it still has the link ship, which its source left out next",)


def test_as_many_for_either_text_is_a_question() -> None:
    base = found([("a", english(GUIDE)), ("c", english(GUIDE, SHIP, MORE))], [("b", german(GUIDE)), ("d", german(GUIDE, SHIP))])
    assert (base.value, base.confidence) == ("c", 0.85)


def test_marks_that_only_came_back_do_not_count_twice() -> None:
    """The mark that one text brought and the next took out again tells a translation between them from both."""
    texts = [("a", english(GUIDE)), ("c", english(GUIDE, SHIP)), ("e", english(GUIDE)), ("g", english(GUIDE, MORE))]
    assert found(texts, [("b", german(GUIDE)), ("h", german(GUIDE, SHIP))]).value == "c"
    assert found(texts, [("b", german(GUIDE)), ("h", german(GUIDE, MORE))]).value == "g"


def test_what_cannot_be_told_apart_is_by_the_times() -> None:
    base = found([("a", english("One.")), ("c", english("Two."))], [("b", german("Eins.")), ("d", german("Zwei."))])
    assert (base.value, base.confidence) == ("c", 0.85)


def test_its_last_text_that_can_be_told_apart_came_before() -> None:
    base = found([("a", english()), ("c", english(GUIDE)), ("e", english(GUIDE, "Two."))], [("d", german(GUIDE)), ("f", german(GUIDE, "Zwei."))])
    assert (base.value, base.confidence) == ("e", 0.9)


def test_a_translation_of_one_change_is_settled_by_a_link() -> None:
    base = found([("a", english(GUIDE)), ("c", english(GUIDE, SHIP))], [("d", german(GUIDE, SHIP))])
    assert (base.value, base.confidence) == ("c", 0.95)


def test_begun_long_before_it_came_in() -> None:
    base = found([("a", english()), ("b", english(GUIDE)), ("c", english(GUIDE, SHIP)), ("d", english(GUIDE, SHIP, MORE))], [("e", german(GUIDE))])
    assert base.value == "b"


def test_what_was_taken_back_is_nothing_to_follow() -> None:
    texts = [("a", english(GUIDE)), ("c", english(GUIDE, SHIP)), ("e", english(GUIDE)), ("g", english(GUIDE, MORE))]
    assert found(texts, [("b", german(GUIDE)), ("f", german(GUIDE, "Neu."))]).value == "e"


# --- what stands outside of blocks ---

CARDS = [f'<LinkCard\n\ttitle="{{}} {number}"\n\thref="https://card{number}.example"\n/>' for number in range(4)]


@pytest.mark.parametrize(("older", "newer"), [
    ([CARDS[0]], [CARDS[0], CARDS[1]]),
    (["<Grid cards={[\n{ title: '{}', href: 'https://a.example' },\n]} />"], ["<Grid cards={[\n{ title: '{}', href: 'https://a.example' },\n{ title: '{}', href: 'https://b.example' },\n]} />"]),
    (["```js\nconst a = 'x';\n```"], ["```js\nconst b = 'y'; // {}\n```"]),
    (["import { Card } from '@docs/cards';"], ["import { Card } from '~/cards';"]),
    (["{}"], ["<Aside>\n{}\n</Aside>"]),
], ids=["attributes", "expressions", "code", "imports", "components"])  # fmt: skip
def test_outside_of_blocks(older: list[str], newer: list[str]) -> None:
    def in_language(parts: list[str], word: str) -> list[str]:
        return [part.replace("{}", word) for part in parts]

    source = [("a", english(*in_language(older, "Port"))), ("c", english(*in_language(newer, "Port")))]
    old, new = german(*in_language(older, "Hafen")), german(*in_language(newer, "Hafen"))
    followed = found(source, [("b", old), ("d", new)], "mdx")
    assert (followed.value, followed.confidence) == ("c", 0.95)
    left = found(source, [("b", old), ("d", old + "\nNeu.\n")], "mdx")
    assert left.value == "a"
    assert left.confidence < 0.9


def test_front_matter() -> None:
    plain, nested = "---\ntitle: {}\n---\n\n{}\n", "---\ntitle: {}\nhero:\n  actions:\n    - text: {}\n      link: /{}/start/\n---\n\n{}\n"
    source = [("a", plain.format("Port", "Open.")), ("c", nested.format("Port", "Go", "en", "Open."))]
    assert found(source, [("b", plain.format("Hafen", "Offen.")), ("d", nested.format("Hafen", "Los", "de", "Offen."))]).confidence == 0.95
    assert found(source, [("b", plain.format("Hafen", "Offen.")), ("d", plain.format("Hafen", "Ganz offen."))]).value == "a"


def test_html() -> None:
    one, two = '<h1>Port</h1>\n<p><a href="/en/a/">a</a></p>', '<h1>Port</h1>\n<p><a href="/en/a/">a</a> <a href="/en/b/">b</a></p>'
    base = found([("a", one), ("c", two)], [("b", one.replace("/en/", "/de/")), ("d", two.replace("/en/", "/de/"))], "html")
    assert (base.value, base.confidence) == ("c", 0.95)


def test_a_source_in_another_format_is_not_compared_by_its_structure() -> None:
    source = [("a", english(GUIDE, "- one\n- two")), ("c", english(GUIDE, "- one\n- two\n- three\n- four", MORE))]
    texts = ['<h1>Hafen</h1>\n<p><a href="/de/guide/">x</a></p>', '<h1>Hafen</h1>\n<p><a href="/de/guide/">x</a> <a href="/de/more/">y</a></p>']
    base = bases.Bases().find(page("de.html", [("b", texts[0]), ("d", texts[1])], "html"), page("en.md", source))
    assert (base.value, base.confidence) == ("c", 0.95)


# --- histories with holes ---


def test_texts_that_are_no_more_or_cannot_be_read_are_passed_over() -> None:
    source = [("a", english()), ("c", None), ("e", ""), ("g", english(GUIDE)), ("i", english(GUIDE, SHIP))]
    assert found(source, [("b", german()), ("h", german(GUIDE))]).value == "g"
    assert found(source, [("b", german()), ("j", german("Neu."))]).value in {"a", "c", "e"}


def test_a_translations_earlier_text_that_is_no_more() -> None:
    """Its text before the sweep would be looked at; its newest is instead."""
    source = [("a", english(GUIDE)), ("c", english(GUIDE, SHIP)), ("e", english(GUIDE, SHIP, PICTURE)), ("g", english(GUIDE, SHIP, RENAMED))]
    base = found(source, [("b", german(GUIDE)), ("d", None), ("g", german(GUIDE, SHIP, "Neu."))])
    assert base.value == "c"


def test_old_texts_are_drawn_once_for_all_translations() -> None:
    source = page("en.md", [("a", english()), ("c", english(GUIDE)), ("e", english(GUIDE, SHIP)), ("g", english(GUIDE, SHIP, MORE))])
    streamed: list[Sequence[str]] = []
    kept = source.history[0].source
    stream = kept.stream
    kept.stream = lambda keys: streamed.append(keys) or stream(keys)  # type: ignore[method-assign, func-returns-value]
    reader = bases.Bases()
    told = [reader.find(page(f"{one}.md", [("d", german(GUIDE)), ("h", german(GUIDE, SHIP))]), source).value for one in ("de", "fr", "it")]
    assert told == ["e"] * 3
    assert streamed == [[one.key for one in source.history[:-1]]]


# --- any history that is followed ---


@st.composite
def followed(draw: st.DrawFn) -> tuple[list[Told], list[Told], int]:
    """A source of some texts, a translation brought up to one of them and never touched since but by sweeps; and which text that was."""
    parts = ["p0."]
    source: list[Told] = []
    translation: list[Told] = []
    count = draw(st.integers(2, 9))
    followed = draw(st.integers(0, count - 1))
    for number in range(count):
        name, kind = "abcdefghijklmnopqrst"[2 * number], draw(st.sampled_from(["link", "wording", "gone", "sweep"]))
        if kind == "link" or number == 0:
            parts = [*parts, f"[x](/p{number}/)"]
        elif kind == "gone" and len(parts) > 1:
            parts = parts[:-1]
        elif kind == "sweep" and translation and any("](/" in part for part in parts):
            parts = [part.replace("](/", f"](/moved{number}/") for part in parts]
            text = translation[-1][1] or ""
            if "](/" in text:
                translation.append((name, text.replace("](/", f"](/moved{number}/")))
        else:
            parts = [f"{parts[0]}.", *parts[1:]]
        source.append((name, english(*parts)))
        if number <= followed and (number == followed or draw(st.booleans())):
            text = german(*(part.replace("p0.", "q0.") for part in parts))
            if not translation or translation[-1][1] != text:
                translation.append((chr(ord(name[0]) + 1), text))
    return source, translation, followed


@given(followed())
def test_the_base_is_the_text_that_was_followed_or_differs_from_it_by_sweeps(made: tuple[list[Told], list[Told], int]) -> None:
    source, translation, followed = made
    texts = {name: re.sub(r"/moved\d+", "", text or "") for name, text in source}
    assert texts[found(source, translation).value] == texts[source[followed][0]]
