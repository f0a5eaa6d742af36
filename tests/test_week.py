"""A simulated week, typed with the clock moved: who is written to, when, of what, and that each letter reads as it should to whoever gets it.

With SHOW=1 and pytest's -s, the letters are printed as their receivers see them.
"""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest

from tests import week as week_of
from tests.commandline import Desk
from tests.letterbox import Mailbox, MailServer
from tests.week import PEOPLE, Week
from translate_flow import messages

WAS_SENT = {  # to whom: when (UTC), and what; a number: a daily letter with so many notices
    "ana": [
        ("Mon 09:00", "You were asked to translate"), ("Tue 11:00", "Your translation has come back to you"), ("Thu 08:00", 3), ("Fri 08:00", 1),
    ],
    "ben": [("Tue 11:00", "Your hold ends soon"), ("Wed 07:00", 1)],
    "eva": [
        ("Tue 23:00", "It is free now, and kept for you"), ("Thu 00:00", "The deadline is near"), ("Thu 08:00", 1), ("Thu 16:00", "The deadline is near"),
        ("Fri 12:00", "Taken from you, your draft is kept"), ("Fri 20:00", "Your hold ends soon"), ("Sat 00:00", "The deadline has passed"), ("Sun 08:00", 1),
    ],
    "rui": [("Tue 09:00", 1), ("Wed 08:00", 1), ("Thu 08:00", 1)],
    "pia": [("Wed 12:00", 1)],
    "cora": [("Mon 09:00", 1), ("Tue 07:00", 1), ("Wed 07:00", 1), ("Thu 08:00", 1), ("Fri 08:00", 1), ("Sat 08:00", 1), ("Sun 08:00", 1), ("Mon 08:00", 1)],
}  # fmt: skip


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, template: object, request: pytest.FixtureRequest) -> Week:
    box = Mailbox()
    with pytest.MonkeyPatch.context() as patch, MailServer(box) as server:
        folder = tmp_path_factory.mktemp("week")
        patch.chdir(folder)
        for name in ("TRANSLATE_FLOW_DATABASE", "TRANSLATE_FLOW_USER"):
            patch.delenv(name, raising=False)
        desk = Desk(folder, patch)
        desk.run("init", "--name", "The Beacon")
        made = Week(desk, box)
        week_of.set_up(made, server.port)
        week_of.play(made)
    if os.environ.get("SHOW"):
        for when, to, mail in made.letters:
            print(f"\n=== {when:%a %d %H:%M} UTC to {to}\n{mail['From']} | {mail['Subject']}\n{mail.get_content()}")
    return made


def said(handle: str, message: str, **fields: object) -> str:
    return " ".join(messages.catalogue(PEOPLE[handle][4], "desk").text(message).format(**fields).split())


@pytest.mark.parametrize("handle", WAS_SENT)
def test_who_is_written_to_and_of_what(week: Week, handle: str) -> None:
    got = week.of(handle)
    assert [when for when, _ in got] == [when for when, _ in WAS_SENT[handle]]
    for (_, subject), (_, what) in zip(got, WAS_SENT[handle], strict=True):
        wanted = said(handle, "Daily summary: {count}", count=what) if isinstance(what, int) else said(handle, what)
        assert subject.startswith(wanted), (subject, wanted)


def test_each_letter_reads_well(week: Week) -> None:
    assert {to for _, to, _ in week.letters} == set(WAS_SENT)  # leila had nothing to do with it all
    for _, to, mail in week.letters:
        assert mail["To"].addresses[0].addr_spec == f"{to}@example.org"
        assert mail["Bcc"] is None
        text = mail.get_content()
        assert not re.search(r"\{\w+\}|None|\bnull\b", text), text
        assert text.rstrip().endswith("translate-flow notify")
        assert said(to, "Choose what you are told, and how:") in " ".join(text.split())
    ids = Counter(mail["Message-ID"] for _, _, mail in week.letters)
    assert max(ids.values()) == 1


def test_a_reason_stays_on_its_line(week: Week) -> None:
    [back] = [mail for _, to, mail in week.letters if to == "ana" and "Praças" in mail.get_content()]
    assert [" ".join(line.split()) for line in back.get_content().splitlines() if "Bcc" in line] == [said("ana", "Reason: {text}", text="“Praças”, not “plazas” Bcc: all@example.org")]


def test_nothing_is_left_over(week: Week) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(week.desk.folder)
        desk = Desk(week.desk.folder, patch)
        desk.now = week.desk.now
        [mail] = desk.json("letters", "list", who="cora")["ways"]
        assert (mail["state"], mail["waiting"], mail["letters"], mail["refused"]) == ("works", 0, 0, 0)
        assert [one["kind"] for one in desk.json("notices", who="eva")].count("late") == 1
