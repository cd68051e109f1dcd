"""A body in paragraphs: what revisions are compared and merged by."""

import re

# Lines with something in them, and the empty lines behind them; or the empty lines that a text begins with.
_PIECE = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+(?:[^\S\n]*\n)*|(?:[^\S\n]*\n)+")


def paragraphs(body: str) -> list[str]:
    """All of the body, in pieces: each paragraph with the empty lines behind it."""
    return _PIECE.findall(body)


def said(pieces: list[str]) -> list[str]:
    """The pieces as they are compared: without the space behind them."""
    return [piece.rstrip() for piece in pieces]


def joined(pieces: list[str]) -> str:
    """The body of these pieces; one that ended its text has an empty line behind it where another follows."""
    whole = [piece if piece.endswith("\n\n") else piece.rstrip("\n") + "\n\n" for piece in pieces[:-1]]
    return "".join([*whole, *pieces[-1:]])
