"""The door for readers: pages, feeds, comment forms, accounts' pages."""

from flask import Blueprint, Flask

from blog.public import account, joining, lost_session, recovering, setup, signing
from blog.public.refusals import answer_errors

# These three share one blueprint, of the name that Flask-Security gives its own pages.
SIGNING = (signing, joining, recovering)
BLUEPRINTS: tuple[Blueprint, ...] = (signing.blueprint, account.blueprint, setup.blueprint)


def open_door(app: Flask) -> None:
    """Add every page of this door to `app`, and its answers to errors."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    answer_errors(app)
    lost_session.watch(app)
