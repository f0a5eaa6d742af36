"""A small site made up for tests: an article in five languages with all that an article can have, and what went wrong with some."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.site_memory import Memory
from translate_flow import formats
from translate_flow.channels import site_feeds, site_layout, site_lists, site_pages
from translate_flow.channels.page import Correction, Page
from translate_flow.channels.site_entries import Entry, Listing, entry
from translate_flow.channels.site_layout import feed_path, listing_path, sitemap_path
from translate_flow.text.document import Document

BASE = "https://river.example/"
DAY = datetime(2026, 3, 8, 9, tzinfo=UTC)
PICTURE = "../picture.svg"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="420"><rect width="800" height="420" fill="#8aa1ad"/><path d="M0 260q200-90 400 0t400 0v160H0z" fill="#4c6673"/></svg>'
TEXTS = {
    "es": ("La noche en que el río entró en la ciudad y nadie de la administración había leído los avisos", "Tres metros en una sola noche: quienes viven junto al agua cuentan qué se sabía, desde cuándo, y por qué no sirvió de nada.", "El agua llegó a las dos de la madrugada, cuando la mayoría dormía. «No sonó ninguna sirena», dice Rosa Paz, que vive en la calle de los Curtidores desde hace cuarenta años y guarda en un cuaderno las medidas de cada crecida.", "Lo que decía el cuaderno", "«Si el río avisa tres veces, la cuarta ya no avisa»", "La calle de los Curtidores, la mañana siguiente. Foto: Ana Ruiz", "Según el informe de la cuenca, página 12."),
    "en": ("The night the river came into town, and nobody in charge had read the warnings", "Three metres in a single night: people who live by the water tell what was known, since when, and why it was of no use.", "The water came at two in the morning, when most were asleep. “No siren sounded,” says Rosa Paz, who has lived in Tanners’ Street for forty years and keeps the height of every flood in a notebook.", "What the notebook said", "“If the river warns three times, it does not warn a fourth”", "Tanners’ Street, the morning after. Photo: Ana Ruiz", "The basin report, page 12."),
    "ar": ("ليلة دخل النهر المدينة ولم يكن أحد من المسؤولين قد قرأ التحذيرات", "ثلاثة أمتار في ليلة واحدة: يروي سكان الضفة ما كان معروفًا، ومنذ متى، ولماذا لم ينفع ذلك أحدًا.", "وصل الماء عند الثانية فجرًا ومعظم الناس نيام. تقول روزا باث، التي تسكن شارع الدبّاغين منذ أربعين عامًا وتدوّن في دفترها ارتفاع كل فيضان: «لم تُطلَق أي صفارة إنذار».", "ما كان في الدفتر", "«إذا أنذر النهر ثلاث مرات فلن ينذر رابعة»", "شارع الدبّاغين في الصباح التالي. تصوير: آنا رويث", "تقرير الحوض، الصفحة 12."),
    "zh": ("河水进城之夜：警告早已发出，负责人却无一读过", "一夜之间上涨三米。住在河边的人讲述当时人们知道什么、从何时知道，以及为什么毫无用处。", "凌晨两点，大多数人还在睡梦中，水就来了。“没有响过一次警报，”罗莎·帕斯说。她在制革街住了四十年，用一本笔记本记下每次洪水的高度。", "笔记本上写了什么", "“河若警告三次，便不会再有第四次”", "次日清晨的制革街。摄影：安娜·鲁伊斯", "流域报告，第12页。"),
    "de": ("Die Nacht, in der der Fluss in die Stadt kam und niemand in der Hochwasserschutzbehörde die Warnungen gelesen hatte", "Drei Meter in einer einzigen Nacht: Menschen am Wasser erzählen, was man wusste, seit wann, und warum es nichts nützte.", "Das Wasser kam um zwei Uhr morgens, als die meisten schliefen. „Keine Sirene hat geheult“, sagt Rosa Paz, die seit vierzig Jahren in der Gerberstraße wohnt und die Höhe jedes Hochwassers in einem Heft festhält.", "Was im Heft stand", "„Warnt der Fluss dreimal, so warnt er kein viertes Mal“", "Die Gerberstraße am Morgen danach. Foto: Ana Ruiz", "Bericht zum Einzugsgebiet, Seite 12."),
}  # fmt: skip
NOTES = {"es": "Una versión anterior decía que el río subió cuatro metros; fueron tres.", "en": "An earlier version said that the river rose four metres; it was three.", "ar": "ذكرت نسخة سابقة أن النهر ارتفع أربعة أمتار؛ والصحيح ثلاثة.", "zh": "先前版本称河水上涨四米，实为三米。", "de": ""}
SECTIONS = "Río & ciudad"


def body(language: str) -> Document:
    """An article in Markdown with headings, notes, a picture, a quote, a list, a table and code."""
    title, stand, told, head, said, caption, note = TEXTS.get(language, TEXTS["en"])
    table = "| | 2024 | 2025 | 2026 |\n|---|---|---|---|\n| m | 1,9 | 2,4 | 3,0 |\n"
    text = f"---\ntitle: \"{title}\"\nsummary: \"{stand}\"\nauthor: Ana Ruiz\n---\n\n{told}[^1]\n\n{told} *{head}.* {told}\n\n## {head}\n\n![]({PICTURE} \"{caption}\")\n\n> {said}\n\n{told}[^2]\n\n{table}\n- {head}\n- {said}\n\n```\nlevel = 3.0  # m\n```\n\n{told}\n\n[^1]: {note}\n[^2]: {said} *{note}*\n"
    return formats.get("markdown").read(text.encode())


def page(language: str = "es", parent: str = "", **fields: Any) -> Page:
    title, stand = TEXTS.get(language, TEXTS["en"])[:2]
    values: dict[str, Any] = {
        "article": "river", "language": language, "parent": parent, "parent_is_live": bool(parent), "title": title, "standfirst": stand,
        "byline": "Ana Ruiz", "date": "2026-03-08", "published_at": DAY, "translator": "Sam Osei" if parent else "", "section": SECTIONS,
        "tags": ("agua", "8-M <hoy>"), "document": lambda: body(language), "fingerprint": language, "behind_since": None, "original_language": "es",
    }  # fmt: skip
    return Page(**{**values, **fields})


def pages() -> list[Page]:
    """Spanish, English from it, Arabic by way of English (behind), Chinese and German (corrected), and some more articles."""
    late = datetime(2026, 3, 20, 8, tzinfo=UTC)
    said = {tag: (Correction(late, note),) for tag, note in NOTES.items()}
    river = [page("es", corrections=said["es"], updated_at=late), page("en", "es", corrections=said["en"]), page("ar", "en", behind_since=late, corrections=said["ar"]), page("zh", "es", behind_since=late), page("de", "es", corrections=said["de"], translator="")]
    more = [page(tag, "" if tag == "es" else "es", article=f"more-{n}", title=f"{TEXTS[tag][3]} {n}", date=f"2026-0{n}-01", tags=(), section="" if n == 2 else SECTIONS) for n in (1, 2) for tag in TEXTS]
    return [*river, *more, page("es", article="undated", date="", published_at=None, byline="", standfirst="", section="", tags=())]


def hostile() -> list[Page]:
    """Two versions whose every word attacks, and whose bodies are broken."""
    bad = '"></script><!--<script>alert(1)</script>{{ 7*7 }} {0} <b>&amp;\u2028 \u202e'
    broken = "<h1>x</h1><section><p>a<table><tr><td>b<p id='x'>c</table><ul><p>d</ul><li>e<figcaption>f</figcaption><a href='#x'><a href='javascript:1'>g</a></a><h5>h</h5><img src=x><dl><p>i</dl><td>j<ruby>k<rt>l</ruby><video src='http://e.example/v'></video><details>m</details><p id='x'>n<a href='  #y z'>o</a><time datetime='soon'>p</time><ol type='disc' start='x'><li value='q'>r</ol><th scope='all' colspan='-1'>s"
    made = formats.get("html").read(f"<article><h1>T</h1><p>{'word ' * 60}</p>{broken}</article>".encode())
    return [page("en", "es", article="bad", title=bad, standfirst=bad, byline=bad, translator=bad, section=bad, tags=(bad,), behind_since=DAY, corrections=(Correction(DAY, bad),), document=lambda: made), page("es", article="bad", title="", standfirst="", byline="", document=lambda: made)]


def entries(found: list[Page]) -> dict[str, Entry]:
    kept = {}
    for one in found:
        path = site_layout.page_path(one)
        moment = site_layout.moment(one)
        kept[path] = entry(one, one.document(), path, moment if moment and moment.year > 1 else None)
    return kept


def drawn(found: list[Page], base_url: str = BASE, theme: Path | None = None) -> dict[str, bytes]:
    """Every file of a site of these pages by path, with a withdrawn page, one taken down and one that moved."""
    site = site_pages.Site("El Río", base_url, theme)
    known = entries(found)
    memory = Memory(list(known.values()))
    files = {"picture.svg": DRAWING, "style.css": site_pages.style(site), "index.html": site_lists.root(site, memory)}
    for one in found:
        path = site_layout.page_path(one)
        files[path] = site_pages.article(site, one, one.document(), path, memory.versions(one.article), memory.before(known[path]))
    for base in bases(memory):
        for one_list in (base, *(replace(base, month=month) for month, _ in memory.months(base))):
            files[listing_path(one_list)] = site_lists.listing(site, memory, one_list)
        if base_url and not base.tag:
            files[feed_path(base)] = site_feeds.feed(site, memory, base)
    if base_url:
        files["sitemap.xml"] = site_feeds.sitemap_index(site, memory)
        files |= {sitemap_path(month): site_feeds.sitemap(site, memory, month) for month, _ in memory.all_months()}
    files["es/withdrawn.html"] = site_pages.gone(site, "es", TEXTS["es"][0], DAY, "es/withdrawn.html", memory.versions("river"))
    files["ar/taken.html"] = site_pages.gone(site, "ar", "", None, "ar/taken.html", {})
    files["es/old-river.html"] = site_pages.moved(site, "es", "es/old-river.html", "es/river.html")
    return files


def bases(memory: Memory) -> list[Listing]:
    return [listing for tag in memory.languages() for listing in (Listing(tag), *(Listing(tag, section=name) for name in memory.sections(tag)), *(Listing(tag, tag=name) for name in memory.tags(tag)))]


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder
