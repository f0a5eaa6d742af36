"""The checks, by samples of our own: what each finds, and what it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow import formats
from translate_flow.errors import Unreadable
from translate_flow.text.carry import Differences
from translate_flow.text.checks import ALONE, CHECKS, Finding, Severity, run
from translate_flow.text.document import Document
from translate_flow.text.terms import Glossary, Term

# The same short article, written for these tests, in twelve languages; block by block.
ARTICLE = {
    "en": ["# The bakery stays open", "On 8 March 2024 the 35 workers of the old bakery voted to go on.", "They pay 1,250 euros of rent and bake 480 loaves a day.",
           "“Nobody will take the oven away from us,” says the baker. [The accounts](/en/accounts-2023) are public.", "What happens next? The meeting is not before autumn."],
    "es": ["# La panadería sigue abierta", "El 8 de marzo de 2024, los 35 trabajadores de la antigua panadería votaron por continuar.", "Pagan 1.250 euros de alquiler y hornean 480 panes al día.",
           "«Nadie nos quitará el horno de aquí», dice la panadera. [Las cuentas](/es/accounts-2023) son públicas.", "¿Qué pasará ahora? La asamblea no será antes del otoño."],
    "pt": ["# A padaria continua aberta", "Em 8 de março de 2024, os 35 trabalhadores da antiga padaria votaram por continuar.", "Pagam 1.250 euros de renda e cozem 480 pães por dia.",
           "“Ninguém nos vai tirar o forno daqui”, diz a padeira. [As contas](/pt/accounts-2023) são públicas.", "O que vem a seguir? A assembleia não será antes do outono."],
    "fr": ["# La boulangerie reste ouverte", "Le 8 mars 2024, les 35 ouvriers de la vieille boulangerie ont voté pour continuer.", "Ils paient 1 250 euros de loyer et cuisent 480 pains par jour.",
           "« Personne ne nous enlèvera le four d’ici », dit la boulangère. [Les comptes](/fr/accounts-2023) sont publics.", "Et maintenant ? L’assemblée n’aura pas lieu avant l’automne."],
    "de": ["# Die Bäckerei bleibt offen", "Am 8. März 2024 stimmten die 35 Arbeiter der alten Bäckerei dafür, weiterzumachen.", "Sie zahlen 1.250 Euro Miete und backen 480 Brote am Tag.",
           "„Niemand nimmt uns hier den Ofen weg“, sagt die Bäckerin. [Die Abrechnung](/de/accounts-2023) ist öffentlich.", "Was kommt nun? Die Versammlung ist nicht vor dem Herbst."],
    "ru": ["# Пекарня остаётся открытой", "8 марта 2024 года 35 рабочих старой пекарни проголосовали за то, чтобы продолжать.", "Они платят 1250 евро аренды и пекут 480 буханок в день.",
           "«Никто не отнимет у нас здесь печь», — говорит пекарь. [Отчёты](/ru/accounts-2023) открыты.", "Что будет дальше? Собрание состоится не раньше осени."],
    "ar": ["# المخبز يبقى مفتوحا", "في 8 مارس 2024 صوت العمال الـ 35 في المخبز القديم على الاستمرار.", "يدفعون إيجارا قدره 1250 يورو ويخبزون 480 رغيفا في اليوم.",
           "«لن يأخذ أحد الفرن منا من هنا»، تقول الخبازة. [الحسابات](/ar/accounts-2023) علنية.", "ماذا بعد؟ لن يعقد الاجتماع قبل الخريف."],
    "zh": ["# 面包店继续营业", "2024年3月8日，老面包店的35名工人投票决定继续经营。", "他们每月支付1250欧元租金，每天烤480个面包。",
           "“没有人能从这里拿走我们的烤炉。”面包师说。[账目](/zh/accounts-2023)是公开的。", "接下来会怎样？大会不会在秋天之前举行。"],
    "ja": ["# パン屋は営業を続ける", "2024年3月8日、古いパン屋の35人の労働者は続けることを投票で決めた。", "家賃として1250ユーロを払い、1日に480個のパンを焼いている。",
           "「誰も私たちの窯をここから持っては行けません」とパン職人は言う。[会計](/ja/accounts-2023)は公開されている。", "これからどうなるのか？集会は秋より前には開かれない。"],
    "hi": ["# बेकरी खुली रहेगी", "8 मार्च 2024 को पुरानी बेकरी के 35 मज़दूरों ने काम जारी रखने के लिए वोट दिया।", "वे 1,250 यूरो किराया देते हैं और रोज़ 480 ब्रेड बनाते हैं।",
           "“यहाँ से हमारा तंदूर कोई नहीं ले जाएगा,” बेकर कहती हैं। [हिसाब](/hi/accounts-2023) सबके लिए खुला है।", "अब आगे क्या होगा? बैठक पतझड़ से पहले नहीं होगी।"],
    "tr": ["# Fırın açık kalıyor", "8 Mart 2024 tarihinde eski fırının 35 işçisi devam etmek için oy verdi.", "1.250 avro kira ödüyorlar ve günde 480 ekmek pişiriyorlar.",
           "“Fırınımızı buradan kimse alamayacak,” diyor fırıncı. [Hesaplar](/tr/accounts-2023) herkese açık.", "Şimdi ne olacak? Toplantı sonbahardan önce yapılmayacak."],
    "el": ["# Ο φούρνος μένει ανοιχτός", "Στις 8 Μαρτίου 2024 οι 35 εργάτες του παλιού φούρνου ψήφισαν να συνεχίσουν.", "Πληρώνουν 1.250 ευρώ ενοίκιο και ψήνουν 480 ψωμιά την ημέρα.",
           "«Κανείς δεν θα μας πάρει τον φούρνο από εδώ», λέει η φουρνάρισσα. [Οι λογαριασμοί](/el/accounts-2023) είναι δημόσιοι.", "Τι θα γίνει τώρα; Η συνέλευση δεν θα γίνει πριν από το φθινόπωρο."],
}  # fmt: skip
TAGS = sorted(set(ARTICLE) - {"en"})


def read(text: str, name: str = "markdown") -> Document:
    return formats.get(name).read(text.encode())


def document(language: str, changes: dict[int, str | None] | None = None, **more: str) -> Document:
    blocks = [(changes or {}).get(at, block) for at, block in enumerate(ARTICLE[language])]
    return read("\n\n".join(block for block in blocks if block is not None) + "\n\n" + "\n\n".join(more.values()) + "\n")


def found(language: str, changes: dict[int, str | None], source: dict[int, str | None] | None = None, base: str = "en") -> list[Finding]:
    return run(document(base, source), document(language, changes), (base, language))


def grave(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.check, one.severity.value) for one in findings if one.severity is not Severity.NOTE]


def checks(findings: list[Finding]) -> set[str]:
    return {one.check for one in findings}


def one(source: str, target: str, pair: tuple[str, str], check: str = "") -> list[Finding]:
    """The findings of a text of one block."""
    return [finding for finding in run(read(source), read(target), pair) if not check or finding.check == check]


@pytest.mark.parametrize("source", sorted(ARTICLE))
@pytest.mark.parametrize("target", sorted(ARTICLE))
def test_a_good_translation_raises_no_alarm(source: str, target: str) -> None:
    if source != target:
        assert grave(found(target, {}, base=source)) == []


@pytest.mark.parametrize("language", sorted(ARTICLE))
def test_a_text_by_itself_raises_no_alarm(language: str) -> None:
    assert grave(run(None, document(language), ("", language))) == []


def seeded(language: str) -> dict[str, tuple[dict[int, str | None], set[str]]]:
    """The article with one thing wrong in each, and the checks that are to see it."""
    _, day, sums, quote, _ = ARTICLE[language]
    foreign = "de" if language not in {"de"} else "ru"
    damages: dict[str, tuple[dict[int, str | None], set[str]]] = {
        "number altered": ({2: sums.replace("480", "490")}, {"numbers"}),
        "digits swapped": ({2: sums.replace("480", "840")}, {"numbers"}),
        "year altered": ({1: day.replace("2024", "2014")}, {"dates", "numbers"}),
        "day moved": ({1: day.replace("8", "9", 1)}, {"dates", "numbers"}),
        "number dropped": ({2: sums.replace("480", "")}, {"numbers"}),
        "link swapped": ({3: quote.replace("accounts-2023", "statutes")}, {"links"}),
        "link dropped": ({3: quote.replace(f"(/{language}/accounts-2023)", "").replace("[", "").replace("]", "")}, {"links"}),
        "untranslated": ({2: ARTICLE["en"][2]}, {"untranslated"}),
        "another language": ({2: " ".join(ARTICLE[foreign][2:4])}, {"language"}),
        "paragraph dropped": ({2: None}, {"parity"}),
        "paragraph twice": ({2: f"{sums}\n\n{sums}"}, {"doubled", "parity"}),
        "sentence twice": ({2: f"{sums} {sums}"}, {"doubled"}),
        "quotation not closed": ({3: "".join(char for char in quote if char not in _CLOSING.get(language, "”»」"))}, {"quotes"}),
        "bracket open": ({1: f"{day} (2024"}, {"brackets"}),
        "markup broken": ({1: f"**{day}"}, {"codes"}),
    }  # fmt: skip
    return damages


_CLOSING = {"de": "“"}


@pytest.mark.parametrize("language", TAGS)
def test_seeded_errors_are_found(language: str) -> None:
    missed = [name for name, (changes, by) in seeded(language).items() if not {check for check, _ in grave(found(language, changes))} & by]
    assert missed == []


@pytest.mark.parametrize("language", TAGS)
def test_a_sentence_that_was_left_in_the_sources_language(language: str) -> None:
    more = "Nobody has seen the old owner since they moved to another town."
    wrong = found(language, {4: f"{ARTICLE[language][4]} {more}"}, {4: f"{ARTICLE['en'][4]} {more}"})
    assert ("leftover", "error") in grave(wrong)
    [finding] = [finding for finding in wrong if finding.check == "leftover"]
    assert document(language, {4: f"{ARTICLE[language][4]} {more}"}).blocks[4].text[finding.start : finding.end] == more.rstrip(".")


@pytest.mark.parametrize("language", TAGS)
def test_a_question_that_became_a_statement(language: str) -> None:
    said = ARTICLE[language][4]
    asked = said[: max(said.find(sign) for sign in "?؟？;") + 1]
    lost = asked.rstrip("?؟？;").lstrip("¿").rstrip() + ("。" if language in {"zh", "ja"} else ".")
    assert grave(one("What happens next?\n", f"{asked}\n", ("en", language))) == []
    assert ("ending", "warning") in grave(one("What happens next?\n", f"{lost}\n", ("en", language)))


@pytest.mark.parametrize("language", TAGS)
def test_headings_keep_their_level_and_notes_their_marks(language: str) -> None:
    source = document("en", {1: f"{ARTICLE['en'][1]}[^1]"}, heading="## The accounts", note="[^1]: As the minutes say.")
    target = document(language, {1: f"{ARTICLE[language][1]}[^1]"}, heading=f"## {ARTICLE[language][0][2:]}", note=f"[^1]: {ARTICLE[language][2]}")
    assert not {"parity", "footnotes"} & {check for check, _ in grave(run(source, target, ("en", language)))}
    deeper = replace_in(target, "## " + ARTICLE[language][0][2:], "### " + ARTICLE[language][0][2:])
    assert ("parity", "warning") in grave(run(source, deeper, ("en", language)))
    unmarked = replace_in(target, ARTICLE[language][1] + "[^1]", ARTICLE[language][1])
    assert ("footnotes", "error") in grave(run(source, unmarked, ("en", language)))
    without = read(target.text.replace(f"[^1]: {ARTICLE[language][2]}", ""))
    assert ("footnotes", "error") in grave(run(source, without, ("en", language)))


def replace_in(text: Document, old: str, new: str) -> Document:
    assert old in text.text
    return read(text.text.replace(old, new))


@pytest.mark.parametrize(("source", "target", "pair"), [
    ("It is 5 km away.", "Está a 3,1 millas.", ("en", "es")),
    ("It costs $1,200.50 a month.", "Cuesta 1.200,50 dólares al mes.", ("en", "es")),
    ("It costs €30.", "Das kostet 30 €.", ("en", "de")),
    ("About 20% stayed.", "Yaklaşık yüzde 20 kaldı.", ("en", "tr")),
    ("About 20% stayed.", "حوالي ٢٠٪ بقوا.", ("en", "ar")),
    ("3 million people came.", "来了300万人。", ("en", "zh")),
    ("Three people came at 3:30 pm.", "3人が15時30分に来た。", ("en", "ja")),
    ("In the 1990s it closed.", "В 90-х годах она закрылась.", ("en", "ru")),
    ("It opened in the 19th century.", "Abrió en el siglo XIX.", ("en", "es")),
    ("On 12/31/2024 it ends.", "Am 31.12.2024 endet es.", ("en", "de")),
    ("The 2 rooms are free.", "Las dos salas están libres.", ("en", "es")),
    ("कुल 5 लाख लोग आए।", "In all 500,000 people came.", ("hi", "en")),
    ("Call 10,5 ways.", "Es sind 10,5 Wege.", ("de", "de-AT")),
])  # fmt: skip
def test_the_same_figures_in_other_words(source: str, target: str, pair: tuple[str, str]) -> None:
    assert [finding for finding in one(source + "\n", target + "\n", pair) if finding.check in {"numbers", "dates", "currencies"} and finding.severity is not Severity.NOTE] == []


@pytest.mark.parametrize(("source", "target", "pair", "check"), [
    ("It is 5 km away.", "Está a 5 millas.", ("en", "es"), "numbers"),
    ("It costs €30.", "Das kostet 30 $.", ("en", "de"), "currencies"),
    ("About 20% stayed.", "Se quedaron unos 20.", ("en", "es"), "currencies"),
    ("They met on Monday, 3 March.", "Se reunieron el martes 3 de marzo.", ("en", "es"), "dates"),
    ("They met on 3 March.", "Sie trafen sich am 3. April.", ("en", "de"), "dates"),
    ("He came from Austria by train.", "Vino de Australia en tren.", ("en", "es"), "names"),
    ("They have not decided yet.", "Ya han decidido.", ("en", "es"), "negations"),
    ("Run `make install` first.", "Ejecuta antes `make isntall`.", ("en", "es"), "codes"),
    ("Hello %(name)s, welcome.", "Hola %(nombre)s, te damos la bienvenida.", ("en", "es"), "codes"),
    ("See [the list](/en/list) now.", "Mira [](/es/list) ahora.", ("en", "es"), "links"),
    ("Text.\n\n![A square](square.jpg)", "Texto.\n\nUna plaza", ("en", "es"), "images"),
    ("Is it open? It is.", "Está abierto? Sí.", ("en", "es"), "spacing"),
    ("They came, and stayed.", "Vinieron , y se quedaron.", ("en", "es"), "spacing"),
    ("They came (late).", "Vinieron ().", ("en", "es"), "brackets"),
    ("They came late.", "Vinieron tarde tarde.", ("en", "es"), "doubled"),
    ("We bought it together and it is ours.", "我們買了這個設備，它現在對我們來說還沒開放。", ("en", "zh-Hans"), "language"),
])  # fmt: skip
def test_what_each_check_finds(source: str, target: str, pair: tuple[str, str], check: str) -> None:
    assert check in {name for name, _ in grave(one(source + "\n", target + "\n", pair))}


@pytest.mark.parametrize(("target", "language", "mark"), [
    ("Il est venu; puis il est parti.", "fr", ";"), ("我们来了,然后走了。", "zh", ","), ("جاؤوا, ثم ذهبوا.", "ar", ","), ("Τι θα γίνει?", "el", "?"),
])  # fmt: skip
def test_marks_of_the_language_are_only_noted(target: str, language: str, mark: str) -> None:
    [finding] = [finding for finding in run(None, read(target + "\n"), ("", language)) if finding.check == "spacing"]
    assert finding.severity is Severity.NOTE
    assert mark in finding.message


def test_a_span_is_where_the_words_stand() -> None:
    text = document("es", {2: ARTICLE["es"][2].replace("480", "490")})
    [finding] = [finding for finding in run(document("en"), text, ("en", "es")) if finding.check == "numbers"]
    assert (finding.block, finding.source_block) == (2, 2)
    assert text.blocks[2].text[finding.start : finding.end] == "490"
    assert document("en").blocks[2].text[finding.source_start : finding.source_end] == "480"


def test_a_fingerprint_stays_while_its_words_do() -> None:
    wrong = {2: ARTICLE["es"][2].replace("480", "490")}
    [before] = [finding for finding in found("es", wrong) if finding.check == "numbers"]
    moved = run(document("en", {1: None}), document("es", {**wrong, 1: None, 4: "¿Y qué? La asamblea será antes del otoño."}), ("en", "es"))
    assert before.fingerprint in {finding.fingerprint for finding in moved}
    other = found("es", {2: ARTICLE["es"][2].replace("480", "491")})
    assert before.fingerprint not in {finding.fingerprint for finding in other}
    source = found("es", wrong, {2: ARTICLE["en"][2].replace("480", "470")})
    assert before.fingerprint not in {finding.fingerprint for finding in source}


def test_what_differs_on_purpose_is_left_alone() -> None:
    source, target = document("en"), document("es", {2: None, 4: ARTICLE["es"][4] + "\n\nNota: la panadería abre a las siete y cierra a las dos."})
    pairs = run_pairs(source, target)
    apart = Differences(notes=frozenset({4}), omitted=frozenset({2}))
    assert {"parity"} <= {check for check, _ in grave(run(source, target, ("en", "es"), pairs=pairs))}
    assert grave(run(source, target, ("en", "es"), pairs=pairs, differences=apart)) == []


def run_pairs(source: Document, target: Document):
    from translate_flow.text.pairing import pair_documents

    return pair_documents(source, target)


def test_what_is_left_to_do_is_not_told_again() -> None:
    target = document("es", {2: ARTICLE["en"][2]})
    assert grave(run(document("en"), target, ("en", "es"), todo=frozenset({2}), base_todo=frozenset({2}))) == []


def test_a_whole_text_in_another_language_is_told_once() -> None:
    wrong = run(document("en"), document("de"), ("en", "fr"))
    assert [finding.check for finding in wrong].count("language") >= 1
    assert checks(run(None, document("ru"), ("", "hi"))) >= {"language"}


def test_checks_that_are_off_say_nothing() -> None:
    wrong = {2: ARTICLE["es"][2].replace("480", "490")}
    assert "numbers" not in checks(run(document("en"), document("es", wrong), ("en", "es"), off={"numbers"}))


def test_terms_that_are_not_kept_to_are_told_where_they_stand() -> None:
    source, target = read("# The strike\n\nThe strikes went on, and `strike` is a word.\n"), read("# O paro\n\nAs greves continuaram, e `strike` é uma palavra.\n")
    glossary = Glossary([Term("strike", "greve", forbidden=("paro",)), Term("word", "vocábulo")], "en", "pt")
    found = [one for one in run(source, target, ("en", "pt"), glossary=glossary) if one.check == "terms"]
    assert [(one.block, target.blocks[one.block].text[one.start : one.end], source.blocks[one.source_block].text[one.source_start : one.source_end]) for one in found] == [
        (0, "paro", "strike"), (1, "", "word"),
    ]  # fmt: skip
    assert {one.severity for one in found} == {Severity.WARNING}
    assert "terms" not in checks(run(source, target, ("en", "pt"), glossary=glossary, off={"terms"}))


def test_each_check_has_a_line_for_people() -> None:
    assert all((check.__doc__ or "").strip() for check in CHECKS.values())
    assert set(CHECKS) > ALONE


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(["fr", "zh", "ar", "tr", "hi", "ja", "el", "th"]))
def test_no_text_breaks_a_check(source: str, target: str, language: str) -> None:
    try:
        one, two = (formats.get("text").read(f"{text}\nword".encode("utf-8", "replace")) for text in (source, target))
    except Unreadable:
        return  # a control character, which no text comes in with
    for finding in [*run(one, two, ("en", language)), *run(None, two, ("", language))]:
        text = two.blocks[finding.block].text if finding.block is not None else ""
        assert 0 <= finding.start <= max(finding.end, finding.start)
        assert finding.end <= len(text) or finding.block is None
        assert len(finding.fingerprint) == 16


@given(st.text(alphabet="ab 1“”«»()[]*`_<>{}%$€&;#\n", max_size=300))
def test_no_markup_breaks_a_check(text: str) -> None:
    try:
        target = formats.get("markdown").read(text.encode())
    except Exception:
        return
    run(document("en"), target, ("en", "es"))


@pytest.mark.parametrize("piece", ["«", "(", "((", "![", "“", "1", "1 ", "a b ", "a@", "[", "$1", "`", "{", "„", "a a ", "Ab ", "<", "30 km "])
def test_odd_texts_take_no_longer(piece: str) -> None:
    """Texts that a careless search would take hours for: without a clock, by ending at all."""
    text = formats.get("text").read((piece * (60_000 // len(piece))).encode())
    run(text, text, ("en", "es"), pairs=run_pairs(document("en"), document("es"))[:1])
    run(None, text, ("", "fr"))
