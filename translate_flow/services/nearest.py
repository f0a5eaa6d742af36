"""“Did you mean …?”"""

from __future__ import annotations

from collections.abc import Iterable


def suggest(wrong: str, known: Iterable[str]) -> str:
    """`; did you mean “march-8”?` for the nearest of what there is, or nothing where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(wrong, list(dict.fromkeys(known)), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(f'“{word}”' for word in near)}?" if near else ""
