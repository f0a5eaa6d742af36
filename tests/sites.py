"""Sites that were never linked well: some hundred articles in four languages, made up here, with the truth beside them.

Sentences are put together from templates that say the same in each language; figures, persons, places, dates and images make each
article one of its own. Everything follows from a seed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from translate_flow import formats
from translate_flow.adoption.items import Item, Said, Text

LANGUAGES = ("es", "en", "de", "zh")

# One row a sentence: es, en, de, zh.
SENTENCES = (
    ("El barrio de {p} lleva {n} días sin agua corriente.", "The neighbourhood of {p} has been without running water for {n} days.", "Das Viertel {p} ist seit {n} Tagen ohne fließendes Wasser.", "{p}社区已经断水{n}天了。"),
    ("«No vamos a esperar más», dijo {w}, que preside la asamblea.", "“We will not wait any longer,” said {w}, who chairs the assembly.", "„Wir werden nicht länger warten“, sagte {w}, Vorsitz der Versammlung.", "“我们不会再等了，”主持大会的{w}说。"),
    ("La empresa recibió {m} millones en subvenciones públicas.", "The company received {m} million in public subsidies.", "Das Unternehmen erhielt {m} Millionen an öffentlichen Zuschüssen.", "该公司获得了{m}百万的公共补贴。"),
    ("En {p} cerraron ya {n} escuelas, según el sindicato.", "In {p}, {n} schools have already closed, according to the union.", "In {p} haben laut Gewerkschaft schon {n} Schulen geschlossen.", "据工会称，{p}已有{n}所学校关闭。"),
    ("{w} trabaja allí desde {y} y conoce cada esquina.", "{w} has worked there since {y} and knows every corner.", "{w} arbeitet dort seit {y} und kennt jede Ecke.", "{w}自{y}年起在那里工作，熟悉每个角落。"),
    ("Nadie del ayuntamiento quiso responder a nuestras preguntas.", "Nobody at the town hall wanted to answer our questions.", "Niemand im Rathaus wollte unsere Fragen beantworten.", "市政厅没有人愿意回答我们的问题。"),
    ("La noticia corrió de puerta en puerta aquella misma noche.", "The news went from door to door that same night.", "Die Nachricht ging noch in derselben Nacht von Tür zu Tür.", "消息当晚就挨家挨户传开了。"),
    ("El río creció {n} centímetros en una sola noche.", "The river rose {n} centimetres in a single night.", "Der Fluss stieg in einer einzigen Nacht um {n} Zentimeter.", "河水一夜之间上涨了{n}厘米。"),
    ("Unas {k} personas marcharon desde {p} hasta la plaza central.", "Some {k} people marched from {p} to the central square.", "Rund {k} Menschen zogen von {p} zum zentralen Platz.", "约{k}人从{p}游行到中央广场。"),
    ("El tribunal aplazó la audiencia hasta el {d}.", "The court postponed the hearing until {d}.", "Das Gericht verschob die Anhörung auf den {d}.", "法院将听证会推迟到{d}。"),
    ("¿Quién paga entonces la reparación de los tejados?", "Who then pays for repairing the roofs?", "Wer bezahlt dann die Reparatur der Dächer?", "那么谁来支付修理屋顶的费用呢？"),
    ("{w} y {v} fundaron la cooperativa con apenas {n} socias.", "{w} and {v} founded the cooperative with barely {n} members.", "{w} und {v} gründeten die Genossenschaft mit kaum {n} Mitgliedern.", "{w}和{v}创办合作社时只有{n}名成员。"),
    ("Las tormentas de este invierno han dañado el puente viejo.", "This winter's storms have damaged the old bridge.", "Die Stürme dieses Winters haben die alte Brücke beschädigt.", "今年冬天的风暴损坏了旧桥。"),
    ("El precio del pan subió un {c} por ciento en {p}.", "The price of bread rose by {c} per cent in {p}.", "Der Brotpreis stieg in {p} um {c} Prozent.", "{p}的面包价格上涨了{c}%。"),
    ("Los médicos del hospital piden {n} camas más antes del verano.", "The hospital's doctors ask for {n} more beds before summer.", "Die Ärzte des Krankenhauses fordern {n} weitere Betten vor dem Sommer.", "医院的医生要求在夏天前增加{n}张床位。"),
    ("Según el informe de {y}, la mina vierte {k} litros al día.", "According to the {y} report, the mine discharges {k} litres a day.", "Laut dem Bericht von {y} leitet die Mine täglich {k} Liter ein.", "根据{y}年的报告，该矿每天排放{k}升。"),
    ("Por la tarde volvió la calma y abrieron las tiendas.", "In the afternoon calm returned and the shops opened.", "Am Nachmittag kehrte Ruhe ein, und die Läden öffneten.", "下午恢复了平静，商店也开门了。"),
    ("{v} llegó a {p} con sus dos hijas y una maleta.", "{v} arrived in {p} with her two daughters and a suitcase.", "{v} kam mit ihren zwei Töchtern und einem Koffer nach {p}.", "{v}带着两个女儿和一个箱子来到{p}。"),
    ("El acuerdo se firmará el {d} si nadie se opone.", "The agreement will be signed on {d} if nobody objects.", "Das Abkommen wird am {d} unterzeichnet, wenn niemand widerspricht.", "如果没有人反对，协议将于{d}签署。"),
    ("Todavía quedan muchas cartas sin abrir en la oficina.", "There are still many unopened letters in the office.", "Im Büro liegen noch viele ungeöffnete Briefe.", "办公室里还有许多未拆的信。"),
    ("La radio comunitaria emite ahora desde un garaje prestado.", "The community radio now broadcasts from a borrowed garage.", "Das Gemeinderadio sendet jetzt aus einer geliehenen Garage.", "社区电台现在从一个借来的车库播出。"),
    ("Los pescadores recuerdan que el mar ya no da lo que daba.", "The fishers recall that the sea no longer gives what it gave.", "Die Fischer erinnern daran, dass das Meer nicht mehr gibt, was es gab.", "渔民们回忆说，大海不再像从前那样慷慨。"),
    ("Faltan {m} millones para terminar la línea de tren a {p}.", "Another {m} million are needed to finish the railway line to {p}.", "Für die Fertigstellung der Bahnstrecke nach {p} fehlen {m} Millionen.", "完成通往{p}的铁路还缺{m}百万。"),
    ("Las vecinas se turnan para vigilar la entrada del bosque.", "The women of the village take turns guarding the entrance to the forest.", "Die Nachbarinnen wechseln sich ab, um den Eingang zum Wald zu bewachen.", "邻居们轮流看守森林的入口。"),
)  # fmt: skip
# Sentences that speak of translations and are no provenance lines: by place in the same order of languages.
DECOYS = (
    ("El poema fue traducido del inglés por un profesor que nunca lo publicó.", "The poem was translated from the Spanish by a teacher who never published it.", "Das Gedicht wurde von einem Lehrer aus dem Spanischen übersetzt, der es nie veröffentlichte.", "这首诗由一位老师从西班牙文翻译过来，但从未发表。"),
    ("Ella lee las cartas en alemán y las traduce en voz alta.", "She reads the letters in German and translates them aloud.", "Sie liest die Briefe auf Englisch und übersetzt sie laut.", "她用德语读信，并大声翻译出来。"),
    ("Una versión en chino del manual circula desde hace años.", "A Chinese version of the manual has circulated for years.", "Eine chinesische Fassung des Handbuchs kursiert seit Jahren.", "该手册的英文版已经流传多年。"),
)  # fmt: skip
THINGS = (
    ("El agua", "The water", "Das Wasser", "水"), ("La huelga", "The strike", "Der Streik", "罢工"), ("El puente", "The bridge", "Die Brücke", "桥"), ("La escuela", "The school", "Die Schule", "学校"),
    ("El hospital", "The hospital", "Das Krankenhaus", "医院"), ("El bosque", "The forest", "Der Wald", "森林"), ("La mina", "The mine", "Die Mine", "矿山"), ("El mercado", "The market", "Der Markt", "市场"),
    ("La radio", "The radio", "Das Radio", "电台"), ("El tren", "The train", "Der Zug", "火车"), ("El pan", "The bread", "Das Brot", "面包"), ("La memoria", "The memory", "Das Gedächtnis", "记忆"),
)  # fmt: skip
HAPPENS = (
    ("vuelve a {p}", "returns to {p}", "kehrt nach {p} zurück", "回到{p}"), ("de {p}, {n} días después", "of {p}, {n} days later", "von {p}, {n} Tage danach", "：{p}，{n}天之后"),
    ("que nadie quiere en {p}", "that nobody wants in {p}", ", das niemand in {p} will", "：{p}没有人想要"), ("y las manos de {w}", "and the hands of {w}", "und die Hände von {w}", "与{w}的双手"),
)  # fmt: skip
_SYLLABLES = ("ar", "bel", "cor", "du", "en", "fal", "gra", "hu", "ir", "jo", "ka", "lum", "mi", "nor", "os", "pe", "qui", "ro", "sal", "ta", "ur", "va", "xi", "yol", "zan")
_SIGNS = ("阿", "贝", "科", "杜", "恩", "法", "格", "胡", "伊", "乔", "卡", "卢", "米", "诺", "奥", "佩", "奎", "罗", "萨", "塔", "乌", "瓦", "希", "约", "赞")
_MONTHS = {
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
}
NAMES = {"es": ("español", "Spanish", "Spanischen", "西班牙文"), "en": ("inglés", "English", "Englischen", "英文"), "de": ("alemán", "German", "Deutschen", "德文"), "zh": ("chino", "Chinese", "Chinesischen", "中文")}
LINES = {
    "es": ("Traducido del {}", "Traducción del {}", "Traducido de la versión en {}", "Traducción del {}: {w}", "Traducido del {} por {w}"),
    "en": ("Translated from the {} version", "Translated from {}", "Translation from {}: {w}", "Translated from {} by {w}", "Read the original in {}"),
    "de": ("Übersetzt aus dem {}", "Übersetzung aus dem {}", "Aus dem {} übersetzt von {w}", "Übersetzt aus dem {} von {w}", "Aus dem {} von {w}"),
    "zh": ("翻译自{}版", "译自{}", "本文译自{}", "翻译自{}"),
}
# What stands under a picture, and what leads to another language.
CAPTION = ("{p}, {d}. Foto: {w}", "{p}, {d}. Photo: {w}", "{p}, {d}. Foto: {w}", "{p}，{d}。摄影：{w}")
POINTERS = {"es": "Leer en {}", "en": "Read this in {}", "de": "Auf {} lesen", "zh": "阅读{}版"}
CATEGORIES = {"es": "Español", "en": "English", "de": "Deutsch", "zh": "中文"}


@dataclass(frozen=True, slots=True)
class Mode:
    """How a site is made. Shares are from 0 to 1. `known`: by what a language is known: declared, category, path or text."""

    name: str
    linked: bool = False
    known: str = "text"
    lines: float = 0.5
    decoys: float = 0.3
    chains: float = 0.2
    wrong: float = 0.0
    damaged: float = 0.15
    doubles: float = 0.0
    plain: float = 0.3  # articles with few figures and no image
    galleries: float = 0.0  # pictures of places, days and names, and hardly a sentence
    follows: float = 0.0  # articles a week after another, with its people, half of its sentences and their figures
    pointers: float = 0.0  # translations without a line that link to what they come from: “Read this in Spanish”
    alike: bool = False  # all articles are on one matter: few sentences, and other figures in them


@dataclass(slots=True)
class Truth:
    """What is so: origin → article, language, parent's origin ("" for an original); who has a line; who a plugin joined wrongly."""

    article: dict[str, str] = field(default_factory=dict)
    language: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    line: dict[str, bool] = field(default_factory=dict)
    decoy: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    double: set[str] = field(default_factory=set)


