"""Files from outside, opened within bounds: XML without entities and network, archives that cannot burst.

Limits: 128 MB of XML, 200 MB and 2,000 members of an archive, counted while they are unpacked, not as the archive says.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from translate_flow.errors import Unreadable

if TYPE_CHECKING:
    from lxml import etree

MAX_XML = 128 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 2_000
_AGAIN = "Check that it was saved whole, or check out again and move your work over."


def xml(data: bytes, *, name: str = "") -> etree._Element:
    """The root of an XML file. Raises Unreadable, with line and column, for what is not well formed, is too large, or uses entities of its own."""
    from lxml import etree

    if len(data) > MAX_XML:
        raise Unreadable(f"is larger than {MAX_XML // 1024 // 1024} MB", file=name, remedy="Take out fewer articles at once.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position else (0, 0)
        raise Unreadable(f"is not well-formed XML: {str(error.msg or error).split(', line')[0]}", file=name, line=line, column=column, remedy=_AGAIN) from None
    except ValueError as error:
        raise Unreadable(f"cannot be read as XML: {error}", file=name, remedy=_AGAIN) from None
    for entity in root.iter(etree.Entity):
        raise Unreadable(f"uses the entity “{entity.text}” of its own", file=name, line=entity.sourceline or 0, remedy="Write the text itself instead; only XML's own five entities are read.")
    return root


def archive(data: bytes, *, name: str = "") -> dict[str, bytes]:
    """The members of a ZIP archive by name. Raises Unreadable for a damaged one, or one beyond the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return _unpacked(opened, name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Unreadable(f"is damaged: {error}", file=name, remedy=_AGAIN) from None
    except Exception as error:
        if type(error).__module__ in {"zlib", "lzma", "bz2"} or type(error).__name__ == "error":  # the unpackers' own
            raise Unreadable(f"is damaged: {error}", file=name, remedy=_AGAIN) from None
        raise


def _unpacked(opened: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    members = [member for member in opened.infolist() if not member.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise Unreadable(f"holds {len(members)} files, more than {MAX_MEMBERS}", file=name, remedy="That is no file that `checkout` wrote.")
    left = MAX_UNPACKED
    found: dict[str, bytes] = {}
    for member in members:
        with opened.open(member) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Unreadable(f"unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB", file=name, remedy="That is no file that `checkout` wrote.")
        found[member.filename] = content
    return found


def office(data: bytes, *, name: str = "") -> dict[str, bytes]:
    """The members of an Office Open XML file. Raises Unreadable as `archive` does, and where one declares a document type (no office program does)."""
    members = archive(data, name=name)
    for member, content in members.items():
        if member.endswith((".xml", ".rels")) and any(sign in content for sign in (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))):
            raise Unreadable(f"declares a document type in {member}", file=name, remedy="Save it anew with your word processor or spreadsheet.")
    return members
