"""The region that an author confirmed to be the statement, looked for in other copies of its source."""

from collections.abc import Sequence

from blog.sources.blocks import Block
from blog.sources.extracting.regions import Region
from blog.sources.models import Source, Text


def in_region(source: Source, blocks: Sequence[Block]) -> tuple[Block, ...] | None:
    """The blocks of a copy with the confirmed ones as the statement; None where they are not found in it.

    As they are where nobody confirmed any.
    """
    return Region.from_json(source.region).apply(blocks) if source.region else tuple(blocks)


def is_missed(text: Text) -> bool:
    """Whether the confirmed region is not found in the copy that `text` was read out of; an erased one has no words."""
    return bool(text.blocks) and in_region(text.snapshot.source, text.blocks) is None
