"""Shortened quotations: "…" for words left out, brackets for words that the author put in.

An ellipsis may stand alone or in brackets. What stands around it must be found in order. A bracket stands for
anything short in its place, or for nothing; one that touches letters ("[T]he", "develop[ed]") stands for
letters of the same word.
"""

import re
from dataclasses import dataclass, replace

# On folded text, where "…" is three points.
ELLIPSIS = re.compile(r"\s*(?:\[\s*\.{3,}\s*\]|\(\s*\.{3,}\s*\)|\.{3,}|\. \. \.(?: \.)?)\s*")
BRACKET = re.compile(r"(\[[^\[\]]{1,100}\])")
# Fewer words between two ellipses could be found anywhere, and spliced into any sentence: such a part must stand in
# the same sentence as the parts beside it, and the whole must have some words more.
FEWEST_WORDS = 2
FEWEST_WORDS_WITH_SHORT = 4
# In scripts without spaces, this many characters count as enough.
FEWEST_CHARACTERS = 10
# Room for what a bracket replaced: a name, a short clause.
BRACKET_ROOM = 60
IN_SENTENCE = r"(?![.!?] [A-Z])."
# Letters of one word that a bracket replaced.
LETTERS_ROOM = 20
MOST_BRACKETS = 12
MOST_PARTS = 20
# White space separates, but not inside a bracket.
TOKEN = re.compile(r"(?:\[[^\[\]]{1,100}\]|\S)+")
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand together: as typed (folded), and a pattern where brackets are among them.

    The first letter of the pattern matches either case; `anchor` is the longest stretch without brackets.
    `brackets` are those typed, each with the group of the
    pattern that holds what stands in its place, or 0 where that cannot be told: at the part's very ends.
    """

    typed: str
    pattern: re.Pattern[str] | None = None
    brackets: tuple[tuple[str, int], ...] = ()
    anchor: str = ""
    is_short: bool = False

    @property
    def reach(self) -> int:
        """The most characters that the pattern may take."""
        return len(self.typed) + len(self.brackets) * BRACKET_ROOM


@dataclass(frozen=True, slots=True)
class Parts:
    """A quotation's parts, in order; `is_shortened` where an ellipsis stands between, before or after them."""

    parts: tuple[Part, ...]
    is_shortened: bool

    @property
    def is_marked(self) -> bool:
        return any(part.brackets for part in self.parts)

    @property
    def is_plain(self) -> bool:
        """Whether there is neither ellipsis nor bracket."""
        return not (self.is_shortened or self.is_marked)


def read_parts(folded: str) -> Parts | None:
    """The parts of a folded quotation; None if one of several, or one with brackets, says too little."""
    pieces = [piece for piece in ELLIPSIS.split(folded.strip()) if piece]
    brackets = sum(len(BRACKET.findall(piece)) for piece in pieces)
    if not pieces or brackets > MOST_BRACKETS or len(pieces) > MOST_PARTS:
        return None
    parts = tuple(map(_read_part, pieces))
    is_spliced = brackets or len(pieces) > 1
    if is_spliced and any(part.is_short for part in parts):
        own = sum(len(_own_words(piece)) for piece in pieces)
        if own < FEWEST_WORDS_WITH_SHORT or any(part.is_short and part.brackets for part in parts):
            return None
    return Parts(parts, ELLIPSIS.search(folded) is not None)


def _own_words(piece: str) -> list[str]:
    """The original's own words in a part."""
    return WORD.findall(BRACKET.sub(" ", piece))


def _read_part(piece: str) -> Part:
    """A part; one is short whose own words are not enough, or fewer than the brackets in it."""
    words = _own_words(piece)
    is_enough = len(words) >= FEWEST_WORDS or len("".join(words)) >= FEWEST_CHARACTERS
    is_short = not is_enough or len(words) < len(BRACKET.findall(piece))
    part = _Reader().read(piece) if BRACKET.search(piece) and words else Part(piece)
    return replace(part, is_short=is_short)


class _Reader:
    """Makes a regular expression of a part with brackets: runs of words, with room where brackets stand between."""

    def __init__(self) -> None:
        self._groups = 0
        self._brackets: list[tuple[str, int]] = []

    def read(self, piece: str) -> Part:
        pattern, waiting, run = "", list[str](), list[str]()
        for token in [*TOKEN.findall(piece), ""]:
            is_room = BRACKET.search(token) and not WORD.search(BRACKET.sub("", token))
            if token and not is_room:
                if not run and pattern:
                    self._wait(waiting, is_between=True)
                elif not run:
                    self._wait(waiting, is_between=False)
                run.append(self._word(token))
                continue
            if run:
                pattern, run = self._joined(pattern, run), []
            if token:
                waiting.append(token)
        self._wait(waiting, is_between=False)
        anchor = max(BRACKET.sub("\n", piece).split("\n"), key=len).strip()
        return Part(piece, re.compile(_in_either_case(pattern)), tuple(self._brackets), anchor)

    def _wait(self, waiting: list[str], *, is_between: bool) -> None:
        """Take the brackets before a run: the first of those between two runs has the group of their room."""
        if is_between:
            self._groups += 1
        self._brackets += [
            (bracket, self._groups if is_between and not n else 0) for n, bracket in enumerate(waiting)
        ]
        waiting.clear()

    @staticmethod
    def _joined(pattern: str, run: list[str]) -> str:
        """Atomic groups keep the search linear: the nearest place after a bracket is the only one tried.

        A bracket stands for words of its own sentence.
        """
        words = " ".join(run)
        return (
            pattern + rf"(?>(?!\w)((?:{IN_SENTENCE}){{0,{BRACKET_ROOM}}}?)(?<!\w){words}(?!\w))"
            if pattern
            else words
        )

    def _word(self, token: str) -> str:
        """A word, in which brackets stand for letters: a single letter for the same in either case."""
        pattern = ""
        for part in BRACKET.split(token):
            if not BRACKET.fullmatch(part):
                pattern += re.escape(part)
                continue
            self._groups += 1
            self._brackets.append((part, self._groups))
            if len(part) == len("[T]") and not WORD.search(pattern):
                pattern += f"([{re.escape(part[1].lower())}{re.escape(part[1].upper())}])"
            elif WORD.search(part):
                pattern += rf"(\w{{0,{LETTERS_ROOM}}})"
            else:
                pattern += r"([^\w\s]?)"
        return pattern


def _in_either_case(pattern: str) -> str:
    """A pattern whose first character, if it is a letter, matches as a capital or not."""
    first = pattern[:1]
    return (
        f"[{first.lower()}{first.upper()}]{pattern[1:]}"
        if len(first.upper()) == 1 and first.isalpha()
        else pattern
    )
