"""The newsroom's choices: their names, defaults and meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.errors import NotFound, UsageError
from translate_flow.models import Event, Person, Setting
from translate_flow.text import effort


@dataclass(frozen=True, slots=True)
class Known:
    default: Any
    meaning: str


KNOWN: dict[str, Known] = {
    "actor": Known("", "who acts on this embedded database when nobody is named"),
    "language": Known("", "the language of imported texts that do not say theirs"),
    "zone": Known("UTC", "the newsroom's time zone: its deadlines end with the days there"),
    "working_days": Known("mon,tue,wed,thu,fri,sat,sun", "the days on which deadlines may fall; those that fall on another move to the next of these"),
    "lease_hours": Known(72, "how long a claim lasts; saving renews it"),
    "offer_hours": Known(24, "how long a version that falls free is kept for who waited for it first"),
    "carry_live": Known("none", "what `carry --auto` lets go live by itself: none, or changes up to trivial, wording, facts or correction"),
    "effort_weights": Known(effort.USUAL, "what a word of each band counts as work"),
    "memory_least": Known(70, "per cent that a text of the memory must be alike, at least, to be proposed"),
    "memory_prefill": Known(100, "points from which `checkout` puts a match of the memory into the file; 0: it never does"),
    "memory_unreviewed": Known(5, "points that a match loses if nobody has reviewed it"),
    "memory_year": Known(1, "points that a match loses for each whole year of its age"),
    "memory_oldest": Known(10, "points that it loses for its age at most"),
    "memory_region": Known(2, "points that it loses if it is in the language of another region: pt for pt-BR"),
    "check_submit": Known("error", "what findings of the checks `submit` refuses: none, error, or warning (and errors)"),
    "check_publish": Known("error", "the same of `publish`"),
    "publish_gates": Known("checks,freshness", "which gates bind beside those that always do: checks, freshness, both with a comma, or none"),
    "gate_freshness": Known("correction", "a translation does not go out while its source is ahead of it by a change so heavy: none, facts, correction, any"),
    "checks_off": Known("", "checks that are not wanted, by name, of one language with its tag: names,length:zh"),
    "self_review": Known(False, "whether people may approve their own translations"),
    "remind_lease": Known(12, "hours before a hold ends that its holder is told"),
    "remind_due": Known(2, "days before a deadline that those are told whom it concerns"),
    "site": Known("site", "the folder of published pages, from the database's folder"),
    "site_name": Known("", "the name printed on every page"),
    "base_url": Known("", "the site's address, for canonical and hreflang links"),
    "smtp": Known("", "the mail server that notices go out by: smtp://mail.example.org:587, smtp://user@host, smtps://host; empty: no mail"),
    "smtp_password_file": Known("", "a file with its password, readable by nobody else, from the database's folder; else TRANSLATE_FLOW_SMTP_PASSWORD"),
    "mail_from": Known("", "whom that mail is from: The Beacon <desk@example.org>"),
    "notice_gap": Known(5, "minutes between two letters to one person by one way, at least; what comes meanwhile is told together"),
}


CARRY_LIVE = ("none", "trivial", "wording", "facts", "correction")  # a takedown never goes by itself
CHECK_GATES = ("none", "error", "warning")
GATE_FRESHNESS = ("none", "facts", "correction", "any")
OPTIONAL_GATES = ("checks", "freshness")
ONE_OF = {"gate_freshness": GATE_FRESHNESS, "carry_live": CARRY_LIVE, "check_submit": CHECK_GATES, "check_publish": CHECK_GATES}


def get(session: Session, name: str) -> Any:
    """A setting's value, or its default. Raises NotFound for a name there is not."""
    known = _known(name)
    stored = session.get(Setting, name)
    return known.default if stored is None else stored.value


def several(session: Session, *names: str) -> list[Any]:
    """The values of some settings, or their defaults, in one statement."""
    stored: dict[str, Any] = dict(session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(names))).all())
    return [stored.get(name, _known(name).default) for name in names]


def everything(session: Session) -> dict[str, Any]:
    """All settings, defaults included."""
    stored = {row.name: row.value for row in session.scalars(select(Setting))}
    return {name: stored.get(name, known.default) for name, known in KNOWN.items()}


def put(session: Session, name: str, text: str, *, actor: Person | None, now: datetime) -> Any:
    """Sets one from what a person typed. Raises NotFound, UsageError."""
    value = _parse(name, text, _known(name).default)
    stored = session.get(Setting, name)
    before = _known(name).default if stored is None else stored.value
    if stored is None:
        session.add(Setting(name=name, value=value))
    else:
        stored.value = value
    for made in ("settings", "policy"):  # what was made of them
        session.info.pop(made, None)
    session.add(Event(at=now, actor_id=actor.id if actor else None, action="set", data={"name": name, "from": before, "to": value}))
    return value


def _known(name: str) -> Known:
    if name not in KNOWN:
        raise NotFound(f"There is no setting “{name}”", remedy=f"Settings: {', '.join(KNOWN)}.")
    return KNOWN[name]


