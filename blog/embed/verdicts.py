"""Verdicts: how quoted words stand to the statement that they are said to come from."""

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
