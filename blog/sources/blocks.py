"""A document's blocks: its paragraphs, headings and lines, each with its place, and which are the statement.

The whole text of a document is its blocks' texts joined with a newline. Offsets count code points from its
start, so that a passage found in the whole text leads to its block and back. What each block is (its role), and
whether it stands outside the statement, are guesses that an author may change; text, offsets and ids never
change once a Text is kept.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self


class BlockRole(StrEnum):
    """What a block is in its statement."""

    HEADLINE = "headline"
    BYLINE = "byline"
    SALUTATION = "salutation"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTATION = "quotation"
    SIGNATURE = "signature"
    # The block that titles an appendix: it and all that follows belong to the appendix.
    APPENDIX = "appendix"


# What an author refers to by number. Furniture (headline, byline, headings, signature) goes unnumbered, so
# that a heading more or less does not shift the numbers of the argument.
NUMBERED = frozenset({BlockRole.PARAGRAPH, BlockRole.LIST_ITEM, BlockRole.QUOTATION})


class MarkKind(StrEnum):
    """What a range of a block's words was in the original's markup, or is in a page that quotes it."""

    LINK = "link"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    IMAGE = "image"
    # A passage that the post around it quotes: made for a page, never stored.
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True)
class Mark:
    """A range over a block's text, `start` to `end` in code points; an image is a range of no length.

    `href` is a link's address or an image's source, absolute wherever the original's address is known.
    """

    kind: MarkKind
    start: int
    end: int
    href: str = ""
    alt: str = ""

    def to_json(self) -> dict[str, Any]:
        """A dict that leaves out what is empty."""
        kept = {"kind": self.kind.value, "start": self.start, "end": self.end}
        return kept | {k: v for k, v in (("href", self.href), ("alt", self.alt)) if v}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The mark that `to_json` wrote."""
        return cls(**{**stored, "kind": MarkKind(stored["kind"])})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or line of a document.

    `id` counts from 0; `offset` is where the text begins in the whole text; `place` is where it stood in the
    document: "line 12" of a text, "page 3" of a PDF, an XPath such as "/html/body/p[3]" in HTML. `outside` says
    that it stands on the page and is no part of the statement: unnumbered, but there to be quoted and compared.
    `anchor` is the id of the heading or section that the block stands under, for a link to it; "" without one.
    """

    id: int
    role: BlockRole
    text: str
    offset: int
    place: str
    marks: tuple[Mark, ...] = ()
    outside: bool = False
    anchor: str = ""

    @property
    def end(self) -> int:
        """Where the text ends in the whole text."""
        return self.offset + len(self.text)

    def to_json(self) -> dict[str, Any]:
        """A dict of plain values; `marks`, `outside` and `anchor` only where there are any."""
        kept: dict[str, Any] = {
            "id": self.id,
            "role": self.role.value,
            "text": self.text,
            "offset": self.offset,
            "place": self.place,
        }
        if self.marks:
            kept["marks"] = [mark.to_json() for mark in self.marks]
        return kept | {name: value for name in ("outside", "anchor") if (value := getattr(self, name))}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The block that `to_json` wrote."""
        marks = tuple(Mark.from_json(mark) for mark in stored.get("marks", ()))
        return cls(**{**stored, "role": BlockRole(stored["role"]), "marks": marks})


def numbers(blocks: Iterable[Block]) -> dict[int, int]:
    """Block id → number, 1 to N: the statement's paragraphs, list items and quotations, an appendix's too."""
    numbered = (block.id for block in inside(blocks) if block.role in NUMBERED)
    return {block_id: number for number, block_id in enumerate(numbered, start=1)}


def inside(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks that are the statement, in order, with the ids and offsets that they have on the page."""
    return tuple(block for block in blocks if not block.outside)


def full_text(blocks: Iterable[Block]) -> str:
    """The whole text that the blocks' offsets count in."""
    return "\n".join(block.text for block in blocks)


def to_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks as JSON can hold them."""
    return [block.to_json() for block in blocks]


def from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """The blocks that `to_json` wrote."""
    return tuple(Block.from_json(block) for block in stored)


def with_roles(blocks: Sequence[Block], roles: Mapping[int, BlockRole]) -> tuple[Block, ...]:
    """The blocks with the roles an author chose, by block id; the others, and all words, stay as they are."""
    return tuple(replace(block, role=roles.get(block.id, block.role)) for block in blocks)


def with_outside(blocks: Sequence[Block], outside: Collection[int]) -> tuple[Block, ...]:
    """The blocks with exactly those of these ids outside the statement; all words stay as they are."""
    return tuple(replace(block, outside=block.id in outside) for block in blocks)
