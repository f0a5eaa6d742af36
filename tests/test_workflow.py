"""The table of the workflow against one written here by hand, from the design's words: every status, action and kind."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest

from translate_flow import workflow
from translate_flow.errors import NotAllowed
from translate_flow.workflow import Action, Role, Standing, Status, Who

# from (– is none), action, to, who, reason (!) of a translation; one line for each arrow
TRANSLATION = """
–            request   requested    coordinator
cancelled    request   requested    coordinator
requested    claim     translating  translator
requested    assign    translating  coordinator
translating  release   requested    holder,coordinator,policy
translating  expire    requested    clock
translating  submit    in_review    holder
in_review    approve   approved     reviewer
in_review    return    translating  reviewer,publisher      !
approved     return    translating  reviewer,publisher      !
approved     publish   published    publisher,policy
published    withdraw  withdrawn    publisher,policy        !
published    rollback  approved     publisher               !
withdrawn    publish   published    publisher
published    propose   in_review    policy
published    carry     published    policy
cancelled    adopt     published    policy
published    disown    cancelled    policy
requested    disown    cancelled    policy
published    reopen    requested    coordinator,policy
withdrawn    reopen    requested    coordinator,policy
requested    cancel    cancelled    coordinator             !
translating  cancel    cancelled    coordinator             !
in_review    cancel    cancelled    coordinator             !
approved     cancel    cancelled    coordinator             !
withdrawn    cancel    cancelled    coordinator             !
"""
# what readers see of it can be taken from them while the work on it goes on: only where they see any
LIVE_TRANSLATION = """
requested    withdraw  requested    publisher,policy        !
translating  withdraw  translating  publisher,policy        !
in_review    withdraw  in_review    publisher,policy        !
approved     withdraw  approved     publisher,policy        !
cancelled    withdraw  cancelled    publisher,policy        !
requested    rollback  requested    publisher               !
translating  rollback  translating  publisher               !
in_review    rollback  in_review    publisher               !
approved     rollback  approved     publisher               !
cancelled    rollback  cancelled    publisher               !
"""
ORIGINAL = """
draft        publish   published    publisher,policy
published    withdraw  withdrawn    publisher,policy        !
published    rollback  draft        publisher               !
withdrawn    publish   published    publisher
published    disown    cancelled    policy
draft        disown    cancelled    policy
cancelled    adopt     published    policy
"""

WHO = {
    "coordinator": Who.COORDINATOR, "translator": Who.TRANSLATOR, "holder": Who.HOLDER, "reviewer": Who.REVIEWER,
    "publisher": Who.PUBLISHER, "clock": Who.CLOCK, "policy": Who.POLICY,
}  # fmt: skip
Row = tuple[str, frozenset[Who], bool]


def parsed(table: str) -> dict[tuple[str | None, str], Row]:
    rows = {}
    for line in table.strip().splitlines():
        before, action, after, who, *reason = line.split()
        rows[None if before == "–" else before, action] = (after, frozenset(WHO[name] for name in who.split(",")), bool(reason))
    return rows


def expected(original: bool, live: bool) -> dict[tuple[str | None, str], Row]:
    if original:
        return parsed(ORIGINAL)
    return parsed(TRANSLATION) | (parsed(LIVE_TRANSLATION) if live else {})


STATUSES: list[Status | None] = [None, *Status]
KINDS = list(product([False, True], [False, True]))


@pytest.mark.parametrize(("original", "live"), KINDS)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", STATUSES)
def test_every_pair_is_what_the_design_says(status, action, original, live):
    row = expected(original, live).get((status.value if status else None, action.value))
    if row is None:
        with pytest.raises(NotAllowed) as refused:
            workflow.next_status(status, action, original=original, live=live)
        assert refused.value.data["action"] == action.value
        assert refused.value.data["possible"] == [str(a) for a in workflow.actions(status, original=original, live=live)]
        return
    after, who, reason = row
    found = workflow.transition(status, action, original=original, live=live)
    assert workflow.next_status(status, action, original=original, live=live) == after
    assert (found.source, found.action, found.target, found.who, found.reason) == (status, action, after, who, reason)


@pytest.mark.parametrize(("original", "live"), KINDS)
@pytest.mark.parametrize("status", STATUSES)
def test_actions_are_those_of_the_table_that_a_person_can_take(status, original, live):
    wanted = {action for before, action in expected(original, live) if before == (status.value if status else None)} - {"expire", "propose", "carry", "adopt", "disown"}
    found = workflow.actions(status, original=original, live=live)
    assert {action.value for action in found} == wanted
    assert len(found) == len(set(found))


def test_the_table_has_no_row_twice():
    keys = [(row.source, row.action, kind) for row in workflow.TABLE for kind in (("original", "translation") if row.of == "both" else (row.of,))]
    assert len(keys) == len(set(keys))


def test_the_table_has_every_row_of_the_design_and_no_other():
    rows = [(row.source, row.action, row.target) for row in workflow.TABLE]
    assert len(rows) == len(parsed(TRANSLATION) | parsed(LIVE_TRANSLATION)) + 3  # a draft's publish and disown, and the way back to it; the original's others are both's


def subsets(values):
    return chain.from_iterable(combinations(values, size) for size in range(len(values) + 1))


STANDINGS = [
    Standing(roles=frozenset(roles), reads_parent=reads, writes=writes, holder=holder, translator=translator, self_review=own)
    for roles in subsets(list(Role))
    for reads, writes, holder, translator, own in product([False, True], repeat=5)
]


def may(who: Who, standing: Standing) -> bool:
    """The design's words, once more."""
    roles = {role.value for role in standing.roles}
    if who is Who.TRANSLATOR:
        return "translator" in roles and standing.writes and standing.reads_parent
    if who is Who.REVIEWER:
        return "reviewer" in roles and not (standing.translator and not standing.self_review)
    if who is Who.HOLDER:
        return standing.holder
    return who in {Who.COORDINATOR, Who.PUBLISHER} and who.name.lower() in roles


