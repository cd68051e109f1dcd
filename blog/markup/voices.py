"""Markdown in the author's voice, in the margin's and in a reader's.

Extensions: fenced code, sane lists, ~~deleted~~ text and bare web addresses as links for everyone; tables,
footnotes and blocks for authors; line breaks as typed for readers. None alters what was typed (no smart
quotation marks). HTML is not read: what looks like it is shown as typed.
"""

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import code_escape
from markupsafe import Markup, escape
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block
from pymdownx.magiclink import MagiclinkExtension
from pymdownx.tilde import DeleteSubExtension

from blog.errors import Invalid
from blog.markup.addresses import is_safe_image
from blog.markup.codefences import fenced_code
from blog.markup.limits import check_comment, check_post
from blog.markup.policies import COMMENT, NOTE, POST, Policy, first_clean, last_clean
from blog.markup.slots import Places, Rendered

# The last touches of a voice to what Markdown made.
Softening = Callable[[Element], None]
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Tags are kept as typed, and raw HTML never reaches the output but escaped.
HTML_READERS = (("preprocessors", "html_block"), ("inlinePatterns", "html"))


def post(source: str, *, blocks: Sequence[type[Block]] = ()) -> Rendered:
    """An author's Markdown as clean HTML and slots. `blocks` are the fences to know, each opening a slot.

    A block finds the `Places` of this rendering in `config["places"]`. Raises `Invalid` beside body over a
    limit.
    """
    check_post(source)
    places = Places()
    extensions = [*_common(), *_for_authors(), _Blocks(blocks, places), _Frame(_soften_post)]
    return places.cut(first_clean(_convert(source, extensions), POST))


def note(source: str) -> Markup:
    """A remark of an author's: as a post, without headings, tables and blocks."""
    check_post(source)
    return _clean(_convert(source, [*_common(), _Frame(_soften_note)]), NOTE)


def comment(source: str) -> Markup:
    """A reader's Markdown as clean HTML. Raises `Invalid` beside body over a limit."""
    check_comment(source)
    extensions = [*_common(), Nl2BrExtension(), _Frame(_soften_comment)]
    return _clean(_convert(source, extensions), COMMENT)


def without_headings(root: Element) -> None:
    """Make headings into strong paragraphs."""
    for element in root.iter():
        if element.tag in HEADINGS:
            element.tag = "p"
            strong = Element("strong")
            strong.text, element.text = element.text, None
            strong[:] = list(element)
            element[:] = [strong]


def _common() -> list[Extension]:
    return [SaneListExtension(), DeleteSubExtension(subscript=False), MagiclinkExtension()]


def _for_authors() -> list[Extension]:
    return [TableExtension(use_align_attribute=True), FootnoteExtension()]


def _convert(source: str, extensions: Sequence[Extension]) -> str:
    try:
        html: str = Markdown(extensions=extensions, output_format="html").convert(source)
        return html
    except RecursionError as error:
        raise Invalid(
            "Lists or quotations are nested too deeply to be shown. Take some levels out, then try again.",
            field="body",
        ) from error


def _clean(html: str, policy: Policy) -> Markup:
    return Markup(last_clean(first_clean(html, policy), policy).strip())


def _soften_post(root: Element) -> None:
    """The title is the page's only h1; our own images load when they come into view, others are links to them."""
    for element in root.iter():
        if element.tag == "h1":
            element.tag = "h2"
        elif element.tag == "img" and is_safe_image(element.get("src", "")):
            element.set("loading", "lazy")
        elif element.tag == "img":
            _make_link(element)


def _soften_note(root: Element) -> None:
    _soften_post(root)
    without_headings(root)


def _soften_comment(root: Element) -> None:
    """Headings become strong paragraphs, images links to them: no one loads what a stranger names."""
    without_headings(root)
    for image in list(root.iter("img")):
        _make_link(image)


def _make_link(image: Element) -> None:
    image.tag = "a"
    address, alt = image.get("src", ""), image.get("alt", "")
    image.attrib.clear()
    image.set("href", address)
    image.text = alt or address


class _Frame(Extension):
    """Our own code fences, no reader of HTML, and last touches to the tree."""

    def __init__(self, soften: Softening) -> None:
        super().__init__()
        self._soften = soften

    def extendMarkdown(self, md: Markdown) -> None:
        for registry, name in HTML_READERS:
            getattr(md, registry).deregister(name)
        md.preprocessors.register(_CodeFences(md), "fenced_code_block", 25)
        # After inline patterns (20), before the tree is laid out (10).
        md.treeprocessors.register(_Softener(md, self._soften), "softening", 15)


class _CodeFences(Preprocessor):
    """Puts fenced code aside, so that nothing in it is read as Markdown."""

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        position = 0
        for fence in fenced_code(lines):
            code = code_escape("\n".join([*lines[fence.first + 1 : fence.last], ""]))
            language = f' class="language-{escape(fence.language)}"' if fence.language else ""
            html = f"<pre><code{language}>{code}</code></pre>"
            kept += [*lines[position : fence.first], "", self.md.htmlStash.store(html), ""]
            position = fence.last + 1
        return kept + lines[position:]


class _Softener(Treeprocessor):
    def __init__(self, md: Markdown, soften: Softening) -> None:
        super().__init__(md)
        self._soften = soften

    def run(self, root: Element) -> None:
        self._soften(root)


class _Blocks(BlocksExtension):
    def __init__(self, blocks: Sequence[type[Block]], places: Places) -> None:
        super().__init__()
        self._blocks = blocks
        self._places = places

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for block in self._blocks:
            block_mgr.register(block, {"places": self._places})
