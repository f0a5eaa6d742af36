"""Alembic's environment: runs on the connection that `translate_flow.db` hands over, or on TRANSLATE_FLOW_DATABASE."""

from __future__ import annotations

import os

from alembic import context

from translate_flow import db
from translate_flow.models import schema


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _on(given)
        return
    engine = db.engine_for(db.url_of(os.environ.get("TRANSLATE_FLOW_DATABASE")), create=True)
    with engine.execution_options(writes=True).connect() as connection, connection.begin():
        _on(connection)


def _on(connection) -> None:
    context.configure(connection=connection, target_metadata=schema(), compare_type=True, render_as_batch=False)
    with context.begin_transaction():
        context.run_migrations()


run()
