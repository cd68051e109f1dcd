"""The door for the operator: `flask --app wsgi …`."""

import click
from flask import Flask

from blog.cli import accounts, comments, doctor, posts, serve, sources

COMMANDS: tuple[click.Command, ...] = (
    serve.serve,
    serve.worker,
    accounts.setup_link,
    accounts.users,
    sources.sources,
    posts.posts,
    posts.rerender,
    posts.demo,
    comments.comments,
    doctor.doctor,
)


def open_door(app: Flask) -> None:
    """Add every command to `app`."""
    for command in COMMANDS:
        app.cli.add_command(command)
