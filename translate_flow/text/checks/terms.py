"""Whether a translation keeps to the newsroom's terms."""

from __future__ import annotations

from collections.abc import Iterator

from translate_flow.text.checks.finding import Finding, Severity
from translate_flow.text.checks.scene import Scene, found


def terms(scene: Scene) -> Iterator[Finding]:
    """Terms of the glossary that are rendered otherwise, and renderings that it forbids.

    Both are warnings: a term may well be said in other words, or mean something else here.
    """
    if scene.glossary is None:
        return
    for view in scene.prose:
        if not view.source:
            continue
        for misuse in scene.glossary.misuse(view.source.masked, view.target.masked):
            source = view.source.at(*misuse.source)
            target = view.target.at(*misuse.target) if misuse.target is not None else None
            beside = None if target else view.target.parts[0].block
            yield found("terms", Severity.WARNING, misuse.message, target, source, beside=beside)
