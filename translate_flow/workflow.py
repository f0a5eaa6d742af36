"""Where work on a version can stand, what moves it, and who may. One table; no database.

Additions to the design's table, with reasons in docs/decisions: a cancelled version can be requested again (a language has one
version, so there is no second one to request instead), what readers see of a reopened version can be withdrawn while the work
goes on (0003-workflow.md), and what was carried over a change of the source without a translator can go to review, or out, by
policy (0012-carry.md), and a coordinator's decisions on what a site was inferred to be take adopted versions in and out again
(0018-adoption.md), what readers may no longer see is taken from them by policy, and what went out with an edition can be rolled back
(0029-gates-and-releases.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from translate_flow.errors import NotAllowed


class Status(StrEnum):
    DRAFT = "draft"                # an original that is not out yet
    REQUESTED = "requested"
    TRANSLATING = "translating"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


OPEN = (Status.REQUESTED, Status.TRANSLATING, Status.IN_REVIEW, Status.APPROVED)  # work on a translation that is not done


class Action(StrEnum):
    REQUEST = "request"
    CLAIM = "claim"
    ASSIGN = "assign"
    RELEASE = "release"
    EXPIRE = "expire"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    CANCEL = "cancel"
    PROPOSE = "propose"            # what was carried over waits for a reviewer
    CARRY = "carry"                # what was carried over goes out by itself
    ADOPT = "adopt"                # what was found on a site takes the place of a cancelled version
    ROLL_BACK = "rollback"         # readers see again what they saw before it went out
    DISOWN = "disown"              # what was adopted does not belong here after all


class Priority(IntEnum):
    """What comes first. Only open work has another than normal."""

    LOW = -1                       # can wait
    NORMAL = 0
    HIGH = 1                       # before what is normal
    URGENT = 2                     # at once

    @property
    def word(self) -> str:
        return self.name.lower()


class Role(StrEnum):
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    PUBLISHER = "publisher"
    OPERATOR = "operator"


class Who(StrEnum):
    """In what capacity somebody acts. `CLOCK` and `POLICY` are nobody: time passing, a rule of the newsroom."""

    COORDINATOR = "a coordinator"
    TRANSLATOR = "a translator of the pair"
    HOLDER = "whoever holds it"
    REVIEWER = "a reviewer who is not its translator"
    PUBLISHER = "a publisher"
    CLOCK = "the clock"
    POLICY = "the newsroom's policy"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `of` says whether it is for translations, originals or both; `reason` whether one must be given."""

    source: Status | None
    action: Action
    target: Status
    who: frozenset[Who]
    reason: bool = False
    of: str = "translation"
    live: bool = False  # only where readers see a revision of it


def _rows(
    sources: tuple[Status | None, ...], action: Action, target: Status, *who: Who, reason: bool = False, of: str = "translation"
) -> list[Transition]:
    return [Transition(source, action, target, frozenset(who), reason, of) for source in sources]


def _taken_down(*statuses: Status) -> list[Transition]:
    """A takedown never waits for the rework of what is up: the live revision goes, the work goes on."""
    return [
        Transition(status, Action.WITHDRAW, status, frozenset({Who.PUBLISHER, Who.POLICY}), reason=True, live=True) for status in statuses
    ]


def _put_back(*statuses: Status) -> list[Transition]:
    """Work that has begun since goes on; only what readers see goes back."""
    return [Transition(status, Action.ROLL_BACK, status, frozenset({Who.PUBLISHER}), reason=True, live=True) for status in statuses]


