"""The links by which readers change the language, as plugins (Polylang, WPML, TranslatePress, Weglot, MultilingualPress) and people make them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from translate_flow.adoption.addresses import LIST_PATH, address_key, site_of
from translate_flow.adoption.language_words import CODE, code_of, language_of, phrase_of, tag_of
from translate_flow.adoption.opened_page import Page

if TYPE_CHECKING:
    from lxml import etree

_PLUGIN = re.compile(
    r"lang-item|pll-(?:switcher|parent)|wpml-ls|icl_post_in_other|trp-(?:language|ls|floater)|weglot|wg-li|mlp-(?:language|quick)|mlp_|qtranxs"
    r"|(?:lang|langs|language|languages|locale)[-_]+(?:switch|switcher|chooser|selector|select|picker|menu|nav|list)", re.I,
)  # fmt: skip
_MACHINE = re.compile(r"gtranslate|\bgt_|glink|goog-te|google_translate|translated-ltr", re.I)
_CURRENT = re.compile(r"(?:^|[-_\s])(?:current[-_]lang(?:uage)?|wgcurrent|current_language|disabled-language|active|current)(?:$|\s)", re.I)
_CLASS_CODE = re.compile(r"(?:^|\s)(?:lang-item|wpml-ls-item|wg|lang|language|locale)-([a-z]{2}(?:[-_][a-z]{2,4})?)(?=\s|$)", re.I)
_LINES = frozenset({"p", "div", "ul", "ol", "small", "section", "header", "nav", "aside"})


def reader_links(page: Page, reader: str) -> tuple[list[tuple[str, str, str]], str]:
    """Links by which a reader changes the language: (tag, address, `switcher` or `link`); and the language shown as the present one."""
    shown: list[tuple[str, str, str]] = []
    current = ""
    boxes: dict[etree._Element, tuple[str, ...]] = {}
    for node in page.root.iter("a", "option", "li", "div", "span"):
        link = node.tag in {"a", "option"}
        href = (node.get("href") or node.get("value") or "").strip() if link else ""
        words = " ".join("".join(node.itertext()).split()) if link else ""
        if (not link and not (_CURRENT.search(node.get("class") or "") and _marked(node))) or len(words) > 60 or "tag" in (node.get("rel") or "").split():
            continue  # a section may be called by a language's name
        around = [node, *islice(node.iterancestors(), 6)]
        names = " ".join(f"{each.get('class') or ''} {each.get('id') or ''}" for each in around if each.tag not in {"body", "html"})
        if _MACHINE.search(names):
            continue
        plugin = bool(_PLUGIN.search(names))
        tag = _marked(node) if plugin or node.get("hreflang") else ""
        tag = tag or language_of(words, reader) or (_titled(node, reader) if plugin or not words else "") or code_of(words)
        phrase = () if tag or not link else phrase_of(words, reader) or ()
        if not tag and len(phrase) != 1:
            continue
        now = not href or href.startswith("#") or _is_current(around[:2]) or page.is_own(page.absolute(href))
        if plugin or (not phrase and _in_switcher(node, boxes, reader)):
            if now and (plugin or href):
                current = current or tag or phrase[0]
            elif _leads(page, href) and "no-translation" not in names:
                shown.append((tag or phrase[0], page.absolute(href), "switcher"))
        elif not now and _leads(page, href) and (phrase or _worded(node, reader)) and not CODE.fullmatch(words):
            shown.append((tag or phrase[0], page.absolute(href), "link"))
    return shown, current


def _marked(node: etree._Element) -> str:
    """The language that a switcher's element is marked with: itself, what it holds, or the item that it is in."""
    parent = node.getparent()
    for each in (node, *islice(node.iter("a", "span"), 4), *([parent] if parent is not None and parent.tag == "li" else [])):
        declared = each.get("hreflang") or each.get("data-code-language") or each.get("lang") or ""
        found = _CLASS_CODE.search(each.get("class") or "")
        if tag := tag_of(declared)[0] or (tag_of(found[1])[0] if found else ""):
            return tag
    return ""


def _titled(node: etree._Element, reader: str) -> str:
    """The language that a flag stands for, by its title or the words in place of the picture."""
    return next((tag for each in islice(node.iter(), 5) if isinstance(each.tag, str) for key in ("title", "aria-label", "alt")
                 if (tag := language_of(each.get(key) or "", reader) or code_of(each.get(key) or ""))), "")  # fmt: skip


def _is_current(around: Sequence[etree._Element]) -> bool:
    return any(each.get("aria-current") or each.get("selected") is not None or _CURRENT.search(each.get("class") or "") for each in around)


def _leads(page: Page, href: str) -> bool:
    """Whether a link leads to a page of this site, or of one that is called the same; to no list, such as a section called English."""
    if not href or re.match(r"#|javascript:|mailto:|tel:|data:", href, re.I) or re.search(r"\.(?:pdf|docx?|zip|jpe?g|png|mp[34])$", href, re.I):
        return False
    if LIST_PATH.search("/" + address_key(page.absolute(href)).partition("/")[2]):
        return False
    theirs, ours = site_of(page.absolute(href)), site_of(page.own or page.base)
    return theirs in {ours, ""} or (not ours and "translat" not in theirs)


def _in_switcher(node: etree._Element, boxes: dict[etree._Element, tuple[str, ...]], reader: str) -> bool:
    """Whether a link stands among links of which most name languages, two at least."""
    for above in islice(node.iterancestors(), 4):
        if above.tag in {"body", "html", "article", "main"}:
            return False
        if above not in boxes:
            links = [" ".join("".join(each.itertext()).split()) or _titled(each, reader) for each in islice(above.iter("a", "option"), 41)]
            boxes[above] = tuple(language_of(words, reader) or (f"?{code_of(words)}" if code_of(words) else "") for words in links)
        named = boxes[above]
        if len(named) > 1:
            coded = any(tag.startswith("?") for tag in named)
            return len({tag for tag in named if tag}) > 1 and len(named) <= 40 and sum(map(bool, named)) >= (1.0 if coded else 0.6) * len(named)
    return False


def _worded(node: etree._Element, reader: str) -> bool:
    """Whether the line that a link stands in only leads to other versions: "Also available in: English, 中文"."""
    above = next((each for each in islice(node.iterancestors(), 4) if each.tag in _LINES), None)
    return above is not None and bool(phrase_of(" ".join("".join(islice(above.itertext(), 60)).split()), reader))
