"""Runs the numbered scripts on the connection that ``tracker.db.upgrade`` hands over."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    # Web and worker may start at once: the second waits for the first.
    connection.execute(text("SELECT pg_advisory_xact_lock(5743921)"))
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
