"""Lines as sites print them in twenty languages, read with all that they say, and the lines beside them that are none."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow import formats
from translate_flow.text import byline
from translate_flow.text.document import Kind, Provenance
from translate_flow.text.provenance import recognise

SAMPLES = Path(__file__).parent / "samples"
LANGUAGES = (
    "en",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "nl",
    "pl",
    "ru",
    "uk",
    "ar",
    "fa",
    "he",
    "tr",
    "zh",
    "ja",
    "ko",
    "hi",
    "id",
    "sv",
)
AROUND = " —[].*_。"  # what some of the samples have around them


# What makes a sentence of a line: words before it, and words after it.
SENTENCES = {
    "en": ("Nobody in the town had ever read what was ", ", and it shows on every page of the thin book that he left behind"),
    "es": ("Nadie en el pueblo había leído nunca aquello que fue ", ", y eso se nota en cada página del libro que dejó al morir"),
    "pt": ("Ninguém na vila tinha lido alguma vez o que foi ", ", e isso nota-se em cada página do livro que ele deixou"),
    "fr": ("Personne au village n’avait jamais lu ce qui fut ", ", et cela se voit à chaque page du livre qu’il a laissé"),
    "de": ("Niemand im Dorf hatte je gelesen, was damals hieß: ", ", und das merkt man jeder Seite des Buches an, das er hinterließ"),
    "it": ("Nessuno in paese aveva mai letto quello che era ", ", e si vede in ogni pagina del libro che ha lasciato"),
    "nl": ("Niemand in het dorp had ooit gelezen wat er stond: ", ", en dat merk je op elke bladzijde van het boek dat hij naliet"),
    "pl": ("Nikt we wsi nigdy nie czytał tego, co było ", ", i widać to na każdej stronie książki, którą po sobie zostawił"),
    "ru": ("Никто в деревне никогда не читал того, что было ", ", и это видно на каждой странице книги, которую он оставил"),
    "uk": ("Ніхто в селі ніколи не читав того, що було ", ", і це видно на кожній сторінці книжки, яку він залишив"),
    "ar": ("لم يقرأ أحد في القرية قط ما كتب هناك وقيل إنه ", " وهذا ظاهر في كل صفحة من صفحات الكتاب الذي تركه وراءه قبل أن يموت"),
    "fa": ("هیچ‌کس در روستا هرگز آن را نخوانده بود و می‌گفتند ", " و این در هر صفحهٔ کتابی که از او به جا مانده است به خوبی دیده می‌شود"),
    "he": ("איש בכפר לא קרא מעולם את מה שנכתב שם ונאמר כי ", " ורואים זאת היטב בכל עמוד ועמוד של הספר שהשאיר אחריו לפני מותו"),
    "tr": ("Köyde hiç kimse orada yazanı okumamıştı, derlerdi ki ", " ve bu, geride bıraktığı ince kitabın her sayfasında belli oluyordu"),
    "zh": ("村里从来没有人读过那本书，人们只是说", "，这一点在他留下的那本薄薄的书里每一页都看得出来"),
    "ja": ("村では誰もその本を読んだことがなく、人々が言うには", "ということが、彼の残した薄い本のどの頁からもよくわかる"),
    "ko": ("마을에서는 아무도 그 책을 읽은 적이 없었고 사람들이 말하기를 ", "라는 것이 그가 남긴 얇은 책의 모든 쪽에서 잘 드러난다"),
    "hi": ("गाँव में किसी ने वह किताब कभी नहीं पढ़ी थी और लोग कहते थे कि ", " और यह बात उसकी छोड़ी हुई पतली किताब के हर पन्ने पर साफ़ दिखती है"),
    "id": ("Tak seorang pun di desa itu pernah membaca apa yang ", ", dan itu tampak di setiap halaman buku tipis yang ia tinggalkan"),
    "sv": ("Ingen i byn hade någonsin läst det som var ", ", och det märks på varje sida i den tunna bok som han lämnade efter sig"),
}  # fmt: skip


class Row(NamedTuple):
    wording: str
    kind: str  # +, +md, +html, +by or -
    text: str
    parent: str = ""
    translator: str = ""
    original: str = ""


def rows() -> list[Row]:
    found = []
    for path in sorted(SAMPLES.glob("provenance_*.txt")):
        wording = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                wording = line.strip("[]")
            elif line and not line.startswith("#"):
                kind, _, rest = line.partition(" ")
                cells = [rest] if kind == "-" else [cell.strip() for cell in rest.split(" | ")]
                found.append(Row(wording, kind, *cells))
    return found


ROWS = rows()
LINES = [row for row in ROWS if row.kind == "+"]
DECOYS = [row for row in ROWS if row.kind == "-"]
SIGNED = [row for row in ROWS if row.kind == "+by"]
MARKED = [row for row in ROWS if row.kind in {"+md", "+html"}]


def said(found: Provenance | None) -> tuple[str, str, str, str]:
    assert found is not None
    return found.wording.split("-", maxsplit=1)[0], found.language, found.translator, found.original


def wanted(row: Row) -> tuple[str, str, str, str]:
    return row.wording, row.parent, row.translator, row.original


@pytest.mark.parametrize("row", LINES, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_a_line_is_read_whole(row: Row) -> None:
    found = recognise(row.text)
    assert said(found) == wanted(row)
    assert found is not None
    stated = row.text.strip(AROUND)
    stated = stated[1:-1].rstrip(".") if stated[0] in "(（" else stated
    assert found.text[slice(*found.span)] == stated
    assert found.confidence in ({0.6, 0.9, 1.0} if row.translator else {0.6, 1.0})


@pytest.mark.parametrize("row", LINES, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_an_address_after_it_is_its_link(row: Row) -> None:
    found = recognise(f"{row.text} <https://example.org/rio>")
    assert said(found) == wanted(row)
    assert found is not None
    assert found.link == "https://example.org/rio"


@pytest.mark.parametrize("row", DECOYS, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_a_sentence_or_a_heading_is_none(row: Row) -> None:
    assert recognise(row.text) is None


@pytest.mark.parametrize("row", MARKED, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_links_and_marks_in_it_do_not_hide_it(row: Row) -> None:
    kind, around = ("markdown", "# T\n\n{}\n\nSome words.\n\nAnd more.\n") if row.kind == "+md" else (
        "html", "<html><body><article><h1>T</h1>{}<p>Some words.</p><p>And more.</p></article></body></html>"
    )  # fmt: skip
    document = formats.get(kind).read(around.format(row.text).encode(), name="t")
    assert said(document.provenance) == wanted(row)


@pytest.mark.parametrize("row", SIGNED, ids=lambda row: f"{row.wording}-{row.text[:40]}")
def test_after_a_byline_it_is_read_and_the_byline_stays(row: Row) -> None:
    signature, _, statement = row.text.partition("//")
    found = recognise(signature + statement)
    assert said(found) == wanted(row)
    assert found is not None
    assert (found.text, found.text[slice(*found.span)]) == (signature + statement, statement)
    document = formats.get("markdown").read(f"# T\n\n{signature}{statement}\n\nWords.\n".encode(), name="t")
    assert said(document.provenance) == wanted(row)
    name = byline.recognise(signature.strip(" .–;,،；·"))
    assert name
    assert [block.text for block in document.blocks if block.kind is Kind.BYLINE] == [name]


@given(st.sampled_from(LINES), st.sampled_from(["({})", "— {}", "*{}*", "_{}._", "[{}]", "★ {}", "“{}”", "\t{} \n"]))
def test_what_stands_around_it_changes_nothing(row: Row, around: str) -> None:
    bare, dressed = recognise(row.text), recognise(around.format(row.text))
    assert said(dressed) == wanted(row)
    assert bare is not None
    assert dressed is not None
    assert dressed.text[slice(*dressed.span)] == bare.text[slice(*bare.span)]


def paragraphs(seed: int) -> list[str]:
    """Paragraphs of ordinary text in twenty languages: lines within a sentence, decoys one after another and before a line."""
    chance, made = random.Random(seed), {}
    for language, (before, after) in SENTENCES.items():
        lines = [row.text for row in LINES if row.wording == language]
        decoys = [row.text for row in DECOYS if row.wording == language]
        told = [text for text in decoys if text[-1] in ".。।" and ":" not in text and "：" not in text]
        gap, stop = ("", "。") if language in {"zh", "ja"} else (" ", ".")
        for text in lines:
            low = text[:1].lower() + text[1:]
            made |= dict.fromkeys((before + low, text.rstrip(".。") + after, before + low.rstrip(".。") + after))
        made |= dict.fromkeys(
            f"{first.rstrip('.。')}{stop}{gap}{second}" for first, second in itertools.permutations(decoys, 2)
        )
        made |= dict.fromkeys(f"{first}{gap}{text}" for first, text in itertools.product(told, lines))
        made |= dict.fromkeys(f"{before}{text}{after}" for text in decoys)
        for _ in range(150):
            some = chance.sample(decoys, chance.randint(3, 5))
            made[gap.join(f"{text.rstrip('.。')}{stop}" for text in some)] = None
    found = list(made)
    chance.shuffle(found)
    return found


def test_no_false_positive_in_ten_thousand_paragraphs() -> None:
    texts = paragraphs(20260303)
    assert len(texts) >= 10_000
    with bounded():
        assert [text for text in texts if recognise(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_lines_and_decoys(language: str) -> None:
    assert sum(row.wording == language for row in (*LINES, *MARKED)) >= 16
    assert sum(row.wording == language for row in DECOYS) >= 10
