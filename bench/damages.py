"""Errors of the kinds that translators and tools make, put into real translations: what checks are to find. See `bench/checks.py`."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bench.fresh import Text
from translate_flow import formats
from translate_flow.formats import encoding
from translate_flow.text import facts_data
from translate_flow.text.checks import Finding, Severity
from translate_flow.text.document import Block, Document, Kind
from translate_flow.text.facts import FactKind, facts
from translate_flow.text.pairing import pair_documents
from translate_flow.text.sentences import sentences

RUNNING = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.STANDFIRST})
SEVERAL = 4  # blocks of a text that are damaged in one way
COUNTED = frozenset({Severity.ERROR, Severity.WARNING})

Damage = Callable[[Text, int, random.Random], str | None]  # a block of the target → its new inner source; None where it cannot be done


@dataclass(frozen=True, slots=True)
class Kindly:
    """A way to damage a block, and the checks that are about it."""

    do: Damage
    by: tuple[str, ...]
    kinds: frozenset[Kind] = RUNNING


def _source(text: Text, at: int) -> str:
    return text.target.source(text.target.blocks[at])


def _plain_figures(text: Text, at: int) -> list[re.Match[str]]:
    """Figures in running text of at least two digits that stand as they are for the reader, outside of code and addresses."""
    block = text.target.blocks[at]
    if any(sign in _source(text, at) for sign in ("`", "](", "<", "{", "://")):
        return []
    return [match for match in re.finditer(r"(?<![\w.,:/-])\d{2,}(?:[.,]\d+)*(?![\w:/-]|[.,]\d)", _source(text, at)) if match[0] in block.text]


def number_altered(text: Text, at: int, rng: random.Random) -> str | None:
    found = _plain_figures(text, at)
    if not found:
        return None
    match = rng.choice(found)
    place = rng.randrange(match.start(), match.end())
    if not _source(text, at)[place].isdecimal() or (place == match.start()):
        place = match.end() - 1
    digit = rng.choice([d for d in "123456789" if d != _source(text, at)[place]])
    return _source(text, at)[:place] + digit + _source(text, at)[place + 1 :]


def digits_swapped(text: Text, at: int, rng: random.Random) -> str | None:
    found = [match for match in _plain_figures(text, at) if re.search(r"(\d)(?!\1)[1-9]", match[0])]
    if not found:
        return None
    match = rng.choice(found)
    swapped = re.sub(r"(\d)(?!\1)([1-9])", r"\2\1", match[0], count=1)
    return _source(text, at)[: match.start()] + swapped + _source(text, at)[match.end() :]


def number_dropped(text: Text, at: int, rng: random.Random) -> str | None:
    found = [match for match in _plain_figures(text, at) if len(match[0]) > 1]
    match = rng.choice(found) if found else None
    return _source(text, at)[: match.start()] + _source(text, at)[match.end() :] if match else None


def date_moved(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    dates = [fact for fact in facts(source, text.language) if fact.kind is FactKind.DATE and not fact.value.startswith("weekday") and re.search(r"\d", fact.text)]
    if not dates:
        return None
    fact = rng.choice(dates)
    match = re.search(r"\d+", fact.text)
    assert match
    number = int(match[0])
    return source[: fact.start] + fact.text[: match.start()] + str(number + 1 if number != 28 else 27) + fact.text[match.end() :] + source[fact.end :]


def link_swapped(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    mine = re.findall(r"\]\(([^)\s]+)\)", source)
    others = [target for block in text.target.blocks for target in re.findall(r"\]\(([^)\s#]+)\)", text.target.source(block)) if target not in mine and not target.startswith("#")]
    mine = [target for target in mine if not target.startswith("#")]
    if not mine or not others:
        return None
    return source.replace(f"]({rng.choice(mine)})", f"]({rng.choice(others)})", 1)


def link_dropped(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    changed = re.sub(r"(?<!!)\[([^\]\[]+)\]\([^)\s]+\)", r"\1", source, count=1)
    return changed if changed != source else None


def code_broken(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    spans = list(re.finditer(r"(?<!`)`([^`\n]{4,})`(?!`)", source))
    if not spans:
        return None
    match = rng.choice(spans)
    place = rng.randrange(match.start(1) + 1, match.end(1) - 1)
    if source[place] == source[place + 1]:
        return None
    return source[:place] + source[place + 1] + source[place] + source[place + 2 :]


def code_dropped(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    changed = re.sub(r"(?<!`)`[^`\n]{3,}`(?!`) ?", "", source, count=1)
    return changed if changed != source else None


def markup_broken(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    spans = list(re.finditer(r"\*\*(?=\w)[^*\n]+\*\*", source))
    if not spans:
        return None
    match = rng.choice(spans)
    return source[: match.end() - 2] + source[match.end() :]


def quote_dropped(text: Text, at: int, rng: random.Random) -> str | None:
    """Both marks of a quotation of three words or more, on both sides."""
    source, mate = _source(text, at), _mate(text, at)
    if any(sign in source for sign in "<{`[") or mate is None or not re.search(r"[“\"][^“”\" ]+ [^“”\" ]+ [^“”\"]+[”\"]", text.source.blocks[mate].text):
        return None
    changed = re.sub(r"“([^“”]{3,})”|«\s?([^«»]{3,}?)\s?»|「([^「」]{3,})」|„([^„“”]{3,})[“”]|(?<![=\w(])\"([^\"\n]{3,})\"(?!\w)", lambda m: next(filter(None, m.groups())), source, count=1)
    return changed if changed != source and "\"" not in changed else None


def quote_unclosed(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    if any(sign in source for sign in "<{`"):
        return None
    changed = re.sub(r"(“[^“”]{3,})”|(«\s?[^«»]{3,}?)\s?»|(「[^「」]{3,})」|(„[^„“”]{3,})[“”]", lambda m: next(filter(None, m.groups())), source, count=1)
    return changed if changed != source else None


def bracket_dropped(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    if "](" in source or "`" in source or "<" in source or "{" in source:
        return None
    changed = re.sub(r"([(（][^()（）]{6,})[)）]", r"\1", source, count=1)
    return changed if changed != source else None


def word_doubled(text: Text, at: int, rng: random.Random) -> str | None:
    source, base = _source(text, at), text.language.partition("-")[0]
    if base in {"zh", "ja"}:
        words = list(re.finditer(r"[\u4e00-\u9fff]{2}(?=[，。、]|[\u3040-\u30ff])", source))
    else:
        words = list(re.finditer(r"(?<![\w`/\[(<{.@#-])[^\W\d_]{3,}(?= [^\W\d_])", source))
        words = [word for word in words if word[0].islower() or not word[0].isascii()]
    if not words or "`" in source or "<" in source or "{" in source:
        return None
    word = rng.choice(words)
    again = word[0] + ("" if base in {"zh", "ja"} else " ")
    return source[: word.start()] + again + source[word.start() :]


def sentence_doubled(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    parts = sentences(source, text.language)
    if len(parts) < 2 or any(sign in source for sign in "`<{["):
        return None
    place = rng.randrange(len(parts) - 1)
    if len(parts[place]) < 30:
        return None
    return "".join([*parts[: place + 1], "" if parts[place][-1].isspace() else " ", *parts[place:]]) if text.language.partition("-")[0] not in {"zh", "ja"} else "".join([*parts[: place + 1], *parts[place:]])


def sentence_dropped(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    parts = sentences(source, text.language)
    if len(parts) < 2 or any(sign in source for sign in "`<{["):
        return None
    place = rng.randrange(len(parts))
    rest = "".join(part for index, part in enumerate(parts) if index != place).strip()
    return rest if len(parts[place]) > (12 if text.language.partition("-")[0] in {"zh", "ja", "ko"} else 30) else None


def _mate(text: Text, at: int) -> int | None:
    return next((pair.source[0] for pair in text.pairs if pair.target == (at,) and len(pair.source) == 1), None)


def left_untranslated(text: Text, at: int, rng: random.Random) -> str | None:
    mate = _mate(text, at)
    if mate is None:
        return None
    block = text.source.blocks[mate]
    return text.source.source(block) if sum(word.islower() and word.isalpha() for word in block.text.split()) >= 5 else None


def sentence_left(text: Text, at: int, rng: random.Random) -> str | None:
    """One sentence still in the source's words."""
    mate, source = _mate(text, at), _source(text, at)
    parts = sentences(source, text.language)
    if mate is None or len(parts) < 2 or any(sign in source for sign in "`<{["):
        return None
    theirs = [part for part in sentences(text.source.blocks[mate].text, "en") if sum(word.islower() and word.isalpha() for word in part.split()) >= 6]
    if not theirs or len(theirs) < 2:
        return None
    return "".join([*parts[:-1], " ", rng.choice(theirs).strip()])


