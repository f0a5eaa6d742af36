"""The words of a letter, in the language, the zone and the forms of whoever gets it. Plain text; commands stand on lines of their own.

Titles, names and reasons are foreign text: each stays on its line (`text.oneline`), and keeps to itself where scripts turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from translate_flow import languages, messages
from translate_flow.models import Person
from translate_flow.models_notices import Letter
from translate_flow.post import Message
from translate_flow.services import inbox
from translate_flow.services.choices import NOTICES
from translate_flow.services.inbox import Told
from translate_flow.text.oneline import isolated, plain

MOST = 40  # notices that a letter's text shows; the rest are counted
SUBJECT = 200  # characters
HEADS = {  # kind → what happened
    "assigned": "You were asked to translate", "returned": "Your translation has come back to you", "approved": "Your translation is approved",
    "published": "What you worked on is published", "lease": "Your hold ends soon", "expired": "Your hold has ended, your draft is kept",
    "deadline": "The deadline is near", "late": "The deadline has passed", "source": "The source has changed",
    "offered": "It is free now, and kept for you", "review": "Waits for a review", "ready": "Approved, waits to be published", "taken": "Taken from you, your draft is kept",
    "blocked": "Held back at its scheduled time", "newsroom": "The newsroom today", "hook": "A hook you had chosen is gone",
}  # fmt: skip
CARRIED = "Your translation was brought over to the new source"
CLASSES = {"trivial": "typing errors, links, form", "wording": "wording", "facts": "facts", "correction": "correction", "takedown": "takedown"}
_COUNTS = {
    "blocks": "Paragraphs: {count}", "words": "Words: {count}", "patched": "Brought along by itself: {count}", "left": "Left to do: {count}",
    "late": "Late: {count}", "stuck": "Stuck for a week: {count}", "behind": "Behind their source: {count}",
    "review": "Waiting for a review: {count}", "free": "Not taken yet: {count}",
}  # fmt: skip
_AWAITED = {"review": "in_review", "ready": "approved"}  # kind → where a version stands while it still holds
_RANK = {kind: at for at, kind in enumerate(NOTICES)}


def compose(session: Session, letter: Letter, *, now: datetime) -> Message:
    """The message of a letter: one notice by itself, several by article, the most pressing first, a digest by what happened."""
    person = session.get_one(Person, letter.person_id)
    found = sorted(inbox.in_letter(session, letter.id), key=lambda told: (_RANK.get(told.kind, len(_RANK)), told.id))
    words = Words.of(person)
    if letter.pace == "daily":
        subject, lines = words.text("Daily summary: {count}", count=words.number(len(found))), _grouped(words, found, words.head)
    elif len(found) == 1:
        subject, lines = _single_subject(words, found[0]), _single(words, found[0])
    else:
        subject, lines = _several_subject(words, found), _grouped(words, _by_article(found), words.article)
    if letter.way == "hook":
        subject = words.text("{what}: {title}", what=words.code(plain(person.handle, inbox.NAME)), title=subject)
    lines += ["", words.text("Choose what you are told, and how:"), "    translate-flow notify"]
    return Message(
        uid=letter.uid, at=letter.created_at, person=person.handle, name=plain(person.name, inbox.NAME), address=letter.address,
        subject=plain_subject(subject), text="\n".join(lines) + "\n", language=words.language, items=tuple(told.record() for told in found),
    )  # fmt: skip


def plain_subject(text: str) -> str:
    """A subject of bounded length; isolates that were opened in what is kept are closed."""
    if len(text) <= SUBJECT:
        return text
    kept = text[: SUBJECT - 3].rstrip()
    return kept + "…" + ("\u2069" if sum(map(kept.count, "\u2066\u2068")) > kept.count("\u2069") else "")


@dataclass(frozen=True, slots=True)
class Words:
    """How things are said to one reader. `reader`: whose names and forms go with the words, which may be English for want of others."""

    language: str
    reader: str
    zone: str
    rtl: bool
    say: Callable[[str], str] = field(repr=False)

    @classmethod
    def of(cls, person: Person) -> Words:
        found = messages.catalogue(person.locale, "desk")
        same = languages.kin(found.language) == languages.kin(person.locale)
        return cls(found.language, person.locale if same else found.language, person.zone, languages.direction(found.language) == "rtl", found.text)

    def text(self, message: str, **values: str) -> str:
        return self.say(message).format(**values)

    def number(self, value: float) -> str:
        return languages.format_number(value, self.reader)

    def moment(self, value: datetime) -> str:
        return languages.format_moment(value, self.reader, self.zone)

    def code(self, text: str) -> str:
        """A key, an address, a handle."""
        return isolated(text, rtl=self.rtl, code=True)

    def foreign(self, text: str) -> str:
        """A title, a name, a reason."""
        return isolated(text, rtl=self.rtl)

    def head(self, told: Told) -> str:
        return self.text(CARRIED if told.data.get("carried") else HEADS.get(told.kind, told.kind))

    def article(self, told: Told) -> str:
        """Over what is told of one article; of none, what happened. A title never stands on a line by itself, where it could pass for one of ours."""
        return self.named(self.code(told.article), told.title) if told.article else self.head(told)

    def named(self, address: str, title: str) -> str:
        return f"{address} · {self.foreign(title)}" if title else address

    def facts(self, told: Told) -> list[str]:
        """All that there is to say beside what happened, to which version."""
        data, found = told.data, []
        if told.kind in _AWAITED and told.status != _AWAITED[told.kind]:  # a daily letter comes when somebody may have done it
            found.append(self.text("Has moved on since"))
        if told.actor_name:
            found.append(self.text("By: {name}", name=self.foreign(told.actor_name)))
        if told.reason:
            found.append(self.text("Reason: {text}", text=self.foreign(told.reason)))
        if name := CLASSES.get(str(data.get("class") or "")):
            found.append(self.text("Kind of change: {name}", name=self.text(name)))
        found += [self.text(message, count=self.number(data[key])) for key, message in _COUNTS.items() if isinstance(data.get(key), int)]
        for key, message in (("edition", "Edition: {name}"), ("hook", "Hook: {name}")):
            if data.get(key):
                found.append(self.text(message, name=self.foreign(plain(str(data[key]), inbox.NAME))))
        return found + self._moments(told)

    def _moments(self, told: Told) -> list[str]:
        until = "Kept for you until: {date}" if told.kind == "offered" else "Yours until: {date}"
        known = (("at", "Since: {date}"), ("due_at", "Due: {date}"), ("until", until))
        return [self.text(message, date=self.moment(moment)) for name, message in known if (moment := told.moment(name)) is not None]


def _single_subject(words: Words, told: Told) -> str:
    what = words.head(told)
    if not told.article:
        return what
    short = plain(told.title, 90)
    return words.text("{what}: {title}", what=what, title=f"{words.foreign(short)} ({words.code(told.address)})" if short else words.code(told.address))


def _several_subject(words: Words, found: Sequence[Told]) -> str:
    if not found:
        return words.text("Daily summary: {count}", count=words.number(0))
    return words.text("{what} (and more: {count})", what=_single_subject(words, found[0]), count=words.number(len(found) - 1))


def _single(words: Words, told: Told) -> list[str]:
    lines = [words.head(told), ""]
    if told.article:
        lines.append(words.named(words.code(told.address), told.title))
        lines.append(words.text("Language: {name}", name=words.foreign(languages.name(told.language, words.reader))))
    lines += words.facts(told)
    if told.url:
        lines.append(words.text("Page: {url}", url=words.code(told.url)))
    return [*lines, *(["", words.text("Next:"), f"    {told.command}"] if told.command else [])]


def _by_article(found: Sequence[Told]) -> list[Told]:
    """What is about one article together, where the most pressing of it stands."""
    first: dict[str, int] = {}
    for at, told in enumerate(found):
        first.setdefault(told.article, at)
    return sorted(found, key=lambda told: first[told.article])


def _grouped(words: Words, found: Sequence[Told], heading: Callable[[Told], str]) -> list[str]:
    """Notices under headings: those that follow each other with the same one. What is left out is counted, what says the same said once."""
    lines: list[str] = []
    found = list({(told.kind, told.address, told.actor, repr(told.data)): told for told in found}.values())
    shown, counts, above = found[:MOST], Counter(map(heading, found)), ""
    for told in shown:
        title = heading(told)
        if title != above:
            lines += [*([""] if lines else []), _counted(words, title, counts[title])]
        lines += _entry(words, told, title)
        above = title
    if left := len(found) - len(shown):
        lines += ["", words.text("Not shown here: {count}", count=words.number(left)), words.text("All your notices:"), "    translate-flow notices"]
    return lines


def _counted(words: Words, title: str, count: int) -> str:
    return words.text("{what}: {count}", what=title, count=words.number(count)) if count > 1 else title


def _entry(words: Words, told: Told, heading: str) -> list[str]:
    """One line of what there is to know, and under it the command that comes next."""
    what = words.head(told)
    title = "" if heading == words.article(told) else words.foreign(told.title)
    line = " · ".join(part for part in (words.code(told.address), "" if heading == what else what, title, *words.facts(told)) if part)
    return [f"- {line or what}", *([f"    {told.command}"] if told.command else [])]
