"""How long an article's page takes to draw: `python bench/site_pages.py`. Milliseconds of CPU a page, the format's own part beside it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import site_sample
from tests.site_memory import Memory
from translate_flow import formats
from translate_flow.channels import site_layout, site_pages
from translate_flow.channels.site_clean import clean
from translate_flow.channels.site_mend import mend

ROUNDS = 300


def main() -> None:
    found = site_sample.pages()
    memory = Memory(list(site_sample.entries(found).values()))
    versions = memory.versions("river")
    site = site_pages.Site("El Río", site_sample.BASE)
    jobs = [(page, page.document(), site_layout.page_path(page)) for page in found[:5]]
    html = [formats.get("markdown").html(document) for _, document, _ in jobs]
    before = memory.entries[:3]
    parts = {
        "whole": lambda: [site_pages.article(site, page, document, path, versions, before) for page, document, path in jobs],
        "format": lambda: [formats.get("markdown").html(document) for _, document, _ in jobs],
        "clean": lambda: [clean(one) for one in html],
        "mend": lambda: [mend(one) for one in html],
    }
    for name, draw in parts.items():
        draw()
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            draw()
            times.append(time.process_time() - start)
        print(f"{name:8} {1000 * sorted(times)[ROUNDS // 2] / len(jobs):.3f} ms")


if __name__ == "__main__":
    main()
