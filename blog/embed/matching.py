"""Matching: where a quotation's parts stand in a text, in order, each in whole words.

Two changes are made without brackets by custom (The Chicago Manual of Style, "permissible changes to punctuation,
capitalization"): the first letter's case, and the mark at the end. They are let pass and told, so that they are never
silently verbatim. A capital that is more than the beginning of a sentence, as in a name or a defined term, does not
pass for a small letter; nor does a point where the original asks.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from blog.embed.findings import Bracket, Change
from blog.embed.layers import Layer, Span
from blog.embed.sentences import begins_at, end_of
from blog.embed.shortening import Part, Parts

CLOSING_MARKS = ".,;:"
ASKING_MARKS = "?!？！"
FIRST_WORD = re.compile(r"[\w'-]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """One part in one place."""

    span: Span
    brackets: tuple[Bracket, ...] = ()
    capital: Change | None = None
    closing: Change | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """All parts, in order."""

    parts: tuple[Placed, ...]

    @property
    def span(self) -> Span:
        return self.parts[0].span[0], self.parts[-1].span[1]

    @property
    def gaps(self) -> list[Span]:
        """The spans between the parts."""
        spans = [part.span for part in self.parts]
        return [(one[1], other[0]) for one, other in pairwise(spans)]

    @property
    def changes(self) -> int:
        """How many letters and marks were fitted."""
        return sum((part.capital is not None) + (part.closing is not None) for part in self.parts)


def matches(layer: Layer, parts: Parts) -> list[Match]:
    """The places where the parts stand in order, with as little as can be between them; none if one is missing."""
    *others, last = parts.parts
    placed = [list(_places(layer, part)) for part in others]
    final = list(_places(layer, last)) or list(_closed_otherwise(layer, last))
    placed.append(final)
    # A place that needs no change is not passed over for a nearer one that does.
    as_typed = [[place for place in places if not (place.capital or place.closing)] for places in placed]
    return _chains(layer, parts, as_typed) or _chains(layer, parts, placed)


def _chains(layer: Layer, parts: Parts, placed: list[list[Placed]]) -> list[Match]:
    found: dict[tuple[Placed, ...], Match] = {}
    for first in placed[0] if all(placed) else []:
        chain = _in_order(first, placed[1:])
        if chain is None:
            break
        if _is_one_sentence(layer, parts, chain):
            # Of the beginnings that lead to the same places, the last one is the nearest.
            found[chain[1:] or chain] = Match(chain)
    return list(found.values())


def _in_order(first: Placed, following: list[list[Placed]]) -> tuple[Placed, ...] | None:
    """The chain from `first` on that ends soonest."""
    chain = [first]
    for candidates in following:
        at = bisect_left(candidates, chain[-1].span[1], key=lambda placed: placed.span[0])
        if at == len(candidates):
            return None
        chain.append(candidates[at])
    return tuple(chain)


def _is_one_sentence(layer: Layer, parts: Parts, chain: tuple[Placed, ...]) -> bool:
    """Whether each part that says little stands in the same sentence as those beside it."""
    for (one, part), (other, following) in pairwise(zip(chain, parts.parts, strict=True)):
        if part.is_short or following.is_short:
            start, end = layer.around(one.span)[1], layer.around(other.span)[0]
            if end_of(layer.raw_text, start, end) < end:
                return False
    return True


def _places(layer: Layer, part: Part) -> Iterator[Placed]:
    if part.pattern:
        yield from _bracketed(layer, part, part.pattern)
        return
    for span in layer.spans_in_any_case(part.typed):
        is_same, capital = _capital(layer, span, part.typed)
        if is_same:
            yield Placed(span, capital=capital)


def _bracketed(layer: Layer, part: Part, pattern: re.Pattern[str]) -> Iterator[Placed]:
    """The places of a pattern, looked for around its anchor: a pattern alone would be tried at every letter."""
    found: dict[Span, Placed] = {}
    looked = 0  # to where beginnings have been tried
    for at in layer.finds_in_any_case(part.anchor):
        start, end = max(looked, at - part.reach), at + 2 * part.reach
        looked = at + part.reach
        while (match := pattern.search(layer.text, start, end)) and match.start() < looked:
            # A later beginning may lead to the same end, and nearer.
            start = match.start() + 1
            is_same, capital = _capital(layer, match.span(), part.typed[0] + match[0][1:])
            if match.span() not in found and layer.raw(match.span()) and (is_same or part.typed[0] == "["):
                found[match.span()] = Placed(
                    match.span(), _brackets(part, match), capital if is_same else None
                )
    yield from sorted(found.values(), key=lambda placed: placed.span)


def _brackets(part: Part, match: re.Match[str]) -> tuple[Bracket, ...]:
    """The brackets that the original does not have itself, each with what stands in its place."""
    brackets = [Bracket(typed, match[group].strip() if group else "") for typed, group in part.brackets]
    return tuple(b for b in brackets if b.typed[1:-1] != b.original and b.typed != b.original)


def _capital(layer: Layer, span: Span, typed: str) -> tuple[bool, Change | None]:
    """Whether the words are those typed but for the case of the first letter, and that change."""
    original = layer.text[slice(*span)]
    if original == typed:
        return True, None
    at = next((n for n, char in enumerate(typed) if char.isalnum()), 0)
    if original[:at] + original[at + 1 :] != typed[:at] + typed[at + 1 :]:
        return False, None
    if typed[at].islower():
        raw = layer.raw(span)
        if original[at + 1 : at + 2].isupper() or not (raw and begins_at(layer.raw_text, raw[0])):
            return False, None
    words = [FIRST_WORD.search(text, at) for text in (original, typed)]
    return True, Change(*(word[0] if word else "" for word in words))


def _closed_otherwise(layer: Layer, part: Part) -> Iterator[Placed]:
    """Where the part stands without the mark at its end, and the original does not ask."""
    typed = part.typed
    if part.pattern or len(typed) < 2 or typed[-1] not in CLOSING_MARKS or not typed[-2].isalnum():
        return
    for placed in _places(layer, Part(typed[:-1])):
        following = layer.text[placed.span[1] : placed.span[1] + 3].strip("\"' )]")[:1]
        if following not in ASKING_MARKS or not following:
            original = following if following and not following.isalnum() else ""
            yield Placed(placed.span, (), placed.capital, Change(original, typed[-1]))
