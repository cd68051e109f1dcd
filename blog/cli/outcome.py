"""How a command ends: 0 where it did what it was asked, 1 where a rule refused, 2 (click's own) for wrong usage."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from blog.errors import DomainError

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
