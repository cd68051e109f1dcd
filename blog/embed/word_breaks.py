"""Where browsers see the edge of a word: Unicode Standard Annex #29, by uniseg (docs/decisions/word-boundaries.md).

Scripts without spaces are the exception: there browsers ask a dictionary of their own, so that no break inside
a run of such letters is certain. What is certain is the run's edges: its punctuation, digits, other scripts.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from uniseg.wordbreak import word_boundaries

from blog.embed.boundaries import SPACELESS_RANGES

# ICU's dictionaries know these besides: Han's repetition marks, halfwidth Katakana, and Hangul, which has spaces
# but is looked up together with the Han beside it.
_LOOKED_UP = re.compile(f"[{SPACELESS_RANGES}\u3005-\u3007\u31f0-\u31ff\uff66-\uff9f\uac00-\ud7a3]")
# Letters of Southeast Asia, which UAX #29 leaves alone and ICU joins to the letters and digits beside them.
_SOUTHEAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
# What is neither a space nor like one (WSegSpace): those stay together, and apart from all else.
_TOKEN = re.compile("[^ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
# A mark, a format character, a shade of skin belongs to what precedes it, be it a space (UAX #29, WB4).
_EXTENDING = frozenset(("Mn", "Mc", "Me", "Cf", "Sk"))


def breaks(text: str) -> tuple[list[int], list[int]]:
    """The places where a word may begin or end, and those of them that every browser agrees on; both rise.

    The ends of `text`, a line without tabs, are among them.
    """
    every, certain = [0], [0]
    for token in _TOKEN.finditer(text):
        start, word = token.start(), token.group()
        inside, sure = _inside(word)
        is_start = unicodedata.category(word[0]) not in _EXTENDING
        edges = [start] * is_start, [token.end()]
        every += edges[0] + [start + at for at in inside] + edges[1]
        certain += edges[0] + [start + at for at in sure] + edges[1]
    return sorted({*every, len(text)}), sorted({*certain, len(text)})


def words(text: str, certain: list[int]) -> list[tuple[int, int]]:
    """The ranges between certain breaks that hold a letter or a digit; a run without spaces is one word."""
    return [(a, b) for a, b in pairwise(certain) if any(char.isalnum() for char in text[a:b])]


@lru_cache(maxsize=20_000)
def _inside(token: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The breaks inside what has no spaces in it, and the certain ones."""
    if token.isascii() and token.isalnum():
        return (), ()
    every = _word_boundaries(token)
    as_latin = _SOUTHEAST.sub(lambda letter: "a" if letter[0].isalpha() else letter[0], token)
    agreed = every if as_latin == token else _word_boundaries(as_latin)
    return every, tuple(
        at for at in agreed if not (_LOOKED_UP.match(token[at - 1]) and _LOOKED_UP.match(token[at]))
    )


def _word_boundaries(token: str) -> tuple[int, ...]:
    return tuple(at for at in word_boundaries(token) if 0 < at < len(token))