_S, _A = Status, Action
TABLE: tuple[Transition, ...] = (
    *_rows((None, _S.CANCELLED), _A.REQUEST, _S.REQUESTED, Who.COORDINATOR),
    *_rows((_S.REQUESTED,), _A.CLAIM, _S.TRANSLATING, Who.TRANSLATOR),
    *_rows((_S.REQUESTED,), _A.ASSIGN, _S.TRANSLATING, Who.COORDINATOR),
    *_rows((_S.TRANSLATING,), _A.RELEASE, _S.REQUESTED, Who.HOLDER, Who.COORDINATOR, Who.POLICY),
    *_rows((_S.TRANSLATING,), _A.EXPIRE, _S.REQUESTED, Who.CLOCK),
    *_rows((_S.TRANSLATING,), _A.SUBMIT, _S.IN_REVIEW, Who.HOLDER),
    *_rows((_S.IN_REVIEW,), _A.APPROVE, _S.APPROVED, Who.REVIEWER),
    *_rows((_S.IN_REVIEW, _S.APPROVED), _A.RETURN, _S.TRANSLATING, Who.REVIEWER, Who.PUBLISHER, reason=True),
    *_rows((_S.APPROVED,), _A.PUBLISH, _S.PUBLISHED, Who.PUBLISHER, Who.POLICY),
    *_rows((_S.DRAFT,), _A.PUBLISH, _S.PUBLISHED, Who.PUBLISHER, Who.POLICY, of="original"),
    *_rows((_S.PUBLISHED,), _A.WITHDRAW, _S.WITHDRAWN, Who.PUBLISHER, Who.POLICY, reason=True, of="both"),
    *_rows((_S.PUBLISHED,), _A.ROLL_BACK, _S.APPROVED, Who.PUBLISHER, reason=True),
    *_rows((_S.PUBLISHED,), _A.ROLL_BACK, _S.DRAFT, Who.PUBLISHER, reason=True, of="original"),
    *_rows((_S.WITHDRAWN,), _A.PUBLISH, _S.PUBLISHED, Who.PUBLISHER, of="both"),
    *_rows((_S.PUBLISHED, _S.WITHDRAWN), _A.REOPEN, _S.REQUESTED, Who.COORDINATOR, Who.POLICY),
    *_rows((_S.PUBLISHED,), _A.PROPOSE, _S.IN_REVIEW, Who.POLICY),
    *_rows((_S.PUBLISHED,), _A.CARRY, _S.PUBLISHED, Who.POLICY),
    *_rows((_S.CANCELLED,), _A.ADOPT, _S.PUBLISHED, Who.POLICY, of="both"),
    *_rows((_S.PUBLISHED,), _A.DISOWN, _S.CANCELLED, Who.POLICY, of="both"),
    *_rows((_S.REQUESTED,), _A.DISOWN, _S.CANCELLED, Who.POLICY),
    *_rows((_S.DRAFT,), _A.DISOWN, _S.CANCELLED, Who.POLICY, of="original"),
    *_rows(
        (_S.REQUESTED, _S.TRANSLATING, _S.IN_REVIEW, _S.APPROVED, _S.WITHDRAWN),
        _A.CANCEL, _S.CANCELLED, Who.COORDINATOR, reason=True,
    ),
    *_taken_down(_S.REQUESTED, _S.TRANSLATING, _S.IN_REVIEW, _S.APPROVED, _S.CANCELLED),
    *_put_back(_S.REQUESTED, _S.TRANSLATING, _S.IN_REVIEW, _S.APPROVED, _S.CANCELLED),
)  # fmt: skip

_INDEX = {
    (row.source, row.action, kind): row
    for row in TABLE
    for kind in (("original", "translation") if row.of == "both" else (row.of,))
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is to one version. `roles` are those they hold for its language."""

    roles: frozenset[Role] = frozenset()
    reads_parent: bool = False
    writes: bool = False
    holder: bool = False
    translator: bool = False
    self_review: bool = False  # the newsroom lets people review their own work
    nobody: Who | None = None  # CLOCK or POLICY


def transition(status: Status | None, action: Action, *, original: bool = False, live: bool = False) -> Transition:
    """The row for an action on a version that stands at `status` (`live`: readers see a revision of it).

    Raises NotAllowed, naming what can be done instead."""
    row = _INDEX.get((status, action, "original" if original else "translation"))
    if row is None or (row.live and not live):
        possible = [other.value for other in actions(status, original=original, live=live)]
        stands = f"is {words(status)}" if status else "does not exist yet"
        raise NotAllowed(
            f"cannot {action.value} what {stands}" + (" (it is the original)" if original else ""),
            remedy=f"From here one can: {', '.join(possible)}." if possible else "Nothing more can be done with it from here.",
            status=status.value if status else None, action=action.value, possible=possible,
        )  # fmt: skip
    return row


def next_status(status: Status | None, action: Action, *, original: bool = False, live: bool = False) -> Status:
    """Where an action leads. Raises NotAllowed where the table has no such row."""
    return transition(status, action, original=original, live=live).target


def actions(status: Status | None, *, original: bool = False, live: bool = False) -> list[Action]:
    """What can be done, by people, with a version that stands at `status`."""
    kind = "original" if original else "translation"
    return [
        action
        for (source, action, of), row in _INDEX.items()
        if source == status and of == kind and row.who - {Who.CLOCK, Who.POLICY} and (live or not row.live)
    ]


def permits(row: Transition, standing: Standing) -> bool:
    """Whether somebody of this standing may take a row of the table."""
    if standing.nobody:
        return standing.nobody in row.who
    return any(_is(who, standing) for who in row.who)


def refusal(row: Transition, standing: Standing) -> str:
    """Why `permits` says no, as the end of a sentence."""
    if Who.TRANSLATOR in row.who and Role.TRANSLATOR in standing.roles:
        return "you do not write its language" if not standing.writes else "you do not read the language it is translated from"
    if Who.REVIEWER in row.who and Role.REVIEWER in standing.roles and standing.translator:
        return "you translated it, and nobody reviews their own work here"
    return "that takes " + " or ".join(sorted(who.value for who in row.who if who not in {Who.CLOCK, Who.POLICY}))


def _is(who: Who, standing: Standing) -> bool:
    match who:
        case Who.COORDINATOR:
            return Role.COORDINATOR in standing.roles
        case Who.TRANSLATOR:
            return Role.TRANSLATOR in standing.roles and standing.writes and standing.reads_parent
        case Who.HOLDER:
            return standing.holder
        case Who.REVIEWER:
            return Role.REVIEWER in standing.roles and (standing.self_review or not standing.translator)
        case Who.PUBLISHER:
            return Role.PUBLISHER in standing.roles
        case _:
            return False


def words(status: Status | str) -> str:
    """A status as people read it: `in_review` → `in review`."""
    return str(status).replace("_", " ")
