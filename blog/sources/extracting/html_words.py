"""One HTML block's words as they arrive: white space collapsed, marks kept as ranges over what is left."""

import re
from dataclasses import dataclass

from blog.sources.blocks import Mark, MarkKind
from blog.typed import printable

# HTML's white space (HTML Standard, "ASCII whitespace"): a no-break space is a word's own and stays.
BLANKS = " \t"
_SPACE = re.compile(r"[ \t\n\f\r]+")
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

    def add(self, data: str) -> None:
        """Take text as it stands between two tags."""
        words = _SPACE.sub(" ", printable(data))
        if words.startswith(" "):
            self.part(" ")
        if core := words.strip(" "):
            self._say(core)
            if words.endswith(" "):
                self.part(" ")

    def add_preformatted(self, data: str) -> None:
        """Take text whose lines and indents are its own (`<pre>`); empty lines and the ends of lines go."""
        for number, line in enumerate(printable(data).split("\n")):
            if number:
                self.part("\n")
            words = line.rstrip(BLANKS)
            self._say(words if self._parts else words.lstrip(BLANKS))
            if words != line:
                self.part(" ")

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

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """The block's text and marks. An image may come without any text."""
        for kind, mark in self._open.items():
            self._end(kind, mark)
            mark.start = None
        text = "".join(self._parts)
        marks = sorted(self._marks, key=lambda mark: (mark.start, -mark.end, mark.kind))
        self._parts, self._marks, self._length, self._gap = [], [], 0, ""
        return text, tuple(marks)

    def _say(self, words: str) -> None:
        if not words:
            return
        if self._gap:
            self._parts.append(self._gap)
            self._length += 1
            self._gap = ""
        for mark in self._open.values():
            if mark.start is None:
                mark.start = self._length
        self._parts.append(words)
        self._length += len(words)

    def _end(self, kind: MarkKind, mark: _Open) -> None:
        if mark.start is not None:
            self._marks.append(Mark(kind, mark.start, self._length, mark.href))
