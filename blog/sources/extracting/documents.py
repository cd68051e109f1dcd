"""A document of any kind → its text as blocks, with what it says of itself.

The same payload gives the same blocks: capture and re-extraction both read through here. Which blocks are the
statement is proposed; a source's own region (`regions`) replaces that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from blog.errors import Invalid
from blog.sources.blocks import Block, inside
from blog.sources.extracting.addresses import with_addresses
from blog.sources.extracting.articles import Article, find_article
from blog.sources.extracting.facts import Facts, Headers, facts_of, with_page_facts
from blog.sources.extracting.metadata import propose
from blog.sources.extracting.pieces import Document, Piece, mapped, placed
from blog.sources.extracting.proposing import propose_region
from blog.sources.extracting.reading_html import read_html
from blog.sources.extracting.reading_pdf import read_pdf
from blog.sources.extracting.reading_text import read_text
from blog.sources.extracting.roles import guess_roles, headed, outside_role

# Each is raised whenever the same payload would be read into other words or other blocks.
EXTRACTORS = {"html": "page/1", "text": "text/1", "pdf": "pdf/1"}
# Each block is an element with an address of its own; a page of more is slow to open anywhere.
MAX_BLOCKS = 30_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read; `raw_map` is `raw_map.RawMap` as JSON, empty where normalized and raw text are the same."""

    blocks: tuple[Block, ...]
    facts: Facts
    raw_map: list[list[int]]
    extractor: str


def read_document(
    document: str | bytes, *, kind: str, url: str = "", headers: Iterable[tuple[str, str]] = ()
) -> Reading:
    """Read a document of kind "html" or "text", given decoded, or "pdf", given as bytes.

    `url` is its address, "" where unknown; `headers` are those of the answer that brought it. Raises
    Invalid(field="file") with one sentence or two for what cannot be read or kept.
    """
    headers = tuple(headers)
    if kind == "pdf":
        return _read_file(read_pdf(_bytes(document)), url, headers, kind)
    if kind == "text":
        return _read_file(read_text(_text(document), is_mapped=True), url, headers, kind)
    return _read_page(_text(document), url, headers)


def _bytes(document: str | bytes) -> bytes:
    return document if isinstance(document, bytes) else document.encode()


def _text(document: str | bytes) -> str:
    return document if isinstance(document, str) else document.decode("utf-8", "replace")


def _read_page(html: str, url: str, headers: Headers) -> Reading:
    document = read_html(html, is_page=True)
    _check(document.pieces, "page")
    article = find_article(html)
    facts = facts_of(document.head, headers)
    said = propose_region(document.pieces, article.text, facts.title or article.title)
    pieces = with_addresses(document.pieces, url, document.head.base)
    blocks = _placed(pieces, said)
    facts = with_page_facts(facts, blocks)
    return _reading(document, blocks, _completed(facts, article, document, blocks, url), "html")


def _read_file(document: Document, url: str, headers: Headers, kind: str) -> Reading:
    """A text or a PDF: all of it is the statement, but for what a reader has set outside."""
    _check(document.pieces, "file")
    said = frozenset(at for at, piece in enumerate(document.pieces) if not piece.is_margin)
    blocks = _placed(document.pieces, said)
    facts = facts_of(document.head, headers)
    return _reading(document, blocks, _completed(facts, Article(), document, blocks, url), kind)


def _check(pieces: Sequence[Piece], what: str) -> None:
    if not pieces:
        raise Invalid(
            f"No words were found in this {what}, so nothing was kept. Look at it in a browser; if there are words, "
            "paste them or use the bookmarklet.",
            field="file",
        )
    if len(pieces) > MAX_BLOCKS:
        raise Invalid(
            f"This {what} has {len(pieces):,} lines or paragraphs; {MAX_BLOCKS:,} can be kept. "
            "Paste the part that you answer.",
            field="file",
        )


def _placed(pieces: Sequence[Piece], said: frozenset[int]) -> tuple[Block, ...]:
    """The blocks, with the roles of a statement inside the region, and those of the markup outside."""
    order = sorted(said)
    guessed = dict(zip(order, guess_roles(headed([pieces[at] for at in order])), strict=True))
    roles = [guessed.get(at) or outside_role(piece.role) for at, piece in enumerate(pieces)]
    blocks = placed(pieces, roles)
    return tuple(replace(block, outside=block.id not in said) for block in blocks)


def _completed(
    facts: Facts, article: Article, document: Document, blocks: tuple[Block, ...], url: str
) -> Facts:
    """The facts with what the statement's words, the extractor and the address say where the head is silent."""
    statement = inside(blocks)
    known = replace(facts, publisher=facts.publisher or article.publisher)
    proposal = propose(
        statement, known, url or facts.canonical, latest=article.published or document.head.time
    )
    is_named = any(letter.isalpha() for letter in proposal.publisher)  # the end of an IP address is no name
    day = proposal.published_on.isoformat() if proposal.published_on else ""
    return replace(
        known,
        title=proposal.title or article.title,
        byline=facts.byline or proposal.byline or article.byline,
        publisher=proposal.publisher if is_named else "",
        published=facts.published or day,
        language=facts.language or article.language,
        licence=facts.licence or article.licence,
    )


def _reading(document: Document, blocks: tuple[Block, ...], facts: Facts, kind: str) -> Reading:
    return Reading(blocks, facts, mapped(document.pieces).to_json(), EXTRACTORS[kind])
