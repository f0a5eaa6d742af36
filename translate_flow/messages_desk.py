"""The strings of the newsroom's own reports and notices, for translation: the catalogue `desk` (see `messages`).

No plurals: a number stands after a colon (`Paragraphs: {count}`), since the languages differ too much in what they would bend.
"""

HEADINGS = {  # a column's name → the words above it
    "article": "Article",
    "language": "Language",
    "status": "Status",
    "person": "Person",
    "section": "Section",
    "month": "Month",
    "title": "Title",
}
REPORTS: tuple[str, ...] = ()  # titles, notes, legends of the reports' page
NOTICES: tuple[str, ...] = ()  # subjects, sentences and buttons of notices
DESK = (*dict.fromkeys((*HEADINGS.values(), *REPORTS, *NOTICES)),)
