"""What shapes are filled with: each kind of thing by its colour and by a pattern of its own, so that neither paper nor eyes need colours."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

# kind → what its pattern draws in a square of 6 px, over the kind's pale colour; a kind that is not here is filled whole
_PATTERNS = {
    "requested": "",
    "translating": "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "in_review": "M1.5 1.5h1.6v1.6h-1.6zM4.5 4.5h1.6v1.6h-1.6z",
    "approved": "M1.5 0V6M4.5 0V6",
    "withdrawn": "M-1 5L1 7M0 0L6 6M5 -1L7 1",
    "cancelled": "M0 3H6",
    "draft": "M2.5 2.5h1v1h-1z",
    "correction": "M-1 5L1 7M0 0L6 6M5 -1L7 1",
    "facts": "M0 3H6M3 0V6",
    "wording": "M1.5 1.5h1.6v1.6h-1.6zM4.5 4.5h1.6v1.6h-1.6z",
    "trivial": "",
    "missing": "",
    "unclassed": "M2.5 2.5h1v1h-1z",
}
_DOTS = {"in_review", "draft", "wording", "unclassed"}
WHOLE = ("published", "takedown", "there", "plain")
KINDS = (*_PATTERNS, *WHOLE)


def defs() -> str:
    """The patterns, once for all pictures of a page, in a picture that nobody sees."""
    drawn = "".join(_pattern(kind, path) for kind, path in _PATTERNS.items())
    return f'<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>{drawn}</defs></svg>\n'


def style() -> str:
    """The rules that fill each kind; the colours themselves, `--KIND` and `--KIND-pale`, are the stylesheet's."""
    hatched = "".join(f".k-{kind}{{fill:url(#p-{kind});stroke:var(--{kind});stroke-width:.75}}" for kind in _PATTERNS)
    return hatched + "".join(f".k-{kind}{{fill:var(--{kind})}}" for kind in WHOLE)


def _pattern(kind: str, path: str) -> str:
    line = f'<path d="{path}" style="{"fill" if kind in _DOTS else "stroke"}:var(--{kind})"/>' if path else ""
    return f'<pattern id="p-{kind}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" style="fill:var(--{kind}-pale)"/>{line}</pattern>'


def legend(entries: Iterable[tuple[str, str]]) -> str:
    """What each fill means: (kind, words)."""
    items = "".join(
        f'<li><svg width="14" height="12" aria-hidden="true"><rect class="k-{kind}" x=".5" y=".5" width="13" height="11"/></svg> {escape(words)}</li>'
        for kind, words in entries
    )
    return f'<ul class="legend">{items}</ul>\n' if items else ""


def lines(entries: Iterable[tuple[str, str]]) -> str:
    """What each line means: (class of the line, words)."""
    items = "".join(
        f'<li><svg width="22" height="12" aria-hidden="true"><path class="{kind}" d="M1 6H21"/></svg> {escape(words)}</li>' for kind, words in entries
    )
    return f'<ul class="legend">{items}</ul>\n'
