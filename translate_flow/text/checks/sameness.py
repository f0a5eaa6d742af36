"""What was left as it was: blocks and sentences still in the source's words, and words, sentences and blocks written twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from translate_flow.text.checks.finding import Finding, Severity
from translate_flow.text.checks.scene import MASK, Scene, Side, View, found
from translate_flow.text.checks.tongues import close, unspaced
from translate_flow.text.facts import Word, words

_LEAST = 3  # words in lower case that make a block something to translate
_SURE = 5
_AGAIN = 4  # words in a row, from which a repetition is looked for
_PLACES = 8  # of one run of words in the source, that are compared
_STRETCH = 20  # characters, from which words in a row that are repeated are no figure of speech
_RUN, _RUN_OF_KIN = 5, 8  # words in a row that are the source's own
# Words that stand twice in good style; own list.
_TWICE = frozenset((  # noqa: SIM905
    "had that is very so no ha bye many far long more really much again blah ja nein na nah so sehr die der das was sie ihr en nous vous si oui non très se te "
    "muy sí no mucho poco casi muito não sim bem logo quase più poco piano così via quasi dat hij er heel zo är att vad det det som hva er var en et da но да очень так вот еле чуть "
    "долго далеко много yavaş tek ayrı sık zaman adım teker birer ikişer kat kısım grup gün yer uzun derin küçük büyük güzel hızlı kolay açık bile ağır sessiz çeşit tane parça sıra iyi göre koşa güle seve धीरे बार अलग कभी छोटे बड़े छोटी बड़ी साथ घर तरह जगह क्या कौन कहाँ जैसे वैसे दो एक चलते करते होते अच्छे नए जल्दी ज़ोर थोड़ा थोड़े थोड़ी अपने अपनी अपना कुछ कोई रोज़ बीच पास ठीक सच हर sana haraka pole kidogo mbali moja mbili hivi hapo small quick что то как и с в по от для дуже так ні ось ледве bardzo tak nie to co велми už ano ne moc και όχι ναι πολύ πολλά σιγά"
).split())
_NO_FIGURE = 7  # letters of a word that is hardly doubled for effect
# Languages in which doubling a word is grammar: words of their grammar, and long ones, are looked at there.
_DOUBLING = {
    "vi": "và của là có trong cho với các một được này", "bn": "এবং এর একটি এই যে থেকে করে জন্য", "ta": "மற்றும் ஒரு இந்த",
    "sa": "च एव तु", "ur": "اور کے کا کی کو میں سے ہے", "eu": "eta da ez", "hu": "a az és hogy nem", "ka": "და",
    "th": "", "km": "", "lo": "", "my": "",
}  # fmt: skip


def untranslated(scene: Scene) -> Iterator[Finding]:
    """Blocks that are still the source's, word for word, with words that a translator would change."""
    if scene.kin:
        return
    for view in scene.prose:
        if view.source and _plain(view.source) == _plain(view.target) and (count := _words(view.source, view.source.masked)) >= _LEAST:
            outside = _words(view.source, QUOTED.sub(" ", view.source.masked))
            technical = bool(_TECHNICAL.search(view.source.masked))
            grave = Severity.NOTE if outside < _LEAST or technical else Severity.ERROR if count >= _SURE else Severity.WARNING
            yield found("untranslated", grave, "still the source’s text, word for word", view.target.whole(), view.source.whole())


def _plain(side: Side) -> str:
    return " ".join(side.text.replace("\xad", "").split()).casefold()


def _words(side: Side, text: str) -> int:
    """Words in lower case or without case that are no code, and, in scripts without spaces, each two characters."""
    letters = text.replace(MASK, " ")
    if unspaced(side.language):
        return sum(map(str.isalpha, letters)) // 2
    return sum(len(word.text) > 1 and word.text[0].isalpha() and not any(map(str.isupper, word.text)) for word in words(letters))


QUOTED = re.compile(r"\"[^\"“”]*[\"”]|“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|『[^『』]*』|《[^《》]*》")  # titles of works may stay in their language
_ASIDE = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)?\)|（[^（）]*）")  # the source's own term, explained
_TECHNICAL = re.compile(r"[{}|=]")


def leftover(scene: Scene) -> Iterator[Finding]:
    """Sentences, or long parts of them, in the source's words within a block that is translated otherwise."""
    if scene.kin or scene.source is None or unspaced(scene.languages[0]):
        return
    longest = _RUN_OF_KIN if close(*scene.languages) else _RUN
    for view in scene.prose:
        if view.source and _plain(view.source) != _plain(view.target) and (span := _shared(view, longest)):
            grave = Severity.NOTE if _is_title(view.target.masked, span) else Severity.ERROR
            target = view.target.at(*span)
            yield found("leftover", grave, f"“{_short(target.said)}” is still the source’s text", target, view.source.whole())


def _shared(view: View, least: int) -> tuple[int, int] | None:
    """The longest run of words that both sides have, if so many of them are in lower case."""
    ours = [word.text for word in words(view.source.masked)]
    listed = words(view.target.masked)
    theirs = [word.text for word in listed]
    if len(ours) < least or len(theirs) < least:
        return None
    known: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(ours) - least + 1):
        if len(places := known[tuple(ours[at : at + least])]) < _PLACES:
            places.append(at)
    best = (0, 0)
    at = 0
    while at <= len(theirs) - least:
        size = max((_alike(ours, theirs, place, at) for place in known.get(tuple(theirs[at : at + least]), ())), default=0)
        if size > best[1] - best[0] and _lower(listed[at : at + size]) >= least - 1:
            best = (at, at + size)
        at += max(1, size)
    return (listed[best[0]].start, listed[best[1] - 1].end) if best[1] else None


