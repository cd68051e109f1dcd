"""How a command ends: 0 where it did what it was asked, 1 where a rule refused, 2 (click's own) for wrong usage."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from blog.errors import DomainError, Invalid

P = ParamSpec("P")
R = TypeVar("R")


def refusals_told(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command tell a rule's refusal as one line, without a traceback, and exit with 1."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            raise click.ClickException(error.message) from error

    return told


def text_of(file: Path) -> str:
    """A file's text. Raises `Invalid` for one that is not UTF-8."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{file} is not text in UTF-8 (byte {error.start:,}). Save it as UTF-8 and try again."
        ) from error


def printable(words: str) -> str:
    """Words that came from elsewhere, for a terminal: with nothing in them that a terminal obeys."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in words
    )
