"""Keys for new articles: the one wished for, or the nearest that is free."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.models import Article
from translate_flow.services import lookup

COMING = -1  # instead of an article's id: this command is about to make it


class Keys:
    """The keys that are taken, or were before, as far as was asked: `taken` has the article's id by key, or COMING.

    A query for any number of wishes asked for at once, and one more for each that somebody else has, however many have it.
    """

    def __init__(self, session: Session, coming: Iterable[str] = ()) -> None:
        self.taken: dict[str, int] = dict.fromkeys(coming, COMING)
        self._session = session
        self._asked: set[str] = set()
        self._next: dict[str, int] = {}

    def ask(self, wanted: Iterable[str]) -> None:
        """Looks many up at once, before `unused` is asked for each."""
        fresh = [key for key in dict.fromkeys(wanted) if key not in self._asked]
        for at in range(0, len(fresh), 500):
            rows = self._session.execute(select(Article.key, Article.id).where(Article.key.in_(fresh[at : at + 500])))
            former = self._session.execute(select(lookup.FORMER.c.key, lookup.FORMER.c.article_id).where(lookup.FORMER.c.key.in_(fresh[at : at + 500])))
            self.taken |= dict(former.all()) | dict(rows.all())
        self._asked.update(fresh)

    def unused(self, wanted: str) -> str:
        """The key wished for, or one with the next number behind it; it is taken from now on."""
        self.ask([wanted])
        key = wanted
        if key in self.taken:
            if wanted not in self._next:
                rows = self._session.execute(select(Article.key, Article.id).where(Article.key.startswith(f"{wanted}-", autoescape=True)))
                self.taken = dict(rows.all()) | self.taken
            number = self._next.get(wanted, 2)
            while (key := f"{wanted}-{number}") in self.taken:
                number += 1
            self._next[wanted] = number + 1
        self.taken[key] = COMING
        return key
