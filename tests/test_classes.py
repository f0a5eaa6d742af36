"""The class proposed for a change, and its reasons: tables of cases in many languages, laws, and real edits."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.formats import get
from translate_flow.text.classes import ChangeClass, Proposal, propose, worst
from translate_flow.text.diff import Change, diff
from translate_flow.text.document import Document

SITE = Path(__file__).parents[2] / "shared" / "data" / "starlight-docs.bundle"
BEFORE, AFTER = "# The river\n\nA first paragraph stays as it is, with plain words.\n\n", "\n\nA last paragraph also stays.\n"


def document(text: str, name: str = "markdown") -> Document:
    return get(name).read(text.encode(), name="a.md")


def proposed(old: str, new: str, language: str = "en", name: str = "markdown") -> Proposal:
    """For two whole texts."""
    one, two = document(old, name), document(new, name)
    return propose(diff(one, two), one, two, language)


def edited(old: str, new: str, language: str = "en") -> Proposal:
    """For a paragraph between two others."""
    return proposed(BEFORE + old + AFTER, BEFORE + new + AFTER, language)


def reasons(proposal: Proposal) -> str:
    return "; ".join(f"{reason.kind} {reason.old}→{reason.new}" for reason in proposal.reasons)


CASES = [  # language, old, new, class, reasons; None: whatever
    # nothing that is read as words
    ("en", "See [this](/a) and `code`.", "See [this](/b) and `coda`.", "trivial", "link ](/a)→](/b); code `code`→`coda`"),
    ("en", "See ![a map](/a.png) here.", "See ![a map](/b.png) here.", "trivial", "link ](/a.png)→](/b.png)"),
    ("en", "A **quick** fox.", "A *quick* fox.", "trivial", "markup **→*; markup **→*"),
    ("en", "A fox, quick and red.", "A fox; quick and red.", "trivial", "punctuation ,→;"),
    ("en", "Fish &amp; chips here.", "Fish & chips here.", "trivial", None),
    ("en", "A fox  runs.", "A fox runs.", "trivial", ""),
    ("en", "He paid twenty-five euros.", "He paid 25 euros.", "trivial", "spelling twenty-five→25"),
    ("en", "It cost 1,234 euros.", "It cost 1234 euros.", "trivial", "spelling 1,234→1234"),
    ("en", "It fell by 5% today.", "It fell by 5 percent today.", "trivial", "spelling %→percent"),
    ("en", "It is on March 8, 2026.", "It is on 8 March 2026.", "trivial", "spelling March 8, 2026→8 March 2026"),
    # typing errors
    ("en", "He will recieve the money.", "He will receive the money.", "trivial", "spelling recieve→receive"),
    ("en", "The goverment said so.", "The government said so.", "trivial", "spelling goverment→government"),
    ("en", "He met the president there.", "He met the President there.", "trivial", "spelling president→President"),
    ("en", "We use e-mail here.", "We use email here.", "trivial", "spelling e-mail→email"),
    ("es", "La poblacion espera.", "La población espera.", "trivial", "spelling poblacion→población"),
    ("ru", "Она пришла с ребёнком домой.", "Она пришла с ребенком домой.", "trivial", "spelling ребёнком→ребенком"),
    ("en", "He was hired by the police.", "He was fired by the police.", "wording", "wording hired→fired"),
    ("en", "The attack was long.", "The attacks was long.", "wording", "wording attack→attacks"),
    ("en", "He was now there.", "He was here there.", "wording", None),
    ("vi", "Anh ấy thích bánh ngọt.", "Anh ấy thích bánh ngột.", "wording", None),
    ("en", "He was definately there.", "He was definitely there.", "trivial", "spelling definately→definitely"),
    ("de", "Der See, z.B. heute.", "Der See, z. B. heute.", "trivial", None),
    ("de", "Die Einrichtungsanleitung hilft.", "Die Einrichtungs&shy;anleitung hilft.", "trivial", ""),
    ("de", "Es waren 0.01g Gold.", "Es waren 0,01 g Gold.", "trivial", None),
    # wording
    ("en", "It has i18n inside.", "It has internationalisation inside.", "wording", "wording i18n→internationalisation"),
    ("en", "On the bridge 12 were killed and 30 were hurt.", "On the bridge 30 were hurt and 12 were killed.", "wording", None),
    ("ko", "그는 Google의 사람이다.", "그는 Google과 사람이다.", "wording", None),
    ("en", "A quick brown fox.", "A slow brown fox.", "wording", "wording quick→slow"),
    ("de", "Er hat das Haus gekauft.", "Er hat das Auto gekauft.", "wording", "wording Haus→Auto"),
    ("zh", "政府宣布了新的计划。", "政府公布了新的计划。", "wording", "wording 宣布→公布"),
    ("ru", "Путин обвинил Байдена в этом.", "Путина обвинил Байден в этом.", "wording", None),
    # numbers
    ("en", "He paid 12 euros.", "He paid 13 euros.", "facts", "number 12→13"),
    ("en", "Three people came.", "Four people came.", "facts", "number Three→Four"),
    ("en", "It cost 3 million euros.", "It cost 3 billion euros.", "facts", "number 3 million→3 billion"),
    ("en", "The price is $5 now.", "The price is €5 now.", "facts", "number $→€"),
    ("en", "It was -5 degrees.", "It was 5 degrees.", "facts", "number -5→5"),
    ("en", "12 were killed and 30 were hurt.", "30 were killed and 12 were hurt.", "facts", "number 12→30; number 30→12"),
    ("en", "Version 1.10 is out.", "Version 1.1 is out.", "facts", "number 1.10→1.1"),
    ("en", "The H1N1 virus.", "The H2N1 virus.", "facts", "name H1N1→H2N1"),
    ("en", "A BN1 aircraft.", "A CN1 aircraft.", "facts", "name BN1→CN1"),
    ("es", "Murieron doce personas.", "Murieron trece personas.", "facts", "number doce→trece"),
    ("de", "Es waren fünfundzwanzig Leute.", "Es waren sechsundzwanzig Leute.", "facts", "number fünfundzwanzig→sechsundzwanzig"),
    ("fr", "Il y avait deux cents personnes.", "Il y avait trois cents personnes.", "facts", "number deux cents→trois cents"),
    ("ru", "Погибли двадцать человек.", "Погибли тридцать человек.", "facts", "number двадцать→тридцать"),
    ("ar", "حضر ١٢ شخصا.", "حضر ١٣ شخصا.", "facts", "number ١٢→١٣"),
    ("zh", "有三十五人死亡。", "有三十六人死亡。", "facts", "number 三十五→三十六"),
    ("ja", "三十人が死亡した。", "四十人が死亡した。", "facts", "number 三十→四十"),
    ("ko", "사람 세 명이 왔다.", "사람 네 명이 왔다.", "facts", "number 세→네"),
    ("th", "มีคนสามสิบคน", "มีคนสี่สิบคน", "facts", "number สามสิบ→สี่สิบ"),
    ("hi", "पच्चीस लोग आए।", "तीस लोग आए।", "facts", "number पच्चीस→तीस"),
    # dates
    ("en", "It is on March 8.", "It is on March 9.", "facts", "date March 8→March 9"),
    ("en", "It is on Monday.", "It is on Tuesday.", "facts", "date Monday→Tuesday"),
    ("es", "Fue en marzo del año pasado.", "Fue en abril del año pasado.", "facts", "date marzo→abril"),
    ("de", "Am 8. März war es so.", "Am 8. Mai war es so.", "facts", "date 8. März→8. Mai"),
    ("fr", "C’était le 8 mars 2026.", "C’était le 8 mars 2025.", "facts", "date 8 mars 2026→8 mars 2025"),
    ("ru", "Это было в марте.", "Это было в апреле.", "facts", "date марте→апреле"),
    ("ar", "كان ذلك في ٨ مارس ٢٠٢٦.", "كان ذلك في ٩ مارس ٢٠٢٦.", "facts", "date ٨ مارس ٢٠٢٦→٩ مارس ٢٠٢٦"),
    ("zh", "会议于3月8日举行。", "会议于3月9日举行。", "facts", "date 3月8日→3月9日"),
    ("ja", "会議は月曜日に開かれた。", "会議は火曜日に開かれた。", "facts", "date 月曜日→火曜日"),
    ("ko", "회의는 3월 8일에 열렸다.", "회의는 3월 9일에 열렸다.", "facts", "date 3월 8일→3월 9일"),
    ("th", "ประชุมวันที่ 8 มีนาคม 2569", "ประชุมวันที่ 8 เมษายน 2569", "facts", "date 8 มีนาคม 2569→8 เมษายน 2569"),
    ("hi", "बैठक 8 मार्च को हुई।", "बैठक 8 मई को हुई।", "facts", "date 8 मार्च→8 मई"),
    # names
    ("en", "He met Anna Berger in Rome.", "He met Clara Berger in Oslo.", "facts", "name Anna→Clara; name Rome→Oslo"),
    ("en", "Berger said so. Yesterday the mayor, tired, and Berger left.", "Weiss said so. Yesterday the mayor, tired, and Berger left.",
     "facts", "name Berger→Weiss"),
    ("en", "In 2020 Anna Berger beat Clara Weiss.", "In 2020 Clara Weiss beat Anna Berger.", "facts", None),
    ("en", "It came to us by post.", "It came to US by post.", "facts", None),
    ("es", "Vive en Madrid desde siempre.", "Vive en Sevilla desde siempre.", "facts", "name Madrid→Sevilla"),
    ("de", "Er hat Anna Berger getroffen.", "Er hat Clara Weiss getroffen.", "facts", "name Anna Berger→Clara Weiss"),
    ("fr", "Selon l’Espagne, tout va bien.", "Selon l’Italie, tout va bien.", "facts", "name Espagne→Italie"),
    ("ru", "Он живёт в Москве давно.", "Он живёт в Киеве давно.", "facts", "name Москве→Киеве"),
    ("zh", "他读了《春天》这本书。", "他读了《秋天》这本书。", "facts", None),
    ("ja", "彼はGoogleで働く。", "彼はAppleで働く。", "facts", "name Google→Apple"),
    ("en", "Anna Berger met a friend, and she left.", "Anna Berger met a friend, and Berger left.", "wording", None),
    # negations
    ("en", "He was not guilty.", "He was guilty.", "facts", "negation not→"),
    ("en", "They don’t agree.", "They do agree.", "facts", None),
    ("en", "It was legal then.", "It was illegal then.", "facts", "negation legal→illegal"),
    ("es", "Él no vino ayer.", "Él vino ayer.", "facts", "negation no→"),
    ("es", "Es una ley constitucional.", "Es una ley inconstitucional.", "facts", "negation constitucional→inconstitucional"),
    ("de", "Er kam nicht mit.", "Er kam mit.", "facts", "negation nicht→"),
    ("fr", "Il n’a pas payé.", "Il a payé.", "facts", None),
    ("ru", "Он не приехал вчера.", "Он приехал вчера.", "facts", "negation не→"),
    ("tr", "Başkan dün gelmedi.", "Başkan dün geldi.", "facts", None),
    ("ar", "لم يحضر الرئيس.", "حضر الرئيس.", "facts", None),
    ("zh", "政府没有承认此事。", "政府已经承认此事。", "facts", None),
    ("ja", "彼は行かなかったと言った。", "彼は行ったと言った。", "facts", None),
    ("ko", "그는 가지 않았다.", "그는 갔다.", "facts", None),
    ("th", "เขาไม่ไปโรงเรียน", "เขาไปโรงเรียน", "facts", "negation ไม่→"),
    ("hi", "वह स्कूल नहीं गया।", "वह स्कूल गया।", "facts", "negation नहीं→"),
    ("he", "הוא לא בא אתמול.", "הוא בא אתמול.", "facts", "negation לא→"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "old", "new", "expected", "why"), CASES)
def test_an_edited_paragraph(language, old, new, expected, why):
    found = edited(old, new, language)
    assert found.change_class == expected, reasons(found)
    assert why is None or reasons(found) == why
    back = edited(new, old, language)
    assert back.change_class == expected, reasons(back)
    assert {reason.kind for reason in back.reasons} == {reason.kind for reason in found.reasons}


def test_each_reason_names_its_change():
    found = proposed("# T\n\nHe paid 12 euros.\n\nStays here.\n\nIt was fine.", "# T\n\nHe paid 13 euros.\n\nStays here.\n\nIt was good.")
    assert [(reason.kind, reason.at) for reason in found.reasons] == [("number", 1), ("wording", 3)]
    assert found.classes == (None, ChangeClass.FACTS, None, ChangeClass.WORDING)


@pytest.mark.parametrize(("paragraph", "expected"), [
    ("Nothing more to say about it.", "facts"), ("Some more about the weather and the river.", "wording"), ("It cost 12 euros.", "facts"),
    ("There were ten of them.", "facts"), ("The mayor met Anna there.", "facts"), ("```js\nlet a = 12\n```", "trivial"), ("On 8 March it rained.", "facts"),
])  # fmt: skip
def test_a_paragraph_that_came_or_went(paragraph, expected):
    old, new = BEFORE + "It rained." + AFTER, BEFORE + "It rained.\n\n" + paragraph + AFTER
    added, removed = proposed(old, new), proposed(new, old)
    assert (added.change_class, removed.change_class) == (expected, expected)
    assert (added.reasons[0].kind, removed.reasons[0].kind) == ("added", "removed")


def test_a_paragraph_that_moved_or_was_split_is_trivial():
    paragraphs = [f"The {word} was high and the boats stayed where they were that {word} too." for word in ("river", "lake", "sea", "pond", "canal")]
    moved = proposed("\n\n".join(paragraphs), "\n\n".join([*paragraphs[1:], paragraphs[0]]))
    assert moved.change_class is ChangeClass.TRIVIAL
    assert {reason.kind for reason in moved.reasons} == {"moved"}
    whole = "The river was high and the boats stayed home. The lake was low and nobody at all went there."
    found = edited(whole, whole.replace(". The", ".\n\nThe"))
    assert (found.change_class, reasons(found)) == (ChangeClass.TRIVIAL, "")
    assert edited(whole.replace(". The", ".\n\nThe"), whole).change_class is ChangeClass.TRIVIAL


def test_a_heading_s_level_and_a_code_block_are_trivial():
    found = proposed("# T\n\n## The river\n\nIt rained.", "# T\n\n### The river\n\nIt rained.")
    assert (found.change_class, reasons(found)) == (ChangeClass.TRIVIAL, "markup heading 2→heading 3")
    found = proposed("# T\n\n```js\nlet a = 12\n```\n\nIt rained.", "# T\n\n```js\nlet a = 13\n```\n\nIt rained.")
    assert (found.change_class, {reason.kind for reason in found.reasons}) == (ChangeClass.TRIVIAL, {"code"})


NOTES = [
    ("en", "Correction: The number of boats was wrong."), ("en", "**Correction (March 9):** There were ten."), ("en", "An earlier version of this article misstated it."),
    ("es", "Fe de errores: el número era otro."), ("es", "Corrección: eran diez."), ("pt", "Errata: eram dez."), ("fr", "Rectificatif : il y en avait dix."),
    ("de", "Korrektur: Es waren zehn."), ("de", "In einer früheren Version dieses Artikels stand etwas anderes."), ("it", "Errata corrige: erano dieci."),
    ("nl", "Correctie: het waren er tien."), ("sv", "Rättelse: det var tio."), ("pl", "Sprostowanie: było dziesięć."), ("ru", "Исправление: их было десять."),
    ("uk", "Виправлення: їх було десять."), ("el", "Διόρθωση: ήταν δέκα."), ("tr", "Düzeltme: on tane vardı."), ("ar", "تصحيح: كانوا عشرة."),
    ("fa", "اصلاحیه: ده تا بودند."), ("he", "תיקון: היו עשרה."), ("hi", "भूल सुधार: दस थे।"), ("zh", "更正：数字有误。"), ("ja", "訂正：十隻でした。"),
    ("ko", "정정: 열 척이었다."), ("th", "แก้ไข: มีสิบลำ"), ("vi", "Đính chính: có mười chiếc."), ("id", "Koreksi: ada sepuluh."), ("fi", "Oikaisu: niitä oli kymmenen."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "note"), NOTES)
def test_a_note_of_correction_is_known_in_many_languages(language, note):
    old, new = BEFORE + "It rained." + AFTER, BEFORE + "It rained." + AFTER + "\n" + note + "\n"
    assert proposed(old, new, language).change_class is ChangeClass.CORRECTION
    assert proposed(new, old, language).change_class in {ChangeClass.FACTS, ChangeClass.WORDING}
    assert edited("It rained.", f"{note} It rained.", language).change_class is ChangeClass.CORRECTION
    kept = proposed(new, new.replace("It rained.", "It snowed."), language)
    assert kept.change_class is ChangeClass.WORDING  # the note was there before


@pytest.mark.parametrize("line", ["The correction of the river began.", "Corrections were made to the canal.", "He said: correction is needed.", "Errata are listed."])
def test_a_line_that_only_speaks_of_correction_is_none(line):
    assert proposed(BEFORE + AFTER, BEFORE + line + AFTER).change_class.rank < ChangeClass.CORRECTION.rank


LONG = "# The river\n\n" + "\n\n".join(f"The river rose again in the valley, and paragraph {at} says so at some length." for at in range(12))


@pytest.mark.parametrize(("language", "rest"), [
    ("en", "This article was withdrawn."), ("en", "Retraction: the story was wrong."), ("es", "Este artículo ha sido retirado."), ("de", "Dieser Artikel wurde zurückgezogen."),
    ("fr", "Cet article a été retiré."), ("ru", "Статья отозвана."), ("zh", "本文已撤回。"), ("en", "Gone."), ("en", ""),
])  # fmt: skip
def test_a_text_that_is_gone_is_a_takedown(language, rest):
    found = proposed(LONG, f"# The river\n\n{rest}\n", language)
    assert found.change_class is ChangeClass.TAKEDOWN
    assert "takedown" in {reason.kind for reason in found.reasons}
    assert proposed(LONG, LONG + f"\n\n{rest or 'More.'}", language).change_class is (ChangeClass.TAKEDOWN if rest not in {"", "Gone."} else ChangeClass.WORDING)


def test_a_text_written_anew_is_no_takedown():
    other = "# The sea\n\n" + "\n\n".join(f"Nobody had seen such waves before, said the fishermen of harbour {at}, who stayed at home." for at in range(12))
    assert proposed(LONG, other).change_class is ChangeClass.FACTS


# --- laws --------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["river", "Anna", "12", "not", "**bold**", "`code`", "[link](/a)", "Monday", "three", "the", "1,234", "wasn't", "8 March 2026", "rain."])
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=6).map("\n\n".join)


@settings(max_examples=120)
@given(TEXTS, TEXTS)
def test_the_whole_has_the_heaviest_class_of_its_parts_and_reversal_changes_none(old, new):
    one, two = document(old), document(new)
    there, back = diff(one, two), diff(two, one)
    found, reverse = propose(there, one, two, "en"), propose(back, two, one, "en")
    assert found == propose(there, one, two, "en")
    assert len(found.classes) == len(there.changes)
    assert [weight is None for weight in found.classes] == [change.change is Change.SAME for change in there.changes]
    assert found.change_class is (worst(found.classes) or ChangeClass.TRIVIAL)
    assert all(found.classes[reason.at] is not None for reason in found.reasons)
    assert ChangeClass.TAKEDOWN in {found.change_class, reverse.change_class} or found.change_class is reverse.change_class


@settings(max_examples=60)
@given(TEXTS | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_a_text_beside_itself_proposes_nothing(text):
    found = proposed(f"It rained. {text}", f"It rained. {text}")
    assert found == Proposal(ChangeClass.TRIVIAL, (), (None,) * len(found.classes))


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["12", "1,234.5", "x7y", "2026", "8 March 2026", "3.5.1", "river", "Anna", "**9**", "٤٥", "10:30", "3 million", "(4)", "-6"]), min_size=1, max_size=9),
    st.data(), st.sampled_from(["en", "de", "ar", "zh", "hi", "xx"]),
)  # fmt: skip
def test_a_changed_digit_in_words_is_never_trivial(parts, data, language):
    text = "The text says " + " and ".join(parts) + " here."
    places = [at for at, char in enumerate(text) if char.isdecimal()]
    if places:
        at = data.draw(st.sampled_from(places))
        zero = ord("٠") if text[at] >= "٠" else ord("0")
        other = data.draw(st.sampled_from([chr(zero + digit) for digit in range(10)]).filter(lambda char: char != text[at]))
        found = edited(text, text[:at] + other + text[at + 1 :], language)
        assert found.change_class is (ChangeClass.WORDING if text[at - 1] == "x" else ChangeClass.FACTS), (text, other, reasons(found))


def test_time_is_linear_in_the_text():
    words = ["the", "river", "was", "high", "and", "12", "boats", "of", "Anna", "Berger", "did", "not", "leave", "on", "8", "March", "for", "three"]
    draw = random.Random(7)
    old = [draw.choice(words) for _ in range(40_000)]
    new = [draw.choice(words) if draw.random() < 0.05 else word for word in old]
    with bounded():
        assert proposed(" ".join(old), " ".join(new)).change_class is ChangeClass.FACTS
        assert proposed(" ".join(old), " ".join(reversed(old)) + " more").change_class is ChangeClass.FACTS
        assert proposed("\n\n".join(old[:4000]), "\n\n".join(reversed(old[:4000]))).classes


# --- real edits --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not SITE.exists(), reason="needs the shared repository of a documentation site")
def test_real_edits_are_weighed(tmp_path):
    def git(*words: str) -> bytes:
        return subprocess.run(["git", "-C", str(tmp_path / "site"), *words], check=True, capture_output=True).stdout

    subprocess.run(["git", "clone", "-q", "--bare", str(SITE), str(tmp_path / "site")], check=True, capture_output=True)
    folder = "docs/src/content/docs/guides/"
    seen, head = 0, ""
    for line in git("log", "--all", "--no-merges", "--diff-filter=M", "--format=@%H", "--name-only", "-n", "400", "--", folder).decode().splitlines():
        if line.startswith("@"):
            head = line[1:]
        elif line.startswith(folder) and line.endswith(".mdx") and seen < 60:
            try:
                one, two = (get("mdx").read(git("show", f"{revision}:{line}"), name=line) for revision in (f"{head}^", head))
            except subprocess.CalledProcessError:
                continue
            seen += 1
            there, back = propose(diff(one, two), one, two, "en"), propose(diff(two, one), two, one, "en")
            assert there.change_class is back.change_class or ChangeClass.TAKEDOWN in {there.change_class, back.change_class}
            assert there.change_class is (worst(there.classes) or ChangeClass.TRIVIAL)
    assert seen > 20
