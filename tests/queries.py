"""What is asked of the database, counted, so that a page's cost can be held to a number; and all that it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from blog.extensions import db


@contextmanager
def counted_queries() -> Iterator[list[tuple[str, Any]]]:
    """The SQL that runs inside the block and its parameters, beginnings and settings of transactions left out."""
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def everything(app: Flask) -> dict[str, list[str]]:
    """All rows of all tables."""
    with app.app_context():
        return {
            table.name: sorted(str(tuple(row)) for row in db.session.execute(sa.select(table)))
            for table in db.metadata.sorted_tables
        }
