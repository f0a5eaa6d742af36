"""The bilingual page: in a browser with and without its script, through a word processor, and that nothing in it comes to life."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import suppress
from dataclasses import replace

import pytest
from lxml import html

from tests import kits
from tests.browser import PROGRAM, Browser
from tests.office import ODD, PAIRS, converted, kit, same
from translate_flow import exchange
from translate_flow.errors import Unreadable
from translate_flow.exchange import bilingual_html as page
from translate_flow.exchange.kit import Proposal, Row, State, TermHint
from translate_flow.text import inline
from translate_flow.text.document import Kind

SENT = kit("html")
DATA = page.write(SENT)
TEXT = DATA.decode()
HOSTILE = "</div></td></table><script>alert(1)</script><img src=x onerror=alert(2)> \" onfocus=alert(3) autofocus ' javascript:alert(4) {{7*7}} --> </style></title> &lt;b&gt; ]]>"


def hostile():
    """A kit whose every text tries to come to life."""
    said = inline.plain(HOSTILE)
    row = Row(
        0, 0, Kind.PARAGRAPH, said, inline.joined((*said, "!")), State.OPEN, was=HOSTILE, notes=(HOSTILE,),
        proposals=(Proposal(HOSTILE, HOSTILE, 80, HOSTILE),), terms=(TermHint(HOSTILE, HOSTILE, HOSTILE),),
    )  # fmt: skip
    return replace(SENT, rows=(row,), title=HOSTILE, brief=(HOSTILE,))


# --- the file ---


@pytest.mark.parametrize("pair", PAIRS)
def test_each_pair_of_languages_comes_back(pair):
    sent = kit("html", pair)
    same(page.read(page.write(sent)), sent)


def test_the_page_stands_alone():
    tree = html.document_fromstring(page.write(hostile()))
    assert not tree.xpath("//@src | //@href | //@style | //@*[starts-with(name(), 'on')] | //img | //link | //iframe")
    (script,), (style,) = tree.xpath("//script/text()"), tree.xpath("//style/text()")
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digests = ["sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    assert policy == f"default-src 'none'; style-src '{digests[0]}'; script-src '{digests[1]}'; base-uri 'none'; form-action 'none'"
    assert "innerHTML" not in script
    assert "http" not in script + style
    found = page.read(page.write(hostile()))
    assert inline.text(found.rows[0].source) == HOSTILE


def test_languages_directions_and_states_are_said():
    tree = html.document_fromstring(page.write(kit("html", "en ar")))
    assert {(cell.get("lang"), cell.get("dir")) for cell in tree.xpath("//div[@class='target']")} == {("ar", "rtl")}
    assert {(cell.get("lang"), cell.get("dir")) for cell in tree.xpath("//div[@class='source']")} == {("en", "ltr")}
    editable = [row.get("id") for row in tree.xpath("//tbody/tr") if row.xpath(".//div[@class='target']/@contenteditable")]
    assert editable == ["row-1", "row-2", "row-3"]
    assert [cell.text_content() for cell in tree.xpath("//div[@class='done']")] == ["x", "?", "", "locked"]


def test_everything_that_helps_is_shown():
    text = html.document_fromstring(page.write(kits.garden("html"))).text_content()
    for said in ("Para el 1 de diciembre.", "rui: mira", "La foto es de 2016.", "Dijo adiós", "colheitas", "não: safras", "<1>vinte</1>", "88 %", "huerto-2/pt, ana", "`código`"):
        assert said in text, said


def test_controls_travel():
    sent = kit("html", "es pt", Row(4, 0, Kind.PARAGRAPH, inline.plain("a\x0bb\x00c\x1bd")))
    assert inline.written(page.read(page.write(sent)).rows[-1].source) == "a\x0bb\x00c\x1bd"


# --- what programs make of it ---


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace('<meta name="translate-flow"', '<meta name="gone"').encode(),
        lambda text: text.replace('<p class="header-line">translate-flow:', "<p>").encode(),
        lambda text: text.replace("<tr ", "\n\n  <TR CLASS=a ").replace("</td>", "").replace("</tr>", "").encode(),
        lambda text: text.replace("</th>", "</th><td>more</td>", 1).encode(),
    ],
    ids=["mark", "utf-16", "crlf", "no meta", "no line", "loose", "column"],
)  # fmt: skip
def test_other_spellings_are_the_same_page(change):
    data = change(TEXT)
    found = page.read(data)
    if b"<td>more</td>" in data:  # in the row of heads alone: the other rows have too few cells
        assert all(row.problem for row in found.rows)
    else:
        same(found, SENT)


def test_a_page_as_word_saves_it():
    """Windows' encoding, paragraphs with classes in each cell, lines wrapped, no-break spaces in empty cells, its own elements; no meta."""
    rows = "".join(
        f"<tr style='mso-yfti-irow:{row.block}'>" + "".join(f"<td width=99 style='padding:0'>\r\n<p class=MsoNormal><span\r\nlang=PT>{cell}<o:p></o:p></span></p>\r\n</td>" for cell in cells) + "</tr>\r\n"
        for row, cells in (
            (SENT.rows[0], ("1<br>\r\nheading 2", "El &lt;1&gt;<span class=SpellE>huerto</span>&lt;/1&gt;\r\ncrece", "A &lt;1&gt;horta&lt;/1&gt;\r\ncresceu\u201d", "x", "&nbsp;")),
            (SENT.rows[2], ("3", "…", "&nbsp;", "&nbsp;", "&nbsp;")),
        )
    )  # fmt: skip
    heads = "".join(f"<td><p class=MsoNormal><b>{head}</b></p></td>" for head in ("No.", "Source: Spanish", "Translation:\r\nPortuguese", "Done", "Remarks"))
    text = (
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\">\r\n<head><meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\">\r\n<style><!-- p {a:b} --></style></head>"
        "<body lang=PT><![if !supportLists]><p class=MsoNormal>translate-flow: version=huerto/pt base=3 draft=2\r\nholder=ana from=huerto/es digest=0123456789ab as=html by=block (do not\r\nedit this line)</p><![endif]>"
        f"<table class=MsoNormalTable border=1>{'<tr>'}{heads}</tr>{rows}</table></body></html>"
    )  # fmt: skip
    data = text.encode("cp1252")
    assert exchange.recognise(data) == "html"
    found = page.read(data)
    assert found.header == SENT.header
    assert [(row.key, inline.written(row.target), row.done, row.problem) for row in found.rows] == [("1", "A <1>horta</1> cresceu”", True, ""), ("3", "", None, "")]


