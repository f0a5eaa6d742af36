"""Kits by the verbs: what goes out, what comes back, what is refused string by string, and nobody's work overwritten."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import polib
import pytest
from sqlalchemy import select

from tests.newsroom import article, later, staff
from translate_flow import db
from translate_flow.errors import CheckFailed, Conflict, NotAllowed, Unreadable, UsageError
from translate_flow.models import Event, Rendering, Revision
from translate_flow.services import (
    answers,
    checking,
    checkins,
    claims,
    coordination,
    importing,
    lookup,
    renderings,
    settings,
    terms,
    texts,
    work,
)
from translate_flow.services.sources import Incoming
from translate_flow.text.terms import Term

SPANISH = """---
title: La huelga
description: Crónica de un día.
---

Los **talleres** pararon ayer. Nadie volvió a su [puesto](/puesto). ¿Y mañana?

## Las demandas

- Igual salario
- Fin de la violencia

```js
const a = 1; // comentario
const b = 2;
```

Eran 30 familias[^1].

[^1]: Según el comité.
"""
SAID = {  # block → translation, as plain text with signs
    1: "A greve", 2: "Crónica dum dia.", 3: "As <1>oficinas</1> pararam ontem. Ninguém voltou ao seu <2>posto</2>. E amanhã?", 4: "As exigências",
    5: "Salário igual", 6: "Fim da violência", 8: "Eram 30 famílias<1/>.", 9: "Segundo o comité.",
}  # fmt: skip


class Desk:
    """A session with everybody; strike/pt is ana's."""

    def __init__(self, session) -> None:
        self.session, self.crew = session, staff(session)
        found = article(session, self.crew["cora"], "strike", SPANISH)
        self.version = coordination.request(session, found, "pt", actor=self.crew["cora"], now=later(0))
        claims.claim(session, self.version, actor=self.crew["ana"], now=later(0))

    def by(self, handle: str = "ana", hours: float = 1) -> dict:
        return {"actor": self.crew[handle], "now": later(hours)}

    def out(self, kind: str = "po", who: str = "ana", hours: float = 1, **more) -> bytes:
        return work.checkout(self.session, self.version, kind=kind, **more, **self.by(who, hours)).data

    def back(self, data: bytes, who: str = "ana", hours: float = 2, **more):
        return checkins.checkin(self.session, data, **more, **self.by(who, hours))

    def revise(self, body: str, hours: float = 3) -> None:
        incoming = Incoming(document=article_document(body), body=body.encode(), key="strike", language="es", origin="/strike.es", published=True)
        importing.revise(self.session, lookup.version(self.session, "strike"), incoming, **self.by("cora", hours))

    @property
    def head(self) -> Revision:
        return self.session.get(Revision, self.version.head_id)

    def text(self) -> str:
        return texts.body(self.session, self.head).decode()


def article_document(body: str):
    from translate_flow import formats

    return formats.get("markdown").read(body.encode())


@pytest.fixture
def desk(engine):
    with db.scope(engine) as session:
        yield Desk(session)


def filled(data: bytes, said: dict[str, str], *, fuzzy: tuple[str, ...] = (), clear: tuple[str, ...] = ()) -> bytes:
    """A PO file with some rows translated."""
    file = polib.pofile(data.decode())
    for entry in file:
        key = entry.msgctxt.strip("[]")
        if key in said:
            entry.msgstr = said[key]
        if key in fuzzy and "fuzzy" not in entry.flags:
            entry.flags.append("fuzzy")
        if key in clear and "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
    return str(file).encode()


def keyed(said: dict[int, str]) -> dict[str, str]:
    return {str(at): text for at, text in said.items()}


def rows(data: bytes) -> dict[str, str]:
    return {entry.msgctxt.strip("[]"): entry.msgstr for entry in polib.pofile(data.decode())}


def test_an_untouched_kit_stores_nothing(desk):
    result = desk.back(desk.out())
    assert (result.outcome, result.revision, result.refused) == ("unchanged", 0, ())
    assert desk.version.head_id is None


