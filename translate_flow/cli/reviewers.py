"""Commands of the reviewer: approve, return."""

from __future__ import annotations

from translate_flow.cli.context import desk
from translate_flow.cli.parts import Address, Reason, done, new_app

app = new_app()


@app.command("approve", epilog="Example: translate-flow --as rui approve march-8/pt")
def approve(address: Address, reason: Reason = "") -> None:
    """Find a version in review good.

    Nobody approves their own translation, unless the newsroom's settings let them (settings self_review).
    """
    from translate_flow.services import lookup, review

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        review.approve(session, version, actor=me, now=now, reason=reason)
        done(session, version, f"{version.address} is approved. Next: translate-flow publish {version.address}")


@app.command("return", epilog="Example: translate-flow return march-8/pt --reason 'the second quotation is missing'")
def send_back(address: Address, reason: Reason = "") -> None:
    """Send a version back to its translator, with a reason.

    A reviewer or a publisher can. The translator holds it again, with the draft as it was.
    """
    from translate_flow.services import lookup, review

    with desk().acting() as (session, me, now):
        version = lookup.version(session, address)
        review.send_back(session, version, actor=me, now=now, reason=reason)
        who = version.translator.handle if version.translator else "its translator"
        done(session, version, f"{version.address} is back with {who}.")
