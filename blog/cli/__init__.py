"""The door for the operator: `flask --app wsgi …`."""

import click
from flask import Flask

COMMANDS: tuple[click.Command, ...] = ()


def open_door(app: Flask) -> None:
    """Add every command to `app`."""
    for command in COMMANDS:
        app.cli.add_command(command)
