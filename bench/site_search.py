"""What the site's search costs: python bench/site_search.py [ARTICLES]: all built in three languages, one article changed, one taken down."""

from __future__ import annotations

import json
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from translate_flow.channels import site_search
from translate_flow.channels.site_search import Record

LANGUAGES = ("es", "de", "zh")


def text(random_: random.Random, language: str) -> str:
    """600 words (1,200 characters of Chinese) as unevenly frequent as in texts."""
    if language == "zh":
        return "\n".join("".join(chr(0x4E00 + min(2999, int(random_.paretovariate(0.7)))) for _ in range(120)) + "。" for _ in range(10))
    return "\n".join(" ".join(f"{'kstmpr'[n % 6]}{'aeiou'[n % 5]}{n:x}" for n in (min(39_999, int(random_.paretovariate(0.6))) for _ in range(60))) for _ in range(10))


def article(number: int, language: str, seed: int = 0) -> Record:
    random_ = random.Random(f"{number} {language} {seed}")
    return Record(f"{language}/a{number}.html", language, "post", f"Section {number % 7}", f"Title {number}", text(random_, language), "2026-03-08")


def timed(name: str, state: Path, *given: object, **choices: object) -> site_search.Change:
    began = time.perf_counter()
    change = site_search.refresh(state, *given, **choices)  # type: ignore[arg-type]
    size = sum(len(body) for body in change.files.values())
    site_search.confirm(state)
    print(f"{name}: {time.perf_counter() - began:.3f} s, {len(change.files)} files, {size / 1e6:.2f} MB, {len(change.removed)} removed", flush=True)
    return change


def main(count: int) -> None:
    state = Path(tempfile.mkdtemp())
    timed("all", state, (article(number, language) for language in LANGUAGES for number in range(count)), (), everything=True)
    print("memory at most:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB; of pagefind:", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, "MB")
    times = []
    for number in range(100):
        began = time.perf_counter()
        site_search.refresh(state, [article(number * 7, "es", 1)], (), everything=False)
        site_search.confirm(state)
        times.append(time.perf_counter() - began)
    times.sort()
    print(f"one changed, of 100: median {times[50]:.3f} s, 90 of 100 below {times[90]:.3f} s, longest {times[-1]:.3f} s")
    timed("taken down", state, (), (), everything=False, taken_down=["es/a3.html"])
    print("state:", (state / "search.sqlite").stat().st_size // 10**6, "MB")
    known = site_search.files(state)
    about = json.loads(site_search._Files(state, ["search/es.json"])["search/es.json"])
    print("pieces of es:", len(about["pieces"]), "files of all:", len(known))
    shutil.rmtree(state)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
