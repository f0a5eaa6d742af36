"""How many people read a version in a month, as somebody counted them: it says what to bring up to date first.

From a file: CSV with a line of titles, `readers` and either `article` and `language`, or `url` (or `page`, `path`) as the statistics of a
web server name pages. Those are found by the addresses that versions came from, else by where they are published.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from translate_flow import languages
from translate_flow.errors import Unreadable, UsageError
from translate_flow.models import Adoption, Article, Person, Version
from translate_flow.services import people, settings
from translate_flow.services.lookup import FORMER
from translate_flow.services.transitions import record
from translate_flow.workflow import Role

MOST = 2_000_000_000
_AT_ONCE = 500
_ADDRESS = ("url", "page", "path")
_REMEDY = "Give it a line of titles: article,language,readers, or url,readers."


@dataclass(frozen=True, slots=True)
class Filled:
    """`rows` of the file; `versions` that they are about, `changed` of them; `unknown`: what there is none for, as it stands there."""

    rows: int
    versions: int
    changed: int
    unknown: tuple[str, ...]


@dataclass(slots=True)
class _Row:
    line: int
    article: str
    language: str
    address: str
    readers: int

    @property
    def name(self) -> str:
        return self.address or f"{self.article}/{self.language}"


def put(session: Session, version: Version, readers: int | None, *, actor: Person, now: datetime) -> None:
    """Says how many read one version; None: nobody knows. Raises UsageError, NotAllowed."""
    people.must_be(actor, Role.COORDINATOR, doing="say how many read a version")
    if readers is not None and not 0 <= readers <= MOST:
        raise UsageError(f"{readers} cannot be a number of readers", remedy=f"Give a whole number from 0 to {MOST}.")
    before, version.readers = version.readers, readers
    record(session, "readers", actor=actor, now=now, version=version, data={"from": before, "to": readers})


def fill(session: Session, data: bytes, name: str, *, actor: Person, now: datetime) -> Filled:
    """Takes the numbers of a file; what it does not name keeps its own. Rows of one page that differ in more than its address (`?page=2`)
    are added up; a version that is named twice otherwise is refused. Raises Unreadable with the line, NotAllowed."""
    people.must_be(actor, Role.COORDINATOR, doing="say how many read a version")
    rows = list(_rows(data, name))
    found = _by_address(session, rows) if rows and rows[0].address else _by_key(session, rows)
    sums: dict[int, int] = {}
    first: dict[int, int] = {}
    for at, row in enumerate(rows):
        if (version := found.get(at)) is None:
            continue
        if version in sums and not row.address:
            raise Unreadable(f"names {row.name} again, as line {first[version]} does", file=name, line=row.line, remedy="Leave one of them; nothing was taken.")
        first.setdefault(version, row.line)
        sums[version] = sums.get(version, 0) + row.readers
        if sums[version] > MOST:
            raise Unreadable(f"the readers of {row.name} are more than {MOST}", file=name, line=row.line, remedy="Check the file; nothing was taken.")
    changed = _store(session, sums)
    unknown = tuple(dict.fromkeys(row.name for at, row in enumerate(rows) if at not in found))
    record(session, "readers", actor=actor, now=now, data={"file": name, "rows": len(rows), "versions": len(sums), "changed": changed, "unknown": len(unknown)})
    return Filled(len(rows), len(sums), changed, unknown)


def _store(session: Session, sums: Mapping[int, int]) -> int:
    """Writes what differs; returns how many did."""
    ids, changed = sorted(sums), []
    for at in range(0, len(ids), _AT_ONCE):
        before = session.execute(select(Version.id, Version.readers).where(Version.id.in_(ids[at : at + _AT_ONCE])))
        changed += [{"number": number, "count": sums[number]} for number, readers in before if readers != sums[number]]
    if changed:
        table = Version.__table__
        session.connection().execute(update(table).where(table.c.id == bindparam("number")).values(readers=bindparam("count")), changed)  # type: ignore[arg-type]
        session.expire_all()
    return len(changed)


def _rows(data: bytes, name: str) -> Iterator[_Row]:
    from translate_flow.exchange import plain_rows

    text, _ = plain_rows.text_of(data, name=name)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        titles = [title.strip().lower() for title in next(reader, [])]
        at = _columns(titles, name)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(cells, at, name, reader.line_num)
    except csv.Error as error:
        raise Unreadable(f"cannot be read as CSV: {error}", file=name, line=reader.line_num, remedy="Save it as CSV again; nothing was taken.") from None


def _columns(titles: Sequence[str], name: str) -> dict[str, int]:
    """Where each column stands; an address as `address`."""
    at = {title: titles.index(title) for title in ("readers", "article", "language", *_ADDRESS) if title in titles}
    address = next((title for title in _ADDRESS if title in at), "")
    if "readers" not in at or not (address or {"article", "language"} <= at.keys()):
        raise Unreadable("has no columns article, language and readers", file=name, line=1, remedy=_REMEDY)
    return {"readers": at["readers"], **({"address": at[address]} if address else {"article": at["article"], "language": at["language"]})}


def _row(cells: Sequence[str], at: Mapping[str, int], name: str, line: int) -> _Row:
    if len(cells) <= max(at.values()):
        raise Unreadable("has too few cells", file=name, line=line, remedy="Save it as CSV again; nothing was taken.")
    said = {title: cells[number].strip() for title, number in at.items()}
    number = said["readers"]
    if not (number.isascii() and number.isdecimal()) or int(number[:20]) > MOST:
        raise Unreadable(f"“{number[:40]}” is not a number of readers", file=name, line=line, remedy="Write plain figures, such as 1200; nothing was taken.")
    if "address" in said:
        if not said["address"]:
            raise Unreadable("names no page", file=name, line=line, remedy="Fill it in, or take the line out; nothing was taken.")
        return _Row(line, "", "", said["address"], int(number))
    try:
        language = languages.normalise(said["language"])
    except UsageError as error:
        raise Unreadable(error.message, file=name, line=line, remedy=f"{error.remedy} Nothing was taken.") from None
    return _Row(line, said["article"], language, "", int(number))


def _by_key(session: Session, rows: Sequence[_Row]) -> dict[int, int]:
    """Row → version, by key (a former one, too) and language."""
    there: dict[tuple[str, str], int] = {}
    keys = sorted({row.article for row in rows})
    for at in range(0, len(keys), _AT_ONCE):
        part = keys[at : at + _AT_ONCE]
        now = select(Article.key, Version.language, Version.id).join(Version, Version.article_id == Article.id).where(Article.key.in_(part))
        former = select(FORMER.c.key, Version.language, Version.id).join(Version, Version.article_id == FORMER.c.article_id).where(FORMER.c.key.in_(part))
        there = {(key, language): number for query in (former, now) for key, language, number in session.execute(query)} | there
    return {at: there[row.article, row.language] for at, row in enumerate(rows) if (row.article, row.language) in there}


def _by_address(session: Session, rows: Sequence[_Row]) -> dict[int, int]:
    """Row → version, by where it came from; by where it is published for what is left. An address of several versions is nobody's."""
    bases = _bases(session)
    spelled = [_spellings(row.address, bases) for row in rows]
    origins: dict[str, set[int]] = {}
    wanted = sorted({one for some in spelled for one in some})
    for at in range(0, len(wanted), 10 * _AT_ONCE):
        query = select(Version.origin, Version.id).where(Version.origin.in_(wanted[at : at + 10 * _AT_ONCE]), Version.origin != "")
        for origin, number in session.execute(query):
            origins.setdefault(origin, set()).add(number)
    found = _matched(spelled, origins)
    left = {one for at, some in enumerate(spelled) if at not in found for one in some}
    if left:
        from translate_flow.models_channels import Publication

        places: dict[str, set[int]] = {}
        for location, number in session.execute(select(Publication.location, Publication.version_id), execution_options={"yield_per": 5000}):
            if location in left:
                places.setdefault(location, set()).add(number)
        found = _matched(spelled, places) | found
    return found


