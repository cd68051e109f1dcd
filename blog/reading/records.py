"""One record of each quotation, from which every format is made: the page's markup, JSON-LD, annotations, feeds.

Whatever machines read here about a quotation is read off this record, so that no two formats can say different things.
"""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.embed.fragments import linked
from blog.embed.models import Quotation
from blog.embed.telling import shown_words
from blog.embed.verdicts import STANDS
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import listed
from blog.reading.statements import version_path
from blog.sources.models import Snapshot, Source, Text


@dataclass(frozen=True, slots=True)
class Record:
    """A quotation in a published post. Addresses are whole.

    `words` are as quoted, and `stands` says whether the statement has them; `exact`, `prefix` and `suffix` are as it
    has them ("" where it has not, or its copy was taken down). `position` counts code points in the kept text, `raw` in
    the document's; None where there is no passage.
    """

    url: str
    post_url: str
    post_title: str
    author: str
    author_url: str
    quoted_at: datetime
    words: str
    verdict: str
    stands: bool
    exact: str
    prefix: str
    suffix: str
    position: tuple[int, int] | None
    raw: tuple[int, int] | None
    fragment: str
    source_url: str
    source_title: str
    publisher: str
    speaker: str
    language: str
    published_on: date | None
    version_url: str
    version_at: datetime
    version: int
    text_url: str

    @property
    def passage_url(self) -> str:
        """The passage in the original."""
        return linked(self.source_url, self.fragment)


def records_of_source(source: Source, base: str) -> list[Record]:
    """The quotations of a statement in published posts, by post and place. `base` is the site's address."""
    posts = listed().with_only_columns(Post.id)
    query = sa.select(Quotation, Post).join(Post, Post.id == Quotation.post_id)
    query = query.where(Quotation.source_id == source.id, Quotation.post_id.in_(posts))
    return _records(query, base)


def records_of_post(post: Post, base: str) -> list[Record]:
    """The quotations in a post, in order."""
    query = sa.select(Quotation, Post).join(Post, Post.id == Quotation.post_id)
    return _records(query.where(Quotation.post_id == post.id), base)


def _records(query: sa.Select[Quotation, Post], base: str) -> list[Record]:
    text = joinedload(Quotation.text)
    options = (
        text.joinedload(Text.snapshot).joinedload(Snapshot.source),
        text.undefer(Text.raw_map),
        joinedload(Quotation.source),
        joinedload(Post.author),
    )
    rows = db.session.execute(query.order_by(Quotation.post_id, Quotation.ordinal).options(*options))
    return [_record(quotation, post, base) for quotation, post in rows]


def _record(quotation: Quotation, post: Post, base: str) -> Record:
    source, text = quotation.source, quotation.text
    is_found, is_hidden = quotation.start >= 0, text.snapshot.takedown is not None
    version_url = base + version_path(text.snapshot)
    return Record(
        url=f"{base}{post.path}#q{quotation.ordinal}",
        post_url=base + post.path,
        post_title=post.title,
        author=post.author.name,
        author_url=f"{base}/authors/{post.author.handle}/",
        quoted_at=post.published_at or post.updated_at,
        words=shown_words(quotation.words, quotation.evidence),
        verdict=quotation.verdict.value,
        stands=quotation.verdict in STANDS,
        exact="" if is_hidden else quotation.exact,
        prefix="" if is_hidden else quotation.prefix,
        suffix="" if is_hidden else quotation.suffix,
        position=(quotation.start, quotation.end) if is_found else None,
        raw=raw_range(text.raw_map, quotation.start, quotation.end) if is_found else None,
        fragment="" if is_hidden else quotation.fragment,
        source_url=source.url,
        source_title=source.title,
        publisher=source.publisher,
        speaker=source.byline or source.publisher,
        language=source.language,
        published_on=source.published_on,
        version_url=version_url,
        version_at=text.snapshot.taken_at,
        version=text.snapshot.version,
        text_url=f"{version_url}?reading={text.id}"
        + (f"#s{quotation.block_number}" if quotation.block_number else ""),
    )


def raw_range(runs: list[list[int]], start: int, end: int) -> tuple[int, int] | None:
    """The range in the document's own text; None where the copy has no map to it."""
    if not runs:
        return None

    def raw(offset: int) -> int:
        at, there = max((run for run in runs if run[0] <= offset), default=runs[0])
        return there + offset - at

    return raw(start), raw(end - 1) + 1
