"""The door for readers: pages, feeds, comment forms, accounts' pages."""

from flask import Blueprint, Flask

from blog.public import (
    account,
    ai,
    appeals,
    comment_feeds,
    comments,
    composing,
    corrections,
    embedding,
    feeds,
    invitations,
    joining,
    kept_copies,
    log,
    look,
    lost_session,
    media,
    notices,
    pages,
    pinning,
    previews,
    recovering,
    reports,
    representing,
    rights,
    setup,
    signing,
    statements,
    thread_changes,
    unsent,
    votes,
    writing,
)
from blog.public.refusals import answer_errors

# These three share one blueprint, of the name that Flask-Security gives its own pages.
SIGNING = (signing, joining, recovering)
BLUEPRINTS: tuple[Blueprint, ...] = tuple(
    page.blueprint
    for page in (
        pages,
        comments,
        composing,
        statements,
        kept_copies,
        feeds,
        embedding,
        ai,
        comment_feeds,
        media,
        signing,
        account,
        appeals,
        notices,
        setup,
        invitations,
        thread_changes,
        unsent,
        votes,
        pinning,
        previews,
        reports,
        rights,
        corrections,
        representing,
        log,
        look,
        writing,
    )
)


def open_door(app: Flask) -> None:
    """Add every page of this door to `app`, and its answers to errors."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    answer_errors(app)
    lost_session.watch(app)
