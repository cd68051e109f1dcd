"""One HTML block's words as they arrive: white space collapsed, marks kept as ranges over what is left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

from blog.sources.blocks import Mark, MarkKind
from blog.sources.extracting.raw_map import Run, joined
from blog.typed import FORBIDDEN, printable

# HTML's white space (HTML Standard, "ASCII whitespace"): a no-break space is a word's own and stays.
BLANKS = " \t"
# That, and the line ends of other systems (`blog.typed`).
_SPACE = re.compile("[ \t\n\f\r\v\x85\u2028\u2029]+")
_LONG_SPACE = re.compile("[ \t\n\f\r\v\x85\u2028\u2029]{2,}")
_LINE_END = re.compile("[\n\f\r\v\x85\u2028\u2029]")
# What is never kept, other than a line end.
_REMOVED = re.compile(rf"(?:(?!\x85){FORBIDDEN.pattern})+")
# What may stand between two words: the stronger gap wins where several meet.
_STRENGTH = {"": 0, " ": 1, "\t": 2, "\n": 3}


@dataclass(slots=True)
class _Open:
    """A mark whose end has not come; `start` is None until its first word has."""

    href: str
    depth: int = 1
    start: int | None = None


class Words:
    """Takes a block's words and marks, gives them with `take`, and begins the next block.

    A mark that is still open when a block is taken goes on in the next one. Marks of one kind do not nest:
    strong in strong is one strong, and no link lies in a link.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._gap = ""
        self._open: dict[MarkKind, _Open] = {}
        self._marks: list[Mark] = []
        self._runs: list[Run] = []

    @property
    def gap(self) -> str:
        """What will stand before the next word: nothing, a space, a tab or a newline."""
        return self._gap

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet to take."""
        return not self._parts and not self._marks

    def part(self, gap: str) -> None:
        """Put a gap before the next word; at a block's start and end it comes to nothing."""
        if self._parts and _STRENGTH[gap] > _STRENGTH[self._gap]:
            self._gap = gap

    def add(self, data: str, raw: int = 0) -> None:
        """Take text as it stands between two tags; `raw` is its offset in the raw text."""
        for part, at in _kept(data, raw):
            words = _SPACE.sub(" ", part)
            if words.startswith(" "):
                self.part(" ")
            if core := words.strip(" "):
                self._say(core, at, part)
                if words.endswith(" "):
                    self.part(" ")

    def add_preformatted(self, data: str, raw: int = 0) -> None:
        """Take text whose lines and indents are its own (`<pre>`); empty lines and the ends of lines go."""
        for part, at in _kept(data, raw):
            for number, line in enumerate(_LINE_END.split(part)):
                if number:
                    self.part("\n")
                words = line.rstrip(BLANKS)
                indent = 0 if self._parts else len(words) - len(words.lstrip(BLANKS))
                self._say(words[indent:], at + indent)
                if words != line:
                    self.part(" ")
                at += len(line) + 1

    def image(self, src: str, alt: str) -> None:
        """Note an image where it stands."""
        alt = _SPACE.sub(" ", printable(alt)).strip()
        self._marks.append(Mark(MarkKind.IMAGE, self._length, self._length, printable(src), alt))

    def open(self, kind: MarkKind, href: str = "") -> None:
        """Begin a mark; a link ends the one before it."""
        if kind is MarkKind.LINK and kind in self._open:
            self._end(kind, self._open.pop(kind))
        if kind in self._open:
            self._open[kind].depth += 1
        else:
            self._open[kind] = _Open(printable(href))

    def close(self, kind: MarkKind) -> None:
        """End a mark; one that is not open is no error."""
        mark = self._open.get(kind)
        if mark:
            mark.depth -= 1
            if not mark.depth:
                self._end(kind, self._open.pop(kind))

    def take(self) -> tuple[str, tuple[Mark, ...], tuple[Run, ...]]:
        """The block's text, marks and runs in the raw text. An image may come without any text."""
        for kind, mark in self._open.items():
            self._end(kind, mark)
            mark.start = None
        text = "".join(self._parts)
        marks = sorted(self._marks, key=lambda mark: (mark.start, -mark.end, mark.kind))
        runs = joined(self._runs)
        self._parts, self._marks, self._runs, self._length, self._gap = [], [], [], 0, ""
        return text, tuple(marks), runs

    def _say(self, words: str, at: int, written: str = "") -> None:
        """Put words after the gap. `at` is their raw offset, or that of `written`, which was collapsed to them."""
        if not words:
            return
        if self._gap:
            self._parts.append(self._gap)
            self._length += 1
            self._gap = ""
        for mark in self._open.values():
            if mark.start is None:
                mark.start = self._length
        self._runs += _runs(written, self._length, at) if written else [(self._length, at)]
        self._parts.append(words)
        self._length += len(words)

    def _end(self, kind: MarkKind, mark: _Open) -> None:
        if mark.start is not None:
            self._marks.append(Mark(kind, mark.start, self._length, mark.href))


def is_shown(text: str) -> bool:
    """Whether any of it can be seen: editors leave paragraphs of no-break spaces and zero-width ones behind."""
    return any(not letter.isspace() and category(letter) != "Cf" for letter in text)


def _kept(data: str, raw: int) -> Iterator[tuple[str, int]]:
    """The parts of the data that can be kept, each with its raw offset: nearly always all of it."""
    start = 0
    for removed in _REMOVED.finditer(data):
        if start < removed.start():
            yield data[start : removed.start()], raw + start
        start = removed.end()
    if start < len(data):
        yield data[start:], raw + start


def _runs(written: str, text: int, raw: int) -> Iterator[Run]:
    """The runs of a text as written, that stands at `text` once its white space is collapsed."""
    lead = _SPACE.match(written)
    lost = lead.end() if lead else 0
    yield text, raw + lost
    for space in _LONG_SPACE.finditer(written, lost):
        lost += len(space[0]) - 1
        yield text + space.end() - lost, raw + space.end()
