"""A git repository of translated pages with its history: `adopt` against git's own reading of the same history and the same texts.

The repository is made up here, of the size of a real one: some 340 pages in ten languages, 2,400 commits; `--repo` takes another, whose pages that
no path names a language for are then taken to be English.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.measures import START, Measure, Scale
from bench.processes import Costs, alternately, once, program

LANGUAGES = ("es", "fr", "de", "pt", "it", "nl", "ja", "ko", "ru")
_WORDS = {  # enough of each to be told apart
    "en": "the of and to in is that with for on this are from have which their will every page reader between before after",
    "es": "el la de que y en los se del las por un para con no una su al lo como más pero sus página lector entre antes después",
    "fr": "le la de et les des en un une que dans pour qui sur pas plus par avec ce sont mais page lecteur entre avant après",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch Seite Leser zwischen vor nach",
    "pt": "o a de que e do da em um para com não uma os no se na por mais as dos como mas página leitor entre antes depois",
    "it": "il di che e la in un a per è una sono mi ho non si ha lo ma ti le pagina lettore fra prima dopo della nella anche",
    "nl": "de het een en van ik te dat die in is niet zijn op aan met als voor had er maar om pagina lezer tussen ook naar",
    "ja": "これは ページ です 読者 の ために 書かれ ました そして 前に 後で とても 大切な こと が あります から 見て ください",
    "ko": "이 페이지 는 독자 를 위해 쓰여 졌습니다 그리고 전에 후에 매우 중요한 것 이 있습니다 에서 보세요 모든 사람",
    "ru": "и в не на что он с как это по но из у за для от так же все она бы мы страница читатель между перед после ещё",
}  # fmt: skip


def adopting(folder: Path, scale: Scale) -> Iterator[Measure]:
    """Adopting a repository, then adopting it again with nothing new."""
    site = scale.repo or _site(folder / "site", articles=34 if scale.runs > 5 else 4, commits=2400 if scale.runs > 5 else 60)
    texts = folder / "texts"
    texts.write_text(_texts(site))
    rooms = (folder / f"room-{number}.db" for number in range(10_000))
    git = ["sh", "-c", f"git -C '{site}' log --raw && git -C '{site}' cat-file --batch <'{texts}'"]
    found = alternately({"ours": lambda: _adopt(_room(next(rooms)), site), "theirs": lambda: git}, max(3, scale.cold_runs))
    ours, theirs = found["ours"], found["theirs"]
    note = f"{len(texts.read_text().split())} texts"
    yield Measure("adopt / git log --raw and cat-file --batch", ours, theirs, ours.median("cpu") / theirs.median("cpu"), ours.median("wall") / theirs.median("wall"), 4, note)
    yield _again(_room(next(rooms)), site, scale)


def _again(room: Path, site: Path, scale: Scale) -> Measure:
    once(_adopt(room, site))
    found = alternately({"ours": lambda: _adopt(room, site), "start": lambda: START, "head": lambda: ["git", "-C", str(site), "rev-parse", "HEAD"]}, scale.runs)
    allowed = {kind: found["start"].median(kind) + 2 * found["head"].median(kind) for kind in ("cpu", "wall")}
    ratio, wall = (found["ours"].median(kind) / allowed[kind] for kind in ("cpu", "wall"))
    return Measure("adopt, nothing new / (import sqlalchemy.orm, typer + 2 × git rev-parse)", found["ours"], Costs(found["start"].runs), ratio, wall, 1)


def _room(path: Path) -> Path:
    once([*program(), "--database", str(path), "--as", "owner", "init"])
    return path


def _adopt(room: Path, site: Path) -> list[str]:
    return [*program(), "--database", str(room), "--as", "owner", "adopt", str(site), "--lang", "en"]


def _texts(site: Path) -> str:
    """The names of all texts that pages ever had."""
    told = subprocess.run(["git", "-C", str(site), "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--format=", "--", "*.md", "*.mdx"], capture_output=True, text=True, check=True)
    names = {line.split()[3] for line in told.stdout.splitlines() if line.startswith(":")}
    return "".join(f"{name}\n" for name in sorted(names) if name.strip("0"))


# --- a repository made up ---


def _site(folder: Path, *, articles: int, commits: int) -> Path:
    """A repository with English at the root and a folder for each other language; translations follow their sources, some late."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=b"".join(_stream(articles, commits)), check=True)
    subprocess.run(["git", "-C", str(folder), "symbolic-ref", "HEAD", "refs/heads/main"], check=True)
    subprocess.run(["git", "-C", str(folder), "repack", "-adq"], check=True)
    return folder


def _stream(articles: int, commits: int) -> Iterator[bytes]:
    """What `git fast-import` reads (git-fast-import(1), “INPUT FORMAT”)."""
    dice = random.Random(9)
    sources = [_page(dice, at) for at in range(articles)]
    there: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for number in range(commits):
        at = number if number < articles else dice.randrange(articles)
        if number < articles or dice.random() < 0.3:
            _edit(dice, sources[at])
            language = "en"
        else:
            language = LANGUAGES[number % 9] if number < 10 * articles else dice.choice(LANGUAGES)
            there[at, language] = list(sources[at])
        path = f"docs/{'' if language == 'en' else language + '/'}guide-{at}.md"
        yield _commit(number, path, _text(at, language, sources[at] if language == "en" else there[at, language]))


def _commit(number: int, path: str, text: str) -> bytes:
    data = text.encode()
    head = f"commit refs/heads/main\ncommitter A <a@example.org> {1_600_000_000 + 3600 * number} +0000\ndata 6\nchange\n"
    return f"{head}M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


def _page(dice: random.Random, at: int) -> list[tuple[str, int]]:
    """The blocks of a page: (kind, a number that settles its words)."""
    kinds = ["heading", "paragraph", "paragraph", "item", "item", "item", "code", "link", "paragraph"]
    return [(dice.choice(kinds), dice.randrange(10**6)) for _ in range(55 + at % 20)]


def _edit(dice: random.Random, blocks: list[tuple[str, int]]) -> None:
    place = dice.randrange(len(blocks))
    blocks[place] = (blocks[place][0], dice.randrange(10**6))


def _text(at: int, language: str, blocks: list[tuple[str, int]]) -> str:
    parts = [f"---\ntitle: {_sentence(language, at, 4)}\ndescription: {_sentence(language, at + 1, 9)}\n---"]
    for kind, number in blocks:
        said = _sentence(language, number, 6 if kind == "heading" else 26)
        parts.append({
            "heading": f"## {said}", "item": f"- {said} `option-{number}`", "code": f"```js\nconst setting = {number};\nuse('part-{number % 97}', setting);\n```",
            "link": f"{said} [{said[:20]}](/guide-{number % 34}/#part-{number}) {number}.", "paragraph": f"{said}. {_sentence(language, number + 7, 22)}.",
        }[kind])  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _sentence(language: str, number: int, words: int) -> str:
    dice = random.Random(number)
    known = _WORDS[language].split()
    return " ".join(dice.choice(known) for _ in range(words)).capitalize()
