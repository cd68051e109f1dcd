"""Deep links that find a passage: text fragments (WICG, Scroll To Text Fragment, draft of March 2025).

    #:~:text=[prefix-,]start[,end][,-suffix]

A browser ignores case, accents and typography's spaces, wants whole words, and looks for each term inside one
block; the first passage that fits wins. A passage of one line and up to 300 characters is given in full,
which says what it was even when the page lost it; a longer one by its first and last words.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from urllib.parse import quote

from blog.embed.boundaries import SPACELESS_RANGES
from blog.sources.blocks import Block, full_text, numbers

# The specification's advice: beyond this, name the ends only.
LONGEST_EXACT = 300
# The first words of a statement are enough for a browser to find its beginning in the original.
BEGINNING_WORDS = 12
# Where ends or context are grown until they are unique, this many words are tried first.
FIRST_WORDS = 3
# More words of context or of either end are no help: what repeats this far has no passage of its own.
MOST_WORDS = 40
# What belongs to the word before a passage rather than to the passage.
CLOSING = ".,;:!?)]} \n\t\u00a0"
# Where words have no spaces between them, each character counts as one.
WORD = re.compile(rf"[{SPACELESS_RANGES}]|[^\W{SPACELESS_RANGES}]+")


class Fragments:
    """The text fragments of one text; making many of them splits it once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._split: _Document | None = None

    def of(self, start: int, end: int) -> str:
        """`:~:text=…` that finds text[start:end] of the whole text and nothing else; "" if none can.

        A passage that begins or ends inside a word is widened to it.
        """
        document = self._split = self._split or _Document(full_text(self._blocks))
        passage = document.words_in(start, end)
        if not passage:
            return ""
        start, end = document.trimmed(passage, start, end)
        exact = document.text[start:end]
        is_whole = "\n" not in exact and len(exact) <= LONGEST_EXACT
        name = _named_exactly if is_whole else _named_by_ends
        named = name(document, passage, start, end)
        return ":~:text=" + ",".join(named) if named else ""

    def of_beginning(self) -> str:
        """The fragment that finds where the statement's argument begins: the first words of its first paragraph."""
        numbered = numbers(self._blocks)
        first = next((block for block in self._blocks if block.id in numbered), None)
        if first is None:
            return ""
        words = " ".join(first.text.split(" ")[:BEGINNING_WORDS])
        return self.of(first.offset, first.offset + len(words))


def linked(url: str, fragment: str) -> str:
    """`url` with a text fragment, after the fragment it has; one of its own text fragments is replaced."""
    if not fragment:
        return url
    address, hash_mark, anchor = url.partition("#")
    return f"{address}#{anchor.partition(':~:')[0] if hash_mark else ''}{fragment}"


def _named_exactly(document: "_Document", passage: range, start: int, end: int) -> list[str]:
    """The passage itself; with what precedes it, and if need be follows, where it occurs more than once."""
    exact = _encoded(document.text[start:end])
    if document.is_unique(passage):
        return [exact]
    before, after = document.line_before(passage.start), document.line_after(passage.stop - 1)
    for count in range(FIRST_WORDS, MOST_WORDS + 1):
        prefix, suffix = before[-count:], after[:count]
        if prefix and document.is_unique(range(prefix.start, passage.stop)):
            return [document.prefix(prefix, start), exact]
        if suffix and document.is_unique(range(passage.start, suffix.stop)):
            return [exact, document.suffix(end, suffix)]
        if prefix and suffix and document.is_unique(range(prefix.start, suffix.stop)):
            return [document.prefix(prefix, start), exact, document.suffix(end, suffix)]
    return []


