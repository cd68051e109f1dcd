"""Findings: what checking a quotation found, and all that its readers are told with the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blog.embed.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Omission:
    """What stands between two parts of a shortened quotation: how many words, and which (cut where they are many)."""

    words: int
    text: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """Words that the author put in brackets, as typed, and what stands in their place in the original, if known."""

    typed: str
    original: str


@dataclass(frozen=True, slots=True)
class Change:
    """A first letter or a closing mark that the author fitted to a sentence, and the original's."""

    original: str
    typed: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A stretch of the words as they are shown that the author set off; `is_original` where the original does too."""

    start: int
    end: int
    is_strong: bool = False
    is_original: bool = False


@dataclass(frozen=True, slots=True)
class Caution:
    """Words outside the quotation that change what it says.

    `kind` is "negation", "condition", "claim" (somebody else's, or one denied) or "question"; `where` is
    "before", "after", "next" (the sentence after), "omitted" or "brackets"; `cue` is the word that says so and `words`
    are the original's around it.
    """

    kind: str
    where: str
    cue: str
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What checking found. `start`, `end`: code points in the whole text; `block`: the id of the block of
    `start`.

    `exact` is the passage as the original has it, `prefix` and `suffix` its context (W3C TextQuoteSelector).
    `folds` are the kinds of typographic differences. `diff` are runs ("equal" | "delete" | "insert", words),
    where "delete" is in the original only and "insert" in the quotation only. `shown` are the words without
    the signs that emphasise them. `occurrences` counts the passages that fit as well as this one (`is_first` where
    nothing said which was meant); `unmet` names what the author said of its place that does not hold.
    """

    verdict: Verdict
    start: int | None = None
    end: int | None = None
    block: int | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    folds: tuple[str, ...] = ()
    diff: tuple[tuple[str, str], ...] = ()
    omissions: tuple[Omission, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    capital: tuple[Change, ...] = ()
    closing: Change | None = None
    shown: str = ""
    emphasis: tuple[Emphasis, ...] = ()
    cautions: tuple[Caution, ...] = ()
    occurrences: int = 0
    is_first: bool = False
    unmet: tuple[str, ...] = ()
    is_outside: bool = False

    def evidence(self) -> dict[str, Any]:
        """What is kept beside the verdict, as JSON can hold it; what is empty is left out, but for folds and diff."""
        kept: dict[str, Any] = {
            "omissions": [{"words": o.words, "text": o.text} for o in self.omissions],
            "brackets": [{"typed": b.typed, "original": b.original} for b in self.brackets],
            "capital": [{"typed": c.typed, "original": c.original} for c in self.capital],
            "closing": self.closing and {"typed": self.closing.typed, "original": self.closing.original},
            "shown": self.shown,
            "emphasis": [
                {"start": e.start, "end": e.end, "strong": e.is_strong, "original": e.is_original}
                for e in self.emphasis
            ],
            "warnings": [
                {"kind": c.kind, "where": c.where, "cue": c.cue, "words": c.words} for c in self.cautions
            ],
            "occurrences": self.occurrences if self.occurrences > 1 else 0,
            "first": self.is_first,
            "unmet": list(self.unmet),
            "outside": self.is_outside,
        }
        told = {name: value for name, value in kept.items() if value}
        return {"folds": list(self.folds), "diff": [list(step) for step in self.diff]} | told


def cautions_of(evidence: Mapping[str, Any]) -> list[Caution]:
    """The cautions that `Finding.evidence` wrote."""
    return [Caution(**stored) for stored in evidence.get("warnings", ())]
