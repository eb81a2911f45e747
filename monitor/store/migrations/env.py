"""What Alembic runs first: it hands the steps the connection that `upgrade` was given."""

from alembic import context

from monitor.store.edition import EDITION_TABLE
from monitor.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=EDITION_TABLE,
    transactional_ddl=True,  # SQLite can, and our transactions begin where we say so
    render_as_batch=True,  # SQLite alters most things only by rebuilding the table
)
with context.begin_transaction():
    context.run_migrations()