def test_a_translated_kit_is_the_document_translated(desk):
    result = desk.back(filled(desk.out(), keyed(SAID)))
    assert (result.outcome, result.refused, result.untranslated, result.left) == ("stored", (), 0, ())
    expected = SPANISH
    for old, new in {
        "La huelga": "A greve", "Crónica de un día.": "Crónica dum dia.", "Las demandas": "As exigências", "Igual salario": "Salário igual",
        "Los **talleres** pararon ayer. Nadie volvió a su [puesto](/puesto). ¿Y mañana?": "As **oficinas** pararam ontem. Ninguém voltou ao seu [posto](/puesto). E amanhã?",
        "Fin de la violencia": "Fim da violência", "Eran 30 familias": "Eram 30 famílias", "Según el comité.": "Segundo o comité.",
    }.items():  # fmt: skip
        expected = expected.replace(old, new)
    assert desk.text() == expected
    again = desk.back(desk.out(hours=3), hours=4)
    assert again.outcome == "unchanged"
    assert desk.text() == expected


@pytest.mark.parametrize("unit", ["block", "segment"])
def test_a_part_done_comes_back_as_such(desk, unit):
    first = {"3.2": "Ninguém voltou ao seu <2>posto</2>."} if unit == "segment" else {"4": "As exigências"}
    desk.back(filled(desk.out(unit=unit), first))
    shown = rows(desk.out(unit=unit, hours=3))
    assert {key: shown[key] for key in first} == first
    rest = [key for key in shown if key not in first and shown[key] and not key.startswith("7")]
    assert not rest  # the source's own text is not taken for a translation
    assert "talleres" in desk.text()


def test_what_cannot_be_taken_is_refused_and_the_rest_is_taken(desk):
    bad = keyed(SAID) | {"5": "Salário <9/> igual", "8": "Eram 30 famílias.", "3": "As <1>oficinas pararam ontem. Ninguém <2>voltou</2>.", "6": "Fim \x07"}
    result = desk.back(filled(desk.out(), bad))
    assert {row.key for row in result.refused} >= {"3", "5", "8"}
    assert all(row.why and row.text for row in result.refused)
    assert "A greve" in desk.text()
    assert "Igual salario" in desk.text()
    event = desk.session.scalars(select(Event).where(Event.action == "checkin").order_by(Event.id.desc())).first()
    assert any(text == "Eram 30 famílias." for _, _, text in event.data["refused"])  # nobody's words are lost


def test_emphasis_may_be_given_up_and_that_is_told(desk):
    result = desk.back(filled(desk.out(), keyed(SAID) | {"3": "As oficinas pararam ontem. Ninguém voltou ao seu <2>posto</2>. E amanhã?"}))
    assert not result.refused
    assert any("emphasis" in warning for warning in result.warnings)
    assert "As oficinas pararam" in desk.text()
    assert not desk.back(desk.out(hours=3), hours=4).refused


def test_rows_in_any_order_and_some_of_them(desk):
    file = polib.pofile(filled(desk.out(), keyed(SAID)).decode())
    entries = [entry for entry in reversed(file) if entry.msgctxt != "[4]"]
    kept = polib.POFile()
    kept.metadata = file.metadata
    kept.extend(entries)
    result = desk.back(str(kept).encode())
    assert not result.refused
    assert "A greve" in desk.text()
    assert "Las demandas" in desk.text()


def test_rows_sorted_apart_are_refused(desk):
    file = polib.pofile(filled(desk.out(), keyed(SAID)).decode())
    first, second = (next(entry for entry in file if entry.msgctxt == key) for key in ("[4]", "[5]"))
    first.msgctxt, second.msgctxt = second.msgctxt, first.msgctxt
    result = desk.back(str(file).encode())
    assert {row.key for row in result.refused} == {"4", "5"}
    assert "A greve" in desk.text()


def test_two_copies_never_overwrite_each_other(desk):
    one = two = desk.out()
    desk.back(filled(one, {"1": "A greve", "4": "As exigências"}), hours=2)
    result = desk.back(filled(two, {"1": "A greve geral", "5": "Salário igual"}), hours=3)
    assert [row.key for row in result.refused] == ["1"]
    assert "A greve" in result.refused[0].why
    assert result.refused[0].text == "A greve geral"
    assert "title: A greve\n" in desk.text()
    assert "As exigências" in desk.text()
    assert "Salário igual" in desk.text()


