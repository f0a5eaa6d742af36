"""The memory by its commands: filled by the daily work, searched, exported, imported again, and bad files."""

from __future__ import annotations

import pytest

from tests.test_tmx import BOMB, PLAIN, file, tu


def test_from_approval_to_search_and_withdrawal(newsroom):
    newsroom.to("published")
    [first] = newsroom.json("memory", "search", "La lucha sigue.", "--from", "es", "--to", "pt")
    assert first == {
        "score": 100, "kind": "exact", "similarity": 100.0, "source": "La lucha sigue.", "target": "A luta continua.", "article": "march-8", "language": "pt",
        "translator": "ana", "at": "2026-03-08T12:00:00Z", "reviewed": True, "origin": None,
    }  # fmt: skip
    ran = newsroom.run("memory", "search", "La lucha siguió.", "--from", "es", "--to", "pt")
    assert "march-8/pt" in ran.out
    assert "A luta continua." in ran.out
    assert newsroom.json("memory", "search", "La lucha siguió.", "--from", "es", "--to", "pt", "--least", "99") == []
    assert newsroom.run("memory", "search", "Nada", "--from", "es", "--to", "pt").err.startswith("Nothing in the memory is 70 % like that.")
    newsroom.run("settings", "memory_least", "95")
    assert newsroom.json("memory", "search", "La lucha siguió.", "--from", "es", "--to", "pt") == []
    newsroom.run("withdraw", "march-8/pt", "--reason", "asked", who="pia")
    assert newsroom.json("memory", "search", "La lucha sigue.", "--from", "es", "--to", "pt") == []
    assert newsroom.json("memory", "show") == []


def test_out_and_in_again(newsroom):
    newsroom.to("published")
    units = newsroom.json("memory", "show")[0]["units"]
    assert newsroom.json("memory", "export", "es-pt.tmx", "--from", "es", "--to", "pt") == {"file": "es-pt.tmx", "units": units}
    newsroom.run("memory", "export", "es-pt.tmx", "--from", "es", "--to", "pt")  # the same again
    newsroom.write("other.tmx", "x")
    assert "There is a file" in newsroom.run("memory", "export", "other.tmx", code=5).err
    newsroom.run("memory", "export", "other.tmx", "--force")
    newsroom.run("withdraw", "march-8/pt", "--reason", "asked", who="pia")
    assert newsroom.json("memory", "import", "es-pt.tmx", "--origin", "back", who="cora") == [{"file": "es-pt.tmx", "added": units, "known": 0, "refused": 0, "examples": []}]
    assert "0 units came in" in newsroom.run("memory", "import", "es-pt.tmx", "--origin", "back", who="cora").err
    [match] = newsroom.json("memory", "search", "La lucha sigue.", "--from", "es", "--to", "pt")
    assert (match["article"], match["translator"], match["origin"], match["score"], match["at"]) == ("march-8", "ana", "back", 95, "2026-03-08T12:00:00Z")
    assert "back" in newsroom.run("memory", "show").out
    assert newsroom.json("memory", "forget", "--origin", "back", who="cora") == {"origin": "back", "units": units}
    assert "Nothing in the memory came in as" in newsroom.run("memory", "forget", "--origin", "back", who="cora", code=3).err
    assert {"memory import", "memory forget"} <= {one["action"] for one in newsroom.json("log")}
    assert newsroom.json("memory", "show") == []


def test_what_cannot_be_taken_is_told_with_its_line(newsroom):
    newsroom.write("a.tmx", file(PLAIN, tu(("es", "a"), ("xx-", "b")), *[tu(("es", "a"), ("pt", ""))] * 40))
    ran = newsroom.run("memory", "import", "a.tmx", who="cora")
    assert "1 unit came in" in ran.err
    assert "a.tmx:6 was not taken: “xx-” is no language." in ran.err
    assert "and 21 more were not taken." in ran.err
    [told] = newsroom.json("memory", "import", "a.tmx", who="cora")
    assert (told["added"], told["known"], told["refused"], len(told["examples"])) == (0, 1, 41, 20)


@pytest.mark.parametrize(("data", "words"), [
    (file(PLAIN, PLAIN)[:-30], "ends early"), (file(PLAIN, start=BOMB), "declares an entity"), (b"", "ends early"), (b"<html/>", "is no TMX"), (b"\x89PNG\r\n\x1a\n", "not UTF-8"),
])  # fmt: skip
def test_nothing_of_a_broken_file_comes_in(newsroom, data, words):
    newsroom.write("a.tmx", data)
    ran = newsroom.run("memory", "import", "a.tmx", who="cora", code=6)
    assert f"a.tmx:{1 if b'PLAIN' in data else ''}"[:6] in ran.err
    assert words in ran.err
    assert newsroom.json("memory", "show") == []


def test_who_may(newsroom):
    newsroom.write("a.tmx", file(PLAIN))
    assert "takes the role coordinator" in newsroom.run("memory", "import", "a.tmx", who="ana", code=4).err
    assert "takes the role coordinator" in newsroom.run("memory", "forget", "--origin", "a.tmx", who="ana", code=4).err
    newsroom.run("memory", "fill", who="ana", code=4)
    newsroom.run("memory", "import", "a.tmx", "missing.tmx", who="cora", code=3)
    assert newsroom.json("memory", "show") == []  # none of them
    newsroom.run("memory", "import", "a.tmx", "--reviewed", who="cora")
    [match] = newsroom.json("memory", "search", "La lucha sigue.", "--from", "es", "--to", "pt", who="ana")
    assert (match["score"], match["origin"]) == (100, "a.tmx")
    newsroom.run("memory", "export", "x.tmx", "--from", "es", code=2)
    newsroom.run("memory", "search", "x", "--from", "es", "--to", "no-language!", code=2)


def test_fill_takes_in_what_is_not_there(newsroom):
    newsroom.to("published")
    from sqlalchemy import delete

    from translate_flow import db
    from translate_flow.models_memory import MemoryFill, MemoryUnit

    engine = db.engine_for(db.url_of(None))
    with db.scope(engine) as session:
        session.execute(delete(MemoryUnit))
        session.execute(delete(MemoryFill))
    engine.dispose()
    told = newsroom.json("memory", "fill")
    assert told["versions"] == 1
    assert told["units"] > 3
    assert newsroom.json("memory", "fill") == {"versions": 0, "units": 0}
    assert "All that is approved or published is in the memory." in newsroom.run("memory", "fill").err


@pytest.mark.parametrize("value", ["-1", "102", "many", "1.5"])
def test_settings_of_the_memory_are_points(newsroom, value):
    assert "a whole number from 0 to 101" in newsroom.run("settings", "memory_prefill", "--", value, code=2).err
    newsroom.run("settings", "memory_prefill", "0")
