"""What a site is inferred to be: languages, articles, trees and bases, on sites made up with the truth beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bench.adoption import Score, score
from tests import sites
from tests.kept import snapshots
from tests.limits import bounded
from translate_flow import formats
from translate_flow.adoption import claims, names, profiles, tongues
from translate_flow.adoption.inference import survey
from translate_flow.adoption.items import Contradiction, Group, Item, Member, Said, Snapshot, Survey, Text
from translate_flow.adoption.times import days_between, moment

LONG = {
    "es": "El puerto reabre tras la huelga de los estibadores, que duró tres semanas y dejó barcos sin descargar. Nadie del ayuntamiento quiso contestar, y los vecinos siguen esperando noticias en la plaza.",
    "en": "The port reopens after the dockers' strike, which lasted three weeks and left ships full of cargo. Nobody at the town hall wanted to answer, and the neighbours are still waiting for news in the square.",
    "de": "Der Hafen öffnet wieder nach dem Streik der Hafenarbeiter, der drei Wochen dauerte und Schiffe voller Ladung zurückließ. Niemand im Rathaus wollte antworten, und die Nachbarn warten auf dem Platz.",
    "fr": "Le port rouvre après la grève des dockers, qui a duré trois semaines et laissé des bateaux pleins. Personne à la mairie n'a voulu répondre, et les voisins attendent toujours des nouvelles sur la place.",
    "pt": "O porto reabre depois da greve dos estivadores, que durou três semanas e deixou navios cheios de carga. Ninguém na prefeitura quis responder, e os vizinhos continuam à espera de notícias na praça.",
    "it": "Il porto riapre dopo lo sciopero dei portuali, durato tre settimane, che ha lasciato le navi piene. Nessuno in municipio ha voluto rispondere, e i vicini aspettano ancora notizie nella piazza del paese.",
    "ru": "Порт снова открывается после забастовки докеров, которая длилась три недели и оставила суда неразгруженными. Никто в мэрии не захотел отвечать, и соседи всё ещё ждут новостей на площади возле рынка.",
    "uk": "Порт знову відкривається після страйку докерів, який тривав три тижні й залишив судна нерозвантаженими. Ніхто в мерії не захотів відповідати, і сусіди досі чекають на новини на площі біля ринку.",
    "pl": "Port otwiera się ponownie po strajku dokerów, który trwał trzy tygodnie i pozostawił statki pełne ładunku. Nikt w ratuszu nie chciał odpowiedzieć, a sąsiedzi wciąż czekają na wiadomości na placu.",
    "tr": "Liman, üç hafta süren ve gemileri yüklü bırakan liman işçilerinin grevinden sonra yeniden açılıyor. Belediyeden kimse cevap vermek istemedi ve komşular hâlâ meydanda haber bekliyor, her gün yeniden.",
    "ar": "يعيد الميناء فتح أبوابه بعد إضراب عمال الأرصفة الذي دام ثلاثة أسابيع وترك السفن محملة. لم يرغب أحد في البلدية في الإجابة، ولا يزال الجيران ينتظرون الأخبار في الساحة قرب السوق القديم كل يوم حتى المساء.",
    "fa": "بندر پس از اعتصاب کارگران که سه هفته طول کشید و کشتی‌ها را پر از بار گذاشت دوباره باز می‌شود. هیچ‌کس در شهرداری نخواست پاسخ بدهد و همسایه‌ها هنوز در میدان کنار بازار منتظر خبر هستند و هر روز می‌پرسند چه شد.",
    "ja": "三週間続いた港湾労働者のストライキの後、港は再開する。市役所では誰も答えようとせず、近所の人々は広場で知らせを待ち続けている。船にはまだ荷物がいっぱい積まれたままだ。",
    "ko": "항만 노동자들의 파업이 삼 주 동안 이어진 뒤 항구가 다시 문을 연다. 시청에서는 아무도 대답하려 하지 않았고 이웃들은 아직도 광장에서 소식을 기다리고 있다. 배에는 짐이 가득하다.",
    "zh": "码头工人罢工三周后，港口重新开放，船上仍然装满货物。市政厅没有人愿意回答，邻居们仍在广场上等待消息。他们说不会离开，直到有人出来说明情况。",
}


def item(origin: str, title: str, *paragraphs: str, **more: object) -> Item:
    body = (f"<h1>{title}</h1>\n" + "\n".join(f"<p>{one}</p>" for one in paragraphs)).encode()
    return replace(Item(origin, Text.of(formats.get("html").read(body), body)), **more)  # type: ignore[arg-type]


def members(found: Survey) -> dict[str, tuple[Group, Member]]:
    return {member.origin: (group, member) for group in found.groups for member in group.members}


def kinds(found: Survey, kind: str) -> list[Contradiction]:
    return [one for one in found.contradictions if one.kind == kind]


# --- whole sites ---

_SCORES: dict[str, Score] = {}


def scored(mode: sites.Mode) -> Score:
    if mode.name not in _SCORES:
        items, truth = sites.site(mode, seed=7, articles=60)
        _SCORES[mode.name] = score(items, truth, survey(items))
    return _SCORES[mode.name]


@pytest.mark.parametrize("mode", sites.MODES, ids=lambda mode: mode.name)
def test_a_site(mode: sites.Mode) -> None:
    found = scored(mode)
    assert found.languages >= 0.99
    assert found.groups >= (0.97 if mode.linked else 0.90)
    assert found.with_line >= (0.92 if mode.doubles else 0.95)
    assert found.wrong_found == found.wrong
    assert found.decoys_taken == 0


def test_parents_without_a_line() -> None:
    found = [scored(mode) for mode in sites.MODES if not mode.doubles and mode.chains <= 0.2]
    assert sum(one.without_line * one.lineless for one in found) / sum(one.lineless for one in found) >= 0.83  # half the relays leave no trace: nobody could tell


def test_every_item_is_in_one_group() -> None:
    items, _ = sites.site(sites.MODES[1], seed=3, articles=30)
    found = survey(items)
    origins = [member.origin for group in found.groups for member in group.members]
    assert sorted(origins) == sorted(one.origin for one in items)
    for group in found.groups:
        tags = [member.language.value for member in group.members]
        assert len(tags) == len(set(tags))
        assert group.members[0].parent.value not in tags


def test_the_order_of_items_does_not_matter() -> None:
    items, _ = sites.site(sites.MODES[4], seed=5, articles=25)
    once, again = survey(items), survey(items[::-1])

    def shape(found: Survey) -> set[frozenset[str]]:
        return {frozenset(member.origin for member in group.members) for group in found.groups}

    assert shape(once) == shape(again)


def test_cost_grows_with_the_site() -> None:
    items, _ = sites.site(sites.MODES[4], seed=2, articles=600)

    with bounded():
        survey(items)


# --- languages ---


@pytest.mark.parametrize("tag", sorted(LONG))
def test_language_of_a_text(tag: str) -> None:
    fact = tongues.tell([item("a", "", LONG[tag])]).facts[0]
    assert fact.value == tag
    assert fact.confidence >= 0.9
    assert fact.evidence


def test_a_declared_default_loses_to_a_clear_text() -> None:
    told = tongues.tell([item("a", "El puerto", LONG["es"], languages=(Said("en", "Polylang term"),))])
    assert told.facts[0].value == "es"
    assert [one.kind for one in told.contradictions] == ["two languages"]


def test_the_language_of_the_whole_site_is_no_contradiction() -> None:
    told = tongues.tell([item("a", "Der Hafen", LONG["de"], languages=(Said("es", "site"),))])
    assert (told.facts[0].value, told.contradictions) == ("de", ())


def test_a_gallery_is_not_in_the_language_of_its_names() -> None:
    captions = [f"<figure><img src='{one}.jpg'><figcaption>{where}, {day}. Photo: {who}</figcaption></figure>" for one, where, day, who in (
        ("a", "Valparaíso", "12 April 2019", "Chiara Castellanos"), ("b", "Porto Alegre", "13 April 2019", "Beatriz Ferreira de Andrade"), ("c", "Guayaquil", "14 April 2019", "Lucía Delgado"))]  # fmt: skip
    told = tongues.tell([item("a", "Marseille under water: 411 homes lost", "Gallery", *captions, languages=(Said("en", "Polylang term"),))])
    assert told.facts[0].value == "en"
    assert not told.contradictions


@pytest.mark.parametrize(("tag", "text"), [
    ("ru", "Выселения, Гуаякиль: «Здесь родились мои дети». Уго Мореау и Бела Кастельянос помнят площадь и эту улицу, где дом номер 416 стоял у старого моста, а рядом был рынок и школа."),
    ("bg", "Жителите се събраха на площада и поискаха от общината да поправи моста още тази година, защото децата минават по него всеки ден на път за училище и няма друг път."),
    ("ar", "منجم بورتو لينك ومياه نيروبي، تصوير مارتا كيسبي وليلى منساه. وصلت الشرطة إلى المدينة القديمة وأغلقت الساحة، ولم يجب أحد عن أسئلة الصحيفة حتى الآن في البلدية."),
    ("fa", LONG["fa"]), ("uk", LONG["uk"]),
])  # fmt: skip
def test_kin_are_told_apart_by_letters_that_only_one_has(tag: str, text: str) -> None:
    assert profiles.read(text).language == tag


def test_letters_overrule_trigrams() -> None:
    assert profiles._by_letters("bg", "Это был рынок, а рядом мост и дом.") == "ru"
    assert profiles._by_letters("fa", "قالت البلدية إن المياه مقطوعة") == "ar"
    assert profiles._by_letters("bg", "Мостът е затворен") == "bg"
    assert profiles._by_letters("en", "ы") == "en"


def test_a_short_text_is_taken_at_the_sites_word() -> None:
    assert tongues.tell([item("a", "Radio", languages=(Said("pt_BR", "folder"),))]).facts[0].value == "pt-BR"


@pytest.mark.parametrize(("declared", "text"), [("nb", "da"), ("hr", "sr-Latn"), ("gl", "pt"), ("eu", "es")])
def test_languages_that_are_kin_are_as_declared(declared: str, text: str) -> None:
    words = {"da": "Havnen åbner igen efter strejken, som varede tre uger. Ingen på rådhuset ville svare, og naboerne venter stadig på nyheder på torvet ved markedet, hver eneste dag til sent om aftenen.",
             "sr-Latn": "Luka se ponovo otvara posle štrajka koji je trajao tri nedelje. Niko u opštini nije hteo da odgovori, a komšije i dalje čekaju vesti na trgu pored pijace, svakog dana do kasno uveče.",
             "pt": "O porto abre de novo despois da folga dos estibadores, que durou tres semanas e deixou barcos cheos. Ninguén no concello quixo responder, e a veciñanza segue a agardar novas na praza do mercado.",
             "es": "Portua berriz ireki da hiru asteko grebaren ondoren. Udaletxean inork ez zuen erantzun nahi izan, eta bizilagunak plazan berrien zain daude oraindik, egunero, gaueko ordu txikiak arte, merkatuaren ondoan."}[text]  # fmt: skip
    told = tongues.tell([item("a", "", words, languages=(Said(declared, "front matter"),))])
    assert told.facts[0].value == declared
    assert not told.contradictions


def test_variants_are_as_the_site_writes_them() -> None:
    items = [item(f"p{at}", "O porto", LONG["pt"], languages=(Said("pt-BR", "hreflang"),)) for at in range(3)]
    assert tongues.tell([*items, item("x", "O porto", LONG["pt"])]).facts[-1].value == "pt-BR"


def test_chinese_is_told_apart_by_its_characters() -> None:
    traditional = "碼頭工人罷工三週後，港口重新開放，船上仍然裝滿貨物。市政廳沒有人願意回答，鄰居們仍在廣場上等待消息。他們說不會離開，直到有人出來說明情況，並且給出時間。"
    assert tongues.tell([item("a", "", traditional)]).facts[0].value == "zh-Hant"
    assert tongues.tell([item("a", "", LONG["zh"])]).facts[0].value == "zh"


def test_paths_and_categories_of_short_texts() -> None:
    known = [item(f"{tag}{at}", "", LONG[tag], place=f"/{tag}/x{at}/") for tag in ("es", "de") for at in range(2)]
    facts = tongues.tell([*known, item("a", "Radio", place="/de/radio/"), item("b", "Radio", terms=("Español",)), item("c", "Radio", place="/it/radio/")]).facts
    assert [fact.value for fact in facts[-3:-1]] == ["de", "es"]
    assert facts[-1].value != "it"  # a folder of that name is no language that the site has


def test_no_letters_at_all() -> None:
    fact = tongues.tell([item("a", "2024", "123")]).facts[0]
    assert (fact.value, fact.confidence) == ("", 0.0)
    assert tongues.tell([item("a", "2024")], "fr").facts[0].value == "fr"


@pytest.mark.parametrize(("name", "tag"), [("Español", "es"), ("ESPANOL", "es"), ("Deutsch", "de"), ("German", "de"), ("中文", "zh"), ("繁體中文", "zh-Hant"), ("العربية", "ar"), ("News", ""), ("It", ""), ("", "")])
def test_names_of_languages(name: str, tag: str) -> None:
    assert names.named(name) == tag


# --- what the site says ---


def article(lang: str, origin: str, **more: object) -> Item:
    texts = {"es": ("El 14 de mayo, Marta Rojas contó 3.250 barcos en Villa Arenal.", LONG["es"]), "en": ("On 14 May, Marta Rojas counted 3,250 ships in Villa Arenal.", LONG["en"]),
             "de": ("Am 14. Mai zählte Marta Rojas 3.250 Schiffe in Villa Arenal.", LONG["de"])}[lang]  # fmt: skip
    return item(origin, {"es": "El puerto", "en": "The port", "de": "Der Hafen"}[lang], *texts, **more)


def other(lang: str, origin: str, **more: object) -> Item:
    texts = {"es": ("La profesora Lena Okafor abrió en 2017 una escuela de música con 41 alumnas.", "Tocan en la plaza los domingos.", "Ensayan en un garaje."),
             "en": ("The teacher Lena Okafor opened a music school with 41 pupils in 2017.", "They play in the square on Sundays.", "They rehearse in a garage.")}[lang]  # fmt: skip
    return item(origin, {"es": "La música", "en": "The music"}[lang], *texts, **more)


def test_links_and_dates_make_a_tree() -> None:
    found = survey([
        article("en", "b", date="2020-03-05", place="/en/port/"),
        article("es", "a", date="2020-03-02", place="/puerto/", links={"en": Said("https://x.example/en/port", "hreflang")}),
    ])  # fmt: skip
    (group,) = found.groups
    assert [member.origin for member in group.members] == ["a", "b"]
    assert group.members[1].parent.value == "es"
    assert group.members[1].group.confidence >= 0.9


def test_a_line_counts_more_than_dates() -> None:
    line = item("b", "The port", "<em>Translated from Spanish by Ana Ruiz</em>", "On 14 May, Marta Rojas counted 3,250 ships in Villa Arenal.", LONG["en"], date="2020-03-01", groups=(Said("1", "g"),))
    found = survey([line, article("es", "a", date="2020-03-09", groups=(Said("1", "g"),))])
    (group,) = found.groups
    assert group.members[0].origin == "a"
    assert group.members[1].translator.value == "Ana Ruiz"
    assert len(kinds(found, "older than source")) == 1


def test_a_parent_that_is_not_on_the_site() -> None:
    line = item("b", "The port", "<em>Translated from Portuguese</em>", LONG["en"])
    found = survey([line])
    assert found.groups[0].members[0].parent.value == "pt"
    assert [one.origins for one in kinds(found, "no parent")] == [("b",)]


def test_a_chain_follows_the_lines() -> None:
    same = (Said("1", "g"),)
    german = item("c", "Der Hafen", "<em>Übersetzt aus dem Englischen</em>", "Am 14. Mai zählte Marta Rojas 3.250 Schiffe in Villa Arenal.", LONG["de"], groups=same, date="2020-01-05")
    found = survey([german, article("en", "b", groups=same, date="2020-01-03"), article("es", "a", groups=same, date="2020-01-01")])
    told = {member.origin: member.parent.value for member in found.groups[0].members}
    assert told == {"a": "", "b": "es", "c": "en"}


def test_a_link_to_the_original_is_no_trace_of_a_relay() -> None:
    same = (Said("1", "g"),)
    to_it = "<a href='https://x.example/puerto/'>{}</a>"
    found = survey([
        article("es", "https://x.example/puerto/", place="/puerto/", groups=same, date="2020-01-01"),
        item("https://x.example/port/", "The port", to_it.format("Read this in Spanish"), "On 14 May, Marta Rojas counted 3,250 ships in Villa Arenal.", LONG["en"], place="/port/", groups=same, date="2020-01-03"),
        item("https://x.example/hafen/", "Der Hafen", to_it.format("Auf Spanisch lesen"), "Am 14. Mai zählte Marta Rojas 3.250 Schiffe in Villa Arenal.", LONG["de"], place="/hafen/", groups=same, date="2020-01-05"),
    ])  # fmt: skip
    assert {member.parent.value for member in found.groups[0].members} == {"", "es"}


def test_millions_and_ten_thousands_are_one_figure() -> None:
    """Two translations that write 49 million where the Japanese original has 4900万 were not made from one another for that."""
    same = (Said("1", "g"),)
    japanese = item("a", "港", "港の費用は4900万円、修理は3600万円、橋は5300万円だった。", LONG["ja"], groups=same, date="2020-01-01")
    english = item("b", "The port", "The port cost 49 million yen, the repairs 36 million, the bridge 53 million.", LONG["en"], groups=same, date="2020-01-03")
    german = item("c", "Der Hafen", "Der Hafen kostete 49 Millionen Yen, die Reparatur 36 Millionen, die Brücke 53 Millionen.", LONG["de"], groups=same, date="2020-01-05")
    found = survey([japanese, english, german])
    assert {member.parent.value for member in found.groups[0].members} == {"", "ja"}


def test_what_many_texts_have_of_their_relays_tells_how_the_newsroom_works() -> None:
    """In most articles the English text lacks a sentence of the Spanish, and so does the German; where it lacks none, the German was made from it too."""
    items = []
    for at in range(24):
        same, one, two, day = (Said(str(at), "g"),), 3251 + at, 417 + at, f"2020-{1 + at % 12:02}"
        lost = f" En {1861 + 7 * at} eran {2503 + 11 * at}, y {40_013 + at} toneladas." if at < 20 else ""
        items += [
            item(f"a{at}", "El puerto", f"Marta Rojas contó {one} barcos y {two} grúas en Villa Arenal.{lost}", LONG["es"], groups=same, date=f"{day}-01"),
            item(f"b{at}", "The port", f"Marta Rojas counted {one} ships and {two} cranes in Villa Arenal.", LONG["en"], groups=same, date=f"{day}-03"),
            item(f"c{at}", "Der Hafen", f"Marta Rojas zählte {one} Schiffe und {two} Kräne in Villa Arenal.", LONG["de"], groups=same, date=f"{day}-05"),
        ]
    found = members(survey(items))
    assert {found[f"c{at}"][1].parent.value for at in range(24)} == {"en"}
    assert {found[f"b{at}"][1].parent.value for at in range(24)} == {"es"}


def test_lines_that_go_round_in_a_circle() -> None:
    same = (Said("1", "g"),)
    one = item("a", "El puerto", "<em>Traducido del inglés</em>", LONG["es"], groups=same)
    two = item("b", "The port", "<em>Translated from Spanish</em>", LONG["en"], groups=same)
    (group,) = survey([one, two]).groups
    assert group.members[0].parent.value == ""
    assert group.members[1].parent.value == group.members[0].language.value


def test_a_wrong_link_is_reported_and_not_followed() -> None:
    found = survey([
        article("es", "a", groups=(Said("1", "Polylang term"),)), other("en", "y", groups=(Said("1", "Polylang term"),)),
        other("es", "x", groups=(Said("2", "Polylang term"),)), article("en", "b", groups=(Said("2", "Polylang term"),)),
    ])  # fmt: skip
    assert len(kinds(found, "wrong link")) == 2
    assert {frozenset(member.origin for member in group.members) for group in found.groups} == {frozenset("ab"), frozenset("xy")}


STRIKE = {
    "es": ("La huelga de {o} llega a su día {a}", "Desde hace {a} días están paradas las máquinas de {o}, y {b} personas hacen guardia ante la puerta de la fábrica.", "La empresa ofrece un aumento de {c} euros; el sindicato pide {d} y un contrato por escrito.", "Entre {e} y {f} se marcharon {g} familias, y {h} casas quedaron vacías."),
    "pt": ("A greve da {o} chega ao dia {a}", "Há {a} dias estão paradas as máquinas da {o}, e {b} pessoas fazem guarda diante da porta da fábrica.", "A empresa oferece um aumento de {c} euros; o sindicato pede {d} e um contrato por escrito.", "Entre {e} e {f} foram embora {g} famílias, e {h} casas ficaram vazias."),
}  # fmt: skip


def strike(tag: str, origin: str, company: str, figures: Sequence[int], **more: object) -> Item:
    told = [one.format(o=company, **dict(zip("abcdefgh", figures, strict=True))) for one in STRIKE[tag]]
    return item(origin, *told, languages=(Said(tag, "Polylang term"),), **more)


ONE, TWO = (127, 3118, 480, 655, 1987, 1996, 412, 233), (219, 5204, 315, 770, 1974, 2003, 128, 941)


def test_a_link_between_two_strikes_is_wrong_though_their_words_are_the_same() -> None:
    same = (Said("1", "Polylang term"),)
    found = survey([strike("es", "a", "Kupra", ONE, groups=same), strike("pt", "b", "Sonatek", TWO, groups=same)])
    assert [one.origins for one in kinds(found, "wrong link")] in ([("a", "b")], [("b", "a")])
    assert len(found.groups) == 2


def test_the_surest_pairs_are_joined_first() -> None:
    """An article and what follows it a week later share half of their figures: each goes with its own translation, whatever the order."""
    later = (*ONE[:1], 4471, *ONE[2:5], 2011, 887, 305)
    texts = [strike("es", "a", "Kupra", ONE, date="2021-03-01"), strike("pt", "b", "Kupra", later, date="2021-03-02"), strike("es", "c", "Kupra", later, date="2021-03-08"), strike("pt", "d", "Kupra", ONE, date="2021-03-09")]
    for some in (texts, texts[::-1]):
        assert {frozenset(member.origin for member in group.members) for group in survey(some).groups} == {frozenset("ad"), frozenset("bc")}


def test_a_link_from_a_long_text_to_a_line_is_wrong() -> None:
    same = (Said("1", "Polylang term"),)
    brief = item("b", "In brief", "The bridge is closed on Monday.", languages=(Said("en", "Polylang term"),), groups=same)
    long_ = strike("es", "a", "Kupra", ONE, groups=same)
    longer = item("a", "La huelga", *(block.text for block in long_.document.blocks), LONG["es"], LONG["es"], LONG["es"], languages=long_.languages, groups=same)
    assert len(kinds(survey([longer, brief]), "wrong link")) == 1


def test_a_wrong_link_that_a_plugin_notes_twice_is_reported_once() -> None:
    same = (Said("1", "Polylang term"),)
    one = strike("es", "a", "Kupra", ONE, groups=same, place="/a/", links={"pt": Said("/b/", "Polylang term")})
    two = strike("pt", "b", "Sonatek", TWO, groups=same, place="/b/", links={"es": Said("/a/", "Polylang term")})
    assert len(kinds(survey([one, two]), "wrong link")) == 1


@pytest.mark.parametrize(("tag", "line"), [("en", "Read this in Spanish"), ("ru", "Читать на испанском"), ("ja", "この記事をスペイン語で読む"), ("tr", "Bu yazıyı İspanyolca okuyun"), ("de", "Español")])
def test_a_line_that_leads_to_the_other_language(tag: str, line: str) -> None:
    """Two notes with nothing to compare them by."""
    words = {"en": "Nothing new today.", "ru": "Сегодня нет новостей.", "ja": "今日は何もない。", "tr": "Bugün yeni bir şey yok.", "de": "Heute nichts Neues."}[tag]
    spanish = item("a", "Nota", "Hoy no hay nada nuevo.", place="/nota/", languages=(Said("es", "front matter"),))
    translated = item("b", "–", f"<a href='https://x.example/nota/'>{line}</a>", words, place="/b/", languages=(Said(tag, "front matter"),))
    (group,) = survey([spanish, translated]).groups
    assert next(member.group for member in group.members if member.group.confidence < 1).evidence == (f"joined by the line “{line}”",)


def test_a_line_that_leads_elsewhere_joins_nothing() -> None:
    there = article("es", "a", place="/puerto/", languages=(Said("es", "front matter"),))
    here = other("en", "b", place="/music/", languages=(Said("en", "front matter"),))
    more = item("b", "The music", "<a href='/puerto/'>More in Spanish: the port</a>", *(block.text for block in here.document.blocks[1:]), languages=here.languages)
    found = survey([there, more])
    assert len(found.groups) == 2
    assert not found.contradictions


def test_two_texts_that_claim_one_version() -> None:
    same = (Said("1", "g"),)
    found = survey([article("es", "a", groups=same), article("en", "b", groups=same), article("en", "c", groups=same)])
    assert len(kinds(found, "two claim")) == 1
    assert sorted(len(group.members) for group in found.groups) == [1, 2]


def test_a_site_of_links_without_texts() -> None:
    found = survey([item(one, "", languages=(Said(tag, "hreflang"),), groups=(Said("1", "g"),)) for one, tag in (("a", "es"), ("b", "en"))])
    assert len(found.groups) == 1


def test_bulletins_of_one_day_are_not_versions() -> None:
    numbers = "4512, 889, 12.6, 3401"
    week = [
        item("a", "Cifras de la semana", f"Ingresos: {numbers}.", LONG["es"], date="2021-02-01"),
        item("b", "Letters from readers", f"We printed {numbers} last week; here is what people wrote to us about it.", "My grandmother kept bees.", "Please stop the noise at night.", "The library should open on Mondays too.", date="2021-02-01"),
    ]  # fmt: skip
    assert len(survey(week).groups) == 2


def test_nothing_and_one() -> None:
    assert survey([]) == Survey(())
    assert len(survey([item("a", "x")]).groups) == 1


@pytest.mark.parametrize(("place", "tag", "key"), [
    ("/es/puerto/", "es", ("puerto", True)), ("docs/x.es.md", "es", ("docs/x.md", True)), ("/pt-br/x/", "pt-BR", ("x", True)), ("/it/x/", "en", ("it/x", False)), ("/es/", "es", ("", True)), ("/es/index.html", "es", ("", True)),
])  # fmt: skip
def test_paths_without_their_language(place: str, tag: str, key: tuple[str, bool]) -> None:
    assert claims.path_key(place, tag) == key


# --- bases ---


def markdown(origin: str, tag: str, body: str, snapshots: Sequence[Snapshot], at: str) -> Item:
    return Item(origin, Text("markdown", body.encode()), languages=(Said(tag, "folder"),), groups=(Said("1", "layout"),), history=tuple(snapshots), date=snapshots[0].at if snapshots else "", modified=at)


def told_base(spanish: str, changes: Sequence[str]) -> Member:
    one = f"# The port\n\n{LONG['en']}\n\nIt took 3250 ships, 41 cranes and 1207 people.\n"
    two = f"# The port\n\n{LONG['en']}\n\nIt took 4800 ships, 67 cranes and 1911 people.\n\n[More](https://x.example/more)\n"
    english = markdown("en", "en", two, snapshots(("c1", "2024-01-01T00:00:00Z", one), ("c2", "2024-03-01T00:00:00Z", two)), "2024-03-01T00:00:00Z")
    texts = [f"{spanish}\n{'Borrador. ' * left}" for left in range(len(changes) - 1, -1, -1)]
    version = markdown("es", "es", texts[-1], snapshots(*((f"t{number}", at, text) for number, (at, text) in enumerate(zip(changes, texts, strict=True)))), changes[-1])
    return members(survey([english, version]))["es"][1]


OLD = f"# El puerto\n\n{LONG['es']}\n\nHicieron falta 3250 barcos, 41 grúas y 1207 personas.\n"
NEW = f"# El puerto\n\n{LONG['es']}\n\nHicieron falta 4800 barcos, 67 grúas y 1911 personas.\n\n[Más](https://x.example/more)\n"


def test_base_by_times() -> None:
    assert told_base(OLD, ["2024-02-01T00:00:00Z"]).base.value == "c1"
    base = told_base(NEW, ["2024-02-01T00:00:00Z", "2024-04-01T00:00:00Z"]).base
    assert (base.value, base.confidence) == ("c2", 0.95)


def test_a_change_that_did_not_look_at_the_new_source() -> None:
    base = told_base(OLD, ["2024-02-01T00:00:00Z", "2024-04-01T00:00:00Z"]).base
    assert base.value == "c1"
    assert base.confidence < 0.9


def test_without_history_the_only_text_is_no_snapshot() -> None:
    found = survey([article("es", "a", groups=(Said("1", "g"),), modified="2020-01-01"), article("en", "b", groups=(Said("1", "g"),), modified="2020-02-01")])
    assert members(found)["b"][1].base.value == ""


def test_times() -> None:
    assert days_between("2024-01-01", "2024-01-03T00:00:00Z") == 2
    assert days_between("", "2024-01-03") is None
    assert moment("yesterday") is None
