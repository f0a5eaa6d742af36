"""A diff as a page: what it says, that it needs nothing else, that nothing of an article becomes markup, that one can walk it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.diff_records import SAMPLES, because, block, record
from tests.limits import bounded
from translate_flow.reports import diff_page, diff_texts, diff_words
from translate_flow.reports.diff_texts import DELETE, EQUAL, INSERT

HOSTILE = "<script>alert('x')</script>\"&amp;' onload=x --><style>*{}</style>{{ 7*7 }}\x1b[31m\x00\ud800 <img onload=y "


def drawn(made: dict[str, Any]) -> Any:
    """The page as a tree."""
    return html.document_fromstring(diff_page.page(made, today="8 March 2026"))


INLINE = {"a", "bdi", "del", "ins", "span", "strong"}


def said(element: Any, *, aloud: bool = False) -> str:
    """What an element shows, a space between its blocks; with `aloud`, what is only read aloud too."""
    return " ".join("".join(_texts(element, aloud)).split())


def _texts(element: Any, aloud: bool) -> Iterator[str]:
    if element.tag in {"head", "style"} or (element.get("class") == "vh" and not aloud):
        return
    space = "" if element.tag in INLINE else " "
    yield space + (element.text or "")
    for child in element:
        yield from _texts(child, aloud)
        yield child.tail or ""
    yield space


def cells(page: Any, name: str) -> dict[str, str]:
    """What the columns of a block say, by class."""
    found = page.get_element_by_id(name)
    return {cell.get("class").split()[1]: said(cell) for cell in found.xpath(".//div[starts-with(@class, 'cell ')]")}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_stands_alone(name: str) -> None:
    text = diff_page.page(SAMPLES[name]())
    page = html.document_fromstring(text)
    assert text.startswith("<!DOCTYPE html>")
    assert not page.xpath("//script | //img | //link | //iframe | //object | //@src | //@style | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import|https?:", text)
    assert all(address.startswith("#") for address in page.xpath("//@href"))
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


@pytest.mark.parametrize("name", SAMPLES)
def test_links_lead_somewhere_and_ids_are_unique(name: str) -> None:
    page = drawn(SAMPLES[name]())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in page.xpath("//@href")} <= set(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_screen_reader_can_walk_it(name: str) -> None:
    page = drawn(SAMPLES[name]())
    levels = [int(each.tag[1]) for each in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert page.xpath("count(//main)") == page.xpath("count(/html/body/header)") == page.xpath("count(/html/body/footer)") == 1
    assert page.get("lang") == "en"
    for each in page.xpath("//ins | //del"):
        whole = "whole" in each.getparent().get("class", "")
        assert whole or said(each, aloud=True).startswith("added: " if each.tag == "ins" else "removed: ")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_of_the_article_says_its_language(name: str) -> None:
    made = SAMPLES[name]()
    wanted = {made["languages"]["source"], made["languages"]["target"], "en"} - {None}
    page = drawn(made)
    assert set(page.xpath("//@lang")) <= wanted
    for each in page.xpath("//p[@class='text' or @class='text whole']"):
        assert each.get("dir") == ("rtl" if each.get("lang") == "ar" else "ltr")


def test_an_edited_block_shows_old_new_and_what_is_left() -> None:
    shown = cells(drawn(SAMPLES["es-pt"]()), "block-3")
    assert shown["old"] == "Spanish, revision 1 El río subió dos metros, y el agua entró en 20 casas de **La Ribera**."
    assert shown["new"] == "Spanish, revision 3 El río subió tres metros, y el agua entró en 30 casas de **La Ribera**."
    assert shown["target"] == (
        "Portuguese Draft O rio subiu dois metros, e a água entrou em 2030 casas de **La Ribera**. "
        "To do: edit. Bring the translation up to the new source."
    )
    found = drawn(SAMPLES["es-pt"]()).get_element_by_id("block-3")
    assert [said(each) for each in found.iter("del")] == ["dos", "20", "20"]  # the last in the draft
    assert [said(each) for each in found.iter("ins")] == ["tres", "30", "30"]
    assert said(found.xpath("./header")[0]) == "3 edited paragraph facts number dos → tres, number 20 → 30"


def test_each_change_has_its_name_and_its_own_sentence() -> None:
    page = drawn(SAMPLES["es-pt"]())
    names = [said(each) for each in page.xpath("//article//h3")]
    assert names == [
        "3 edited paragraph", "8 moved from 12 heading", "9 added list item", "10 edited paragraph", "was 10 removed paragraph", "11 split paragraph",
        "13 moved from 8 and edited paragraph",
    ]  # fmt: skip
    assert cells(page, "block-8") == {"both": "Spanish, the same text Lo que pide el barrio", "target": "Portuguese O que pede o bairro"}
    assert cells(page, "block-9")["old"] == "Spanish, revision 1 Not there before."
    assert "The draft has the source text in its place. Proposal Um dique novo" in cells(page, "block-9")["target"]
    assert "Updated automatically Mais em [a página do rio](/rio)](/rio-2026)." in cells(page, "block-10")["target"]
    assert cells(page, "block-was-10")["new"] == "Spanish, revision 3 Taken out."
    assert cells(page, "block-was-10")["target"].endswith("Goes out with its source.")
    assert "Differs on purpose localised: numa só frase" in cells(page, "block-11")["target"]


def test_unchanged_blocks_are_folded_and_can_be_read() -> None:
    folds = drawn(SAMPLES["es-pt"]()).xpath("//details")
    assert [said(each.find("summary")) for each in folds] == [
        "2 unchanged blocks (1–2)", "4 unchanged blocks (4–7)", "1 unchanged block (14)", "1 block of the translation’s own (4)",
    ]  # fmt: skip
    assert all(each.get("open") is None for each in folds)
    assert [[said(cell) for cell in row] for row in folds[0].xpath(".//tbody/tr")] == [["1", "La noche del río", "A noite do rio"], ["2", "Ana Ruiz", "Ana Ruiz"]]
    assert [[said(cell) for cell in row] for row in folds[3].xpath(".//tbody/tr")] == [["4", "", "Nota da tradutora. note: para quem lê em Portugal"]]


def test_the_top_says_what_it_is() -> None:
    page = drawn(SAMPLES["es-pt"]())
    top = said(page.xpath("/html/body/header")[0])
    assert top == (
        "river/pt · what changed in its source La noche del río 7 blocks, 41 words: 2 edited, 2 moved, 1 split, 1 added, 1 removed; 8 unchanged. "
        "4 blocks left to do, 1 brought up to date automatically. Source Spanish, revision 1 → 3 Translation Portuguese: A noite do rio "
        "Class facts, proposed: a coordinator confirms it"
    )
    assert [said(each) for each in page.xpath("//nav//li")] == [
        "Edit block 3: El río subió tres metros, y el agua entró en 30 casas de **La Ribera*…", "Translate block 9: Un dique nuevo antes del invierno.",
        "Check block 11: Las vecinas limpiaron las calles. Al mediodía llegó la ayuda.", "Edit block 13: El puente viejo aguantó.",
    ]  # fmt: skip
    reasons = [(said(each), each.xpath("./a/@href")) for each in page.xpath("//main/section[1]//li")]
    assert reasons == [
        ("number dos → tres: block 3", ["#block-3"]), ("number 20 → 30: block 3", ["#block-3"]), ("link /rio → /rio-2026: block 10", ["#block-10"]),
        ("correction hubo dos muertos: what was block 10", ["#block-was-10"]), ("new text: block 9", ["#block-9"]),
        ("wording: blocks 11, 13", ["#block-11", "#block-13"]),
    ]  # fmt: skip
    assert "translate-flow claim river/pt" in said(page.xpath("//footer")[0])
    assert "8 March 2026" in said(page.xpath("//footer")[0])


def test_an_original_has_two_columns_and_nothing_to_do() -> None:
    page = drawn(SAMPLES["es"]())
    assert page.xpath("//body/@class") == ["two"]
    assert not page.xpath("//nav | //*[contains(@class, 'target')] | //*[@class='todo']")
    assert cells(page, "block-13").keys() == {"old", "new"}
    assert page.xpath("count(//thead[1]/tr/th)") == 2 * len(page.xpath("//details"))
    assert said(page.xpath("//footer/p")[0]) == "Which versions this leaves behind: translate-flow status river"


def test_code_keeps_its_lines_and_runs_from_left_to_right() -> None:
    made = record([block(1, "edited", "=قيمة = ", "-2", "+3", "=\n    end()", kind="code")], "ar", None)
    code = drawn(made).xpath("//p[@class='code']")
    assert [each.get("dir") for each in code] == ["ltr", "ltr"]
    assert code[1].text_content().endswith("\n    end()")


def test_paths_in_a_right_to_left_text_keep_their_order() -> None:
    page = drawn(SAMPLES["ar"]())
    assert page.xpath("//p//bdi[@dir='ltr']/text()") == ["/ar/notice", "/ar/notice"]
    assert not drawn(SAMPLES["en-ar"]()).xpath("//div[contains(@class, 'old')]//bdi")
    assert drawn(SAMPLES["en-ar"]()).xpath("//div[contains(@class, 'target')]//bdi/text()")


@pytest.mark.parametrize(("runs", "old", "new"), [
    (("=a", "- ", "+\n\n", "=b"), "a␣b", "a¶\nb"),
    (("=a", "- ", "+\u00a0", "=b"), "a␣b", "a⍽b"),
    (("=a", "-\n", "+ ", "=b"), "a↵b", "a␣b"),
    (("=a", "+\u200b", "=b"), "ab", "aU+200Bb"),
    (("=a\n", "-x\n", "=b\n\nc"), "a x b\nc", "a b\nc"),
])  # fmt: skip
def test_changes_that_cannot_be_seen_are_shown_by_signs(runs: tuple[str, ...], old: str, new: str) -> None:
    made = block(1, "edited", *runs)
    shown = ["".join(diff_texts.shown(run, code=False) for run in side) for side in diff_texts.sides(made)]
    assert shown == [old, new]


@pytest.mark.parametrize("field", ["old", "new", "translation", "draft", "proposal", "note"])
def test_nothing_of_an_article_becomes_markup(field: str) -> None:
    made = SAMPLES["es-pt"]()
    for each in made["blocks"]:
        if each[field] is not None:
            each |= {field: HOSTILE, "words": []}
    made["titles"] = {"source": HOSTILE, "target": HOSTILE}
    made["reasons"] = [{**because("name", HOSTILE, HOSTILE), "block": 3}]
    made["blocks"][2]["reasons"] = [because("name", HOSTILE, "")]
    text = diff_page.page(made)
    text.encode()
    page = html.document_fromstring(text)
    assert not page.xpath("//script | //img | //@onload")
    assert len(page.xpath("//style")) == 1
    assert "\x1b" not in text
    assert "\x00" not in text
    assert "{{ 7*7 }}" in said(page)


def test_words_from_a_record_are_escaped_in_every_run() -> None:
    made = record([block(1, "edited", f"={HOSTILE}", f"-{HOSTILE}1", f"+{HOSTILE}2", f"={HOSTILE}")], "ar", None)
    assert not html.document_fromstring(diff_page.page(made)).xpath("//script | //img | //@onload")


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp")), max_size=12)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([EQUAL, DELETE, INSERT]), TEXT.filter(lambda text: bool(text.strip()))), min_size=1, max_size=6), st.sampled_from(["es", "ar", "zh"]))
def test_the_columns_say_the_old_text_and_the_new_one(runs: list[tuple[str, str]], language: str) -> None:
    """Law: without what is read aloud, a column says its source, to the letter but for white space."""
    signs = {EQUAL: "=", DELETE: "-", INSERT: "+"}
    made = block(1, "edited", *(signs[op] + text for op, text in runs), old="", new="")
    shown = cells(drawn(record([made], language, None)), "block-1")
    for side, notice in (("old", "Not there before."), ("new", "Taken out.")):
        wanted = "".join(made[side].split())
        if made["old"] != made["new"]:
            got = "".join(shown[side].split())
            assert got.endswith(wanted or notice.replace(" ", ""))
            assert got.removesuffix(wanted) == f"{diff_words.side_names(record([made], language, None))[side == 'new']}".replace(" ", "") or not wanted
        else:
            assert "".join(shown["both"].split()).endswith(wanted)


@pytest.mark.parametrize(("old", "new", "wanted"), [
    ("", "nova", "{+nova+}"),
    ("a 20 b", "a 30 b", "a [-20-]{+30+} b"),
    ("[a](/x)", "[a](/y)", "[a[-](/x)-]{+](/y)+}"),
    ("20户", "30户", "[-20-]{+30+}户"),
    ("a b", "", "[-a b-]"),
])  # fmt: skip
def test_a_draft_shows_what_differs_from_the_translation(old: str, new: str, wanted: str) -> None:
    signs = {EQUAL: "{}", DELETE: "[-{}-]", INSERT: "{{+{}+}}"}
    assert "".join(signs[run.op].format(run.text) for run in diff_texts.compared(old, new)) == wanted


def test_a_draft_that_is_another_text_stands_below_the_translation() -> None:
    made = block(1, "edited", "=Uno ", "-a", "+b", translation="Isto é o que havia.", draft="Agora vem outra coisa.")
    assert [(part.label, diff_texts.joined(part.runs)) for part in diff_words.target_parts(made)] == [
        ("", "Isto é o que havia."), ("Updated automatically", "Agora vem outra coisa."),
    ]  # fmt: skip
    code = block(1, "edited", "=Uno ", "-a", "+b", translation="a: `one; two; three`", draft="a: `one, two, three`")
    assert [part.runs[-1].op for part in diff_words.target_parts(code)] == [DELETE, INSERT]


@pytest.mark.parametrize(("reasons", "wanted"), [
    ([because("name", new=name) for name in ("Lin", "Yue", "Lin", "Ana", "Eva", "Ida")], ["name Lin, Yue, Ana and 2 more added"]),
    ([because("number", "1", "2"), because("number", "1", "2"), because("number", "3", "4")], ["number 1 → 2", "number 3 → 4"]),
    ([because("code", "a", "b"), because("code", "c", "d"), because("punctuation", ",", ";")], ["code", "punctuation"]),
    ([because("facts", "a", "b"), because("added", new="a")], []),
])  # fmt: skip
def test_reasons_of_a_block(reasons: list[dict[str, str]], wanted: list[str]) -> None:
    made = block(1, "edited", "=a", reasons=reasons, **{"class": "facts"})
    assert [diff_words.reason_line(found) for found in diff_words.reasons(made)] == wanted


@pytest.mark.parametrize(("reason", "own", "wanted"), [
    (because("number", "20", "30"), None, "number 20 → 30"),
    (because("name", "Ruiz"), "facts", "name Ruiz taken out"),
    (because("negation", new="no"), "facts", "negation no added"),
    (because("wording", new="viejo"), "wording", "viejo added"),
    (because("wording"), "wording", ""),
    (because("correction", "hubo dos muertos"), "correction", "hubo dos muertos"),
    (because("link", "](/rio)", "](/rio-2026 'Río')"), None, "link /rio → /rio-2026 'Río'"),
    (because("added", new="Un dique"), None, "new text Un dique"),
    (because("number", "٢٠", "٣٠"), None, "number \u2068٢٠\u2069 → \u2068٣٠\u2069"),
    (because("name", "ليلى", "سلمى"), None, "name \u2068ليلى\u2069 → \u2068سلمى\u2069"),
    (because("name", "a" * 80), None, f"name {'a' * 59}… taken out"),
])  # fmt: skip
def test_reasons_in_words(reason: dict[str, str], own: str | None, wanted: str) -> None:
    assert diff_words.reason_line(diff_words.said(reason, own)) == wanted


def test_nothing_changed() -> None:
    made = record([block(1, old="Uno.", translation="Um.")], "es", "pt", **{"class": None}, to=1)
    page = drawn(made)
    assert "Nothing changed; 1 unchanged. Nothing left to do." in said(page)
    assert "Spanish, revision 1" in said(page)
    assert not page.xpath("//nav | //article | //dt[text()='Class']")
    assert not drawn(record([], "es", None, **{"class": None})).xpath("//article")


def test_lines_outside_of_blocks_are_listed() -> None:
    lines = [{"op": "delete", "text": '<Card title="a">'}, {"op": "insert", "text": '<Card title="<script>b">'}]
    page = drawn(record([block(1, old="Uno.", translation="Um.")], "es", "pt", outside=lines, **{"class": None}))
    assert "No block changed; 1 unchanged; 2 lines changed outside of blocks. No block left to do." in said(page)
    assert "Outside of blocks: 1 line gone, 1 line new" in said(page)
    assert page.xpath("//ul[@class='outside']//del/text()") == ['<Card title="a">']
    assert page.xpath("//ul[@class='outside']//ins/text()") == ['<Card title="<script>b">']


def test_work_left_in_unchanged_blocks_is_shown() -> None:
    made = record([block(1, old="Uno.", translation="Uno.", todo="translate"), block(2, old="Dos.", translation="Dois.")], "es", "pt", to=1)
    made["blocks"].append(block(3, old="Tres.", translation="Três.", draft="Três!"))
    page = drawn(made)
    assert [said(each) for each in page.xpath("//article//h3")] == ["1 unchanged paragraph", "3 unchanged paragraph"]
    assert cells(page, "block-1")["target"].endswith("To do: translate. Translate this: it is new.")


def test_a_block_whose_kind_changed_says_so() -> None:
    made = record([block(1, "edited", "=Uno.", kind="heading")], "es", None)
    assert "its kind, level or mark changed" in said(drawn(made).get_element_by_id("block-1"))


def test_the_record_is_left_as_it_is() -> None:
    made = SAMPLES["es-pt"]()
    before = deepcopy(made)
    diff_page.page(made)
    assert made == before


def test_it_is_drawn_the_same_every_time() -> None:
    assert diff_page.page(SAMPLES["de-ja"]()) == diff_page.page(SAMPLES["de-ja"]())
    assert diff_page.page(SAMPLES["en-zh"]()).count("涌入") == 1


def test_long_texts_take_time_in_proportion() -> None:
    long = " \t" * 100_000 + "](" * 50_000 + "<a" * 50_000 + "\n " * 50_000
    made = record([block(1, "edited", f"={long}", "-a", "+b", f"={long}", translation=long, draft=long + "x")], "ar", "he")
    with bounded():
        assert diff_page.page(made)