@pytest.mark.parametrize("pair", PAIRS)
def test_saved_by_libreoffice(pair, tmp_path):
    sent = kit("html", pair, ODD)
    data = converted(page.write(sent), tmp_path, ".html", "html:HTML (StarWriter)")
    assert exchange.recognise(data) == "html"
    same(page.read(data), sent)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DATA[: DATA.index(b'id="row-3"')], "ends in the middle of its table"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<table>", "web archive"),
        (b"<!DOCTYPE html><p>text", "no table with the columns"),
        (b"\xff\xfe\x00", "is not"),
    ],
)
def test_what_is_none_of_ours_is_refused_with_what_to_do(data, said):
    with pytest.raises(Unreadable, match=said) as caught:
        page.read(data, name="f.html")
    assert caught.value.file == "f.html"
    assert caught.value.remedy


def test_merged_cells_and_tables_in_cells_are_problems_of_their_rows():
    tree = html.document_fromstring(DATA)
    rows = tree.xpath("//tbody/tr")
    rows[0][2].set("rowspan", "2")
    rows[1].remove(rows[1][2])
    rows[2][2].append(html.fragment_fromstring("<table><tr><td>x</td></tr></table>"))
    found = page.read(html.tostring(tree, encoding="utf-8"))
    assert [(row.key, bool(row.problem)) for row in found.rows] == [("1", True), ("2", True), ("3", True), ("4", False)]
    assert found.rows[0].place.startswith("line ")


# --- in a browser ---


@pytest.fixture
def browser(tmp_path):
    if not PROGRAM:
        pytest.skip("needs Chromium (chromium)")
    with Browser(tmp_path) as opened:
        yield opened


