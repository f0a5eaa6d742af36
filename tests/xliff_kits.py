"""Kits and files for the tests of XLIFF: pairs of codes cut between sentences, everything a file can hold, files of other tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from tests import kits
from translate_flow.exchange import xliff12, xliff21
from translate_flow.exchange.kit import Back, Kit, Proposal, Returned, Row, State, TermHint
from translate_flow.text import inline, sentences
from translate_flow.text.document import Kind

MODULES = {"xliff": xliff12, "xliff2": xliff21}


CUT = "Llovió **toda la noche. El huerto** aguantó y [la escuela abrió. Nadie faltó](/escuela) ese día."


def parted(kind: str, *, translated: Sequence[int] = (1,), source: str = CUT, states: Sequence[State] = ()) -> Kit:
    """Sentences of one block, pairs of codes cut between them: the second starts inside the bold, the third inside the link.

    `translated`: which of them are done, unless `states` says how each stands.
    """
    parts = sentences.segments(kits.content(source), "es")
    standing = states or [State.DONE if at in translated else State.NEW for at in range(1, len(parts) + 1)]
    rows = tuple(
        Row(2, at, Kind.PARAGRAPH, part, () if state is State.NEW else _shouted(part), state, gap=gap)
        for at, ((part, gap), state) in enumerate(zip(parts, standing, strict=False), 1)
    )
    return Kit(kits.header(kind, "segment"), "es", "pt", "Lluvia", rows)


def _shouted(content: inline.Content) -> inline.Content:
    """A translation that keeps every code, and is not its source."""
    return inline.joined((*(piece.upper() if isinstance(piece, str) else piece for piece in content), "!"))


def given_out(kind: str) -> list[Kit]:
    """Kits with everything in them that a file can hold."""
    garden = kits.garden(kind, "segment")
    first = garden.rows[0]
    wild = "a\x00b\x1fc\ufffe\ud800 d"
    return [
        kits.garden(kind),
        garden,
        parted(kind),
        parted(kind, translated=(1, 2, 3)),
        parted(kind, translated=()),
        replace(parted(kind, translated=(1, 2)), rows=parted(kind, translated=(1, 2)).rows[1:]),  # the first half of a pair is not there
        replace(garden, rows=(replace(garden.rows[2], state=State.LOCKED), *garden.rows[3:5])),  # one sentence of three is locked
        replace(garden, rows=(replace(first, state=State.LOCKED, target=()), replace(garden.rows[1], state=State.OPEN, target=()))),
        replace(garden, source_language="ar", target_language="pt-BR", brief=(wild,), rows=(replace(first, notes=(wild,), was=wild, state=State.OPEN, source=(wild,), target=(wild, "!")),)),
        replace(garden, rows=(replace(garden.rows[1], proposals=(Proposal("<1>a</2> <3/>", "<4>b <3/></4> </9><3/>", 101), Proposal("", "x", 0)), terms=(TermHint("a", "", ""), TermHint("b", "", "c"))),)),
        replace(garden, rows=tuple(replace(row, state=State.OPEN, target=("x",), was="**y**") for row in kits.garden(kind).rows)),  # codes lost since
    ]  # fmt: skip


def read(name: str, data: bytes) -> Returned:
    return MODULES[name].read(data, name="work.xlf")


def rows(found: Returned) -> dict[str, Back]:
    return {row.key: row for row in found.rows}


def target(row: Back) -> str:
    return inline.written(row.target)


X12, X21 = f"{{{xliff12.NAMESPACE}}}", f"{{{xliff21.NAMESPACE}}}"
UNITS = {"xliff": f"{X12}trans-unit", "xliff2": f"{X21}segment"}


def out(name: str, unit: str = "segment") -> etree._Element:
    return etree.fromstring(MODULES[name].write(kits.garden(name, unit)))


def same(name: str, root: etree._Element | bytes) -> None:
    """That a file says the same as when it went out, whatever was done to its form."""
    data = root if isinstance(root, bytes) else etree.tostring(root)
    kit = kits.garden(name, "segment")
    found = read(name, data)
    assert found.header == kit.header
    assert [(row.key, target(row), row.problem) for row in found.rows] == [(row.key, inline.written(row.target), "") for row in kit.rows]


def file12(units: str, header: str = "") -> bytes:
    return f'<xliff xmlns="{xliff12.NAMESPACE}" version="1.2"><file original="a" source-language="es" target-language="pt" datatype="plaintext">{header}<body>{units}</body></file></xliff>'.encode()


def file21(units: str) -> bytes:
    return f'<xliff xmlns="{xliff21.NAMESPACE}" version="2.0" srcLang="es" trgLang="pt"><file id="f1">{units}</file></xliff>'.encode()
