"""Two revisions of a text, block by block and word by word."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.formats import markdown
from translate_flow.text.diff import Change, Diff, diff, match, moved
from translate_flow.text.document import Block, Document, Kind
from translate_flow.text.runs import Run, runs
from translate_flow.text.units import split

SITE = Path(__file__).parents[2] / "shared" / "data" / "starlight-docs.bundle"
WITH_RUNS = {Change.EDITED, Change.MOVED_EDITED, Change.SPLIT, Change.MERGED}


def parse(text: str, name: str = "a.md") -> Document:
    return markdown.read(text.encode(), name=name)


def paragraphs(*sources: str) -> Document:
    """Plain paragraphs, without a format's reading: for texts of any size."""
    blocks = []
    at = 0
    for source in sources:
        blocks.append(Block(Kind.PARAGRAPH, at, at + len(source), source))
        at += len(source) + 2
    return Document("text", "\n\n".join(sources), tuple(blocks))


def written(found: Sequence[Run]) -> str:
    """Runs as `equal [-old-]{+new+} equal`."""
    return "".join(
        run.old if run.old == run.new else (f"[-{run.old}-]" if run.old else "") + (f"{{+{run.new}+}}" if run.new else "") for run in found
    )


def told(old: str, new: str, name: str = "a.md") -> list[str]:
    """What changed, a line each: `edited 1→1 words`."""
    a, b = parse(old, name), parse(new, name)
    lines = []
    for change in diff(a, b).changes:
        if change.change is not Change.SAME:
            first = a.source(a.blocks[change.old[0]]) if change.old else b.source(b.blocks[change.new[0]])
            places = f"{','.join(map(str, change.old))}→{','.join(map(str, change.new))}"
            lines.append(f"{change.change} {places} {written(change.runs) if change.runs else first}")
    return lines


CRANE = "Kran drei steht seit Montag still, und niemand im Hafenbüro weiß, warum."
SHIPS = "Zwei Schiffe warten draußen auf der Reede."
MAYOR = "Der Bürgermeister hat 41 Millionen für den Nordkai versprochen; sieben sind angekommen."
VOTE = "Die Versammlung stimmte mit erhobener Hand ab, und das Ergebnis war eindeutig."
FOUR = [CRANE, SHIPS, MAYOR, VOTE]


def page(*sources: str) -> str:
    return "\n\n".join(sources)


TABLE = "| Port | Open |\n| --- | --- |\n| Vigo | yes |\n| Faro | no |"

