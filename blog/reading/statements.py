"""A statement as a page shows it: its header, its blocks in order with their notes, its appendix folded."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from markupsafe import Markup

from blog.embed.fragments import Fragments, linked
from blog.embed.models import Quotation, Repost
from blog.embed.verifying import STANDS
from blog.extensions import db
from blog.markup import block_html
from blog.reading.words import moment_words
from blog.site import Site, day_words, direction
from blog.sources.blocks import Block, BlockRole, Mark, MarkKind, inside, numbers
from blog.sources.dates import find_date
from blog.sources.models import Method, Snapshot, Source, Text
from blog.sources.urls import host_of

# “1.”, “(a)”, “iv)”: kept in the words of a list item, so that it needs no bullet.
OWN_MARKER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlc]+)[.)]\s")
# Copies that somebody gave to this site, which received none from the original's address.
GIVEN = {
    Method.PASTED: "As pasted by the author",
    Method.UPLOADED: "As uploaded from a file",
    Method.BROWSER: "As sent from somebody’s browser",
}
HEADER_ROLES = frozenset({BlockRole.HEADLINE, BlockRole.BYLINE})


@dataclass(slots=True)
class Row:
    """One line of a statement: `kind` is its role; where words are left out it is “gap”, and `number` counts them."""

    kind: str
    html: Markup
    number: int | None = None
    ident: str = ""
    is_bullet: bool = False  # a list item whose words do not begin with a number or letter of their own
    notes: list[tuple[int, Markup]] = field(default_factory=list)
    talk_url: str = ""  # the comments on this paragraph, and the form to add one
    comments: int = 0


@dataclass(slots=True)
class AppendixView:
    title: str
    words: int
    rows: list[Row]


@dataclass(slots=True)
class StatementView:
    """What templates/_statement.html takes."""

    ident: str
    in_full: bool
    headline: str
    meta: Markup
    publisher: str
    cite: str
    original_url: str
    original_host: str
    kept_words: str
    is_pasted: bool
    kept_url: str
    source_url: str
    lang: str
    dir: str
    rows: list[Row]
    appendix: AppendixView | None
    words: int
    taken_down: str = ""  # why the words are not shown
    since: list[tuple[str, str]] = field(
        default_factory=list
    )  # what became of the original: words, and a page

    @property
    def every_row(self) -> list[Row]:
        return [*self.rows, *(self.appendix.rows if self.appendix else [])]


@dataclass(frozen=True, slots=True)
class Talk:
    """The comments on a post's paragraphs: the post's address, and how many, by text and paragraph number."""

    post_url: str
    counts: Mapping[tuple[int, int], int]


def reposted(
    repost: Repost, site: Site, quotations: Iterable[Quotation] = (), talk: Talk | None = None
) -> StatementView:
    """A statement in a post, whole or in part, with the author's notes, and marks where the post quotes it.

    With `talk`, each paragraph leads to the comments on it.
    """
    prefix = paragraph_prefix(repost.ordinal)
    notes: dict[int, list[tuple[int, Markup]]] = {}
    for number, html in repost.notes:
        notes.setdefault(number, []).append((number, Markup(html)))
    shown = {n for first, last in repost.ranges for n in range(first, last + 1)}
    quoted = [(q.start, q.end) for q in quotations if q.text_id == repost.text_id and q.verdict in STANDS]
    blocks = [_with_quoted(block, quoted) for block in repost.text.blocks]
    view = _view(repost.text, blocks, site, repost.fragment, prefix=prefix, shown=shown, notes=notes)
    if talk:
        _add_talk(view, talk, repost.text_id)
    return view


def _add_talk(view: StatementView, talk: Talk, text_id: int) -> None:
    for row in view.every_row:
        if row.number and row.ident:
            row.talk_url = f"{talk.post_url}comments/?passage={row.ident}"
            row.comments = talk.counts.get((text_id, row.number), 0)


def paragraph_prefix(ordinal: int) -> str:
    """What stands before a paragraph's number in its id: “s” in a post's first statement, “s2-” in its second."""
    return "s" if ordinal == 1 else f"s{ordinal}-"


def paragraph_prefixes(post_id: int) -> dict[int, str]:
    """The prefixes of a post's statements by the ids of their texts."""
    rows = db.session.execute(sa.select(Repost.text_id, Repost.ordinal).where(Repost.post_id == post_id))
    return {text_id: paragraph_prefix(ordinal) for text_id, ordinal in sorted(rows, key=lambda row: -row[1])}


def whole(text: Text, site: Site) -> StatementView:
    """A statement on its own page."""
    fragment = Fragments(text.blocks).of_beginning()
    return _view(text, text.blocks, site, fragment, prefix="s", shown=set(), notes={})


def _with_quoted(block: Block, quoted: Iterable[tuple[int, int]]) -> Block:
    """The block with a mark on each stretch of its words that is quoted; `quoted` counts in the whole text."""
    stretches = [(max(start - block.offset, 0), min(end, block.end) - block.offset) for start, end in quoted]
    marks = tuple(Mark(MarkKind.QUOTED, start, end) for start, end in stretches if start < end)
    return replace(block, marks=block.marks + marks) if marks else block


def source_path(source: Source) -> str:
    return f"/statements/{source.id}/"


def version_path(snapshot: Snapshot) -> str:
    return f"/statements/{snapshot.source_id}/versions/{snapshot.version}/"


