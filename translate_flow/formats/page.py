"""Finding the article in a saved page: its text, and what stands around it that belongs to it.

The text lies where a known theme puts it (`page_profiles`), else in the element marked as the article, else where most
of the page's running text is. All else on the page is furniture. Furniture inside the article is dropped by name, by
role and by tag, but never where that would take a great part of the text along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from translate_flow.formats import page_profiles as known
from translate_flow.formats.html_blocks import EARLY, LATE, Collector, Context, Piece
from translate_flow.formats.html_notes import is_notes
from translate_flow.formats.html_tree import Node, Tree, build, read_text
from translate_flow.formats.markup import Token
from translate_flow.formats.page_measure import Measure, free, within
from translate_flow.formats.page_roles import meta_lines, meta_of, roles_in, through, title_of
from translate_flow.text.document import Block, Document, Kind, Provenance

WHOLE = "data-contents"  # on <html>, "article": the body is one article and nothing else


@dataclass(frozen=True, slots=True)
class Region:
    """Where the article is: `roots` hold its text, `dropped` (ids) does not belong to it, `roles` are the elements that
    are its title, standfirst, byline, date or provenance line. `profile` says how it was found; empty for a clean file."""

    roots: tuple[Node, ...]
    dropped: frozenset[int] = frozenset()
    roles: tuple[tuple[Kind, Node], ...] = ()
    through: frozenset[int] = frozenset()  # inline elements that hold a role or what is dropped
    profile: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A page read: its pieces in the order of the text, where they were looked for, what its provenance line says."""

    tree: Tree
    region: Region
    pieces: tuple[Piece, ...]
    provenance: Provenance | None


def analyse(tree: Tree) -> Reading:
    """Finds the article in a tree (a fragment or clean file is one as it is) and gathers its pieces."""
    measure = Measure.of(tree.body)
    region = _locate(tree, measure) if _furnished(tree, measure) else _clean(tree)
    pieces, provenance = _gather(tree, region)
    region, pieces = _without_dangling_headings(region, pieces, measure)
    return Reading(tree, region, pieces, provenance)


def has_furniture(document: Document) -> bool:
    """Whether a whole page holds more than its article: menus, sidebars, forms, comments … A fragment never does."""
    tree = build(document.text)
    return _furnished(tree, Measure.of(tree.body))


def _furnished(tree: Tree, measure: Measure) -> bool:
    if not tree.whole or any(node.name == "html" and node.get(WHOLE) == "article" for node in tree.root.elements()):
        return False
    if any(node.children for node in measure.nodes):
        return True
    return any(
        not known.PROFILES[index][1].isdisjoint(node.classes) for node in tree.body.walk() for index in (0, 1, 2)
    )


def _clean(tree: Tree) -> Region:
    """A fragment or a file that is all article: everything in it is kept, only roles are looked for."""
    title = None
    before = 0
    for node in tree.body.walk():
        if node.name == "h1" and not node.hidden and before <= EARLY // 3 and node.parent is not None:
            if any(above.name in {"pre", "listing", "xmp"} for above in node.ancestors()):
                continue
            title = node
            break
        before += node.name in {"p", "li", "h2", "h3", "blockquote"} and bool(node.children)
    found = [(Kind.TITLE, title)] if title is not None else []
    found += roles_in(tree.body, None, frozenset(), title)
    lines = frozenset(id(line) for line in meta_lines(found, tree.source))
    return Region((tree.body,), lines, tuple(found), through([node for _, node in found]))


def _locate(tree: Tree, measure: Measure) -> Region:
    content, profile = _content(tree, measure)
    if content is None:
        main = tree.body.find("main") or tree.body
        region = _clean(replace(tree, body=main))
        if measure.total[id(main)]:
            region = replace(region, dropped=region.dropped | measure.furniture)
        warning = "No article was found on this page: all of its text was taken. Remove what does not belong to it."
        return replace(region, warnings=(warning,), profile="none")
    title = title_of(tree, content, measure)
    scope = _scope(content, title, tree.body)
    dropped = set(measure.furniture)
    roles = [(Kind.TITLE, title)] if title is not None else []
    roles += roles_in(scope, content, measure.furniture, title)
    dropped |= {id(line) for line in meta_lines(roles, tree.source)}
    meta = list(meta_of(scope, measure))
    dropped |= {id(node) for node in meta}
    wrappers = through([*(node for _, node in roles), *measure.nodes, *meta])
    dropped |= {id(node) for node in _named_sections(content, measure)}
    taken = {id(node) for _, node in roles}
    around = [node for node in _around(scope, content, title, measure, dropped | taken) if node is not title]
    roots = tuple(sorted([content, *around], key=lambda node: node.start))
    warnings: tuple[str, ...] = ()
    if profile == "density":
        warnings = ("The article was found by where the running text is: check its first and last paragraphs.",)
    return Region(roots, frozenset(dropped), tuple(roles), wrappers, profile, warnings)