CASES: dict[str, tuple[str, str, list[str]]] = {
    "link renamed": ("See [the accounts](/es/accounts/).", 'See [the accounts](/es/budget/ "2024").',
        ['edited 0→0 See [the accounts[-](/es/accounts/)-]{+](/es/budget/ "2024")+}.']),
    "number": ("The town paid 1,240,000 euros.", "The town paid 1,420,000 euros.", ["edited 0→0 The town paid [-1,240,000-]{+1,420,000+} euros."]),
    "numbers stay apart": ("From 3 to 5 of 40.", "From 4 to 6 of 50.", ["edited 0→0 From [-3-]{+4+} to [-5-]{+6+} of [-40-]{+50+}."]),
    "comma": ("On Monday the crane stopped.", "On Monday, the crane stopped.", ["edited 0→0 On Monday{+,+} the crane stopped."]),
    "negation": ("The mayor did agree to it.", "The mayor did not agree to it.", ["edited 0→0 The mayor did{+ not+} agree to it."]),
    "sentence": ("One stands. Three falls.", "One stands. Two waits. Three falls.", ["edited 0→0 One stands.{+ Two waits.+} Three falls."]),
    "repeated word": ("It was very good.", "It was very, very good.", ["edited 0→0 It was{+ very,+} very good."]),
    "phrases, no confetti": ("The mayor promised to repair the old crane soon.", "The mayor refused to pay for a new harbour ever.",
        ["edited 0→0 The mayor [-promised to repair the old crane soon-]{+refused to pay for a new harbour ever+}."]),
    "emphasis": ("The crane has stopped again.", "The crane has **stopped** again.", ["edited 0→0 The crane has {+**+}stopped{+**+} again."]),
    "code span": ("Run `npm i` first.", "Run `npm ci` first.", ["edited 0→0 Run [-`npm i`-]{+`npm ci`+} first."]),
    "inside a link's title": ('[Go](/a "one two three four five six seven eight").', '[Go](/a "one two three four nine six seven eight").',
        ['edited 0→0 [Go[-](/a "one two three four five six seven eight")-]{+](/a "one two three four nine six seven eight")+}.']),
    "footnote mark": ("He said so.[^1] Then he left.\n\n[^1]: There.", "He said so. Then he left.[^1]\n\n[^1]: There.",
        ["edited 0→0 He said so.[-[^1]-] Then he left.{+[^1]+}"]),
    "image of a caption": ("![The crane](/a.jpg)", "![The crane](/b.jpg)", ["edited 0→0 The crane"]),
    "entity": ("Ports &amp; ships stop.", "Ports and ships stop.", ["edited 0→0 Ports [-&amp;-]{+and+} ships stop."]),
    "moved": (page(*FOUR), page(MAYOR, CRANE, SHIPS, VOTE), [f"moved 2→0 {MAYOR}"]),
    "moved and edited": (page(*FOUR), page(MAYOR.replace("41", "52"), CRANE, SHIPS, VOTE), [f"moved_edited 2→0 {MAYOR.replace('41', '[-41-]{+52+}')}"]),
    "swapped": (page(*FOUR), page(SHIPS, CRANE, MAYOR, VOTE), [f"moved 1→0 {SHIPS}"]),
    "split": (page(CRANE, f"{SHIPS} {MAYOR}", VOTE), page(*FOUR), [f"split 1→1,2 {SHIPS}[- -]{{+\n\n+}}{MAYOR}"]),
    "merged": (page(*FOUR), page(CRANE, f"{SHIPS} {MAYOR}", VOTE), [f"merged 1,2→1 {SHIPS}[-\n\n-]{{+ +}}{MAYOR}"]),
    "split in three and edited": (page(CRANE, f"{SHIPS} {MAYOR} {VOTE}"), page(CRANE, SHIPS, MAYOR.replace("41", "52"), VOTE),
        [f"split 1→1,2,3 {SHIPS}[- -]{{+\n\n+}}{MAYOR.replace('41', '[-41-]{+52+}')}[- -]{{+\n\n+}}{VOTE}"]),
    "added": (page(CRANE, SHIPS, VOTE), page(*FOUR), [f"added →2 {MAYOR}"]),
    "removed": (page(*FOUR), page(CRANE, SHIPS, VOTE), [f"removed 2→ {MAYOR}"]),
    "replaced": (page(CRANE, SHIPS, VOTE), page(CRANE, MAYOR, VOTE), [f"removed 1→ {SHIPS}", f"added →1 {MAYOR}"]),
    "list items": ("- bread\n- milk and eggs\n- tea", "- bread\n- oat milk and eggs\n- tea\n- salt",
        ["edited 1→1 {+oat +}milk and eggs", "added →3 salt"]),
    "list order": ("- bread from the corner\n- milk and eggs\n- tea for two", "- milk and eggs\n- tea for two\n- bread from the corner",
        ["moved 0→2 bread from the corner"]),
    "cells": (TABLE, TABLE.replace("no", "maybe"), ["edited 5→5 [-no-]{+maybe+}"]),
    "swapped cells are edits": (TABLE, TABLE.replace("yes", "x").replace("no", "yes").replace("x", "no"), ["edited 3→3 [-yes-]{+no+}", "edited 5→5 [-no-]{+yes+}"]),
    "row": (TABLE, TABLE.replace("| Faro", "| Lugo | soon |\n| Faro"), ["added →4 Lugo", "added →5 soon"]),
    "heading's level": ("# Port\n\n## Cranes\n\nText.", "# Port\n\n### Cranes\n\nText.", ["edited 1→1 Cranes"]),
    "heading": ("# Port\n\n## Cranes\n\nText.", "# Port\n\n## Shipping\n\nText.", ["edited 1→1 [-Cranes-]{+Shipping+}"]),
    "title": ("---\ntitle: The port stops\n---\n\nText.", "---\ntitle: A strike at the docks\n---\n\nText.",
        ["edited 0→0 [-The port stops-]{+A strike at the docks+}"]),
    "quote to paragraph": (f"> {SHIPS}\n\nNext.", f"{SHIPS}\n\nNext.", [f"edited 0→0 {SHIPS}"]),
    "line of code": ("Run:\n\n```sh\nnpm install\nnpm run build\n```", "Run:\n\n```sh\nnpm install\nnpm run dev -- --open\n```",
        ["edited 1→1 npm install\nnpm run [-build-]{+dev -- --open+}"]),
    "code's language": ("```sh\nls\n```", "```bash\nls\n```", ["edited 0→0 ls"]),
    "only blank lines": ("One.\n\nTwo.", "One.\n\n\n\nTwo.", []),
    "Chinese": ("昨天，工人在北京举行罢工。", "昨天，工人在上海举行罢工。", ["edited 0→0 昨天，工人在[-北京-]{+上海+}举行罢工。"]),
    "Japanese": ("港の労働者は昨日ストライキを行いました。", "港の労働者は今日ストライキを行いました。", ["edited 0→0 港の労働者は[-昨日-]{+今日+}ストライキを行いました。"]),
    "Thai": ("คนรักประเทศไทยมาก", "คนรักประเทศลาวมาก", ["edited 0→0 คนรัก[-ประเทศไทย-]{+ประเทศลาว+}มาก"]),
    "Korean": ("부두 노동자들은 어제 파업했다.", "부두 노동자들은 오늘 파업했다.", ["edited 0→0 부두 노동자들은 [-어제-]{+오늘+} 파업했다."]),
    "Arabic": ("دفعت المدينة ٤٥ مليونا يوم الاثنين.", "دفعت المدينة ٥٤ مليونا يوم الثلاثاء.",
        ["edited 0→0 دفعت المدينة [-٤٥-]{+٥٤+} مليونا يوم [-الاثنين-]{+الثلاثاء+}."]),
    "Hindi": ("मज़दूरों ने कल हड़ताल की।", "मज़दूरों ने आज हड़ताल की।", ["edited 0→0 मज़दूरों ने [-कल-]{+आज+} हड़ताल की।"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_changed(name: str) -> None:
    old, new, expected = CASES[name]
    assert told(old, new) == expected
    lawful(parse(old), parse(new))


def test_a_section_that_moved_keeps_its_edits() -> None:
    one = ["## Cranes", CRANE, "## Ships", SHIPS, MAYOR, "## Votes", VOTE, "Mehr dazu in der nächsten Ausgabe am Freitag."]
    two = [*one[2:5], "## Cranes", CRANE.replace("Montag", "Freitag"), *one[5:]]
    assert told(page(*one), page(*two)) == ["moved 0→3 Cranes", f"moved_edited 1→4 {CRANE.replace('Montag', '[-Montag-]{+Freitag+}')}"]


def test_a_block_that_is_not_the_same_text_is_refused() -> None:
    found = diff(parse("One."), parse("Two."))
    assert found.apply("One.") == "Two."
    with pytest.raises(ValueError, match="make a diff"):
        found.apply("One!")


def test_the_same_text_read_otherwise() -> None:
    """Only what a reader of the format made of it differs: kinds, and where a block ends."""
    one = parse("Line one\nline two")
    two = replace(one, blocks=(replace(one.blocks[0], end=8), Block(Kind.QUOTE, 9, 17, "line two")))
    lawful(one, two)
    lawful(one, replace(one, blocks=()))


# Laws


def lawful(old: Document, new: Document, *, whole_units: bool = True) -> Diff:
    """Checks what holds of any two texts."""
    found = diff(old, new)
    assert found.apply(old.text) == new.text
    assert diff(new, old) == found.reversed()
    assert found.reversed().apply(new.text) == old.text
    assert sorted(i for change in found.changes for i in change.old) == list(range(len(old.blocks)))
    assert sorted(j for change in found.changes for j in change.new) == list(range(len(new.blocks)))
    in_new = [change.new for change in found.changes if change.new]
    assert in_new == sorted(in_new)
    for change in found.changes:
        assert bool(change.runs) == (change.change in WITH_RUNS)
        if change.runs:
            _check_runs(old, new, change.old, change.new, change.runs, whole_units)
        elif change.change in {Change.SAME, Change.MOVED}:
            assert old.source(old.blocks[change.old[0]]) == new.source(new.blocks[change.new[0]])
    return found


def _check_runs(old: Document, new: Document, ours: Sequence[int], theirs: Sequence[int], found: Sequence[Run], whole_units: bool) -> None:
    sources = [document.text[document.blocks[at[0]].start : document.blocks[at[-1]].end] for document, at in ((old, ours), (new, theirs))]
    assert ["".join(run.old for run in found), "".join(run.new for run in found)] == sources
    kinds = [(run.old == run.new) for run in found]
    assert all(a != b for a, b in pairwise(kinds))
    code = Kind.CODE in {old.blocks[ours[0]].kind, new.blocks[theirs[0]].kind}
    if whole_units:
        for source, sides in zip(sources, ([run.old for run in found], [run.new for run in found]), strict=True):
            assert _ends(sides) <= _ends(split(source, "text" if code else old.format))


def _ends(pieces: Sequence[str]) -> set[int]:
    ends, at = {0}, 0
    for piece in pieces:
        at += len(piece)
        ends.add(at)
    return ends


WORDS = ["the", "port", "crane", "strike", "ended.", "and,", "41", "1,234", "**bold**", "[link](/x)", "`code x`", "&amp;", "[^1]", "<b>so</b>", "北京大学", "ไทย", "{x y}", "Madrid"]
word = st.sampled_from(WORDS)
source = st.lists(word, min_size=1, max_size=14).map(" ".join)
block = st.tuples(st.sampled_from(["", "", "", "## ", "- ", "> "]), source).map("".join)
revision = st.lists(block, min_size=1, max_size=8)


@st.composite
def two_revisions(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and what became of it by a few edits of an editor's."""
    old = draw(revision)
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(new) - 1)))
        edit = draw(st.sampled_from(["remove", "add", "move", "word", "split", "merge", "repeat"]))
        words = new[at].split(" ") if new else []
        if edit == "add" or not new:
            new.insert(at, draw(block))
        elif edit == "remove":
            del new[at]
        elif edit == "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        elif edit == "word":
            words[draw(st.integers(0, len(words) - 1))] = draw(word)
            new[at] = " ".join(words)
        elif edit == "split" and len(words) > 1:
            new[at : at + 1] = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
        elif edit == "merge":
            new[at : at + 2] = [" ".join(new[at : at + 2])]
        else:
            new.insert(at, new[at])
    gap = draw(st.sampled_from(["\n\n", "\n\n\n"]))
    return "\n\n".join(old), gap.join(new or ["port"]) + draw(st.sampled_from(["", "\n"]))


@settings(max_examples=150)
@given(two_revisions())
def test_laws_of_markdown(texts: tuple[str, str]) -> None:
    lawful(parse(texts[0]), parse(texts[1]))


@settings(max_examples=150)
@given(two_revisions())
def test_laws_of_plain_paragraphs(texts: tuple[str, str]) -> None:
    lawful(*(paragraphs(*(part for part in text.split("\n\n") if part)) for text in texts))


SIGNS = ["`", "``", "<a ", '"', ">", "](", ")", "[", "]", "{", "}", "<!--", "-->", "  ", "\n", "\u00a0", "x", "y z", "\ud83d"]
hostile = st.lists(st.sampled_from([*SIGNS, " ", "word", "港"]), min_size=1, max_size=30).map("".join)


@settings(max_examples=150)
@given(st.lists(hostile, max_size=4), st.lists(hostile, max_size=4))
def test_laws_of_hostile_markup(old: list[str], new: list[str]) -> None:
    """Where markup is broken, a unit may be cut; nothing else."""
    lawful(replace(paragraphs(*old), format="mdx"), replace(paragraphs(*new), format="mdx"), whole_units=False)


@settings(max_examples=60)
@given(two_revisions())
def test_a_text_is_the_same_as_itself(texts: tuple[str, str]) -> None:
    document = parse(texts[1])
    assert all(change.change is Change.SAME and change.old == change.new for change in diff(document, document).changes)


@settings(max_examples=150)
@given(st.lists(word, max_size=30), st.lists(word, max_size=30))
def test_runs_of_any_two_sources(old: list[str], new: list[str]) -> None:
    found = runs(" ".join(old), " ".join(new), "markdown")
    assert "".join(run.old for run in found) == " ".join(old)
    assert "".join(run.new for run in found) == " ".join(new)
    assert len(found) <= 1 or all(run.old or run.new for run in found)


def test_the_hash_seed_changes_nothing() -> None:
    rng = random.Random(3)
    old = [" ".join(rng.choices(WORDS, k=9)) for _ in range(40)]
    new = [" ".join(rng.choices(WORDS, k=2) + one.split(" ")[:-2]) for one in rng.sample(old, 40)]
    program = (
        "import sys; from tests.test_diff import diff, paragraphs\n"
        f"print(diff(paragraphs(*{old!r}), paragraphs(*{new!r})))"
    )
    outputs = {
        subprocess.run([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUTF8": "1"},
                       capture_output=True, check=True, text=True, encoding="utf-8").stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip
    assert len(outputs) == 1
    assert "moved_edited" in outputs.pop()


# match and moved


def test_match_finds_what_moved_and_what_is_repeated() -> None:
    assert match("abcd", "abcd") == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert match("abcd", "cabd") == [(2, 0), (0, 1), (1, 2), (3, 3)]
    assert match("axbxc", "axbxxc") == [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5)]  # the x that was added is the last
    assert match("", "ab") == []
    assert match("ab", "cd") == []
    assert match("xaybxc", "xbyc") == [(0, 0), (3, 1), (2, 2), (5, 3)]


@settings(max_examples=150)
@given(st.lists(st.integers(0, 6), max_size=25), st.lists(st.integers(0, 6), max_size=25))
def test_match_takes_each_position_once_and_leaves_no_equal_ones(old: list[int], new: list[int]) -> None:
    found = match(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert [j for _, j in found] == sorted(j for _, j in found)
    rest = {item for i, item in enumerate(old) if i not in {i for i, _ in found}}
    assert not rest & {item for j, item in enumerate(new) if j not in {j for _, j in found}}


@settings(max_examples=100)
@given(st.permutations(range(7)), st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_moved_leaves_the_heaviest_chain(order: list[int], weights: list[int]) -> None:
    pairs = list(enumerate(order))
    out = moved(pairs, weights)
    kept = [pair for pair in pairs if pair not in out]
    assert [j for _, j in kept] == sorted(j for _, j in kept)
    best = [0] * 7
    for at, j in enumerate(order):
        best[at] = weights[at] + max((best[k] for k in range(at) if order[k] < j), default=0)
    assert sum(weights[i] for i, _ in kept) == max(best)


# Never quadratic

VOCABULARY = [f"{syllable}{number}" for syllable in ("ka", "lo", "mi", "nu") for number in range(3000)]


def many(seed: int, count: int, size: int = 12_000) -> list[str]:
    rng = random.Random(seed)
    return rng.choices(VOCABULARY[:size], k=count)


def in_paragraphs(words: Sequence[str], size: int) -> Document:
    return paragraphs(*(" ".join(words[at : at + size]) for at in range(0, len(words), size)))


LARGE = {
    "unrelated": lambda: (in_paragraphs(many(1, 100_000), 60), in_paragraphs(many(2, 100_000), 60)),
    "unrelated, few words": lambda: (in_paragraphs(many(1, 100_000, 300), 60), in_paragraphs(many(2, 100_000, 300), 60)),
    "blocks reversed": lambda: (in_paragraphs(many(1, 100_000), 60), paragraphs(*(b.text for b in reversed(in_paragraphs(many(1, 100_000), 60).blocks)))),
    "words reversed": lambda: (in_paragraphs(many(1, 100_000), 60), in_paragraphs(many(1, 100_000)[::-1], 60)),
    "one word": lambda: (paragraphs("so " * 100_000 + "on"), paragraphs("so " * 99_000 + "then " + "so " * 1_100 + "on")),
    "one paragraph over and over": lambda: (paragraphs(*[CRANE] * 2000), paragraphs(*[CRANE] * 2100)),
    "two in turn": lambda: (paragraphs(*["Yes.", "No."] * 8000), paragraphs(*["No.", "Yes.", "Yes."] * 6000)),
    "one block, unrelated": lambda: (paragraphs(" ".join(many(1, 100_000))), paragraphs(" ".join(many(2, 100_000)))),
    "one block, reversed": lambda: (paragraphs(" ".join(many(1, 100_000))), paragraphs(" ".join(many(1, 100_000)[::-1]))),
    "one block without spaces": lambda: (paragraphs("好" * 100_000), paragraphs("好" * 60_000 + "不" + "好" * 40_000)),
    "one word in each block": lambda: (in_paragraphs(many(1, 20_000, 300), 1), in_paragraphs(many(2, 20_000, 300), 1)),
    "every block split": lambda: (in_paragraphs(many(1, 100_000), 60), in_paragraphs(many(1, 100_000), 30)),
    "nearly the same": lambda: (paragraphs(*(f"{CRANE} {i % 7}" for i in range(5000))), paragraphs(*(f"{CRANE} {i % 5} also" for i in range(5100)))),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_texts_finish(name: str) -> None:
    old, new = LARGE[name]()
    with bounded():
        found = diff(old, new)
    assert found.apply(old.text) == new.text


# Real history


@pytest.fixture(scope="module")
def edits(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Document, Document]]:
    """Edits of articles in several languages, from the history of a documentation site."""
    if not SITE.exists():
        pytest.skip("the site's bundle is not here")
    folder = tmp_path_factory.mktemp("history")

    def git(*words: str) -> bytes:
        return subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True).stdout

    subprocess.run(["git", "clone", "-q", "--bare", "-b", "main", str(SITE), str(folder)], check=True)
    log = git("log", "--raw", "--no-abbrev", "--format=", "--diff-filter=M", "--no-merges", "main", "--", "docs/src/content/docs").decode()
    lines = [line.split() for line in log.splitlines() if line.endswith((".md", ".mdx"))]
    chosen = random.Random(11).sample(lines, 60)
    return [tuple(markdown.read(git("cat-file", "blob", line[at]), name=line[-1]) for at in (2, 3)) for line in chosen]  # type: ignore[misc]


def test_laws_of_real_edits(edits: list[tuple[Document, Document]]) -> None:
    changes = [change.change for old, new in edits for change in lawful(old, new).changes]
    assert changes.count(Change.SAME) > 0.8 * len(changes)
    assert changes.count(Change.EDITED) > 30


def test_laws_of_unrelated_real_texts(edits: list[tuple[Document, Document]]) -> None:
    for (old, _), (new, _) in zip(edits[::6], edits[3::6], strict=True):
        lawful(old, new)
