"""A week of a small newsroom, typed: targets, requests, suggestions, a return, a moved source, leases and dates that run out; a worker every two hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from tests.commandline import Desk
from tests.letterbox import Mailbox

MONDAY = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
PEOPLE = {  # handle: roles, reads, writes, zone, locale
    "cora": ("coordinator", "", "", "Europe/Madrid", "en"),
    "ana": ("translator", "es,en", "pt", "Europe/Lisbon", "pt"),
    "ben": ("translator", "es", "en", "Europe/Berlin", "de"),
    "eva": ("translator", "es", "en", "Europe/Paris", "fr"),
    "leila": ("translator", "en,es", "ar", "Africa/Cairo", "ar"),
    "rui": ("reviewer", "", "", "Europe/Lisbon", "pt"),
    "pia": ("publisher", "", "", "America/New_York", "en"),
}
SOURCE = """---
title: {title}
lang: es
section: ciudad
---

El ayuntamiento abre {figure} plazas en el centro.

La obra empieza en abril y acaba en otoño.

Los vecinos piden más árboles.
"""


@dataclass
class Week:
    """`letters`: what arrived, in order: (when it was sent by the newsroom's clock, to whom, the mail)."""

    desk: Desk
    box: Mailbox
    letters: list[tuple[datetime, str, EmailMessage]] = field(default_factory=list)

    def until(self, moment: datetime) -> None:
        """The worker looks every two hours, as one that runs all day would at the latest."""
        while self.desk.now < moment:
            self.desk.now = min(moment, self.desk.now + timedelta(hours=2))
            self.work()

    def work(self) -> None:
        known = len(self.box.got)
        self.desk.run("worker", "--once")
        for (to, _), mail in zip(self.box.got[known:], self.box.mails[known:], strict=True):
            self.letters.append((self.desk.now, to[0].partition("@")[0], mail))

    def at(self, day: int, hour: float) -> None:
        """Monday is day 0; hours are UTC."""
        self.until(MONDAY.replace(hour=0) + timedelta(days=day, hours=hour))

    def of(self, handle: str) -> list[tuple[str, str]]:
        """(`Mon 09:00` in UTC, subject) of each letter to somebody."""
        return [(f"{when:%a %H:%M}", " ".join(str(mail["Subject"]).split())) for when, to, mail in self.letters if to == handle]


def set_up(week: Week, port: int) -> None:
    desk = week.desk
    desk.now = MONDAY
    desk.run("settings", "smtp", f"smtp://127.0.0.1:{port}")
    desk.run("settings", "mail_from", "The Beacon <desk@example.org>")
    desk.run("settings", "zone", "Europe/Madrid")
    desk.run("settings", "working_days", "mon,tue,wed,thu,fri")
    for handle, (role, reads, writes, zone, locale) in PEOPLE.items():
        languages = [*(["--reads", reads] if reads else []), *(["--writes", writes] if writes else [])]
        desk.run("people", "add", handle, "--role", role, *languages, "--email", f"{handle}@example.org", "--zone", zone, "--locale", locale, "--name", handle.title())
    desk.run("target", "set", "pt", "en", "--section", "ciudad", "--days", "4", "--class", "correction=1,facts=2", who="cora")
    desk.run("target", "set", "ar", "--section", "ciudad", "--from", "en", "--days", "7", who="cora")
    desk.run("notify", "newsroom", "--by", "mail", "--pace", "daily", who="cora")
    for key, title in (("plazas", "Nuevas plazas"), ("tranvia", "El tranvía vuelve"), ("mercado", "El mercado & <los> vecinos")):
        desk.write(f"{key}.es.md", SOURCE.format(title=f'"{title}"', figure="tres"))
        desk.run("import", f"{key}.es.md", "--section", "ciudad", who="cora")


def translate(desk: Desk, key: str, language: str, who: str, *words: str) -> None:
    """Takes the file out, writes anew what is still in Spanish, and brings it back."""
    desk.run("checkout", f"{key}/{language}", *words, who=who)
    path = desk.folder / f"{key}.{language}.md"
    text = path.read_text("utf-8")
    for spanish, other in SAID[language].items():
        text = text.replace(spanish, other)
    path.write_text(text, "utf-8")
    desk.run("checkin", str(path), who=who)


def play(week: Week) -> None:
    """What happens from Monday to Sunday."""
    desk = week.desk
    desk.run("request", "--all-targets", who="cora")
    desk.run("assign", "plazas/pt", "ana", "--hours", "48", who="cora")
    desk.run("claim", "plazas/en", "--hours", "40", who="ben")
    desk.run("claim", "plazas/en", "--wait", who="eva")
    desk.run("claim", "tranvia/en", "--hours", "400", who="eva")
    week.at(0, 15)
    translate(desk, "plazas", "pt", "ana")
    desk.run("submit", "plazas/pt", "--despite", "a test", who="ana")
    week.at(1, 9)  # Tuesday
    desk.run("return", "plazas/pt", "--reason", "“Praças”, not “plazas”\nBcc: all@example.org", who="rui")
    week.at(1, 13)
    translate(desk, "plazas", "pt", "ana", "--force")
    desk.run("submit", "plazas/pt", "--despite", "a test", who="ana")
    week.at(2, 8)  # Wednesday: ben's hold has ended, eva is offered it
    desk.run("claim", "plazas/en", code=5, who="ben")
    desk.run("claim", "plazas/en", who="eva")
    desk.run("approve", "plazas/pt", who="rui")
    desk.run("publish", "plazas/pt", who="pia")
    week.at(2, 12)
    desk.write("plazas.es.md", SOURCE.format(title='"Nuevas plazas"', figure="cinco"))
    desk.run("revise", "plazas", "plazas.es.md", "--class", "facts", who="cora")
    week.at(3, 10)  # Thursday
    desk.run("carry", "plazas/pt", who="cora")
    week.at(4, 10)  # Friday: what is due tonight
    desk.run("release", "tranvia/en", "--reason", "she is ill", who="cora")
    week.at(7, 10)


SAID = {
    "pt": {
        "Nuevas plazas": "Novas praças", "El ayuntamiento abre tres plazas en el centro.": "A câmara abre três praças no centro.",
        "La obra empieza en abril y acaba en otoño.": "A obra começa em abril e acaba no outono.", "Los vecinos piden más árboles.": "Os moradores pedem mais árvores.",
    },
}  # fmt: skip
