"""A statement as an author pasted it → blocks, and proposals for what its source is called.

Words are kept as they came. What is guessed (roles, title, byline, date, publisher) the author can change.
"""

import re
from dataclasses import dataclass
from datetime import date

from blog.errors import Invalid
from blog.sources.blocks import Block
from blog.sources.extracting.addresses import with_addresses
from blog.sources.extracting.cleaning import cleaned
from blog.sources.extracting.documents import MAX_BLOCKS
from blog.sources.extracting.facts import facts_of
from blog.sources.extracting.metadata import propose
from blog.sources.extracting.original_link import without_original_link
from blog.sources.extracting.pieces import Piece, placed
from blog.sources.extracting.reading_html import read_html
from blog.sources.extracting.reading_text import read_text
from blog.sources.extracting.roles import guess_roles
from blog.sources.urls import is_usable

_TAGS = (
    "p|div|h[1-6]|ul|ol|li|blockquote|article|section|main|span|a|b|strong|em|i|table|pre|header|footer|nav"
    "|body|html|head|title|script|style|figure|form|font|center|dl"
)
_BEGINS_AS_HTML = re.compile(
    rf"\s*<(?:!doctype\s|!--|meta\b|head\b|br\b|img\b|(?:{_TAGS})[\s>])", re.IGNORECASE
)
_BEGINS_AS_PAGE = re.compile(r"\s*<(?:!doctype\s|(?:html|head|body|meta)\b)", re.IGNORECASE)
_TAG = re.compile(rf"<(?:br|img|hr|(?P<end>/)?(?P<name>{_TAGS}))\b[^<>]*>", re.IGNORECASE)
_LINE_ENDS_AS_HTML = re.compile(rf"</(?:{_TAGS})>[ \t]*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read; `url` is the original's address if the text or the page's head names it, else ""."""

    blocks: tuple[Block, ...]
    url: str
    title: str
    byline: str
    published_on: date | None
    publisher: str


def read_pasted(raw: str, *, kind: str = "detect", url: str = "") -> Pasted:
    """Read pasted text.

    `kind` is "text", "html" or "detect"; `url` is the statement's address where the author gave it, which
    relative links then start from. Raises Invalid(field="text") for what cannot be read or kept.
    """
    text = cleaned(raw)
    document = read_html(text) if _is_html(text, kind) else read_text(text)
    pieces, original = without_original_link(document.pieces)
    _check(pieces)
    facts = facts_of(document.head)
    page = facts.canonical if is_usable(facts.canonical) else ""
    address = original or page
    pieces = with_addresses(pieces, url or address, document.head.base)
    blocks = placed(pieces, guess_roles(pieces))
    proposal = propose(blocks, facts, url or address, latest=document.head.time)
    return Pasted(blocks, address, proposal.title, proposal.byline, proposal.published_on, proposal.publisher)


def _is_html(text: str, kind: str) -> bool:
    """HTML begins with a tag that HTML has, or has a line that ends with one; prose on tags does neither.

    Text of which a few lines are marked up stays text: as HTML, its other lines would run into one another.
    """
    if kind not in ("text", "html", "detect"):
        raise Invalid("Choose how to read it: detect, text or html.", field="kind")
    if kind != "detect":
        return kind == "html"
    is_marked_up = _BEGINS_AS_HTML.match(text) or _LINE_ENDS_AS_HTML.search(text)
    return bool(is_marked_up and (_BEGINS_AS_PAGE.match(text) or not _is_mostly_loose(text)))


def _is_mostly_loose(text: str) -> bool:
    """Whether HTML would join at least as many lines outside its tags as there are lines with or inside them."""
    depth = joined = tagged = 0
    was_loose = False
    for line in filter(str.strip, text.split("\n")):
        tags = list(_TAG.finditer(line))
        is_loose = not depth and not tags
        joined += is_loose and was_loose
        tagged += not is_loose
        was_loose = is_loose
        for tag in tags:
            depth = max(depth + (-1 if tag["end"] else 1), 0) if tag["name"] else depth
    return joined >= tagged


def _check(pieces: tuple[Piece, ...]) -> None:
    if not pieces:
        raise Invalid(
            "No words of a statement were found in this. Paste the statement itself, "
            "or choose plain text if what you see are its words.",
            field="text",
        )
    if len(pieces) > MAX_BLOCKS:
        raise Invalid(
            f"This has {len(pieces):,} lines or paragraphs; a statement may have {MAX_BLOCKS:,}. "
            "Paste the part that you answer.",
            field="text",
        )
