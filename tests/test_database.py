"""The two databases keep the same promises."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db
from blog.transactions import writing
from tests.factories import make_user


def test_a_time_comes_back_with_its_offset(context: Flask) -> None:
    user = make_user(Role.editor)
    db.session.expire_all()
    assert db.session.get_one(User, user.id).created_at.utcoffset() is not None


def test_a_block_that_raises_leaves_nothing(context: Flask) -> None:
    user = make_user()
    with pytest.raises(RuntimeError), writing():
        db.session.get_one(User, user.id).name = "Someone else"
        db.session.flush()
        raise RuntimeError
    assert db.session.get_one(User, user.id).name == user.name != "Someone else"


def test_sqlite_refuses_a_write_outside_the_block(context: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no need of the lock")
    with pytest.raises(DBAPIError, match="readonly"):
        db.session.execute(sa.delete(User))


def test_sqlite_is_set_up_to_lose_nothing(context: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("these are SQLite's settings")
    pragmas = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
    values = [db.session.execute(sa.text(f"PRAGMA {name}")).scalar() for name in pragmas]
    assert values == ["wal", 1, 2, 10_000]


def test_one_writing_block_does_not_stand_in_another(context: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside writing"), writing():
        make_user()
