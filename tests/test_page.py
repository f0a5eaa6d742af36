"""Saved news pages: the article is found whole, the furniture is left out, and the condensed page reads the same."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_flow.formats import html, page
from translate_flow.formats.page_profiles import FURNITURE_HEADING, is_comments_name, is_furniture_name
from translate_flow.text.document import Document, Kind

PAGES = Path(__file__).parent / "samples" / "pages"
BODY = {Kind.HEADING, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.CAPTION, Kind.TABLE_CELL, Kind.CODE, Kind.FOOTNOTE}


class Expected(NamedTuple):
    profile: str
    title: str
    standfirst: str
    byline: str
    date: str
    language: str
    parent: str  # language of the provenance line
    body: list[str]  # the beginnings of all body blocks, in order
    captions: list[tuple[str, str]]
    notes: list[tuple[str, str]]  # mark, state
    furniture: list[str]


EXPECTED = {
    "classic-theme-en": Expected(
        "WordPress", "Dockers win back their night\xa0rate", "", "Rosa Maddern", "2023-02-14T06:30:00+00:00", "en-GB", "",
        ["After nine days", "Pickets at the north", "“We asked", "What the agreement", "night work is", "nobody is", "agency staff",
         "a joint", "They counted", "The tents", "The kitchen", "Rates per", "Shift", "Rate", "Day", "14.20", "Night", "21.30",
         "A vote of all", "Minutes of", "The union’s own count"],
        [("Pickets at the north gate on the fourth day", "https://harbourpost.example/img/pickets.jpg"),
         ("The tents", "https://harbourpost.example/img/a.jpg"), ("The kitchen", "https://harbourpost.example/img/b.jpg"),
         ("Rates per hour", "")],
        [("1", "ok"), ("2", "ok")],
        ["Work on the docks", "Skip to", "Share this", "Click to share", "Related", "Ferries", "Posted", "Tagged", "boathouse",
         "Replies", "crane driver", "Leave a Reply", "email address", "fog bank", "Search for", "Fog bank", "powered",
         "cookies", "Menu", "Posted on"],
    ),
    "block-theme-pt": Expected(
        "WordPress block theme", "A horta que alimenta o bairro", "Uma horta feita por moradores abastece três escolas.",
        "Iara Nunes", "2024-05-03T08:00:00-03:00", "pt-BR", "es",
        ["Canteiros na", "Na Ladeira do Sino", "Água da chuva", "Duas cisternas", "De manhã", "À tarde", "A cisterna maior",
         "couve: 40 kg\nalface", "Planta quem sabe", "Levantamento", "Conta dos"],
        [("Canteiros na encosta, em maio", "https://ladeira.example/horta.jpg"),
         ("A cisterna maior", "https://ladeira.example/cisterna.jpg")],
        [("1", "ok"), ("2", "ok")],
        ["Notícias da cidade", "Jornal da Ladeira", "Cidade", "Compartilhar", "Comentários", "mutirão", "Deixe um", "e-mail",
         "Mais notícias", "Ônibus", "quatro anos", "carinho"],
    ),
    "elementor-en": Expected(
        "Elementor", "Villagers Hold the Dam Road",
        "For six days nobody has passed the barrier of tractors and kitchen tables. Behind it a whole valley is learning to keep "
        "accounts, cook for four hundred and answer the press…[1]", "Valley Desk", "2022-03-04T16:05:11+00:00", "en-US", "es",
        ["The road below", "The ministry", "Tractors across", "In the afternoon", "About a thousand", "The trucks", "No dam", "Free the",
         "See the valley’s own diary here", "See < >", "See"],
        [("The road below the dam", "https://wire.example/u/dam.jpg"),
         ("Tractors across both lanes, many of them older than their drivers", "https://wire.example/u/tractors.jpg")],
        [("1", "ok"), ("2", "empty"), ("3", "cut off"), ("4", "missing")],
        ["Who we are", "Generic selectors", "Exact matches", "Search in title", "Search in content", "Post Type", "No Comments",
         "Share on", "Older story", "More to explorer", "Nurses", "painted last spring", "Leave a Comment", "Required fields",
         "Follow the wire", "weekly letter", "March 4"],
    ),
    "elementor-sections-es": Expected(
        "Elementor sections", "La biblioteca no cierra", "", "Marta Quiroga", "2023-09-01", "es", "en",
        ["El barrio entero", "La sala infantil", "Hay quien trae", "Los martes", "Un acuerdo", "La concejala"],
        [("La sala infantil, un martes", "https://umbral.example/sala.jpg")], [],
        ["Portada", "Compartir", "relacionados", "El tranvía", "Quién cuida", "©"],
    ),
    "newspaper-ar": Expected(
        "article", "المعلمون يعودون إلى الساحة", "بعد شهر من الوعود بلا أثر، قرر مجلس المعلمين العودة إلى الاعتصام كل خميس.",
        "سلمى حداد", "2024-10-17", "ar", "en",
        ["الساحة قبل", "وصل المئات", "تقول مديرة", "ويضيف زميلها", "تقدير نقابة"],
        [("الساحة قبل الظهر", "https://daffa.example/i/square.jpg")], [("1", "ok")],
        ["English", "صحيفة", "الصفحة الرئيسية", "اقتصاد", "ابحث", "اقرأ أيضا", "النهر", "شارك", "التعليقات", "كلام جميل",
         "الأكثر", "الخبز", "الحقوق"],
    ),
    "unknown-divs-de": Expected(
        "density", "Streik im Wasserwerk", "", "", "2021-11-05", "", "",
        ["Seit Mittwoch", "Die Belegschaft", "Verhandelt wird", "Ein Angebot", "Am Freitag", "Stellen", "120", "Besetzt", "79", "Bis dahin"],
        [], [], ["Kiezblatt", "Abonnement", "Archiv", "Alle Beiträge", "Termine", "Newsletter", "Impressum"],
    ),
}  # fmt: skip


def sample(name: str) -> Document:
    return html.read((PAGES / f"{name}.html").read_bytes(), name=f"{name}.html")


def body(document: Document) -> list[tuple[Kind, str, int, str]]:
    return [(block.kind, block.text, block.level, block.ref) for block in document.blocks if block.kind in BODY]


@pytest.fixture(params=sorted(EXPECTED))
def case(request: pytest.FixtureRequest) -> tuple[Document, Expected]:
    return sample(request.param), EXPECTED[request.param]


def test_every_sample_page_comes_back_byte_for_byte() -> None:
    for path in sorted(PAGES.glob("*.html")):
        data = path.read_bytes()
        assert html.write(html.read(data)) == data, path.name


def test_all_of_the_article_is_found(case: tuple[Document, Expected]) -> None:
    document, expected = case
    assert document.title == expected.title
    assert document.standfirst == expected.standfirst
    assert document.byline == expected.byline
    assert document.date == expected.date
    assert document.language == expected.language
    assert (document.provenance.language if document.provenance else "") == expected.parent
    texts = [text for _, text, _, _ in body(document)]
    assert len(texts) == len(expected.body)
    for text, beginning in zip(texts, expected.body, strict=True):
        assert text.startswith(beginning)
    assert [(block.text, block.ref) for block in document.blocks if block.kind is Kind.CAPTION] == expected.captions
    assert [(note.mark, note.state) for note in document.notes] == expected.notes


def test_nothing_else_of_the_page_is(case: tuple[Document, Expected]) -> None:
    document, expected = case
    kept = "\n".join(block.text for block in document.blocks if block.kind in BODY)
    condensed = page.article(document).text
    for words in expected.furniture:
        assert words not in kept
        if words not in {"Posted on", "March 4", "Kiezblatt", "صحيفة", "Jornal da Ladeira"}:  # kept where they belong
            assert words not in condensed.replace(expected.title, "")


def test_the_condensed_page_reads_the_same(case: tuple[Document, Expected]) -> None:
    document, _ = case
    condensed = page.article(document)
    assert page.has_furniture(document)
    assert not page.has_furniture(condensed)
    assert body(condensed) == body(document)
    for name in ("title", "standfirst", "byline", "date", "language", "provenance", "notes"):
        assert getattr(condensed, name) == getattr(document, name), name
    assert {"url", "slug"} & set(condensed.meta) == {"url", "slug"} & set(document.meta)
    assert page.article(condensed).text == condensed.text
    assert html.html(condensed) == html.html(document)


def test_the_condensed_page_is_a_page_with_language_and_direction() -> None:
    text = page.article(sample("newspaper-ar")).text
    assert text.startswith('<!doctype html>\n<html lang="ar" dir="rtl"')
    assert '<time datetime="2024-10-17">' in text
    assert "<script" not in page.article(sample("classic-theme-en")).text


def test_a_changed_menu_is_no_changed_article() -> None:
    data = (PAGES / "elementor-en.html").read_text("utf-8")
    other = data.replace("Who we are", "About our desk").replace("Nurses count the empty beds", "Ferries stay in port")
    other = other.replace("weekly letter", "daily letter")
    assert other != data
    assert page.article(html.read(other.encode())).text == page.article(html.read(data.encode())).text


def test_clean_files_are_left_whole() -> None:
    document = sample("clean-fr")
    assert not page.has_furniture(document)
    assert (document.byline, document.standfirst[:5]) == ("Odile Ferrand", "Fermé")
    assert document.provenance is not None
    assert [(note.mark, note.text) for note in document.notes] == [("1", "D’après le cadastre.")]
    assert not page.has_furniture(html.read(b"<nav>a</nav><p>b</p>"))


def test_a_page_without_an_article_gives_what_it_has_and_says_so() -> None:
    document = sample("no-article")
    assert [block.text for block in document.blocks] == ["Plan du site", "Politique", "Culture"]
    assert "No article" in document.warnings[0]


def test_where_density_decided_a_warning_says_so() -> None:
    assert any("running text" in warning for warning in sample("unknown-divs-de").warnings)


PAGE = "<!doctype html><html lang=en><head><title>Low water</title></head><body><nav><a href=/>Home page</a></nav>{}</body></html>"


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        # a subtitle that no class marks, a picture and its caption between title and text
        ("<main><h1>Low water</h1><h2>The river has not been so narrow since the mill was built</h2>"
         "<figure><img src=a.jpg><figcaption>The mill</figcaption></figure><div class=entry-content><p>One.</p></div></main>",
         ["The river has not been so narrow since the mill was built", "The mill", "One."]),
        # a pull quote in an aside is text, a list of links in one is not
        ("<article><h1>Low water</h1><p>One long enough sentence for a paragraph of the article, with several words in it.</p>"
         "<aside class=pullquote><p>We have carried water up this hill for three summers and nobody has asked us even once "
         "how heavy the buckets are when the sun is high.</p></aside><aside><a href=/x>Another story</a></aside><p>Two.</p></article>",
         ["One long enough", "We have carried", "Two."]),
        # the article's own header and footer
        ("<article><header><h1>Low water</h1><p class=subtitle>So narrow.</p></header><p>One.</p>"
         "<footer><ol class=footnotes><li>A note.</li></ol></footer></article>", ["One.", "A note."]),
        # related stories under a heading, without any class
        ("<main><h1>Low water</h1><p>One sentence that is long enough to be read.</p><h3>Read also</h3><ul><li><a href=/a>Fog bank</a></li></ul>"
         "<p>Two sentences. They are the end.</p></main>", ["One sentence", "Two sentences."]),
        # a heading left over a dropped form, at the end
        ("<article><h1>Low water</h1><p>One.</p><h2>Write to us</h2><form><input name=mail><p>Your mail</p></form></article>", ["One."]),
        # a whole page inside a form, as some servers write it
        ("<form action=/><div class=entry-content><h1>Low water</h1><p>One.</p></div></form>", ["One."]),
        # terms as classes do not make an article furniture
        ("<article class='post tag-cookies category-newsletter has-sidebar'><h1>Low water</h1><p>One.</p></article>", ["One."]),
        # notes outside the text's element
        ("<article><h1>Low water</h1><div class=entry-content><p>One [1].</p></div><div class=footnotes><p>[1] A note.</p></div></article>",
         ["One [1].", "A note."]),
        # related cards that are articles inside the text, and comments that are
        ("<article><h1>Low water</h1><div class=entry-content><p>One, and a few words more of it, so that this is the longer text.</p><section class=related-posts><article><p>Fog bank over the "
         "old harbour</p></article></section></div><div id=comments><article><p>Well said, all of it</p></article></div></article>", ["One, and"]),
        # two articles: the longer is the page's
        ("<main><article><h1>Low water</h1><p>One sentence after another makes an article.</p></article>"
         "<article><h2>Fog</h2><p>Short.</p></article></main>", ["One sentence after"]),
    ],
)  # fmt: skip
def test_habits_of_pages(inside: str, texts: list[str]) -> None:
    document = html.read(PAGE.format(inside).encode())
    assert document.title == "Low water"
    found = [text for _, text, _, _ in body(document)]
    assert len(found) == len(texts)
    assert all(text.startswith(beginning) for text, beginning in zip(found, texts, strict=True))
    assert body(page.article(document)) == body(document)


def test_the_texts_own_byline_wins_over_the_themes_account_name() -> None:
    inside = (
        '<article><h1>Low water</h1><p class="entry-meta">by <span class="author vcard"><a class="fn">webmaster</a></span></p>'
        '<div class="entry-content"><p>By Ana Ruiz</p><p>One.</p></div></article>'
    )
    document = html.read(PAGE.format(inside).encode())
    assert document.byline == "Ana Ruiz"
    assert [text for _, text, _, _ in body(document)] == ["One."]
    assert page.article(document).byline == "Ana Ruiz"


@pytest.mark.parametrize("name", ["main-navigation", "sharedaddy", "jp-relatedposts", "site-footer", "widget-area", "asl_w", "post-share"])
def test_names_of_furniture(name: str) -> None:
    assert is_furniture_name(name)


@pytest.mark.parametrize(
    "name", ["entry-content", "tag-cookies", "category-newsletter", "research", "has-sidebar", "wp-block-columns", "wp-caption",
             "elementor-widget-text-editor", "elementor-widget-wrap", "shareholders", "is-layout-flow", "post-content"]
)  # fmt: skip
def test_names_that_are_none(name: str) -> None:
    assert not is_furniture_name(name)
    assert not is_comments_name(name)


@pytest.mark.parametrize("text", ["More to explorer", "Related posts:", "Leave a Comment", "Artículos relacionados", "Leia também",
                                  "Lire aussi", "Читайте также", "اقرأ أيضاً", "相关文章", "3 Comments"])  # fmt: skip
def test_headings_of_furniture(text: str) -> None:
    assert FURNITURE_HEADING.fullmatch(text)


SENTENCES = st.lists(st.sampled_from(["El río baja.", "Вода уходит.", "水位下降。", "The mill stands & waits.", "«Не так»."]), min_size=1, max_size=3)
BLOCKS = st.tuples(
    st.sampled_from(["<p>{}</p>", "<p>{}", "<h2>{}</h2>", "<ul><li>{}</ul>", "<blockquote><p>{}</blockquote>",
                     "<figure><img src=a.jpg><figcaption>{}</figcaption></figure>", "<div><div>{}</div></div>", "{}<br><br>{}",
                     "<table><tr><td>{}<td>{}</table>", "<pre>{}</pre>", "<div lang=fr>{}</div>", "<p>{} [1]</p>"]),
    SENTENCES,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, min_size=2, max_size=8))
def test_whatever_an_article_holds_survives_condensing(blocks: list[tuple[str, list[str]]]) -> None:
    inside = "".join(shape.replace("{}", html.escape(" ".join(texts))) for shape, texts in blocks)
    document = html.read(PAGE.format(f"<main><h1>Low water</h1><div class=entry-content>{inside}</div></main>").encode())
    wanted = sum(shape.count("{}") for shape, _ in blocks)
    assert len(body(document)) >= min(wanted, 1)
    text = " ".join(text for _, text, _, _ in body(document))
    for _, texts in blocks:
        assert " ".join(texts) in text
    condensed = page.article(document)
    assert body(condensed) == body(document)
    assert page.article(condensed).text == condensed.text


def test_a_mirrored_page_is_not_known_by_a_relative_address() -> None:
    """wget and HTTrack write `index.html` into every page's canonical link: two pages would be one article."""
    page_ = '<!doctype html><html lang="es"><head><title>Uno</title><link rel="canonical" href="{}"></head><body><h1>Uno</h1><p>Un texto.</p></body></html>'
    assert html.read(page_.format("index.html").encode()).meta.get("url", "") == ""
    assert html.read(page_.format("https://example.org/uno/").encode()).meta["url"] == "https://example.org/uno/"