def test_the_next_holder_does_not_lose_the_first_ones_work(desk):
    taken = desk.out()
    desk.back(filled(taken, {"1": "A greve", "4": "As exigências"}), hours=2)
    claims.release(desk.session, desk.version, **desk.by("ana", 3))
    claims.claim(desk.session, desk.version, **desk.by("ben", 4))
    with pytest.raises(NotAllowed):
        desk.back(filled(taken, {"5": "Salário igual"}), hours=5)
    result = desk.back(filled(taken, {"1": "A paralisação", "5": "Salário igual"}), who="ben", hours=5)
    assert [row.key for row in result.refused] == ["1"]
    assert "ana" in result.refused[0].why
    assert "As exigências" in desk.text()


def test_a_kit_after_the_source_has_moved(desk):
    desk.back(filled(desk.out(), keyed(SAID)), hours=2)
    taken = desk.out(hours=3)
    desk.revise(SPANISH.replace("30 familias", "40 familias de toda la ciudad").replace("Igual salario", "Igual salario ya"), hours=4)
    fresh = desk.out(hours=5)  # brings the draft over
    shown = polib.pofile(fresh.decode())
    todo = [entry for entry in shown if entry.fuzzy]
    assert {entry.msgctxt for entry in todo} == {"[5]", "[8]"}
    assert all(entry.previous_msgid for entry in todo)
    late = desk.back(filled(taken, {"4": "As reivindicações", "8": "Eram trinta famílias<1/>."}), hours=6)
    assert [row.key for row in late.refused] == ["8"]
    assert "source has changed" in late.refused[0].why
    assert "As reivindicações" in desk.text()
    assert late.left == (5, 8)
    done = desk.back(filled(desk.out(hours=7), {"8": "Eram 40 famílias de toda a cidade<1/>."}, clear=("8", "5")), hours=8)
    assert (done.left, sorted(done.settled)) == ((), [5, 8])  # one was changed, the other said to be good
    assert "40 famílias" in desk.text()
    assert not desk.session.scalars(select(Rendering).where(Rendering.revision_id == desk.version.head_id)).all()


def test_what_is_still_fuzzy_stays_to_do(desk):
    desk.back(filled(desk.out(), keyed(SAID)), hours=2)
    desk.revise(SPANISH.replace("30 familias", "40 familias de toda la ciudad"), hours=4)
    result = desk.back(filled(desk.out(hours=5), {"8": "Eram 40 famílias<1/>."}, fuzzy=("8",)), hours=6)
    assert result.left == (8,)
    assert "40 famílias" in desk.text()


def test_blocks_that_the_draft_lacks_are_put_in(desk):
    body = "\n\n".join(["---\ntitle: A greve\n---", "As **oficinas** pararam ontem.", "- Salário igual", "Eram 30 famílias[^1].", "[^1]: Segundo o comité."]) + "\n"
    desk.back(body.encode(), address="strike/pt", name="t.md")
    shown = rows(desk.out(hours=3))
    missing = {key for key, target in shown.items() if not target}
    assert missing
    wanted = {key: text for key, text in keyed(SAID).items() if key in missing}
    result = desk.back(filled(desk.out(hours=4), wanted), hours=5)
    assert all(text.split("<")[0] in desk.text() for key, text in wanted.items() if key not in {row.key for row in result.refused})
    assert any("oficinas** pararam" in line for line in desk.text().splitlines())


def test_what_differs_on_purpose_is_shown_and_locked(desk):
    desk.back(filled(desk.out(), keyed(SAID)), hours=2)
    answers.differ(desk.session, desk.version, 5, "localised", reason="outra lei", **desk.by("ana", 3))
    data = desk.out(hours=4)
    assert "outra lei" in data.decode()
    result = desk.back(filled(data, {"5": "Salário a mais"}), hours=5)
    assert [row.key for row in result.refused] == ["5"]
    assert "Salário igual" in desk.text()