def opened(browser, tmp_path, sent=SENT, name="huerto.pt.table.html"):
    path = tmp_path / name
    path.write_bytes(page.write(sent))
    browser.open(path)
    return path


def saved(browser, tmp_path, name="huerto.pt.table.html"):
    """What Save writes."""
    folder = tmp_path / "saved"
    browser("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    browser.click(".save")
    for _ in range(400):
        if (folder / name).exists():
            break
        browser.run("new Promise(done => setTimeout(done, 20))")
    data = (folder / name).read_bytes()
    (folder / name).unlink()
    return data


def kept(browser, text: str) -> None:
    """Waits until the browser has kept what was typed, as it does a moment after."""
    for _ in range(400):
        if browser.run(f"Object.values(localStorage).some(kept => kept.includes({json.dumps(text)}))"):
            return
        browser.run("new Promise(done => setTimeout(done, 20))")
    raise AssertionError(f"“{text}” was not kept")


def test_an_untouched_page_is_saved_as_it_was(browser, tmp_path):
    for pair in PAIRS:
        sent = kit("html", pair, ODD)
        opened(browser, tmp_path, sent)
        same(page.read(saved(browser, tmp_path, f"huerto.{pair[-2:]}.table.html")), sent)
    assert browser.logs == []
    assert browser.dialogs == []


def test_no_text_comes_to_life(browser, tmp_path):
    sent = hostile()
    for _ in range(2):  # as written, and as the page itself saves it
        path = tmp_path / "hostile.html"
        path.write_bytes(page.write(sent) if not path.exists() else saved(browser, tmp_path))
        browser.open(path)
        assert browser.run("document.querySelector('.source').textContent") == HOSTILE
        assert browser.run("document.scripts.length") == 1
        browser.click(".use")
        assert browser.run("document.querySelector('.target').textContent") == HOSTILE
        assert browser.run("document.querySelectorAll('img').length") == 0
    assert browser.logs == []
    assert set(browser.dialogs) <= {"beforeunload"}


def test_the_policy_forbids_whatever_else(browser, tmp_path):
    path = tmp_path / "injected.html"
    path.write_bytes(DATA.replace(b"<table", b"<script>document.title = 'ran'</script><img src='http://127.0.0.1:9/x' onerror=\"document.title = 'ran'\"><table", 1))
    browser.open(path)
    assert browser.run("document.title") != "ran"
    assert sum("Content Security Policy" in log for log in browser.logs) >= 2


def test_a_translator_works_in_it_and_saves(browser, tmp_path):
    opened(browser, tmp_path)
    assert browser.run("document.querySelector('.left').textContent") == "2 of 3 rows left"
    browser.click("#row-3 .target")
    browser.type("Regue toda ")
    browser.click("#row-3 .source .sign:nth-of-type(1)")
    browser.type("manhã")
    browser.key(".", 190, control=True)
    browser.type(", diz <2>ela</2>. A <3>horta cresce.")
    assert browser.run("document.querySelector('#row-3 .warn').innerText") == "Missing (click to insert): </3>"
    browser.key("Enter", 13)
    assert browser.run("document.activeElement.closest('tr').id") == "row-3"  # nothing comes after it: what is locked is passed over
    browser.key("Enter", 13, shift=True)
    assert browser.run("document.activeElement.closest('tr').id") == "row-2"
    assert browser.run("document.querySelectorAll('#row-3 .target .sign').length") == 5  # signs that were typed are signs
    browser.click("#row-3 .warn .sign")
    browser.key("Enter", 13, control=True)
    browser.click("#row-2 .done")
    assert browser.run("document.querySelector('.left').textContent") == "Nothing left to do"
    data = saved(browser, tmp_path)
    found = page.read(data)
    assert [row.done for row in found.rows] == [True, True, True, None]
    assert inline.written(found.rows[2].target) == "Regue toda <1>manhã</1>, diz <2>ela</2>. A <3>horta cresce.</3>"
    assert b"data-ui=" not in data.partition(b"<script>")[0]
    assert browser.logs == []
    again = tmp_path / "again.html"
    again.write_bytes(data)
    browser.open(again)
    assert browser.run("document.querySelector('.notice')") is None
    assert saved(browser, tmp_path) == data
    assert page.read(data.replace(b"\n", b"\r\n")).rows[2].target == found.rows[2].target


def test_work_that_was_not_saved_is_there_again(browser, tmp_path):
    path = opened(browser, tmp_path)
    browser.click("#row-3 .target")
    browser.type("Meio caminho")
    kept(browser, "Meio caminho")
    browser.open(path)
    assert browser.dialogs == ["beforeunload"]
    assert browser.run("document.querySelector('#row-3 .target').textContent") == "Meio caminho"
    assert "1 row from this browser" in browser.run("document.querySelector('.notice').textContent")
    browser.click(".notice button")
    assert browser.run("document.querySelector('#row-3 .target').textContent") == ""
    browser.open(path)
    assert browser.run("document.querySelector('.notice')") is None


def test_a_newer_file_is_not_overwritten_by_what_the_browser_kept(browser, tmp_path):
    opened(browser, tmp_path)
    browser.click("#row-3 .target")
    browser.type("De antes")
    kept(browser, "De antes")
    newer = replace(SENT, rows=(*SENT.rows[:2], replace(SENT.rows[2], target=inline.plain("De outra pessoa"), state=State.DONE), SENT.rows[3]))
    opened(browser, tmp_path, newer, "newer.html")
    assert browser.run("document.querySelector('#row-3 .target').textContent") == "De outra pessoa"
    browser.click(".notice button")
    assert browser.run("document.querySelector('#row-3 .target').textContent") == "De antes"


def test_a_pair_is_put_around_what_is_selected_and_a_proposal_is_taken(browser, tmp_path):
    opened(browser, tmp_path, kits.garden("html"))
    browser.click("#row-8 .use")
    taken = "As colheitas repartem-se entre <1>vinte</1> famílias."
    assert browser.run("document.querySelector('#row-8 .target').textContent") == taken
    browser.click("#row-2 .target")
    browser.type("Entre vizinhos e terra")
    browser.run("(() => { const t = document.querySelector('#row-2 .target').firstChild; const r = document.createRange(); r.setStart(t, 6); r.setEnd(t, 14); getSelection().removeAllRanges(); getSelection().addRange(r); })()")
    browser.click("#row-2 .source .sign")
    assert browser.run("document.querySelector('#row-2 .target').textContent") == "Entre <1>vizinhos</1> e terra"
    assert browser.logs == []


def test_what_is_pasted_is_text(browser, tmp_path):
    opened(browser, tmp_path)
    browser.click("#row-3 .target")
    pasted = json.dumps("a <b>b</b>\n\nc\u00a0d <1>")
    browser.run(
        f"(() => {{ const d = new DataTransfer(); d.setData('text/plain', {pasted}); d.setData('text/html', '<b>x</b>'); "
        "document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true})); })()"
    )
    found = page.read(saved(browser, tmp_path))
    assert inline.written(found.rows[2].target) == "a <b>b</b> c\u00a0d <1>"


def test_without_its_script_it_is_a_table_that_can_be_filled_in(browser, tmp_path):
    browser("Emulation.setScriptExecutionDisabled", value=True)
    path = tmp_path / "plain.html"
    path.write_bytes(DATA)
    browser("Page.navigate", url=path.as_uri())
    target = 0
    while not target:
        with suppress(AssertionError):  # the page is still coming in
            root = browser("DOM.getDocument", depth=0)["root"]["nodeId"]
            target = browser("DOM.querySelector", nodeId=root, selector="#row-3 .target")["nodeId"]
    browser("DOM.focus", nodeId=target)
    browser.type("Regue <1>já</1>")
    root = browser("DOM.getDocument", depth=0)["root"]["nodeId"]
    text = browser("DOM.getOuterHTML", nodeId=root)["outerHTML"]
    assert 'class="bar"' not in text
    assert inline.written(page.read(text.encode()).rows[2].target) == "Regue <1>já</1>"
