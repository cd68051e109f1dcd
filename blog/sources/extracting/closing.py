"""What stands below a letter's last paragraph: the signature, and the appendix after it."""

import re
from collections.abc import Sequence
from itertools import chain

from blog.sources.blocks import BlockRole
from blog.sources.extracting.line_shapes import (
    SHORT,
    TITLE,
    ends_sentence,
    has_office,
    is_farewell,
    is_name,
    is_team,
)
from blog.sources.extracting.pieces import Piece

# A farewell, two names with their offices, and an address.
_MOST_LINES = 8
# An appendix is worth folding away: somewhere in it there is a block of at least this many characters.
_LONG = 200
_APPENDIX = re.compile(r"(?:appendix|annex|anhang|anlage|annexe|anexo)\b", re.IGNORECASE)
# Lines that end with a full stop and are no sentence: "Harbourline Ltd."
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Corp|Co|LLC|S\.A|Jr|Sr|e\.V|Esq|Ph\.?D|M\.D)\.$")
_POSTSCRIPT = re.compile(r"p\.?\s?p?\.?\s?s\b", re.IGNORECASE)


def closing(pieces: Sequence[Piece], body: int, name: str) -> dict[int, BlockRole]:
    """The roles of signature and appendix title by index.

    `body` is where the body begins, `name` the byline's ("" where there is none): who is named above a letter
    most likely signs it.
    """
    signature = _signature(pieces, body, name)
    roles = dict.fromkeys(signature, BlockRole.SIGNATURE)
    if signature and _titles_appendix(pieces, signature.stop):
        return roles | {signature.stop: BlockRole.APPENDIX}
    named = (at for at in range(max(body, signature.stop), len(pieces)) if _APPENDIX.match(pieces[at].text))
    return roles | {at: BlockRole.APPENDIX for at in list(named)[:1] if _may_title(pieces, at)}


def _signature(pieces: Sequence[Piece], body: int, name: str) -> range:
    """The signature's indexes: from the last line that begins one, after at least one block of the body."""
    candidates = [at for at in range(len(pieces) - 1, body, -1) if _is_line(pieces[at])]
    named = (at for at in candidates if name and _bare(pieces[at]) == name.casefold())
    said = (at for at in candidates if _says_farewell(pieces, at))
    unannounced = (at for at in candidates if _signs_unannounced(pieces, at))
    start = next(chain(named, said, unannounced), None)
    return _around(pieces, start, body) if start is not None else range(0)


def _around(pieces: Sequence[Piece], start: int, body: int) -> range:
    """The signature that `start` is a line of: farewells above it, names, offices and places below."""
    end = start + 1
    while end < len(pieces) and end - start < _MOST_LINES and _continues(pieces, end):
        end += 1
    while start - 1 > body and is_farewell(pieces[start - 1].text):
        start -= 1
    return range(start, end)


def _is_line(piece: Piece) -> bool:
    return piece.role is None and len(piece.text) <= SHORT


def _is_sentence(line: str) -> bool:
    return ends_sentence(line) and not _ABBREVIATED.search(line)


def _bare(piece: Piece) -> str:
    return piece.text.strip("—–- ,").casefold()


def _says_farewell(pieces: Sequence[Piece], at: int) -> bool:
    is_last = at + 1 == len(pieces)
    return is_farewell(pieces[at].text) and (is_last or _continues(pieces, at + 1))


def _signs_unannounced(pieces: Sequence[Piece], at: int) -> bool:
    """A name above an office, a name with its office, or a name or a team that ends the text."""
    line = pieces[at].text
    if _is_sentence(line):
        return False
    following = pieces[at + 1].text if at + 1 < len(pieces) else None
    name, comma, office = line.partition(",")
    if is_name(name) and comma and has_office(office):
        return True
    if following is None:
        return is_name(line) or is_team(line)
    return is_name(line) and len(following) <= SHORT and has_office(following) and not _is_sentence(following)


def _continues(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a signature goes on here. A short line that long text follows titles that text instead."""
    line = pieces[at].text
    if not _is_line(pieces[at]) or line.endswith(":") or _POSTSCRIPT.match(line) or _APPENDIX.match(line):
        return False
    if _is_sentence(line):
        return False
    is_signed = has_office(line) or is_farewell(line) or is_team(line)
    return is_signed or all(len(piece.text) < _LONG for piece in pieces[at + 1 : at + 3])


def _titles_appendix(pieces: Sequence[Piece], at: int) -> bool:
    return _may_title(pieces, at) and any(len(piece.text) >= _LONG for piece in pieces[at + 1 :])


def _may_title(pieces: Sequence[Piece], at: int) -> bool:
    if at + 1 >= len(pieces) or pieces[at].role not in (None, BlockRole.HEADING):
        return False
    line = pieces[at].text
    return len(line) <= TITLE and not ends_sentence(line) and not _POSTSCRIPT.match(line)
