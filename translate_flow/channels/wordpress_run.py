"""One run over a site: what is looked up, what is decided for each version, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

from translate_flow.channels import wordpress_blocks as blocks
from translate_flow.channels.page import Known, Page, Receipt, Target, Work
from translate_flow.channels.wordpress_media import Media, Unusable
from translate_flow.channels.wordpress_posts import Posts, State, Wanted, posts, same
from translate_flow.channels.wordpress_site import Refused, Remote
from translate_flow.channels.wordpress_terms import Terms
from translate_flow.text.document import Document

_NOTHING = Known(0, "")
_OUT = frozenset({"publish", "future"})


class Run:
    """Brings a site to works. Asks it for nothing as long as nothing has changed."""

    def __init__(self, target: Target) -> None:
        self.target, self.options = target, target.options
        self.written: list[str] = []
        self.removed: list[str] = []
        self.unchanged = 0
        self.swept: dict[str, State] | None = None  # all that is ours there, where everything is looked at
        self.found: dict[str, State] = {}
        self.looked: set[str] = set()
        self.sent: dict[str, Any] = {}  # besides texts, for the post at hand
        self.drafts = self.options["status"] == "draft"

    @cached_property
    def remote(self) -> Remote:
        return Remote(self.target)

    @cached_property
    def posts(self) -> Posts:
        return posts(self.remote)

    @cached_property
    def terms(self) -> Terms:
        return Terms(self.remote)

    @cached_property
    def media(self) -> Media:
        folder = str(self.options["images"])
        return Media(self.remote, self.target.home / Path(folder).expanduser() if folder else None)

    def close(self) -> None:
        if "remote" in self.__dict__:
            self.remote.close()

    def key(self, version: int) -> str:
        return f"{self.target.uid}-{version}"

    # --- looking ---

    def sweep(self) -> None:
        """Learns of all posts of ours, in a request for each hundred."""
        self.swept = {state.key: state for state in self.posts.all(self.target.uid)}

    def look(self, works: Sequence[Work]) -> None:
        """Looks up the posts of what has to be written or taken away, together."""
        ids: dict[str, int] = {}
        for work in works:
            for page in work.pages:
                known = work.known.get(page.version_id, _NOTHING)
                if self.swept is not None or known.fingerprint != self._fingerprint(page, work, {}):
                    ids[self.key(page.version_id)] = _number(known.remote_id)
            for number in {gone.version_id for gone in work.gone} | (work.known.keys() - {page.version_id for page in work.pages}):
                ids[self.key(number)] = _number(work.known.get(number, _NOTHING).remote_id)
        self.looked = set(ids)
        if self.swept is not None:
            self.found = {key: self.swept[key] for key in ids if key in self.swept}
            ids = {key: number for key, number in ids.items() if number and key not in self.found}
        else:
            self.found = {}
        if ids:
            self.found |= self.posts.find(ids)

    def leave(self) -> None:
        """Takes from readers what is ours and of no version any more."""
        for key, state in (self.swept or {}).items():
            if state.status in _OUT:
                self.posts.withdraw(key, state, "")
                self.removed.append(state.link)

    # --- an article ---

    def article(self, work: Work) -> Iterator[Receipt]:
        """What becomes of each version, parents before what was made from them: those link to them."""
        links: dict[str, str] = {}
        for page in _parents_first(work.pages):
            receipt = self._page(page, work, links)
            if receipt.location:
                links[page.language] = receipt.location
            self._count(receipt)
            yield receipt
        up = {page.version_id for page in work.pages}
        for number in sorted({gone.version_id for gone in work.gone} - up | work.known.keys() - up):
            if (taken := self._take(number, work)) is not None:
                yield taken

    def _count(self, receipt: Receipt) -> None:
        if receipt.outcome == "written":
            self.written.append(receipt.location)
        elif receipt.outcome == "unchanged":
            self.unchanged += 1

    def _take(self, number: int, work: Work) -> Receipt | None:
        key, known = self.key(number), work.known.get(number)
        state = self.found.get(key)
        if self.swept is not None:
            self.swept.pop(key, None)
        if state is not None and state.status in _OUT:
            self.posts.withdraw(key, state, known.mark if known else "")
            self.removed.append(state.link)
        elif known is None:
            return None
        return Receipt(number, 0, "removed", location=state.link if state else "")

    def _page(self, page: Page, work: Work, links: Mapping[str, str]) -> Receipt:
        key, known = self.key(page.version_id), work.known.get(page.version_id)
        state = self.found.get(key)
        if self.swept is not None:
            self.swept.pop(key, None)
        fingerprint = self._fingerprint(page, work, links)
        noted = known or _NOTHING
        overwrite = bool(noted.data.get("overwrite"))
        if not overwrite and noted.fingerprint == fingerprint and (self.swept is None or (state is not None and same(state.mark, noted.mark, any_status=self.drafts))):
            return _as_noted(page, noted)
        if key not in self.looked:  # its parent's post is new: it links to that now
            state = self.posts.find({key: _number(noted.remote_id)}).get(key)
        try:
            if state is None and _number(noted.remote_id) and not overwrite:
                raise Refused("translate_flow_gone", "", 409, {})
            wanted = self._wanted(page, work, links, noted, state, fingerprint)
            now = self.posts.write(wanted, state)
        except Refused as error:
            return self._refused(page, noted, error)
        except Unusable as error:
            return Receipt(page.version_id, noted.revision_id, "refused", problem=str(error), remedy="Put it into the folder of images, or set the option media to link.")
        return Receipt(page.version_id, page.revision_id, "written", now.link, str(now.id), now.mark, fingerprint, {"sent": self.sent})

    def _fingerprint(self, page: Page, work: Work, links: Mapping[str, str]) -> str:
        """Of all that shows in a page's post."""
        told = _linked(page, work, links)
        chosen = {name: self.options[name] for name in ("status", "authors", "categories", "types", "media", "images")}
        return sha256(json.dumps([blocks.DRAWN, page.fingerprint, told, chosen], sort_keys=True, default=str).encode()).hexdigest()

    def _wanted(self, page: Page, work: Work, links: Mapping[str, str], known: Known, state: State | None, fingerprint: str) -> Wanted:
        lang = self.remote.language(page.language)
        siblings = {self._polylang(other.language): self.key(other.version_id) for other in work.pages if other.version_id != page.version_id} if lang else {}
        siblings.pop("", None)
        document = page.document()
        images = self.media.images(blocks.sources(document)) if self.options["media"] == "upload" else {}
        author = self.terms.author(dict(self.options["authors"]).get(page.byline or document.byline, ""))
        parent, original = _linked(page, work, links)
        told = blocks.Told(parent, original, signed=bool(author))
        texts = blocks.texts(page, document, self.key(page.version_id), told, images)
        type_ = dict(self.options["types"]).get(page.kind, "page" if page.kind == "page" else "post")
        fields = self._fields(page, document, texts, author, type_)
        self.sent = {name: value for name, value in fields.items() if name not in {"title", "content", "excerpt", "status"}}
        return Wanted(
            self.key(page.version_id), state.id if state else 0, known.mark, fingerprint, type_, _changed(fields, known, state), lang, siblings,
            overwrite=bool(known.data.get("overwrite")), any_status=self.drafts,
        )  # fmt: skip

    def _polylang(self, tag: str) -> str:
        try:
            return self.remote.language(tag)
        except Refused:
            return ""

    def _fields(self, page: Page, document: Document, texts: blocks.Texts, author: int, kind: str) -> dict[str, Any]:
        fields: dict[str, Any] = {"title": texts.title, "content": texts.content, "excerpt": texts.excerpt}
        fields["slug"] = texts.slug or (page.article if page.language == page.original_language else f"{page.article}-{page.language.lower()}")
        fields |= _date(page)
        ahead = _moment(fields.get("date_gmt", "")) > self.target.now if "date_gmt" in fields else fields.get("date", "")[:10] > self.target.now.date().isoformat()
        fields["status"] = "draft" if self.drafts else "future" if ahead else "publish"
        if author:
            fields["author"] = author
        if kind == "post":
            named = dict(self.options["categories"])
            category = named.get(f"{page.section}/{page.language}") or named.get(page.section) or page.section
            fields["categories"] = self.terms.numbers("categories", [category] if category else [])
            fields["tags"] = self.terms.numbers("tags", page.tags)
        return fields

    def _refused(self, page: Page, known: Known, error: Refused) -> Receipt:
        post = error.data.get("post") or {}
        problem, remedy = error.message, f"Look at the post on {self.options['url']}, then publish again."
        if error.code == "translate_flow_edited":
            who, at = post.get("editor") or "somebody", str(post.get("at") or "").replace("T", " ")
            problem = f"its post was changed there by {who}" + (f" (last saved {at} UTC)" if at else "")
            remedy = "Take the change over: import the text from the site with `translate-flow revise`; or let the next run overwrite it: `translate-flow channel overwrite`."
        elif error.code == "translate_flow_gone":
            problem, remedy = "its post was deleted there", "Withdraw the version here too; or let the next run make the post anew."
        elif error.code == "translate_flow_open":
            problem, remedy = f"{error.data.get('who') or 'Somebody'} is editing its post right now", "Publish again when they are done."
        elif error.code == "translate_flow_slug":
            problem = f"post {error.data.get('id')} there, which is not ours, has its address already"
            remedy = "Give that post another slug, or rename the article; or let this version take the post over."
        elif error.code == "translate_flow_language":
            remedy = "Add the language in Polylang (Languages → Languages), then publish again."
        return Receipt(page.version_id, known.revision_id, "refused", known.location, known.remote_id, known.mark, problem=problem, remedy=remedy, data={"code": error.code})


