"""Commands of the checks: check, dismiss."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_flow.cli import render
from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, Reason, amount, complete_address, done, new_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from translate_flow.models import Version
    from translate_flow.services.checking import Found, Result

app = new_app()
_COLOURS = {"error": "31", "warning": "33", "note": "36"}
_AROUND = 60  # characters shown on each side of what a finding is about
_WHOLE = 160  # of a block that a finding is about as a whole


@app.command("check", epilog="Example: translate-flow check march-8/pt")
def check(
    address: Annotated[str, typer.Argument(metavar="ARTICLE[/LANG]", autocompletion=complete_address, show_default=False)],
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="A work file, before it is checked in; nothing is stored.", show_default=False)] = "",
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CHECK", help="Only this check (may be given again).", show_default=False)] = None,
    severity: Annotated[str, typer.Option("--severity", metavar="LEAST", help="Show what is at least so grave: error, warning or note.")] = "note",
    everything: Annotated[bool, typer.Option("--all", help="Show what was dismissed, too.")] = False,
) -> None:
    """Check a translation against its source, or any text by itself.

    Figures, dates, names, links, images, notes, quotations, code, what is left untranslated or missing, language, length, marks
    and spaces. ARTICLE: how many findings each version has. Exit 7 where there are errors that nobody has dismissed.
    """
    from translate_flow.errors import CheckFailed
    from translate_flow.services import checking, lookup

    here = desk()
    grave = _severities(severity)
    _known(only or [])
    with here.session() as session:
        here.reader(session)
        if "/" not in address and not file:
            wrong = _summary(session, address, only or [])
        else:
            version = lookup.version(session, address)
            if file:
                from translate_flow.cli.files import read_limited

                result = checking.check_file(session, version, read_limited(file), name=file)
            else:
                result = checking.check(session, version)
            chosen = [one for one in result.findings if not only or one.finding.check in only]
            shown = [one for one in chosen if one.finding.severity in grave and (everything or one.dismissed is None)]
            _show(result, chosen, shown, bool(file))
            wrong = sum(one.dismissed is None and one.finding.severity == "error" for one in chosen)
    if wrong:
        remedy = f"Mend the text, or say why it is none: translate-flow dismiss {address if '/' in address else address + '/LANG'} NUMBER --reason '…'"
        raise CheckFailed(f"{amount(wrong, 'error')} found", remedy=remedy)


def _severities(least: str) -> frozenset[str]:
    from translate_flow.errors import UsageError
    from translate_flow.text.checks import Severity

    known = [severity.value for severity in Severity]
    if least not in known:
        raise UsageError(f"“{least}” is no severity", remedy=f"It is one of {', '.join(known)}.")
    return frozenset(known[: known.index(least) + 1])


def _known(names: Sequence[str]) -> None:
    from translate_flow.errors import UsageError
    from translate_flow.text.checks import CHECKS

    for name in names:
        if name not in CHECKS:
            raise UsageError(f"There is no check “{name}”", remedy=f"Checks: {', '.join(CHECKS)}.")


def _summary(session: Session, key: str, only: Sequence[str]) -> int:
    """One line for each version that has a text; returns how many errors there are."""
    from translate_flow.services import checking, lookup

    article = lookup.article(session, key)
    results = [checking.check(session, version) for version in article.versions if version.head_id is not None]
    counts = [_counts([one for one in result.findings if not only or one.finding.check in only]) for result in results]
    if desk().json:
        render.data([{**_about(result), **count} for result, count in zip(results, counts, strict=True)])
    else:
        rows = [[result.version.address, str(result.revision), _against(result), *map(str, count.values())] for result, count in zip(results, counts, strict=True)]
        columns = ["version", "revision", "against", "errors", "warnings", "notes", "dismissed"]
        render.table(columns, rows, right=["revision", *columns[3:]], empty=f"{key} has no text yet.")
    return sum(count["errors"] for count in counts)


def _counts(found: Sequence[Found]) -> dict[str, int]:
    open_ones = [one.finding.severity.value for one in found if one.dismissed is None]
    return {
        "errors": open_ones.count("error"), "warnings": open_ones.count("warning"), "notes": open_ones.count("note"), "dismissed": len(found) - len(open_ones),
    }  # fmt: skip


def _about(result: Result) -> dict[str, Any]:
    source = {"language": result.source_language, "revision": result.base.number} if result.base is not None else None
    return {"article": result.version.article.key, "language": result.version.language, "revision": result.revision or None, "source": source}


def _against(result: Result) -> str:
    return f"{result.source_language}, revision {result.base.number}" if result.base is not None else "itself"


def _show(result: Result, chosen: Sequence[Found], shown: Sequence[Found], is_file: bool) -> None:
    counts = _counts(chosen)
    if desk().json:
        render.data({**_about(result), **counts, "findings": [_record(result, one) for one in shown]})
        return
    for one in shown:
        render.out("\n".join(_drawn(result, one)) + "\n")
    what = f"{result.version.address}, {'the file' if is_file else f'revision {result.revision}'} against {_against(result)}"
    dismissed = f" ({counts['dismissed']} dismissed)" if counts["dismissed"] else ""
    render.say(f"{what}: {amount(counts['errors'], 'error')}, {amount(counts['warnings'], 'warning')}, {amount(counts['notes'], 'note')}{dismissed}.")
    if result.base is None and not result.version.is_original:
        render.warn(f"Nobody knows what it was translated from, so it was checked by itself. Say it: translate-flow confirm {result.version.address} --base N")


def _record(result: Result, one: Found) -> dict[str, Any]:
    finding = one.finding
    said = _texts(result, one)
    return {
        "number": one.number, "check": finding.check, "severity": finding.severity.value, "message": finding.message,
        "block": None if finding.block is None else finding.block + 1, "span": [finding.start, finding.end] if finding.end > finding.start else None,
        "source_block": None if finding.source_block is None else finding.source_block + 1,
        "source_span": [finding.source_start, finding.source_end] if finding.source_end > finding.source_start else None,
        "text": said[1], "source_text": said[0], "fingerprint": finding.fingerprint,
        "dismissed": {"by": one.dismissed.by, "reason": one.dismissed.reason, "at": one.dismissed.at} if one.dismissed else None,
    }  # fmt: skip


def _texts(result: Result, one: Found) -> tuple[str, str]:
    """The readers' texts of the blocks that it is about, of source and translation."""
    finding = one.finding
    source = result.source.blocks[finding.source_block].text if result.source is not None and finding.source_block is not None else ""
    return source, result.text.blocks[finding.block].text if finding.block is not None and finding.block < len(result.text.blocks) else ""


