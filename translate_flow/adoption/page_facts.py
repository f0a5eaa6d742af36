"""What a saved page says of itself and of its other versions. Nothing is fetched, no script is run.

Read are: `lang`, `rel=canonical` and `rel=alternate hreflang` (HTML standard, §4.6.7; `x-default` after the search engines' notes),
Open Graph (ogp.me), JSON-LD (schema.org: `inLanguage`, `translationOfWork`, `workTranslation`), and the links by which readers change
the language, as plugins (Polylang, WPML, TranslatePress, Weglot, MultilingualPress) and people make them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translate_flow import languages
from translate_flow.adoption.addresses import address_key, is_home, joined
from translate_flow.adoption.feed_entries import is_feed
from translate_flow.adoption.items import Said
from translate_flow.adoption.json_ld import language_value, nodes_of, url_of, work_of
from translate_flow.adoption.language_words import tag_of
from translate_flow.adoption.opened_page import Page, body_classes, canonicals_of, metas_of, parsed, rel, title_of
from translate_flow.adoption.page_nature import nature_of
from translate_flow.adoption.switchers import reader_links

if TYPE_CHECKING:
    from lxml import etree

_BEGINS, _ENDS = re.compile(r"<body[\s>]", re.I), re.compile(r"</(?:body|html)\b", re.I)
DIFFERENT = "It says that it is in "  # how the warning begins that a page declares several languages
# What programs that save pages write into them: the first is a browser's, then HTTrack's, then SingleFile's.
_SAVED = (
    re.compile(r"<!-- saved from url=\(\d{4}\)(\S{4,2000}) -->"),
    re.compile(r"<!-- Mirrored from (\S{4,2000}) by HTTrack"),
    re.compile(r"Page saved with SingleFile\s{0,20}url:\s{0,20}(\S{4,2000})"),
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says. Addresses are absolute where the page's own is known, else as written.

    `languages`: what it is said to be written in, as declared, surest first. `links`: BCP 47 tag → address of that version.
    `canonical`: as declared, where it can be right;
    `rewritten`: a mirroring program made it the name of a file. `url`: that, else what Open Graph, JSON-LD or the program that saved it call its
    address. `default`: the address of `x-default`. `alternates`: `og:locale:alternate`. `parents`: addresses or languages it was
    translated from. `published`, `modified`: ISO 8601. `nature`: article, home, list, search, missing, file, feed, or empty where it does not say. `kind`: post, or WordPress's page.
    `whole`: whether it ends; one that was half saved does not.
    """

    languages: tuple[Said, ...] = ()
    links: Mapping[str, Said] = field(default_factory=dict)
    canonical: str = ""
    rewritten: bool = False
    url: str = ""
    saved_from: str = ""
    default: str = ""
    alternates: tuple[str, ...] = ()
    parents: tuple[Said, ...] = ()
    published: str = ""
    modified: str = ""
    terms: tuple[str, ...] = ()
    title: str = ""
    nature: str = ""
    kind: str = "post"
    whole: bool = True
    warnings: tuple[str, ...] = ()