def test_paragraphs_rendered_by_several_keep_their_ends(desk):
    body = SPANISH.replace("¿Y mañana?", "").replace("Las demandas", "As exigências")
    body = body.replace("Los **talleres** pararon ayer. Nadie volvió a su [puesto](/puesto). ", "As **oficinas** pararam ontem.\n\nNinguém voltou ao seu [posto](/puesto). E amanhã?")
    desk.back(body.encode(), address="strike/pt", name="t.md")
    known = renderings.of(desk.session, desk.head)
    assert len([base for _, base in known.pairs if base == 2]) == 2
    target = rows(desk.out(hours=3))["3"]
    assert target.count("/>") == 1
    result = desk.back(filled(desk.out(hours=3), {"3": target.replace("ontem", "anteontem")}), hours=4)
    assert not result.refused
    assert "pararam anteontem.\n\nNinguém" in desk.text()
    gone = desk.back(filled(desk.out(hours=5), {"3": target.replace("ontem", "hoje").split("<3/>")[0]}), hours=6)
    assert [row.key for row in gone.refused] == ["3"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda data: data.replace(b"base=1", b"base=9"), UsageError),
        (lambda data: data.replace(b"draft=0", b"draft=7"), Unreadable),
        (lambda data: data.replace(b"version=strike/pt", b"version=strike/en"), Exception),
        (lambda data: data.replace(b"from=strike/es", b"from=strike/fr"), Conflict),
        (lambda data: data.replace(data[data.index(b"digest=") : data.index(b"digest=") + 19], b"digest=000000000000"), Unreadable),
        (lambda data: data.replace(b'msgctxt "[', b'msgctxt "[x'), Unreadable),
    ],
)
def test_a_file_of_another_version_or_a_tampered_one_is_refused(desk, change, error):
    with pytest.raises(error) as caught:
        desk.back(change(filled(desk.out(), keyed(SAID))))
    assert caught.value.remedy
    assert desk.version.head_id is None


def test_a_base_is_not_told_to_a_kit(desk):
    with pytest.raises(UsageError, match="exchange file says itself"):
        desk.back(desk.out(), base=1)


def test_emptied_rows_keep_what_there_was(desk):
    desk.back(filled(desk.out(), keyed(SAID)), hours=2)
    result = desk.back(filled(desk.out(hours=3), {"4": ""}), hours=4)
    assert "As exigências" in desk.text()
    assert any("empty" in warning for warning in result.warnings)


def test_what_would_be_another_block_stays_text(desk):
    said = keyed(SAID) | {"4": "# As *exigências* & <b>mais</b>", "6": "1. Fim [x](y) `z`"}
    result = desk.back(filled(desk.out(), said))
    assert not result.refused
    blocks = texts.document(desk.session, desk.head).blocks
    assert blocks[3].text == "# As *exigências* & <b>mais</b>"
    assert blocks[5].text == "1. Fim [x](y) `z`"


def test_is_kept_knows_what_would_be_lost(desk):
    data = filled(desk.out(), {"4": "As exigências"})
    assert not checkins.is_kept(desk.session, desk.version, data)
    assert checkins.is_kept(desk.session, desk.version, desk.out())
    desk.back(data)
    assert checkins.is_kept(desk.session, desk.version, data)


def test_a_kit_is_checked_before_it_is_checked_in(desk):
    wrong = filled(desk.out(), keyed(SAID) | {"8": "Eram 20 famílias<1/>."})
    result = checking.check_file(desk.session, desk.version, wrong, name="t.po")
    assert {(one.finding.check, one.finding.block) for one in result.open() if one.finding.check == "numbers"} == {("numbers", 7)}
    assert desk.version.head_id is None
    assert not [one for one in checking.check_file(desk.session, desk.version, filled(desk.out(), keyed(SAID)), name="t.po").open() if one.finding.check == "numbers"]


def test_terms_are_held_against_a_draft_by_the_gate(desk):
    terms.add(desk.session, Term("salario", "ordenado", forbidden=("salário",)), "es", "pt", actor=desk.crew["cora"], now=later(1))
    data = desk.out()
    assert "ordenado" in data.decode()
    desk.back(filled(data, keyed(SAID)), hours=2)
    settings.put(desk.session, "check_submit", "warning", actor=desk.crew["max"], now=later(2))
    with pytest.raises(CheckFailed, match="terms"):
        work.submit(desk.session, desk.version, **desk.by("ana", 3))
    settings.put(desk.session, "checks_off", "terms", actor=desk.crew["max"], now=later(3))
    work.submit(desk.session, desk.version, **desk.by("ana", 4))
    assert desk.version.status == "in_review"


