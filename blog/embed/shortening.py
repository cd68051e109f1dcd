"""Shortened quotations: "…" for words left out, brackets for words that the author put in.

An ellipsis may stand alone or in brackets. What stands around it must be found in order. A bracket stands for
anything short in its place, or for nothing; one that touches letters ("[T]he", "develop[ed]") stands for
letters of the same word.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

# On folded text, where "…" is three points.
ELLIPSIS = re.compile(r"\s*(?:\[\s*\.{3,}\s*\]|\(\s*\.{3,}\s*\)|\.{3,}|\. \. \.)\s*")
BRACKET = re.compile(r"(\[[^\[\]]{1,100}\])")
# Fewer words between two ellipses could be found anywhere, and spliced into any sentence.
FEWEST_WORDS = 2
# In scripts without spaces, this many characters count as enough.
FEWEST_CHARACTERS = 10
# Room for what a bracket replaced: a name, a short clause.
BRACKET_ROOM = 60
# Letters of one word that a bracket replaced.
LETTERS_ROOM = 20
MOST_BRACKETS = 12
MOST_PARTS = 20
# White space separates, but not inside a bracket.
TOKEN = re.compile(r"(?:\[[^\[\]]{1,100}\]|\S)+")
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Shortened:
    """What a shortened quotation asks for: a pattern for each part, in order, and the parts as typed."""

    parts: tuple[re.Pattern[str], ...]
    typed: tuple[str, ...]
    is_marked: bool

    def find(self, folded: str, is_whole: Callable[[int, int], bool]) -> tuple[int, int] | None:
        """The folded range from the first part to the last, each accepted by `is_whole`; None if one is
        missing.

        The earliest places are found going right, then each part moves as near to the next as it can.
        """
        places: list[tuple[int, int]] = []
        position = 0
        for part in self.parts:
            matches = (match.span() for match in part.finditer(folded, position))
            place = next((span for span in matches if is_whole(*span)), None)
            if place is None:
                return None
            places.append(place)
            position = place[1]
        start, end = places[-1]
        for part, (earliest, _) in zip(reversed(self.parts[:-1]), reversed(places[:-1]), strict=True):
            spans = (match.span() for match in part.finditer(folded, earliest, start))
            start = [span for span in spans if is_whole(*span)][-1][0]
        return start, end


def read_shortened(folded: str) -> Shortened | None:
    """The parts of a folded quotation; None without ellipsis or bracket, or if a part says too little."""
    pieces = [piece for piece in ELLIPSIS.split(folded.strip()) if piece]
    brackets = sum(len(BRACKET.findall(piece)) for piece in pieces)
    is_shortened = ELLIPSIS.search(folded) is not None
    if not pieces or not (brackets or is_shortened) or brackets > MOST_BRACKETS or len(pieces) > MOST_PARTS:
        return None
    if not all(_says_enough(piece) for piece in pieces):
        return None
    return Shortened(tuple(re.compile(_pattern(piece)) for piece in pieces), tuple(pieces), brackets > 0)


def _says_enough(piece: str) -> bool:
    """Whether the original's own words in a part are enough, and no fewer than the brackets in it."""
    words = WORD.findall(BRACKET.sub(" ", piece))
    is_enough = len(words) >= FEWEST_WORDS or len("".join(words)) >= FEWEST_CHARACTERS
    return is_enough and len(words) >= len(BRACKET.findall(piece))


def _pattern(piece: str) -> str:
    """A part as a regular expression: runs of words, with room where brackets stand between them."""
    runs: list[list[str]] = [[]]
    for token in TOKEN.findall(piece):
        if not WORD.search(BRACKET.sub("", token)) and BRACKET.search(token):
            runs.append([])
        else:
            runs[-1].append(_word_pattern(token))
    first, *rest = [" ".join(run) for run in runs if run]
    # Atomic groups keep the search linear: the nearest place after a bracket is the only one tried.
    return first + "".join(rf"(?>(?!\w).{{0,{BRACKET_ROOM}}}?(?<!\w){run}(?!\w))" for run in rest)


def _word_pattern(token: str) -> str:
    """A word, in which brackets stand for letters: a single letter for the same in either case."""
    pattern = ""
    for part in BRACKET.split(token):
        if not BRACKET.fullmatch(part):
            pattern += re.escape(part)
        elif len(part) == len("[T]") and not WORD.search(pattern):
            pattern += f"[{re.escape(part[1].lower())}{re.escape(part[1].upper())}]"
        elif WORD.search(part):
            pattern += rf"\w{{0,{LETTERS_ROOM}}}"
        else:
            pattern += r"[^\w\s]?"
    return pattern