def _named_by_ends(document: "_Document", passage: range, start: int, end: int) -> list[str]:
    """The first and last words, as many as it takes; with what precedes them where the first ones recur."""
    head, tail = document.same_line(passage, passage.start), document.same_line(passage, passage.stop - 1)
    if head == tail:
        middle = passage.start + len(passage) // 2
        head, tail = range(passage.start, middle), range(middle, passage.stop)
    first = _grown(head, lambda count: head[:count], document.is_unique)
    prefix = range(0)
    if first is None:
        first, before = head[:MOST_WORDS], document.line_before(passage.start)
        found = _grown(
            before, lambda count: before[-count:], lambda p: document.is_unique(range(p.start, first.stop))
        )
        if found is None:
            return []
        prefix = found
    last = _grown(tail, lambda count: tail[-count:], lambda words: document.comes_next(words, first.stop))
    if last is None or not first:
        return []
    named = [document.prefix(prefix, start)] if prefix else []
    return [*named, _encoded(document.text_of(first, start=start)), _encoded(document.text_of(last, end=end))]


def _grown(words: range, taken: Callable[[int], range], is_enough: Callable[[range], bool]) -> range | None:
    """The fewest of `words`, from `FIRST_WORDS` on, that are enough; None where not even all are."""
    most = min(len(words), MOST_WORDS)
    counts = range(min(FIRST_WORDS, most), most + 1) if most else range(0)
    return next((taken(count) for count in counts if is_enough(taken(count))), None)


class _Document:
    """A text as the words that a browser compares, without case and accents. Ranges are indexes of words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._spans = [match.span() for match in WORD.finditer(text)]
        self._starts = [a for a, _ in self._spans]
        bare = [_bare(text[a:b]) for a, b in self._spans]
        # A space around each word, so that only whole words are found; where each word begins in it.
        self._joined = f" {' '.join(bare)} "
        self._at = list(accumulate((len(word) + 1 for word in bare), initial=0))

    def words_in(self, start: int, end: int) -> range:
        """The words that text[start:end] touches."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self._spans[first][1] <= start:
            first += 1
        return range(first, max(first, bisect_left(self._starts, end)))

    def trimmed(self, words: range, start: int, end: int) -> tuple[int, int]:
        """A passage widened to the whole of its words, and without what belongs to the word before it."""
        start, end = min(start, self._starts[words[0]]), max(end, self._spans[words[-1]][1])
        passage = self.text[start:end]
        return end - len(passage.lstrip(CLOSING)), start + len(passage.rstrip())

    def text_of(self, words: range, *, start: int | None = None, end: int | None = None) -> str:
        """The words as the text has them, or from `start`, or up to `end`."""
        first, last = self._starts[words[0]], self._spans[words[-1]][1]
        return self.text[first if start is None else start : last if end is None else end]

    def is_unique(self, words: range) -> bool:
        """Whether these words, one after another, occur once only."""
        sought = self._sought(words)
        at = self._joined.find(sought)
        return self._joined.find(sought, at + 1) < 0

    def comes_next(self, words: range, after: int) -> bool:
        """Whether these words are the first of their kind from word `after` on."""
        return self._joined.find(self._sought(words), self._at[after]) == self._at[words.start]

    def same_line(self, words: range, word: int) -> range:
        """Those of `words` that stand in the line of `word`."""
        start = self.text.rfind("\n", 0, self._starts[word]) + 1
        end = self.text.find("\n", start)
        line = self.words_in(start, len(self.text) if end < 0 else end)
        return range(max(words.start, line.start), min(words.stop, line.stop))

    def line_before(self, word: int) -> range:
        """The words before `word`, in the line where the one before it stands."""
        return self.same_line(range(0, word), word - 1) if word else range(0)

    def line_after(self, word: int) -> range:
        """The words after `word`, in the line where the next one stands."""
        count = len(self._spans)
        return self.same_line(range(word + 1, count), word + 1) if word + 1 < count else range(0)

    def prefix(self, words: range, start: int) -> str:
        """The term for what stands directly before a passage."""
        return _encoded(self.text[self._starts[words[0]] : start]) + "-"

    def suffix(self, end: int, words: range) -> str:
        """The term for what stands directly after a passage."""
        return "-" + _encoded(self.text[end : self._spans[words[-1]][1]])

    def _sought(self, words: range) -> str:
        return self._joined[self._at[words.start] : self._at[words.stop] + 1]


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _encoded(term: str) -> str:
    """Percent-encoded, the hyphen too, which is the fragment's own mark."""
    return quote(" ".join(term.split()), safe="").replace("-", "%2D")
