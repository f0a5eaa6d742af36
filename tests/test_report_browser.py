"""The reports' page as other programs judge it: the Nu Html Checker its markup, axe-core and Chromium what is seen and printed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import report_parts
from tests.report_parts import ASKED
from tests.test_site_browser import browser, checker  # noqa: F401  a fixture
from translate_flow.reports import Report, page

PAGES = (("overview", 21, "ar"), ("flow", 60, "zh"), ("forecast", 60, "en"))  # of few articles: axe looks at each cell


def report(name: str, articles: int) -> Report:
    return report_parts.overview(articles) if name == "overview" else report_parts.all_reports(articles)[name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reports")
    for name, articles, locale in (*PAGES, ("overview", 300, "en"), ("overview", 300, "ar"), ("overview", 3, "de"), ("overview", 2000, "de"), ("overview", 2000, "ar"), ("overview", 2000, "ja")):
        pieces = page.page(report(name, articles), ASKED, locale=locale, zone="Europe/Berlin", newsroom="The Beacon")
        (made / f"{name}-{articles}-{locale}.html").write_text("".join(pieces), encoding="utf-8")
    return made


def test_every_page_is_valid(folder: Path) -> None:
    done = subprocess.run([*checker(), "--errors-only", *map(str, sorted(folder.glob("*.html")))], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "error: CSS:" not in line] == []  # it does not know logical properties: see below


def test_the_browser_knows_every_rule_of_the_stylesheet(browser: Any) -> None:  # noqa: F811
    opened = browser.new_page()
    unknown = opened.evaluate(
        """text => text.replace(/\\/\\*.*?\\*\\//gs, '').match(/[{;]\\s*[a-z-]+\\s*:[^;{}]+(?=[;}])/g)
            .map(one => one.slice(1).trim().replace('!important', '')).filter(one => !one.startsWith('-') && !CSS.supports(one))""",
        page._style(),
    )
    opened.close()
    assert [rule for rule in unknown if not rule.startswith("text-size-adjust")] == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_everybody_can_read_it(folder: Path, browser: Any, width: int, scheme: str) -> None:  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    told: list[str] = []
    opened.on("console", lambda message: told.append(message.text))
    found = []
    for name, articles, locale in PAGES:
        opened.goto((folder / f"{name}-{articles}-{locale}.html").as_uri())
        opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found += [(name, one["id"], [node["html"] for node in one["nodes"]][:3]) for one in axe.run(opened).response["violations"]]
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
    opened.close()
    assert found == []
    assert told == [], "the policy refuses nothing of the page's own"


def test_headers_stay_while_the_matrix_is_scrolled(folder: Path, browser: Any) -> None:  # noqa: F811
    opened = browser.new_page(viewport={"width": 700, "height": 700})
    for locale in ("en", "ar"):
        opened.goto((folder / f"overview-300-{locale}.html").as_uri())
        opened.evaluate("""() => { const m = document.querySelector('.matrix'); m.scrollIntoView(); m.scrollTop = 900; m.scrollLeft = getComputedStyle(m).direction == 'rtl' ? -200 : 200; }""")
        opened.wait_for_function("document.querySelector('.matrix').scrollTop > 800")
        seen = opened.evaluate("""() => {
            const box = document.querySelector('.matrix').getBoundingClientRect();
            const at = (x, y) => document.elementFromPoint(x, y).closest('th,td');
            const edge = document.dir == 'rtl' ? box.right - 30 : box.left + 30;
            return [at(box.left + box.width / 2, box.top + 30)?.scope, at(edge, box.top + box.height / 2)?.scope];
        }""")
        assert seen == ["col", "row"]
    opened.close()


@pytest.mark.parametrize(("articles", "locale", "size"), [(3, "de", "A4"), (300, "en", "Letter"), (2000, "de", "Letter"), (2000, "ar", "A4"), (2000, "ja", "Letter")])
def test_the_overview_prints_on_two_pages(folder: Path, browser: Any, articles: int, locale: str, size: str) -> None:  # noqa: F811
    opened = browser.new_page()
    opened.goto((folder / f"overview-{articles}-{locale}.html").as_uri())
    printed = opened.pdf(format=size)
    opened.emulate_media(media="print")
    seen = opened.evaluate("[...document.querySelectorAll('.chunk')].filter(one => one.offsetHeight).reduce((sum, one) => sum + one.querySelectorAll('tbody tr').length, 0)")
    opened.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    assert seen == min(articles, 28)
