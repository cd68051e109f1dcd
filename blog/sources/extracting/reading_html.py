"""HTML → pieces: blocks with their marks, and what the page's head says.

libxml2's tokeniser calls a target as it goes, so no tree is built and time grows with the length of the page.
"""

from dataclasses import replace

from lxml import etree

from blog.errors import Invalid
from blog.sources.blocks import BlockRole, Mark, MarkKind
from blog.sources.extracting.anchors import Anchors
from blog.sources.extracting.head import Head
from blog.sources.extracting.html_elements import BLOCKS, Element
from blog.sources.extracting.html_words import Words, is_shown
from blog.sources.extracting.pieces import Document, Piece, lines_of

# Browsers stop nesting at 512 elements. Past that, each end tag costs libxml2 a walk up all of them.
MAX_DEPTH = 512
# Fed in parts, so that a page nested too deeply is given up soon.
_PART = 16 * 1024
# A paragraph of lines this short, parted by <br>, is an address or a signature: its lines are blocks.
_SHORT_LINE = 80
# What may stand before the body; anything else begins it (HTML Standard §13.2.6.4.4): libxml2 does not always see it.
_HEAD = frozenset(
    ["html", "head", "title", "meta", "link", "base", "basefont", "bgsound", "script", "style", "noscript",
     "noframes", "template"]
)  # fmt: skip
# A newline right after their start tag is none of their text (HTML Standard §13.1.2.5).
_STARTS_LINE = frozenset(["pre", "listing", "textarea"])
_HEADS = (BlockRole.HEADLINE, BlockRole.HEADING)


class _TooDeep(Exception):
    """The page nests deeper than MAX_DEPTH."""


class _Reader:
    """An lxml parser target; `close` gives the Document."""

    def __init__(self, *, is_page: bool) -> None:
        self._stack = [Element(is_page=is_page)]
        self._words = Words()
        self._anchors = Anchors()
        self._head = Head()
        self._pieces: list[Piece] = []
        self._lone_images: list[Mark] = []
        self._has_headline = False
        self._raw = 0
        self._has_body = False
        self._is_at_start = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._stack) > MAX_DEPTH:
            raise _TooDeep
        if tag in BLOCKS:
            self._flush()
        element = self._stack[-1].opened(tag, attributes)
        self._stack.append(element)
        self._has_body = self._has_body or tag not in _HEAD
        self._is_at_start = tag in _STARTS_LINE
        self._head.note(tag, attributes)
        if element.is_hidden:
            return
        name = attributes.get("id") or (attributes.get("name", "") if tag == "a" else "")
        is_target = tag == "a" and not attributes.get("href")
        self._anchors.open(tag, name, is_block=tag in BLOCKS, is_target=is_target)
        if element.mark:
            self._words.open(element.mark, attributes.get("href", ""))
        if tag == "br":
            self._break_line()
        elif tag in ("td", "th"):
            self._words.part("\t")
        elif tag == "img":
            self._words.image(attributes.get("src", ""), attributes.get("alt", ""))

    def end(self, tag: str) -> None:
        self._is_at_start = False
        if tag in BLOCKS:
            self._flush()
        element = self._stack.pop()
        if element.is_hidden:
            return
        self._anchors.close(tag, is_block=tag in BLOCKS)
        if element.mark:
            self._words.close(element.mark)

    def data(self, data: str) -> None:
        element = self._stack[-1]
        if self._is_at_start:
            self._is_at_start = False
            data = data.removeprefix("\n")
        if element.tag == "title" and "svg" not in element.path:
            self._head.title += data
        elif element.tag == "script" and self._head.is_json_ld:
            self._head.script(data)
        elif not element.is_hidden:
            (self._words.add_preformatted if element.is_pre else self._words.add)(data, self._raw)
        # What stands below </body> is put into it by browsers (HTML Standard §13.2.6.4.19).
        if element.is_raw and self._has_body:
            self._raw += len(data)

    def close(self) -> Document:
        self._flush()
        if self._lone_images and self._pieces:
            last = self._pieces[-1]
            at_end = tuple(
                replace(mark, start=len(last.text), end=len(last.text)) for mark in self._lone_images
            )
            self._pieces[-1] = replace(last, marks=last.marks + at_end)
        return Document(tuple(self._pieces), self._head)

    def _break_line(self) -> None:
        """A line ends at <br>; at two together, the paragraph. A heading stays one line."""
        if self._stack[-1].role in _HEADS:
            self._words.part(" ")
        elif self._words.gap == "\n" and not self._stack[-1].is_pre:
            self._flush()
        else:
            self._words.part("\n")

    def _flush(self) -> None:
        """End the block that the words so far are, if there are any."""
        if self._words.is_empty:
            return
        text, marks, runs = self._words.take()
        if not is_shown(text):
            self._lone_images += (mark for mark in marks if mark.kind is MarkKind.IMAGE)
            return
        # An image that stands alone goes with the words after it.
        images = tuple(replace(mark, start=0, end=0) for mark in self._lone_images)
        self._lone_images = []
        element = self._stack[-1]
        role = self._role(element.role)
        anchor = self._anchors.take(is_heading=role in _HEADS)
        piece = Piece(text, element.place, role, images + marks, anchor, runs)
        is_open = piece.role is None and not element.is_pre
        is_lines = is_open and all(len(line) <= _SHORT_LINE for line in text.split("\n"))
        self._pieces += lines_of(piece) if is_lines else [piece]

    def _role(self, role: BlockRole | None) -> BlockRole | None:
        """A page has one headline, its first <h1>."""
        if role is not BlockRole.HEADLINE:
            return role
        if self._has_headline:
            return BlockRole.HEADING
        self._has_headline = True
        return role


def read_html(source: str, *, is_page: bool = False) -> Document:
    """The document's blocks, hrefs as written.

    Of a whole page all that a browser shows is read, menus and buttons too; of a part that someone copied, only
    what can be a statement's words. Raises Invalid(field="text") where it nests too deeply.
    """
    # As the HTML Standard has it (§13.2.3.5), so that raw offsets are those of the DOM.
    page = source.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    if not page:
        return Document(())
    parser = etree.HTMLParser(target=_Reader(is_page=is_page), encoding="utf-8", huge_tree=True)
    try:
        for at in range(0, len(page), _PART):
            parser.feed(page[at : at + _PART])
        document: Document = parser.close()
    except _TooDeep:
        raise Invalid(
            f"This HTML nests more than {MAX_DEPTH} tags in one another, as no page that is shown does, so nothing was "
            "kept. Paste its words as plain text.",
            field="text",
        ) from None
    return document
