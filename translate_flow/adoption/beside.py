"""What a process beside this one reads while a repository is adopted (`translate_flow.aside`): outlines of pages, and blocks of old texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from translate_flow import formats
from translate_flow.adoption.items import Item, Member, Text, bodies
from translate_flow.aside import Aside
from translate_flow.text.digests import block_rows, text_digest

OUTLINE, BLOCKS, READY = "outline", "blocks", "ready"
Task = tuple[str, str, bytes, str]  # what is wanted, the format, the bytes, what to call them


def work(task: Task) -> Any:
    """A text's outline, or its blocks as rows; nothing where only what reading takes is to be loaded."""
    wanted, format, body, name = task
    if wanted == OUTLINE:
        return Text(format, body, name=name).outline
    reader = formats.get(format)
    return block_rows(reader.read(body, name=name)) if wanted == BLOCKS else None


def ask_outlines(aside: Aside, texts: Sequence[tuple[str, Text]]) -> None:
    """Asks for the outlines of pages, by path; then to be ready to read blocks."""
    for path, text in texts:
        aside.ask((OUTLINE, path), (OUTLINE, text.format, text.body, text.name))
    for format in dict.fromkeys(text.format for _, text in texts):
        aside.ask((READY, format), (READY, format, b"", ""))


def outlined(aside: Aside, path: str, text: Text) -> None:
    """Gives a text the outline that was asked for; where there is none, it draws its own."""
    found = aside.get((OUTLINE, path))
    if found is not None:
        text.take(found)


def ask_blocks(aside: Aside, items: Mapping[str, Item], group: tuple[Member, ...]) -> None:
    """Asks for the blocks of the texts that tell how far an article's translations are behind: what each follows, and what its source is now."""
    wanted = dict.fromkeys((parent.origin, member.base.value) for parent, member in _behind(items, group))
    past = [(origin, snapshot) for origin, name in wanted for snapshot in items[origin].history if snapshot.name == name]
    for (origin, _), (_, body) in zip(past, bodies([snapshot for _, snapshot in past]), strict=True):
        text = items[origin].text
        for each in (body, text.body):
            if each is not None:
                aside.ask(text_digest(text.format, each), (BLOCKS, text.format, each, ""))


def _behind(items: Mapping[str, Item], group: tuple[Member, ...]) -> Iterator[tuple[Member, Member]]:
    """The members whose text follows an older text of their parent, after that parent."""
    by_language = {member.language.value: member for member in group}
    for member in group:
        parent = by_language.get(member.parent.value)
        if parent is not None and member.base.value and (history := items[parent.origin].history) and member.base.value != history[-1].name:
            yield parent, member