def changes_path(before: Snapshot, after: Snapshot) -> str:
    return f"/statements/{before.source_id}/changes/{before.version}..{after.version}/"


def kept_words(snapshot: Snapshot, site: Site) -> str:
    """How the copy came and when: only what is known."""
    came = GIVEN.get(snapshot.method)
    if came:
        return f"{came} on {day_words(snapshot.taken_at, site)}, not compared with the original"
    archive = " from an archive, received" if snapshot.method is Method.ARCHIVED else " of"
    return f"Kept copy{archive} {moment_words(snapshot.taken_at, site)}"


def _view(
    text: Text,
    blocks: Sequence[Block],
    site: Site,
    fragment: str,
    *,
    prefix: str,
    shown: set[int],
    notes: dict[int, list[tuple[int, Markup]]],
) -> StatementView:
    snapshot, source = text.snapshot, text.snapshot.source
    shown_blocks = () if snapshot.takedown else inside(blocks)
    rows, appendix = _rows(shown_blocks, prefix, shown, notes)
    headline = next((b.text for b in shown_blocks if b.role is BlockRole.HEADLINE), source.title)
    return StatementView(
        ident=prefix,
        in_full=not shown or shown >= set(numbers(text.blocks).values()),
        headline=headline,
        meta=_meta(source, [b.text for b in shown_blocks if b.role is BlockRole.BYLINE]),
        publisher=source.publisher,
        cite=source.url,
        original_url=source.url if snapshot.takedown else linked(source.url, fragment),
        original_host=host_of(source.url),
        kept_words=kept_words(snapshot, site),
        is_pasted=not snapshot.is_compared,
        kept_url=version_path(snapshot),
        source_url=source_path(source),
        lang=source.language,
        dir=direction(source.language),
        rows=rows,
        appendix=appendix,
        words=sum(len(block.text.split()) for block in shown_blocks),
        taken_down=snapshot.takedown.reason if snapshot.takedown else "",
    )


def _rows(
    blocks: Sequence[Block], prefix: str, shown: set[int], notes: dict[int, list[tuple[int, Markup]]]
) -> tuple[list[Row], AppendixView | None]:
    start = next((i for i, block in enumerate(blocks) if block.role is BlockRole.APPENDIX), len(blocks))
    numbered = numbers(blocks)
    body = [block for block in blocks[:start] if block.role not in HEADER_ROLES]
    rows = list(_shown_rows(body, numbered, prefix, shown, notes))
    if start == len(blocks):
        return rows, None
    rest = blocks[start + 1 :]
    inside = list(_shown_rows(rest, numbered, prefix, shown, notes))
    words = sum(len(block.text.split()) for block in rest)
    if all(row.kind == "gap" for row in inside):
        return [*rows, Row("gap", Markup(), words)], None
    return rows, AppendixView(blocks[start].text, words, inside)


def _shown_rows(
    blocks: Iterable[Block],
    numbered: dict[int, int],
    prefix: str,
    shown: set[int],
    notes: dict[int, list[tuple[int, Markup]]],
) -> Iterator[Row]:
    """The rows of the blocks that are shown; one gap for each run of blocks that is not.

    What has no number (a heading, the salutation) is shown where the whole is, or where what follows it is.
    """
    missing = 0
    unnumbered: list[Row] = []
    for block in blocks:
        number = numbered.get(block.id)
        is_bullet = block.role is BlockRole.LIST_ITEM and not OWN_MARKER.match(block.text)
        row = Row(block.role.value, block_html(block.text, block.marks), number, is_bullet=is_bullet)
        if number is None and shown:
            unnumbered.append(row)
        elif number is not None and shown and number not in shown:
            missing += len(block.text.split())
            unnumbered.clear()
        else:
            if missing:
                yield Row("gap", Markup(), missing)
                missing = 0
            yield from unnumbered
            unnumbered.clear()
            if number is not None:
                row.ident, row.notes = f"{prefix}{number}", notes.get(number, [])
            yield row
    if missing:
        yield Row("gap", Markup(), missing)


def _meta(source: Source, bylines: Sequence[str]) -> Markup:
    """The statement's own byline, its author and date marked up; composed from what is known where it has none."""
    if bylines:
        return Markup("<br>").join(_marked_byline(words, source) for words in bylines)
    who = ", ".join(name for name in (source.byline, source.publisher) if name)
    author = Markup('<span class="p-author h-card">{}</span>').format(who)
    if source.published_on is None:
        return author
    day = f"{source.published_on.day} {source.published_on:%B %Y}"
    return author + Markup(' · <time class="dt-published" datetime="{}">{}</time>').format(
        source.published_on, day
    )


def _marked_byline(words: str, source: Source) -> Markup:
    """One line of the byline, word for word."""
    found = find_date(words)
    if found is None:
        return _with_author(words, source)
    day, start, end = found
    time = Markup('<time class="dt-published" datetime="{}">{}</time>').format(day, words[start:end])
    return _with_author(words[:start], source) + time + _with_author(words[end:], source)


def _with_author(words: str, source: Source) -> Markup:
    before, name, after = words.partition(source.byline) if source.byline else (words, "", "")
    if not name:
        return Markup("{}").format(words)
    return Markup('{}<span class="p-author h-card">{}</span>{}').format(before, name, after)
