"""The names of languages in provenance lines: those a wording's table gives, in its forms, and all of CLDR's."""

from __future__ import annotations

from functools import lru_cache

from translate_flow import languages
from translate_flow.text.provenance_data import WORDINGS
from translate_flow.text.provenance_fold import fold


@lru_cache(maxsize=128)
def inflected(wording: str) -> dict[str, str]:
    """Tag → the form that fits the sentence which the wording writes."""
    return {tag: forms[0] for tag, forms in WORDINGS[wording].cells().items() if forms}


@lru_cache(maxsize=4096)
def language(wording: str, folded: str) -> str:
    """The tag for a folded name in a wording, by its table, else by CLDR; "" where neither knows it."""
    name = folded.strip(" '")
    known = _known(wording).get(name)
    if known:
        return known
    if name.endswith(".") and (short := _abbreviated(wording, name[:-1])):
        return short
    names, details = _cldr(wording)
    # “(Брит.)” has lost its end to the cleaning.
    closed = _key(name) + ")" * (name.count("(") - name.count(")"))
    found = names.get(closed) or names.get(f"tieng {closed}")  # Vietnamese has "language" in front
    if found or (found := _inflected_name(wording, closed)):
        return found
    base, _, rest = name.rstrip(")").partition("(")
    tag = _known(wording).get(base.strip()) or names.get(base.strip())
    parts = [details.get(part.strip(), "") for part in rest.split(",")]
    return "-".join((tag, *parts)) if tag and rest and all(parts) else ""


@lru_cache(maxsize=1024)
def _abbreviated(wording: str, beginning: str) -> str:
    """The tag of the one common language whose name begins so, "span" for "spanischen"; "" where there is none, or two."""
    tags = {tag for form, tag in _known(wording).items() if form.startswith(beginning)} if len(beginning) > 2 else set()
    return tags.pop() if len(tags) == 1 else ""


def _key(folded: str) -> str:
    """A name without the points of abbreviations, and without what its line's end or the width of a parenthesis may have taken."""
    return folded.replace(".", "").replace(" (", "(").strip(" '")


def _inflected_name(wording: str, name: str) -> str:
    """The tag for CLDR's name with another of a wording's endings: "датского" for "датский"."""
    endings = [fold(ending) for ending in WORDINGS[wording].endings.split("|")]
    bases = {name.removesuffix(ending) for ending in endings if ending and name.endswith(ending)}
    cldr = _cldr(wording)[0]
    return next(
        (cldr[base + ending] for base in bases if len(base) > 3 for ending in endings if base + ending in cldr), ""
    )


def is_target(wording: str, name: str) -> bool:
    """Whether what stands where the language translated into does begins like one: "al español", not "al cine" nor "al español en un día"."""
    words = name.strip().split()
    return len(words) <= 3 and any(word.startswith(_beginnings(wording)) for word in words)


def in_sentence(name: str) -> str:
    """CLDR's "китайский, традиционное письмо" with parentheses: after a comma the sentence seems to go on.

    Of two names ("lágþýska; lágsaxneska") the first; none of the quotation marks and hyphens that a line's end would lose.
    """
    name = name.partition(";")[0].replace('"', "").rstrip("-")
    base, comma, rest = name.partition(", ")
    return f"{base} ({rest})" if comma and "(" not in base else name


def after_target(wording: str, folded: str) -> int:
    """Where a line goes on after the name of a wording's own language: "Polski przekład", "Nederlandse vertaling"; 0 where none begins it."""
    word, space, _ = folded.partition(" ")
    own = wording.split("-", maxsplit=1)[0]
    return (
        len(word) + 1
        if space and word.startswith(tuple(form[:4] for form, tag in _known(wording).items() if tag == own))
        else 0
    )


@lru_cache(maxsize=128)
def _beginnings(wording: str) -> tuple[str, ...]:
    """How the names of a wording's own language begin."""
    own = wording.split("-", maxsplit=1)[0]
    names = (fold(languages.name(own, wording)), *(form for form, tag in _known(wording).items() if tag == own))
    return tuple({name[:4] for name in names})


@lru_cache(maxsize=128)
def _known(wording: str) -> dict[str, str]:
    return {fold(form): tag for tag, forms in WORDINGS[wording].cells().items() for form in forms}


@lru_cache(maxsize=128)
def _cldr(wording: str) -> tuple[dict[str, str], dict[str, str]]:
    """CLDR's names in a wording, folded: of languages → tag, of territories and scripts → subtag."""
    names = languages.locale(wording)
    known = {code: in_sentence(name) for code, name in names.languages.items()}
    details = {fold(name): code for code, name in (*names.territories.items(), *names.scripts.items())}
    # The shortest tag wins where two share a name.
    tags = sorted(known.items(), key=lambda item: -len(item[0]))
    return {_key(fold(name)): code.replace("_", "-") for code, name in tags}, details
