"""Links and images of a document, led to absolute addresses."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin

from blog.sources.blocks import Mark, MarkKind
from blog.sources.extracting.pieces import Piece
from blog.sources.links import IMAGE_SCHEMES, LINK_SCHEMES, absolute


def with_addresses(pieces: Iterable[Piece], url: str, base: str) -> tuple[Piece, ...]:
    """The pieces with absolute addresses; a link or an image that leads nowhere leaves only its words.

    `url` is the document's address, `base` what its <base> says.
    """
    start = _base(url, base)
    return tuple(_with_addresses(piece, start) if piece.marks else piece for piece in pieces)


def _base(url: str, base: str) -> str:
    try:
        return urljoin(url, base)
    except ValueError:
        return url


def _with_addresses(piece: Piece, base: str) -> Piece:
    marks = (_with_address(mark, base) for mark in piece.marks)
    return replace(piece, marks=tuple(mark for mark in marks if mark))


def _with_address(mark: Mark, base: str) -> Mark | None:
    if mark.kind not in (MarkKind.LINK, MarkKind.IMAGE):
        return mark
    href = absolute(mark.href, base, LINK_SCHEMES if mark.kind is MarkKind.LINK else IMAGE_SCHEMES)
    return replace(mark, href=href) if href else None