def _content(tree: Tree, measure: Measure) -> tuple[Node | None, str]:
    """The element that holds the article's text, and the profile that found it."""
    found: dict[str, Node] = {}

    def offer(profile: str, node: Node) -> None:
        if measure.prose(node) > 0 and (profile not in found or measure.prose(node) > measure.prose(found[profile])):
            found[profile] = node

    for node in free(tree.body, measure.furniture):
        if node.attributes:
            classes = node.classes
            for profile, wanted in known.PROFILES:
                if not wanted.isdisjoint(classes):
                    offer(profile, node)
            if node.get("data-elementor-type") in known.ELEMENTOR_TYPES:
                offer("Elementor sections", node)
            if node.get("itemprop").lower() == "articlebody":
                offer("articleBody", node)
            if node.get("role") == "article":
                offer("article", node)
        if node.name in {"article", "main"}:
            offer(node.name, node)
    order = [
        "WordPress block theme",
        "Elementor",
        "Elementor sections",
        "WordPress",
        "articleBody",
        "common names",
        "article",
    ]
    for profile in order:
        if profile in found and measure.prose(found[profile]) >= 0.25 * measure.prose(
            found.get("main", found[profile])
        ):
            return found[profile], profile
    start = found.get("main", tree.body)
    dense = _densest(start, measure)
    return (dense, "density") if measure.prose(dense) >= 40 else (None, "")


def _densest(node: Node, measure: Measure) -> Node:
    """The innermost container that still holds four fifths of the running text."""
    while True:
        wanted = 0.8 * measure.prose(node)
        inner = next(
            (child for child in node.elements() if child.blocky and measure.prose(child) >= wanted and _is_box(child)),
            None,
        )
        if inner is None or wanted == 0:
            return node
        node = inner


def _is_box(node: Node) -> bool:
    """Whether an element can hold an article: it holds blocks itself, and is no list, quote or heading."""
    if node.name in {"p", "ul", "ol", "dl", "blockquote", "figure", "h1", "h2", "h3", "pre"}:
        return False
    return any(child.blocky for child in node.elements()) or node.name in {"article", "section"}


def _scope(content: Node, title: Node | None, body: Node) -> Node:
    """The smallest element around both title and text; without a title, the article or main around the text."""
    if title is not None:
        mine = {id(content), *(id(above) for above in content.ancestors())}
        for above in (title, *title.ancestors()):
            if id(above) in mine:
                return above
    return next((above for above in (content, *content.ancestors()) if above.name in {"article", "main"}), body)


def _named_sections(content: Node, measure: Measure) -> Iterator[Node]:
    """Furniture that only its heading gives away, and the lists of links after it."""
    places: dict[int, tuple[dict[int, int], list[Node]]] = {}  # parent → where its elements stand among them
    for node in free(content, measure.furniture):
        if not (node.blocky and 0 < measure.total[id(node)] <= 60):
            continue
        if not known.FURNITURE_HEADING.fullmatch(read_text([node], node.source)):
            continue
        yield node
        if id(node.parent) not in places:
            siblings = list(node.parent.elements()) if node.parent is not None else []
            places[id(node.parent)] = {id(each): index for index, each in enumerate(siblings)}, siblings
        own, siblings = places[id(node.parent)]
        for sibling in islice(siblings, own[id(node)] + 1, None):
            if id(sibling) in measure.furniture or not measure.total[id(sibling)]:
                continue
            if measure.linked[id(sibling)] < 0.25 * measure.total[id(sibling)] or is_notes(sibling):
                break
            yield sibling


def _around(scope: Node, content: Node, title: Node | None, measure: Measure, left_out: set[int]) -> Iterator[Node]:
    """What belongs to the article beside its text: pictures and lines between title and text, notes after it."""
    above = {id(node) for node in content.ancestors()} | ({id(node) for node in title.ancestors()} if title else set())
    begin = title.end if title is not None and title.start < content.start else content.start
    if content is scope:
        return
    waiting = [scope]
    while waiting:
        node = waiting.pop()
        for child in reversed(list(node.elements())):
            if id(child) in left_out or child is content or child.hidden or child.name in {"head", "title"}:
                continue
            if id(child) in above:
                waiting.append(child)
            elif child.start >= content.end:
                if is_notes(child) or _is_provenance(child):
                    yield child
                elif any(is_notes(inner) for inner in child.walk()):
                    waiting.append(child)
            elif (child.start >= begin or _is_picture(child)) and _belongs(child, measure):
                yield child


