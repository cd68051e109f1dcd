"""Verifying: are the quoted words in the statement, and as what?

The most honest verdict that holds is given: exact, then equal but for typography (still verbatim, the folds
are named), then shortened, then with bracketed additions, then a close passage with its differences, then
none. One word changed, dropped or added is never verbatim, nor is a part of a word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from blog.embed import comparing
from blog.embed.boundaries import at_word_boundaries, context
from blog.embed.folding import DOUBLE_MARKS, SINGLE_MARKS, fold, needed
from blog.embed.shortening import Shortened, read_shortened
from blog.errors import Invalid
from blog.sources.blocks import Block, full_text


class Verdict(StrEnum):
    """How quoted words stand to the statement. The values are those of `data-verdict`."""

    VERBATIM = "verbatim"
    ELIDED = "elided"
    MARKED = "marked"
    ALTERED = "altered"
    NOT_FOUND = "not-found"
    UNCHECKED = "unchecked"


WORDS: dict[Verdict, str] = {
    Verdict.VERBATIM: "exact",
    Verdict.ELIDED: "shortened",
    Verdict.MARKED: "brackets added",
    Verdict.ALTERED: "wording differs",
    Verdict.NOT_FOUND: "not in the original",
    Verdict.UNCHECKED: "not checked",
}
# The verdicts that say that the words stand in the text: of a copy that this site fetched, they earn the ✓.
STANDS = frozenset({Verdict.VERBATIM, Verdict.ELIDED, Verdict.MARKED})
MARKS = DOUBLE_MARKS + SINGLE_MARKS
HAS_WORDS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Finding:
    """What checking found. `start`, `end`: code points in the whole text; `block`: the id of the block of
    `start`.

    `exact` is the passage as the original has it, `prefix` and `suffix` its context (W3C TextQuoteSelector).
    `folds` are the kinds of typographic differences. `diff` are runs ("equal" | "delete" | "insert", words),
    where "delete" is in the original only and "insert" in the quotation only.
    """

    verdict: Verdict
    start: int | None = None
    end: int | None = None
    block: int | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    folds: tuple[str, ...] = ()
    diff: tuple[tuple[str, str], ...] = ()


class Passages:
    """One statement's passages, folded once for many quotations."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.text = full_text(blocks)
        self._blocks = blocks
        self._folded = fold(self.text)
        self._lowered = comparing.lowered(self._folded.text)

    def verify(self, words: str) -> Finding:
        """Check `words` as typed; quotation marks around them do not count. Raises `Invalid` for no words."""
        words = _without_marks(words)
        if not HAS_WORDS.search(words):
            raise Invalid("This quotation has no words. Type the words you quote.", field="body")
        return (
            self._exact(words)
            or self._typographic(words)
            or self._shortened(words)
            or self._altered(words)
            or Finding(Verdict.NOT_FOUND)
        )

    def _exact(self, words: str) -> Finding | None:
        start = self.text.find(words)
        while start >= 0:
            end = start + len(words)
            if at_word_boundaries(self.text, start, end):
                return self._finding(Verdict.VERBATIM, start, end)
            start = self.text.find(words, start + 1)
        return None

    def _typographic(self, words: str) -> Finding | None:
        sought = fold(words).text.strip()
        place = self._find(self._folded.text, sought)
        if place is None:
            return None
        return self._finding(Verdict.VERBATIM, *place, folds=needed(words, self.text[slice(*place)]))

    def _shortened(self, words: str) -> Finding | None:
        shortened = read_shortened(fold(words).text)
        place = self._place(shortened) if shortened else None
        if shortened is None or place is None:
            return None
        return self._finding(Verdict.MARKED if shortened.is_marked else Verdict.ELIDED, *place)

    def _altered(self, words: str) -> Finding | None:
        typed = fold(words).text.strip()
        place = self._find(self._lowered, comparing.lowered(typed))
        if place is None:
            near = comparing.closest(comparing.lowered(typed), self._lowered)
            place = self._folded.around(*near) if near else None
        if place is None:
            return self._altered_parts(words)
        return self._finding(
            Verdict.ALTERED, *place, diff=comparing.differences(self.text[slice(*place)], words)
        )

    def _altered_parts(self, words: str) -> Finding | None:
        """A shortened quotation with a word changed: each part is near a passage, in order."""
        shortened = read_shortened(fold(words).text)
        if shortened is None or len(shortened.parts) < 2:
            return None
        places: list[tuple[int, int]] = []
        diff: list[tuple[str, str]] = []
        for typed in shortened.typed:
            near = comparing.closest(comparing.lowered(typed), self._lowered)
            place = self._folded.around(*near) if near else None
            if place is None or (places and place[0] < places[-1][1]):
                return None
            diff += [("equal", "…")] if places else []
            diff += comparing.differences(self.text[slice(*place)], typed)
            places.append(place)
        return self._finding(Verdict.ALTERED, places[0][0], places[-1][1], diff=tuple(diff))

    def _find(self, folded: str, sought: str) -> tuple[int, int] | None:
        """The raw range of the first `sought` that begins and ends with whole words."""
        at = folded.find(sought)
        while at >= 0:
            place = self._folded.raw_range(at, at + len(sought))
            if place and at_word_boundaries(self.text, *place):
                return place
            at = folded.find(sought, at + 1)
        return None

    def _place(self, shortened: Shortened) -> tuple[int, int] | None:
        def is_whole(start: int, end: int) -> bool:
            place = self._folded.raw_range(start, end)
            return place is not None and at_word_boundaries(self.text, *place)

        near = shortened.find(self._folded.text, is_whole)
        return self._folded.raw_range(*near) if near else None

    def _finding(
        self,
        verdict: Verdict,
        start: int,
        end: int,
        *,
        folds: tuple[str, ...] = (),
        diff: tuple[tuple[str, str], ...] = (),
    ) -> Finding:
        prefix, suffix = context(self.text, start, end)
        block = next((block.id for block in self._blocks if start <= block.end), None)
        return Finding(verdict, start, end, block, self.text[start:end], prefix, suffix, folds, diff)


def _without_marks(words: str) -> str:
    """`words` without white space and without one pair of quotation marks around them."""
    words = words.strip()
    if len(words) > 2 and words[0] in MARKS and words[-1] in MARKS:
        return words[1:-1].strip()
    return words