def _parse(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text.lower() in {"yes", "true", "on", "1"}:
            return True
        if text.lower() in {"no", "false", "off", "0"}:
            return False
        raise UsageError(f"{name} is yes or no, not “{text}”", remedy=f"Type `translate-flow settings {name} yes`, or no.")
    if name in _CHECKED:
        return _CHECKED[name](text)
    if isinstance(default, int):
        if not text.isdecimal() or not 0 < int(text) <= 24 * 365:
            raise UsageError(f"{name} is a whole number from 1 to {24 * 365}, not “{text}”", remedy="Give it in hours.")
        return int(text)
    return text


def _one_of(name: str, known: tuple[str, ...], text: str) -> str:
    if text not in known:
        raise UsageError(f"{name} is one of {', '.join(known)}, not “{text}”", remedy=f"Type `translate-flow settings {name} {known[1]}`, for instance.")
    return text


def _effort_weights(text: str) -> str:
    try:
        return effort.spelled(effort.weights(text))
    except ValueError as error:
        raise UsageError(f"effort_weights: {error}", remedy=f"Name the bands to change, such as exact=0.2 new=1; there are {', '.join(effort.BANDS)}.") from None


def _language(text: str) -> str:
    from translate_flow.languages import normalise

    return normalise(text) if text else text


def time_zone(text: str) -> str:
    """A zone there is, by its IANA name. Raises UsageError."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"There is no time zone “{text}”", remedy="Use an IANA name, such as Europe/Lisbon.") from None
    return text


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def working_days(value: str) -> frozenset[int]:
    """The setting `working_days` as numbers, Monday is 0."""
    return frozenset(DAYS.index(day) for day in value.split(","))


def _working_days(text: str) -> str:
    named = {day.strip().lower() for day in text.split(",") if day.strip()}
    if wrong := named - set(DAYS):
        raise UsageError(f"There is no day “{min(wrong)}”", remedy=f"Days: {', '.join(DAYS)}.")
    if not named:
        raise UsageError("A deadline must be able to fall on some day", remedy="Name the days with commas: mon,tue,wed,thu,fri.")
    return ",".join(day for day in DAYS if day in named)


def _points(name: str, text: str) -> int:
    if not text.isdecimal() or int(text) > 101:
        raise UsageError(f"{name} is a whole number from 0 to 101, not “{text}”", remedy=f"Type `translate-flow settings {name} {KNOWN[name].default}`, for instance.")
    return int(text)


def _whole(name: str, most: int, unit: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise UsageError(f"{name} is a whole number of {unit} from 1 to {most}, not “{text}”", remedy=f"Type `translate-flow settings {name} {KNOWN[name].default}`, for instance.")
    return int(text)


def _smtp(text: str) -> str:
    from translate_flow.post import addresses

    if text:
        addresses.server(text)
    return text


def _mail_from(text: str) -> str:
    from translate_flow.post import addresses

    if text.strip():
        addresses.sender(text)
    return text.strip()


def _file(name: str, text: str) -> str:
    if any(ord(char) < 32 for char in text):
        raise UsageError(f"{name} is the path of a file", remedy=f"Type `translate-flow settings {name} mail-password`, for instance.")
    return text


def _minutes(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 4 or int(text) > 24 * 60:
        raise UsageError(f"{name} is a whole number of minutes from 0 to {24 * 60}, not “{text}”", remedy=f"Type `translate-flow settings {name} {KNOWN[name].default}`, for instance.")
    return int(text)


def checks_off(value: str) -> list[tuple[str, str]]:
    """The setting `checks_off` as (check, tag); an empty tag means every language."""
    return [(check.strip(), tag.strip()) for part in value.split(",") if part.strip() for check, _, tag in [part.partition(":")]]


def publish_gates(value: str) -> frozenset[str]:
    """The setting `publish_gates` as names."""
    return frozenset(name.strip() for name in value.split(",") if name.strip())


def _publish_gates(text: str) -> str:
    found = publish_gates("" if text.strip() == "none" else text)
    for name in found - set(OPTIONAL_GATES):
        raise UsageError(f"There is no gate “{name}” to choose", remedy=f"Gates: {', '.join(OPTIONAL_GATES)}, or none. Approval, original, embargo and rights always bind.")
    return ",".join(sorted(found))


def _checks_off(text: str) -> str:
    from translate_flow.languages import normalise
    from translate_flow.text.checks import CHECKS

    found = []
    for check, tag in checks_off(text):
        if check not in CHECKS:
            raise UsageError(f"There is no check “{check}”", remedy=f"Checks: {', '.join(CHECKS)}.")
        found.append(check + (f":{normalise(tag)}" if tag else ""))
    return ",".join(found)


_CHECKED: dict[str, Callable[[str], Any]] = {
    "effort_weights": _effort_weights, "language": _language, "checks_off": _checks_off, "publish_gates": _publish_gates,
    "zone": time_zone, "working_days": _working_days,
    "smtp": _smtp, "mail_from": _mail_from, "notice_gap": partial(_minutes, "notice_gap"), "smtp_password_file": partial(_file, "smtp_password_file"),
    **{name: partial(_one_of, name, known) for name, known in ONE_OF.items()},
    "remind_lease": partial(_whole, "remind_lease", 24 * 30, "hours"), "remind_due": partial(_whole, "remind_due", 90, "days"),
    **{name: partial(_points, name) for name in KNOWN if name.startswith("memory_")},
}  # fmt: skip
