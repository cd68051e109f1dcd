"""The fences of a post's body as blocks of pymdown-extensions, each leaving marks where its slot goes.

What is right and wrong about a fence is told by blog.embed.fences, with its line; a fence that is not right
is no block here and is printed as it stands.
"""

from typing import Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from pymdownx.blocks.block import Block, type_integer, type_multi, type_string

from blog.markup.slots import Places, Sign
from blog.markup.voices import without_headings

# No policy allows it, so cleaning takes it away and keeps what it holds.
WRAPPER = "section"


class StatementBlock(Block):
    """`/// statement | URL`: the statement's blocks, with notes."""

    NAME = "statement"
    ARGUMENT = True
    OPTIONS: ClassVar[dict[str, Any]] = {"blocks": ("", type_multi(type_string, type_integer))}

    def on_create(self, parent: Element) -> Element:
        chosen = str(self.options["blocks"])
        slot = _places(self).open(self.NAME, self.argument, {"blocks": chosen} if chosen else {})
        element = SubElement(parent, WRAPPER)
        _places(self).mark(element, Sign.SLOT, slot)
        return element

    def on_end(self, block: Element) -> None:
        _places(self).mark(block, Sign.SLOT_END, 0)


class NoteBlock(Block):
    """`//// note | N`: Markdown beside the statement's block number N."""

    NAME = "note"
    ARGUMENT = True

    def on_validate(self, parent: Element) -> bool:
        return is_number(self.argument)

    def on_create(self, parent: Element) -> Element:
        element = SubElement(parent, WRAPPER)
        _places(self).mark(element, Sign.NOTE, int(self.argument))
        return element

    def on_end(self, block: Element) -> None:
        without_headings(block)
        _places(self).mark(block, Sign.NOTE_END, 0)


class QuoteBlock(Block):
    """`/// quote | URL`: words, taken as they were typed."""

    NAME = "quote"
    ARGUMENT = True
    # Where the words stand, if they stand in several places: see blog.embed.hints.
    OPTIONS: ClassVar[dict[str, Any]] = {
        name: ("", type_multi(type_string, type_integer)) for name in ("after", "before", "paragraph")
    }

    def on_markdown(self) -> str:
        return "raw"

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, WRAPPER)

    def on_end(self, block: Element) -> None:
        given = {name: str(value).strip() for name, value in self.options.items() if name in self.OPTIONS}
        options = {name: value for name, value in given.items() if value}
        slot = _places(self).open(self.NAME, self.argument, options)
        _places(self).say(slot, (block.text or "").strip())
        block.text = None
        _places(self).mark(block, Sign.SLOT, slot)
        _places(self).mark(block, Sign.SLOT_END, 0)


class EmbedBlock(Block):
    """`/// embed | URL`: the card of something that plays on another site."""

    NAME = "embed"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        element = SubElement(parent, WRAPPER)
        _places(self).mark(element, Sign.SLOT, _places(self).open(self.NAME, self.argument, {}))
        return element

    def on_end(self, block: Element) -> None:
        _places(self).mark(block, Sign.SLOT_END, 0)


# In the order that the editor's help tells them.
BLOCKS: tuple[type[Block], ...] = (StatementBlock, QuoteBlock, NoteBlock, EmbedBlock)


def is_number(argument: str) -> bool:
    """Whether an argument is a block's number: digits, not many, from 1."""
    return argument.isascii() and argument.isdigit() and len(argument) < 7 and not argument.startswith("0")


def _places(block: Block) -> Places:
    places: Places = block.config["places"]
    return places
