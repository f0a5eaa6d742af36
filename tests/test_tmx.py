"""TMX: what is read and written, what is refused and how, and that a file's size is nobody's trouble."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.errors import Unreadable
from translate_flow.exchange import tmx
from translate_flow.exchange.tmx import Entry, Refused

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
HEADER = '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="{}" datatype="plaintext"/>'


def file(*units: str, srclang: str = "es", start: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    return f'{start}<tmx version="1.4">\n{HEADER.format(srclang)}\n<body>\n{chr(10).join(units)}\n</body>\n</tmx>\n'.encode()


def tu(*sides: tuple[str, str], more: str = "", props: str = "") -> str:
    return f"<tu{more}>{props}{''.join(f'<tuv xml:lang=“{tag}”><seg>{said}</seg></tuv>'.replace('“', chr(34)).replace('”', chr(34)) for tag, said in sides)}</tu>"


def read(data: bytes) -> list[Entry | Refused]:
    return list(tmx.read(io.BytesIO(data), name="a.tmx"))


def texts(data: bytes) -> list[tuple[str, str, str, str]]:
    return [(one.source_language, one.target_language, one.source, one.target) for one in read(data) if isinstance(one, Entry)]


def refused(data: bytes) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in read(data) if isinstance(one, Refused)]


PLAIN = tu(("es", "La lucha sigue."), ("pt", "A luta continua."))


def test_a_unit_is_read():
    assert texts(file(PLAIN)) == [("es", "pt", "La lucha sigue.", "A luta continua.")]
    assert refused(file(PLAIN)) == []


def test_what_a_unit_says_of_itself():
    unit = tu(
        ("es", "uno"), ("pt", "um"), more=' changedate="20240102T030405Z" creationid="ana"',
        props='<prop type="x-article">march-8</prop><prop type="x-context-before">ff</prop><prop type="x-grain">block</prop><note>n</note>',
    )  # fmt: skip
    [entry] = read(file(unit))
    assert entry == Entry("es", "pt", "uno", "um", 5, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "ana", "march-8", "block", 255)
    own = '<tu creationdate="20200101T000000Z"><tuv xml:lang="es"><seg>a</seg></tuv><tuv xml:lang="pt" changedate="20210101T000000Z" changeid="ben" creationid="x"><seg>b</seg></tuv></tu>'
    [entry] = read(file(own))
    assert (entry.at.year, entry.translator) == (2021, "ben")
    [entry] = read(file(tu(("es", "a"), ("pt", "b"), more=' changedate="yesterday"')))
    assert entry.at is None


@pytest.mark.parametrize(("srclang", "sides", "wanted"), [
    ("es", ("es", "pt", "en"), ["es>pt", "es>en"]),
    ("en", ("es", "pt", "en"), ["en>es", "en>pt"]),
    ("EN_us", ("es", "en-US"), ["en-US>es"]),
    ("en", ("es", "en-GB"), ["en-GB>es"]),
    ("pt-BR", ("pt", "es"), ["pt>es"]),
    ("*all*", ("es", "pt", "en"), ["es>pt", "es>en", "pt>es", "pt>en", "en>es", "en>pt"]),
    ("", ("pt", "es"), ["pt>es"]),
    ("es", ("es", "pt", "pt"), ["es>pt", "es>pt"]),
    ("iw", ("he", "pt"), ["he>pt"]),
])  # fmt: skip
def test_languages(srclang, sides, wanted):
    found = texts(file(tu(*((tag, f"said in {tag}") for tag in sides)), srclang=srclang))
    assert [f"{one}>{two}" for one, two, _, _ in found] == wanted


def test_a_units_own_source_language_counts():
    assert [one for one, *_ in texts(file(tu(("es", "a"), ("pt", "b"), more=' srclang="pt"')))] == ["pt"]


def test_the_old_attribute_for_a_language():
    assert texts(file(PLAIN.replace("xml:lang", "lang")))


@pytest.mark.parametrize(("unit", "reason"), [
    (tu(("es", "a"), ("klingon!", "b")), "“klingon!” is no language"),
    (tu(("es", "a"), ("", "b")), "it does not say its language"),
    (tu(("pt", "a"), ("en", "b")), "it has nothing in es, its source language"),
    (tu(("es", "a"),), "there is no other language than es"),
    (tu(("es", "a"), ("es", "b")), "there is no other language than es"),
    (tu(("es", "a"), ("pt", "")), "the segment in pt is empty"),
    (tu(("es", " \n "), ("pt", "b")), "the segment in es is empty"),
    (tu(("es", "a"), ("pt", "<ph/>")), "the segment in pt is empty"),
    (tu(("es", "a"), ("pt", "x" * 10_001)), "a segment in pt has 10001 characters; at most 10000 are taken"),
    ("<tu/>", "it has nothing in es, its source language"),
    (tu(*((f"q{letter}a", "x") for letter in "abcdefghijklmnopqrst" for _ in range(4))), "it is in more than 60 languages"),
    (tu(("es", "a"), ("pt", "b"), more=' srclang="nonsense!"'), "“nonsense!”, its source language, is no language"),
])  # fmt: skip
def test_what_cannot_be_taken_is_told_and_the_rest_comes_in(unit, reason):
    data = file(PLAIN, unit, PLAIN)
    assert len(texts(data)) == 2
    assert refused(data) == [(6, reason)]


def test_one_bad_language_of_three():
    data = file(tu(("es", "a"), ("xx-bad-", "b"), ("pt", "c")))
    assert texts(data) == [("es", "pt", "a", "c")]
    assert len(refused(data)) == 1


@pytest.mark.parametrize(("source", "target", "wanted"), [
    ('<bpt i="1">&lt;b&gt;</bpt>Hola<ept i="1">&lt;/b&gt;</ept>', '<bpt i="1"/>Olá<ept i="1"/>', ("<1>Hola</1>", "<1>Olá</1>")),
    ('a<ph x="1"/>b<ph x="2"/>', '<ph x="2"/>c<ph x="1"/>d', ("a<1/>b<2/>", "<2/>c<1/>d")),
    ("a<ph/>b<ph/>", "<ph/>c<ph/>d", ("a<1/>b<2/>", "<1/>c<2/>d")),
    ("a<ut>{\\b }</ut>b", "c<ut>{\\b }</ut>", ("a<1/>b", "c<1/>")),
    ('a <hi type="b">fuerte</hi> b', "c <hi>forte</hi>", ("a fuerte b", "c forte")),
    ("a<ph>alt=<sub>un texto</sub></ph>b", "c<ph/>", ("a<1/>b", "c<1/>")),
    ('<it pos="begin" x="4"/>abre', 'abre <it pos="begin" x="4"/>', ("<1>abre", "abre <1>")),
    ('cierra<it pos="end">x</it>', "fecha", ("cierra</1>", "fecha")),
    ('<bpt i="1"/>a<bpt i="2"/>b<ept i="2"/><ept i="1"/>', '<bpt i="1"/><bpt i="2"/>c<ept i="1"/>d<ept i="2"/>', ("<1>a<2>b</2></1>", "<1><2>c</1>d</2>")),
    ('<bpt i="1" x="1"/>a<ept i="1"/> <bpt i="2" x="2"/>b<ept i="2"/>', '<bpt i="1" x="2"/>b<ept i="1"/> <bpt i="2" x="1"/>a<ept i="2"/>', ("<1>a</1> <2>b</2>", "<2>b</2> <1>a</1>")),
    ("a", "b<ph/>", ("a", "b<1/>")),
    ("a &lt; b &amp;c <!-- no --> d<![CDATA[<e>]]>", "f", ("a < b &c  d<e>", "f")),
])  # fmt: skip
def test_codes(source, target, wanted):
    assert texts(file(tu(("es", source), ("pt", target)))) == [("es", "pt", *wanted)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252", "gb18030"])
def test_encodings(encoding):
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)
    said = "水" if encoding in {"gb18030", "utf-16", "utf-8"} else "água"
    data = file(tu(("es", "agua"), ("pt", said)), start=f'<?xml version="1.0" encoding="{declared}"?>').decode().encode(encoding)
    assert texts(data) == [("es", "pt", "agua", said)]


def test_a_doctype_is_passed_over_and_nothing_is_fetched():
    """Translate Toolkit writes one. A DTD that would say what an entity stands for is not read: what holds such an entity is refused."""
    doctype = '<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "http://localhost:1/tmx14.dtd">\n'
    assert texts(file(PLAIN, start=doctype)) == [("es", "pt", "La lucha sigue.", "A luta continua.")]
    data = file(PLAIN, tu(("es", "a &nbsp; b"), ("pt", "c")), start=doctype)
    assert len(texts(data)) == 1
    assert refused(data)[0][1].startswith("it holds an entity, “nbsp”")


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\n'


@pytest.mark.parametrize("start", [
    BOMB, '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n', '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://localhost:1/x"> %x;]>\n', '<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY x "y">]>\n',
])  # fmt: skip
def test_entities_are_refused(start):
    with pytest.raises(Unreadable, match="declares an entity") as error:
        read(file(tu(("es", "&c;"), ("pt", "b")), start=start))
    assert error.value.place() == "a.tmx:1"


@pytest.mark.parametrize(("data", "why", "line"), [
    (file(PLAIN, PLAIN)[:-20], "ends early", 6),
    (file(PLAIN)[:150], "ends early", 3),
    (file(PLAIN)[:-2], "ends early", 7),
    (b"", "ends early", 1),
    (b"\0\1\2\3 binary", "is not well-formed|does not allow|UTF-16", 1),
    (b"<html><body/></html>", "is no TMX: it begins with <html>", 1),
    (file(PLAIN).replace(b"La", b"\x01La"), "does not allow", 5),
    (file(PLAIN).replace(b"La lucha", b"La &#2; lucha"), "does not allow", 5),
    (file(PLAIN).replace(b"</seg>", b"</sog>", 1), "tags do not match", 5),
    (file(PLAIN).replace(b"La", b"\xe1"), "is not UTF-8 all through, as it says", 1),
    (file(PLAIN, start='<?xml version="1.0" encoding="x-nothing"?>'), "which is no encoding known here", 1),
    (file(PLAIN, start='<?xml version="1.0" encoding="base64"?>'), "which is no encoding known here", 1),
    (file("<tu>" * 200), "nested more than 100 deep", 5),
])  # fmt: skip
def test_a_broken_file_is_refused_with_its_place(data, why, line):
    with pytest.raises(Unreadable, match=why) as error:
        read(data)
    assert (error.value.file, error.value.line) == ("a.tmx", line)
    assert error.value.remedy


class Endless(io.RawIOBase):
    """A file of so many pieces that is never in memory as a whole."""

    def __init__(self, start: bytes, piece: bytes, count: int, end: bytes) -> None:
        self.pieces = iter([start, *([piece] * count), end])

    def read(self, size: int = -1) -> bytes:
        return next(self.pieces, b"")


@pytest.mark.parametrize("piece", [
    f"{PLAIN}\n".encode() * 300, b"x" * 40_000, b" \n" * 20_000, b"<!-- c -->" * 4_000,
    b"<x/>" * 10_000, b"</x><x>" * 6_000,
    b'<tuv xml:lang="pt"><seg>y</seg></tuv>' * 1_000, b'<prop type="a">b</prop>' * 1_500, b"<ph/>" * 8_000,
])  # fmt: skip
def test_a_hundred_megabytes_take_little_memory(piece):
    """Whatever they consist of: units, a segment, elements nobody knows, space."""
    inside = b"" if piece.startswith(b"<tu>") else b'<tu><tuv xml:lang="es"><seg>'
    around = {b"<tuv": (b"</seg></tuv>", b"<tuv><seg>"), b"<prop": (b"</seg></tuv>", b"<tuv><seg>"), b"</x><": (b"<x>", b"</x>")}
    start, end = next((found for sign, found in around.items() if piece.startswith(sign)), (b"", b""))
    whole = file("@@").partition(b"@@")
    size = 10 if b"<" in piece[:1] and b"<!" not in piece else 100  # elements take time, and memory from the first
    stream = Endless(whole[0] + inside + start, piece, size * 2**20 // len(piece), end + (b"</seg></tuv></tu>" if inside else b"") + whole[2])
    tracemalloc.start()
    with bounded():
        for _ in tmx.read(stream, name="a.tmx"):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20


# --- written ---

SAID = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=40).map(lambda said: said.replace("<", "‹") + "x")


def written(*entries: Entry) -> bytes:
    return "".join(tmx.write(entries, source="es", now=NOW, version="1")).encode()


@given(SAID, SAID)
def test_what_is_written_reads_back(source, target):
    entry = Entry("es", "pt-BR", source, target, at=NOW, translator="Ana \"R\" & <x>", article="a", grain="block", before=-5, after=0, reviewed=True, origin="o")
    [found] = read(written(entry))
    assert found == Entry(**{name: getattr(entry, name) for name in entry.__slots__ if name != "line"}, line=found.line)


@pytest.mark.parametrize("said", ["<1>a</1> b", "a <1/> <2>b <3/></2>", "<1>abierto", "cerrado</1>", "<1><2>x</1></2>", "<3>a</3> <1/>", "a <b> </b> &lt;"])
def test_signs_go_out_as_codes_and_come_back(said):
    [found] = read(written(Entry("es", "pt", said, said)))
    from translate_flow.text import signs

    assert signs.numbered(found.source)[0] == signs.numbered(said)[0]
    assert found.source == found.target


def test_what_xml_cannot_hold_is_left_out():
    [found] = read(written(Entry("es", "pt", "a\x00b\x0bc\ufffe", "d\x1b")))
    assert (found.source, found.target) == ("abc", "d")


def test_translate_toolkit_reads_ours_and_we_read_its(tmp_path):
    toolkit = pytest.importorskip("translate.storage.tmx", reason="translate-toolkit is not installed")
    path = tmp_path / "ours.tmx"
    path.write_bytes(written(Entry("es", "pt", "La <1>lucha</1> sigue & <2/>", "A luta", at=NOW, translator="Ana"), Entry("es", "pt", "Dos", "Dois")))
    store = toolkit.tmxfile.parsefile(str(path))
    assert len(store.units) == 2
    store.setsourcelanguage("es")
    assert store.units[1].source == "Dos"
    theirs = toolkit.tmxfile()
    theirs.addtranslation("El agua & el pan", "es", "A água & o pão", "pt", comment="c")
    theirs.addtranslation("Línea\nnueva", "es", "Linha\nnova", "pt")
    data = bytes(theirs)
    assert b"<!DOCTYPE" in data
    assert texts(data)[0] == ("es", "pt", "El agua & el pan", "A água & o pão") or read(data)
