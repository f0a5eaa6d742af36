"""A page as the fields of a WordPress post: title, excerpt, and content in the block editor's markup.

The markup is the block grammar of the WordPress handbook ("Markup representation of a block"), as the editor of 6.1 saves each block; what has
no block of its own stands in an HTML block. An article in WordPress's own form keeps its content as it is. What readers are told besides stands
between fences (`formats.wp_fence`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from translate_flow import formats
from translate_flow.channels.page import Page
from translate_flow.formats import wordpress, wp_fence
from translate_flow.text import byline, provenance
from translate_flow.text.document import Document, Kind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DRAWN = "1"  # of what is drawn here: raised where posts must be written anew
_CORRECTED = "Correction, {date}"  # the site's own words for it
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ADDRESS = re.compile(r"\s*(https?://[^\s<>\"]+)\s*\Z")
_INLINE = frozenset(["a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "img"])
_PARAGRAPH = re.compile(r"<!-- wp:paragraph[^<>]*-->\s*\Z")
_AFTER = re.compile(r"\s*<!-- /wp:paragraph -->\s*")


@dataclass(frozen=True, slots=True)
class Image:
    """An image as the site has it. `id` is 0 for one that it only links to."""

    url: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What readers are told besides the text: addresses of the parent's and the original's posts, "" where there are none; whether the byline is the post's author."""

    parent: str = ""
    original: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """A post's text fields, HTML as WordPress stores it, and the slug that the article itself asks for."""

    title: str
    excerpt: str
    content: str
    slug: str = ""


def texts(page: Page, document: Document, key: str, told: Told, images: Mapping[str, Image]) -> Texts:
    """The fields of a page's post. `key` marks it; `images` by their address in the text."""
    from translate_flow.channels import wordpress_clean

    head: dict[str, str] = {}
    if document.format == "wordpress":
        head, content = wordpress.decompose(_without_provenance(document))
        content = wordpress_clean.clean(content)
        title, excerpt = (head.get("title") or escape(page.title, quote=False)), head.get("excerpt", "")
        title, excerpt = wordpress_clean.clean(title), wordpress_clean.clean(excerpt)
        signed = told.signed or "byline" not in head
    else:
        content = "\n\n".join(_blocks(_body(document), images))
        title = escape(page.title or document.title, quote=False).replace("[", "&#91;")
        excerpt = escape(page.standfirst or document.standfirst, quote=False).replace("[", "&#91;")
        signed = told.signed
    above, below = ([(kind, line.replace("[", "&#91;")) for kind, line in lines] for lines in (_above(page, document, told, signed), _below(page)))
    parts = [wp_fence.fence(above)] if above else []
    parts += [content, wp_fence.fence(below, key=key)]
    return Texts(_ILLEGAL.sub("", title), _ILLEGAL.sub("", excerpt), _ILLEGAL.sub("", "\n\n".join(parts)), head.get("slug", ""))


def sources(document: Document) -> list[tuple[str, str, str]]:
    """The images of a document: address, alternative text and caption (plain) of each, once, in order. Of WordPress's own form none: it has its images."""
    if document.format == "wordpress":
        return []
    found: dict[str, tuple[str, str, str]] = {}
    for element in _body(document):
        for image in element.iter("img"):
            figure = next(image.iterancestors("figure"), None)
            caption = figure.findtext(".//figcaption") if figure is not None else ""
            address = image.get("src", "")
            if address:
                found.setdefault(address, (address, image.get("alt", ""), (caption or "").strip()))
    return list(found.values())


def _without_provenance(document: Document) -> str:
    """The text without its own provenance line: the one of now stands in the fence, as it may name others."""
    text = document.text
    for block in document.blocks:
        if block.kind is Kind.PROVENANCE and (opened := text.rfind("<p", 0, block.start)) >= 0:
            before, closed = _PARAGRAPH.search(text, 0, opened), text.find("</p>", block.end)
            after = _AFTER.match(text, closed + 4) if closed >= 0 else None
            if before and after and not text[block.end : closed].strip():
                return text[: before.start()] + text[after.end() :]
    return text


# What readers are told besides


