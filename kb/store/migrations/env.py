"""What Alembic runs: the migrations, on the connection and in the transaction that kb.store.upgrading hands in."""

from __future__ import annotations

from alembic import context

from kb.store.tables import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
