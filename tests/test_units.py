"""A block's source in units: words in every script, figures, markup and links as wholes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.limits import bounded
from translate_flow.text.units import UnitKind, kind, split, wordy

SYNTAXES = ("markdown", "mdx", "html", "wordpress", "text", "something else")
M, H = "markdown", "html"

# source, syntax, units without the spaces: figures, words, markup
SPLITS = [
    ("The port's crane stopped.", M, "The port's crane stopped ."),
    ("It cost 1,234.56 euros, 12 % more.", M, "It cost 1,234.56 euros , 12 % more ."),
    ("Version 3.5.1 and v1.2, MP3.5", M, "Version 3.5.1 and v 1.2 , MP3.5"),
    ("the 12th of 40km", M, "the 12 th of 40 km"),
    ("٤٥ سفينة و١٢٫٥", M, "٤٥ سفينة و ١٢٫٥"),
    ("价格为1,234元。", M, "价格 为 1,234 元 。"),
    ("1'234.50 Franken", M, "1'234.50 Franken"),
    ("**bold** and _slanted_ snake_case a__b", M, "** bold ** and _ slanted _ snake_case a__b"),
    ("___all___ ~~gone~~ 3 * 4", M, "___ all ___ ~~ gone ~~ 3 * 4"),
    ("run `make it so` or ``a ` b``", M, "run|`make it so`|or|``a ` b``"),
    ('[the accounts](/es/a(b)/ "of 2024")!', M, '[|the|accounts|](/es/a(b)/ "of 2024")|!'),
    ("![crane](a.png) [one][two]", M, "![ crane ](a.png) [ one ][two]"),
    ("said so[^1] and [2] and † and m²", M, "said so [^1] and [2] and † and m ²"),
    ("&nbsp;&amp; &#8217; & co", M, "&nbsp; &amp; &#8217; & co"),
    ('<Tab label="a > b" on={x > 1}>one</Tab>', "mdx", '<Tab label="a > b" on={x > 1}>|one|</Tab>'),
    ("{props.name} {{< ref \"a b\" >}} {/* no */}", "mdx", '{props.name}|{{< ref "a b" >}}|{/* no */}'),
    ("a < b, x <y and **z**", M, "a < b , x < y and ** z **"),
    ("see https://example.org/a_(b). <https://example.org>", M, "see https://example.org/a_(b) . <https://example.org>"),
    ("请看https://example.org/a。好", M, "请看 https://example.org/a 。 好"),
    (r"2 \* 3", M, r"2 \* 3"),
    ('<a href="/x y">here</a> [gallery ids="1 2"] [sic]', H, '<a href="/x y">|here|</a>|[gallery ids="1 2"]|[|sic|]'),
    ("**no markup** & `here`", "text", "* * no markup * * & ` here `"),
    ("昨天下午，工人在港口举行罢工。", M, "昨天下午 ， 工人 在 港口 举行 罢工 。"),
    ("労働者は東京で働く。", M, "労働 者 は 東京 で 働く 。"),
    ("คนรักประเทศไทย", M, "คน รัก ประเทศไทย"),
    ("부두 노동자들은 파업했다.", M, "부두 노동자들은 파업했다 ."),
    ("मज़दूरों ने हड़ताल की।", M, "मज़दूरों ने हड़ताल की ।"),
]


@pytest.mark.parametrize(("source", "syntax", "expected"), SPLITS, ids=[case[0] for case in SPLITS])
def test_units(source: str, syntax: str, expected: str) -> None:
    units = split(source, syntax)
    assert "".join(units) == source
    assert [unit for unit in units if not unit.isspace()] == expected.split("|" if "|" in expected else " ")


KINDS = {
    UnitKind.WORD: ["crane", "port's", "MP3", "港口", "หยุด", "क्या", "snake_case", "_private"],
    UnitKind.NUMBER: ["12", "1,234.56", "3.5.1", "٤٥", "１２", "½"],
    UnitKind.SPACE: [" ", "\n  ", "\u00a0"],
    UnitKind.PUNCTUATION: [".", "—", "。", "\\*", "&", "<", "🙂", "%"],
    UnitKind.MARKUP: ["**", "_", "[", "]", "`", "</a>", "<b>", "<Tab label='x'>", "<!-- x -->", "{{< ref >}}", "{/* x */}", "~~", "[/caption]"],
    UnitKind.LINK: ["](/a)", "][b]", "https://example.org", "www.example.org", "<https://example.org>", '<a href="/x">'],
    UnitKind.IMAGE: ["![", '<img src="a.png">', '<Image src="a" />'],
    UnitKind.CODE: ["`x`", "``a ` b``", "{props.name}"],
    UnitKind.ENTITY: ["&nbsp;", "&#160;"],
    UnitKind.MARK: ["[^1]", "[12]", "¹", "†"],
}


@pytest.mark.parametrize(("expected", "unit"), [(name, unit) for name, units in KINDS.items() for unit in units])
def test_kinds(expected: UnitKind, unit: str) -> None:
    assert kind(unit) is expected
    assert wordy(unit) is (expected in {UnitKind.WORD, UnitKind.NUMBER})


def test_an_empty_string_is_no_unit() -> None:
    assert split("", M) == []
    with pytest.raises(ValueError, match="no unit"):
        kind("")


pieces = st.sampled_from(
    ["`", "``", "*", "_", "**", "[", "](", "]", ")", "(", "![", "<", ">", "<a ", "</b>", '"', "'", "{", "}", "&", ";", "&amp;", "\\", "http://", "www.",
     "1", ",", ".", "٤", "²", "†", "[^", "<!--", "-->", "-", "=", " ", "  ", "\n", "\u00a0", "word", "港", "口", "ไทย", "🙂", "\u0301", "\ud800"]
)  # fmt: skip


@given(st.lists(pieces, max_size=40).map("".join) | st.text(max_size=60), st.sampled_from(SYNTAXES))
def test_nothing_is_lost(source: str, syntax: str) -> None:
    units = split(source, syntax)
    assert "".join(units) == source
    assert all(units)
    assert all(isinstance(kind(unit), UnitKind) for unit in units)


OPENERS = ['<a "', '<a ="', "](", "](x", '](a "', "`", "`` ", "``` ", "{", "{ {x} ", "[^", "&a", "http://", "http://.", "www.", "_a", "*", "<!--", "<!-- -",
           "1,", "<a '", "((", "](<", " ", "\n", "[a x=", "<a {", "http://(", "\\", "\u00a0123", "好", "ไ"]  # fmt: skip


@pytest.mark.parametrize("opener", OPENERS)
def test_what_never_closes_takes_no_longer(opener: str) -> None:
    source = opener * (60_000 // len(opener))
    with bounded():
        for syntax in ("mdx", "wordpress", "text"):
            assert "".join(split(source, syntax)) == source
