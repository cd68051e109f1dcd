"""Changing what must never change, to see that it shows."""

import sqlalchemy as sa

from blog.extensions import db
from blog.transactions import writing


def forge(*statements: sa.Executable) -> None:
    """Do what the triggers forbid, as someone could who owns the database."""
    with writing():
        if db.engine.dialect.name == "postgresql":  # whose tests share a database
            db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            guards = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in list(db.session.scalars(guards)):
                db.session.execute(sa.text(f'DROP TRIGGER "{name}"'))
        for statement in statements:
            db.session.execute(statement)
    db.session.expire_all()
