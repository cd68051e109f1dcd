"""Choosing: which of several passages is meant where the quoted words stand more than once.

What is said of the place decides; then a passage of the statement is taken before one that only stands on its page, one
that needs no change before one that does, the tightest, the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from blog.embed.comparing import Near
from blog.embed.hints import MET, Hint, Places
from blog.embed.layers import Layer
from blog.embed.matching import Match

# With a hint, a passage a little less alike may be meant; without one, only what is as good as equal is a choice.
TOLERANCE = 0.02
TOLERANCE_WITH_HINT = 0.1


@dataclass(frozen=True, slots=True)
class Choice:
    """The match that is meant, how many fit as well but for their place, and which hints do not hold."""

    match: Match
    occurrences: int
    is_first: bool
    unmet: tuple[str, ...]


def choose(layer: Layer, places: Places, found: Sequence[Match], hint: Hint, typed: str) -> Choice:
    """Choose among matches of the same words, at least one."""
    fits = [places.fit(layer, match.span, hint) for match in found]

    def rank(number: int) -> tuple[float, bool, int, bool, int, int]:
        match = found[number]
        start, end = layer.around(match.span)
        is_other = layer.raw_text[start:end] != typed
        return (
            -sum(fits[number].values()),
            places.is_outside(start),
            match.changes,
            is_other,
            end - start,
            start,
        )

    best = min(range(len(found)), key=rank)
    alike = sum(sum(fit.values()) >= sum(fits[best].values()) for fit in fits)
    occurrences = len(found) if len(found[best].parts) == 1 else 1
    return Choice(found[best], occurrences, occurrences > 1 and alike > 1, _unmet(fits[best]))


def choose_near(
    layer: Layer, places: Places, found: Sequence[Near], hint: Hint
) -> tuple[Near, tuple[str, ...]]:
    """Choose among passages that come near, at least one; and which hints do not hold there."""
    tolerance = TOLERANCE_WITH_HINT if hint != Hint() else TOLERANCE
    best = max(near.likeness for near in found)
    near_best = [near for near in found if near.likeness >= best - tolerance]
    fits = {near: places.fit(layer, (near.start, near.end), hint) for near in near_best}

    def rank(near: Near) -> tuple[float, bool, float, int]:
        start = layer.around((near.start, near.end))[0]
        return -sum(fits[near].values()), places.is_outside(start), -near.likeness, near.start

    chosen = min(near_best, key=rank)
    return chosen, _unmet(fits[chosen])


def _unmet(fit: dict[str, float]) -> tuple[str, ...]:
    return tuple(name for name, share in fit.items() if share < MET)
