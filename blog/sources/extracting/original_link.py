"""The line "Original link: URL": it says where the statement stands, and is no part of it."""

import re
from collections.abc import Iterable

from blog.errors import Invalid
from blog.sources.blocks import MarkKind
from blog.sources.extracting.pieces import Piece
from blog.sources.urls import MAX_LENGTH, canonical_url, is_usable

_LABEL = re.compile(
    r"(?:link to (?:the )?original|(?:the )?original(?: (?:link|url|source|statement|letter|article|text))?"
    r"|source|source (?:link|url)|originally published (?:at|on)|quelle"
    r"|lien d.origine|fuente)\s*[:\uff1a]\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?", re.IGNORECASE)
# A label and an address: a longer line is prose, not worth a closer look.
_LONGEST = MAX_LENGTH + 100


def original_address(piece: Piece) -> str:
    """The address, if the piece is a label and one usable address or link, and nothing else; else ""."""
    label = _LABEL.match(piece.text) if len(piece.text) <= _LONGEST else None
    if not label:
        return ""
    written = _ADDRESS.fullmatch(piece.text, label.end())
    links = [mark.href for mark in piece.marks if mark.kind is MarkKind.LINK]
    covering = [mark for mark in piece.marks if (mark.start, mark.end) == (label.end(), len(piece.text))]
    address = written[1] if written else links[0] if covering and len(links) == 1 else ""
    return address if address and is_usable(address) else ""


def is_original_line(line: str) -> bool:
    """Whether the line of a plain text is the original's address."""
    return bool(original_address(Piece(line, place="")))


def without_original_link(pieces: Iterable[Piece]) -> tuple[tuple[Piece, ...], str]:
    """The pieces that are the statement's own, and the original's address ("" where no line gives it).

    Raises Invalid(field="text") where two lines give different documents.
    """
    kept: list[Piece] = []
    given: dict[str, str] = {}
    for piece in pieces:
        if address := original_address(piece):
            given.setdefault(canonical_url(address), address)
        else:
            kept.append(piece)
    if len(given) > 1:
        first, second, *_ = given.values()
        raise Invalid(
            f"Two lines name the original, and not the same one: {first} and {second}. "
            "Leave the one that this statement was published at.",
            field="text",
        )
    return tuple(kept), next(iter(given.values()), "")
