"""What a difference between two readings of a page is: a new version, noise, or no page at all.

Any difference of the page's text is noticed; a version is made only where the statement's words changed, and
always where a quoted passage is touched. Each block that differs must be explained as noise, or it is a change.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from blog.embed.watching.carrying import Carrier
from blog.embed.watching.explaining import Reason, Sides, explained
from blog.embed.watching.hunks import Hunk, Moves, Pair, hunks, pairs, says_same, words_of
from blog.embed.watching.scope import Page, statement, statements
from blog.embed.watching.soft_errors import SoftError, soft_error
from blog.embed.watching.stamps import is_counters, is_dates
from blog.embed.watching.words import folded_words
from blog.sources.blocks import Block, full_text


class Kind(StrEnum):
    """What a difference comes to."""

    NONE = "none"
    NOISE = "noise"
    VERSION = "version"
    SOFT_ERROR = "soft-error"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a page.

    `reasons` say what the noise was (also that beside a version), `touched` are the pairs of blocks whose words
    changed, `quoted` the passages given that are not what they were.
    """

    kind: Kind
    reasons: tuple[Reason, ...] = ()
    touched: tuple[Pair, ...] = ()
    quoted: tuple[tuple[int, int], ...] = ()
    soft_error: SoftError | None = None


def compare(
    before: Page,
    after: Page,
    *,
    earlier: Collection[str] = (),
    quoted: Sequence[tuple[int, int]] = (),
) -> Change:
    """What became of the page `before`.

    `earlier` are the digests (`digest`) of states that the page was in before: it returns to them without being
    changed. `quoted` are ranges of the earlier page's full text.
    """
    if before.blocks == after.blocks:
        return Change(Kind.NONE)
    was, now = statements(before, after)
    sides = Sides(was, now, is_confirmed=before.is_confirmed and after.is_confirmed)
    failed = soft_error(was, now, after.blocks)
    if failed:
        return Change(Kind.SOFT_ERROR, soft_error=failed)
    found = hunks(was, now)
    moves = Moves.between(found)
    differing = [pair for hunk in found if not says_same(hunk) for pair in pairs(hunk, moves)]
    touched, reasons = explained(differing, sides)
    reasons += _quiet(before, after, sides, found)
    edited = _edited(before, after, quoted)
    if touched and not edited and digest(after) in earlier:
        touched, reasons = [], [*reasons, Reason.RETURNED]
    kind = Kind.VERSION if touched or edited else Kind.NOISE if reasons else Kind.NONE
    return Change(kind, tuple(sorted(set(reasons))), tuple(touched), edited)


def digest(page: Page) -> str:
    """What the statement's words come to, without lines that only say when or how many: SHA-256, hexadecimal."""
    lines = (block for block in statement(page) if not (is_dates(block.text) or is_counters(block.text)))
    words = (word for block in lines for word in words_of(block))
    return sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def _quiet(before: Page, after: Page, sides: Sides, found: Sequence[Hunk]) -> list[Reason]:
    """Differences that no block's words show."""
    reasons = []
    if any(says_same(hunk) and not hunk.is_same for hunk in found):
        reasons.append(Reason.STRUCTURE)
    same = [pair for hunk in found if hunk.is_same for pair in zip(hunk.before, hunk.after, strict=True)]
    if any(was.text != now.text for was, now in same):
        reasons.append(Reason.TYPOGRAPHY)
    if any(was.marks != now.marks for was, now in same):
        reasons.append(Reason.LINKS)
    if _others(before, sides.before) != _others(after, sides.after):
        reasons.append(Reason.CHROME)
    return reasons


def _others(page: Page, counted: Sequence[Block]) -> list[str]:
    """What stands on the page beside the statement."""
    ids = {block.id for block in counted}
    return [block.text for block in page.blocks if block.id not in ids]


def _edited(before: Page, after: Page, quoted: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The quoted passages whose words no longer stand in the page as they did."""
    if not quoted:
        return ()
    was, now = full_text(before.blocks), full_text(after.blocks)
    carrier = Carrier(was, now)
    carried = ((place, carrier.carry(*place)) for place in quoted)
    return tuple(
        place
        for place, found in carried
        if folded_words(was[slice(*place)]) != folded_words(now[found.start : found.end])
    )