def _above(page: Page, document: Document, told: Told, signed: bool) -> Iterator[tuple[str, str]]:
    from translate_flow.channels.site_voice import voice

    say = voice(page.language)
    name = page.byline or document.byline
    if name and not signed:
        yield "translate-flow-byline", escape(name, quote=False) if byline.recognise(name) else str(say("By {name}", name=name))
    start = page.original_language if page.original_language not in {page.parent, page.language} else ""
    if page.parent:
        line = escape(provenance.line(page.language, page.parent, page.translator, start), quote=False)
        if told.parent:
            line = f'<a href="{escape(told.parent)}" hreflang="{page.parent}">{line}</a>'
        yield wp_fence.PROVENANCE, _marked(line, provenance.wording_for(page.language), page.language)
        if start and told.original:
            label = say("Original: {language}", language=provenance.name_in_sentence(start, say.language))
            yield "translate-flow-original", f'<a href="{escape(told.original)}" hreflang="{start}">{label}</a>'
    if page.behind_since is not None:
        yield "translate-flow-behind", str(say(
            "This translation is behind the {language} version, which changed on {date}.",
            language=provenance.name_in_sentence(page.parent or page.original_language, say.language), date=say.time(page.behind_since),
        ))  # fmt: skip


def _below(page: Page) -> Iterator[tuple[str, str]]:
    from translate_flow.channels.site_voice import voice

    say = voice(page.language)
    for note in page.corrections:
        line = str(say(_CORRECTED, date=say.time(note.at)))
        yield "translate-flow-correction", f"{line}: {escape(note.text, quote=False)}" if note.text else line


def _marked(line: str, wording: str, language: str) -> str:
    """A line with its language on it where that is not the reader's."""
    from translate_flow import languages

    if wording.split("-", maxsplit=1)[0] == language.split("-", maxsplit=1)[0]:
        return line
    return f'<span lang="{wording}" dir="{languages.direction(wording)}">{line}</span>'


# HTML as blocks


def _body(document: Document) -> list[HtmlElement]:
    """The body's elements, sanitised; loose text between them in paragraphs."""
    from lxml import html

    from translate_flow.channels.site_clean import clean

    fragment = _ILLEGAL.sub("", str(clean(formats.get(document.format).html(document))))
    root = html.fragment_fromstring(fragment, create_parent="div")
    found: list[HtmlElement] = []
    loose: HtmlElement | None = None
    if (root.text or "").strip():
        loose = _loose(found)
        loose.text = root.text
    for element in list(root):
        tail, element.tail = element.tail or "", None
        if element.tag in _INLINE and element.tag != "img":
            loose = loose if loose is not None else _loose(found)
            loose.append(element)
        else:
            loose = None
            found.append(element)
        if tail.strip():
            loose = loose if loose is not None else _loose(found)
            if len(loose):
                loose[-1].tail = tail
            else:
                loose.text = tail
    return found


def _loose(found: list[HtmlElement]) -> HtmlElement:
    from lxml.html import Element

    found.append(Element("p"))
    return found[-1]


def _blocks(elements: list[HtmlElement], images: Mapping[str, Image]) -> Iterator[str]:
    for element in elements:
        for image in element.iter("img"):
            known = images.get(image.get("src", ""))
            if known is not None:
                image.set("src", known.url)
        yield _block(element, {image.url: image for image in images.values()})


def _block(element: HtmlElement, images: Mapping[str, Image]) -> str:  # noqa: PLR0911  a case for each kind
    tag = str(element.tag)
    if tag == "p":
        only = element[0] if len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip() else None
        return _image(only, None, images) if only is not None and only.tag == "img" else _paragraph(element)
    if tag in {"h2", "h3", "h4", "h5", "h6"}:
        level = int(tag[1])
        return _wrapped("heading", {} if level == 2 else {"level": level}, f"<{tag}{_id(element)}>{_inner(element)}</{tag}>")
    if tag in {"ul", "ol"}:
        return _list(element)
    if tag == "blockquote":
        return _quote(element, images)
    if tag == "pre":
        code = element[0] if len(element) == 1 and element[0].tag == "code" else element
        return _wrapped("code", {}, f'<pre class="wp-block-code"><code>{_inner(code)}</code></pre>')
    if tag == "table":
        return _table(element)
    if tag == "hr":
        return _wrapped("separator", {}, '<hr class="wp-block-separator has-alpha-channel-opacity"/>')
    if tag == "img":
        return _image(element, None, images)
    if tag == "figure" and (image := _only_image(element)) is not None:
        return _image(image, element.find("figcaption"), images)
    return _wrapped("html", {}, _outer(element))


def _paragraph(element: HtmlElement) -> str:
    inner = _inner(element).strip()
    if not len(element) and (address := _ADDRESS.match(element.text or "")):  # by itself the site would fetch and embed it
        inner = f'<a href="{escape(address[1])}">{escape(address[1], quote=False)}</a>'
    return _wrapped("paragraph", {}, f"<p{_id(element)}>{inner}</p>")


