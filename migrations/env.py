"""How Alembic runs our migrations, on both databases.

On SQLite a batch change makes a table anew and drops the old one, which deletes its children where foreign keys
are enforced; so they are off before the transaction begins (inside one the pragma does nothing) and checked
after it.
"""

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from blog.database import WRITER
from blog.extensions import db


def run() -> None:
    """Bring the database of the current application to the revision asked for, in one transaction."""
    with db.engine.connect().execution_options(**{WRITER: True}) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            _switch_foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                _refuse_orphans(connection)
        if is_sqlite:
            _switch_foreign_keys(connection, "ON")


def _switch_foreign_keys(connection: Connection, state: str) -> None:
    """Set the pragma on the driver's own connection, outside any transaction."""
    connection.connection.cursor().execute(f"PRAGMA foreign_keys={state}")


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise RuntimeError(f"The migration would leave rows without their parents: {orphans[:5]}")


run()
