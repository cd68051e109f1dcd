"""The door for the desk: editor, statements, moderation, people, settings; one lock."""

from flask import Blueprint, Flask
from flask_login import current_user

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
from blog.comments.fairness.answering import open_count
from blog.comments.fairness.appealing import are_taken
from blog.comments.moderation.queue import Shown, waiting_counts

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
    desk.context_processor(lambda: {"waiting": _waiting(), "open_appeals": _open_appeals()})
    for room in ROOMS:
        desk.register_blueprint(room)
    app.register_blueprint(desk)


def _waiting() -> dict[Shown, int]:
    """How many comments wait, for who decides on them; a refusal may be shown to someone signed out."""
    decides = current_user.is_authenticated and current_user.may(Act.MODERATE)
    return waiting_counts() if decides else {}


def _open_appeals() -> int | None:
    """How many appeals wait for an answer, for those who answer them; None where the site takes none and none waits."""
    if not (current_user.is_authenticated and current_user.may(Act.MODERATE)):
        return None
    count = open_count()
    return count if count or are_taken() else None
