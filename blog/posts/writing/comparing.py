"""Two states of a text held against each other: paragraphs, and the words where these differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from blog.embed.watching.differences import word_diff
from blog.posts.writing.paragraphs import paragraphs, said

# Unchanged paragraphs shown on each side of a change.
AROUND = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """A paragraph as runs (“equal”, “delete” or “insert”, words); or `skipped` unchanged ones, without words."""

    runs: list[tuple[str, str]]
    skipped: int = 0

    @property
    def is_same(self) -> bool:
        return all(kind == "equal" for kind, _ in self.runs)


def compare(before: str, after: str) -> list[Compared]:
    """What became of each paragraph, in order; long runs of unchanged ones are told by their number."""
    rows = list(_rows(said(paragraphs(before)), said(paragraphs(after))))
    near = {at + by for at, row in enumerate(rows) if not row.is_same for by in range(-AROUND, AROUND + 1)}
    shown: list[Compared] = []
    for at, row in enumerate(rows):
        if at in near:
            shown.append(row)
        elif shown and shown[-1].skipped:
            shown[-1] = Compared([], shown[-1].skipped + 1)
        else:
            shown.append(Compared([], 1))
    return shown if near else []


def _rows(before: list[str], after: list[str]) -> Iterator[Compared]:
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = before[start:end], after[first:last]
        if kind == "equal":
            yield from (Compared([("equal", words)]) for words in come)
        elif len(gone) == len(come):
            yield from (Compared(_words(*pair)) for pair in zip(gone, come, strict=True))
        else:
            yield Compared(_words("\n\n".join(gone), "\n\n".join(come)))


def _words(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word; as a whole where only typography differs, which the word diff takes for the same."""
    runs = word_diff(before, after)
    if all(kind == "equal" for kind, _ in runs):
        return [("delete", before), ("insert", after)]
    return runs