def facts(data: bytes, *, name: str = "", address: str = "", beside: Container[str] = (), not_at: str = "") -> PageFacts:
    """What a page of these bytes says. `address`: where it was, should the page not say it; `beside`: keys of the addresses of pages
    saved with it (`address_key`), to which relative links lead first; `not_at`: an address that the page gives as its own by mistake.

    What is wrong on it gives warnings. Raises Unreadable only for bytes that are no text.
    """
    text, root = parsed(data, name)
    warnings: list[str] = []
    page = Page(root, metas_of(root), nodes_of(root, warnings), folder=address, beside=beside, warnings=warnings)
    saved = next((_with_scheme(found[1]) for pattern in _SAVED if (found := pattern.search(text, 0, 4000))), "")
    work = work_of(page.nodes, page)
    canonical = _addressed(page, saved or address, work, not_at)
    declared, default = _hreflang(page)
    links: dict[str, Said] = {}
    self_tags = _take(page, links, declared, "hreflang")
    parents = _translations(page, work, links)
    html_lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    spoken = tag_of(html_lang)[0] or (self_tags[0] if self_tags else "")
    shown, current = reader_links(page, spoken)
    _take(page, links, [(tag, url) for tag, url, how in shown if how == "switcher"], "switcher")
    _take(page, links, [(tag, url) for tag, url, how in shown if how != "switcher"], "link")
    said = _languages(page, [
        (_article_lang(root), "article lang attribute"), *((tag, "hreflang") for tag in self_tags[:1]),
        (language_value(work.get("inLanguage")), "JSON-LD"), (html_lang, "lang attribute"), (current, "switcher"),
        (page.first("og:locale"), "og:locale"), (page.first("content-language"), "content-language"),
        ("" if work else language_value(next((n["inLanguage"] for n in page.nodes if "inLanguage" in n), None)), "JSON-LD of the page"),
    ])  # fmt: skip
    for tag in {languages.normalise(each.value) for each in said[:1]} & set(links):
        page.warnings.append(f"It links to another page as its own {languages.name(tag)} version: {links.pop(tag).value}.")
    return PageFacts(
        said, links, canonical, page.rewritten, page.own, saved, default, tuple(dict.fromkeys(page.metas.get("og:locale:alternate", []))), parents,
        _moment(page, ("article:published_time", "og:article:published_time", "datepublished", "dc.date.issued"), work, "datePublished"),
        _moment(page, ("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "last-modified"), work, "dateModified"),
        _terms(page), title_of(page), "feed" if is_feed(text) else nature_of(page, work), "page" if body_classes(page) >= {"page"} and not body_classes(page) & {"single"} else "post",
        not _BEGINS.search(text) or bool(_ENDS.search(text)), tuple(dict.fromkeys(page.warnings)),
    )  # fmt: skip


def _addressed(page: Page, known: str, work: Mapping[str, Any], not_at: str) -> str:
    """Settles the page's own address and base; returns its canonical address, where that can be right."""
    others = [known, page.first("og:url"), url_of(work.get("url")), url_of(work.get("mainEntityOfPage"))]
    absolute = [url.partition("#")[0] for url in others if re.match(r"https?://", url, re.I) and address_key(url) != (not_at and address_key(not_at))]
    base = next((node.get("href") or "" for node in page.root.iter("base")), "")
    declared = [] if not_at else canonicals_of(page)
    page.base = joined(next(iter([*absolute, *declared]), ""), base)
    spelled = {address_key(url): url for url in absolute}
    whole = ((url, page.absolute(url)) for url in declared)
    canonicals = list({address_key(full): full if "://" in url else spelled.get(address_key(full), full) for url, full in whole}.values())
    canonicals = [url for url in canonicals if page.beside or not url.startswith("file:")]
    relative = next((url for url in declared if "://" not in url), "")
    page.rewritten = bool(relative) and address_key(page.absolute(relative)) in page.beside
    if relative and not page.rewritten:
        page.warnings.append(f"Its canonical address is relative: {relative}.")
    if len(canonicals) > 1:
        agreed = [url for url in canonicals if address_key(url) in spelled]
        page.warnings.append(f"It names {len(canonicals)} canonical addresses: {', '.join(canonicals)}; taken is {(agreed or canonicals)[0]}.")
        canonicals = agreed or canonicals
    deeper = [url for url in (*absolute, known) if url and not is_home(url)]
    canonical = canonicals[0] if canonicals else ""
    if canonical and is_home(canonical) and deeper:
        page.warnings.append(f"Its canonical address is the home page ({canonical}), which it is not; left out.")
        canonical = ""
    page.own = canonical or next((url for url in absolute if url != known), known)
    if "://" in page.own and "://" not in page.base:
        page.base = joined(page.own, base)
    return canonical


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _hreflang(page: Page) -> tuple[list[tuple[str, str]], str]:
    """What `rel=alternate hreflang` says: pairs of tag and address; and the address of `x-default`."""
    pairs: list[tuple[str, str]] = []
    default = ""
    for node in rel(page.root, "alternate"):
        declared, href = (node.get("hreflang") or "").strip(), (node.get("href") or "").strip()
        if not declared or not href or "xml" in (node.get("type") or ""):
            continue  # a feed
        if declared.lower() == "x-default":
            default = default or page.absolute(href)
            continue
        tag, wrong = tag_of(declared)
        if wrong:
            page.warnings.append(f"hreflang: {wrong}.")
        if "://" not in href and not href.startswith("//"):
            page.warnings.append(f"hreflang: the address of “{declared}” is relative: {href}.")
        if tag:
            pairs.append((tag, page.absolute(href)))
    return pairs, default


def _take(page: Page, links: dict[str, Said], pairs: Sequence[tuple[str, str]], how: str) -> list[str]:
    """Adds links that are not yet known; returns the languages by which the page is called itself."""
    own: list[str] = []
    known = {(tag.partition("-")[0], address_key(said.value)) for tag, said in links.items()}
    for tag, url in pairs:
        if page.is_own(url):
            own.append(tag)
        elif tag not in links and how != "hreflang" and (tag.partition("-")[0], address_key(url)) in known:
            continue  # `en-US` of a switcher is the `en` of hreflang
        elif is_home(url) and not (page.own and is_home(page.own)):
            if how == "hreflang":
                page.warnings.append(f"hreflang: the address of its {languages.name(tag)} version is a home page, {url}; left out.")
        elif tag not in links:
            links[tag] = Said(url, how)
        elif address_key(links[tag].value) != address_key(url) and how != "link":
            page.warnings.append(f"It names two {languages.name(tag)} versions: {links[tag].value} ({links[tag].how}) and {url} ({how}).")
    return own


def _translations(page: Page, work: Mapping[str, Any], links: dict[str, Said]) -> tuple[Said, ...]:
    """What JSON-LD says of other versions: its translations become links; what it translates is returned, the surest first."""
    by_id = {node["@id"]: node for node in page.nodes if isinstance(node.get("@id"), str)}
    by_url = {address_key(said.value): tag for tag, said in links.items()}

    def each(key: str) -> Iterator[tuple[str, str]]:
        value = work.get(key)
        for one in value if isinstance(value, list) else [value] if value else []:
            about = one if isinstance(one, dict) else {"@id": one}
            known = {**by_id.get(str(about.get("@id")), {}), **about}
            url = page.absolute(url_of(known)) if re.match(r"https?:|/", url_of(known)) else ""
            tag, wrong = tag_of(language_value(known.get("inLanguage")))
            if wrong:
                page.warnings.append(f"JSON-LD: {wrong}.")
            yield tag or by_url.get(address_key(url), ""), url

    _take(page, links, [(tag, url) for tag, url in each("workTranslation") if tag and url], "JSON-LD")
    parents = list(each("translationOfWork"))
    _take(page, links, [(tag, url) for tag, url in parents if tag and url], "JSON-LD")
    return tuple(dict.fromkeys(Said(value, "JSON-LD") for tag, url in parents for value in (url, tag) if value))


def _article_lang(root: etree._Element) -> str:
    """The language of the element that holds the article, where it names one nearer than the page's own."""
    found = [node for node in root.iter("article") if next(node.iter("h1"), None) is not None] or list(root.iter("article"))[:2]
    main = found if len(found) == 1 else list(root.iter("main"))[:1]
    node = main[0] if main else None
    while node is not None and node.tag != "html":
        if node.get("lang"):
            return str(node.get("lang"))
        node = node.getparent()
    return ""


def _languages(page: Page, declared: Sequence[tuple[str, str]]) -> tuple[Said, ...]:
    said: list[Said] = []
    for value, how in declared:
        tag, wrong = tag_of(value)
        if wrong:
            page.warnings.append(f"{how}: {wrong}.")
        if tag:
            said.append(Said(tag if wrong or " " in value or "," in value else value, how) if languages.is_tag(value) else Said(tag, how))
    different = {languages.normalise(each.value).partition("-")[0]: each for each in reversed(said)}
    if len(different) > 1:
        page.warnings.append(DIFFERENT + ", in ".join(
            f"{languages.name(tag)} ({each.how})" for tag, each in reversed(different.items())) + ".")  # fmt: skip
    return tuple(said)


def _moment(page: Page, keys: Sequence[str], work: Mapping[str, Any], name: str) -> str:
    from translate_flow.formats.html_head import iso

    given = [*(page.first(key) for key in keys), work.get(name), *(node.get(name) for node in page.nodes)]
    candidates = [value for value in given if isinstance(value, str) and value.strip()]
    found = next((moment for value in candidates if (moment := iso(value))), "")
    if candidates and not found:
        page.warnings.append(f"The date “{candidates[0]}” is not in ISO 8601.")
    return found


def _terms(page: Page) -> tuple[str, ...]:
    linked = (" ".join("".join(node.itertext()).split()) for node in page.root.iter("a") if "tag" in (node.get("rel") or "").lower().split())
    return tuple(dict.fromkeys(term for term in (*page.metas.get("article:section", ()), *page.metas.get("article:tag", ()), *linked) if term))