def site(mode: Mode, *, seed: int = 1, articles: int = 100) -> tuple[list[Item], Truth]:
    """A site of about three versions an article, in no order, and the truth about it."""
    random_ = random.Random(f"{seed} {mode.name}")
    items: list[Item] = []
    truth = Truth()
    story: _Story | None = None
    for number in range(articles):
        story = _story(random_, mode, story)
        items += _article(random_, mode, number, truth, story)
    items = _wrong(random_, mode, items, truth)
    random_.shuffle(items)
    return items, truth


@dataclass(frozen=True, slots=True)
class _Filled:
    """A sentence and what is put in: the same in all languages."""

    row: Sequence[str]
    persons: tuple[tuple[int, ...], ...]
    place: tuple[int, ...]
    numbers: tuple[int, ...]
    date: datetime

    def read(self, language: str) -> str:
        n, m, k, c, y = self.numbers
        point = "," if language in {"es", "de"} else "."
        group = {"es": ".", "de": ".", "en": ",", "zh": ","}[language]
        w, v = (_name(person, language) for person in self.persons)
        return self.row[LANGUAGES.index(language)].format(
            p=_name(self.place, language), w=w, v=v, n=n, m=f"{m // 10}{point}{m % 10}", k=f"{k:,}".replace(",", group), c=f"{c // 10}{point}{c % 10}", y=y, d=_date(self.date, language),
        )  # fmt: skip


