"""Every command: where it is, and its line in `--help`, so that neither help nor a command imports what it does not use.

A test holds each line against the command's own docstring.
"""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {  # name → (module under cli, first line of its help)
    "init": ("setup", "Make a database here, with you in every role."),
    "demo": ("setup", "Show the whole path on a small newsroom made for it."),
    "status": ("anyone", "Show where everything stands, or one article."),
    "show": ("anyone", "Show an article, or one version with its text."),
    "diff": ("comparison", "Show what changed, and what a translator must do about it."),
    "log": ("anyone", "Show who did what, when."),
    "check": ("checking", "Check a translation against its source, or any text by itself."),
    "tasks": ("translators", "List the work that waits for you."),
    "claim": ("translators", "Take a requested version for yourself."),
    "release": ("translators", "Give a version back; its draft is kept."),
    "extend": ("translators", "Renew your hold on a version."),
    "checkout": ("translators", "Write the file to translate in."),
    "checkin": ("translators", "Store a translated file as a draft."),
    "confirm": ("comparison", "Say that blocks need no change: the translation holds."),
    "differ": ("comparison", "Record that a block differs from the source on purpose, and why."),
    "terms": ("terms", "Keep the glossary: terms, how they are rendered, what to avoid."),
    "dismiss": ("checking", "Say of findings of the checks that they are none, with a reason."),
    "submit": ("translators", "Hand your draft in for review."),
    "memory": ("memory", "Search, fill, import and export what was translated before."),
    "approve": ("reviewers", "Find a version in review good."),
    "return": ("reviewers", "Send a version back to its translator, with a reason."),
    "import": ("coordinators", "Bring in articles: Markdown, HTML, saved pages, text, WordPress exports."),
    "adopt": ("adoption", "Take over a site that already has translations."),
    "adoptions": ("adoptions", "What was inferred of adopted texts and waits for an answer; answer it."),
    "revise": ("coordinators", "Bring in a new text of an original."),
    "request": ("coordinators", "Ask for an article in one or more languages."),
    "assign": ("coordinators", "Give a requested version to a translator."),
    "carry": ("carrying", "Bring translations over what changed in their source."),
    "reopen": ("coordinators", "Ask for new work on a published version; it stays up meanwhile."),
    "cancel": ("coordinators", "Call work off, with a reason; drafts are kept."),
    "people": ("people", "Add, list and change people, their roles and languages."),
    "report": ("coordinators", "Print a report: progress, effort."),
    "publish": ("publishers", "Release versions, and bring the site up to date."),
    "withdraw": ("publishers", "Take a version from readers, with a reason."),
    "preview": ("preview", "Serve one page to your browser, as readers would see it."),
    "channel": ("channels", "Add, try and list the places that versions are published to."),
    "settings": ("operators", "Show or change the newsroom's settings."),
    "db": ("operators", "Upgrade, check and describe the database."),
    "doctor": ("operators", "Verify that the database and the site hold together."),
}
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Anyone", ("init", "demo", "status", "show", "diff", "check", "preview", "log")),
    ("Translators", ("tasks", "claim", "release", "extend", "checkout", "checkin", "confirm", "differ", "dismiss", "submit", "memory", "terms")),
    ("Reviewers", ("approve", "return")),
    ("Coordinators", ("import", "adopt", "adoptions", "revise", "request", "assign", "carry", "reopen", "cancel", "people", "report")),
    ("Publishers", ("publish", "withdraw", "channel")),
    ("Operators", ("settings", "db", "doctor")),
)
