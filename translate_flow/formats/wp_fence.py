"""What the WordPress channel adds to a post, between fences, so that it is told from the post's own text.

A fence is a group block of the class `translate-flow` that holds paragraphs only; rendered, it is a `div` of that class. The last one of a
post has an id that says which version of which newsroom it is.
"""

from __future__ import annotations

import re

CLASS = "translate-flow"
PROVENANCE = f"{CLASS}-provenance"  # the class of the paragraph that says what the text was translated from
_FENCE = re.compile(
    r'(?:<!-- wp:group \{[^<>]*"className":"translate-flow[" ][^<>]*\} -->\s*)?'
    r'<div\b[^<>]*\bclass="[^"<>]*\btranslate-flow(?=[\s"])[^"<>]*"[^<>]*>((?>(?:[^<]++|<(?!/?div\b))*))</div>(?:\s*<!-- /wp:group -->)?',
)
_LINE = re.compile(rf'(?:<!-- wp:paragraph \{{[^<>]*\}} -->\s*)?<p\b[^<>]*\bclass="[^"<>]*\b{PROVENANCE}\b[^"<>]*"[^<>]*>(?>(?:[^<]++|<(?!/p>))*)</p>(?:\s*<!-- /wp:paragraph -->)?')
_MARK = re.compile(rf'<div\b[^<>]*\bid="{CLASS}-([A-Za-z0-9]+-[0-9]+)"')


def fence(lines: list[tuple[str, str]], *, key: str = "") -> str:
    """A fence around paragraphs: (class, inner HTML) of each. `key` marks the post."""
    name = f' id="{CLASS}-{key}"' if key else ""
    inner = "\n\n".join(f'<!-- wp:paragraph {{"className":"{kind}"}} -->\n<p class="{kind}">{text}</p>\n<!-- /wp:paragraph -->' for kind, text in lines)
    return f'<!-- wp:group {{"className":"{CLASS}"}} -->\n<div{name} class="wp-block-group {CLASS}">{inner}</div>\n<!-- /wp:group -->'


def without(content: str) -> str:
    """Content, stored or rendered, without the fences; of what they held, only the provenance line is left, as a paragraph of its own."""
    if CLASS not in content:
        return content

    pieces: list[str] = []
    at = 0
    for match in _FENCE.finditer(content):
        line = _LINE.search(match[1])
        before, after = content[at : match.start()], match.end()
        if line is None and before.endswith("\n\n"):
            before = before[:-2]
        elif line is None and content.startswith("\n\n", after):
            after += 2
        pieces += (before, line[0] if line else "")
        at = after
    return "".join([*pieces, content[at:]])


def key_of(content: str) -> str:
    """The key in a post's fence, or empty."""
    found = _MARK.search(content)
    return found[1] if found else ""
