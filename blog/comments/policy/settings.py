"""The site's choices about comments."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import g

from blog.comments.policy.models import CommentSettings
from blog.extensions import db


def comment_settings() -> CommentSettings:
    """The site's row, read once a request; its defaults where none is stored yet."""
    if "comment_settings" not in g:
        g.comment_settings = db.session.get(CommentSettings, 1) or _defaults()
    settings: CommentSettings = g.comment_settings
    return settings


@contextmanager
def as_if(chosen: Mapping[str, Any]) -> Iterator[None]:
    """Let the choices be `chosen`, where it names them, within the block and for this request alone."""
    kept = comment_settings()
    columns = sa.inspect(CommentSettings).columns.keys()
    g.comment_settings = CommentSettings(**{name: getattr(kept, name) for name in columns} | dict(chosen))
    try:
        yield
    finally:
        g.comment_settings = kept


def _defaults() -> CommentSettings:
    """What a row would hold that nobody chose anything in."""
    defaults = {column.key: column.default for column in sa.inspect(CommentSettings).columns}
    values = {
        name: default.arg for name, default in defaults.items() if isinstance(default, sa.ColumnDefault)
    }
    return CommentSettings(id=1, **values)
