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
NOTICES: tuple[str, ...] = (  # subjects, sentences and labels of notices; `{…}` stays as it is
    # what happened: a heading over one notice or many, so none of them names a person, a language or a number
    "You were asked to translate",
    "Your translation has come back to you",
    "Your translation is approved",
    "What you worked on is published",
    "Your hold ends soon",
    "Your hold has ended, your draft is kept",
    "The deadline is near",
    "The deadline has passed",
    "The source has changed",
    "Your translation was brought over to the new source",
    "It is free now, and kept for you",
    "Waits for a review",
    "Taken from you, your draft is kept",
    "Held back at its scheduled time",
    "The newsroom today",
    "A hook you had chosen is gone",
    "This is a test",
    # subjects
    "{what}: {title}",
    "{what} (and more: {count})",
    "Daily summary: {count}",
    # facts, each on a line of its own, or several on one with a dot between
    "By: {name}",
    "Reason: {text}",
    "Language: {name}",
    "Due: {date}",
    "Yours until: {date}",
    "Kept for you until: {date}",
    "Since: {date}",
    "Kind of change: {name}",
    "Paragraphs: {count}",
    "Words: {count}",
    "Brought along by itself: {count}",
    "Left to do: {count}",
    "Has moved on since",
    "Edition: {name}",
    "Hook: {name}",
    "Late: {count}",
    "Stuck for a week: {count}",
    "Behind their source: {count}",
    "Waiting for a review: {count}",
    "Not taken yet: {count}",
    "Page: {url}",
    # classes of change
    "typing errors, links, form",
    "wording",
    "facts",
    "correction",
    "takedown",
    # what comes next, and the end of a letter
    "Next:",
    "{what}: {count}",
    "Not shown here: {count}",
    "All your notices:",
    "Choose what you are told, and how:",
    "Nobody has to do anything about this. It shows that letters arrive.",
)
DESK = (*dict.fromkeys((*HEADINGS.values(), *REPORTS, *NOTICES)),)