def _name(parts: tuple[int, ...], language: str) -> str:
    if language == "zh":
        return "".join(_SIGNS[part] for part in parts)
    half = len(parts) // 2 if len(parts) > 3 else len(parts)
    return " ".join("".join(_SYLLABLES[part] for part in some).capitalize() for some in (parts[:half], parts[half:]) if some)


def _date(day: datetime, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    month = _MONTHS[language][day.month - 1]
    return {"es": f"{day.day} de {month} de {day.year}", "en": f"{day.day} {month} {day.year}", "de": f"{day.day}. {month} {day.year}"}[language]


def _fill(random_: random.Random, row: Sequence[str], cast: Sequence[tuple[int, ...]], day: datetime) -> _Filled:
    persons = (random_.choice(cast), random_.choice(cast))
    numbers = (random_.randint(3, 190), random_.randint(11, 990), random_.randint(1100, 98_000), random_.randint(11, 390), random_.randint(1961, 2019))
    return _Filled(row, persons, random_.choice(cast)[:3], numbers, day + timedelta(days=random_.randint(5, 200)))


@dataclass(frozen=True, slots=True)
class _Story:
    """What an article tells, in any language."""

    day: datetime
    cast: Sequence[tuple[int, ...]]
    title: tuple[_Filled, _Filled]
    paragraphs: list[list[_Filled]]
    image: str
    gallery: bool = False


def _story(random_: random.Random, mode: Mode, before: _Story | None) -> _Story:
    if before is not None and not before.gallery and mode.follows and random_.random() < mode.follows:
        return _followed(random_, before)
    day = datetime(2014, 1, 6, tzinfo=UTC) + timedelta(days=random_.randint(0, 3200), hours=random_.randint(6, 20))
    cast = [tuple(random_.randrange(25) for _ in range(random_.randint(4, 5))) for _ in range(3)]
    plain = random_.random() < mode.plain
    rows = [row for row in SENTENCES[:: 2 if mode.alike else 1] if not plain or not any(slot in "".join(row) for slot in ("{m}", "{k}", "{c}", "{d}"))]
    paragraphs = [[_fill(random_, row, cast, day) for row in random_.sample(rows, random_.randint(1, 3))] for _ in range(random_.randint(4, 9))]
    title = (_fill(random_, random_.choice(THINGS), cast, day), _fill(random_, random_.choice(HAPPENS), cast, day))
    image = "" if plain and random_.random() < 0.7 else f"foto-{random_.randrange(10**6)}.jpg"
    if mode.galleries and random_.random() < mode.galleries:
        return _Story(day, cast, title, [[_fill(random_, CAPTION, cast, day)] for _ in range(random_.randint(4, 8))], image or f"foto-{random_.randrange(10**6)}.jpg", gallery=True)
    return _Story(day, cast, title, paragraphs, image)


def _followed(random_: random.Random, before: _Story) -> _Story:
    """What came of it a week later."""
    day = before.day + timedelta(days=random_.randint(6, 9))
    told = [[one if random_.random() < 0.5 else _fill(random_, random_.choice(SENTENCES), before.cast, day) for one in some] for some in before.paragraphs]
    title = (before.title[0], _fill(random_, random_.choice(HAPPENS), before.cast, day))
    return _Story(day, before.cast, title, told, f"foto-{random_.randrange(10**6)}.jpg")


def _article(random_: random.Random, mode: Mode, number: int, truth: Truth, story: _Story) -> list[Item]:
    paragraphs = story.paragraphs
    original = random_.choices(LANGUAGES, (6, 3, 1, 1))[0]
    others = random_.sample([one for one in LANGUAGES if one != original], random_.randint(1, 3))
    if "en" in others and random_.random() < 0.8:  # relays go by way of English, mostly
        others.sort(key=lambda one: one != "en")
    chain = len(others) > 1 and random_.random() < mode.chains
    made: list[Item] = []
    doubles: list[Item] = []
    at = story.day
    for place, language in enumerate((original, *others)):
        parent = "" if not place else (others[0] if chain and place > 1 else original)
        line = bool(parent) and random_.random() < mode.lines
        kept = paragraphs
        relays = chain and place == 1 and random_.random() < 0.5  # a relay that nothing was changed in leaves no trace: nobody could tell
        if place and not story.gallery and (relays or random_.random() < mode.damaged):
            kept = _damaged(random_, paragraphs)
        if chain and place == 1:
            paragraphs = kept
        source = made[(original, *others).index(parent)] if parent else None
        html = _html(random_, language, replace(story, paragraphs=kept), parent if line else "")
        if source is not None and not line and mode.pointers and random_.random() < mode.pointers:
            html += f'\n<p><a href="https://site.example{source.place}">{POINTERS[language].format(NAMES[parent][LANGUAGES.index(language)])}</a></p>'
        decoy = random_.random() < mode.decoys
        if decoy:
            told = random_.choice(DECOYS)[LANGUAGES.index(language)]
            html = html.replace("</p>\n<p>", f"</p>\n<p>{told}</p>\n<p>", 2)
        item = _item(mode, number, language, html, at, f"{number}-{place}")
        made.append(item)
        truth.article[item.origin], truth.language[item.origin] = str(number), language
        truth.parent[item.origin] = "" if source is None else source.origin
        truth.line[item.origin] = line
        if decoy and not line:
            truth.decoy.add(item.origin)
        if random_.random() < mode.doubles:
            again = replace(item, origin=f"{item.origin}-again", place=item.place + "-2", slug=item.slug + "-2", date=_iso(at + timedelta(days=2)))
            doubles.append(again)
            truth.double.add(again.origin)
        at += timedelta(days=random_.randint(0, 9), hours=random_.randint(1, 20))
    return [*made, *doubles]


def _damaged(random_: random.Random, paragraphs: list[list[_Filled]]) -> list[list[_Filled]]:
    """Shortened, or with two paragraphs made one."""
    at = random_.randrange(len(paragraphs) - 1)
    if random_.random() < 0.5:
        return [*paragraphs[:at], [*paragraphs[at], *paragraphs[at + 1]], *paragraphs[at + 2 :]]
    return paragraphs[: max(3, len(paragraphs) * 2 // 3)]


def _html(random_: random.Random, language: str, story: _Story, parent: str) -> str:
    join = "" if language == "zh" else " "
    head = join.join(part.read(language) for part in story.title).replace(" ,", ",")
    told = [join.join(one.read(language) for one in some) for some in story.paragraphs]
    picture = f'<img src="https://site.example/wp-content/uploads/{story.image}" alt="">'
    if story.gallery:
        body = [f"<figure>{picture.replace('.jpg', f'-{at}.jpg')}<figcaption>{one}</figcaption></figure>" for at, one in enumerate(told)]
    else:
        body = [f"<p>{one}</p>" for one in told]
        if story.image:
            body.insert(1, f"<figure>{picture}</figure>")
    if parent:
        line = random_.choice(LINES[language]).format(NAMES[parent][LANGUAGES.index(language)], w=_name(story.cast[0], "es"))
        body.insert(0 if random_.random() < 0.6 else len(body), f"<p><em>{line}</em></p>")
    return f"<h1>{head}</h1>\n" + "\n".join(body)


def _item(mode: Mode, number: int, language: str, html: str, at: datetime, name: str) -> Item:
    body = html.encode()
    slug = f"nota-{name}"  # says nothing: of the worst sites
    place = f"/{language}/{slug}/" if mode.known == "path" else f"/{at.year}/{slug}/"
    said = {"declared": (Said(language, "Polylang term"),), "category": (Said(language, "category"),)}.get(mode.known, ())
    return Item(
        f"wp:{name}", Text.of(formats.get("html").read(body), body), place=place, languages=(*said, Said("es", "site")), groups=(Said(f"pll_{number}", "Polylang term"),) if mode.linked else (),
        date=_iso(at), modified=_iso(at), slug=slug, terms=(CATEGORIES[language],) if mode.known == "category" else ("News",),
    )  # fmt: skip


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _wrong(random_: random.Random, mode: Mode, items: list[Item], truth: Truth) -> list[Item]:
    """Some items change their groups with others of their language: each is joined to what it has nothing to do with."""
    if not mode.wrong:
        return items
    left = max(1, int(len(items) * mode.wrong / 2))
    sizes = Counter(truth.article.values())
    order = [at for at in random_.sample(range(len(items)), len(items)) if sizes[truth.article[items[at].origin]] > 1]
    for one, two in zip(order[::2], order[1::2], strict=False):
        first, second = items[one], items[two]
        languages = [{truth.language[item.origin] for item in items if item.groups == some.groups and item is not some} for some in (first, second)]
        if first.groups != second.groups and truth.language[second.origin] not in languages[0] and truth.language[first.origin] not in languages[1] and left:
            items[one], items[two] = replace(first, groups=second.groups), replace(second, groups=first.groups)
            truth.wrong.update({first.origin, second.origin})
            left -= 1
    return items


MODES = (
    Mode("linked", linked=True, known="declared"),
    Mode("wrong links", linked=True, known="declared", wrong=0.1),
    Mode("category", known="category"),
    Mode("path", known="path"),
    Mode("text alone"),
    Mode("no lines", lines=0.0, plain=0.2),
    Mode("all lines", lines=1.0, known="category"),
    Mode("damaged", damaged=0.6, chains=0.5),
    Mode("doubles", linked=False, known="path", doubles=0.05),
    Mode("plain", plain=1.0),
    Mode("galleries", linked=True, known="declared", galleries=0.3),
    Mode("follow-ups", known="path", follows=0.4),
    Mode("pointers", known="category", lines=0.2, galleries=0.15, pointers=0.8),
    Mode("alike", linked=True, known="declared", alike=True, wrong=0.1, plain=0.1),
)
