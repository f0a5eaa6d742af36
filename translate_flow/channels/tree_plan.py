"""What is to change in a tree so that it shows what the works say, version by version; and what of it is refused, because it is not ours.

A file is overwritten or deleted only where its bytes are known: those that we left there (the mark: the blob's name), or those of a revision that
came from there. Everything else that stands in a file's place was put there by somebody, and stays.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from translate_flow import formats
from translate_flow.adoption import layouts
from translate_flow.channels import tree_front, tree_git
from translate_flow.channels.page import Earlier, Gone, Known, Page, Receipt, Work
from translate_flow.channels.tree_git import FILE, LINK, MODULE, Entry
from translate_flow.channels.tree_layout import Scheme
from translate_flow.errors import Unreadable

_ADOPT = "Bring it in first: `translate-flow adopt` the tree again, then `translate-flow publish`."


class _Refused(Exception):
    """Why a version's file is left as it is, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


@dataclass(frozen=True, slots=True)
class Written:
    """A version whose file changes, for the commit's message. `path` is "" for one whose file goes."""

    work: Work
    language: str
    path: str
    page: Page | None


@dataclass(slots=True)
class Plan:
    """`changes`: path → what is to be there, None: nothing. `receipts` hold once they are."""

    changes: dict[str, Entry | None] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a version's file is. `made`: it is a file of ours, not one that it came from; `by`: what its place follows from."""

    path: str
    made: bool
    by: str = ""


