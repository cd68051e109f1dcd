"""What tells a page's statement from what stands around it: each block weighed by itself."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from blog.sources.blocks import BlockRole, MarkKind
from blog.sources.extracting.line_shapes import ends_sentence
from blog.sources.extracting.matching import RUN, shares, words_of
from blog.sources.extracting.pieces import Piece

# A block was found if at least this share of its words was.
_FOUND = 0.5
# A block of links: more of its characters than this lie in some; a signpost is nothing but one.
_LINKED, _UNLINKED, _SIGNPOST_LINKED = 0.8, 0.4, 0.95
# What a block that was found adds to a stretch if it is one of links, or as short as a label.
_FAINT = 0.25
# What a block that was not found takes from a stretch beside its words.
_GAP = 2
# Prose that was found has at least as many words; where nothing was found, what is as long is taken for prose.
_FOUND_PROSE = 10
# Prose that the extractor missed is longer: captions and notes are not.
_MISSED_PROSE = 15

_FURNITURE = re.compile(r"/(?:nav|aside|footer|menu|dialog|button)\[")
_ADDRESS = re.compile(r"://|@|\bwww\.")
_SIGNPOST = re.compile(
    r"[\[(]?(?:related|read (?:more|also|next)|see (?:more|also)|more|watch|don.t miss|also on|mehr|lesen sie auch"
    r"|lire aussi|lea también|leia (?:mais|também))\b.{0,30}?(?::|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece, how many words it has, and how much of it lies in links, 0 to 1.

    `is_found` says that the extractor took it for the article's, `is_alone` that it is all of its element.
    """

    piece: Piece
    words: int
    links: float
    is_found: bool
    is_alone: bool
    is_furniture: bool

    @property
    def is_text(self) -> bool:
        """Whether it is words rather than links, and stands where a statement can."""
        return self.links <= _UNLINKED and not self.is_furniture

    @property
    def is_found_prose(self) -> bool:
        return self.is_found and self.is_text and self.words >= _FOUND_PROSE

    @property
    def is_missed_prose(self) -> bool:
        """Whether it reads like the statement though it was not found: prose, or a quotation."""
        is_long = self.words >= _MISSED_PROSE or self.piece.role is BlockRole.QUOTATION
        return not self.is_found and self.is_text and is_long

    @property
    def is_sentence(self) -> bool:
        """Whether it is prose wherever it stands: no teaser's headline."""
        is_heading = self.piece.role in (BlockRole.HEADING, BlockRole.HEADLINE)
        return self.is_found_prose and not is_heading and ends_sentence(self.piece.text)

    @property
    def is_signpost(self) -> bool:
        """Whether it only leads elsewhere: "Related: …", or a paragraph that is one link."""
        if self.links <= _UNLINKED:
            return False
        is_link = self.is_alone and self.links > _SIGNPOST_LINKED and not _ADDRESS.search(self.piece.text)
        return bool(_SIGNPOST.match(self.piece.text)) or (is_link and self.piece.role is None)

    @property
    def leads_on(self) -> bool:
        """Whether it is nothing but links to other pages, as below an article; an address written out is not."""
        return self.links > _LINKED and not _ADDRESS.search(self.piece.text)

    @property
    def weight(self) -> float:
        """What it adds to a stretch of the page that may be the statement, or takes from it."""
        if not self.is_found:
            return -self.words - _GAP
        is_faint = self.words < RUN or self.links > _LINKED or self.is_furniture
        return self.words * (_FAINT if is_faint else 1)


def weighed(pieces: Sequence[Piece], article: str) -> list[Weighed]:
    """The pieces, weighed by the text that an extractor took for the article's."""
    words = [words_of(piece.text) for piece in pieces]
    places = Counter(piece.place for piece in pieces)
    rows = zip(pieces, words, shares(words, article), strict=True)
    found = [
        Weighed(
            piece,
            len(said),
            _links(piece),
            share >= _FOUND,
            places[piece.place] == 1,
            bool(_FURNITURE.search(piece.place)),
        )
        for piece, said, share in rows
    ]
    if any(one.is_found_prose for one in found):
        return found
    return [replace(one, is_found=one.words >= _FOUND_PROSE and one.is_text) for one in found]


def _links(piece: Piece) -> float:
    linked = sum(mark.end - mark.start for mark in piece.marks if mark.kind is MarkKind.LINK)
    return linked / max(len(piece.text), 1)


def densest(page: Sequence[Weighed]) -> range:
    """The stretch with the largest sum of weights (Kadane's algorithm)."""
    best, stretch, total, start = 0.0, range(0), 0.0, 0
    for at, one in enumerate(page):
        if total <= 0:
            total, start = 0.0, at
        total += one.weight
        if total > best:
            best, stretch = total, range(start, at + 1)
    return stretch
