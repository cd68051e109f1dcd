"""A statement's words with the ranges its markup gave them: links, emphasis, images, code.

Words are never changed: the text of what is made here, images apart, is the block's text.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

from markupsafe import Markup

from blog.markup.addresses import is_safe_link

# Ranges may overlap as they like; the elements may not: each stretch of text gets all of its own, in this
# order.
ELEMENTS = {"quoted": "mark", "strong": "strong", "emphasis": "em", "code": "code"}
ORDER = ("link", "quoted", "strong", "emphasis", "code")
LINE_BREAK = Markup("<br>")


class Range(Protocol):
    """A range over a block's text in code points; `kind` is a `MarkKind` of blog.sources.blocks."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def href(self) -> str: ...
    @property
    def alt(self) -> str: ...


def block_html(text: str, marks: Iterable[Range]) -> Markup:
    """`text` with its ranges as elements and its line breaks as br. Ranges beyond the text end with it."""
    kept = tuple(marks)
    images = [mark for mark in kept if mark.kind == "image"]
    ranges = [mark for mark in kept if _tag(mark)]
    edges = {0, len(text)} | {
        edge for mark in kept for edge in (mark.start, mark.end) if 0 < edge < len(text)
    }
    html: list[Markup] = []
    open_now: list[Range] = []
    for start, end in pairwise([*sorted(edges), len(text)]):
        pictures = [image for image in images if max(0, min(image.start, len(text))) == start]
        wanted = sorted(
            (mark for mark in ranges if mark.start <= start < min(mark.end, len(text))), key=_rank
        )
        html += _step(open_now, [] if pictures else wanted)
        if pictures:
            html += [_image(image) for image in pictures]
            html += _step(open_now, wanted)
        html.append(LINE_BREAK.join(text[start:end].split("\n")))
    return Markup().join(html + _step(open_now, []))


def _step(open_now: list[Range], wanted: Sequence[Range]) -> list[Markup]:
    """Close and open elements so that those of `wanted` are open; what both share stays open."""
    shared = next((i for i, (a, b) in enumerate(zip(open_now, wanted, strict=False)) if a is not b), None)
    shared = min(len(open_now), len(wanted)) if shared is None else shared
    closing = [Markup("</{}>").format(_tag(mark)) for mark in reversed(open_now[shared:])]
    opening = [_opening(mark) for mark in wanted[shared:]]
    open_now[shared:] = wanted[shared:]
    return closing + opening


def _rank(mark: Range) -> tuple[int, int, int]:
    return ORDER.index(mark.kind), mark.start, -mark.end


def _tag(mark: Range) -> str:
    """The element of a range; none for an image, and none for a link that leads where none may."""
    if mark.kind == "link":
        return "a" if is_safe_link(mark.href) else ""
    return ELEMENTS.get(mark.kind, "")


def _opening(mark: Range) -> Markup:
    if mark.kind == "link":
        return Markup('<a href="{}" rel="nofollow noopener">').format(mark.href)
    return Markup("<{}>").format(_tag(mark))


def _image(image: Range) -> Markup:
    """A picture of the original's is linked to, not shown: showing it would ask its server for it."""
    words = f"Image: {image.alt}" if image.alt else "Image"
    if not is_safe_link(image.href):
        return Markup('<span class="image">{}</span>').format(words)
    return Markup('<a class="image" href="{}" rel="nofollow noopener">{} ↗</a>').format(image.href, words)
