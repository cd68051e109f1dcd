"""Folding: two texts that differ only in typography fold to the same text.

Quotation marks, dashes and spaces have many forms, and invisible characters none; a word processor or a web
page changes them without changing a word. Superscripts, subscripts and fractions are not folded, although
NFKC would: 10² is not 102. Case is kept.

The folded text leads back to the raw one, in code points, piece by piece: runs that fold to themselves are
one piece, and every other cluster (a base and its combining marks) is its own.

A loose fold also takes double quotation marks for single ones (who quotes inside a quotation swaps them), but not
after a digit, where they are inches or seconds; and it closes the spaces around dashes, and those that French sets
inside its marks.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Final

QUOTATION_MARKS: Final = "quotation marks"
DASHES: Final = "dashes"
SPACES: Final = "spaces"
INVISIBLE: Final = "invisible characters"
FORMS: Final = "Unicode forms"
KINDS: Final = (QUOTATION_MARKS, DASHES, SPACES, INVISIBLE, FORMS)

DOUBLE_MARKS = '"“”„‟«»″〝〞〟＂「」『』'
SINGLE_MARKS = "'‘’‚‛‹›′ʼ＇´"
DASH_MARKS = "-‐‑‒–—―⁃−⸺⸻﹘﹣－"
# Format characters that show (Arabic number signs and the like) and the tags inside flags are no noise.
SHOWN_FORMATS = re.compile(
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U000e0020-\U000e007f]"
)
VARIATION = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Decompositions that change what is read: a power, an index, a fraction.
KEPT_FORMS = ("<super>", "<sub>", "<fraction>", "<circle>")
# Characters that fold to themselves (a test tries each): printable ASCII, and the letters of the common
# scripts.
STABLE = "!-~À-ÖØ-öø-ıΑ-ΡΣ-ωЀ-ҁא-תぁ-ゖァ-ヺ一-鿿가-힣"
PLAIN = re.compile(f"[{STABLE}]+(?: [{STABLE}]+)*")
LOOSELY_PLAIN = re.compile(PLAIN.pattern.replace("[!-~", "[!#-,.-~"))
# Few spaces: a run of many would be looked at again from each.
DASH_RUN = re.compile(rf"\s{{0,4}}[{re.escape(DASH_MARKS)}]+\s{{0,4}}")
TIGHT_DASH_RUN = re.compile(rf"[{re.escape(DASH_MARKS)}]+")
FRENCH_MARK = re.compile(r"(?<!\S)[«‹]\s+(?=\S)|(?<=\S)\s+[»›](?!\w)")
# Vowels and finals of Hangul, and halfwidth voicing marks, compose with what precedes although no marks.
COMPOSING = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and its pieces: where each begins in it, and the raw range it came from."""

    text: str
    at: list[int]
    raw_start: list[int]
    raw_end: list[int]
    # Whether the piece folds to itself, so that every place in it has its own in the raw text.
    is_same: list[bool]

    def raw_range(self, start: int, end: int) -> tuple[int, int] | None:
        """The raw range of folded [start, end); None where that would cut a cluster or is empty."""
        if not 0 <= start < end <= len(self.text):
            return None
        first, last = bisect_right(self.at, start) - 1, bisect_right(self.at, end - 1) - 1
        if not (self._is_edge(first, start) and self._is_edge(last, end)):
            return None
        return self._raw(first, start), self._raw(last, end)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The raw range of folded [start, end), widened to whole clusters. The range must not be empty."""
        first, last = bisect_right(self.at, start) - 1, bisect_right(self.at, end - 1) - 1
        raw_start = self._raw(first, start) if self._is_edge(first, start) else self.raw_start[first]
        return raw_start, self._raw(last, end) if self._is_edge(last, end) else self.raw_end[last]

    def position(self, raw: int) -> int:
        """The folded place of a raw one; in a piece that does not fold to itself, where that begins."""
        piece = bisect_right(self.raw_start, raw) - 1
        if piece < 0:
            return 0
        inside = min(raw - self.raw_start[piece], self._length(piece))
        return self.at[piece] + (inside if self.is_same[piece] else 0)

    def _length(self, piece: int) -> int:
        following = self.at[piece + 1] if piece + 1 < len(self.at) else len(self.text)
        return following - self.at[piece]

    def _is_edge(self, piece: int, position: int) -> bool:
        inside = position - self.at[piece]
        return self.is_same[piece] or inside in (0, self._length(piece))

    def _raw(self, piece: int, position: int) -> int:
        inside = position - self.at[piece]
        return self.raw_end[piece] if inside == self._length(piece) else self.raw_start[piece] + inside


def fold(text: str, *, without: str = "", loosely: bool = False) -> Folded:
    """Fold `text`, but for the one kind of fold named in `without`. Takes time linear in the text."""
    parts: list[str] = []
    at: list[int] = []
    raw_start: list[int] = []
    raw_end: list[int] = []
    is_same: list[bool] = []
    length = position = 0
    collapses = without != SPACES
    while position < len(text):
        end = _plain_end(text, position, LOOSELY_PLAIN if loosely else PLAIN)
        loose = _fold_loosely(text, position, without) if loosely and end == position else None
        if end > position:
            piece = text[position:end]
        elif loose:
            piece, end = loose
        else:
            end = _cluster_end(text, position)
            piece = _fold_cluster(text[position:end], without)
        if collapses and piece.startswith(" ") and parts and parts[-1] == " ":
            parts[-1], raw_end[-1], is_same[-1] = piece, end, False  # a space may carry marks
            length += len(piece) - 1
        elif piece:
            parts.append(piece)
            at.append(length)
            raw_start.append(position)
            raw_end.append(end)
            is_same.append(end - position == len(piece) and text.startswith(piece, position))
            length += len(piece)
        position = end
    return Folded("".join(parts), at, raw_start, raw_end, is_same)


def needed(one: str, other: str, *, loosely: bool = False) -> tuple[str, ...]:
    """The kinds of folds without which the two texts, equal when folded, would differ."""
    if one == other:
        return ()
    present = {_kind(char) for char in {*one, *other} if not PLAIN.match(char)} | {
        DASHES,
        QUOTATION_MARKS,
        SPACES,
    }
    kinds = tuple(
        kind
        for kind in KINDS
        if kind in present
        and fold(one, without=kind, loosely=loosely).text.strip()
        != fold(other, without=kind, loosely=loosely).text.strip()
    )
    # Where two kinds each make up for the other (a wide space is a space and a form), either is the reason.
    return kinds or ((FORMS,) if one.split() != other.split() else (SPACES,))


def _fold_loosely(text: str, position: int, without: str) -> tuple[str, int] | None:
    """What a loose fold makes of a dash or quotation mark at `position`, with its spaces, and where it ends."""
    if without != DASHES:
        run = (TIGHT_DASH_RUN if without == SPACES else DASH_RUN).match(text, position)
        if run:
            return "-", run.end()
    if without == QUOTATION_MARKS:
        return None
    french = FRENCH_MARK.match(text, position) if without != SPACES else None
    if french:
        return "'", french.end()
    is_measure = position > 0 and text[position - 1].isdigit()
    end = _cluster_end(text, position)
    is_mark = end == position + 1 and text[position] in DOUBLE_MARKS and not is_measure
    return ("'", end) if is_mark else None


def _plain_end(text: str, position: int, plain: re.Pattern[str]) -> int:
    """Where the run that folds to itself ends; a last character that carries marks is left to its cluster."""
    match = plain.match(text, position)
    if match is None:
        return position
    end = match.end()
    return end - 1 if end < len(text) and _extends(text[end]) else end


def _cluster_end(text: str, position: int) -> int:
    end = position + 1
    while end < len(text) and _extends(text[end]):
        end += 1
    return end


@cache
def _extends(char: str) -> bool:
    """Whether a character belongs to the cluster of the one before it."""
    if char <= "\x7f":
        return False
    # An invisible character parts no mark from its base.
    return unicodedata.category(char)[0] == "M" or bool(COMPOSING.match(char)) or _kind(char) == INVISIBLE


@cache
def _kind(char: str) -> str:
    if char in DOUBLE_MARKS or char in SINGLE_MARKS:
        return QUOTATION_MARKS
    if char in DASH_MARKS:
        return DASHES
    if char.isspace():
        return SPACES
    if VARIATION.match(char) or (unicodedata.category(char) == "Cf" and not SHOWN_FORMATS.match(char)):
        return INVISIBLE
    return FORMS


REPLACEMENTS = {DASHES: "-", SPACES: " ", INVISIBLE: ""}


def _fold_cluster(cluster: str, without: str) -> str:
    if len(cluster) == 1:
        return _fold_character(cluster, without)
    folded = "".join(_fold_character(char, without) for char in cluster)
    return folded if without == FORMS else unicodedata.normalize("NFC", folded)


@cache
def _fold_character(char: str, without: str) -> str:
    kind = _kind(char)
    if kind == without:
        return char
    if kind == QUOTATION_MARKS:
        return '"' if char in DOUBLE_MARKS else "'"
    if kind != FORMS:
        return REPLACEMENTS[kind]
    keeps = unicodedata.decomposition(char).startswith(KEPT_FORMS)
    return unicodedata.normalize("NFC" if keeps else "NFKC", char)
