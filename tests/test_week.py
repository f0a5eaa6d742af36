"""A simulated week, typed with the clock moved: who is written to, when, and in which words."""

from __future__ import annotations

import os

import pytest

from tests import week as week_of
from tests.commandline import Desk
from tests.letterbox import Mailbox, MailServer
from tests.week import Week


@pytest.fixture
def week(desk: Desk) -> Week:
    box = Mailbox()
    with MailServer(box) as server:
        made = Week(desk, box)
        week_of.set_up(made, server.port)
        week_of.play(made)
    return made


def test_a_week(week: Week) -> None:
    if os.environ.get("SHOW"):
        for when, to, mail in week.letters:
            print(f"\n=== {when:%a %d %H:%M} UTC to {to}\n{mail['From']} | {mail['Subject']}\n{mail.get_content()}")
    assert week.letters
