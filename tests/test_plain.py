"""Plain text: articles of several shapes and scripts, with and without page furniture; exact bytes; spans."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.errors import Unreadable
from translate_flow.formats import plain
from translate_flow.text.document import Document, Kind

SAMPLES = Path(__file__).parent / "samples" / "text"
SEED = Path(__file__).parents[2] / "shared" / "data" / "seed-article.txt"
CLEAN = sorted(path.name for path in SAMPLES.glob("*.txt") if path.name != "harbour-es.txt")


def sample(name: str) -> Document:
    return plain.read((SAMPLES / name).read_bytes(), name=name)


def read(text: str) -> Document:
    return plain.read(text.encode())


def kinds(document: Document) -> list[str]:
    return [block.kind.value for block in document.blocks]


def texts(document: Document, kind: Kind) -> list[str]:
    return [block.text for block in document.blocks if block.kind is kind]


def assert_sound(document: Document) -> None:
    """Spans stand in order, in range, apart, and hold the block's text."""
    at = 0
    for block in document.blocks:
        assert at <= block.start <= block.end <= len(document.text)
        assert block.text or block.kind is Kind.FOOTNOTE
        at = block.end


LONG = "The night ferry left the northern harbour at eleven, with two hundred people and nine dogs on board."
LONG2 = "Nobody on the pier knew when it would come back, and nobody wanted to be the first one to ask."


@pytest.mark.skipif(not SEED.exists(), reason="the shared material is not here")
def test_the_seed_article() -> None:
    document = plain.read(SEED.read_bytes())
    assert document.title == "Ukraine Resists Putin’s Advance"
    assert document.byline == "IWL-FI"
    assert document.standfirst.startswith("What Putin expected to be little more than a cakewalk")
    assert document.standfirst.endswith("Molotov cocktails…[1]")
    assert document.provenance is not None
    assert (document.provenance.language, document.provenance.wording) == ("es", "en")
    assert document.language == "en"
    assert texts(document, Kind.CAPTION) == [
        "Ukraine militas",
        "Civilian militias organize in Kyiv and other cities, many of them women",
        "Russia bombs the TV tower in Kyiv",
        "Over 600,000 Ukrainians flee the country in dramatic conditions",
        "Over 100,000 people protest in Berlin",
    ]
    paragraphs = texts(document, Kind.PARAGRAPH)
    assert len(paragraphs) == 15
    assert paragraphs[0].startswith("Putin, irritated,")
    assert paragraphs[10] == "For the defeat of the Russian military invasion of Ukraine!"
    assert paragraphs[-1].endswith("as in Kazakhstan!")
    assert [(note.mark, note.state) for note in document.notes] == [("1", "ok"), ("2", "empty"), ("3", "cut off"), ("4", "missing")]
    for mark, trouble in (("[2]", "empty"), ("[3]", "cut off"), ("[4]", "no footnote")):
        assert any(mark in warning and trouble in warning for warning in document.warnings)
    read_text = "\n".join(block.text for block in document.blocks)
    for furniture in ("selectors", "Search in", "More to explorer", "Nurses", "iran china", "Huland", "Comment", "email address"):
        assert furniture not in read_text
    assert any("Lines 1–5, 63–77" in warning for warning in document.warnings)
    assert plain.write(document) == SEED.read_bytes()


def test_a_spanish_page_copied_with_its_furniture() -> None:
    document = sample("harbour-es.txt")
    assert kinds(document) == [
        "title", "caption", "standfirst", "byline", "date", "provenance", "paragraph", "paragraph", "caption", "heading",
        "paragraph", "list_item", "list_item", "list_item", "paragraph", "paragraph", "footnote", "footnote",
    ]  # fmt: skip
    assert document.title == "El puerto de Almar vuelve a parar"
    assert document.byline == "Lucía Ferrer y Tomás Gil"
    assert (document.date, document.language) == ("2023-03-10", "es")
    assert document.provenance is not None
    assert document.provenance.language == "en"
    assert [(note.mark, note.state) for note in document.notes] == [("1", "ok"), ("2", "cut off")]
    assert any("Lines 1–4, 39–47" in warning for warning in document.warnings)


def test_a_german_text_wrapped_by_hand() -> None:
    document = sample("clean-de.txt")
    assert kinds(document) == [
        "title", "byline", "date", "paragraph", "heading", "paragraph", "quote", "paragraph", "list_item", "list_item",
        "list_item", "caption", "footnote",
    ]  # fmt: skip
    assert document.date == "2023-03-10"
    assert texts(document, Kind.QUOTE) == ["Wir fahren, solange Diesel im Tank ist, und danach rudern wir."]
    assert texts(document, Kind.LIST_ITEM)[1] == "Fahrräder kosten nichts. Das gilt auch für Anhänger."
    assert [(note.mark, note.state) for note in document.notes] == [("1", "ok")]


def test_arabic() -> None:
    document = sample("clean-ar.txt")
    assert kinds(document) == ["title", "byline", "date", "paragraph", "heading", "paragraph", "footnote"]
    assert document.byline == "ليلى حداد"
    assert document.date == "2023-03-10"
    assert [(note.mark, note.state) for note in document.notes] == [("١", "ok")]


