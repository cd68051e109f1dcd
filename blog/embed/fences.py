"""Reading a post's fences before they are rendered, so that a mistake is told with its line.

pymdown-extensions prints a fence that it cannot read, or swallows what it cannot place. This reader knows
fewer forms: a fence stands at the start of a line (up to three spaces are let pass), outside lists,
quotations and code. What pymdown would take and this does not is a problem, so a text without problems loses
nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from blog.embed.blocks import is_number
from blog.embed.options import AFTER, BEFORE, BLOCKS, PARAGRAPH, name_in, read_option
from blog.errors import Invalid
from blog.markup.codefences import fenced_code

STATEMENT, QUOTE, NOTE, EMBED = "statement", "quote", "note", "embed"
KINDS = (STATEMENT, QUOTE, NOTE, EMBED)
OPTIONS = {STATEMENT: (BLOCKS,), QUOTE: (AFTER, BEFORE, PARAGRAPH), NOTE: (), EMBED: ()}
# Each with its article, for the sentences about it.
ONE = {STATEMENT: "a statement", QUOTE: "a quote", NOTE: "a note", EMBED: "an embed"}
# As pymdownx.blocks has them, for one line; what begins as a fence and is neither is told.
START = re.compile(r" {0,3}(/{3,}) *([\w-]+) *(?:\| *(.*?) *)?")
END = re.compile(r" {0,3}(/{3,}) *")
SLASHES = re.compile(r" {0,3}/{3,}")
# A fence inside a list item, a quotation or a footnote; or one indented, which is code unless a list is open.
NESTED = re.compile(r" *(?:(?:>|[*+-] |\d+\. |\[\^[^\]]*\]:) *)+/{3,} *[\w-]*")
INDENTED = re.compile(r" {4,}/{3,} *[\w-]*")
ITEM = re.compile(r" {0,3}(?:[*+-] |\d+\. |\[\^[^\]]*\]:)")
OPTION_LINE = re.compile(r" {4,}\S")
ADDRESS = re.compile(r"https?://[^\s/?#|<>\"]+[^\s|<>\"]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in a sentence, and on which line (from 1)."""

    line: int
    message: str


@dataclass(slots=True)
class Fence:
    """A block of a post as its author wrote it. `line` (from 1) is where it begins; `words` are a quote's.

    `inner` is the first line after its options, `last` the one that closes it.
    """

    kind: str
    argument: str
    line: int
    length: int
    parent: "Fence | None" = None
    options: dict[str, str] = field(default_factory=dict)
    words: str = ""
    inner: int = 0
    last: int = 0


def scan(source: str) -> tuple[list[Fence], list[Problem]]:
    """The fences of a post's source in order, notes after their statement, and what is wrong with them."""
    scanner = _Scanner(source.replace("\x02", "").replace("\x03", "").expandtabs(4).split("\n"))
    scanner.run()
    return scanner.fences, sorted(scanner.problems, key=lambda problem: problem.line)


