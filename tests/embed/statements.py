"""Invented statements, as blocks."""

from blog.sources.blocks import Block, BlockRole

LETTER = (
    "Dear members, Harbourline has never sold anyone’s recordings — and it never will.",
    "We are unable to pay more than $1.5 million in the non-exclusive case. "
    "The crew can’t open a sealed letter.",
    "The company develops tools for 50% of its members, and keeps what they send private "
    "until they say otherwise.",
    "Nothing in these rules lets a partner copy your work without your consent.",
)


def blocks_of(*texts: str) -> list[Block]:
    """Paragraphs with the offsets they have in the whole text."""
    blocks, offset = [], 0
    for index, text in enumerate(texts):
        blocks.append(Block(index, BlockRole.PARAGRAPH, text, offset, f"line {index + 1}"))
        offset += len(text) + 1
    return blocks