def test_chinese() -> None:
    document = sample("clean-zh.txt")
    assert kinds(document) == ["title", "byline", "date", "paragraph", "heading", "paragraph", "caption", "footnote"]
    assert document.blocks[3].text.startswith("停航十一个月")
    assert document.byline == "李伟"


def test_a_poem_is_paragraphs_and_keeps_its_lines_in_html() -> None:
    document = sample("poem-pt.txt")
    assert kinds(document) == ["title", "paragraph", "paragraph", "paragraph", "paragraph"]
    assert "A noite desce devagar<br>\nsobre os guindastes parados,<br>" in plain.html(document)


def test_a_press_release() -> None:
    document = sample("press-release-en.txt")
    assert document.title == "Night ferry crew wins permanent contracts"
    assert document.date == "2023-03-10"
    assert kinds(document)[0] == "paragraph"
    assert len(texts(document, Kind.LIST_ITEM)) == 3


def test_a_letter_has_no_title_and_says_so() -> None:
    document = sample("letter-fr.txt")
    assert set(kinds(document)) == {"paragraph"}
    assert document.warnings == ("No line reads as a title. Put the title into the first line, with a blank line below it.",)


def test_a_text_without_blank_lines() -> None:
    document = sample("no-blank-lines-ru.txt")
    assert kinds(document) == ["title", "byline", "date", *["paragraph"] * 4]


def test_one_line_is_a_title() -> None:
    assert kinds(sample("minimal-ja.txt")) == ["title"]


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_of_a_clean_text_is_dropped(name: str) -> None:
    document = sample(name)
    at = 0
    for line in document.text.split("\n"):
        end = at + len(line)
        if line.strip():
            assert any(block.start < end and block.end > at for block in document.blocks), line
        at = end + 1
    assert not any("left out" in warning for warning in document.warnings)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.name)
@pytest.mark.parametrize("change", ["", "crlf", "bom", "cr", "utf-16"])
def test_every_sample_comes_back_byte_for_byte(path: Path, change: str) -> None:
    data = path.read_bytes()
    plainly = plain.read(data)
    if change == "crlf":
        data = data.replace(b"\n", b"\r\n")
    elif change == "cr":
        data = data.replace(b"\n", b"\r")
    elif change == "bom":
        data = b"\xef\xbb\xbf" + data
    elif change == "utf-16":
        data = ("\ufeff" + data.decode()).encode("utf-16-le")
    document = plain.read(data)
    assert plain.write(document) == data
    assert_sound(document)
    assert [(block.kind, block.text) for block in document.blocks] == [(block.kind, block.text) for block in plainly.blocks]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.name)
def test_texts_of_the_same_shape_can_take_the_blocks_places(path: Path) -> None:
    document = plain.read(path.read_bytes())
    fixed = {Kind.BYLINE, Kind.DATE, Kind.PROVENANCE, Kind.FOOTNOTE}
    vowels = str.maketrans("aeiouаеиоу", "oaeiuоаеиу")
    new = {
        index: block.text if block.kind in fixed or block.text.startswith("Foto") or block.text.isupper() else block.text.translate(vowels)
        for index, block in enumerate(document.blocks)
    }
    changed = document.with_sources({index: plain.escape(text) for index, text in new.items()})
    again = plain.read(changed.encode())
    assert [block.text for block in again.blocks] == list(new.values())
    assert kinds(again) == kinds(document)
    gaps = lambda d: [d.text[a.end : b.start] for a, b in zip(d.blocks, d.blocks[1:], strict=False)]  # noqa: E731
    assert gaps(again) == gaps(document)


def test_a_title_with_lines_right_below_it() -> None:
    document = read(f"The Ferry Is Back\nBy Dana Whitlock\n10 March 2023\n\n{LONG}\n\n{LONG2}\n")
    assert kinds(document) == ["title", "byline", "date", "paragraph", "paragraph"]
    assert document.byline == "Dana Whitlock"
    assert document.text[document.blocks[1].start : document.blocks[1].end] == "Dana Whitlock"


def test_a_byline_with_its_date() -> None:
    document = read(f"The Ferry Is Back\n\nBy Dana Whitlock | March 10, 2023\n\n{LONG}\n")
    assert (document.byline, document.date) == ("Dana Whitlock", "2023-03-10")


def test_a_byline_at_the_end_makes_no_standfirst() -> None:
    document = read(f"The Ferry Is Back\n\n{LONG}\n\nBy Dana Whitlock\n")
    assert kinds(document) == ["title", "paragraph", "byline"]


def test_a_line_within_the_body_that_only_looks_like_metadata_is_text() -> None:
    body = "\n\n".join([LONG, LONG2] * 3)
    document = read(f"The Ferry Is Back\n\nBy Dana Whitlock\n\n{body}\n\nBy Omar Haddad\n\n{body}\n")
    assert kinds(document).count("byline") == 1
    assert "By Omar Haddad" in [block.text for block in document.blocks]


