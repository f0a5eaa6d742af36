"""Exchange files as a translator types them: messages, exit statuses, JSON."""

from __future__ import annotations

import json

import polib
import pytest

from tests.commandline import PORTUGUESE
from translate_flow import exchange


def translated(newsroom, name: str, **other: str) -> None:
    """A PO file with Portuguese in it."""
    file = polib.pofile(str(newsroom.folder / name))
    said = {**PORTUGUESE, **other}
    for entry in file:
        entry.msgstr = next((text for source, text in said.items() if entry.msgid.rstrip(".") == source), "") + ("." if entry.msgid.endswith(".") else "")
    file.save()


def test_out_and_back(newsroom):
    newsroom.to("translating")
    ran = newsroom.run("checkout", "march-8/pt", "--as", "po", who="ana")
    assert "Wrote march-8.pt.po" in ran.err
    translated(newsroom, "march-8.pt.po")
    found = newsroom.json("checkin", "march-8.pt.po", who="ana")
    assert (found["outcome"], found["revision"], found["refused"], found["untranslated"]) == ("stored", 1, [], 0)
    newsroom.run("submit", "march-8/pt", who="ana")
    newsroom.run("approve", "march-8/pt", who="rui")


def test_what_is_refused_is_listed_and_the_rest_is_stored(newsroom):
    newsroom.to("translating")
    newsroom.run("checkout", "march-8/pt", "--as", "po", who="ana")
    translated(newsroom, "march-8.pt.po", **{"Igual salario": "Salário <1/> igual"})
    ran = newsroom.run("checkin", "march-8.pt.po", who="ana", code=7)
    assert "stored as draft revision 1" in ran.err
    assert "1 string of this file could not be taken; everything else was" in ran.err
    assert "<1/> is not in the source" in ran.err
    assert "Mend it in the file" in ran.err
    found = newsroom.json("checkin", "march-8.pt.po", who="ana", code=7)
    assert [(row["row"], row["text"]) for row in found["refused"]] == [("5", "Salário <1/> igual")]
    assert "checkout" in newsroom.run("log", "march-8/pt").out


def test_nothing_translated_is_said(newsroom):
    newsroom.to("translating")
    newsroom.run("checkout", "march-8/pt", "--as", "xliff", who="ana")
    assert "nothing is translated in it yet" in newsroom.run("checkin", "march-8.pt.xlf", who="ana").err


@pytest.mark.parametrize("name", sorted(exchange.KITS))
def test_each_format_and_each_pack_is_known_by_itself(newsroom, name):
    newsroom.to("translating")
    wrote = newsroom.json("checkout", "march-8/pt", "--as", name, who="ana")
    assert (wrote["as"], wrote["rows"] > 0) == (name, True)
    assert newsroom.json("checkin", wrote["file"], who="ana")["outcome"] == "unchanged"
    wrote = newsroom.json("checkout", "march-8/pt", "--as", name, "--pack", "--by", "segment", who="ana")
    assert wrote["file"] == "march-8.pt.pack.zip"
    assert newsroom.json("checkin", wrote["file"], who="ana")["outcome"] == "unchanged"


@pytest.mark.parametrize(("words", "said"), [(("--as", "odt"), "There is no exchange format “odt”"), (("--as", "po", "--by", "word"), "A row is a block or a segment")])
def test_what_there_is_not_is_refused_and_nothing_is_written(newsroom, words, said):
    newsroom.to("translating")
    assert said in newsroom.run("checkout", "march-8/pt", *words, who="ana", code=2).err
    assert not list(newsroom.folder.glob("march-8.pt.*"))


def test_work_in_a_file_is_not_written_over(newsroom):
    newsroom.to("translating")
    newsroom.run("checkout", "march-8/pt", "--as", "po", who="ana")
    newsroom.run("checkout", "march-8/pt", "--as", "po", who="ana")  # nothing in it yet
    translated(newsroom, "march-8.pt.po")
    assert "There is a file march-8.pt.po already" in newsroom.run("checkout", "march-8/pt", "--as", "po", who="ana", code=5).err
    newsroom.run("checkin", "march-8.pt.po", who="ana")
    newsroom.run("checkout", "march-8/pt", "--as", "po", who="ana")  # all of it is checked in


def test_a_file_is_checked_before_it_is_checked_in(newsroom):
    newsroom.to("translating")
    newsroom.run("checkout", "march-8/pt", "--as", "po", who="ana")
    translated(newsroom, "march-8.pt.po", **{"La lucha sigue": "A luta de 1999 continua"})
    found = json.loads(newsroom.run("--json", "check", "march-8/pt", "march-8.pt.po", who="ana").out)
    assert "numbers" in str(found)
    assert newsroom.json("show", "march-8/pt")["head_revision"] is None


def test_the_memory_fills_the_next_one_in_and_can_be_left_out(newsroom):
    newsroom.to("approved")
    newsroom.to("translating", key="april-1", who="ben")
    ran = newsroom.run("checkout", "april-1/pt", "--as", "po", who="ben")
    assert "From the memory: " in ran.err
    assert "Salário igual" in (newsroom.folder / "april-1.pt.po").read_text()
    newsroom.run("checkout", "april-1/pt", "--as", "po", "--no-memory", "-o", "bare.po", who="ben")
    assert "Salário igual" not in (newsroom.folder / "bare.po").read_text()
    newsroom.run("checkout", "april-1/pt", who="ben")
    assert "Salário igual" in (newsroom.folder / "april-1.pt.md").read_text()
    newsroom.run("checkin", "april-1.pt.po", who="ben")
    newsroom.run("submit", "april-1/pt", who="ben")
