"""Makes an article's HTML safe to show, and fit for its place under the page's own title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

TARGET = "article-text"  # the id the page itself uses; no article may take it
TAGS = frozenset({
    "a", "abbr", "address", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "rp", "rt",
    "ruby", "s", "samp", "section", "small", "source", "span", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "video", "wbr",
})  # fmt: skip
_DROPPED = frozenset({  # with all that is in them
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "form", "head", "title",
})  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title", "role", "aria-label", "aria-describedby"},
    "a": {"href", "hreflang", "rel"},
    "img": {"src", "alt", "width", "height"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "poster", "width", "height"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ROLES = frozenset({"note", "doc-noteref", "doc-backlink", "doc-endnotes", "doc-endnote", "doc-footnote"})
_H1 = re.compile(r"<(/?)h1\b")


def clean(html: str) -> Markup:
    """An HTML fragment without scripts, event handlers, styles, embeds, and links of other schemes than the web's.

    Figures, captions, tables, languages, directions, footnotes' ids and links stay. Balanced whatever comes
    in; headings of the first level become the second, since the page has its title.
    """
    import nh3
    from markupsafe import Markup

    safe = nh3.clean(
        html, tags=set(TAGS), clean_content_tags=set(_DROPPED), attributes=_ATTRIBUTES, attribute_filter=_filter,
        url_schemes=_SCHEMES, link_rel=None, strip_comments=True,
    )  # fmt: skip
    # Past nh3 “<h1” can only open or close an element, or stand in an attribute's value, where it does no harm.
    return Markup(_H1.sub(r"<\1h2", safe))  # noqa: S704  sanitised just above


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "id" and (value == TARGET or not value or value != "".join(value.split())):
        return None
    if attribute == "role" and value not in _ROLES:
        return None
    if attribute == "dir" and value.lower() not in {"ltr", "rtl", "auto"}:
        return None
    if attribute == "rel" and tag == "a":
        return value if value in {"nofollow", "noopener", "license", "author", "external"} else None
    return value
