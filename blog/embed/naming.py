"""The terms that name a passage of a page to a browser: as few words as tell it from all others."""

import unicodedata
from collections.abc import Iterable
from itertools import chain
from urllib.parse import quote

from blog.embed.searched import Searched
from blog.embed.term_places import SHORT, Place, alone, growing, in_context, led, trailed

# The specification's advice: beyond this, name the ends only.
LONGEST_EXACT = 300
# What belongs to the word before a passage rather than to the passage.
CLOSING = ".,;:!?)]} \n\t\u00a0"
# Pictures, and what joins, shades or varies them. A term that ends in one may match a part of another, and such a
# match stops Chromium 156 for good: a thumb in a dark thumb, a country's first letter in its flag.
_PICTURE = "So"
_WITH_PICTURES = frozenset((_PICTURE, "Sk", "Mn", "Me", "Cf"))


def terms(page: Searched, start: int, end: int) -> list[str]:
    """The terms of the fragment that finds text[start:end], percent-encoded; [] if none can.

    A passage in the midst of a block that occurs elsewhere word for word is found with the rest of its block, which
    the blocks beside it tell apart. One that begins or ends in a line that recurs is found by its other lines.
    """
    passage = _in_whole_words(page, start, end)
    if passage is None:
        return []
    start, end = passage
    head, tail = page.line_at(start), page.line_at(end - 1)
    reaches = [(start, end), (head.start, end), (start, tail.end), (head.start, tail.end)]
    if (
        head is not tail
        and (second := page.neighbour(head, 1))
        and (last_but_one := page.neighbour(tail, -1))
    ):
        reaches += [(second.start, end), (start, last_but_one.end)]
    return next((found for a, b in reaches if (found := _named(page, a, b))), [])


def _in_whole_words(page: Searched, start: int, end: int) -> tuple[int, int] | None:
    """The passage widened to whole words, from its first line with one to its last; None if it has none."""
    spoken = [(line, a, b) for line, a, b in page.parts(start, end) if any(map(str.isalnum, page.text[a:b]))]
    if not spoken:
        return None
    (first, start, _), (last, _, end) = spoken[0], spoken[-1]
    while page.text[start] in CLOSING or unicodedata.category(page.text[start]) in _WITH_PICTURES:
        start += 1
    end = _without_pictures(page.text, end)
    return max(at for at in first.breaks if at <= start), min(at for at in last.breaks if at >= end)


def _without_pictures(text: str, end: int) -> int:
    """Where the passage that reaches to `end` does so without the blanks and the pictures there."""
    at = end
    while text[at - 1].isspace() or unicodedata.category(text[at - 1]) in _WITH_PICTURES:
        at -= 1
        if text[at].isspace() or unicodedata.category(text[at]) == _PICTURE:
            end = at
    return end


def _named(page: Searched, start: int, end: int) -> list[str]:
    is_one_line = page.line_at(start) is page.line_at(end - 1)
    if is_one_line and end - start <= LONGEST_EXACT:
        return _in_full(page, start, end)
    return _by_ends(page, start, end) or (_in_full(page, start, end) if is_one_line else [])


def _in_full(page: Searched, start: int, end: int) -> list[str]:
    """The passage itself; with what precedes it, or follows, or both, where it needs that.

    A short one is given its context even where it is unique: buttons and scripts add to a page what no copy has,
    mostly a word or two.
    """
    bare = alone(start, [end])
    near = list(in_context(page, start, end, is_across=False))
    far = in_context(page, start, end, is_across=True)
    is_enough = end - start >= SHORT or not near
    place = _best(page, chain(bare, near, far) if is_enough else chain(near, bare, far))
    if place is None:
        return []
    return [*_prefix(page, place), _term(page, place), *_suffix(page, place)]


def _by_ends(page: Searched, start: int, end: int) -> list[str]:
    """The first and last words of the passage, as many as it takes, with context where they need it."""
    head, tail = page.line_at(start), page.line_at(end - 1)
    middle = (start + end) // 2 if head is tail else head.end
    ends = growing([b for _, b in head.words if start < b <= middle], start)
    starts = growing([a for a, _ in reversed(tail.words) if max(middle, tail.start) <= a < end], end)
    if not ends or not starts:
        return []
    firsts = chain(alone(start, ends), led(page, start, ends[0]), led(page, start, ends[-1]))
    first = _best(page, firsts)
    if first is None:
        return []
    lasts = chain(alone(end, starts), trailed(page, starts[0], end), trailed(page, starts[-1], end))
    last = next(
        (place for place in lasts if _is_free(page, place) and _is_next(page, place, first.end)), None
    )
    if last is None:
        return []
    return [*_prefix(page, first), _term(page, first), _term(page, last), *_suffix(page, last)]


def _best(page: Searched, places: Iterable[Place]) -> Place | None:
    """The first of the places that occurs nowhere else; failing that, the first that no other like it precedes."""
    foremost = None
    for place in places:
        if not _is_free(page, place):
            continue
        is_first, is_only = page.standing(place.before, place.after)
        if is_only:
            return place
        foremost = foremost or (place if is_first else None)
    return foremost


def _is_free(page: Searched, place: Place) -> bool:
    """Whether the term begins and ends where browsers see a word do so, or stands beside its context."""
    is_start = place.before < place.start or place.start in page.line_at(place.start).certain
    return is_start and (place.after > place.end or place.end in page.line_at(place.end - 1).certain)


def _is_next(page: Searched, place: Place, after: int) -> bool:
    """Whether the term with its context is the first of its kind from `after` on."""
    return page.standing(place.before, place.after, since=after)[0]


def _term(page: Searched, place: Place) -> str:
    return _encoded(page.text[place.start : place.end])


def _prefix(page: Searched, place: Place) -> list[str]:
    before = page.text[place.before : place.start]
    return [_encoded(before) + "-"] if before else []


def _suffix(page: Searched, place: Place) -> list[str]:
    after = page.text[place.end : place.after]
    return ["-" + _encoded(after)] if after else []


def _encoded(term: str) -> str:
    """Percent-encoded, the hyphen too, which is the fragment's own mark; soft hyphens, which none compares, go."""
    return quote(term.replace("\u00ad", "").strip(), safe="").replace("-", "%2D")
