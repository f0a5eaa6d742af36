"""What a site is inferred to be: languages, then which items are one article, then the tree of each, then bases; every fact with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from translate_flow.adoption import bases, claims, clues, direction, matching, tongues
from translate_flow.adoption.items import Contradiction, Fact, Group, Item, Member, Survey


def survey(items: Sequence[Item], *, default_language: str = "", each: Callable[[Group], None] | None = None) -> Survey:
    """Every item in exactly one group, with its language, parent, base and translator. `default_language`: of items that say none. `each` is
    told of every group as soon as it is known.

    Nothing is raised for what a site says wrongly: that is a contradiction. Near linear in the number of items.
    """
    told = tongues.tell(items, default_language)
    tags = [fact.value for fact in told.facts]
    index = clues.Index(items, tags)
    found = matching.match(items, tags, index, claims.together(items, tags))
    directions = direction.Directions(items, tags, index, default_language)
    directions.learn(found.groups)
    reader = bases.Bases()
    groups = []
    contradictions = [*told.contradictions, *found.contradictions]
    doubles = {origin for one in found.contradictions if one.kind == "two claim" for origin in one.origins}
    for group in found.groups:
        tree = directions.tree(group, doubled=len(group) == 1 and items[group[0]].origin in doubles)
        groups.append(_group(items, told.facts, found, tree, group, reader))
        contradictions += tree.contradictions
        if each is not None:
            each(groups[-1])
    return Survey(tuple(groups), tuple(_once(contradictions)))


def _group(items: Sequence[Item], facts: Sequence[Fact], found: matching.Matching, tree: direction.Tree, group: Sequence[int], reader: bases.Bases) -> Group:
    order = [tree.root, *(at for at in group if at != tree.root)]
    members = []
    reader.begin([items[at] for at in order[1:]])
    for at in order:
        item, parent = items[at], tree.parents.get(at)
        base = reader.find(item, items[parent]) if parent is not None else bases.UNKNOWN
        belongs = _belongs(at, tree.root, found)
        members.append(Member(item.origin, facts[at], belongs, tree.facts.get(at, direction.NOBODY), base, direction.translator(item)))
    reader.forget()
    return Group(tuple(members))


def _belongs(at: int, root: int, found: matching.Matching) -> Fact:
    """How sure it is that an item belongs to its article: by the least sure step on the surest way to the original."""
    if at == root:
        return Fact("", 1.0, ("the article is named for it",))
    sure: dict[int, tuple[float, tuple[str, ...]]] = {at: (1.0, ())}
    pending = [at]
    while pending:
        here = max(pending, key=lambda one: sure[one][0])
        pending.remove(here)
        if here == root:
            break
        for edge in found.edges.get(here, ()):
            other = edge.two if edge.one == here else edge.one
            if other not in sure:
                least = min(sure[here], (edge.confidence, edge.why), key=lambda one: one[0])
                sure[other] = least
                pending.append(other)
    confidence, why = sure.get(root, (0.5, ("it was joined by way of another",)))
    return Fact("", confidence, why)


def _once(contradictions: Sequence[Contradiction]) -> list[Contradiction]:
    return list({(one.kind, one.origins): one for one in contradictions}.values())
