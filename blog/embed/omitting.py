"""Omitting: what a shortened quotation leaves out between its parts, counted in words and kept to be shown."""

from collections.abc import Iterable

from blog.embed.findings import Omission
from blog.embed.layers import Span

# More than a page of it is better read in the kept copy, to which the quotation leads.
MOST_KEPT = 1_500


def omissions(text: str, gaps: Iterable[Span]) -> tuple[Omission, ...]:
    """What stands in each of the raw ranges of `text`; one without a word is none."""
    found = []
    for start, end in gaps:
        words = [word for word in text[start:end].split() if any(char.isalnum() for char in word)]
        if words:
            found.append(Omission(len(words), _cut(text[start:end].strip())))
    return tuple(found)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_KEPT else text[:MOST_KEPT].rsplit(maxsplit=1)[0] + " …"