def _alike(ours: Sequence[str], theirs: Sequence[str], place: int, at: int) -> int:
    size = 0
    while place + size < len(ours) and at + size < len(theirs) and ours[place + size] == theirs[at + size]:
        size += 1
    return size


def _lower(listed: Sequence[Word]) -> int:
    return sum(word.text[0].isalpha() and word.text == word.text.lower() for word in listed)


def _is_title(text: str, span: tuple[int, int]) -> bool:
    """Whether a place may be the title of a work, or an interface’s own words: in quotation marks or brackets, or with capitals throughout."""
    apart = (match for pattern in (QUOTED, _ASIDE) for match in pattern.finditer(text))
    inside = max((min(match.end(), span[1]) - max(match.start(), span[0]) for match in apart), default=0)
    return inside * 2 > span[1] - span[0] or _lower([word for word in words(text[slice(*span)]) if len(word.text) > 3]) < _LEAST


def doubled(scene: Scene) -> Iterator[Finding]:
    """Words, sentences and blocks that stand twice in a row, and in the source do not."""
    for view in scene.prose:
        yield from _words_twice(view)
        yield from _stretches_twice(view)
    yield from _blocks_twice(scene)


def _words_twice(view: View) -> Iterator[Finding]:
    side = view.target
    base = side.language.partition("-")[0]
    only = frozenset(_DOUBLING[base].split()) if base in _DOUBLING else None
    text = side.masked
    before: Word | None = None
    for word in _listed(text, base):
        if before is not None and word.text.casefold() == before.text.casefold() and _counts(word.text, base, only):
            between = text[before.end : word.start]
            if (between.isspace() and "\n" not in between) or (not between and unspaced(base)):
                again = text[before.start : word.end]
                if not view.source or not _has_double(view.source):
                    yield found("doubled", Severity.WARNING, f"“{again}” has a word twice", side.at(before.start, word.end))
        before = word


def _listed(text: str, base: str) -> list[Word]:
    if base not in {"zh", "ja", "yue"}:
        return words(text)
    found = []
    for match in _PAIRS.finditer(text):
        half = len(match[1])
        found += [Word(match.start(), match.start() + half, match[1]), Word(match.start() + half, match.end(), match[1])]
    return found


_PAIRS = re.compile(r"((?:[\u3400-\u9fff]|[\u30a1-\u30fa])[\u3040-\u30ff\u3400-\u9fffー]{1,5})\1")
_DOUBLE = re.compile(r"(?<!\w)(\w+)\s\1(?!\w)", re.I)


def _has_double(side: Side) -> bool:
    return bool(_DOUBLE.search(side.masked))


def _counts(word: str, base: str, only: frozenset[str] | None) -> bool:
    if unspaced(base):
        return len(word) > 1 and base in {"zh", "ja", "yue"}
    if not word.replace("'", "").replace("’", "").isalpha() and not any("\u0900" <= char <= "\u0dff" for char in word):
        return False
    if only is not None:
        return word in only or len(word) >= _NO_FIGURE
    return len(word) > 1 and word not in _TWICE


def _bare(word: str) -> str:
    """A word in lower case, without what is elided before it: `d’information`."""
    return word.casefold().replace("’", "'").rpartition("'")[2]


def _stretches_twice(view: View) -> Iterator[Finding]:
    """A sentence, or another stretch of words, that is repeated right after itself."""
    side = view.target
    listed = words(side.masked) if len(side.text) > 2 * _STRETCH else []
    said = [word.text.casefold() for word in listed]
    for at, end in _repeated(said):
        start, stop = listed[at].start, listed[end - 1].end
        if stop - start >= (_STRETCH // 2 if unspaced(side.language) else _STRETCH):
            if not view.source or next(_repeated([word.text.casefold() for word in words(view.source.masked)]), None) is None:
                yield found("doubled", Severity.ERROR, f"“{_short(side.text[start:stop])}” stands here twice", side.at(start, stop))
            return


def _repeated(said: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words in a row are those right before them: from, and to."""
    last: dict[tuple[str, ...], int] = {}
    for at in range(len(said) - _AGAIN + 1):
        key = tuple(said[at : at + _AGAIN])
        before = last.get(key)
        last[key] = at
        if before is not None and said[before:at] == said[at : 2 * at - before]:
            yield at, 2 * at - before


def _blocks_twice(scene: Scene) -> Iterator[Finding]:
    """Two blocks in a row with one text, whose sources differ."""
    mate = {view.target.parts[0].block: view for view in scene.prose}
    blocks = scene.target.blocks
    for at in range(1, len(blocks)):
        one, two = blocks[at - 1], blocks[at]
        if one.text != two.text or one.kind is not two.kind or len(two.text) < 30 or scene.spared(at) or not (view := mate.get(at) or mate.get(at - 1)):
            continue
        before, after = mate.get(at - 1), mate.get(at)
        if before and after and before.source and before.source.text == after.source.text and before is not after:
            continue
        if view.target.prose:
            yield found("doubled", Severity.ERROR, "this block stands here twice", scene.span(at))


def _short(said: str) -> str:
    bare = " ".join(said.split())
    return bare if len(bare) <= 60 else f"{bare[:59]}…"