_FOREIGN = {  # own sentences
    "fi": "Kokous pidettiin vanhassa koulussa, ja sinne tuli paljon enemmän väkeä kuin kukaan oli osannut odottaa edellisenä iltana.",
    "hu": "A gyűlést a régi iskolában tartották, és sokkal többen jöttek el, mint ahogy azt bárki is gondolta volna előző este.",
    "ru": "Собрание проходило в старой школе, и пришло гораздо больше людей, чем кто-либо ожидал накануне вечером.",
    "en": "The meeting was held in the old school, and far more people came than anybody had expected the evening before.",
    "de": "Die Versammlung fand in der alten Schule statt, und es kamen viel mehr Leute, als am Abend zuvor irgendjemand erwartet hatte.",
    "ja": "集会は古い学校で開かれ、前の晩に誰もが思っていたよりもずっと多くの人が集まりました。",
}


def wrong_language(text: Text, at: int, rng: random.Random) -> str | None:
    from translate_flow.text.checks.tongues import close

    choices = [tag for tag in _FOREIGN if tag != text.language.partition("-")[0] and not close(tag, text.language)]
    return _FOREIGN[rng.choice(choices)] if len(text.target.blocks[at].text) > 60 else None


def question_lost(text: Text, at: int, rng: random.Random) -> str | None:
    source = _source(text, at)
    return re.sub(r"[?？؟]$", "." if source[-1:] in "?؟" else "。", source) if source[-1:] in {"?", "？", "؟"} else None


