"""Two versions of a page for the eye: block by block which stayed, moved, changed, came and went, and in a block
that changed, word by word.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from blog.embed.watching.aligning import Run, runs
from blog.embed.watching.coherence import coherent
from blog.embed.watching.hunks import Hunk, Moves, hunks, pairs, says_same
from blog.embed.watching.words import Words, plain
from blog.sources.blocks import Block


class Became(StrEnum):
    """What became of a block."""

    EQUAL = "equal"
    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


_EDITED = frozenset({Became.CHANGED, Became.ADDED, Became.REMOVED})


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block of the earlier version and what it is in the later.

    `before` is None for a block that was added, `after` for one that was removed. Equal and moved blocks have the
    same words; typography may differ, and where a paragraph was only parted in two, the second has no `before`.
    """

    kind: Became
    before: Block | None
    after: Block | None


def blocks_compared(before: Sequence[Block], after: Sequence[Block]) -> list[BlockChange]:
    """Every block of both versions in reading order; one that moved stands once, where it is now."""
    found = hunks(before, after)
    moves = Moves.between(found)
    return [change for hunk in found for change in _changes(hunk, moves)]


def passages_changed(changes: Iterable[BlockChange]) -> int:
    """How many passages were edited: blocks that changed, came or went side by side are one."""
    return sum(is_edited for is_edited, _ in groupby(changes, key=lambda change: change.kind in _EDITED))


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Runs ("equal" | "delete" | "insert", text), spaces with the word before them.

    Without the deletes they are the later text, without the inserts the earlier one, typography aside.
    """
    one, other = Words.of(plain(before)), Words.of(plain(after))
    starts, others = _starts(one, before), _starts(other, after)
    diff: list[tuple[str, str]] = []
    was = now = 0
    for run in [
        *coherent(runs(one.said, other.said), one.said, other.said),
        Run(len(one.said), len(other.said), 0),
    ]:
        diff.append(("delete", _parted(diff, before, starts[was], starts[run.before])))
        diff.append(("insert", after[others[now] : others[run.after]]))
        was, now = run.before + run.size, run.after + run.size
        diff.append(("equal", after[others[run.after] : others[now]]))
    return [(kind, text) for kind, text in diff if text]


def _parted(diff: Sequence[tuple[str, str]], text: str, start: int, end: int) -> str:
    """What was deleted, with the space before it where the later text has none there."""
    shown = diff[-1][1] if diff else ""
    needs = start < end and shown and not shown[-1].isspace() and text[start - 1 : start].isspace()
    return f" {text[start:end]}" if needs else text[start:end]


def _starts(words: Words, text: str) -> list[int]:
    """Where each word begins, the first with the space before it, and where the text ends."""
    return [*([0] if words.spans else []), *(start for start, _ in words.spans[1:]), len(text)]


def _changes(hunk: Hunk, moves: Moves) -> Iterator[BlockChange]:
    is_same = says_same(hunk)
    for was, now in pairs(hunk, moves):
        if is_same:
            if now:
                yield BlockChange(Became.EQUAL, was, now)
        elif was and now:
            yield BlockChange(Became.MOVED if now.id in moves.was else Became.CHANGED, was, now)
        else:
            yield BlockChange(Became.ADDED if now else Became.REMOVED, was, now)