def _drawn(result: Result, one: Found) -> list[str]:
    """A finding for a person: number, severity, check, place, why; and both texts with the place marked."""
    finding = one.finding
    places = [f"block {finding.block + 1}"] if finding.block is not None else []
    places += [f"source block {finding.source_block + 1}"] if finding.source_block is not None else []
    lines = [f"{one.number} {_painted(finding.severity, _COLOURS[finding.severity])} {finding.check} · {', '.join(places)}: {finding.message}"]
    width = max(len(result.source_language), len(result.version.language))
    sides = ((result.source_language, finding.source_start, finding.source_end), (result.version.language, finding.start, finding.end))
    for (language, start, end), text in zip(sides, _texts(result, one), strict=True):
        if text:
            lines.append(f"    {language:{width}}  {_excerpt(text, start, end)}")
    if one.dismissed:
        lines.append(f"    dismissed by {one.dismissed.by}, {desk().moment(one.dismissed.at)}: {one.dismissed.reason}")
    return lines


def _excerpt(text: str, start: int, end: int) -> str:
    text = text.replace("\n", " ")
    if end <= start:
        return text if len(text) <= _WHOLE else f"{text[: _WHOLE - 1]}…"
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    marked = _painted(text[start:end], "7") if _coloured() else f"[{text[start:end]}]"
    return f"{'…' if start > _AROUND else ''}{before}{marked}{after}{'…' if end + _AROUND < len(text) else ''}"


def _coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _painted(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if _coloured() else text


@app.command("dismiss", epilog="Example: translate-flow dismiss march-8/pt 3 --reason 'the year is in the paragraph before'")
def dismiss(
    address: Address,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", show_default=False)],
    reason: Reason = "",
    undo: Annotated[bool, typer.Option("--undo", help="They count again.")] = False,
) -> None:
    """Say of findings of the checks that they are none, with a reason.

    NUMBER is what `check ARTICLE/LANG` prints, or a fingerprint of its JSON. It is remembered for this version until the words that the
    finding is about change, in source or translation. Who holds the version can, and reviewers, coordinators and publishers.
    """
    from translate_flow.services import checking, lookup

    with desk().acting() as (session, me, now):
        version: Version = lookup.version(session, address)
        wanted: list[int | str] = [int(number) if number.isdecimal() and len(number) < 10 else number for number in numbers]
        answer = checking.undismiss if undo else checking.dismiss
        said = answer(session, version, wanted, actor=me, now=now, reason=reason)
        what = "count again" if undo else "are dismissed until their words change"
        listed = "; ".join(f"{one.check}: {one.message}" for one in said) or "nothing to say"
        done(session, version, f"{version.address}: {amount(len(said), 'finding')} {what} ({listed}).", dismissed=[one.fingerprint for one in said])
