"""Verdicts: how quoted words stand to the statement that they are said to come from."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """How quoted words stand to the statement. The values are those of `data-verdict`."""

    VERBATIM = "verbatim"
    ELIDED = "elided"
    MARKED = "marked"
    ALTERED = "altered"
    NOT_FOUND = "not-found"
    UNCHECKED = "unchecked"


WORDS: dict[Verdict, str] = {
    Verdict.VERBATIM: "exact",
    Verdict.ELIDED: "shortened",
    Verdict.MARKED: "brackets added",
    Verdict.ALTERED: "wording differs",
    Verdict.NOT_FOUND: "not in the original",
    Verdict.UNCHECKED: "not checked",
}
# The verdicts that say that the words stand in the text: of a copy that this site fetched, they earn the ✓.
STANDS = frozenset({Verdict.VERBATIM, Verdict.ELIDED, Verdict.MARKED})


def tally(verdicts: Iterable[Verdict]) -> str:
    """How many quotations there are, and of which verdicts, as "3 quotations: 2 exact, 1 not in the original"."""
    counts = Counter(verdicts)
    if not counts:
        return ""
    if counts.total() == 1:
        return f"1 quotation: {WORDS[next(iter(counts))]}"
    if len(counts) == 1:
        return f"{counts.total()} quotations: all {WORDS[next(iter(counts))]}"
    found = (f"{counts[verdict]} {WORDS[verdict]}" for verdict in Verdict if counts[verdict])
    return f"{counts.total()} quotations: {', '.join(found)}"
