"""Proposing which of a page's blocks are the statement. The author confirms or changes it.

An extractor finds most of an article, loses some of it, and takes some of what stands around it along. So its text
only says where to look: the densest stretch of blocks that it found; of those, the ones in the element that holds
nearly all of them; and among, above and below them what reads like the statement, found or not.
"""

import re
from collections.abc import Iterator, Sequence

from blog.sources.extracting.byline import is_byline
from blog.sources.extracting.line_shapes import has_office, is_farewell, is_name, is_team
from blog.sources.extracting.matching import RUN, words_of
from blog.sources.extracting.pieces import Piece
from blog.sources.extracting.places import lies_in, main_element, paths_to
from blog.sources.extracting.weighing import Weighed, densest, weighed

# The element that the statement lies in holds this share of the words found; the rest is teasers and notes.
_HELD = 0.75
# A name, an office, a farewell, an address.
_MOST_SIGNATURE = 6
# Kicker, subtitle, byline, date: below a headline, above the first paragraph.
_MOST_HEAD = 8
# Among so many blocks at the end there may be a list of what to read next.
_TAIL = 6
# What stands in the statement's element and is none of it, unless an extractor says so.
_INSET = re.compile(r"/(?:figure|figcaption|form|button|nav|aside|footer)\[")
_TEXT = re.compile(r"/(?:p|h[2-6]|li|blockquote|pre|dt|dd|tr)\[\d+\]$")


def propose_region(pieces: Sequence[Piece], article: str, title: str) -> frozenset[int]:
    """The indexes of the pieces that seem to be the statement; all of them where nothing tells.

    `article` is the text that an extractor found, `title` what the page's head calls the page.
    """
    page = weighed(pieces, article)
    core = [at for at in densest(page) if page[at].is_found and page[at].is_text and page[at].words >= RUN]
    if not core:
        return frozenset(range(len(pieces)))
    body = _body(page, core)
    return frozenset([*_head(page, body, title), *body, *_signature(page, body[-1])])


def _body(page: Sequence[Weighed], core: Sequence[int]) -> list[int]:
    element = main_element(((page[at].piece.place, page[at].words) for at in core), _HELD)
    beside = {_parent(page[at].piece) for at in core}
    stretch = range(_top(page, core, element), _bottom(page, core[-1], element) + 1)
    body = [at for at in stretch if not page[at].is_signpost and _is_said(page[at], element, beside)]
    return [*body[:-_TAIL], *(at for at in body[-_TAIL:] if not page[at].leads_on)] or list(core)


def _top(page: Sequence[Weighed], core: Sequence[int], element: str) -> int:
    """The first prose above what was found that stands beside it, or beside what holds it: captions lie deeper."""
    around = {path for at in core for path in paths_to(_parent(page[at].piece))}
    top = core[0]
    for at in range(core[0] - 1, -1, -1):
        if not _is_in(page[at].piece, element):
            break
        if _parent(page[at].piece) in around and (page[at].is_found_prose or _is_missed(page[at], element)):
            top = at
    return top


def _bottom(page: Sequence[Weighed], last: int, element: str) -> int:
    """The last prose below what was found, as far as the element reaches."""
    bottom = last
    for at in range(last + 1, len(page)):
        if not _is_in(page[at].piece, element):
            break
        if page[at].is_found_prose or _is_missed(page[at], element):
            bottom = at
    return bottom


def _is_said(one: Weighed, element: str, beside: set[str]) -> bool:
    """Whether a block of the stretch is the statement's."""
    if not _is_in(one.piece, element):
        return one.is_sentence
    return one.is_found or _is_missed(one, element) or _is_between(one, element, beside)


def _is_missed(one: Weighed, element: str) -> bool:
    return one.is_missed_prose and not _INSET.search(one.piece.place, len(element))


def _is_between(one: Weighed, element: str, beside: set[str]) -> bool:
    """Whether it is a paragraph or a heading next to some that were found, however short."""
    is_paragraph = one.is_text and bool(_TEXT.search(one.piece.place)) and _parent(one.piece) in beside
    return is_paragraph and not _INSET.search(one.piece.place, len(element))


def _is_in(piece: Piece, element: str) -> bool:
    return not element or lies_in(piece.place, element)


def _parent(piece: Piece) -> str:
    return piece.place.rpartition("/")[0]


def _head(page: Sequence[Weighed], body: Sequence[int], title: str) -> Iterator[int]:
    """The headline above the first prose, and the byline and date between the two."""
    prose = next((at for at in body if page[at].is_found_prose and not _is_h1(page[at])), body[0])
    named = " ".join(words_of(title))
    heads = [at for at in range(prose, -1, -1) if _is_h1(page[at]) and not page[at].is_furniture]
    likely = [at for at in heads if " ".join(words_of(page[at].piece.text)) in named]
    headline = next(iter(likely + [at for at in heads if prose - at <= _MOST_HEAD]), None)
    if headline is not None:
        yield headline
    for at in range(max(prose - _MOST_HEAD, 0 if headline is None else headline + 1), prose):
        if is_byline(page[at].piece.text) and not page[at].is_furniture:
            yield at


def _is_h1(one: Weighed) -> bool:
    return "/h1[" in one.piece.place


def _signature(page: Sequence[Weighed], last: int) -> Iterator[int]:
    """The lines of a signature directly below the body, in the same element or the one around it."""
    around = _parent(page[last].piece)
    for at in range(last + 1, min(last + 1 + _MOST_SIGNATURE, len(page))):
        line, above = page[at].piece.text, page[at - 1].piece.text
        # A button's label looks like a first name.
        is_person = is_name(line) and (" " in line or is_farewell(above))
        signs = is_person or is_farewell(line) or is_team(line) or has_office(line)
        if not signs or not page[at].is_text or not _is_in(page[at].piece, around):
            return
        yield at
