"""One page as readers would see it: of a draft, of what is live, or of a file that is being worked on. Nothing is stored or published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from translate_flow.channels import site_preview
from translate_flow.errors import NotFound
from translate_flow.models import Revision, Version
from translate_flow.models_channels import ChannelRow
from translate_flow.services import delivery, pages


def files(session: Session, version: Version, *, home: Path, now: datetime, live: bool = False, work: tuple[str, bytes] | None = None) -> dict[str, bytes]:
    """The page's file and those it needs, by path from the site's root, the page first.

    `live`: what readers see, not the newest text. `work`: the name and bytes of a work file to show instead. The page is drawn
    as the first site draws it, links to the versions that are out, and says what it would say if it were published now.
    Raises NotFound where there is no text, and what reading a file raises.
    """
    number = version.live_id if live else version.head_id
    revision = session.get(Revision, number) if number else None
    if revision is None and work is None:
        raise NotFound(f"{version.address} has no text that could be shown" if not live else f"Readers see nothing of {version.address}", remedy="Name a file of it with --file, or leave out --live.")
    page, others = pages.one(session, version, revision, now=now)
    if work is None:
        document = page.document()
    else:
        from translate_flow.services import checking

        document, _, _ = checking.of_file(session, version, work[1], name=work[0])
    row = session.scalars(select(ChannelRow).where(ChannelRow.kind == site_preview.KIND).order_by(ChannelRow.active.desc(), ChannelRow.id)).first()
    target = delivery.target(session, row, home=home, now=now) if row is not None else None
    return site_preview.files(target, replace(page, title=document.title), document, others)
