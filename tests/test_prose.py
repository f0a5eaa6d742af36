"""Code in a text is hidden, and all else stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow import formats
from translate_flow.text.prose import HIDDEN, hidden, prose


@pytest.mark.parametrize(
    ("format", "text", "shown"),
    [
        ("markdown", "The `link` field makes a *link*.", "The ···· field makes a link."),
        ("markdown", "A link, then ``a `link` `` and `link`.", "A link, then ········ and ····."),
        ("html", "<p>The <code>link</code> of a link &amp; <kbd>a &lt; b</kbd></p>", "The ···· of a link & ·····"),
        ("markdown", "A <code>link</code> of `{link}`", "A ···· of ······"),
        ("text", "The `link` stays.", "The `link` stays."),
        ("markdown", "```js\nlink()\n```", "······"),
    ],
)
def test_code_is_hidden(format: str, text: str, shown: str) -> None:
    [one] = prose(formats.get(format).read(text.encode()))
    assert one == shown.replace("·", HIDDEN)


@given(st.text("ab `*<>/{}code&;\n", max_size=60))
def test_places_stay(text: str) -> None:
    document = formats.get("markdown").read(f"x {text} x".encode())
    for block, one in zip(document.blocks, prose(document), strict=True):
        assert len(one) == len(block.text)
        assert all(a in {b, HIDDEN} for a, b in zip(one, block.text, strict=True))
    assert len(hidden(text, text, "html")) == len(text)
