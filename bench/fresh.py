"""Published translations that are up to date with their source, as far as a repository's history tells: what checks are measured on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.histories import History, _apply
from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.text.checks import Finding, run
from translate_flow.text.document import Document, Kind
from translate_flow.text.pairing import Pair, pair_documents


@dataclass(frozen=True, slots=True)
class Text:
    """A translation that is up to date, with its source and which blocks belong together."""

    language: str
    path: str
    source: Document
    target: Document
    pairs: tuple[Pair, ...]

    def found(self, target: Document | None = None) -> list[Finding]:
        pairs = self.pairs if target is None else pair_documents(self.source, target)
        return run(self.source, target or self.target, ("en", self.language), pairs=pairs)

    @property
    def paragraphs(self) -> int:
        return sum(block.kind not in {Kind.CODE, Kind.HEADING, Kind.TITLE} and len(block.text) > 30 for block in self.source.blocks)


def current(history: History) -> set[str]:
    """The paths of translations whose source has not changed since a translator last touched them."""
    state: dict[str, str] = {}
    stale: dict[str, bool] = {}
    for commit in history._commits:
        _apply(state, commit.changes)
        there = {path: source for path in state if (source := history._layout.source(path, state))}
        moved = {change.path for change in commit.changes if change.status == "R" and change.before == change.after}
        changed = {change.path for change in commit.changes if change.status != "D"} - moved
        touched = {there[path][0] for path in changed if path in there}
        for change in commit.changes:
            if change.was != change.path and change.was in stale and change.status != "D":
                stale[change.path] = stale.pop(change.was)
        for path, (_, source) in there.items():
            if path in changed and len(touched) <= 2:
                stale[path] = False
            elif source in changed and path not in changed:
                stale[path] = True
    return {path for path, behind in stale.items() if not behind and path in state}


def texts(history: History, languages: Sequence[str] = ()) -> Iterator[Text]:
    fresh = current(history)
    for page in history.pages():
        if page.path not in fresh or (languages and page.language not in languages) or page.source == page.translation:
            continue
        try:
            source, target = (formats.get(formats.for_path(path)).read(history.read(blob), name=path) for path, blob in ((page.source_path, page.source), (page.path, page.translation)))
        except Unreadable:
            continue
        if len(source.blocks) > 3 and target.blocks:
            yield Text(page.language, page.path, source, target, tuple(pair_documents(source, target)))