def _linked(page: Page, work: Work, links: Mapping[str, str]) -> tuple[str, str]:
    """The addresses that a page names, of its parent's post and, in a relay, of the original's: of this run, or else as noted."""
    where = {one.language: work.known[one.version_id].location for one in work.pages if one.version_id in work.known} | dict(links)
    relayed = page.parent and page.original_language not in {page.parent, page.language}
    return where.get(page.parent, ""), where.get(page.original_language, "") if relayed else ""


def _as_noted(page: Page, known: Known) -> Receipt:
    return Receipt(page.version_id, page.revision_id, "unchanged", known.location, known.remote_id, known.mark, known.fingerprint, known.data)


def _changed(fields: dict[str, Any], known: Known, state: State | None) -> dict[str, Any]:
    """What of a post is written: of slug, date, author and terms only what changed here, so that what editors set there stays."""
    before = known.data.get("sent")
    if state is None or not isinstance(before, dict):
        return fields
    kept = {name: value for name, value in fields.items() if name not in before or before[name] != value}
    for name in ("categories", "tags"):
        if name in kept:
            had, there = set(before.get(name, [])), set(state.terms.get(name, []))
            kept[name] = sorted((there | (set(kept[name]) - had)) - (had - set(kept[name])))
    return kept


def _parents_first(pages: Sequence[Page]) -> list[Page]:
    left, placed, order = list(pages), set[str](), list[Page]()
    here = {page.language for page in pages}
    while left:
        ready = [page for page in left if page.parent not in here or page.parent in placed] or left
        order += ready
        placed |= {page.language for page in ready}
        left = [page for page in left if page.language not in placed]
    return order


