"""The front matter of a translation that is new in a tree: what its generator needs to know, and nothing that belongs to the original alone.

Edited by span, as `formats.frontmatter` finds it: what is not changed comes out byte for byte. Checked by reading again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from translate_flow.errors import Unreadable
from translate_flow.formats import frontmatter
from translate_flow.formats.frontmatter import FrontMatter

_LANGUAGE = ("lang", "language", "locale")
_SAYS_LANGUAGE = frozenset({"Jekyll", "Pelican"})  # they tell it by a field; the others by the path
_TITLED = frozenset({"Hugo", "Jekyll", "Starlight", "Astro", "Eleventy", "Pelican", ""})  # they take the title from the front matter alone
# Addresses and numbers of one page: two pages with the same are a collision, or one page.
_OWN = frozenset("""aliases alias redirect_from redirect_to redirects url permalink canonical canonical_url canonicalurl uuid guid id wordpress_id post_id
    disqus_identifier disqus_id comment_id comments_id""".split())  # fmt: skip  # noqa: SIM905
_OWN_TOO = {"Starlight": frozenset({"slug"}), "Astro": frozenset({"slug"})}  # there a slug is the whole address
_SHARED_BY = {"Docusaurus": frozenset({"id"}), "Jekyll, polyglot": frozenset({"permalink"})}  # there the same one is what links versions
_ADDRESSES = frozenset({"url", "permalink", "slug"})  # may name the language on their way
_SHARED = frozenset("""tags tag categories category keywords weight layout type section series date sidebar_position sidebar_label image cover thumbnail
    translationkey translation_key translation_id page_id ref lang-ref lang_ref""".split())  # fmt: skip  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the page: its language and its parent's ("" for an original), and how its generator tells versions apart."""

    generator: str
    language: str
    parent: str
    title: str
    translator: str
    date: str
    polyglot: bool = False


def adapted(data: bytes, facts: Facts, parent: bytes = b"") -> bytes:
    """A page's bytes with its front matter as the generator wants it. `parent`: the text that it was translated from, if that is at hand.

    A page in another encoding, or with a front matter in JSON, comes back as it is. Raises Unreadable where a field that must go cannot be taken out.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data
    front = frontmatter.read(text)
    if not front.kind and text.lstrip("\ufeff \t\r\n").startswith("{"):
        return data  # Hugo's front matter in JSON, which nobody here reads
    source = _decoded(parent)
    above = frontmatter.read(source)
    if facts.parent:
        text = _without_copies(text, facts, above)
    for name, value in _wanted(text, facts, bool(above.kind and not above.find("title"))).items():
        text = put(text, name, value)
    if not front.kind and above.kind == "yaml":
        text = _share(text, source, above)
    return text.encode()


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


def _wanted(text: str, facts: Facts, untitled: bool) -> dict[str, str]:
    """Which fields are to say what. `untitled`: the parent has its title elsewhere."""
    front = frontmatter.read(text)
    wanted: dict[str, str] = {}
    named = front.find(*_LANGUAGE)
    for name, value in named:
        wanted[name] = _like(facts.language, value.text)
    if not named and facts.generator in _SAYS_LANGUAGE:
        wanted["lang"] = facts.language
    if not front.find("title") and facts.title and facts.generator in _TITLED and not untitled:
        wanted["title"] = facts.title
    if not facts.parent and facts.date and not front.find("date", "pubdate", "publishdate") and facts.generator in _TITLED - {"Starlight"}:
        wanted["date"] = facts.date
    for name, published in (("draft", "false"), ("published", "true")):
        wanted |= {key: published for key, value in front.find(name) if value.text.lower() in {"true", "false"}}
    if facts.parent:
        wanted["translated_from"] = facts.parent
        if facts.translator:
            wanted["translator"] = facts.translator
    return wanted


def _like(tag: str, other: str) -> str:
    """A tag as another is spelled: with `_`, or in small letters."""
    if len(other) < 4:
        return tag
    return (tag.lower() if other == other.lower() else tag).replace("-", "_" if "_" in other else "-")


def _without_copies(text: str, facts: Facts, above: FrontMatter) -> str:
    """Without what came along from the parent and is the parent's alone; an address that names the parent's language names this one's."""
    names = _OWN | _OWN_TOO.get(facts.generator, frozenset())
    names -= _SHARED_BY.get(f"{facts.generator}, polyglot" if facts.polyglot else facts.generator, frozenset())
    theirs = {name.lower(): value.text for name, value in above.values.items()}
    for name, value in frontmatter.read(text).values.items():
        own = name.lower() in names
        if (not own and name.lower() not in _ADDRESSES) or (theirs and theirs.get(name.lower()) != value.text):
            continue  # the translator gave it one of its own
        moved = _moved(value.text, facts) if name.lower() in _ADDRESSES else ""
        if moved:
            text = put(text, name, moved)
        elif own:
            text = without(text, name)
    return text


