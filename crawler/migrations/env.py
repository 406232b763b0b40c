"""Alembic's entry: one schema for SQLite and PostgreSQL, batch mode because SQLite cannot alter a table in place."""

from alembic import context

from crawler.database import open_engine
from crawler.models import Base

engine = open_engine(context.config.attributes["url"], write=True)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