def pack_with(data: bytes, changes: dict[str, bytes], folder: str = "") -> bytes:
    """A pack, packed again by somebody else's archiver."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.namelist():
            new.writestr(folder + member, changes.get(member, old.read(member)))
        for member in changes.keys() - set(old.namelist()):
            new.writestr(folder + member, changes[member])
    return made.getvalue()


def inside(data: bytes, member: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(member)


@pytest.mark.parametrize("folder", ["", "strike.pt.pack/"])
def test_a_pack_goes_out_and_comes_back(desk, folder):
    pack = desk.out(pack=True)
    assert inside(pack, "original/strike.es.md").decode() == SPANISH
    assert "into Portuguese" in inside(pack, "README.txt").decode()
    text = inside(pack, "source/strike.pt.po")
    result = desk.back(pack_with(pack, {"source/strike.pt.po": filled(text, keyed(SAID))}, folder))
    assert (result.outcome, result.refused) == ("stored", ())
    assert "A greve" in desk.text()


def test_a_pack_translated_into_another_folder(desk):
    """As OmegaT does: the text it was given stays, the translation is beside it."""
    pack = desk.out(pack=True)
    result = desk.back(pack_with(pack, {"target/strike.pt.po": filled(inside(pack, "source/strike.pt.po"), keyed(SAID))}))
    assert not result.refused
    assert "A greve" in desk.text()


def test_two_packs_of_one_version(desk):
    pack = desk.out(pack=True)
    text = inside(pack, "source/strike.pt.po")
    desk.back(pack_with(pack, {"source/strike.pt.po": filled(text, {"1": "A greve", "4": "As exigências"})}), hours=2)
    result = desk.back(pack_with(pack, {"source/strike.pt.po": filled(text, {"1": "Greve!", "5": "Salário igual"})}), hours=3)
    assert [row.key for row in result.refused] == ["1"]
    assert "As exigências" in desk.text()
    assert "Salário igual" in desk.text()


def unpacked(pack: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(folder)
    return folder


def packed(folder: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent))
    return made.getvalue()


def test_omegat_opens_a_pack_and_it_comes_back(desk, tmp_path):
    """The pack's folder is a project: what is translated shows as translated, the rest is; packed again, it is checked in."""
    program = shutil.which("omegat")
    if program is None:
        pytest.skip("omegat (Debian's package omegat) is not installed")
    desk.back(filled(desk.out(), {key: text for key, text in keyed(SAID).items() if key in "12348"}), hours=2)
    before = desk.text()
    folder = unpacked(desk.out("xliff", pack=True, hours=3), tmp_path / "strike.pt.pack")
    memory = '<tmx version="1.4"><header srclang="es" segtype="sentence" o-tmf="t" adminlang="en" datatype="plaintext" creationtool="t" creationtoolversion="1"/><body>'
    memory += '<tu><tuv xml:lang="es"><seg>Igual salario</seg></tuv><tuv xml:lang="pt"><seg>Salário igual</seg></tuv></tu></body></tmx>'
    (folder / "tm" / "auto").mkdir(parents=True)
    (folder / "tm" / "auto" / "more.tmx").write_text(memory)
    done = subprocess.run([program, str(folder), "--mode=console-translate", f"--config-dir={tmp_path / 'config'}"], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    result = desk.back(packed(folder), hours=4)
    assert result.refused == ()
    assert desk.text() == before.replace("Igual salario", "Salário igual")


@pytest.mark.parametrize("damage", [lambda pack: pack[:-40], lambda pack: pack_with(pack, {"translate-flow.json": b"{}"}), lambda pack: pack_with(pack, {"translate-flow.json": b"\xff"})])
def test_a_damaged_pack_is_refused(desk, damage):
    with pytest.raises(Unreadable) as caught:
        desk.back(damage(desk.out(pack=True)), name="p.zip")
    assert caught.value.remedy


def test_the_last_reviews_remark_goes_along(desk):
    from translate_flow.services import review

    desk.back(filled(desk.out(), keyed(SAID)), hours=2)
    work.submit(desk.session, desk.version, **desk.by("ana", 3))
    review.send_back(desk.session, desk.version, reason="as datas, por favor", **desk.by("rui", 4))
    desk.version.due_at = later(30)  # 2026-03-09 18:00 UTC
    desk.crew["ana"].zone = "America/Sao_Paulo"
    pack = desk.out(pack=True, hours=5)
    assert "as datas, por favor" in inside(pack, "README.txt").decode()
    assert "Due 3/9/26, 3:00\u202fPM" in inside(pack, "README.txt").decode()
    assert "as datas, por favor" in inside(pack, "source/strike.pt.po").decode()
