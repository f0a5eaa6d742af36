"""Any report as one page: whole, escaped, bounded, in the reader's language; what stands in the pictures."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from tests import report_parts
from tests.report_parts import ASKED, NOW
from translate_flow import messages, messages_desk, reports
from translate_flow.reports import Asked, Column, Part, Report
from translate_flow.reports.page import page
from translate_flow.reports.page_matrix import MOST
from translate_flow.reports.page_voice import plain, voice
from translate_flow.reports.pictures.canvas import Canvas, fitted, ticks
from translate_flow.reports.pictures.parts import PICTURES

REPORTS = {**report_parts.all_reports(60), "overview": report_parts.overview(60)}
NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'&amp;\u202egnp.exe\u2066\x00\x1b[31m\r\n' + "x" * 10_000


def drawn(report: Report, locale: str = "en", asked: Asked = ASKED, newsroom: str = "The Beacon") -> str:
    return "".join(page(report, asked, locale=locale, zone="Europe/Berlin", newsroom=newsroom))


def parsed(text: str) -> Any:
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


def said(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("locale", ["en", "ar", "zh", "de"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_a_whole_page(name: str, locale: str) -> None:
    text = drawn(REPORTS[name], locale)
    tree = parsed(text)
    assert tree.get("lang") == locale
    assert tree.get("dir") == ("rtl" if locale == "ar" else "ltr")
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert not tree.xpath("//script | //link | //img | //iframe | //form | //@src")
    assert not re.search(r"https?:|@import|url\((?!#)", text)
    assert all(target.startswith("#") for target in tree.xpath("//@href"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = " ".join(tree.xpath("//@aria-labelledby")).split()
    assert set(named) <= set(ids)
    assert set(re.findall(r"url\(#([\w-]+)\)", text)) <= set(ids)
    pictures = tree.xpath("//svg[@role='img']")
    assert all(picture.get("aria-labelledby") and picture.find("title").text for picture in pictures)
    for part in REPORTS[name].parts:
        full = part.name if "." in part.name else f"{name}.{part.name}"
        section = tree.xpath(f"//section[contains(@class, '{full.replace('.', '-')}')]")[0]
        if full in PICTURES:
            assert section.xpath(".//figure//svg[@role='img']")
            assert section.xpath("./details//table"), "the table stands behind the picture"
        elif not full.endswith((".matrix", ".figures")):
            assert section.xpath(".//table")
            assert not section.xpath(".//figure | .//details")


def test_a_pictures_words_are_in_it() -> None:
    rows = [("2026-01", "pt", 4, 1), ("2026-03", "pt", 2, 3), ("2026-03", "de", 1, 0)]
    part = replace(next(part for part in REPORTS["progress"].parts if part.name == "months"), rows=rows)
    tree = parsed(drawn(Report("progress", (part,))))
    panels = [said(panel.find("p")) for panel in tree.xpath("//div[@class='panel']")]
    assert panels == ["All languages Asked for: 7, out: 4", "Portuguese Asked for: 6, out: 4", "German Asked for: 1, out: 0"] or panels[0] == "All languages Asked for: 7, out: 4"
    assert sorted(panels[1:]) == ["German Asked for: 1, out: 0", "Portuguese Asked for: 6, out: 4"]
    picture = tree.xpath("//svg[@role='img']")[0]
    assert picture.find("desc").text == "Asked for: 7, out: 4"
    assert [text.text for text in picture.findall("text")][-2:] == ["Jan 2026", "Mar 2026"]
    lines = picture.xpath("path[@class='line-asked']/@d")[0]
    heights = [float(pair.split()[1]) for pair in re.findall(r"[\d.]+ [\d.]+", lines)]
    assert heights[0] == heights[1] > heights[2], "February brought nothing; what is added up never falls"


def test_flow_goes_forward_and_back() -> None:
    part = next(part for part in REPORTS["flow"].parts if part.name == "steps")
    rows = [("", "requested", 9), ("requested", "translating", 8), ("translating", "in_review", 7), ("in_review", "translating", 2), ("translating", "translating", 5)]
    for locale in ("en", "ar"):
        picture = parsed(drawn(Report("flow", (replace(part, rows=rows),)), locale)).xpath("//figure//svg[@role='img']")[0]
        boxes = sorted((float(box.get("x")) for box in picture.xpath("rect[@class='box']")), reverse=locale == "ar")
        names = [text.text for text in picture.xpath("text[contains(@class, 'strong')]")]
        assert len(boxes) == 3
        assert names[0] == voice(locale, "UTC").status("requested")
        assert len(picture.xpath("path[@class='arrow']")) == 3
        assert len(picture.xpath("path[@class='arrow back']")) == 1
        widths = [float(path.get("stroke-width")) for path in picture.xpath("path[@class='arrow']")]
        assert widths == sorted(widths, reverse=True)
        first = float(picture.xpath("path[@class='arrow']/@d")[1].split()[0][1:])
        assert (first < 440) is (locale == "en"), "the work begins where reading does"


def test_nothing_is_drawn_of_nothing() -> None:
    for name, report in REPORTS.items():
        tree = parsed(drawn(Report(name, tuple(replace(part, rows=()) for part in report.parts))))
        assert not tree.xpath("//figure")
        assert len(tree.xpath("//section")) == len(report.parts)
    part = Part("classes", "Behind by language and class of change", (Column("language", "language"),), (), empty="Nothing is behind.")
    assert "Alles ist aktuell." in drawn(Report("behind", (part,)), "de")


def test_nothing_known_is_no_fault() -> None:
    """Every cell that may be empty, or another kind than its column says."""
    for name, report in REPORTS.items():
        parts = tuple(replace(part, rows=[tuple(None if column.kind in {"seconds", "day", "moment", "person", "share"} else value for column, value in zip(part.columns, row, strict=True)) for row in part.rows]) for part in report.parts)
        parsed(drawn(Report(name, parts)))


# What others wrote


def hostile(name: str, text: str) -> Report:
    """A report in which every word that a person may have written is `text`."""
    def value(column: Column, was: Any) -> Any:
        return text if column.kind in {"text", "article", "person"} and column.name != "figure" else was

    parts = tuple(replace(part, rows=[tuple(value(column, was) for column, was in zip(part.columns, row, strict=True)) for row in part.rows]) for part in REPORTS[name].parts)
    return Report(name, parts, REPORTS[name].notes)


def shape(text: str) -> list[str]:
    return [element.tag for element in parsed(text).iter() if isinstance(element.tag, str)]


@pytest.mark.parametrize("name", REPORTS)
def test_hostile_words_stay_words(name: str) -> None:
    asked = replace(ASKED, section=NASTY, tag=NASTY, person=NASTY, kind=NASTY)
    tame, wild = drawn(hostile(name, "x"), asked=replace(ASKED, section="x", tag="x", person="x", kind="x")), drawn(hostile(name, NASTY), asked=asked, newsroom=NASTY)
    assert shape(tame) == shape(wild)
    assert "\u202e" not in wild
    assert "\x1b" not in wild
    assert max(map(len, re.findall(r"x+", wild))) <= 200
    assert len(wild) < len(tame) * 30


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_words_stay_words(text: str) -> None:
    cut = plain(text)
    assert shape(drawn(hostile("overdue", text))) == shape(drawn(hostile("overdue", "x" if cut else "")))
    assert len(cut) <= 200
    assert cut == plain(cut)
    cut.encode()


def test_a_line_is_not_painted_over() -> None:
    assert plain("Z" + "\u0301" * 500 + "algo").count("\u0301") <= 4
    assert plain("نیم\u200cفاصله") == "نیم\u200cفاصله"  # Persian needs its joiners


# The matrix


def matrix(rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]], tags: tuple[str, ...] = ("es", "pt")) -> Report:
    return Report("progress", (Part("matrix", "Articles", (Column("article", "article"), Column("section"), *(Column(tag, "cell") for tag in tags)), rows),))


def test_what_needs_something_comes_first() -> None:
    rows = [
        ("done", "a", "published", "published"), ("open", "a", "published", "in_review"), ("old", "b", "published", "published+behind"),
        ("late", "b", "published", "translating+late"), ("bare", "", "published", ""), ("both", "b", "published+behind", "requested+behind+late"),
    ]  # fmt: skip
    tree = parsed(drawn(matrix(rows)))
    assert [said(row) for row in tree.xpath("//div[@class='matrix']//tbody/tr/th")] == ["late", "both", "old", "open", "done", "bare"]
    assert [said(group) for group in tree.xpath("//p[@class='group']")] == ["Late: 2", "Behind: 1", "Open: 1", "Nothing to do: 2"]
    assert [said(cell) for cell in tree.xpath("//tr[th='both']/td")] == ["b", "●▲", "○▲!"]
    legend = said(tree.xpath("//ul[@class='legend cells']")[0])
    assert legend == "○ requested 1 ◔ being translated 1 ◑ in review 1 ● published 8 ●▲ behind 3 ◌! late 2"
    assert [cell.get("class") for cell in tree.xpath("//tr[th='open']/td")] == ["s", "p", "i"]


def test_on_paper_only_what_fits() -> None:
    rows = [(f"a-{at}", "", "published", "translating" if at % 2 else "published") for at in range(200)]
    text = drawn(matrix(rows))
    tree = parsed(text)
    printed = tree.xpath("//div[@class='chunk']//tbody/tr")
    assert len(printed) == 60
    assert len(tree.xpath("//div[@class='chunk rest']//tbody/tr")) == 140
    assert "On paper, these articles are left out: 140" in text
    assert "left out" not in drawn(matrix(rows[:60]))


def test_many_articles_are_summed_up_by_section() -> None:
    def rows() -> Iterator[tuple[Any, ...]]:
        for at in range(MOST + 1000):
            yield f"a-{at}", ("news", "culture")[at % 4 == 0], "published", ("published", "published+behind", "translating", "cancelled", "")[at % 5]

    tree = parsed(drawn(matrix(rows())))
    found = {said(row.find("th")): [said(cell) for cell in row.findall("td")] for row in tree.xpath("//div[contains(@class, 'sums')]//tbody/tr")}
    assert found == {"news": ["3,000", "3,000/3,000", "1,200/1,800 ▲600"], "culture": ["1,000", "1,000/1,000", "400/600 ▲200"]}
    assert "There are many articles (4,000), so they are shown by section" in said(tree)


def test_two_thousand_articles_in_twenty_languages_are_less_than_two_megabytes() -> None:
    longest = Part("matrix", "", report_parts.matrix(1, random.Random(1)).columns, [(f"{'an-ordinary-key-of-an-article-'}{at}", "a section with a name", *["translating+behind+late"] * 20) for at in range(2000)])
    for report in (report_parts.overview(2000), Report("progress", (longest,))):
        assert len(drawn(report, "ar").encode()) < 2_000_000


def test_rows_are_read_as_they_are_written() -> None:
    read = 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal read
        for at in range(100_000):
            read += 1
            yield f"a-{at}", "news", 3

    part = Part("articles", "The newest articles that lack a language", (Column("article", "article"), Column("section"), Column("wanted", "number")), rows())
    pieces = page(Report("coverage", (part,)), ASKED, locale="en", zone="UTC", newsroom="")
    for piece in pieces:
        if "a-5<" in piece:
            break
    assert read < 10
    assert sum(map(len, pieces)) > 5_000_000
    assert read == 100_000


# Words, numbers, times


def test_without_a_catalogue_the_whole_page_is_english() -> None:
    tree = parsed(drawn(REPORTS["overview"], "xh"))
    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")
    assert parsed(drawn(REPORTS["overview"], "de-AT")).get("lang") == "de-AT"
    assert parsed(drawn(REPORTS["overview"], "en-GB")).get("lang") == "en-GB"


def test_a_note_without_a_translation_is_marked() -> None:
    tree = parsed(drawn(Report("flow", (), ("Nobody has translated this.", "Without dates: this month and the twelve before it.")), "ar"))
    notes = tree.xpath("//footer/p")
    assert [(note.get("lang"), note.get("dir")) for note in notes] == [("en", "ltr"), (None, None), (None, None)]


def test_times_are_the_readers() -> None:
    columns = tuple(Column(kind, kind) for kind in ("moment", "day", "month", "seconds", "share", "number", "language", "status", "class", "cell"))
    row = (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2026-12-31", "2026-12", 3 * 86400, 0.256, 12345.67, "pt-BR", "in_review", "facts", "published+behind")
    german, english = voice("de", "Europe/Berlin"), voice("en", "America/New_York")
    assert [german.text(column, value) for column, value in zip(columns, row, strict=True)] == [
        "01.01.27, 00:30", "31.12.2026", "Dez. 2026", "3 Tg.", "26\xa0%", "12.345,7", "Portugiesisch (Brasilien)", "im Lektorat", "Fakten", "veröffentlicht + nicht aktuell",
    ]  # fmt: skip
    assert english.text(columns[0], row[0]).startswith("12/31/26")
    assert english.html(columns[6], "pt-BR") == "Brazilian Portuguese <bdi class=tag>pt-BR</bdi>"
    assert voice("fa", "UTC").day("2026-03-03") in {"۱۲ اسفند ۱۴۰۴", "Mar 3, 2026"}  # as long as Persian has no catalogue, all is English


def test_filters_are_named() -> None:
    asked = replace(ASKED, language="pt", section="news", since=NOW)
    assert "Idioma: portugués" in said(parsed(drawn(REPORTS["behind"], "es", asked)).xpath("//ul[@class='facts']")[0])


def test_pages_ask_only_for_strings_there_are() -> None:
    folder = Path(reports.__file__).parent
    asked = set()
    for file in (*folder.glob("page*.py"), *folder.glob("pictures/*.py"), folder / "overview.py"):
        asked |= set(re.findall(r'say\(\s*[\'"]([^\'"]+)[\'"]', file.read_text(encoding="utf-8")))
    assert len(asked) > 20
    assert asked <= set(messages_desk.DESK)
    titles = {part.title for report in REPORTS.values() for part in report.parts}
    assert titles <= set(messages_desk.DESK)


def test_every_column_has_a_heading() -> None:
    english = voice("en", "UTC")
    for report in REPORTS.values():
        for part in report.parts:
            for column in part.columns:
                assert column.kind == "cell" or english.heading(part.name, column) in messages_desk.DESK, (part.name, column)


def test_statuses_are_told_apart_in_every_language() -> None:
    for tag in ("en", "es", "fr", "de", "pt", "ar", "zh", "ja", "ru"):
        strings = messages.catalogue(tag, "desk")
        for words in (messages_desk.STATUSES, messages_desk.CLASSES, messages_desk.FIGURES, messages_desk.TITLES):
            said_ = [strings.text(word) for word in words.values()]
            assert len(set(said_)) == len(said_), (tag, said_)


# Drawing


@given(st.floats(0, 1e9))
def test_scales_are_round(most: float) -> None:
    scale = ticks(most)
    assert scale[0] == 0
    assert scale[-1] >= most
    assert 2 <= len(scale) <= 6
    step = scale[1]
    assert step >= 1
    assert str(int(step)).rstrip("0") in {"1", "2", "5"}
    assert len(scale) == 2 or scale[-2] < most


def test_a_mirrored_picture_is_the_same_turned_round() -> None:
    left, right = Canvas(100, 50), Canvas(100, 50, rtl=True)
    for canvas in (left, right):
        canvas.rect(10, 5, 20, 8, "a")
        canvas.text(10, 20, "<b>", anchor="end")
    assert 'x="10" y="5" width="20"' in left.svg("n", "t")
    assert 'x="70" y="5" width="20"' in right.svg("n", "t")
    assert '<text text-anchor="end" x="90" y="20">&lt;b&gt;</text>' in right.svg("n", "t")
    etree.fromstring(right.svg("n", "a & b", "c < d"))


def test_names_are_cut_to_their_room() -> None:
    assert fitted("short", 100) == "short"
    assert fitted("a very long name of somebody", 60).endswith("…")
    assert len(fitted("記事の名前がとても長い", 60)) < len(fitted("abcdefghijkl", 60))
