"""Terms in real translations and in made-up ones: `python -m bench.terms [--repo FOLDER] [--shown N]`.

Without a repository: how long a glossary of 1,000 and of 10,000 terms takes to be made ready and to look through a text of 10,000 words.

With a clone of a site of translated Markdown that documents a web framework (`src/content/docs/` in English, a folder a language): what
`misuse` tells of a glossary of eleven common words, block by block. They are words that translators may well go round, so that most of
what is told is true and no error; N of them a language are shown, to be judged. Then one term of each block that keeps to all of them has its
renderings taken out: how many of these are told.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from translate_flow import formats
from translate_flow.text.document import Kind
from translate_flow.text.pairing import pair_documents
from translate_flow.text.prose import prose
from translate_flow.text.terms import Glossary, Misuse, Term

FOLDERS = {"es": "es", "pt-br": "pt-BR", "fr": "fr", "de": "de", "ru": "ru", "ja": "ja", "zh-cn": "zh-CN", "ko": "ko"}
GLOSSARY = """
sidebar: barra lateral; barra lateral; barre latérale; Seitenleiste; боковая панель; サイドバー; 侧边栏; 사이드바
component: componente; componente; composant; Komponente; компонент; コンポーネント; 组件; 컴포넌트|구성요소
page: página; página; page; Seite; страница; ページ; 页面|页; 페이지
theme: tema; tema; thème; Theme|Design; тема; テーマ; 主题; 테마
file: archivo; arquivo; fichier; Datei; файл; ファイル; 文件; 파일
plugin: plugin|complemento; plugin; plugin|module d'extension; Plugin; плагин; プラグイン; 插件; 플러그인
language: idioma; idioma|linguagem; langue|langage; Sprache; язык; 言語; 语言; 언어
user: usuario; usuário; utilisateur; Benutzer|Nutzer; пользователь; ユーザー; 用户; 사용자
translation: traducción; tradução; traduction; Übersetzung; перевод; 翻訳; 翻译|译文; 번역
link: enlace; link; lien; Link|Verknüpfung; ссылка; リンク; 链接; 링크
custom CSS: CSS personalizado; CSS customizado|CSS personalizado; CSS personnalisé; eigenes CSS|benutzerdefiniertes CSS; пользовательский CSS; カスタムCSS; 自定义 CSS; 사용자 정의 CSS
"""
_SYLLABLES = "ba co de fi gu la me ni po ru sa te vi za tra pre con men cion idad oso ar er ir al".split()  # noqa: SIM905


def glossaries() -> Iterator[tuple[str, Glossary]]:
    """By folder."""
    lines = [line.partition(":") for line in GLOSSARY.strip().splitlines()]
    for at, (folder, tag) in enumerate(FOLDERS.items()):
        yield folder, Glossary([Term(source, targets.split(";")[at].strip(), "noun") for source, _, targets in lines], "en", tag)


def evaluate(root: Path, shown: int) -> None:
    print("| language | blocks | terms in them | told | a block | taken out | of these told |\n| --- | --- | --- | --- | --- | --- | --- |")
    samples: list[str] = []
    for folder, glossary in glossaries():
        blocks = terms = out = found = 0
        told: list[tuple[Misuse, str, str]] = []
        for source, target in _blocks(root, folder):
            blocks += 1
            terms += len({hit.term for hit in glossary.hits(source)})
            wrong = glossary.misuse(source, target)
            told += [(one, source, target) for one in wrong]
            if not wrong and (damaged := _without(glossary, source, target)):
                out += 1
                found += any(one.term == damaged[0] for one in glossary.misuse(source, damaged[1]))
        if blocks:
            print(f"| {folder} | {blocks:,} | {terms:,} | {len(told)} | {len(told) / blocks:.3f} | {out} | {found} |")
        samples += [f"{folder} {one.term.source}: {source[:160]} | {target[:160]}" for one, source, target in random.Random(folder).sample(told, min(shown, len(told)))]
    print(*samples, sep="\n")


def _without(glossary: Glossary, source: str, target: str) -> tuple[Term, str] | None:
    """A term of the source whose renderings stand in the target, and the target without them."""
    places = glossary.uses(target)
    for hit in glossary.hits(source):
        if any(place.term == hit.term for place in places):
            for place in reversed(places):
                if place.term == hit.term:
                    target = target[: place.start] + target[place.end :]
            return (hit.term, target) if target.strip() else None
    return None


def _blocks(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """Readers' texts of blocks that render each other, one to one, but for those that are the same in both."""
    for path in sorted((root / folder).rglob("*.md*")):
        source = root / path.relative_to(root / folder)
        if not source.exists():
            continue
        one, two = (formats.get("mdx" if file.suffix == ".mdx" else "markdown").read(file.read_bytes()) for file in (source, path))
        ours, theirs = prose(one), prose(two)
        for pair in pair_documents(one, two):
            if len(pair.source) == len(pair.target) == 1 and one.blocks[pair.source[0]].kind is not Kind.CODE and ours[pair.source[0]] != theirs[pair.target[0]]:
                yield ours[pair.source[0]], theirs[pair.target[0]]


def speed() -> None:
    drawn = random.Random(4)
    known = ["".join(drawn.choice(_SYLLABLES) for _ in range(drawn.randint(2, 5))) for _ in range(20_000)]
    text = " ".join(known[min(int(drawn.paretovariate(0.6)), len(known) - 1)] for _ in range(10_000))
    print("| terms | made ready, ms | 10,000 words looked through, ms | hits |\n| --- | --- | --- | --- |")
    for count in (1_000, 10_000):
        terms = [Term(" ".join(drawn.choices(known, k=drawn.choice((1, 1, 2, 3)))), "x") for _ in range(count)]
        start = time.process_time()
        glossary = Glossary(terms, "es", "pt")
        glossary.hits("")
        ready = time.process_time()
        hits = glossary.hits(text)
        print(f"| {count:,} | {1000 * (ready - start):.0f} | {1000 * (time.process_time() - ready):.0f} | {len(hits):,} |")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Terms in real translations and in made-up ones.")
    parser.add_argument("--repo", type=Path, help="the clone of a site; without, only speed is measured")
    parser.add_argument("--shown", type=int, default=0, metavar="N", help="so many of what is told, a language")
    said = parser.parse_args(arguments)
    speed()
    if said.repo is not None:
        places = sorted(said.repo.rglob("content/docs"))
        if not places:
            print("There is no folder content/docs in it.", file=sys.stderr)
            return 2
        evaluate(places[0], said.shown)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
