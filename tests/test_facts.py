"""Facts in texts, and numbers and dates between languages: tables of cases, CLDR as the oracle, and laws."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_flow import languages
from translate_flow.text import calendar_dates, facts_data
from translate_flow.text.facts import (
    FactKind,
    PartialDate,
    facts,
    read_date,
    read_number,
    redate,
    renumber,
    write_date,
    write_number,
)

NUMBERS = [  # figure, language, value; None: not read
    ("1,234.5", "en", "1234.5"), ("1.234,5", "de", "1234.5"), ("1.234", "de", "1234"), ("1.234", "pt", "1234"),
    ("1.234", "es", None), ("1.234", "es-MX", "1.234"), ("1.234", "es-ES", "1234"), ("1,234.50", "es", "1234.50"),
    ("1.234.567", "es", "1234567"), ("1.234", "", None), ("1,234,567", "", "1234567"), ("3.5", "", "3.5"),
    ("12 345", "fr", "12345"), ("12\u202f345,6", "fr", "12345.6"), ("1.234", "fr", None), ("1’234.50", "de-CH", "1234.50"),
    ("١٬٢٣٤٫٥", "ar", "1234.5"), ("١٢", "ar", "12"), ("12,34,567", "hi", "1234567"), ("१२,३४,५६७", "hi", "1234567"),
    ("1,234", "zh", "1234"), ("1,234", "ja", "1234"), ("1,234.5", "ko", "1234.5"), ("1,234", "th", "1234"), ("1 234,5", "ru", "1234.5"),
    ("−5", "en", "-5"), ("0.5", "en", "0.5"), ("1.50", "en", "1.50"), ("2026", "en", "2026"),
    ("3.5.1", "en", None), ("10:30", "en", None), ("007", "en", None), ("3.5", "de", None), ("12,34", "en", None), ("1.23.456", "de", None),
    ("1٢", "ar", None), ("", "en", None), ("twelve", "en", None), ("1,234,56", "en", None), ("12.", "en", None),
]  # fmt: skip


@pytest.mark.parametrize(("figure", "language", "value"), NUMBERS)
def test_a_number_is_read_as_its_language_prints_it(figure, language, value):
    found = read_number(figure, language)
    assert found == (value if value is None else Decimal(value))
    assert found is None or str(found) == value  # as precise as it was printed


@pytest.mark.parametrize(("value", "like", "language", "grouped", "written"), [
    ("1300", "1.234", "es", None, "1.300"), ("1234567.5", "1.234,5", "de", None, "1.234.567,5"), ("12345", "999", "fr", None, "12\u202f345"),
    ("1234", "999", "es", None, "1234"), ("12345", "999", "es", None, "12.345"), ("2500", "٩٩٩", "ar", None, "٢٬٥٠٠"),
    ("1234567", "1,234", "hi", None, "12,34,567"), ("-3.25", "−5", "sv", None, "−3,25"), ("10000", "8080", "en", None, "10000"),
    ("10000", "8080", "en", True, "10,000"), ("1500000", "1’234", "de-CH", None, "1’500’000"), ("0.50", "1,5", "de", None, "0,50"),
    ("1E+3", "5", "en", None, "1,000"), ("12345", "999", "en", False, "12345"), ("7", "1.234", "de", None, "7"),
])  # fmt: skip
def test_a_number_is_written_in_the_manner_of_the_one_there(value, like, language, grouped, written):
    assert write_number(Decimal(value), like, language, grouped=grouped) == written


@pytest.mark.parametrize(("old", "new", "like", "source", "target", "written"), [
    ("1,234", "1,300", "1.234", "en", "de", "1.300"), ("1.234", "1.300", "1,234", "es", "en", "1,300"), ("3.5", "3.6", "3,5", "en", "pt", "3,6"),
    ("8080", "10000", "8080", "en", "de", "10000"), ("1500", "2500", "1,500", "es", "en", "2,500"), ("12", "13", "١٢", "en", "ar", "١٣"),
    ("500", "2500", "500", "es", "en", "2,500"), ("2025", "2026", "2025", "en", "fr", "2026"), ("1,000", "1,000,000", "1 000", "en", "fr", "1 000 000"),
    ("12", "13", "14", "en", "de", None), ("3.5", "3.6", "3.5", "en", "pt", None), ("3.5.1", "3.5.2", "3.5.1", "en", "pt", None),
    ("12", "12.5.1", "12", "en", "de", None), ("12", "1.2", "12", "en", "de", "1,2"),
])  # fmt: skip
def test_a_changed_number_is_carried_where_that_is_sure(old, new, like, source, target, written):
    assert renumber(old, new, like, source, target) == written


@settings(max_examples=150)
@given(
    st.decimals(-(10**9), 10**9, allow_nan=False, places=None).map(lambda value: value.quantize(Decimal(1)) if abs(value.adjusted()) > 6 else value)
    | st.builds(lambda whole, places: Decimal(whole).scaleb(-places), st.integers(-(10**9), 10**9), st.integers(0, 4)),
    st.sampled_from(["de", "en", "fr", "pt-BR", "ru", "hi", "fa", "ar-EG", "zh", "ja", "ko", "tr", "pl", "de-CH", "sv", "es-ES", "es-MX"]),
    st.sampled_from(["5", "999", "٩"]),
)
def test_what_is_written_is_read_again(value, language, like):
    if -value.as_tuple().exponent > 8 or value.as_tuple().exponent > 0:
        return
    assert read_number(write_number(value, like, language), language) == value


DATES = [  # as printed, language, (year, month, day)
    ("March 8, 2026", "en", (2026, 3, 8)), ("8 March 2026", "en-GB", (2026, 3, 8)), ("Sunday, March 8, 2026", "en", (2026, 3, 8)),
    ("March 8th, 2026", "en", (2026, 3, 8)), ("March 2026", "en", (2026, 3, 0)), ("8 March", "en", (0, 3, 8)), ("Mar. 8, 2026", "en", (2026, 3, 8)),
    ("8 de março de 2026", "pt", (2026, 3, 8)), ("8. März 2026", "de", (2026, 3, 8)), ("1er mars 2026", "fr", (2026, 3, 1)),
    ("8 марта 2026 года", "ru", (2026, 3, 8)), ("8 d’abril de 2026", "ca", (2026, 4, 8)), ("2026. március 8.", "hu", (2026, 3, 8)),
    ("٨ مارس ٢٠٢٦", "ar", (2026, 3, 8)), ("8 मार्च 2026", "hi", (2026, 3, 8)), ("8 มีนาคม 2569", "th", (2026, 3, 8)),
    ("ngày 8 tháng 3 năm 2026", "vi", (2026, 3, 8)), ("8 במרץ 2026", "he", (2026, 3, 8)), ("8 marca 2026 r.", "pl", (2026, 3, 8)),
    ("2026年3月8日", "zh", (2026, 3, 8)), ("2026年3月8日(日)", "ja", (2026, 3, 8)), ("2026년 3월 8일 일요일", "ko", (2026, 3, 8)), ("3月8日", "zh", (0, 3, 8)),
    ("2026-03-08", "", (2026, 3, 8)), ("08.03.2026", "de", (2026, 3, 8)), ("13/4/2026", "en", (2026, 4, 13)), ("4/13/2026", "en", (2026, 4, 13)),
    ("3/4/2026", "en", None), ("Monday, March 8, 2026", "en", None), ("30 February 2026", "en", None), ("8 March 2026 in Rome", "en", None),
    ("8.3.26", "de", None), ("8 March 9999", "en", None), ("令和8年3月8日", "ja", None), ("", "en", None), ("2026", "en", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "value"), DATES)
def test_a_date_is_read_as_its_language_prints_it(text, language, value):
    found = read_date(text, language)
    assert found == value
    assert found is None or write_date(found, text, language) == text


@pytest.mark.parametrize(("new", "like", "language", "written"), [
    ((2027, 4, 11), "March 8th, 2026", "en", "April 11th, 2027"), ((2026, 4, 22), "March 8th, 2026", "en", "April 22nd, 2026"),
    ((2027, 4, 9), "domingo, 8 de marzo de 2026", "es", "viernes, 9 de abril de 2027"), ((2026, 4, 9), "8 DE MARZO DE 2026", "es", "9 DE ABRIL DE 2026"),
    ((2026, 3, 1), "8 mars 2026", "fr", "1er mars 2026"), ((2026, 3, 2), "1er mars 2026", "fr", "2 mars 2026"),
    ((2027, 4, 11), "8 มีนาคม 2569", "th", "11 เมษายน 2570"), ((2027, 4, 11), "٨ مارس ٢٠٢٦", "ar", "١١ أبريل ٢٠٢٧"),
    ((2026, 4, 19), "8 במרץ 2026", "he", "19 באפריל 2026"), ((2026, 4, 9), "8. mar. 2026", "da", "9. apr. 2026"),
    ((2026, 11, 12), "08.03.2026", "de", "12.11.2026"), ((2026, 3, 8), "12.11.2026", "de", None), ((2026, 3, 8), "2025-12-11", "", "2026-03-08"),
    ((2026, 3, 8), "2025年12月11日", "zh", "2026年3月8日"), ((2026, 4, 19), "2026年3月8日日曜日", "ja", "2026年4月19日日曜日"),
    ((2026, 4, 20), "2026年3月8日(日)", "ja", "2026年4月20日(月)"), ((2026, 3, 9), "8 marzo 2026", "it", None), ((2026, 3, 1), "8 de março de 2026", "pt", None),
    ((0, 3, 9), "8 March 2026", "en", None), ((2026, 3, 9), "8 March", "en", None), ((2026, 3, 9), "tomorrow", "en", None),
])  # fmt: skip
def test_a_date_is_written_in_the_manner_of_the_one_there(new, like, language, written):
    assert write_date(PartialDate(*new), like, language) == written


def test_a_changed_date_is_carried():
    assert redate("March 8, 2026", "April 9, 2026", "8 de março de 2026", "en", "pt") == "9 de abril de 2026"
    assert redate("8 March", "9 March", "8. März", "en", "de") == "9. März"
    assert redate("March 8, 2026", "April 9, 2026", "9 de março de 2026", "en", "pt") is None  # the translation says another day


CLDR_READ = (  # languages in whose long and full forms every date is read
    "en", "en-GB", "es", "es-MX", "pt", "pt-PT", "fr", "it", "ca", "gl", "ro", "de", "de-AT", "nl", "sv", "nb", "da", "fi", "pl", "cs", "sk", "hu",
    "hr", "sl", "tr", "el", "ru", "uk", "be", "bg", "sr", "ar", "he", "hi", "bn", "id", "ms", "vi", "th", "et", "lv", "lt", "zh", "zh-Hant", "ja",
    "ko", "ur", "sw", "mk", "sq", "az", "is", "ga",
)  # fmt: skip
ELIDED = {"it", "ca"}  # nothing is written where an article may change with the day
DATES_OF_CLDR = st.integers(0, 40_000).map(lambda days: date(1950, 1, 1) + timedelta(days))


@pytest.mark.parametrize("language", CLDR_READ)
def test_dates_of_cldr_are_read_and_written_as_cldr_does(language):
    for month in range(1, 13):
        for form in ("long", "full"):
            old, new = date(2026, month, 9), date(2027, month % 12 + 1, 23)
            text = languages.format_date(old, language, form)
            assert read_date(text, language) == (old.year, old.month, old.day), text
            written = write_date(new, text, language)
            if language not in ELIDED and not (language == "fi" and form == "full"):  # CLDR mixes two cases of Finnish weekdays
                assert written == languages.format_date(new, language, form).replace("maanantai ", "maanantaina ")


@settings(max_examples=80)
@given(DATES_OF_CLDR, DATES_OF_CLDR, st.sampled_from(CLDR_READ), st.sampled_from(CLDR_READ))
def test_a_date_carried_there_and_back_is_the_same(old, new, source, target):
    first, second = (languages.format_date(day, source, "long") for day in (old, new))
    there = languages.format_date(old, target, "long")
    carried = redate(first, second, there, source, target)
    assert carried is None or read_date(carried, target) == (new.year, new.month, new.day)
    assert carried is not None or target.partition("-")[0] in {*ELIDED, "pt"} or new.day == 1 or old.day == 1


def test_every_name_of_the_calendar_begins_as_the_table_says():
    for language, starts in facts_data.CALENDAR_STARTS.items():
        calendar = calendar_dates._calendar(language)
        for names in (*calendar.month_tables, *calendar.weekday_tables):
            for name in names:
                if name.rstrip(".").isalpha() and len(name.rstrip(".")) > 1:
                    assert calendar_dates.may_name_date(name, language), (language, name)
        assert all(len(start) in {2, 3} and start == unicodedata.normalize("NFC", start.casefold()) for start in starts)


FACTS = [  # language, text, its facts (kind’s first letters and value)
    ("en", "On March 8, 2026, Angela Merkel said 3 million people didn’t pay $1,234.50 (12 percent).",
     "date 2026-3-8, name angela, name merkel, number 3000000, negation not, number $, number 1,234.50, number 12, number %"),
    ("en", "He met Mr. Smith of NATO; twenty-five of them may march on Monday.", "name smith, name nato, number 25, date weekday 0"),
    ("en", "Two hundred and five came. I’m not Anna’s.", "number 205, negation not, name anna"),
    ("es", "El 8 de marzo no vino nadie: doscientas personas pidieron a la ONU 12 millones.", "date 0-3-8, negation not, number 200, name onu, number 12000000"),
    ("es", "No lo dijo nunca. Nunca vino.", "negation not, negation not"),
    ("fr", "L’Europe n’a pas payé deux cent mille euros à Emmanuel Macron, soit 12 %.", "name europe, negation not, number 200000, name emmanuel, name macron, number 12, number %"),
    ("de", "Am 8. März hat Angela Merkel nicht fünfundzwanzig Häuser gekauft; 3,5 Millionen.",
     "date 0-3-8, name angela, name merkel, negation not, number 25, number 3500000"),
    ("pt", "Não são três mil e duzentas mulheres.", "negation not, number 3200"),
    ("it", "Le duecento persone non hanno detto niente a Giorgia Meloni.", "number 200, negation not, name giorgia, name meloni"),
    ("ru", "В марте Владимир Путин не приехал, двадцать пять тысяч, 3 млн.", "date 0-3-0, name владимир, name путин, negation not, number 25000, number 3000000"),
    ("tr", "8 Mart’ta Ankara’da 25 kişi gelmedi, üç bin kişi geldi.", "date 0-3-8, name ankara, number 25, negation not, number 3000"),
    ("ar", "في ٨ مارس ٢٠٢٦ لم يحضر ثلاثة آلاف شخص", "date 2026-3-8, negation not, number 3000"),
    ("zh", "2026年3月8日，《人民日报》没有报道三十五万人，3万，这不仅非常重要", "date 2026-3-8, name 人民日报, negation not, number 350000, number 30000"),
    ("ja", "3月8日、三十人は行かなかった。まず、知らずに。必ず。300万人", "date 0-3-8, number 30, negation not, negation not, number 3000000"),
    ("ko", "3월 8일 세 명이 오지 않았다. 3만 명", "date 0-3-8, number 세, negation not, number 30000"),
    ("th", "วันที่ 8 มีนาคม 2569 ไม่มีคน", "date 2026-3-8, negation not"),
    ("hi", "8 मार्च 2026 को पच्चीस लोग नहीं आए, तीन लाख रुपये", "date 2026-3-8, number 25, negation not, number 300000"),
    ("en", "It was a fine day and nothing special in it", "negation not"),
    ("en", "They work on i18n with 12km of H1N1 in a B52.", "number 12, name h1n1, name b52, number 52"),
    ("de", "Das Haus und der Garten", ""),
    ("en", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), FACTS)
def test_facts_are_found(language, text, expected):
    found = facts(text, language)
    assert ", ".join(f"{fact.kind.value} {fact.value}" for fact in found) == expected
    assert all(text[fact.start : fact.end] == fact.text for fact in found)


def test_a_headline_s_capitals_are_no_names():
    text = "What The Minister Said About the Water of NATO"
    assert [fact.value for fact in facts(text, "en", headline=True)] == ["nato"]
    assert len(facts(text, "en")) > 4


def test_a_word_that_opens_a_sentence_is_a_name_where_that_is_known():
    assert facts("Merkel came.", "en") == []
    assert [fact.value for fact in facts("Merkel came.", "en", frozenset({"merkel"}))] == ["merkel"]


@settings(max_examples=150)
@given(st.text(max_size=200), st.sampled_from(["en", "de", "ru", "zh", "ja", "th", "ar", "hi", "tr", "he", "es", "", "xx"]))
def test_facts_of_any_text_stand_where_they_say(text, language):
    found = facts(text, language)
    assert all(0 <= fact.start < fact.end <= len(text) and text[fact.start : fact.end] == fact.text for fact in found)
    inside = [match.span() for match in re.finditer(r"[^\W\d_]\d+[^\W\d_]\w*", text)]  # i18n
    digits = {at for at, char in enumerate(text) if char.isdecimal() and not any(start <= at < end for start, end in inside)}
    covered = {at for fact in found if fact.kind in {FactKind.NUMBER, FactKind.DATE} for at in range(fact.start, fact.end)}
    assert digits <= covered  # no figure is overlooked


def test_babel_is_not_asked_where_no_date_can_be():
    code = (
        "import sys; from translate_flow.text.facts import facts; facts('The river was high, and 12 boats sank.', 'en');"
        "assert 'babel' not in sys.modules; facts('On 8 March it rained.', 'en'); assert 'babel' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_names_of_months_do_not_depend_on_which_language_was_asked_before():
    code = (
        "from translate_flow.text.facts import read_date\n"
        "for language in ('zh', 'he', 'es-MX', 'de-AT', 'sv', 'es', 'de', 'hu', 'bn'):\n"
        "    read_date('x 1', language)\n"
        "from translate_flow.text.calendar_dates import _calendar\n"
        "for language in ('zh', 'es-MX', 'de-AT', 'sv', 'es', 'de', 'hu', 'bn'):\n"
        "    tables = _calendar(language).month_tables\n"
        "    assert len(tables) > 1 or language in {'hu', 'bn', 'sv', 'zh'}, language\n"
        "    assert language == 'zh' or not any('月' in name for table in tables for name in table), language\n"
        "assert read_date('9. Jänner 2026', 'de-AT') and read_date('9. Januar 2026', 'de') and read_date('9 abril 2026', 'sv') is None\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
