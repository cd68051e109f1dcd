"""The door for readers: pages, feeds, comment forms, accounts' pages."""

from flask import Blueprint, Flask

from blog.public.refusals import answer_errors

BLUEPRINTS: tuple[Blueprint, ...] = ()


def open_door(app: Flask) -> None:
    """Add every page of this door to `app`, and its answers to errors."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    answer_errors(app)