def _list(element: HtmlElement) -> str:
    if any(child.tag != "li" for child in element) or (element.text or "").strip():
        return _wrapped("html", {}, _outer(element))
    about: dict[str, Any] = {"ordered": True} if element.tag == "ol" else {}
    start = element.get("start", "")
    if start.lstrip("-").isdigit() and element.tag == "ol":
        about["start"] = int(start)
    if "reversed" in element.attrib and element.tag == "ol":
        about["reversed"] = True
    told = (" reversed" if "reversed" in about else "") + (f' start="{about["start"]}"' if "start" in about else "")
    items = "\n\n".join(_item(item) for item in element)
    return _wrapped("list", about, f"<{element.tag!s}{told}>{items}</{element.tag!s}>")


def _item(item: HtmlElement) -> str:
    """A list item: its text, then lists inside it. Paragraphs become lines."""
    pieces = [_inline(item.text)]
    inside: list[str] = []
    for child in item:
        if child.tag in {"ul", "ol"}:
            inside.append(_list(child))
        elif child.tag == "p":
            pieces.append(("<br>" if "".join(pieces).strip() else "") + _inner(child).strip())
        else:
            pieces.append(_outer(child))
        pieces.append(_inline(child.tail))
    return _wrapped("list-item", {}, f"<li{_id(item)}>{''.join(pieces).strip()}{''.join(inside)}</li>")


def _quote(element: HtmlElement, images: Mapping[str, Image]) -> str:
    cites = "".join(_outer(child) for child in element if child.tag in {"cite", "footer"})
    inner = [_block(child, images) for child in element if child.tag not in {"cite", "footer"}]
    if (element.text or "").strip() or any((child.tail or "").strip() or child.tag in _INLINE - {"cite"} for child in element):
        return _wrapped("html", {}, _outer(element))
    return _wrapped("quote", {}, f'<blockquote class="wp-block-quote">{chr(10).join(inner)}{cites}</blockquote>')


def _table(element: HtmlElement) -> str:
    caption = element.find("caption")
    told = f'<figcaption class="wp-element-caption">{_inner(caption)}</figcaption>' if caption is not None else ""
    if caption is not None:
        element.remove(caption)
    rows = re.sub(r">\s+<", "><", _outer(element))
    return _wrapped("table", {}, f'<figure class="wp-block-table">{rows}{told}</figure>')


def _only_image(figure: HtmlElement) -> HtmlElement | None:
    """The image of a figure that holds nothing else but its caption."""
    inside = [child for child in figure if child.tag != "figcaption"]
    return inside[0] if len(inside) == 1 and inside[0].tag == "img" and len(figure) <= 2 else None


def _image(element: HtmlElement, caption: HtmlElement | None, images: Mapping[str, Image]) -> str:
    source, alt = element.get("src", ""), element.get("alt", "")
    known = images.get(source)
    number = known.id if known else 0
    about: dict[str, Any] = {"id": number, "sizeSlug": "full", "linkDestination": "none"} if number else {}
    name = f' class="wp-image-{number}"' if number else ""
    told = f'<figcaption class="wp-element-caption">{_inner(caption)}</figcaption>' if caption is not None and _inner(caption).strip() else ""
    picture = f'<img src="{_quoted(source)}" alt="{_quoted(alt)}"{name}/>'
    return _wrapped("image", about, f'<figure class="wp-block-image{" size-full" if number else ""}">{picture}{told}</figure>')


def _wrapped(name: str, about: Mapping[str, Any], markup: str) -> str:
    told = f" {json.dumps(about, separators=(',', ':'))}" if about else ""
    return f"<!-- wp:{name}{told} -->\n{markup}\n<!-- /wp:{name} -->"


def _id(element: HtmlElement) -> str:
    return f' id="{_quoted(element.get("id", ""))}"' if element.get("id") else ""


def _inner(element: HtmlElement) -> str:
    return _inline(element.text) + "".join(_outer(child) + _inline(child.tail) for child in element)


def _inline(text: str | None) -> str:
    """Text as source in which the site finds no shortcode."""
    return escape(text or "", quote=False).replace("[", "&#91;")


def _quoted(value: str) -> str:
    return escape(value).replace("[", "&#91;")


def _outer(element: HtmlElement) -> str:
    """An element as HTML, in which the site finds no shortcode."""
    from lxml import html

    return str(html.tostring(element, encoding="unicode", with_tail=False)).replace("[", "&#91;")
