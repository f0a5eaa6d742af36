"""The strings a reader sees around an article, and those of reports and notices, in their language: gettext catalogues under `locale/`.

There are two: `site`, what readers of the pages see, and `desk`, what the newsroom itself is shown and sent (`messages_desk`).
`locale/LANG/LC_MESSAGES/site.po` is edited by hand, LANG being a tag with an underscore (`zh_Hant`). The
compiled `.mo` beside it is kept in the repository, so that nothing needs compiling to run; after a change to
a `.po`:

    pybabel compile --directory translate_flow/locale --domain site

To add a language: `pybabel init --input-file translate_flow/locale/de/LC_MESSAGES/site.po --output-dir
translate_flow/locale --domain site --locale LANG`, translate, compile. A test holds that every catalogue has
every string of `SITE` with its fields, and that the `.mo` files are what the `.po` files say.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SITE = (  # every string that the pages use; a page asks for no other
    "Read this in",
    "By {name}",
    "Published {date}",
    "Updated {date}",
    "Translation published {date}",
    "Translator: {name}",
    "This translation is behind the {language} version, which changed on {date}.",
    "This translation is behind the {language} version.",
    "Original: {language}",
    "All articles",
    "Footnotes",
    "Back to text",
    "Languages",
    "Skip to the text",
    "Tags",
    "No articles yet.",
    "Choose a language",
    # search
    "Search",
    "Search needs JavaScript.",
    "Search does not work at the moment.",
    "Put an exact phrase in quotation marks.",
    "Titles and texts",
    "Only titles",
    "Only texts",
    "Kind",
    "Section",
    "All",
    "Articles",
    "Pages",
    "Results: {count}",
    "More results",
    # what versions went through
    "Correction, {date}",
    "More articles",
    "This article has been withdrawn.",
    "This page has moved.",
    "Sections",
    "Archive",
)
ENGLISH = "en"  # the language of the strings themselves
_STANDS_FOR = {"no": "nb", "nn": "nb", "sh": "sr-Latn", "bs": "hr", "ms": "id"}  # near enough to be read


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The strings in one language. `language` is the tag they are in, which is English where a catalogue is missing."""

    language: str
    strings: gettext.NullTranslations

    def text(self, message: str) -> str:
        """A string of the catalogue, translated, its fields (`{name}`) still in it."""
        return self.strings.gettext(message)


@lru_cache(maxsize=256)
def catalogue(tag: str, domain: str = "site") -> Catalogue:
    """The catalogue for a reader's tag: its own, else the one of the language without region, else English."""
    for candidate in _candidates(tag):
        place = files("translate_flow") / "locale" / candidate.replace("-", "_") / "LC_MESSAGES" / f"{domain}.mo"
        if place.is_file():
            with place.open("rb") as file:
                return Catalogue(candidate, gettext.GNUTranslations(file))
    return Catalogue(ENGLISH, gettext.NullTranslations())


def _candidates(tag: str) -> list[str]:
    language, *rest = tag.split("-")
    if language == "zh":  # readers of Taiwan, Hong Kong and Macao expect traditional characters
        return (
            ["zh-Hant"] if "Hant" in rest or ("Hans" not in rest and {"TW", "HK", "MO"}.intersection(rest)) else ["zh"]
        )
    whole = ["-".join([language, *rest[:length]]) for length in range(len(rest), -1, -1)]
    return [*whole, *([_STANDS_FOR[language]] if language in _STANDS_FOR else [])]
