"""Two versions of a page for the eye: block by block which stayed, moved, changed, came and went, and in a block
that changed, word by word.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from blog.embed.watching.aligning import Run, coherent, runs
from blog.embed.watching.hunks import Hunk, hunks, pairs, says_same, words_of
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
    compared = [change for hunk in hunks(before, after) for change in _changes(hunk)]
    gone: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for at, change in enumerate(compared):
        if change.before and not change.after:
            gone[words_of(change.before)].append(at)
    dropped: set[int] = set()
    for at, change in enumerate(compared):
        if change.kind is Became.ADDED and change.after and (places := gone.get(words_of(change.after))):
            was = places.popleft()
            dropped.add(was)
            compared[at] = BlockChange(Became.MOVED, compared[was].before, change.after)
    return [change for at, change in enumerate(compared) if at not in dropped]


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
        diff.append(("delete", before[starts[was] : starts[run.before]]))
        diff.append(("insert", after[others[now] : others[run.after]]))
        was, now = run.before + run.size, run.after + run.size
        diff.append(("equal", after[others[run.after] : others[now]]))
    return [(kind, text) for kind, text in diff if text]


def _starts(words: Words, text: str) -> list[int]:
    """Where each word begins, the first with the space before it, and where the text ends."""
    return [*([0] if words.spans else []), *(start for start, _ in words.spans[1:]), len(text)]


def _changes(hunk: Hunk) -> Iterator[BlockChange]:
    is_same = says_same(hunk)
    for was, now in pairs(hunk):
        if was and now:
            is_equal = is_same or words_of(was) == words_of(now)
            yield BlockChange(Became.EQUAL if is_equal else Became.CHANGED, was, now)
        elif now:
            yield BlockChange(Became.EQUAL if is_same else Became.ADDED, None, now)
        elif not is_same:
            yield BlockChange(Became.REMOVED, was, None)
