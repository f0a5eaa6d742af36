"""The static site under kills: a small newsroom whose versions are published and withdrawn, and a folder that readers look at."""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from bench.processes import Command, _environment, program

ARTICLES = 12
LINK = re.compile(r'<a [^>]*href="([^"#]+)"')


class Site:
    """Every page must be whole and every link must lead to one; after a run in peace the pages must be those that the database says are live."""

    def __init__(self, folder: Path, draw: random.Random) -> None:
        self.folder, self.draw = folder, draw
        self.site = folder / "public"
        self.line = [*program(), "--database", str(folder / "desk.db"), "--as", "olga"]
        texts = folder / "texts"
        texts.mkdir()
        for number in range(ARTICLES):
            (texts / f"a{number}.md").write_text(f"---\ntitle: Article {number}\nlang: en\ndate: 2026-{1 + number % 9:02}-01\ntags: [water, t{number % 3}]\n---\n\nOne.\n\nTwo.\n")
        for words in (["init"], ["settings", "site", str(self.site)], ["settings", "base_url", "https://example.org"], ["import", str(texts)], ["publish"]):
            self._run(*words)
        self.before = self.pages()

    def _run(self, *words: str) -> None:
        ran = subprocess.run([*self.line, "--quiet", *words], capture_output=True, text=True, check=False, env=_environment(None))
        assert ran.returncode == 0, f"{' '.join(words)}: {ran.stderr}"

    def _live(self) -> dict[str, bool]:
        with closing(sqlite3.connect(self.folder / "desk.db")) as database:
            query = "select a.key, v.language, v.live_id from versions v join articles a on a.id = v.article_id"
            return {f"{key}/{language}": live is not None for key, language, live in database.execute(query)}

    def next(self) -> Command:
        self.before = self.pages()
        address, live = self.draw.choice(sorted(self._live().items()))
        return [*self.line, "withdraw", address, "--reason", "a test"] if live else [*self.line, "publish", address]

    def pages(self) -> dict[str, bytes]:
        """What readers find, by path."""
        root = self.site.resolve()
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}

    def look(self) -> str:
        """The site is whole, and either the one before or one more change of it: no link leads nowhere, no list and page disagree."""
        found = self.pages()
        for path, data in found.items():
            if not path.endswith(".html"):
                continue
            html = data.decode()
            assert html.endswith("</html>\n"), f"{path} is cut off"
            for link in LINK.findall(html):
                target = (self.site.resolve() / path).parent.joinpath(link.partition("?")[0]).resolve()
                assert link.startswith("https:") or target.is_file(), f"{path} links to {link}, which is not there"
        if found == self.before:
            return "left the old site"
        listed = set(re.findall(r'href="(?:\.\./)*(a\d+\.html)"', found["en/index.html"].decode())) if "en/index.html" in found else set()
        live = {path.removeprefix("en/") for path, data in found.items() if re.fullmatch(r"en/a\d+\.html", path) and b"noindex" not in data}
        assert listed == live, f"the front lists {sorted(listed)}, the pages are {sorted(live)}"
        return "left a new site"

    def settle(self) -> None:
        """A run in peace, and a new site beside it: the same files, byte for byte, and doctor finds nothing."""
        self._run("publish")
        found = self.pages()
        live = {f"en/{address.split('/')[0]}.html" for address, out in self._live().items() if out}
        shown = {path for path, data in found.items() if re.fullmatch(r"en/a\d+\.html", path) and b"noindex" not in data}
        assert shown == live, f"live are {sorted(live)}, shown {sorted(shown)}"
        other = sorted(path for path in self._fresh(found) if not path.startswith("search/"))  # an index is put together piece by piece
        assert not other, f"a site made from nothing has other {', '.join(other[:5])}"

    def _fresh(self, found: dict[str, bytes]) -> set[str]:
        """What differs from a site that is drawn from nothing."""
        import shutil

        place = self.folder / "fresh"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        with closing(sqlite3.connect(self.folder / "desk.db")) as database:
            database.execute("vacuum into ?", (str(place / "desk.db"),))
        line = [*program(), "--database", str(place / "desk.db"), "--as", "olga", "--quiet"]
        for words in (["settings", "site", str(place / "public")], ["publish"]):
            subprocess.run([*line, *words], check=True, capture_output=True, env=_environment(None))
        root = (place / "public").resolve()
        other = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        return {path for path in found.keys() | other.keys() if found.get(path) != other.get(path)}
