"""Carrying a quoted passage from one version of a text into the next, through the diff of the two.

Both versions are held, so where the passage went is known rather than guessed: sentences that stand in both
are aligned, and what lies between two such sentences word by word. Only what the diff says is gone is searched
for by likeness, and only among the words that are new: other words are somebody else's.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rapidfuzz import fuzz

from blog.embed.boundaries import CONTEXT, at_word_boundaries, is_inside_word
from blog.embed.watching.aligning import Run
from blog.embed.watching.text_diff import TextDiff
from blog.embed.watching.words import plain

# At least this share of a passage's letters must stand in what the diff carried it to, in order. Below it what
# is left are the small words that any two sentences share.
KEPT = 0.5
# And at least this share in one stretch: words picked from all over a rewritten paragraph are no passage.
UNBROKEN = 0.25
# Words at the edge of a passage that stand this many times their own length away from the rest have other words
# beside them now: they are not the passage.
APART = 4
# How like a passage (0 to 100) new words must be, when the diff says that it is gone: it was moved, and edited.
LIKE = 95


class How(StrEnum):
    """How a passage was found in the later version."""

    EXACT = "exact"
    CARRIED = "carried"
    FUZZY = "fuzzy"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a passage stands in the later text, in code points; (0, 0) where it is gone.

    `score` (0 to 1) is the share of its letters that stand there, or for a fuzzy find, the likeness. Exact is
    the same words: typography may differ.
    """

    start: int
    end: int
    how: How
    score: float


GONE = Carried(0, 0, How.GONE, 0.0)


def carry(before: str, after: str, start: int, end: int) -> Carried:
    """Where [start, end) of the one text stands in the other. For many passages, make one `Carrier`."""
    return Carrier(before, after).carry(start, end)


class Carrier:
    """Two versions of a text, compared once for many passages."""

    def __init__(self, before: str, after: str) -> None:
        self._before = plain(before)
        self._after = plain(after)

    def carry(self, start: int, end: int) -> Carried:
        """Where the passage [start, end) of the earlier text stands in the later one."""
        quote = self._before[start:end]
        if not quote.strip():
            return GONE
        places = _places(self._after, quote)
        if len(places) == 1 and self._before.count(quote) == 1:
            return self._exact(places[0], quote)
        return (
            self._carried(start, end, places) or self._repeated(start, end, places) or self._alike(start, end)
        )

    @cached_property
    def _diff(self) -> TextDiff:
        return TextDiff(self._before, self._after)

    def _exact(self, at: int, quote: str) -> Carried:
        return Carried(at, at + len(quote), How.EXACT, 1.0)

    def _carried(self, start: int, end: int, places: list[int]) -> Carried | None:
        """The passage's own words, as the diff has them; as they were, or as they are now."""
        quote = self._before[start:end]
        kept = _together(self._diff.same(start, end))
        sizes = [_letters(self._before, run) / _letters(quote, Run(0, 0, len(quote))) for run in kept]
        share = sum(sizes)
        if share < KEPT or max(sizes) < UNBROKEN:
            return None
        first, last = kept[0].after, kept[-1].after + kept[-1].size
        if self._after[first:last] == quote:
            return self._exact(first, quote)
        if any(self._is_new(at, len(quote)) for at in places):
            return None  # these words were edited, but only since the passage itself was moved
        return Carried(*self._whole_words(first, last), How.CARRIED, share)

    def _repeated(self, start: int, end: int, places: list[int]) -> Carried | None:
        """Of the places that have the same words, a new one, then the one in the likest context."""
        if not places:
            return None
        quote = self._before[start:end]
        around = self._around(self._before, start, end)

        def likeness(at: int) -> tuple[bool, float]:
            context = self._around(self._after, at, at + len(quote))
            return self._is_new(at, len(quote)), fuzz.ratio(around, context)

        return self._exact(max(places, key=likeness), quote)

    def _alike(self, start: int, end: int) -> Carried:
        """New words that come near enough to the passage; of two that are as like, those in the likest context."""
        quote = self._before[start:end]
        around = self._around(self._before, start, end)
        best, best_score = GONE, (float(LIKE), 0.0)
        for gap in self._diff.gaps:
            near = fuzz.partial_ratio_alignment(quote, self._after[slice(*gap.after)], score_cutoff=LIKE)
            if near is None:
                continue
            first, last = self._whole_words(gap.after[0] + near.dest_start, gap.after[0] + near.dest_end)
            score = (near.score, fuzz.ratio(around, self._around(self._after, first, last)))
            if score > best_score:
                best, best_score = Carried(first, last, How.FUZZY, near.score / 100), score
        return best

    def _whole_words(self, start: int, end: int) -> tuple[int, int]:
        while is_inside_word(self._after, start):
            start -= 1
        while is_inside_word(self._after, end):
            end += 1
        return start, end

    def _is_new(self, at: int, length: int) -> bool:
        """Whether the diff says that what stands here in the later text did not stand in the earlier one."""
        return any(gap.after[0] <= at and at + length <= gap.after[1] for gap in self._diff.gaps)

    @staticmethod
    def _around(text: str, start: int, end: int) -> str:
        return text[max(0, start - CONTEXT) : start] + text[end : end + CONTEXT]


def _places(text: str, quote: str) -> list[int]:
    """Where the words stand as words."""
    found: list[int] = []
    at = text.find(quote)
    while at >= 0:
        if at_word_boundaries(text, at, at + len(quote)):
            found.append(at)
        at = text.find(quote, at + 1)
    return found


def _letters(text: str, run: Run) -> int:
    return sum(map(len, text[run.before : run.before + run.size].split()))


def _together(kept: list[Run]) -> list[Run]:
    """The runs without those at the edges that stand too far from the others."""
    kept = list(kept)
    while len(kept) > 1:
        first = (kept[1].after - kept[0].after - kept[0].size) / kept[0].size
        last = (kept[-1].after - kept[-2].after - kept[-2].size) / kept[-1].size
        if max(first, last) <= APART:
            break
        kept.pop(0 if first >= last else -1)
    return kept