def _date(page: Page) -> dict[str, str]:
    """When a post is from: the article's own date, a day in the site's zone; of a translation, when it went out."""
    if page.published_at is not None and (page.parent or not page.date):
        return {"date_gmt": page.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")}
    try:
        moment = datetime.fromisoformat(page.date)
    except ValueError:
        return {}
    if len(page.date) > 10 and moment.tzinfo is not None:
        return {"date_gmt": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")}
    return {"date": moment.strftime("%Y-%m-%dT%H:%M:%S")}


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def _number(value: str) -> int:
    return int(value) if value.isdigit() else 0


def examine(target: Target) -> list[str]:
    """What there is to say of a site before anything is written to it. Raises as `bring`."""
    remote = Remote(target)
    try:
        may = remote.me.get("capabilities") or {}
        found = [f"{remote.api.home} answers, and knows {target.options['user']} as {unescape(str(remote.me.get('name')))} ({', '.join(map(str, remote.me.get('roles') or ['no role']))})."]
        wanted = {"publish_posts": "publish posts", "edit_others_posts": "edit what others wrote", "manage_categories": "make categories", "upload_files": "upload images"}
        if missing := [told for name, told in wanted.items() if not may.get(name)]:
            found.append(f"This user may not {', '.join(missing)}: an editor may.")
        about = remote.companion
        if not about:
            found.append("The companion plugin is not there: edits made there are noticed, but in the moment between looking and writing one could be overwritten, and Polylang is not told of languages.")
        else:
            keeps = {"polylang": "It sees Polylang, with " + ", ".join(str(one.get("slug")) for one in about.get("languages") or []) + ".", "fields": "A plugin keeps languages."}
            found.append(f"The companion plugin is there, version {about['version']}. {keeps.get(str(about.get('how')), 'No plugin keeps languages there.')}")
            if not about.get("transactions"):
                found.append("Its database has no transactions (its tables are not InnoDB): a write that is broken off may leave half a post.")
        index = remote.get("", _fields="timezone_string,gmt_offset,permalink_structure")
        zone = index.get("timezone_string") or f"UTC{float(index.get('gmt_offset') or 0):+g}"
        found.append(f"Days are days of its zone, {zone}.")
        if "?rest_route=" in remote.api.address(""):
            found.append("Its addresses are plain (?p=1): posts are found all the same.")
        return found
    finally:
        remote.close()
