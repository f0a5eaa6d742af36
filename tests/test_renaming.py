"""Another key for an article: old addresses, old files and old links still lead to it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import newsroom as made
from translate_flow import db
from translate_flow.errors import Conflict, NotAllowed, UsageError
from translate_flow.models import Event
from translate_flow.models_channels import ChannelRow, Due, FormerKey
from translate_flow.services import lookup, pages, renaming


@pytest.fixture
def session(engine):
    with db.scope(engine) as opened:
        yield opened


def test_the_old_key_leads_to_the_new_one(session) -> None:
    staff = made.staff(session)
    version = made.bring_to(session, staff, "published")
    session.execute(ChannelRow.__table__.update().values(complete=True))
    renaming.rename(session, version.article, "ocho-m", actor=staff["cora"], now=made.NOW)
    assert lookup.version(session, "march-8/pt").id == version.id
    assert lookup.article(session, "march-8").key == "ocho-m"
    assert session.info["renamed"] == {"march-8": "ocho-m"}
    assert set(session.scalars(select(Due.article_id))) == {version.article_id}
    [work] = pages.works(session, "site", [], articles=[version.article_id])
    assert (work.article, work.former) == ("ocho-m", ("march-8",))
    assert session.scalars(select(Event.data).where(Event.action == "rename")).all() == [{"from": "march-8", "to": "ocho-m"}]


def test_a_former_key_may_be_taken_and_a_key_may_come_back(session) -> None:
    staff = made.staff(session)
    one = made.article(session, staff["cora"])
    other = made.article(session, staff["cora"], "other")
    with pytest.raises(Conflict):
        renaming.rename(session, one, "other", actor=staff["cora"], now=made.NOW)
    with pytest.raises(UsageError):
        renaming.rename(session, one, "No Key!", actor=staff["cora"], now=made.NOW)
    with pytest.raises(NotAllowed):
        renaming.rename(session, one, "new", actor=staff["ana"], now=made.NOW)
    renaming.rename(session, one, "new", actor=staff["cora"], now=made.NOW)
    renaming.rename(session, other, "march-8", actor=staff["cora"], now=made.NOW)
    assert lookup.article(session, "march-8").id == other.id
    assert dict(session.execute(select(FormerKey.key, FormerKey.article_id)).all()) == {"other": other.id}
    renaming.rename(session, other, "other", actor=staff["cora"], now=made.NOW)
    assert dict(session.execute(select(FormerKey.key, FormerKey.article_id)).all()) == {"march-8": other.id}


def test_a_new_article_does_not_take_a_former_key_by_itself(session) -> None:
    staff = made.staff(session)
    one = made.article(session, staff["cora"])
    renaming.rename(session, one, "new", actor=staff["cora"], now=made.NOW)
    from translate_flow.services import keys

    assert keys.Keys(session).unused("march-8") == "march-8-2"


@pytest.mark.parametrize("kind", ["", "xliff", "po"])
def test_what_went_out_under_the_old_key_still_checks_in(newsroom, kind: str) -> None:
    desk = newsroom
    desk.to("translating")
    out = desk.json("checkout", "march-8/pt", *(["--as", kind] if kind else []), who="ana")
    name = out["file"]
    text = (desk.folder / name).read_text()
    (desk.folder / name).write_text(text.replace("Miles de personas salieron a la calle", "Milhares saíram à rua") if not kind else text)
    ran = desk.run("rename", "march-8", "ocho-m", who="cora")
    assert "ocho-m" in ran.err
    desk.run("checkin", name, who="ana")
    assert "is called “ocho-m” now" in desk.run("show", "march-8/pt").err
