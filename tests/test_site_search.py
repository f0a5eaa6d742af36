"""The site's search: real indexes, looked through in a real browser over a real server."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from zlib import MAX_WBITS, decompress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import browser
from translate_flow.channels import site_index, site_search, site_theme, site_words
from translate_flow.channels.site_search import Record

needs_program = pytest.mark.skipif(not site_index.program(), reason="needs the program pagefind")
needs_browser = pytest.mark.skipif(not browser.PROGRAM, reason="needs Chromium")


def page(path: str, title: str, text: str, *, kind: str = "post", section: str = "") -> Record:
    return Record(path, path.split("/", maxsplit=1)[0], kind, section, title, text, "2026-03-08")


PAGES = [
    page("es/huelga.html", "La huelga de los jóvenes", "El presidente del sindicato dijo que él no acepta.\nLa asamblea sigue — mañana — en la plaza.", section="Trabajo"),
    page("es/agua.html", "El agua de todos", "Nadie explicó la huelga en la asamblea del agua.\nUna niña pidió el agua.", section="Ecología"),
    page("es/sobre.html", "Sobre nosotras", "Quiénes somos y qué hacemos con el agua.", kind="page"),
    page("de/wahl.html", "Die Bundestagswahl", "Die Müllabfuhr in Köln wird teurer. Schöne Häuser an der Straße. Schon wieder eine schöne Wahl."),
    page("zh/gongren.html", "工人罢工的消息", "他说：“中国人民站起来了。”工人要求提高工资，美国媒体报道 OK 2026年。"),
    page("ar/idrab.html", "إضراب العمّال", "قال الرئيس إن العمال يطالبون بزيادة الأجور. هذا الكتاب الجديد في المكتبة."),
    page("fr/alphabet.html", "L’alphabet d’hier", "Aujourd’hui, l’écriture change."),
]  # fmt: skip


class Site:
    """A folder that is brought to what `refresh` says, as the store does."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.state = folder / "site", folder / "state"
        self.folder.mkdir()

    def bring(self, changed=(), removed=(), *, everything=False, taken_down=(), confirm=True) -> site_search.Change:
        change = site_search.refresh(self.state, changed, removed, everything=everything, taken_down=taken_down)
        self.put(change)
        if confirm:
            site_search.confirm(self.state)
        self.holds()
        return change

    def put(self, change: site_search.Change) -> None:
        for path in change.removed:
            (self.folder / path).unlink(missing_ok=True)
        for path, body in change.files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(body)

    def holds(self) -> None:
        """The tree has exactly what it must have."""
        from hashlib import sha256

        there = {str(path.relative_to(self.folder)): sha256(path.read_bytes()).hexdigest() for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".html"}
        assert there == dict(site_search.files(self.state))

    def pages(self, *languages: str) -> None:
        site = site_theme.Site("Site", "", search=True)
        catalogue = SimpleNamespace(languages=lambda: dict.fromkeys(languages, 1))
        for language in languages:
            (self.folder / language).mkdir(exist_ok=True)
            (self.folder / language / "search.html").write_bytes(site_search.search_page(site, language, catalogue))

    def words(self) -> bytes:
        """All that is served, without compression."""
        found = b""
        for path in self.folder.rglob("*.pf_*"):
            found += decompress(path.read_bytes(), MAX_WBITS | 16)
        return found


@pytest.fixture
def site(tmp_path) -> Site:
    return Site(tmp_path)


class Reader:
    """A browser at the site's search."""

    def __init__(self, chromium: browser.Browser, address: str) -> None:
        self.browser, self.address = chromium, address

    def open(self, path: str) -> None:
        self.browser.run("window.left = true")
        self.browser("Page.navigate", url=f"{self.address}/{path}")
        self.browser.wait("!window.left && document.readyState === 'complete' && location.href !== 'about:blank'")

    def find(self, language: str, query: str, **choices: str) -> list[str]:
        """The names of the articles found, best first."""
        from urllib.parse import urlencode

        self.open(f"{language}/search.html?" + urlencode({"q": query, **choices}))
        self.browser.wait("document.querySelector('[role=status]').textContent !== '' && !document.querySelector('#search ol').hasAttribute('aria-busy')")
        return self.browser.run("[...document.querySelectorAll('#search ol a')].map(a => a.href.split('/').pop().replace('.html', ''))")

    def status(self) -> str:
        return self.browser.run("document.querySelector('[role=status]').textContent")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    with browser.Browser(tmp_path_factory.mktemp("chromium")) as found:
        yield found


POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; base-uri 'none'"


class Handler(http.server.SimpleHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012

    def send_head(self):
        del self.headers["If-Modified-Since"]  # a second is too coarse for tests
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, form: str, *words: object) -> None:
        self.asked.append(str(words[0]))


@pytest.fixture
def reader(site: Site, chromium):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=site.folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Reader(chromium, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


@needs_program
@needs_browser
class TestReaders:
    @pytest.fixture(autouse=True)
    def _site(self, site: Site) -> None:
        site.bring(PAGES, everything=True)
        site.pages("es", "de", "zh", "ar", "fr")

    @pytest.mark.parametrize(("language", "query", "choices", "found"), [
        ("es", "huelga", {}, {"huelga", "agua"}),
        ("es", "HUELGA joven", {}, {"huelga"}),
        ("es", "nina", {}, {"agua"}),
        ("es", "huelga inexistente", {}, set()),
        ("es", "inexistentes", {}, set()),
        ("es", "huelga", {"in": "title"}, {"huelga"}),
        ("es", "huelga", {"in": "text"}, {"agua"}),
        ("es", "agua asamblea", {"in": "text"}, {"agua"}),
        ("es", '"la asamblea"', {}, {"huelga", "agua"}),
        ("es", '"el presidente"', {}, {"huelga"}),
        ("es", '"que él no acepta"', {}, {"huelga"}),
        ("es", '"asamblea sigue mañana"', {}, {"huelga"}),
        ("es", '"presidente el"', {}, set()),
        ("es", "“la huelga de los”", {"in": "title"}, {"huelga"}),
        ("es", '"la huelga de los"', {"in": "text"}, set()),
        ("es", "agua", {"kind": "page"}, {"sobre"}),
        ("es", "agua", {"kind": "post"}, {"agua"}),
        ("es", "huelga", {"section": "Trabajo"}, {"huelga"}),
        ("es", "Müllabfuhr", {}, set()),  # of another language
        ("de", "bundes", {}, {"wahl"}),
        ("de", "mullabfuhr", {}, {"wahl"}),
        ("de", "Strasse", {}, {"wahl"}),
        ("de", "Haus", {}, {"wahl"}),
        ("de", '"schöne Wahl"', {}, {"wahl"}),
        ("de", "huelga", {}, set()),
        ("zh", "中国", {}, {"gongren"}),
        ("zh", "国人", {}, {"gongren"}),
        ("zh", "人民站起来", {}, {"gongren"}),
        ("zh", "工资", {"in": "title"}, set()),
        ("zh", "罢工", {"in": "title"}, {"gongren"}),
        ("zh", "罢", {}, {"gongren"}),
        ("zh", "“中国媒体”", {}, set()),
        ("ar", "العمال", {}, {"idrab"}),
        ("ar", "كتاب", {}, {"idrab"}),
        ("ar", '"بزيادة الأجور"', {}, {"idrab"}),
        ("fr", "alphabet", {}, {"alphabet"}),
        ("fr", "l'ecriture", {}, {"alphabet"}),
        ("fr", "aujourd'hui", {}, {"alphabet"}),
    ])  # fmt: skip
    def test_what_is_found(self, reader, language, query, choices, found):
        assert set(reader.find(language, query, **choices)) == found

    def test_with_the_keyboard(self, reader):
        reader.open("es/search.html")
        reader.browser.run("document.querySelector('#q').focus()")
        reader.browser.type("asamblea")
        reader.browser("Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")
        reader.browser.wait("document.querySelectorAll('#search ol li').length === 2")
        assert reader.status() == "Resultados: 2"
        assert reader.browser.run("location.search") == "?q=asamblea"
        assert reader.browser.run("document.querySelector('[role=status]').getAttribute('aria-live')") == "polite"
        assert "asamblea" in reader.browser.run("[...document.querySelectorAll('mark')].map(m => m.textContent)")

    def test_what_a_text_says_is_shown_as_it_was(self, reader):
        reader.find("zh", "站起来")
        assert "“中国人民站起来了。”工人要求提高工资，美国媒体报道 OK 2026年。" in reader.browser.run("document.querySelector('#search li').textContent")
        assert reader.browser.run("[...document.querySelectorAll('mark')].map(m => m.textContent).join('')") == "站起来"
        assert reader.browser.run("document.querySelector('#search li a').textContent") == "工人罢工的消息"
        reader.find("es", "mañana")
        assert "La asamblea sigue — mañana — en la plaza." in reader.browser.run("document.querySelector('#search li').textContent")
        reader.find("fr", "écriture")
        assert "Aujourd’hui, l’écriture change." in reader.browser.run("document.querySelector('#search li').textContent")

    def test_right_to_left_and_nothing_refused(self, reader):
        reader.browser.logs.clear()
        reader.find("ar", "إضراب")
        assert reader.browser.run("getComputedStyle(document.querySelector('#search li')).direction") == "rtl"
        assert not [log for log in reader.browser.logs if "Security" in log or "exception" in log]

    def test_a_query_of_ten_thousand_characters(self, reader):
        reader.open("es/search.html")
        for text in ("agua " * 2000, '"' * 10_000, "a" * 10_000, "中" * 10_000):
            reader.browser.run(f"document.querySelector('#q').value = {json.dumps(text)}; document.querySelector('[role=status]').textContent = '…'; document.querySelector('form').requestSubmit()")
            reader.browser.wait("document.querySelector('[role=status]').textContent !== '…' && !document.querySelector('#search ol').hasAttribute('aria-busy')")
            assert "no funciona" not in reader.status()

    def test_a_hostile_text_is_only_text(self, site, reader):
        evil = page("es/mal.html", '<script>alert(1)</script><img src=x onerror="alert(2)">', '___PAGEFIND_WEIGHT___9 ___PAGEFIND_ANCHOR___a:b <img src=x onerror="alert(3)"> veneno &lt;b&gt;', section="<b>x</b>")
        site.bring([evil])
        assert reader.find("es", "veneno") == ["mal"]
        assert reader.browser.run("document.querySelectorAll('#search li :is(img, script, b)').length") == 0
        assert reader.browser.run("document.querySelector('#search li a').textContent") == evil.title
        assert not reader.browser.dialogs

    def test_changed_removed_renamed_and_taken_down(self, site, reader):
        site.bring([page("es/agua.html", "El agua", "Ahora dice otra cosa.")])
        assert reader.find("es", "explicó") == []
        assert reader.find("es", "otra cosa") == ["agua"]
        site.bring([page("es/rio.html", "El agua", "Ahora dice otra cosa.")], ["es/agua.html"])
        assert reader.find("es", "otra cosa") == ["rio"]
        site.bring(taken_down=["es/huelga.html"])
        assert reader.find("es", "huelga") == []
        assert b"sindicat" not in site.words()

    def test_many_pieces_are_started_whatever_order_they_come_in(self, site, reader, monkeypatch):
        monkeypatch.setattr(site_search, "PIECE", 20)
        site.bring([page(f"es/a{number}.html", f"Uno {number}", "común") for number in range(150)], everything=True)
        assert len(json.loads((site.folder / "search/es.json").read_text())["pieces"]) > 6
        for _ in range(3):
            assert len(reader.find("es", "común")) == 10
            assert reader.status() == "Resultados: 150"

    def test_without_a_script(self, site):
        text = (site.folder / "es" / "search.html").read_text()
        assert "<noscript>" in text
        assert 'href="index.html"' in text[text.index("<noscript>") : text.index("</noscript>")]


@needs_program
class TestPieces:
    def test_a_change_leaves_other_files_alone(self, site):
        site.bring([page(f"es/a{number}.html", f"Uno {number}", "texto común") for number in range(60)], everything=True)
        change = site.bring([page("es/a7.html", "Otro", "texto cambiado")])
        assert len(change.files) == 6  # the manifest; entry, words, filter, meta and text of the new piece
        assert [path.split("/")[3] for path in change.removed] == ["fragment"]
        assert not site.bring([page("es/a7.html", "Otro", "texto cambiado")]).files

    def test_a_takedown_leaves_nothing_anywhere(self, site):
        site.bring([page(f"es/a{number}.html", f"Uno {number}", "texto" if number else "secretísimo") for number in range(60)], everything=True)
        site.bring([page("es/a0.html", "Uno", "corregido")])
        assert b"secretisim" in site.words()  # the words of a piece, hidden
        site.bring([page("es/nuevo.html", "Uno", "corregido")], ["es/a0.html"])
        site.bring(taken_down=["es/a0.html"])
        assert b"secret" not in site.words()
        assert b"corregid" in site.words()

    def test_many_changes_keep_pieces_few(self, site, monkeypatch):
        monkeypatch.setattr(site_search, "RECENT", 3)
        monkeypatch.setattr(site_search, "PIECE", 40)
        for number in range(90):
            site.bring([page(f"es/a{number}.html", f"Uno {number}", "texto")], [f"es/a{number - 50}.html"])
        about = json.loads((site.folder / "search/es.json").read_text())
        assert len(about["pieces"]) <= 6
        assert sum(about["kind"].values()) == 50
        assert sum(len(piece["hidden"]) for piece in about["pieces"]) <= 25

    def test_all_pages_again_change_nothing_and_what_is_of_none_goes(self, site):
        site.bring(PAGES, everything=True)
        before = dict(site_search.files(site.state))
        site.bring(PAGES, everything=True)
        assert dict(site_search.files(site.state)) == before
        site.bring(PAGES[:3], everything=True)
        assert not (site.folder / "search/zh.json").exists()
        site.bring((), everything=True)
        assert {path for path in site_search.files(site.state) if path.endswith(".json") and path.count("/") == 1} == set()

    def test_what_was_not_confirmed_is_returned_again(self, site):
        first = site_search.refresh(site.state, PAGES, (), everything=True)
        again = site_search.refresh(site.state, PAGES[:1], (), everything=False)
        assert dict(first.files) == dict(again.files)
        site.put(again)
        site_search.confirm(site.state)
        site_search.refresh(site.state, (), ["es/agua.html"], everything=False)  # killed before its files were put
        site.bring((), ["es/agua.html"])

    @pytest.mark.parametrize("after", [0, 3, 9, 12])
    def test_killed_while_it_builds(self, site, after):
        site.bring(PAGES, everything=True)
        script = f"""
import os, signal
from pathlib import Path
from translate_flow.channels import site_index, site_search
ask, asked = site_index.Indexer._ask, []
def dying(self, **payload):
    asked.append(1)
    if len(asked) > {after}: os.kill(os.getpid(), signal.SIGKILL)
    return ask(self, **payload)
site_index.Indexer._ask = dying
site_search.refresh(Path({str(site.state)!r}), [site_search.Record(f"{{tag}}/nuevo.html", tag, "post", "", "Nuevo", "texto", "") for tag in ("es", "de", "fr")], ["es/agua.html"], everything=False)
"""
        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
        site.bring([page(f"{tag}/nuevo.html", "Nuevo", "texto") for tag in ("es", "de", "fr")], ["es/agua.html"])
        assert json.loads((site.folder / "search/es.json").read_text())["kind"] == {"page": 1, "post": 2}

    def test_of_the_program_that_fails(self, site, monkeypatch):
        from translate_flow.errors import ChannelFailed

        monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/bin/false")
        with pytest.raises(ChannelFailed):
            site.bring(PAGES, everything=True)
        monkeypatch.delenv("PAGEFIND_BINARY_PATH")
        site.bring(PAGES, everything=True)


def test_whether_it_is_wanted(monkeypatch):
    from translate_flow.errors import UsageError

    monkeypatch.setattr(site_search, "program", lambda: "")
    assert not site_search.wanted("auto")
    with pytest.raises(UsageError):
        site_search.wanted("on")
    with pytest.raises(UsageError):
        site_search.OPTION.check("perhaps")
    monkeypatch.setattr(site_search, "program", lambda: "pagefind")
    assert site_search.wanted("auto")
    assert not site_search.wanted("off")


def shown(cut: str) -> str:
    return "".join(("" if word.startswith(site_words.GLUE) else " ") + word.split(site_words.BEHIND)[0].replace(site_words.GLUE, "").replace(site_words.SPACE, " ") for word in cut.split(" ")).strip()


@given(st.text(alphabet=st.sampled_from("aé1 ’-“”。中国ไทกั\u200bﬁक़ि_\n€\U00020000")))
@settings(max_examples=300)
def test_words_show_the_text_again(text):
    assert shown(site_words.words(text)) == " ".join(text.split())
