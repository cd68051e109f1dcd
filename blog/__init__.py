"""Rejoinder: a blog for people who answer official statements.

`create_app` is the only place that sees every room. It is loaded when it is asked for, so that a child process
which only renders Markdown does not import the whole application.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from blog.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The application, with the settings of the environment or, in tests, with those given."""
    from blog.application import build

    return build(settings)
