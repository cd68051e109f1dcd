"""Where the terms of a text fragment may stand: a passage or an end of it, alone or beside its context."""

from collections.abc import Iterator
from dataclasses import dataclass

from blog.embed.searched import Searched

# Where ends or context are grown until they are unique, this many words are tried first, then one more each time.
FIRST_WORDS = 3
# Fewer words are enough that are this long together, as a clause of Chinese may be. What is shorter is no passage
# to go by alone (text-fragments-polyfill 6.7).
SHORT = 20
# More words of context or of either end are no help: what repeats this far has no passage of its own.
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A term from `start` to `end` in the page's text; its context reaches from `before` to `after`.

    There is no prefix where `before` is `start`, no suffix where `after` is `end`.
    """

    before: int
    start: int
    end: int
    after: int


def alone(origin: int, others: list[int]) -> Iterator[Place]:
    """The terms between `origin` and each of the others, on whichever side of it they are."""
    for other in others:
        start, end = min(origin, other), max(origin, other)
        yield Place(start, start, end, end)


def led(page: Searched, start: int, end: int) -> Iterator[Place]:
    """The term with ever more words before it."""
    for is_across in (False, True):
        at, leads = _leads(page, start, is_across=is_across)
        yield from (Place(before, at, end, end) for before in leads)


def trailed(page: Searched, start: int, end: int) -> Iterator[Place]:
    """The term with ever more words after it."""
    for is_across in (False, True):
        at, trails = _trails(page, end, is_across=is_across)
        yield from (Place(start, start, at, after) for after in trails)


def in_context(page: Searched, start: int, end: int, *, is_across: bool) -> Iterator[Place]:
    """The term with ever more words before it, after it, and both; `is_across` takes them from other lines too."""
    led_from, leads = _leads(page, start, is_across=is_across)
    trailed_to, trails = _trails(page, end, is_across=is_across)
    for count in range(max(len(leads), len(trails))):
        before = leads[min(count, len(leads) - 1)] if leads else start
        after = trails[min(count, len(trails) - 1)] if trails else end
        if leads:
            yield Place(before, led_from, end, end)
        if trails:
            yield Place(start, start, trailed_to, after)
        if leads and trails:
            yield Place(before, led_from, trailed_to, after)


def growing(places: list[int], origin: int) -> list[int]:
    """The places, nearest first, that are worth trying as a term's other end: not those after a word or two."""
    enough = (n for n, at in enumerate(places) if n + 1 >= FIRST_WORDS or abs(at - origin) >= SHORT)
    return places[next(enough, max(0, len(places) - 1)) : MOST_WORDS]


def _leads(page: Searched, start: int, *, is_across: bool) -> tuple[int, list[int]]:
    """Where the term then begins, and where its prefixes may, nearest first.

    A prefix lies in one line: that of the term or, where that has no word before it and `is_across`, the one above.
    """
    line = page.line_at(start)
    leads = [a for a, _ in reversed(line.words) if a < start]
    if is_across and not leads and (above := page.neighbour(line, -1)):
        start, leads = line.start, [a for a, _ in reversed(above.words)]
    return start, growing(leads, start)


def _trails(page: Searched, end: int, *, is_across: bool) -> tuple[int, list[int]]:
    """Where the term then ends, and where its suffixes may, nearest first; otherwise as `_leads`."""
    line = page.line_at(end - 1)
    trails = [b for _, b in line.words if b > end]
    if is_across and not trails and (below := page.neighbour(line, 1)):
        end, trails = line.end, [b for _, b in below.words]
    return end, growing(trails, end)