def negation_dropped(text: Text, at: int, rng: random.Random) -> str | None:
    """The only denial of a block whose source has one too."""
    source, mate = _source(text, at), _mate(text, at)
    if mate is None:
        return None
    ours = [fact for fact in facts(text.source.blocks[mate].text, "en") if fact.kind is FactKind.NEGATION]
    theirs = [fact for fact in facts(source, text.language) if fact.kind is FactKind.NEGATION]
    weak = facts_data.NEGATIONS.get(text.language.partition("-")[0], "").partition(";")[2].split()
    if not ours or len(theirs) != 1:
        return None
    changed = (source[: theirs[0].start] + source[theirs[0].end :]).replace("  ", " ")
    return re.sub(rf" (?:{'|'.join(weak)})(?!\w)", "", changed) if weak else changed


DAMAGES: dict[str, Kindly] = {
    "number altered": Kindly(number_altered, ("numbers", "dates", "currencies")),
    "digits swapped": Kindly(digits_swapped, ("numbers", "dates")),
    "number dropped": Kindly(number_dropped, ("numbers", "dates", "currencies")),
    "date moved": Kindly(date_moved, ("numbers", "dates")),
    "link swapped": Kindly(link_swapped, ("links",)),
    "link dropped": Kindly(link_dropped, ("links",)),
    "code broken": Kindly(code_broken, ("codes",)),
    "code dropped": Kindly(code_dropped, ("codes",)),
    "markup broken": Kindly(markup_broken, ("codes",)),
    "quote dropped": Kindly(quote_dropped, ("quotes",)),
    "quote unclosed": Kindly(quote_unclosed, ("quotes",)),
    "bracket dropped": Kindly(bracket_dropped, ("brackets",)),
    "word doubled": Kindly(word_doubled, ("doubled",)),
    "sentence doubled": Kindly(sentence_doubled, ("doubled",)),
    "untranslated": Kindly(left_untranslated, ("untranslated",)),
    "sentence left": Kindly(sentence_left, ("leftover",)),
    "wrong language": Kindly(wrong_language, ("language",)),
    "question lost": Kindly(question_lost, ("ending", "spacing")),
    "sentence dropped": Kindly(sentence_dropped, ("dropped", "length")),
    "negation dropped": Kindly(negation_dropped, ("negations",)),
}  # fmt: skip


@dataclass(slots=True)
class Tally:
    done: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)


def seeded(found: Sequence[Text], times: int, seed: int) -> dict[str, dict[str, Tally]]:
    """By kind of damage and language. `SEVERAL` blocks of a text for each kind at most, `times` of a language and kind."""
    result: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    rng = random.Random(seed)
    order = list(found)
    rng.shuffle(order)
    for text in order:
        before = {(one.check, one.fingerprint) for one in text.found()}
        for name, kind in DAMAGES.items():
            tally = result[name][text.language]
            for at, target in _damaged(text, kind, rng, min(SEVERAL, times - tally.done)):
                tally.done += 1
                hits = _hits(text, target, kind, before)
                tally.found += bool(hits)
                if not hits:
                    tally.missed.append(f"{text.path}: {_source(text, at)[:300]!r} → {target.source(target.blocks[min(at, len(target.blocks) - 1)])[:300]!r}")
        for name, drop in (("paragraph dropped", _without_block), ("image dropped", _without_image), ("footnote mark dropped", _without_mark), ("note dropped", _without_note)):
            tally = result[name][text.language]
            if tally.done < times and (made := drop(text, rng)) is not None:
                whole, target = made if isinstance(made, tuple) else (text, made)
                by = {"paragraph dropped": "parity", "image dropped": "images"}.get(name, "footnotes")
                tally.done += 1
                hit = any(one.check == by and one.severity in COUNTED and (one.check, one.fingerprint) not in before for one in whole.found(target))
                tally.found += hit
                if not hit:
                    tally.missed.append(text.path)
    return result


