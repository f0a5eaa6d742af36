"""WordPress exports as items: what plugins, categories and the channel say; and exports that are broken."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commandline import Desk
from tests.limits import bounded
from translate_flow.adoption import wxr_items
from translate_flow.adoption.inference import survey
from translate_flow.adoption.items import Item, Said, Unread
from translate_flow.adoption.shelf import Shelf
from translate_flow.errors import UsageError
from translate_flow.services import sources

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">\n'
    "<channel>\n<title>The Harbour Post</title>\n<link>https://harbour.example</link>\n<language>en-US</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n"
    "<wp:author><wp:author_login>ana</wp:author_login><wp:author_display_name>Ana Ruiz</wp:author_display_name></wp:author>\n"
)
TAIL = "</channel>\n</rss>\n"
GROUP = (
    "<wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_1</wp:term_slug>"
    '<wp:term_description><![CDATA[a:3:{s:2:"en";i:1;s:2:"es";i:2;s:5:"pt-br";i:77;}]]></wp:term_description></wp:term>\n'
)


def term(domain: str, slug: str, name: str = "x") -> str:
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>\n'


def meta(key: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"


def post(number: int, *more: str, kind: str = "post", status: str = "publish", text: str = "Ships return.", link: str = "", title: str = "", password: str = "") -> str:
    return (
        f"<item>\n<title><![CDATA[{title or f'Post {number}'}]]></title>\n<link>{link or f'https://harbour.example/2024/post-{number}/'}</link>\n"
        f"<dc:creator><![CDATA[ana]]></dc:creator>\n<content:encoded><![CDATA[{text}]]></content:encoded>\n<excerpt:encoded><![CDATA[]]></excerpt:encoded>\n"
        f"<wp:post_id>{number}</wp:post_id>\n<wp:post_date_gmt>2024-03-01 10:00:00</wp:post_date_gmt>\n<wp:post_modified_gmt>2024-04-01 11:00:00</wp:post_modified_gmt>\n"
        f"<wp:post_name>post-{number}</wp:post_name>\n<wp:status>{status}</wp:status>\n<wp:post_type>{kind}</wp:post_type>\n<wp:post_password>{password}</wp:post_password>\n"
        f"{''.join(more)}</item>\n"
    )


def read(path: Path, *parts: str, head: str = HEAD) -> tuple[dict[str, Item], list[Unread]]:
    path.write_text(head + "".join(parts) + TAIL, encoding="utf-8", newline="\n")
    return sort(path)


def sort(path: Path) -> tuple[dict[str, Item], list[Unread]]:
    found = list(wxr_items.items(path))
    items = {str(one.data["id"]): one for one in found if isinstance(one, Item)}
    unread = [one for one in found if isinstance(one, Unread)]
    assert len(items) + len(unread) == len(found)
    assert all(one.place and one.why and one.remedy for one in unread)
    return items, unread


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "site.xml"


def test_polylang(path: Path) -> None:
    english = post(1, term("language", "en"), term("post_translations", "pll_1"))
    spanish = post(2, term("language", "es"), term("post_translations", "pll_1"))
    items, unread = read(path, GROUP, english, spanish, post(3))
    assert not unread
    assert items["1"].languages == (Said("en", "Polylang term"), Said("en-US", "site"))
    assert items["1"].groups == items["2"].groups == (Said("pll_1", "Polylang term"),)
    assert items["1"].links == {"es": Said("wp:2", "Polylang term"), "pt-BR": Said("wp:77", "Polylang term")}
    assert items["3"].languages == (Said("en-US", "site"),)
    assert items["3"].groups == ()
    assert not items["1"].parents
    assert (items["1"].date, items["1"].modified) == ("2024-03-01T10:00:00Z", "2024-04-01T11:00:00Z")
    assert items["1"].place == "/2024/post-1/"


def test_what_polylang_leaves_in_an_export(path: Path) -> None:
    """As seen with Polylang 3.3: a member that is in the bin stays listed and is exported as such; a post whose language was taken away keeps
    its group; terms of categories' own groups; a draft's address with the folder of its language."""
    group = (
        "<wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_66f0</wp:term_slug>"
        '<wp:term_description><![CDATA[a:4:{s:2:"en";i:8;s:2:"es";i:39;s:2:"de";i:43;s:2:"fr";i:50;}]]></wp:term_description></wp:term>\n'
        "<wp:term><wp:term_taxonomy>term_translations</wp:term_taxonomy><wp:term_slug>pll_66f1</wp:term_slug>"
        '<wp:term_description><![CDATA[a:2:{s:2:"en";i:8;s:2:"es";i:9;}]]></wp:term_description></wp:term>\n'
    )
    mine = term("post_translations", "pll_66f0", "pll_66f0")
    items, unread = read(
        path, group, post(8, term("language", "en"), mine), post(39, mine), post(43, term("language", "de"), mine, status="trash"),
        post(50, term("language", "fr"), mine, status="draft", link="https://harbour.example/fr/?p=50"), post(9, term("language", "es"), term("category", "uncategorized-es", "Uncategorized")),
    )  # fmt: skip
    assert not unread
    assert set(items) == {"8", "39", "50", "9"}
    assert items["8"].links == {tag: Said(f"wp:{number}", "Polylang term") for tag, number in (("es", 39), ("de", 43), ("fr", 50))}
    assert items["39"].groups == items["8"].groups == items["50"].groups
    assert items["39"].languages == (Said("en-US", "site"),)
    assert (items["50"].place, items["50"].published, items["50"].languages[0]) == ("", False, Said("fr", "Polylang term"))
    assert items["9"].groups == ()


def test_two_short_texts_of_one_day_and_author_are_not_joined_unasked(path: Path) -> None:
    """As a fresh WordPress's first post and the first draft beside it: nothing in common but the author's name."""
    hello = post(1, term("language", "en"), title="Hello world!", text="<p>Welcome. This is your first post. Edit or delete it, then start writing!</p>")
    draft = post(2, term("language", "es"), title="Borrador del puerto", text="<p>El puerto abre de nuevo en septiembre, dice la autoridad.</p>", status="draft")
    other = [post(number, term("language", "en"), text=PIER.format(number + 10) * 2) for number in range(3, 9)]
    items, _ = read(path, hello, draft, *other)
    found = [member for group in survey(list(items.values())).groups if len(group.members) > 1 for member in group.members]
    assert all(member.group.confidence < 0.9 for member in found if member.origin == items["2"].origin)


def test_a_group_of_which_only_the_name_is_exported(path: Path) -> None:
    items, _ = read(path, post(1, term("post_translations", "pll_x")), post(2, term("post_translations", "pll_x")))
    assert items["1"].groups == items["2"].groups == (Said("pll_x", "Polylang term"),)
    assert items["1"].links == {}


def test_wpml(path: Path) -> None:
    # The add-on writes all three for each post, an empty source for an original; whoever fills them in by hand leaves spaces.
    first = post(1, meta("_wpml_import_language_code", " en "), meta("_wpml_import_translation_group", " 9"), meta("_wpml_import_source_language_code", ""))
    second = post(2, meta("_wpml_import_language_code", "pt-br"), meta("_wpml_import_translation_group", "9"), meta("_wpml_import_source_language_code", "en"))
    third = post(3, meta("_icl_lang_duplicate_of", "1"))
    items, _ = read(path, first, second, third)
    assert items["2"].languages[0] == Said("pt-BR", "WPML meta")
    assert items["1"].groups == items["2"].groups == (Said("9", "WPML meta"),)
    assert items["2"].parents == (Said("en", "WPML meta"),)
    assert items["1"].parents == ()
    assert items["3"].parents == (Said("wp:1", "WPML meta"),)


def test_what_wpml_duplicates_comes_from_its_original(path: Path) -> None:
    text = "<p>The pier was mended in the spring by forty people, and nobody was paid for it until the autumn of that year.</p>"
    items, _ = read(path, post(7, meta("_icl_lang_duplicate_of", "1"), term("category", "es", "Español"), text=text, title="Pier"), post(1, term("category", "en", "English"), text=text, title="Pier"))
    assert items["7"].parents == (Said("wp:1", "WPML meta"),)
    (group,) = survey(list(items.values())).groups
    assert [(member.origin, member.parent.value) for member in group.members] == [(items["1"].origin, ""), (items["7"].origin, "en")]


@pytest.mark.parametrize(
    ("name", "slug", "tag"),
    [("Español", "espanol", "es"), ("es", "es", "es"), ("Deutsch", "de", "de"), ("PT-BR", "pt-br", "pt-BR"), ("IT", "it", ""), ("News", "news", ""), ("Sea & shore", "sea", "")],
)
def test_languages_by_category(path: Path, name: str, slug: str, tag: str) -> None:
    items, _ = read(path, post(1, term("category", slug, name)))
    assert items["1"].languages == ((Said(tag, "category"),) if tag else ()) + (Said("en-US", "site"),)
    assert name in items["1"].terms


def test_codes_that_are_words_count_beside_other_languages(path: Path) -> None:
    listed = "".join(
        f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename><wp:cat_name><![CDATA[{slug}]]></wp:cat_name></wp:category>\n" for slug in ("es", "fr", "it")
    )
    items, _ = read(path, listed, post(1, term("category", "it", "IT")), post(2, term("category", "es", "ES"), term("category", "fr", "FR")))
    assert items["1"].languages[0] == Said("it", "category")
    assert items["2"].languages == (Said("en-US", "site"),)  # one of the two is a subject


def test_what_is_left_out_and_what_is_a_draft(path: Path) -> None:
    items, unread = read(
        path, post(1, status="draft", link="https://harbour.example/?p=1"), post(2, status="trash"), post(3, status="auto-draft"), post(4, kind="attachment", status="inherit"),
        post(5, kind="nav_menu_item"), post(6, kind="page"), post(7, password="open"), post(8, status="private"), post(9, kind="recipe"), post(10, text=" ", title=" "),
    )  # fmt: skip
    assert sorted(items) == ["1", "6", "7", "8"]
    assert [number for number, one in items.items() if one.published] == ["6"]
    assert items["6"].kind == "page"
    assert items["1"].place == ""
    assert "password" in items["7"].warnings[-1]
    assert [one.why.partition(":")[0] for one in unread] == ["post 10 is empty", "holds 1 of type “recipe”, which is neither post nor page"]


def test_origins_are_those_of_import(path: Path) -> None:
    items, _ = read(path, post(1), post(2, link="https://harbour.example/?p=2", status="draft"), post(3).replace("<link>https://harbour.example/2024/post-3/</link>", "<link></link>"))
    imported = {str(one.data["id"]): one for one in sources.read_export(path, sources.Options())}
    assert {number: one.origin for number, one in items.items()} == {number: one.origin for number, one in imported.items()}
    assert {number: one.body for number, one in items.items()} == {number: one.body for number, one in imported.items()}


def test_two_posts_with_one_address_are_two_items(path: Path) -> None:
    items, _ = read(path, post(1), post(2, link="https://harbour.example/2024/post-1/"))
    assert [one.origin for one in items.values()] == ["https://harbour.example/2024/post-1/", "https://harbour.example/?p=2"]


def broken(path: Path, *, before: str, after: str) -> tuple[dict[str, Item], list[Unread], int]:
    """Ten posts of which something in the fifth is replaced; and its line."""
    whole = HEAD + GROUP + "".join(post(number, term("language", "es")) for number in range(1, 11)) + TAIL
    start = whole.index("Post 5]]") - len("<item>\n<title><![CDATA[")
    assert before in whole[start:]
    at = whole.index(before, start)
    path.write_bytes((whole[:at] + after + whole[at + len(before) :]).encode("utf-8", "surrogateescape"))
    items, unread = sort(path)
    return items, unread, whole.count("\n", 0, start) + 1


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("</title>", "</item>", "tag mismatch"),
        ("</title>", "", "tag mismatch"),
        ("]]></title>", "</title>", "mismatch"),
        ("<dc:creator>", "<dc:creator", "well-formed"),
        ("Ships return.", "Ships \udce9 return.", "encoding|proper UTF-8"),
        ("<wp:post_id>5", "<wp:post_id>&nbsp;5", "nbsp|entity"),
        ("<content:encoded>", "<!-- <content:encoded>", "comment|well-formed"),
    ],
)
def test_a_broken_item_is_left_out_and_the_rest_is_read(path: Path, before: str, after: str, why: str) -> None:
    items, unread, line = broken(path, before=before, after=after)
    assert set(items) == {str(number) for number in range(1, 11)} - {"5"}
    (one,) = unread
    assert int(one.place.removeprefix("site.xml:")) >= line
    assert f"begins in line {line}" in one.why
    assert items["10"].languages[0].value == "es"
    assert items["10"].data["author"] == "Ana Ruiz"
    assert items["10"].languages[-1] == Said("en-US", "site")


def test_truncated(path: Path) -> None:
    whole = HEAD + "".join(post(number) for number in range(1, 11)) + TAIL
    for cut in (40, 300, 700):
        path.write_text(whole[: -len(TAIL) - cut], encoding="utf-8")
        items, unread = sort(path)
        assert set(items) >= {str(number) for number in range(1, 9)}
        (one,) = unread
        assert "breaks off" in one.why
        assert one.place.startswith("site.xml:")


def test_control_characters_are_read_as_spaces(path: Path) -> None:
    items, unread, line = broken(path, before="Ships return.", after="Ships\x07\x00return.")
    assert len(items) == 10
    assert b"Ships  return." in items["5"].body
    assert unread == [Unread(f"site.xml:{line + 4}", "holds 2 control characters, which XML forbids; they were read as spaces", unread[0].remedy, "noted")]


def test_a_broken_header_costs_no_item(path: Path) -> None:
    items, unread = read(path, post(1), post(2), head=HEAD.replace("Harbour Post", "Harbour & Post"))
    assert set(items) == {"1", "2"}
    assert [one.place for one in unread] == ["site.xml:4"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"<html></html>", "is not a WordPress export"),
        (b"Not XML", "is not XML"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]>' + (HEAD + post(1) + TAIL).encode(), "declares entities"),
        ((HEAD + post(1) + TAIL).replace("</title>", "<b>", 1).replace("\n", " ").encode(), "well-formed"),
    ],
)
def test_what_is_no_export_is_told_once(path: Path, data: bytes, why: str) -> None:
    path.write_bytes(data)
    items, (one,) = sort(path)
    assert not items
    assert why in one.why


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(wxr_items.items(tmp_path / "none.xml"))


def test_utf_16(path: Path) -> None:
    path.write_bytes((HEAD.replace("UTF-8", "UTF-16") + post(1, title="El año") + TAIL).encode("utf-16"))
    items, unread = sort(path)
    assert not unread
    assert items["1"].document.title == "El año"


def test_memory_stays_flat_and_time_linear(path: Path) -> None:
    long = "\n\n".join(f"<!-- wp:paragraph -->\n<p>Ships return to pier {number}, with grain and salt.</p>\n<!-- /wp:paragraph -->" for number in range(100))
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEAD + GROUP)
        for number in range(1, 1501):
            stream.write(post(number, text=long))
        stream.write(TAIL)
    assert path.stat().st_size > 12_000_000
    tracemalloc.start()
    with bounded():
        count = sum(isinstance(one, Item) for one in wxr_items.items(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1500
    assert peak < 6_000_000


def test_many_broken_items_take_no_quadratic_time(path: Path) -> None:
    posts = "".join(post(number).replace("</title>", "<!-- ", 1) if number % 2 else post(number) for number in range(1, 801))
    with bounded():
        items, unread = read(path, posts.replace("-->", ""))
    assert len(items) + len(unread) > 0
    with bounded():
        items, unread = read(path, "".join(post(number).replace("</title>", "", number % 2) for number in range(1, 801)))
    assert len(items) == len(unread) == 400


# As it is typed.

PIER = "<p>The pier number {0} was mended in the spring of 19{0} by {0} people, and nobody was paid for it until the autumn.</p>"


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRANSLATE_FLOW_DATABASE", "")
    desk = Desk(tmp_path, monkeypatch)
    desk.run("init")
    return desk


def ten(**more: str) -> str:
    return HEAD + "".join(post(number, term("language", "en"), text=PIER.format(number + 10), **more) for number in range(1, 11)) + TAIL


@pytest.mark.parametrize(
    ("broken", "created", "why"),
    [
        (ten()[: len(ten()) * 6 // 10], 5, "Premature end"),
        (ten().replace("Post 5]]></title>", "Post 5]]></item>"), 9, "tag mismatch"),
        (ten().replace("mended in the spring of 1914", "&harbour;]]>&harbour;<![CDATA["), 9, "well-formed"),
    ],
)
def test_what_is_broken_is_told_each_time_and_the_rest_comes_in(typed: Desk, broken: str, created: int, why: str) -> None:
    typed.write("site.xml", broken)
    ran = typed.run("adopt", "site.xml", code=6)
    assert f"{created} articles, 1 not read." in ran.err
    assert why in ran.err
    assert "site.xml:" in ran.err
    assert "export it again" in ran.err
    again = typed.json("adopt", "site.xml", code=6)
    assert [step["outcome"] for step in again["steps"]] == ["unchanged"] * created
    assert [one["state"] for one in again["unread"]] == ["lost"]
    typed.write("site.xml", ten())
    outcomes = [step["outcome"] for step in typed.json("adopt", "site.xml")["steps"]]
    assert (outcomes.count("created"), outcomes.count("unchanged")) == (10 - created, created)


def test_control_characters_lose_nothing(typed: Desk) -> None:
    typed.write("site.xml", ten().replace("pier number 14", "pier\x08number\x0b14"))
    ran = typed.run("adopt", "site.xml")
    assert "10 articles." in ran.err
    assert "holds 2 control characters" in ran.err
    assert "Nothing new" in typed.run("adopt", "site.xml").err


@pytest.mark.parametrize(
    ("data", "why"),
    [("", "is empty"), ('<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]>\n' + ten().partition("?>\n")[2], "declares entities"), (ten()[:400], "breaks off")],
)
def test_what_cannot_be_read_at_all_is_told_again_and_again(typed: Desk, data: str, why: str) -> None:
    typed.write("site.xml", data)
    for _ in range(2):
        assert why in typed.run("adopt", "site.xml", code=6).err
    assert typed.json("adoptions", "--all") == []


def test_no_language_anywhere(typed: Desk) -> None:
    typed.write("site.xml", HEAD.replace("<language>en-US</language>\n", "") + post(1, text=PIER.format(12) * 3) + post(2, title="2024", text="<p>12 345</p>") + TAIL)
    assert "1 article, 1 waiting for you." in typed.run("adopt", "site.xml").err
    (asked,) = typed.json("adoptions")
    assert (asked["kind"], asked["evidence"]) == ("language", ["nothing tells its language"])
    typed.run("adoptions", "--accept", str(asked["number"]), "--lang", "en")
    assert typed.json("adoptions") == []


def test_two_posts_with_one_slug(typed: Desk) -> None:
    again = post(2, term("language", "en"), text=PIER.format(12), title="Another").replace("<wp:post_name>post-2", "<wp:post_name>post-1")
    typed.write("site.xml", HEAD + post(1, term("language", "en"), text=PIER.format(11)) + again + TAIL)
    assert [step["article"] for step in typed.json("adopt", "site.xml")["steps"]] == ["post-1", "post-1-2"]
    typed.write("site.xml", HEAD + again + post(1, term("language", "en"), text=PIER.format(11)) + TAIL)
    assert [step["outcome"] for step in typed.json("adopt", "site.xml")["steps"]] == ["unchanged"] * 2


def test_texts_put_on_disk_are_the_same(path: Path, tmp_path: Path) -> None:
    path.write_text(ten(), encoding="utf-8")
    items = [one for one in wxr_items.items(path) if isinstance(one, Item)]
    shelf = Shelf(tmp_path / "new", held=len(items[0].body) * 3)
    kept = [shelf.put(one) for one in items]
    assert [one is before for one, before in zip(kept, items, strict=True)][2:4] == [True, False]
    for _ in range(2):
        assert [(one.origin, one.document, one.body) for one in kept] == [(one.origin, one.document, one.body) for one in items]
    moved = replace(kept[-1], origin="elsewhere")
    assert (moved.origin, moved.document, moved.languages) == ("elsewhere", items[-1].document, items[-1].languages)
    assert list((tmp_path / "new").iterdir()) == []  # it has no name, and goes with the process
    assert replace(kept[-1], origin="x").document == items[-1].document


def test_what_was_turned_round_is_turned_back(typed: Desk) -> None:
    first = post(1, term("language", "en"), term("post_translations", "pll_1"), text=PIER.format(11) * 2)
    spanish = "<p>El muelle número 11 fue reparado en la primavera de 1911 por 11 personas, y a nadie se le pagó hasta el otoño.</p>" * 2
    second = post(2, term("language", "es"), term("post_translations", "pll_1"), text=spanish).replace("2024-03-01", "2024-03-09")
    typed.write("site.xml", HEAD + GROUP + first + second + TAIL)
    typed.run("adopt", "site.xml")
    (asked,) = [one for one in typed.json("adoptions", "--all") if one["kind"] == "parent"]
    before = typed.json("show", "post-1/es")
    assert before["parent"] == "en"
    number = str(asked["number"])
    for _ in range(2):
        assert "now comes from es" in typed.run("adoptions", "--reverse", number).err
        assert typed.json("show", "post-1/en")["parent"] == "es"
        assert "comes from en again" in typed.run("adoptions", "--undo", number).err
        assert typed.json("show", "post-1/es") == before