def test_a_number_by_itself_makes_no_list() -> None:
    document = read(f"The Ferry Is Back\n\n{LONG}\n\n1. The harbour\n\n{LONG2}\n\n2. The sea\n\n{LONG}\n")
    assert kinds(document) == ["title", "paragraph", "heading", "paragraph", "heading", "paragraph"]
    assert document.blocks[2].text == "1. The harbour"


def test_nested_items_have_their_depth() -> None:
    document = read(f"The Ferry Is Back\n\n{LONG}\n\n- one\n  - two\n  - three\n- four\n")
    assert [block.level for block in document.blocks if block.kind is Kind.LIST_ITEM] == [1, 2, 2, 1]
    assert plain.html(document).count("<ul>") == 2


def test_dialogue_with_dashes_is_no_list() -> None:
    document = read(f"La despedida\n\n{LONG}\n\n—¿Vienes mañana?\n\n—Si el mar quiere.\n")
    assert kinds(document) == ["title", "paragraph", "paragraph", "paragraph"]


def test_numbered_notes_under_a_heading() -> None:
    document = read(f"The Ferry Is Back\n\n{LONG}[1]\n\n{LONG2}[2]\n\nNotes\n\n1. Timetable, page 4.\n2. See\n")
    assert kinds(document) == ["title", "paragraph", "paragraph", "heading", "footnote", "footnote"]
    assert [note.state for note in document.notes] == ["ok", "cut off"]


def test_related_pieces_in_the_middle_do_not_end_the_article() -> None:
    text = f"The Ferry Is Back\n\nBy Dana Whitlock\n\n{LONG}\n\nRead also:\n\nAn older piece\n\n{LONG2}\n\n{LONG}\n\n{LONG2}\n"
    assert texts(read(text), Kind.PARAGRAPH).count(LONG2) == 2


def test_words_that_menus_use_are_no_furniture_by_themselves() -> None:
    document = read(f"Search\n\n{LONG}\n\nHome\n\n{LONG2}\n")
    assert kinds(document) == ["title", "paragraph", "heading", "paragraph"]
    assert not any("left out" in warning for warning in document.warnings)


def test_html_links_marks_and_notes_and_escapes() -> None:
    document = read(f"The Ferry Is Back\n\n{LONG} <b>.[1]\n\nA note & more[1] on 40 km² of sea, and one mark that has no note[9].\n\n[1] The “log”.\n")
    html = plain.html(document)
    assert '&lt;b&gt;.<sup><a id="fnref-1" href="#fn-1">[1]</a></sup>' in html
    assert 'A note &amp; more<sup><a id="fnref-1-2" href="#fn-1">[1]</a></sup>' in html
    assert "no note[9]." in html
    assert '<p id="fn-1"><a href="#fnref-1">[1]</a> The “log”.</p>' in html
    assert "The Ferry Is Back" not in html


def test_captions_lists_quotes_and_rules_in_html() -> None:
    html = plain.html(sample("clean-de.txt"))
    assert '<figure class="caption-only"><figcaption>Foto: Jan Weber / Inselbote.</figcaption></figure>' in html
    assert "<ol>\n<li>Der Fahrplan gilt bis Oktober.\n</li>\n<li>" in html
    assert "<blockquote>\n<p>Wir fahren," in html
    assert "<h2>Wer bezahlt</h2>" in html
    assert "<hr>" in plain.html(read(f"Title here\n\n{LONG}\n\n* * *\n\n{LONG2}\n"))


def test_our_own_lines_are_no_blocks() -> None:
    before, after = plain.comment("x")
    document = read(f"{before}version=a/b{after}\nThe Ferry Is Back\n\n{LONG}\n")
    assert kinds(document) == ["title", "paragraph"]


def test_escape_keeps_a_text_in_one_block() -> None:
    assert plain.escape("one\n\ntwo \r\n three\n") == "one two three"


@pytest.mark.parametrize("data", [b"", b" \n \n", b"\x00\x01\x02", b"caf\xe9 au lait", b"PK\x03\x04\x14\x00"])
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        plain.read(data, name="a.txt")
    assert refused.value.remedy
    assert refused.value.file == "a.txt"


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [b"a\n\n" * 1_700_000, b"\n" * 5_000_000, b"[1] " * 1_200_000, b"> " * 2_500_000, b"- a\n" * 140_000, b"." * 5_000_000, b"[" * 5_000_000],
    ids=["lines", "blank", "marks", "quotes", "items", "dots", "brackets"],
)
def test_five_megabytes_of_nonsense_finish(data: bytes) -> None:
    with bounded(), suppress(Unreadable):
        assert plain.write(plain.read(data)) == data


LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["By Ana Ruiz", "10 March 2023", "[1] See", "- item", "> quote", "Leave a Comment", LONG, "Short line", "1. one", "Menu", "¹", "[2]"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
def test_any_text_comes_back_and_has_sound_spans(lines: list[str], newline: str) -> None:
    data = newline.join(lines).encode("utf-8", "replace")
    try:
        document = plain.read(data)
    except Unreadable:
        return
    assert plain.write(document) == data
    assert_sound(document)
    plain.html(document)
    same = {index: document.source(block) for index, block in enumerate(document.blocks)}
    assert document.with_sources(same) == document.text
