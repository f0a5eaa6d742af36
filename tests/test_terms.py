"""Terms found in texts: in their forms, in many languages, the longest first; and what a translation did not keep to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.text import stems
from translate_flow.text.term_index import Index, flat
from translate_flow.text.terms import Glossary, Misuse, Term, identity, spelled


def hits(language: str, terms: list[str], text: str) -> list[str]:
    """What stands there, and the term that it is."""
    glossary = Glossary([Term(term, "x") for term in terms], language, "en" if language != "en" else "es")
    return [f"{text[hit.start : hit.end]}={hit.term.source}" for hit in glossary.hits(text)]


@pytest.mark.parametrize(
    ("language", "terms", "text", "found"),
    [
        ("es", ["huelga general", "huelga"], "Las huelgas generales y otra huelga.", ["huelgas generales=huelga general", "huelga=huelga"]),
        ("es", ["partido", "paro", "ley"], "Parte de los partidos, para el paro: las leyes.", ["partidos=partido", "paro=paro", "leyes=ley"]),
        ("es", ["sol"], "Solo una vez salió el sol.", ["sol=sol"]),
        ("pt", ["manifestação", "partido"], "As manifestações, a partir de hoje, dos partidos.", ["manifestações=manifestação", "partidos=partido"]),
        ("en", ["strike", "trade union", "NGO"], "Strikes by trade-unions and NGOs.", ["Strikes=strike", "trade-unions=trade union", "NGOs=NGO"]),
        ("en", ["US", "university", "trade union"], "They told us of universal trade. Union men of the US agreed.", ["US=US"]),
        ("en", ["St. John"], "In St. John they met.", ["St. John=St. John"]),
        ("fr", ["usine", "État"], "Devant l’usine, l'État et les usines.", ["usine=usine", "État=État", "usines=usine"]),
        ("de", ["Gewerkschaft", "Haus"], "Die Gewerkschaften in ihren Häusern.", ["Gewerkschaften=Gewerkschaft", "Häusern=Haus"]),
        ("ru", ["забастовка", "рабочий", "мир"], "Много забастовок рабочих за мир.", ["забастовок=забастовка", "рабочих=рабочий", "мир=мир"]),
        ("pl", ["związek zawodowy"], "Członkowie związków zawodowych i związku zawodowego.", ["związków zawodowych=związek zawodowy", "związku zawodowego=związek zawodowy"]),
        ("ar", ["إضراب", "عمال", "نقابة"], "دعت النقابة العمال والنقابات إلى الإضراب وبالإضرابات", ["النقابة=نقابة", "العمال=عمال", "والنقابات=نقابة", "الإضراب=إضراب", "وبالإضرابات=إضراب"]),
        ("he", ["שביתה"], "השביתות הגדולות", ["השביתות=שביתה"]),
        ("hi", ["हड़ताल", "महिला"], "हड़तालों में महिलाओं ने", ["हड़तालों=हड़ताल", "महिलाओं=महिला"]),
        ("tr", ["sendika", "kadın", "kitap"], "Sendikaların kadınlarla kitabı, KADINLAR", ["Sendikaların=sendika", "kadınlarla=kadın", "kitabı=kitap", "KADINLAR=kadın"]),
        ("tr", ["Ankara"], "Ankara’daki grev", ["Ankara=Ankara"]),
        ("ko", ["노동조합", "파업"], "노동조합이 파업을 했다", ["노동조합이=노동조합", "파업을=파업"]),
        ("zh", ["工会", "罢工", "GDP"], "总工会宣布大罢工，手工会议不谈GDPR，只谈ＧＤＰ。", ["工会=工会", "罢工=罢工", "ＧＤＰ=GDP"]),
        ("ja", ["スト", "労働組合", "ストライキ"], "労働組合がストライキ。コストの話ではない。", ["労働組合=労働組合", "ストライキ=ストライキ"]),
        ("th", ["สหภาพแรงงาน", "แรงงาน"], "สหภาพแรงงานเพื่อแรงงาน", ["สหภาพแรงงาน=สหภาพแรงงาน", "แรงงาน=แรงงาน"]),
        ("fi", ["ammattiliitto"], "Ammattiliiton ja ammattiliitot", ["Ammattiliiton=ammattiliitto", "ammattiliitot=ammattiliitto"]),
        ("ka", ["გაფიცვა"], "დღეს გაფიცვა", ["გაფიცვა=გაფიცვა"]),
    ],
)  # fmt: skip
def test_terms_are_found_in_their_forms(language: str, terms: list[str], text: str, found: list[str]) -> None:
    assert hits(language, terms, text) == found


def test_terms_that_are_spelled_alike_are_all_found() -> None:
    noun, verb = Term("strike", "huelga", "noun"), Term("strike", "golpear", "verb")
    assert [hit.term for hit in Glossary([noun, verb], "en", "es").hits("A strike")] == [noun, verb]


def test_a_verbs_forms_differ_more_than_a_nouns() -> None:
    text = "El tren parte hoy."
    assert not Glossary([Term("partir", "leave", "noun")], "es", "en").hits(text)
    assert Glossary([Term("partir", "leave", "verb")], "es", "en").hits(text)


def test_no_english_noun_is_a_verbs_form() -> None:
    noun, any_kind = Term("link", "enlace", "noun"), Term("page", "página")
    assert [hit.term for hit in Glossary([noun, any_kind], "en", "es").hits("Linked and linking: pages, paged, links")] == [any_kind, any_kind, noun]


def test_as_it_is_spelled_comes_before_another_form() -> None:
    assert hits("en", ["work", "works"], "The works stopped work.") == ["works=works", "work=work"]


def test_what_is_in_brackets_may_be_left_out() -> None:
    assert spelled("greve (geral)") == ["greve geral", "greve"]
    assert hits("es", ["huelga (general)"], "La huelga, la huelga general") == ["huelga=huelga (general)", "huelga general=huelga (general)"]


def test_a_glossary_in_capitals_is_no_list_of_acronyms() -> None:
    assert hits("es", ["HUELGA GENERAL"], "la huelga general") == ["huelga general=HUELGA GENERAL"]


def test_one_form_of_unicode_is_as_good_as_another() -> None:
    text = "la nacio\u0301n"
    assert hits("es", ["nación"], text) == ["nacio\u0301n=nación"]
    assert identity("  Nacio\u0301n \n Libre") == identity("nación libre") == "nación libre"


def test_many_terms_that_begin_alike_are_walked_through_once() -> None:
    index = Index([(f"ley de amparo {number}", "", number) for number in range(5000)], "es")
    assert [found.items for found in index.find("la ley de amparo 4711 y la ley de amparo")] == [(4711,)]
    index = Index([("工会" + chr(0x4E00 + number), "", number) for number in range(5000)], "zh")
    assert [found.items for found in index.find("工会" + chr(0x4E00 + 77))] == [(77,)]


_PIECES = st.sampled_from(["huelga", "huelgas", "general", "L’", "a", " ", "-", ". ", "工会", "スト", "ด", "้", "NGO", "s", "é", "e\u0301", "\u200d", "👩‍🏭", "\ud800", "إضراب", "\u00ad", "'"])


@given(st.sampled_from(["es", "en", "ar", "tr", "zh", "ja", "th", "ko", "he", "ka"]), st.lists(st.lists(_PIECES, min_size=1, max_size=3).map("".join), max_size=6), st.lists(_PIECES, max_size=20).map("".join))
def test_hits_are_inside_the_text_in_order_and_apart(language: str, terms: list[str], text: str) -> None:
    glossary = Glossary([Term(term, term) for term in terms], language, language)
    found = glossary.hits(text)
    spans = sorted({(hit.start, hit.end) for hit in found})
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert [(hit.start, hit.end) for hit in found] == sorted((hit.start, hit.end) for hit in found)
    assert found == Glossary([Term(term, term) for term in terms], language, language).hits(text)
    for one in glossary.misuse(text, text[::-1]):
        assert 0 <= one.source[0] < one.source[1] <= len(text)
        assert one.target is None or 0 <= one.target[0] < one.target[1] <= len(text)


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    assert all(text[token.start : token.end] == token.text for token in stems.tokens(text))
    assert len(flat(text)) == len(text)


@given(st.sampled_from(sorted(stems.ALGORITHMS)), st.text(st.characters(categories=["L", "Mn"]), min_size=1, max_size=12))
def test_a_term_is_found_as_it_is_spelled(language: str, word: str) -> None:
    if [token.text for token in stems.tokens(word)] == [word] and stems.fold(word, language):
        assert hits(language, [word], word) == [f"{word}={word}"]


def misuse(source: str, target: str, *terms: Term, languages: tuple[str, str] = ("es", "pt")) -> list[Misuse]:
    return Glossary(terms, *languages).misuse(source, target)


STRIKE = Term("huelga", "greve|paralisação", forbidden=("paro",))


def test_a_missing_rendering_is_told_once_with_where_the_term_stands() -> None:
    [one] = misuse("Otra huelga. La huelga sigue.", "Outra vez. Continua.", STRIKE)
    assert (one.kind, one.source, one.target) == ("missing", (5, 11), None)
    assert one.message == "“huelga” is “greve” or “paralisação” here, and the translation does not say so"


def test_a_forbidden_rendering_is_told_where_it_stands_and_nothing_else() -> None:
    [one] = misuse("La huelga sigue.", "Os paros continuam.", STRIKE)
    assert (one.kind, one.source, one.target) == ("forbidden", (3, 9), (3, 8))
    assert one.message == "“paros” is to be avoided for “huelga”: “greve” or “paralisação” is right"
    assert misuse("El sol sale.", "O paro.", STRIKE) == []


@pytest.mark.parametrize(
    ("languages", "term", "source", "target"),
    [
        (("es", "pt"), STRIKE, "Las huelgas", "As greves"),  # inflected
        (("es", "pt"), STRIKE, "Las huelgas", "As paralisações"),  # an alternative
        (("es", "pt"), Term("huelga general", "greve geral"), "La huelga general", "A greve foi longa, a maior e mais geral"),  # split
        (("es", "pt"), Term("sindicato", "sindicato"), "El sindicato", "A reunião sindical"),  # of one root
        (("en", "de"), Term("strike", "Streik"), "A strike", "Ein Generalstreik"),  # in a compound
        (("en", "de"), Term("translation", "Übersetzung"), "The translation", "Übersetzungsfehler"),
        (("en", "de"), Term("trade union", "Gewerkschaft"), "The trade union's rights", "Gewerkschafts- und Arbeitsrechte"),
        (("en", "fr"), Term("worker", "ouvrier"), "The workers", "La colère d’ouvrières"),  # elided
        (("en", "fr"), Term("minister of labour", "ministre du Travail"), "The minister of labour", "La ministre chargée du Travail"),  # one word of three is missing
        (("en", "zh"), Term("trade union", "工会"), "Trade unions", "各 工 会"),
        (("en", "ru"), Term("strike", "забастовка"), "Strikes", "Много забастовок"),
        (("en", "ar"), Term("strike", "إضراب"), "The strike", "بالإضراب"),
        (("en", "tr"), Term("book", "kitap"), "The book", "kitabımız"),
        (("es", "pt"), Term("INE", "INE"), "El INE dijo", "Disse o INE"),
        (("es", "pt"), Term("paro", definition="aquí, desempleo"), "El paro", "Qualquer coisa"),  # a definition alone
        (("es", "pt"), Term("huelga", "greve"), "La huelga", "  "),  # nothing is translated yet
    ],
)
def test_what_may_be_right_is_passed_over(languages: tuple[str, str], term: Term, source: str, target: str) -> None:
    assert misuse(source, target, term, languages=languages) == []


def test_a_word_that_is_right_for_another_term_of_the_source_may_stand_there() -> None:
    unemployment = Term("paro", "desemprego|paro")
    assert misuse("La huelga y el paro", "A greve e o paro", STRIKE, unemployment) == []
    assert misuse("La huelga", "A greve geral", Term("huelga", "greve geral", forbidden=("greve",))) == []


def test_with_one_meaning_that_is_free_nothing_is_missing() -> None:
    assert misuse("A strike", "Un golpe", Term("strike", "huelga", "noun"), Term("strike", "", "verb", "to hit"), languages=("en", "es")) == []


def test_a_rendering_is_no_compound_with_another() -> None:
    terms = (Term("page", "Seite"), Term("sidebar", "Seitenleiste"))
    assert [one.term.source for one in misuse("The sidebar of the page", "Die Seitenleiste davon", *terms, languages=("en", "de"))] == ["page"]
    assert misuse("The sidebar of the page", "Die Seitenleiste der Startseite", *terms, languages=("en", "de")) == []


def test_uses_are_found_in_the_other_language() -> None:
    glossary = Glossary([STRIKE, Term("sindicato", "sindicato")], "es", "pt")
    text = "Greves e paralisações dos sindicatos"
    assert [(text[hit.start : hit.end], hit.term.source) for hit in glossary.uses(text)] == [("Greves", "huelga"), ("paralisações", "huelga"), ("sindicatos", "sindicato")]


def test_occurrences_are_each_term_once_with_its_blocks() -> None:
    [one] = Glossary([STRIKE], "es", "pt").occurrences(["Huelga", "", "las huelgas, la huelga"])
    assert (one.places, one.forms) == ((0, 2), ("Huelga", "huelgas", "huelga"))
