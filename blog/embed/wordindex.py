"""An index of a statement's words: which places could be meant by words that do not stand there exactly.

Each word of the quotation that the statement has votes for the places where the quotation would then begin; where
votes gather, a passage is near. Rare words vote first: what is said often says little about where.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import LCSseq

from blog.embed.boundaries import SPACELESS, SPACELESS_RANGES

WORD = re.compile(r"\w+")
# In scripts without spaces each character is a word.
CHARACTER_OR_WORD = re.compile(rf"[{SPACELESS_RANGES}]|[^\W{SPACELESS_RANGES}]+")
# Words are placed in stretches of about this many characters: those of a whole long text are seldom asked for.
STRETCH = 2_000
# Enough votes to tell a place by; more cost time and come from words that stand everywhere.
ENOUGH_VOTES = 160
# The words that vote at least, however common they are: one or two may be the changed ones.
FEWEST_VOTERS = 5
# Added to how often a word stands in the text, so that one rare word, which may have moved, does not decide alone.
COMMON = 4
# Places looked at closely, and how alike, to the best, one must be.
MOST_WINDOWS = 4
AS_ALIKE = 0.92


class WordIndex:
    """The words of a lowered, folded text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._word = CHARACTER_OR_WORD if SPACELESS.search(text) else WORD
        self.words: list[str] = []
        # Where each stretch begins, in characters and in words.
        self._offsets: list[int] = []
        self._firsts: list[int] = []
        for start, end in _stretches(text):
            self._offsets.append(start)
            self._firsts.append(len(self.words))
            self.words += self._word.findall(text, start, end)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            self._places[word].append(place)
        self._spans = cache(self._spans_of)

    def words_of(self, typed: str) -> list[str]:
        """The words of another text, found as this one's are."""
        return self._word.findall(typed)

    def span(self, place: int) -> tuple[int, int]:
        """Where a word begins and ends, in characters."""
        stretch = bisect_right(self._firsts, place) - 1
        # A stretch without words begins with the same word as the next one.
        return self._spans(stretch)[place - self._firsts[stretch]]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie between two places in characters: the first and the one after the last."""
        return self._first_at(start), self._first_at(end)

    def windows(self, words: list[str], first: int, last: int) -> list[tuple[int, int]]:
        """Ranges of words between `first` and `last` in which a quotation could be, those most like it first."""
        width = max(4, len(words) // 2)
        votes: dict[int, float] = defaultdict(float)
        for offset, places, weight in self._voters(words):
            for place in places:
                if first <= place < last:
                    votes[(place - offset) // width] += weight
        pairs = {bucket: vote + votes.get(bucket + 1, 0.0) for bucket, vote in votes.items()}
        best: list[int] = []
        for bucket in sorted(pairs, key=lambda bucket: (-pairs[bucket], bucket)):
            # A window reaches over the buckets beside its own.
            if bucket - 1 not in best and bucket + 1 not in best:
                best.append(bucket)
            if len(best) == MOST_WINDOWS:
                break
        margin = len(words) // 4 + 3
        alike: dict[tuple[int, int], int] = {}
        for bucket in best:
            start, end = bucket * width - margin, (bucket + 2) * width + len(words) + margin
            window = max(first, start), min(last, end)
            alike[window] = LCSseq.similarity(self.words[slice(*window)], words)
        least = AS_ALIKE * max(alike.values(), default=0)
        return sorted((w for w in alike if alike[w] >= least), key=lambda window: (-alike[window], window))

    def _voters(self, words: list[str]) -> list[tuple[int, list[int], float]]:
        """The rarest of the words that the text has too: where in the quotation and the text, and with what weight."""
        known = [(offset, self._places[word]) for offset, word in enumerate(words) if word in self._places]
        known.sort(key=lambda voter: len(voter[1]))
        voters: list[tuple[int, list[int], float]] = []
        count = 0
        for offset, places in known:
            if count > ENOUGH_VOTES and len(voters) >= FEWEST_VOTERS:
                break
            voters.append((offset, places, 1 / (COMMON + len(places))))
            count += len(places)
        return voters

    def _first_at(self, position: int) -> int:
        """The first word that begins at or after a character."""
        stretch = max(0, bisect_right(self._offsets, position) - 1)
        if not self._offsets:
            return 0
        return self._firsts[stretch] + bisect_left(self._spans(stretch), (position, position))

    def _spans_of(self, stretch: int) -> list[tuple[int, int]]:
        start = self._offsets[stretch]
        end = self._offsets[stretch + 1] if stretch + 1 < len(self._offsets) else len(self._text)
        return [match.span() for match in self._word.finditer(self._text, start, end)]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """A text cut at spaces."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + STRETCH)
        end = len(text) if end < 0 else end
        yield start, end
        start = end
