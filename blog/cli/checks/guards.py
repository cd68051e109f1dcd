"""The triggers that keep what never changes from being changed: whether they are there."""

from collections.abc import Iterator

import sqlalchemy as sa

from blog.cli.checks.findings import Finding, State
from blog.extensions import db

GUARDED = ("snapshot", "decision")
# What the migrations make for each table. PostgreSQL has one trigger for both, SQLite one each.
ENDINGS = {"sqlite": ("never_changes", "is_never_deleted"), "postgresql": ("never_changes",)}
THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def guards() -> Iterator[Finding]:
    """Whether the database still refuses to change copies and decisions."""
    dialect = db.engine.dialect.name
    needed = {f"{table}_{ending}" for table in GUARDED for ending in ENDINGS[dialect]}
    missing = sorted(needed - set(db.session.scalars(sa.text(THERE[dialect]))))
    if missing:
        words = f"The database would let kept copies or decisions be changed: {', '.join(missing)} is gone."
        yield Finding(State.BROKEN, "Guards", f"{words} Somebody removed it by hand.")
    yield Finding(State.OK, "Guards", "kept copies and decisions cannot be changed")
