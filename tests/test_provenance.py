"""Provenance lines: written for every wording and language, read back the same, and not seen where there is none."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow import languages
from translate_flow.text import provenance
from translate_flow.text.provenance import MAX_LINE, line, recognise, wording_for
from translate_flow.text.provenance_data import SOURCES, WORDINGS
from translate_flow.text.provenance_fold import FOLD, cleaned, fold
from translate_flow.text.provenance_frames import parsed

MORE_SOURCES = (
    "da",
    "nb",
    "fi",
    "bg",
    "sr",
    "hr",
    "eu",
    "gl",
    "eo",
    "bn",
    "ur",
    "id",
    "vi",
    "sw",
    "th",
    "ta",
    "am",
    "ku",
)
REGIONAL = ("pt-BR", "es-MX", "es-419", "zh-Hant", "en-GB", "fr-CA")
NAMES = st.sampled_from(
    ["Ana Ruiz", "J. R. Smith", "Leila al-Masri", "Jan de Vries", "Ana Ruiz and John Smith", "Мария Иванова", "王小明", "山田花子",
     "ليلى المصري", "דנה כהן", "김민수", "अनीता शर्मा", "Ayşe Yılmaz", "Łucja Żak", "María José O’Neill", "Ana Ruiz (LIT)", "@ana_ruiz"]
)  # fmt: skip

RECOGNISED = [  # a line, the parent's language, the translator
    ("Translated from the Spanish version", "es", ""),
    ("Translated from Spanish by Ana Ruiz", "es", "Ana Ruiz"),
    ("TRANSLATED FROM THE SPANISH VERSION", "es", ""),
    ("(Translated from the French original by J. R. Smith)", "fr", "J. R. Smith"),
    ("*Translated from German by Ana Ruiz and John Smith.*", "de", "Ana Ruiz and John Smith"),
    ("_This article was translated from the Portuguese version._", "pt", ""),
    ("— Translated by Ana Ruiz from the Spanish", "es", "Ana Ruiz"),
    ("English translation of the Spanish original", "es", ""),
    ("Translation from Ukrainian: Olha Kovalenko", "uk", "Olha Kovalenko"),
    ("Translated into English from the Arabic by Leila al-Masri", "ar", "Leila al-Masri"),
    ("Translated from Brazilian Portuguese", "pt-BR", ""),
    ("Translated from the Spanish (Argentina) version", "es-AR", ""),
    ("Translated from Spanish (Ana Ruiz)", "es", "Ana Ruiz"),
    ("Translated from the Spanish version: https://example.org/es/articulo", "es", ""),
    ("[Translated from Spanish]", "es", ""),
    ("“Translated  from\nthe Spanish\u00a0version”", "es", ""),
    ("Traducido de la versión en inglés", "en", ""),
    ("Traducción del inglés: Ana", "en", "Ana"),
    ("Traduccion del ingles", "en", ""),
    ("Traducida al español del original en francés", "fr", ""),
    ("Übersetzt aus dem Spanischen von Ana Ruiz", "es", "Ana Ruiz"),
    ("Aus dem Spanischen von Ana Ruiz", "es", "Ana Ruiz"),
    ("Aus der englischen Fassung übersetzt", "en", ""),
    ("Traduit de l’espagnol par Ana Ruiz", "es", "Ana Ruiz"),
    ("Traduit de la version espagnole", "es", ""),
    ("Cet article a été traduit de l'anglais", "en", ""),
    ("Tradotto dallo spagnolo", "es", ""),
    ("Tradotto dall'inglese da Ana Ruiz", "en", "Ana Ruiz"),
    ("Traduzido da versão em espanhol", "es", ""),
    ("Traduït del castellà", "es", ""),
    ("翻译自西班牙文版", "es", ""),
    ("本文由王小明翻译自英文", "en", "王小明"),
    ("译自英文，译者：王小明", "en", "王小明"),
    ("譯自西班牙文版", "es", ""),
    ("スペイン語版からの翻訳", "es", ""),
    ("この記事はスペイン語版から翻訳されました。", "es", ""),
    ("スペイン語版からの翻訳　訳者：山田花子", "es", "山田花子"),
    ("스페인어에서 번역 (옮긴이: 김민수)", "es", "김민수"),
    ("Перевод с испанского", "es", ""),
    ("Переведено с испанской версии", "es", ""),
    ("Перевод с английского языка: Анна Иванова", "en", "Анна Иванова"),
    ("Перекладено з англійської мови", "en", ""),
    ("Преведено от испански", "es", ""),
    ("Prevedeno sa španjolskog", "es", ""),
    ("Przetłumaczono z hiszpańskiego", "es", ""),
    ("Z hiszpańskiego przełożyła Anna Nowak", "es", "Anna Nowak"),
    ("Přeloženo ze španělštiny", "es", ""),
    ("Tradus din spaniolă", "es", ""),
    ("Spanyolból fordítva", "es", ""),
    ("Käännös englannin kielestä", "en", ""),
    ("Vertaald van de Engelse versie", "en", ""),
    ("Översatt från den engelska versionen", "en", ""),
    ("Oversat fra spansk", "es", ""),
    ("ΜΕΤΑΦΡΑΣΗ ΑΠΟ ΤΑ ΙΣΠΑΝΙΚΑ", "es", ""),
    ("Μεταφράστηκε από την αγγλική έκδοση", "en", ""),
    ("İspanyolca'dan çeviren: Ayşe Yılmaz", "es", "Ayşe Yılmaz"),
    ("RUSÇADAN ÇEVRİLMİŞTİR", "ru", ""),
    ("ترجم من الإسبانية", "es", ""),
    ("تُرجم عن النسخة الإنجليزية", "en", ""),
    ("ترجمة عن الإسبانية: ليلى المصري", "es", "ليلى المصري"),
    ("ترجمه از نسخه‌ی انگلیسی", "en", ""),
    ("ہسپانوی سے ترجمہ", "es", ""),
    ("תורגם מאנגלית על ידי דנה כהן", "en", "דנה כהן"),
    ("תורגם מהולנדית", "nl", ""),
    ("स्पेनिश से अनूदित", "es", ""),
    ("স্প্যানিশ থেকে অনূদিত", "es", ""),
    ("Diterjemahkan dari bahasa Spanyol", "es", ""),
    ("Dịch từ tiếng Tây Ban Nha", "es", ""),
    ("แปลจากภาษาอังกฤษ", "en", ""),
]

NOT_RECOGNISED = [
    "The book was translated from the Spanish version by Edith, and sold a million copies",
    "Translated from the Spanish version, the treaty says that both sides will meet again",
    "Translated from Spanish, the word means “bridge”.",
    "Translated from the Spanish version by candlelight and with a dictionary, it took years.",
    "He translated from Spanish",
    "The poem was translated from Spanish by Ana Ruiz in 1931, when the war had begun.",
    "Translated from the Latin of power into the language of streets",
    "Translated from page to stage by Ana Ruiz",
    "Translated by Ana Ruiz",
    "Translated from the Spanish: the deal is off, and nobody knows why",
    "Original sin",
    "Original: a new film",
    "Original in English, the phrase lost its bite",
    "Source: Reuters",
    "Source: Spanish government",
    "Read in Spanish",
    "Spanish",
    "",
    "Traducido del inglés, el término significa otra cosa",
    "El libro fue traducido del inglés por Ana Ruiz",
    "Traduit de l'anglais, le mot veut dire pont",
    "Traduit en justice",
    "Übersetzt aus dem Leben von Millionen",
    "Aus dem Spanischen kommt das Wort",
    "Aus dem Leben von Ana Ruiz",
    "Перевод с карты на карту",
    "Перевод с испанского оказался неточным, сообщили в посольстве",
    "Перевод на английский",
    "翻译自己的作品是困难的",
    "他的小说译自西班牙文，在北京出版后大受欢迎",
    "この本はスペイン語版からの翻訳で、ベストセラーになった",
    "ترجم من الإسبانية إلى لغات كثيرة كتاب الشاعر الذي رحل أمس",
    "Vertaald naar het Engels",
    "Překlad z nouze",
    "Tradotto in legge",
    "Translated from the Spanish version " * 20,
]


def test_the_english_line_is_the_one_on_the_pages() -> None:
    assert line("en", "es") == "Translated from the Spanish version"
    assert line("en", "es", "Ana Ruiz") == "Translated from the Spanish version by Ana Ruiz"
    assert line("en-GB", "pt-BR") == "Translated from the Brazilian Portuguese version"


@pytest.mark.parametrize(
    ("reader", "parent", "expected"),
    [
        ("es", "en", "Traducido de la versión en inglés"),
        ("pt-BR", "es", "Traduzido da versão em espanhol"),
        ("de", "es", "Übersetzt aus dem Spanischen"),
        ("de", "da", "Übersetzung; Ausgangssprache: Dänisch"),
        ("ru", "es", "Перевод с испанского"),
        ("ru", "sv", "Перевод со шведского"),
        ("cs", "es", "Překlad ze španělštiny"),
        ("cs", "en", "Překlad z angličtiny"),
        ("hu", "de", "Németből fordítva"),
        ("ar", "es", "مترجم عن الإسبانية"),
        ("zh", "en", "译自英文版"),
        ("zh-TW", "es", "譯自西班牙文版"),
        ("ja", "es", "スペイン語版からの翻訳"),
        ("no", "es", "Oversatt fra spansk"),
    ],
)
def test_lines_fit_their_language(reader: str, parent: str, expected: str) -> None:
    assert line(reader, parent) == expected


def test_a_reader_without_a_wording_gets_english() -> None:
    assert wording_for("xh") == "en"
    assert line("xh", "es") == "Translated from the Spanish version"


@pytest.mark.parametrize("reader", WORDINGS)
def test_what_is_written_is_recognised(reader: str) -> None:
    for parent in (*SOURCES, *MORE_SOURCES, *REGIONAL):
        for translator in ("", "Ana Ruiz"):
            if parent.split("-")[0] == reader.split("-", maxsplit=1)[0]:
                continue
            text = line(reader, parent, translator)
            found = recognise(text)
            assert found is not None, text
            assert (found.text, found.language, found.translator) == (text, parent, translator), text
            assert found.wording == reader
            assert found.confidence == 1, text


@given(
    st.sampled_from(sorted(WORDINGS)),
    st.sampled_from(SOURCES),
    NAMES,
    st.sampled_from(["{}", "({})", "*{}.*", "— {}", " {}\n"]),
)
def test_any_name_and_any_dressing(reader: str, parent: str, translator: str, dressing: str) -> None:
    if parent == reader.split("-", maxsplit=1)[0]:
        return
    found = recognise(dressing.format(line(reader, parent, translator)))
    assert found is not None
    assert (found.language, found.wording) == (parent, reader)
    assert found.translator == translator


@pytest.mark.parametrize(("text", "language", "translator"), RECOGNISED, ids=[case[0][:40] for case in RECOGNISED])
def test_wordings_as_publishers_print_them(text: str, language: str, translator: str) -> None:
    found = recognise(text)
    assert found is not None
    assert (found.language, found.translator, found.text) == (language, translator, text.strip())
    assert found.confidence >= 0.9


@pytest.mark.parametrize("text", NOT_RECOGNISED, ids=[text[:40] for text in NOT_RECOGNISED])
def test_sentences_about_translation_are_none(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Originally published in Spanish",
        "Original: Spanish",
        "Publicado originalmente en inglés",
        "Язык оригинала: испанский",
    ],
)
def test_a_line_that_only_names_the_original_is_less_sure(text: str) -> None:
    found = recognise(text)
    assert found is not None
    assert found.confidence == 0.6
    assert found.translator == ""


def test_a_lower_case_translator_is_less_sure() -> None:
    found = recognise("Translated from Spanish by our volunteers")
    assert found is not None
    assert (found.translator, found.confidence) == ("our volunteers", 0.6)


@given(st.text(max_size=MAX_LINE + 20))
def test_any_text_is_read_without_fault(text: str) -> None:
    found = recognise(text)
    assert found is None or found.language


@given(
    st.text(max_size=20), st.sampled_from(sorted(entry.line for entry in WORDINGS.values())), st.text(max_size=20),
    st.sampled_from(["NFC", "NFD", "NFKC"]), st.sampled_from([" ", "\n", "\u00a0 ", "\u00ad ", " \u200b"]), st.booleans(),
)  # fmt: skip
def test_the_quick_look_overlooks_nothing(
    before: str, wording: str, after: str, form: str, space: str, upper: bool
) -> None:
    text = unicodedata.normalize(form, before + wording.replace(" ", space) + after)  # type: ignore[arg-type]
    text = text.upper() if upper else text
    folded = cleaned(text).translate(FOLD)
    if any(stem in folded for stem in provenance._STEMS):
        assert provenance.telling(text)


@given(st.data())
def test_every_source_language_in_any_form(data: st.DataObject) -> None:
    """Whatever CLDR has a name for can be a source, and the start of a relay; what is written of it is read."""
    reader = data.draw(st.sampled_from(sorted(WORDINGS)))
    own = reader.split("-", maxsplit=1)[0]
    known = {code.replace("_", "-"): name for code, name in languages.locale(reader).languages.items()}
    tags = sorted(
        tag
        for tag in known
        if languages.is_tag(tag) and languages.normalise(tag) == tag and not tag.startswith((own, "mul"))
    )
    parent, original = data.draw(st.sampled_from(tags)), data.draw(st.sampled_from(["", *tags]))
    translator, dressing = data.draw(st.just("") | NAMES), data.draw(st.sampled_from(["{}", "({})", "— {}"]))
    found = recognise(dressing.format(line(reader, parent, translator, original)))
    assert found is not None
    assert (found.translator, found.wording) == (translator, reader)
    assert _name(found.language, reader) == _name(parent, reader)
    if original not in {"", parent} and _name(original, reader) != _name(parent, reader):
        assert _name(found.original, reader) == _name(original, reader)


def _name(tag: str, reader: str) -> str:
    """The name under which a reader finds a language; CLDR gives some two tags."""
    return fold(languages.name(tag, reader)).strip(" '")


def test_ordinary_text_splits_few_frames() -> None:
    """Frames are split when a line holds the words of one: the first "original" must not cost a reader of texts a third of a second."""
    parsed.cache_clear()
    for text in (
        "The original plan was first published in the spring.",
        "El original se perdió; la traducción tardó años.",
        "Originaltexten är lång.",
    ):
        assert recognise(text) is None
    assert parsed.cache_info().misses < 60


def test_long_and_hostile_lines_finish() -> None:
    hostile = [
        "translated from " + "a " * 90,
        "traducido de la " + "versión " * 22,
        "译自" * 99,
        "translated into " + "from " * 35,
    ]
    with bounded():
        for text in hostile * 20:
            recognise(text)
        for _ in range(10_000):
            recognise("The river rose three metres on Tuesday and the town was cut off.")
        recognise("translated from " * 1_000_000)