@dataclass(slots=True)
class Planner:
    """`inside`: an origin → its path in the tree, "" outside. `known`: what is noted of a version. `dirty`: what is being worked on in a checkout."""

    listing: Mapping[str, Entry]
    scheme: Callable[[], Scheme]
    inside: Callable[[str], str]
    known: Callable[[Work, int], Known | None]
    texts: tree_git.Texts
    dirty: Callable[[], frozenset[str]]
    branch: str
    elsewhere: bool = True
    today: str = ""
    plan: Plan = field(default_factory=Plan)
    _taken: set[str] = field(default_factory=set)
    _folded: dict[str, str] = field(default_factory=dict)
    _folders: frozenset[str] | None = None

    def work(self, work: Work) -> None:
        """One article."""
        anchor = self._anchor(work)
        for page in sorted(work.pages, key=lambda page: bool(page.parent)):
            place = None
            try:
                place = self._place(page, work, anchor)
                if place is not None:
                    self._page(page, work, place)
            except _Refused as why:
                self.plan.receipts.append(Receipt(page.version_id, page.revision_id, "refused", location=place.path if place else "", problem=why.problem, remedy=why.remedy))
        for gone in work.gone:
            try:
                self._gone(gone, work)
            except _Refused as why:
                self.plan.receipts.append(Receipt(gone.version_id, 0, "refused", problem=why.problem, remedy=why.remedy))

    # --- where ---

    def _anchor(self, work: Work) -> str:
        """The file that the article's other versions are placed by: its original's, else that of any version that came from the tree."""
        origins = {page.language: self.inside(page.origin) for page in work.pages} | {gone.language: self.inside(gone.origin) for gone in work.gone}
        return origins.get(work.original_language) or next((path for path in origins.values() if path), "")

    def _place(self, page: Page, work: Work, anchor: str) -> _Place | None:
        """Where a version goes; None where the channel leaves out what lies nowhere in the tree."""
        if path := self.inside(page.origin):
            return _Place(path, False)
        known = self.known(work, page.version_id)
        if not anchor and not self.elsewhere and known is None:
            return None
        by = anchor or f"{work.article} {page.kind}"
        if known is not None and known.data.get("by") == by:
            return _Place(known.location, True, by)
        scheme = self.scheme()
        if anchor:
            return _Place(self._suffixed(scheme.place(anchor, page.language), page, scheme), True, by)
        if not scheme.takes(page.format):
            raise _Refused(f"is {page.format}, and the pages of this tree are Markdown", "Import it as Markdown, or leave such articles out: `translate-flow channel change … --option elsewhere=no`.")
        date = page.date or (page.published_at.date().isoformat() if page.published_at else self.today)
        return _Place(scheme.fresh(work.article, page.kind, date, formats.get(page.format).SUFFIXES[0], page.language), True, by)

    def _suffixed(self, path: str, page: Page, scheme: Scheme) -> str:
        """A path with the suffix of the page's own format."""
        if layouts.is_page(path) and formats.for_path(path) == page.format:
            return path
        if not scheme.takes(page.format):
            raise _Refused(f"is {page.format}, unlike the version that it lies beside ({path})", "Check the translation in again in the format of its source.")
        return layouts.stem(path) + formats.get(page.format).SUFFIXES[0]

    # --- a page ---

    def _page(self, page: Page, work: Work, place: _Place) -> None:
        path, known = place.path, self.known(work, page.version_id)
        if path in self._taken:
            raise _Refused(f"would be {path}, where another version goes", "Give one of the two articles another key.")
        self._taken.add(path)
        there = self.listing.get(path)
        if known is not None and there is not None and (known.fingerprint, known.mark, known.location) == (page.fingerprint, there.blob, path):
            self._done(page, place, "unchanged", there.blob)
            return
        data = self._bytes(page, work, place)
        name = self.texts.name(data)
        if there is not None and there.mode not in {LINK, MODULE} and there.blob == name:
            self._leave(known, place, name)
            self._done(page, place, "unchanged", name)
            return
        self._may_write(page, known, place, there)
        self._leave(known, place, name)
        self._change(path, Entry(there.mode if there else FILE, self.texts.put(data)))
        self.plan.written.append(Written(work, page.language, path, page))
        self._done(page, place, "written", name)

    def _done(self, page: Page, place: _Place, outcome: str, name: str) -> None:
        data = {"branch": self.branch, **({"by": place.by} if place.made else {})}
        self.plan.receipts.append(Receipt(page.version_id, page.revision_id, outcome, location=place.path, mark=name, fingerprint=page.fingerprint, data=data))  # type: ignore[arg-type]

    def _bytes(self, page: Page, work: Work, place: _Place) -> bytes:
        """A file that came from the tree is its revision's bytes; one that is new there has the front matter that the generator asks for."""
        if not place.made:
            return page.raw()
        scheme = self.scheme()
        parent = next((other.raw() for other in work.pages if page.parent and other.language == page.parent), b"")
        facts = tree_front.Facts(scheme.generator, page.language, page.parent, page.title, page.translator, page.date, scheme.polyglot)
        try:
            return tree_front.adapted(page.raw(), facts, parent)
        except Unreadable as error:
            raise _Refused(error.message, error.remedy) from None

    def _may_write(self, page: Page, known: Known | None, place: _Place, there: Entry | None) -> None:
        path = place.path
        if path in self.dirty():
            raise _Refused(f"{path} is being worked on in a checkout of the branch", "Commit or stash what is there, or publish to a branch of its own.")
        if there is None:
            if known is not None and known.location == path and known.data.get("branch") == self.branch:
                raise _Refused(f"{path} was removed from the tree by somebody", "Restore it there (`git revert`), or withdraw the version here.")
            self._free(path)
        elif there.mode == LINK:
            raise _Refused(f"{path} is a symbolic link", "Put a file in its place, then `translate-flow publish`.")
        elif there.mode == MODULE:
            raise _Refused(f"{path} is a submodule", "Publish to a clone of that repository.")
        elif known is None and place.made:
            raise _Refused(f"{path} is there already, and is not ours", "Move it away; or if it is this version, adopt the tree and say so in `translate-flow adoptions`.")
        elif not (known is not None and there.blob == known.mark) and not (not place.made and self._ours(page.earlier, there, known)):
            raise _Refused(f"{path} was changed in the tree by somebody", _ADOPT)

    def _ours(self, earlier: Earlier, there: Entry, known: Known | None) -> bool:
        """Whether a file is a text that we have: of any revision, or of one since what we left there (not an older: somebody took ours back)."""
        since = known.revision_id if known is not None else 0
        return any(self.texts.name(body) == there.blob for number, body in earlier() if number > since)

    def _free(self, path: str) -> None:
        """Refuses a new path that cannot be a file here, or not on everybody's disk."""
        parts = path.split("/")
        if any(part in {"", ".", ".."} or part.lower() == ".git" or any(ord(sign) < 32 for sign in part) for part in parts):
            raise _Refused(f"“{path}” can be no file's path", "Check the layout and the content folder of the channel.")
        for at in range(1, len(parts)):
            above = "/".join(parts[:at])
            if above in self.listing:
                what = {LINK: "a symbolic link", MODULE: "a submodule"}.get(self.listing[above].mode, "a file")
                raise _Refused(f"{path} cannot be: {above} is {what}", "Name another content folder: `translate-flow channel change … --option content=…`.")
        if self._folders is None:
            self._folders = tree_git.parted(self.listing)
            self._folded = {_folded(each): each for each in self.listing}
        other = path if path in self._folders else self._folded.get(_folded(path), path)
        if path in self._folders or (other != path and self.plan.changes.get(other, True) is not None):
            raise _Refused(f"{path} cannot stand beside {other}: on many disks they are one", "Rename one of the two.")
        self._folded[_folded(path)] = path

    def _leave(self, known: Known | None, place: _Place, name: str) -> None:
        """A file of ours that goes to another place leaves the old one."""
        if known is None or not place.made or not known.location or known.location == place.path or "by" not in known.data:
            return
        old = self.listing.get(known.location)
        if old is None or known.location in self._taken:
            return
        if old.blob != known.mark:
            raise _Refused(f"{known.location} is to move to {place.path}, and was changed in the tree by somebody", _ADOPT)
        if known.location in self.dirty():
            raise _Refused(f"{known.location} is being worked on in a checkout of the branch", "Commit or stash what is there.")
        self._change(known.location, None)

    # --- what goes ---

    def _gone(self, gone: Gone, work: Work) -> None:
        """A version that is withdrawn leaves the tree. One that is only not wanted in this channel does so if we made its file."""
        known = self.known(work, gone.version_id)
        path = known.location if known is not None else self.inside(gone.origin)
        there = self.listing.get(path) if path else None
        if there is None or (gone.at is None and (known is None or "by" not in known.data)):
            if known is not None:
                self.plan.receipts.append(Receipt(gone.version_id, 0, "removed"))
            return
        marked = known is not None and there.blob == known.mark
        if not marked and not self._ours(gone.earlier, there, known):
            what = "It has to be deleted there: " if gone.takedown else "Delete it there yourself: "
            raise _Refused(f"{path} is withdrawn, but was changed in the tree by somebody", f"{what}`git rm {path}`, or adopt the tree again first.")
        if path in self.dirty():
            raise _Refused(f"{path} is withdrawn, and is being worked on in a checkout of the branch", "Commit or stash what is there.")
        self._change(path, None)
        self.plan.written.append(Written(work, gone.language, "", None))
        self.plan.receipts.append(Receipt(gone.version_id, 0, "removed"))

    def _change(self, path: str, entry: Entry | None) -> None:
        if entry is not None or path not in self.plan.changes:
            self.plan.changes[path] = entry


def _folded(path: str) -> str:
    """A path as disks that know no case, and one form of accents, see it."""
    return unicodedata.normalize("NFC", path).casefold()
