"""The door for the desk: editor, statements, moderation, people, settings; one lock."""

from flask import Blueprint, Flask

from blog.accounts.roles import Act
from blog.admin import (
    appeals,
    captures,
    comment_settings,
    commenters,
    comments,
    complaints,
    corrections,
    overview,
    people,
    posts,
    questions,
    settings,
    sources,
)
from blog.admin.lock import needing
from blog.admin.waiting import what_waits

ROOMS: tuple[Blueprint, ...] = tuple(
    page.blueprint
    for page in (
        overview,
        posts,
        questions,
        corrections,
        complaints,
        sources,
        captures,
        comments,
        commenters,
        appeals,
        people,
        settings,
        comment_settings,
    )
)


def open_door(app: Flask) -> None:
    """Add the desk to `app`, behind its lock."""
    desk = Blueprint("admin", __name__, url_prefix="/admin")
    desk.before_request(needing(Act.ENTER_DESK))
    desk.context_processor(lambda: {"waiting": what_waits()})
    for room in ROOMS:
        desk.register_blueprint(room)
    app.register_blueprint(desk)
