"""Files from outside, opened within bounds."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from translate_flow.errors import Unreadable
from translate_flow.exchange import bounded


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def lying(data: bytes) -> bytes:
    """An archive whose directory says that its first member is small."""
    size = (bounded.MAX_UNPACKED + 1).to_bytes(4, "little")
    return data.replace(size, (10).to_bytes(4, "little"))


BOMB = zipped({"word/document.xml": bytes(bounded.MAX_UNPACKED + 1)})
BOMBS = {"one member": BOMB, "its directory lies": lying(BOMB), "many members": zipped({f"m{at}": bytes(bounded.MAX_UNPACKED // 10) for at in range(11)})}


@pytest.mark.parametrize("name", BOMBS)
def test_an_archive_that_would_burst_is_refused_before_it_does(name):
    assert len(BOMBS[name]) < 400_000
    tracemalloc.start()
    with pytest.raises(Unreadable) as caught:
        bounded.archive(BOMBS[name], name="bomb.docx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.remedy
    assert caught.value.file == "bomb.docx"
    assert peak < 3 * bounded.MAX_UNPACKED


def test_too_many_members_are_refused():
    with pytest.raises(Unreadable, match="files"):
        bounded.archive(zipped({f"m{at}": b"" for at in range(bounded.MAX_MEMBERS + 1)}))


@pytest.mark.parametrize("cut", [4, 60, -30, -1])
def test_an_archive_that_breaks_off_is_refused(cut):
    with pytest.raises(Unreadable, match="damaged"):
        bounded.archive(zipped({"a": b"x" * 1000, "b": b"y"})[:cut])


def test_a_damaged_member_is_refused():
    data = bytearray(zipped({"a": bytes(range(256)) * 40}))
    data[60] ^= 0xFF
    with pytest.raises(Unreadable, match="damaged"):
        bounded.archive(bytes(data))


LAUGHS = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l 'lol'>" + "".join(f"<!ENTITY l{at} '{f'&l{at - 1 if at else str()};' * 10}'>" for at in range(10)) + "]><a>&l9;</a>"
OUTSIDE = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, "<a>&nbsp;</a>", "<a>" * 5000 + "</a>" * 5000, "<a><b></a>", "<a>\x00</a>", "", "text"])
def test_xml_of_its_own_entities_or_none_at_all_is_refused(text):
    with pytest.raises(Unreadable) as caught:
        bounded.xml(text.encode(), name="a.xml")
    assert caught.value.remedy
    assert "root:" not in str(caught.value)


def test_xml_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(bounded, "MAX_XML", 1000)
    with pytest.raises(Unreadable, match="larger"):
        bounded.xml(b"<a>" + b"x" * 1000 + b"</a>")


def test_a_document_type_without_entities_is_let_pass():
    assert bounded.xml(b"<!DOCTYPE a SYSTEM 'http://nowhere.invalid/a.dtd'><a>b</a>").text == "b"


def test_office_files_declare_no_document_type():
    with pytest.raises(Unreadable, match="document type"):
        bounded.office(zipped({"word/document.xml": OUTSIDE.encode()}))
