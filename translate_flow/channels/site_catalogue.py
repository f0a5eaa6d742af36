"""The pages of the site as lists ask for them (`site_entries.Catalogue`), and who asked what.

Each answer is noted with a digest beside the file that is being drawn. When pages change, the questions whose answers
they could be in are asked again, and only files that were told something else are drawn again: whatever a list, a feed
or a sitemap comes to show, it stays right, and nobody has to say twice what it depends on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from translate_flow import languages
from translate_flow.channels import site_layout, site_state
from translate_flow.channels.site_entries import NEWEST, Entry, Listing
from translate_flow.channels.site_state import State

Question = tuple[str, str]  # (what it is about, with all but) its argument


class Counts(Mapping[str, int]):
    """Names with how many pages each has. Going over the names is one question, a number another: most files want only the names."""

    def __init__(self, found: Mapping[str, int], names: Callable[[], None], numbers: Callable[[], None]) -> None:
        self._found, self._names, self._numbers = found, names, numbers

    def __getitem__(self, name: str) -> int:
        self._numbers()
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        self._names()
        return iter(self._found)

    def __len__(self) -> int:
        self._names()
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        self._names()
        return name in self._found


class Stored:
    """A `site_entries.Catalogue` over the store's file. `asked` gathers what was asked since `listen`, with digests of the answers."""

    def __init__(self, state: State) -> None:
        self._db = state.db
        self._answers: dict[Question, tuple[Any, bytes]] = {}
        self.asked: dict[Question, bytes] = {}

    def listen(self) -> None:
        self.asked = {}

    def forget(self) -> None:
        """To be called when pages have changed."""
        self._answers.clear()

    # What lists ask: see `site_entries.Catalogue`

    def languages(self) -> Mapping[str, int]:
        return self._counts("languages")

    def newest(self, listing: Listing, limit: int = NEWEST) -> Sequence[Entry]:
        found: list[tuple[str]] = self._ask("newest", listing, "" if listing.month else str(limit))
        return site_state.records(found)

    def months(self, listing: Listing) -> Sequence[tuple[str, int]]:
        found: list[tuple[str, int]] = self._ask("months", listing)
        return found

    def sections(self, language: str) -> Mapping[str, int]:
        return self._counts("sections", language)

    def tags(self, language: str) -> Mapping[str, int]:
        return self._counts("tags", language)

    def of_month(self, month: str) -> Sequence[Entry]:
        return site_state.records(self._ask("of_month", month))

    def all_months(self) -> Sequence[tuple[str, datetime | None]]:
        found = self._ask("all_months")
        return [(month, datetime.fromisoformat(f"{changed}+00:00") if changed else None) for month, changed in found]

    def versions(self, article: str) -> Mapping[str, Entry]:
        return {entry.language: entry for entry in site_state.records(self._ask("versions", article))}

    def moved(self) -> Sequence[tuple[str, str]]:
        """Old paths and new ones, in order. Whoever asks is told of changes by other ways."""
        return self._db.execute("select path, to_path from moved order by path").fetchall()

    # Questions

    def _counts(self, what: str, language: str = "") -> Counts:
        about = _about(what, language)
        found = dict(self._answer((about, "numbers"))[0])
        return Counts(found, lambda: self._note((about, "names")), lambda: self._note((about, "numbers")))

    def _ask(self, what: str, about: Listing | str = "", arg: str = "") -> Any:
        question = (_about(what, about), arg)
        self._note(question)
        return self._answer(question)[0]

    def _note(self, question: Question) -> None:
        if question not in self.asked:
            self.asked[question] = self._answer(question)[1]

    def digest(self, question: Question) -> bytes:
        """What would be answered now, in a digest."""
        return self._answer(question)[1]

    def _answer(self, question: Question) -> tuple[Any, bytes]:
        known = self._answers.get(question)
        if known is None:
            found = self._found(*question)
            known = self._answers[question] = found, blake2b(repr(found).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        return known

    def _found(self, about: str, arg: str) -> Any:
        what, *rest = json.loads(about)
        if what == "newest":
            return self._newest(Listing(*rest), arg)
        if what in {"languages", "sections", "tags"}:
            found = self._numbers(what, *rest)
            return [name for name, _ in found] if arg == "names" else found
        query, values = {
            "months": ("select month, n from counts where language = ? and section = ? and tag = ? and month <> '' order by month desc", rest[:3]),
            "of_month": ("select record from entries where month = ? order by path", rest),
            "versions": ("select record from entries where article in (select id from articles where key = ?) order by path", rest),
            "all_months": (
                "select month, (select max(changed) from entries e where e.month = c.month) from (select distinct month from counts where section = '' and tag = '') c"
                " order by month desc", [],
            ),
        }[what]  # fmt: skip
        return self._db.execute(query, values).fetchall()

    def _newest(self, listing: Listing, limit: str) -> Any:
        query = "select e.record from places p join entries e on e.id = p.entry where p.language = ? and p.section = ? and p.tag = ?"
        values: list[Any] = [listing.language, listing.section, listing.tag]
        if listing.month:
            query += " and p.moment >= ? and p.moment < ?"
            values += [listing.month, f"{listing.month}~"]
        query += " order by p.moment desc, p.path limit ?"
        return self._db.execute(query, [*values, int(limit) if limit else -1]).fetchall()

    def _numbers(self, what: str, language: str) -> list[tuple[str, int]]:
        if what == "languages":
            found = self._db.execute("select language, sum(n) from counts where section = '' and tag = '' group by language").fetchall()
            return sorted(found, key=lambda item: (languages.own_name(item[0]).casefold(), item[0]))
        query = {
            "sections": "select section, sum(n) from counts where language = ? and section <> '' group by section order by section",
            "tags": "select tag, sum(n) from counts where language = ? and tag <> '' group by tag order by tag",
        }[what]
        return self._db.execute(query, (language,)).fetchall()


def _about(what: str, about: Listing | str) -> str:
    if isinstance(about, Listing):
        return json.dumps([what, about.language, about.section, about.tag, about.month])
    return json.dumps([what, about])


def concerning(entry: Entry) -> Iterator[str]:
    """What the questions are about that a page can be in the answer of."""
    yield _about("languages", "")
    yield _about("sections", entry.language)
    yield _about("tags", entry.language)
    yield _about("of_month", entry.month)
    yield _about("all_months", "")
    yield _about("versions", entry.article)
    for base in site_layout.bases(entry):
        yield _about("newest", base)
        yield _about("months", base)
        if entry.month:
            yield _about("newest", Listing(base.language, base.section, base.tag, entry.month))
