"""One scan over WordPress content that finds the runs of text between everything that ends a paragraph.

Block comments follow the block grammar of the WordPress handbook (“Markup representation of a block”). Blank
lines end paragraphs where the site's `wpautop` makes them so: in content without block comments, outside
blocks, and in the freeform and shortcode blocks. What nobody reads (scripts, players' fallbacks) is skipped.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from translate_flow.formats.markup import BLOCK, COMMENT, INSIDE_TAG, SPACE, tag_attributes
from translate_flow.formats.wp_shortcodes import ATTRIBUTES
from translate_flow.text.document import Kind

MAX_WARNINGS = 20
# Kind, start, end, level, ref, and whether `wpautop` puts `<p>` around: a stretch of inline source without
# white space at its ends. A plain tuple, because much of the time of reading goes into making them.
Run = tuple[Kind, int, int, int, str, bool]

_INLINE = r"</?(?:a|strong|em|b|i|br|span|sup|sub|img|mark|code|u|s|small|cite|kbd|abbr|q|del|ins)(?=[\s/>])"
_CORE = "wp_caption|caption|embed|audio|video|playlist|gallery"
# Most of a post is such simple blocks, read in one step; those that hold more are read by the other rules. `[^<]` is
# scanned several times as fast as a set of two characters: whether a shortcode stands inside is asked afterwards.
_SIMPLE = (
    r"<!-- wp:(paragraph|heading|list-item)(?: (\{[^<>]*\}))? -->\s*+<(p|h[1-6]|li)(?>(?:\s[^<>]*+)?)>"
    rf"((?>(?:[^<]++|{_INLINE})*))</\3>\s*+<!-- /wp:\1 -->()"  # groups 1–5
)
_SHORTCODE_INSIDE = re.compile(rf"\[/?(?:{_CORE})[\s/\]]")
_BLOCK_COMMENT = r"<!--\s*+(/?+)wp:([a-z][a-z0-9_/-]*+)((?>(?:[^-]++|-(?!->))*))(-->)?()"  # 6–10
_TAG = rf"<(/?+)([A-Za-z][^\s/<>]*+)({INSIDE_TAG})(>)?()"  # 12–16
_SHORTCODE = rf"\[({_CORE})(?=[\s/\]])({ATTRIBUTES})\]()"  # 17–19
_MARKUP = rf"{_BLOCK_COMMENT}|({COMMENT})|{_TAG}"
_SCAN = re.compile(rf"{_SIMPLE}|{_MARKUP}")  # for content without brackets: all that it finds begins with `<`
_SCAN_BRACKETS = re.compile(rf"{_SIMPLE}|{_MARKUP}|{_SHORTCODE}")
_SCAN_ONE = re.compile(rf"(?!){_SIMPLE}|{_MARKUP}")  # what begins a block that is not simple after all
SIMPLE, BLOCK_COMMENT, A_COMMENT, TAG = 5, 10, 11, 16  # the last group of each alternative; a shortcode else
_BLANK = re.compile(r"\n[ \t\r]*+\n\s*+")
_ADDRESS_LINE = re.compile(r"""^[ \t]*+https?://[^\s<>"]++[ \t\r]*+$""", re.M)
_PAGING = re.compile(r"<!--\s*(?:more|nextpage|noteaser)\b", re.I)
_IMAGE_FIRST = re.compile(r"\s*+(?>(?:<a\s[^<>]*+>\s*+)?)<img\s[^<>]*+>(?>(?:\s*+</a>)?)", re.I)
_SOURCE = re.compile(r"""<(?:img|source|video|audio|iframe)\b[^<>]*?\ssrc=["']?([^"'\s<>]++)""", re.I)
OLD_CAPTION = re.compile(r"""(?<=[\s"'])caption=(?:"([^"]*+)"|'([^']*+)')""")
_LANGUAGE = re.compile(r"\b(?:lang(?:uage)?-|brush:\s*)([\w+#-]+)")
_CODE = re.compile(r"\s*+<code\b([^<>]*+)>", re.I)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
_ITEMS = frozenset({"li", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
_OTHERS = frozenset({"blockquote", "figure", "figcaption", "caption", "table", *_HEADINGS})
_STRUCTURE = _LISTS | _ITEMS | _CELLS | _OTHERS
_ALIKE = (_ITEMS, _CELLS, frozenset(_HEADINGS), frozenset({"figcaption"}))  # one ends another left open
_SIBLINGS = {name: group for group in _ALIKE for name in group}
_SKIPPED = "script style pre textarea select object svg noscript template video audio canvas"
_ENDS = {name: re.compile(rf"</{name}\s*>", re.I) for name in _SKIPPED.split()}
_WITHIN = frozenset({"script", "style", "svg", "template"})  # these end no paragraph that they stand in
_KNOWN = BLOCK | _STRUCTURE | _ENDS.keys() | {"img"}
_TIGHT = frozenset({Kind.HEADING, Kind.LIST_ITEM, Kind.TABLE_CELL, Kind.CAPTION, Kind.FOOTNOTE})
_FREEFORM = frozenset({"freeform", "shortcode"})


@lru_cache(maxsize=2048)
def _valid(attributes: str) -> bool:
    try:
        return isinstance(json.loads(attributes), dict)
    except (ValueError, RecursionError):
        return False


class Scan:
    """The scan of `text[start:]`: `run()` fills `runs` (ordered, never overlapping) and `warnings`.

    Time is linear in the text, whatever it holds. A subclass may override what comments and shortcodes do.
    """

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self.at = start  # where the present run began
        self.classic = text.find("<!-- wp:", start) < 0
        self.autop = True
        self.runs: list[Run] = []
        self.warnings: list[str] = []
        self.suppressed = 0
        self.open_blocks: list[tuple[str, int]] = []
        self.block_counts: dict[str, int] = {}
        self.stack: list[tuple[str, Kind, int, str]] = []
        self.counts: dict[str, int] = {}
        self.lists = 0
        self.kind, self.level, self.ref = Kind.PARAGRAPH, 0, ""
        self.source = ""  # address of the last image or player of this figure
        self.in_p = False
        self.unclosed: set[str] = set()  # elements whose end was sought in vain from here on

    def run(self) -> Scan:
        """Reads all; returns itself."""
        begin, length = self.at, len(self.text)
        brackets = self.text.find("[", begin) >= 0
        scan = _SCAN_BRACKETS if brackets else _SCAN
        while begin < length:
            for match in scan.finditer(self.text, begin):
                which = match.lastindex
                if which == SIMPLE:
                    if not brackets or not _SHORTCODE_INSIDE.search(self.text, *match.span(4)):
                        self._simple(match)
                        continue
                    opening = _SCAN_ONE.match(self.text, match.start())
                    assert opening is not None  # the block's first comment
                    begin = self.block_comment(opening) or opening.end()
                elif which == TAG:
                    begin = self._tag(match)
                elif which == BLOCK_COMMENT:
                    begin = self.block_comment(match)
                elif which == A_COMMENT:
                    begin = self.comment(match)
                else:
                    begin = self.shortcode(match)
                if begin:
                    break
            else:
                break
        self.flush(length)
        for name, where in self.open_blocks:
            self.warn(f"the block “{name}” is never closed", where)
        if self.suppressed:
            self.warnings.append(f"{self.suppressed} more places like these were found.")
        return self

    def warn(self, what: str, at: int) -> None:
        """Adds a sentence that names the line; only so many of them."""
        if len(self.warnings) < MAX_WARNINGS:
            line = self.text.count("\n", 0, at) + 1
            self.warnings.append(f"Line {line}: {what}. Look at it in WordPress’s code editor.")
        else:
            self.suppressed += 1

    # Runs

    def flush(self, end: int) -> None:
        """Ends the run that began at `self.at`, cut at blank lines where they end paragraphs."""
        start, self.at = self.at, end
        if start >= end:
            return
        source = self.text[start:end]
        if source.isspace():
            return
        if not self.autop:
            self._put(self.kind, start, end)
            return
        wrap = not self.in_p and self.kind not in _TIGHT
        cuts = [match.span() for match in _BLANK.finditer(source)] if "\n" in source else []
        if "://" in source:
            for match in _ADDRESS_LINE.finditer(source):  # an embed, were it alone
                cuts += ((match.start(), match.start()), (match.end(), match.end()))
            cuts.sort()
        wrap = wrap or (len(cuts) > 1 and not self.in_p)
        at = 0
        for cut_start, cut_end in cuts:
            if cut_start > at:
                self._put(self.kind, start + at, start + cut_start, wrap)
            at = max(at, cut_end)
        self._put(self.kind, start + at, end, wrap)

    def _put(self, kind: Kind, start: int, end: int, wrap: bool = False) -> None:
        bare = self.text[start:end].rstrip(SPACE)
        end = start + len(bare)
        start = end - len(bare.lstrip(SPACE))
        if start < end:
            ref = self.source if kind is Kind.CAPTION else self.ref
            self.runs.append((kind, start, end, self.level, ref, wrap))

    # What the scan meets. Each returns where to go on, or 0 for right after the match.

    def _simple(self, match: re.Match[str]) -> None:
        attributes, name, inner = match.group(2, 3, 4)
        begin, end = match.span()
        if begin > self.at and not self.text[self.at : begin].isspace():
            self.flush(begin)
        self.at = end
        if attributes and not _valid(attributes):
            self.warn(f"the settings of the block “{match[1]}” are not valid JSON", begin)
        if self.stack and not self.open_blocks:
            self._reset()
        start, stop = match.span(4)
        if not inner or inner[0] <= " " or inner[-1] <= " ":
            stop = start + len(inner.rstrip(SPACE))
            start += len(inner) - len(inner.lstrip(SPACE))
            if start >= stop:
                return
        if name == "p":
            self.runs.append((self.kind, start, stop, self.level, self.ref, False))
        elif name == "li":
            self.runs.append((Kind.LIST_ITEM, start, stop, self.lists or 1, self.ref, False))
        else:
            self.runs.append((Kind.HEADING, start, stop, int(name[1]), "", False))

    def _tag(self, match: re.Match[str]) -> int:
        slash, name, inside, closed = match.group(12, 13, 14, 15)
        name = name.lower()
        if name not in _KNOWN or not closed:
            return 0
        if name == "img":
            self.source = self.source or tag_attributes(inside).get("src", "")
            return 0
        begin, end = match.span()
        if name in _ENDS and not slash and not inside.endswith("/"):
            return self._skip(name, inside, begin, end)
        self.flush(begin)
        self.at = end
        self.in_p = name == "p" and not slash
        if name in _STRUCTURE:
            if slash:
                self._close(name)
            else:
                self._open(name, inside)
        return 0

    def _skip(self, name: str, inside: str, begin: int, end: int) -> int:
        closing = None if name in self.unclosed else _ENDS[name].search(self.text, end)
        if closing is None:
            self.unclosed.add(name)
            self.flush(begin)
            self.at = end
            return 0
        if name in _WITHIN and self.in_p:
            return closing.end()
        self.flush(begin)
        self.at = closing.end()
        if name == "pre":
            self._pre(inside, end, closing.start())
        elif name in {"audio", "video"} and not self.source:
            found = _SOURCE.search(self.text, begin, closing.start())
            self.source = found[1] if found else ""
        return self.at

    def _pre(self, inside: str, start: int, end: int) -> None:
        code = _CODE.match(self.text, start, end)
        if code and self.text[start:end].rstrip().endswith("</code>"):
            start, end = code.end(), self.text.rindex("</code>", start, end)
            inside += code[1]
        outer = self.ref, self.level
        language = _LANGUAGE.search(inside)
        self.ref, self.level = language[1] if language else "", 0
        self._put(Kind.PARAGRAPH if "wp-block-verse" in inside else Kind.CODE, start, end)
        self.ref, self.level = outer

    def comment(self, match: re.Match[str]) -> int:
        """An ordinary comment: it ends a paragraph where it divides pages, or spans lines."""
        begin, end = match.span()
        if "\n" in match[0] or _PAGING.match(match[0]):
            self.flush(begin)
            self.at = end
        return 0

    def block_comment(self, match: re.Match[str]) -> int:
        """Opens or closes a block."""
        begin, self.in_p = match.start(), False
        slash, name, rest, closed = match.group(6, 7, 8, 9)
        self.flush(begin)
        self.at = match.end()
        name = name.removeprefix("core/")
        if not closed:
            self.warn(f"the comment of the block “{name}” has no end, and hides all that follows", begin)
        elif slash:
            self._close_block(name, begin)
        else:
            rest = rest.strip()
            alone = rest.endswith("/")
            attributes = rest[:-1].rstrip() if alone else rest
            if attributes and not _valid(attributes):
                self.warn(f"the settings of the block “{name}” are not valid JSON", begin)
            if self.stack and not self.open_blocks:
                self._reset()
            if not alone:
                self.open_blocks.append((name, begin))
                self.block_counts[name] = self.block_counts.get(name, 0) + 1
        self.autop = self.classic or not self.open_blocks or self.open_blocks[-1][0] in _FREEFORM
        return 0

    def _close_block(self, name: str, begin: int) -> None:
        if not self.block_counts.get(name):
            self.warn(f"“/wp:{name}” closes no block", begin)
            return
        if self.open_blocks[-1][0] != name:
            self.warn(f"the blocks “{name}” and “{self.open_blocks[-1][0]}” cross", begin)
        closed = ""
        while closed != name:
            closed, _ = self.open_blocks.pop()
            self.block_counts[closed] -= 1

    def shortcode(self, match: re.Match[str]) -> int:
        """One of WordPress's own shortcodes: a caption, or what embeds something."""
        begin, end = match.span()
        name, inside = match.group(17, 18)
        if self.text[begin - 1 : begin] == "[":
            return 0  # `[[caption]]` is text
        self.flush(begin)
        self.at = end
        if inside.endswith("/"):
            return 0
        following = self.text.find(f"[{name}", end)
        closing = self.text.find(f"[/{name}]", end, following if following >= 0 else len(self.text))
        if closing < 0:
            return 0
        if name.endswith("caption"):
            self._caption(match, end, closing)
        self.at = closing + len(name) + 3
        return self.at

    def _caption(self, match: re.Match[str], start: int, end: int) -> None:
        image = _IMAGE_FIRST.match(self.text, start, end)
        before = self.source
        found = _SOURCE.search(self.text, start, end)
        self.source = found[1] if found else ""
        if image and not self.text[image.end() : end].strip():
            old = OLD_CAPTION.search(self.text, match.start(18), match.end(18))  # as written before 3.4
            start, end = old.span(old.lastindex or 0) if old else (end, end)
        elif image:
            start = image.end()
        outer, self.level = self.level, 0
        self._put(Kind.CAPTION, start, end)
        self.level, self.source = outer, before

    # The elements that say what a run is

    def _open(self, name: str, inside: str) -> None:
        alike = _SIBLINGS.get(name)
        if alike and self.stack and self.stack[-1][0] in alike:
            self._pop()
        kind, level, ref = self.kind, self.level, self.ref
        self.counts[name] = self.counts.get(name, 0) + 1
        if name in _ITEMS:
            if kind is Kind.FOOTNOTE:
                ref = tag_attributes(inside).get("id", "")
            else:
                kind, level, ref = Kind.LIST_ITEM, self.lists or 1, ""
        elif name in _LISTS:
            self.lists += 1
            if "footnotes" in inside:
                kind, level, ref = Kind.FOOTNOTE, 0, ""
        elif name in _HEADINGS:
            kind, level, ref = Kind.HEADING, _HEADINGS[name], ""
        elif name == "blockquote":
            kind, level, ref = Kind.QUOTE, self.counts[name], ""
        elif name in _CELLS:
            kind, level, ref = Kind.TABLE_CELL, 0, ""
        elif name in {"figcaption", "caption"}:
            kind, level, ref = Kind.CAPTION, 0, ""
        elif name in {"figure", "table"}:
            self.source = ""
        self.stack.append((name, kind, level, ref))
        self.kind, self.level, self.ref = kind, level, ref

    def _close(self, name: str) -> None:
        if not self.counts.get(name):
            return
        while self._pop() != name:
            pass
        if name in {"figure", "table"}:
            self.source = ""

    def _pop(self) -> str:
        name = self.stack.pop()[0]
        self.counts[name] -= 1
        if name in _LISTS:
            self.lists -= 1
        if self.stack:
            _, self.kind, self.level, self.ref = self.stack[-1]
        else:
            self.kind, self.level, self.ref = Kind.PARAGRAPH, 0, ""
        return name

    def _reset(self) -> None:
        """Forgets elements left open: a block at the top level starts afresh."""
        while self.stack:
            self._pop()
