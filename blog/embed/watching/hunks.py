"""Where two versions of a page differ: hunks of blocks between the blocks that stand in both, and pairs in a hunk."""

from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

from blog.embed.watching.aligning import Gap, gaps, runs
from blog.embed.watching.coherence import coherent
from blog.embed.watching.words import folded_words
from blog.sources.blocks import Block

# Two blocks are one that changed if they share this much of the shorter one's letters, in order, and this much of
# the longer one's: the words of a line stand in many a paragraph.
_OF_SHORTER, _OF_LONGER = 0.5, 0.2
# A block before and what it is after; None for one that has no other.
Pair = tuple[Block | None, Block | None]


@dataclass(frozen=True, slots=True)
class Hunk:
    """Blocks that follow one another. If it `is_same`, the nth before is the nth after, typography aside."""

    before: Sequence[Block]
    after: Sequence[Block]
    is_same: bool


def words_of(block: Block) -> tuple[str, ...]:
    """The block's words as they are compared; of one that shows only marks of layout, none."""
    return _folded(block.text)


@lru_cache(maxsize=65_536)  # two versions of the longest pages; most blocks of a page stand in the next one
def _folded(text: str) -> tuple[str, ...]:
    return tuple(folded_words(text))


def hunks(before: Sequence[Block], after: Sequence[Block]) -> list[Hunk]:
    """All blocks of both, in order."""
    found = runs([words_of(block) for block in before], [words_of(block) for block in after])
    same = [Gap((run.before, run.before + run.size), (run.after, run.after + run.size)) for run in found]
    other = gaps(found, Gap((0, len(before)), (0, len(after))))
    return [
        Hunk(before[slice(*part.before)], after[slice(*part.after)], is_same)
        for part, is_same in sorted(
            [*((part, True) for part in same), *((part, False) for part in other)],
            key=lambda told: (told[0].before, told[0].after),
        )
    ]


def says_same(hunk: Hunk) -> bool:
    """Whether both sides have the same words, if parted into blocks in another way."""
    return hunk.is_same or list(_words(hunk.before)) == list(_words(hunk.after))


@dataclass(frozen=True, slots=True)
class Moves:
    """Blocks that went from one hunk, or place in it, and came in another: later block's id → what it was."""

    was: dict[int, Block]
    gone: frozenset[int]

    @classmethod
    def between(cls, found: Iterable[Hunk]) -> "Moves":
        """Those with the same words; the first that went is the first that came."""
        differing = [hunk for hunk in found if not says_same(hunk)]
        left: defaultdict[tuple[str, ...], deque[Block]] = defaultdict(deque)
        for hunk in differing:
            for block in hunk.before:
                left[words_of(block)].append(block)
        was = {
            block.id: places.popleft()
            for hunk in differing
            for block in hunk.after
            if words_of(block) and (places := left.get(words_of(block)))
        }
        return cls(was, frozenset(block.id for block in was.values()))


def pairs(hunk: Hunk, moves: Moves) -> list[Pair]:
    """Which block became which, in the later version's order; one that went stands where it stood."""
    before = [block for block in hunk.before if hunk.is_same or block.id not in moves.gone]
    after = [block for block in hunk.after if hunk.is_same or block.id not in moves.was]
    partner = {at: at for at in range(len(after))} if hunk.is_same else _partners(before, after)
    places = {after[now].id: was for now, was in partner.items()}
    listed: list[Pair] = []
    at = 0
    for block in hunk.after:
        place = places.get(block.id)
        if place is None:
            listed.append((moves.was.get(block.id), block))
            continue
        listed += [(gone, None) for gone in before[at:place]]
        listed.append((before[place], block))
        at = place + 1
    return listed + [(gone, None) for gone in before[at:]]


def _partners(earlier: Sequence[Block], later: Sequence[Block]) -> dict[int, int]:
    """Index of a later block → index of the earlier block that it was; rising in both."""
    before, after = [words_of(block) for block in earlier], [words_of(block) for block in later]
    starts = list(accumulate(map(len, before), initial=0))
    others = list(accumulate(map(len, after), initial=0))
    one, other = list(chain.from_iterable(before)), list(chain.from_iterable(after))
    shared: Counter[tuple[int, int]] = Counter()
    for run in coherent(runs(one, other), one, other):
        for at in range(run.size):
            was = bisect_right(starts, run.before + at) - 1
            shared[was, bisect_right(others, run.after + at) - 1] += len(one[run.before + at])
    return _chosen(
        shared, [sum(map(len, words)) for words in before], [sum(map(len, words)) for words in after]
    )


def _chosen(shared: Counter[tuple[int, int]], sizes: Sequence[int], others: Sequence[int]) -> dict[int, int]:
    """Those that share most, no block twice. Words are aligned in order, and so the pairs are."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for (was, now), letters in shared.most_common():
        shorter, longer = sorted((sizes[was], others[now]))
        if letters < _OF_SHORTER * shorter or letters < _OF_LONGER * longer:
            continue
        if now not in partner and was not in taken:
            partner[now] = was
            taken.add(was)
    return partner


def _words(blocks: Sequence[Block]) -> Iterator[str]:
    return chain.from_iterable(words_of(block) for block in blocks)
