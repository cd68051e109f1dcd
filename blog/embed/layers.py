"""Layers: a statement's text folded, searched for whole words, and led back to the text as it is kept."""

from collections.abc import Iterator
from functools import cached_property

from blog.embed.boundaries import at_word_boundaries
from blog.embed.folding import Folded, fold

# So many passages alike are told as so many and looked at no further: "the" is nobody's quotation.
MOST_OCCURRENCES = 2_000

# A range: first code point and the one after the last.
Span = tuple[int, int]


class Layer:
    """One statement's text, folded strictly or loosely. Spans count in the folded text, raw ranges in the kept."""

    def __init__(self, text: str, *, loosely: bool = False) -> None:
        self.raw_text = text
        self.is_loose = loosely
        self._folded: Folded = fold(text, loosely=loosely)
        # A place is asked for again when it is chosen among others.
        self._raw: dict[Span, Span | None] = {}

    @property
    def text(self) -> str:
        return self._folded.text

    @cached_property
    def lowered(self) -> str:
        return lowered(self.text)

    def fold(self, words: str) -> str:
        """Typed words, folded as this text is."""
        return fold(words, loosely=self.is_loose).text.strip()

    def spans(self, sought: str) -> list[Span]:
        """Where `sought` (folded) stands in whole words."""
        return self._spans(self.text, sought)

    def spans_in_any_case(self, sought: str) -> list[Span]:
        """The same, whatever is a capital."""
        return self._spans(self.lowered, lowered(sought))

    def raw(self, span: Span) -> Span | None:
        """The raw range of a span, without the white space at its ends; None if it cuts a word."""
        if span not in self._raw:
            place = self._folded.raw_range(*span)
            place = self._without_spaces(*place) if place else None
            self._raw[span] = place if place and at_word_boundaries(self.raw_text, *place) else None
        return self._raw[span]

    def around(self, span: Span) -> Span:
        """The raw range of a span, widened to whole words."""
        whole = self.raw(span)
        if whole:
            return whole
        start, end = self._without_spaces(*self._folded.around(*span))
        while not at_word_boundaries(self.raw_text, start, start):
            start -= 1
        while not at_word_boundaries(self.raw_text, end, end):
            end += 1
        return start, end

    def position(self, raw: int) -> int:
        """About where a place of the kept text is in the folded one: not after it."""
        return self._folded.position(raw)

    def finds_in_any_case(self, sought: str) -> Iterator[int]:
        """Where `sought` (folded) begins, whole words or not, whatever is a capital."""
        return _finds(self.lowered, lowered(sought))

    def _spans(self, text: str, sought: str) -> list[Span]:
        spans = ((at, at + len(sought)) for at in _finds(text, sought))
        return [span for span in spans if self.raw(span)]

    def _without_spaces(self, start: int, end: int) -> Span:
        while start < end and self.raw_text[start].isspace():
            start += 1
        while end > start and self.raw_text[end - 1].isspace():
            end -= 1
        return start, end


def _finds(text: str, sought: str) -> Iterator[int]:
    at = text.find(sought) if sought else -1
    for _ in range(MOST_OCCURRENCES):
        if at < 0:
            return
        yield at
        at = text.find(sought, at + 1)


def lowered(text: str) -> str:
    """`text` in lower case with every character in its place, also where lower case is longer (İ)."""
    lower = text.lower()
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )
