"""Letters into files: lines of JSON, and a feed that others read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from tests.commandline import without_privilege
from tests.letterbox import NOW, message
from translate_flow import post
from translate_flow.post import NotTaken, Place, files


def test_lines(tmp_path) -> None:
    place = Place("file", "log", str(tmp_path / "notices.jsonl"))
    post.send(place, message(text="a\nb\n", subject="“é”"))
    post.send(place, message(uid="f" * 32))
    (tmp_path / "notices.jsonl").rename(tmp_path / "old.jsonl")  # as a program does that rotates it
    post.send(place, message())
    lines = (tmp_path / "old.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [message().uid, "f" * 32]
    assert json.loads(lines[0]) == {"id": message().uid, "at": "2026-03-08T12:00:00Z", "person": "ana", "language": "en", "subject": "“é”", "text": "a\nb\n", "items": [{"kind": "returned", "article": "march-8"}]}
    assert (tmp_path / "notices.jsonl").read_text().count("\n") == 1


def test_half_a_line_of_a_crash_is_ended_first(tmp_path) -> None:
    path = tmp_path / "notices.jsonl"
    path.write_text('{"id": "half')
    post.send(Place("file", "log", str(path)), message())
    assert json.loads(path.read_text().splitlines()[1])["id"] == message().uid


def test_a_full_disk_leaves_no_half_line(tmp_path, monkeypatch) -> None:
    path = tmp_path / "notices.jsonl"
    post.send(Place("file", "log", str(path)), message())
    write = os.write
    monkeypatch.setattr(files.os, "write", lambda handle, data: write(handle, data[:20]))  # what a full disk does
    with pytest.raises(NotTaken, match="No space left") as told:
        post.send(Place("file", "log", str(path)), message())
    monkeypatch.undo()
    assert (told.value.again, told.value.whose, path.read_text().count("\n")) == (True, "place", 1)
    assert path.read_text().endswith("\n")


@pytest.mark.parametrize("kind", ["file", "feed"])
def test_where_nothing_can_be_written(tmp_path, kind: str) -> None:
    for path in (tmp_path / "no" / "such", tmp_path):
        with pytest.raises(NotTaken) as told:
            post.send(Place(kind, "log", str(path)), message())
        assert told.value.remedy
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotTaken):
        post.send(Place("file", "log", str(tmp_path / "pipe")), message())


def test_a_folder_without_permission(tmp_path) -> None:
    under = without_privilege()
    (tmp_path / "shut").mkdir(mode=0o500)
    code = f"from tests.letterbox import message\nfrom translate_flow import post\npost.send(post.Place('feed', 'log', {str(tmp_path / 'shut' / 'x.xml')!r}), message())"
    ran = subprocess.run([*under, sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert "cannot be written: Permission denied" in ran.stderr


def test_a_feed(tmp_path) -> None:
    path = tmp_path / "notices.xml"
    path.touch()
    place = Place("feed", "desk-feed", str(path))
    for number in range(files.KEPT + 5):
        post.send(place, message(uid=f"{number:032x}", at=NOW + timedelta(minutes=number), subject=f"Nº {number} <b>&\x0b", text="a\x00<script>\n\ufffe\ud800b\n", language="pt"))
    before = path.read_bytes()
    post.send(place, message(uid=f"{files.KEPT:032x}", subject="again"))  # whoever sends it again changes nothing
    assert path.read_bytes() == before
    read = feedparser.parse(path.read_bytes())
    assert (read.bozo, read.feed.title, read.version, len(read.entries)) == (0, "desk-feed", "atom10", files.KEPT)
    assert read.feed.updated == read.entries[0].updated == "2026-03-08T13:44:00Z"
    first = read.entries[0]
    assert (first.id, first.title, first.content[0].type, first.content[0].language) == ("urn:uuid:00000000-0000-0000-0000-000000000068", "Nº 104 <b>&", "text/plain", "pt")
    assert "<script>" in first.content[0].value
    assert len({entry.id for entry in read.entries}) == files.KEPT
    assert [one.name for one in tmp_path.iterdir()] == ["notices.xml"]


@pytest.mark.parametrize("data", [b"x", b"<feed", b"<html/>", b"<!DOCTYPE feed [<!ENTITY a 'b'>]><feed xmlns='http://www.w3.org/2005/Atom'><entry><id>&a;</id>"])
def test_a_feed_that_is_none_is_left_as_it_is(tmp_path, data: bytes) -> None:
    path = tmp_path / "notices.xml"
    path.write_bytes(data)
    with pytest.raises(NotTaken, match="no feed that can be read"):
        post.send(Place("feed", "desk-feed", str(path)), message())
    assert path.read_bytes() == data


def test_every_kind_of_hook_has_a_way() -> None:
    from translate_flow.models_notices import HOOKS

    assert set(post.KINDS) == {"mail", *HOOKS}
