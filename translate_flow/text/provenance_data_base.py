"""The shape of an entry of `provenance_data`, and the languages that its tables of names are written for."""

from __future__ import annotations

from dataclasses import dataclass

SOURCES = (
    "es", "en", "fr", "de", "it", "pt", "ru", "uk", "ar", "zh", "ja", "ko", "tr", "pl", "el", "nl", "ca", "fa", "he", "hi",
    "sv", "ro", "cs", "hu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of wording; the notation of frames is told in `provenance_data`.

    `triggers` are stems one of which every line contains, `+` for a space: the quick pre-check. `frames` speak of a translation,
    `weak` only name the original's language. `labels` stand before a translator, `agents` are whole credits. `original` names the
    start of a relay after a line, besides the catalogue's "Original: {language}"; `lead` may stand before a line, `tail` after it.
    """

    triggers: str
    frames: tuple[str, ...]
    line: str
    by: str
    weak: tuple[str, ...] = ()
    labels: str = ""
    endings: str = ""
    names: str = ""
    inflects: bool = False
    plain: bool = (
        False  # the sentence takes names of one word; `other` takes those in which a second word would have to agree
    )
    other: str = ""
    other_by: str = ""
    preposition: tuple[str, str, tuple[str, ...]] = ("", "", ())  # {Z}: usual, before these beginnings, the beginnings
    lower: bool = False  # CLDR writes the name with a capital that does not belong inside a sentence
    relay: str = (
        ""  # with {O}, the original's language; without it, the original is named in parentheses after the line
    )
    relay_by: str = ""
    original: str = ""
    lead: str = ""
    tail: str = ""
    source: str = ""  # what names the language where a credit stands before it: "from {L}"
    credited: tuple[str, ...] = ()  # frames that say too little but with a credit beside them: "published in {L}"
    agents: str = (
        ""  # credits in which words stand after the translator, or a verb before: "und wurde von {W} übersetzt"
    )
    bare: bool = False  # a translator may follow with no word or mark before

    def cells(self) -> dict[str, tuple[str, ...]]:
        """Source tag → its forms in this wording, as `names` writes them, the first form first."""
        endings = self.endings.split("|")
        found: dict[str, tuple[str, ...]] = {}
        for tag, cell in zip(SOURCES, self.names.split(";"), strict=False):
            stems = [stem for stem in cell.split("|") if stem]
            forms = [stem[:-1] + ending for stem in stems if stem.endswith("~") for ending in endings]
            found[tag] = tuple(forms + [stem for stem in stems if not stem.endswith("~")])
        return found
