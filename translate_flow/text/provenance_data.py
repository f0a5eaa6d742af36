"""What `provenance` reads and writes by: one entry per language of wording, and nothing but data.

A frame is a whole line in a small notation: `[x]` may be there, `(a|b)` one of them, `{L}` the name of the
language translated from, `{O}` of the one where a relay began, `{W}` a translator, `{N}` one told by capitals alone, `{X}` the
wording's own language, `‹` and `›` parentheses. Case, accents and final punctuation do not count.

`names` gives a wording's forms of the languages in `SOURCES`, in that order, cells divided by `;`: forms by `|`, `~` for each
of `endings`, an empty cell where CLDR's name is all there is. Names outside the table are looked up in CLDR.
`line` is what is written, `by` the same with a translator. Where CLDR's citation form does not fit the sentence, `inflects`
is set: the sentence takes the cell's first form, and a language without a cell gets `other` (and `other_by`) with a colon.

To add a language: its entry in one of the modules imported here, its catalogue under `locale/` (see
`messages`), rows in `tests/test_provenance_table.py`; the tests write and recognise it with every common source language.
"""

from __future__ import annotations

from translate_flow.text.provenance_data_asia import ASIA
from translate_flow.text.provenance_data_base import SOURCES, Wording
from translate_flow.text.provenance_data_europe import EUROPE
from translate_flow.text.provenance_data_germanic import GERMANIC
from translate_flow.text.provenance_data_near_east import NEAR_EAST
from translate_flow.text.provenance_data_romance import ROMANCE
from translate_flow.text.provenance_data_slavic import SLAVIC
from translate_flow.text.provenance_data_south_asia import SOUTH_ASIA

__all__ = ["SOURCES", "WORDINGS", "Wording"]

WORDINGS: dict[str, Wording] = {**GERMANIC, **ROMANCE, **SLAVIC, **EUROPE, **NEAR_EAST, **SOUTH_ASIA, **ASIA}