def _damaged(text: Text, kind: Kindly, rng: random.Random, most: int) -> Iterator[tuple[int, Document]]:
    """The text with one block damaged, in so many ways at most, each with the block's place."""
    places = [at for at, block in enumerate(text.target.blocks) if block.kind in kind.kinds and _mate(text, at) is not None]
    rng.shuffle(places)
    for at in places:
        if most <= 0:
            return
        new = kind.do(text, at, rng)
        if new is not None and new.strip() and new != _source(text, at):
            most -= 1
            yield at, _read(text, text.target.with_sources({at: new}))


def _hits(text: Text, target: Document, kind: Kindly, before: set[tuple[str, str]]) -> list[Finding]:
    return [one for one in text.found(target) if one.check in kind.by and one.severity in COUNTED and (one.check, one.fingerprint) not in before]


def _read(text: Text, changed: str) -> Document:
    return formats.get(text.target.format).read(encoding.encode(replace(text.target, text=changed)), name=text.path)


def _without_block(text: Text, rng: random.Random) -> Document | None:
    places = [at for at, block in enumerate(text.target.blocks) if block.kind is Kind.PARAGRAPH and len(block.text) > 80 and _mate(text, at) is not None]
    if not places:
        return None
    block: Block = text.target.blocks[rng.choice(places)]
    start = text.target.text.rfind("\n\n", 0, block.start)
    if start < 0 or text.target.text[start:block.start].strip():
        return None
    return _read(text, text.target.text[:start] + text.target.text[block.end :])


def _without_image(text: Text, rng: random.Random) -> Document | None:
    coded = [(block.start, block.end) for block in text.target.blocks if block.kind is Kind.CODE]
    images = [match for match in re.finditer(r"!\[[^\]\n]*\]\([^)\n]+\)|<img [^>]+>", text.target.text) if not any(start <= match.start() < end for start, end in coded)]
    if not images:
        return None
    match = rng.choice(images)
    return _read(text, text.target.text[: match.start()] + text.target.text[match.end() :])


def _with_notes(text: Text) -> tuple[Text, list[int]] | None:
    """The text with three footnotes put to ends of paragraphs on both sides: these corpora have hardly any."""
    pairs = [(pair.source[0], pair.target[0]) for pair in text.pairs if len(pair.source) == len(pair.target) == 1 and text.target.blocks[pair.target[0]].kind is text.source.blocks[pair.source[0]].kind is Kind.PARAGRAPH]
    if len(pairs) < 3 or "[^" in text.target.text or text.target.format not in {"markdown", "mdx"}:
        return None
    sides = []
    for which, document in enumerate((text.source, text.target)):
        changed = document.with_sources({pair[which]: f"{document.source(document.blocks[pair[which]])}[^{number + 1}]" for number, pair in enumerate(pairs[:3])})
        changed += "\n" + "".join(f"\n[^{number + 1}]: See the archive, box {number + 7}.\n" for number in range(3))
        sides.append(formats.get(document.format).read(encoding.encode(replace(document, text=changed)), name=text.path))
    return replace(text, source=sides[0], target=sides[1], pairs=tuple(pair_documents(*sides))), [1, 2, 3]


def _without_mark(text: Text, rng: random.Random) -> tuple[Text, Document] | None:
    return _noted(text, rng, r"[^{}](?!:)")


def _without_note(text: Text, rng: random.Random) -> tuple[Text, Document] | None:
    return _noted(text, rng, r"\n[^{}]: See the archive, box \d+\.\n")


def _noted(text: Text, rng: random.Random, pattern: str) -> tuple[Text, Document] | None:
    made = _with_notes(text)
    if made is None:
        return None
    fuller, marks = made
    escaped = pattern.replace("[^{}]", rf"\[\^{rng.choice(marks)}\]")
    changed = re.sub(escaped, "", fuller.target.text, count=1)
    return fuller, _read(fuller, changed)


def seeded_table(result: dict[str, dict[str, Tally]], show: int) -> str:
    lines = [f"{'damage':24}{'done':>6}{'found':>7}{'in 100':>8}   by language"]
    for name, tallies in result.items():
        done, hit = (sum(getattr(tally, what) for tally in tallies.values()) for what in ("done", "found"))
        if done:
            each = " ".join(f"{language} {tally.found}/{tally.done}" for language, tally in sorted(tallies.items()) if tally.done and tally.found < tally.done)
            lines.append(f"{name:24}{done:6}{hit:7}{100 * hit / done:8.1f}   {each}")
            for language, tally in sorted(tallies.items()):
                lines += [f"      {language} {missed}" for missed in tally.missed[:show]]
    return "\n".join(lines)
