"""Makes an article's HTML safe to show, and fit for its place under the page's own title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

    from translate_flow.channels.site_voice import Voice

TARGET = "article-text"  # the id the page itself uses; no article may take it
TAGS = frozenset({
    "a", "abbr", "address", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code",
    "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2",
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
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "section": {"class"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ROLES = frozenset({"note", "doc-noteref", "doc-backlink", "doc-endnotes", "doc-endnote", "doc-footnote"})
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?", re.ASCII)
_SPAN = re.compile(r"[1-9]\d?", re.ASCII)
_FORMS = {  # attributes that hold only this
    "width": _WHOLE, "height": _WHOLE, "start": _WHOLE, "value": _WHOLE, "colspan": _SPAN, "rowspan": _SPAN,
    "lang": _LANGUAGE, "hreflang": _LANGUAGE, "scope": re.compile("row|col|rowgroup|colgroup"), "type": re.compile(r"[1aAiI]|\w+/[\w.+-]+", re.ASCII),
    "datetime": re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII),
}  # fmt: skip
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
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


def _address(value: str) -> str | None:
    """An address with what may not stand in one percent-encoded (RFC 3986); None for what is none."""
    from urllib.parse import quote, urlsplit

    value = quote(value.strip(), safe="!#$%&'()*+,/:;=?@[]~" + "".join(char for char in value if ord(char) > 0x9F and not char.isspace()))
    value = _PERCENT.sub("%25", value)
    path, hash_, fragment = value.partition("#")
    try:
        parts = urlsplit(path)
        _ = parts.port
    except ValueError:
        return None
    if (parts.scheme in {"http", "https"} and not parts.hostname) or not value:
        return None
    if "[" in path or "]" in path:
        path = path.replace("[", "%5B").replace("]", "%5D")
    return path + hash_ + fragment.replace("#", "%23")


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"href", "src", "poster", "cite"}:
        return _address(value)
    if attribute == "id":
        fits = value not in (TARGET, "") and value == "".join(value.split())
    elif attribute == "role":
        fits = value in _ROLES
    elif attribute == "class":  # of ours, for the notes at an article's end
        fits = value == "footnotes"
    elif attribute == "dir":
        fits = value.lower() in {"ltr", "rtl", "auto"}
    elif attribute == "rel":
        fits = value in {"nofollow", "noopener", "license", "author", "external"}
    else:
        fits = attribute not in _FORMS or _FORMS[attribute].fullmatch(value) is not None
    return value if fits else None


_NOTES = re.compile(r'<section class="footnotes">\n?(.*?)</section>', re.S)
_NOTE = re.compile(r'(<p id="fn-(\d+)"><a href="#fnref-\2">)(.*?</a>.*?)(</p>)', re.S)
_MARK = re.compile(r'<a id="(fnref-[\d-]+)" href="#fn-')


def with_notes(body: Markup, say: Voice) -> Markup:
    """An article's cleaned HTML with the footnotes that our formats print named as such for machines, and a link back at each one's end."""
    from markupsafe import Markup

    if 'class="footnotes"' not in body:
        return body
    back = say.plain("Back to text").replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    name = say.plain("Footnotes").replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    lang = "" if say.is_own else f' lang="{say.language}"'

    def notes(found: re.Match[str]) -> str:
        linked = _NOTE.sub(lambda note: f'{note[1]}{note[3]} <a class="back" href="#fnref-{note[2]}" role="doc-backlink" aria-label="{back}"{lang}>↩\ufe0e</a>{note[4]}', found[1])
        return f'<section class="footnotes" role="doc-endnotes" aria-label="{name}">\n{linked}</section>'

    html = _MARK.sub(r'<a role="doc-noteref" id="\1" href="#fn-', str(body))
    return Markup(_NOTES.sub(notes, html))  # noqa: S704  what is put in is our own