def _matched(spelled: Sequence[Sequence[str]], there: Mapping[str, set[int]]) -> dict[int, int]:
    """The nearest spelling that anything has decides."""
    found = {}
    for at, some in enumerate(spelled):
        numbers = next((there[one] for one in some if one in there), set())
        if len(numbers) == 1:
            found[at] = next(iter(numbers))
    return found


def _bases(session: Session) -> list[str]:
    """The sites that addresses without a host may be of: where this one stands, and what was adopted."""
    adopted = session.scalars(select(Adoption.source).where(Adoption.source.like("http%")).distinct().limit(20))
    return [base for base in (str(settings.get(session, "base_url")), *adopted) if "://" in base]


def _spellings(address: str, bases: Sequence[str]) -> list[str]:
    """How an address may stand in the database, the nearest first: without query, with and without host, slash at its end and `index.html`."""
    try:
        parts = urlsplit(address)
        homes = [urlsplit(base) for base in bases]
    except ValueError:
        return [address]
    path = parts.path or "/"
    hosts = [f"{scheme}://{parts.netloc}" for scheme in ("https", "http")] if parts.netloc else [f"{home.scheme}://{home.netloc}" for home in homes]
    below = [path[len(home.path.rstrip("/")) :] for home in homes if home.path.strip("/") and path.startswith(home.path.rstrip("/") + "/")]
    found = [address]
    for one in dict.fromkeys([path, unquote(path), *below]):
        bare = one.removesuffix("index.html").rstrip("/")
        ends = [one, bare, f"{bare}/", f"{bare}/index.html"]
        found += [f"{host}{end}" for host in hosts for end in ends] + [end for end in ends if end] + [end.lstrip("/") for end in ends if end.strip("/")]
    return list(dict.fromkeys(found))
