"""What stands above a letter's first paragraph: headline, byline, date, salutation."""

import re
from collections.abc import Sequence

from blog.sources.blocks import BlockRole
from blog.sources.extracting.byline import is_byline
from blog.sources.extracting.line_shapes import SHORT, TITLE, ends_sentence, is_name, is_salutation
from blog.sources.extracting.pieces import Piece

# Kicker, headline, subtitle, name, date, salutation: no letter has more above its first paragraph.
_MOST = 6
_KICKER = re.compile(
    r"(?:for immediate release|press release|news release|media release|pressemitteilung|statement"
    r"|open letter|communiqué(?: de presse)?|comunicado(?: de prensa)?)[:.]?",
    re.IGNORECASE,
)


def letterhead(pieces: Sequence[Piece]) -> dict[int, BlockRole]:
    """The roles of the first pieces by index. The body begins after the last of them."""
    roles: dict[int, BlockRole] = {}
    first = _headline_in_markup(pieces)
    for index in range(first, min(first + _MOST, len(pieces))):
        role = _role(pieces, index, has_headline=BlockRole.HEADLINE in roles.values())
        if role is None:
            break
        roles[index] = role
        if role is BlockRole.SALUTATION:
            break
    return roles


def _headline_in_markup(pieces: Sequence[Piece]) -> int:
    """Where a page's <h1> stands: what is above it is the page's furniture, not the letter's head."""
    return next((index for index, piece in enumerate(pieces) if piece.role is BlockRole.HEADLINE), 0)


def _role(pieces: Sequence[Piece], index: int, *, has_headline: bool) -> BlockRole | None:
    piece, is_last = pieces[index], index + 1 == len(pieces)
    if piece.role in (BlockRole.LIST_ITEM, BlockRole.QUOTATION) or (is_last and not has_headline):
        return None
    if piece.role is BlockRole.HEADLINE:
        return BlockRole.HEADLINE
    if is_salutation(piece.text):
        return BlockRole.SALUTATION
    if is_byline(piece.text):
        return BlockRole.BYLINE
    following = pieces[index + 1].text if not is_last else ""
    if not has_headline:
        if _KICKER.fullmatch(piece.text):
            return BlockRole.HEADING
        return BlockRole.HEADLINE if _may_head(piece.text, following) else None
    if _is_name_in_head(piece.text, following, pieces[index + 1 :]):
        return BlockRole.BYLINE
    if piece.role is None and len(piece.text) <= TITLE and is_byline(following):  # a subtitle
        return BlockRole.PARAGRAPH if ends_sentence(piece.text) else BlockRole.HEADING
    return None


def _may_head(line: str, following: str) -> bool:
    """Short and no sentence, unless a byline follows: some headlines end with a full stop."""
    is_title = len(line) <= TITLE and not line.endswith((",", ";"))
    return is_title and (not ends_sentence(line) or line.endswith("?") or is_byline(following))


def _is_name_in_head(line: str, following: str, rest: Sequence[Piece]) -> bool:
    """A bare name below the headline is a byline if a date follows it or it signs the letter."""
    if len(line) > SHORT or not is_name(line):
        return False
    return is_byline(following) or any(piece.text.casefold() == line.casefold() for piece in rest)
