"""A tag in running text that changed in the source, changed likewise in the translation: attribute by attribute."""

from __future__ import annotations

import re

_ATTRIBUTE = re.compile(r"""([^\s=/<>"'{}]++)(\s*+=\s*+(?:"[^"]*+"|'[^']*+'|\{[^{}]*+\}|[^\s>"'{}]++))?+""")
_NAME = re.compile(r"</?([^\s/<>]*+)")
_READ = frozenset({"alt", "title", "label", "aria-label", "description", "placeholder", "summary", "caption", "content"})


def name(unit: str) -> str:
    """A tag's name, with `/` before that of an end tag; the empty string for what is no tag."""
    found = _NAME.match(unit)
    return ("/" if unit[1:2] == "/" else "") + found[1] if found else ""


def merged(old: str, new: str, there: str) -> str | None:
    """The translation's tag with the attributes that changed from `old` to `new`; None where they differ in it, or people read them."""
    if there == old:
        return new
    if not name(old) == name(new) == name(there) or not name(old):
        return None
    before, after, here = _attributes(old), _attributes(new), _attributes(there)
    for key in {*before, *after}:
        if before.get(key) == after.get(key):
            continue
        if key.lower() in _READ or here.get(key) != before.get(key):
            return None
        there = _with(there, key, here.get(key), after.get(key))
    return there


def _attributes(tag: str) -> dict[str, str]:
    """Attributes by name, each as it is written."""
    found = _NAME.match(tag)
    return {match[1]: match[0] for match in _ATTRIBUTE.finditer(tag, found.end() if found else 0)}


def _with(tag: str, key: str, was: str | None, now: str | None) -> str:
    found = _NAME.match(tag)
    at = found.end() if found else 0
    if was is None:
        end = len(tag) - len(tag.rstrip("/> ")) if now else 0
        return tag if now is None else f"{tag[: len(tag) - end]} {now}{tag[len(tag) - end :]}"
    for match in _ATTRIBUTE.finditer(tag, at):
        if match[1] == key:
            start = match.start() if now is not None else len(tag[: match.start()].rstrip())
            return tag[:start] + (now or "") + tag[match.end() :]
    return tag
