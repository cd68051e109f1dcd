"""What changed between two versions of a statement, block by block and word by word."""

from dataclasses import dataclass, field

from blog.embed.watching.differences import Became, blocks_compared, word_diff
from blog.errors import NotFound
from blog.reading.sources import find_source, find_text, public_copies
from blog.reading.statements import kept_words, version_path
from blog.reading.timeline import as_they_stood
from blog.site import Site, direction
from blog.sources.blocks import Block, inside, numbers
from blog.sources.models import Source, Text

# Unchanged blocks shown on each side of a change.
AROUND = 1


@dataclass(slots=True)
class ChangedRow:
    """One block: `kind` is a Became, or “gap” for `count` unchanged ones. `diff` are runs (equal, delete, insert)."""

    kind: str
    diff: list[tuple[str, str]] = field(default_factory=list)
    number: int | None = None
    count: int = 0


@dataclass(slots=True)
class ChangesPage:
    """What templates/public/changes.html takes."""

    title: str
    publisher: str
    source_url: str
    lang: str
    dir: str
    before: tuple[int, str, str]  # a version's number, address and how it came
    after: tuple[int, str, str]
    others: list[int]
    rows: list[ChangedRow]
    edited: int
    is_hidden: bool
    whole_page: bool


def view_changes(source_id: int, one: int, other: int, site: Site, *, whole_page: bool) -> ChangesPage:
    """The changes from version `one` to version `other`; of the statement, or of all that stood on the page.

    Raises `NotFound` for versions that readers may not see, and for one compared with itself.
    """
    source = find_source(source_id)
    if one == other:
        raise NotFound("A version has no changes from itself.")
    before, after = find_text(source_id, one), find_text(source_id, other)
    is_hidden = bool(before.snapshot.takedown or after.snapshot.takedown)
    rows = [] if is_hidden else _rows(_blocks(before, whole_page), _blocks(after, whole_page), after)
    return ChangesPage(
        title=source.title,
        publisher=source.publisher,
        source_url=f"/statements/{source.id}/",
        lang=source.language,
        dir=direction(source.language),
        before=(one, version_path(before.snapshot), kept_words(before.snapshot, site)),
        after=(other, version_path(after.snapshot), kept_words(after.snapshot, site)),
        others=versions_of(source),
        rows=_with_gaps(rows),
        edited=sum(row.kind in (Became.CHANGED, Became.ADDED, Became.REMOVED) for row in rows),
        is_hidden=is_hidden,
        whole_page=whole_page,
    )


def versions_of(source: Source) -> list[int]:
    """The numbers of the versions that readers may see in the order in which they stood at its address."""
    return [snapshot.version for snapshot in as_they_stood(public_copies(source))]


def _blocks(text: Text, whole_page: bool) -> tuple[Block, ...]:
    return text.blocks if whole_page else inside(text.blocks)


def _rows(before: tuple[Block, ...], after: tuple[Block, ...], text: Text) -> list[ChangedRow]:
    numbered = numbers(text.blocks)
    rows = []
    for change in blocks_compared(before, after):
        number = numbered.get(change.after.id) if change.after else None
        rows.append(ChangedRow(change.kind.value, _diff(change.before, change.after), number))
    return rows


def _diff(before: Block | None, after: Block | None) -> list[tuple[str, str]]:
    if before is None or after is None:
        present = before or after
        assert present is not None
        return [("delete" if before else "insert", present.text)]
    return word_diff(before.text, after.text)


def _with_gaps(rows: list[ChangedRow]) -> list[ChangedRow]:
    """The rows with long runs of unchanged ones folded into gaps."""
    touched = [at for at, row in enumerate(rows) if row.kind != Became.EQUAL]
    kept = {near for at in touched for near in range(at - AROUND, at + AROUND + 1)}
    shown: list[ChangedRow] = []
    for at, row in enumerate(rows):
        if at in kept:
            shown.append(row)
        elif shown and shown[-1].kind == "gap":
            shown[-1].count += 1
        else:
            shown.append(ChangedRow("gap", count=1))
    return shown