@pytest.mark.parametrize("row", workflow.TABLE, ids=lambda row: f"{row.source or 'none'}-{row.action}-{row.of}{'-live' if row.live else ''}")
def test_permits_for_every_standing(row):
    for standing in STANDINGS:
        allowed = any(may(who, standing) for who in row.who)
        assert workflow.permits(row, standing) is allowed, standing
        if not allowed:
            assert workflow.refusal(row, standing).strip()


@pytest.mark.parametrize("nobody", [Who.CLOCK, Who.POLICY])
def test_the_clock_and_a_policy_may_only_what_names_them(nobody):
    everything = frozenset(Role)
    for row in workflow.TABLE:
        standing = Standing(roles=everything, reads_parent=True, writes=True, holder=True, nobody=nobody)
        assert workflow.permits(row, standing) is (nobody in row.who)
    named = {(row.source, row.action) for row in workflow.TABLE if nobody in row.who}
    clock = {("translating", "expire")}
    policy = {("approved", "publish"), ("draft", "publish"), ("published", "reopen"), ("withdrawn", "reopen"), ("published", "propose"), ("published", "carry"), ("translating", "release"), ("cancelled", "adopt"), ("published", "disown"), ("requested", "disown"), ("draft", "disown")} | {(status, "withdraw") for status in ("requested", "translating", "in_review", "approved", "published", "cancelled")}
    assert named == (clock if nobody is Who.CLOCK else policy)


def test_a_refusal_names_what_can_be_done():
    with pytest.raises(NotAllowed) as refused:
        workflow.next_status(Status.IN_REVIEW, Action.CLAIM)
    assert refused.value.exit_code == 4
    assert "in review" in refused.value.message
    assert "approve" in refused.value.remedy
    with pytest.raises(NotAllowed) as refused:
        workflow.next_status(Status.REQUESTED, Action.CLAIM, original=True)
    assert "original" in refused.value.message


def test_why_somebody_may_not():
    claim = workflow.transition(Status.REQUESTED, Action.CLAIM)
    approve = workflow.transition(Status.IN_REVIEW, Action.APPROVE)
    translator, reviewer = frozenset({Role.TRANSLATOR}), frozenset({Role.REVIEWER})
    assert "write" in workflow.refusal(claim, Standing(roles=translator, reads_parent=True))
    assert "read" in workflow.refusal(claim, Standing(roles=translator, writes=True))
    assert "translator" in workflow.refusal(claim, Standing())
    assert "own work" in workflow.refusal(approve, Standing(roles=reviewer, translator=True))
    assert "reviewer" in workflow.refusal(approve, Standing())


def test_every_status_can_be_reached_and_but_the_end_left():
    reached = {row.target for row in workflow.TABLE} | {Status.DRAFT}  # an original comes in as a draft
    assert reached == set(Status)
    for status in Status:
        assert workflow.actions(status) or workflow.actions(status, original=True), status


def test_statuses_read_as_words():
    assert workflow.words(Status.IN_REVIEW) == "in review"
