"""`python -m bench.report_page`: the overview of 2,000 articles in 20 languages as a page: its size, how long Chromium takes to draw it, how many pages it prints on.

Drawn: from the start of the navigation until what the first frame after `load` shows is done. CPU: of the page's main thread until
then, which a busy machine changes little. Medians; beside it the same for a page of 3 articles, which is what a browser costs anyway.
"""

from __future__ import annotations

import re
import statistics
import tempfile
from pathlib import Path

from tests import report_parts
from translate_flow.reports.page import page

CHROMIUM = "/usr/bin/chromium"
WATCH = "addEventListener('load', () => requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now() })))"


def main(times: int = 7) -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for articles in (3, 300, 2000):
            path = Path(folder) / f"{articles}.html"
            path.write_text("".join(page(report_parts.overview(articles), report_parts.ASKED, locale="en", zone="UTC", newsroom="The Beacon")), encoding="utf-8")
            drawn, cpu = zip(*(_once(browser, path) for _ in range(times)), strict=True)
            print(f"{articles} articles: {path.stat().st_size:,} bytes; drawn in {statistics.median(drawn):.0f} ms, of which CPU {statistics.median(cpu):.0f} ms; {_pages(browser, path)}")


def _once(browser, path: Path) -> tuple[float, float]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.add_init_script(WATCH)
    session = opened.context.new_cdp_session(opened)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    opened.goto(path.as_uri())
    opened.wait_for_function("window.drawn")
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    drawn = opened.evaluate("window.drawn")
    opened.close()
    return drawn, told["TaskDuration"] * 1000


def _pages(browser, path: Path) -> str:
    opened = browser.new_page()
    opened.goto(path.as_uri())
    counts = {size: len(re.findall(rb"/Type\s*/Page\b", opened.pdf(format=size))) for size in ("A4", "Letter")}
    opened.close()
    return ", ".join(f"{number} pages of {size}" for size, number in counts.items())


if __name__ == "__main__":
    main()
