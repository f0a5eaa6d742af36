"""Puts the elements of a cleaned article where HTML lets them stand, so that its page is valid whatever its author wrote.

Nothing that a reader reads is taken away: an element in a place it may not have becomes one that may (a `div`, a `span`, a list's
item). By the content models of the HTML Standard, chapter 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INLINE_ONLY = frozenset(
    "h1 h2 h3 h4 h5 h6 p pre span em strong b i u s small sub sup code kbd samp var cite q abbr dfn bdi bdo mark time rt summary ruby picture".split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    "address aside blockquote details div dd dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 li ol p pre section summary "  # noqa: SIM905
    "table caption colgroup col thead tbody tfoot tr td th ul".split()
)
_HOMES = {  # the only parents that an element may have
    "li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "figcaption": {"figure"}, "summary": {"details"}, "caption": {"table"},
    "colgroup": {"table"}, "col": {"colgroup"}, "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"},
    "tr": {"table", "thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"},
}  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SECTIONS = frozenset({"aside", "footer", "section"})
_NO_HEADINGS = frozenset({"th", "dt", "address"})  # nor sections
_ROLES = {"doc-noteref": {"a"}, "doc-backlink": {"a"}, "doc-endnotes": {"section"}, "doc-footnote": {"aside", "div", "section"}, "note": {"aside", "div", "p", "section"}}
_FORM = {"li": {"value"}, "ol": {"start", "reversed", "type"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "time": {"datetime"}, "blockquote": {"cite"}, "q": {"cite"}}
_OF_FORM = frozenset(name for names in _FORM.values() for name in names)


def mend(html: str) -> str:
    """The same text in valid HTML. `html` is what `site_clean.clean` gives: balanced, of the elements it knows and no others.

    A wide table or code gets its own scrolling place, which the keyboard reaches.
    """
    from lxml import etree

    root = etree.HTML(f"<div>{html}</div>", etree.HTMLParser(huge_tree=True, remove_comments=True)).find("body/div")
    if root is None:
        return ""
    inline: dict[Element, bool] = {root: False}
    ids: set[str] = set()
    for element in list(root.iter())[1:]:
        parent = element.getparent()
        if parent is None:
            continue
        _place(element, parent, inline[parent])
        inline[element] = inline[parent] or element.tag in _INLINE_ONLY
        _attributes(element, ids)
    for element in list(root.iter("tr", "img")):
        if (element.tag == "tr" and not len(element)) or (element.tag == "img" and not element.get("src")):
            _drop(element)
    _level(root)
    for element in list(root.iter("ul", "ol", "dl", "table", "th", "a", "pre", "img", "picture", "source", "details", "ruby")):
        _whole(element)
    for element in root.iter():
        if "aria-describedby" in element.attrib and not set(element.attrib["aria-describedby"].split()) <= ids:
            del element.attrib["aria-describedby"]
    made = "".join(etree.tostring(child, method="html", encoding="unicode") for child in root)
    return _escaped(root.text or "") + made.replace("</wbr>", "").replace("</source>", "")  # elements that libxml2 does not know to be empty


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _place(element: Element, parent: Element, is_inline: bool) -> None:
    """Gives an element another name where its own may not stand."""
    tag = element.tag
    if is_inline and tag in _BLOCKS:
        element.tag = "span"
    elif is_inline and tag == "hr":
        element.tag = "br"
    elif (tag in _HOMES and parent.tag not in _HOMES[tag]) or (tag in _HEADINGS | _SECTIONS and _within(element, *_NO_HEADINGS)) or (tag in {"address", "footer"} and _within(element, tag)):
        element.tag = "div"
    elif tag in {"rt", "rp"} and parent.tag != "ruby":
        element.tag = "span"
    elif (tag == "figcaption" and not _at_an_end(element)) or (tag == "summary" and element.getprevious() is not None):
        element.tag = "div"
    elif (tag == "dfn" and _within(element, "dfn")) or (tag == "bdo" and "dir" not in element.attrib) or (tag == "time" and "datetime" not in element.attrib):
        element.tag = "span"


def _within(element: Element, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _at_an_end(caption: Element) -> bool:
    """Whether a figure's caption is its first or its last, and its only one."""
    if any(other.tag == "figcaption" for other in caption.itersiblings(preceding=True)):
        return False
    return caption.getprevious() is None or caption.getnext() is None