def _belongs(node: Node, measure: Measure) -> bool:
    """Whether an element between title and text is a part of the article: a picture, or words of a sentence."""
    if _is_picture(node):
        return node.name == "img" or node.find("img", "iframe", "video") is not None
    if not node.blocky:
        return False
    total = measure.total[id(node)]
    if total and _is_provenance(node):
        return True
    return total >= 40 and measure.linked[id(node)] < 0.3 * total and len(read_text([node], node.source).split()) >= 8


def _is_picture(node: Node) -> bool:
    figure = node.name == "figure" or (node.find("figure") is not None and node.find("p", "h1") is None)
    return figure or not known.FEATURED.isdisjoint(node.classes)


def _is_provenance(node: Node) -> bool:
    from translate_flow.text import provenance

    return (
        node.blocky
        and node.end - node.start < 2000
        and provenance.recognise(read_text([node], node.source)) is not None
    )


def _gather(tree: Tree, region: Region) -> tuple[tuple[Piece, ...], Provenance | None]:
    """The pieces of the roles and of the text, in order; bylines found by their words settled."""
    roles = frozenset(id(node) for _, node in region.roles)
    headed = Collector(tree.source, roles, region.through)
    for kind, node in region.roles:
        headed.visit(node, Context(kind))
    headed.pieces += [] if headed.has(Kind.TITLE) else _titled_by_head(tree)
    collector = Collector(tree.source, region.dropped | roles, region.through, provenance=headed.provenance)
    for root in region.roots:
        bare = root.name in {"td", "th", "li"}  # of a table or list that lays the page out
        collector.visit(root, Context() if bare else collector.enter(root, Context()))
    text = collector.pieces
    worded = _byline_by_words(
        text, located=bool(region.profile), named=any(kind is Kind.BYLINE for kind, _ in region.roles)
    )
    pieces = headed.pieces
    if worded is not None:
        text[worded] = _as_byline(text[worded])
        pieces = [piece for piece in pieces if piece.block.kind is not Kind.BYLINE]
    pieces = [_as_byline(piece) if piece.block.kind is Kind.BYLINE else piece for piece in pieces]
    return tuple(sorted([*pieces, *text], key=lambda piece: (piece.block.start, piece.block.end))), collector.provenance


def _titled_by_head(tree: Tree) -> Iterator[Piece]:
    """The title as the page's head gives it, where no heading of the page does."""
    from translate_flow.formats.html_head import title_span

    span = title_span(tree)
    if span is not None:
        node = next(each for each in tree.head() if each.name == "title" and each.inner <= span[0] < each.end)
        text = read_text([Token("text", *span, "")], tree.source)
        yield Piece(Block(Kind.TITLE, *span, text), *span, node)


def _byline_by_words(pieces: list[Piece], *, located: bool, named: bool) -> int | None:
    """Which piece of the text is the byline by its words. On a page it wins over the theme's, which names the account."""
    if named and not located:
        return None
    body = [index for index, piece in enumerate(pieces) if piece.block.kind is not Kind.FOOTNOTE]
    near = body[: EARLY // 2 if named else EARLY]
    late = [] if named else body[-LATE:]
    return next((index for index in (*near, *late) if pieces[index].byline), None)


def _as_byline(piece: Piece) -> Piece:
    block = piece.block
    start, end = piece.byline or (block.start, block.end)
    text = build(piece.node.source[start:end]).root
    return replace(
        piece,
        block=replace(block, kind=Kind.BYLINE, start=start, end=end, level=0, text=read_text([text], text.source)),
    )


def _without_dangling_headings(
    region: Region, pieces: tuple[Piece, ...], measure: Measure
) -> tuple[Region, tuple[Piece, ...]]:
    """Leaves out headings at the article's end that stand over furniture which was left out."""
    if region.profile in {"", "none"}:
        return region, pieces
    dropped = set(region.dropped)
    roots = {id(root) for root in region.roots}
    last_dropped = max((node.start for node in measure.nodes if within(node, roots)), default=-1)
    while pieces and pieces[-1].block.kind is Kind.HEADING:
        last = pieces[-1]
        if last_dropped < last.end:
            break
        dropped.add(id(last.node))
        pieces = pieces[:-1]
    return replace(region, dropped=frozenset(dropped)), pieces


def article(document: Document) -> Document:
    """A new small HTML document that holds only the article of a whole page, built from its verbatim slices.

    Reading it again gives the same title, standfirst, byline, date, language, provenance, text, captions and notes.
    """
    from translate_flow.formats.html import read
    from translate_flow.formats.html_emit import article as page_of

    return read(page_of(analyse(build(document.text)), document).encode())
