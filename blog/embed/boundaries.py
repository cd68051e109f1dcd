"""Where words begin and end, strictly: a quotation that cuts one is not the original's word.

Beyond letters and digits, what joins them belongs to the word where cutting it would change what is said: the
apostrophe of "can't", the hyphen of "non-exclusive", the point of "1.5", the sign of "$5", "5%" and "-5".
"""

import re
import unicodedata
from functools import cache

# The W3C's TextQuoteSelector names no length; Hypothesis keeps this much, and less proves ambiguous.
CONTEXT = 32
JOINERS = frozenset("'’ʼ-‐‑·\u00ad\u200b\u200c\u200d\u2060")
NUMBER_JOINERS = frozenset(".,:/")
SIGNS = frozenset("%‰°_@#&")
# Right before a number and behind no word, a dash is a minus.
MINUS = frozenset("-‐‑‒–")
# Scripts that put no spaces between words: any place may begin or end one.
SPACELESS_RANGES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
SPACELESS = re.compile(f"[{SPACELESS_RANGES}]")


def at_word_boundaries(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] begins and ends with whole words."""
    return not is_inside_word(text, start) and not is_inside_word(text, end)


def is_inside_word(text: str, position: int) -> bool:
    """Whether the characters before and at `position` belong to one word."""
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if _is_word(before) and _is_word(after):
        return unicodedata.category(after)[0] == "M" or not (
            SPACELESS.match(before) or SPACELESS.match(after)
        )
    if _is_word(before):
        return position + 1 < len(text) and _joins(before, after, text[position + 1])
    if before in MINUS and after.isnumeric() and (position < 2 or text[position - 2].isspace()):
        return True
    return _is_word(after) and position > 1 and _joins(text[position - 2], before, after)


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """What precedes and follows, at least `CONTEXT` characters of each, from and to whole words."""
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    while is_inside_word(text, first):
        first -= 1
    while is_inside_word(text, last):
        last += 1
    return text[first:start], text[end:last]


def _joins(before: str, joiner: str, after: str) -> bool:
    if joiner in JOINERS:
        return _is_word(before) and _is_word(after)
    return joiner in NUMBER_JOINERS and before.isnumeric() and after.isnumeric()


@cache
def _is_word(char: str) -> bool:
    return char.isalnum() or char in SIGNS or unicodedata.category(char) in ("Mn", "Mc", "Me", "Sc", "Sm")
