"""A page as browsers search it: what they take for the same, and where a term must end.

Browsers compare at the primary level of the Unicode Collation Algorithm (UTS #10) with the search rules of CLDR:
case, accents, width, the script of kana and of digits count for nothing. Each goes a little further in its own
way, and none tells more apart than `alike` does; so what occurs once here occurs once in every browser. White
space is left out altogether, for it matters only to them how much of it there is.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from blog.embed.folding import DASH_MARKS, DOUBLE_MARKS, SINGLE_MARKS
from blog.embed.word_breaks import breaks, words

# A term never goes over a line's end or a table cell's; where blanks were kept, a browser may count them.
_GAP = re.compile("[\n\t]| {2,}")
_EQUALS = {"æ": "ae", "œ": "oe", "ة": "ه", "ى": "ي"}
_HEBREW_FINALS = dict(zip("ךםןףץ", "כמנפצ", strict=True))
# The search rules of CLDR: geresh, gershayim and tatweel do not count.
_IGNORED = frozenset("׳״ـ")
_IGNORED_KINDS = frozenset(("Mn", "Mc", "Me", "Cf", "Cc", "Sk", "Zs", "Zl", "Zp"))
_HIRAGANA = range(0x3041, 0x3097)
_TO_KATAKANA = 0x60


class _Alike(dict[int, str]):
    """A table for str.translate that makes its entries as they are asked for."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
        self[code] = found = "".join(_plainest(part) for part in decomposed)
        return found


_ALIKE = _Alike()


def alike(text: str) -> str:
    """The same for texts that a browser may take for the same; that of a whole is that of its parts in order."""
    return text.translate(_ALIKE)


def _plainest(char: str) -> str:
    if char in _IGNORED or unicodedata.category(char) in _IGNORED_KINDS:
        # A grave or an acute that stands alone serves as a quotation mark.
        return "'" if char in SINGLE_MARKS else ""
    if char in SINGLE_MARKS:
        return "'"
    if char in DOUBLE_MARKS:
        return '"'
    if char in DASH_MARKS:
        return "-"
    if ord(char) in _HIRAGANA:
        return chr(ord(char) + _TO_KATAKANA)
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    return _EQUALS.get(char) or _HEBREW_FINALS.get(char) or _without_stroke(char)


def _without_stroke(char: str) -> str:
    """ø → o: a letter that Unicode names as another one "with" something, and does not decompose."""
    base, _, addition = unicodedata.name(char, "").partition(" WITH ")
    try:
        return unicodedata.lookup(base) if addition else char
    except KeyError:
        return char


class Line:
    """What a term may lie in. All places count in the page's text; `at` is where the line begins in its `alike`."""

    def __init__(self, text: str, start: int, at: int) -> None:
        self.text, self.start, self.at = text, start, at
        self.end = start + len(text)

    @cached_property
    def _breaks(self) -> tuple[list[int], list[int]]:
        return breaks(self.text)

    @cached_property
    def breaks(self) -> list[int]:
        """Where words may begin or end."""
        return [self.start + at for at in self._breaks[0]]

    @cached_property
    def certain(self) -> frozenset[int]:
        """Those of `breaks` that every browser agrees on."""
        return frozenset(self.start + at for at in self._breaks[1])

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """The words between certain breaks."""
        return [(self.start + a, self.start + b) for a, b in words(self.text, self._breaks[1])]


class Searched:
    """A text made ready for looking up what occurs how often in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = []
        parts, at = [], 0
        for start, end in _between_gaps(text):
            self.lines.append(Line(text[start:end], start, at))
            parts.append(alike(text[start:end]))
            at += len(parts[-1])
        self.alike = "".join(parts)
        self._starts = [line.start for line in self.lines]

    def line_at(self, place: int) -> Line:
        """The line that the character at `place` stands in; for one of a gap, the line before."""
        return self.lines[self._number(place)]

    def neighbour(self, line: Line, step: int) -> Line | None:
        """The line that many below (above: negative), if there is one."""
        number = self._number(line.start) + step
        return self.lines[number] if 0 <= number < len(self.lines) else None

    def parts(self, start: int, end: int) -> Iterator[tuple[Line, int, int]]:
        """The lines that text[start:end] touches, and what of each."""
        for line in self.lines[self._number(start) : self._number(end - 1) + 1] if start < end else ():
            if max(start, line.start) < min(end, line.end):
                yield line, max(start, line.start), min(end, line.end)

    def standing(self, start: int, end: int, *, since: int = 0) -> tuple[bool, bool]:
        """Whether text[start:end] is the first of its kind from `since` on, and whether it is the only one."""
        at, sought = self._at(start), self.alike[self._at(start) : self._at(end)]
        first = self.alike.find(sought, self._at(since))
        return first == at, first == at and self.alike.find(sought, at + 1) < 0

    def _number(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)

    def _at(self, place: int) -> int:
        """Where what follows `place` begins in `alike`."""
        line = self.line_at(place)
        return line.at + len(alike(line.text[: place - line.start]))


def _between_gaps(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _GAP.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text) or not start:
        yield start, len(text)
