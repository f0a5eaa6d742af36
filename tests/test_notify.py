"""The commands about notices, as people type them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commandline import Desk
from tests.test_startup import RUN, small  # noqa: F401  a fixture
from translate_flow import post
from translate_flow.post import Message, NotTaken, Place
from translate_flow.services import choices


def test_ones_own_list(newsroom: Desk) -> None:
    newsroom.to("in_review")
    newsroom.run("return", "march-8/pt", "--reason", "the date", who="rui")
    newsroom.pass_time(hours=1)
    newsroom.run("submit", "march-8/pt", who="ana")
    newsroom.run("approve", "march-8/pt", who="rui")
    [approved, returned] = newsroom.json("notices", who="ana")
    assert (approved["kind"], approved["article"], approved["language"], approved["actor"], approved["read_at"]) == ("approved", "march-8", "pt", "rui", None)
    assert (returned["reason"], returned["command"], returned["at"]) == ("the date", "translate-flow checkout march-8/pt", "2026-03-08T12:00:00Z")
    told = newsroom.run("notices", who="ana").out.splitlines()
    assert [line.split()[:2] for line in told[1:]] == [["*", str(approved["id"])], ["*", str(returned["id"])]]
    assert "by rui; the date" in told[2]
    assert newsroom.json("notices", "--read", str(returned["id"]), who="ana") == {"read": 1}
    assert [one["id"] for one in newsroom.json("notices", "--unread", who="ana")] == [approved["id"]]
    newsroom.run("notices", "--read", str(returned["id"]), who="rui", code=3)
    for nonsense in ("x", "-1", "1,x", "all,1"):
        newsroom.run("notices", f"--read={nonsense}", who="ana", code=2)
    assert "1 notice marked as read" in newsroom.run("notices", "--read", "all", who="ana").err
    assert newsroom.json("notices", "--unread", who="ana") == []
    assert "nothing new" in newsroom.run("notices", "--unread", who="ana").err


def test_ones_choices(newsroom: Desk) -> None:
    shown = newsroom.run("notify", who="ana")
    assert "There is no mail address." in shown.err
    assert "no mail server yet" in shown.err
    newsroom.run("people", "change", "ana", "--email", "ana@example.org", "--zone", "Europe/Lisbon")
    found = newsroom.json("notify", "source", "--by", "mail", "--pace", "once", who="ana")
    assert found["notices"] == [{"kind": "source", "meaning": found["notices"][0]["meaning"], "chosen": True, "ways": [{"by": "mail", "pace": "once"}]}]
    found = newsroom.json("notify", "--digest-at", "18:30", who="ana")
    assert (found["digest_at"], found["zone"], found["email"], found["mail_server"]) == ("18:30", "Europe/Lisbon", "ana@example.org", False)
    newsroom.run("notify", "all", "--pace", "never", who="ana")
    assert all(one["ways"] == [] for one in newsroom.json("notify", who="ana")["notices"])
    newsroom.run("notify", "all", "--usual", "--for", "ana", who="cora")
    assert {one["chosen"] for one in newsroom.json("notify", who="ana")["notices"]} == {False}
    for code, words in ((2, ["--pace", "once"]), (3, ["sourcery", "--pace", "once"]), (3, ["sourcery"]), (2, ["source", "--pace", "hourly"]), (3, ["source", "--by", "pager"]), (2, ["--digest-at", "8"])):
        newsroom.run("notify", *words, who="ana", code=code)
    newsroom.run("notify", "all", "--pace", "never", "--for", "ana", who="ben", code=4)
    [event] = [one for one in newsroom.json("log") if one["action"] == "notify"][:1]
    assert event["actor"] in {"ana", "cora"}


def test_hooks(newsroom: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    added = newsroom.run("hook", "add", "app", "webhook", "https://example.org/in?token=abc", who="cora")
    secret = added.out.strip()
    assert secret.startswith("whsec_")
    newsroom.run("hook", "add", "chat", "slack", "https://hooks.example.org/T1/B2/abc", who="cora")
    newsroom.run("hook", "add", "log", "file", "notices.jsonl", who="cora")
    newsroom.run("hook", "add", "bad", "slack", "http://example.org/", who="cora", code=2)
    newsroom.run("hook", "add", "mine", "slack", "https://example.org/", who="ana", code=4)
    newsroom.run("notify", "assigned", "--by", "app", "--by", "chat", who="ana")
    listed = newsroom.run("--json", "hook", "list")
    assert [(one["name"], one["kind"], one["where"], one["signed"], one["people"]) for one in listed.json] == [
        ("app", "webhook", "https://example.org/…", True, 1), ("chat", "slack", "https://hooks.example.org/…", False, 1), ("log", "file", "notices.jsonl", False, 0),
    ]  # fmt: skip
    rotated = newsroom.run("hook", "secret", "app", "--rotate", who="cora").out.strip()
    everything = listed.out + newsroom.run("hook", "list").out + newsroom.run("--json", "log").out + newsroom.run("hook", "secret", "app").err
    for hidden in (secret, rotated, "token", "T1/B2"):
        assert hidden not in everything
    sent: list[tuple[Place, Message]] = []
    monkeypatch.setattr(post, "send", lambda place, message: sent.append((place, message)), raising=False)
    newsroom.run("hook", "test", "app", who="cora")
    newsroom.run("hook", "test", "log", who="cora")
    assert sent[0][0] == Place("webhook", "app", "https://example.org/in?token=abc", secret=rotated)
    assert sent[1][0].target == str(newsroom.folder / ".translate-flow/notices.jsonl")
    assert (sent[0][1].person, sent[0][1].items[0]["kind"]) == ("cora", "test")

    def refuse(place: Place, message: Message) -> None:
        raise NotTaken("example.org says 404", remedy="Look at its address.")

    monkeypatch.setattr(post, "send", refuse, raising=False)
    assert "404" in newsroom.run("hook", "test", "app", who="cora", code=NotTaken.exit_code).err
    newsroom.run("hook", "test", "app", who="ana", code=4)
    assert newsroom.json("hook", "remove", "app", who="cora") == {"hook": "app", "people": ["ana"]}
    assert newsroom.json("notices", who="ana")[0]["hook"] == "app"
    newsroom.run("hook", "remove", "app", who="cora", code=3)


def test_settings_of_reminders(newsroom: Desk) -> None:
    newsroom.run("settings", "remind_lease", "6")
    newsroom.run("settings", "remind_due", "5")
    for name, value in (("remind_lease", "0"), ("remind_lease", "12h"), ("remind_due", "91"), ("remind_due", "-1")):
        newsroom.run("settings", "--", name, value, code=2)


def test_a_wrong_address_is_refused(newsroom: Desk) -> None:
    newsroom.run("people", "add", "eva", "--role", "translator", "--email", "eva@example.org, all@example.org", code=2)
    assert "not a mail address" in newsroom.run("people", "change", "ana", "--email", "Ana <ana@example.org>", code=2).err


@pytest.mark.parametrize("words", [("tasks",), ("claim", "article-0/pt"), ("status",)])
def test_daily_commands_do_not_load_notices(small: str, words: tuple[str, ...]) -> None:  # noqa: F811
    found = modules("--database", small, *words)
    assert not {name for name in found if "notice" in name or "choices" in name or "email_validator" in name}


def modules(*words: str) -> set[str]:
    ran = subprocess.run([sys.executable, "-c", RUN, *words], capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stdout))


@pytest.mark.parametrize("kind", choices.NOTICES)
def test_every_notice_is_explained(kind: str) -> None:
    assert f"\n| `{kind}` | " in (Path(__file__).parents[1] / "docs/notices.md").read_text(encoding="utf-8")
