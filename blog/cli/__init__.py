"""The door for the operator: `flask --app wsgi …`."""

import click
from flask import Flask

from blog.cli import accounts

COMMANDS: tuple[click.Command, ...] = (accounts.setup_link, accounts.users)


def open_door(app: Flask) -> None:
    """Add every command to `app`."""
    for command in COMMANDS:
        app.cli.add_command(command)
