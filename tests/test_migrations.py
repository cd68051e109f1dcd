"""The migrations and the models say the same, and every migration can be taken back."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import check, downgrade, upgrade

from blog.extensions import db


def test_the_migrations_make_the_tables_that_the_models_describe(context: Flask) -> None:
    check()  # ends the process where a migration is missing


def test_a_missing_migration_would_be_found(context: Flask) -> None:
    forgotten = sa.Table("forgotten", db.metadata, sa.Column("id", sa.Integer, primary_key=True))
    try:
        with pytest.raises(SystemExit):
            check()
    finally:
        db.metadata.remove(forgotten)


def test_every_migration_can_be_taken_back_and_made_again(context: Flask) -> None:
    tables = set(sa.inspect(db.engine).get_table_names())
    downgrade(revision="base")
    assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert set(sa.inspect(db.engine).get_table_names()) == tables
