"""Carries a translation over a change of its source: a new draft, and a list of what is left for the translator.

Blocks that did not change keep their translation wherever they moved; edits without words are applied (`patching`);
removed blocks go, added ones come with the source's text. The draft is composed in `composing`. Nothing of the old
translation is lost: each of its blocks is in the draft, in `removed`, or in `applied` beside what replaced it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from translate_flow.text import composing, memory
from translate_flow.text.diff import Change, Diff, diff
from translate_flow.text.document import Document
from translate_flow.text.grouping import Group, groups, parted
from translate_flow.text.pairing import Pair, pair_documents

SURE = 0.6  # confidence of a pair from which its translation goes with a removed source
TRUSTED = 0.3  # … and from which an edit without words is applied


class Todo(StrEnum):
    EDITED = "edited"          # the source says something else
    ADDED = "added"            # new in the source, and not translated
    SPLIT = "split"            # one paragraph is several now
    MERGED = "merged"          # several are one now
    UNSURE = "unsure"          # what was done, or left, is to be looked at
    REMOVED = "removed"        # its source may have gone: remove it, or leave it
    MISSING = "missing"        # the translation never had it
    LOCALISED = "localised"    # it differs by intention, and its source changed


class Action(StrEnum):
    KEPT = "kept"
    MOVED = "moved"
    PATCHED = "patched"        # edits without words were applied
    COPIED = "copied"          # from the source, or from another place of the translation
    RESTORED = "restored"      # an earlier translation of this text
    SOURCE = "source"          # the source's own text, to be translated or the same in every language
    OWN = "own"                # the translation's addition


@dataclass(frozen=True, slots=True)
class Task:
    """What is left to a person. Positions: `new` and `old` in the sources, `target` in the draft (empty: nothing there)."""

    todo: Todo
    new: tuple[int, ...]
    old: tuple[int, ...]
    target: tuple[int, ...]
    old_source: str
    new_source: str
    proposal: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of the draft: the positions in the new source that it renders, those in the old translation that it was."""

    action: Action
    new: tuple[int, ...]
    was: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done without a person: the block's source in the old translation (empty: none), in the draft, and why."""

    target: int  # position in the draft
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """`removed`: positions in the old translation of blocks that went with their source."""

    text: str
    placed: tuple[Placed, ...]
    tasks: tuple[Task, ...]
    removed: tuple[int, ...]
    applied: tuple[Applied, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Deliberate ones: the translator's notes and localised blocks (positions in the translation), omissions (in the old source)."""

    notes: frozenset[int] = frozenset()
    localised: frozenset[int] = frozenset()
    omitted: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Entry:
    """A block of the draft before it has its place."""

    action: Action
    new: tuple[int, ...]
    old: tuple[int, ...]
    was: tuple[int, ...]
    source: str
    applied: str = ""  # why
    moves: bool = False  # with its source; what does not keeps its place among the translation’s own


@dataclass(slots=True)
class _Left:
    """A task before its blocks have their place."""

    todo: Todo
    new: tuple[int, ...]
    old: tuple[int, ...]
    entries: tuple[_Entry, ...]
    reason: str = ""


NOTHING: Mapping[str, str] = MappingProxyType({})


def carry(
    old: Document, new: Document, translation: Document, *,
    pairs: Sequence[Pair] | None = None, untranslated: frozenset[int] = frozenset(), differences: Differences = Differences(),
    earlier: Mapping[str, str] = NOTHING, proposals: Mapping[str, str] = NOTHING, languages: tuple[str, str] = ("", ""),
    found: Diff | None = None, read: Callable[[str], Document] | None = None, frame: str = "translation",
) -> Carried:  # fmt: skip
    """The translation of `old`, carried over to `new`. Deterministic.

    `pairs`: of `old` and `translation`, else they are found. `untranslated`: positions in `old` whose block in the
    translation is still the source's text. `earlier`: translations that this version had, by the source of the block;
    they are put in. `proposals`: others, which are only proposed. `read` reads a draft in the translation's format: then the
    draft is sure to read back as `placed`, where need be in the new source's frame.
    """
    if old.text == new.text and not untranslated:
        return _unchanged(old, translation, pairs if pairs is not None else pair_documents(old, translation))
    work = _Carry(old, new, translation, pairs, untranslated, differences, earlier, proposals, languages, found or diff(old, new))
    work.decide()
    for way in (frame, "source", "bare"):
        carried = work.compose(way)
        if read is None or composing.reads_back(read, carried.text, [placed.source for placed in carried.placed]):
            return carried
    return work.nothing_done()


def _unchanged(old: Document, translation: Document, pairs: Sequence[Pair]) -> Carried:
    renders = {there: found.source for found in pairs for there in found.target}
    placed = [
        Placed(Action.KEPT if renders.get(at) else Action.OWN, renders.get(at, ()), (at,), translation.source(block))
        for at, block in enumerate(translation.blocks)
    ]
    return Carried(translation.text, tuple(placed), (), (), ())


class _Carry:
    def __init__(
        self, old: Document, new: Document, translation: Document, pairs: Sequence[Pair] | None, untranslated: frozenset[int],
        differences: Differences, earlier: Mapping[str, str], proposals: Mapping[str, str], languages: tuple[str, str], found: Diff,
    ) -> None:  # fmt: skip
        self.old, self.new, self.there = old, new, translation
        self.untranslated, self.differences = untranslated, differences
        self.earlier, self.proposals = earlier, proposals
        self.found = found
        self.pairs = parted(pairs if pairs is not None else pair_documents(old, translation), differences.omitted, differences.notes)
        self.memory = memory.learn(old, translation, self.pairs, untranslated, languages)
        self.entries: list[_Entry] = []
        self.left: list[_Left] = []
        self.removed: list[int] = []

    def decide(self) -> None:
        """What becomes of each block: those that stay in the translation's own order, the others beside their neighbours in the new source."""
        found = groups(self.pairs, self.found)
        by_new = {at: group for group in found for at in group.new}
        entries: list[_Entry] = []
        for at in range(len(self.new.blocks)):
            group = by_new[at]
            if at == group.new[0]:
                made = self._entries(group)
                for entry in made:
                    entry.moves = bool(group.changes & _MOVED)
                entries += made
        stay: list[_Entry] = []
        for group in found:
            if not group.new:
                stay += self._without_source(group)
        self.entries = _placed(entries, stay)

    # --- one group ---

    def _entries(self, group: Group) -> list[_Entry]:
        """The blocks of the draft for a group that the new source has, and what is left to do about it."""
        if not group.there:
            return self._added(group) if not group.old else self._missing(group)
        if any(at in self.untranslated for at in group.old):
            return self._still_untranslated(group)
        if group.single and not self.differences.localised.intersection(group.there) and not group.same:
            return [self._edited(group)]
        entries = self._kept(group)
        if group.same:
            return entries
        if self.differences.localised.intersection(group.there):
            self._task(Todo.LOCALISED, group, entries, "it differs by intention")
        else:
            self._task(next((todo for change, todo in _TODO if change in group.changes), Todo.EDITED), group, entries)
        return entries

    def _missing(self, group: Group) -> list[_Entry]:
        """Source blocks that the translation left out stay out; by intention or not, only a person knows."""
        if not self.differences.omitted.issuperset(group.old):
            self._task(Todo.MISSING, group, [], "the translation does not have it")
        return []

    def _kept(self, group: Group) -> list[_Entry]:
        action = Action.MOVED if Change.MOVED in group.changes or Change.MOVED_EDITED in group.changes else Action.KEPT
        parallel = len(group.new) == len(group.there) == len(group.old)
        return [
            _Entry(action, group.new[i : i + 1] if parallel else group.new, group.old[i : i + 1] if parallel else group.old, (at,), self._there(at))
            for i, at in enumerate(group.there)
        ]

    def _edited(self, group: Group) -> _Entry:
        (before,), (at,), (there,) = group.old, group.new, group.there
        was, now, here = self.old.source(self.old.blocks[before]), self._new(at), self._there(there)
        if was == now:
            return self._kept(group)[0]  # only its kind or its level
        if now in self.earlier:
            return _Entry(Action.RESTORED, (at,), (before,), (there,), self.earlier[now], "an earlier translation of this text")
        if group.confidence < TRUSTED:
            entry = _Entry(Action.KEPT, (at,), (before,), (there,), here)
            self._task(Todo.EDITED, group, [entry], "what it translates is not sure")
            return entry
        block = self.new.blocks[at]
        done = self.memory.patch(was, now, here, block)
        if not done.complete and (known := self.memory.recall(now, block)) is not None:
            return _Entry(Action.COPIED, (at,), (before,), (there,), known, "so it is translated elsewhere in this text")
        text = done.text if done.complete else here  # half an edit would look like one that somebody has made
        action = Action.KEPT if text == here else Action.COPIED if text == now else Action.PATCHED
        entry = _Entry(action, (at,), (before,), (there,), text, done.why if text != here else "")
        if not done.complete:
            self._task(Todo.EDITED, group, [entry], "; ".join(f"“{a}” → “{b}”" for a, b in done.left[:3] if len(a) + len(b) < 120))
        return entry

    def _added(self, group: Group) -> list[_Entry]:
        entries = []
        for at in group.new:
            source, block = self._new(at), self.new.blocks[at]
            if source in self.earlier:
                entries.append(_Entry(Action.RESTORED, (at,), group.old, (), self.earlier[source], "an earlier translation of this text"))
            elif (known := self.memory.recall(source, block)) is not None:
                entries.append(_Entry(Action.COPIED, (at,), group.old, (), known, "so it is translated elsewhere in this text"))
            else:
                begun = self.memory.begun(source, block)
                entry = _Entry(Action.SOURCE, (at,), group.old, (), begun)
                entries.append(entry)
                if begun != source or self.memory.needs_translator(source, block):
                    self.left.append(_Left(Todo.ADDED, (at,), group.old, (entry,)))
                else:
                    entry.applied = "the same in every language"
        return entries

    def _still_untranslated(self, group: Group) -> list[_Entry]:
        if len(group.new) == len(group.there) == 1:
            source = self._new(group.new[0])
            was = self._there(group.there[0])
            entries = [_Entry(Action.KEPT if source == was else Action.SOURCE, group.new, group.old, group.there, source)]
        else:
            entries = self._kept(group)
        self._task(Todo.ADDED, group, entries)
        return entries

    def _without_source(self, group: Group) -> list[_Entry]:
        """Blocks of the translation whose source went, or that never had one."""
        kept = [_Entry(Action.OWN, (), group.old, (at,), self._there(at)) for at in group.there]
        if not group.old or not group.there:
            return kept
        if any(at in self.differences.localised for at in group.there):
            self._task(Todo.LOCALISED, group, kept, "it differs by intention")
        elif group.confidence >= SURE or any(at in self.untranslated for at in group.old):
            self.removed += group.there
            return []
        else:
            self._task(Todo.REMOVED, group, kept, "its source may have gone: what it translates is not sure")
        return kept

    def _task(self, todo: Todo, group: Group, entries: list[_Entry], reason: str = "") -> None:
        self.left.append(_Left(todo, group.new, group.old, tuple(entries), reason))

    def _old(self, at: int) -> str:
        return self.old.source(self.old.blocks[at])

    def _new(self, at: int) -> str:
        return self.new.source(self.new.blocks[at])

    def _there(self, at: int) -> str:
        return self.there.source(self.there.blocks[at])

    # --- the draft ---

    def compose(self, frame: str) -> Carried:
        pieces = [composing.Piece(entry.source, entry.new, entry.old, entry.was) for entry in self.entries]
        text, open_frames = composing.compose(self.old, self.new, self.there, pieces, self.memory, frame)
        place = {id(entry): at for at, entry in enumerate(self.entries)}
        placed = tuple(Placed(entry.action, entry.new, entry.was, entry.source) for entry in self.entries)
        tasks = [self._told(left, place) for left in self.left]
        tasks += [Task(Todo.UNSURE, (), (), (), a, b, reason="between the blocks") for a, b in open_frames]
        applied = tuple(
            Applied(at, "".join(self._there(i) for i in entry.was), entry.source, entry.applied)
            for at, entry in enumerate(self.entries) if entry.applied
        )  # fmt: skip
        return Carried(text, placed, tuple(sorted(tasks, key=self._order)), tuple(sorted(self.removed)), applied)

    def nothing_done(self) -> Carried:
        """The old translation as it is, and every change of the source as a task: where no draft can be composed that is read as meant."""
        renders: dict[int, tuple[int, ...]] = {}
        tasks = []
        for group in groups(self.pairs, self.found):
            renders.update(dict.fromkeys(group.there, group.new))
            missing = bool(group.old and group.new) and not group.there
            if group.changes <= {Change.SAME} and not missing and not any(at in self.untranslated for at in group.old):
                continue
            if missing and self.differences.omitted.issuperset(group.old):
                continue
            todo = Todo.MISSING if missing else Todo.ADDED if not group.there else Todo.REMOVED if not group.new else Todo.EDITED
            sources = "\n\n".join(map(self._old, group.old)), "\n\n".join(map(self._new, group.new))
            tasks.append(Task(todo, group.new, group.old, group.there, *sources, self.proposals.get(sources[1], ""), "the draft could not be put together"))
        placed = tuple(
            Placed(Action.KEPT if renders.get(at) else Action.OWN, renders.get(at, ()), (at,), self._there(at)) for at in range(len(self.there.blocks))
        )
        return Carried(self.there.text, placed, tuple(sorted(tasks, key=self._order)), (), ())

    def _order(self, task: Task) -> tuple[tuple[int, ...], Todo]:
        return task.new or task.target or (len(self.new.blocks),), task.todo

    def _told(self, left: _Left, place: dict[int, int]) -> Task:
        old, new = "\n\n".join(map(self._old, left.old)), "\n\n".join(map(self._new, left.new))
        target = tuple(place[id(entry)] for entry in left.entries)
        return Task(left.todo, left.new, left.old, target, old, new, self.proposals.get(new, ""), left.reason)


_TODO = ((Change.SPLIT, Todo.SPLIT), (Change.MERGED, Todo.MERGED))


_MOVED = frozenset({Change.MOVED, Change.MOVED_EDITED})


def _placed(entries: list[_Entry], own: list[_Entry]) -> list[_Entry]:
    """The blocks in the order of the draft. `entries` stand in the new source's order, `own` have no source there.

    A translation may have an order of its own: what did not move in the source does not move in it either. What moved or
    came follows the block that it follows in the new source; an own block goes with the one before it.
    """
    going = {at: entry for entry in entries if entry.moves for at in entry.was}
    places = sorted(at for entry in entries for at in entry.was)
    stay = [entry for entry in entries if entry.was and not entry.moves]
    after: dict[int, list[_Entry]] = defaultdict(list)
    for entry in sorted(own, key=lambda entry: entry.was):
        at = bisect_left(places, entry.was[0])
        if at and places[at - 1] in going:
            after[id(going[places[at - 1]])].append(entry)
        else:
            stay.append(entry)
    first = next((entry for entry in entries if entry.was and not entry.moves), None)
    coming: dict[int, list[_Entry]] = defaultdict(list)  # by the block that they follow; what comes before all others, by 0
    cursor = 0
    for entry in entries:
        if entry.was and not entry.moves:
            cursor = id(entry)
        else:
            coming[cursor] += (entry, *after[id(entry)])
    placed, waiting = list[_Entry](), [] if first else coming[0]
    for entry in sorted(stay, key=lambda entry: entry.was):
        if entry.new:  # an own block stays with the one before it
            placed += waiting
            waiting = []
        if entry is first:
            placed += coming[0]
        placed.append(entry)
        waiting += coming.get(id(entry), [])
    return placed + waiting
