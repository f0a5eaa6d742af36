"""Packs: one file with all that a translator needs offline, and what came back in it.

A ZIP archive. Unpacked it is a project of OmegaT (User Guide, “Project folder”), whose folders other tools find their way in too: the text
to translate in `source/`, the terms in `glossary/`, the memory in `tm/`; beside them the pinned original and the brief. What comes
back may be the archive, packed again by anything, or only the file in it: which member was worked on shows against the digests in
`translate-flow.json`.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from translate_flow import exchange, formats
from translate_flow.errors import Unreadable
from translate_flow.exchange import bounded, omegat, workfile
from translate_flow.exchange.kit import Kit, Returned
from translate_flow.services import hints
from translate_flow.services.takeouts import Taking
from translate_flow.services.work import Checkout
from translate_flow.text import inline

MANIFEST = "translate-flow.json"
_DATE = (1980, 1, 1, 0, 0, 0)  # the same pack, the same bytes
_FOLDERS = ("dictionary/", "glossary/", "omegat/", "target/", "tm/")  # OmegaT asks for them even where they are empty
_HOW = """{title}

{brief}

What is here
  {text}
      the text to translate: open it in your own tool. Leave ids and codes as they are.
  original/
      the original, revision {base}, as it was when you took this.
  glossary/ and tm/
      terms and earlier translations that bear on this text, where there are any; the terms also as TBX and CSV, in terms/.
  omegat.project
      makes this folder a project of OmegaT: open the folder in it; the translation comes into target/.

How it comes back
  translate-flow checkin FILE
      with the file that you translated, or this folder packed again as a ZIP archive. What somebody else has changed meanwhile is
      never overwritten: you are told string by string.
"""


def file(session: Session, taking: Taking, kit: Kit, made: Checkout) -> Checkout:
    """The pack of a version, around its kit's file, which `made` holds."""
    text = f"source/{made.name}"
    members = {text: made.data, **dict(_others(session, taking, kit, made, text))}
    if kit.header.kind == "xliff":
        members |= {text: exchange.get("xliff").write(omegat.untranslated(kit)), "omegat/project_save.tmx": omegat.saved(kit)}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    manifest = {"pack": 1, "header": workfile.line(kit.header), "text": text, "files": digests}
    members[MANIFEST] = json.dumps(manifest, indent=2, sort_keys=True).encode()
    name = f"{taking.version.article.key}.{taking.version.language}.pack.zip"
    return replace(made, data=_zipped(members), name=name)


def returned(data: bytes, *, name: str = "") -> Returned:
    """What the text of a pack holds: of those members that were worked on, or of the text as it went out where none was.

    Raises Unreadable for an archive that is no pack any more.
    """
    members = bounded.archive(data, name=name)
    place = next((member for member in sorted(members, key=len) if member.rpartition("/")[2] == MANIFEST), "")
    manifest = _manifest(members.get(place, b""), name)
    top = place.removesuffix(MANIFEST)  # some archivers pack the folder itself
    kind = manifest["header"].kind
    inside = {member.removeprefix(top): content for member, content in members.items() if member.startswith(top)}
    worked = [member for member in sorted(inside) if _is_text(member, inside[member], manifest)]
    found = [exchange.get(kind).read(inside[member], name=f"{name}:{member}") for member in worked or [manifest["text"]] if member in inside]
    if not found:
        raise Unreadable("holds no text to take in", file=name, remedy=f"Its text was {manifest['text']}: put it back in its place, or check in the file itself.")
    rows = tuple(row for part in found for row in part.rows)
    return Returned(next((part.header for part in found if part.header), manifest["header"]), rows, tuple(line for part in found for line in part.warnings))


def _manifest(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
        header = workfile.said(found["header"], name=name)
        if header is None or header.kind not in exchange.KITS or not isinstance(found["files"], dict):
            raise ValueError("it lacks what `checkout` wrote")
        return {"header": header, "text": str(found["text"]), "files": found["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"has a damaged {MANIFEST}: {error}", file=name, remedy="Check in the translated file from it instead.") from None


def _is_text(member: str, content: bytes, manifest: dict[str, Any]) -> bool:
    """Whether a member is the work on this pack's text: of its kind, with its header, and not as it went out."""
    if manifest["files"].get(member) == hashlib.sha256(content).hexdigest() or member.startswith(("tm/", "glossary/", "terms/", "original/", "omegat/")):
        return False
    return member.rpartition("/")[2] == manifest["text"].rpartition("/")[2] or (
        exchange.recognise(content, name=member) == manifest["header"].kind and member.startswith(("source/", "target/"))
    )


def _others(session: Session, taking: Taking, kit: Kit, made: Checkout, text: str) -> Iterator[tuple[str, bytes]]:
    """What goes along with the text."""
    yield "omegat.project", omegat.project(kit)
    suffix = formats.get(taking.base.text.format).SUFFIXES[0]
    yield f"original/{taking.version.article.key}.{taking.parent.language}{suffix}", bytes(taking.base.text.body)
    said = "\n".join(f"  {line}" for line in kit.brief)
    yield "README.txt", _HOW.format(title=kit.title, brief=said, text=text, base=made.base).encode()
    yield from _memory(taking, kit)
    yield from _terms(session, kit)


def _memory(taking: Taking, kit: Kit) -> Iterator[tuple[str, bytes]]:
    """What the memory has for the rows, as TMX 1.4b. Where OmegaT keeps its own translations, `omegat.saved` has what is filled in."""
    from translate_flow.exchange import tmx

    found = {(one.source, one.target): one for row in kit.rows for one in row.proposals}
    filled = {(inline.written(row.source), inline.written(row.target)) for row in kit.rows if hints.is_filled(row)}
    pairs = [*((source, target, "") for source, target in sorted(filled)), *((one.source, one.target, one.origin) for one in found.values())]
    if pairs and taking.memory:
        entries = [tmx.Entry(kit.source_language, kit.target_language, source, target, grain=kit.header.unit, origin=origin) for source, target, origin in pairs]
        yield "tm/memory.tmx", "".join(tmx.write(entries, source=kit.source_language, now=taking.now, version="1")).encode()


def _terms(session: Session, kit: Kit) -> Iterator[tuple[str, bytes]]:
    """The terms of all rows: as OmegaT reads glossaries (tab-separated, UTF-8), and for other tools as TBX and CSV."""
    from translate_flow.exchange import term_rows

    found = list(dict.fromkeys(term for terms in hints.terms_in(session, (kit.source_language, kit.target_language), kit.rows) for term in terms))
    if not found:
        return
    lines = ("\t".join(" ".join(cell.split()) for cell in (hint.source, hint.target, hint.note)) for hint in map(hints.hint_of, found))
    yield "glossary/glossary.txt", ("\n".join(lines) + "\n").encode()
    rows = [term_rows.Row(at, kit.source_language, kit.target_language, term) for at, term in enumerate(found, 1)]
    for form in ("tbx", "csv"):
        yield f"terms/terms.{form}", term_rows.write(rows, form)


def _zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted((*members, *_FOLDERS)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o40755 << 16) | 0x10 if name.endswith("/") else 0o644 << 16
            archive.writestr(entry, members.get(name, b""))
    return packed.getvalue()
