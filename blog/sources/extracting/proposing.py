"""Proposing which of a page's blocks are the statement. The author confirms or changes it.

An extractor finds most of an article, loses some of it, and takes some of what stands around it along. So its text
only says where to look: the densest stretch of blocks that it found; of those, the ones in the element that holds
nearly all of them; and between and below them what reads like the statement, found or not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from blog.sources.blocks import BlockRole, MarkKind
from blog.sources.extracting.byline import is_byline
from blog.sources.extracting.line_shapes import ends_sentence, has_office, is_farewell, is_name, is_team
from blog.sources.extracting.matching import RUN, shares, words_of
from blog.sources.extracting.pieces import Piece

# A block was found if at least this share of its words was.
_FOUND = 0.5
# A block of links: more of its characters than this lie in some.
_LINKED = 0.8
_UNLINKED = 0.4
# What a block that was found adds to a stretch if it is one of links, or as short as a label.
_FAINT = 0.25
# What a block that was not found takes from a stretch beside its words.
_GAP = 2
# The element that the statement lies in holds this share of the words found; the rest is teasers and notes.
_HELD = 0.75
# Prose that the extractor missed has at least as many words; shorter lines may be captions or buttons.
_PROSE = 15
_KEPT_PROSE = 10
# A name, an office, a farewell, an address.
_MOST_SIGNATURE = 6
# Kicker, subtitle, byline, date: below a headline, above the first paragraph.
_MOST_HEAD = 8

_FURNITURE = re.compile(r"/(?:nav|aside|footer|menu|dialog|button)\[")
_INSET = re.compile(r"/(?:figure|figcaption|form|button|nav|aside|footer)\[")
_SIGNPOST = re.compile(
    r"[\[(]?(?:related|read (?:more|also|next)|see (?:more|also)|more|watch|don.t miss|also on|mehr|lesen sie auch"
    r"|lire aussi|lea también|leia (?:mais|também))\b.{0,30}?(?::|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A piece as it is weighed."""

    piece: Piece
    words: int
    is_found: bool
    links: float
    is_furniture: bool

    @property
    def is_prose(self) -> bool:
        return self.links <= _UNLINKED and not self.is_furniture

    @property
    def weight(self) -> float:
        if not self.is_found:
            return -self.words - _GAP
        is_faint = self.words < RUN or self.links > _LINKED or self.is_furniture
        return self.words * (_FAINT if is_faint else 1)


def propose_region(pieces: Sequence[Piece], article: str, title: str) -> frozenset[int]:
    """The indexes of the pieces that seem to be the statement; all of them where nothing tells.

    `article` is the text that an extractor found, `title` what the page's head calls the page.
    """
    seen = _seen(pieces, article)
    core = [at for at in _densest(seen) if seen[at].is_found and seen[at].is_prose and seen[at].words >= RUN]
    if not core:
        return frozenset(range(len(pieces)))
    element = _element(seen, core)
    body = [at for at in range(core[0], _end(seen, core[-1], element)) if _is_said(seen[at], element)]
    while body and seen[body[-1]].links > _UNLINKED:
        body.pop()
    return frozenset(
        [*_head(seen, core[0], title), *body, *_signature(seen, body[-1] if body else core[-1], element)]
    )


def _seen(pieces: Sequence[Piece], article: str) -> list[_Seen]:
    words = [words_of(piece.text) for piece in pieces]
    rows = zip(pieces, words, shares(words, article), strict=True)
    seen = [
        _Seen(piece, len(said), share >= _FOUND, _links(piece), bool(_FURNITURE.search(piece.place)))
        for piece, said, share in rows
    ]
    if any(one.is_found and one.is_prose and one.words >= _KEPT_PROSE for one in seen):
        return seen
    # Nothing was found: all that reads like prose is taken for it.
    return [
        _Seen(o.piece, o.words, o.words >= _KEPT_PROSE and o.is_prose, o.links, o.is_furniture) for o in seen
    ]


def _links(piece: Piece) -> float:
    linked = sum(mark.end - mark.start for mark in piece.marks if mark.kind is MarkKind.LINK)
    return linked / max(len(piece.text), 1)


def _densest(seen: Sequence[_Seen]) -> range:
    """The stretch with the largest sum of weights (Kadane's algorithm)."""
    best, sums, start = (0.0, range(0)), 0.0, 0
    for at, one in enumerate(seen):
        if sums <= 0:
            sums, start = 0.0, at
        sums += one.weight
        if sums > best[0]:
            best = (sums, range(start, at + 1))
    return best[1]


def _element(seen: Sequence[_Seen], core: Sequence[int]) -> str:
    """The innermost element that holds most of the words found, by its path."""
    held: Counter[str] = Counter()
    for at in core:
        for path in accumulate(seen[at].piece.place.split("/"), lambda above, tag: f"{above}/{tag}"):
            held[path] += seen[at].words
    enough = _HELD * sum(seen[at].words for at in core)
    return max((path for path, words in held.items() if words >= enough), key=len)


def _is_in(piece: Piece, element: str) -> bool:
    return piece.place == element or piece.place.startswith(f"{element}/") or not element


def _end(seen: Sequence[_Seen], last: int, element: str) -> int:
    """Past the last prose below what was found, as far as the element reaches."""
    end = last + 1
    for at in range(last + 1, len(seen)):
        if not _is_in(seen[at].piece, element):
            break
        if _is_missed(seen[at], element):
            end = at + 1
    return end


def _is_missed(one: _Seen, element: str) -> bool:
    """Whether what was not found reads like the statement: prose, or a quotation."""
    is_long = one.words >= _PROSE or one.piece.role is BlockRole.QUOTATION
    return one.is_prose and is_long and not _INSET.search(one.piece.place, len(element))


def _is_said(one: _Seen, element: str) -> bool:
    """Whether a block of the stretch is the statement's."""
    piece = one.piece
    if one.links > _UNLINKED and (_SIGNPOST.match(piece.text) or (one.links > 0.95 and piece.role is None)):
        return False
    if _is_in(piece, element):
        return one.is_found or _is_missed(one, element)
    is_text = piece.role is not BlockRole.HEADING and one.words >= _KEPT_PROSE and ends_sentence(piece.text)
    return one.is_found and one.is_prose and is_text


def _head(seen: Sequence[_Seen], body: int, title: str) -> Iterator[int]:
    """The headline above the body, and the byline and date between the two."""
    named = words_of(title)
    heads = [at for at in range(body) if "/h1[" in seen[at].piece.place and not seen[at].is_furniture]
    headline = next((at for at in reversed(heads) if _is_named(seen[at].piece.text, named)), None)
    if headline is None:
        headline = next((at for at in heads if body - at <= _MOST_HEAD), None)
    if headline is not None:
        yield headline
    for at in range(max(body - _MOST_HEAD, 0 if headline is None else headline + 1), body):
        if is_byline(seen[at].piece.text) and not seen[at].is_furniture:
            yield at


def _is_named(text: str, title: Sequence[str]) -> bool:
    words = words_of(text)
    return bool(words) and " ".join(words) in " ".join(title)


def _signature(seen: Sequence[_Seen], last: int, element: str) -> Iterator[int]:
    """The lines of a signature directly below the body."""
    for at in range(last + 1, min(last + 1 + _MOST_SIGNATURE, len(seen))):
        piece = seen[at].piece
        signs = (
            is_farewell(piece.text) or is_name(piece.text) or is_team(piece.text) or has_office(piece.text)
        )
        if not signs or seen[at].links > _UNLINKED or not _is_in(piece, element):
            return
        yield at
