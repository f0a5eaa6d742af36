"""Bylines and date lines: tables of lines and what is recognised in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.text import byline, dates

BYLINES = [
    ("By the IWL-FI", "IWL-FI"),
    ("BY THE IWL-FI", "IWL-FI"),
    ("By Ana Ruiz", "Ana Ruiz"),
    ("by Ana Ruiz", "Ana Ruiz"),
    ("By: Ana Ruiz", "Ana Ruiz"),
    ("  By   Ana  Ruiz ", "Ana Ruiz"),
    ("**By Ana Ruiz**", "Ana Ruiz"),
    ("By ANA RUIZ", "ANA RUIZ"),
    ("By Reuters", "Reuters"),
    ("By The Guardian", "The Guardian"),
    ("By Ana Ruiz and Jan de Vries", "Ana Ruiz and Jan de Vries"),
    ("By Ana Ruiz, Jan de Vries and Li Wei", "Ana Ruiz, Jan de Vries and Li Wei"),
    ("By Ana Ruiz and AFP", "Ana Ruiz and AFP"),
    ("By J. R. O’Neill", "J. R. O’Neill"),
    ("By Martin Hall Jr.", "Martin Hall Jr."),
    ("By Omar al-Hadi", "Omar al-Hadi"),
    ("By Ana Ruiz | 10 March 2023", "Ana Ruiz"),
    ("By Ana Ruiz, March 10, 2023", "Ana Ruiz"),
    ("By Ana Ruiz — Berlin", "Ana Ruiz"),
    ("Written by Ana Ruiz", "Ana Ruiz"),
    ("Author: Ana Ruiz", "Ana Ruiz"),
    ("Por Ana Ruiz", "Ana Ruiz"),
    ("Por la LIT-CI", "LIT-CI"),
    ("Por el Colectivo Puerto Norte", "Colectivo Puerto Norte"),
    ("Por Ana Ruiz y Luis Prado", "Ana Ruiz y Luis Prado"),
    ("Escrito por Ana Ruiz", "Ana Ruiz"),
    ("Autora: Ana Ruiz", "Ana Ruiz"),
    ("Von Anna Müller", "Anna Müller"),
    ("Von der Redaktion", "Redaktion"),
    ("Von Anna Müller und Jan Weber", "Anna Müller und Jan Weber"),
    ("Par Élise d’Aubigny", "Élise d’Aubigny"),
    ("Di Marco Bianchi", "Marco Bianchi"),
    ("di Marco Bianchi", "Marco Bianchi"),
    ("A cura di Marco Bianchi", "Marco Bianchi"),
    ("Door Saskia van den Berg", "Saskia van den Berg"),
    ("Av Ingrid Åsen", "Ingrid Åsen"),
    ("Af Søren Holm", "Søren Holm"),
    ("Per Anna Ruiz", "Anna Ruiz"),
    ("Oleh Budi Santoso", "Budi Santoso"),
    ("Автор: Иван Петров", "Иван Петров"),
    ("Текст: Олена Коваль", "Олена Коваль"),
    ("Του Γιάννη Παππά", "Γιάννη Παππά"),
    ("Γράφει η Μαρία Νικολάου", "Μαρία Νικολάου"),
    ("Autor: Jan Kowalski", "Jan Kowalski"),
    ("Napisała Ewa Nowak", "Ewa Nowak"),
    ("Írta: Nagy Éva", "Nagy Éva"),
    ("Yazan: Ayşe Yılmaz", "Ayşe Yılmaz"),
    ("作者：李伟", "李伟"),
    ("文/李伟", "李伟"),
    ("记者：王芳", "王芳"),
    ("文＝田中花子", "田中花子"),
    ("著者：田中花子", "田中花子"),
    ("글: 김철수", "김철수"),
    ("김철수 기자", "김철수"),
    ("بقلم ليلى حداد", "ليلى حداد"),
    ("بقلم: ليلى حداد", "ليلى حداد"),
    ("نویسنده: مریم کریمی", "مریم کریمی"),
    ("מאת דנה לוי", "דנה לוי"),
    ("लेखक: अनिता शर्मा", "अनिता शर्मा"),
    ("अनिता शर्मा द्वारा", "अनिता शर्मा"),
    ("Tác giả: Nguyễn Văn An", "Nguyễn Văn An"),
]

NO_BYLINES = [
    "",
    "By",
    "By the",
    "Ana Ruiz",
    "By Saturday night, Kyiv was preparing for the invaders’ final assault.",
    "By Saturday night",
    "By Saturday",
    "By the end of the year",
    "By the Numbers",
    "By Any Means Necessary",
    "By Land and Sea",
    "By Ana Ruiz.",
    "By Ana Ruiz, who lives in Berlin",
    "By 2030",
    "Por la noche…",
    "Por la noche",
    "Por la mañana las calles estaban vacías",
    "Por ejemplo",
    "Por una salida justa",
    "¡Por Palestina!",
    "Por Palestina!",
    "Di solito",
    "Di solito piove a Milano",
    "Von der Leyen",
    "Von der Leyen in Kyiv",
    "Von Berlin nach Paris",
    "Von Mensch und Tier",
    "Par contre",
    "Par ailleurs, le maire a démissionné.",
    "Door de regen bleef het plein leeg",
    "Av flera skäl",
    "Byline pilots at the harbour",
    "Translated from the Spanish version",
    "Text: https://example.org/a",
    "Author: the person who wrote this is unknown",
    "От этого не легче",
    "На улице было тихо",
    "كتب الرئيس رسالة طويلة إلى العمال في الميناء",
    "作者说，他不会离开。",
    "文化馆今天重新开放",
    "AUTOR/0",
    "Por: 12",
    "Του χρόνου θα γίνουν εκλογές",
]


@pytest.mark.parametrize(("line", "name"), BYLINES)
def test_a_byline_gives_its_names(line: str, name: str) -> None:
    assert byline.recognise(line) == name


@pytest.mark.parametrize("line", NO_BYLINES)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert byline.recognise(line) == ""


@given(st.text())
def test_recognising_any_text_gives_a_part_of_it(line: str) -> None:
    assert byline.recognise(line) in " ".join(line.split())


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("March 10, 2023", "2023-03-10"),
        ("10 March 2023", "2023-03-10"),
        ("Friday, 10th March 2023", "2023-03-10"),
        ("March 10th, 2023 at 10:30 am", "2023-03-10"),
        ("Mar. 10, 2023", "2023-03-10"),
        ("Published: March 10, 2023", "2023-03-10"),
        ("10 de marzo de 2023", "2023-03-10"),
        ("viernes, 10 de marzo de 2023", "2023-03-10"),
        ("10 de março de 2023", "2023-03-10"),
        ("1er mars 2023", "2023-03-01"),
        ("10 marzo 2023", "2023-03-10"),
        ("10. März 2023", "2023-03-10"),
        ("Freitag, 10. März 2023, 10:30 Uhr", "2023-03-10"),
        ("10 maart 2023", "2023-03-10"),
        ("10 marca 2023 r.", "2023-03-10"),
        ("10 марта 2023 г.", "2023-03-10"),
        ("10 березня 2023 року", "2023-03-10"),
        ("10 Μαρτίου 2023", "2023-03-10"),
        ("10 Mart 2023", "2023-03-10"),
        ("2023. március 10.", "2023-03-10"),
        ("10 مارس 2023", "2023-03-10"),
        ("١٠ مارس ٢٠٢٣", "2023-03-10"),
        ("10 मार्च 2023", "2023-03-10"),
        ("2023年3月10日", "2023-03-10"),
        ("2023年3月10日（金）", "2023-03-10"),
        ("2023년 3월 10일", "2023-03-10"),
        ("2023-03-10", "2023-03-10"),
        ("2023-03-10T10:30:00Z", "2023-03-10"),
        ("10.03.2023", "2023-03-10"),
        ("10.3.2023, 10:30", "2023-03-10"),
        ("", ""),
        ("10/3/2023", ""),
        ("March 2023", ""),
        ("March 40, 2023", ""),
        ("On March 10, 2023 the port closed", ""),
        ("March 10, 2023 Gabriel Huland The arrest and killing of a woman", ""),
        ("2023", ""),
        ("In 2023 some 10 ships came", ""),
        ("3.5.1", ""),
    ],
)
def test_a_date_line_gives_its_day(line: str, iso: str) -> None:
    assert dates.recognise(line) == iso


@given(st.text(alphabet="0123456789 .-/年月日marchMäz,T:", max_size=40))
def test_recognising_a_date_in_any_text_gives_a_day_or_nothing(line: str) -> None:
    found = dates.recognise(line)
    assert found == "" or len(found) == 10


def test_plain_sentences_never_load_the_month_names() -> None:
    dates._names.cache_clear()
    dates.recognise("The port closed at noon.")
    dates.recognise("The port closed in 2023.")
    assert dates._names.cache_info().currsize == 0
