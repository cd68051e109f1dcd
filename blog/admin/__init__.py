"""The door for the desk: editor, statements, moderation, people, settings; one lock."""

from flask import Blueprint, Flask

from blog.accounts.roles import Act
from blog.admin import overview
from blog.admin.library import files
from blog.admin.lock import needing
from blog.admin.moderating import appeals, commenters, comments, complaints, questions
from blog.admin.site import changes, comment_settings, look, navigation, people, redirects, settings
from blog.admin.statements import captures, sources
from blog.admin.waiting import what_waits
from blog.admin.writing import (
    calendar,
    corrections,
    details,
    listing,
    posts,
    previewing,
    publication,
    series,
    unsaved,
)

ROOMS: tuple[Blueprint, ...] = tuple(
    page.blueprint
    for page in (
        overview,
        listing,
        posts,
        previewing,
        publication,
        details,
        series,
        calendar,
        unsaved,
        questions,
        corrections,
        complaints,
        sources,
        captures,
        files,
        comments,
        commenters,
        appeals,
        people,
        settings,
        comment_settings,
        look,
        navigation,
        redirects,
        changes,
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