def _attributes(element: Element, ids: set[str]) -> None:
    """Takes what an element may not have: another's attributes, an id that is taken, a role of another kind of element."""
    held = element.attrib
    if not held:
        return
    for name in _OF_FORM & set(held):
        if name not in _FORM.get(str(element.tag), ()):
            del held[name]
    if "id" in held:
        if held["id"] in ids:
            del held["id"]
        else:
            ids.add(str(held["id"]))
    if "role" in held and element.tag not in _ROLES.get(str(held["role"]), ()):
        del held["role"]
    if "aria-label" in held and "role" not in held and element.tag not in {"a", "section", "aside", "img"}:
        del held["aria-label"]
    if element.tag == "a" and "href" not in held:
        for name in {"hreflang", "rel"} & set(held):
            del held[name]


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _whole(element: Element) -> None:
    """Makes one of the elements that need others, or may hold only some, whole."""
    tag = element.tag
    if tag in {"ul", "ol"}:
        _listed(element)
    elif tag == "dl":
        _paired(element)
    elif tag == "img":
        element.set("alt", element.get("alt") or "")
    elif tag == "th" and not "".join(element.itertext()).strip() and element.find(".//img") is None:
        _rename(element, "td", set())
        element.attrib.pop("scope", None)
    elif tag == "a" and not "".join(element.itertext()).strip() and "aria-label" not in element.attrib and element.find(".//img") is None:
        for name in {"href", "hreflang", "rel", "role"} & set(element.attrib):  # nobody can follow it; others may link to it
            del element.attrib[name]
    elif tag == "source" and not (_parent(element).tag in {"audio", "video"} and element.get("src")):
        _drop(element)
    elif tag == "picture":
        element.tag = "span"
    elif tag == "details" and (not len(element) or element[0].tag != "summary" or (element.text or "").strip()):
        _rename(element, "div", {"summary"})
    elif tag == "ruby" and not (element.find("rt") is not None and element[-1].tag in {"rt", "rp"} and not (element[-1].tail or "").strip()):
        _rename(element, "span", {"rt", "rp"})
    elif tag == "table" and not _within(element, "table"):
        around = _wrap(element, "div")
        around.set("class", "wide")
        _reachable(around)
    elif tag == "pre":
        _reachable(element)


def _reachable(element: Element) -> None:
    """The keyboard can scroll it; where it is within a link, that is what the keyboard reaches."""
    if not _within(element, "a"):
        element.set("tabindex", "0")


def _level(root: Element) -> None:
    """No heading is more than one level below the one before; the page's title is the first level."""
    last = 1
    for element in root.iter(*_HEADINGS):
        last = min(int(str(element.tag)[1]), last + 1)
        element.tag = f"h{last}"


def _listed(element: Element) -> None:
    """A list holds items alone."""
    _adopt_text(element, "li")
    for child in list(element):
        if child.tag in {"p", "div", "span"}:
            child.tag = "li"
            child.attrib.pop("role", None)
        elif child.tag != "li":
            _wrap(child, "li")


def _paired(element: Element) -> None:
    """Terms, then what is said of them; else it is no such list."""
    tags = [child.tag for child in element]
    loose = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    if loose or not tags or tags[0] != "dt" or tags[-1] != "dd" or set(tags) - {"dt", "dd"}:
        _rename(element, "div", {"dt", "dd"})


def _adopt_text(element: Element, name: str) -> None:
    from lxml import etree

    for place, child in [(0, None), *((at + 1, child) for at, child in enumerate(list(element)))][::-1]:
        text = element.text if child is None else child.tail
        if text and text.strip():
            item = etree.Element(name)
            item.text = text
            element.insert(place, item)
            if child is None:
                element.text = None
            else:
                child.tail = None


def _rename(element: Element, name: str, parts: set[str]) -> None:
    element.tag = name
    for child in element:
        if child.tag in parts:
            child.tag = name


def _wrap(element: Element, name: str) -> Element:
    """A new element in the place of this one, which is put into it; the text after it stays after both."""
    from lxml import etree

    around, parent = etree.Element(name), _parent(element)
    around.tail, element.tail = element.tail, None
    parent.replace(element, around)
    around.append(element)
    return around


def _drop(element: Element) -> None:
    """Takes an empty element, and leaves the text that follows it."""
    parent, before = _parent(element), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