def _moved(address: str, facts: Facts) -> str:
    """An address on whose way the parent's language stands, with this one's there; empty for any other."""
    found, count = re.subn(rf"(?:(?<=/)|\A){re.escape(facts.parent)}(?=/|\Z)", lambda _: facts.language.lower(), address, count=1, flags=re.I)
    return found if count else ""


def put(text: str, name: str, value: str) -> str:
    """A text whose front matter says this: a value replaced in place, else a line more; a front matter of its own where it has none."""
    front = frontmatter.read(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    bare = value in {"true", "false"} or bool(re.fullmatch(r"\d{4}-\d\d-\d\d(?:T[\d:.+Z-]+)?", value))
    old = front.values.get(name)
    if old is not None and old.text == value:
        return text
    if old is not None and old.start >= 0:
        written = value if bare and old.style in {"plain", "flow"} else frontmatter.quoted(value, old.style)
        return text[: old.start] + written + text[old.end :]
    if old is not None and bare and (found := re.compile(rf"(?m)^{re.escape(name)}[ \t]*[=:][ \t]*(true|false)\b").search(text, front.start, front.end)):
        return text[: found.start(1)] + value + text[found.end(1) :]
    if old is not None:
        text = without(text, name)
        front = frontmatter.read(text)
    if not front.kind:
        start = 1 if text.startswith("\ufeff") else 0
        return f"{text[:start]}---{newline}{name}: {value if bare else frontmatter.quoted(value, 'plain')}{newline}---{newline}{newline}{text[start:]}"
    if front.kind == "toml":  # at the top: after a table it would be the table's
        return f"{text[: front.start]}{name} = {value if bare else _toml(value)}{newline}{text[front.start :]}"
    return _appended(text, front, f"{name}: {value if bare else frontmatter.quoted(value, 'plain')}{newline}")


def _toml(value: str) -> str:
    return f'"{frontmatter.quoted(value, chr(34))}"'


def _appended(text: str, front: FrontMatter, lines: str) -> str:
    """Lines more at the end of a YAML mapping, at the depth of its first key; a mapping in braces cannot have them, and is left."""
    inside = text[front.start : front.end]
    closing = re.search(r"(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n)?\Z", inside)
    first = re.search(r"(?m)^([ ]*)[^\s#]", inside)
    if closing is None or (first is not None and inside[first.end(1)] == "{"):
        return text
    depth = first[1] if first is not None and first.start() < closing.start() else ""
    return text[: front.start + closing.start()] + depth + lines + text[front.start + closing.start() :]


def without(text: str, name: str) -> str:
    """A text whose front matter does not have this field, and has all others. Raises Unreadable where that cannot be done for sure."""
    front = frontmatter.read(text)
    wanted = {key: value.text for key, value in front.values.items() if key != name}
    lines = text[front.start : front.end].splitlines(keepends=True)
    at = next((number for number, line in enumerate(lines) if re.match(rf"""[ ]*["']?{re.escape(name)}["']?[ \t]*[:=]""", line)), None)
    for end in _ends(lines, at, front.kind):
        made = text[: front.start] + "".join([*lines[:at], *lines[end:]]) + text[front.end :]
        if _says(made, front, wanted, name):
            return made
    raise Unreadable(f"has “{name}” in its front matter, which is the original's alone and could not be taken out", remedy=f"Take it out of the translation's text: `translate-flow checkout`, delete “{name}”, `checkin`.")


def _ends(lines: list[str], at: int | None, kind: str) -> Iterable[int]:
    """Where a field that begins in line `at` may end, the likeliest first."""
    if at is None:
        return ()
    if kind == "toml":
        return range(at + 1, len(lines))
    depth = len(lines[at]) - len(lines[at].lstrip(" "))
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * (depth + 1)) or lines[end].lstrip(" ").startswith("- ")):
        end += 1
    return (end,)


def _says(made: str, before: FrontMatter, wanted: Mapping[str, str], name: str) -> bool:
    """Whether the front matter has exactly these fields. An empty one is one still."""
    try:
        front = frontmatter.read(made)
    except Unreadable:
        return False
    if front.kind == "toml" and before.kind == "toml":
        inside = re.sub(r"\r(?!\n)", "\n", made[front.start : front.end].rstrip().removesuffix("+++"))
        if name in tomllib.loads(inside):
            return False
    return front.kind == before.kind and {key: value.text for key, value in front.values.items()} == wanted


def _share(text: str, source: str, above: FrontMatter) -> str:
    """With what the parent's front matter says of all versions, where the translator sent none: as it is written there."""
    front = frontmatter.read(text)
    lines = source[above.start : above.end].splitlines(keepends=True)
    for name in above.values:
        at = next((number for number, line in enumerate(lines) if re.match(rf"{re.escape(name)}[ \t]*:", line)), None)
        if at is None or name.lower() not in _SHARED or name in front.values:
            continue
        [end] = _ends(lines, at, "yaml")
        made = _appended(text, front, "".join(lines[at:end]))
        if _says(made, front, {**{key: value.text for key, value in front.values.items()}, name: above.values[name].text}, ""):
            text, front = made, frontmatter.read(made)
    return text