class _Scanner:
    def __init__(self, lines: Sequence[str]) -> None:
        self.fences: list[Fence] = []
        self.problems: list[Problem] = []
        self._lines = lines
        self._code = {n for code in fenced_code(lines) for n in range(code.first, code.last + 1)}
        self._open: list[Fence] = []
        self._words: list[str] = []
        # Whether an indented line belongs to a list item or footnote, rather than being code.
        self._in_item = False

    def run(self) -> None:
        skip = 0
        for index, line in enumerate(self._lines):
            if index < skip:
                continue
            if index in self._code:
                self._take_code(index)
            elif END.fullmatch(line):
                self._close(index, line)
            elif SLASHES.match(line):
                skip = self._begin(index, line)
            else:
                self._take_words(index, line)
        for fence in self._open:
            self._tell(
                fence.line - 1,
                f"This {fence.kind} is never closed: end it with a line “{'/' * fence.length}”.",
            )

    def _tell(self, index: int, message: str) -> None:
        self.problems.append(Problem(index + 1, message))

    def _begin(self, index: int, line: str) -> int:
        """Read a line of slashes and a name, and the options after it; where to go on."""
        start = START.fullmatch(line)
        name = start[2].lower() if start else ""
        inside = self._open[-1] if self._open else None
        if start is None or name not in KINDS:
            self._tell(index, f"There is no block “{name or line.strip()}”. Known are {', '.join(KINDS)}.")
            return index + 1
        if inside and inside.kind != STATEMENT:
            self._tell(
                index,
                f"{_one(inside)} may not hold another block. Close the one of line {inside.line} first.",
            )
            return index + 1
        fence = Fence(name, start[3] or "", index + 1, len(start[1]), inside)
        self._check_place(fence, inside)
        if self._in_item and not _is_blank(self._lines[index - 1]):
            self._tell(index, f"Leave an empty line between the list and this {name}.")
        self._check_argument(fence)
        self.fences.append(fence)
        self._open.append(fence)
        self._words = []
        after = self._read_options(fence, index + 1)
        fence.inner = after + 1
        return after

    def _check_place(self, fence: Fence, inside: Fence | None) -> None:
        if fence.kind == NOTE and inside is None:
            self._tell(
                fence.line - 1, "A note stands inside a statement, before the statement’s closing line."
            )
        elif inside and fence.kind != NOTE:
            self._tell(
                fence.line - 1,
                f"{_one(fence)} may not stand in a statement. Close that of line {inside.line} first.",
            )
        elif inside and fence.length == inside.length:
            slashes = "/" * (inside.length + 1)
            self._tell(
                fence.line - 1,
                f"A note needs more slashes than its statement: begin and end it with {slashes}.",
            )

    def _check_argument(self, fence: Fence) -> None:
        if fence.kind == NOTE:
            if not is_number(fence.argument):
                told = (
                    f"“{fence.argument}” is not the number of a paragraph"
                    if fence.argument
                    else "It has none"
                )
                self._tell(
                    fence.line - 1, f"A note names the paragraph it stands beside: //// note | 3. {told}."
                )
        elif not fence.argument:
            self._tell(fence.line - 1, f"This {fence.kind} names no address: /// {fence.kind} | https://….")
        elif not ADDRESS.fullmatch(fence.argument):
            self._tell(fence.line - 1, f"“{fence.argument}” is not a web address (https://…).")

    def _read_options(self, fence: Fence, index: int) -> int:
        """Read the indented lines right after the first one; the index of the line after them."""
        while index < len(self._lines) and index not in self._code and OPTION_LINE.match(self._lines[index]):
            self._read_option(fence, index)
            index += 1
        return index

    def _read_option(self, fence: Fence, index: int) -> None:
        line = self._lines[index]
        name = name_in(line)
        if name not in OPTIONS[fence.kind]:
            known = ", ".join(OPTIONS[fence.kind])
            told = f"Known is {known}." if known else f"{_one(fence)} has none; words are not indented."
            self._tell(index, f"There is no option “{name or line.strip()}”. {told}")
        elif name in fence.options:
            self._tell(index, f"The option {name} is given twice.")
        elif fence.options and _indent(line) != _indent(self._lines[index - 1]):
            self._tell(index, "Indent all options of a block alike.")
        else:
            try:
                fence.options[name] = read_option(line)
            except ValueError as error:
                self._tell(index, str(error))

    def _close(self, index: int, line: str) -> None:
        slashes = line.strip()
        if not self._open:
            self._tell(index, f"“{slashes}” closes nothing.")
            return
        fence = self._open[-1]
        if len(slashes) != fence.length:
            self._tell(
                index,
                f"“{slashes}” does not close the {fence.kind} of line {fence.line}: “{'/' * fence.length}”.",
            )
            return
        self._open.pop()
        self._in_item = False
        fence.last = index + 1
        fence.words = "\n".join(self._words).strip() if fence.kind == QUOTE else ""
        if fence.kind == QUOTE and not fence.words:
            self._tell(fence.line - 1, "This quote has no words.")

    def _take_code(self, index: int) -> None:
        self._in_item = False
        if self._open and self._open[-1].kind != NOTE:
            self._tell(index, f"Code may not stand in {ONE[self._open[-1].kind]}.")

    def _take_words(self, index: int, line: str) -> None:
        """Any other line: words of a quote or note, or a mistake where a statement is open."""
        inside = self._open[-1] if self._open else None
        if inside and inside.kind == QUOTE:
            self._words.append(line)
            return
        if inside and inside.kind == STATEMENT and not _is_blank(line):
            self._tell(index, "Words inside a statement belong into a note: //// note | 3.")
        if inside and inside.kind == EMBED and not _is_blank(line):
            self._tell(index, "An embed holds no words: its card is made of what the other site says.")
        if NESTED.match(line) or (INDENTED.match(line) and not self._is_code(index)):
            self._tell(
                index, "A block begins at the start of its line, outside lists, quotations and footnotes."
            )
        if not _is_blank(line) and not line.startswith("    "):
            is_new = index == 0 or _is_blank(self._lines[index - 1])
            self._in_item = bool(ITEM.match(line)) or (self._in_item and not is_new)

    def _is_code(self, index: int) -> bool:
        """Whether an indented line is code: not in a list, and after a blank line or more code."""
        while (
            index > 0 and self._lines[index - 1].startswith("    ") and not _is_blank(self._lines[index - 1])
        ):
            index -= 1
        return not self._in_item and (index == 0 or _is_blank(self._lines[index - 1]))


def _one(fence: Fence) -> str:
    """The block as a sentence begins with it: “A quote”, “An embed”."""
    return ONE[fence.kind].capitalize()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_blank(line: str) -> bool:
    """As Markdown sees it: a line of other white space than spaces is not empty."""
    return not line.strip(" ")


def require_sound(source: str) -> list[Fence]:
    """The fences of a source without problems. Raises `Invalid` beside body that tells each with its line."""
    fences, problems = scan(source)
    refuse(problems)
    return fences


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `Invalid` beside body that tells each problem with its line, if there are any."""
    told = " ".join(f"Line {problem.line}: {problem.message}" for problem in problems)
    if told:
        raise Invalid(told, field="body")


def top_level(fences: Sequence[Fence]) -> Iterator[Fence]:
    """The fences that open a slot, in the order of the slots."""
    return (fence for fence in fences if fence.parent is None)
