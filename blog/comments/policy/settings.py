"""The site's choices about comments."""

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


def _defaults() -> CommentSettings:
    """What a row would hold that nobody chose anything in."""
    defaults = {column.key: column.default for column in sa.inspect(CommentSettings).columns}
    values = {
        name: default.arg for name, default in defaults.items() if isinstance(default, sa.ColumnDefault)
    }
    return CommentSettings(id=1, **values)
