"""Words as they are read rather than as they are written, with the way back to where they stand.

Case, accents, invisible characters and look-alikes of other alphabets are left out of account, and letters that are
written apart ("f r e e", "f-r-e-e") are taken together.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from blog.accounts.lookalikes import AS_CAPITALS, AS_SMALL, AS_STROKE

# Three letters or more with one space or sign between any two: nobody writes so who wants to be read as usual.
APART = re.compile(r"(?<!\w)\w(?:[ .*_\-/]\w){2,}(?!\w)")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded words, and for each of their code points the offset of the one in the body that it came from."""

    words: str
    places: list[int]

    def span(self, start: int, end: int) -> list[int]:
        """Where the folded code points from start to end stand in the body: first, and behind the last."""
        return [self.places[start], self.places[end - 1] + 1]


def fold(body: str) -> Folded:
    """The body, folded code point by code point."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(body):
        for letter in _letters(character):
            folded.append(letter)
            places.append(place)
    return Folded("".join(folded), places)


def folded_words(body: str) -> str:
    """The words of `fold`, for who need not know where they stand."""
    return "".join(map(_letters, body))


def joined(folded: Folded) -> Folded | None:
    """The same with letters that are written apart taken together; None where there are none."""
    kept: list[int] = []
    done = 0
    for match in APART.finditer(folded.words):
        kept += range(done, match.start())
        kept += range(match.start(), match.end(), 2)
        done = match.end()
    if not done:
        return None
    kept += range(done, len(folded.words))
    return Folded("".join(folded.words[i] for i in kept), [folded.places[i] for i in kept])


# Enough for all that any alphabet uses often; a body of 20,000 characters has a few dozen.
@lru_cache(maxsize=4096)
def _letters(character: str) -> str:
    if character.isascii():
        return character.translate(AS_CAPITALS).casefold().translate(AS_SMALL).translate(AS_STROKE)
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) not in ("Mn", "Cf")
    )
    return bare.translate(AS_CAPITALS).casefold().translate(AS_SMALL).translate(AS_STROKE)
