"""The log of verdicts in an evidence pack: written from quotations, and checked again on the pack's own words."""

from blog.embed.models import Quotation
from blog.embed.verdicts import Verdict
from blog.embed.verifying import Passages
from blog.errors import Invalid
from blog.sources.packs.checking import Checked, Outcome
from blog.sources.packs.models import Pack, Verification

SHOWN = 60


def logged(quotation: Quotation, *, where: str) -> Verification:
    """A quotation as the log of its copy's pack has it; `where` is the address that it stands at."""
    return Verification(
        words=quotation.words,
        verdict=quotation.verdict.value,
        exact=quotation.exact,
        prefix=quotation.prefix,
        suffix=quotation.suffix,
        start=quotation.start,
        end=quotation.end,
        folds=tuple(quotation.evidence.get("folds", ())),
        where=where,
    )


def recheck(pack: Pack) -> list[Checked]:
    """A line for each quotation of the pack's log: its verdict, by today's rules."""
    passages = Passages(pack.reading.blocks)
    return [_rechecked(passages, one) for one in pack.verifications]


def _rechecked(passages: Passages, one: Verification) -> Checked:
    words = f"“{one.words[:SHOWN]}{'…' if len(one.words) > SHOWN else ''}”"
    if one.verdict == Verdict.UNCHECKED:
        return Checked(Outcome.NOTE, f"{words} was not checked when this was packed.")
    try:
        found = passages.verify(one.words, prefix=one.prefix, suffix=one.suffix)
    except Invalid as refusal:
        return Checked(Outcome.FAILS, f"{words} cannot be checked: {refusal.message}")
    if found.verdict.value != one.verdict:
        return Checked(
            Outcome.FAILS,
            f"{words} is said to be {one.verdict!r}; checking again finds {found.verdict.value!r}.",
        )
    if one.start >= 0 and (found.start, found.end) != (one.start, one.end):
        return Checked(
            Outcome.NOTE, f"{words}: {one.verdict}, as was told; it stands in more places than one."
        )
    return Checked(Outcome.HOLDS, f"{words}: {one.verdict}, as was told.")
