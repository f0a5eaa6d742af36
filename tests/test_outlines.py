"""Texts at equal paths: joined by what their outlines share, left to a comparison where these tell nothing or disagree."""

from __future__ import annotations

from translate_flow.adoption import claims, clues, matching, tongues
from translate_flow.adoption.items import Item, Said, Text
from translate_flow.adoption.outlines import Outlines

WORDS = {"en": "The harbour was closed for days, and nobody knows when the cranes will move again. ", "es": "El puerto estuvo cerrado durante días, y nadie sabe cuándo volverán a moverse las grúas. "}


def page(name: str, tag: str, subject: str, *, marks: int = 6, sentences: int = 4) -> Item:
    """A page whose links and code are of a subject: what its translations have too."""
    links = "\n".join(f"- [{at}](https://example.org/{subject}/{at}) `{subject} --part={at}`" for at in range(marks))
    body = f"---\ntitle: {name} {tag}\n---\n\n{WORDS[tag] * sentences}\n\n{links}\n"
    path = f"{tag}/{name}.md"
    return Item(path, Text("markdown", body.encode()), place=path, languages=(Said(tag, "folder"),), groups=(Said(name, "layout"),))


def site(*more: Item) -> list[Item]:
    return [page(f"page-{at}", tag, f"subject-{at}") for at in range(5) for tag in ("en", "es")] + list(more)


def test_texts_that_share_links_and_code_agree():
    items = site()
    assert Outlines(items).one_article([0, 1]) == 0
    assert Outlines(items).one_article([1, 3]) is None  # of other subjects


def test_a_text_with_nothing_to_know_it_by_is_believed_only_where_it_is_short():
    long, short = (page("odd", "es", "x", marks=0, sentences=count) for count in (4, 1))
    items = site(page("odd", "en", "x", marks=0, sentences=1), long, short)
    assert Outlines(items).one_article([10, 12]) == 10
    assert Outlines(items).one_article([10, 11]) is None


def matched(items: list[Item]) -> tuple[matching.Matching, clues.Index]:
    tags = [fact.value for fact in tongues.tell(items, "en").facts]
    index = clues.Index(items, tags)
    return matching.match(items, tags, index, claims.together(items, tags)), index


def test_a_site_whose_paths_tell_all_is_not_indexed():
    found, index = matched(site())
    assert [len(group) for group in found.groups] == [2] * 5
    assert "texts" not in vars(index)
    assert all(item.text.known is None for item in index.items)


def test_a_page_without_a_counterpart_is_looked_for_everywhere():
    _, index = matched(site(page("alone", "es", "subject-9")))
    assert "texts" in vars(index)
