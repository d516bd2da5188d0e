"""Alembic runs this: on the connection that `upgrade` or `downgrade` gave, in its transaction."""

from alembic import context

from widget.store.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a column by making the table anew
    transactional_ddl=True,  # Alembic thinks SQLite cannot; it can once BEGIN is explicit
)
context.run_migrations()
